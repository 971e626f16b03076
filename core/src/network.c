/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Networks: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#include <string.h>

#define LIST_FLAGS                                                                                 \
	(KEEL_LIST_ACTIVE | KEEL_LIST_INACTIVE | KEEL_LIST_PERSISTENT | KEEL_LIST_TRANSIENT |      \
	 KEEL_LIST_AUTOSTART | KEEL_LIST_NO_AUTOSTART)
#define XML_FLAGS KEEL_NETWORK_XML_INACTIVE
#define DEFINE_FLAGS KEEL_DEFINE_NEW

keel_network *keel_network_ref(keel_network *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_NETWORK, __func__))
		return NULL;
	keel_object_ref(&self->object);
	return self;
}

void keel_network_unref(keel_network *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_NETWORK, __func__))
		keel_object_unref(&self->object);
}

keel_connection *keel_network_get_connection(const keel_network *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_NETWORK, __func__))
		return keel_connection_ref(self->object.handle.connection);
	keel_error_null(__func__, "self");
	return NULL;
}

const char *keel_network_get_name(const keel_network *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_NETWORK, __func__))
		return self->name;
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_network_get_uuid(const keel_network *self, uint8_t ret_uuid[KEEL_UUID_SIZE])
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret_uuid);
	memcpy(ret_uuid, self->uuid, KEEL_UUID_SIZE);
	return KEEL_OK;
}

keel_status keel_network_get_uuid_string(const keel_network *self, char **ret)
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret);
	return keel_uuid_give(self->uuid, ret);
}

keel_status keel_connection_list_networks(keel_connection *self, uint32_t flags,
					  keel_network ***ret, size_t *ret_n)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_networks, self, flags, ret, ret_n);
}

keel_status keel_connection_count_networks(const keel_connection *self, uint32_t flags,
					   uint32_t *ret)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, count_networks, self, flags, ret);
}

keel_status keel_connection_lookup_network_by_name(keel_connection *self, const char *name,
						   keel_network **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(name);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_network_by_name, self, name, ret);
}

keel_status keel_connection_lookup_network_by_uuid(keel_connection *self,
						   const uint8_t uuid[KEEL_UUID_SIZE],
						   keel_network **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(uuid);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_network_by_uuid, self, uuid, ret);
}

keel_status keel_connection_define_network(keel_connection *self, const char *xml, uint32_t flags,
					   keel_network **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, DEFINE_FLAGS);
	return CALL(self, define_network, self, xml, flags, ret);
}

keel_status keel_connection_create_network(keel_connection *self, const char *xml,
					   keel_network **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	return CALL(self, create_network, self, xml, ret);
}

keel_status keel_network_get_xml(const keel_network *self, uint32_t flags, char **ret)
{
	CHECK(self);
	CHECK_FLAGS(flags, XML_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, network_get_xml, self, flags, ret);
}

keel_status keel_network_start(keel_network *self)
{
	CHECK_WRITE(self);
	return CALL(self, network_start, self);
}

keel_status keel_network_destroy(keel_network *self)
{
	CHECK_WRITE(self);
	return CALL(self, network_destroy, self);
}

keel_status keel_network_undefine(keel_network *self)
{
	CHECK_WRITE(self);
	return CALL(self, network_undefine, self);
}

keel_status keel_network_is_active(const keel_network *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, network_is_active, self, ret);
}

keel_status keel_network_is_persistent(const keel_network *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, network_is_persistent, self, ret);
}

keel_status keel_network_get_autostart(const keel_network *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, network_get_autostart, self, ret);
}

keel_status keel_network_set_autostart(keel_network *self, bool autostart)
{
	CHECK_WRITE(self);
	return CALL(self, network_set_autostart, self, autostart);
}

keel_status keel_network_get_bridge_name(const keel_network *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, network_get_bridge_name, self, ret);
}

keel_status keel_network_list_leases(const keel_network *self, const char *mac,
				     keel_network_lease **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, network_list_leases, self, mac, ret, ret_n);
}
