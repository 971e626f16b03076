/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handles and their references: see object.h. */

#include "object.h"

#define UPPER(refs) ((refs) >> 32)
#define LOWER(refs) ((refs)&0xffffffffu)

void keel_object_init(struct keel_object *self, keel_connection *connection,
		      void (*free)(struct keel_object *self))
{
	atomic_init(&self->refs, 1);
	self->connection = connection;
	self->free = free;
}

uint64_t keel_object_ref_quietly(struct keel_object *self)
{
	uint64_t old = atomic_fetch_add_explicit(&self->refs, KEEL_UPPER, memory_order_relaxed);

	return UPPER(old) == 0;
}

void keel_connection_add_objects(keel_connection *self, uint64_t n)
{
	if (n)
		atomic_fetch_add_explicit(&self->refs, n * KEEL_UPPER, memory_order_relaxed);
}

void keel_object_ref(struct keel_object *self)
{
	keel_connection_add_objects(self->connection, keel_object_ref_quietly(self));
}

void keel_object_unref(struct keel_object *self)
{
	/* Once the count is down, another thread may free the object. */
	keel_connection *connection = self->connection;
	uint64_t old = atomic_fetch_sub_explicit(&self->refs, KEEL_UPPER, memory_order_acq_rel);

	if (UPPER(old) != 1)
		return;
	if (LOWER(old) == 0)
		self->free(self);
	old = atomic_fetch_sub_explicit(&connection->refs, KEEL_UPPER, memory_order_acq_rel);
	if (old == KEEL_UPPER)
		keel_connection_free(connection);
}

void keel_object_hold(struct keel_object *self)
{
	atomic_fetch_add_explicit(&self->refs, 1, memory_order_relaxed);
}

void keel_object_release(struct keel_object *self)
{
	uint64_t old = atomic_fetch_sub_explicit(&self->refs, 1, memory_order_acq_rel);

	if (old == 1)
		self->free(self);
}

bool keel_connection_try_ref(keel_connection *self)
{
	uint64_t old = atomic_load_explicit(&self->refs, memory_order_relaxed);

	while (old != 0)
		if (atomic_compare_exchange_weak_explicit(&self->refs, &old, old + 1,
							  memory_order_acquire,
							  memory_order_relaxed))
			return true;
	return false;
}

keel_connection *keel_connection_ref(keel_connection *self)
{
	if (self)
		atomic_fetch_add_explicit(&self->refs, 1, memory_order_relaxed);
	return self;
}

void keel_connection_unref(keel_connection *self)
{
	if (self && atomic_fetch_sub_explicit(&self->refs, 1, memory_order_acq_rel) == 1)
		keel_connection_free(self);
}

keel_domain *keel_domain_ref(keel_domain *self)
{
	if (self)
		keel_object_ref(&self->object);
	return self;
}

void keel_domain_unref(keel_domain *self)
{
	if (self)
		keel_object_unref(&self->object);
}
