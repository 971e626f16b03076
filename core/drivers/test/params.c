/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Parameters of hosts and domains. */

#include "test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The largest integer up to which each has a floating point number. */
#define MOST_EXACT ((uint64_t)1 << 53)

#define I32(key, number) .param = {key, KEEL_PARAM_TYPE_I32, {.i32 = (number)}}
#define U32(key, number) .param = {key, KEEL_PARAM_TYPE_U32, {.u32 = (number)}}
#define I64(key, number) .param = {key, KEEL_PARAM_TYPE_I64, {.i64 = (number)}}
#define U64(key, number) .param = {key, KEEL_PARAM_TYPE_U64, {.u64 = (number)}}
#define F64(key, number) .param = {key, KEEL_PARAM_TYPE_F64, {.f64 = (number)}}
#define BOOL(key, truth) .param = {key, KEEL_PARAM_TYPE_BOOL, {.boolean = (truth)}}
#define STRING(key, text) .param = {key, KEEL_PARAM_TYPE_STRING, {.string = (text)}}

static const struct test_param host_params[] = {
	{I32("nice", -20), .settable = true},
	{U32("shares", 1024), .settable = true},
	{I64("offset", INT64_MIN), .settable = true},
	{U64("ceiling", UINT64_MAX), .settable = true},
	{F64("load", 0.25), .settable = true},
	{BOOL("merge-pages", true), .settable = true},
	{STRING("label", "h\303\266st"), .settable = true},
	{U64("serial", (uint64_t)1 << 63), .settable = false},
	{U32("job_hold", 0), .settable = true, .most = 100},
	{U32("job_failure", 0), .settable = true, .most = 100},
	{U64("clock", 0), .settable = true, .most = MAX_CLOCK_NS},
	{BOOL("lost", false), .settable = true},
};

static const struct test_param scheduler_params[] = {
	{U32("weight", 256), .settable = true, .least = 1, .most = 65535},
	{I64("quota", -1), .settable = true},
	{U64("period", 100000), .settable = true, .least = 1000, .most = 1000000},
	{F64("boost", 1.5), .settable = true},
	{BOOL("exclusive", false), .settable = true},
	{STRING("policy", "fair"), .settable = false},
};

/* Texts that are not given are NULL. */
static const struct test_param migrate_params[] = {
	{STRING("name", NULL), .settable = true},
	{STRING("xml", NULL), .settable = true},
	{STRING("uri", NULL), .settable = true},
	{U64("bandwidth", 0), .settable = true},
};

/* An integer of any type: the absolute value and the sign. */
struct number {
	bool negative;
	uint64_t size;
};

void test_params_clear(struct test_params *self)
{
	size_t i;

	for (i = 0; i < self->n; i++)
		if (self->params[i].param.type == KEEL_PARAM_TYPE_STRING)
			free((char *)(uintptr_t)self->params[i].param.value.string);
	free(self->params);
	*self = (struct test_params){0};
}

/* The names stay those of the constant table; texts are copied, since they can be set. */
static keel_status init_params(struct test_params *self, const struct test_param *params, size_t n)
{
	struct test_params made = {0};
	size_t i;

	made.params = malloc(n * sizeof(*made.params));
	if (!made.params)
		return keel_error_no_memory();
	for (i = 0; i < n; i++) {
		keel_param *param = &made.params[i].param;

		made.params[i] = params[i];
		if (param->type == KEEL_PARAM_TYPE_STRING && param->value.string) {
			param->value.string = keel_strdup(param->value.string);
			if (!param->value.string) {
				test_params_clear(&made);
				return keel_error_no_memory();
			}
		}
		made.n++;
	}
	*self = made;
	return KEEL_OK;
}

keel_status test_params_copy(const struct test_params *self, struct test_params *ret)
{
	return init_params(ret, self->params, self->n);
}

keel_status test_host_params_init(struct test_params *self)
{
	return init_params(self, host_params, sizeof(host_params) / sizeof(*host_params));
}

keel_status test_scheduler_params_init(struct test_params *self)
{
	return init_params(self, scheduler_params,
			   sizeof(scheduler_params) / sizeof(*scheduler_params));
}

keel_status test_migrate_params_init(struct test_params *self)
{
	return init_params(self, migrate_params, sizeof(migrate_params) / sizeof(*migrate_params));
}

keel_status test_params_get(const struct test_params *self, keel_param **ret, size_t *ret_n)
{
	keel_param *params = malloc(self->n * sizeof(*params));
	keel_param *copy = NULL;
	size_t i;

	if (params) {
		for (i = 0; i < self->n; i++)
			params[i] = self->params[i].param;
		copy = keel_params_copy(params, self->n);
		free(params);
	}
	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	*ret_n = self->n;
	return KEEL_OK;
}

static struct number signed_number(int64_t value)
{
	/* The absolute value of the least integer is not itself one. */
	return (struct number){value < 0, value < 0 ? -(uint64_t)value : (uint64_t)value};
}

static bool get_number(const keel_param *param, struct number *ret)
{
	switch (param->type) {
	case KEEL_PARAM_TYPE_I32:
		*ret = signed_number(param->value.i32);
		return true;
	case KEEL_PARAM_TYPE_U32:
		*ret = (struct number){false, param->value.u32};
		return true;
	case KEEL_PARAM_TYPE_I64:
		*ret = signed_number(param->value.i64);
		return true;
	case KEEL_PARAM_TYPE_U64:
		*ret = (struct number){false, param->value.u64};
		return true;
	default:
		return false;
	}
}

static keel_status type_error(const keel_param *param)
{
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DRIVER,
			  "the value of the parameter '%s' is of a type that does not fit",
			  param->name);
}

static keel_status range_error(const keel_param *param)
{
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DRIVER,
			  "the value of the parameter '%s' is too small or too large", param->name);
}

/* The largest absolute value of a number of a type and sign. */
static uint64_t most_of(keel_param_type type, bool negative)
{
	switch (type) {
	case KEEL_PARAM_TYPE_I32:
		return (uint64_t)INT32_MAX + negative;
	case KEEL_PARAM_TYPE_U32:
		return negative ? 0 : UINT32_MAX;
	case KEEL_PARAM_TYPE_I64:
		return (uint64_t)INT64_MAX + negative;
	case KEEL_PARAM_TYPE_U64:
		return negative ? 0 : UINT64_MAX;
	default:
		return MOST_EXACT;
	}
}

static keel_status convert_number(const struct test_param *to, const keel_param *from,
				  keel_param *ret)
{
	struct number number;
	int64_t value;

	if (!get_number(from, &number))
		return type_error(from);
	if (number.size > most_of(to->param.type, number.negative))
		return range_error(from);
	if ((to->least || to->most) &&
	    (number.negative || number.size < to->least || number.size > to->most))
		return range_error(from);

	/* Twice negated, so that the least integer is not computed from its absolute value. */
	value = number.negative && number.size ? -(int64_t)(number.size - 1) - 1
		: number.size <= INT64_MAX     ? (int64_t)number.size
					       : INT64_MAX;
	switch (to->param.type) {
	case KEEL_PARAM_TYPE_I32:
		ret->value.i32 = (int32_t)value;
		break;
	case KEEL_PARAM_TYPE_U32:
		ret->value.u32 = (uint32_t)number.size;
		break;
	case KEEL_PARAM_TYPE_I64:
		ret->value.i64 = value;
		break;
	case KEEL_PARAM_TYPE_U64:
		ret->value.u64 = number.size;
		break;
	default:
		ret->value.f64 = (double)value;
		break;
	}
	return KEEL_OK;
}

/* Makes the new value of a parameter; a text in it is a copy. */
static keel_status convert(const struct test_param *to, const keel_param *from, keel_param *ret)
{
	char *text;

	switch (to->param.type) {
	case KEEL_PARAM_TYPE_STRING:
		if (from->type != KEEL_PARAM_TYPE_STRING)
			return type_error(from);
		KEEL_CHECK_POINTER(from->value.string);
		KEEL_TRY(keel_check_text(from->value.string, "value of a parameter"));
		text = keel_strdup(from->value.string);
		if (!text)
			return keel_error_no_memory();
		ret->value.string = text;
		return KEEL_OK;
	case KEEL_PARAM_TYPE_BOOL:
		if (from->type != KEEL_PARAM_TYPE_BOOL)
			return type_error(from);
		ret->value.boolean = from->value.boolean;
		return KEEL_OK;
	case KEEL_PARAM_TYPE_F64:
		if (from->type == KEEL_PARAM_TYPE_F64) {
			ret->value.f64 = from->value.f64;
			return KEEL_OK;
		}
		break;
	default:
		break;
	}
	return convert_number(to, from, ret);
}

struct test_param *test_params_find(const struct test_params *self, const char *name)
{
	size_t i;

	for (i = 0; i < self->n; i++)
		if (strcmp(self->params[i].param.name, name) == 0)
			return &self->params[i];
	return NULL;
}

uint32_t test_params_get_u32(const struct test_params *self, const char *name)
{
	return test_params_find(self, name)->param.value.u32;
}

const char *test_params_get_text(const struct test_params *self, const char *name)
{
	return test_params_find(self, name)->param.value.string;
}

/* Checks one of the given parameters and makes its new value, in the place of the old one. */
static keel_status prepare(const struct test_params *self, const keel_param *from,
			   struct test_param *made, bool *done)
{
	struct test_param *to;
	size_t i;

	KEEL_CHECK_POINTER(from->name);
	to = test_params_find(self, from->name);
	if (!to)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DRIVER,
				  "there is no parameter '%s'", from->name);
	i = (size_t)(to - self->params);
	if (done[i])
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DRIVER,
				  "the parameter '%s' is given twice", from->name);
	if (!to->settable)
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_DRIVER,
				  "the parameter '%s' cannot be set", from->name);
	KEEL_TRY(convert(to, from, &made[i].param));
	done[i] = true;
	return KEEL_OK;
}

/*
 * All the new values are made before the first is taken. Whichever of the old and the new texts is
 * not in use any more is left in the other array and freed at the end.
 */
keel_status test_params_set(struct test_params *self, const keel_param *params, size_t n)
{
	struct test_param *made = malloc(self->n * sizeof(*made));
	bool *done = calloc(self->n, sizeof(*done));
	keel_status status = KEEL_OK;
	size_t i;

	if (!made || !done) {
		free(made);
		free(done);
		return keel_error_no_memory();
	}
	memcpy(made, self->params, self->n * sizeof(*made));
	for (i = 0; i < n && status == KEEL_OK; i++)
		status = prepare(self, &params[i], made, done);
	for (i = 0; i < self->n; i++) {
		keel_param old = self->params[i].param;

		if (!done[i])
			continue;
		if (status == KEEL_OK) {
			self->params[i].param = made[i].param;
			made[i].param = old;
		}
		if (old.type == KEEL_PARAM_TYPE_STRING)
			free((char *)(uintptr_t)made[i].param.value.string);
	}
	free(made);
	free(done);
	return status;
}
