/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_OBJECT_H
#define KEEL_OBJECT_H

/*
 * Handles and their references.
 *
 * A connection counts the references to it and, apart from them, the objects of it that the program
 * holds: it is freed when both are 0. An object (a domain, and in time a network or a volume)
 * counts the references of the program and, apart from them, the holds of its driver and of the
 * event queue: it is freed when both are 0. A driver can so give the same handle each time without
 * the object and its connection keeping each other alive.
 *
 * Both pairs of counts are one atomic number, so that the change that makes it 0 is seen by one
 * thread only.
 */

#include "driver.h"
#include "internal.h"

#include <pthread.h>
#include <stdatomic.h>

/* How much one of the counts in the upper half adds. */
#define KEEL_UPPER ((uint64_t)1 << 32)

struct keel_listener;

/* What a handle is of. The values are ones that memory rarely holds by chance. */
enum keel_kind {
	KEEL_KIND_CONNECTION = 0x6b65656c,
	KEEL_KIND_DOMAIN,
	KEEL_KIND_SNAPSHOT,
	KEEL_KIND_NETWORK,
	KEEL_KIND_STORAGE_POOL,
	KEEL_KIND_STORAGE_VOLUME,
	KEEL_KIND_NODE_DEVICE,
	KEEL_KIND_SECRET,
	KEEL_KIND_STREAM
};

/* What every handle begins with. A connection's connection is itself. */
struct keel_handle {
	_Atomic uint64_t refs;
	enum keel_kind kind;
	keel_connection *connection;
};

struct keel_connection {
	/* Upper half of the count: objects that the program holds. Lower half: references. */
	struct keel_handle handle;
	atomic_bool closed;
	/* Set by a driver whose host is not there any more: the core lets nothing through then. */
	atomic_bool lost;
	bool read_only;
	const struct keel_driver *driver;
	/* The driver's own; set by its open, freed by its close. */
	void *data;
	char *uri;

	/* Of the event loop, under its lock, except that the count may be read without it. */
	struct keel_listener *listeners;
	_Atomic uint32_t n_listeners[KEEL_N_EVENT_KINDS];
	uint64_t last_listener_id;
	/* Of the driver's listening, under a lock that nothing else takes. */
	pthread_mutex_t subscription_lock;
	uint32_t n_subscribed[KEEL_N_EVENT_KINDS];

	/* All connections, for counting handles. */
	keel_connection *previous;
	keel_connection *next;
};

struct keel_object {
	/* Upper half of the count: references of the program. Lower half: holds. */
	struct keel_handle handle;
	void (*free)(struct keel_object *self);
};

/* A driver puts each of these first in its own kind of it. */
struct keel_domain {
	struct keel_object object;
	/* Replaced when renamed; the driver keeps the old one as long as the domain. */
	_Atomic(char *) name;
	uint8_t uuid[KEEL_UUID_SIZE];
};

/* Names never change and live as long as the object; the driver frees them. */
struct keel_snapshot {
	struct keel_object object;
	/* The driver keeps a hold on it as long as the snapshot. */
	keel_domain *domain;
	char *name;
};

struct keel_network {
	struct keel_object object;
	char *name;
	uint8_t uuid[KEEL_UUID_SIZE];
};

struct keel_storage_pool {
	struct keel_object object;
	char *name;
	uint8_t uuid[KEEL_UUID_SIZE];
};

struct keel_storage_volume {
	struct keel_object object;
	/* The driver keeps a hold on it as long as the volume. */
	keel_storage_pool *pool;
	char *name;
};

struct keel_node_device {
	struct keel_object object;
	char *name;
};

struct keel_secret {
	struct keel_object object;
	uint8_t uuid[KEEL_UUID_SIZE];
};

struct keel_stream {
	struct keel_object object;
	bool nonblocking;
	/* Set by the driver when the stream is put to use; never unset. */
	atomic_bool used;
};

/* Makes an object with one hold and no reference. */
void keel_object_init(struct keel_object *self, enum keel_kind kind, keel_connection *connection,
		      void (*free)(struct keel_object *self));

/* Takes a reference for the program. The caller has a hold or a reference of its own. */
void keel_object_ref(struct keel_object *self);

/* The same without telling the connection: returns how many objects it is to be told of. */
uint64_t keel_object_ref_quietly(struct keel_object *self);
void keel_connection_add_objects(keel_connection *self, uint64_t n);

/* Takes a reference unless the program has none left. The caller knows that it is not freed yet. */
bool keel_object_try_ref(struct keel_object *self);

void keel_object_unref(struct keel_object *self);

/* Takes or gives back a hold. */
void keel_object_hold(struct keel_object *self);
void keel_object_release(struct keel_object *self);

/* Takes a reference unless the connection is about to be freed. */
bool keel_connection_try_ref(keel_connection *self);

/* Frees a connection that nothing refers to. */
void keel_connection_free(keel_connection *self);

keel_status keel_error_closed(const char *function);
keel_status keel_error_lost(const char *function);
keel_status keel_error_read_only(const char *function);

keel_status keel_error_kind(const char *function, const char *argument);

/* Sets the last error and is false when a handle is of another kind. */
bool keel_kind_check(const void *handle, enum keel_kind kind, const char *function);

/* Fails when an object is NULL, of another connection, or a stream that is in use. */
keel_status keel_check_same(const struct keel_object *object, const keel_connection *connection,
			    const char *function);
keel_status keel_stream_check_unused(const keel_stream *stream, const keel_connection *connection,
				     const char *function);

/* Gives a UUID as text. */
keel_status keel_uuid_give(const uint8_t uuid[KEEL_UUID_SIZE], char **ret);

/* Fails when the handle is NULL or of another kind. */
static inline keel_status keel_handle_check(const void *handle, enum keel_kind kind,
					    const char *function)
{
	const struct keel_handle *self = handle;

	if (!KEEL_LIKELY(self != NULL))
		return keel_error_null(function, "self");
	if (!KEEL_LIKELY(self->kind == kind))
		return keel_error_kind(function, "self");
	return KEEL_OK;
}

/* Fails when its connection is closed, too; whether its host is there does not matter. */
static inline keel_status keel_local_check(const void *handle, enum keel_kind kind,
					   const char *function)
{
	KEEL_TRY(keel_handle_check(handle, kind, function));
	if (!KEEL_LIKELY(!atomic_load_explicit(
		    &((const struct keel_handle *)handle)->connection->closed,
		    memory_order_acquire)))
		return keel_error_closed(function);
	return KEEL_OK;
}

/* Fails when its connection is closed or lost, too. */
static inline keel_status keel_open_check(const void *handle, enum keel_kind kind,
					  const char *function)
{
	KEEL_TRY(keel_local_check(handle, kind, function));
	if (!KEEL_LIKELY(!atomic_load_explicit(
		    &((const struct keel_handle *)handle)->connection->lost,
		    memory_order_acquire)))
		return keel_error_lost(function);
	return KEEL_OK;
}

/* Fails when its connection is read-only, too. */
static inline keel_status keel_write_check(const void *handle, enum keel_kind kind,
					   const char *function)
{
	KEEL_TRY(keel_open_check(handle, kind, function));
	if (!KEEL_LIKELY(!((const struct keel_handle *)handle)->connection->read_only))
		return keel_error_read_only(function);
	return KEEL_OK;
}

#endif
