/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What domains have done, under the names that keel has for it. */

#include "libvirt.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_DOMAIN

static const struct lv_name cpu_names[] = {
	{VIR_DOMAIN_CPU_STATS_CPUTIME, "time", 0},
	{VIR_DOMAIN_CPU_STATS_USERTIME, "user", 0},
	{VIR_DOMAIN_CPU_STATS_SYSTEMTIME, "kernel", 0},
	{VIR_DOMAIN_CPU_STATS_VCPUTIME, "vcpu", 0},
	{NULL, NULL, 0},
};

static const struct lv_name block_names[] = {
	{VIR_DOMAIN_BLOCK_STATS_READ_REQ, "read_requests", 0},
	{VIR_DOMAIN_BLOCK_STATS_READ_BYTES, "read_bytes", 0},
	{VIR_DOMAIN_BLOCK_STATS_READ_TOTAL_TIMES, "read_time", 0},
	{VIR_DOMAIN_BLOCK_STATS_WRITE_REQ, "write_requests", 0},
	{VIR_DOMAIN_BLOCK_STATS_WRITE_BYTES, "write_bytes", 0},
	{VIR_DOMAIN_BLOCK_STATS_WRITE_TOTAL_TIMES, "write_time", 0},
	{VIR_DOMAIN_BLOCK_STATS_FLUSH_REQ, "flush_requests", 0},
	{VIR_DOMAIN_BLOCK_STATS_FLUSH_TOTAL_TIMES, "flush_time", 0},
	{VIR_DOMAIN_BLOCK_STATS_ERRS, "errors", 0},
	{NULL, NULL, 0},
};

static keel_param number(uint64_t value)
{
	return (keel_param){.type = KEEL_PARAM_TYPE_U64, .value = {.u64 = value}};
}

/* The processors' time alone, which every driver of libvirt's tells. */
static keel_status get_cpu_time(const keel_domain *domain, keel_param **ret, size_t *ret_n)
{
	struct lv_params list = {0};
	keel_domain_info info;

	KEEL_TRY(lv_domain_get_info(domain, &info));
	lv_params_add(&list, "time", number(info.cpu_time_ns));
	return lv_params_steal(&list, ret, ret_n);
}

keel_status lv_domain_get_cpu_statistics(const keel_domain *domain, keel_param **ret,
					 size_t *ret_n)
{
	virTypedParameterPtr params;
	keel_status status;
	int n;

	KEEL_TRY(lv_check_active(domain));
	n = virDomainGetCPUStats(lv_domain(domain), NULL, 0, -1, 1, 0);
	/* An unprivileged host does not count more. */
	if (n <= 0)
		return get_cpu_time(domain, ret, ret_n);
	params = calloc((size_t)n, sizeof(*params));
	if (!params)
		return keel_error_no_memory();
	n = virDomainGetCPUStats(lv_domain(domain), params, (unsigned int)n, -1, 1, 0);
	if (n < 0)
		status = lv_error(DOMAIN);
	else
		status = lv_params_from(params, (size_t)n, cpu_names, ret, ret_n);
	virTypedParamsFree(params, n < 0 ? 0 : n);
	return status;
}

static const char *memory_name(int tag)
{
	static const char *const names[] = {
		[VIR_DOMAIN_MEMORY_STAT_SWAP_IN] = "swap_in",
		[VIR_DOMAIN_MEMORY_STAT_SWAP_OUT] = "swap_out",
		[VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT] = "major_faults",
		[VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT] = "minor_faults",
		[VIR_DOMAIN_MEMORY_STAT_UNUSED] = "unused",
		[VIR_DOMAIN_MEMORY_STAT_AVAILABLE] = "available",
		[VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON] = "actual",
		[VIR_DOMAIN_MEMORY_STAT_RSS] = "resident",
		[VIR_DOMAIN_MEMORY_STAT_USABLE] = "usable",
		[VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE] = "last_update",
		[VIR_DOMAIN_MEMORY_STAT_DISK_CACHES] = "disk_caches",
	};

	if (tag < 0 || (size_t)tag >= sizeof(names) / sizeof(*names))
		return NULL;
	return names[tag];
}

keel_status lv_domain_get_memory_statistics(const keel_domain *domain, keel_param **ret,
					    size_t *ret_n)
{
	virDomainMemoryStatStruct stats[VIR_DOMAIN_MEMORY_STAT_NR];
	struct lv_params list = {0};
	bool has_actual = false;
	uint64_t kib;
	int n;
	int i;

	KEEL_TRY(lv_check_active(domain));
	n = virDomainMemoryStats(lv_domain(domain), stats, VIR_DOMAIN_MEMORY_STAT_NR, 0);
	KEEL_TRY(lv_result(n, DOMAIN));
	KEEL_TRY(lv_domain_get_memory(domain, &kib));
	for (i = 0; i < n; i++) {
		const char *name = memory_name(stats[i].tag);

		if (name)
			lv_params_add(&list, name, number(stats[i].val));
		has_actual |= stats[i].tag == VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON;
	}
	if (!has_actual)
		lv_params_add(&list, "actual", number(kib));
	return lv_params_steal(&list, ret, ret_n);
}

/* libvirt calls a disk or an interface that is not there an argument that is not valid. */
static keel_status path_error(void)
{
	keel_status status = lv_error(DOMAIN);

	if (status != KEEL_STATUS_INVALID_ARGUMENT)
		return status;
	return keel_error(KEEL_STATUS_NOT_FOUND, DOMAIN, "%s", keel_last_error_message());
}

static void add_known(struct lv_params *list, const char *name, long long value)
{
	if (value >= 0)
		lv_params_add(list, name, number((uint64_t)value));
}

/* An empty path would be the sum of all disks. */
static keel_status check_path(const char *path, const char *what)
{
	if (*path)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_NOT_FOUND, DOMAIN, "there is no %s without a name", what);
}

static keel_status get_block_basics(const keel_domain *domain, const char *disk, keel_param **ret,
				    size_t *ret_n)
{
	virDomainBlockStatsStruct stats;
	struct lv_params list = {0};

	if (virDomainBlockStats(lv_domain(domain), disk, &stats, sizeof(stats)) < 0)
		return path_error();
	add_known(&list, "read_requests", stats.rd_req);
	add_known(&list, "read_bytes", stats.rd_bytes);
	add_known(&list, "write_requests", stats.wr_req);
	add_known(&list, "write_bytes", stats.wr_bytes);
	add_known(&list, "errors", stats.errs);
	return lv_params_steal(&list, ret, ret_n);
}

/* libvirt's counters are signed. */
static void unsign(virTypedParameter *params, int n)
{
	int i;

	for (i = 0; i < n; i++)
		if (params[i].type == VIR_TYPED_PARAM_LLONG && params[i].value.l >= 0) {
			params[i].type = VIR_TYPED_PARAM_ULLONG;
			params[i].value.ul = (unsigned long long)params[i].value.l;
		}
}

keel_status lv_domain_get_block_statistics(const keel_domain *domain, const char *disk,
					   keel_param **ret, size_t *ret_n)
{
	virTypedParameterPtr params;
	keel_status status;
	int n = 0;

	KEEL_TRY(check_path(disk, "disk"));
	KEEL_TRY(lv_check_active(domain));
	if (virDomainBlockStatsFlags(lv_domain(domain), disk, NULL, &n, 0) < 0)
		return virGetLastErrorCode() == VIR_ERR_NO_SUPPORT
			       ? get_block_basics(domain, disk, ret, ret_n)
			       : path_error();
	params = calloc((size_t)n + 1, sizeof(*params));
	if (!params)
		return keel_error_no_memory();
	if (virDomainBlockStatsFlags(lv_domain(domain), disk, params, &n, 0) < 0) {
		free(params);
		return path_error();
	}
	unsign(params, n);
	status = lv_params_from(params, (size_t)n, block_names, ret, ret_n);
	virTypedParamsFree(params, n);
	return status;
}

keel_status lv_domain_get_interface_statistics(const keel_domain *domain, const char *interface,
					       keel_param **ret, size_t *ret_n)
{
	virDomainInterfaceStatsStruct stats;
	struct lv_params list = {0};

	KEEL_TRY(check_path(interface, "interface"));
	KEEL_TRY(lv_check_active(domain));
	if (virDomainInterfaceStats(lv_domain(domain), interface, &stats, sizeof(stats)) < 0)
		return path_error();
	add_known(&list, "receive_bytes", stats.rx_bytes);
	add_known(&list, "receive_packets", stats.rx_packets);
	add_known(&list, "receive_errors", stats.rx_errs);
	add_known(&list, "receive_drops", stats.rx_drop);
	add_known(&list, "send_bytes", stats.tx_bytes);
	add_known(&list, "send_packets", stats.tx_packets);
	add_known(&list, "send_errors", stats.tx_errs);
	add_known(&list, "send_drops", stats.tx_drop);
	return lv_params_steal(&list, ret, ret_n);
}

keel_status lv_domain_get_block_info(const keel_domain *domain, const char *disk,
				     keel_block_info *ret)
{
	virDomainBlockInfo info;

	KEEL_TRY(check_path(disk, "disk"));
	if (virDomainGetBlockInfo(lv_domain(domain), disk, &info, 0) < 0)
		return path_error();
	ret->capacity = info.capacity;
	ret->allocation = info.allocation;
	ret->physical = info.physical;
	return KEEL_OK;
}

static const struct lv_flag statistics_flags[] = {
	{KEEL_STATISTICS_STATE, VIR_DOMAIN_STATS_STATE},
	{KEEL_STATISTICS_CPU, VIR_DOMAIN_STATS_CPU_TOTAL},
	{KEEL_STATISTICS_MEMORY, VIR_DOMAIN_STATS_BALLOON},
	{KEEL_STATISTICS_VCPU, VIR_DOMAIN_STATS_VCPU},
	{KEEL_STATISTICS_BLOCK, VIR_DOMAIN_STATS_BLOCK},
	{KEEL_STATISTICS_INTERFACE, VIR_DOMAIN_STATS_INTERFACE},
	{0, 0},
};

/* Replaces what a name begins with; false when it begins with something else. */
static bool rename_prefix(char to[VIR_TYPED_PARAM_FIELD_LENGTH + 16], const char *from,
			  const char *prefix, const char *replacement)
{
	size_t size = strlen(prefix);

	if (strncmp(from, prefix, size) != 0)
		return false;
	snprintf(to, VIR_TYPED_PARAM_FIELD_LENGTH + 16, "%s%s", replacement, from + size);
	return true;
}

/* libvirt's groups that have another name in keel. */
static keel_status take_record(const virDomainStatsRecord *record, keel_param **ret, size_t *ret_n)
{
	char name[VIR_TYPED_PARAM_FIELD_LENGTH + 16];
	struct lv_params list = {0};
	keel_param *params;
	size_t n;
	size_t i;

	KEEL_TRY(lv_params_from(record->params, (size_t)record->nparams, NULL, &params, &n));
	for (i = 0; i < n; i++) {
		if (!rename_prefix(name, params[i].name, "balloon.", "memory.") &&
		    !rename_prefix(name, params[i].name, "net.", "interface."))
			snprintf(name, sizeof(name), "%s", params[i].name);
		lv_params_add(&list, name, params[i]);
	}
	keel_params_free(params, n);
	return lv_params_steal(&list, ret, ret_n);
}

static keel_status take_records(keel_connection *connection, virDomainStatsRecordPtr *records,
				size_t n, keel_domain_statistics **ret, size_t *ret_n)
{
	keel_domain_statistics *list = calloc(n + 1, sizeof(*list));
	keel_status status = list ? KEEL_OK : keel_error_no_memory();
	size_t i;

	for (i = 0; i < n && status == KEEL_OK; i++) {
		virDomainRef(records[i]->dom);
		status = lv_domain_give(connection, records[i]->dom, &list[i].domain);
		if (status == KEEL_OK)
			status = take_record(records[i], &list[i].params, &list[i].n_params);
	}
	if (status != KEEL_OK) {
		keel_domain_statistics_free(list, i);
		return status;
	}
	*ret = list;
	*ret_n = n;
	return KEEL_OK;
}

/* libvirt takes such flags only when it lists domains, and not when it is to count. */
static int get_records(keel_connection *connection, unsigned int statistics, unsigned int flags,
		       virDomainStatsRecordPtr **ret)
{
	virDomainPtr *domains = NULL;
	int n = virConnectListAllDomains(lv_ptr(connection), &domains, flags);
	int result = -1;
	int i;

	if (n == 0)
		result = 0;
	else if (n > 0)
		result = virDomainListGetStats(domains, statistics, ret, 0);
	for (i = 0; i < n; i++)
		virDomainFree(domains[i]);
	free(domains);
	return result;
}

keel_status lv_get_domain_statistics(keel_connection *connection, uint32_t statistics,
				     uint32_t flags, keel_domain_statistics **ret, size_t *ret_n)
{
	virDomainStatsRecordPtr *records = NULL;
	keel_status status;
	int n = get_records(connection, lv_flags(statistics, statistics_flags),
			    lv_flags(flags, lv_list_flags), &records);

	KEEL_TRY(lv_result(n, DOMAIN));
	status = take_records(connection, records, (size_t)n, ret, ret_n);
	virDomainStatsRecordListFree(records);
	return status;
}
