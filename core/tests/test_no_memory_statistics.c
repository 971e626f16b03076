/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The facts of a host, and what its domains have done, without memory. */

#include "no_memory.h"

#include "stats.h"

/* Fails a call for parameters until it has all the memory that it needs. */
#define NO_PARAMS(function, ...)                                                                   \
	do {                                                                                       \
		keel_param *params = NULL;                                                         \
		size_t n_given = 99;                                                               \
		NO_MEMORY(function(__VA_ARGS__, &params, &n_given), !params && n_given == 99);     \
		keel_params_free(params, n_given);                                                 \
	} while (0)

static void test_facts_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_host_cell *cells = NULL;
	keel_host_cpu *cpus = NULL;
	char **models = NULL;
	size_t n = 99;

	NO_MEMORY(keel_connection_list_cpu_models(connection, "x86_64", &models, &n),
		  !models && n == 99);
	keel_strings_free(models, n);
	n = 99;
	NO_MEMORY(keel_connection_list_host_cpus(connection, &cpus, &n), !cpus && n == 99);
	keel_free(cpus);
	n = 99;
	NO_MEMORY(keel_connection_list_host_cells(connection, &cells, &n), !cells && n == 99);
	keel_host_cells_free(cells, n);
	NO_PARAMS(keel_connection_get_host_cpu_statistics, connection, -1);
	NO_PARAMS(keel_connection_get_host_memory_statistics, connection, 0);
	keel_connection_unref(connection);
}

static void test_statistics_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain_statistics *all = NULL;
	size_t n = 99;

	CHECK_OK(add_disks(domain));
	NO_PARAMS(keel_domain_get_cpu_statistics, domain);
	NO_PARAMS(keel_domain_get_memory_statistics, domain);
	NO_PARAMS(keel_domain_get_block_statistics, domain, "vda");
	NO_PARAMS(keel_domain_get_interface_statistics, domain, "vnet0");
	NO_MEMORY(keel_connection_get_domain_statistics(connection, 0, 0, &all, &n),
		  !all && n == 99 && keel_live_handles() == 2);
	CHECK_INT(2, n);
	keel_domain_statistics_free(all, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	/* These keep memory from their first use on; libxml2 cannot set itself up without. */
	puts("# begin");
	keel_connection_unref(open_default());

	RUN_WITHOUT_LEAK(test_facts_without_memory);
	RUN_WITHOUT_LEAK(test_statistics_without_memory);
	DONE();
}
