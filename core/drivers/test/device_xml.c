/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The devices of a configuration, and their XML. */

#include "objects.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void test_disk_clear(struct test_disk *self)
{
	free(self->base.target);
	free(self->base.source);
	free(self->base.format);
	free(self->base.bus);
	free(self->pool);
	*self = (struct test_disk){0};
}

static void free_addresses(keel_guest_address *addresses, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(addresses[i].address);
	free(addresses);
}

void test_interface_clear(struct test_interface *self)
{
	free(self->base.name);
	free(self->base.mac);
	free(self->base.source);
	free(self->base.model);
	free_addresses(self->addresses, self->n_addresses);
	*self = (struct test_interface){0};
}

void test_devices_clear(struct test_config *config)
{
	size_t i;

	for (i = 0; i < config->n_disks; i++)
		test_disk_clear(&config->disks[i]);
	free(config->disks);
	for (i = 0; i < config->n_interfaces; i++)
		test_interface_clear(&config->interfaces[i]);
	free(config->interfaces);
}

/* Gets an attribute of a child element, NULL when there is none. */
keel_status test_read_nested(const xmlNode *node, const char *child_name, const char *name,
			     char **ret)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, child_name, &child));
	if (child)
		return keel_xml_attribute(child, name, ret);
	*ret = NULL;
	return KEEL_OK;
}

/* What the attribute of a source is called, by what the source is. */
static const char *const source_names[] = {
	[TEST_SOURCE_FILE] = "file",
	[TEST_SOURCE_DEVICE] = "dev",
	[TEST_SOURCE_VOLUME] = "volume",
};

static keel_status read_source(const xmlNode *node, struct test_disk *disk)
{
	const xmlNode *source;
	size_t i;

	KEEL_TRY(keel_xml_child(node, "source", &source));
	if (!source)
		return KEEL_OK;
	for (i = 0; i < sizeof(source_names) / sizeof(*source_names) && !disk->base.source; i++) {
		disk->source_type = (enum test_source)i;
		KEEL_TRY(keel_xml_attribute(source, source_names[i], &disk->base.source));
	}
	if (!disk->base.source || disk->source_type != TEST_SOURCE_VOLUME)
		return KEEL_OK;
	KEEL_TRY(keel_xml_attribute(source, "pool", &disk->pool));
	return disk->pool ? KEEL_OK
			  : keel_xml_error(source, "the <source> has a volume, but no pool");
}

static keel_status read_target(const xmlNode *node, struct test_disk *disk)
{
	KEEL_TRY(test_read_nested(node, "target", "dev", &disk->base.target));
	if (!disk->base.target)
		return keel_xml_error(node, "the <disk> has no <target> with a dev");
	if (keel_check_name(disk->base.target) != KEEL_OK)
		return keel_xml_error(node, "%s", keel_last_error_message());
	return test_read_nested(node, "target", "bus", &disk->base.bus);
}

static keel_status read_disk(const xmlNode *node, struct test_disk *disk)
{
	const xmlNode *read_only;
	bool has_capacity;

	KEEL_TRY(read_target(node, disk));
	KEEL_TRY(read_source(node, disk));
	KEEL_TRY(test_read_nested(node, "driver", "type", &disk->base.format));
	KEEL_TRY(keel_xml_child(node, "readonly", &read_only));
	disk->base.read_only = read_only != NULL;
	return keel_xml_child_bytes(node, "capacity", &has_capacity, &disk->capacity);
}

keel_status test_disk_read(const xmlNode *node, struct test_disk *ret)
{
	struct test_disk disk = {0};
	keel_status status = read_disk(node, &disk);

	if (status == KEEL_OK)
		*ret = disk;
	else
		test_disk_clear(&disk);
	return status;
}

struct test_disk *test_find_disk(const struct test_config *config, const char *target)
{
	size_t i;

	for (i = 0; i < config->n_disks; i++)
		if (strcmp(config->disks[i].base.target, target) == 0)
			return &config->disks[i];
	return NULL;
}

static keel_status count_devices(const xmlNode *node, const char *name, size_t *ret)
{
	size_t n = keel_xml_count(node, name);

	if (n > MAX_DEVICES)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML,
				  "the domain has more than %d devices <%s>", MAX_DEVICES, name);
	*ret = n;
	return KEEL_OK;
}

static keel_status read_disks(const xmlNode *node, struct test_config *config)
{
	const xmlNode *child;
	size_t n;

	KEEL_TRY(count_devices(node, "disk", &n));
	config->disks = calloc(n + 1, sizeof(*config->disks));
	if (!config->disks)
		return keel_error_no_memory();
	for (child = keel_xml_next(node->children, "disk"); child;
	     child = keel_xml_next(child->next, "disk")) {
		struct test_disk *disk = &config->disks[config->n_disks];

		KEEL_TRY(test_disk_read(child, disk));
		/* Looked for before it counts. */
		if (test_find_disk(config, disk->base.target)) {
			test_disk_clear(disk);
			return keel_xml_error(child, "there is more than one <disk> of the target");
		}
		config->n_disks++;
	}
	return KEEL_OK;
}

bool test_is_mac(const char *text)
{
	size_t i;

	for (i = 0; i < 17; i++) {
		const char *allowed = i % 3 == 2 ? ":" : "0123456789abcdefABCDEF";

		if (!text[i] || !strchr(allowed, text[i]))
			return false;
	}
	return text[17] == '\0';
}

static char *make_up_name(size_t number)
{
	struct keel_buffer buffer = {0};
	char *text;

	keel_buffer_add(&buffer, "vnet%zu", number);
	return keel_buffer_steal(&buffer, &text) == KEEL_OK ? text : NULL;
}

static char *make_up_mac(uint64_t seed, size_t number)
{
	struct keel_buffer buffer = {0};
	unsigned part = 0;
	char *text;

	for (; seed; seed >>= 8)
		part ^= seed & 0xff;
	keel_buffer_add(&buffer, "52:54:00:%02x:%02x:%02x", part, (unsigned)(number >> 8) & 0xff,
			(unsigned)number & 0xff);
	return keel_buffer_steal(&buffer, &text) == KEEL_OK ? text : NULL;
}

struct test_interface *test_find_interface(const struct test_config *config, const char *mac)
{
	size_t i;

	for (i = 0; i < config->n_interfaces; i++)
		if (strcasecmp(config->interfaces[i].base.mac, mac) == 0)
			return &config->interfaces[i];
	return NULL;
}

struct test_interface *test_find_interface_name(const struct test_config *config, const char *name)
{
	size_t i;

	for (i = 0; i < config->n_interfaces; i++)
		if (strcmp(config->interfaces[i].base.name, name) == 0)
			return &config->interfaces[i];
	return NULL;
}

keel_status test_interface_complete(const struct test_config *config,
				    const struct test_config *other, uint64_t seed,
				    struct test_interface *interface)
{
	size_t number = config->n_interfaces;

	while (!interface->base.name) {
		interface->base.name = make_up_name(number++);
		if (!interface->base.name)
			return keel_error_no_memory();
		if (test_find_interface_name(config, interface->base.name) ||
		    (other && test_find_interface_name(other, interface->base.name))) {
			free(interface->base.name);
			interface->base.name = NULL;
		}
	}
	number = config->n_interfaces;
	while (!interface->base.mac) {
		interface->base.mac = make_up_mac(seed, number++);
		if (!interface->base.mac)
			return keel_error_no_memory();
		if (test_find_interface(config, interface->base.mac) ||
		    (other && test_find_interface(other, interface->base.mac))) {
			free(interface->base.mac);
			interface->base.mac = NULL;
		}
	}
	return KEEL_OK;
}

static keel_status read_addresses(const xmlNode *node, struct test_interface *interface)
{
	const xmlNode *child;

	interface->addresses = calloc(keel_xml_count(node, "ip") + 1,
				      sizeof(*interface->addresses));
	if (!interface->addresses)
		return keel_error_no_memory();
	for (child = keel_xml_next(node->children, "ip"); child;
	     child = keel_xml_next(child->next, "ip")) {
		keel_guest_address *address = &interface->addresses[interface->n_addresses];
		struct test_subnet subnet = {0};

		KEEL_TRY(test_subnet_read_address(child, &subnet));
		KEEL_TRY(test_address_format(&subnet.address, &address->address));
		address->family = subnet.address.family;
		address->prefix = subnet.prefix;
		interface->n_addresses++;
	}
	return KEEL_OK;
}

keel_status test_read_mac(const xmlNode *node, char **ret)
{
	char *mac;

	KEEL_TRY(test_read_nested(node, "mac", "address", &mac));
	if (mac && !test_is_mac(mac)) {
		keel_status status = keel_xml_error(node, "'%s' is not a hardware address", mac);

		free(mac);
		return status;
	}
	*ret = mac;
	return KEEL_OK;
}

static keel_status read_interface(const xmlNode *node, struct test_interface *interface)
{
	keel_domain_interface *base = &interface->base;
	const xmlNode *mtu;
	uint64_t size = 0;

	KEEL_TRY(test_read_nested(node, "target", "dev", &base->name));
	KEEL_TRY(test_read_mac(node, &base->mac));
	KEEL_TRY(test_read_nested(node, "source", "network", &base->source));
	KEEL_TRY(test_read_nested(node, "model", "type", &base->model));
	KEEL_TRY(keel_xml_child(node, "mtu", &mtu));
	if (mtu)
		KEEL_TRY(keel_xml_attribute_u64(mtu, "size", UINT32_MAX, &size));
	base->mtu = (uint32_t)size;
	return read_addresses(node, interface);
}

keel_status test_interface_read(const xmlNode *node, struct test_interface *ret)
{
	struct test_interface interface = {0};
	keel_status status = read_interface(node, &interface);

	if (status == KEEL_OK)
		*ret = interface;
	else
		test_interface_clear(&interface);
	return status;
}

static keel_status read_interfaces(const xmlNode *node, uint64_t seed, struct test_config *config)
{
	const xmlNode *child;
	size_t n;

	KEEL_TRY(count_devices(node, "interface", &n));
	config->interfaces = calloc(n + 1, sizeof(*config->interfaces));
	if (!config->interfaces)
		return keel_error_no_memory();
	for (child = keel_xml_next(node->children, "interface"); child;
	     child = keel_xml_next(child->next, "interface")) {
		struct test_interface *interface = &config->interfaces[config->n_interfaces];
		keel_status status;

		KEEL_TRY(test_interface_read(child, interface));
		status = test_interface_complete(config, NULL, seed, interface);
		config->n_interfaces++;
		KEEL_TRY(status);
	}
	return KEEL_OK;
}

static keel_status read_agent(const xmlNode *node, struct test_config *config)
{
	const xmlNode *channel;

	for (channel = keel_xml_next(node->children, "channel"); channel;
	     channel = keel_xml_next(channel->next, "channel")) {
		char *type;

		KEEL_TRY(keel_xml_attribute(channel, "type", &type));
		if (type && strcmp(type, "agent") == 0)
			config->agent = true;
		free(type);
	}
	return KEEL_OK;
}

keel_status test_devices_read(const xmlNode *node, uint64_t seed, struct test_config *config)
{
	KEEL_TRY(keel_xml_child(node, "devices", &node));
	if (!node)
		return KEEL_OK;
	KEEL_TRY(read_disks(node, config));
	KEEL_TRY(read_interfaces(node, seed, config));
	return read_agent(node, config);
}

static void write_attribute(struct keel_buffer *buffer, const char *name, const char *text)
{
	if (!text)
		return;
	keel_buffer_add(buffer, " %s='", name);
	keel_buffer_add_xml(buffer, text);
	keel_buffer_add(buffer, "'");
}

static void write_nested(struct keel_buffer *buffer, const char *child_name, const char *name,
			 const char *text)
{
	if (!text)
		return;
	keel_buffer_add(buffer, "      <%s", child_name);
	write_attribute(buffer, name, text);
	keel_buffer_add(buffer, "/>\n");
}

static void write_disk(struct keel_buffer *buffer, const struct test_disk *disk)
{
	keel_buffer_add(buffer, "    <disk>\n");
	write_nested(buffer, "driver", "type", disk->base.format);
	if (disk->base.source) {
		keel_buffer_add(buffer, "      <source");
		write_attribute(buffer, "pool", disk->pool);
		write_attribute(buffer, source_names[disk->source_type], disk->base.source);
		keel_buffer_add(buffer, "/>\n");
	}
	keel_buffer_add(buffer, "      <target");
	write_attribute(buffer, "dev", disk->base.target);
	write_attribute(buffer, "bus", disk->base.bus);
	keel_buffer_add(buffer, "/>\n");
	if (disk->capacity)
		keel_buffer_add(buffer, "      <capacity unit='bytes'>%" PRIu64 "</capacity>\n",
				disk->capacity);
	if (disk->base.read_only)
		keel_buffer_add(buffer, "      <readonly/>\n");
	keel_buffer_add(buffer, "    </disk>\n");
}

static void write_interface(struct keel_buffer *buffer, const struct test_interface *interface)
{
	const keel_domain_interface *base = &interface->base;
	size_t i;

	keel_buffer_add(buffer, "    <interface>\n");
	write_nested(buffer, "mac", "address", base->mac);
	write_nested(buffer, "source", "network", base->source);
	write_nested(buffer, "target", "dev", base->name);
	write_nested(buffer, "model", "type", base->model);
	if (base->mtu)
		keel_buffer_add(buffer, "      <mtu size='%" PRIu32 "'/>\n", base->mtu);
	for (i = 0; i < interface->n_addresses; i++) {
		const keel_guest_address *address = &interface->addresses[i];

		keel_buffer_add(buffer, "      <ip family='%s' address='%s' prefix='%" PRIu32
				"'/>\n",
				address->family == KEEL_ADDRESS_FAMILY_IPV4 ? "ipv4" : "ipv6",
				address->address, address->prefix);
	}
	keel_buffer_add(buffer, "    </interface>\n");
}

void test_devices_write(struct keel_buffer *buffer, const struct test_config *config)
{
	size_t i;

	if (config->n_disks == 0 && config->n_interfaces == 0 && !config->agent)
		return;
	keel_buffer_add(buffer, "  <devices>\n");
	for (i = 0; i < config->n_disks; i++)
		write_disk(buffer, &config->disks[i]);
	for (i = 0; i < config->n_interfaces; i++)
		write_interface(buffer, &config->interfaces[i]);
	if (config->agent)
		keel_buffer_add(buffer, "    <channel type='agent'/>\n");
	keel_buffer_add(buffer, "  </devices>\n");
}
