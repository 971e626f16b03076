/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pools: the host is locked inside every function that is not of the driver. */

#include "storage.h"

#include <stdlib.h>
#include <string.h>

#define FROM_NODE(type, member, node) ((type *)((char *)(node)-offsetof(type, member)))

static struct test_host *lock_host(const keel_connection *connection)
{
	struct test_host *host = connection->data;

	pthread_mutex_lock(&host->lock);
	return host;
}

static keel_status unlock_host(struct test_host *host, keel_status status)
{
	pthread_mutex_unlock(&host->lock);
	return status;
}

keel_status test_lock_pool(const keel_storage_pool *pool, struct test_pool **ret)
{
	struct test_pool *self = (struct test_pool *)(uintptr_t)pool;

	pthread_mutex_lock(&self->host->lock);
	if (KEEL_LIKELY(!self->gone)) {
		*ret = self;
		return KEEL_OK;
	}
	pthread_mutex_unlock(&self->host->lock);
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_STORAGE,
			  "the storage pool '%s' is gone", pool->name);
}

static keel_status unlock_pool(struct test_pool *self, keel_status status)
{
	return unlock_host(self->host, status);
}

static keel_status state_error(const struct test_pool *self, const char *what)
{
	return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_STORAGE,
			  "the storage pool '%s' is %s", self->base.name, what);
}

keel_status test_need_active_pool(const struct test_pool *self)
{
	return self->active ? KEEL_OK : state_error(self, "not active");
}

static keel_status need_inactive(const struct test_pool *self)
{
	return self->active ? state_error(self, "active") : KEEL_OK;
}

static keel_status need_persistent(const struct test_pool *self)
{
	return self->persistent ? KEEL_OK : state_error(self, "transient");
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
	keel_event_emit_storage_pool(self->host->connection, &self->base, event);
}

static struct test_pool *find_name(const struct test_host *host, const char *name)
{
	struct keel_table_node *node;

	for (node = keel_table_first(&host->pools_by_name, keel_hash(name, strlen(name))); node;
	     node = keel_table_next(node)) {
		struct test_pool *pool = FROM_NODE(struct test_pool, by_name, node);

		if (strcmp(pool->base.name, name) == 0)
			return pool;
	}
	return NULL;
}

static struct test_pool *find_uuid(const struct test_host *host, const uint8_t *uuid)
{
	struct keel_table_node *node;

	for (node = keel_table_first(&host->pools_by_uuid, keel_hash(uuid, KEEL_UUID_SIZE)); node;
	     node = keel_table_next(node)) {
		struct test_pool *pool = FROM_NODE(struct test_pool, by_uuid, node);

		if (memcmp(pool->base.uuid, uuid, KEEL_UUID_SIZE) == 0)
			return pool;
	}
	return NULL;
}

/* May run when the host is gone already. */
static void free_pool(struct keel_object *object)
{
	struct test_pool *self = (struct test_pool *)object;

	test_pool_config_free(self->config);
	test_pool_config_free(self->next_config);
	keel_table_clear(&self->volumes_by_name);
	free(self->base.name);
	free(self);
}

static void link_pool(struct test_host *host, struct test_pool *pool)
{
	const char *name = pool->base.name;

	keel_table_add(&host->pools_by_name, &pool->by_name, keel_hash(name, strlen(name)));
	keel_table_add(&host->pools_by_uuid, &pool->by_uuid,
		       keel_hash(pool->base.uuid, KEEL_UUID_SIZE));
	pool->previous = host->last_pool;
	if (host->last_pool)
		host->last_pool->next = pool;
	else
		host->first_pool = pool;
	host->last_pool = pool;
	host->n_pools++;
}

/* Makes an inactive pool. Takes name and configuration out of the reading. */
static keel_status add_pool(struct test_host *host, struct test_pool_reading *reading,
			    struct test_pool **ret)
{
	struct test_pool *pool;

	if (find_name(host, reading->name))
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_STORAGE,
				  "there is already a storage pool '%s'", reading->name);
	if (reading->has_uuid && find_uuid(host, reading->uuid))
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_STORAGE,
				  "there is already a storage pool with the UUID of '%s'",
				  reading->name);
	if (!keel_table_reserve(&host->pools_by_name) || !keel_table_reserve(&host->pools_by_uuid))
		return keel_error_no_memory();
	pool = calloc(1, sizeof(*pool));
	if (!pool)
		return keel_error_no_memory();
	keel_object_init(&pool->base.object, KEEL_KIND_STORAGE_POOL, host->connection, free_pool);
	pool->host = host;
	if (!reading->has_uuid)
		do
			test_make_up_uuid(host, reading->uuid);
		while (find_uuid(host, reading->uuid));
	memcpy(pool->base.uuid, reading->uuid, KEEL_UUID_SIZE);
	pool->base.name = reading->name;
	reading->name = NULL;
	pool->config = reading->config;
	reading->config = NULL;
	link_pool(host, pool);
	*ret = pool;
	return KEEL_OK;
}

/* Takes away a pool with its volumes, which live on as long as there are handles to them. */
static void remove_pool(struct test_pool *self)
{
	struct test_host *host = self->host;

	while (self->first)
		test_remove_volume(self->first);
	keel_table_remove(&host->pools_by_name, &self->by_name);
	keel_table_remove(&host->pools_by_uuid, &self->by_uuid);
	if (self->previous)
		self->previous->next = self->next;
	else
		host->first_pool = self->next;
	if (self->next)
		self->next->previous = self->previous;
	else
		host->last_pool = self->previous;
	host->n_pools--;
	self->gone = true;
	keel_object_release(&self->base.object);
}

void test_pools_clear(struct test_host *host)
{
	while (host->first_pool)
		remove_pool(host->first_pool);
	keel_table_clear(&host->pools_by_name);
	keel_table_clear(&host->pools_by_uuid);
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
	static const char *const states[] = {"inactive", "active", NULL};
	static const char *const truths[] = {"no", "yes", NULL};
	struct test_pool_reading reading;
	struct test_pool *pool;
	keel_status status;
	size_t transient;
	size_t autostart;
	size_t active;

	KEEL_TRY(test_read_word(node, "state", states, &active));
	KEEL_TRY(test_read_word(node, "autostart", truths, &autostart));
	KEEL_TRY(test_read_word(node, "transient", truths, &transient));
	if (transient && (!active || autostart))
		return keel_xml_error(node, "a transient pool must be active and cannot start with "
					    "its host");
	KEEL_TRY(test_pool_read(node, &reading));
	status = add_pool(host, &reading, &pool);
	test_pool_reading_clear(&reading);
	KEEL_TRY(status);
	pool->persistent = !transient;
	pool->autostart = autostart;
	pool->active = active;
	return read_volumes(node, pool);
}

keel_status test_read_pools(const xmlNode *node, struct test_host *host)
{
	const xmlNode *pool;

	KEEL_TRY(keel_xml_child(node, "pools", &node));
	pool = node ? keel_xml_next(node->children, "pool") : NULL;
	for (; pool; pool = keel_xml_next(pool->next, "pool"))
		KEEL_TRY(read_host_pool(pool, host));
	return KEEL_OK;
}

static bool matches(const struct test_pool *pool, uint32_t flags)
{
	static const uint32_t groups[] = {
		KEEL_LIST_ACTIVE | KEEL_LIST_INACTIVE,
		KEEL_LIST_PERSISTENT | KEEL_LIST_TRANSIENT,
		KEEL_LIST_AUTOSTART | KEEL_LIST_NO_AUTOSTART,
	};
	uint32_t own = 0;
	size_t i;

	own |= pool->active ? KEEL_LIST_ACTIVE : KEEL_LIST_INACTIVE;
	own |= pool->persistent ? KEEL_LIST_PERSISTENT : KEEL_LIST_TRANSIENT;
	own |= pool->autostart ? KEEL_LIST_AUTOSTART : KEEL_LIST_NO_AUTOSTART;
	for (i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		if ((flags & groups[i]) && !(flags & groups[i] & own))
			return false;
	return true;
}

keel_status test_list_pools(keel_connection *connection, uint32_t flags, keel_storage_pool ***ret,
			    size_t *ret_n)
{
	struct test_host *host = lock_host(connection);
	keel_storage_pool **pools;
	struct test_pool *at;
	size_t n = 0;

	pools = malloc((host->n_pools + (size_t)1) * sizeof(keel_storage_pool *));
	if (!pools)
		return unlock_host(host, keel_error_no_memory());
	for (at = host->first_pool; at; at = at->next)
		if (matches(at, flags))
			pools[n++] = keel_storage_pool_ref(&at->base);
	*ret = pools;
	*ret_n = n;
	return unlock_host(host, KEEL_OK);
}

keel_status test_count_pools(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	struct test_host *host = lock_host(connection);
	struct test_pool *at;
	uint32_t n = 0;

	for (at = host->first_pool; at; at = at->next)
		n += matches(at, flags);
	*ret = n;
	return unlock_host(host, KEEL_OK);
}

/* Gives a reference to a pool to the program. */
static keel_status give(struct test_pool *pool, keel_storage_pool **ret)
{
	if (ret)
		*ret = keel_storage_pool_ref(&pool->base);
	return KEEL_OK;
}

keel_status test_lookup_pool_by_name(keel_connection *connection, const char *name,
				     keel_storage_pool **ret)
{
	struct test_host *host = lock_host(connection);
	struct test_pool *pool = find_name(host, name);

	if (pool)
		return unlock_host(host, give(pool, ret));
	unlock_host(host, KEEL_OK);
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_STORAGE,
			  "there is no storage pool '%s'", name);
}

keel_status test_lookup_pool_by_uuid(keel_connection *connection, const uint8_t *uuid,
				     keel_storage_pool **ret)
{
	struct test_host *host = lock_host(connection);
	struct test_pool *pool = find_uuid(host, uuid);
	char text[KEEL_UUID_STRING_SIZE];

	if (pool)
		return unlock_host(host, give(pool, ret));
	unlock_host(host, KEEL_OK);
	keel_uuid_format(uuid, text);
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_STORAGE,
			  "there is no storage pool with the UUID %s", text);
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
	struct test_pool_config **at = pool->active ? &pool->next_config : &pool->config;

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
	struct test_pool *pool = find_name(host, reading->name);

	if (pool && !(flags & KEEL_DEFINE_NEW) && reading->has_uuid &&
	    memcmp(pool->base.uuid, reading->uuid, KEEL_UUID_SIZE) == 0)
		KEEL_TRY(redefine(pool, reading));
	else
		KEEL_TRY(add_pool(host, reading, &pool));
	pool->persistent = true;
	test_emit_pool(pool, KEEL_STORAGE_POOL_EVENT_DEFINED);
	return give(pool, ret);
}

keel_status test_define_pool(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_storage_pool **ret)
{
	struct test_pool_reading reading;
	struct test_host *host;
	keel_status status;

	KEEL_TRY(read_document(xml, &reading));
	host = lock_host(connection);
	status = unlock_host(host, define(host, &reading, flags, ret));
	test_pool_reading_clear(&reading);
	return status;
}

static keel_status create(struct test_host *host, struct test_pool_reading *reading,
			  keel_storage_pool **ret)
{
	struct test_pool *pool;

	KEEL_TRY(add_pool(host, reading, &pool));
	pool->active = true;
	test_emit_pool(pool, KEEL_STORAGE_POOL_EVENT_STARTED);
	return give(pool, ret);
}

keel_status test_create_pool(keel_connection *connection, const char *xml, keel_storage_pool **ret)
{
	struct test_pool_reading reading;
	struct test_host *host;
	keel_status status;

	KEEL_TRY(read_document(xml, &reading));
	host = lock_host(connection);
	status = unlock_host(host, create(host, &reading, ret));
	test_pool_reading_clear(&reading);
	return status;
}

keel_status test_pool_get_xml(const keel_storage_pool *pool, uint32_t flags, char **ret)
{
	struct test_pool *self;

	KEEL_TRY(test_lock_pool(pool, &self));
	return unlock_pool(self, test_pool_write(self, flags & KEEL_STORAGE_XML_INACTIVE, ret));
}

/* Does something to a pool that is in a certain state. */
static keel_status act(keel_storage_pool *pool, keel_status (*need)(const struct test_pool *self),
		       void (*action)(struct test_pool *self))
{
	struct test_pool *self;
	keel_status status;

	KEEL_TRY(test_lock_pool(pool, &self));
	status = need(self);
	if (status == KEEL_OK)
		action(self);
	return unlock_pool(self, status);
}

static void start(struct test_pool *self)
{
	self->active = true;
	test_emit_pool(self, KEEL_STORAGE_POOL_EVENT_STARTED);
}

static void stop(struct test_pool *self)
{
	struct test_volume *volume;

	for (volume = self->first; volume; volume = volume->next)
		if (volume->stream)
			test_stream_break(volume->stream);
	self->active = false;
	if (self->next_config) {
		test_pool_config_free(self->config);
		self->config = self->next_config;
		self->next_config = NULL;
	}
	test_emit_pool(self, KEEL_STORAGE_POOL_EVENT_STOPPED);
	if (!self->persistent)
		remove_pool(self);
}

static void undefine(struct test_pool *self)
{
	self->persistent = false;
	self->autostart = false;
	test_pool_config_free(self->next_config);
	self->next_config = NULL;
	test_emit_pool(self, KEEL_STORAGE_POOL_EVENT_UNDEFINED);
	if (!self->active)
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
	return act(pool, need_inactive, start);
}

keel_status test_pool_destroy(keel_storage_pool *pool)
{
	return act(pool, test_need_active_pool, stop);
}

keel_status test_pool_undefine(keel_storage_pool *pool)
{
	return act(pool, need_persistent, undefine);
}

keel_status test_pool_build(keel_storage_pool *pool)
{
	return act(pool, need_inactive, build);
}

keel_status test_pool_refresh(keel_storage_pool *pool)
{
	return act(pool, test_need_active_pool, refresh);
}

keel_status test_pool_is_active(const keel_storage_pool *pool, bool *ret)
{
	struct test_pool *self;

	KEEL_TRY(test_lock_pool(pool, &self));
	*ret = self->active;
	return unlock_pool(self, KEEL_OK);
}

keel_status test_pool_is_persistent(const keel_storage_pool *pool, bool *ret)
{
	struct test_pool *self;

	KEEL_TRY(test_lock_pool(pool, &self));
	*ret = self->persistent;
	return unlock_pool(self, KEEL_OK);
}

keel_status test_pool_get_autostart(const keel_storage_pool *pool, bool *ret)
{
	struct test_pool *self;

	KEEL_TRY(test_lock_pool(pool, &self));
	*ret = self->autostart;
	return unlock_pool(self, KEEL_OK);
}

keel_status test_pool_set_autostart(keel_storage_pool *pool, bool autostart)
{
	struct test_pool *self;
	keel_status status;

	KEEL_TRY(test_lock_pool(pool, &self));
	status = need_persistent(self);
	if (status == KEEL_OK)
		self->autostart = autostart;
	return unlock_pool(self, status);
}

keel_status test_pool_get_info(const keel_storage_pool *pool, keel_storage_pool_info *ret)
{
	struct test_pool *self;

	KEEL_TRY(test_lock_pool(pool, &self));
	*ret = (keel_storage_pool_info){
		.state = self->active ? KEEL_STORAGE_POOL_STATE_RUNNING
				      : KEEL_STORAGE_POOL_STATE_INACTIVE,
		.capacity = self->config->capacity,
		.allocation = self->allocation,
		.available = test_available(self),
	};
	return unlock_pool(self, KEEL_OK);
}
