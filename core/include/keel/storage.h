/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_STORAGE_H
#define KEEL_STORAGE_H

/**
 * SECTION:storage
 * @short_description: pools of storage and the volumes in them
 *
 * A pool is a place on the host that holds volumes, and a volume can be a disk of a domain. What
 * is in a volume goes in and out through a stream.
 */

#include <keel/connection.h>
#include <keel/error.h>
#include <keel/stream.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_storage_pool_state:
 * @KEEL_STORAGE_POOL_STATE_INACTIVE: it is not active
 * @KEEL_STORAGE_POOL_STATE_BUILDING: it is being made
 * @KEEL_STORAGE_POOL_STATE_RUNNING: it is active
 * @KEEL_STORAGE_POOL_STATE_DEGRADED: it is active, and a part of it has failed
 * @KEEL_STORAGE_POOL_STATE_INACCESSIBLE: it is active and cannot be reached
 *
 * The state of a pool.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_storage_pool_state {
	KEEL_STORAGE_POOL_STATE_INACTIVE = 0,
	KEEL_STORAGE_POOL_STATE_BUILDING = 1,
	KEEL_STORAGE_POOL_STATE_RUNNING = 2,
	KEEL_STORAGE_POOL_STATE_DEGRADED = 3,
	KEEL_STORAGE_POOL_STATE_INACCESSIBLE = 4
} keel_storage_pool_state;

/**
 * keel_storage_volume_type:
 * @KEEL_STORAGE_VOLUME_TYPE_FILE: a file
 * @KEEL_STORAGE_VOLUME_TYPE_BLOCK: a block device
 * @KEEL_STORAGE_VOLUME_TYPE_DIRECTORY: a directory
 * @KEEL_STORAGE_VOLUME_TYPE_NETWORK: something on the network
 * @KEEL_STORAGE_VOLUME_TYPE_NETWORK_DIRECTORY: a directory on the network
 * @KEEL_STORAGE_VOLUME_TYPE_PLOOP: a ploop image
 *
 * What a volume is.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_storage_volume_type {
	KEEL_STORAGE_VOLUME_TYPE_FILE = 0,
	KEEL_STORAGE_VOLUME_TYPE_BLOCK = 1,
	KEEL_STORAGE_VOLUME_TYPE_DIRECTORY = 2,
	KEEL_STORAGE_VOLUME_TYPE_NETWORK = 3,
	KEEL_STORAGE_VOLUME_TYPE_NETWORK_DIRECTORY = 4,
	KEEL_STORAGE_VOLUME_TYPE_PLOOP = 5
} keel_storage_volume_type;

/**
 * keel_storage_xml_flags:
 * @KEEL_STORAGE_XML_NONE: the present one
 * @KEEL_STORAGE_XML_INACTIVE: that of its next start
 *
 * Which configuration of a pool to get.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_storage_xml_flags {
	KEEL_STORAGE_XML_NONE = 0,
	KEEL_STORAGE_XML_INACTIVE = 1u << 0
} keel_storage_xml_flags;

/**
 * keel_storage_create_flags:
 * @KEEL_STORAGE_CREATE_NONE: as its configuration says
 * @KEEL_STORAGE_CREATE_PREALLOCATE: with all its room taken at once
 *
 * How to create a volume.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_storage_create_flags {
	KEEL_STORAGE_CREATE_NONE = 0,
	KEEL_STORAGE_CREATE_PREALLOCATE = 1u << 0
} keel_storage_create_flags;

/**
 * keel_storage_resize_flags:
 * @KEEL_STORAGE_RESIZE_NONE: the number is the new capacity, which is not less than the present
 *   one
 * @KEEL_STORAGE_RESIZE_ALLOCATE: the new room is taken at once
 * @KEEL_STORAGE_RESIZE_DELTA: the number is how much is added, or taken away when shrinking
 * @KEEL_STORAGE_RESIZE_SHRINK: the volume may become smaller
 *
 * How to resize a volume.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_storage_resize_flags {
	KEEL_STORAGE_RESIZE_NONE = 0,
	KEEL_STORAGE_RESIZE_ALLOCATE = 1u << 0,
	KEEL_STORAGE_RESIZE_DELTA = 1u << 1,
	KEEL_STORAGE_RESIZE_SHRINK = 1u << 2
} keel_storage_resize_flags;

/**
 * keel_storage_pool_info:
 * @state: the state
 * @capacity: (unit byte): how much room it has
 * @allocation: (unit byte): how much of it is taken
 * @available: (unit byte): how much of it is free
 *
 * The numbers of a pool.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_storage_pool_info {
	keel_storage_pool_state state;
	uint64_t capacity;
	uint64_t allocation;
	uint64_t available;
} keel_storage_pool_info;

/**
 * keel_storage_volume_info:
 * @type: what it is
 * @capacity: (unit byte): how much a guest sees
 * @allocation: (unit byte): how much room it takes in its pool
 *
 * The numbers of a volume.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_storage_volume_info {
	keel_storage_volume_type type;
	uint64_t capacity;
	uint64_t allocation;
} keel_storage_volume_info;

/**
 * keel_storage_pool_ref: (method) (nonblocking)
 * @self: (nullable): the pool
 *
 * Takes one more reference to the pool.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_storage_pool *keel_storage_pool_ref(keel_storage_pool *self);

/**
 * keel_storage_pool_unref: (method) (nonblocking)
 * @self: (transfer full) (nullable): the pool; nothing happens when it is %NULL
 *
 * Gives back a reference to the pool.
 *
 * The pool itself goes on as it is. When this is the last handle that keeps the connection alive,
 * the connection is freed.
 *
 * Since: 1.0
 */
KEEL_API void keel_storage_pool_unref(keel_storage_pool *self);

/**
 * keel_storage_pool_get_connection: (method) (nonblocking)
 * @self: the pool
 *
 * Gets the connection of the pool.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (transfer full) (not nullable): the connection, given back with keel_connection_unref()
 * Since: 1.0
 */
KEEL_API keel_connection *keel_storage_pool_get_connection(const keel_storage_pool *self);

/**
 * keel_storage_pool_get_name: (method) (nonblocking) (get-property name)
 * @self: the pool
 *
 * Gets the name of the pool.
 *
 * It goes on working when the connection is closed or the pool is gone.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the name, which lives as long as the handle
 * Since: 1.0
 */
KEEL_API const char *keel_storage_pool_get_name(const keel_storage_pool *self);

/**
 * keel_storage_pool_get_uuid: (method) (nonblocking) (get-property uuid)
 * @self: the pool
 * @ret_uuid: (out caller-allocates) (array fixed-size=16) (element-type uint8) (uuid): the UUID
 *
 * Gets the UUID of the pool.
 *
 * It goes on working when the connection is closed or the pool is gone.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_get_uuid(const keel_storage_pool *self,
						uint8_t ret_uuid[KEEL_UUID_SIZE]);

/**
 * keel_storage_pool_get_uuid_string: (method) (nonblocking) (get-property uuid-string)
 * @self: the pool
 * @ret: (out) (type utf8) (transfer full) (not nullable): the UUID in lower case with hyphens,
 *   released with keel_free()
 *
 * Gets the UUID of the pool as text.
 *
 * It goes on working when the connection is closed or the pool is gone.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_get_uuid_string(const keel_storage_pool *self, char **ret);

/**
 * keel_connection_list_storage_pools: (method)
 * @self: the connection
 * @flags: (flags keel_list_flags) (default 0): which pools: %KEEL_LIST_ACTIVE,
 *   %KEEL_LIST_INACTIVE, %KEEL_LIST_PERSISTENT, %KEEL_LIST_TRANSIENT, %KEEL_LIST_AUTOSTART and
 *   %KEEL_LIST_NO_AUTOSTART
 * @ret: (out) (transfer full) (array length=ret_n): the pools; each is released with
 *   keel_storage_pool_unref(), then the array with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the pools of the host.
 *
 * They come in the order in which the host got to know them.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for another flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_storage_pools(keel_connection *self, uint32_t flags,
							keel_storage_pool ***ret, size_t *ret_n);

/**
 * keel_connection_count_storage_pools: (method)
 * @self: the connection
 * @flags: (flags keel_list_flags) (default 0): which, as in listing
 * @ret: (out): how many there are
 *
 * Counts the pools of the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for another flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_count_storage_pools(const keel_connection *self,
							 uint32_t flags, uint32_t *ret);

/**
 * keel_connection_lookup_storage_pool_by_name: (method)
 * @self: the connection
 * @name: (type utf8) (not nullable): the name
 * @ret: (out) (transfer full): the pool
 *
 * Looks up a pool by its name.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_storage_pool_by_name(keel_connection *self,
	const char *name, keel_storage_pool **ret);

/**
 * keel_connection_lookup_storage_pool_by_uuid: (method)
 * @self: the connection
 * @uuid: (array fixed-size=16) (element-type uint8) (uuid) (not nullable): the UUID
 * @ret: (out) (transfer full): the pool
 *
 * Looks up a pool by its UUID.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_storage_pool_by_uuid(keel_connection *self,
	const uint8_t uuid[KEEL_UUID_SIZE], keel_storage_pool **ret);

/**
 * keel_connection_define_storage_pool: (method)
 * @self: the connection
 * @xml: (type utf8) (not nullable): the configuration
 * @flags: (flags keel_define_flags) (default 0): how
 * @ret: (out) (optional) (transfer full): the pool
 *
 * Defines a persistent pool, or changes the configuration of one.
 *
 * The new configuration of an active pool counts from its next start on.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty, %KEEL_STATUS_OUT_OF_RANGE
 *   when a number in it is too small or too large, %KEEL_STATUS_ALREADY_EXISTS when another pool
 *   has the name or the UUID, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_define_storage_pool(keel_connection *self, const char *xml,
							 uint32_t flags, keel_storage_pool **ret);

/**
 * keel_connection_create_storage_pool: (method)
 * @self: the connection
 * @xml: (type utf8) (not nullable): the configuration
 * @ret: (out) (optional) (transfer full): the pool
 *
 * Creates a transient pool, which is started at once and is gone once it stops.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty, %KEEL_STATUS_OUT_OF_RANGE
 *   when a number in it is too small or too large, %KEEL_STATUS_ALREADY_EXISTS when a pool has the
 *   name or the UUID, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_create_storage_pool(keel_connection *self, const char *xml,
							 keel_storage_pool **ret);

/**
 * keel_storage_pool_get_xml: (method)
 * @self: the pool
 * @flags: (flags keel_storage_xml_flags) (default 0): which configuration
 * @ret: (out) (type utf8) (transfer full) (not nullable): the XML document, released with
 *   keel_free()
 *
 * Gets the configuration of the pool, in the form that keel_connection_define_storage_pool()
 * takes.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the pool is gone, %KEEL_STATUS_INVALID_ARGUMENT
 *   for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_get_xml(const keel_storage_pool *self, uint32_t flags,
					       char **ret);

/**
 * keel_storage_pool_start: (method)
 * @self: the pool
 *
 * Starts the pool.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is active, %KEEL_STATUS_NOT_FOUND when it
 *   is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_start(keel_storage_pool *self);

/**
 * keel_storage_pool_destroy: (method)
 * @self: the pool
 *
 * Stops the pool.
 *
 * Its volumes cannot be reached until it starts again; the streams that are open on them break. The
 * handle stays valid.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not active, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_destroy(keel_storage_pool *self);

/**
 * keel_storage_pool_undefine: (method)
 * @self: the pool
 *
 * Takes away the configuration of the pool.
 *
 * An active pool goes on as a transient one where the driver can do that.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not persistent or the driver undefines
 *   inactive ones only, %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_undefine(keel_storage_pool *self);

/**
 * keel_storage_pool_is_active: (method) (get-property active)
 * @self: the pool
 * @ret: (out): whether it is active
 *
 * Tells whether the pool is active.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the pool is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_is_active(const keel_storage_pool *self, bool *ret);

/**
 * keel_storage_pool_is_persistent: (method) (get-property persistent)
 * @self: the pool
 * @ret: (out): whether it is persistent
 *
 * Tells whether the pool has a configuration that outlives it.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the pool is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_is_persistent(const keel_storage_pool *self, bool *ret);

/**
 * keel_storage_pool_get_autostart: (method) (get-property autostart)
 * @self: the pool
 * @ret: (out): whether it starts with its host
 *
 * Tells whether the pool starts with its host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the pool is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_get_autostart(const keel_storage_pool *self, bool *ret);

/**
 * keel_storage_pool_set_autostart: (method) (set-property autostart)
 * @self: the pool
 * @autostart: whether it starts with its host
 *
 * Sets whether the pool starts with its host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not persistent, %KEEL_STATUS_NOT_FOUND
 *   when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_set_autostart(keel_storage_pool *self, bool autostart);

/**
 * keel_storage_pool_build: (method)
 * @self: the pool
 *
 * Makes the place that the pool is configured to be, such as a directory.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the pool is active, %KEEL_STATUS_NOT_FOUND
 *   when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_build(keel_storage_pool *self);

/**
 * keel_storage_pool_refresh: (method)
 * @self: the pool
 *
 * Looks again which volumes the pool holds.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the pool is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_refresh(keel_storage_pool *self);

/**
 * keel_storage_pool_get_info: (method)
 * @self: the pool
 * @ret: (out caller-allocates): the numbers
 *
 * Gets the numbers of the pool.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the pool is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_get_info(const keel_storage_pool *self,
						keel_storage_pool_info *ret);

/**
 * keel_storage_pool_list_volumes: (method)
 * @self: the pool
 * @ret: (out) (transfer full) (array length=ret_n): the volumes; each is released with
 *   keel_storage_volume_unref(), then the array with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the volumes of the pool.
 *
 * They come in the order in which the pool got to know them.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the pool is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_list_volumes(keel_storage_pool *self,
						    keel_storage_volume ***ret, size_t *ret_n);

/**
 * keel_storage_pool_count_volumes: (method)
 * @self: the pool
 * @ret: (out): how many there are
 *
 * Counts the volumes of the pool.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the pool is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_count_volumes(const keel_storage_pool *self, uint32_t *ret);

/**
 * keel_storage_pool_lookup_volume: (method)
 * @self: the pool
 * @name: (type utf8) (not nullable): the name
 * @ret: (out) (transfer full): the volume
 *
 * Looks up a volume of the pool by its name.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none or the pool is gone,
 *   %KEEL_STATUS_INVALID_STATE when the pool is not active, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_lookup_volume(keel_storage_pool *self, const char *name,
						     keel_storage_volume **ret);

/**
 * keel_storage_pool_create_volume: (method)
 * @self: the pool
 * @xml: (type utf8) (not nullable): the configuration
 * @flags: (flags keel_storage_create_flags) (default 0): how
 * @ret: (out) (optional) (transfer full): the volume
 *
 * Creates a volume in the pool.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty,
 *   %KEEL_STATUS_ALREADY_EXISTS when there is one of that name, %KEEL_STATUS_OUT_OF_RANGE when the
 *   pool has not enough room, %KEEL_STATUS_INVALID_STATE when the pool is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_create_volume(keel_storage_pool *self, const char *xml,
						     uint32_t flags, keel_storage_volume **ret);

/**
 * keel_storage_pool_clone_volume: (method)
 * @self: the pool
 * @xml: (type utf8) (not nullable): the configuration
 * @source: (transfer none) (not nullable): the volume to copy, of this or another pool of the
 *   connection
 * @flags: (flags keel_storage_create_flags) (default 0): how
 * @ret: (out) (optional) (transfer full): the new volume
 *
 * Creates a volume in the pool with what is in another one.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty,
 *   %KEEL_STATUS_ALREADY_EXISTS when there is one of that name, %KEEL_STATUS_OUT_OF_RANGE when the
 *   pool has not enough room, %KEEL_STATUS_INVALID_STATE when the pool or that of the source is not
 *   active, %KEEL_STATUS_NOT_FOUND when the pool or the source is gone,
 *   %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or when the source is of another connection,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_pool_clone_volume(keel_storage_pool *self, const char *xml,
						    const keel_storage_volume *source,
						    uint32_t flags, keel_storage_volume **ret);

/**
 * keel_storage_volume_ref: (method) (nonblocking)
 * @self: (nullable): the volume
 *
 * Takes one more reference to the volume.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_storage_volume *keel_storage_volume_ref(keel_storage_volume *self);

/**
 * keel_storage_volume_unref: (method) (nonblocking)
 * @self: (transfer full) (nullable): the volume; nothing happens when it is %NULL
 *
 * Gives back a reference to the volume.
 *
 * The volume itself goes on as it is. When this is the last handle that keeps the connection
 * alive, the connection is freed.
 *
 * Since: 1.0
 */
KEEL_API void keel_storage_volume_unref(keel_storage_volume *self);

/**
 * keel_storage_volume_get_pool: (method) (nonblocking)
 * @self: the volume
 *
 * Gets the storage pool of the volume.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (transfer full) (not nullable): the storage pool, given back with
 *   keel_storage_pool_unref()
 * Since: 1.0
 */
KEEL_API keel_storage_pool *keel_storage_volume_get_pool(const keel_storage_volume *self);

/**
 * keel_storage_volume_get_name: (method) (nonblocking) (get-property name)
 * @self: the volume
 *
 * Gets the name of the volume.
 *
 * It goes on working when the connection is closed or the volume is gone.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the name, which lives as long as the handle
 * Since: 1.0
 */
KEEL_API const char *keel_storage_volume_get_name(const keel_storage_volume *self);

/**
 * keel_connection_lookup_storage_volume_by_path: (method)
 * @self: the connection
 * @path: (type filename) (not nullable): the path on the host
 * @ret: (out) (transfer full): the volume
 *
 * Looks up a volume of any active pool by its path.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_storage_volume_by_path(keel_connection *self,
	const char *path, keel_storage_volume **ret);

/**
 * keel_connection_lookup_storage_volume_by_key: (method)
 * @self: the connection
 * @key: (type utf8) (not nullable): the key
 * @ret: (out) (transfer full): the volume
 *
 * Looks up a volume of any active pool by its key.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_storage_volume_by_key(keel_connection *self,
	const char *key, keel_storage_volume **ret);

/**
 * keel_storage_volume_get_key: (method) (get-property key)
 * @self: the volume
 * @ret: (out) (type utf8) (transfer full) (not nullable): the key, released with keel_free()
 *
 * Gets the key of the volume, which is unique on the host and never changes.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the volume or its pool is gone,
 *   %KEEL_STATUS_INVALID_STATE when the pool is not active, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_get_key(const keel_storage_volume *self, char **ret);

/**
 * keel_storage_volume_get_path: (method) (get-property path)
 * @self: the volume
 * @ret: (out) (type filename) (transfer full) (not nullable): the path, released with keel_free()
 *
 * Gets the path of the volume on the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the volume or its pool is gone,
 *   %KEEL_STATUS_INVALID_STATE when the pool is not active, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_get_path(const keel_storage_volume *self, char **ret);

/**
 * keel_storage_volume_get_xml: (method)
 * @self: the volume
 * @ret: (out) (type utf8) (transfer full) (not nullable): the XML document, released with
 *   keel_free()
 *
 * Gets the configuration of the volume, in the form that keel_storage_pool_create_volume() takes.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the volume or its pool is gone,
 *   %KEEL_STATUS_INVALID_STATE when the pool is not active, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_get_xml(const keel_storage_volume *self, char **ret);

/**
 * keel_storage_volume_get_info: (method)
 * @self: the volume
 * @ret: (out caller-allocates): the numbers
 *
 * Gets the numbers of the volume.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the volume or its pool is gone,
 *   %KEEL_STATUS_INVALID_STATE when the pool is not active, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_get_info(const keel_storage_volume *self,
						  keel_storage_volume_info *ret);

/**
 * keel_storage_volume_resize: (method)
 * @self: the volume
 * @capacity: (unit byte): the new capacity, or how much is added or taken away
 * @flags: (flags keel_storage_resize_flags) (default 0): how
 *
 * Resizes the volume.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when it would shrink without
 *   %KEEL_STORAGE_RESIZE_SHRINK, or for an unknown flag, %KEEL_STATUS_OUT_OF_RANGE when the pool
 *   has not enough room, more is taken away than there is, or the sum is too large,
 *   %KEEL_STATUS_BUSY when a stream is open on it, %KEEL_STATUS_NOT_FOUND when the volume or its
 *   pool is gone, %KEEL_STATUS_INVALID_STATE when the pool is not active,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_resize(keel_storage_volume *self, uint64_t capacity,
						uint32_t flags);

/**
 * keel_storage_volume_wipe: (method)
 * @self: the volume
 *
 * Overwrites all that is in the volume with zeros.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_BUSY when a stream is open on it, %KEEL_STATUS_NOT_FOUND when
 *   the volume or its pool is gone, %KEEL_STATUS_INVALID_STATE when the pool is not active,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_wipe(keel_storage_volume *self);

/**
 * keel_storage_volume_delete: (method)
 * @self: the volume
 *
 * Deletes the volume with all that is in it.
 *
 * The handle stays valid: it is given back with keel_storage_volume_unref().
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_BUSY when a stream is open on it, %KEEL_STATUS_NOT_FOUND when
 *   the volume or its pool is gone, %KEEL_STATUS_INVALID_STATE when the pool is not active,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_delete(keel_storage_volume *self);

/**
 * keel_storage_volume_upload: (method)
 * @self: the volume
 * @stream: (transfer none) (not nullable): an unused stream
 * @offset: (unit byte) (default 0): where in the volume to begin
 * @length: (unit byte) (default 0): the most that is sent, or 0 for all up to the end of the
 *   volume
 *
 * Opens a stream that writes into the volume.
 *
 * The volume is in use until the stream is finished or aborted, or given back. What is sent counts
 * once keel_stream_finish() worked.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the stream is in use or the pool is not
 *   active, %KEEL_STATUS_INVALID_ARGUMENT when the stream is of another connection,
 *   %KEEL_STATUS_OUT_OF_RANGE when there are not so many bytes, %KEEL_STATUS_BUSY when another
 *   stream is open on the volume, %KEEL_STATUS_NOT_FOUND when the volume or its pool is gone,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_upload(keel_storage_volume *self, keel_stream *stream,
						uint64_t offset, uint64_t length);

/**
 * keel_storage_volume_download: (method)
 * @self: the volume
 * @stream: (transfer none) (not nullable): an unused stream
 * @offset: (unit byte) (default 0): where in the volume to begin
 * @length: (unit byte) (default 0): the most that is received, or 0 for all up to the end of the
 *   volume
 *
 * Opens a stream that reads from the volume.
 *
 * The volume is in use until the stream is finished or aborted, or given back.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the stream is in use or the pool is not
 *   active, %KEEL_STATUS_INVALID_ARGUMENT when the stream is of another connection,
 *   %KEEL_STATUS_OUT_OF_RANGE when there are not so many bytes, %KEEL_STATUS_BUSY when another
 *   stream is open on the volume, %KEEL_STATUS_NOT_FOUND when the volume or its pool is gone,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_storage_volume_download(keel_storage_volume *self, keel_stream *stream,
						  uint64_t offset, uint64_t length);

KEEL_END_DECLS

#endif
