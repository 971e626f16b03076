# SPDX-License-Identifier: LGPL-2.1-or-later
"""Builds the cffi module, in API mode, that ``keel_cffi`` wraps."""

import sys

import cffi

builder = cffi.FFI()
builder.cdef("""
typedef struct keel_connection keel_connection;
typedef struct keel_domain keel_domain;
typedef struct { int state; uint32_t vcpus; uint64_t max_memory_kib; uint64_t memory_kib; uint64_t cpu_time_ns; ...; }
    keel_domain_info;
typedef bool (*keel_domain_visitor)(keel_domain *, void *);
int keel_last_error_domain(void);
const char *keel_last_error_message(void);
int keel_connection_open(const char *, uint32_t, keel_connection **);
void keel_connection_unref(keel_connection *);
bool keel_connection_is_read_only(const keel_connection *);
int keel_connection_lookup_domain_by_name(keel_connection *, const char *, keel_domain **);
int keel_connection_list_domains(keel_connection *, uint32_t, keel_domain ***, size_t *);
int keel_connection_foreach_domain(keel_connection *, uint32_t, keel_domain_visitor, void *);
keel_domain *keel_domain_ref(keel_domain *);
void keel_domain_unref(keel_domain *);
const char *keel_domain_get_name(const keel_domain *);
int keel_domain_is_active(const keel_domain *, bool *);
int keel_domain_get_info(const keel_domain *, keel_domain_info *);
void keel_free(void *);
extern "Python" bool bench_visit(keel_domain *, void *);
""")
include, library = sys.argv[1:]
builder.set_source(
    "_keel_cffi",
    "#include <keel/keel.h>",
    include_dirs=[include],
    libraries=["keel"],
    library_dirs=[library],
    runtime_library_dirs=[library],
    extra_compile_args=["-O2", "-Wno-incompatible-pointer-types", "-w"],
)
builder.compile(verbose=False)
