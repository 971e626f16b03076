/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tree of exceptions that failed calls raise.
 */

#include "bw_py.h"

PyObject *bw_py_closed_error;
bool bw_py_looping;

static PyObject *base_error;
static bw_py_enum *code_enum;
static bw_py_enum *domain_enum;

/* From codes to exception classes. */
static PyObject *class_by_code;

/* From causes that no code tells to exception classes. */
static PyObject *class_by_cause;

/* Returns a code or a domain as the library's enum has it, or as an int when there is none. */
static PyObject *
from_number(bw_py_enum *of, int number)
{
	return of != NULL ? bw_py_from_enum(of, number) : PyLong_FromLong(number);
}

/* Returns what more the library says of a failure, as a dictionary. */
static PyObject *
from_details(const bw_detail *details, size_t count)
{
	PyObject *made = PyDict_New();

	for (size_t i = 0; made != NULL && i < count; i++) {
		const bw_detail *detail = &details[i];
		PyObject *value = detail->is_text ? bw_py_from_string(detail->text)
		                                  : PyLong_FromLongLong(detail->number);

		if (value == NULL || PyDict_SetItemString(made, detail->name, value) < 0)
			Py_CLEAR(made);
		Py_XDECREF(value);
	}
	return made;
}

#ifdef Py_LIMITED_API

/* Sets an attribute to a new reference, which it takes over. */
static int
set_attribute(PyObject *object, const char *name, PyObject *value)
{
	int status = value != NULL ? PyObject_SetAttrString(object, name, value) : -1;

	Py_XDECREF(value);
	return status;
}

static int
error_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = {"message", "code", "domain", "details", NULL};
	PyObject *message = NULL;
	PyObject *details = NULL;
	int code = 0;
	int domain = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|UiiO!", names, &message, &code, &domain,
	                                 &PyDict_Type, &details))
		return -1;
	message = message != NULL ? Py_NewRef(message) : PyUnicode_FromString("");
	details = details != NULL ? Py_NewRef(details) : PyDict_New();
	if (set_attribute(self, "message", message) < 0 ||
	    set_attribute(self, "details", details) < 0 ||
	    set_attribute(self, "code", from_number(code_enum, code)) < 0 ||
	    set_attribute(self, "domain", from_number(domain_enum, domain)) < 0)
		return -1;
	return 0;
}

static PyObject *
error_str(PyObject *self)
{
	return PyObject_GetAttrString(self, "message");
}

static PyObject *
new_base_class(const bw_py_errors *errors)
{
	PyType_Slot slots[] = {
		{Py_tp_doc, (void *)errors->base_doc},
		{Py_tp_init, error_init},
		{Py_tp_str, error_str},
		{0, NULL},
	};
	PyType_Spec spec = {
		.name = errors->base_name,
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
		.slots = slots,
	};

	return PyType_FromSpecWithBases(&spec, PyExc_Exception);
}

static PyObject *
new_class(const char *name, const char *doc)
{
	return PyErr_NewExceptionWithDoc(name, doc, base_error, NULL);
}

static PyObject *
new_error(PyObject *class, bw_error *failed)
{
	PyObject *text = bw_py_from_string(failed->message);
	PyObject *details = from_details(failed->details, failed->n_details);
	PyObject *error = NULL;

	if (text != NULL && details != NULL)
		error = PyObject_CallFunction(class, "OiiO", text, failed->code, failed->domain, details);
	if (error != NULL && set_attribute(error, "args", PyTuple_Pack(1, text)) < 0)
		Py_CLEAR(error);
	Py_XDECREF(text);
	Py_XDECREF(details);
	return error;
}

#else

typedef struct error_object {
	PyBaseExceptionObject base;
	PyObject *message;
	PyObject *details;      /* NULL until somebody asks */
	bw_detail *said;        /* what they are made of; NULL afterwards */
	size_t n_said;
	int code;
	int domain;
} error_object;

static int
error_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = {"message", "code", "domain", "details", NULL};
	error_object *error = (error_object *)self;
	PyObject *message = NULL;
	PyObject *details = NULL;
	int code = 0;
	int domain = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|UiiO!", names, &message, &code, &domain,
	                                 &PyDict_Type, &details))
		return -1;
	message = message != NULL ? Py_NewRef(message) : PyUnicode_FromString("");
	if (message == NULL)
		return -1;
	Py_XSETREF(error->message, message);
	Py_XINCREF(details);
	Py_XSETREF(error->details, details);
	error->code = code;
	error->domain = domain;
	return 0;
}

static void
error_dealloc(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	Py_CLEAR(((error_object *)self)->message);
	Py_CLEAR(((error_object *)self)->details);
	free(((error_object *)self)->said);
	((PyTypeObject *)PyExc_Exception)->tp_dealloc(self);
	Py_DECREF(type);
}

static int
error_traverse(PyObject *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(((error_object *)self)->details);
	return ((PyTypeObject *)PyExc_Exception)->tp_traverse(self, visit, arg);
}

static int
error_clear(PyObject *self)
{
	Py_CLEAR(((error_object *)self)->details);
	return ((PyTypeObject *)PyExc_Exception)->tp_clear(self);
}

static PyObject *
error_get_message(PyObject *self, void *Py_UNUSED(unused))
{
	error_object *error = (error_object *)self;

	return error->message != NULL ? Py_NewRef(error->message) : PyUnicode_FromString("");
}

static PyObject *
error_str(PyObject *self)
{
	return error_get_message(self, NULL);
}

static PyObject *
error_get_code(PyObject *self, void *Py_UNUSED(unused))
{
	return from_number(code_enum, ((error_object *)self)->code);
}

static PyObject *
error_get_domain(PyObject *self, void *Py_UNUSED(unused))
{
	return from_number(domain_enum, ((error_object *)self)->domain);
}

static PyObject *
error_get_details(PyObject *self, void *Py_UNUSED(unused))
{
	error_object *error = (error_object *)self;

	if (error->details == NULL) {
		error->details = from_details(error->said, error->n_said);
		if (error->details == NULL)
			return NULL;
		free(error->said);
		error->said = NULL;
		error->n_said = 0;
	}
	return Py_NewRef(error->details);
}

static PyObject *
error_reduce(PyObject *self, PyObject *Py_UNUSED(unused))
{
	error_object *error = (error_object *)self;

	return Py_BuildValue("O(NiiN)", Py_TYPE(self), error_str(self), error->code, error->domain,
	                     error_get_details(self, NULL));
}

static PyGetSetDef error_properties[] = {
	{"message", error_get_message, NULL, "What went wrong.", NULL},
	{"code", error_get_code, NULL, "The library's code for it.", NULL},
	{"domain", error_get_domain, NULL, "The part of the library that failed.", NULL},
	{"details", error_get_details, NULL, "What more the library says, by its own names.", NULL},
	{NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef error_methods[] = {
	{"__reduce__", error_reduce, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL},
};

static PyObject *
new_base_class(const bw_py_errors *errors)
{
	PyType_Slot slots[] = {
		{Py_tp_doc, (void *)errors->base_doc},
		{Py_tp_init, error_init},
		{Py_tp_dealloc, error_dealloc},
		{Py_tp_traverse, error_traverse},
		{Py_tp_clear, error_clear},
		{Py_tp_str, error_str},
		{Py_tp_getset, error_properties},
		{Py_tp_methods, error_methods},
		{0, NULL},
	};
	PyType_Spec spec = {
		.name = errors->base_name,
		.basicsize = sizeof(error_object),
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
		.slots = slots,
	};

	return PyType_FromSpecWithBases(&spec, PyExc_Exception);
}

static PyObject *
new_class(const char *name, const char *doc)
{
	PyType_Slot slots[] = {
		{Py_tp_doc, (void *)doc},
		{Py_tp_dealloc, error_dealloc},
		{Py_tp_traverse, error_traverse},
		{Py_tp_clear, error_clear},
		{0, NULL},
	};
	PyType_Spec spec = {
		.name = name,
		.basicsize = sizeof(error_object),
		.flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
		.slots = slots,
	};

	return PyType_FromSpecWithBases(&spec, base_error);
}

static PyObject *
new_error(PyObject *class, bw_error *failed)
{
	PyTypeObject *type = (PyTypeObject *)class;
	error_object *error = (error_object *)type->tp_alloc(type, 0);

	if (error == NULL)
		return NULL;
	error->code = failed->code;
	error->domain = failed->domain;
	error->message = bw_py_from_string(failed->message);
	error->said = failed->details;
	error->n_said = failed->n_details;
	failed->details = NULL;
	if (error->message != NULL)
		error->base.args = PyTuple_Pack(1, error->message);
	if (error->base.args == NULL)
		Py_CLEAR(error);
	return (PyObject *)error;
}

#endif

/* Returns the exception class of a code, or of a condition, borrowed. */
static PyObject *
find_class(const bw_error *error)
{
	bool told = error->cause != BW_CAUSE_LIBRARY;
	PyObject *key = PyLong_FromLong(told ? error->cause : error->code);
	PyObject *class;

	if (key == NULL)
		return NULL;
	class = PyDict_GetItemWithError(told ? class_by_cause : class_by_code, key);
	Py_DECREF(key);
	return class != NULL || PyErr_Occurred() ? class : base_error;
}

void
bw_py_miss_loop(bw_error *error, int code, const char *hint)
{
	size_t size = strlen(error->message) + strlen(hint) + sizeof("; ");
	char *whole;

	if (bw_py_looping || error->cause != BW_CAUSE_LIBRARY || (error->code != code && error->code != 0))
		return;
	whole = malloc(size);
	if (whole == NULL)
		return;
	snprintf(whole, size, "%s; %s", error->message, hint);
	if (error->message != error->room)
		free(error->message);
	error->message = whole;
	error->cause = BW_PY_CAUSE_NO_LOOP;
}

PyObject *
bw_py_raise(bw_error *error)
{
	PyObject *class = NULL;
	PyObject *exception = NULL;

	switch (error->cause) {
	case BW_CAUSE_MEMORY:
		PyErr_NoMemory();
		break;
	case BW_CAUSE_RANGE:
		PyErr_SetString(PyExc_OverflowError, error->message);
		break;
	case BW_CAUSE_UNEVEN:
		PyErr_SetString(PyExc_ValueError, error->message);
		break;
	default:
		class = find_class(error);
		if (class != NULL)
			exception = new_error(class, error);
		if (exception != NULL)
			PyErr_SetObject(class, exception);
		Py_XDECREF(exception);
	}
	bw_error_clear(error);
	return NULL;
}

/* Adds a new class to the module under the last part of its name. */
static int
add_class(PyObject *module, const char *name, PyObject *class)
{
	return class != NULL ? PyModule_AddObjectRef(module, strrchr(name, '.') + 1, class) : -1;
}

/* Returns the class that the module has by that name, or else a new one. */
static PyObject *
add_or_find(PyObject *module, const char *name, const char *doc)
{
	PyObject *class = PyObject_GetAttrString(module, strrchr(name, '.') + 1);

	if (class != NULL)
		return class;
	PyErr_Clear();
	class = new_class(name, doc);
	if (add_class(module, name, class) < 0)
		Py_CLEAR(class);
	return class;
}

static int
add_condition(PyObject *module, const bw_py_condition *described)
{
	PyObject *class = add_or_find(module, described->name, described->doc);
	PyObject *cause = PyLong_FromLong(described->cause);
	int status = -1;

	if (class != NULL && cause != NULL)
		status = PyDict_SetItem(class_by_cause, cause, class);
	Py_XDECREF(cause);
	Py_XDECREF(class);
	return status;
}

static int
add_code(PyObject *module, const bw_py_error_class *described)
{
	PyObject *class = new_class(described->name, described->doc);
	PyObject *code = PyLong_FromLong(described->code);
	int status = -1;

	if (code != NULL && add_class(module, described->name, class) == 0)
		status = PyDict_SetItem(class_by_code, code, class);
	Py_XDECREF(code);
	Py_XDECREF(class);
	return status;
}

int
bw_py_errors_begin(PyObject *module, const bw_py_errors *errors)
{
	code_enum = errors->codes;
	domain_enum = errors->domains;
	class_by_code = PyDict_New();
	class_by_cause = PyDict_New();
	base_error = new_base_class(errors);
	if (class_by_code == NULL || class_by_cause == NULL ||
	    add_class(module, errors->base_name, base_error) < 0)
		return -1;
	for (size_t i = 0; i < errors->n_classes; i++) {
		if (add_code(module, &errors->classes[i]) < 0)
			return -1;
	}
	for (size_t i = 0; i < errors->n_conditions; i++) {
		if (add_condition(module, &errors->conditions[i]) < 0)
			return -1;
	}
	bw_py_closed_error = add_or_find(module, errors->closed_name, errors->closed_doc);
	return bw_py_closed_error != NULL ? 0 : -1;
}
