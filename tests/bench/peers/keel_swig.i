/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The same functions bound with SWIG and its own library of typemaps, as its documentation shows. */
%module keel_swig
%{
#include <keel/keel.h>
%}
%include <stdint.i>
%include <typemaps.i>
%include <exception.i>

%typemap(in, numinputs=0) keel_connection **ret (keel_connection *temp) { $1 = &temp; }
%typemap(argout) keel_connection **ret {
	$result = SWIG_Python_AppendOutput($result, SWIG_NewPointerObj(*$1, SWIGTYPE_p_keel_connection, SWIG_POINTER_OWN));
}
%typemap(in, numinputs=0) keel_domain **ret (keel_domain *temp) { $1 = &temp; }
%typemap(argout) keel_domain **ret {
	$result = SWIG_Python_AppendOutput($result, SWIG_NewPointerObj(*$1, SWIGTYPE_p_keel_domain, SWIG_POINTER_OWN));
}
%typemap(in, numinputs=0) (keel_domain ***ret, size_t *ret_n) (keel_domain **items, size_t n) { $1 = &items; $2 = &n; }
%typemap(argout) (keel_domain ***ret, size_t *ret_n) {
	size_t i;
	PyObject *list = PyList_New((Py_ssize_t)*$2);
	for (i = 0; i < *$2; i++)
		PyList_SET_ITEM(list, (Py_ssize_t)i, SWIG_NewPointerObj((*$1)[i], SWIGTYPE_p_keel_domain, SWIG_POINTER_OWN));
	keel_free(*$1);
	$result = SWIG_Python_AppendOutput($result, list);
}
%typemap(in, numinputs=0) bool *ret (bool temp) { $1 = &temp; }
%typemap(argout) bool *ret { $result = SWIG_Python_AppendOutput($result, PyBool_FromLong(*$1)); }
%typemap(in, numinputs=0) keel_domain_info *ret (keel_domain_info temp) { $1 = &temp; }
%typemap(argout) keel_domain_info *ret {
	$result = SWIG_Python_AppendOutput($result, SWIG_NewPointerObj(memcpy(malloc(sizeof(temp$argnum)), $1, sizeof(temp$argnum)), SWIGTYPE_p_keel_domain_info, SWIG_POINTER_OWN));
}
%typemap(out) keel_status {
	if ($1) {
		SWIG_exception(SWIG_RuntimeError, keel_last_error_message());
	}
	$result = SWIG_Py_Void();
}
%typemap(in) (keel_domain_visitor visitor, void *user_data) { $1 = swig_visit; $2 = $input; }
%{
static bool swig_visit(keel_domain *domain, void *user_data);
%}

%nodefaultctor;
typedef struct keel_connection {
	%extend { ~keel_connection() { keel_connection_unref($self); } }
} keel_connection;
typedef struct keel_domain {
	%extend { ~keel_domain() { keel_domain_unref($self); } }
} keel_domain;
typedef struct keel_domain_info {
	int state;
	uint32_t vcpus;
	uint64_t max_memory_kib;
	uint64_t memory_kib;
	uint64_t cpu_time_ns;
} keel_domain_info;

%extend keel_connection {
	bool is_read_only();
	keel_status lookup_domain_by_name(const char *name, keel_domain **ret);
	keel_status list_domains(uint32_t flags, keel_domain ***ret, size_t *ret_n);
	keel_status foreach_domain(uint32_t flags, keel_domain_visitor visitor, void *user_data);
}
%extend keel_domain {
	const char *get_name();
	keel_status is_active(bool *ret);
	keel_status get_info(keel_domain_info *ret);
}
%rename(open) keel_connection_open;
keel_status keel_connection_open(const char *uri, uint32_t flags, keel_connection **ret);

%wrapper %{
static bool swig_visit(keel_domain *domain, void *user_data)
{
	PyGILState_STATE gil = PyGILState_Ensure();
	PyObject *item = SWIG_Python_NewPointerObj(NULL, keel_domain_ref(domain), SWIGTYPE_p_keel_domain, SWIG_POINTER_OWN);
	PyObject *result = PyObject_CallFunctionObjArgs((PyObject *)user_data, item, NULL);
	bool more = result && PyObject_IsTrue(result) > 0;
	Py_XDECREF(item);
	Py_XDECREF(result);
	PyGILState_Release(gil);
	return more;
}
%}
