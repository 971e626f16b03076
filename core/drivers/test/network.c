/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Networks. */

#include "objects.h"

#include <stdlib.h>
#include <string.h>

struct reading {
	struct test_identity identity;
	struct test_network_config *config;
};

static struct test_collection *networks(const keel_connection *connection)
{
	return &((struct test_host *)connection->data)->networks;
}

static struct test_network *from_item(const struct test_item *item)
{
	return (struct test_network *)item->object;
}

static struct test_network *from_handle(const keel_network *network)
{
	return (struct test_network *)(uintptr_t)network;
}

/* Locks the host, and fails when the network is gone. */
static keel_status lock(const keel_network *network, struct test_network **ret)
{
	struct test_network *self = from_handle(network);

	KEEL_TRY(test_item_lock(&self->item));
	*ret = self;
	return KEEL_OK;
}

static keel_status unlock(const struct test_network *self, keel_status status)
{
	return test_item_unlock(&self->item, status);
}

static void emit(struct test_network *self, keel_network_event_type event)
{
	keel_event_emit_network(self->base.object.handle.connection, &self->base, event);
}

/* May run when the host is gone already. */
static void free_network(struct keel_object *object)
{
	struct test_network *self = (struct test_network *)object;

	test_network_config_free(self->config);
	test_network_config_free(self->next_config);
	free(self->base.name);
	free(self);
}

static keel_status read_network(const xmlNode *node, struct reading *ret)
{
	struct reading reading = {0};
	keel_status status;

	KEEL_TRY(test_identity_read(node, "network", &reading.identity));
	status = test_network_config_read(node, &reading.config);
	if (status == KEEL_OK)
		*ret = reading;
	else
		free(reading.identity.name);
	return status;
}

static void clear(struct reading *self)
{
	free(self->identity.name);
	test_network_config_free(self->config);
}

static bool has_bridge(const struct test_network_config *config, const char *name)
{
	return config && config->bridge && strcmp(config->bridge, name) == 0;
}

static bool is_used(const struct test_collection *all, const struct test_network *but,
		    const char *name)
{
	const struct test_item *at;

	for (at = all->first; at; at = at->next) {
		const struct test_network *network = from_item(at);

		if (network != but && (has_bridge(network->config, name) ||
				       has_bridge(network->next_config, name)))
			return true;
	}
	return false;
}

/* Gives a network that has addresses and no bridge the first one that no other network has. */
static keel_status make_up_bridge(const struct test_collection *all, const struct test_network *but,
				  struct test_network_config *config)
{
	char name[16];
	unsigned i = 0;

	if (config->bridge || config->n_subnets == 0)
		return KEEL_OK;
	do
		snprintf(name, sizeof(name), "virbr%u", i++);
	while (is_used(all, but, name));
	config->bridge = keel_strdup(name);
	return config->bridge ? KEEL_OK : keel_error_no_memory();
}

/* Makes an inactive network. Takes name and configuration out of the reading. */
static keel_status add(struct test_collection *all, struct reading *reading,
		       struct test_network **ret)
{
	struct test_identity *identity = &reading->identity;
	struct test_network *self;

	KEEL_TRY(test_collection_reserve(all, identity->name,
					 identity->has_uuid ? identity->uuid : NULL));
	KEEL_TRY(make_up_bridge(all, NULL, reading->config));
	self = calloc(1, sizeof(*self));
	if (!self)
		return keel_error_no_memory();
	keel_object_init(&self->base.object, KEEL_KIND_NETWORK, all->host->connection,
			 free_network);
	if (!identity->has_uuid)
		test_collection_make_up_uuid(all, identity->uuid);
	memcpy(self->base.uuid, identity->uuid, KEEL_UUID_SIZE);
	self->base.name = identity->name;
	identity->name = NULL;
	self->config = reading->config;
	reading->config = NULL;
	self->item.object = &self->base.object;
	self->item.name = self->item.label = self->base.name;
	self->item.uuid = self->base.uuid;
	test_collection_add(all, &self->item);
	*ret = self;
	return KEEL_OK;
}

static void start(struct test_network *self)
{
	self->item.active = true;
	emit(self, KEEL_NETWORK_EVENT_STARTED);
}

static void stop(struct test_network *self)
{
	self->item.active = false;
	if (self->next_config) {
		test_network_config_free(self->config);
		self->config = self->next_config;
		self->next_config = NULL;
	}
	emit(self, KEEL_NETWORK_EVENT_STOPPED);
	if (!self->item.persistent)
		test_collection_remove(&self->item);
}

static keel_status read_host_network(const xmlNode *node, struct test_collection *all)
{
	struct test_presence presence;
	struct test_network *self;
	struct reading reading;
	keel_status status;

	KEEL_TRY(test_presence_read(node, "network", &presence));
	KEEL_TRY(read_network(node, &reading));
	status = add(all, &reading, &self);
	clear(&reading);
	KEEL_TRY(status);
	test_item_be(&self->item, &presence);
	return KEEL_OK;
}

keel_status test_read_networks(const xmlNode *node, struct test_host *host)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, "networks", &node));
	child = node ? keel_xml_next(node->children, "network") : NULL;
	for (; child; child = keel_xml_next(child->next, "network"))
		KEEL_TRY(read_host_network(child, &host->networks));
	return KEEL_OK;
}

keel_status test_list_networks(keel_connection *connection, uint32_t flags, keel_network ***ret,
			       size_t *ret_n)
{
	return test_collection_list(networks(connection), test_matches_flags, &flags, ret, ret_n);
}

keel_status test_count_networks(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	return test_collection_count(networks(connection), test_matches_flags, &flags, ret);
}

keel_status test_lookup_network_by_name(keel_connection *connection, const char *name,
					keel_network **ret)
{
	return test_collection_lookup_name(networks(connection), name, ret);
}

keel_status test_lookup_network_by_uuid(keel_connection *connection, const uint8_t *uuid,
					keel_network **ret)
{
	return test_collection_lookup_uuid(networks(connection), uuid, ret);
}

/* Gives an existing network the configuration, which is taken out of the reading. */
static keel_status redefine(struct test_network *self, struct reading *reading)
{
	struct test_network_config **at = self->item.active ? &self->next_config : &self->config;

	KEEL_TRY(make_up_bridge(self->item.collection, self, reading->config));
	test_network_config_free(*at);
	*at = reading->config;
	reading->config = NULL;
	return KEEL_OK;
}

static keel_status define(struct test_collection *all, struct reading *reading, uint32_t flags,
			  keel_network **ret)
{
	struct test_item *item = test_collection_find_name(all, reading->identity.name);
	struct test_network *self;

	if (test_is_same(item, &reading->identity, flags)) {
		self = from_item(item);
		KEEL_TRY(redefine(self, reading));
	} else {
		KEEL_TRY(add(all, reading, &self));
	}
	self->item.persistent = true;
	emit(self, KEEL_NETWORK_EVENT_DEFINED);
	return test_item_give(&self->item, ret);
}

static keel_status create(struct test_collection *all, struct reading *reading, keel_network **ret)
{
	struct test_network *self;

	KEEL_TRY(add(all, reading, &self));
	start(self);
	return test_item_give(&self->item, ret);
}

static keel_status parse(const char *xml, struct reading *ret)
{
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "network", &doc));
	status = read_network(xmlDocGetRootElement(doc), ret);
	xmlFreeDoc(doc);
	return status;
}

keel_status test_define_network(keel_connection *connection, const char *xml, uint32_t flags,
				keel_network **ret)
{
	struct test_host *host = connection->data;
	struct reading reading;
	keel_status status;

	KEEL_TRY(parse(xml, &reading));
	pthread_mutex_lock(&host->lock);
	status = define(&host->networks, &reading, flags, ret);
	pthread_mutex_unlock(&host->lock);
	clear(&reading);
	return status;
}

keel_status test_create_network(keel_connection *connection, const char *xml, keel_network **ret)
{
	struct test_host *host = connection->data;
	struct reading reading;
	keel_status status;

	KEEL_TRY(parse(xml, &reading));
	pthread_mutex_lock(&host->lock);
	status = create(&host->networks, &reading, ret);
	pthread_mutex_unlock(&host->lock);
	clear(&reading);
	return status;
}

keel_status test_network_get_xml(const keel_network *network, uint32_t flags, char **ret)
{
	const struct test_network_config *config;
	struct test_network *self;

	KEEL_TRY(lock(network, &self));
	config = self->config;
	if ((flags & KEEL_NETWORK_XML_INACTIVE) && self->next_config)
		config = self->next_config;
	return unlock(self, test_network_write(self, config, ret));
}

keel_status test_network_start(keel_network *network)
{
	struct test_network *self;
	keel_status status;

	KEEL_TRY(lock(network, &self));
	status = test_need_state(&self->item, false);
	if (status == KEEL_OK)
		start(self);
	return unlock(self, status);
}

keel_status test_network_destroy(keel_network *network)
{
	struct test_network *self;
	keel_status status;

	KEEL_TRY(lock(network, &self));
	status = test_need_state(&self->item, true);
	if (status == KEEL_OK)
		stop(self);
	return unlock(self, status);
}

static void undefine(struct test_network *self)
{
	self->item.persistent = false;
	self->item.autostart = false;
	test_network_config_free(self->next_config);
	self->next_config = NULL;
	emit(self, KEEL_NETWORK_EVENT_UNDEFINED);
	if (!self->item.active)
		test_collection_remove(&self->item);
}

keel_status test_network_undefine(keel_network *network)
{
	struct test_network *self;
	keel_status status;

	KEEL_TRY(lock(network, &self));
	status = test_need_persistent(&self->item);
	if (status == KEEL_OK)
		undefine(self);
	return unlock(self, status);
}

keel_status test_network_is_active(const keel_network *network, bool *ret)
{
	const struct test_item *item = &from_handle(network)->item;

	return test_item_get(item, &item->active, ret);
}

keel_status test_network_is_persistent(const keel_network *network, bool *ret)
{
	const struct test_item *item = &from_handle(network)->item;

	return test_item_get(item, &item->persistent, ret);
}

keel_status test_network_get_autostart(const keel_network *network, bool *ret)
{
	const struct test_item *item = &from_handle(network)->item;

	return test_item_get(item, &item->autostart, ret);
}

keel_status test_network_set_autostart(keel_network *network, bool autostart)
{
	return test_item_set_autostart(&from_handle(network)->item, autostart);
}

static keel_status get_bridge_name(const struct test_network *self, char **ret)
{
	char *copy = NULL;

	if (self->config->bridge) {
		copy = keel_strdup(self->config->bridge);
		if (!copy)
			return keel_error_no_memory();
	}
	*ret = copy;
	return KEEL_OK;
}

keel_status test_network_get_bridge_name(const keel_network *network, char **ret)
{
	struct test_network *self;

	KEEL_TRY(lock(network, &self));
	return unlock(self, get_bridge_name(self, ret));
}

keel_status test_network_list_leases(const keel_network *network, const char *mac,
				     keel_network_lease **ret, size_t *ret_n)
{
	struct test_network *self;
	keel_status status;

	KEEL_TRY(lock(network, &self));
	status = test_need_state(&self->item, true);
	if (status == KEEL_OK)
		status = test_leases(self, mac, ret, ret_n);
	return unlock(self, status);
}
