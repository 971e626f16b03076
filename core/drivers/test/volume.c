/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Volumes: the host is locked inside every function that is not of the driver. */

#include "storage.h"

#include <stdlib.h>
#include <string.h>

#define FROM_NODE(type, member, node) ((type *)((char *)(node)-offsetof(type, member)))
#define FROM_ITEM(at) FROM_NODE(struct test_volume, item, at)

static keel_status need_active_pool(const struct test_volume *self)
{
	return test_need_state(&test_pool_of(self)->item, true);
}

static keel_status unlock_volume(const struct test_volume *self, keel_status status)
{
	return test_item_unlock(&self->item, status);
}

keel_status test_lock_volume(const keel_storage_volume *volume, struct test_volume **ret)
{
	struct test_volume *self = (struct test_volume *)(uintptr_t)volume;
	keel_status status;

	KEEL_TRY(test_item_lock(&self->item));
	status = need_active_pool(self);
	if (KEEL_LIKELY(status == KEEL_OK)) {
		*ret = self;
		return KEEL_OK;
	}
	return unlock_volume(self, status);
}

static keel_status unlock_pool(const struct test_pool *self, keel_status status)
{
	return test_item_unlock(&self->item, status);
}

/* Locks an active pool. */
static keel_status lock_pool(const keel_storage_pool *pool, struct test_pool **ret)
{
	keel_status status;

	KEEL_TRY(test_lock_pool(pool, ret));
	status = test_need_state(&(*ret)->item, true);
	return status == KEEL_OK ? KEEL_OK : unlock_pool(*ret, status);
}

uint64_t test_volume_room(const struct test_volume *self, size_t n_more)
{
	uint64_t room = ((uint64_t)self->contents.n + n_more) * GUEST_PAGE_SIZE;

	if (room > self->capacity)
		room = self->capacity;
	return room > self->reserved ? room : self->reserved;
}

bool test_volume_has_room(const struct test_volume *self, uint64_t allocation)
{
	return allocation <= self->allocation ||
	       allocation - self->allocation <= test_available(test_pool_of(self));
}

void test_volume_take_room(struct test_volume *self, uint64_t allocation)
{
	struct test_pool *pool = test_pool_of(self);

	pool->allocation = pool->allocation - self->allocation + allocation;
	self->allocation = allocation;
}

struct test_volume *test_find_volume(const struct test_host *host, const char *key)
{
	struct keel_table_node *node;

	for (node = keel_table_first(&host->volumes_by_key, keel_hash(key, strlen(key))); node;
	     node = keel_table_next(node)) {
		struct test_volume *volume = FROM_NODE(struct test_volume, by_key, node);

		if (strcmp(volume->key, key) == 0)
			return volume;
	}
	return NULL;
}

/* May run when the host is gone already. */
static void free_volume(struct keel_object *object)
{
	struct test_volume *self = (struct test_volume *)object;

	test_memory_clear(&self->contents);
	free(self->base.name);
	free(self->format);
	free(self->key);
	keel_object_release(&self->base.pool->object);
	free(self);
}

static void link_volume(struct test_pool *pool, struct test_volume *volume)
{
	const char *key = volume->key;

	volume->item.object = &volume->base.object;
	volume->item.name = volume->base.name;
	volume->item.label = volume->base.name;
	test_collection_add(&pool->volumes, &volume->item);
	keel_table_add(&pool->volumes.host->volumes_by_key, &volume->by_key,
		       keel_hash(key, strlen(key)));
}

/* How large the volume is to be, and how much room it takes at least. */
static keel_status set_sizes(struct test_volume *self, const struct test_volume_reading *reading,
			     const struct test_volume *source, uint32_t flags)
{
	if (!reading->has_capacity && !source)
		return keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_XML,
				  "the volume '%s' has no <capacity>", reading->name);
	self->capacity = reading->capacity;
	if (source && source->capacity > self->capacity)
		self->capacity = source->capacity;
	self->reserved = self->capacity;
	/* As in libvirt, one that does not say takes all its room at once. */
	if (reading->has_allocation && reading->allocation < self->capacity &&
	    !(flags & KEEL_STORAGE_CREATE_PREALLOCATE))
		self->reserved = reading->allocation;
	return KEEL_OK;
}

static keel_status fill(struct test_volume *self, struct test_host *host,
			const struct test_volume_reading *reading,
			const struct test_volume *source, uint32_t flags)
{
	struct test_pool *pool = test_pool_of(self);
	uint64_t room;

	KEEL_TRY(set_sizes(self, reading, source, flags));
	self->base.name = keel_strdup(reading->name);
	self->format = keel_strdup(reading->format);
	self->type = reading->type;
	if (!self->base.name || !self->format)
		return keel_error_no_memory();
	KEEL_TRY(test_join(pool->config->path, reading->name, &self->key));
	if (test_find_volume(host, self->key))
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_STORAGE,
				  "there is already a volume '%s'", self->key);
	room = test_volume_room(self, source ? source->contents.n : 0);
	if (!test_volume_has_room(self, room))
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_STORAGE,
				  "the storage pool '%s' has no room for the volume '%s'",
				  pool->base.name, reading->name);
	if (source)
		KEEL_TRY(test_memory_copy(&source->contents, &self->contents));
	return KEEL_OK;
}

keel_status test_add_volume(struct test_pool *pool, const struct test_volume_reading *reading,
			    const struct test_volume *source, uint32_t flags,
			    struct test_volume **ret)
{
	struct test_host *host = pool->volumes.host;
	struct test_volume *volume;
	keel_status status;

	KEEL_TRY(test_collection_reserve(&pool->volumes, reading->name, NULL));
	if (!keel_table_reserve(&host->volumes_by_key))
		return keel_error_no_memory();
	volume = calloc(1, sizeof(*volume));
	if (!volume)
		return keel_error_no_memory();
	keel_object_init(&volume->base.object, KEEL_KIND_STORAGE_VOLUME, host->connection,
			 free_volume);
	keel_object_hold(&pool->base.object);
	volume->base.pool = &pool->base;
	status = fill(volume, host, reading, source, flags);
	if (status != KEEL_OK) {
		keel_object_release(&volume->base.object);
		return status;
	}
	test_volume_take_room(volume, test_volume_room(volume, 0));
	link_volume(pool, volume);
	*ret = volume;
	return KEEL_OK;
}

static void remove_volume(struct test_volume *self)
{
	if (self->stream)
		test_stream_break(self->stream);
	test_volume_take_room(self, 0);
	keel_table_remove(&self->item.collection->host->volumes_by_key, &self->by_key);
	test_collection_remove(&self->item);
}

void test_volumes_break(struct test_pool *pool)
{
	struct test_item *item;

	for (item = pool->volumes.first; item; item = item->next)
		if (FROM_ITEM(item)->stream)
			test_stream_break(FROM_ITEM(item)->stream);
}

void test_volumes_clear(struct test_pool *pool)
{
	while (pool->volumes.first)
		remove_volume(FROM_ITEM(pool->volumes.first));
	test_collection_clear(&pool->volumes);
}

keel_status test_pool_list_volumes(keel_storage_pool *pool, keel_storage_volume ***ret,
				   size_t *ret_n)
{
	struct test_pool *self;

	KEEL_TRY(lock_pool(pool, &self));
	return unlock_pool(self, test_collection_list_all(&self->volumes, ret, ret_n));
}

keel_status test_pool_count_volumes(const keel_storage_pool *pool, uint32_t *ret)
{
	struct test_pool *self;

	KEEL_TRY(lock_pool(pool, &self));
	*ret = self->volumes.n;
	return unlock_pool(self, KEEL_OK);
}

keel_status test_pool_lookup_volume(keel_storage_pool *pool, const char *name,
				    keel_storage_volume **ret)
{
	struct test_item *item;
	struct test_pool *self;

	KEEL_TRY(lock_pool(pool, &self));
	item = test_collection_find_name(&self->volumes, name);
	if (item)
		return unlock_pool(self, test_item_give(item, ret));
	return unlock_pool(self, keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_STORAGE,
					    "there is no volume '%s' in the storage pool '%s'",
					    name, pool->name));
}

keel_status test_lookup_volume_by_key(keel_connection *connection, const char *key,
				      keel_storage_volume **ret)
{
	struct test_host *host = connection->data;
	struct test_volume *volume;
	keel_status status;

	pthread_mutex_lock(&host->lock);
	volume = test_find_volume(host, key);
	if (volume && test_pool_of(volume)->item.active)
		status = test_item_give(&volume->item, ret);
	else
		status = keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_STORAGE,
				    "there is no volume '%s'", key);
	pthread_mutex_unlock(&host->lock);
	return status;
}

static keel_status read_document(const char *xml, struct test_volume_reading *ret)
{
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "volume", &doc));
	status = test_volume_read(xmlDocGetRootElement(doc), ret);
	xmlFreeDoc(doc);
	return status;
}

static keel_status create(struct test_pool *pool, const struct test_volume_reading *reading,
			  const struct test_volume *source, uint32_t flags,
			  keel_storage_volume **ret)
{
	struct test_volume *volume;

	if (source && source->item.gone)
		return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_STORAGE,
				  "the volume '%s' is gone", source->base.name);
	if (source)
		KEEL_TRY(need_active_pool(source));
	KEEL_TRY(test_add_volume(pool, reading, source, flags, &volume));
	test_emit_pool(pool, KEEL_STORAGE_POOL_EVENT_REFRESHED);
	return test_item_give(&volume->item, ret);
}

keel_status test_pool_clone_volume(keel_storage_pool *pool, const char *xml,
				   const keel_storage_volume *source, uint32_t flags,
				   keel_storage_volume **ret)
{
	struct test_volume_reading reading;
	struct test_pool *self;
	keel_status status;

	KEEL_TRY(read_document(xml, &reading));
	status = lock_pool(pool, &self);
	if (status == KEEL_OK)
		status = unlock_pool(self, create(self, &reading,
						  (const struct test_volume *)source, flags, ret));
	test_volume_reading_clear(&reading);
	return status;
}

keel_status test_pool_create_volume(keel_storage_pool *pool, const char *xml, uint32_t flags,
				    keel_storage_volume **ret)
{
	return test_pool_clone_volume(pool, xml, NULL, flags, ret);
}

keel_status test_volume_get_key(const keel_storage_volume *volume, char **ret)
{
	struct test_volume *self;
	char *copy;

	KEEL_TRY(test_lock_volume(volume, &self));
	copy = keel_strdup(self->key);
	if (!copy)
		return unlock_volume(self, keel_error_no_memory());
	*ret = copy;
	return unlock_volume(self, KEEL_OK);
}

keel_status test_volume_get_xml(const keel_storage_volume *volume, char **ret)
{
	struct test_volume *self;

	KEEL_TRY(test_lock_volume(volume, &self));
	return unlock_volume(self, test_volume_write(self, ret));
}

keel_status test_volume_get_info(const keel_storage_volume *volume, keel_storage_volume_info *ret)
{
	struct test_volume *self;

	KEEL_TRY(test_lock_volume(volume, &self));
	*ret = (keel_storage_volume_info){
		.type = self->type,
		.capacity = self->capacity,
		.allocation = self->allocation,
	};
	return unlock_volume(self, KEEL_OK);
}

static keel_status need_unused(const struct test_volume *self)
{
	if (!self->stream)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_BUSY, KEEL_ERROR_DOMAIN_STORAGE,
			  "a stream is open on the volume '%s'", self->base.name);
}

/* Locks a volume that no stream is open on. */
static keel_status lock_unused(const keel_storage_volume *volume, struct test_volume **ret)
{
	keel_status status;

	KEEL_TRY(test_lock_volume(volume, ret));
	status = need_unused(*ret);
	return status == KEEL_OK ? KEEL_OK : unlock_volume(*ret, status);
}

static keel_status size_error(const struct test_volume *self, const char *what)
{
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_STORAGE,
			  "the volume '%s' cannot become so %s", self->base.name, what);
}

/* Makes the new capacity out of how much is added or taken away. */
static keel_status apply_delta(const struct test_volume *self, uint32_t flags, uint64_t *capacity)
{
	uint64_t delta = *capacity;

	if (flags & KEEL_STORAGE_RESIZE_SHRINK) {
		if (delta > self->capacity)
			return size_error(self, "small");
		*capacity = self->capacity - delta;
	} else {
		if (delta > UINT64_MAX - self->capacity)
			return size_error(self, "large");
		*capacity = self->capacity + delta;
	}
	return KEEL_OK;
}

static keel_status grow(struct test_volume *self, uint64_t capacity, bool allocate)
{
	uint64_t old_capacity = self->capacity;
	uint64_t old_reserved = self->reserved;
	uint64_t room;

	if (allocate)
		self->reserved = self->allocation + (capacity - old_capacity);
	self->capacity = capacity;
	room = test_volume_room(self, 0);
	if (test_volume_has_room(self, room)) {
		test_volume_take_room(self, room);
		return KEEL_OK;
	}
	self->capacity = old_capacity;
	self->reserved = old_reserved;
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_STORAGE,
			  "the storage pool '%s' has no room for so much more",
			  self->base.pool->name);
}

static void shrink(struct test_volume *self, uint64_t capacity)
{
	test_memory_cut(&self->contents, capacity);
	if (self->reserved > capacity)
		self->reserved = capacity;
	self->capacity = capacity;
	test_volume_take_room(self, test_volume_room(self, 0));
}

static keel_status resize(struct test_volume *self, uint64_t capacity, uint32_t flags)
{
	if (flags & KEEL_STORAGE_RESIZE_DELTA)
		KEEL_TRY(apply_delta(self, flags, &capacity));
	if (capacity < self->capacity && !(flags & KEEL_STORAGE_RESIZE_SHRINK))
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_STORAGE,
				  "the volume '%s' would become smaller", self->base.name);
	if (capacity < self->capacity)
		shrink(self, capacity);
	else
		KEEL_TRY(grow(self, capacity, flags & KEEL_STORAGE_RESIZE_ALLOCATE));
	test_emit_pool(test_pool_of(self), KEEL_STORAGE_POOL_EVENT_REFRESHED);
	return KEEL_OK;
}

keel_status test_volume_resize(keel_storage_volume *volume, uint64_t capacity, uint32_t flags)
{
	struct test_volume *self;

	KEEL_TRY(lock_unused(volume, &self));
	return unlock_volume(self, resize(self, capacity, flags));
}

keel_status test_volume_wipe(keel_storage_volume *volume)
{
	struct test_volume *self;

	KEEL_TRY(lock_unused(volume, &self));
	test_memory_wipe(&self->contents);
	test_emit_pool(test_pool_of(self), KEEL_STORAGE_POOL_EVENT_REFRESHED);
	return unlock_volume(self, KEEL_OK);
}

keel_status test_volume_delete(keel_storage_volume *volume)
{
	struct test_volume *self;
	struct test_pool *pool;

	KEEL_TRY(lock_unused(volume, &self));
	pool = test_pool_of(self);
	remove_volume(self);
	test_emit_pool(pool, KEEL_STORAGE_POOL_EVENT_REFRESHED);
	return unlock_pool(pool, KEEL_OK);
}
