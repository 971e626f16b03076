/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The functions of the driver for the devices of domains. */

#include "test.h"

#include <stdlib.h>
#include <string.h>

static keel_status copy_disk(const keel_domain_disk *from, keel_domain_disk *to)
{
	to->read_only = from->read_only;
	KEEL_TRY(test_give_text(from->target, &to->target));
	KEEL_TRY(test_give_text(from->source, &to->source));
	KEEL_TRY(test_give_text(from->format, &to->format));
	return test_give_text(from->bus, &to->bus);
}

static keel_status list_disks(const struct test_config *config, keel_domain_disk **ret,
			      size_t *ret_n)
{
	keel_domain_disk *copy = calloc(config->n_disks + 1, sizeof(*copy));
	size_t i;

	if (!copy)
		return keel_error_no_memory();
	for (i = 0; i < config->n_disks; i++) {
		keel_status status = copy_disk(&config->disks[i].base, &copy[i]);

		if (status != KEEL_OK) {
			keel_domain_disks_free(copy, i + 1);
			return status;
		}
	}
	*ret = copy;
	*ret_n = config->n_disks;
	return KEEL_OK;
}

keel_status test_domain_list_disks(const keel_domain *domain, keel_domain_disk **ret,
				   size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, list_disks(self->config, ret, ret_n));
}

static keel_status error_there(const char *what, const char *key)
{
	return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_DOMAIN,
			  "the domain has %s '%s' already", what, key);
}

static keel_status error_lacking(const char *what, const char *key)
{
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_DOMAIN,
			  "the domain has no %s '%s'", what, key);
}

static keel_status error_too_many(void)
{
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
			  "a domain has at most %d devices of a kind", MAX_DEVICES);
}

/* A device that a configuration is changed with. */
struct device {
	const xmlNode *node;
	/* Of the host. */
	uint64_t seed;
	/* The configuration to which it is attached next, NULL when there is none. */
	const struct test_config *after;
	/* The configuration to which it was attached before, NULL when there is none. */
	const struct test_config *before;
};

static keel_status attach_disk(struct test_config *config, const struct device *device)
{
	struct test_disk *disks;
	struct test_disk disk;
	keel_status status;

	KEEL_TRY(test_disk_read(device->node, &disk));
	if (test_find_disk(config, disk.base.target)) {
		status = error_there("a disk", disk.base.target);
	} else if (config->n_disks == MAX_DEVICES) {
		status = error_too_many();
	} else {
		disks = realloc(config->disks, (config->n_disks + 1) * sizeof(*disks));
		if (disks) {
			config->disks = disks;
			disks[config->n_disks++] = disk;
			return KEEL_OK;
		}
		status = keel_error_no_memory();
	}
	test_disk_clear(&disk);
	return status;
}

static keel_status update_disk(struct test_config *config, const struct device *device)
{
	struct test_disk *at;
	struct test_disk disk;
	keel_status status;

	KEEL_TRY(test_disk_read(device->node, &disk));
	at = test_find_disk(config, disk.base.target);
	if (at) {
		test_disk_clear(at);
		*at = disk;
		return KEEL_OK;
	}
	status = error_lacking("disk", disk.base.target);
	test_disk_clear(&disk);
	return status;
}

static keel_status detach_disk(struct test_config *config, const struct device *device)
{
	keel_status status = KEEL_OK;
	struct test_disk *at;
	char *target;

	KEEL_TRY(test_read_nested(device->node, "target", "dev", &target));
	if (!target)
		return keel_xml_error(device->node, "the <disk> has no <target> with a dev");
	at = test_find_disk(config, target);
	if (at) {
		test_disk_clear(at);
		config->n_disks--;
		memmove(at, at + 1,
			(size_t)(config->disks + config->n_disks - at) * sizeof(*at));
	} else {
		status = error_lacking("disk", target);
	}
	free(target);
	return status;
}

/* Fails when another interface has the name or the hardware address. */
static keel_status check_interface(const struct test_config *config,
				   const struct test_interface *interface,
				   const struct test_interface *except)
{
	const struct test_interface *other = test_find_interface(config, interface->base.mac);

	if (other && other != except)
		return error_there("an interface", interface->base.mac);
	other = test_find_interface_name(config, interface->base.name);
	if (other && other != except)
		return error_there("an interface", interface->base.name);
	return KEEL_OK;
}

/* What is made up is the same in all configurations. */
static keel_status take_made_up(const struct device *device, struct test_interface *interface)
{
	const keel_domain_interface *from;

	if (!device->before)
		return KEEL_OK;
	from = &device->before->interfaces[device->before->n_interfaces - 1].base;
	if (!interface->base.name)
		KEEL_TRY(test_give_text(from->name, &interface->base.name));
	return interface->base.mac ? KEEL_OK : test_give_text(from->mac, &interface->base.mac);
}

static keel_status add_interface(struct test_config *config, const struct device *device,
				 struct test_interface *interface)
{
	struct test_interface *interfaces;

	KEEL_TRY(take_made_up(device, interface));
	KEEL_TRY(test_interface_complete(config, device->after, device->seed, interface));
	KEEL_TRY(check_interface(config, interface, NULL));
	if (config->n_interfaces == MAX_DEVICES)
		return error_too_many();
	interfaces = realloc(config->interfaces, (config->n_interfaces + 1) * sizeof(*interfaces));
	if (!interfaces)
		return keel_error_no_memory();
	config->interfaces = interfaces;
	interfaces[config->n_interfaces++] = *interface;
	return KEEL_OK;
}

static keel_status attach_interface(struct test_config *config, const struct device *device)
{
	struct test_interface interface;
	keel_status status;

	KEEL_TRY(test_interface_read(device->node, &interface));
	status = add_interface(config, device, &interface);
	if (status != KEEL_OK)
		test_interface_clear(&interface);
	return status;
}

static keel_status error_no_mac(const xmlNode *node)
{
	return keel_xml_error(node, "the <interface> has no <mac> with an address");
}

/* An interface that is not given a name keeps the one that it has. */
static keel_status replace_interface(struct test_config *config, struct test_interface *interface)
{
	struct test_interface *at = test_find_interface(config, interface->base.mac);

	if (!at)
		return error_lacking("interface", interface->base.mac);
	if (!interface->base.name)
		KEEL_TRY(test_give_text(at->base.name, &interface->base.name));
	KEEL_TRY(check_interface(config, interface, at));
	test_interface_clear(at);
	*at = *interface;
	return KEEL_OK;
}

static keel_status update_interface(struct test_config *config, const struct device *device)
{
	struct test_interface interface;
	keel_status status;

	KEEL_TRY(test_interface_read(device->node, &interface));
	if (interface.base.mac)
		status = replace_interface(config, &interface);
	else
		status = error_no_mac(device->node);
	if (status != KEEL_OK)
		test_interface_clear(&interface);
	return status;
}

static keel_status detach_interface(struct test_config *config, const struct device *device)
{
	keel_status status = KEEL_OK;
	struct test_interface *at;
	char *mac;

	KEEL_TRY(test_read_mac(device->node, &mac));
	if (!mac)
		return error_no_mac(device->node);
	at = test_find_interface(config, mac);
	if (at) {
		test_interface_clear(at);
		config->n_interfaces--;
		memmove(at, at + 1,
			(size_t)(config->interfaces + config->n_interfaces - at) * sizeof(*at));
	} else {
		status = error_lacking("interface", mac);
	}
	free(mac);
	return status;
}

/* What is done to a configuration with a device of one kind or the other. */
struct change {
	keel_status (*disk)(struct test_config *config, const struct device *device);
	keel_status (*interface)(struct test_config *config, const struct device *device);
};

static keel_status apply(const struct change *change, struct test_config *config,
			 struct device *device)
{
	const char *name = (const char *)device->node->name;
	keel_status status;

	if (strcmp(name, "disk") == 0)
		status = change->disk(config, device);
	else if (strcmp(name, "interface") == 0)
		status = change->interface(config, device);
	else
		status = keel_xml_error(device->node, "a <%s> is neither a <disk> nor an <interface>", name);
	if (status == KEEL_OK)
		device->before = config;
	return status;
}

static keel_status check_flags(const struct test_domain *self, uint32_t flags)
{
	if (flags & KEEL_DEVICE_LIVE)
		KEEL_TRY(test_need_active(self));
	if (flags & KEEL_DEVICE_CONFIG && test_is_active(self) && !self->persistent)
		return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the domain '%s' is transient",
				  keel_domain_get_name(&self->base));
	return KEEL_OK;
}

/*
 * Changes copies of the configurations, which take their places when all has gone well. What is
 * changed in only one of them makes the running domain and its next start different.
 */
static keel_status change_device(struct test_domain *self, const struct change *change,
				 const xmlNode *node, uint32_t flags)
{
	bool active = test_is_active(self);
	bool live = active && (flags & KEEL_DEVICE_LIVE || !flags);
	bool kept = flags & KEEL_DEVICE_CONFIG;
	const struct test_config *from = self->next_config;
	struct device device = {.node = node, .seed = self->host->seed};
	struct test_config *config = NULL;
	struct test_config *next = NULL;
	keel_status status;

	KEEL_TRY(check_flags(self, flags));
	if (!from && active && self->persistent && live != kept)
		from = self->config;
	status = test_config_copy(self->config, &config);
	if (status == KEEL_OK)
		status = test_config_copy(from, &next);
	if (kept)
		device.after = next;
	if (status == KEEL_OK && (live || !active))
		status = apply(change, config, &device);
	if (status == KEEL_OK && kept && next)
		status = apply(change, next, &device);
	if (status != KEEL_OK) {
		test_config_free(config);
		test_config_free(next);
		return status;
	}
	test_config_free(self->config);
	test_config_free(self->next_config);
	self->config = config;
	self->next_config = next;
	return KEEL_OK;
}

static keel_status change_with(keel_domain *domain, const struct change *change, const char *xml,
			       uint32_t flags)
{
	struct test_domain *self;
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(keel_xml_parse(xml, strlen(xml), NULL, &doc));
	status = test_lock_domain(domain, &self);
	if (status == KEEL_OK)
		status = test_unlock_domain(self, change_device(self, change,
								xmlDocGetRootElement(doc), flags));
	xmlFreeDoc(doc);
	return status;
}

keel_status test_domain_attach_device(keel_domain *domain, const char *xml, uint32_t flags)
{
	static const struct change attach = {attach_disk, attach_interface};

	return change_with(domain, &attach, xml, flags);
}

keel_status test_domain_update_device(keel_domain *domain, const char *xml, uint32_t flags)
{
	static const struct change update = {update_disk, update_interface};

	return change_with(domain, &update, xml, flags);
}

keel_status test_domain_detach_device(keel_domain *domain, const char *xml, uint32_t flags)
{
	static const struct change detach = {detach_disk, detach_interface};

	return change_with(domain, &detach, xml, flags);
}
