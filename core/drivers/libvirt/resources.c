/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a domain has of its host: memory, processors and their time. */

#include "libvirt.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_DOMAIN
/* How much is read at once, and asked of libvirt at once. */
#define MAX_TRANSFER ((size_t)64 << 20)
#define CHUNK ((size_t)1 << 20)

/* libvirt calls a number that does not fit an argument that is not valid. */
static keel_status number_result(int result)
{
	keel_status status = lv_result(result, DOMAIN);

	if (status != KEEL_STATUS_INVALID_ARGUMENT)
		return status;
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN, "%s", keel_last_error_message());
}

keel_status lv_domain_get_memory(const keel_domain *domain, uint64_t *ret_kib)
{
	keel_domain_info info;

	KEEL_TRY(lv_domain_get_info(domain, &info));
	*ret_kib = info.memory_kib;
	return KEEL_OK;
}

keel_status lv_domain_get_max_memory(const keel_domain *domain, uint64_t *ret_kib)
{
	keel_domain_info info;

	KEEL_TRY(lv_domain_get_info(domain, &info));
	*ret_kib = info.max_memory_kib;
	return KEEL_OK;
}

static keel_status set_memory(keel_domain *domain, uint64_t kib, unsigned int flags)
{
	if (kib == 0 || kib > ULONG_MAX)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN,
				  "a domain cannot have %" PRIu64 " KiB of memory", kib);
	return number_result(virDomainSetMemoryFlags(lv_domain(domain), (unsigned long)kib, flags));
}

keel_status lv_domain_set_memory(keel_domain *domain, uint64_t kib)
{
	return set_memory(domain, kib, VIR_DOMAIN_AFFECT_CURRENT);
}

keel_status lv_domain_set_max_memory(keel_domain *domain, uint64_t kib)
{
	return set_memory(domain, kib, VIR_DOMAIN_AFFECT_CURRENT | VIR_DOMAIN_MEM_MAXIMUM);
}

static keel_status get_vcpus(const keel_domain *domain, unsigned int flags, uint32_t *ret)
{
	int n = virDomainGetVcpusFlags(lv_domain(domain), flags);

	KEEL_TRY(lv_result(n, DOMAIN));
	*ret = (uint32_t)n;
	return KEEL_OK;
}

keel_status lv_domain_get_vcpus(const keel_domain *domain, uint32_t *ret)
{
	return get_vcpus(domain, VIR_DOMAIN_AFFECT_CURRENT, ret);
}

keel_status lv_domain_get_max_vcpus(const keel_domain *domain, uint32_t *ret)
{
	return get_vcpus(domain, VIR_DOMAIN_AFFECT_CURRENT | VIR_DOMAIN_VCPU_MAXIMUM, ret);
}

keel_status lv_domain_set_vcpus(keel_domain *domain, uint32_t vcpus)
{
	if (vcpus == 0)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN,
				  "a domain has one virtual processor at least");
	return number_result(
		virDomainSetVcpusFlags(lv_domain(domain), vcpus, VIR_DOMAIN_AFFECT_CURRENT));
}

/* How many processors the host may have, and the bytes that hold a bit of each. */
static keel_status host_cpus(const keel_domain *domain, int *ret_n, int *ret_bytes)
{
	int n = virNodeGetCPUMap(lv_ptr(domain->object.handle.connection), NULL, NULL, 0);

	KEEL_TRY(lv_result(n, DOMAIN));
	*ret_n = n;
	*ret_bytes = VIR_CPU_MAPLEN(n);
	return KEEL_OK;
}

static keel_status no_vcpu(uint32_t vcpu)
{
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN,
			  "there is no virtual processor %" PRIu32, vcpu);
}

static keel_status numbers_of(const unsigned char *map, int n, uint32_t **ret, size_t *ret_n)
{
	uint32_t *numbers = calloc((size_t)n + 1, sizeof(*numbers));
	size_t n_numbers = 0;
	int i;

	if (!numbers)
		return keel_error_no_memory();
	for (i = 0; i < n; i++)
		if (VIR_CPU_USED(map, i))
			numbers[n_numbers++] = (uint32_t)i;
	*ret = numbers;
	*ret_n = n_numbers;
	return KEEL_OK;
}

keel_status lv_domain_get_vcpu_affinity(const keel_domain *domain, uint32_t vcpu, uint32_t **ret,
					size_t *ret_n)
{
	unsigned char *maps;
	keel_status status;
	uint32_t n_vcpus;
	int n_bytes;
	int n_cpus;
	int n;

	KEEL_TRY(lv_domain_get_vcpus(domain, &n_vcpus));
	if (vcpu >= n_vcpus)
		return no_vcpu(vcpu);
	KEEL_TRY(host_cpus(domain, &n_cpus, &n_bytes));
	maps = calloc(n_vcpus, (size_t)n_bytes);
	if (!maps)
		return keel_error_no_memory();
	n = virDomainGetVcpuPinInfo(lv_domain(domain), (int)n_vcpus, maps, n_bytes,
				    VIR_DOMAIN_AFFECT_CURRENT);
	status = lv_result(n, DOMAIN);
	if (status == KEEL_OK && vcpu >= (uint32_t)n)
		status = no_vcpu(vcpu);
	if (status == KEEL_OK)
		status = numbers_of(VIR_GET_CPUMAP(maps, n_bytes, vcpu), n_cpus, ret, ret_n);
	free(maps);
	return status;
}

static keel_status pin(keel_domain *domain, uint32_t vcpu, unsigned char *map, int n_host,
		       int n_bytes, const uint32_t *cpus, size_t n_cpus)
{
	size_t i;

	for (i = 0; i < n_cpus; i++) {
		if (cpus[i] >= (uint32_t)n_host)
			return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN,
					  "the host has no processor %" PRIu32, cpus[i]);
		VIR_USE_CPU(map, cpus[i]);
	}
	return number_result(virDomainPinVcpuFlags(lv_domain(domain), vcpu, map, n_bytes,
						   VIR_DOMAIN_AFFECT_CURRENT));
}

keel_status lv_domain_set_vcpu_affinity(keel_domain *domain, uint32_t vcpu, const uint32_t *cpus,
					size_t n_cpus)
{
	unsigned char *map;
	keel_status status;
	uint32_t n_vcpus;
	int n_bytes;
	int n_host;

	if (n_cpus == 0)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN,
				  "a virtual processor needs a processor to run on");
	KEEL_TRY(lv_domain_get_vcpus(domain, &n_vcpus));
	if (vcpu >= n_vcpus)
		return no_vcpu(vcpu);
	KEEL_TRY(host_cpus(domain, &n_host, &n_bytes));
	map = calloc(1, (size_t)n_bytes + 1);
	if (!map)
		return keel_error_no_memory();
	status = pin(domain, vcpu, map, n_host, n_bytes, cpus, n_cpus);
	free(map);
	return status;
}

keel_status lv_domain_get_vcpu_times(const keel_domain *domain, uint64_t **ret, size_t *ret_n)
{
	virVcpuInfoPtr infos;
	uint64_t *times;
	uint32_t n_vcpus;
	int n;
	int i;

	KEEL_TRY(lv_check_active(domain));
	KEEL_TRY(lv_domain_get_vcpus(domain, &n_vcpus));
	infos = calloc((size_t)n_vcpus + 1, sizeof(*infos));
	times = calloc((size_t)n_vcpus + 1, sizeof(*times));
	if (!infos || !times) {
		free(infos);
		free(times);
		return keel_error_no_memory();
	}
	n = virDomainGetVcpus(lv_domain(domain), infos, (int)n_vcpus, NULL, 0);
	for (i = 0; i < n; i++)
		times[i] = infos[i].cpuTime;
	free(infos);
	if (n < 0) {
		free(times);
		return lv_error(DOMAIN);
	}
	*ret = times;
	*ret_n = (size_t)n;
	return KEEL_OK;
}

static keel_status get_scheduler(const keel_domain *domain, virTypedParameterPtr *ret, int *ret_n)
{
	virTypedParameterPtr params;
	int n = 0;
	char *type = virDomainGetSchedulerType(lv_domain(domain), &n);

	if (!type)
		return lv_error(DOMAIN);
	free(type);
	params = calloc((size_t)n + 1, sizeof(*params));
	if (!params)
		return keel_error_no_memory();
	/* Some drivers of libvirt's know one of the two only. */
	if (virDomainGetSchedulerParametersFlags(lv_domain(domain), params, &n,
						 VIR_DOMAIN_AFFECT_CURRENT) < 0 &&
	    virDomainGetSchedulerParameters(lv_domain(domain), params, &n) < 0) {
		free(params);
		return lv_error(DOMAIN);
	}
	*ret = params;
	*ret_n = n;
	return KEEL_OK;
}

keel_status lv_domain_get_scheduler_parameters(const keel_domain *domain, keel_param **ret,
					       size_t *ret_n)
{
	virTypedParameterPtr params;
	keel_status status;
	int n;

	KEEL_TRY(get_scheduler(domain, &params, &n));
	status = lv_params_from(params, (size_t)n, NULL, ret, ret_n);
	virTypedParamsFree(params, n);
	return status;
}

keel_status lv_domain_set_scheduler_parameters(keel_domain *domain, const keel_param *params,
					       size_t n_params)
{
	virTypedParameterPtr known;
	virTypedParameterPtr list;
	keel_status status;
	int n_known;
	int n;

	KEEL_TRY(get_scheduler(domain, &known, &n_known));
	status = lv_params_to(known, (size_t)n_known, params, n_params, &list, &n);
	virTypedParamsFree(known, n_known);
	KEEL_TRY(status);
	if (n)
		status = number_result(virDomainSetSchedulerParametersFlags(
			lv_domain(domain), list, n, VIR_DOMAIN_AFFECT_CURRENT));
	virTypedParamsFree(list, n);
	return status;
}

static keel_status peek(virDomainPtr ptr, uint64_t offset, size_t size, uint8_t *to)
{
	while (size) {
		size_t n = size < CHUNK ? size : CHUNK;

		KEEL_TRY(lv_result(virDomainMemoryPeek(ptr, offset, n, to, VIR_MEMORY_PHYSICAL),
				   DOMAIN));
		offset += n;
		to += n;
		size -= n;
	}
	return KEEL_OK;
}

keel_status lv_domain_read_memory(const keel_domain *domain, uint64_t offset, size_t size,
				  uint8_t **ret, size_t *ret_n)
{
	keel_status status;
	uint64_t kib;
	uint8_t *data;

	KEEL_TRY(lv_check_active(domain));
	KEEL_TRY(lv_domain_get_max_memory(domain, &kib));
	if (size > MAX_TRANSFER)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN,
				  "at most %zu bytes are read at once", MAX_TRANSFER);
	if (kib <= UINT64_MAX / 1024 && (offset > kib * 1024 || size > kib * 1024 - offset))
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN,
				  "the memory of the domain '%s' does not reach that far",
				  keel_domain_get_name(domain));
	data = malloc(size ? size : 1);
	if (!data)
		return keel_error_no_memory();
	status = peek(lv_domain(domain), offset, size, data);
	if (status != KEEL_OK) {
		free(data);
		return status;
	}
	*ret = data;
	*ret_n = size;
	return KEEL_OK;
}
