/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The addresses that networks lend.
 *
 * Each interface that a domain has on a network has its address, whether the domain is active or
 * not, so that an address stays when another domain starts or stops.
 */

#include "objects.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LEASE_S 3600

/* One after the other, the interfaces of the domains take addresses of a subnet. */
struct lender {
	const struct test_subnet *subnet;
	/* Of each reservation, whether it was taken. */
	bool *taken;
	size_t range;
	struct test_address next;
	/* The end of the range was lent. */
	bool over;
};

static bool is_reserved(const struct test_subnet *subnet, const struct test_address *address)
{
	size_t i;

	if (test_address_compare(&subnet->address, address) == 0)
		return true;
	for (i = 0; i < subnet->n_reservations; i++)
		if (test_address_compare(&subnet->reservations[i].address, address) == 0)
			return true;
	return false;
}

static void increment(struct test_address *address)
{
	size_t i = test_address_size(address->family);

	while (i-- > 0)
		if (++address->bytes[i])
			return;
}

/* Moves to the range that the next address is in; false when there is none. */
static bool find_range(struct lender *self)
{
	if (self->over) {
		self->over = false;
		self->range++;
		if (self->range < self->subnet->n_ranges)
			self->next = self->subnet->ranges[self->range].first;
	}
	return self->range < self->subnet->n_ranges;
}

static bool take_next(struct lender *self, struct test_address *ret)
{
	bool found = false;

	while (!found && find_range(self)) {
		*ret = self->next;
		self->over = test_address_compare(&self->next,
						  &self->subnet->ranges[self->range].last) == 0;
		increment(&self->next);
		found = !is_reserved(self->subnet, ret);
	}
	return found;
}

static const struct test_reservation *take_reservation(struct lender *self, const char *mac,
						       const char *name)
{
	size_t i;

	for (i = 0; i < self->subnet->n_reservations; i++) {
		const struct test_reservation *at = &self->subnet->reservations[i];

		if (self->taken[i] ||
		    (at->mac ? strcasecmp(at->mac, mac) : strcmp(at->name, name)) != 0)
			continue;
		self->taken[i] = true;
		return at;
	}
	return NULL;
}

static keel_status copy(const char *text, char **ret)
{
	*ret = keel_strdup(text);
	return *ret ? KEEL_OK : keel_error_no_memory();
}

static keel_status fill(const struct test_network *network, const struct lender *lender,
			const struct test_address *address, const char *mac, const char *hostname,
			keel_network_lease *ret)
{
	const struct test_host *host = network->item.collection->host;

	ret->family = address->family;
	ret->prefix = lender->subnet->prefix;
	ret->expires = (int64_t)(host->clock_ns / 1000000000u) + LEASE_S;
	KEEL_TRY(copy(network->config->bridge, &ret->interface));
	KEEL_TRY(copy(mac, &ret->mac));
	KEEL_TRY(copy(hostname, &ret->hostname));
	return test_address_format(address, &ret->address);
}

struct leases {
	keel_network_lease *leases;
	size_t n;
	/* Only those of this one, unless it is NULL. */
	const char *mac;
};

static keel_status lend(const struct test_network *network, struct lender *lender,
			const struct test_domain *domain, const char *mac, struct leases *leases)
{
	const char *hostname = keel_domain_get_name(&domain->base);
	const struct test_reservation *reservation = take_reservation(lender, mac, hostname);
	struct test_address address;

	if (reservation) {
		address = reservation->address;
		if (reservation->name)
			hostname = reservation->name;
	} else if (!take_next(lender, &address)) {
		return KEEL_OK;
	}
	if (!test_is_active(domain) || (leases->mac && strcasecmp(leases->mac, mac) != 0))
		return KEEL_OK;
	return fill(network, lender, &address, mac, hostname, &leases->leases[leases->n++]);
}

static bool is_on(const struct test_network *network, const keel_domain_interface *interface)
{
	return interface->source && strcmp(interface->source, network->base.name) == 0;
}

static keel_status lend_all(const struct test_network *network, struct lender *lender,
			    struct leases *leases)
{
	const struct test_domain *at;
	size_t i;

	for (at = network->item.collection->host->first; at; at = at->next)
		for (i = 0; i < at->config->n_interfaces; i++)
			if (is_on(network, &at->config->interfaces[i].base))
				KEEL_TRY(lend(network, lender, at, at->config->interfaces[i].base.mac,
					      leases));
	return KEEL_OK;
}

static keel_status lend_subnet(const struct test_network *network,
			       const struct test_subnet *subnet, struct leases *leases)
{
	struct lender lender = {.subnet = subnet};
	keel_status status;

	lender.taken = calloc(subnet->n_reservations + 1, sizeof(*lender.taken));
	if (!lender.taken)
		return keel_error_no_memory();
	if (subnet->n_ranges)
		lender.next = subnet->ranges[0].first;
	status = lend_all(network, &lender, leases);
	free(lender.taken);
	return status;
}

/* How many leases there are at most. */
static size_t count(const struct test_network *network)
{
	const struct test_domain *at;
	size_t n = 0;
	size_t i;

	for (at = network->item.collection->host->first; at; at = at->next)
		for (i = 0; i < at->config->n_interfaces; i++)
			n += is_on(network, &at->config->interfaces[i].base);
	return n * network->config->n_subnets;
}

keel_status test_leases(const struct test_network *network, const char *mac,
			keel_network_lease **ret, size_t *ret_n)
{
	struct leases leases = {.mac = mac};
	keel_status status = KEEL_OK;
	size_t i;

	leases.leases = calloc(count(network) + 1, sizeof(*leases.leases));
	if (!leases.leases)
		return keel_error_no_memory();
	for (i = 0; i < network->config->n_subnets && status == KEEL_OK; i++)
		if (network->config->subnets[i].dhcp)
			status = lend_subnet(network, &network->config->subnets[i], &leases);
	if (status != KEEL_OK) {
		keel_network_leases_free(leases.leases, leases.n);
		return status;
	}
	*ret = leases.leases;
	*ret_n = leases.n;
	return KEEL_OK;
}
