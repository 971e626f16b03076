/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The devices of domains, most of which libvirt tells in its XML only. */

#include "libvirt.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_DOMAIN

/* Gets an attribute of a child element, NULL when either is lacking. */
static keel_status child_attribute(const xmlNode *node, const char *name, const char *attribute,
				   char **ret)
{
	const xmlNode *child = keel_xml_next(node->children, name);

	if (child)
		return keel_xml_attribute(child, attribute, ret);
	*ret = NULL;
	return KEEL_OK;
}

/* The same of the first of some attributes that is there. */
static keel_status first_attribute(const xmlNode *node, const char *name,
				   const char *const *attributes, char **ret)
{
	*ret = NULL;
	for (; *attributes && !*ret; attributes++)
		KEEL_TRY(child_attribute(node, name, *attributes, ret));
	return KEEL_OK;
}

static keel_status child_number(const xmlNode *node, const char *name, const char *attribute,
				uint32_t *ret)
{
	const xmlNode *child = keel_xml_next(node->children, name);
	uint64_t value = 0;

	if (child)
		KEEL_TRY(keel_xml_attribute_u64(child, attribute, UINT32_MAX, &value));
	*ret = (uint32_t)value;
	return KEEL_OK;
}

/* Gets the configuration of the domain as it is; NULL when there are no devices in it. */
static keel_status get_devices(const keel_domain *domain, xmlDoc **ret_doc,
			       const xmlNode **ret_devices)
{
	keel_status status;
	xmlDoc *doc;
	char *xml;

	KEEL_TRY(lv_domain_get_xml(domain, 0, &xml));
	status = lv_xml(xml, "domain", &doc);
	free(xml);
	KEEL_TRY(status);
	*ret_doc = doc;
	*ret_devices = keel_xml_next(xmlDocGetRootElement(doc)->children, "devices");
	return KEEL_OK;
}

static keel_status read_interface(const xmlNode *node, keel_domain_interface *ret)
{
	static const char *const sources[] = {"network", "bridge", "dev", "portgroup", NULL};

	KEEL_TRY(child_attribute(node, "mac", "address", &ret->mac));
	KEEL_TRY(child_attribute(node, "target", "dev", &ret->name));
	KEEL_TRY(first_attribute(node, "source", sources, &ret->source));
	KEEL_TRY(child_attribute(node, "model", "type", &ret->model));
	KEEL_TRY(child_number(node, "mtu", "size", &ret->mtu));
	if (!ret->mac)
		ret->mac = keel_strdup("");
	/* One that is not in use has no name; libvirt takes its address instead. */
	if (!ret->name && ret->mac)
		ret->name = keel_strdup(ret->mac);
	return ret->mac && ret->name ? KEEL_OK : keel_error_no_memory();
}

static keel_status read_interfaces(const xmlNode *devices, keel_domain_interface **ret,
				   size_t *ret_n)
{
	size_t room = keel_xml_count(devices, "interface");
	keel_domain_interface *list = calloc(room + 1, sizeof(*list));
	keel_status status = list ? KEEL_OK : keel_error_no_memory();
	const xmlNode *node;
	size_t n = 0;

	for (node = room ? keel_xml_next(devices->children, "interface") : NULL;
	     node && status == KEEL_OK; node = keel_xml_next(node->next, "interface"))
		status = read_interface(node, &list[n++]);
	if (status != KEEL_OK) {
		keel_domain_interfaces_free(list, n);
		return status;
	}
	*ret = list;
	*ret_n = n;
	return KEEL_OK;
}

keel_status lv_domain_list_interfaces(const keel_domain *domain, keel_domain_interface **ret,
				      size_t *ret_n)
{
	const xmlNode *devices;
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(get_devices(domain, &doc, &devices));
	status = read_interfaces(devices, ret, ret_n);
	xmlFreeDoc(doc);
	return status;
}

static keel_status read_disk(const xmlNode *node, keel_domain_disk *ret)
{
	static const char *const sources[] = {"file", "dev", "volume", "name", "dir", "path", NULL};

	KEEL_TRY(child_attribute(node, "target", "dev", &ret->target));
	KEEL_TRY(child_attribute(node, "target", "bus", &ret->bus));
	KEEL_TRY(first_attribute(node, "source", sources, &ret->source));
	KEEL_TRY(child_attribute(node, "driver", "type", &ret->format));
	ret->read_only = keel_xml_next(node->children, "readonly") != NULL;
	if (!ret->target)
		ret->target = keel_strdup("");
	return ret->target ? KEEL_OK : keel_error_no_memory();
}

static keel_status read_disks(const xmlNode *devices, keel_domain_disk **ret, size_t *ret_n)
{
	size_t room = keel_xml_count(devices, "disk");
	keel_domain_disk *list = calloc(room + 1, sizeof(*list));
	keel_status status = list ? KEEL_OK : keel_error_no_memory();
	const xmlNode *node;
	size_t n = 0;

	for (node = room ? keel_xml_next(devices->children, "disk") : NULL;
	     node && status == KEEL_OK; node = keel_xml_next(node->next, "disk"))
		status = read_disk(node, &list[n++]);
	if (status != KEEL_OK) {
		keel_domain_disks_free(list, n);
		return status;
	}
	*ret = list;
	*ret_n = n;
	return KEEL_OK;
}

keel_status lv_domain_list_disks(const keel_domain *domain, keel_domain_disk **ret, size_t *ret_n)
{
	const xmlNode *devices;
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(get_devices(domain, &doc, &devices));
	status = read_disks(devices, ret, ret_n);
	xmlFreeDoc(doc);
	return status;
}

static keel_status read_addresses(const virDomainInterface *from, keel_guest_interface *to)
{
	unsigned int i;

	to->addresses = calloc(from->naddrs + 1u, sizeof(*to->addresses));
	if (!to->addresses)
		return keel_error_no_memory();
	for (i = 0; i < from->naddrs; i++) {
		keel_guest_address *address = &to->addresses[i];

		address->family = from->addrs[i].type == VIR_IP_ADDR_TYPE_IPV6
					  ? KEEL_ADDRESS_FAMILY_IPV6
					  : KEEL_ADDRESS_FAMILY_IPV4;
		address->prefix = from->addrs[i].prefix;
		address->address = lv_text(from->addrs[i].addr);
		if (!address->address)
			return keel_error_no_memory();
		to->n_addresses++;
	}
	return KEEL_OK;
}

static keel_status read_guest_interface(const virDomainInterface *from, keel_guest_interface *to)
{
	to->name = lv_text(from->name);
	if (!to->name)
		return keel_error_no_memory();
	if (from->hwaddr) {
		to->mac = lv_text(from->hwaddr);
		if (!to->mac)
			return keel_error_no_memory();
	}
	return read_addresses(from, to);
}

static keel_status take_guest_interfaces(virDomainInterfacePtr *from, unsigned int n,
					 keel_guest_interface **ret, size_t *ret_n)
{
	keel_guest_interface *list = calloc((size_t)n + 1, sizeof(*list));
	keel_status status = list ? KEEL_OK : keel_error_no_memory();
	unsigned int i;

	for (i = 0; i < n && status == KEEL_OK; i++)
		status = read_guest_interface(from[i], &list[i]);
	if (status != KEEL_OK) {
		keel_guest_interfaces_free(list, i);
		return status;
	}
	*ret = list;
	*ret_n = n;
	return KEEL_OK;
}

static keel_status source_of(keel_guest_source source, unsigned int *ret)
{
	switch (source) {
	case KEEL_GUEST_SOURCE_LEASE:
		*ret = VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE;
		return KEEL_OK;
	case KEEL_GUEST_SOURCE_AGENT:
		*ret = VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT;
		return KEEL_OK;
	case KEEL_GUEST_SOURCE_ARP:
		*ret = VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP;
		return KEEL_OK;
	}
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, DOMAIN, "there is no source %d",
			  (int)source);
}

keel_status lv_domain_list_guest_interfaces(const keel_domain *domain, keel_guest_source source,
					    keel_guest_interface **ret, size_t *ret_n)
{
	virDomainInterfacePtr *list = NULL;
	unsigned int from = 0;
	keel_status status;
	int n;
	int i;

	KEEL_TRY(source_of(source, &from));
	KEEL_TRY(lv_check_active(domain));
	n = virDomainInterfaceAddresses(lv_domain(domain), &list, from, 0);
	KEEL_TRY(lv_result(n, DOMAIN));
	status = take_guest_interfaces(list, (unsigned int)n, ret, ret_n);
	for (i = 0; i < n; i++)
		virDomainInterfaceFree(list[i]);
	free(list);
	return status;
}

static const struct lv_flag device_flags[] = {
	{KEEL_DEVICE_LIVE, VIR_DOMAIN_AFFECT_LIVE},
	{KEEL_DEVICE_CONFIG, VIR_DOMAIN_AFFECT_CONFIG},
	{0, 0},
};

/* What a device is told by, of a disk and of an interface. */
static const struct {
	const char *device;
	const char *element;
	const char *attribute;
} keys[] = {
	{"disk", "target", "dev"},
	{"interface", "mac", "address"},
};

static bool same_key(const xmlNode *one, const xmlNode *other, size_t kind)
{
	bool same = false;
	char *text = NULL;
	char *other_text = NULL;

	if (child_attribute(one, keys[kind].element, keys[kind].attribute, &text) == KEEL_OK &&
	    child_attribute(other, keys[kind].element, keys[kind].attribute, &other_text) ==
		    KEEL_OK)
		same = text && other_text && strcmp(text, other_text) == 0;
	free(text);
	free(other_text);
	return same;
}

static bool is_in(const xmlNode *devices, const xmlNode *device, size_t kind)
{
	const xmlNode *node = keel_xml_next(devices->children, keys[kind].device);

	while (node && !same_key(node, device, kind))
		node = keel_xml_next(node->next, keys[kind].device);
	return node != NULL;
}

/* Tells whether the domain has a device of the same target or hardware address. */
static bool has_device(const keel_domain *domain, const char *xml)
{
	const xmlNode *devices;
	bool found = false;
	xmlDoc *device;
	xmlDoc *doc;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (lv_xml(xml, keys[i].device, &device) != KEEL_OK)
			continue;
		if (get_devices(domain, &doc, &devices) == KEEL_OK) {
			found = devices && is_in(devices, xmlDocGetRootElement(device), i);
			xmlFreeDoc(doc);
		}
		xmlFreeDoc(device);
	}
	return found;
}

/* Sets the last error again after it was asked what is there, with another status. */
static keel_status tell(keel_status status, const char *message)
{
	return keel_error(status, DOMAIN, "%s", message);
}

/* libvirt says that it failed and not that the device is there, or not there. */
static keel_status device_error(const keel_domain *domain, const char *xml, bool wanted,
				keel_status instead)
{
	keel_status status = lv_error(DOMAIN);
	char *message;
	bool found;

	if (status != KEEL_STATUS_INTERNAL && status != KEEL_STATUS_INVALID_STATE &&
	    status != KEEL_STATUS_INVALID_ARGUMENT)
		return status;
	message = keel_strdup(keel_last_error_message());
	if (!message)
		return keel_error_no_memory();
	found = has_device(domain, xml);
	status = tell(found == wanted ? instead : status, message);
	free(message);
	return status;
}

static keel_status check_live(const keel_domain *domain, uint32_t flags)
{
	return flags & KEEL_DEVICE_LIVE ? lv_check_active(domain) : KEEL_OK;
}

keel_status lv_domain_attach_device(keel_domain *domain, const char *xml, uint32_t flags)
{
	KEEL_TRY(check_live(domain, flags));
	if (virDomainAttachDeviceFlags(lv_domain(domain), xml, lv_flags(flags, device_flags)) < 0)
		return device_error(domain, xml, true, KEEL_STATUS_ALREADY_EXISTS);
	return KEEL_OK;
}

keel_status lv_domain_update_device(keel_domain *domain, const char *xml, uint32_t flags)
{
	KEEL_TRY(check_live(domain, flags));
	if (virDomainUpdateDeviceFlags(lv_domain(domain), xml, lv_flags(flags, device_flags)) < 0)
		return device_error(domain, xml, false, KEEL_STATUS_NOT_FOUND);
	return KEEL_OK;
}

keel_status lv_domain_detach_device(keel_domain *domain, const char *xml, uint32_t flags)
{
	KEEL_TRY(check_live(domain, flags));
	if (virDomainDetachDeviceFlags(lv_domain(domain), xml, lv_flags(flags, device_flags)) < 0)
		return device_error(domain, xml, false, KEEL_STATUS_NOT_FOUND);
	return KEEL_OK;
}

static keel_status codeset_of(keel_codeset codeset, unsigned int *ret)
{
	switch (codeset) {
	case KEEL_CODESET_LINUX:
		*ret = VIR_KEYCODE_SET_LINUX;
		return KEEL_OK;
	case KEEL_CODESET_XT:
		*ret = VIR_KEYCODE_SET_XT;
		return KEEL_OK;
	case KEEL_CODESET_USB:
		*ret = VIR_KEYCODE_SET_USB;
		return KEEL_OK;
	case KEEL_CODESET_QNUM:
		*ret = VIR_KEYCODE_SET_QNUM;
		return KEEL_OK;
	}
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, DOMAIN, "there is no codeset %d",
			  (int)codeset);
}

keel_status lv_domain_send_keys(keel_domain *domain, keel_codeset codeset, uint32_t hold_ms,
				const uint32_t *keys_down, size_t n_keys)
{
	unsigned int codes[VIR_DOMAIN_SEND_KEY_MAX_KEYS];
	unsigned int set = 0;
	size_t i;

	KEEL_TRY(codeset_of(codeset, &set));
	if (n_keys > VIR_DOMAIN_SEND_KEY_MAX_KEYS)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, DOMAIN,
				  "at most %d keys are pressed at once",
				  VIR_DOMAIN_SEND_KEY_MAX_KEYS);
	for (i = 0; i < n_keys; i++)
		codes[i] = keys_down[i];
	return lv_result(virDomainSendKey(lv_domain(domain), set, hold_ms, codes, (int)n_keys, 0),
			 DOMAIN);
}
