/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The facts of a host, and lists of parameters to tell them in. */

#include "facts.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for one more parameter. */
static bool reserve(struct test_list *self)
{
	keel_param *params;
	size_t room;

	if (self->failed)
		return false;
	if (self->n < self->room)
		return true;
	room = self->room ? self->room * 2 : 16;
	params = realloc(self->params, room * sizeof(*params));
	if (params) {
		self->params = params;
		self->room = room;
	}
	self->failed = !params;
	return params;
}

void test_list_add(struct test_list *self, keel_param value, const char *format, ...)
{
	va_list arguments;
	char name[64];

	if (!reserve(self))
		return;
	va_start(arguments, format);
	vsnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	value.name = keel_strdup(name);
	if (value.type == KEEL_PARAM_TYPE_STRING)
		value.value.string = keel_strdup(value.value.string);
	self->params[self->n++] = value;
	self->failed = !value.name ||
		       (value.type == KEEL_PARAM_TYPE_STRING && !value.value.string);
}

keel_status test_list_steal(struct test_list *self, keel_param **ret, size_t *ret_n)
{
	if (self->failed || !reserve(self)) {
		keel_params_free(self->params, self->n);
		return keel_error_no_memory();
	}
	*ret = self->params;
	*ret_n = self->n;
	return KEEL_OK;
}

keel_status test_get_driver_version(const keel_connection *connection, uint32_t *ret_major,
				    uint32_t *ret_minor, uint32_t *ret_micro)
{
	(void)connection;
	*ret_major = KEEL_VERSION_MAJOR;
	if (ret_minor)
		*ret_minor = KEEL_VERSION_MINOR;
	if (ret_micro)
		*ret_micro = KEEL_VERSION_MICRO;
	return KEEL_OK;
}

/* The host is in the memory of the program. */
keel_status test_is_secure(const keel_connection *connection, bool *ret)
{
	(void)connection;
	*ret = true;
	return KEEL_OK;
}

keel_status test_is_encrypted(const keel_connection *connection, bool *ret)
{
	(void)connection;
	*ret = false;
	return KEEL_OK;
}

keel_status test_list_cpu_models(const keel_connection *connection, const char *arch, char ***ret,
				 size_t *ret_n)
{
	static const struct {
		const char *arch;
		size_t n;
		const char *models[3];
	} known[] = {
		{"x86_64", 3, {"test-small", "test-medium", "test-large"}},
		{"aarch64", 2, {"test-arm", "test-arm-large"}},
		{"riscv64", 0, {NULL}},
	};
	char **copy;
	size_t i;

	(void)connection;
	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].arch, arch) == 0)
			break;
	if (i == sizeof(known) / sizeof(*known))
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CONNECTION,
				  "there is no architecture '%s'", arch);
	copy = keel_strings_copy(known[i].models, known[i].n);
	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	*ret_n = known[i].n;
	return KEEL_OK;
}

/* Processors are counted thread by thread, core by core, socket by socket, cell by cell. */
static keel_host_cpu cpu_of(const keel_host_info *info, uint32_t number)
{
	uint32_t core = number / info->threads;
	uint32_t socket = core / info->cores;

	return (keel_host_cpu){
		.number = number,
		.cell = socket / info->sockets,
		.socket = socket,
		.core = core % info->cores,
		.online = true,
	};
}

keel_status test_list_host_cpus(const keel_connection *connection, keel_host_cpu **ret,
				size_t *ret_n)
{
	const struct test_host *host = connection->data;
	uint32_t n = host->info.cpus;
	keel_host_cpu *cpus = malloc(n * sizeof(*cpus));
	uint32_t i;

	if (!cpus)
		return keel_error_no_memory();
	for (i = 0; i < n; i++)
		cpus[i] = cpu_of(&host->info, i);
	*ret = cpus;
	*ret_n = n;
	return KEEL_OK;
}

/* The memory is spread evenly; what is left over is in the first cells. */
uint64_t test_cell_kib(const keel_host_info *info, uint32_t cell)
{
	return info->memory_kib / info->nodes + (cell < info->memory_kib % info->nodes);
}

static keel_status fill_cell(const struct test_host *host, uint32_t number, keel_host_cell *ret)
{
	uint32_t n = host->info.cpus / host->info.nodes;
	uint32_t i;

	ret->number = number;
	ret->memory_kib = test_cell_kib(&host->info, number);
	ret->free_kib = host->free_kib[number];
	ret->cpus = malloc(n * sizeof(*ret->cpus));
	if (!ret->cpus)
		return keel_error_no_memory();
	for (i = 0; i < n; i++)
		ret->cpus[i] = number * n + i;
	ret->n_cpus = n;
	return KEEL_OK;
}

keel_status test_list_host_cells(const keel_connection *connection, keel_host_cell **ret,
				 size_t *ret_n)
{
	const struct test_host *host = connection->data;
	uint32_t n = host->info.nodes;
	keel_host_cell *cells = calloc(n, sizeof(*cells));
	uint32_t i;

	if (!cells)
		return keel_error_no_memory();
	for (i = 0; i < n; i++) {
		keel_status status = fill_cell(host, i, &cells[i]);

		if (status != KEEL_OK) {
			keel_host_cells_free(cells, i);
			return status;
		}
	}
	*ret = cells;
	*ret_n = n;
	return KEEL_OK;
}

uint64_t test_add(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

uint64_t test_multiply(uint64_t a, uint64_t b)
{
	return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

/* The work of all domains, also of those that stopped, is spread evenly over the processors. */
static uint64_t busy_ns(const struct test_host *host)
{
	const struct test_domain *at;
	uint64_t ns = host->past_cpu_ns;

	for (at = host->first; at; at = at->next)
		ns = test_add(ns, test_cpu_ns(at));
	return ns;
}

static keel_status get_cpu(const struct test_host *host, int32_t cpu, keel_param **ret,
			   size_t *ret_n)
{
	uint32_t n = host->info.cpus;
	uint64_t busy = busy_ns(host);
	uint64_t all = host->clock_ns - host->began_ns;
	struct test_list list = {0};

	if (cpu < -1 || cpu >= (int32_t)n)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_CONNECTION,
				  "the host has no processor %" PRId32, cpu);
	if (cpu == -1)
		all = test_multiply(all, n);
	else
		busy = busy / n + ((uint64_t)cpu < busy % n);
	/* There may be more virtual processors than there are processors for. */
	if (busy > all)
		busy = all;
	test_list_add(&list, test_u64(busy - busy / 4), "user");
	test_list_add(&list, test_u64(busy / 4), "kernel");
	test_list_add(&list, test_u64(all - busy), "idle");
	test_list_add(&list, test_f64(all ? (double)busy / (double)all : 0), "utilization");
	return test_list_steal(&list, ret, ret_n);
}

keel_status test_get_host_cpu_statistics(const keel_connection *connection, int32_t cpu,
					 keel_param **ret, size_t *ret_n)
{
	struct test_host *host = connection->data;
	keel_status status;

	pthread_mutex_lock(&host->lock);
	status = get_cpu(host, cpu, ret, ret_n);
	pthread_mutex_unlock(&host->lock);
	return status;
}

keel_status test_get_host_memory_statistics(const keel_connection *connection, int32_t cell,
					    keel_param **ret, size_t *ret_n)
{
	const struct test_host *host = connection->data;
	uint64_t total = host->info.memory_kib;
	struct test_list list = {0};
	uint64_t unused = 0;
	uint32_t i;

	if (cell < -1 || cell >= (int32_t)host->info.nodes)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_CONNECTION,
				  "the host has no cell %" PRId32, cell);
	if (cell == -1) {
		for (i = 0; i < host->info.nodes; i++)
			unused = test_add(unused, host->free_kib[i]);
	} else {
		total = test_cell_kib(&host->info, (uint32_t)cell);
		unused = host->free_kib[cell];
	}
	test_list_add(&list, test_u64(total), "total");
	test_list_add(&list, test_u64(unused), "free");
	return test_list_steal(&list, ret, ret_n);
}
