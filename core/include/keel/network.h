/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_NETWORK_H
#define KEEL_NETWORK_H

/**
 * SECTION:network
 * @short_description: networks of a host
 *
 * A network connects domains with each other and with the world. It is active or not, and
 * persistent or not, as domains are.
 */

#include <keel/connection.h>
#include <keel/device.h>
#include <keel/error.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_network_xml_flags:
 * @KEEL_NETWORK_XML_NONE: the present one
 * @KEEL_NETWORK_XML_INACTIVE: that of its next start
 *
 * Which configuration of a network to get.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_network_xml_flags {
	KEEL_NETWORK_XML_NONE = 0,
	KEEL_NETWORK_XML_INACTIVE = 1u << 0
} keel_network_xml_flags;

/**
 * keel_network_lease:
 * @interface: (type utf8) (not nullable): the bridge of the network
 * @mac: (type utf8) (nullable): the hardware address of the guest, %NULL when it is not known
 * @family: what kind of address it is
 * @address: (type utf8) (not nullable): the address as text
 * @prefix: how many bits of it name the network
 * @hostname: (type utf8) (nullable): the name that the guest gave, %NULL when it gave none
 * @client_id: (type utf8) (nullable): the identifier that the guest gave, %NULL when it gave none
 * @expires: (unit s): when the lease ends, in seconds since 1970, UTC; for the test driver, since
 *   its clock began
 *
 * An address that a network has lent to a guest.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_network_lease {
	char *interface;
	char *mac;
	keel_address_family family;
	char *address;
	uint32_t prefix;
	char *hostname;
	char *client_id;
	int64_t expires;
} keel_network_lease;

/**
 * keel_network_leases_free: (static) (nonblocking)
 * @leases: (transfer full) (array length=n) (nullable): the leases
 * @n: how many there are
 *
 * Releases an array of leases with what is in it.
 *
 * Since: 1.0
 */
KEEL_API void keel_network_leases_free(keel_network_lease *leases, size_t n);

/**
 * keel_network_ref: (method) (nonblocking)
 * @self: (nullable): the network
 *
 * Takes one more reference to the network.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_network *keel_network_ref(keel_network *self);

/**
 * keel_network_unref: (method) (nonblocking)
 * @self: (transfer full) (nullable): the network; nothing happens when it is %NULL
 *
 * Gives back a reference to the network.
 *
 * The network itself goes on as it is. When this is the last handle that keeps the connection
 * alive, the connection is freed.
 *
 * Since: 1.0
 */
KEEL_API void keel_network_unref(keel_network *self);

/**
 * keel_network_get_connection: (method) (nonblocking)
 * @self: the network
 *
 * Gets the connection of the network.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (transfer full) (not nullable): the connection, given back with keel_connection_unref()
 * Since: 1.0
 */
KEEL_API keel_connection *keel_network_get_connection(const keel_network *self);

/**
 * keel_network_get_name: (method) (nonblocking) (get-property name)
 * @self: the network
 *
 * Gets the name of the network.
 *
 * It goes on working when the connection is closed or the network is gone.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the name, which lives as long as the handle
 * Since: 1.0
 */
KEEL_API const char *keel_network_get_name(const keel_network *self);

/**
 * keel_network_get_uuid: (method) (nonblocking) (get-property uuid)
 * @self: the network
 * @ret_uuid: (out caller-allocates) (array fixed-size=16) (element-type uint8) (uuid): the UUID
 *
 * Gets the UUID of the network.
 *
 * It goes on working when the connection is closed or the network is gone.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_network_get_uuid(const keel_network *self,
					   uint8_t ret_uuid[KEEL_UUID_SIZE]);

/**
 * keel_network_get_uuid_string: (method) (nonblocking) (get-property uuid-string)
 * @self: the network
 * @ret: (out) (type utf8) (transfer full) (not nullable): the UUID in lower case with hyphens,
 *   released with keel_free()
 *
 * Gets the UUID of the network as text.
 *
 * It goes on working when the connection is closed or the network is gone.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_network_get_uuid_string(const keel_network *self, char **ret);

/**
 * keel_connection_list_networks: (method)
 * @self: the connection
 * @flags: (flags keel_list_flags) (default 0): which networks: %KEEL_LIST_ACTIVE,
 *   %KEEL_LIST_INACTIVE, %KEEL_LIST_PERSISTENT, %KEEL_LIST_TRANSIENT, %KEEL_LIST_AUTOSTART and
 *   %KEEL_LIST_NO_AUTOSTART
 * @ret: (out) (transfer full) (array length=ret_n): the networks; each is released with
 *   keel_network_unref(), then the array with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the networks of the host.
 *
 * They come in the order in which the host got to know them.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for another flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_networks(keel_connection *self, uint32_t flags,
						   keel_network ***ret, size_t *ret_n);

/**
 * keel_connection_count_networks: (method)
 * @self: the connection
 * @flags: (flags keel_list_flags) (default 0): which, as in listing
 * @ret: (out): how many there are
 *
 * Counts the networks of the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for another flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_count_networks(const keel_connection *self, uint32_t flags,
						    uint32_t *ret);

/**
 * keel_connection_lookup_network_by_name: (method)
 * @self: the connection
 * @name: (type utf8) (not nullable): the name
 * @ret: (out) (transfer full): the network
 *
 * Looks up a network by its name.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_network_by_name(keel_connection *self,
							    const char *name, keel_network **ret);

/**
 * keel_connection_lookup_network_by_uuid: (method)
 * @self: the connection
 * @uuid: (array fixed-size=16) (element-type uint8) (uuid) (not nullable): the UUID
 * @ret: (out) (transfer full): the network
 *
 * Looks up a network by its UUID.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_network_by_uuid(keel_connection *self,
							    const uint8_t uuid[KEEL_UUID_SIZE],
							    keel_network **ret);

/**
 * keel_connection_define_network: (method)
 * @self: the connection
 * @xml: (type utf8) (not nullable): the configuration
 * @flags: (flags keel_define_flags) (default 0): how
 * @ret: (out) (optional) (transfer full): the network
 *
 * Defines a persistent network, or changes the configuration of one.
 *
 * The new configuration of an active network counts from its next start on.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty, %KEEL_STATUS_OUT_OF_RANGE
 *   when a number in it is too small or too large, %KEEL_STATUS_ALREADY_EXISTS when another
 *   network has the name or the UUID, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_define_network(keel_connection *self, const char *xml,
						    uint32_t flags, keel_network **ret);

/**
 * keel_connection_create_network: (method)
 * @self: the connection
 * @xml: (type utf8) (not nullable): the configuration
 * @ret: (out) (optional) (transfer full): the network
 *
 * Creates a transient network, which is started at once and is gone once it stops.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty, %KEEL_STATUS_OUT_OF_RANGE
 *   when a number in it is too small or too large, %KEEL_STATUS_ALREADY_EXISTS when a network has
 *   the name or the UUID, %KEEL_STATUS_PERMISSION on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_create_network(keel_connection *self, const char *xml,
						    keel_network **ret);

/**
 * keel_network_get_xml: (method)
 * @self: the network
 * @flags: (flags keel_network_xml_flags) (default 0): which configuration
 * @ret: (out) (type utf8) (transfer full) (not nullable): the XML document, released with
 *   keel_free()
 *
 * Gets the configuration of the network, in the form that keel_connection_define_network() takes.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the network is gone,
 *   %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_get_xml(const keel_network *self, uint32_t flags, char **ret);

/**
 * keel_network_start: (method)
 * @self: the network
 *
 * Starts the network.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is active, %KEEL_STATUS_NOT_FOUND when it
 *   is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_start(keel_network *self);

/**
 * keel_network_destroy: (method)
 * @self: the network
 *
 * Stops the network.
 *
 * The handle stays valid.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not active, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_destroy(keel_network *self);

/**
 * keel_network_undefine: (method)
 * @self: the network
 *
 * Takes away the configuration of the network.
 *
 * An active network goes on as a transient one, and an inactive one is gone.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not persistent, %KEEL_STATUS_NOT_FOUND
 *   when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_undefine(keel_network *self);

/**
 * keel_network_is_active: (method) (get-property active)
 * @self: the network
 * @ret: (out): whether it is active
 *
 * Tells whether the network is active.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the network is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_is_active(const keel_network *self, bool *ret);

/**
 * keel_network_is_persistent: (method) (get-property persistent)
 * @self: the network
 * @ret: (out): whether it is persistent
 *
 * Tells whether the network has a configuration that outlives it.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the network is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_is_persistent(const keel_network *self, bool *ret);

/**
 * keel_network_get_autostart: (method) (get-property autostart)
 * @self: the network
 * @ret: (out): whether it starts with its host
 *
 * Tells whether the network starts with its host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the network is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_get_autostart(const keel_network *self, bool *ret);

/**
 * keel_network_set_autostart: (method) (set-property autostart)
 * @self: the network
 * @autostart: whether it starts with its host
 *
 * Sets whether the network starts with its host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not persistent, %KEEL_STATUS_NOT_FOUND
 *   when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_set_autostart(keel_network *self, bool autostart);

/**
 * keel_network_get_bridge_name: (method) (get-property bridge-name)
 * @self: the network
 * @ret: (out) (type utf8) (transfer full) (nullable): the name, %NULL when it has none; released
 *   with keel_free()
 *
 * Gets the name of the network's bridge on the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the network is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_get_bridge_name(const keel_network *self, char **ret);

/**
 * keel_network_list_leases: (method)
 * @self: the network
 * @mac: (type utf8) (nullable) (default NULL): the hardware address of a guest, or %NULL for all
 * @ret: (out) (transfer full) (array length=ret_n): the leases, released with
 *   keel_network_leases_free()
 * @ret_n: (out): how many there are
 *
 * Lists the addresses that the network has lent to guests.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the network is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_network_list_leases(const keel_network *self, const char *mac,
					      keel_network_lease **ret, size_t *ret_n);

KEEL_END_DECLS

#endif
