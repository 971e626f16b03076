/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a host is made of and does. */

#include "libvirt.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_CONNECTION

/* libvirt calls a number that nothing has an argument that is not valid. */
static keel_status number_error(void)
{
	keel_status status = lv_error(DOMAIN);

	if (status != KEEL_STATUS_INVALID_ARGUMENT)
		return status;
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN, "%s", keel_last_error_message());
}

keel_status lv_get_driver_version(const keel_connection *connection, uint32_t *ret_major,
				  uint32_t *ret_minor, uint32_t *ret_micro)
{
	unsigned long version;

	KEEL_TRY(lv_result(virConnectGetVersion(lv_ptr(connection), &version), DOMAIN));
	*ret_major = (uint32_t)(version / 1000000);
	if (ret_minor)
		*ret_minor = (uint32_t)(version / 1000 % 1000);
	if (ret_micro)
		*ret_micro = (uint32_t)(version % 1000);
	return KEEL_OK;
}

keel_status lv_is_secure(const keel_connection *connection, bool *ret)
{
	return lv_bool(virConnectIsSecure(lv_ptr(connection)), DOMAIN, ret);
}

keel_status lv_is_encrypted(const keel_connection *connection, bool *ret)
{
	return lv_bool(virConnectIsEncrypted(lv_ptr(connection)), DOMAIN, ret);
}

keel_status lv_get_host_info(const keel_connection *connection, keel_host_info *ret)
{
	virNodeInfo info;

	KEEL_TRY(lv_result(virNodeGetInfo(lv_ptr(connection), &info), DOMAIN));
	memset(ret, 0, sizeof(*ret));
	ret->memory_kib = info.memory;
	ret->cpus = info.cpus;
	ret->mhz = info.mhz;
	ret->nodes = info.nodes;
	ret->sockets = info.sockets;
	ret->cores = info.cores;
	ret->threads = info.threads;
	memcpy(ret->model, info.model, sizeof(ret->model));
	ret->model[sizeof(ret->model) - 1] = '\0';
	keel_mend_utf8(ret->model);
	return KEEL_OK;
}

/* How much memory is free, in bytes: of each cell, or of all when there are none. */
static int get_free(virConnectPtr ptr, unsigned long long *bytes, uint32_t n)
{
	if (n > 1)
		return virNodeGetCellsFreeMemory(ptr, bytes, 0, (int)n);
	bytes[0] = virNodeGetFreeMemory(ptr);
	return bytes[0] ? 1 : -1;
}

keel_status lv_get_free_memory(const keel_connection *connection, uint64_t **ret, size_t *ret_n)
{
	unsigned long long *bytes;
	keel_host_info info;
	int n;
	int i;

	KEEL_TRY(lv_get_host_info(connection, &info));
	if (info.nodes == 0 || info.nodes > INT16_MAX)
		info.nodes = 1;
	bytes = calloc(info.nodes, sizeof(*bytes));
	if (!bytes)
		return keel_error_no_memory();
	n = get_free(lv_ptr(connection), bytes, info.nodes);
	if (n < 0) {
		free(bytes);
		return lv_error(DOMAIN);
	}
	for (i = 0; i < n; i++)
		bytes[i] /= 1024;
	*ret = (uint64_t *)bytes;
	*ret_n = (size_t)n;
	return KEEL_OK;
}

static keel_status get_parameters(const keel_connection *connection, virTypedParameterPtr *ret,
				  int *ret_n)
{
	virTypedParameterPtr params;
	int n = 0;

	KEEL_TRY(lv_result(virNodeGetMemoryParameters(lv_ptr(connection), NULL, &n, 0), DOMAIN));
	params = calloc((size_t)n + 1, sizeof(*params));
	if (!params)
		return keel_error_no_memory();
	if (n && virNodeGetMemoryParameters(lv_ptr(connection), params, &n, 0) < 0) {
		free(params);
		return lv_error(DOMAIN);
	}
	*ret = params;
	*ret_n = n;
	return KEEL_OK;
}

keel_status lv_get_host_parameters(const keel_connection *connection, keel_param **ret,
				   size_t *ret_n)
{
	virTypedParameterPtr params;
	keel_status status;
	int n;

	KEEL_TRY(get_parameters(connection, &params, &n));
	status = lv_params_from(params, (size_t)n, NULL, ret, ret_n);
	virTypedParamsFree(params, n);
	return status;
}

keel_status lv_set_host_parameters(keel_connection *connection, const keel_param *params,
				   size_t n_params)
{
	virTypedParameterPtr known;
	virTypedParameterPtr list;
	keel_status status;
	int n_known;
	int n;

	KEEL_TRY(get_parameters(connection, &known, &n_known));
	status = lv_params_to(known, (size_t)n_known, params, n_params, &list, &n);
	virTypedParamsFree(known, n_known);
	KEEL_TRY(status);
	if (n)
		status = lv_result(virNodeSetMemoryParameters(lv_ptr(connection), list, n, 0),
				   DOMAIN);
	virTypedParamsFree(list, n);
	return status;
}

keel_status lv_list_cpu_models(const keel_connection *connection, const char *arch, char ***ret,
			       size_t *ret_n)
{
	char **models = NULL;
	char **copy;
	int n = virConnectGetCPUModelNames(lv_ptr(connection), arch, &models, 0);

	KEEL_TRY(lv_result(n, DOMAIN));
	/* No models are no array. */
	copy = keel_strings_copy((const char *const *)models, (size_t)n);
	keel_strings_free(models, (size_t)n);
	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	*ret_n = (size_t)n;
	return KEEL_OK;
}

/* What the capabilities tell of the cells and their processors. */
struct topology {
	keel_host_cell *cells;
	size_t n_cells;
	keel_host_cpu *cpus;
	size_t n_cpus;
};

static void free_topology(struct topology *self)
{
	keel_host_cells_free(self->cells, self->n_cells);
	free(self->cpus);
}

static keel_status read_u32(const xmlNode *node, const char *name, uint32_t *ret)
{
	uint64_t value = 0;

	KEEL_TRY(keel_xml_attribute_u64(node, name, UINT32_MAX, &value));
	*ret = (uint32_t)value;
	return KEEL_OK;
}

static keel_status read_cpu(const xmlNode *node, uint32_t cell, keel_host_cpu *ret)
{
	ret->cell = cell;
	ret->online = true;
	KEEL_TRY(read_u32(node, "id", &ret->number));
	KEEL_TRY(read_u32(node, "socket_id", &ret->socket));
	return read_u32(node, "core_id", &ret->core);
}

static keel_status read_cpus(const xmlNode *parent, struct topology *topology,
			     keel_host_cell *cell)
{
	size_t n = keel_xml_count(parent, "cpu");
	const xmlNode *node;
	keel_host_cpu *cpus;

	cell->cpus = calloc(n ? n : 1, sizeof(*cell->cpus));
	cpus = realloc(topology->cpus, (topology->n_cpus + n + 1) * sizeof(*cpus));
	if (cpus)
		topology->cpus = cpus;
	if (!cell->cpus || !cpus)
		return keel_error_no_memory();
	if (n == 0)
		return KEEL_OK;
	for (node = keel_xml_next(parent->children, "cpu"); node;
	     node = keel_xml_next(node->next, "cpu")) {
		KEEL_TRY(read_cpu(node, cell->number, &cpus[topology->n_cpus]));
		cell->cpus[cell->n_cpus++] = cpus[topology->n_cpus++].number;
	}
	return KEEL_OK;
}

static keel_status read_cell(const xmlNode *node, struct topology *topology)
{
	keel_host_cell *cell = &topology->cells[topology->n_cells++];
	const xmlNode *cpus;

	KEEL_TRY(read_u32(node, "id", &cell->number));
	KEEL_TRY(keel_xml_child_kib(node, "memory", &cell->memory_kib));
	KEEL_TRY(keel_xml_child(node, "cpus", &cpus));
	return read_cpus(cpus, topology, cell);
}

static keel_status find_cells(const xmlNode *root, const xmlNode **ret)
{
	static const char *const path[] = {"host", "topology", "cells"};
	size_t i;

	for (i = 0; root && i < sizeof(path) / sizeof(*path); i++)
		KEEL_TRY(keel_xml_child(root, path[i], &root));
	*ret = root;
	return KEEL_OK;
}

static keel_status read_cells(const xmlNode *root, struct topology *topology)
{
	const xmlNode *node;
	const xmlNode *cells;

	KEEL_TRY(find_cells(root, &cells));
	if (!cells)
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, DOMAIN,
				  "the host does not tell of its cells");
	topology->cells = calloc(keel_xml_count(cells, "cell") + 1, sizeof(*topology->cells));
	topology->cpus = calloc(1, sizeof(*topology->cpus));
	if (!topology->cells || !topology->cpus)
		return keel_error_no_memory();
	for (node = keel_xml_next(cells->children, "cell"); node;
	     node = keel_xml_next(node->next, "cell"))
		KEEL_TRY(read_cell(node, topology));
	return KEEL_OK;
}

static keel_status get_topology(const keel_connection *connection, struct topology *ret)
{
	struct topology topology = {0};
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(lv_xml_capabilities(connection, &doc));
	status = read_cells(xmlDocGetRootElement(doc), &topology);
	xmlFreeDoc(doc);
	if (status == KEEL_OK)
		*ret = topology;
	else
		free_topology(&topology);
	return status;
}

static int compare_cpus(const void *a, const void *b)
{
	const keel_host_cpu *one = a;
	const keel_host_cpu *other = b;

	return (one->number > other->number) - (one->number < other->number);
}

static int compare_cells(const void *a, const void *b)
{
	const keel_host_cell *one = a;
	const keel_host_cell *other = b;

	return (one->number > other->number) - (one->number < other->number);
}

static bool is_in(const keel_host_cpu *cpus, size_t n, uint32_t number)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (cpus[i].number == number)
			return true;
	return false;
}

/* The capabilities leave out processors that are not in use. */
static keel_status add_offline(const keel_connection *connection, struct topology *topology)
{
	size_t n_known = topology->n_cpus;
	unsigned char *map = NULL;
	keel_host_cpu *cpus;
	int n = virNodeGetCPUMap(lv_ptr(connection), &map, NULL, 0);
	int i;

	/* What cannot tell has none. */
	if (n < 0)
		return KEEL_OK;
	cpus = realloc(topology->cpus, (n_known + (size_t)n + 1) * sizeof(*cpus));
	if (!cpus) {
		free(map);
		return keel_error_no_memory();
	}
	topology->cpus = cpus;
	for (i = 0; i < n; i++)
		if (!VIR_CPU_USED(map, i) && !is_in(cpus, n_known, (uint32_t)i))
			cpus[topology->n_cpus++] = (keel_host_cpu){.number = (uint32_t)i};
	free(map);
	return KEEL_OK;
}

keel_status lv_list_host_cpus(const keel_connection *connection, keel_host_cpu **ret,
			      size_t *ret_n)
{
	struct topology topology;
	keel_status status;

	KEEL_TRY(get_topology(connection, &topology));
	status = add_offline(connection, &topology);
	if (status == KEEL_OK) {
		qsort(topology.cpus, topology.n_cpus, sizeof(*topology.cpus), compare_cpus);
		*ret = topology.cpus;
		*ret_n = topology.n_cpus;
		topology.cpus = NULL;
	}
	free_topology(&topology);
	return status;
}

/* How much memory of each cell is free; what cannot tell says 0. */
static void set_free(const keel_connection *connection, struct topology *topology)
{
	size_t i;

	for (i = 0; i < topology->n_cells; i++) {
		unsigned long long bytes = 0;

		if (topology->cells[i].number <= INT32_MAX &&
		    virNodeGetCellsFreeMemory(lv_ptr(connection), &bytes,
					      (int)topology->cells[i].number, 1) == 1)
			topology->cells[i].free_kib = bytes / 1024;
	}
}

keel_status lv_list_host_cells(const keel_connection *connection, keel_host_cell **ret,
			       size_t *ret_n)
{
	struct topology topology;

	KEEL_TRY(get_topology(connection, &topology));
	set_free(connection, &topology);
	qsort(topology.cells, topology.n_cells, sizeof(*topology.cells), compare_cells);
	*ret = topology.cells;
	*ret_n = topology.n_cells;
	free(topology.cpus);
	return KEEL_OK;
}

keel_status lv_get_host_cpu_statistics(const keel_connection *connection, int32_t cpu,
				       keel_param **ret, size_t *ret_n)
{
	struct lv_params list = {0};
	virNodeCPUStatsPtr stats;
	int n = 0;
	int i;

	if (virNodeGetCPUStats(lv_ptr(connection), cpu, NULL, &n, 0) < 0)
		return number_error();
	stats = calloc((size_t)n + 1, sizeof(*stats));
	if (!stats)
		return keel_error_no_memory();
	if (n && virNodeGetCPUStats(lv_ptr(connection), cpu, stats, &n, 0) < 0) {
		free(stats);
		return number_error();
	}
	for (i = 0; i < n; i++)
		lv_params_add_u64(&list, stats[i].field, stats[i].value);
	free(stats);
	return lv_params_steal(&list, ret, ret_n);
}

keel_status lv_get_host_memory_statistics(const keel_connection *connection, int32_t cell,
					  keel_param **ret, size_t *ret_n)
{
	struct lv_params list = {0};
	virNodeMemoryStatsPtr stats;
	int n = 0;
	int i;

	if (virNodeGetMemoryStats(lv_ptr(connection), cell, NULL, &n, 0) < 0)
		return number_error();
	stats = calloc((size_t)n + 1, sizeof(*stats));
	if (!stats)
		return keel_error_no_memory();
	if (n && virNodeGetMemoryStats(lv_ptr(connection), cell, stats, &n, 0) < 0) {
		free(stats);
		return number_error();
	}
	for (i = 0; i < n; i++)
		lv_params_add_u64(&list, stats[i].field, stats[i].value);
	free(stats);
	return lv_params_steal(&list, ret, ret_n);
}
