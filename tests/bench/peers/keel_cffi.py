# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same functions bound with cffi in API mode and a thin class, as its documentation shows."""

from _keel_cffi import ffi, lib


class Error(Exception):
    def __init__(self, code):
        self.code = code
        self.domain = lib.keel_last_error_domain()
        self.message = ffi.string(lib.keel_last_error_message()).decode()
        super().__init__(self.message)


class Domain:
    __slots__ = ("handle", "parent")

    def __init__(self, handle, parent):
        self.handle = ffi.gc(handle, lib.keel_domain_unref)
        self.parent = parent

    def get_name(self):
        return ffi.string(lib.keel_domain_get_name(self.handle)).decode()

    def is_active(self):
        ret = ffi.new("bool *")
        status = lib.keel_domain_is_active(self.handle, ret)
        if status:
            raise Error(status)
        return ret[0]

    def get_info(self):
        ret = ffi.new("keel_domain_info *")
        status = lib.keel_domain_get_info(self.handle, ret)
        if status:
            raise Error(status)
        return ret.state, ret.vcpus, ret.max_memory_kib, ret.memory_kib, ret.cpu_time_ns


@ffi.def_extern()
def bench_visit(handle, data):
    visitor, parent = ffi.from_handle(data)
    return visitor(Domain(lib.keel_domain_ref(handle), parent))


class Connection:
    def __init__(self, handle):
        self.handle = ffi.gc(handle, lib.keel_connection_unref)

    @classmethod
    def open(cls, uri):
        ret = ffi.new("keel_connection **")
        status = lib.keel_connection_open(uri.encode(), 0, ret)
        if status:
            raise Error(status)
        return cls(ret[0])

    def is_read_only(self):
        return lib.keel_connection_is_read_only(self.handle)

    def lookup_domain_by_name(self, name):
        ret = ffi.new("keel_domain **")
        status = lib.keel_connection_lookup_domain_by_name(self.handle, name.encode(), ret)
        if status:
            raise Error(status)
        return Domain(ret[0], self)

    def list_domains(self, flags=0):
        items = ffi.new("keel_domain ***")
        n = ffi.new("size_t *")
        status = lib.keel_connection_list_domains(self.handle, flags, items, n)
        if status:
            raise Error(status)
        found = [Domain(items[0][i], self) for i in range(n[0])]
        lib.keel_free(items[0])
        return found

    def foreach_domain(self, visitor):
        data = ffi.new_handle((visitor, self))
        status = lib.keel_connection_foreach_domain(self.handle, 0, lib.bench_visit, data)
        if status:
            raise Error(status)
