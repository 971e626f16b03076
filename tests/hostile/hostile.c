/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The library behind the hostile headers.
 */

#include "docs.h"
#include "names.h"

#include <stdlib.h>

struct hostile_object {
	int references;
	int32_t class;
};

static int live;
static hostile_status last;

hostile_status
hostile_object_new(int32_t class, hostile_object **ret)
{
	if (class < 0) {
		last = HOSTILE_STATUS_NONE;
		return last;
	}
	*ret = calloc(1, sizeof(**ret));
	(*ret)->references = 1;
	(*ret)->class = class;
	live++;
	return HOSTILE_OK;
}

hostile_object *
hostile_object_ref(hostile_object *self)
{
	self->references++;
	return self;
}

void
hostile_object_unref(hostile_object *self)
{
	if (self == NULL || --self->references > 0)
		return;
	free(self);
	live--;
}

uint64_t
hostile_live_handles(void)
{
	return (uint64_t)live;
}

const char *
hostile_last_error_message(void)
{
	return "\"quoted\" \\ and more";
}

hostile_status
hostile_last_error_status(void)
{
	return last;
}

hostile_status
hostile_object_get_record(hostile_object *self, hostile_record *record)
{
	*record = (hostile_record){.class = self->class, .from = 1};
	return HOSTILE_OK;
}

hostile_status
hostile_object_call(hostile_object *self, hostile_callback function, void *data, int32_t *value)
{
	*value = function(self, 1, "items", 2, data);
	return HOSTILE_OK;
}

int32_t
hostile_object_class(hostile_object *self)
{
	(void)self;
	return 0;
}

int32_t
hostile_object_del(hostile_object *self)
{
	(void)self;
	return 1;
}

int32_t
hostile_object_import(hostile_object *self)
{
	(void)self;
	return 2;
}

int32_t
hostile_object_lambda(hostile_object *self)
{
	(void)self;
	return 3;
}

int32_t
hostile_object_none(hostile_object *self)
{
	(void)self;
	return 4;
}

int32_t
hostile_object_true(hostile_object *self)
{
	(void)self;
	return 5;
}

int32_t
hostile_object_list(hostile_object *self)
{
	(void)self;
	return 6;
}

int32_t
hostile_object_str(hostile_object *self)
{
	(void)self;
	return 7;
}

int32_t
hostile_object_dict(hostile_object *self)
{
	(void)self;
	return 8;
}

int32_t
hostile_object_int(hostile_object *self)
{
	(void)self;
	return 9;
}

int32_t
hostile_object_type(hostile_object *self)
{
	(void)self;
	return 10;
}

int32_t
hostile_object_object(hostile_object *self)
{
	(void)self;
	return 11;
}

int32_t
hostile_object_end(hostile_object *self)
{
	(void)self;
	return 12;
}

int32_t
hostile_object_begin(hostile_object *self)
{
	(void)self;
	return 13;
}

int32_t
hostile_object_val(hostile_object *self)
{
	(void)self;
	return 14;
}

int32_t
hostile_object_method(hostile_object *self)
{
	(void)self;
	return 15;
}

int32_t
hostile_object_func(hostile_object *self)
{
	(void)self;
	return 16;
}

int32_t
hostile_object_range(hostile_object *self)
{
	(void)self;
	return 17;
}

int32_t
hostile_object_string(hostile_object *self)
{
	(void)self;
	return 18;
}

int32_t
hostile_object_to_string(hostile_object *self)
{
	(void)self;
	return 19;
}

int32_t
hostile_object_hash_code(hostile_object *self)
{
	(void)self;
	return 20;
}

int32_t
hostile_object_equals(hostile_object *self)
{
	(void)self;
	return 21;
}

int32_t
hostile_object_get_class(hostile_object *self)
{
	(void)self;
	return 22;
}

int32_t
hostile_object_finalize(hostile_object *self)
{
	(void)self;
	return 23;
}

int32_t
hostile_object_destroy(hostile_object *self)
{
	(void)self;
	return 24;
}

int32_t
hostile_object_can(hostile_object *self)
{
	(void)self;
	return 25;
}

int32_t
hostile_object_do(hostile_object *self)
{
	(void)self;
	return 26;
}

int32_t
hostile_object_clone(hostile_object *self)
{
	(void)self;
	return 27;
}

int32_t
hostile_object_dup(hostile_object *self)
{
	(void)self;
	return 28;
}

int32_t
hostile_object_wait(hostile_object *self)
{
	(void)self;
	return 29;
}

int32_t
hostile_object_notify(hostile_object *self)
{
	(void)self;
	return 30;
}

int32_t
hostile_object_print(hostile_object *self)
{
	(void)self;
	return 31;
}

int32_t
hostile_object_echo(hostile_object *self)
{
	(void)self;
	return 32;
}

int32_t
hostile_object_isa(hostile_object *self)
{
	(void)self;
	return 33;
}

int32_t
hostile_class(void)
{
	return 0;
}

int32_t
hostile_def(void)
{
	return 1;
}

int32_t
hostile_from(void)
{
	return 2;
}

int32_t
hostile_lambda(void)
{
	return 3;
}

int32_t
hostile_open(void)
{
	return 4;
}

int32_t
hostile_free(void)
{
	return 5;
}

int32_t
hostile_read(void)
{
	return 6;
}

int32_t
hostile_write(void)
{
	return 7;
}

int32_t
hostile_printf(void)
{
	return 8;
}

int32_t
hostile_end(void)
{
	return 9;
}

int32_t
hostile_import(void)
{
	return 10;
}

int32_t
hostile_yield(void)
{
	return 11;
}

int32_t
hostile_package(void)
{
	return 12;
}

int32_t
hostile_main(void)
{
	return 13;
}

int32_t
hostile_init(void)
{
	return 14;
}

int32_t
hostile_int(void)
{
	return 15;
}

int32_t
hostile_list(void)
{
	return 16;
}

int32_t
hostile_str(void)
{
	return 17;
}

hostile_status hostile_object_take_0(hostile_object *self, int32_t THIS, int32_t ret, int32_t and,
	int32_t args, int32_t arena, int32_t array, int32_t as, int32_t assert, int32_t async, int32_t
	await, int32_t bool_, int32_t boolean, int32_t *sum)
{
	(void)self;
	*sum = THIS + ret + and + args + arena + array + as + assert + async + await + bool_ + boolean;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_1(hostile_object *self, int32_t break_, int32_t buf, int32_t
	callback, int32_t caml_result, int32_t chan, int32_t class, int32_t closure, int32_t count, int32_t
	data, int32_t def, int32_t defer, int32_t del, int32_t *sum)
{
	(void)self;
	*sum = break_ + buf + callback + caml_result + chan + class + closure + count + data + def + defer + del;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_2(hostile_object *self, int32_t echo, int32_t elif, int32_t end,
	int32_t entry, int32_t err, int32_t error, int32_t except, int32_t exec, int32_t execute_data,
	int32_t external, int32_t False, int32_t file, int32_t *sum)
{
	(void)self;
	*sum = echo + elif + end + entry + err + error + except + exec + execute_data + external + False + file;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_3(hostile_object *self, int32_t final, int32_t finally, int32_t
	fn, int32_t from, int32_t func, int32_t function, int32_t global, int32_t go, int32_t handle,
	int32_t held, int32_t i, int32_t import, int32_t *sum)
{
	(void)self;
	*sum = final + finally + fn + from + func + function + global + go + handle + held + i + import;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_4(hostile_object *self, int32_t in, int32_t index, int32_t init,
	int32_t interface, int32_t interned, int32_t is, int32_t it, int32_t item, int32_t items, int32_t
	ix, int32_t kwargs, int32_t kwnames, int32_t *sum)
{
	(void)self;
	*sum = in + index + init + interface + interned + is + it + item + items + ix + kwargs + kwnames;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_5(hostile_object *self, int32_t lambda, int32_t len, int32_t
	length, int32_t let, int32_t list, int32_t map, int32_t match, int32_t method, int32_t module,
	int32_t my, int32_t n, int32_t name, int32_t *sum)
{
	(void)self;
	*sum = lambda + len + length + let + list + map + match + method + module + my + n + name;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_6(hostile_object *self, int32_t names, int32_t nargs, int32_t
	new, int32_t nil, int32_t None, int32_t nonlocal, int32_t not, int32_t null, int32_t object,
	int32_t of, int32_t ok, int32_t open, int32_t *sum)
{
	(void)self;
	*sum = names + nargs + new + nil + None + nonlocal + not + null + object + of + ok + open;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_7(hostile_object *self, int32_t or, int32_t out, int32_t package,
	int32_t panic, int32_t parent, int32_t pass, int32_t place, int32_t print, int32_t private, int32_t
	public, int32_t raise, int32_t range, int32_t *sum)
{
	(void)self;
	*sum = or + out + package + panic + parent + pass + place + print + private + public + raise + range;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_8(hostile_object *self, int32_t ref, int32_t result, int32_t
	ret_value, int32_t return_value, int32_t RETVAL, int32_t sig, int32_t signature, int32_t size,
	int32_t slice, int32_t some, int32_t source, int32_t ST, int32_t *sum)
{
	(void)self;
	*sum = ref + result + ret_value + return_value + RETVAL + sig + signature + size + slice + some + source + ST;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_9(hostile_object *self, int32_t state, int32_t static_, int32_t
	status, int32_t str, int32_t string, int32_t sub, int32_t sv, int32_t synchronized, int32_t system,
	int32_t target, int32_t temp, int32_t text, int32_t *sum)
{
	(void)self;
	*sum = state + static_ + status + str + string + sub + sv + synchronized + system + target + temp + text;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_10(hostile_object *self, int32_t this, int32_t thread, int32_t
	throws, int32_t to, int32_t trait, int32_t True, int32_t try, int32_t tuple, int32_t type, int32_t
	types, int32_t unit, int32_t use, int32_t *sum)
{
	(void)self;
	*sum = this + thread + throws + to + trait + True + try + tuple + type + types + unit + use;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_11(hostile_object *self, int32_t user, int32_t val, int32_t
	value, int32_t values, int32_t var, int32_t view, int32_t when, int32_t where, int32_t with,
	int32_t word, int32_t x, int32_t y, int32_t *sum)
{
	(void)self;
	*sum = user + val + value + values + var + view + when + where + with + word + x + y;
	return HOSTILE_OK;
}

hostile_status hostile_object_take_12(hostile_object *self, int32_t yield, int32_t C, int32_t Error,
	int32_t Exception, int32_t Object, int32_t String, int32_t System, int32_t *sum)
{
	(void)self;
	*sum = yield + C + Error + Exception + Object + String + System;
	return HOSTILE_OK;
}

hostile_status
hostile_object_give_0(hostile_object *self, int32_t *result, int32_t *status, int32_t *error, int32_t *items, int32_t *value)
{
	(void)self;
	*result = 0;
	*status = 1;
	*error = 2;
	*items = 3;
	*value = 4;
	return HOSTILE_OK;
}

hostile_status
hostile_object_give_1(hostile_object *self, int32_t *None, int32_t *class, int32_t *end, int32_t *C, int32_t *err, int32_t *ret_)
{
	(void)self;
	*None = 0;
	*class = 1;
	*end = 2;
	*C = 3;
	*err = 4;
	*ret_ = 5;
	return HOSTILE_OK;
}

int32_t
hostile_documented(int32_t value)
{
	return value;
}
