/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the guests of the test driver do: they have addresses and a keyboard. */

#include "objects.h"

#include <stdlib.h>
#include <string.h>

/* The interfaces that are given; each takes the next place. */
struct guests {
	keel_guest_interface *list;
	size_t n;
};

static keel_status copy(const char *text, char **ret)
{
	*ret = keel_strdup(text);
	return *ret ? KEEL_OK : keel_error_no_memory();
}

static keel_status add_address(keel_guest_interface *guest, keel_address_family family,
			       const char *address, uint32_t prefix)
{
	keel_guest_address *at = &guest->addresses[guest->n_addresses];

	at->family = family;
	at->prefix = prefix;
	KEEL_TRY(copy(address, &at->address));
	guest->n_addresses++;
	return KEEL_OK;
}

static keel_status begin(keel_guest_interface *guest, const char *name, const char *mac,
			 size_t n_addresses)
{
	guest->addresses = calloc(n_addresses + 1, sizeof(*guest->addresses));
	if (!guest->addresses)
		return keel_error_no_memory();
	KEEL_TRY(copy(name, &guest->name));
	return test_give_text(mac, &guest->mac);
}

static const struct test_network *find_network(const struct test_host *host, const char *name)
{
	const struct test_item *item = name ? test_collection_find_name(&host->networks, name) : NULL;

	return item && item->active ? (const struct test_network *)item->object : NULL;
}

/* An interface has the addresses that it is configured to have, or those that its network lends. */
static keel_status add_addresses(const struct test_domain *self,
				 const struct test_interface *interface, const char *name,
				 keel_guest_interface *guest)
{
	const struct test_network *network = find_network(self->host, interface->base.source);
	keel_network_lease *leases = NULL;
	size_t n_leases = 0;
	keel_status status;
	size_t i;

	if (network && interface->n_addresses == 0)
		KEEL_TRY(test_leases(network, interface->base.mac, &leases, &n_leases));
	status = begin(guest, name, interface->base.mac, interface->n_addresses + n_leases);
	for (i = 0; i < interface->n_addresses && status == KEEL_OK; i++)
		status = add_address(guest, interface->addresses[i].family,
				     interface->addresses[i].address,
				     interface->addresses[i].prefix);
	for (i = 0; i < n_leases && status == KEEL_OK; i++)
		status = add_address(guest, leases[i].family, leases[i].address, leases[i].prefix);
	keel_network_leases_free(leases, n_leases);
	return status;
}

static keel_status add_loopback(struct guests *guests)
{
	keel_guest_interface *guest = &guests->list[guests->n++];

	KEEL_TRY(begin(guest, "lo", NULL, 2));
	KEEL_TRY(add_address(guest, KEEL_ADDRESS_FAMILY_IPV4, "127.0.0.1", 8));
	return add_address(guest, KEEL_ADDRESS_FAMILY_IPV6, "::1", 128);
}

/* The agent tells of all that its system has, by the names that it has there. */
static keel_status ask_agent(const struct test_domain *self, struct guests *guests)
{
	size_t i;

	KEEL_TRY(add_loopback(guests));
	for (i = 0; i < self->config->n_interfaces; i++) {
		struct keel_buffer buffer = {0};
		keel_status status;
		char *name;

		keel_buffer_add(&buffer, "eth%zu", i);
		KEEL_TRY(keel_buffer_steal(&buffer, &name));
		status = add_addresses(self, &self->config->interfaces[i], name,
				       &guests->list[guests->n++]);
		free(name);
		KEEL_TRY(status);
	}
	return KEEL_OK;
}

static void clear_guest(keel_guest_interface *guest)
{
	size_t i;

	for (i = 0; i < guest->n_addresses; i++)
		free(guest->addresses[i].address);
	free(guest->addresses);
	free(guest->name);
	free(guest->mac);
	*guest = (keel_guest_interface){0};
}

/* The host knows interfaces by their addresses only; its table of neighbours has no prefixes. */
static keel_status ask_host(const struct test_domain *self, keel_guest_source source,
			    struct guests *guests)
{
	size_t i;
	size_t j;

	for (i = 0; i < self->config->n_interfaces; i++) {
		const struct test_interface *interface = &self->config->interfaces[i];
		keel_guest_interface *guest = &guests->list[guests->n++];

		KEEL_TRY(add_addresses(self, interface, interface->base.name, guest));
		if (source == KEEL_GUEST_SOURCE_ARP)
			for (j = 0; j < guest->n_addresses; j++)
				guest->addresses[j].prefix = 0;
		if (guest->n_addresses == 0) {
			clear_guest(guest);
			guests->n--;
		}
	}
	return KEEL_OK;
}

static keel_status need_agent(const struct test_domain *self)
{
	if (!self->config->agent)
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the domain '%s' has no agent",
				  keel_domain_get_name(&self->base));
	if (self->state != KEEL_DOMAIN_STATE_RUNNING)
		return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the agent of the domain '%s' does not answer",
				  keel_domain_get_name(&self->base));
	return KEEL_OK;
}

static keel_status list_guests(const struct test_domain *self, keel_guest_source source,
			       keel_guest_interface **ret, size_t *ret_n)
{
	struct guests guests = {0};
	keel_status status;

	KEEL_TRY(test_need_active(self));
	if (source == KEEL_GUEST_SOURCE_AGENT)
		KEEL_TRY(need_agent(self));
	guests.list = calloc(self->config->n_interfaces + 1, sizeof(*guests.list));
	if (!guests.list)
		return keel_error_no_memory();
	if (source == KEEL_GUEST_SOURCE_AGENT)
		status = ask_agent(self, &guests);
	else
		status = ask_host(self, source, &guests);
	if (status != KEEL_OK) {
		keel_guest_interfaces_free(guests.list, guests.n);
		return status;
	}
	*ret = guests.list;
	*ret_n = guests.n;
	return KEEL_OK;
}

keel_status test_domain_list_guest_interfaces(const keel_domain *domain, keel_guest_source source,
					      keel_guest_interface **ret, size_t *ret_n)
{
	struct test_domain *self;

	if (source != KEEL_GUEST_SOURCE_LEASE && source != KEEL_GUEST_SOURCE_AGENT &&
	    source != KEEL_GUEST_SOURCE_ARP)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
				  "there is no source %d", (int)source);
	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, list_guests(self, source, ret, ret_n));
}

/* What the keys mean is the guest's affair, which only counts them. */
keel_status test_domain_send_keys(keel_domain *domain, keel_codeset codeset, uint32_t hold_ms,
				  const uint32_t *keys, size_t n_keys)
{
	struct test_domain *self;
	keel_status status;

	(void)hold_ms;
	(void)keys;
	if (codeset != KEEL_CODESET_LINUX && codeset != KEEL_CODESET_XT &&
	    codeset != KEEL_CODESET_USB && codeset != KEEL_CODESET_QNUM)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
				  "there is no codeset %d", (int)codeset);
	KEEL_TRY(test_lock_domain(domain, &self));
	status = test_need_running(self);
	if (status == KEEL_OK)
		self->n_keys += n_keys;
	return test_unlock_domain(self, status);
}
