/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_TYPES_H
#define KEEL_TYPES_H

/**
 * SECTION:types
 * @short_description: what every other header needs
 *
 * The handles, the macros that decorate declarations, and memory.
 *
 * Handles are opaque and reference-counted. A handle that a function gives is released with the
 * unref function of its type; any other memory that a function gives is released with keel_free()
 * unless its documentation names another function.
 *
 * Every function may be called from any thread at any time.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The decoration of each public declaration; not itself part of the API. */
#if defined(__GNUC__)
#define KEEL_API __attribute__((visibility("default")))
#else
#define KEEL_API
#endif

#ifdef __cplusplus
#define KEEL_BEGIN_DECLS extern "C" {
#define KEEL_END_DECLS }
#else
#define KEEL_BEGIN_DECLS
#define KEEL_END_DECLS
#endif

KEEL_BEGIN_DECLS

/**
 * KEEL_UUID_SIZE:
 *
 * The number of bytes in a UUID.
 *
 * Since: 1.0
 */
#define KEEL_UUID_SIZE 16

/**
 * keel_connection: (ref-func keel_connection_ref) (unref-func keel_connection_unref)
 *
 * A connection to a host that runs domains.
 *
 * Since: 1.0
 */
typedef struct keel_connection keel_connection;

/**
 * keel_domain: (ref-func keel_domain_ref) (unref-func keel_domain_unref)
 *
 * A domain: a virtual machine or a container on a host.
 *
 * A domain keeps its connection alive.
 *
 * Since: 1.0
 */
typedef struct keel_domain keel_domain;

/**
 * keel_snapshot: (ref-func keel_snapshot_ref) (unref-func keel_snapshot_unref)
 *
 * A snapshot of a domain.
 *
 * A snapshot keeps its domain and its connection alive.
 *
 * Since: 1.0
 */
typedef struct keel_snapshot keel_snapshot;

/**
 * keel_network: (ref-func keel_network_ref) (unref-func keel_network_unref)
 *
 * A network of a host.
 *
 * A network keeps its connection alive.
 *
 * Since: 1.0
 */
typedef struct keel_network keel_network;

/**
 * keel_storage_pool: (ref-func keel_storage_pool_ref) (unref-func keel_storage_pool_unref)
 *
 * A pool of storage on a host.
 *
 * A pool keeps its connection alive.
 *
 * Since: 1.0
 */
typedef struct keel_storage_pool keel_storage_pool;

/**
 * keel_storage_volume: (ref-func keel_storage_volume_ref) (unref-func keel_storage_volume_unref)
 *
 * A volume in a pool.
 *
 * A volume keeps its pool and its connection alive.
 *
 * Since: 1.0
 */
typedef struct keel_storage_volume keel_storage_volume;

/**
 * keel_node_device: (ref-func keel_node_device_ref) (unref-func keel_node_device_unref)
 *
 * A device of a host.
 *
 * A device keeps its connection alive.
 *
 * Since: 1.0
 */
typedef struct keel_node_device keel_node_device;

/**
 * keel_secret: (ref-func keel_secret_ref) (unref-func keel_secret_unref)
 *
 * A secret that a host keeps.
 *
 * A secret keeps its connection alive.
 *
 * Since: 1.0
 */
typedef struct keel_secret keel_secret;

/**
 * keel_stream: (ref-func keel_stream_ref) (unref-func keel_stream_unref)
 *
 * A way for bytes to go to a host or come from it.
 *
 * A stream keeps its connection alive.
 *
 * Since: 1.0
 */
typedef struct keel_stream keel_stream;

/**
 * keel_free_func:
 * @user_data: (closure) (nullable): what the callback was registered with
 *
 * Releases the user data of a callback.
 *
 * Since: 1.0
 */
typedef void (*keel_free_func)(void *user_data);

/**
 * keel_free: (static) (nonblocking)
 * @memory: (transfer full) (nullable): what to release; nothing happens when it is %NULL
 *
 * Releases a string, a buffer or an array that a keel function gave.
 *
 * The elements of an array of strings are released one by one before the array, which
 * keel_strings_free() does.
 *
 * Since: 1.0
 */
KEEL_API void keel_free(void *memory);

/**
 * keel_strings_free: (static) (nonblocking)
 * @strings: (transfer full) (array length=n) (element-type utf8) (nullable): the strings
 * @n: how many there are
 *
 * Releases an array of strings and the strings in it.
 *
 * Since: 1.0
 */
KEEL_API void keel_strings_free(char **strings, size_t n);

/**
 * keel_live_handles: (static) (nonblocking)
 *
 * Counts the handles of all types that are alive in this process.
 *
 * A handle counts once, however many references to it the process holds. When the process has given
 * back all that it was given, the count is 0; tests that look for leaks use this.
 *
 * Returns: the number of live handles
 * Since: 1.0
 */
KEEL_API uint64_t keel_live_handles(void);

KEEL_END_DECLS

#endif
