/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pools of storage, and the volumes in them. */

#include "objects.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_STORAGE

static virStoragePoolPtr from_pool(const keel_storage_pool *pool)
{
	return ((const struct lv_storage_pool *)pool)->ptr;
}

static virStorageVolPtr from_volume(const keel_storage_volume *volume)
{
	return ((const struct lv_storage_volume *)volume)->ptr;
}

static void free_pool(struct keel_object *object)
{
	struct lv_storage_pool *self = (struct lv_storage_pool *)object;

	virStoragePoolFree(self->ptr);
	free(self->base.name);
	free(self);
}

/* Makes one with one hold; takes over ptr even when it fails. */
static keel_status new_pool(keel_connection *connection, virStoragePoolPtr ptr,
			    struct lv_storage_pool **ret)
{
	struct lv_storage_pool *self = calloc(1, sizeof(*self));
	const char *name = virStoragePoolGetName(ptr);

	if (self && name)
		self->base.name = lv_text(name);
	if (!self || !self->base.name || virStoragePoolGetUUID(ptr, self->base.uuid) < 0) {
		virStoragePoolFree(ptr);
		if (self)
			free(self->base.name);
		free(self);
		return keel_error_no_memory();
	}
	self->ptr = ptr;
	keel_object_init(&self->base.object, KEEL_KIND_STORAGE_POOL, connection, free_pool);
	*ret = self;
	return KEEL_OK;
}

/* Makes one with a reference for the program; ret may be NULL. A NULL ptr is a failure. */
static keel_status give_pool(keel_connection *connection, virStoragePoolPtr ptr,
			     keel_storage_pool **ret)
{
	struct lv_storage_pool *pool;

	if (!ptr)
		return lv_error(DOMAIN);
	if (!ret) {
		virStoragePoolFree(ptr);
		return KEEL_OK;
	}
	KEEL_TRY(new_pool(connection, ptr, &pool));
	lv_give(&pool->base.object);
	*ret = &pool->base;
	return KEEL_OK;
}

LV_DEFINE_LIST(give_pools, keel_storage_pool, keel_connection, virStoragePoolPtr, give_pool,
	       virStoragePoolFree)

static const struct lv_flag list_flags[] = {
	{KEEL_LIST_ACTIVE, VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE},
	{KEEL_LIST_INACTIVE, VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE},
	{KEEL_LIST_PERSISTENT, VIR_CONNECT_LIST_STORAGE_POOLS_PERSISTENT},
	{KEEL_LIST_TRANSIENT, VIR_CONNECT_LIST_STORAGE_POOLS_TRANSIENT},
	{KEEL_LIST_AUTOSTART, VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART},
	{KEEL_LIST_NO_AUTOSTART, VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART},
	{0, 0},
};

keel_status lv_list_storage_pools(keel_connection *connection, uint32_t flags,
				  keel_storage_pool ***ret, size_t *ret_n)
{
	virStoragePoolPtr *list = NULL;
	int n = virConnectListAllStoragePools(lv_ptr(connection), &list,
					      lv_flags(flags, list_flags));

	KEEL_TRY(lv_result(n, DOMAIN));
	return give_pools(connection, list, n, ret, ret_n);
}

keel_status lv_count_storage_pools(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	int n = virConnectListAllStoragePools(lv_ptr(connection), NULL,
					      lv_flags(flags, list_flags));

	KEEL_TRY(lv_result(n, DOMAIN));
	*ret = (uint32_t)n;
	return KEEL_OK;
}

keel_status lv_lookup_storage_pool_by_name(keel_connection *connection, const char *name,
					   keel_storage_pool **ret)
{
	return give_pool(connection, virStoragePoolLookupByName(lv_ptr(connection), name), ret);
}

keel_status lv_lookup_storage_pool_by_uuid(keel_connection *connection, const uint8_t *uuid,
					   keel_storage_pool **ret)
{
	return give_pool(connection, virStoragePoolLookupByUUID(lv_ptr(connection), uuid), ret);
}

/* Tells whether there is a pool of the name or the UUID in a configuration. */
static keel_status is_there(const keel_connection *connection, const char *xml, bool *ret)
{
	virStoragePoolPtr ptr = NULL;
	uint8_t uuid[KEEL_UUID_SIZE];
	bool has_uuid = false;
	char *name = NULL;

	KEEL_TRY(lv_xml_names(xml, "pool", &name, &has_uuid, uuid));
	if (name)
		ptr = virStoragePoolLookupByName(lv_ptr(connection), name);
	if (!ptr && has_uuid)
		ptr = virStoragePoolLookupByUUID(lv_ptr(connection), uuid);
	free(name);
	*ret = ptr != NULL;
	if (ptr)
		virStoragePoolFree(ptr);
	return KEEL_OK;
}

keel_status lv_define_storage_pool(keel_connection *connection, const char *xml, uint32_t flags,
				   keel_storage_pool **ret)
{
	virStoragePoolPtr ptr;

	if (flags & KEEL_DEFINE_NEW)
		KEEL_TRY(lv_check_new(connection, xml, is_there, DOMAIN));
	ptr = virStoragePoolDefineXML(lv_ptr(connection), xml, 0);
	if (!ptr)
		return lv_new_error(connection, xml, is_there, DOMAIN);
	return give_pool(connection, ptr, ret);
}

keel_status lv_create_storage_pool(keel_connection *connection, const char *xml,
				   keel_storage_pool **ret)
{
	virStoragePoolPtr ptr = virStoragePoolCreateXML(lv_ptr(connection), xml, 0);

	if (!ptr)
		return lv_new_error(connection, xml, is_there, DOMAIN);
	return give_pool(connection, ptr, ret);
}

keel_status lv_storage_pool_get_xml(const keel_storage_pool *pool, uint32_t flags, char **ret)
{
	static const struct lv_flag table[] = {
		{KEEL_STORAGE_XML_INACTIVE, VIR_STORAGE_XML_INACTIVE},
		{0, 0},
	};

	return lv_take_text(virStoragePoolGetXMLDesc(from_pool(pool), lv_flags(flags, table)),
			    DOMAIN, ret);
}

keel_status lv_storage_pool_start(keel_storage_pool *pool)
{
	return lv_result(virStoragePoolCreate(from_pool(pool), 0), DOMAIN);
}

keel_status lv_storage_pool_destroy(keel_storage_pool *pool)
{
	return lv_result(virStoragePoolDestroy(from_pool(pool)), DOMAIN);
}

keel_status lv_storage_pool_undefine(keel_storage_pool *pool)
{
	return lv_result(virStoragePoolUndefine(from_pool(pool)), DOMAIN);
}

keel_status lv_storage_pool_is_active(const keel_storage_pool *pool, bool *ret)
{
	return lv_bool(virStoragePoolIsActive(from_pool(pool)), DOMAIN, ret);
}

keel_status lv_storage_pool_is_persistent(const keel_storage_pool *pool, bool *ret)
{
	return lv_bool(virStoragePoolIsPersistent(from_pool(pool)), DOMAIN, ret);
}

keel_status lv_storage_pool_get_autostart(const keel_storage_pool *pool, bool *ret)
{
	int autostart = 0;

	KEEL_TRY(lv_result(virStoragePoolGetAutostart(from_pool(pool), &autostart), DOMAIN));
	*ret = autostart != 0;
	return KEEL_OK;
}

keel_status lv_storage_pool_set_autostart(keel_storage_pool *pool, bool autostart)
{
	return lv_result(virStoragePoolSetAutostart(from_pool(pool), autostart), DOMAIN);
}

keel_status lv_storage_pool_build(keel_storage_pool *pool)
{
	return lv_result(virStoragePoolBuild(from_pool(pool), VIR_STORAGE_POOL_BUILD_NEW), DOMAIN);
}

keel_status lv_storage_pool_refresh(keel_storage_pool *pool)
{
	return lv_result(virStoragePoolRefresh(from_pool(pool), 0), DOMAIN);
}

keel_status lv_storage_pool_get_info(const keel_storage_pool *pool, keel_storage_pool_info *ret)
{
	virStoragePoolInfo info;

	KEEL_TRY(lv_result(virStoragePoolGetInfo(from_pool(pool), &info), DOMAIN));
	memset(ret, 0, sizeof(*ret));
	/* The numbers are libvirt's. */
	ret->state = (keel_storage_pool_state)info.state;
	ret->capacity = info.capacity;
	ret->allocation = info.allocation;
	ret->available = info.available;
	return KEEL_OK;
}

/* Volumes */

static void free_volume(struct keel_object *object)
{
	struct lv_storage_volume *self = (struct lv_storage_volume *)object;

	virStorageVolFree(self->ptr);
	keel_object_release(&self->base.pool->object);
	free(self->base.name);
	free(self);
}

/* Makes one with a reference for the program; ret may be NULL. A NULL ptr is a failure. */
static keel_status give_volume(keel_storage_pool *pool, virStorageVolPtr ptr,
			       keel_storage_volume **ret)
{
	struct lv_storage_volume *self;
	const char *name;

	if (!ptr)
		return lv_error(DOMAIN);
	if (!ret) {
		virStorageVolFree(ptr);
		return KEEL_OK;
	}
	self = calloc(1, sizeof(*self));
	name = virStorageVolGetName(ptr);
	if (self && name)
		self->base.name = lv_text(name);
	if (!self || !self->base.name) {
		virStorageVolFree(ptr);
		free(self);
		return keel_error_no_memory();
	}
	self->ptr = ptr;
	self->base.pool = pool;
	keel_object_hold(&pool->object);
	keel_object_init(&self->base.object, KEEL_KIND_STORAGE_VOLUME,
			 pool->object.handle.connection, free_volume);
	lv_give(&self->base.object);
	*ret = &self->base;
	return KEEL_OK;
}

LV_DEFINE_LIST(give_volumes, keel_storage_volume, keel_storage_pool, virStorageVolPtr, give_volume,
	       virStorageVolFree)

keel_status lv_storage_pool_list_volumes(keel_storage_pool *pool, keel_storage_volume ***ret,
					 size_t *ret_n)
{
	virStorageVolPtr *list = NULL;
	int n = virStoragePoolListAllVolumes(from_pool(pool), &list, 0);

	KEEL_TRY(lv_result(n, DOMAIN));
	return give_volumes(pool, list, n, ret, ret_n);
}

keel_status lv_storage_pool_count_volumes(const keel_storage_pool *pool, uint32_t *ret)
{
	int n = virStoragePoolNumOfVolumes(from_pool(pool));

	KEEL_TRY(lv_result(n, DOMAIN));
	*ret = (uint32_t)n;
	return KEEL_OK;
}

keel_status lv_storage_pool_lookup_volume(keel_storage_pool *pool, const char *name,
					  keel_storage_volume **ret)
{
	return give_volume(pool, virStorageVolLookupByName(from_pool(pool), name), ret);
}

static const struct lv_flag create_flags[] = {
	{KEEL_STORAGE_CREATE_PREALLOCATE, VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA},
	{0, 0},
};

/* The failure of making a volume: not every driver of libvirt's says that there is one already. */
static keel_status new_volume_error(const keel_storage_pool *pool, const char *xml)
{
	keel_status status = lv_error(DOMAIN);
	virStorageVolPtr ptr = NULL;
	uint8_t uuid[KEEL_UUID_SIZE];
	bool has_uuid;
	char *name = NULL;

	if (status != KEEL_STATUS_INTERNAL)
		return status;
	KEEL_TRY(lv_xml_names(xml, "volume", &name, &has_uuid, uuid));
	if (name)
		ptr = virStorageVolLookupByName(from_pool(pool), name);
	free(name);
	status = lv_already(status, ptr != NULL);
	if (ptr)
		virStorageVolFree(ptr);
	return status;
}

keel_status lv_storage_pool_create_volume(keel_storage_pool *pool, const char *xml, uint32_t flags,
					  keel_storage_volume **ret)
{
	virStorageVolPtr ptr =
		virStorageVolCreateXML(from_pool(pool), xml, lv_flags(flags, create_flags));

	return ptr ? give_volume(pool, ptr, ret) : new_volume_error(pool, xml);
}

keel_status lv_storage_pool_clone_volume(keel_storage_pool *pool, const char *xml,
					 const keel_storage_volume *source, uint32_t flags,
					 keel_storage_volume **ret)
{
	virStorageVolPtr ptr = virStorageVolCreateXMLFrom(
		from_pool(pool), xml, from_volume(source), lv_flags(flags, create_flags));

	return ptr ? give_volume(pool, ptr, ret) : new_volume_error(pool, xml);
}

/* Gives a volume whose pool is not known yet. */
static keel_status give_found(keel_connection *connection, virStorageVolPtr ptr,
			      keel_storage_volume **ret)
{
	struct lv_storage_pool *pool;
	virStoragePoolPtr pool_ptr;
	keel_status status;

	if (!ptr)
		return lv_error(DOMAIN);
	pool_ptr = virStoragePoolLookupByVolume(ptr);
	status = pool_ptr ? new_pool(connection, pool_ptr, &pool) : lv_error(DOMAIN);
	if (status != KEEL_OK) {
		virStorageVolFree(ptr);
		return status;
	}
	status = give_volume(&pool->base, ptr, ret);
	keel_object_release(&pool->base.object);
	return status;
}

keel_status lv_lookup_storage_volume_by_path(keel_connection *connection, const char *path,
					     keel_storage_volume **ret)
{
	return give_found(connection, virStorageVolLookupByPath(lv_ptr(connection), path), ret);
}

keel_status lv_lookup_storage_volume_by_key(keel_connection *connection, const char *key,
					    keel_storage_volume **ret)
{
	return give_found(connection, virStorageVolLookupByKey(lv_ptr(connection), key), ret);
}

keel_status lv_storage_volume_get_key(const keel_storage_volume *volume, char **ret)
{
	const char *key = virStorageVolGetKey(from_volume(volume));
	char *copy;

	if (!key)
		return lv_error(DOMAIN);
	copy = lv_text(key);
	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	return KEEL_OK;
}

keel_status lv_storage_volume_get_path(const keel_storage_volume *volume, char **ret)
{
	char *path = virStorageVolGetPath(from_volume(volume));

	/* A path is what its bytes are, UTF-8 or not. */
	if (!path)
		return lv_error(DOMAIN);
	*ret = path;
	return KEEL_OK;
}

keel_status lv_storage_volume_get_xml(const keel_storage_volume *volume, char **ret)
{
	return lv_take_text(virStorageVolGetXMLDesc(from_volume(volume), 0), DOMAIN, ret);
}

keel_status lv_storage_volume_get_info(const keel_storage_volume *volume,
				       keel_storage_volume_info *ret)
{
	virStorageVolInfo info;

	KEEL_TRY(lv_result(virStorageVolGetInfo(from_volume(volume), &info), DOMAIN));
	memset(ret, 0, sizeof(*ret));
	/* The numbers are libvirt's. */
	ret->type = (keel_storage_volume_type)info.type;
	ret->capacity = info.capacity;
	ret->allocation = info.allocation;
	return KEEL_OK;
}

keel_status lv_storage_volume_resize(keel_storage_volume *volume, uint64_t capacity, uint32_t flags)
{
	static const struct lv_flag table[] = {
		{KEEL_STORAGE_RESIZE_ALLOCATE, VIR_STORAGE_VOL_RESIZE_ALLOCATE},
		{KEEL_STORAGE_RESIZE_DELTA, VIR_STORAGE_VOL_RESIZE_DELTA},
		{KEEL_STORAGE_RESIZE_SHRINK, VIR_STORAGE_VOL_RESIZE_SHRINK},
		{0, 0},
	};

	return lv_result(virStorageVolResize(from_volume(volume), capacity, lv_flags(flags, table)),
			 DOMAIN);
}

keel_status lv_storage_volume_wipe(keel_storage_volume *volume)
{
	return lv_result(virStorageVolWipe(from_volume(volume), 0), DOMAIN);
}

keel_status lv_storage_volume_delete(keel_storage_volume *volume)
{
	return lv_result(virStorageVolDelete(from_volume(volume), 0), DOMAIN);
}

keel_status lv_storage_volume_upload(keel_storage_volume *volume, keel_stream *stream,
				     uint64_t offset, uint64_t length)
{
	return lv_stream_begin(stream,
			       virStorageVolUpload(from_volume(volume), lv_stream(stream), offset,
						   length, 0),
			       DOMAIN);
}

keel_status lv_storage_volume_download(keel_storage_volume *volume, keel_stream *stream,
				       uint64_t offset, uint64_t length)
{
	return lv_stream_begin(stream,
			       virStorageVolDownload(from_volume(volume), lv_stream(stream), offset,
						     length, 0),
			       DOMAIN);
}

/* Events */

static void tell(virStoragePoolPtr lent, keel_storage_pool_event_type event, void *data)
{
	keel_connection *connection = lv_listener_enter(data);
	struct lv_storage_pool *pool;

	if (!connection)
		return;
	virStoragePoolRef(lent);
	/* Without memory, it goes unheard. */
	if (new_pool(connection, lent, &pool) == KEEL_OK) {
		keel_event_emit_storage_pool(connection, &pool->base, event);
		keel_object_release(&pool->base.object);
	}
	lv_listener_leave(data);
}

static void hear(virConnectPtr ptr, virStoragePoolPtr lent, int event, int detail, void *data)
{
	static const keel_storage_pool_event_type events[] = {
		[VIR_STORAGE_POOL_EVENT_DEFINED] = KEEL_STORAGE_POOL_EVENT_DEFINED,
		[VIR_STORAGE_POOL_EVENT_UNDEFINED] = KEEL_STORAGE_POOL_EVENT_UNDEFINED,
		[VIR_STORAGE_POOL_EVENT_STARTED] = KEEL_STORAGE_POOL_EVENT_STARTED,
		[VIR_STORAGE_POOL_EVENT_STOPPED] = KEEL_STORAGE_POOL_EVENT_STOPPED,
		[VIR_STORAGE_POOL_EVENT_CREATED] = KEEL_STORAGE_POOL_EVENT_BUILT,
	};

	(void)ptr;
	(void)detail;
	if (event >= 0 && (size_t)event < sizeof(events) / sizeof(*events))
		tell(lent, events[event], data);
}

static void hear_refresh(virConnectPtr ptr, virStoragePoolPtr lent, void *data)
{
	(void)ptr;
	tell(lent, KEEL_STORAGE_POOL_EVENT_REFRESHED, data);
}

static keel_status register_event(virConnectPtr ptr, struct lv_listener *listener, int event,
				  virConnectStoragePoolEventGenericCallback callback, int *ret)
{
	return lv_registered(listener,
			     virConnectStoragePoolEventRegisterAny(ptr, NULL, event, callback,
							   lv_listener_ref(listener),
							   lv_listener_unref),
			     ret);
}

static void end(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS])
{
	lv_deregister(ptr, ids, virConnectStoragePoolEventDeregisterAny);
}

static keel_status begin(virConnectPtr ptr, struct lv_listener *listener,
			 int ids[LV_MAX_REGISTRATIONS])
{
	keel_status status;

	KEEL_TRY(register_event(ptr, listener, VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE,
				VIR_STORAGE_POOL_EVENT_CALLBACK(hear), &ids[0]));
	status = register_event(ptr, listener, VIR_STORAGE_POOL_EVENT_ID_REFRESH,
				VIR_STORAGE_POOL_EVENT_CALLBACK(hear_refresh), &ids[1]);
	if (status != KEEL_OK)
		end(ptr, ids);
	return status;
}

const struct lv_kind lv_storage_pool_kind = {begin, end};
