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

#include <stdatomic.h>

/* How much one of the counts in the upper half adds. */
#define KEEL_UPPER ((uint64_t)1 << 32)

struct keel_listener;

struct keel_connection {
	/* Upper half: objects that the program holds. Lower half: references. */
	_Atomic uint64_t refs;
	atomic_bool closed;
	bool read_only;
	const struct keel_driver *driver;
	/* The driver's own; set by its open, freed by its close. */
	void *data;
	char *uri;

	/* Of the event loop, under its lock, except that the count may be read without it. */
	struct keel_listener *listeners;
	_Atomic uint32_t n_listeners;
	uint64_t last_listener_id;

	/* All connections, for counting handles. */
	keel_connection *previous;
	keel_connection *next;
};

struct keel_object {
	/* Upper half: references of the program. Lower half: holds. */
	_Atomic uint64_t refs;
	keel_connection *connection;
	void (*free)(struct keel_object *self);
};

/* A driver puts this first in its own kind of domain. */
struct keel_domain {
	struct keel_object object;
	/* Replaced when renamed; the driver keeps the old one as long as the domain. */
	_Atomic(char *) name;
	uint8_t uuid[KEEL_UUID_SIZE];
};

/* Makes an object with one hold and no reference. */
void keel_object_init(struct keel_object *self, keel_connection *connection,
		      void (*free)(struct keel_object *self));

/* Takes a reference for the program. The caller has a hold or a reference of its own. */
void keel_object_ref(struct keel_object *self);

/* The same without telling the connection: returns how many objects it is to be told of. */
uint64_t keel_object_ref_quietly(struct keel_object *self);
void keel_connection_add_objects(keel_connection *self, uint64_t n);

void keel_object_unref(struct keel_object *self);

/* Takes or gives back a hold. */
void keel_object_hold(struct keel_object *self);
void keel_object_release(struct keel_object *self);

/* Takes a reference unless the connection is about to be freed. */
bool keel_connection_try_ref(keel_connection *self);

/* Frees a connection that nothing refers to. */
void keel_connection_free(keel_connection *self);

keel_status keel_error_closed(const char *function);
keel_status keel_error_read_only(const char *function);

/* Fails when the connection is NULL or closed. */
static inline keel_status keel_connection_check(const keel_connection *self, const char *function)
{
	if (!KEEL_LIKELY(self != NULL))
		return keel_error_null(function, "self");
	if (!KEEL_LIKELY(!atomic_load_explicit(&self->closed, memory_order_acquire)))
		return keel_error_closed(function);
	return KEEL_OK;
}

/* Fails also when the connection is read-only. */
static inline keel_status keel_connection_check_write(const keel_connection *self,
						      const char *function)
{
	KEEL_TRY(keel_connection_check(self, function));
	if (!KEEL_LIKELY(!self->read_only))
		return keel_error_read_only(function);
	return KEEL_OK;
}

#endif
