/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_CHECKS_H
#define KEEL_CHECKS_H

/* The checks that public functions make before they call the driver. */

#include "object.h"

#define KIND_OF(self)                                                                              \
	_Generic((self),                                                                           \
		keel_connection *: KEEL_KIND_CONNECTION,                                           \
		const keel_connection *: KEEL_KIND_CONNECTION,                                     \
		keel_domain *: KEEL_KIND_DOMAIN,                                                   \
		const keel_domain *: KEEL_KIND_DOMAIN,                                             \
		keel_snapshot *: KEEL_KIND_SNAPSHOT,                                               \
		const keel_snapshot *: KEEL_KIND_SNAPSHOT,                                         \
		keel_network *: KEEL_KIND_NETWORK,                                                 \
		const keel_network *: KEEL_KIND_NETWORK,                                           \
		keel_storage_pool *: KEEL_KIND_STORAGE_POOL,                                       \
		const keel_storage_pool *: KEEL_KIND_STORAGE_POOL,                                 \
		keel_storage_volume *: KEEL_KIND_STORAGE_VOLUME,                                   \
		const keel_storage_volume *: KEEL_KIND_STORAGE_VOLUME,                             \
		keel_node_device *: KEEL_KIND_NODE_DEVICE,                                         \
		const keel_node_device *: KEEL_KIND_NODE_DEVICE,                                   \
		keel_secret *: KEEL_KIND_SECRET,                                                   \
		const keel_secret *: KEEL_KIND_SECRET,                                             \
		keel_stream *: KEEL_KIND_STREAM,                                                   \
		const keel_stream *: KEEL_KIND_STREAM)

#define CONNECTION(self) (((const struct keel_handle *)(const void *)(self))->connection)

/*
 * The handle is there and of its kind; its connection is open; its host is there; it can be written
 * to.
 */
#define CHECK_HANDLE(self) KEEL_TRY(keel_handle_check((self), KIND_OF(self), __func__))
#define CHECK_LOCAL(self) KEEL_TRY(keel_local_check((self), KIND_OF(self), __func__))
#define CHECK(self) KEEL_TRY(keel_open_check((self), KIND_OF(self), __func__))
#define CHECK_WRITE(self) KEEL_TRY(keel_write_check((self), KIND_OF(self), __func__))
#define CHECK_FLAGS(flags, known) KEEL_TRY(keel_check_flags(__func__, (flags), (known)))

#define CALL(self, ...) KEEL_CALL(CONNECTION(self)->driver, __VA_ARGS__)

#endif
