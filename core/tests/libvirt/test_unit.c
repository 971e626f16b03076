/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the libvirt driver makes of errors and parameters, without any libvirt to talk to. */

#include "check.h"
#include "libvirt.h"
#include "module.h"

#include <errno.h>

KEEL_API const struct keel_driver *keel_driver_module(const struct keel_core *core);

/* The core that this program is to the driver: it keeps the last error. */
static keel_status last_status;
static char last_message[1024];

static void set_error(keel_status status, keel_error_domain domain, const char *format, ...)
{
	va_list arguments;

	(void)domain;
	last_status = status;
	va_start(arguments, format);
	vsnprintf(last_message, sizeof(last_message), format, arguments);
	va_end(arguments);
}

#define CHECK_STATUS(wanted, expression)                                                           \
	do {                                                                                       \
		last_status = KEEL_OK;                                                             \
		CHECK_INT(wanted, expression);                                                     \
		CHECK_INT(wanted, last_status);                                                    \
		CHECK(*last_message);                                                              \
	} while (0)

static keel_status status_of(int code, int domain, int number, const char *message)
{
	char text[64];
	virError error = {.code = code, .domain = domain, .int1 = number, .message = text};

	snprintf(text, sizeof(text), "%s", message);
	return lv_status(&error);
}

static void test_errors_have_a_status(void)
{
	CHECK_INT(KEEL_STATUS_NOT_FOUND, status_of(VIR_ERR_NO_DOMAIN, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NOT_FOUND, status_of(VIR_ERR_NO_NETWORK, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NOT_FOUND, status_of(VIR_ERR_NO_STORAGE_POOL, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NOT_FOUND, status_of(VIR_ERR_NO_STORAGE_VOL, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NOT_FOUND, status_of(VIR_ERR_NO_NODE_DEVICE, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NOT_FOUND, status_of(VIR_ERR_NO_SECRET, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NOT_FOUND, status_of(VIR_ERR_NO_DOMAIN_SNAPSHOT, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_INVALID_STATE, status_of(VIR_ERR_OPERATION_INVALID, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NOT_SUPPORTED, status_of(VIR_ERR_NO_SUPPORT, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NOT_SUPPORTED, status_of(VIR_ERR_CONFIG_UNSUPPORTED, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_PERMISSION, status_of(VIR_ERR_AUTH_FAILED, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_PERMISSION, status_of(VIR_ERR_AUTH_CANCELLED, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_PERMISSION, status_of(VIR_ERR_OPERATION_DENIED, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_PERMISSION, status_of(VIR_ERR_ACCESS_DENIED, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_XML, status_of(VIR_ERR_XML_ERROR, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_XML, status_of(VIR_ERR_XML_DETAIL, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_XML, status_of(VIR_ERR_XML_INVALID_SCHEMA, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_IO, status_of(VIR_ERR_RPC, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_ABORTED, status_of(VIR_ERR_OPERATION_ABORTED, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_BUSY, status_of(VIR_ERR_OPERATION_TIMEOUT, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_BUSY, status_of(VIR_ERR_RESOURCE_BUSY, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_ALREADY_EXISTS, status_of(VIR_ERR_DOM_EXIST, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_ALREADY_EXISTS, status_of(VIR_ERR_STORAGE_VOL_EXIST, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_OUT_OF_RANGE, status_of(VIR_ERR_OVERFLOW, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_NO_MEMORY, status_of(VIR_ERR_NO_MEMORY, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_INVALID_ARGUMENT, status_of(VIR_ERR_INVALID_ARG, 0, 0, ""));
	CHECK_INT(KEEL_STATUS_INTERNAL, status_of(VIR_ERR_OPERATION_FAILED, 0, 0, ""));
	/* One that a later libvirt may have. */
	CHECK_INT(KEEL_STATUS_INTERNAL, status_of(9999, 0, 0, ""));
}

static void test_errors_that_say_little_are_told_apart(void)
{
	CHECK_INT(KEEL_STATUS_IO, status_of(VIR_ERR_SYSTEM_ERROR, 0, ENOENT, ""));
	CHECK_INT(KEEL_STATUS_PERMISSION, status_of(VIR_ERR_SYSTEM_ERROR, 0, EACCES, ""));
	CHECK_INT(KEEL_STATUS_PERMISSION, status_of(VIR_ERR_SYSTEM_ERROR, 0, EPERM, ""));
	CHECK_INT(KEEL_STATUS_INTERNAL, status_of(VIR_ERR_INTERNAL_ERROR, VIR_FROM_QEMU, 0, "x"));
	CHECK_INT(KEEL_STATUS_IO, status_of(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC, 0, "x"));
	CHECK_INT(KEEL_STATUS_SAME_HOST,
		  status_of(VIR_ERR_INTERNAL_ERROR, VIR_FROM_QEMU, 0,
			    "Attempt to migrate guest to the same host UUID"));
}

static void test_parameters_come_with_their_types(void)
{
	virTypedParameter params[] = {
		{.field = "int", .type = VIR_TYPED_PARAM_INT, .value = {.i = -1}},
		{.field = "uint", .type = VIR_TYPED_PARAM_UINT, .value = {.ui = 4294967295u}},
		{.field = "later", .type = 99, .value = {.i = 0}},
		{.field = "llong", .type = VIR_TYPED_PARAM_LLONG, .value = {.l = -2}},
		{.field = "ullong", .type = VIR_TYPED_PARAM_ULLONG, .value = {.ul = UINT64_MAX}},
		{.field = "double", .type = VIR_TYPED_PARAM_DOUBLE, .value = {.d = 0.5}},
		{.field = "bool", .type = VIR_TYPED_PARAM_BOOLEAN, .value = {.b = 1}},
		{.field = "string", .type = VIR_TYPED_PARAM_STRING, .value = {.s = (char[]){"t\xff"}}},
	};
	static const struct lv_name names[] = {{"llong", "renamed", 1000}, {NULL, NULL, 0}};
	keel_param *got;
	size_t n;

	CHECK_INT(KEEL_OK, lv_params_from(params, 8, names, &got, &n));
	CHECK_INT(7, n);
	CHECK_INT(KEEL_PARAM_TYPE_I32, got[0].type);
	CHECK_INT(-1, got[0].value.i32);
	CHECK_INT(KEEL_PARAM_TYPE_U32, got[1].type);
	CHECK_INT(4294967295u, got[1].value.u32);
	CHECK_INT(KEEL_PARAM_TYPE_I64, got[2].type);
	CHECK_TEXT("renamed", got[2].name);
	CHECK_INT(-2000, got[2].value.i64);
	CHECK_INT(KEEL_PARAM_TYPE_U64, got[3].type);
	CHECK(got[3].value.u64 == UINT64_MAX);
	CHECK_INT(KEEL_PARAM_TYPE_F64, got[4].type);
	CHECK(got[4].value.f64 == 0.5);
	CHECK_INT(KEEL_PARAM_TYPE_BOOL, got[5].type);
	CHECK(got[5].value.boolean);
	CHECK_INT(KEEL_PARAM_TYPE_STRING, got[6].type);
	CHECK_TEXT("t?", got[6].value.string);
	keel_params_free(got, n);
	CHECK_INT(KEEL_OK, lv_params_from(NULL, 0, NULL, &got, &n));
	CHECK_INT(0, n);
	CHECK(got);
	keel_params_free(got, n);
}

static const virTypedParameter known[] = {
	{.field = "int", .type = VIR_TYPED_PARAM_INT},
	{.field = "uint", .type = VIR_TYPED_PARAM_UINT},
	{.field = "llong", .type = VIR_TYPED_PARAM_LLONG},
	{.field = "ullong", .type = VIR_TYPED_PARAM_ULLONG},
	{.field = "double", .type = VIR_TYPED_PARAM_DOUBLE},
	{.field = "bool", .type = VIR_TYPED_PARAM_BOOLEAN},
	{.field = "string", .type = VIR_TYPED_PARAM_STRING},
};

/* Converts one parameter and gives its value. */
static virTypedParameter give(const char *name, keel_param param)
{
	virTypedParameterPtr list;
	virTypedParameter one;
	int n;

	param.name = name;
	CHECK_INT(KEEL_OK, lv_params_to(known, 7, &param, 1, &list, &n));
	CHECK_INT(1, n);
	CHECK_TEXT(name, list[0].field);
	one = list[0];
	if (one.type == VIR_TYPED_PARAM_STRING)
		CHECK_TEXT(param.value.string, one.value.s);
	virTypedParamsFree(list, n);
	return one;
}

static keel_status refuse(const char *name, keel_param param)
{
	virTypedParameterPtr list = NULL;
	keel_status status;
	int n = 0;

	param.name = name;
	status = lv_params_to(known, 7, &param, 1, &list, &n);
	CHECK(!list && !n);
	return status;
}

#define I32(v) ((keel_param){.type = KEEL_PARAM_TYPE_I32, .value = {.i32 = (v)}})
#define U32(v) ((keel_param){.type = KEEL_PARAM_TYPE_U32, .value = {.u32 = (v)}})
#define I64(v) ((keel_param){.type = KEEL_PARAM_TYPE_I64, .value = {.i64 = (v)}})
#define U64(v) ((keel_param){.type = KEEL_PARAM_TYPE_U64, .value = {.u64 = (v)}})
#define F64(v) ((keel_param){.type = KEEL_PARAM_TYPE_F64, .value = {.f64 = (v)}})
#define BOOL(v) ((keel_param){.type = KEEL_PARAM_TYPE_BOOL, .value = {.boolean = (v)}})
#define TEXT(v) ((keel_param){.type = KEEL_PARAM_TYPE_STRING, .value = {.string = (v)}})

static void test_parameters_go_where_they_fit(void)
{
	CHECK_INT(INT32_MIN, give("int", I64(INT32_MIN)).value.i);
	CHECK_INT(INT32_MAX, give("int", U64(INT32_MAX)).value.i);
	CHECK_INT(UINT32_MAX, give("uint", I64(UINT32_MAX)).value.ui);
	CHECK_INT(INT64_MIN, give("llong", I64(INT64_MIN)).value.l);
	CHECK_INT(INT64_MAX, give("llong", U64(INT64_MAX)).value.l);
	CHECK(give("ullong", U64(UINT64_MAX)).value.ul == UINT64_MAX);
	CHECK_INT(7, give("ullong", I32(7)).value.ul);
	CHECK(give("double", F64(-0.5)).value.d == -0.5);
	CHECK(give("double", I32(-3)).value.d == -3.0);
	CHECK_INT(1, give("bool", BOOL(true)).value.b);
	give("string", TEXT("text"));
}

static void test_parameters_that_do_not_fit_are_refused(void)
{
	CHECK_STATUS(KEEL_STATUS_OUT_OF_RANGE, refuse("int", I64((int64_t)INT32_MAX + 1)));
	CHECK_STATUS(KEEL_STATUS_OUT_OF_RANGE, refuse("int", I64((int64_t)INT32_MIN - 1)));
	CHECK_STATUS(KEEL_STATUS_OUT_OF_RANGE, refuse("uint", I32(-1)));
	CHECK_STATUS(KEEL_STATUS_OUT_OF_RANGE, refuse("uint", U64((uint64_t)UINT32_MAX + 1)));
	CHECK_STATUS(KEEL_STATUS_OUT_OF_RANGE, refuse("llong", U64((uint64_t)INT64_MAX + 1)));
	CHECK_STATUS(KEEL_STATUS_OUT_OF_RANGE, refuse("ullong", I64(-1)));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse("int", F64(1)));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse("int", BOOL(true)));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse("bool", I32(1)));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse("string", I32(1)));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse("string", TEXT(NULL)));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse("string", TEXT("\xff")));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse("double", TEXT("1")));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse("none", I32(1)));
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, refuse(NULL, I32(1)));
}

static void test_parameters_are_taken_all_or_none(void)
{
	keel_param twice[] = {TEXT("a"), TEXT("b")};
	virTypedParameterPtr list = NULL;
	int n = 0;

	twice[0].name = twice[1].name = "string";
	CHECK_STATUS(KEEL_STATUS_INVALID_ARGUMENT, lv_params_to(known, 7, twice, 2, &list, &n));
	CHECK(!list && !n);
}

static void test_states_have_names(void)
{
	CHECK_INT(KEEL_DOMAIN_STATE_UNKNOWN, lv_domain_state(VIR_DOMAIN_NOSTATE));
	CHECK_INT(KEEL_DOMAIN_STATE_SHUTTING_DOWN, lv_domain_state(VIR_DOMAIN_SHUTDOWN));
	CHECK_INT(KEEL_DOMAIN_STATE_SHUT_OFF, lv_domain_state(VIR_DOMAIN_SHUTOFF));
	CHECK_INT(KEEL_DOMAIN_STATE_BLOCKED, lv_domain_state(VIR_DOMAIN_PMSUSPENDED));
	CHECK_INT(KEEL_DOMAIN_STATE_UNKNOWN, lv_domain_state(-1));
	CHECK_INT(KEEL_DOMAIN_STATE_UNKNOWN, lv_domain_state(99));
}

int main(void)
{
	static struct keel_core core = {.version = KEEL_MODULE_VERSION,
					.driver_size = sizeof(struct keel_driver),
					.set_error = set_error};
	struct keel_core other = core;

	other.version++;
	CHECK(!keel_driver_module(&other));
	other = core;
	other.driver_size--;
	CHECK(!keel_driver_module(&other));
	CHECK(keel_driver_module(&core) == &keel_module_driver);
	RUN(test_errors_have_a_status);
	RUN(test_errors_that_say_little_are_told_apart);
	RUN(test_parameters_come_with_their_types);
	RUN(test_parameters_go_where_they_fit);
	RUN(test_parameters_that_do_not_fit_are_refused);
	RUN(test_parameters_are_taken_all_or_none);
	RUN(test_states_have_names);
	DONE();
}
