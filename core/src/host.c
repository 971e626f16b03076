/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The facts of a host: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

keel_status keel_connection_get_driver_version(const keel_connection *self, uint32_t *ret_major,
					       uint32_t *ret_minor, uint32_t *ret_micro)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret_major);
	return CALL(self, get_driver_version, self, ret_major, ret_minor, ret_micro);
}

keel_status keel_connection_is_secure(const keel_connection *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, is_secure, self, ret);
}

keel_status keel_connection_is_encrypted(const keel_connection *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, is_encrypted, self, ret);
}

keel_status keel_connection_list_cpu_models(const keel_connection *self, const char *arch,
					    char * **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(arch);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_cpu_models, self, arch, ret, ret_n);
}

keel_status keel_connection_list_host_cpus(const keel_connection *self, keel_host_cpu **ret,
					   size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_host_cpus, self, ret, ret_n);
}

keel_status keel_connection_list_host_cells(const keel_connection *self, keel_host_cell **ret,
					    size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_host_cells, self, ret, ret_n);
}

keel_status keel_connection_get_host_cpu_statistics(const keel_connection *self, int32_t cpu,
						    keel_param **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, get_host_cpu_statistics, self, cpu, ret, ret_n);
}

keel_status keel_connection_get_host_memory_statistics(const keel_connection *self, int32_t cell,
						       keel_param **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, get_host_memory_statistics, self, cell, ret, ret_n);
}
