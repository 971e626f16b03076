/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_NODE_DEVICE_H
#define KEEL_NODE_DEVICE_H

/**
 * SECTION:node-device
 * @short_description: devices of a host
 *
 * The devices of a host form a tree: a disk is in a controller, which is on a bus.
 */

#include <keel/connection.h>
#include <keel/error.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_node_device_ref: (method) (nonblocking)
 * @self: (nullable): the device
 *
 * Takes one more reference to the device.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_node_device *keel_node_device_ref(keel_node_device *self);

/**
 * keel_node_device_unref: (method) (nonblocking)
 * @self: (transfer full) (nullable): the device; nothing happens when it is %NULL
 *
 * Gives back a reference to the device.
 *
 * The device itself goes on as it is. When this is the last handle that keeps the connection
 * alive, the connection is freed.
 *
 * Since: 1.0
 */
KEEL_API void keel_node_device_unref(keel_node_device *self);

/**
 * keel_node_device_get_connection: (method) (nonblocking)
 * @self: the device
 *
 * Gets the connection of the device.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (transfer full) (not nullable): the connection, given back with keel_connection_unref()
 * Since: 1.0
 */
KEEL_API keel_connection *keel_node_device_get_connection(const keel_node_device *self);

/**
 * keel_node_device_get_name: (method) (nonblocking) (get-property name)
 * @self: the device
 *
 * Gets the name of the device.
 *
 * It goes on working when the connection is closed or the device is gone.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the name, which lives as long as the handle
 * Since: 1.0
 */
KEEL_API const char *keel_node_device_get_name(const keel_node_device *self);

/**
 * keel_connection_list_node_devices: (method)
 * @self: the connection
 * @capability: (type utf8) (nullable) (default NULL): only those with this capability, such as
 *   `pci` or `net`; %NULL for all
 * @ret: (out) (transfer full) (array length=ret_n): the devices; each is released with
 *   keel_node_device_unref(), then the array with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the devices of the host.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_node_devices(keel_connection *self,
						       const char *capability,
						       keel_node_device ***ret, size_t *ret_n);

/**
 * keel_connection_count_node_devices: (method)
 * @self: the connection
 * @capability: (type utf8) (nullable) (default NULL): only those with this capability; %NULL for
 *   all
 * @ret: (out): how many there are
 *
 * Counts the devices of the host.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_count_node_devices(const keel_connection *self,
							const char *capability, uint32_t *ret);

/**
 * keel_connection_lookup_node_device: (method)
 * @self: the connection
 * @name: (type utf8) (not nullable): the name
 * @ret: (out) (transfer full): the device
 *
 * Looks up a device of the host by its name.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_node_device(keel_connection *self, const char *name,
							keel_node_device **ret);

/**
 * keel_connection_create_node_device: (method)
 * @self: the connection
 * @xml: (type utf8) (not nullable): the configuration
 * @ret: (out) (optional) (transfer full): the device
 *
 * Creates a device, such as a virtual adapter, below another one.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty, %KEEL_STATUS_NOT_FOUND
 *   when the parent is not there, %KEEL_STATUS_ALREADY_EXISTS when there is one of that name,
 *   %KEEL_STATUS_NOT_SUPPORTED when such a device cannot be created, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_create_node_device(keel_connection *self, const char *xml,
							keel_node_device **ret);

/**
 * keel_node_device_get_parent_name: (method) (get-property parent-name)
 * @self: the device
 * @ret: (out) (type utf8) (transfer full) (nullable): the name, %NULL when it has no parent;
 *   released with keel_free()
 *
 * Gets the name of the device that this one is in.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the device is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_node_device_get_parent_name(const keel_node_device *self, char **ret);

/**
 * keel_node_device_list_capabilities: (method)
 * @self: the device
 * @ret: (out) (transfer full) (array length=ret_n) (element-type utf8): the capabilities, released
 *   with keel_strings_free()
 * @ret_n: (out): how many there are
 *
 * Lists what the device can do or be, such as `pci`.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the device is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_node_device_list_capabilities(const keel_node_device *self, char * **ret,
							size_t *ret_n);

/**
 * keel_node_device_get_xml: (method)
 * @self: the device
 * @ret: (out) (type utf8) (transfer full) (not nullable): the XML document, released with
 *   keel_free()
 *
 * Gets the device as XML.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the device is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_node_device_get_xml(const keel_node_device *self, char **ret);

/**
 * keel_node_device_detach: (method)
 * @self: the device
 *
 * Takes the device away from the host's own driver, so that a domain can have it.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is detached, %KEEL_STATUS_NOT_FOUND when
 *   the device is gone, %KEEL_STATUS_NOT_SUPPORTED when it is not a device of a bus,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_node_device_detach(keel_node_device *self);

/**
 * keel_node_device_reattach: (method)
 * @self: the device
 *
 * Gives the device back to the host's own driver.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not detached, %KEEL_STATUS_NOT_FOUND
 *   when the device is gone, %KEEL_STATUS_NOT_SUPPORTED when it is not a device of a bus,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_node_device_reattach(keel_node_device *self);

/**
 * keel_node_device_reset: (method)
 * @self: the device
 *
 * Resets the device.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the host's own driver has it,
 *   %KEEL_STATUS_NOT_FOUND when the device is gone, %KEEL_STATUS_NOT_SUPPORTED when it is not a
 *   device of a bus, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_node_device_reset(keel_node_device *self);

/**
 * keel_node_device_destroy: (method)
 * @self: the device
 *
 * Takes the device away, which keel_connection_create_node_device() has created.
 *
 * The handle stays valid: it is given back with keel_node_device_unref().
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_SUPPORTED when it was not created so, %KEEL_STATUS_NOT_FOUND
 *   when the device is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_node_device_destroy(keel_node_device *self);

KEEL_END_DECLS

#endif
