/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pools: the host is locked inside every function that is not of the driver. */

#include "storage.h"

#include <stdlib.h>
#include <string.h>

#define FROM_ITEM(at) ((struct test_pool *)((char *)(at)-offsetof(struct test_pool, item)))

static struct test_pool *from_handle(const keel_storage_pool *pool)
{
	return (struct test_pool *)(uintptr_t)pool;
}

keel_status test_lock_pool(const keel_storage_pool *pool, struct test_pool **ret)
{
	struct test_pool *self = from_handle(pool);

	KEEL_TRY(test_item_lock(&self->item));
	*ret = self;
	return KEEL_OK;
}

static keel_status unlock_pool(struct test_pool *self, keel_status status)
{
	return test_item_unlock(&self->item, status);
}

static struct test_collection *pools_of(const keel_connection *connection)
{
	struct test_host *host = connection->data;

	return &host->pools;
}

struct test_pool *test_pool_of(const struct test_volume *volume)
{
	return (struct test_pool *)volume->base.pool;
}

uint64_t test_available(const struct test_pool *self)
{
	uint64_t capacity = self->config->capacity;

	/* It may have got smaller. */
	return capacity > self->allocation ? capacity - self->allocation : 0;
}

void test_emit_pool(struct test_pool *self, keel_storage_pool_event_type event)
{
	keel_event_emit_storage_pool(self->base.object.handle.connection, &self->base, event);
}

/* May run when the host is gone already. */
static void free_pool(struct keel_object *object)
{
	struct test_pool *self = (struct test_pool *)object;

	test_pool_config_free(self->config);
	test_pool_config_free(self->next_config);
	free(self->base.name);
	free(self);
}

/* Makes an inactive pool. Takes name and configuration out of the reading. */
static keel_status add_pool(struct test_host *host, struct test_pool_reading *reading,
			    struct test_pool **ret)
{
	struct test_identity *identity = &reading->identity;
	struct test_pool *pool;

	KEEL_TRY(test_collection_reserve(&host->pools, identity->name,
					 identity->has_uuid ? identity->uuid : NULL));
	pool = calloc(1, sizeof(*pool));
	if (!pool)
		return keel_error_no_memory();
	keel_object_init(&pool->base.object, KEEL_KIND_STORAGE_POOL, host->connection, free_pool);
	if (!identity->has_uuid)
		test_collection_make_up_uuid(&host->pools, identity->uuid);
	memcpy(pool->base.uuid, identity->uuid, KEEL_UUID_SIZE);
	pool->base.name = identity->name;
	identity->name = NULL;
	pool->config = reading->config;
	reading->config = NULL;
	pool->item.object = &pool->base.object;
	pool->item.name = pool->base.name;
	pool->item.uuid = pool->base.uuid;
	pool->item.label = pool->base.name;
	test_collection_init(&pool->volumes, host, "volume", KEEL_ERROR_DOMAIN_STORAGE);
	test_collection_add(&host->pools, &pool->item);
	*ret = pool;
	return KEEL_OK;
}

/* Takes away a pool with its volumes, which live on as long as there are handles to them. */
static void remove_pool(struct test_pool *self)
{
	test_volumes_clear(self);
	test_collection_remove(&self->item);
}

void test_pools_clear(struct test_host *host)
{
	while (host->pools.first)
		remove_pool(FROM_ITEM(host->pools.first));
	test_collection_clear(&host->pools);
	keel_table_clear(&host->volumes_by_key);
}

static keel_status read_volumes(const xmlNode *node, struct test_pool *pool)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, "volumes", &node));
	child = node ? keel_xml_next(node->children, "volume") : NULL;
	for (; child; child = keel_xml_next(child->next, "volume")) {
		struct test_volume_reading reading;
		struct test_volume *volume;
		keel_status status;

		KEEL_TRY(test_volume_read(child, &reading));
		status = test_add_volume(pool, &reading, NULL, 0, &volume);
		test_volume_reading_clear(&reading);
		KEEL_TRY(status);
	}
	return KEEL_OK;
}

static keel_status read_host_pool(const xmlNode *node, struct test_host *host)
{
	struct test_presence presence;
	struct test_pool_reading reading;
	struct test_pool *pool;
	keel_status status;

	KEEL_TRY(test_presence_read(node, "pool", &presence));
	KEEL_TRY(test_pool_read(node, &reading));
	status = add_pool(host, &reading, &pool);
	test_pool_reading_clear(&reading);
	KEEL_TRY(status);
	test_item_be(&pool->item, &presence);
	return read_volumes(node, pool);
}

keel_status test_read_pools(const xmlNode *node, struct test_host *host)
{
	const xmlNode *pool;

	test_collection_init(&host->pools, host, "storage pool", KEEL_ERROR_DOMAIN_STORAGE);
	KEEL_TRY(keel_xml_child(node, "pools", &node));
	pool = node ? keel_xml_next(node->children, "pool") : NULL;
	for (; pool; pool = keel_xml_next(pool->next, "pool"))
		KEEL_TRY(read_host_pool(pool, host));
	return KEEL_OK;
}

keel_status test_list_pools(keel_connection *connection, uint32_t flags, keel_storage_pool ***ret,
			    size_t *ret_n)
{
	return test_collection_list(pools_of(connection), test_matches_flags, &flags, ret, ret_n);
}

keel_status test_count_pools(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	return test_collection_count(pools_of(connection), test_matches_flags, &flags, ret);
}

keel_status test_lookup_pool_by_name(keel_connection *connection, const char *name,
				     keel_storage_pool **ret)
{
	return test_collection_lookup_name(pools_of(connection), name, ret);
}

keel_status test_lookup_pool_by_uuid(keel_connection *connection, const uint8_t *uuid,
				     keel_storage_pool **ret)
{
	return test_collection_lookup_uuid(pools_of(connection), uuid, ret);
}

static keel_status read_document(const char *xml, struct test_pool_reading *ret)
{
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "pool", &doc));
	status = test_pool_read(xmlDocGetRootElement(doc), ret);
	xmlFreeDoc(doc);
	return status;
}

/* Gives an existing pool the configuration, which is taken out of the reading. */
static keel_status redefine(struct test_pool *pool, struct test_pool_reading *reading)
{
	struct test_pool_config **at = pool->item.active ? &pool->next_config : &pool->config;

	if (reading->config->capacity < pool->allocation)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_STORAGE,
				  "the volumes of the storage pool '%s' take more room",
				  pool->base.name);
	test_pool_config_free(*at);
	*at = reading->config;
	reading->config = NULL;
	return KEEL_OK;
}

static keel_status define(struct test_host *host, struct test_pool_reading *reading,
			  uint32_t flags, keel_storage_pool **ret)
{
	struct test_item *item = test_collection_find_name(&host->pools, reading->identity.name);
	struct test_pool *pool;

	if (test_is_same(item, &reading->identity, flags)) {
		pool = FROM_ITEM(item);
		KEEL_TRY(redefine(pool, reading));
	} else {
		KEEL_TRY(add_pool(host, reading, &pool));
	}
	pool->item.persistent = true;
	test_emit_pool(pool, KEEL_STORAGE_POOL_EVENT_DEFINED);
	return test_item_give(&pool->item, ret);
}

keel_status test_define_pool(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_storage_pool **ret)
{
	struct test_host *host = connection->data;
	struct test_pool_reading reading;
	keel_status status;

	KEEL_TRY(read_document(xml, &reading));
	pthread_mutex_lock(&host->lock);
	status = define(host, &reading, flags, ret);
	pthread_mutex_unlock(&host->lock);
	test_pool_reading_clear(&reading);
	return status;
}

static keel_status create(struct test_host *host, struct test_pool_reading *reading,
			  keel_storage_pool **ret)
{
	struct test_pool *pool;

	KEEL_TRY(add_pool(host, reading, &pool));
	pool->item.active = true;
	test_emit_pool(pool, KEEL_STORAGE_POOL_EVENT_STARTED);
	return test_item_give(&pool->item, ret);
}

keel_status test_create_pool(keel_connection *connection, const char *xml, keel_storage_pool **ret)
{
	struct test_host *host = connection->data;
	struct test_pool_reading reading;
	keel_status status;

	KEEL_TRY(read_document(xml, &reading));
	pthread_mutex_lock(&host->lock);
	status = create(host, &reading, ret);
	pthread_mutex_unlock(&host->lock);
	test_pool_reading_clear(&reading);
	return status;
}

keel_status test_pool_get_xml(const keel_storage_pool *pool, uint32_t flags, char **ret)
{
	struct test_pool *self;

	KEEL_TRY(test_lock_pool(pool, &self));
	return unlock_pool(self, test_pool_write(self, flags & KEEL_STORAGE_XML_INACTIVE, ret));
}

/* Does something to a pool that is active or not. */
static keel_status act(keel_storage_pool *pool, bool active, void (*action)(struct test_pool *self))
{
	struct test_pool *self;
	keel_status status;

	KEEL_TRY(test_lock_pool(pool, &self));
	status = test_need_state(&self->item, active);
	if (status == KEEL_OK)
		action(self);
	return unlock_pool(self, status);
}

static void start(struct test_pool *self)
{
	self->item.active = true;
	test_emit_pool(self, KEEL_STORAGE_POOL_EVENT_STARTED);
}

static void stop(struct test_pool *self)
{
	test_volumes_break(self);
	self->item.active = false;
	if (self->next_config) {
		test_pool_config_free(self->config);
		self->config = self->next_config;
		self->next_config = NULL;
	}
	test_emit_pool(self, KEEL_STORAGE_POOL_EVENT_STOPPED);
	if (!self->item.persistent)
		remove_pool(self);
}

/* There is nothing to make or to find: no volume comes or goes by itself. */
static void build(struct test_pool *self)
{
	test_emit_pool(self, KEEL_STORAGE_POOL_EVENT_BUILT);
}

static void refresh(struct test_pool *self)
{
	test_emit_pool(self, KEEL_STORAGE_POOL_EVENT_REFRESHED);
}

keel_status test_pool_start(keel_storage_pool *pool)
{
	return act(pool, false, start);
}

keel_status test_pool_destroy(keel_storage_pool *pool)
{
	return act(pool, true, stop);
}

static void undefine(struct test_pool *self)
{
	self->item.persistent = false;
	self->item.autostart = false;
	test_pool_config_free(self->next_config);
	self->next_config = NULL;
	test_emit_pool(self, KEEL_STORAGE_POOL_EVENT_UNDEFINED);
	if (!self->item.active)
		remove_pool(self);
}

keel_status test_pool_undefine(keel_storage_pool *pool)
{
	struct test_pool *self;
	keel_status status;

	KEEL_TRY(test_lock_pool(pool, &self));
	status = test_need_persistent(&self->item);
	if (status == KEEL_OK)
		undefine(self);
	return unlock_pool(self, status);
}

keel_status test_pool_build(keel_storage_pool *pool)
{
	return act(pool, false, build);
}

keel_status test_pool_refresh(keel_storage_pool *pool)
{
	return act(pool, true, refresh);
}

keel_status test_pool_is_active(const keel_storage_pool *pool, bool *ret)
{
	const struct test_item *item = &from_handle(pool)->item;

	return test_item_get(item, &item->active, ret);
}

keel_status test_pool_is_persistent(const keel_storage_pool *pool, bool *ret)
{
	const struct test_item *item = &from_handle(pool)->item;

	return test_item_get(item, &item->persistent, ret);
}

keel_status test_pool_get_autostart(const keel_storage_pool *pool, bool *ret)
{
	const struct test_item *item = &from_handle(pool)->item;

	return test_item_get(item, &item->autostart, ret);
}

keel_status test_pool_set_autostart(keel_storage_pool *pool, bool autostart)
{
	return test_item_set_autostart(&from_handle(pool)->item, autostart);
}

keel_status test_pool_get_info(const keel_storage_pool *pool, keel_storage_pool_info *ret)
{
	struct test_pool *self;

	KEEL_TRY(test_lock_pool(pool, &self));
	*ret = (keel_storage_pool_info){
		.state = self->item.active ? KEEL_STORAGE_POOL_STATE_RUNNING
				      : KEEL_STORAGE_POOL_STATE_INACTIVE,
		.capacity = self->config->capacity,
		.allocation = self->allocation,
		.available = test_available(self),
	};
	return unlock_pool(self, KEEL_OK);
}
