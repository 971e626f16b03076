/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_PARAM_H
#define KEEL_PARAM_H

/**
 * SECTION:param
 * @short_description: named values whose set depends on the driver
 *
 * A typed parameter has a name, a type and a value.
 *
 * A function that gives parameters gives each with its own type. A function that takes parameters
 * takes an integer of any type for a parameter that is an integer of any type or a floating point
 * number: it fails with %KEEL_STATUS_OUT_OF_RANGE when the value does not fit. Any other type but
 * the parameter's own fails with %KEEL_STATUS_INVALID_ARGUMENT. It takes all the parameters, or
 * fails and takes none of them. A name may be given once only.
 */

#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_param_type:
 * @KEEL_PARAM_TYPE_I32: a signed integer of 32 bits
 * @KEEL_PARAM_TYPE_U32: an unsigned integer of 32 bits
 * @KEEL_PARAM_TYPE_I64: a signed integer of 64 bits
 * @KEEL_PARAM_TYPE_U64: an unsigned integer of 64 bits
 * @KEEL_PARAM_TYPE_F64: a floating point number
 * @KEEL_PARAM_TYPE_BOOL: true or false
 * @KEEL_PARAM_TYPE_STRING: text
 *
 * Which member of a parameter's value is in use.
 *
 * Later versions add values, none of which needs more room.
 *
 * Since: 1.0
 */
typedef enum keel_param_type {
	KEEL_PARAM_TYPE_I32 = 1,
	KEEL_PARAM_TYPE_U32 = 2,
	KEEL_PARAM_TYPE_I64 = 3,
	KEEL_PARAM_TYPE_U64 = 4,
	KEEL_PARAM_TYPE_F64 = 5,
	KEEL_PARAM_TYPE_BOOL = 6,
	KEEL_PARAM_TYPE_STRING = 7
} keel_param_type;

/**
 * keel_param:
 * @name: (type utf8) (not nullable): the name
 * @type: the type of the value
 * @value: the value, in the member that @type tells
 * @value.i32: the value when @type is %KEEL_PARAM_TYPE_I32
 * @value.u32: the value when @type is %KEEL_PARAM_TYPE_U32
 * @value.i64: the value when @type is %KEEL_PARAM_TYPE_I64
 * @value.u64: the value when @type is %KEEL_PARAM_TYPE_U64
 * @value.f64: the value when @type is %KEEL_PARAM_TYPE_F64
 * @value.boolean: the value when @type is %KEEL_PARAM_TYPE_BOOL
 * @value.string: (type utf8) (not nullable): the value when @type is %KEEL_PARAM_TYPE_STRING
 *
 * A typed parameter.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_param {
	const char *name;
	keel_param_type type;
	union {
		int32_t i32;
		uint32_t u32;
		int64_t i64;
		uint64_t u64;
		double f64;
		bool boolean;
		const char *string;
	} value;
} keel_param;

/**
 * keel_params_free: (static) (nonblocking)
 * @params: (transfer full) (array length=n) (nullable): the parameters
 * @n: how many there are
 *
 * Releases parameters that a keel function gave, with their names and texts.
 *
 * Since: 1.0
 */
KEEL_API void keel_params_free(keel_param *params, size_t n);

KEEL_END_DECLS

#endif
