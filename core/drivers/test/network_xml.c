/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The configuration of a network, and its XML. */

#include "objects.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Linux has no longer name for an interface. */
#define MAX_BRIDGE 15

static const char *const families[] = {"ipv4", "ipv6", NULL};

static void free_subnet(struct test_subnet *self)
{
	size_t i;

	for (i = 0; i < self->n_reservations; i++) {
		free(self->reservations[i].mac);
		free(self->reservations[i].name);
	}
	free(self->reservations);
	free(self->ranges);
}

void test_network_config_free(struct test_network_config *self)
{
	size_t i;

	if (!self)
		return;
	for (i = 0; i < self->n_subnets; i++)
		free_subnet(&self->subnets[i]);
	free(self->subnets);
	free(self->bridge);
	free(self);
}

size_t test_address_size(keel_address_family family)
{
	return family == KEEL_ADDRESS_FAMILY_IPV4 ? 4 : 16;
}

static int os_family(keel_address_family family)
{
	return family == KEEL_ADDRESS_FAMILY_IPV4 ? AF_INET : AF_INET6;
}

int test_address_compare(const struct test_address *a, const struct test_address *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

keel_status test_address_format(const struct test_address *self, char **ret)
{
	char text[INET6_ADDRSTRLEN];
	char *copy;

	inet_ntop(os_family(self->family), self->bytes, text, sizeof(text));
	copy = keel_strdup(text);
	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	return KEEL_OK;
}

/* Gets an address of a family that is set already from an attribute. */
static keel_status read_address(const xmlNode *node, const char *name, struct test_address *address)
{
	char *text;
	bool good;

	KEEL_TRY(keel_xml_attribute(node, name, &text));
	if (!text)
		return keel_xml_error(node, "the <%s> has no attribute '%s'",
				      (const char *)node->name, name);
	good = inet_pton(os_family(address->family), text, address->bytes) == 1;
	free(text);
	if (!good)
		return keel_xml_error(node, "the attribute '%s' is not an address of the family %s",
				      name, families[address->family]);
	return KEEL_OK;
}

/* How many bits a mask has at its beginning; fails when there are others behind them. */
static keel_status read_netmask(const xmlNode *node, uint32_t *ret)
{
	struct test_address mask = {.family = KEEL_ADDRESS_FAMILY_IPV4};
	uint32_t bits;
	uint32_t n = 0;

	KEEL_TRY(read_address(node, "netmask", &mask));
	bits = (uint32_t)mask.bytes[0] << 24 | (uint32_t)mask.bytes[1] << 16 |
	       (uint32_t)mask.bytes[2] << 8 | mask.bytes[3];
	for (; bits & 0x80000000; bits <<= 1)
		n++;
	if (bits)
		return keel_xml_error(node, "the netmask has gaps");
	*ret = n;
	return KEEL_OK;
}

static keel_status read_prefix(const xmlNode *node, struct test_subnet *subnet)
{
	bool ipv4 = subnet->address.family == KEEL_ADDRESS_FAMILY_IPV4;
	uint64_t prefix = UINT64_MAX;
	char *netmask;

	KEEL_TRY(keel_xml_attribute_u64(node, "prefix", ipv4 ? 32 : 128, &prefix));
	KEEL_TRY(keel_xml_attribute(node, "netmask", &netmask));
	free(netmask);
	if (netmask && (!ipv4 || prefix != UINT64_MAX))
		return keel_xml_error(node, "a netmask is for ipv4, and in place of a prefix");
	if (netmask)
		return read_netmask(node, &subnet->prefix);
	if (prefix == UINT64_MAX)
		prefix = ipv4 ? 24 : 64;
	subnet->prefix = (uint32_t)prefix;
	return KEEL_OK;
}

static bool is_inside(const struct test_subnet *subnet, const struct test_address *address)
{
	uint32_t whole = subnet->prefix / 8;
	uint32_t rest = subnet->prefix % 8;

	if (memcmp(subnet->address.bytes, address->bytes, whole) != 0)
		return false;
	return rest == 0 ||
	       ((subnet->address.bytes[whole] ^ address->bytes[whole]) >> (8 - rest)) == 0;
}

/* Gets an address of a guest, which has to be in the subnet. */
static keel_status read_guest(const xmlNode *node, const char *name,
			      const struct test_subnet *subnet, struct test_address *address)
{
	address->family = subnet->address.family;
	KEEL_TRY(read_address(node, name, address));
	if (!is_inside(subnet, address))
		return keel_xml_error(node, "the address '%s' is not in its network", name);
	return KEEL_OK;
}

static bool overlaps(const struct test_subnet *subnet, const struct test_range *range)
{
	const struct test_range *at;

	for (at = subnet->ranges; at < range; at++)
		if (test_address_compare(&at->first, &range->last) <= 0 &&
		    test_address_compare(&range->first, &at->last) <= 0)
			return true;
	return false;
}

static keel_status read_ranges(const xmlNode *node, struct test_subnet *subnet)
{
	const xmlNode *child;

	subnet->ranges = calloc(keel_xml_count(node, "range") + 1, sizeof(*subnet->ranges));
	if (!subnet->ranges)
		return keel_error_no_memory();
	for (child = keel_xml_next(node->children, "range"); child;
	     child = keel_xml_next(child->next, "range")) {
		struct test_range *range = &subnet->ranges[subnet->n_ranges++];

		KEEL_TRY(read_guest(child, "start", subnet, &range->first));
		KEEL_TRY(read_guest(child, "end", subnet, &range->last));
		if (test_address_compare(&range->first, &range->last) > 0)
			return keel_xml_error(child, "the <range> ends before it starts");
		if (overlaps(subnet, range))
			return keel_xml_error(child, "the <range> overlaps another one");
	}
	return KEEL_OK;
}

static keel_status read_reservation(const xmlNode *node, const struct test_subnet *subnet,
				    struct test_reservation *reservation)
{
	KEEL_TRY(keel_xml_attribute(node, "mac", &reservation->mac));
	KEEL_TRY(keel_xml_attribute(node, "name", &reservation->name));
	if (!reservation->mac && !reservation->name)
		return keel_xml_error(node, "the <host> has neither a mac nor a name");
	if (reservation->mac && !test_is_mac(reservation->mac))
		return keel_xml_error(node, "'%s' is not a hardware address", reservation->mac);
	if (reservation->name && keel_check_name(reservation->name) != KEEL_OK)
		return keel_xml_error(node, "%s", keel_last_error_message());
	return read_guest(node, "ip", subnet, &reservation->address);
}

static bool is_reserved_again(const struct test_subnet *subnet,
			      const struct test_reservation *reservation)
{
	const struct test_reservation *at;

	for (at = subnet->reservations; at < reservation; at++)
		if (test_address_compare(&at->address, &reservation->address) == 0)
			return true;
	return false;
}

static keel_status read_reservations(const xmlNode *node, struct test_subnet *subnet)
{
	const xmlNode *child;

	subnet->reservations = calloc(keel_xml_count(node, "host") + 1,
				      sizeof(*subnet->reservations));
	if (!subnet->reservations)
		return keel_error_no_memory();
	for (child = keel_xml_next(node->children, "host"); child;
	     child = keel_xml_next(child->next, "host")) {
		struct test_reservation *at = &subnet->reservations[subnet->n_reservations++];

		KEEL_TRY(read_reservation(child, subnet, at));
		if (is_reserved_again(subnet, at))
			return keel_xml_error(child, "there is more than one <host> with the ip");
	}
	return KEEL_OK;
}

keel_status test_subnet_read_address(const xmlNode *node, struct test_subnet *subnet)
{
	size_t family;

	KEEL_TRY(test_read_word(node, "family", families, &family));
	subnet->address.family = (keel_address_family)family;
	KEEL_TRY(read_address(node, "address", &subnet->address));
	return read_prefix(node, subnet);
}

static keel_status read_subnet(const xmlNode *node, struct test_subnet *subnet)
{
	const xmlNode *dhcp;

	KEEL_TRY(test_subnet_read_address(node, subnet));
	KEEL_TRY(keel_xml_child(node, "dhcp", &dhcp));
	if (!dhcp)
		return KEEL_OK;
	subnet->dhcp = true;
	KEEL_TRY(read_ranges(dhcp, subnet));
	return read_reservations(dhcp, subnet);
}

static keel_status read_subnets(const xmlNode *node, struct test_network_config *config)
{
	const xmlNode *child;

	config->subnets = calloc(keel_xml_count(node, "ip") + 1, sizeof(*config->subnets));
	if (!config->subnets)
		return keel_error_no_memory();
	for (child = keel_xml_next(node->children, "ip"); child;
	     child = keel_xml_next(child->next, "ip"))
		KEEL_TRY(read_subnet(child, &config->subnets[config->n_subnets++]));
	return KEEL_OK;
}

static keel_status read_bridge(const xmlNode *node, char **ret)
{
	const xmlNode *bridge;

	KEEL_TRY(keel_xml_child(node, "bridge", &bridge));
	if (!bridge)
		return KEEL_OK;
	KEEL_TRY(keel_xml_attribute(bridge, "name", ret));
	if (*ret && keel_check_name(*ret) != KEEL_OK)
		return keel_xml_error(bridge, "%s", keel_last_error_message());
	if (*ret && strlen(*ret) > MAX_BRIDGE)
		return keel_xml_error(bridge, "the name of the <bridge> has more than %d bytes",
				      MAX_BRIDGE);
	return KEEL_OK;
}

keel_status test_network_config_read(const xmlNode *node, struct test_network_config **ret)
{
	struct test_network_config *config = calloc(1, sizeof(*config));
	keel_status status;

	if (!config)
		return keel_error_no_memory();
	status = read_bridge(node, &config->bridge);
	if (status == KEEL_OK)
		status = read_subnets(node, config);
	if (status == KEEL_OK)
		*ret = config;
	else
		test_network_config_free(config);
	return status;
}

static void write_attribute(struct keel_buffer *buffer, const char *name, const char *text)
{
	if (!text)
		return;
	keel_buffer_add(buffer, " %s='", name);
	keel_buffer_add_xml(buffer, text);
	keel_buffer_add(buffer, "'");
}

static void write_address(struct keel_buffer *buffer, const char *name,
			  const struct test_address *address)
{
	char text[INET6_ADDRSTRLEN];

	inet_ntop(os_family(address->family), address->bytes, text, sizeof(text));
	write_attribute(buffer, name, text);
}

static void write_dhcp(struct keel_buffer *buffer, const struct test_subnet *subnet)
{
	size_t i;

	keel_buffer_add(buffer, "    <dhcp>\n");
	for (i = 0; i < subnet->n_ranges; i++) {
		keel_buffer_add(buffer, "      <range");
		write_address(buffer, "start", &subnet->ranges[i].first);
		write_address(buffer, "end", &subnet->ranges[i].last);
		keel_buffer_add(buffer, "/>\n");
	}
	for (i = 0; i < subnet->n_reservations; i++) {
		keel_buffer_add(buffer, "      <host");
		write_attribute(buffer, "mac", subnet->reservations[i].mac);
		write_attribute(buffer, "name", subnet->reservations[i].name);
		write_address(buffer, "ip", &subnet->reservations[i].address);
		keel_buffer_add(buffer, "/>\n");
	}
	keel_buffer_add(buffer, "    </dhcp>\n");
}

static void write_subnet(struct keel_buffer *buffer, const struct test_subnet *subnet)
{
	keel_buffer_add(buffer, "  <ip family='%s'", families[subnet->address.family]);
	write_address(buffer, "address", &subnet->address);
	keel_buffer_add(buffer, " prefix='%" PRIu32 "'", subnet->prefix);
	if (!subnet->dhcp) {
		keel_buffer_add(buffer, "/>\n");
		return;
	}
	keel_buffer_add(buffer, ">\n");
	write_dhcp(buffer, subnet);
	keel_buffer_add(buffer, "  </ip>\n");
}

keel_status test_network_write(const struct test_network *network,
			       const struct test_network_config *config, char **ret)
{
	struct keel_buffer buffer = {0};
	char uuid[KEEL_UUID_STRING_SIZE];
	size_t i;

	keel_uuid_format(network->base.uuid, uuid);
	keel_buffer_add(&buffer, "<network>\n  <name>");
	keel_buffer_add_xml(&buffer, network->base.name);
	keel_buffer_add(&buffer, "</name>\n  <uuid>%s</uuid>\n", uuid);
	if (config->bridge) {
		keel_buffer_add(&buffer, "  <bridge");
		write_attribute(&buffer, "name", config->bridge);
		keel_buffer_add(&buffer, "/>\n");
	}
	for (i = 0; i < config->n_subnets; i++)
		write_subnet(&buffer, &config->subnets[i]);
	keel_buffer_add(&buffer, "</network>\n");
	return keel_buffer_steal(&buffer, ret);
}
