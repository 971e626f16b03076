/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_TEST_FACTS_H
#define KEEL_TEST_FACTS_H

/* What a host is made of, and what it and its domains have done. */

#include "test.h"

/* The most processors that a host has. */
#define MAX_HOST_CPUS 65536u

/*
 * Parameters that are being gathered. It remembers that memory ran out, so only the end needs a
 * check.
 */
struct test_list {
	keel_param *params;
	size_t n;
	size_t room;
	bool failed;
};

/* facts.c */
/* The largest number stands for those that are larger. */
uint64_t test_add(uint64_t a, uint64_t b);
uint64_t test_multiply(uint64_t a, uint64_t b);
/* How much of the memory of the host a cell has. */
uint64_t test_cell_kib(const keel_host_info *info, uint32_t cell);

void test_list_add(struct test_list *self, keel_param value, const char *format, ...)
	KEEL_PRINTF_HOT(3, 4);
keel_status test_list_steal(struct test_list *self, keel_param **ret, size_t *ret_n);

static inline keel_param test_u32(uint32_t value)
{
	return (keel_param){.type = KEEL_PARAM_TYPE_U32, .value = {.u32 = value}};
}

static inline keel_param test_i32(int32_t value)
{
	return (keel_param){.type = KEEL_PARAM_TYPE_I32, .value = {.i32 = value}};
}

static inline keel_param test_u64(uint64_t value)
{
	return (keel_param){.type = KEEL_PARAM_TYPE_U64, .value = {.u64 = value}};
}

static inline keel_param test_i64(int64_t value)
{
	return (keel_param){.type = KEEL_PARAM_TYPE_I64, .value = {.i64 = value}};
}

static inline keel_param test_f64(double value)
{
	return (keel_param){.type = KEEL_PARAM_TYPE_F64, .value = {.f64 = value}};
}

static inline keel_param test_bool(bool value)
{
	return (keel_param){.type = KEEL_PARAM_TYPE_BOOL, .value = {.boolean = value}};
}

static inline keel_param test_text(const char *value)
{
	return (keel_param){.type = KEEL_PARAM_TYPE_STRING, .value = {.string = value}};
}

/* The functions of the driver: statistics.c */
keel_status test_domain_get_cpu_statistics(const keel_domain *domain, keel_param **ret,
					   size_t *ret_n);
keel_status test_domain_get_memory_statistics(const keel_domain *domain, keel_param **ret,
					      size_t *ret_n);
keel_status test_domain_get_block_statistics(const keel_domain *domain, const char *disk,
					     keel_param **ret, size_t *ret_n);
keel_status test_domain_get_interface_statistics(const keel_domain *domain, const char *interface,
						 keel_param **ret, size_t *ret_n);
keel_status test_domain_get_block_info(const keel_domain *domain, const char *disk,
				       keel_block_info *ret);
keel_status test_get_domain_statistics(keel_connection *connection, uint32_t statistics,
				       uint32_t flags, keel_domain_statistics **ret,
				       size_t *ret_n);

/* facts.c */
keel_status test_get_driver_version(const keel_connection *connection, uint32_t *ret_major,
				    uint32_t *ret_minor, uint32_t *ret_micro);
keel_status test_is_secure(const keel_connection *connection, bool *ret);
keel_status test_is_encrypted(const keel_connection *connection, bool *ret);
keel_status test_list_cpu_models(const keel_connection *connection, const char *arch, char ***ret,
				 size_t *ret_n);
keel_status test_list_host_cpus(const keel_connection *connection, keel_host_cpu **ret,
				size_t *ret_n);
keel_status test_list_host_cells(const keel_connection *connection, keel_host_cell **ret,
				 size_t *ret_n);
keel_status test_get_host_cpu_statistics(const keel_connection *connection, int32_t cpu,
					 keel_param **ret, size_t *ret_n);
keel_status test_get_host_memory_statistics(const keel_connection *connection, int32_t cell,
					    keel_param **ret, size_t *ret_n);

#endif
