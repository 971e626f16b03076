/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Flags, texts and parameters, from libvirt's form to keel's and back. */

#include "libvirt.h"

#include <stdlib.h>
#include <string.h>

unsigned int lv_flags(uint32_t flags, const struct lv_flag *table)
{
	unsigned int result = 0;

	for (; table->from; table++)
		if (flags & table->from)
			result |= table->to;
	return result;
}

char *lv_text(const char *text)
{
	char *copy = keel_strdup(text);

	if (copy)
		keel_mend_utf8(copy);
	return copy;
}

keel_status lv_take_text(char *text, keel_error_domain domain, char **ret)
{
	if (!text)
		return lv_error(domain);
	keel_mend_utf8(text);
	*ret = text;
	return KEEL_OK;
}

static bool set_value(keel_param *to, const virTypedParameter *from)
{
	switch (from->type) {
	case VIR_TYPED_PARAM_INT:
		to->type = KEEL_PARAM_TYPE_I32;
		to->value.i32 = from->value.i;
		return true;
	case VIR_TYPED_PARAM_UINT:
		to->type = KEEL_PARAM_TYPE_U32;
		to->value.u32 = from->value.ui;
		return true;
	case VIR_TYPED_PARAM_LLONG:
		to->type = KEEL_PARAM_TYPE_I64;
		to->value.i64 = from->value.l;
		return true;
	case VIR_TYPED_PARAM_ULLONG:
		to->type = KEEL_PARAM_TYPE_U64;
		to->value.u64 = from->value.ul;
		return true;
	case VIR_TYPED_PARAM_DOUBLE:
		to->type = KEEL_PARAM_TYPE_F64;
		to->value.f64 = from->value.d;
		return true;
	case VIR_TYPED_PARAM_BOOLEAN:
		to->type = KEEL_PARAM_TYPE_BOOL;
		to->value.boolean = from->value.b != 0;
		return true;
	case VIR_TYPED_PARAM_STRING:
		to->type = KEEL_PARAM_TYPE_STRING;
		to->value.string = from->value.s ? from->value.s : "";
		return true;
	default:
		return false;
	}
}

static bool reserve(struct lv_params *self)
{
	size_t room = self->room ? self->room * 2 : 16;
	keel_param *params;

	if (self->failed)
		return false;
	if (self->n < self->room)
		return true;
	params = realloc(self->params, room * sizeof(*params));
	if (!params) {
		self->failed = true;
		return false;
	}
	self->params = params;
	self->room = room;
	return true;
}

void lv_params_add(struct lv_params *self, const char *name, keel_param value)
{
	bool is_text = value.type == KEEL_PARAM_TYPE_STRING;

	if (!reserve(self))
		return;
	value.name = lv_text(name);
	if (is_text)
		value.value.string = lv_text(value.value.string);
	if (value.name && (!is_text || value.value.string)) {
		self->params[self->n++] = value;
		return;
	}
	self->failed = true;
	free((char *)(uintptr_t)value.name);
	if (is_text)
		free((char *)(uintptr_t)value.value.string);
}

void lv_params_add_u64(struct lv_params *self, const char *name, uint64_t value)
{
	lv_params_add(self, name,
		      (keel_param){.type = KEEL_PARAM_TYPE_U64, .value = {.u64 = value}});
}

keel_status lv_params_steal(struct lv_params *self, keel_param **ret, size_t *ret_n)
{
	/* An empty array is one, too. */
	if (self->failed || (!self->n && !reserve(self))) {
		keel_params_free(self->params, self->n);
		*self = (struct lv_params){0};
		return keel_error_no_memory();
	}
	*ret = self->params;
	*ret_n = self->n;
	*self = (struct lv_params){0};
	return KEEL_OK;
}

static const struct lv_name *find_name(const struct lv_name *names, const char *name)
{
	for (; names->from; names++)
		if (strcmp(names->from, name) == 0)
			return names;
	return NULL;
}

static void scale(keel_param *param, uint64_t factor)
{
	if (factor && param->type == KEEL_PARAM_TYPE_U64)
		param->value.u64 *= factor;
	else if (factor && param->type == KEEL_PARAM_TYPE_I64)
		param->value.i64 *= (int64_t)factor;
}

keel_status lv_params_from(const virTypedParameter *params, size_t n, const struct lv_name *names,
			   keel_param **ret, size_t *ret_n)
{
	struct lv_params list = {0};
	size_t i;

	for (i = 0; i < n; i++) {
		const struct lv_name *name = names ? find_name(names, params[i].field) : NULL;
		keel_param value = {0};

		/* Later versions of libvirt may have types that keel has not. */
		if (!set_value(&value, &params[i]))
			continue;
		if (name)
			scale(&value, name->factor);
		lv_params_add(&list, name ? name->to : params[i].field, value);
	}
	return lv_params_steal(&list, ret, ret_n);
}

static bool is_integer(keel_param_type type)
{
	return type >= KEEL_PARAM_TYPE_I32 && type <= KEEL_PARAM_TYPE_U64;
}

/* An integer of any type, as a sign and an amount. */
static void get_integer(const keel_param *param, bool *ret_negative, uint64_t *ret_amount)
{
	int64_t value = 0;

	switch (param->type) {
	case KEEL_PARAM_TYPE_U32:
		*ret_negative = false;
		*ret_amount = param->value.u32;
		return;
	case KEEL_PARAM_TYPE_U64:
		*ret_negative = false;
		*ret_amount = param->value.u64;
		return;
	case KEEL_PARAM_TYPE_I32:
		value = param->value.i32;
		break;
	default:
		value = param->value.i64;
		break;
	}
	*ret_negative = value < 0;
	*ret_amount = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static keel_status out_of_range(const char *name)
{
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_CORE,
			  "the parameter '%s' is too small or too large", name);
}

static keel_status set_integer(virTypedParameter *to, const keel_param *from)
{
	uint64_t amount;
	bool negative;

	get_integer(from, &negative, &amount);
	switch (to->type) {
	case VIR_TYPED_PARAM_INT:
		if (amount > (uint64_t)INT32_MAX + negative)
			return out_of_range(from->name);
		to->value.i = negative ? (int)-(int64_t)amount : (int)amount;
		return KEEL_OK;
	case VIR_TYPED_PARAM_UINT:
		if (negative || amount > UINT32_MAX)
			return out_of_range(from->name);
		to->value.ui = (unsigned int)amount;
		return KEEL_OK;
	case VIR_TYPED_PARAM_LLONG:
		if (amount > (uint64_t)INT64_MAX + negative)
			return out_of_range(from->name);
		to->value.l = negative ? (long long)(0 - amount) : (long long)amount;
		return KEEL_OK;
	case VIR_TYPED_PARAM_ULLONG:
		if (negative)
			return out_of_range(from->name);
		to->value.ul = amount;
		return KEEL_OK;
	default:
		to->value.d = negative ? -(double)amount : (double)amount;
		return KEEL_OK;
	}
}

static keel_status wrong_type(const char *name)
{
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
			  "the parameter '%s' has another type", name);
}

static keel_status get_value(virTypedParameter *to, const keel_param *from)
{
	switch (to->type) {
	case VIR_TYPED_PARAM_BOOLEAN:
		if (from->type != KEEL_PARAM_TYPE_BOOL)
			return wrong_type(from->name);
		to->value.b = from->value.boolean;
		return KEEL_OK;
	case VIR_TYPED_PARAM_STRING:
		if (from->type != KEEL_PARAM_TYPE_STRING || !from->value.string)
			return wrong_type(from->name);
		KEEL_TRY(keel_check_text(from->value.string, "parameter"));
		to->value.s = keel_strdup(from->value.string);
		return to->value.s ? KEEL_OK : keel_error_no_memory();
	case VIR_TYPED_PARAM_DOUBLE:
		if (from->type == KEEL_PARAM_TYPE_F64) {
			to->value.d = from->value.f64;
			return KEEL_OK;
		}
		break;
	default:
		break;
	}
	return is_integer(from->type) ? set_integer(to, from) : wrong_type(from->name);
}

static const virTypedParameter *find_param(const virTypedParameter *params, size_t n,
					   const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(params[i].field, name) == 0)
			return &params[i];
	return NULL;
}

static keel_status convert_one(const virTypedParameter *known, size_t n_known,
			       const keel_param *param, virTypedParameter *list, size_t n_before)
{
	const virTypedParameter *like;

	if (!param->name)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
				  "a parameter has no name");
	like = find_param(known, n_known, param->name);
	if (!like)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
				  "there is no parameter '%s'", param->name);
	if (find_param(list, n_before, param->name))
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
				  "the parameter '%s' is given twice", param->name);
	memcpy(list[n_before].field, like->field, sizeof(like->field));
	list[n_before].type = like->type;
	return get_value(&list[n_before], param);
}

keel_status lv_params_to(const virTypedParameter *known, size_t n_known, const keel_param *params,
			 size_t n, virTypedParameterPtr *ret, int *ret_n)
{
	virTypedParameterPtr list;
	keel_status status = KEEL_OK;
	size_t i;

	if (n > INT32_MAX / sizeof(*list))
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_CORE,
				  "there are too many parameters");
	list = calloc(n ? n : 1, sizeof(*list));
	if (!list)
		return keel_error_no_memory();
	for (i = 0; i < n && status == KEEL_OK; i++)
		status = convert_one(known, n_known, &params[i], list, i);
	if (status != KEEL_OK) {
		virTypedParamsFree(list, (int)n);
		return status;
	}
	*ret = list;
	*ret_n = (int)n;
	return KEEL_OK;
}
