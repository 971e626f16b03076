/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Statistics of domains: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#define STATISTICS ((uint32_t)(KEEL_STATISTICS_INTERFACE << 1) - 1)
#define LIST_FLAGS ((uint32_t)(KEEL_LIST_NO_AUTOSTART << 1) - 1)

keel_status keel_domain_get_cpu_statistics(const keel_domain *self, keel_param **ret,
					   size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_get_cpu_statistics, self, ret, ret_n);
}

keel_status keel_domain_get_memory_statistics(const keel_domain *self, keel_param **ret,
					      size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_get_memory_statistics, self, ret, ret_n);
}

keel_status keel_domain_get_block_statistics(const keel_domain *self, const char *disk,
					     keel_param **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(disk);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_get_block_statistics, self, disk, ret, ret_n);
}

keel_status keel_domain_get_interface_statistics(const keel_domain *self, const char *interface,
						 keel_param **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(interface);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_get_interface_statistics, self, interface, ret, ret_n);
}

keel_status keel_domain_get_block_info(const keel_domain *self, const char *disk,
				       keel_block_info *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(disk);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_block_info, self, disk, ret);
}

keel_status keel_connection_get_domain_statistics(keel_connection *self, uint32_t statistics,
						  uint32_t flags, keel_domain_statistics **ret,
						  size_t *ret_n)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	CHECK_FLAGS(statistics, STATISTICS);
	return CALL(self, get_domain_statistics, self, statistics, flags, ret, ret_n);
}
