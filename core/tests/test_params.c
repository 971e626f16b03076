/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#include <math.h>

static keel_param *host_params;
static size_t n_host_params;

/* Reads the parameters of the host again and finds one. */
static const keel_param *get(keel_connection *connection, const char *name)
{
	size_t i;

	keel_params_free(host_params, n_host_params);
	CHECK_OK(keel_connection_get_host_parameters(connection, &host_params, &n_host_params));
	for (i = 0; i < n_host_params; i++)
		if (strcmp(host_params[i].name, name) == 0)
			return &host_params[i];
	check_failed(__FILE__, __LINE__, name);
	return NULL;
}

static void forget(keel_connection *connection)
{
	keel_params_free(host_params, n_host_params);
	host_params = NULL;
	n_host_params = 0;
	keel_connection_unref(connection);
}

static keel_param i32(const char *name, int32_t value)
{
	return (keel_param){name, KEEL_PARAM_TYPE_I32, {.i32 = value}};
}

static keel_param u32(const char *name, uint32_t value)
{
	return (keel_param){name, KEEL_PARAM_TYPE_U32, {.u32 = value}};
}

static keel_param i64(const char *name, int64_t value)
{
	return (keel_param){name, KEEL_PARAM_TYPE_I64, {.i64 = value}};
}

static keel_param u64(const char *name, uint64_t value)
{
	return (keel_param){name, KEEL_PARAM_TYPE_U64, {.u64 = value}};
}

static keel_param f64(const char *name, double value)
{
	return (keel_param){name, KEEL_PARAM_TYPE_F64, {.f64 = value}};
}

static keel_param boolean(const char *name, bool value)
{
	return (keel_param){name, KEEL_PARAM_TYPE_BOOL, {.boolean = value}};
}

static keel_param string(const char *name, const char *value)
{
	return (keel_param){name, KEEL_PARAM_TYPE_STRING, {.string = value}};
}

static keel_status set(keel_connection *connection, keel_param param)
{
	return keel_connection_set_host_parameters(connection, &param, 1);
}

static void test_params_of_the_host_have_all_types(void)
{
	keel_connection *connection = open_default();

	CHECK_INT(-20, get(connection, "nice")->value.i32);
	CHECK_INT(KEEL_PARAM_TYPE_I32, get(connection, "nice")->type);
	CHECK_INT(1024, get(connection, "shares")->value.u32);
	CHECK_INT(KEEL_PARAM_TYPE_U32, get(connection, "shares")->type);
	CHECK_INT(INT64_MIN, get(connection, "offset")->value.i64);
	CHECK_INT(KEEL_PARAM_TYPE_I64, get(connection, "offset")->type);
	CHECK(get(connection, "ceiling")->value.u64 == UINT64_MAX);
	CHECK_INT(KEEL_PARAM_TYPE_U64, get(connection, "ceiling")->type);
	CHECK(get(connection, "load")->value.f64 == 0.25);
	CHECK_INT(KEEL_PARAM_TYPE_F64, get(connection, "load")->type);
	CHECK(get(connection, "merge-pages")->value.boolean);
	CHECK_INT(KEEL_PARAM_TYPE_BOOL, get(connection, "merge-pages")->type);
	CHECK_TEXT("h\303\266st", get(connection, "label")->value.string);
	CHECK_INT(KEEL_PARAM_TYPE_STRING, get(connection, "label")->type);
	CHECK(get(connection, "serial")->value.u64 == (uint64_t)1 << 63);
	CHECK_INT(12, n_host_params);
	forget(connection);
}

static void test_params_keep_their_edges(void)
{
	static const uint64_t large[] = {0, INT64_MAX, (uint64_t)1 << 63, UINT64_MAX - 1,
					 UINT64_MAX};
	static const int64_t both[] = {INT64_MIN, INT64_MIN + 1, -1, 0, INT64_MAX};
	keel_connection *connection = open_default();
	size_t i;

	for (i = 0; i < 5; i++) {
		CHECK_OK(set(connection, u64("ceiling", large[i])));
		CHECK(get(connection, "ceiling")->value.u64 == large[i]);
		CHECK_OK(set(connection, i64("offset", both[i])));
		CHECK(get(connection, "offset")->value.i64 == both[i]);
	}
	CHECK_OK(set(connection, u32("shares", 3000000000u)));
	CHECK(get(connection, "shares")->value.u32 == 3000000000u);
	CHECK_OK(set(connection, i32("nice", INT32_MIN)));
	CHECK_INT(INT32_MIN, get(connection, "nice")->value.i32);
	CHECK_OK(set(connection, f64("load", -HUGE_VAL)));
	CHECK(get(connection, "load")->value.f64 == -HUGE_VAL);
	CHECK_OK(set(connection, boolean("merge-pages", false)));
	CHECK(!get(connection, "merge-pages")->value.boolean);
	CHECK_OK(set(connection, string("label", "")));
	CHECK_TEXT("", get(connection, "label")->value.string);
	forget(connection);
}

static void test_params_take_integers_that_fit(void)
{
	keel_connection *connection = open_default();

	CHECK_OK(set(connection, i64("shares", 3000000000)));
	CHECK(get(connection, "shares")->value.u32 == 3000000000u);
	CHECK_OK(set(connection, u64("nice", INT32_MAX)));
	CHECK_INT(INT32_MAX, get(connection, "nice")->value.i32);
	CHECK_OK(set(connection, i64("nice", INT32_MIN)));
	CHECK_INT(INT32_MIN, get(connection, "nice")->value.i32);
	CHECK_OK(set(connection, u64("offset", INT64_MAX)));
	CHECK_INT(INT64_MAX, get(connection, "offset")->value.i64);
	CHECK_OK(set(connection, i32("ceiling", 7)));
	CHECK_INT(7, get(connection, "ceiling")->value.u64);
	CHECK_OK(set(connection, i64("load", -3)));
	CHECK(get(connection, "load")->value.f64 == -3.0);
	CHECK_OK(set(connection, u64("load", (uint64_t)1 << 53)));
	CHECK(get(connection, "load")->value.f64 == 9007199254740992.0);

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set(connection, i32("shares", -1)));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set(connection, u64("shares", (uint64_t)1 << 32)));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set(connection, u32("nice", (uint32_t)1 << 31)));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set(connection, i64("nice", (int64_t)INT32_MIN - 1)));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set(connection, u64("offset", (uint64_t)1 << 63)));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set(connection, i64("ceiling", -1)));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    set(connection, u64("load", ((uint64_t)1 << 53) + 1)));
	forget(connection);
}

static void test_params_refuse_what_does_not_fit(void)
{
	keel_connection *connection = open_default();

	CHECK_INVALID(set(connection, u32("none", 1)));
	CHECK_INVALID(set(connection, u32(NULL, 1)));
	CHECK_INVALID(set(connection, string("label", NULL)));
	CHECK_INVALID(set(connection, string("label", "\377")));
	CHECK_INVALID(set(connection, u32("label", 1)));
	CHECK_INVALID(set(connection, string("shares", "1")));
	CHECK_INVALID(set(connection, f64("shares", 1)));
	CHECK_INVALID(set(connection, u32("merge-pages", 1)));
	CHECK_INVALID(set(connection, boolean("load", true)));
	CHECK_INVALID(set(connection, (keel_param){"shares", (keel_param_type)99, {0}}));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, set(connection, u64("serial", 1)));
	forget(connection);
}

static void test_params_are_all_set_or_none(void)
{
	keel_connection *connection = open_default();
	keel_param params[3];

	params[0] = string("label", "new");
	params[1] = u32("shares", 5);
	params[2] = u32("none", 5);
	CHECK_INVALID(keel_connection_set_host_parameters(connection, params, 3));
	CHECK_TEXT("h\303\266st", get(connection, "label")->value.string);
	CHECK_INT(1024, get(connection, "shares")->value.u32);
	params[2] = string("label", "twice");
	CHECK_INVALID(keel_connection_set_host_parameters(connection, params, 3));
	CHECK_TEXT("h\303\266st", get(connection, "label")->value.string);
	CHECK_OK(keel_connection_set_host_parameters(connection, params, 2));
	CHECK_TEXT("new", get(connection, "label")->value.string);
	CHECK_INT(5, get(connection, "shares")->value.u32);
	CHECK_OK(keel_connection_set_host_parameters(connection, NULL, 0));
	forget(connection);
}

static void test_scheduler_params_have_limits(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_param param = u32("weight", 65535);
	keel_param *params;
	size_t n;

	CHECK_OK(keel_domain_set_scheduler_parameters(domain, &param, 1));
	param = u32("weight", 65536);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_set_scheduler_parameters(domain, &param, 1));
	param = i32("weight", -1);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_set_scheduler_parameters(domain, &param, 1));
	param = u32("weight", 0);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_set_scheduler_parameters(domain, &param, 1));
	param = string("policy", "x");
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_domain_set_scheduler_parameters(domain, &param, 1));

	CHECK_OK(keel_domain_get_scheduler_parameters(domain, &params, &n));
	CHECK_INT(6, n);
	CHECK_TEXT("weight", params[0].name);
	CHECK_INT(65535, params[0].value.u32);
	CHECK_INT(-1, params[1].value.i64);
	CHECK_TEXT("fair", params[5].value.string);
	keel_params_free(params, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_params_of_the_host_have_all_types);
	RUN(test_params_keep_their_edges);
	RUN(test_params_take_integers_that_fit);
	RUN(test_params_refuse_what_does_not_fit);
	RUN(test_params_are_all_set_or_none);
	RUN(test_scheduler_params_have_limits);
	DONE();
}
