# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same functions bound with ctypes and a thin class, as its documentation shows."""

import ctypes as c
import os

_lib = c.CDLL(os.environ["BENCH_LIBKEEL"])


class DomainInfo(c.Structure):
    _fields_ = [
        ("state", c.c_int),
        ("vcpus", c.c_uint32),
        ("max_memory_kib", c.c_uint64),
        ("memory_kib", c.c_uint64),
        ("cpu_time_ns", c.c_uint64),
    ]


VISITOR = c.CFUNCTYPE(c.c_bool, c.c_void_p, c.c_void_p)


def _declare(name, result, *arguments):
    function = getattr(_lib, name)
    function.restype = result
    function.argtypes = arguments
    return function


_open = _declare("keel_connection_open", c.c_int, c.c_char_p, c.c_uint32, c.POINTER(c.c_void_p))
_unref = _declare("keel_connection_unref", None, c.c_void_p)
_read_only = _declare("keel_connection_is_read_only", c.c_bool, c.c_void_p)
_lookup = _declare(
    "keel_connection_lookup_domain_by_name",
    c.c_int,
    c.c_void_p,
    c.c_char_p,
    c.POINTER(c.c_void_p),
)
_list = _declare(
    "keel_connection_list_domains",
    c.c_int,
    c.c_void_p,
    c.c_uint32,
    c.POINTER(c.POINTER(c.c_void_p)),
    c.POINTER(c.c_size_t),
)
_foreach = _declare(
    "keel_connection_foreach_domain", c.c_int, c.c_void_p, c.c_uint32, VISITOR, c.c_void_p
)
_domain_ref = _declare("keel_domain_ref", c.c_void_p, c.c_void_p)
_domain_unref = _declare("keel_domain_unref", None, c.c_void_p)
_name = _declare("keel_domain_get_name", c.c_char_p, c.c_void_p)
_active = _declare("keel_domain_is_active", c.c_int, c.c_void_p, c.POINTER(c.c_bool))
_info = _declare("keel_domain_get_info", c.c_int, c.c_void_p, c.POINTER(DomainInfo))
_free = _declare("keel_free", None, c.c_void_p)
_message = _declare("keel_last_error_message", c.c_char_p)
_domain = _declare("keel_last_error_domain", c.c_int)


class Error(Exception):
    def __init__(self, code):
        self.code = code
        self.domain = _domain()
        self.message = _message().decode()
        super().__init__(self.message)


class Domain:
    __slots__ = ("handle", "parent")

    def __init__(self, handle, parent):
        self.handle = handle
        self.parent = parent

    def __del__(self):
        _domain_unref(self.handle)

    def get_name(self):
        return _name(self.handle).decode()

    def is_active(self):
        ret = c.c_bool()
        status = _active(self.handle, c.byref(ret))
        if status:
            raise Error(status)
        return ret.value

    def get_info(self):
        ret = DomainInfo()
        status = _info(self.handle, c.byref(ret))
        if status:
            raise Error(status)
        return ret.state, ret.vcpus, ret.max_memory_kib, ret.memory_kib, ret.cpu_time_ns


class Connection:
    def __init__(self, handle):
        self.handle = handle

    def __del__(self):
        _unref(self.handle)

    @classmethod
    def open(cls, uri):
        ret = c.c_void_p()
        status = _open(uri.encode(), 0, c.byref(ret))
        if status:
            raise Error(status)
        return cls(ret)

    def is_read_only(self):
        return _read_only(self.handle)

    def lookup_domain_by_name(self, name):
        ret = c.c_void_p()
        status = _lookup(self.handle, name.encode(), c.byref(ret))
        if status:
            raise Error(status)
        return Domain(ret, self)

    def list_domains(self, flags=0):
        items = c.POINTER(c.c_void_p)()
        n = c.c_size_t()
        status = _list(self.handle, flags, c.byref(items), c.byref(n))
        if status:
            raise Error(status)
        found = [Domain(items[i], self) for i in range(n.value)]
        _free(items)
        return found

    def foreach_domain(self, visitor):
        def visit(handle, _):
            return visitor(Domain(_domain_ref(handle), self))

        status = _foreach(self.handle, 0, VISITOR(visit), None)
        if status:
            raise Error(status)
