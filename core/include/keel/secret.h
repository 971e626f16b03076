/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_SECRET_H
#define KEEL_SECRET_H

/**
 * SECTION:secret
 * @short_description: secrets that a host keeps
 *
 * A secret is bytes that a host keeps for domains and pools, such as the key of an encrypted
 * volume. It is told by its UUID, and by what it is used for.
 */

#include <keel/connection.h>
#include <keel/error.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_secret_usage:
 * @KEEL_SECRET_USAGE_NONE: nothing in particular
 * @KEEL_SECRET_USAGE_VOLUME: an encrypted volume, told by its path
 * @KEEL_SECRET_USAGE_CEPH: a Ceph server, told by a name
 * @KEEL_SECRET_USAGE_ISCSI: an iSCSI target, told by a name
 * @KEEL_SECRET_USAGE_TLS: a TLS key, told by a name
 * @KEEL_SECRET_USAGE_VTPM: a virtual TPM, told by a name
 *
 * What a secret is used for.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_secret_usage {
	KEEL_SECRET_USAGE_NONE = 0,
	KEEL_SECRET_USAGE_VOLUME = 1,
	KEEL_SECRET_USAGE_CEPH = 2,
	KEEL_SECRET_USAGE_ISCSI = 3,
	KEEL_SECRET_USAGE_TLS = 4,
	KEEL_SECRET_USAGE_VTPM = 5
} keel_secret_usage;

/**
 * keel_secret_list_flags:
 * @KEEL_SECRET_LIST_ALL: all
 * @KEEL_SECRET_LIST_EPHEMERAL: those that are never written to a disk
 * @KEEL_SECRET_LIST_NO_EPHEMERAL: those that are
 * @KEEL_SECRET_LIST_PRIVATE: those whose value is never given to a program
 * @KEEL_SECRET_LIST_NO_PRIVATE: those whose value is
 *
 * Which secrets to list, in two groups; a secret is listed when it fits a given flag in each group
 * of which any is given.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_secret_list_flags {
	KEEL_SECRET_LIST_ALL = 0,
	KEEL_SECRET_LIST_EPHEMERAL = 1u << 0,
	KEEL_SECRET_LIST_NO_EPHEMERAL = 1u << 1,
	KEEL_SECRET_LIST_PRIVATE = 1u << 2,
	KEEL_SECRET_LIST_NO_PRIVATE = 1u << 3
} keel_secret_list_flags;

/**
 * keel_secret_ref: (method) (nonblocking)
 * @self: (nullable): the secret
 *
 * Takes one more reference to the secret.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_secret *keel_secret_ref(keel_secret *self);

/**
 * keel_secret_unref: (method) (nonblocking)
 * @self: (transfer full) (nullable): the secret; nothing happens when it is %NULL
 *
 * Gives back a reference to the secret.
 *
 * The secret itself goes on as it is. When this is the last handle that keeps the connection
 * alive, the connection is freed.
 *
 * Since: 1.0
 */
KEEL_API void keel_secret_unref(keel_secret *self);

/**
 * keel_secret_get_connection: (method) (nonblocking)
 * @self: the secret
 *
 * Gets the connection of the secret.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (transfer full) (not nullable): the connection, given back with keel_connection_unref()
 * Since: 1.0
 */
KEEL_API keel_connection *keel_secret_get_connection(const keel_secret *self);

/**
 * keel_secret_get_uuid: (method) (nonblocking) (get-property uuid)
 * @self: the secret
 * @ret_uuid: (out caller-allocates) (array fixed-size=16) (element-type uint8) (uuid): the UUID
 *
 * Gets the UUID of the secret.
 *
 * It goes on working when the connection is closed or the secret is gone.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_secret_get_uuid(const keel_secret *self,
					  uint8_t ret_uuid[KEEL_UUID_SIZE]);

/**
 * keel_secret_get_uuid_string: (method) (nonblocking) (get-property uuid-string)
 * @self: the secret
 * @ret: (out) (type utf8) (transfer full) (not nullable): the UUID in lower case with hyphens,
 *   released with keel_free()
 *
 * Gets the UUID of the secret as text.
 *
 * It goes on working when the connection is closed or the secret is gone.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_secret_get_uuid_string(const keel_secret *self, char **ret);

/**
 * keel_connection_list_secrets: (method)
 * @self: the connection
 * @flags: (flags keel_secret_list_flags) (default 0): which
 * @ret: (out) (transfer full) (array length=ret_n): the secrets; each is released with
 *   keel_secret_unref(), then the array with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the secrets of the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_secrets(keel_connection *self, uint32_t flags,
						  keel_secret ***ret, size_t *ret_n);

/**
 * keel_connection_count_secrets: (method)
 * @self: the connection
 * @flags: (flags keel_secret_list_flags) (default 0): which
 * @ret: (out): how many there are
 *
 * Counts the secrets of the host.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_count_secrets(const keel_connection *self, uint32_t flags,
						   uint32_t *ret);

/**
 * keel_connection_lookup_secret_by_uuid: (method)
 * @self: the connection
 * @uuid: (array fixed-size=16) (element-type uint8) (uuid) (not nullable): the UUID
 * @ret: (out) (transfer full): the secret
 *
 * Looks up a secret by its UUID.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_secret_by_uuid(keel_connection *self,
							   const uint8_t uuid[KEEL_UUID_SIZE],
							   keel_secret **ret);

/**
 * keel_connection_lookup_secret_by_usage: (method)
 * @self: the connection
 * @usage: what it is used for
 * @usage_id: (type utf8) (not nullable): what tells it
 * @ret: (out) (transfer full): the secret
 *
 * Looks up a secret by what it is used for.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is none, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_lookup_secret_by_usage(keel_connection *self,
							    keel_secret_usage usage,
							    const char *usage_id,
							    keel_secret **ret);

/**
 * keel_connection_define_secret: (method)
 * @self: the connection
 * @xml: (type utf8) (not nullable): the configuration
 * @flags: (flags keel_define_flags) (default 0): how
 * @ret: (out) (optional) (transfer full): the secret
 *
 * Defines a secret, or changes the configuration of one.
 *
 * It has no value until one is set; one that is changed keeps its value and its use.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_XML when the configuration is faulty,
 *   %KEEL_STATUS_ALREADY_EXISTS when another secret has the UUID or the use, or it has another use,
 *   %KEEL_STATUS_INVALID_STATE when it is private, has a value and would not be private any more,
 *   %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, %KEEL_STATUS_PERMISSION on a read-only
 *   connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_define_secret(keel_connection *self, const char *xml,
						   uint32_t flags, keel_secret **ret);

/**
 * keel_secret_get_usage: (method)
 * @self: the secret
 * @ret_usage: (out): what it is used for
 * @ret_id: (out) (type utf8) (transfer full) (not nullable): what tells it, empty when it is used
 *   for nothing in particular; released with keel_free()
 *
 * Gets what the secret is used for.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the secret is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_secret_get_usage(const keel_secret *self, keel_secret_usage *ret_usage,
					   char **ret_id);

/**
 * keel_secret_get_xml: (method)
 * @self: the secret
 * @ret: (out) (type utf8) (transfer full) (not nullable): the XML document, released with
 *   keel_free()
 *
 * Gets the configuration of the secret, without its value.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the secret is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_secret_get_xml(const keel_secret *self, char **ret);

/**
 * keel_secret_get_value: (method)
 * @self: the secret
 * @ret: (out) (transfer full) (array length=ret_n) (element-type uint8): the value, released with
 *   keel_free()
 * @ret_n: (out): how many bytes there are
 *
 * Gets the value of the secret.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when it has no value or is gone,
 *   %KEEL_STATUS_PERMISSION when it is private, or on a read-only connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_secret_get_value(const keel_secret *self, uint8_t **ret, size_t *ret_n);

/**
 * keel_secret_set_value: (method)
 * @self: the secret
 * @value: (array length=n_value) (element-type uint8): the value
 * @n_value: how many bytes there are, at most 65536
 *
 * Sets the value of the secret.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when it is too long, %KEEL_STATUS_NOT_FOUND when
 *   the secret is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_secret_set_value(keel_secret *self, const uint8_t *value, size_t n_value);

/**
 * keel_secret_undefine: (method)
 * @self: the secret
 *
 * Takes the secret away with its value.
 *
 * The handle stays valid: it is given back with keel_secret_unref().
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the secret is gone, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_secret_undefine(keel_secret *self);

KEEL_END_DECLS

#endif
