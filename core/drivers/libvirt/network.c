/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Networks. */

#include "objects.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_NETWORK

static virNetworkPtr from_handle(const keel_network *network)
{
	return ((const struct lv_network *)network)->ptr;
}

static void free_network(struct keel_object *object)
{
	struct lv_network *self = (struct lv_network *)object;

	virNetworkFree(self->ptr);
	free(self->base.name);
	free(self);
}

/* Makes one with one hold; takes over ptr even when it fails. */
static keel_status new_network(keel_connection *connection, virNetworkPtr ptr,
			       struct lv_network **ret)
{
	struct lv_network *self = calloc(1, sizeof(*self));
	const char *name = virNetworkGetName(ptr);

	if (self && name)
		self->base.name = lv_text(name);
	if (!self || !self->base.name || virNetworkGetUUID(ptr, self->base.uuid) < 0) {
		virNetworkFree(ptr);
		if (self)
			free(self->base.name);
		free(self);
		return keel_error_no_memory();
	}
	self->ptr = ptr;
	keel_object_init(&self->base.object, KEEL_KIND_NETWORK, connection, free_network);
	*ret = self;
	return KEEL_OK;
}

/* Makes one with a reference for the program; ret may be NULL. A NULL ptr is a failure. */
static keel_status give(keel_connection *connection, virNetworkPtr ptr, keel_network **ret)
{
	struct lv_network *network;

	if (!ptr)
		return lv_error(DOMAIN);
	if (!ret) {
		virNetworkFree(ptr);
		return KEEL_OK;
	}
	KEEL_TRY(new_network(connection, ptr, &network));
	lv_give(&network->base.object);
	*ret = &network->base;
	return KEEL_OK;
}

LV_DEFINE_LIST(give_list, keel_network, keel_connection, virNetworkPtr, give, virNetworkFree)

static const struct lv_flag list_flags[] = {
	{KEEL_LIST_ACTIVE, VIR_CONNECT_LIST_NETWORKS_ACTIVE},
	{KEEL_LIST_INACTIVE, VIR_CONNECT_LIST_NETWORKS_INACTIVE},
	{KEEL_LIST_PERSISTENT, VIR_CONNECT_LIST_NETWORKS_PERSISTENT},
	{KEEL_LIST_TRANSIENT, VIR_CONNECT_LIST_NETWORKS_TRANSIENT},
	{KEEL_LIST_AUTOSTART, VIR_CONNECT_LIST_NETWORKS_AUTOSTART},
	{KEEL_LIST_NO_AUTOSTART, VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART},
	{0, 0},
};

keel_status lv_list_networks(keel_connection *connection, uint32_t flags, keel_network ***ret,
			     size_t *ret_n)
{
	virNetworkPtr *list = NULL;
	int n = virConnectListAllNetworks(lv_ptr(connection), &list, lv_flags(flags, list_flags));

	KEEL_TRY(lv_result(n, DOMAIN));
	return give_list(connection, list, n, ret, ret_n);
}

keel_status lv_count_networks(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	int n = virConnectListAllNetworks(lv_ptr(connection), NULL, lv_flags(flags, list_flags));

	KEEL_TRY(lv_result(n, DOMAIN));
	*ret = (uint32_t)n;
	return KEEL_OK;
}

keel_status lv_lookup_network_by_name(keel_connection *connection, const char *name,
				      keel_network **ret)
{
	return give(connection, virNetworkLookupByName(lv_ptr(connection), name), ret);
}

keel_status lv_lookup_network_by_uuid(keel_connection *connection, const uint8_t *uuid,
				      keel_network **ret)
{
	return give(connection, virNetworkLookupByUUID(lv_ptr(connection), uuid), ret);
}

/* Tells whether there is a network of the name or the UUID in a configuration. */
static keel_status is_there(const keel_connection *connection, const char *xml, bool *ret)
{
	virNetworkPtr ptr = NULL;
	uint8_t uuid[KEEL_UUID_SIZE];
	bool has_uuid = false;
	char *name = NULL;

	KEEL_TRY(lv_xml_names(xml, "network", &name, &has_uuid, uuid));
	if (name)
		ptr = virNetworkLookupByName(lv_ptr(connection), name);
	if (!ptr && has_uuid)
		ptr = virNetworkLookupByUUID(lv_ptr(connection), uuid);
	free(name);
	*ret = ptr != NULL;
	if (ptr)
		virNetworkFree(ptr);
	return KEEL_OK;
}

keel_status lv_define_network(keel_connection *connection, const char *xml, uint32_t flags,
			      keel_network **ret)
{
	virNetworkPtr ptr;

	if (flags & KEEL_DEFINE_NEW)
		KEEL_TRY(lv_check_new(connection, xml, is_there, DOMAIN));
	ptr = virNetworkDefineXML(lv_ptr(connection), xml);
	if (!ptr)
		return lv_new_error(connection, xml, is_there, DOMAIN);
	return give(connection, ptr, ret);
}

keel_status lv_create_network(keel_connection *connection, const char *xml, keel_network **ret)
{
	virNetworkPtr ptr = virNetworkCreateXML(lv_ptr(connection), xml);

	if (!ptr)
		return lv_new_error(connection, xml, is_there, DOMAIN);
	return give(connection, ptr, ret);
}

keel_status lv_network_get_xml(const keel_network *network, uint32_t flags, char **ret)
{
	static const struct lv_flag table[] = {
		{KEEL_NETWORK_XML_INACTIVE, VIR_NETWORK_XML_INACTIVE},
		{0, 0},
	};

	return lv_take_text(virNetworkGetXMLDesc(from_handle(network), lv_flags(flags, table)),
			    DOMAIN, ret);
}

keel_status lv_network_start(keel_network *network)
{
	return lv_result(virNetworkCreate(from_handle(network)), DOMAIN);
}

keel_status lv_network_undefine(keel_network *network)
{
	return lv_result(virNetworkUndefine(from_handle(network)), DOMAIN);
}

keel_status lv_network_is_active(const keel_network *network, bool *ret)
{
	return lv_bool(virNetworkIsActive(from_handle(network)), DOMAIN, ret);
}

keel_status lv_network_destroy(keel_network *network)
{
	bool is_active;

	/* Not every driver of libvirt's minds. */
	KEEL_TRY(lv_network_is_active(network, &is_active));
	if (!is_active)
		return keel_error(KEEL_STATUS_INVALID_STATE, DOMAIN,
				  "the network '%s' is not active", network->name);
	return lv_result(virNetworkDestroy(from_handle(network)), DOMAIN);
}

keel_status lv_network_is_persistent(const keel_network *network, bool *ret)
{
	return lv_bool(virNetworkIsPersistent(from_handle(network)), DOMAIN, ret);
}

keel_status lv_network_get_autostart(const keel_network *network, bool *ret)
{
	int autostart = 0;

	KEEL_TRY(lv_result(virNetworkGetAutostart(from_handle(network), &autostart), DOMAIN));
	*ret = autostart != 0;
	return KEEL_OK;
}

keel_status lv_network_set_autostart(keel_network *network, bool autostart)
{
	return lv_result(virNetworkSetAutostart(from_handle(network), autostart), DOMAIN);
}

/* libvirt fails when there is no bridge, with an error that says little, so its XML is read. */
keel_status lv_network_get_bridge_name(const keel_network *network, char **ret)
{
	const xmlNode *bridge = NULL;
	keel_status status;
	char *name = NULL;
	xmlDoc *doc;
	char *xml;

	KEEL_TRY(lv_network_get_xml(network, 0, &xml));
	status = lv_xml(xml, "network", &doc);
	free(xml);
	KEEL_TRY(status);
	status = keel_xml_child(xmlDocGetRootElement(doc), "bridge", &bridge);
	if (status == KEEL_OK && bridge)
		status = keel_xml_attribute(bridge, "name", &name);
	xmlFreeDoc(doc);
	if (status == KEEL_OK)
		*ret = name;
	return status;
}

static bool copy_text(const char *text, char **ret)
{
	*ret = text ? lv_text(text) : NULL;
	return *ret || !text;
}

static bool copy_lease(const virNetworkDHCPLease *from, keel_network_lease *to)
{
	to->family = from->type == VIR_IP_ADDR_TYPE_IPV6 ? KEEL_ADDRESS_FAMILY_IPV6
							   : KEEL_ADDRESS_FAMILY_IPV4;
	to->prefix = from->prefix;
	to->expires = from->expirytime;
	/* All of them, so that each is set. */
	return copy_text(from->iface, &to->interface) & copy_text(from->mac, &to->mac) &
	       copy_text(from->ipaddr, &to->address) & copy_text(from->hostname, &to->hostname) &
	       copy_text(from->clientid, &to->client_id);
}

keel_status lv_network_list_leases(const keel_network *network, const char *mac,
				   keel_network_lease **ret, size_t *ret_n)
{
	virNetworkDHCPLeasePtr *list = NULL;
	keel_network_lease *leases;
	bool good;
	int n;
	int i;

	n = virNetworkGetDHCPLeases(from_handle(network), mac, &list, 0);
	if (n < 0)
		return lv_error(DOMAIN);
	leases = calloc((size_t)n + 1, sizeof(*leases));
	good = leases != NULL;
	for (i = 0; i < n; i++) {
		good = good && copy_lease(list[i], &leases[i]);
		virNetworkDHCPLeaseFree(list[i]);
	}
	free(list);
	if (!good) {
		keel_network_leases_free(leases, (size_t)n);
		return keel_error_no_memory();
	}
	*ret = leases;
	*ret_n = (size_t)n;
	return KEEL_OK;
}

static bool event_of(int event, keel_network_event_type *ret)
{
	switch (event) {
	case VIR_NETWORK_EVENT_DEFINED:
		*ret = KEEL_NETWORK_EVENT_DEFINED;
		return true;
	case VIR_NETWORK_EVENT_UNDEFINED:
		*ret = KEEL_NETWORK_EVENT_UNDEFINED;
		return true;
	case VIR_NETWORK_EVENT_STARTED:
		*ret = KEEL_NETWORK_EVENT_STARTED;
		return true;
	case VIR_NETWORK_EVENT_STOPPED:
		*ret = KEEL_NETWORK_EVENT_STOPPED;
		return true;
	default:
		return false;
	}
}

static void hear(virConnectPtr ptr, virNetworkPtr lent, int event, int detail, void *data)
{
	keel_connection *connection = lv_listener_enter(data);
	keel_network_event_type type;
	struct lv_network *network;

	(void)ptr;
	(void)detail;
	if (!connection)
		return;
	virNetworkRef(lent);
	/* Without memory, it goes unheard. */
	if (new_network(connection, lent, &network) == KEEL_OK) {
		if (event_of(event, &type))
			keel_event_emit_network(connection, &network->base, type);
		keel_object_release(&network->base.object);
	}
	lv_listener_leave(data);
}

static keel_status begin(virConnectPtr ptr, struct lv_listener *listener,
			 int ids[LV_MAX_REGISTRATIONS])
{
	return lv_registered(listener,
			     virConnectNetworkEventRegisterAny(
				     ptr, NULL, VIR_NETWORK_EVENT_ID_LIFECYCLE,
				     VIR_NETWORK_EVENT_CALLBACK(hear), lv_listener_ref(listener),
				     lv_listener_unref),
			     &ids[0]);
}

static void end(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS])
{
	lv_deregister(ptr, ids, virConnectNetworkEventDeregisterAny);
}

const struct lv_kind lv_network_kind = {begin, end};
