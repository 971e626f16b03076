/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The release of what callers are given. */

#include "object.h"

#include <stdlib.h>

void keel_free(void *memory)
{
	free(memory);
}

void keel_strings_free(char **strings, size_t n)
{
	size_t i;

	if (!strings)
		return;
	for (i = 0; i < n; i++)
		free(strings[i]);
	free(strings);
}

void keel_params_free(keel_param *params, size_t n)
{
	size_t i;

	if (!params)
		return;
	for (i = 0; i < n; i++) {
		free((char *)(uintptr_t)params[i].name);
		if (params[i].type == KEEL_PARAM_TYPE_STRING)
			free((char *)(uintptr_t)params[i].value.string);
	}
	free(params);
}

void keel_domain_interfaces_free(keel_domain_interface *interfaces, size_t n)
{
	size_t i;

	if (!interfaces)
		return;
	for (i = 0; i < n; i++) {
		free(interfaces[i].name);
		free(interfaces[i].mac);
		free(interfaces[i].source);
		free(interfaces[i].model);
	}
	free(interfaces);
}

void keel_host_cells_free(keel_host_cell *cells, size_t n)
{
	size_t i;

	if (!cells)
		return;
	for (i = 0; i < n; i++)
		free(cells[i].cpus);
	free(cells);
}

void keel_domain_disks_free(keel_domain_disk *disks, size_t n)
{
	size_t i;

	if (!disks)
		return;
	for (i = 0; i < n; i++) {
		free(disks[i].target);
		free(disks[i].source);
		free(disks[i].format);
		free(disks[i].bus);
	}
	free(disks);
}

static void free_addresses(keel_guest_address *addresses, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(addresses[i].address);
	free(addresses);
}

void keel_guest_interfaces_free(keel_guest_interface *interfaces, size_t n)
{
	size_t i;

	if (!interfaces)
		return;
	for (i = 0; i < n; i++) {
		free(interfaces[i].name);
		free(interfaces[i].mac);
		if (interfaces[i].addresses)
			free_addresses(interfaces[i].addresses, interfaces[i].n_addresses);
	}
	free(interfaces);
}

void keel_network_leases_free(keel_network_lease *leases, size_t n)
{
	size_t i;

	if (!leases)
		return;
	for (i = 0; i < n; i++) {
		free(leases[i].interface);
		free(leases[i].mac);
		free(leases[i].address);
		free(leases[i].hostname);
		free(leases[i].client_id);
	}
	free(leases);
}

void keel_domain_statistics_free(keel_domain_statistics *statistics, size_t n)
{
	size_t i;

	if (!statistics)
		return;
	for (i = 0; i < n; i++) {
		keel_domain_unref(statistics[i].domain);
		keel_params_free(statistics[i].params, statistics[i].n_params);
	}
	free(statistics);
}
