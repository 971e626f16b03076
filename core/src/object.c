/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handles and their references: see object.h. */

#include "object.h"

#define UPPER(refs) ((refs) >> 32)
#define LOWER(refs) ((refs)&0xffffffffu)

void keel_object_init(struct keel_object *self, enum keel_kind kind, keel_connection *connection,
		      void (*free)(struct keel_object *self))
{
	atomic_init(&self->handle.refs, 1);
	self->handle.kind = kind;
	self->handle.connection = connection;
	self->free = free;
}

uint64_t keel_object_ref_quietly(struct keel_object *self)
{
	uint64_t old = atomic_fetch_add_explicit(&self->handle.refs, KEEL_UPPER, memory_order_relaxed);

	return UPPER(old) == 0;
}

void keel_connection_add_objects(keel_connection *self, uint64_t n)
{
	if (n)
		atomic_fetch_add_explicit(&self->handle.refs, n * KEEL_UPPER, memory_order_relaxed);
}

void keel_object_ref(struct keel_object *self)
{
	keel_connection_add_objects(self->handle.connection, keel_object_ref_quietly(self));
}

bool keel_object_try_ref(struct keel_object *self)
{
	uint64_t old = atomic_load_explicit(&self->handle.refs, memory_order_relaxed);

	while (UPPER(old) != 0)
		if (atomic_compare_exchange_weak_explicit(&self->handle.refs, &old,
							  old + KEEL_UPPER, memory_order_acquire,
							  memory_order_relaxed))
			return true;
	return false;
}

void keel_object_unref(struct keel_object *self)
{
	/* Once the count is down, another thread may free the object. */
	keel_connection *connection = self->handle.connection;
	uint64_t old = atomic_load_explicit(&self->handle.refs, memory_order_relaxed);

	do {
		/* It was given back more often than it was taken, and its driver still has it. */
		if (!KEEL_LIKELY(UPPER(old) != 0)) {
			keel_set_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
				       "a handle was given back too often");
			return;
		}
	} while (!atomic_compare_exchange_weak_explicit(&self->handle.refs, &old, old - KEEL_UPPER,
							memory_order_acq_rel,
							memory_order_relaxed));

	if (UPPER(old) != 1)
		return;
	if (LOWER(old) == 0)
		self->free(self);
	old = atomic_fetch_sub_explicit(&connection->handle.refs, KEEL_UPPER, memory_order_acq_rel);
	if (old == KEEL_UPPER)
		keel_connection_free(connection);
}

void keel_object_hold(struct keel_object *self)
{
	atomic_fetch_add_explicit(&self->handle.refs, 1, memory_order_relaxed);
}

void keel_object_release(struct keel_object *self)
{
	uint64_t old = atomic_fetch_sub_explicit(&self->handle.refs, 1, memory_order_acq_rel);

	if (old == 1)
		self->free(self);
}

bool keel_connection_try_ref(keel_connection *self)
{
	uint64_t old = atomic_load_explicit(&self->handle.refs, memory_order_relaxed);

	while (old != 0)
		if (atomic_compare_exchange_weak_explicit(&self->handle.refs, &old, old + 1,
							  memory_order_acquire,
							  memory_order_relaxed))
			return true;
	return false;
}

bool keel_kind_check(const void *handle, enum keel_kind kind, const char *function)
{
	if (KEEL_LIKELY(((const struct keel_handle *)handle)->kind == kind))
		return true;
	keel_error_kind(function, "self");
	return false;
}
