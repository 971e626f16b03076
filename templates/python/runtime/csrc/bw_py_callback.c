/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * User code that C calls; what it raises is handed to the caller or reported, never lost.
 */

#include "bw_py.h"

int
bw_py_callback_begin(bw_py_callback *callback, PyObject *value, const char *name,
                     PyObject *owner)
{
	if (!PyCallable_Check(value))
		return bw_py_bad_type(value, name, "callable");
	memset(callback, 0, sizeof(*callback));
	callback->callable = value;
	callback->owner = owner;
	return 0;
}

PyObject *
bw_py_callback_owner(const bw_py_callback *callback, PyTypeObject *type)
{
	if (callback->owner != NULL && Py_IS_TYPE(callback->owner, type))
		return callback->owner;
	return NULL;
}

PyObject *
bw_py_callback_end(bw_py_callback *callback, PyObject *result)
{
	if (!callback->raised)
		return result;
	Py_XDECREF(result);
	PyErr_Restore(callback->type, callback->value, callback->traceback);
	return NULL;
}

bw_py_callback *
bw_py_callback_new(PyObject *value, const char *name)
{
	bw_py_callback *callback;

	if (!PyCallable_Check(value)) {
		bw_py_bad_type(value, name, "callable");
		return NULL;
	}
	callback = PyMem_Calloc(1, sizeof(*callback));
	if (callback == NULL) {
		PyErr_NoMemory();
		return NULL;
	}
	callback->callable = Py_NewRef(value);
	callback->lasting = true;
	return callback;
}

void
bw_py_callback_free(bw_py_callback *callback)
{
	if (callback == NULL)
		return;
	Py_DECREF(callback->callable);
	PyMem_Free(callback);
}

static bw_py_callback *kept;

void
bw_py_callback_keep(bw_py_callback *callback)
{
	if (callback == NULL)
		return;
	callback->next = kept;
	kept = callback;
}

void
bw_py_callback_destroy(void *data)
{
	PyGILState_STATE state;

	if (data == NULL || !Py_IsInitialized())
		return;
	state = PyGILState_Ensure();
	if (((bw_py_callback *)data)->runs > 0)
		((bw_py_callback *)data)->destroyed = true;
	else
		bw_py_callback_free(data);
	PyGILState_Release(state);
}

bool
bw_py_callback_attach(bw_py_callback *callback, PyGILState_STATE *state)
{
	if (!Py_IsInitialized())
		return false;
	*state = PyGILState_Ensure();
	if (!callback->raised) {
		callback->runs++;
		return true;
	}
	PyGILState_Release(*state);
	return false;
}

void
bw_py_callback_detach(bw_py_callback *callback, PyGILState_STATE state)
{
	if (--callback->runs == 0 && callback->destroyed)
		bw_py_callback_free(callback);
	PyGILState_Release(state);
}

PyObject *
bw_py_callback_call(bw_py_callback *callback, PyObject **items, int count)
{
	PyObject *result = NULL;
	PyObject *callable = Py_NewRef(callback->callable);

#ifdef Py_LIMITED_API
	PyObject *arguments = bw_py_pack(items, count);

	if (arguments != NULL)
		result = PyObject_CallObject(callable, arguments);
	Py_XDECREF(arguments);
#else
	bool whole = true;

	for (int i = 0; i < count; i++)
		whole = whole && items[i] != NULL;
	if (whole)
		result = PyObject_Vectorcall(callable, items, (size_t)count, NULL);
	for (int i = 0; i < count; i++)
		Py_XDECREF(items[i]);
#endif
	if (result == NULL)
		bw_py_callback_failed(callback);
	Py_DECREF(callable);
	return result;
}

bool
bw_py_callback_fill(bw_py_callback *callback, PyObject *result, void *room, size_t size,
                    size_t *ret_len)
{
	bw_py_held held[1];
	const void *bytes;
	bool filled = false;

	bw_py_held_begin(held);
	if (bw_py_to_bytes(result, "the result", held, &bytes, ret_len) < 0) {
		bw_py_callback_failed(callback);
	} else if (*ret_len > size) {
		PyErr_Format(PyExc_ValueError, "the result has %zu bytes, but there is room for %zu",
		             *ret_len, size);
		bw_py_callback_failed(callback);
	} else {
		if (*ret_len > 0)
			memcpy(room, bytes, *ret_len);
		filled = true;
	}
	bw_py_held_end(held);
	return filled;
}

void
bw_py_callback_failed(bw_py_callback *callback)
{
	if (callback->lasting) {
		PyErr_WriteUnraisable(callback->callable);
		return;
	}
	callback->raised = true;
	PyErr_Fetch(&callback->type, &callback->value, &callback->traceback);
}

char **
bw_py_callback_texts(bw_py_callback *callback, PyObject *result, size_t count)
{
	PyObject *items = PySequence_Tuple(result);
	char **texts = PyMem_Calloc(count + 1, sizeof(*texts));
	bool good = items != NULL && texts != NULL;

	if (items != NULL && texts == NULL)
		PyErr_NoMemory();
	if (good && (size_t)PyTuple_Size(items) != count) {
		PyErr_Format(PyExc_ValueError, "the result has %zd texts, but %zu are asked for",
		             PyTuple_Size(items), count);
		good = false;
	}
	for (size_t i = 0; good && i < count; i++) {
		PyObject *item = BW_PY_TUPLE_GET(items, (Py_ssize_t)i);
		const char *text = NULL;

		if (item == Py_None)
			continue;
		good = bw_py_to_string(item, "the result", &text) == 0;
		if (good && (texts[i] = strdup(text)) == NULL) {
			PyErr_NoMemory();
			good = false;
		}
	}
	Py_XDECREF(items);
	if (good)
		return texts;
	for (size_t i = 0; texts != NULL && i < count; i++)
		free(texts[i]);
	PyMem_Free(texts);
	bw_py_callback_failed(callback);
	return NULL;
}

bool
bw_py_callback_unpack(bw_py_callback *callback, PyObject *result, PyObject **items, int count)
{
	if (count == 1) {
		items[0] = result;
		return true;
	}
	if (!PyTuple_Check(result) || PyTuple_Size(result) != count) {
		PyErr_Format(PyExc_TypeError, "the result must be a tuple of %d, not %R", count, result);
		bw_py_callback_failed(callback);
		return false;
	}
	for (int i = 0; i < count; i++)
		items[i] = PyTuple_GetItem(result, i);
	return true;
}

static PyTypeObject *function_type;

static PyObject *
function_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
	const bw_py_function *function = (const bw_py_function *)self;
	PyObject *items[BW_PY_FUNCTION_ARGUMENTS];

	if (kwargs != NULL && PyDict_Size(kwargs) > 0) {
		PyErr_Format(PyExc_TypeError, "%s() takes no keyword arguments", function->name);
		return NULL;
	}
	if (PyTuple_Size(args) != function->count) {
		PyErr_Format(PyExc_TypeError, "%s() takes %d arguments (%zd given)", function->name,
		             function->count, PyTuple_Size(args));
		return NULL;
	}
	for (int i = 0; i < function->count; i++)
		items[i] = BW_PY_TUPLE_GET(args, i);
	return function->invoke(function, items);
}

/* C may wait for another thread that wants the GIL while it releases what it gave. */
static void
function_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);
	void (*destroy)(void *) = ((bw_py_function *)self)->destroy;
	void *data = ((bw_py_function *)self)->data;
	freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);

	release(self);
	Py_DECREF(type);
	if (destroy != NULL) {
		Py_BEGIN_ALLOW_THREADS
		destroy(data);
		Py_END_ALLOW_THREADS
	}
}

static PyType_Slot function_slots[] = {
	{Py_tp_doc, (void *)"A function of the library, for the user's code to call."},
	{Py_tp_call, function_call},
	{Py_tp_dealloc, function_dealloc},
	{0, NULL},
};

static PyType_Spec function_spec = {
	.name = "bindwright.function",
	.basicsize = sizeof(bw_py_function),
	.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
	.slots = function_slots,
};

PyObject *
bw_py_function_new(const char *name, bw_py_invoke invoke, int count, void (*function)(void), void *data,
                   void (*destroy)(void *data))
{
	bw_py_function *made;

	if (function == NULL)
		return Py_NewRef(Py_None);
	if (function_type == NULL)
		function_type = (PyTypeObject *)PyType_FromSpec(&function_spec);
	if (function_type == NULL)
		return NULL;
	made = PyObject_New(bw_py_function, function_type);
	if (made == NULL)
		return NULL;
	made->name = name;
	made->invoke = invoke;
	made->count = count;
	made->function = function;
	made->data = data;
	made->destroy = destroy;
	return (PyObject *)made;
}
