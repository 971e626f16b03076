/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Node devices: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

keel_node_device *keel_node_device_ref(keel_node_device *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_NODE_DEVICE, __func__))
		return NULL;
	keel_object_ref(&self->object);
	return self;
}

void keel_node_device_unref(keel_node_device *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_NODE_DEVICE, __func__))
		keel_object_unref(&self->object);
}

keel_connection *keel_node_device_get_connection(const keel_node_device *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_NODE_DEVICE, __func__))
		return keel_connection_ref(self->object.handle.connection);
	keel_error_null(__func__, "self");
	return NULL;
}

const char *keel_node_device_get_name(const keel_node_device *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_NODE_DEVICE, __func__))
		return self->name;
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_connection_list_node_devices(keel_connection *self, const char *capability,
					      keel_node_device ***ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_node_devices, self, capability, ret, ret_n);
}

keel_status keel_connection_count_node_devices(const keel_connection *self, const char *capability,
					       uint32_t *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, count_node_devices, self, capability, ret);
}

keel_status keel_connection_lookup_node_device(keel_connection *self, const char *name,
					       keel_node_device **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(name);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_node_device, self, name, ret);
}

keel_status keel_connection_create_node_device(keel_connection *self, const char *xml,
					       keel_node_device **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	return CALL(self, create_node_device, self, xml, ret);
}

keel_status keel_node_device_get_parent_name(const keel_node_device *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, node_device_get_parent_name, self, ret);
}

keel_status keel_node_device_list_capabilities(const keel_node_device *self, char * **ret,
					       size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, node_device_list_capabilities, self, ret, ret_n);
}

keel_status keel_node_device_get_xml(const keel_node_device *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, node_device_get_xml, self, ret);
}

keel_status keel_node_device_detach(keel_node_device *self)
{
	CHECK_WRITE(self);
	return CALL(self, node_device_detach, self);
}

keel_status keel_node_device_reattach(keel_node_device *self)
{
	CHECK_WRITE(self);
	return CALL(self, node_device_reattach, self);
}

keel_status keel_node_device_reset(keel_node_device *self)
{
	CHECK_WRITE(self);
	return CALL(self, node_device_reset, self);
}

keel_status keel_node_device_destroy(keel_node_device *self)
{
	CHECK_WRITE(self);
	return CALL(self, node_device_destroy, self);
}
