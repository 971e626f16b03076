/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_DOMAIN_H
#define KEEL_DOMAIN_H

/**
 * SECTION:domain
 * @short_description: a virtual machine or a container
 *
 * A domain has a name and a UUID, each unique on its host. It is active while it runs or is paused.
 * A persistent domain has a configuration that stays when it stops; a transient one is gone then,
 * and functions on a handle to it fail with %KEEL_STATUS_NOT_FOUND.
 */

#include <keel/error.h>
#include <keel/param.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * KEEL_DOMAIN_ID_NONE:
 *
 * The identifier of a domain that is not active.
 *
 * Since: 1.0
 */
#define KEEL_DOMAIN_ID_NONE (-1)

/**
 * keel_domain_state:
 * @KEEL_DOMAIN_STATE_UNKNOWN: the driver cannot tell
 * @KEEL_DOMAIN_STATE_RUNNING: it is running
 * @KEEL_DOMAIN_STATE_BLOCKED: it is waiting for something
 * @KEEL_DOMAIN_STATE_PAUSED: it is paused
 * @KEEL_DOMAIN_STATE_SHUTTING_DOWN: it is shutting down
 * @KEEL_DOMAIN_STATE_SHUT_OFF: it is not active
 * @KEEL_DOMAIN_STATE_CRASHED: it crashed
 *
 * The state of a domain.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_domain_state {
	KEEL_DOMAIN_STATE_UNKNOWN = 0,
	KEEL_DOMAIN_STATE_RUNNING = 1,
	KEEL_DOMAIN_STATE_BLOCKED = 2,
	KEEL_DOMAIN_STATE_PAUSED = 3,
	KEEL_DOMAIN_STATE_SHUTTING_DOWN = 4,
	KEEL_DOMAIN_STATE_SHUT_OFF = 5,
	KEEL_DOMAIN_STATE_CRASHED = 6
} keel_domain_state;

/**
 * keel_domain_reason:
 * @KEEL_DOMAIN_REASON_UNKNOWN: the driver cannot tell
 * @KEEL_DOMAIN_REASON_DEFINED: it has not been started yet
 * @KEEL_DOMAIN_REASON_BOOTED: it was started
 * @KEEL_DOMAIN_REASON_USER: someone asked for it
 * @KEEL_DOMAIN_REASON_STARTED_PAUSED: it was started paused
 * @KEEL_DOMAIN_REASON_RESUMED: it was paused before
 * @KEEL_DOMAIN_REASON_FINISHED: its system shut down
 * @KEEL_DOMAIN_REASON_DESTROYED: it was destroyed
 * @KEEL_DOMAIN_REASON_PANICKED: its system panicked
 * @KEEL_DOMAIN_REASON_MIGRATED: it moves or moved to another host, or came from one
 * @KEEL_DOMAIN_REASON_SAVED: it is or was saved into a file
 * @KEEL_DOMAIN_REASON_RESTORED: it was restored from a file
 * @KEEL_DOMAIN_REASON_SNAPSHOT: a snapshot was made or gone back to
 *
 * Why a domain is in its state.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_domain_reason {
	KEEL_DOMAIN_REASON_UNKNOWN = 0,
	KEEL_DOMAIN_REASON_DEFINED = 1,
	KEEL_DOMAIN_REASON_BOOTED = 2,
	KEEL_DOMAIN_REASON_USER = 3,
	KEEL_DOMAIN_REASON_STARTED_PAUSED = 4,
	KEEL_DOMAIN_REASON_RESUMED = 5,
	KEEL_DOMAIN_REASON_FINISHED = 6,
	KEEL_DOMAIN_REASON_DESTROYED = 7,
	KEEL_DOMAIN_REASON_PANICKED = 8,
	KEEL_DOMAIN_REASON_MIGRATED = 9,
	KEEL_DOMAIN_REASON_SAVED = 10,
	KEEL_DOMAIN_REASON_RESTORED = 11,
	KEEL_DOMAIN_REASON_SNAPSHOT = 12
} keel_domain_reason;

/**
 * keel_domain_xml_flags:
 * @KEEL_DOMAIN_XML_NONE: the configuration in use
 * @KEEL_DOMAIN_XML_INACTIVE: the configuration of the next start
 *
 * Which configuration of a domain to get.
 *
 * Since: 1.0
 */
typedef enum keel_domain_xml_flags {
	KEEL_DOMAIN_XML_NONE = 0,
	KEEL_DOMAIN_XML_INACTIVE = 1u << 0
} keel_domain_xml_flags;

/**
 * keel_shutdown_flags:
 * @KEEL_SHUTDOWN_NONE: in whatever way the driver finds best
 * @KEEL_SHUTDOWN_ACPI: by the power button
 * @KEEL_SHUTDOWN_AGENT: by an agent inside the domain
 *
 * How to shut down or reboot a domain.
 *
 * Since: 1.0
 */
typedef enum keel_shutdown_flags {
	KEEL_SHUTDOWN_NONE = 0,
	KEEL_SHUTDOWN_ACPI = 1u << 0,
	KEEL_SHUTDOWN_AGENT = 1u << 1
} keel_shutdown_flags;

/**
 * keel_destroy_flags:
 * @KEEL_DESTROY_NONE: by force
 * @KEEL_DESTROY_GRACEFUL: only when it stops without force
 *
 * How to destroy a domain.
 *
 * Since: 1.0
 */
typedef enum keel_destroy_flags {
	KEEL_DESTROY_NONE = 0,
	KEEL_DESTROY_GRACEFUL = 1u << 0
} keel_destroy_flags;

/**
 * keel_suspend_flags:
 * @KEEL_SUSPEND_NONE: nothing special
 *
 * How to suspend a domain.
 *
 * Since: 1.0
 */
typedef enum keel_suspend_flags {
	KEEL_SUSPEND_NONE = 0
} keel_suspend_flags;

/**
 * keel_resume_flags:
 * @KEEL_RESUME_NONE: nothing special
 *
 * How to resume a domain.
 *
 * Since: 1.0
 */
typedef enum keel_resume_flags {
	KEEL_RESUME_NONE = 0
} keel_resume_flags;

/**
 * keel_undefine_flags:
 * @KEEL_UNDEFINE_NONE: nothing special
 *
 * How to undefine a domain.
 *
 * Since: 1.0
 */
typedef enum keel_undefine_flags {
	KEEL_UNDEFINE_NONE = 0
} keel_undefine_flags;

/**
 * keel_rename_flags:
 * @KEEL_RENAME_NONE: nothing special
 *
 * How to rename a domain.
 *
 * Since: 1.0
 */
typedef enum keel_rename_flags {
	KEEL_RENAME_NONE = 0
} keel_rename_flags;

/**
 * keel_domain_info:
 * @state: the state
 * @vcpus: how many virtual processors it has
 * @max_memory_kib: (unit KiB): the most memory it can have
 * @memory_kib: (unit KiB): how much memory it has
 * @cpu_time_ns: (unit ns): how long its processors have been at work since it was started, 0 when
 *   it is not active
 *
 * The numbers of a domain.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_domain_info {
	keel_domain_state state;
	uint32_t vcpus;
	uint64_t max_memory_kib;
	uint64_t memory_kib;
	uint64_t cpu_time_ns;
} keel_domain_info;

/**
 * keel_domain_interface:
 * @name: (type utf8) (not nullable): its name on the host
 * @mac: (type utf8) (not nullable): its hardware address, as six pairs of hexadecimal digits with
 *   colons
 * @source: (type utf8) (nullable): the network it is connected to, %NULL when it is to none
 * @model: (type utf8) (nullable): the model of the device, %NULL when the driver chooses
 * @mtu: the largest packet in bytes, 0 when the driver chooses
 *
 * A network interface of a domain.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_domain_interface {
	char *name;
	char *mac;
	char *source;
	char *model;
	uint32_t mtu;
} keel_domain_interface;

/**
 * keel_domain_interfaces_free: (static) (nonblocking)
 * @interfaces: (transfer full) (array length=n) (nullable): the interfaces
 * @n: how many there are
 *
 * Releases an array of interfaces with the texts in it.
 *
 * Since: 1.0
 */
KEEL_API void keel_domain_interfaces_free(keel_domain_interface *interfaces, size_t n);

/**
 * keel_domain_ref: (method) (nonblocking)
 * @self: (nullable): the domain
 *
 * Takes one more reference to the domain.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_domain *keel_domain_ref(keel_domain *self);

/**
 * keel_domain_unref: (method) (nonblocking)
 * @self: (transfer full) (nullable): the domain; nothing happens when it is %NULL
 *
 * Gives back a reference to the domain.
 *
 * The domain itself goes on as it is. When this is the last handle that keeps the connection alive,
 * the connection is freed.
 *
 * Since: 1.0
 */
KEEL_API void keel_domain_unref(keel_domain *self);

/**
 * keel_domain_get_connection: (method) (nonblocking)
 * @self: the domain
 *
 * Gets the connection of the domain.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (transfer full) (not nullable): the connection, given back with keel_connection_unref()
 * Since: 1.0
 */
KEEL_API keel_connection *keel_domain_get_connection(const keel_domain *self);

/**
 * keel_domain_get_name: (method) (nonblocking) (get-property name)
 * @self: the domain
 *
 * Gets the name of the domain.
 *
 * It goes on working when the connection is closed or the domain is gone.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the name, which lives as long as the handle,
 *   even when the domain is renamed
 * Since: 1.0
 */
KEEL_API const char *keel_domain_get_name(const keel_domain *self);

/**
 * keel_domain_get_uuid: (method) (nonblocking) (get-property uuid)
 * @self: the domain
 * @ret_uuid: (out caller-allocates) (array fixed-size=16) (element-type uint8) (uuid): the UUID
 *
 * Gets the UUID of the domain.
 *
 * It goes on working when the connection is closed or the domain is gone.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_uuid(const keel_domain *self,
					  uint8_t ret_uuid[KEEL_UUID_SIZE]);

/**
 * keel_domain_get_uuid_string: (method) (nonblocking) (get-property uuid-string)
 * @self: the domain
 * @ret: (out) (type utf8) (transfer full) (not nullable): the UUID in lower case with hyphens,
 *   released with keel_free()
 *
 * Gets the UUID of the domain as text.
 *
 * It goes on working when the connection is closed or the domain is gone.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_uuid_string(const keel_domain *self, char **ret);

/**
 * keel_domain_get_id: (method) (get-property id)
 * @self: the domain
 * @ret: (out): the identifier, %KEEL_DOMAIN_ID_NONE when the domain is not active
 *
 * Gets the identifier of the domain, which it has while it is active.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_id(const keel_domain *self, int64_t *ret);

/**
 * keel_domain_get_state: (method)
 * @self: the domain
 * @ret_state: (out): the state
 * @ret_reason: (out) (optional): why it is in that state
 *
 * Gets the state of the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_state(const keel_domain *self, keel_domain_state *ret_state,
					   keel_domain_reason *ret_reason);

/**
 * keel_domain_get_info: (method)
 * @self: the domain
 * @ret: (out caller-allocates): the numbers
 *
 * Gets the numbers of the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_info(const keel_domain *self, keel_domain_info *ret);

/**
 * keel_domain_get_xml: (method)
 * @self: the domain
 * @flags: (flags keel_domain_xml_flags) (default 0): which configuration
 * @ret: (out) (type utf8) (transfer full) (not nullable): the XML document, released with
 *   keel_free()
 *
 * Gets the configuration of the domain, in the form that keel_connection_define_domain() takes.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, %KEEL_STATUS_INVALID_ARGUMENT
 *   for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_xml(const keel_domain *self, uint32_t flags, char **ret);

/**
 * keel_domain_start: (method)
 * @self: the domain
 * @flags: (flags keel_start_flags) (default 0): how
 *
 * Starts the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is active, %KEEL_STATUS_BUSY while a job
 *   restores it, %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a read-only
 *   connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_start(keel_domain *self, uint32_t flags);

/**
 * keel_domain_shutdown: (method)
 * @self: the domain
 * @flags: (flags keel_shutdown_flags) (default 0): how
 *
 * Asks the domain to shut down.
 *
 * This does not wait until it has: %KEEL_DOMAIN_EVENT_STOPPED tells that.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not running, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_shutdown(keel_domain *self, uint32_t flags);

/**
 * keel_domain_reboot: (method)
 * @self: the domain
 * @flags: (flags keel_shutdown_flags) (default 0): how
 *
 * Asks the domain to reboot.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not running, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_reboot(keel_domain *self, uint32_t flags);

/**
 * keel_domain_destroy: (method)
 * @self: the domain
 * @flags: (flags keel_destroy_flags) (default 0): how
 *
 * Stops the domain at once, as if its power were cut.
 *
 * The handle stays valid: it is given back with keel_domain_unref().
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not active, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_destroy(keel_domain *self, uint32_t flags);

/**
 * keel_domain_suspend: (method)
 * @self: the domain
 * @flags: (flags keel_suspend_flags) (default 0): how
 *
 * Pauses the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not running, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_suspend(keel_domain *self, uint32_t flags);

/**
 * keel_domain_resume: (method)
 * @self: the domain
 * @flags: (flags keel_resume_flags) (default 0): how
 *
 * Lets a paused domain go on.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not paused, %KEEL_STATUS_BUSY while a
 *   job keeps it paused, %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_resume(keel_domain *self, uint32_t flags);

/**
 * keel_domain_undefine: (method)
 * @self: the domain
 * @flags: (flags keel_undefine_flags) (default 0): how
 *
 * Removes the persistent configuration of the domain.
 *
 * An active domain becomes transient, any other is gone.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is transient, %KEEL_STATUS_BUSY while a job
 *   restores it, %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a read-only
 *   connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_undefine(keel_domain *self, uint32_t flags);

/**
 * keel_domain_rename: (method)
 * @self: the domain
 * @name: (type utf8) (not nullable): the new name
 * @flags: (flags keel_rename_flags) (default 0): how
 *
 * Renames the domain, which must be persistent and not active.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when the name is empty or has a slash or a
 *   control character in it, %KEEL_STATUS_ALREADY_EXISTS when another domain has the name,
 *   %KEEL_STATUS_INVALID_STATE when it is active, %KEEL_STATUS_BUSY while a job restores it,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_rename(keel_domain *self, const char *name, uint32_t flags);

/**
 * keel_domain_is_active: (method) (get-property active)
 * @self: the domain
 * @ret: (out): whether it is active
 *
 * Tells whether the domain is active: running or paused.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_is_active(const keel_domain *self, bool *ret);

/**
 * keel_domain_is_persistent: (method) (get-property persistent)
 * @self: the domain
 * @ret: (out): whether it is persistent
 *
 * Tells whether the domain has a configuration that stays when it stops.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_is_persistent(const keel_domain *self, bool *ret);

/**
 * keel_domain_is_updated: (method) (get-property updated)
 * @self: the domain
 * @ret: (out): whether it was defined again
 *
 * Tells whether the domain was defined again since it was started, so that it changes with its next
 * start.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_is_updated(const keel_domain *self, bool *ret);

/**
 * keel_domain_get_autostart: (method) (get-property autostart)
 * @self: the domain
 * @ret: (out): whether it starts with its host
 *
 * Tells whether the domain starts with its host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_autostart(const keel_domain *self, bool *ret);

/**
 * keel_domain_set_autostart: (method) (set-property autostart)
 * @self: the domain
 * @autostart: whether it starts with its host
 *
 * Sets whether the domain starts with its host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the domain is transient,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_autostart(keel_domain *self, bool autostart);

/**
 * keel_domain_get_memory: (method) (get-property memory)
 * @self: the domain
 * @ret_kib: (out) (unit KiB): how much memory
 *
 * Gets how much memory the domain has.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_memory(const keel_domain *self, uint64_t *ret_kib);

/**
 * keel_domain_set_memory: (method) (set-property memory)
 * @self: the domain
 * @kib: (unit KiB): how much memory
 *
 * Sets how much memory the domain has.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when it is 0 or more than the domain can have,
 *   %KEEL_STATUS_NOT_FOUND when the domain is gone, %KEEL_STATUS_PERMISSION on a read-only
 *   connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_memory(keel_domain *self, uint64_t kib);

/**
 * keel_domain_get_max_memory: (method) (get-property max-memory)
 * @self: the domain
 * @ret_kib: (out) (unit KiB): how much memory
 *
 * Gets the most memory that the domain can have.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_max_memory(const keel_domain *self, uint64_t *ret_kib);

/**
 * keel_domain_get_vcpus: (method) (get-property vcpus)
 * @self: the domain
 * @ret: (out): how many
 *
 * Gets how many virtual processors the domain has.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_vcpus(const keel_domain *self, uint32_t *ret);

/**
 * keel_domain_get_title: (method) (get-property title)
 * @self: the domain
 * @ret: (out) (type utf8) (transfer full) (nullable): the title, released with keel_free(); %NULL
 *   when there is none
 *
 * Gets the title of the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_title(const keel_domain *self, char **ret);

/**
 * keel_domain_set_title: (method) (set-property title)
 * @self: the domain
 * @title: (type utf8) (nullable): the title, of one line, or %NULL for none
 *
 * Sets the title of the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when it has more than one line,
 *   %KEEL_STATUS_NOT_FOUND when the domain is gone, %KEEL_STATUS_PERMISSION on a read-only
 *   connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_title(keel_domain *self, const char *title);

/**
 * keel_domain_get_description: (method) (get-property description)
 * @self: the domain
 * @ret: (out) (type utf8) (transfer full) (nullable): the description, released with keel_free();
 *   %NULL when there is none
 *
 * Gets the description of the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_description(const keel_domain *self, char **ret);

/**
 * keel_domain_set_description: (method) (set-property description)
 * @self: the domain
 * @description: (type utf8) (nullable): the description, or %NULL for none
 *
 * Sets the description of the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_description(keel_domain *self, const char *description);

/**
 * keel_domain_get_metadata: (method)
 * @self: the domain
 * @key: (type utf8) (not nullable): the key
 * @ret: (out) (type utf8) (transfer full) (nullable): the value, released with keel_free(); %NULL
 *   when there is none
 *
 * Gets a text that was kept with the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_metadata(const keel_domain *self, const char *key, char **ret);

/**
 * keel_domain_set_metadata: (method)
 * @self: the domain
 * @key: (type utf8) (not nullable): the key
 * @value: (type utf8) (nullable): the value, or %NULL to have none
 *
 * Keeps a text with the domain, for any use.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when the key is empty, %KEEL_STATUS_NOT_FOUND
 *   when the domain is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_metadata(keel_domain *self, const char *key,
					      const char *value);

/**
 * keel_domain_get_tags: (method)
 * @self: the domain
 * @ret: (out) (transfer full) (array length=ret_n) (element-type utf8): the tags, released with
 *   keel_strings_free()
 * @ret_n: (out): how many there are
 *
 * Gets the tags of the domain, in the order in which they were set.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_tags(const keel_domain *self, char ***ret, size_t *ret_n);

/**
 * keel_domain_set_tags: (method)
 * @self: the domain
 * @tags: (transfer none) (array length=n_tags) (element-type utf8) (nullable): the tags, or %NULL
 *   for none
 * @n_tags: how many there are
 *
 * Sets the tags of the domain, in place of those it has.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when a tag is empty, %KEEL_STATUS_NOT_FOUND when
 *   the domain is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_tags(keel_domain *self, const char *const *tags,
					  size_t n_tags);

/**
 * keel_domain_get_scheduler_parameters: (method)
 * @self: the domain
 * @ret: (out) (transfer full) (array length=ret_n) (dict): the parameters, released with
 *   keel_params_free()
 * @ret_n: (out): how many there are
 *
 * Gets the parameters by which the domain is given processor time.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_scheduler_parameters(const keel_domain *self, keel_param **ret,
							  size_t *ret_n);

/**
 * keel_domain_set_scheduler_parameters: (method)
 * @self: the domain
 * @params: (transfer none) (array length=n_params) (dict) (nullable): the parameters, or %NULL for
 *   none
 * @n_params: how many there are
 *
 * Sets some parameters by which the domain is given processor time.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when there is no parameter of that name or its
 *   type does not fit, %KEEL_STATUS_OUT_OF_RANGE when the value does not fit,
 *   %KEEL_STATUS_NOT_SUPPORTED when the parameter cannot be set, %KEEL_STATUS_NOT_FOUND when the
 *   domain is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_scheduler_parameters(keel_domain *self,
							  const keel_param *params,
							  size_t n_params);

/**
 * keel_domain_get_vcpu_times: (method)
 * @self: the domain
 * @ret: (out) (transfer full) (array length=ret_n) (element-type uint64) (unit ns): how long each
 *   processor has been at work, released with keel_free()
 * @ret_n: (out): how many virtual processors there are
 *
 * Gets how long each virtual processor has been at work since the domain was started.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the domain is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_vcpu_times(const keel_domain *self, uint64_t **ret,
						size_t *ret_n);

/**
 * keel_domain_list_interfaces: (method)
 * @self: the domain
 * @ret: (out) (transfer full) (array length=ret_n): the interfaces, released with
 *   keel_domain_interfaces_free()
 * @ret_n: (out): how many there are
 *
 * Lists the network interfaces of the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_list_interfaces(const keel_domain *self,
						 keel_domain_interface **ret, size_t *ret_n);

/**
 * keel_domain_read_memory: (method)
 * @self: the domain
 * @offset: (unit byte): where to begin
 * @size: (unit byte): how much to read
 * @ret: (out) (transfer full) (array length=ret_n) (element-type uint8): the bytes, released with
 *   keel_free()
 * @ret_n: (out): how many there are, which is @size
 *
 * Reads the memory of an active domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when the memory does not reach that far or the
 *   driver does not do so much at once, %KEEL_STATUS_INVALID_STATE when the domain is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_read_memory(const keel_domain *self, uint64_t offset, size_t size,
					     uint8_t **ret, size_t *ret_n);

/**
 * keel_domain_write_memory: (method)
 * @self: the domain
 * @offset: (unit byte): where to begin
 * @data: (transfer none) (array length=n_data) (element-type uint8) (nullable): the bytes, or
 *   %NULL for none
 * @n_data: how many there are
 *
 * Writes to the memory of an active domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when the memory does not reach that far or the
 *   driver does not do so much at once, %KEEL_STATUS_INVALID_STATE when the domain is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_write_memory(keel_domain *self, uint64_t offset,
					      const uint8_t *data, size_t n_data);

/**
 * keel_domain_set_max_memory: (method) (set-property max-memory)
 * @self: the domain
 * @kib: (unit KiB): the most memory it can have
 *
 * Sets the most memory that the domain can have, from its next start on.
 *
 * When it has more memory now, that becomes less, too.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when it is 0 or more than the host takes,
 *   %KEEL_STATUS_INVALID_STATE when it is active, %KEEL_STATUS_NOT_FOUND when it is gone,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_max_memory(keel_domain *self, uint64_t kib);

/**
 * keel_domain_get_max_vcpus: (method) (get-property max-vcpus)
 * @self: the domain
 * @ret: (out): how many
 *
 * Gets how many virtual processors the domain can have.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_max_vcpus(const keel_domain *self, uint32_t *ret);

/**
 * keel_domain_set_vcpus: (method) (set-property vcpus)
 * @self: the domain
 * @vcpus: how many
 *
 * Sets how many virtual processors the domain has.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when there are none or more than
 *   keel_domain_get_max_vcpus() tells, %KEEL_STATUS_NOT_FOUND when it is gone,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_vcpus(keel_domain *self, uint32_t vcpus);

/**
 * keel_domain_get_vcpu_affinity: (method)
 * @self: the domain
 * @vcpu: the number of the virtual processor
 * @ret: (out) (transfer full) (array length=ret_n): the numbers of the host's processors, released
 *   with keel_free()
 * @ret_n: (out): how many there are
 *
 * Gets which processors of the host a virtual processor may run on.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when there is no such virtual processor,
 *   %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_vcpu_affinity(const keel_domain *self, uint32_t vcpu,
						   uint32_t **ret, size_t *ret_n);

/**
 * keel_domain_set_vcpu_affinity: (method)
 * @self: the domain
 * @vcpu: the number of the virtual processor
 * @cpus: (array length=n_cpus): the numbers of the host's processors
 * @n_cpus: how many there are
 *
 * Sets which processors of the host a virtual processor may run on.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when there is no such virtual or host's processor,
 *   or none is given, %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_set_vcpu_affinity(keel_domain *self, uint32_t vcpu,
						   const uint32_t *cpus, size_t n_cpus);

/**
 * keel_domain_reset: (method)
 * @self: the domain
 *
 * Resets the domain at once, as if its reset button were pressed.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when it is not active, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_reset(keel_domain *self);

KEEL_END_DECLS

#endif
