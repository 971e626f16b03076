/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_CONNECTION_H
#define KEEL_CONNECTION_H

/**
 * SECTION:connection
 * @short_description: a host and the domains on it
 *
 * A connection is opened by URI, whose scheme names the driver. It lives until the last reference
 * to it, and to any domain that was got through it, is gone.
 *
 * After keel_connection_close(), every function of the connection and of its domains that returns a
 * #keel_status fails with %KEEL_STATUS_CLOSED, but for those whose documentation says that they go
 * on working. Once the connection to the host is lost, every other such function but
 * keel_connection_remove_listener() fails with %KEEL_STATUS_IO.
 */

#include <keel/error.h>
#include <keel/param.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_open_flags:
 * @KEEL_OPEN_NONE: nothing special
 * @KEEL_OPEN_READ_ONLY: functions that change something fail with %KEEL_STATUS_PERMISSION
 *
 * How to open a connection.
 *
 * Since: 1.0
 */
typedef enum keel_open_flags {
	KEEL_OPEN_NONE = 0,
	KEEL_OPEN_READ_ONLY = 1u << 0
} keel_open_flags;

/**
 * keel_list_flags:
 * @KEEL_LIST_NONE: all
 * @KEEL_LIST_ACTIVE: those that are active
 * @KEEL_LIST_INACTIVE: those that are not active
 * @KEEL_LIST_PERSISTENT: those that have a persistent configuration
 * @KEEL_LIST_TRANSIENT: those that exist only while they are active
 * @KEEL_LIST_RUNNING: those that are running
 * @KEEL_LIST_PAUSED: those that are paused
 * @KEEL_LIST_SHUT_OFF: those that are shut off
 * @KEEL_LIST_OTHER: those in any other state
 * @KEEL_LIST_AUTOSTART: those that start with their host
 * @KEEL_LIST_NO_AUTOSTART: those that do not start with their host
 *
 * Which domains to list.
 *
 * There are four groups: active or not, persistent or not, by state, and autostart or not. A domain
 * is listed when it fits one of the given flags in each group of which any flag is given.
 *
 * Since: 1.0
 */
typedef enum keel_list_flags {
	KEEL_LIST_NONE = 0,
	KEEL_LIST_ACTIVE = 1u << 0,
	KEEL_LIST_INACTIVE = 1u << 1,
	KEEL_LIST_PERSISTENT = 1u << 2,
	KEEL_LIST_TRANSIENT = 1u << 3,
	KEEL_LIST_RUNNING = 1u << 4,
	KEEL_LIST_PAUSED = 1u << 5,
	KEEL_LIST_SHUT_OFF = 1u << 6,
	KEEL_LIST_OTHER = 1u << 7,
	KEEL_LIST_AUTOSTART = 1u << 8,
	KEEL_LIST_NO_AUTOSTART = 1u << 9
} keel_list_flags;

/**
 * keel_define_flags:
 * @KEEL_DEFINE_NONE: a domain of the same name and UUID gets the new configuration
 * @KEEL_DEFINE_NEW: a domain of the same name and UUID makes it fail with
 *   %KEEL_STATUS_ALREADY_EXISTS
 *
 * How to define a domain.
 *
 * Since: 1.0
 */
typedef enum keel_define_flags {
	KEEL_DEFINE_NONE = 0,
	KEEL_DEFINE_NEW = 1u << 0
} keel_define_flags;

/**
 * keel_start_flags:
 * @KEEL_START_NONE: nothing special
 * @KEEL_START_PAUSED: the domain is paused as soon as it has started
 *
 * How to start or create a domain.
 *
 * Since: 1.0
 */
typedef enum keel_start_flags {
	KEEL_START_NONE = 0,
	KEEL_START_PAUSED = 1u << 0
} keel_start_flags;

/**
 * keel_host_info:
 * @memory_kib: (unit KiB): how much memory there is
 * @cpus: how many processors are in use
 * @mhz: (unit MHz): the clock of the processors, 0 when it is not known
 * @nodes: how many NUMA cells there are
 * @sockets: how many sockets a cell has
 * @cores: how many cores a socket has
 * @threads: how many threads a core has
 * @model: (type utf8): the model of the processors, ended by a zero byte
 *
 * What a host is made of.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_host_info {
	uint64_t memory_kib;
	uint32_t cpus;
	uint32_t mhz;
	uint32_t nodes;
	uint32_t sockets;
	uint32_t cores;
	uint32_t threads;
	char model[32];
} keel_host_info;

/**
 * keel_domain_visitor:
 * @domain: (transfer none) (not nullable): a domain, which is to be referenced when it is kept
 * @user_data: (closure) (nullable): what the visit was begun with
 *
 * Visits a domain.
 *
 * Returns: true to go on, false to end the visit
 * Since: 1.0
 */
typedef bool (*keel_domain_visitor)(keel_domain *domain, void *user_data);

/**
 * keel_connection_open: (constructor)
 * @uri: (type utf8) (nullable): where to, or %NULL for `test:///default`
 * @flags: (flags keel_open_flags) (default 0): how to open it
 * @ret: (out) (transfer full): the connection
 *
 * Opens a connection to a host.
 *
 * `test:///default` is a host in memory with two domains, and `test:///path.xml` one in memory that
 * a file describes. Each such connection has a host of its own. With `?seed=7` behind it, another
 * number makes other UUIDs and hardware addresses up; with `?clock=3600`, the clock of the host
 * begins at that second; an ampersand is between the two.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when the URI is not one,
 *   %KEEL_STATUS_PERMISSION when the host asks for credentials,
 *   %KEEL_STATUS_NOT_SUPPORTED when there is no driver for its scheme, %KEEL_STATUS_IO when the
 *   file cannot be read, or %KEEL_STATUS_XML when it does not describe a host
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_open(const char *uri, uint32_t flags, keel_connection **ret);

/**
 * keel_connection_ref: (method) (nonblocking)
 * @self: (nullable): the connection
 *
 * Takes one more reference to the connection.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_connection *keel_connection_ref(keel_connection *self);

/**
 * keel_connection_unref: (method)
 * @self: (transfer full) (nullable): the connection; nothing happens when it is %NULL
 *
 * Gives back a reference to the connection.
 *
 * With the last one, and the last of its domains, the connection is closed and freed. It may be
 * called from inside a callback.
 *
 * Since: 1.0
 */
KEEL_API void keel_connection_unref(keel_connection *self);

/**
 * keel_connection_close: (method)
 * @self: the connection
 *
 * Closes the connection, for all who hold it or its domains.
 *
 * Its listeners are removed, along with what is queued for them. References are still to be given
 * back. Closing it again does nothing.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_close(keel_connection *self);

/**
 * keel_connection_is_alive: (method)
 * @self: the connection
 * @ret: (out): whether it is alive
 *
 * Tells whether the connection is open and its host answers.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_is_alive(const keel_connection *self, bool *ret);

/**
 * keel_connection_is_read_only: (method) (nonblocking) (get-property read-only)
 * @self: the connection
 *
 * Tells whether the connection was opened with %KEEL_OPEN_READ_ONLY.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: whether it is read-only
 * Since: 1.0
 */
KEEL_API bool keel_connection_is_read_only(const keel_connection *self);

/**
 * keel_connection_get_uri: (method) (nonblocking) (get-property uri)
 * @self: the connection
 *
 * Gets the URI that the connection was opened with.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the URI, which lives as long as the
 *   connection
 * Since: 1.0
 */
KEEL_API const char *keel_connection_get_uri(const keel_connection *self);

/**
 * keel_connection_get_driver_name: (method) (nonblocking) (get-property driver-name)
 * @self: the connection
 *
 * Gets the name of the driver of the connection.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the name, which lives as long as the
 *   connection
 * Since: 1.0
 */
KEEL_API const char *keel_connection_get_driver_name(const keel_connection *self);

/**
 * keel_connection_get_hostname: (method) (get-property hostname)
 * @self: the connection
 * @ret: (out) (type utf8) (transfer full) (not nullable): the name, released with keel_free()
 *
 * Gets the name of the host.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_hostname(const keel_connection *self, char **ret);

/**
 * keel_connection_get_capabilities: (method)
 * @self: the connection
 * @ret: (out) (type utf8) (transfer full) (not nullable): the XML document, released with
 *   keel_free()
 *
 * Gets what the host and its driver can do, as XML.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_capabilities(const keel_connection *self, char **ret);

/**
 * keel_connection_get_host_info: (method)
 * @self: the connection
 * @ret: (out caller-allocates): what the host is made of
 *
 * Gets what the host is made of.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_host_info(const keel_connection *self, keel_host_info *ret);

/**
 * keel_connection_get_host_uuid: (method) (get-property host-uuid)
 * @self: the connection
 * @ret_uuid: (out caller-allocates) (array fixed-size=16) (element-type uint8) (uuid): the UUID
 *
 * Gets the UUID of the host.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_host_uuid(const keel_connection *self,
						   uint8_t ret_uuid[KEEL_UUID_SIZE]);

/**
 * keel_connection_get_free_memory: (method)
 * @self: the connection
 * @ret: (out) (transfer full) (array length=ret_n) (element-type uint64) (unit KiB): how much
 *   memory each cell has free, released with keel_free()
 * @ret_n: (out): how many cells there are
 *
 * Gets how much memory each NUMA cell of the host has free.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_free_memory(const keel_connection *self, uint64_t **ret,
						     size_t *ret_n);

/**
 * keel_connection_get_host_parameters: (method)
 * @self: the connection
 * @ret: (out) (transfer full) (array length=ret_n) (dict): the parameters, released with
 *   keel_params_free()
 * @ret_n: (out): how many there are
 *
 * Gets the parameters of the host.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_host_parameters(const keel_connection *self,
							 keel_param **ret, size_t *ret_n);

/**
 * keel_connection_set_host_parameters: (method)
 * @self: the connection
 * @params: (transfer none) (array length=n_params) (dict) (nullable): the parameters, or %NULL for
 *   none
 * @n_params: how many there are
 *
 * Sets some parameters of the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when there is no parameter of that name or its
 *   type does not fit, %KEEL_STATUS_OUT_OF_RANGE when the value does not fit,
 *   %KEEL_STATUS_NOT_SUPPORTED when the parameter cannot be set, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_set_host_parameters(keel_connection *self,
							 const keel_param *params, size_t n_params);

/**
 * keel_connection_list_domains: (method)
 * @self: the connection
 * @flags: (flags keel_list_flags) (default 0): which domains
 * @ret: (out) (transfer full) (array length=ret_n): the domains; each is released with
 *   keel_domain_unref(), then the array with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the domains of the host.
 *
 * They come in the order in which the host got to know them.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_domains(keel_connection *self, uint32_t flags,
						  keel_domain ***ret, size_t *ret_n);

/**
 * keel_connection_list_domain_names: (method)
 * @self: the connection
 * @pattern: (type utf8) (nullable) (default NULL): a shell pattern with `*`, `?` and `[...]` for
 *   the names, or %NULL for all
 * @flags: (flags keel_list_flags) (default 0): which domains
 * @ret: (out) (transfer full) (array length=ret_n) (element-type utf8): the names, released with
 *   keel_strings_free()
 * @ret_n: (out): how many there are
 *
 * Lists the names of the domains of the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_domain_names(const keel_connection *self,
						       const char *pattern, uint32_t flags,
						       char ***ret, size_t *ret_n);

/**
 * keel_connection_count_domains: (method)
 * @self: the connection
 * @flags: (flags keel_list_flags) (default 0): which domains
 * @ret: (out): how many there are
 *
 * Counts the domains of the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_count_domains(const keel_connection *self, uint32_t flags,
						   uint32_t *ret);

/**
 * keel_connection_foreach_domain: (method)
 * @self: the connection
 * @flags: (flags keel_list_flags) (default 0): which domains
 * @visitor: (scope call) (closure user_data) (not nullable): what to call with each
 * @user_data: (nullable): given to @visitor
 *
 * Visits the domains of the host, one after another, on the calling thread.
 *
 * It visits those that there were when it was called. The visitor may call any function.
 *
 * Returns: %KEEL_OK, also when the visitor ended the visit, %KEEL_STATUS_INVALID_ARGUMENT for an
 *   unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_foreach_domain(keel_connection *self, uint32_t flags,
						    keel_domain_visitor visitor, void *user_data);

/**
 * keel_connection_lookup_domain_by_name: (method)
 * @self: the connection
 * @name: (type utf8) (not nullable): the name
 * @ret: (out) (transfer full): the domain
 *
 * Looks up a domain by its name.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_domain_by_name(keel_connection *self, const char *name,
							   keel_domain **ret);

/**
 * keel_connection_lookup_domain_by_uuid: (method)
 * @self: the connection
 * @uuid: (array fixed-size=16) (element-type uint8) (uuid) (not nullable): the UUID
 * @ret: (out) (transfer full): the domain
 *
 * Looks up a domain by its UUID.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_domain_by_uuid(keel_connection *self,
							   const uint8_t uuid[KEEL_UUID_SIZE],
							   keel_domain **ret);

/**
 * keel_connection_lookup_domain_by_id: (method)
 * @self: the connection
 * @id: the identifier
 * @ret: (out) (transfer full): the domain
 *
 * Looks up an active domain by its identifier.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_domain_by_id(keel_connection *self, int64_t id,
							 keel_domain **ret);

/**
 * keel_connection_define_domain: (method)
 * @self: the connection
 * @xml: (type utf8) (not nullable): the configuration
 * @flags: (flags keel_define_flags) (default 0): how to define it
 * @ret: (out) (optional) (transfer full): the domain
 *
 * Defines a persistent domain, or changes the configuration of one.
 *
 * The new configuration of an active domain counts from its next start on. A UUID is made up when
 * the configuration has none.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty, %KEEL_STATUS_OUT_OF_RANGE
 *   when a number in it is too small or too large, %KEEL_STATUS_ALREADY_EXISTS when another domain
 *   has the name or the UUID, %KEEL_STATUS_BUSY while a job restores it, %KEEL_STATUS_PERMISSION on
 *   a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_define_domain(keel_connection *self, const char *xml,
						   uint32_t flags, keel_domain **ret);

/**
 * keel_connection_create_domain: (method)
 * @self: the connection
 * @xml: (type utf8) (not nullable): the configuration
 * @flags: (flags keel_start_flags) (default 0): how to start it
 * @ret: (out) (optional) (transfer full): the domain
 *
 * Creates a transient domain, which is started at once and is gone once it stops.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty, %KEEL_STATUS_OUT_OF_RANGE
 *   when a number in it is too small or too large, %KEEL_STATUS_ALREADY_EXISTS when a domain has
 *   the name or the UUID, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_create_domain(keel_connection *self, const char *xml,
						   uint32_t flags, keel_domain **ret);

/**
 * keel_connection_lookup_domain_by_uuid_string: (method)
 * @self: the connection
 * @uuid: (type utf8) (not nullable): the UUID as text
 * @ret: (out) (transfer full): the domain
 *
 * Looks up a domain by its UUID as text.
 *
 * Upper and lower case are the same.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when the text is not a UUID,
 *   %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_domain_by_uuid_string(keel_connection *self,
	const char *uuid, keel_domain **ret);

/**
 * keel_connection_open_with_credentials: (constructor)
 * @uri: (type utf8) (nullable): where to, or %NULL for `test:///default`
 * @flags: (flags keel_open_flags) (default 0): how to open it
 * @credentials: (transfer none) (array length=n_credentials) (dict) (nullable): who opens it: the
 *   texts `username`, `password` and `realm`, as far as the host asks for them, or %NULL for none
 * @n_credentials: how many there are
 * @ret: (out) (transfer full): the connection
 *
 * Opens a connection to a host that asks who is there.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when the URI is not one, or a credential is not
 *   known, not text or given twice, %KEEL_STATUS_PERMISSION when the host does not let them in,
 *   %KEEL_STATUS_NOT_SUPPORTED when there is no driver for its scheme, %KEEL_STATUS_IO when the
 *   host cannot be reached or the file not be read, or %KEEL_STATUS_XML when the file does not
 *   describe a host
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_open_with_credentials(const char *uri, uint32_t flags,
							   const keel_param *credentials,
							   size_t n_credentials,
							   keel_connection **ret);

KEEL_END_DECLS

#endif
