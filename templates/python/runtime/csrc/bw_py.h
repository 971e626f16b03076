/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What every generated extension module is made with: objects around handles,
 * arguments, conversions, errors and callbacks.
 *
 * Nothing here knows a library.  All of it needs the GIL.
 */

#ifndef BW_PY_H
#define BW_PY_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "bw_plain.h"

#if defined(__GNUC__)
#define BW_PY_LIKELY(condition) __builtin_expect(!!(condition), 1)
#else
#define BW_PY_LIKELY(condition) (condition)
#endif

/*
 * What the limited API lacks, or has as a function.
 */
#ifdef Py_LIMITED_API
#define BW_PY_LIST_SET(list, index, item) PyList_SetItem(list, index, item)
#define BW_PY_TUPLE_SET(tuple, index, item) PyTuple_SetItem(tuple, index, item)
#define BW_PY_TUPLE_GET(tuple, index) PyTuple_GetItem(tuple, index)
#define BW_PY_TUPLE_SIZE(tuple) PyTuple_Size(tuple)
#define BW_PY_BYTES_DATA(bytes) PyBytes_AsString(bytes)
#define BW_PY_BYTES_SIZE(bytes) PyBytes_Size(bytes)
#else
#define BW_PY_LIST_SET(list, index, item) PyList_SET_ITEM(list, index, item)
#define BW_PY_TUPLE_SET(tuple, index, item) PyTuple_SET_ITEM(tuple, index, item)
#define BW_PY_TUPLE_GET(tuple, index) PyTuple_GET_ITEM(tuple, index)
#define BW_PY_TUPLE_SIZE(tuple) PyTuple_GET_SIZE(tuple)
#define BW_PY_BYTES_DATA(bytes) PyBytes_AS_STRING(bytes)
#define BW_PY_BYTES_SIZE(bytes) PyBytes_GET_SIZE(bytes)
#endif

#define BW_PY_METHOD(function) ((PyCFunction)(void (*)(void))(function))

/*
 * Objects.
 */

/* Made by the library only, never by calling the class. */
#define BW_PY_OBJECT_FLAGS \
	(Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION)

/* How the handles of one type are given back. */
typedef struct bw_py_class {
	void (*release)(void *handle);
	bool blocking;          /* giving back the last one may wait */
} bw_py_class;

/* A handle of the library. */
typedef struct bw_py_object {
	PyObject_HEAD
	void *handle;           /* NULL once closed */
	void *closing;          /* closed while in use: the last call out releases it */
	const bw_py_class *of;
	PyObject *parent;       /* kept alive, may be NULL */
	PyObject *weakrefs;
	unsigned int users;     /* calls that are using the handle */
} bw_py_object;

/* Returns a type's name without its module, or NULL with an exception. */
PyObject *bw_py_type_name(PyTypeObject *type);
/* Raises TypeError for an argument; returns -1. */
int bw_py_bad_type(PyObject *value, const char *name, const char *wanted);
PyTypeObject *bw_py_object_type(PyObject *module, PyType_Spec *spec);
PyObject *bw_py_not_wrapped(void *handle, const bw_py_class *of);
/* Raises ClosedError; returns NULL. */
void *bw_py_is_closed(PyObject *self);
void bw_py_let_go(bw_py_object *object);

/* Closes an object: its handle is released now, or by the last call that is using it. */
void bw_py_object_close(PyObject *self);
/* Closes an object and returns its handle to give back; NULL when there is none, or a call is using it. */
void *bw_py_object_take(PyObject *self);
/* Whether an object has been closed. */
bool bw_py_object_closed(PyObject *self);

void bw_py_object_dealloc(PyObject *self);
PyObject *bw_py_object_repr(PyObject *self);
PyObject *bw_py_object_enter(PyObject *self, PyObject *unused);
PyObject *bw_py_object_exit(PyObject *self, PyObject *const *args, Py_ssize_t nargs);
PyObject *bw_py_object_close_method(PyObject *self, PyObject *unused);
extern const char bw_py_object_close_doc[];
PyObject *bw_py_object_get_closed(PyObject *self, void *unused);
extern PyMemberDef bw_py_object_members[];
extern PyGetSetDef bw_py_object_properties[];

/* Objects that died, linked by their handles: making one of them costs a third of allocating. */
#define BW_PY_SPARES 256

extern bw_py_object *bw_py_spare;
extern unsigned int bw_py_spares;

static inline bw_py_object *
bw_py_object_new(PyTypeObject *type)
{
	bw_py_object *object = bw_py_spare;

	if (!BW_PY_LIKELY(object != NULL))
		return PyObject_New(bw_py_object, type);
	bw_py_spare = object->handle;
	bw_py_spares--;
	return (bw_py_object *)PyObject_Init((PyObject *)object, type);
}

/* Makes an object of a handle, which it takes over even when it fails; NULL makes None. */
static inline PyObject *
bw_py_wrap(PyTypeObject *type, const bw_py_class *of, void *handle, PyObject *parent)
{
	bw_py_object *object;

	if (handle == NULL)
		return Py_NewRef(Py_None);
	object = bw_py_object_new(type);
	if (object == NULL)
		return bw_py_not_wrapped(handle, of);
	object->handle = handle;
	object->closing = NULL;
	object->of = of;
	object->parent = Py_XNewRef(parent);
	object->weakrefs = NULL;
	object->users = 0;
	return (PyObject *)object;
}

/* Begins to use an object's handle; returns NULL and sets ClosedError when it has none. */
static inline void *
bw_py_enter(PyObject *self)
{
	bw_py_object *object = (bw_py_object *)self;

	if (!BW_PY_LIKELY(object->handle != NULL))
		return bw_py_is_closed(self);
	object->users++;
	return object->handle;
}

/* Ends what bw_py_enter began. */
static inline void
bw_py_leave(PyObject *self)
{
	bw_py_object *object = (bw_py_object *)self;

	if (--object->users == 0 && !BW_PY_LIKELY(object->closing == NULL))
		bw_py_let_go(object);
}

/*
 * What a call holds on to until it is over.
 */

#define BW_PY_HOLDS 16

typedef struct bw_py_hold {
	void (*drop)(void *value);
	void *value;
} bw_py_hold;

typedef struct bw_py_more_holds bw_py_more_holds;

typedef struct bw_py_held {
	unsigned int count;
	bw_py_hold holds[BW_PY_HOLDS];
	bw_py_more_holds *more;
} bw_py_held;

static inline void
bw_py_held_begin(bw_py_held *held)
{
	held->count = 0;
	held->more = NULL;
}

/* Drops everything, the latest first. */
void bw_py_held_end(bw_py_held *held);
/* Holds a value; it is dropped at once when that fails. */
int bw_py_held_add(bw_py_held *held, void (*drop)(void *), void *value);
/* Holds a new reference to an object. */
int bw_py_held_reference(bw_py_held *held, PyObject *object);
/* Allocates zeroed memory that lives until the call is over; never NULL but with an exception. */
void *bw_py_held_memory(bw_py_held *held, size_t count, size_t size);

/*
 * Arguments.
 */

typedef struct bw_py_signature {
	const char *function;
	int required;
	int positional;         /* by position or keyword; the others by keyword only */
	int total;
	const char *const *names;
	PyObject **interned;    /* room for as many; filled when first needed */
} bw_py_signature;

int bw_py_match_arguments(const bw_py_signature *signature, PyObject *const *args, Py_ssize_t nargs,
                          PyObject *kwnames, PyObject **values);

/* Stores each argument in its place of values, NULL where an optional one was left out. */
static inline int
bw_py_arguments(const bw_py_signature *signature, PyObject *const *args, Py_ssize_t nargs,
                PyObject *kwnames, PyObject **values)
{
	if (!BW_PY_LIKELY(kwnames == NULL && nargs >= signature->required &&
	                  nargs <= signature->positional))
		return bw_py_match_arguments(signature, args, nargs, kwnames, values);
	for (int i = 0; i < signature->total; i++)
		values[i] = i < nargs ? args[i] : NULL;
	return 0;
}

/*
 * From Python to C: each returns 0, or -1 with an exception that names the argument.
 */

void bw_py_bad_integer(PyObject *value, const char *name, long long low, unsigned long long high);
int bw_py_to_u64(PyObject *value, const char *name, uint64_t *ret);
int bw_py_to_bool(PyObject *value, const char *name, bool *ret);
int bw_py_to_f64(PyObject *value, const char *name, double *ret);
int bw_py_to_f32(PyObject *value, const char *name, float *ret);

#define BW_PY_DEFINE_INTEGER(suffix, type, low, high) \
	static inline int \
	bw_py_to_##suffix(PyObject *value, const char *name, type *ret) \
	{ \
		int overflow = 0; \
		long long wide = -1; \
 \
		if (BW_PY_LIKELY(PyLong_Check(value))) \
			wide = PyLong_AsLongLongAndOverflow(value, &overflow); \
		else \
			overflow = 1; \
		if (!BW_PY_LIKELY(overflow == 0 && wide >= (low) && wide <= (high))) { \
			PyObject *index = bw_py_index(value, name); \
 \
			if (index == NULL) \
				return -1; \
			wide = PyLong_AsLongLongAndOverflow(index, &overflow); \
			Py_DECREF(index); \
			if (overflow != 0 || wide < (low) || wide > (high)) { \
				bw_py_bad_integer(value, name, low, high); \
				return -1; \
			} \
		} \
		*ret = (type)wide; \
		return 0; \
	}

/* Returns an integer's value as an exact int, or NULL with TypeError. */
PyObject *bw_py_index(PyObject *value, const char *name);

BW_PY_DEFINE_INTEGER(i8, int8_t, INT8_MIN, INT8_MAX)
BW_PY_DEFINE_INTEGER(i16, int16_t, INT16_MIN, INT16_MAX)
BW_PY_DEFINE_INTEGER(i32, int32_t, INT32_MIN, INT32_MAX)
BW_PY_DEFINE_INTEGER(i64, int64_t, INT64_MIN, INT64_MAX)
BW_PY_DEFINE_INTEGER(u8, uint8_t, 0, UINT8_MAX)
BW_PY_DEFINE_INTEGER(u16, uint16_t, 0, UINT16_MAX)
BW_PY_DEFINE_INTEGER(u32, uint32_t, 0, UINT32_MAX)

static inline int
bw_py_to_size(PyObject *value, const char *name, size_t *ret)
{
	uint64_t wide;

	if (bw_py_to_u64(value, name, &wide) < 0)
		return -1;
#if SIZE_MAX < UINT64_MAX
	if (wide > SIZE_MAX) {
		bw_py_bad_integer(value, name, 0, SIZE_MAX);
		return -1;
	}
#endif
	*ret = (size_t)wide;
	return 0;
}

/* Strings point into the str object, which the caller keeps. */
int bw_py_to_string(PyObject *value, const char *name, const char **ret);
/* A str may hold what could not be decoded: it is encoded back. */
int bw_py_to_raw(PyObject *value, const char *name, bw_py_held *held, const char **ret);
/* Any os.PathLike. */
int bw_py_to_path(PyObject *value, const char *name, bw_py_held *held, const char **ret);
/* A str or a uuid.UUID, as text. */
int bw_py_to_uuid_text(PyObject *value, const char *name, bw_py_held *held, const char **ret);
/* A str or a uuid.UUID, as 16 bytes. */
int bw_py_to_uuid(PyObject *value, const char *name, bw_py_held *held, const void **ret);
/* Anything with a buffer. */
int bw_py_to_bytes(PyObject *value, const char *name, bw_py_held *held, const void **ret,
                   size_t *ret_len);
/* Anything with a buffer of exactly that size. */
int bw_py_to_fixed_bytes(PyObject *value, const char *name, bw_py_held *held, size_t size,
                         const void **ret);
/* Any sequence but a str, as a tuple that is held. */
int bw_py_to_items(PyObject *value, const char *name, bw_py_held *held, PyObject **ret,
                   size_t *ret_n);
/* A named tuple of that type, or a mapping with its fields. */
int bw_py_to_record(PyObject *value, const char *name, bw_py_held *held, PyObject *type,
                    PyObject **ret);
/* Any mapping, as a dict. */
int bw_py_to_dict(PyObject *value, const char *name, bw_py_held *held, PyObject **ret);
/* Returns the handle of an object of that type, good until the call is over; NULL with an exception. */
void *bw_py_to_handle(PyObject *value, const char *name, bw_py_held *held, PyTypeObject *type);
/* An address, as an integer. */
int bw_py_to_opaque(PyObject *value, const char *name, void **ret);
/* Checks the length of a sequence that C wants to be of that size. */
int bw_py_check_count(size_t count, size_t size, const char *name);
/* Copies a string into an array of that size. */
int bw_py_copy_string(char *room, size_t size, const char *text, const char *name);

/*
 * From C to Python: each returns a new reference, or NULL with an exception.
 */

PyObject *bw_py_from_bounded_string(const char *text, size_t size);
PyObject *bw_py_from_uuid(const unsigned char *bytes);

/* NULL makes None; bytes that are not UTF-8 come as lone surrogates. */
static inline PyObject *
bw_py_from_string(const char *text)
{
	if (text == NULL)
		return Py_NewRef(Py_None);
	return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "surrogateescape");
}

static inline PyObject *
bw_py_from_path(const char *text)
{
	return text == NULL ? Py_NewRef(Py_None) : PyUnicode_DecodeFSDefault(text);
}

static inline PyObject *
bw_py_from_bytes(const void *bytes, size_t len)
{
	return PyBytes_FromStringAndSize(bytes, (Py_ssize_t)len);
}

/* Packs new references in a tuple; it takes them over, and fails when one of them is NULL. */
static inline PyObject *
bw_py_pack(PyObject **items, int count)
{
	PyObject *tuple = NULL;
	bool whole = true;

	for (int i = 0; i < count; i++)
		whole = whole && items[i] != NULL;
	if (BW_PY_LIKELY(whole))
		tuple = PyTuple_New(count);
	for (int i = 0; i < count; i++) {
		if (BW_PY_LIKELY(tuple != NULL))
			BW_PY_TUPLE_SET(tuple, i, items[i]);
		else
			Py_XDECREF(items[i]);
	}
	return tuple;
}

/* Keeps the module that makes enums and records. */
void bw_py_types_begin(PyObject *types);
/* Returns a record's class, borrowed, which is made when it is first needed; NULL with an exception. */
PyObject *bw_py_class_of(PyObject **class, const char *name);
/* The same in a named tuple of that type, which may be NULL with an exception. */
PyObject *bw_py_pack_record(PyObject *type, PyObject **items, int count);

/*
 * Enums: members of classes that Python code defines.
 */

#define BW_PY_CACHED_MEMBERS 64

typedef struct bw_py_enum {
	const char *name;
	PyObject *type;
	PyObject *known;                        /* from int to member */
	PyObject *members[BW_PY_CACHED_MEMBERS];
} bw_py_enum;

PyObject *bw_py_find_member(bw_py_enum *of, long long value);

/* Returns the member of that value; one that the enum does not name gets a member of its own. */
static inline PyObject *
bw_py_from_enum(bw_py_enum *of, long long value)
{
	if (BW_PY_LIKELY(value >= 0 && value < BW_PY_CACHED_MEMBERS && of->members[value] != NULL))
		return Py_NewRef(of->members[value]);
	return bw_py_find_member(of, value);
}

/*
 * Values of typed dictionaries.
 */

typedef enum bw_py_case {
	BW_PY_CASE_NONE = -1,
	BW_PY_CASE_BOOL,
	BW_PY_CASE_I32,
	BW_PY_CASE_U32,
	BW_PY_CASE_I64,
	BW_PY_CASE_U64,
	BW_PY_CASE_F64,
	BW_PY_CASE_STRING,
} bw_py_case;

int bw_py_values_begin(PyObject *values);
/* Says which of the cases a value is; NONE with TypeError when it is none of them. */
bw_py_case bw_py_case_of(PyObject *value, const char *name, unsigned int cases);
/* Makes the value of an integer case such that bw_py_case_of finds the case again. */
PyObject *bw_py_from_case(PyObject *number, bw_py_case which, unsigned int cases);

/*
 * Errors.
 */

typedef struct bw_py_error_class {
	int code;
	const char *name;       /* "keel.NotFoundError" */
	const char *doc;
} bw_py_error_class;

/* What a call can tell that is no error of the library. */
typedef struct bw_py_condition {
	int cause;
	const char *name;       /* "libvirt.WouldBlockError" */
	const char *doc;
} bw_py_condition;

typedef struct bw_py_errors {
	const char *base_name;  /* "keel.Error" */
	const char *base_doc;
	const char *closed_name;
	const char *closed_doc;
	const bw_py_error_class *classes;
	size_t n_classes;
	const bw_py_condition *conditions;
	size_t n_conditions;
	bw_py_enum *codes;      /* may be NULL */
	bw_py_enum *domains;    /* may be NULL */
} bw_py_errors;

extern PyObject *bw_py_closed_error;

int bw_py_errors_begin(PyObject *module, const bw_py_errors *errors);
/* A cause of our own, beside those of the lowering. */
#define BW_PY_CAUSE_NO_LOOP 1000

/* Whether an event loop has been registered. */
extern bool bw_py_looping;

/* Makes an error with that code, or with none, say that there is no event loop, when there is none. */
void bw_py_miss_loop(bw_error *error, int code, const char *hint);
/* Raises the exception for a failed call and clears the error; returns NULL. */
PyObject *bw_py_raise(bw_error *error);

/*
 * Callbacks.
 */

/* User code that C calls; it lives on the stack of the call, or until C destroys it. */
typedef struct bw_py_callback {
	PyObject *callable;
	PyObject *owner;        /* of which the call is a method; NULL when the callback lasts */
	struct bw_py_callback *next;    /* of those that are kept for ever */
	bool lasting;
	bool raised;
	bool destroyed;         /* while it runs: the last run out frees it */
	unsigned int runs;
	PyObject *type;
	PyObject *value;
	PyObject *traceback;
} bw_py_callback;

/* Begins a call with a callback; fails when the value is not callable. */
int bw_py_callback_begin(bw_py_callback *callback, PyObject *value, const char *name,
                         PyObject *owner);
/* Returns the object within which what a callback gives lives, when it is of that type; borrowed. */
PyObject *bw_py_callback_owner(const bw_py_callback *callback, PyTypeObject *type);
/* Ends a call with a callback: what user code raised takes the place of the result. */
PyObject *bw_py_callback_end(bw_py_callback *callback, PyObject *result);
/* Makes a callback that lasts; NULL with an exception when the value is not callable. */
bw_py_callback *bw_py_callback_new(PyObject *value, const char *name);
void bw_py_callback_free(bw_py_callback *callback);
/* Keeps a callback, if there is one, as long as the program runs: C may call it at any time, even when it has another. */
void bw_py_callback_keep(bw_py_callback *callback);
/* For C to call when it needs the callback no longer, on any thread. */
void bw_py_callback_destroy(void *data);
/* Calls user code with new references, which it takes over; NULL when that failed, which is then reported. */
PyObject *bw_py_callback_call(bw_py_callback *callback, PyObject **items, int count);
/* Copies the bytes that user code returned to C's room; false when that failed, which is then reported. */
bool bw_py_callback_fill(bw_py_callback *callback, PyObject *result, void *room, size_t size,
                         size_t *ret_len);
/* Copies the texts that user code returned, one for each record or None; NULL when that failed, which is then reported. */
char **bw_py_callback_texts(bw_py_callback *callback, PyObject *result, size_t count);
/* Takes apart what user code returned for several results, borrowed; false when that failed, which is then reported. */
bool bw_py_callback_unpack(bw_py_callback *callback, PyObject *result, PyObject **items, int count);
/* Reports the exception that is set: to the caller of the call, or as unraisable. */
void bw_py_callback_failed(bw_py_callback *callback);
/* Takes the GIL for a run of a callback; false when Python is gone, or user code has failed in this call. */
bool bw_py_callback_attach(bw_py_callback *callback, PyGILState_STATE *state);
/* Ends a run; user code may have had its own callback destroyed meanwhile. */
void bw_py_callback_detach(bw_py_callback *callback, PyGILState_STATE state);

/* A function that C gave to user code, with what it is called with. */
typedef struct bw_py_function {
	PyObject_HEAD
	const char *name;
	PyObject *(*invoke)(const struct bw_py_function *function, PyObject *const *args);
	int count;              /* of arguments */
	void (*function)(void);
	void *data;
	void (*destroy)(void *data);
} bw_py_function;

/* How many arguments such a function may have. */
#define BW_PY_FUNCTION_ARGUMENTS 16

typedef PyObject *(*bw_py_invoke)(const bw_py_function *function, PyObject *const *args);

/* Makes a function object; None when C gave none. */
PyObject *bw_py_function_new(const char *name, bw_py_invoke invoke, int count, void (*function)(void),
                             void *data, void (*destroy)(void *data));

#endif
