/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Objects around handles, what a call holds on to, and its arguments.
 */

#include "bw_py.h"

/*
 * Objects.
 */

PyMemberDef bw_py_object_members[] = {
	{"__weaklistoffset__", T_PYSSIZET, offsetof(bw_py_object, weakrefs), READONLY, NULL},
	{NULL, 0, 0, 0, NULL},
};

/* Returns where the handle is, for extension modules of others that take it. */
static PyObject *
get_address(PyObject *self, void *Py_UNUSED(unused))
{
	void *handle = ((bw_py_object *)self)->handle;

	return handle != NULL ? PyLong_FromVoidPtr(handle) : bw_py_is_closed(self);
}

PyGetSetDef bw_py_object_properties[] = {
	{"_bw_address", get_address, NULL, "The address of the C handle.", NULL},
	{"closed", bw_py_object_get_closed, NULL, "Whether the object has been closed.", NULL},
	{NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject *
bw_py_object_type(PyObject *module, PyType_Spec *spec)
{
	PyObject *type = PyType_FromSpec(spec);

	if (type != NULL && PyModule_AddType(module, (PyTypeObject *)type) < 0)
		Py_CLEAR(type);
	return (PyTypeObject *)type;
}

PyObject *
bw_py_not_wrapped(void *handle, const bw_py_class *of)
{
	of->release(handle);
	return NULL;
}

PyObject *
bw_py_type_name(PyTypeObject *type)
{
	return PyObject_GetAttrString((PyObject *)type, "__name__");
}

void *
bw_py_is_closed(PyObject *self)
{
	PyObject *name = bw_py_type_name(Py_TYPE(self));

	if (name != NULL)
		PyErr_Format(bw_py_closed_error, "the %U is closed", name);
	Py_XDECREF(name);
	return NULL;
}

/* Gives a handle back; the GIL is released when that may wait, which it does not while the parent is open. */
static void
release(bw_py_object *object, void *handle)
{
	if (object->of->blocking &&
	    (object->parent == NULL || bw_py_object_closed(object->parent))) {
		Py_BEGIN_ALLOW_THREADS
		object->of->release(handle);
		Py_END_ALLOW_THREADS
	} else {
		object->of->release(handle);
	}
}

void
bw_py_let_go(bw_py_object *object)
{
	void *handle = object->closing;

	object->closing = NULL;
	release(object, handle);
}

void
bw_py_object_close(PyObject *self)
{
	bw_py_object *object = (bw_py_object *)self;

	if (object->handle == NULL)
		return;
	object->closing = object->handle;
	object->handle = NULL;
	if (object->users == 0)
		bw_py_let_go(object);
}

void *
bw_py_object_take(PyObject *self)
{
	bw_py_object *object = (bw_py_object *)self;
	void *handle = object->handle;

	if (object->users > 0) {
		bw_py_object_close(self);
		return NULL;
	}
	object->handle = NULL;
	return handle;
}

bool
bw_py_object_closed(PyObject *self)
{
	return ((bw_py_object *)self)->handle == NULL;
}

bw_py_object *bw_py_spare;
unsigned int bw_py_spares;

void
bw_py_object_dealloc(PyObject *self)
{
	bw_py_object *object = (bw_py_object *)self;
	PyTypeObject *type = Py_TYPE(self);

	if (object->weakrefs != NULL)
		PyObject_ClearWeakRefs(self);
	if (object->handle != NULL)
		release(object, object->handle);
	Py_XDECREF(object->parent);
	if (BW_PY_LIKELY(bw_py_spares < BW_PY_SPARES)) {
		object->handle = bw_py_spare;
		bw_py_spare = object;
		bw_py_spares++;
	} else {
		PyObject_Free(self);
	}
	Py_DECREF(type);
}

PyObject *
bw_py_object_repr(PyObject *self)
{
	PyObject *name = bw_py_type_name(Py_TYPE(self));
	PyObject *text = NULL;

	if (name != NULL)
		text = PyUnicode_FromFormat("<%U at %p%s>", name, (void *)self,
		                            bw_py_object_closed(self) ? ", closed" : "");
	Py_XDECREF(name);
	return text;
}

PyObject *
bw_py_object_enter(PyObject *self, PyObject *Py_UNUSED(unused))
{
	if (bw_py_object_closed(self))
		return bw_py_is_closed(self);
	return Py_NewRef(self);
}

PyObject *
bw_py_object_exit(PyObject *self, PyObject *const *Py_UNUSED(args), Py_ssize_t Py_UNUSED(nargs))
{
	return PyObject_CallMethod(self, "close", NULL);
}

const char bw_py_object_close_doc[] = PyDoc_STR(
    "close($self, /)\n"
    "--\n"
    "\n"
    "Gives the handle back; any other call then raises ClosedError.\n"
    "\n"
    "Closing again does nothing. A call that is using the handle ends first.");

PyObject *
bw_py_object_close_method(PyObject *self, PyObject *Py_UNUSED(unused))
{
	bw_py_object_close(self);
	Py_RETURN_NONE;
}

PyObject *
bw_py_object_get_closed(PyObject *self, void *Py_UNUSED(unused))
{
	return PyBool_FromLong(bw_py_object_closed(self));
}

/*
 * What a call holds on to until it is over.
 */

struct bw_py_more_holds {
	bw_py_hold hold;
	bw_py_more_holds *next;
};

static void
drop_reference(void *value)
{
	Py_DECREF((PyObject *)value);
}

static void
drop_use(void *value)
{
	bw_py_leave(value);
}

void
bw_py_held_end(bw_py_held *held)
{
	while (held->more != NULL) {
		bw_py_more_holds *last = held->more;

		held->more = last->next;
		last->hold.drop(last->hold.value);
		PyMem_Free(last);
	}
	while (held->count > 0) {
		bw_py_hold *last = &held->holds[--held->count];

		last->drop(last->value);
	}
}

int
bw_py_held_add(bw_py_held *held, void (*drop)(void *), void *value)
{
	bw_py_hold hold = {drop, value};
	bw_py_more_holds *more;

	if (held->count < BW_PY_HOLDS) {
		held->holds[held->count++] = hold;
		return 0;
	}
	more = PyMem_Malloc(sizeof(*more));
	if (more == NULL) {
		drop(value);
		PyErr_NoMemory();
		return -1;
	}
	more->hold = hold;
	more->next = held->more;
	held->more = more;
	return 0;
}

int
bw_py_held_reference(bw_py_held *held, PyObject *object)
{
	return bw_py_held_add(held, drop_reference, Py_NewRef(object));
}

void *
bw_py_held_memory(bw_py_held *held, size_t count, size_t size)
{
	void *memory = PyMem_Calloc(count > 0 ? count : 1, size);

	if (memory == NULL) {
		PyErr_NoMemory();
		return NULL;
	}
	return bw_py_held_add(held, PyMem_Free, memory) < 0 ? NULL : memory;
}

void *
bw_py_to_handle(PyObject *value, const char *name, bw_py_held *held, PyTypeObject *type)
{
	void *handle;

	if (!Py_IS_TYPE(value, type)) {
		PyObject *wanted = bw_py_type_name(type);
		PyObject *given = bw_py_type_name(Py_TYPE(value));

		if (wanted != NULL && given != NULL)
			PyErr_Format(PyExc_TypeError, "%s must be a %U, not %U", name, wanted, given);
		Py_XDECREF(wanted);
		Py_XDECREF(given);
		return NULL;
	}
	handle = bw_py_enter(value);
	if (handle == NULL || bw_py_held_add(held, drop_use, value) < 0)
		return NULL;
	return handle;
}

/*
 * Arguments.
 */

static int
intern_names(const bw_py_signature *signature)
{
	for (int i = 0; i < signature->total; i++) {
		if (signature->interned[i] == NULL)
			signature->interned[i] = PyUnicode_InternFromString(signature->names[i]);
		if (signature->interned[i] == NULL)
			return -1;
	}
	return 0;
}

/* Returns the place of a keyword; -1 when there is none. */
static int
find_keyword(const bw_py_signature *signature, PyObject *keyword)
{
	for (int i = 0; i < signature->total; i++) {
		if (signature->interned[i] == keyword)
			return i;
	}
	for (int i = 0; i < signature->total; i++) {
		if (PyUnicode_Compare(signature->interned[i], keyword) == 0)
			return i;
	}
	return -1;
}

static int
match_keywords(const bw_py_signature *signature, PyObject *const *given, PyObject *kwnames,
               PyObject **values)
{
	Py_ssize_t count = BW_PY_TUPLE_SIZE(kwnames);

	if (intern_names(signature) < 0)
		return -1;
	for (Py_ssize_t i = 0; i < count; i++) {
		PyObject *keyword = BW_PY_TUPLE_GET(kwnames, i);
		int place = find_keyword(signature, keyword);

		if (place < 0) {
			PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'",
			             signature->function, keyword);
			return -1;
		}
		if (values[place] != NULL) {
			PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument '%U'",
			             signature->function, keyword);
			return -1;
		}
		values[place] = given[i];
	}
	return 0;
}

int
bw_py_match_arguments(const bw_py_signature *signature, PyObject *const *args, Py_ssize_t nargs,
                      PyObject *kwnames, PyObject **values)
{
	if (nargs > signature->positional) {
		PyErr_Format(PyExc_TypeError, "%s() takes %d positional argument%s but %zd were given",
		             signature->function, signature->positional,
		             signature->positional == 1 ? "" : "s", nargs);
		return -1;
	}
	for (int i = 0; i < signature->total; i++)
		values[i] = i < nargs ? args[i] : NULL;
	if (kwnames != NULL && match_keywords(signature, args + nargs, kwnames, values) < 0)
		return -1;
	for (int i = 0; i < signature->required; i++) {
		if (values[i] == NULL) {
			PyErr_Format(PyExc_TypeError, "%s() missing required argument '%s'",
			             signature->function, signature->names[i]);
			return -1;
		}
	}
	return 0;
}
