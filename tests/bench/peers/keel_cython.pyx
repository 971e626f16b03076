# SPDX-License-Identifier: LGPL-2.1-or-later
# cython: language_level=3
"""The same functions bound with Cython as its documentation shows, the lock released around each call."""
from libc.stdint cimport int32_t, int64_t, uint32_t, uint64_t


cdef extern from "keel/keel.h" nogil:
    ctypedef struct keel_connection
    ctypedef struct keel_domain
    ctypedef int keel_status
    ctypedef int keel_domain_state
    ctypedef struct keel_domain_info:
        keel_domain_state state
        uint32_t vcpus
        uint64_t max_memory_kib
        uint64_t memory_kib
        uint64_t cpu_time_ns
    keel_status keel_last_error_status()
    int keel_last_error_domain()
    const char *keel_last_error_message()
    keel_status keel_connection_open(const char *uri, uint32_t flags, keel_connection **ret)
    void keel_connection_unref(keel_connection *self)
    bint keel_connection_is_read_only(keel_connection *self)
    keel_status keel_connection_lookup_domain_by_name(keel_connection *self, const char *name, keel_domain **ret)
    keel_status keel_connection_list_domains(keel_connection *self, uint32_t flags, keel_domain ***ret, size_t *n)
    ctypedef int (*visitor)(keel_domain *, void *)
    keel_status keel_connection_foreach_domain(keel_connection *self, uint32_t flags, void *visitor, void *data)
    void keel_domain_unref(keel_domain *self)
    keel_domain *keel_domain_ref(keel_domain *self)
    const char *keel_domain_get_name(keel_domain *self)
    keel_status keel_domain_is_active(keel_domain *self, unsigned char *ret)
    keel_status keel_domain_get_info(keel_domain *self, keel_domain_info *ret)
    void keel_free(void *)


class Error(Exception):
    def __init__(self, code, domain, message):
        super().__init__(message)
        self.code = code
        self.domain = domain
        self.message = message


cdef fail(int status):
    raise Error(status, keel_last_error_domain(), (<bytes>keel_last_error_message()).decode())


cdef class Domain:
    cdef keel_domain *handle
    cdef object parent

    def __dealloc__(self):
        if self.handle:
            keel_domain_unref(self.handle)

    def get_name(self):
        cdef const char *name
        with nogil:
            name = keel_domain_get_name(self.handle)
        return name.decode()

    def is_active(self):
        cdef unsigned char ret = 0
        cdef int status
        with nogil:
            status = keel_domain_is_active(self.handle, &ret)
        if status:
            fail(status)
        return bool(ret)

    def get_info(self):
        cdef keel_domain_info info
        cdef int status
        with nogil:
            status = keel_domain_get_info(self.handle, &info)
        if status:
            fail(status)
        return (info.state, info.vcpus, info.max_memory_kib, info.memory_kib, info.cpu_time_ns)


cdef Domain wrap(keel_domain *handle, object parent):
    cdef Domain domain = Domain.__new__(Domain)
    domain.handle = handle
    domain.parent = parent
    return domain


cdef bint visit(keel_domain *domain, void *data) noexcept with gil:
    visitor, parent = <object>data
    return visitor(wrap(keel_domain_ref(domain), parent))


cdef class Connection:
    cdef keel_connection *handle

    def __dealloc__(self):
        if self.handle:
            keel_connection_unref(self.handle)

    @staticmethod
    def open(str uri):
        cdef Connection self = Connection.__new__(Connection)
        encoded = uri.encode()
        cdef const char *text = encoded
        cdef int status
        with nogil:
            status = keel_connection_open(text, 0, &self.handle)
        if status:
            fail(status)
        return self

    def is_read_only(self):
        cdef bint ret
        with nogil:
            ret = keel_connection_is_read_only(self.handle)
        return bool(ret)

    def lookup_domain_by_name(self, str name):
        cdef keel_domain *ret = NULL
        cdef int status
        encoded = name.encode()
        cdef const char *text = encoded
        with nogil:
            status = keel_connection_lookup_domain_by_name(self.handle, text, &ret)
        if status:
            fail(status)
        return wrap(ret, self)

    def list_domains(self, uint32_t flags=0):
        cdef keel_domain **items = NULL
        cdef size_t n = 0
        cdef int status
        with nogil:
            status = keel_connection_list_domains(self.handle, flags, &items, &n)
        if status:
            fail(status)
        found = [wrap(items[i], self) for i in range(n)]
        keel_free(items)
        return found

    def foreach_domain(self, visitor):
        cdef int status
        data = (visitor, self)
        cdef void *pointer = <void *>data
        with nogil:
            status = keel_connection_foreach_domain(self.handle, 0, <void *>visit, pointer)
        if status:
            fail(status)
