/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Conversions between Python and C that are too large to inline.
 */

#include "bw_py.h"

/*
 * From Python to C.
 */

int
bw_py_bad_type(PyObject *value, const char *name, const char *wanted)
{
	PyObject *type = bw_py_type_name(Py_TYPE(value));

	if (type != NULL)
		PyErr_Format(PyExc_TypeError, "%s must be %s, not %U", name, wanted, type);
	Py_XDECREF(type);
	return -1;
}

PyObject *
bw_py_index(PyObject *value, const char *name)
{
	if (!PyIndex_Check(value)) {
		bw_py_bad_type(value, name, "an integer");
		return NULL;
	}
	return PyNumber_Index(value);
}

void
bw_py_bad_integer(PyObject *value, const char *name, long long low, unsigned long long high)
{
	PyErr_Format(PyExc_OverflowError, "%s must be from %lld to %llu, not %S", name, low, high, value);
}

int
bw_py_to_u64(PyObject *value, const char *name, uint64_t *ret)
{
	PyObject *index = bw_py_index(value, name);
	unsigned long long wide;

	if (index == NULL)
		return -1;
	wide = PyLong_AsUnsignedLongLong(index);
	Py_DECREF(index);
	if (wide == (unsigned long long)-1 && PyErr_Occurred()) {
		if (PyErr_ExceptionMatches(PyExc_OverflowError)) {
			PyErr_Clear();
			bw_py_bad_integer(value, name, 0, UINT64_MAX);
		}
		return -1;
	}
	*ret = wide;
	return 0;
}

int
bw_py_to_bool(PyObject *value, const char *name, bool *ret)
{
	if (value == Py_True || value == Py_False) {
		*ret = value == Py_True;
		return 0;
	}
	if (!PyLong_Check(value))
		return bw_py_bad_type(value, name, "a bool");
	*ret = PyObject_IsTrue(value) > 0;
	return 0;
}

int
bw_py_to_f64(PyObject *value, const char *name, double *ret)
{
	double number = PyFloat_AsDouble(value);

	if (number == -1.0 && PyErr_Occurred()) {
		if (PyErr_ExceptionMatches(PyExc_TypeError)) {
			PyErr_Clear();
			bw_py_bad_type(value, name, "a float");
		}
		return -1;
	}
	*ret = number;
	return 0;
}

int
bw_py_to_f32(PyObject *value, const char *name, float *ret)
{
	double number;

	if (bw_py_to_f64(value, name, &number) < 0)
		return -1;
	*ret = (float)number;
	return 0;
}

/* Checks that a text of that length has no NUL in it. */
static int
check_text(const char *text, Py_ssize_t len, const char *name)
{
	if (strlen(text) == (size_t)len)
		return 0;
	PyErr_Format(PyExc_ValueError, "%s must not contain a null character", name);
	return -1;
}

int
bw_py_to_string(PyObject *value, const char *name, const char **ret)
{
	Py_ssize_t len;
	const char *text;

	if (!PyUnicode_Check(value))
		return bw_py_bad_type(value, name, "a str");
	text = PyUnicode_AsUTF8AndSize(value, &len);
	if (text == NULL || check_text(text, len, name) < 0)
		return -1;
	*ret = text;
	return 0;
}

/* Holds a new bytes object and returns its text. */
static int
hold_text(PyObject *bytes, const char *name, bw_py_held *held, const char **ret)
{
	int status = -1;

	if (bytes == NULL)
		return -1;
	if (check_text(BW_PY_BYTES_DATA(bytes), BW_PY_BYTES_SIZE(bytes), name) == 0 &&
	    bw_py_held_reference(held, bytes) == 0) {
		*ret = BW_PY_BYTES_DATA(bytes);
		status = 0;
	}
	Py_DECREF(bytes);
	return status;
}

int
bw_py_to_raw(PyObject *value, const char *name, bw_py_held *held, const char **ret)
{
	if (PyBytes_Check(value))
		return hold_text(Py_NewRef(value), name, held, ret);
	if (!PyUnicode_Check(value))
		return bw_py_bad_type(value, name, "a str or bytes");
	return hold_text(PyUnicode_AsEncodedString(value, "utf-8", "surrogateescape"), name, held, ret);
}

int
bw_py_to_path(PyObject *value, const char *name, bw_py_held *held, const char **ret)
{
	PyObject *path = PyOS_FSPath(value);
	int status = -1;

	if (path == NULL) {
		if (PyErr_ExceptionMatches(PyExc_TypeError)) {
			PyErr_Clear();
			bw_py_bad_type(value, name, "a str, bytes or os.PathLike object");
		}
		return -1;
	}
	if (PyBytes_Check(path))
		status = hold_text(Py_NewRef(path), name, held, ret);
	else
		status = hold_text(PyUnicode_EncodeFSDefault(path), name, held, ret);
	Py_DECREF(path);
	return status;
}

/* Returns the class uuid.UUID, borrowed. */
static PyObject *
uuid_class(void)
{
	static PyObject *class;
	PyObject *module;

	if (class == NULL) {
		module = PyImport_ImportModule("uuid");
		if (module != NULL)
			class = PyObject_GetAttrString(module, "UUID");
		Py_XDECREF(module);
	}
	return class;
}

/* Returns a UUID made of a str or given as one, as a new reference. */
static PyObject *
any_uuid(PyObject *value, const char *name)
{
	PyObject *class = uuid_class();

	if (class == NULL)
		return NULL;
	if (PyUnicode_Check(value))
		return PyObject_CallFunctionObjArgs(class, value, NULL);
	if (PyObject_IsInstance(value, class) == 1)
		return Py_NewRef(value);
	if (!PyErr_Occurred())
		bw_py_bad_type(value, name, "a str or uuid.UUID");
	return NULL;
}

int
bw_py_to_uuid_text(PyObject *value, const char *name, bw_py_held *held, const char **ret)
{
	PyObject *uuid;
	PyObject *text = NULL;
	int status = -1;

	if (PyUnicode_Check(value))
		return bw_py_to_string(value, name, ret);
	uuid = any_uuid(value, name);
	if (uuid != NULL)
		text = PyObject_Str(uuid);
	if (text != NULL && bw_py_held_reference(held, text) == 0)
		status = bw_py_to_string(text, name, ret);
	Py_XDECREF(text);
	Py_XDECREF(uuid);
	return status;
}

int
bw_py_to_uuid(PyObject *value, const char *name, bw_py_held *held, const void **ret)
{
	PyObject *uuid = any_uuid(value, name);
	PyObject *bytes = NULL;
	int status = -1;

	if (uuid != NULL)
		bytes = PyObject_GetAttrString(uuid, "bytes");
	if (bytes != NULL && PyBytes_Check(bytes) && BW_PY_BYTES_SIZE(bytes) == 16) {
		*ret = BW_PY_BYTES_DATA(bytes);
		status = bw_py_held_reference(held, bytes);
	} else if (!PyErr_Occurred()) {
		bw_py_bad_type(value, name, "a uuid.UUID of 16 bytes");
	}
	Py_XDECREF(bytes);
	Py_XDECREF(uuid);
	return status;
}

static void
drop_buffer(void *value)
{
	PyBuffer_Release(value);
	PyMem_Free(value);
}

int
bw_py_to_bytes(PyObject *value, const char *name, bw_py_held *held, const void **ret,
               size_t *ret_len)
{
	Py_buffer *buffer;

	if (PyBytes_Check(value)) {
		*ret = BW_PY_BYTES_DATA(value);
		*ret_len = (size_t)BW_PY_BYTES_SIZE(value);
		return bw_py_held_reference(held, value);
	}
	if (!PyObject_CheckBuffer(value))
		return bw_py_bad_type(value, name, "a bytes-like object");
	buffer = PyMem_Malloc(sizeof(*buffer));
	if (buffer == NULL) {
		PyErr_NoMemory();
		return -1;
	}
	if (PyObject_GetBuffer(value, buffer, PyBUF_SIMPLE) < 0) {
		PyMem_Free(buffer);
		return -1;
	}
	*ret = buffer->buf;
	*ret_len = (size_t)buffer->len;
	return bw_py_held_add(held, drop_buffer, buffer);
}

int
bw_py_to_fixed_bytes(PyObject *value, const char *name, bw_py_held *held, size_t size,
                     const void **ret)
{
	size_t len;

	if (bw_py_to_bytes(value, name, held, ret, &len) < 0)
		return -1;
	if (len == size)
		return 0;
	PyErr_Format(PyExc_ValueError, "%s must have %zu bytes, not %zu", name, size, len);
	return -1;
}

int
bw_py_to_items(PyObject *value, const char *name, bw_py_held *held, PyObject **ret, size_t *ret_n)
{
	PyObject *items;
	int status;

	if (PyUnicode_Check(value) || PyBytes_Check(value) || !PySequence_Check(value))
		return bw_py_bad_type(value, name, "a sequence");
	items = PySequence_Tuple(value);
	if (items == NULL)
		return -1;
	*ret = items;
	*ret_n = (size_t)BW_PY_TUPLE_SIZE(items);
	status = bw_py_held_reference(held, items);
	Py_DECREF(items);
	return status;
}

int
bw_py_to_dict(PyObject *value, const char *name, bw_py_held *held, PyObject **ret)
{
	PyObject *dict;
	int status = -1;

	if (PyDict_CheckExact(value)) {
		*ret = value;
		return bw_py_held_reference(held, value);
	}
	if (!PyMapping_Check(value) || !PyObject_HasAttrString(value, "keys"))
		return bw_py_bad_type(value, name, "a mapping");
	dict = PyDict_New();
	if (dict != NULL && PyDict_Update(dict, value) == 0) {
		*ret = dict;
		status = bw_py_held_reference(held, dict);
	}
	Py_XDECREF(dict);
	return status;
}

int
bw_py_to_record(PyObject *value, const char *name, bw_py_held *held, PyObject *type,
                PyObject **ret)
{
	PyObject *record = NULL;
	PyObject *fields = NULL;
	PyObject *empty = NULL;
	int status = -1;

	if (PyObject_IsInstance(value, type) == 1)
		record = Py_NewRef(value);
	else if (bw_py_to_dict(value, name, held, &fields) == 0 && (empty = PyTuple_New(0)) != NULL)
		record = PyObject_Call(type, empty, fields);
	if (record != NULL && bw_py_held_reference(held, record) == 0) {
		*ret = record;
		status = 0;
	}
	Py_XDECREF(record);
	Py_XDECREF(empty);
	return status;
}

int
bw_py_to_opaque(PyObject *value, const char *name, void **ret)
{
	PyObject *index = bw_py_index(value, name);

	if (index == NULL)
		return -1;
	*ret = PyLong_AsVoidPtr(index);
	Py_DECREF(index);
	return *ret == NULL && PyErr_Occurred() ? -1 : 0;
}

int
bw_py_check_count(size_t count, size_t size, const char *name)
{
	if (count == size)
		return 0;
	PyErr_Format(PyExc_ValueError, "%s must have %zu items, not %zu", name, size, count);
	return -1;
}

int
bw_py_copy_string(char *room, size_t size, const char *text, const char *name)
{
	size_t len = strlen(text);

	if (len < size) {
		memcpy(room, text, len + 1);
		return 0;
	}
	PyErr_Format(PyExc_ValueError, "%s must have less than %zu bytes", name, size);
	return -1;
}

/*
 * From C to Python.
 */

PyObject *
bw_py_from_bounded_string(const char *text, size_t size)
{
	return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strnlen(text, size), "surrogateescape");
}

PyObject *
bw_py_from_uuid(const unsigned char *bytes)
{
	PyObject *class = uuid_class();
	PyObject *empty = NULL;
	PyObject *arguments = NULL;
	PyObject *uuid = NULL;

	if (class != NULL)
		empty = PyTuple_New(0);
	if (empty != NULL)
		arguments = Py_BuildValue("{s:y#}", "bytes", (const char *)bytes, (Py_ssize_t)16);
	if (arguments != NULL)
		uuid = PyObject_Call(class, empty, arguments);
	Py_XDECREF(arguments);
	Py_XDECREF(empty);
	return uuid;
}

/* Makes a named tuple with room for that many items, all NULL. */
static PyObject *
new_record(PyObject *type, int count)
{
#ifdef Py_LIMITED_API
	allocfunc alloc = (allocfunc)PyType_GetSlot((PyTypeObject *)type, Py_tp_alloc);
#else
	allocfunc alloc = ((PyTypeObject *)type)->tp_alloc;
#endif

	return alloc((PyTypeObject *)type, count);
}

PyObject *
bw_py_pack_record(PyObject *type, PyObject **items, int count)
{
	PyObject *record = NULL;
	bool whole = true;

	for (int i = 0; i < count; i++)
		whole = whole && items[i] != NULL;
	if (whole && type != NULL)
		record = new_record(type, count);
	for (int i = 0; i < count; i++) {
		if (record != NULL)
			BW_PY_TUPLE_SET(record, i, items[i]);
		else
			Py_XDECREF(items[i]);
	}
	return record;
}

/*
 * Enums.
 */

/* The module that makes enums and records. */
static PyObject *types_module;

void
bw_py_types_begin(PyObject *types)
{
	types_module = Py_NewRef(types);
}

PyObject *
bw_py_class_of(PyObject **class, const char *name)
{
	if (*class == NULL)
		*class = PyObject_GetAttrString(types_module, name);
	return *class;
}

/* Makes the enum when it is first needed. */
static int
begin_enum(bw_py_enum *of)
{
	of->type = PyObject_GetAttrString(types_module, of->name);
	if (of->type == NULL)
		return -1;
	of->known = PyObject_GetAttrString(of->type, "_value2member_map_");
	return of->known == NULL ? -1 : 0;
}

PyObject *
bw_py_find_member(bw_py_enum *of, long long value)
{
	PyObject *number;
	PyObject *member;

	if (of->known == NULL && begin_enum(of) < 0)
		return NULL;
	number = PyLong_FromLongLong(value);
	if (number == NULL)
		return NULL;
	member = PyDict_GetItemWithError(of->known, number);
	if (member != NULL)
		Py_INCREF(member);
	else if (!PyErr_Occurred())
		member = PyObject_CallFunctionObjArgs(of->type, number, NULL);
	Py_DECREF(number);
	if (member != NULL && value >= 0 && value < BW_PY_CACHED_MEMBERS)
		of->members[value] = Py_NewRef(member);
	return member;
}

/*
 * Values of typed dictionaries.
 */

/* The classes of exact integers, from I32 to U64. */
static PyObject *integer_classes[4];

int
bw_py_values_begin(PyObject *values)
{
	static const char *const names[] = {"I32", "U32", "I64", "U64"};

	for (int i = 0; i < 4; i++) {
		integer_classes[i] = PyObject_GetAttrString(values, names[i]);
		if (integer_classes[i] == NULL)
			return -1;
	}
	return 0;
}

/* Returns the case of an integer that does not say which it is. */
static bw_py_case
case_of_integer(bool negative, unsigned int cases)
{
	static const bw_py_case natural[] = {BW_PY_CASE_U64, BW_PY_CASE_I64, BW_PY_CASE_U32,
	                                     BW_PY_CASE_I32};
	static const bw_py_case below_zero[] = {BW_PY_CASE_I64, BW_PY_CASE_I32};

	for (int i = 0; i < (negative ? 2 : 4); i++) {
		bw_py_case which = negative ? below_zero[i] : natural[i];

		if (cases & (1U << which))
			return which;
	}
	return BW_PY_CASE_NONE;
}

static bool
is_negative(PyObject *number)
{
	int overflow;
	long long wide = PyLong_AsLongLongAndOverflow(number, &overflow);

	return overflow < 0 || (overflow == 0 && wide < 0);
}

static bw_py_case
find_case(PyObject *value, unsigned int cases)
{
	if (PyLong_CheckExact(value))
		return case_of_integer(is_negative(value), cases);
	if (PyUnicode_Check(value))
		return BW_PY_CASE_STRING;
	if (PyBool_Check(value))
		return BW_PY_CASE_BOOL;
	if (PyFloat_Check(value))
		return BW_PY_CASE_F64;
	for (int i = 0; i < 4; i++) {
		if ((PyObject *)Py_TYPE(value) == integer_classes[i])
			return (bw_py_case)(BW_PY_CASE_I32 + i);
	}
	if (PyLong_Check(value))
		return case_of_integer(is_negative(value), cases);
	return BW_PY_CASE_NONE;
}

bw_py_case
bw_py_case_of(PyObject *value, const char *name, unsigned int cases)
{
	bw_py_case which = find_case(value, cases);

	if (which != BW_PY_CASE_NONE && (cases & (1U << which)))
		return which;
	bw_py_bad_type(value, name, "a value that the dictionary can hold");
	return BW_PY_CASE_NONE;
}

PyObject *
bw_py_from_case(PyObject *number, bw_py_case which, unsigned int cases)
{
	PyObject *exact;

	if (number == NULL || case_of_integer(is_negative(number), cases) == which)
		return number;
	exact = PyObject_CallFunctionObjArgs(integer_classes[which - BW_PY_CASE_I32], number, NULL);
	Py_DECREF(number);
	return exact;
}
