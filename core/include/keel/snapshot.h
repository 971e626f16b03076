/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_SNAPSHOT_H
#define KEEL_SNAPSHOT_H

/**
 * SECTION:snapshot
 * @short_description: states of a domain to go back to
 *
 * A snapshot keeps the configuration and the state of a domain. The snapshots of a domain form
 * trees: a new one is the child of the current one. They are gone with the domain.
 */

#include <keel/domain.h>
#include <keel/error.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_snapshot_create_flags:
 * @KEEL_SNAPSHOT_CREATE_NONE: the domain goes on
 * @KEEL_SNAPSHOT_CREATE_HALT: the domain is stopped once the snapshot is there
 * @KEEL_SNAPSHOT_CREATE_DISK_ONLY: only the disks are kept, not the memory
 *
 * How to create a snapshot.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_snapshot_create_flags {
	KEEL_SNAPSHOT_CREATE_NONE = 0,
	KEEL_SNAPSHOT_CREATE_HALT = 1u << 0,
	KEEL_SNAPSHOT_CREATE_DISK_ONLY = 1u << 1
} keel_snapshot_create_flags;

/**
 * keel_snapshot_list_flags:
 * @KEEL_SNAPSHOT_LIST_ALL: all
 * @KEEL_SNAPSHOT_LIST_ROOTS: those without a parent
 * @KEEL_SNAPSHOT_LIST_LEAVES: those without children
 *
 * Which snapshots to list; none of them means all.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_snapshot_list_flags {
	KEEL_SNAPSHOT_LIST_ALL = 0,
	KEEL_SNAPSHOT_LIST_ROOTS = 1u << 0,
	KEEL_SNAPSHOT_LIST_LEAVES = 1u << 1
} keel_snapshot_list_flags;

/**
 * keel_snapshot_children_flags:
 * @KEEL_SNAPSHOT_CHILDREN_DIRECT: only its own children
 * @KEEL_SNAPSHOT_CHILDREN_DESCENDANTS: their children, too, and so on
 *
 * Which children of a snapshot to list.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_snapshot_children_flags {
	KEEL_SNAPSHOT_CHILDREN_DIRECT = 0,
	KEEL_SNAPSHOT_CHILDREN_DESCENDANTS = 1u << 0
} keel_snapshot_children_flags;

/**
 * keel_snapshot_revert_flags:
 * @KEEL_SNAPSHOT_REVERT_NONE: what it was in the snapshot
 * @KEEL_SNAPSHOT_REVERT_RUNNING: running
 * @KEEL_SNAPSHOT_REVERT_PAUSED: paused
 *
 * What a domain is after going back to a snapshot.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_snapshot_revert_flags {
	KEEL_SNAPSHOT_REVERT_NONE = 0,
	KEEL_SNAPSHOT_REVERT_RUNNING = 1u << 0,
	KEEL_SNAPSHOT_REVERT_PAUSED = 1u << 1
} keel_snapshot_revert_flags;

/**
 * keel_snapshot_delete_flags:
 * @KEEL_SNAPSHOT_DELETE_NONE: only itself: its children become those of its parent
 * @KEEL_SNAPSHOT_DELETE_CHILDREN: all its descendants, too
 * @KEEL_SNAPSHOT_DELETE_CHILDREN_ONLY: all its descendants, but not itself
 *
 * What is deleted with a snapshot.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_snapshot_delete_flags {
	KEEL_SNAPSHOT_DELETE_NONE = 0,
	KEEL_SNAPSHOT_DELETE_CHILDREN = 1u << 0,
	KEEL_SNAPSHOT_DELETE_CHILDREN_ONLY = 1u << 1
} keel_snapshot_delete_flags;

/**
 * keel_snapshot_ref: (method) (nonblocking)
 * @self: (nullable): the snapshot
 *
 * Takes one more reference to the snapshot.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_snapshot *keel_snapshot_ref(keel_snapshot *self);

/**
 * keel_snapshot_unref: (method) (nonblocking)
 * @self: (transfer full) (nullable): the snapshot; nothing happens when it is %NULL
 *
 * Gives back a reference to the snapshot.
 *
 * The snapshot itself goes on as it is. When this is the last handle that keeps the connection
 * alive, the connection is freed.
 *
 * Since: 1.0
 */
KEEL_API void keel_snapshot_unref(keel_snapshot *self);

/**
 * keel_snapshot_get_domain: (method) (nonblocking)
 * @self: the snapshot
 *
 * Gets the domain of the snapshot.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (transfer full) (not nullable): the domain, given back with keel_domain_unref()
 * Since: 1.0
 */
KEEL_API keel_domain *keel_snapshot_get_domain(const keel_snapshot *self);

/**
 * keel_snapshot_get_name: (method) (nonblocking) (get-property name)
 * @self: the snapshot
 *
 * Gets the name of the snapshot.
 *
 * It goes on working when the connection is closed or the snapshot is gone.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the name, which lives as long as the handle
 * Since: 1.0
 */
KEEL_API const char *keel_snapshot_get_name(const keel_snapshot *self);

/**
 * keel_snapshot_get_xml: (method)
 * @self: the snapshot
 * @ret: (out) (type utf8) (transfer full) (not nullable): the XML document, released with
 *   keel_free()
 *
 * Gets the snapshot as XML, with the configuration of the domain when it was made.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the snapshot or its domain is gone, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_snapshot_get_xml(const keel_snapshot *self, char **ret);

/**
 * keel_snapshot_get_created: (method) (get-property created)
 * @self: the snapshot
 * @ret: (out) (unit s): seconds since 1970, UTC
 *
 * Gets when the snapshot was made.
 *
 * For the test driver, seconds since its clock began.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the snapshot or its domain is gone, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_snapshot_get_created(const keel_snapshot *self, int64_t *ret);

/**
 * keel_snapshot_get_state: (method)
 * @self: the snapshot
 * @ret: (out): the state
 *
 * Gets the state that the domain was in when the snapshot was made.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the snapshot or its domain is gone, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_snapshot_get_state(const keel_snapshot *self, keel_domain_state *ret);

/**
 * keel_snapshot_get_parent: (method)
 * @self: the snapshot
 * @ret: (out) (transfer full) (nullable): the parent, %NULL when it has none; given back with
 *   keel_snapshot_unref()
 *
 * Gets the parent of the snapshot.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the snapshot or its domain is gone, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_snapshot_get_parent(keel_snapshot *self, keel_snapshot **ret);

/**
 * keel_snapshot_list_children: (method)
 * @self: the snapshot
 * @flags: (flags keel_snapshot_children_flags) (default 0): which
 * @ret: (out) (transfer full) (array length=ret_n): the children; each is released with
 *   keel_snapshot_unref(), then the array with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the children of the snapshot, in the order in which they were made.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the snapshot or its domain is gone,
 *   %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_snapshot_list_children(keel_snapshot *self, uint32_t flags,
						 keel_snapshot ***ret, size_t *ret_n);

/**
 * keel_snapshot_is_current: (method)
 * @self: the snapshot
 * @ret: (out): whether it is
 *
 * Tells whether the snapshot is the one that the domain was last taken or gone back to.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the snapshot or its domain is gone, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_snapshot_is_current(const keel_snapshot *self, bool *ret);

/**
 * keel_snapshot_revert: (method)
 * @self: the snapshot
 * @flags: (flags keel_snapshot_revert_flags) (default 0): what the domain is then
 *
 * Takes the domain back to the snapshot.
 *
 * What the domain has become since is lost, unless another snapshot keeps it.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when both flags are given or one is unknown,
 *   %KEEL_STATUS_INVALID_STATE when the domain is transient and would not be active,
 *   %KEEL_STATUS_BUSY when a job is at work, %KEEL_STATUS_NOT_FOUND when the snapshot or its domain
 *   is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_snapshot_revert(keel_snapshot *self, uint32_t flags);

/**
 * keel_snapshot_delete: (method)
 * @self: the snapshot
 * @flags: (flags keel_snapshot_delete_flags) (default 0): what else
 *
 * Deletes the snapshot.
 *
 * The domain itself does not change. The handle stays valid: it is given back with
 * keel_snapshot_unref().
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when both flags are given or one is unknown,
 *   %KEEL_STATUS_NOT_FOUND when the snapshot or its domain is gone, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_snapshot_delete(keel_snapshot *self, uint32_t flags);

/**
 * keel_domain_create_snapshot: (method)
 * @self: the domain
 * @xml: (type utf8) (nullable) (default NULL): the element `domainsnapshot` with `name` and
 *   `description`, or %NULL: then a name is made up
 * @flags: (flags keel_snapshot_create_flags) (default 0): how
 * @ret: (out) (optional) (transfer full): the snapshot
 *
 * Makes a snapshot of the domain, which becomes the current one.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_ALREADY_EXISTS when there is one of that name, %KEEL_STATUS_XML
 *   when the element is faulty, %KEEL_STATUS_INVALID_STATE when a transient domain is to be
 *   stopped, %KEEL_STATUS_BUSY when a job is at work, %KEEL_STATUS_NOT_FOUND when the domain is
 *   gone, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, %KEEL_STATUS_PERMISSION on a read-only
 *   connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_create_snapshot(keel_domain *self, const char *xml,
						 uint32_t flags, keel_snapshot **ret);

/**
 * keel_domain_list_snapshots: (method)
 * @self: the domain
 * @flags: (flags keel_snapshot_list_flags) (default 0): which
 * @ret: (out) (transfer full) (array length=ret_n): the snapshots; each is released with
 *   keel_snapshot_unref(), then the array with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the snapshots of the domain, in the order in which they were made.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, %KEEL_STATUS_INVALID_ARGUMENT
 *   for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_list_snapshots(keel_domain *self, uint32_t flags,
						keel_snapshot ***ret, size_t *ret_n);

/**
 * keel_domain_lookup_snapshot: (method)
 * @self: the domain
 * @name: (type utf8) (not nullable): the name
 * @ret: (out) (transfer full): the snapshot
 *
 * Looks up a snapshot of the domain by its name.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none or the domain is gone, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_lookup_snapshot(keel_domain *self, const char *name,
						 keel_snapshot **ret);

/**
 * keel_domain_get_current_snapshot: (method)
 * @self: the domain
 * @ret: (out) (transfer full) (nullable): the snapshot, %NULL when there is none; given back with
 *   keel_snapshot_unref()
 *
 * Gets the snapshot that the domain was last taken or gone back to.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_current_snapshot(keel_domain *self, keel_snapshot **ret);

KEEL_END_DECLS

#endif
