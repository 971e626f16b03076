/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Secrets: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#include <string.h>

#define LIST_FLAGS ((uint32_t)(KEEL_SECRET_LIST_NO_PRIVATE << 1) - 1)
#define MAX_VALUE 65536

keel_secret *keel_secret_ref(keel_secret *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_SECRET, __func__))
		return NULL;
	keel_object_ref(&self->object);
	return self;
}

void keel_secret_unref(keel_secret *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_SECRET, __func__))
		keel_object_unref(&self->object);
}

keel_connection *keel_secret_get_connection(const keel_secret *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_SECRET, __func__))
		return keel_connection_ref(self->object.handle.connection);
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_secret_get_uuid(const keel_secret *self, uint8_t ret_uuid[KEEL_UUID_SIZE])
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret_uuid);
	memcpy(ret_uuid, self->uuid, KEEL_UUID_SIZE);
	return KEEL_OK;
}

keel_status keel_secret_get_uuid_string(const keel_secret *self, char **ret)
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret);
	return keel_uuid_give(self->uuid, ret);
}

keel_status keel_connection_list_secrets(keel_connection *self, uint32_t flags, keel_secret ***ret,
					 size_t *ret_n)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_secrets, self, flags, ret, ret_n);
}

keel_status keel_connection_count_secrets(const keel_connection *self, uint32_t flags,
					  uint32_t *ret)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, count_secrets, self, flags, ret);
}

keel_status keel_connection_lookup_secret_by_uuid(keel_connection *self,
						  const uint8_t uuid[KEEL_UUID_SIZE],
						  keel_secret **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(uuid);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_secret_by_uuid, self, uuid, ret);
}

keel_status keel_connection_lookup_secret_by_usage(keel_connection *self, keel_secret_usage usage,
						   const char *usage_id, keel_secret **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(usage_id);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_secret_by_usage, self, usage, usage_id, ret);
}

keel_status keel_connection_define_secret(keel_connection *self, const char *xml, uint32_t flags,
					  keel_secret **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, KEEL_DEFINE_NEW);
	return CALL(self, define_secret, self, xml, flags, ret);
}

keel_status keel_secret_get_usage(const keel_secret *self, keel_secret_usage *ret_usage,
				  char **ret_id)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret_usage);
	KEEL_CHECK_POINTER(ret_id);
	return CALL(self, secret_get_usage, self, ret_usage, ret_id);
}

keel_status keel_secret_get_xml(const keel_secret *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, secret_get_xml, self, ret);
}

keel_status keel_secret_get_value(const keel_secret *self, uint8_t **ret, size_t *ret_n)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, secret_get_value, self, ret, ret_n);
}

keel_status keel_secret_set_value(keel_secret *self, const uint8_t *value, size_t n_value)
{
	CHECK_WRITE(self);
	KEEL_TRY(keel_check_array(__func__, value, n_value));
	if (n_value > MAX_VALUE)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_SECRET,
				  "a secret has %d bytes at most", MAX_VALUE);
	return CALL(self, secret_set_value, self, value, n_value);
}

keel_status keel_secret_undefine(keel_secret *self)
{
	CHECK_WRITE(self);
	return CALL(self, secret_undefine, self);
}
