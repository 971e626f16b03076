/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The devices of a host. */

#include "objects.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_NODE_DEVICE

static virNodeDevicePtr from_handle(const keel_node_device *device)
{
	return ((const struct lv_node_device *)device)->ptr;
}

static void free_device(struct keel_object *object)
{
	struct lv_node_device *self = (struct lv_node_device *)object;

	virNodeDeviceFree(self->ptr);
	free(self->base.name);
	free(self);
}

/* Makes one with one hold; takes over ptr even when it fails. */
static keel_status new_device(keel_connection *connection, virNodeDevicePtr ptr,
			      struct lv_node_device **ret)
{
	struct lv_node_device *self = calloc(1, sizeof(*self));
	const char *name = virNodeDeviceGetName(ptr);

	if (self && name)
		self->base.name = lv_text(name);
	if (!self || !self->base.name) {
		virNodeDeviceFree(ptr);
		free(self);
		return keel_error_no_memory();
	}
	self->ptr = ptr;
	keel_object_init(&self->base.object, KEEL_KIND_NODE_DEVICE, connection, free_device);
	*ret = self;
	return KEEL_OK;
}

/* Makes one with a reference for the program; ret may be NULL. A NULL ptr is a failure. */
static keel_status give(keel_connection *connection, virNodeDevicePtr ptr, keel_node_device **ret)
{
	struct lv_node_device *device;

	if (!ptr)
		return lv_error(DOMAIN);
	if (!ret) {
		virNodeDeviceFree(ptr);
		return KEEL_OK;
	}
	KEEL_TRY(new_device(connection, ptr, &device));
	lv_give(&device->base.object);
	*ret = &device->base;
	return KEEL_OK;
}

LV_DEFINE_LIST(give_list, keel_node_device, keel_connection, virNodeDevicePtr, give,
	       virNodeDeviceFree)

static void free_names(char **names, int n)
{
	int i;

	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

/* Gets the capabilities of a device; freed with free_names(). */
static keel_status get_capabilities(virNodeDevicePtr ptr, char ***ret, int *ret_n)
{
	int room = virNodeDeviceNumOfCaps(ptr);
	char **names;
	int n;

	KEEL_TRY(lv_result(room, DOMAIN));
	names = calloc((size_t)room + 1, sizeof(*names));
	if (!names)
		return keel_error_no_memory();
	n = virNodeDeviceListCaps(ptr, names, room);
	if (n < 0) {
		free(names);
		return lv_error(DOMAIN);
	}
	*ret = names;
	*ret_n = n;
	return KEEL_OK;
}

/* Tells whether a device has a capability; one that has gone meanwhile has none. */
static bool has_capability(virNodeDevicePtr ptr, const char *capability)
{
	bool found = false;
	char **names;
	int n;
	int i;

	if (get_capabilities(ptr, &names, &n) != KEEL_OK)
		return false;
	for (i = 0; i < n; i++)
		found = found || strcmp(names[i], capability) == 0;
	free_names(names, n);
	return found;
}

/* Lists libvirt's devices; with a capability, those only that have it. */
static keel_status list(const keel_connection *connection, const char *capability,
			virNodeDevicePtr **ret, int *ret_n)
{
	virNodeDevicePtr *all = NULL;
	int n = virConnectListAllNodeDevices(lv_ptr(connection), &all, 0);
	int n_kept = 0;
	int i;

	KEEL_TRY(lv_result(n, DOMAIN));
	for (i = 0; i < n; i++)
		if (!capability || has_capability(all[i], capability))
			all[n_kept++] = all[i];
		else
			virNodeDeviceFree(all[i]);
	*ret = all;
	*ret_n = n_kept;
	return KEEL_OK;
}

keel_status lv_list_node_devices(keel_connection *connection, const char *capability,
				 keel_node_device ***ret, size_t *ret_n)
{
	virNodeDevicePtr *all;
	int n;

	KEEL_TRY(list(connection, capability, &all, &n));
	return give_list(connection, all, n, ret, ret_n);
}

keel_status lv_count_node_devices(const keel_connection *connection, const char *capability,
				  uint32_t *ret)
{
	virNodeDevicePtr *all;
	int n;
	int i;

	KEEL_TRY(list(connection, capability, &all, &n));
	for (i = 0; i < n; i++)
		virNodeDeviceFree(all[i]);
	free(all);
	*ret = (uint32_t)n;
	return KEEL_OK;
}

keel_status lv_lookup_node_device(keel_connection *connection, const char *name,
				  keel_node_device **ret)
{
	return give(connection, virNodeDeviceLookupByName(lv_ptr(connection), name), ret);
}

keel_status lv_create_node_device(keel_connection *connection, const char *xml,
				  keel_node_device **ret)
{
	return give(connection, virNodeDeviceCreateXML(lv_ptr(connection), xml, 0), ret);
}

keel_status lv_node_device_get_parent_name(const keel_node_device *device, char **ret)
{
	const char *name;
	char *copy;

	virResetLastError();
	name = virNodeDeviceGetParent(from_handle(device));
	if (!name) {
		/* That there is none is an internal error, or none at all. */
		int code = virGetLastErrorCode();

		if (code != VIR_ERR_OK && code != VIR_ERR_INTERNAL_ERROR)
			return lv_error(DOMAIN);
		*ret = NULL;
		return KEEL_OK;
	}
	copy = lv_text(name);
	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	return KEEL_OK;
}

keel_status lv_node_device_list_capabilities(const keel_node_device *device, char ***ret,
					     size_t *ret_n)
{
	char **names;
	char **copy;
	int n;
	int i;

	KEEL_TRY(get_capabilities(from_handle(device), &names, &n));
	copy = keel_strings_copy((const char *const *)names, (size_t)n);
	free_names(names, n);
	if (!copy)
		return keel_error_no_memory();
	for (i = 0; i < n; i++)
		keel_mend_utf8(copy[i]);
	*ret = copy;
	*ret_n = (size_t)n;
	return KEEL_OK;
}

keel_status lv_node_device_get_xml(const keel_node_device *device, char **ret)
{
	return lv_take_text(virNodeDeviceGetXMLDesc(from_handle(device), 0), DOMAIN, ret);
}

keel_status lv_node_device_detach(keel_node_device *device)
{
	return lv_result(virNodeDeviceDettach(from_handle(device)), DOMAIN);
}

keel_status lv_node_device_reattach(keel_node_device *device)
{
	return lv_result(virNodeDeviceReAttach(from_handle(device)), DOMAIN);
}

keel_status lv_node_device_reset(keel_node_device *device)
{
	return lv_result(virNodeDeviceReset(from_handle(device)), DOMAIN);
}

keel_status lv_node_device_destroy(keel_node_device *device)
{
	return lv_result(virNodeDeviceDestroy(from_handle(device)), DOMAIN);
}

static void tell(virNodeDevicePtr lent, keel_node_device_event_type event, void *data)
{
	keel_connection *connection = lv_listener_enter(data);
	struct lv_node_device *device;

	if (!connection)
		return;
	virNodeDeviceRef(lent);
	/* Without memory, it goes unheard. */
	if (new_device(connection, lent, &device) == KEEL_OK) {
		keel_event_emit_node_device(connection, &device->base, event);
		keel_object_release(&device->base.object);
	}
	lv_listener_leave(data);
}

static void hear(virConnectPtr ptr, virNodeDevicePtr lent, int event, int detail, void *data)
{
	(void)ptr;
	(void)detail;
	if (event == VIR_NODE_DEVICE_EVENT_CREATED)
		tell(lent, KEEL_NODE_DEVICE_EVENT_CREATED, data);
	if (event == VIR_NODE_DEVICE_EVENT_DELETED)
		tell(lent, KEEL_NODE_DEVICE_EVENT_DELETED, data);
}

static void hear_update(virConnectPtr ptr, virNodeDevicePtr lent, void *data)
{
	(void)ptr;
	tell(lent, KEEL_NODE_DEVICE_EVENT_UPDATED, data);
}

static keel_status register_event(virConnectPtr ptr, struct lv_listener *listener, int event,
				  virConnectNodeDeviceEventGenericCallback callback, int *ret)
{
	return lv_registered(listener,
			     virConnectNodeDeviceEventRegisterAny(ptr, NULL, event, callback,
							   lv_listener_ref(listener),
							   lv_listener_unref),
			     ret);
}

static void end(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS])
{
	lv_deregister(ptr, ids, virConnectNodeDeviceEventDeregisterAny);
}

static keel_status begin(virConnectPtr ptr, struct lv_listener *listener,
			 int ids[LV_MAX_REGISTRATIONS])
{
	keel_status status;

	KEEL_TRY(register_event(ptr, listener, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE,
				VIR_NODE_DEVICE_EVENT_CALLBACK(hear), &ids[0]));
	status = register_event(ptr, listener, VIR_NODE_DEVICE_EVENT_ID_UPDATE,
				VIR_NODE_DEVICE_EVENT_CALLBACK(hear_update), &ids[1]);
	if (status != KEEL_OK)
		end(ptr, ids);
	return status;
}

const struct lv_kind lv_node_device_kind = {begin, end};
