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
