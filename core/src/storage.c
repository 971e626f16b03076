/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Storage: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#include <string.h>

#define LIST_FLAGS                                                                                 \
	(KEEL_LIST_ACTIVE | KEEL_LIST_INACTIVE | KEEL_LIST_PERSISTENT | KEEL_LIST_TRANSIENT |      \
	 KEEL_LIST_AUTOSTART | KEEL_LIST_NO_AUTOSTART)
#define XML_FLAGS KEEL_STORAGE_XML_INACTIVE
#define DEFINE_FLAGS KEEL_DEFINE_NEW
#define RESIZE_FLAGS                                                                               \
	(KEEL_STORAGE_RESIZE_ALLOCATE | KEEL_STORAGE_RESIZE_DELTA | KEEL_STORAGE_RESIZE_SHRINK)
#define CREATE_FLAGS KEEL_STORAGE_CREATE_PREALLOCATE

keel_storage_pool *keel_storage_pool_ref(keel_storage_pool *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_STORAGE_POOL, __func__))
		return NULL;
	keel_object_ref(&self->object);
	return self;
}

void keel_storage_pool_unref(keel_storage_pool *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_STORAGE_POOL, __func__))
		keel_object_unref(&self->object);
}

keel_connection *keel_storage_pool_get_connection(const keel_storage_pool *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_STORAGE_POOL, __func__))
		return keel_connection_ref(self->object.handle.connection);
	keel_error_null(__func__, "self");
	return NULL;
}

const char *keel_storage_pool_get_name(const keel_storage_pool *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_STORAGE_POOL, __func__))
		return self->name;
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_storage_pool_get_uuid(const keel_storage_pool *self,
				       uint8_t ret_uuid[KEEL_UUID_SIZE])
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret_uuid);
	memcpy(ret_uuid, self->uuid, KEEL_UUID_SIZE);
	return KEEL_OK;
}

keel_status keel_storage_pool_get_uuid_string(const keel_storage_pool *self, char **ret)
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret);
	return keel_uuid_give(self->uuid, ret);
}

keel_status keel_connection_list_storage_pools(keel_connection *self, uint32_t flags,
					       keel_storage_pool ***ret, size_t *ret_n)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_storage_pools, self, flags, ret, ret_n);
}

keel_status keel_connection_count_storage_pools(const keel_connection *self, uint32_t flags,
						uint32_t *ret)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, count_storage_pools, self, flags, ret);
}

keel_status keel_connection_lookup_storage_pool_by_name(keel_connection *self, const char *name,
							keel_storage_pool **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(name);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_storage_pool_by_name, self, name, ret);
}

keel_status keel_connection_lookup_storage_pool_by_uuid(keel_connection *self,
							const uint8_t uuid[KEEL_UUID_SIZE],
							keel_storage_pool **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(uuid);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_storage_pool_by_uuid, self, uuid, ret);
}

keel_status keel_connection_define_storage_pool(keel_connection *self, const char *xml,
						uint32_t flags, keel_storage_pool **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, DEFINE_FLAGS);
	return CALL(self, define_storage_pool, self, xml, flags, ret);
}

keel_status keel_connection_create_storage_pool(keel_connection *self, const char *xml,
						keel_storage_pool **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	return CALL(self, create_storage_pool, self, xml, ret);
}

keel_status keel_storage_pool_get_xml(const keel_storage_pool *self, uint32_t flags, char **ret)
{
	CHECK(self);
	CHECK_FLAGS(flags, XML_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_pool_get_xml, self, flags, ret);
}

keel_status keel_storage_pool_start(keel_storage_pool *self)
{
	CHECK_WRITE(self);
	return CALL(self, storage_pool_start, self);
}

keel_status keel_storage_pool_destroy(keel_storage_pool *self)
{
	CHECK_WRITE(self);
	return CALL(self, storage_pool_destroy, self);
}

keel_status keel_storage_pool_undefine(keel_storage_pool *self)
{
	CHECK_WRITE(self);
	return CALL(self, storage_pool_undefine, self);
}

keel_status keel_storage_pool_is_active(const keel_storage_pool *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_pool_is_active, self, ret);
}

keel_status keel_storage_pool_is_persistent(const keel_storage_pool *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_pool_is_persistent, self, ret);
}

keel_status keel_storage_pool_get_autostart(const keel_storage_pool *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_pool_get_autostart, self, ret);
}

keel_status keel_storage_pool_set_autostart(keel_storage_pool *self, bool autostart)
{
	CHECK_WRITE(self);
	return CALL(self, storage_pool_set_autostart, self, autostart);
}

keel_status keel_storage_pool_build(keel_storage_pool *self)
{
	CHECK_WRITE(self);
	return CALL(self, storage_pool_build, self);
}

keel_status keel_storage_pool_refresh(keel_storage_pool *self)
{
	CHECK_WRITE(self);
	return CALL(self, storage_pool_refresh, self);
}

keel_status keel_storage_pool_get_info(const keel_storage_pool *self, keel_storage_pool_info *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_pool_get_info, self, ret);
}

keel_status keel_storage_pool_list_volumes(keel_storage_pool *self, keel_storage_volume ***ret,
					   size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, storage_pool_list_volumes, self, ret, ret_n);
}

keel_status keel_storage_pool_count_volumes(const keel_storage_pool *self, uint32_t *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_pool_count_volumes, self, ret);
}

keel_status keel_storage_pool_lookup_volume(keel_storage_pool *self, const char *name,
					    keel_storage_volume **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(name);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_pool_lookup_volume, self, name, ret);
}

keel_status keel_storage_pool_create_volume(keel_storage_pool *self, const char *xml,
					    uint32_t flags, keel_storage_volume **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, CREATE_FLAGS);
	return CALL(self, storage_pool_create_volume, self, xml, flags, ret);
}

keel_status keel_storage_pool_clone_volume(keel_storage_pool *self, const char *xml,
					   const keel_storage_volume *source, uint32_t flags,
					   keel_storage_volume **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	KEEL_CHECK_POINTER(source);
	CHECK_FLAGS(flags, CREATE_FLAGS);
	KEEL_TRY(keel_check_same(&source->object, CONNECTION(self), __func__));
	return CALL(self, storage_pool_clone_volume, self, xml, source, flags, ret);
}

keel_storage_volume *keel_storage_volume_ref(keel_storage_volume *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_STORAGE_VOLUME, __func__))
		return NULL;
	keel_object_ref(&self->object);
	return self;
}

void keel_storage_volume_unref(keel_storage_volume *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_STORAGE_VOLUME, __func__))
		keel_object_unref(&self->object);
}

keel_storage_pool *keel_storage_volume_get_pool(const keel_storage_volume *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_STORAGE_VOLUME, __func__))
		return keel_storage_pool_ref(self->pool);
	keel_error_null(__func__, "self");
	return NULL;
}

const char *keel_storage_volume_get_name(const keel_storage_volume *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_STORAGE_VOLUME, __func__))
		return self->name;
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_connection_lookup_storage_volume_by_path(keel_connection *self, const char *path,
							  keel_storage_volume **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(path);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_storage_volume_by_path, self, path, ret);
}

keel_status keel_connection_lookup_storage_volume_by_key(keel_connection *self, const char *key,
							 keel_storage_volume **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(key);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_storage_volume_by_key, self, key, ret);
}

keel_status keel_storage_volume_get_key(const keel_storage_volume *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_volume_get_key, self, ret);
}

keel_status keel_storage_volume_get_path(const keel_storage_volume *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_volume_get_path, self, ret);
}

keel_status keel_storage_volume_get_xml(const keel_storage_volume *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_volume_get_xml, self, ret);
}

keel_status keel_storage_volume_get_info(const keel_storage_volume *self,
					 keel_storage_volume_info *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, storage_volume_get_info, self, ret);
}

keel_status keel_storage_volume_resize(keel_storage_volume *self, uint64_t capacity,
				       uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, RESIZE_FLAGS);
	return CALL(self, storage_volume_resize, self, capacity, flags);
}

keel_status keel_storage_volume_wipe(keel_storage_volume *self)
{
	CHECK_WRITE(self);
	return CALL(self, storage_volume_wipe, self);
}

keel_status keel_storage_volume_delete(keel_storage_volume *self)
{
	CHECK_WRITE(self);
	return CALL(self, storage_volume_delete, self);
}

keel_status keel_storage_volume_upload(keel_storage_volume *self, keel_stream *stream,
				       uint64_t offset, uint64_t length)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(stream);
	KEEL_TRY(keel_stream_check_unused(stream, CONNECTION(self), __func__));
	return CALL(self, storage_volume_upload, self, stream, offset, length);
}

keel_status keel_storage_volume_download(keel_storage_volume *self, keel_stream *stream,
					 uint64_t offset, uint64_t length)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(stream);
	KEEL_TRY(keel_stream_check_unused(stream, CONNECTION(self), __func__));
	return CALL(self, storage_volume_download, self, stream, offset, length);
}
