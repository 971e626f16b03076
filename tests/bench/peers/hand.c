/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A hand-written binding of a handful of keel's functions: the limit that the generated one is measured against.
 *
 * It does what the generated one does for them: handles that close, parents kept alive, the lock released only where
 * a call may block, errors copied in the same crossing, and 64-bit values unharmed.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>
#include <structseq.h>

#include <keel/keel.h>

typedef struct {
	PyObject_HEAD
	keel_connection *handle;
	unsigned int busy;
} Connection;

typedef struct {
	PyObject_HEAD
	keel_domain *handle;
	PyObject *parent;
	unsigned int busy;
} Domain;

typedef struct {
	PyBaseExceptionObject base;
	int code;
	int domain;
	PyObject *message;
} Failure;

typedef struct {
	int code;
	int domain;
	char message[256];
} failure;

static PyTypeObject ConnectionType, DomainType, FailureType;
static PyTypeObject *info_type;
static PyObject *states[16];

static void
failure_capture(failure *f)
{
	f->code = (int)keel_last_error_status();
	f->domain = (int)keel_last_error_domain();
	snprintf(f->message, sizeof(f->message), "%s", keel_last_error_message());
}

static PyObject *
failure_raise(const failure *f)
{
	PyObject *message = PyUnicode_FromString(f->message);
	PyObject *error;

	if (!message)
		return NULL;
	error = PyObject_CallOneArg((PyObject *)&FailureType, message);
	if (!error) {
		Py_DECREF(message);
		return NULL;
	}
	((Failure *)error)->code = f->code;
	((Failure *)error)->domain = f->domain;
	((Failure *)error)->message = message;
	PyErr_SetObject((PyObject *)&FailureType, error);
	Py_DECREF(error);
	return NULL;
}

static void
failure_dealloc(PyObject *self)
{
	Py_CLEAR(((Failure *)self)->message);
	((PyTypeObject *)PyExc_Exception)->tp_dealloc(self);
}

static PyMemberDef failure_members[] = {
	{ "code", T_INT, offsetof(Failure, code), READONLY, NULL },
	{ "domain", T_INT, offsetof(Failure, domain), READONLY, NULL },
	{ "message", T_OBJECT, offsetof(Failure, message), READONLY, NULL },
	{ NULL, 0, 0, 0, NULL },
};

static PyObject *
closed(void)
{
	PyErr_SetString(PyExc_ValueError, "the object is closed");
	return NULL;
}

static PyObject *
domain_wrap(keel_domain *handle, PyObject *parent)
{
	Domain *self = PyObject_New(Domain, &DomainType);

	if (!self) {
		keel_domain_unref(handle);
		return NULL;
	}
	self->handle = handle;
	self->busy = 0;
	self->parent = Py_NewRef(parent);
	return (PyObject *)self;
}

static void
domain_dealloc(PyObject *object)
{
	Domain *self = (Domain *)object;

	if (self->handle)
		keel_domain_unref(self->handle);
	Py_XDECREF(self->parent);
	PyObject_Free(self);
}

static void
connection_dealloc(PyObject *object)
{
	Connection *self = (Connection *)object;

	if (self->handle)
		keel_connection_unref(self->handle);
	PyObject_Free(self);
}

static PyObject *
connection_open(PyObject *type, PyObject *arg)
{
	keel_connection *handle = NULL;
	Connection *self;
	failure f;
	keel_status status;
	const char *uri = PyUnicode_AsUTF8(arg);

	(void)type;
	if (!uri)
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	status = keel_connection_open(uri, 0, &handle);
	if (status)
		failure_capture(&f);
	Py_END_ALLOW_THREADS
	if (status)
		return failure_raise(&f);
	self = PyObject_New(Connection, &ConnectionType);
	if (!self) {
		keel_connection_unref(handle);
		return NULL;
	}
	self->handle = handle;
	self->busy = 0;
	return (PyObject *)self;
}

static PyObject *
connection_is_read_only(PyObject *object, PyObject *unused)
{
	Connection *self = (Connection *)object;

	(void)unused;
	if (!self->handle)
		return closed();
	return PyBool_FromLong(keel_connection_is_read_only(self->handle));
}

static PyObject *
connection_lookup(PyObject *object, PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
	Connection *self = (Connection *)object;
	keel_domain *handle = NULL;
	failure f;
	keel_status status;
	const char *name;
	Py_ssize_t size;

	if (n != 1 || (kwnames && PyTuple_GET_SIZE(kwnames))) {
		PyErr_SetString(PyExc_TypeError, "takes one argument");
		return NULL;
	}
	name = PyUnicode_AsUTF8AndSize(args[0], &size);
	if (!name)
		return NULL;
	if ((Py_ssize_t)strlen(name) != size) {
		PyErr_SetString(PyExc_ValueError, "embedded null character");
		return NULL;
	}
	if (!self->handle)
		return closed();
	self->busy++;
	Py_BEGIN_ALLOW_THREADS
	status = keel_connection_lookup_domain_by_name(self->handle, name, &handle);
	if (status)
		failure_capture(&f);
	Py_END_ALLOW_THREADS
	self->busy--;
	if (status)
		return failure_raise(&f);
	return domain_wrap(handle, object);
}

static PyObject *
connection_list(PyObject *object, PyObject *const *args, Py_ssize_t n, PyObject *kwnames)
{
	Connection *self = (Connection *)object;
	keel_domain **items = NULL;
	PyObject *list;
	failure f;
	keel_status status;
	unsigned long flags = 0;
	size_t i, count = 0;

	if (n > 1 || (kwnames && PyTuple_GET_SIZE(kwnames))) {
		PyErr_SetString(PyExc_TypeError, "takes at most one argument");
		return NULL;
	}
	if (n && (flags = PyLong_AsUnsignedLong(args[0])) == (unsigned long)-1 && PyErr_Occurred())
		return NULL;
	if (!self->handle)
		return closed();
	self->busy++;
	Py_BEGIN_ALLOW_THREADS
	status = keel_connection_list_domains(self->handle, (uint32_t)flags, &items, &count);
	if (status)
		failure_capture(&f);
	Py_END_ALLOW_THREADS
	self->busy--;
	if (status)
		return failure_raise(&f);
	list = PyList_New((Py_ssize_t)count);
	for (i = 0; i < count; i++) {
		PyObject *item = list ? domain_wrap(items[i], object) : NULL;

		if (!item) {
			if (!list)
				keel_domain_unref(items[i]);
			Py_CLEAR(list);
			continue;
		}
		PyList_SET_ITEM(list, (Py_ssize_t)i, item);
	}
	keel_free(items);
	return list;
}

typedef struct {
	PyObject *callable;
	PyObject *parent;
	int failed;
} visit;

static bool
visit_domain(keel_domain *domain, void *user_data)
{
	visit *v = user_data;
	PyGILState_STATE gil = PyGILState_Ensure();
	PyObject *item = domain_wrap(keel_domain_ref(domain), v->parent);
	PyObject *result = item ? PyObject_CallOneArg(v->callable, item) : NULL;
	int truth = result ? PyObject_IsTrue(result) : -1;

	Py_XDECREF(item);
	Py_XDECREF(result);
	if (truth < 0)
		v->failed = 1;
	PyGILState_Release(gil);
	return truth > 0;
}

static PyObject *
connection_foreach(PyObject *object, PyObject *callable)
{
	Connection *self = (Connection *)object;
	visit v = { callable, object, 0 };
	failure f;
	keel_status status;

	if (!self->handle)
		return closed();
	self->busy++;
	Py_BEGIN_ALLOW_THREADS
	status = keel_connection_foreach_domain(self->handle, 0, visit_domain, &v);
	if (status)
		failure_capture(&f);
	Py_END_ALLOW_THREADS
	self->busy--;
	if (v.failed)
		return NULL;
	if (status)
		return failure_raise(&f);
	Py_RETURN_NONE;
}

static PyObject *
domain_get_name(PyObject *object, PyObject *unused)
{
	Domain *self = (Domain *)object;

	(void)unused;
	if (!self->handle)
		return closed();
	return PyUnicode_FromString(keel_domain_get_name(self->handle));
}

static PyObject *
domain_is_active(PyObject *object, PyObject *unused)
{
	Domain *self = (Domain *)object;
	keel_status status;
	bool ret = false;
	failure f;

	(void)unused;
	if (!self->handle)
		return closed();
	self->busy++;
	Py_BEGIN_ALLOW_THREADS
	status = keel_domain_is_active(self->handle, &ret);
	if (status)
		failure_capture(&f);
	Py_END_ALLOW_THREADS
	self->busy--;
	if (status)
		return failure_raise(&f);
	return PyBool_FromLong(ret);
}

static PyObject *
state_lift(long value)
{
	if (value >= 0 && value < 16 && states[value])
		return Py_NewRef(states[value]);
	return PyLong_FromLong(value);
}

static PyObject *
domain_get_info(PyObject *object, PyObject *unused)
{
	Domain *self = (Domain *)object;
	keel_domain_info info;
	keel_status status;
	PyObject *ret;
	failure f;

	(void)unused;
	if (!self->handle)
		return closed();
	self->busy++;
	Py_BEGIN_ALLOW_THREADS
	status = keel_domain_get_info(self->handle, &info);
	if (status)
		failure_capture(&f);
	Py_END_ALLOW_THREADS
	self->busy--;
	if (status)
		return failure_raise(&f);
	ret = PyStructSequence_New(info_type);
	if (!ret)
		return NULL;
	PyStructSequence_SET_ITEM(ret, 0, state_lift((long)info.state));
	PyStructSequence_SET_ITEM(ret, 1, PyLong_FromUnsignedLong(info.vcpus));
	PyStructSequence_SET_ITEM(ret, 2, PyLong_FromUnsignedLongLong(info.max_memory_kib));
	PyStructSequence_SET_ITEM(ret, 3, PyLong_FromUnsignedLongLong(info.memory_kib));
	PyStructSequence_SET_ITEM(ret, 4, PyLong_FromUnsignedLongLong(info.cpu_time_ns));
	if (PyErr_Occurred())
		Py_CLEAR(ret);
	return ret;
}

#define FAST(f) ((PyCFunction)(void (*)(void))(f))

static PyMethodDef connection_methods[] = {
	{ "open", connection_open, METH_O | METH_CLASS, NULL },
	{ "is_read_only", connection_is_read_only, METH_NOARGS, NULL },
	{ "lookup_domain_by_name", FAST(connection_lookup), METH_FASTCALL | METH_KEYWORDS, NULL },
	{ "list_domains", FAST(connection_list), METH_FASTCALL | METH_KEYWORDS, NULL },
	{ "foreach_domain", connection_foreach, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyMethodDef domain_methods[] = {
	{ "get_name", domain_get_name, METH_NOARGS, NULL },
	{ "is_active", domain_is_active, METH_NOARGS, NULL },
	{ "get_info", domain_get_info, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyTypeObject ConnectionType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "hand.Connection",
	.tp_basicsize = sizeof(Connection),
	.tp_dealloc = connection_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = connection_methods,
};

static PyTypeObject DomainType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "hand.Domain",
	.tp_basicsize = sizeof(Domain),
	.tp_dealloc = domain_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_methods = domain_methods,
};

static PyTypeObject FailureType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "hand.Error",
	.tp_basicsize = sizeof(Failure),
	.tp_dealloc = failure_dealloc,
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
	.tp_members = failure_members,
};

static PyStructSequence_Field info_fields[] = {
	{ "state", NULL }, { "vcpus", NULL }, { "max_memory_kib", NULL }, { "memory_kib", NULL },
	{ "cpu_time_ns", NULL }, { NULL, NULL },
};

static PyStructSequence_Desc info_desc = { "hand.DomainInfo", NULL, info_fields, 5 };

static PyObject *
set_states(PyObject *module, PyObject *members)
{
	Py_ssize_t i;

	(void)module;
	for (i = 0; i < PyList_GET_SIZE(members); i++) {
		PyObject *member = PyList_GET_ITEM(members, i);
		long value = PyLong_AsLong(member);

		if (value >= 0 && value < 16)
			states[value] = Py_NewRef(member);
	}
	Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
	{ "set_states", set_states, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyModuleDef definition = { PyModuleDef_HEAD_INIT, "hand", NULL, -1, functions, NULL, NULL, NULL, NULL };

PyMODINIT_FUNC
PyInit_hand(void)
{
	PyObject *module;

	FailureType.tp_base = (PyTypeObject *)PyExc_Exception;
	info_type = PyStructSequence_NewType(&info_desc);
	if (!info_type || PyType_Ready(&ConnectionType) || PyType_Ready(&DomainType) ||
	    PyType_Ready(&FailureType))
		return NULL;
	module = PyModule_Create(&definition);
	if (!module)
		return NULL;
	PyModule_AddObjectRef(module, "Connection", (PyObject *)&ConnectionType);
	PyModule_AddObjectRef(module, "Domain", (PyObject *)&DomainType);
	PyModule_AddObjectRef(module, "Error", (PyObject *)&FailureType);
	return module;
}
