/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef HOSTILE_NAMES_H
#define HOSTILE_NAMES_H

/*
 * Names that are keywords, built-in names or a binding's own local names in some language.
 * All of them are fine in C.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * hostile_status:
 * @HOSTILE_OK: it worked
 * @HOSTILE_STATUS_ERROR: named like the base of all errors
 * @HOSTILE_STATUS_CLOSED: named like what bindings raise themselves
 * @HOSTILE_STATUS_EXCEPTION: named like a base class
 * @HOSTILE_STATUS_NONE: named like a constant
 * @HOSTILE_STATUS_INDEX: named like an error that is built in
 *
 * How a function ended.
 */
typedef enum hostile_status {
	HOSTILE_OK = 0,
	HOSTILE_STATUS_ERROR = 1,
	HOSTILE_STATUS_CLOSED = 2,
	HOSTILE_STATUS_EXCEPTION = 3,
	HOSTILE_STATUS_NONE = 4,
	HOSTILE_STATUS_INDEX = 5
} hostile_status;

/**
 * hostile_kind:
 * @HOSTILE_KIND_NONE: named none
 * @HOSTILE_KIND_TRUE: named true
 * @HOSTILE_KIND_FALSE: named false
 * @HOSTILE_KIND_NULL: named null
 * @HOSTILE_KIND_NIL: named nil
 * @HOSTILE_KIND_CLASS: named class
 * @HOSTILE_KIND_DEF: named def
 * @HOSTILE_KIND_END: named end
 * @HOSTILE_KIND_SELF: named self
 * @HOSTILE_KIND_ERROR: named error
 * @HOSTILE_KIND_VALUE: named value
 * @HOSTILE_KIND_NAME: named name
 * @HOSTILE_KIND_TYPE: named type
 * @HOSTILE_KIND_FIRST_1: named first_1
 * @HOSTILE_KIND_1ST: named 1st
 * @HOSTILE_KIND_2ND: named 2nd
 * @HOSTILE_KIND_DEL: named del
 * @HOSTILE_KIND_IMPORT: named import
 * @HOSTILE_KIND_LAMBDA: named lambda
 * @HOSTILE_KIND_OBJECT: named object
 * @HOSTILE_KIND_UNKNOWN: named unknown
 * @HOSTILE_KIND_MODULE: named module
 * @HOSTILE_KIND_BEGIN: named begin
 * @HOSTILE_KIND_NEW: named new
 * @HOSTILE_KIND_MATCH: named match
 * @HOSTILE_KIND_MRO: named mro
 * @HOSTILE_KIND_OF: named of
 *
 * Members named like keywords, or that start with a digit.
 */
typedef enum hostile_kind {
	HOSTILE_KIND_NONE = 0,
	HOSTILE_KIND_TRUE = 1,
	HOSTILE_KIND_FALSE = 2,
	HOSTILE_KIND_NULL = 3,
	HOSTILE_KIND_NIL = 4,
	HOSTILE_KIND_CLASS = 5,
	HOSTILE_KIND_DEF = 6,
	HOSTILE_KIND_END = 7,
	HOSTILE_KIND_SELF = 8,
	HOSTILE_KIND_ERROR = 9,
	HOSTILE_KIND_VALUE = 10,
	HOSTILE_KIND_NAME = 11,
	HOSTILE_KIND_TYPE = 12,
	HOSTILE_KIND_FIRST_1 = 13,
	HOSTILE_KIND_1ST = 14,
	HOSTILE_KIND_2ND = 15,
	HOSTILE_KIND_DEL = 16,
	HOSTILE_KIND_IMPORT = 17,
	HOSTILE_KIND_LAMBDA = 18,
	HOSTILE_KIND_OBJECT = 19,
	HOSTILE_KIND_UNKNOWN = 20,
	HOSTILE_KIND_MODULE = 21,
	HOSTILE_KIND_BEGIN = 22,
	HOSTILE_KIND_NEW = 23,
	HOSTILE_KIND_MATCH = 24,
	HOSTILE_KIND_MRO = 25,
	HOSTILE_KIND_OF = 26
} hostile_kind;

/**
 * hostile_record:
 * @from: named from
 * @in: named in
 * @is: named is
 * @lambda: named lambda
 * @def: named def
 * @class: named class
 * @count: named count
 * @index: named index
 * @type: named type
 * @str: named str
 * @int_: named int_
 * @list: named list
 * @end: named end
 * @self: named self
 * @value: named value
 * @items: named items
 * @len: named len
 * @None: named None
 * @func: named func
 * @range: named range
 * @val: named val
 * @ret: named ret
 * @method: named method
 * @this: named this
 * @my: named my
 *
 * Fields named like keywords and like methods of tuples.
 */
typedef struct hostile_record {
	int32_t from;
	int32_t in;
	int32_t is;
	int32_t lambda;
	int32_t def;
	int32_t class;
	int32_t count;
	int32_t index;
	int32_t type;
	int32_t str;
	int32_t int_;
	int32_t list;
	int32_t end;
	int32_t self;
	int32_t value;
	int32_t items;
	int32_t len;
	int32_t None;
	int32_t func;
	int32_t range;
	int32_t val;
	int32_t ret;
	int32_t method;
	int32_t this;
	int32_t my;
} hostile_record;

/**
 * hostile_object: (ref-func hostile_object_ref) (unref-func hostile_object_unref)
 *
 * A handle named like the base of all classes.
 */
typedef struct hostile_object hostile_object;

/**
 * hostile_callback:
 * @self: (transfer none) (not nullable): named like a receiver
 * @callback: named like the callback
 * @items: (type utf8) (nullable): named like a list
 * @result: named like a result
 * @state: (closure) (nullable): what the callback was registered with
 *
 * Calls back with hostile names.
 *
 * Returns: named like nothing
 */
typedef int32_t (*hostile_callback)(hostile_object *self, int32_t callback, const char *items,
				    int32_t result, void *state);

/**
 * hostile_object_new: (constructor)
 * @class: named like a keyword
 * @ret: (out) (transfer full): the object
 *
 * Makes an object.
 *
 * Returns: %HOSTILE_OK, or %HOSTILE_STATUS_NONE when @class is negative
 */
hostile_status hostile_object_new(int32_t class, hostile_object **ret);

/**
 * hostile_object_ref: (method) (nonblocking)
 * @self: the object
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 */
hostile_object *hostile_object_ref(hostile_object *self);

/**
 * hostile_object_unref: (method) (nonblocking)
 * @self: (transfer full) (nullable): the object
 *
 * Gives a reference back.
 */
void hostile_object_unref(hostile_object *self);

/**
 * hostile_live_handles: (static) (nonblocking)
 *
 * Counts live objects.
 *
 * Returns: how many there are
 */
uint64_t hostile_live_handles(void);

/**
 * hostile_last_error_message: (static) (nonblocking)
 *
 * Tells what went wrong last.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the message
 */
const char *hostile_last_error_message(void);

/**
 * hostile_last_error_status: (static) (nonblocking)
 *
 * Tells how the last function that failed ended.
 *
 * Returns: the status
 */
hostile_status hostile_last_error_status(void);

/**
 * hostile_object_get_record: (method)
 * @self: the object
 * @record: (out caller-allocates): named like its type
 *
 * Gets a record.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_get_record(hostile_object *self, hostile_record *record);

/**
 * hostile_object_call: (method)
 * @self: the object
 * @function: (scope call) (closure data) (not nullable): named like a keyword
 * @data: (nullable): given to @function
 * @value: (out): what @function returned
 *
 * Calls back once.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_call(hostile_object *self, hostile_callback function, void *data,
				   int32_t *value);

/**
 * hostile_object_class: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 0
 */
int32_t hostile_object_class(hostile_object *self);

/**
 * hostile_object_del: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 1
 */
int32_t hostile_object_del(hostile_object *self);

/**
 * hostile_object_import: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 2
 */
int32_t hostile_object_import(hostile_object *self);

/**
 * hostile_object_lambda: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 3
 */
int32_t hostile_object_lambda(hostile_object *self);

/**
 * hostile_object_none: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 4
 */
int32_t hostile_object_none(hostile_object *self);

/**
 * hostile_object_true: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 5
 */
int32_t hostile_object_true(hostile_object *self);

/**
 * hostile_object_list: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 6
 */
int32_t hostile_object_list(hostile_object *self);

/**
 * hostile_object_str: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 7
 */
int32_t hostile_object_str(hostile_object *self);

/**
 * hostile_object_dict: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 8
 */
int32_t hostile_object_dict(hostile_object *self);

/**
 * hostile_object_int: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 9
 */
int32_t hostile_object_int(hostile_object *self);

/**
 * hostile_object_type: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 10
 */
int32_t hostile_object_type(hostile_object *self);

/**
 * hostile_object_object: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 11
 */
int32_t hostile_object_object(hostile_object *self);

/**
 * hostile_object_end: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 12
 */
int32_t hostile_object_end(hostile_object *self);

/**
 * hostile_object_begin: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 13
 */
int32_t hostile_object_begin(hostile_object *self);

/**
 * hostile_object_val: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 14
 */
int32_t hostile_object_val(hostile_object *self);

/**
 * hostile_object_method: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 15
 */
int32_t hostile_object_method(hostile_object *self);

/**
 * hostile_object_func: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 16
 */
int32_t hostile_object_func(hostile_object *self);

/**
 * hostile_object_range: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 17
 */
int32_t hostile_object_range(hostile_object *self);

/**
 * hostile_object_string: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 18
 */
int32_t hostile_object_string(hostile_object *self);

/**
 * hostile_object_to_string: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 19
 */
int32_t hostile_object_to_string(hostile_object *self);

/**
 * hostile_object_hash_code: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 20
 */
int32_t hostile_object_hash_code(hostile_object *self);

/**
 * hostile_object_equals: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 21
 */
int32_t hostile_object_equals(hostile_object *self);

/**
 * hostile_object_get_class: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 22
 */
int32_t hostile_object_get_class(hostile_object *self);

/**
 * hostile_object_finalize: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 23
 */
int32_t hostile_object_finalize(hostile_object *self);

/**
 * hostile_object_destroy: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 24
 */
int32_t hostile_object_destroy(hostile_object *self);

/**
 * hostile_object_can: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 25
 */
int32_t hostile_object_can(hostile_object *self);

/**
 * hostile_object_do: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 26
 */
int32_t hostile_object_do(hostile_object *self);

/**
 * hostile_object_clone: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 27
 */
int32_t hostile_object_clone(hostile_object *self);

/**
 * hostile_object_dup: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 28
 */
int32_t hostile_object_dup(hostile_object *self);

/**
 * hostile_object_wait: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 29
 */
int32_t hostile_object_wait(hostile_object *self);

/**
 * hostile_object_notify: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 30
 */
int32_t hostile_object_notify(hostile_object *self);

/**
 * hostile_object_print: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 31
 */
int32_t hostile_object_print(hostile_object *self);

/**
 * hostile_object_echo: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 32
 */
int32_t hostile_object_echo(hostile_object *self);

/**
 * hostile_object_isa: (method) (nonblocking)
 * @self: the object
 *
 * Named like a keyword or a method that all objects have.
 *
 * Returns: 33
 */
int32_t hostile_object_isa(hostile_object *self);

/**
 * hostile_class: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 0
 */
int32_t hostile_class(void);

/**
 * hostile_def: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 1
 */
int32_t hostile_def(void);

/**
 * hostile_from: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 2
 */
int32_t hostile_from(void);

/**
 * hostile_lambda: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 3
 */
int32_t hostile_lambda(void);

/**
 * hostile_open: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 4
 */
int32_t hostile_open(void);

/**
 * hostile_free: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 5
 */
int32_t hostile_free(void);

/**
 * hostile_read: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 6
 */
int32_t hostile_read(void);

/**
 * hostile_write: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 7
 */
int32_t hostile_write(void);

/**
 * hostile_printf: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 8
 */
int32_t hostile_printf(void);

/**
 * hostile_end: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 9
 */
int32_t hostile_end(void);

/**
 * hostile_import: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 10
 */
int32_t hostile_import(void);

/**
 * hostile_yield: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 11
 */
int32_t hostile_yield(void);

/**
 * hostile_package: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 12
 */
int32_t hostile_package(void);

/**
 * hostile_main: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 13
 */
int32_t hostile_main(void);

/**
 * hostile_init: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 14
 */
int32_t hostile_init(void);

/**
 * hostile_int: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 15
 */
int32_t hostile_int(void);

/**
 * hostile_list: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 16
 */
int32_t hostile_list(void);

/**
 * hostile_str: (static) (nonblocking)
 *
 * Named like a keyword or a function that is built in.
 *
 * Returns: 17
 */
int32_t hostile_str(void);

/**
 * hostile_object_take_0: (method)
 * @self: the object
 * @THIS: named THIS
 * @ret: named ret
 * @and: named and
 * @args: named args
 * @arena: named arena
 * @array: named array
 * @as: named as
 * @assert: named assert
 * @async: named async
 * @await: named await
 * @bool_: named bool_
 * @boolean: named boolean
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_0(hostile_object *self, int32_t THIS, int32_t ret, int32_t and,
	int32_t args, int32_t arena, int32_t array, int32_t as, int32_t assert, int32_t async, int32_t
	await, int32_t bool_, int32_t boolean, int32_t *sum);

/**
 * hostile_object_take_1: (method)
 * @self: the object
 * @break_: named break_
 * @buf: named buf
 * @callback: named callback
 * @caml_result: named caml_result
 * @chan: named chan
 * @class: named class
 * @closure: named closure
 * @count: named count
 * @data: named data
 * @def: named def
 * @defer: named defer
 * @del: named del
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_1(hostile_object *self, int32_t break_, int32_t buf, int32_t
	callback, int32_t caml_result, int32_t chan, int32_t class, int32_t closure, int32_t count, int32_t
	data, int32_t def, int32_t defer, int32_t del, int32_t *sum);

/**
 * hostile_object_take_2: (method)
 * @self: the object
 * @echo: named echo
 * @elif: named elif
 * @end: named end
 * @entry: named entry
 * @err: named err
 * @error: named error
 * @except: named except
 * @exec: named exec
 * @execute_data: named execute_data
 * @external: named external
 * @False: named False
 * @file: named file
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_2(hostile_object *self, int32_t echo, int32_t elif, int32_t end,
	int32_t entry, int32_t err, int32_t error, int32_t except, int32_t exec, int32_t execute_data,
	int32_t external, int32_t False, int32_t file, int32_t *sum);

/**
 * hostile_object_take_3: (method)
 * @self: the object
 * @final: named final
 * @finally: named finally
 * @fn: named fn
 * @from: named from
 * @func: named func
 * @function: named function
 * @global: named global
 * @go: named go
 * @handle: named handle
 * @held: named held
 * @i: named i
 * @import: named import
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_3(hostile_object *self, int32_t final, int32_t finally, int32_t
	fn, int32_t from, int32_t func, int32_t function, int32_t global, int32_t go, int32_t handle,
	int32_t held, int32_t i, int32_t import, int32_t *sum);

/**
 * hostile_object_take_4: (method)
 * @self: the object
 * @in: named in
 * @index: named index
 * @init: named init
 * @interface: named interface
 * @interned: named interned
 * @is: named is
 * @it: named it
 * @item: named item
 * @items: named items
 * @ix: named ix
 * @kwargs: named kwargs
 * @kwnames: named kwnames
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_4(hostile_object *self, int32_t in, int32_t index, int32_t init,
	int32_t interface, int32_t interned, int32_t is, int32_t it, int32_t item, int32_t items, int32_t
	ix, int32_t kwargs, int32_t kwnames, int32_t *sum);

/**
 * hostile_object_take_5: (method)
 * @self: the object
 * @lambda: named lambda
 * @len: named len
 * @length: named length
 * @let: named let
 * @list: named list
 * @map: named map
 * @match: named match
 * @method: named method
 * @module: named module
 * @my: named my
 * @n: named n
 * @name: named name
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_5(hostile_object *self, int32_t lambda, int32_t len, int32_t
	length, int32_t let, int32_t list, int32_t map, int32_t match, int32_t method, int32_t module,
	int32_t my, int32_t n, int32_t name, int32_t *sum);

/**
 * hostile_object_take_6: (method)
 * @self: the object
 * @names: named names
 * @nargs: named nargs
 * @new: named new
 * @nil: named nil
 * @None: named None
 * @nonlocal: named nonlocal
 * @not: named not
 * @null: named null
 * @object: named object
 * @of: named of
 * @ok: named ok
 * @open: named open
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_6(hostile_object *self, int32_t names, int32_t nargs, int32_t
	new, int32_t nil, int32_t None, int32_t nonlocal, int32_t not, int32_t null, int32_t object,
	int32_t of, int32_t ok, int32_t open, int32_t *sum);

/**
 * hostile_object_take_7: (method)
 * @self: the object
 * @or: named or
 * @out: named out
 * @package: named package
 * @panic: named panic
 * @parent: named parent
 * @pass: named pass
 * @place: named place
 * @print: named print
 * @private: named private
 * @public: named public
 * @raise: named raise
 * @range: named range
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_7(hostile_object *self, int32_t or, int32_t out, int32_t package,
	int32_t panic, int32_t parent, int32_t pass, int32_t place, int32_t print, int32_t private, int32_t
	public, int32_t raise, int32_t range, int32_t *sum);

/**
 * hostile_object_take_8: (method)
 * @self: the object
 * @ref: named ref
 * @result: named result
 * @ret_value: named ret_value
 * @return_value: named return_value
 * @RETVAL: named RETVAL
 * @sig: named sig
 * @signature: named signature
 * @size: named size
 * @slice: named slice
 * @some: named some
 * @source: named source
 * @ST: named ST
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_8(hostile_object *self, int32_t ref, int32_t result, int32_t
	ret_value, int32_t return_value, int32_t RETVAL, int32_t sig, int32_t signature, int32_t size,
	int32_t slice, int32_t some, int32_t source, int32_t ST, int32_t *sum);

/**
 * hostile_object_take_9: (method)
 * @self: the object
 * @state: named state
 * @static_: named static_
 * @status: named status
 * @str: named str
 * @string: named string
 * @sub: named sub
 * @sv: named sv
 * @synchronized: named synchronized
 * @system: named system
 * @target: named target
 * @temp: named temp
 * @text: named text
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_9(hostile_object *self, int32_t state, int32_t static_, int32_t
	status, int32_t str, int32_t string, int32_t sub, int32_t sv, int32_t synchronized, int32_t system,
	int32_t target, int32_t temp, int32_t text, int32_t *sum);

/**
 * hostile_object_take_10: (method)
 * @self: the object
 * @this: named this
 * @thread: named thread
 * @throws: named throws
 * @to: named to
 * @trait: named trait
 * @True: named True
 * @try: named try
 * @tuple: named tuple
 * @type: named type
 * @types: named types
 * @unit: named unit
 * @use: named use
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_10(hostile_object *self, int32_t this, int32_t thread, int32_t
	throws, int32_t to, int32_t trait, int32_t True, int32_t try, int32_t tuple, int32_t type, int32_t
	types, int32_t unit, int32_t use, int32_t *sum);

/**
 * hostile_object_take_11: (method)
 * @self: the object
 * @user: named user
 * @val: named val
 * @value: named value
 * @values: named values
 * @var: named var
 * @view: named view
 * @when: named when
 * @where: named where
 * @with: named with
 * @word: named word
 * @x: named x
 * @y: named y
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_11(hostile_object *self, int32_t user, int32_t val, int32_t
	value, int32_t values, int32_t var, int32_t view, int32_t when, int32_t where, int32_t with,
	int32_t word, int32_t x, int32_t y, int32_t *sum);

/**
 * hostile_object_take_12: (method)
 * @self: the object
 * @yield: named yield
 * @C: named C
 * @Error: named Error
 * @Exception: named Exception
 * @Object: named Object
 * @String: named String
 * @System: named System
 * @sum: (out): their sum
 *
 * Takes arguments with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_take_12(hostile_object *self, int32_t yield, int32_t C, int32_t Error,
	int32_t Exception, int32_t Object, int32_t String, int32_t System, int32_t *sum);

/**
 * hostile_object_give_0: (method)
 * @self: the object
 * @result: (out): named result
 * @status: (out): named status
 * @error: (out): named error
 * @items: (out): named items
 * @value: (out): named value
 *
 * Gives results with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_give_0(hostile_object *self, int32_t *result, int32_t *status, int32_t
	*error, int32_t *items, int32_t *value);

/**
 * hostile_object_give_1: (method)
 * @self: the object
 * @None: (out): named None
 * @class: (out): named class
 * @end: (out): named end
 * @C: (out): named C
 * @err: (out): named err
 * @ret_: (out): named ret_
 *
 * Gives results with hostile names.
 *
 * Returns: %HOSTILE_OK
 */
hostile_status hostile_object_give_1(hostile_object *self, int32_t *None, int32_t *class, int32_t
	*end, int32_t *C, int32_t *err, int32_t *ret_);

#endif
