/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Listeners: what libvirt tells becomes events of keel. */

#include "libvirt.h"

#include <stdlib.h>

struct lv_listener {
	atomic_uint refs;
	/* Guards the connection. */
	pthread_mutex_t lock;
	/* NULL when nobody listens any more. */
	keel_connection *connection;
	/* Where it is registered, and the numbers. */
	virConnectPtr ptr;
	int ids[LV_MAX_REGISTRATIONS];
};

struct lv_listener *lv_listener_ref(struct lv_listener *self)
{
	atomic_fetch_add_explicit(&self->refs, 1, memory_order_relaxed);
	return self;
}

void lv_listener_unref(void *data)
{
	struct lv_listener *self = data;

	if (atomic_fetch_sub_explicit(&self->refs, 1, memory_order_acq_rel) != 1)
		return;
	pthread_mutex_destroy(&self->lock);
	free(self);
}

keel_connection *lv_listener_enter(struct lv_listener *self)
{
	keel_connection *connection;

	pthread_mutex_lock(&self->lock);
	connection = self->connection;
	if (connection && !keel_connection_try_ref(connection))
		connection = NULL;
	pthread_mutex_unlock(&self->lock);
	return connection;
}

static struct lv_listener *new_listener(keel_connection *connection)
{
	struct lv_listener *self = calloc(1, sizeof(*self));
	size_t i;

	if (!self)
		return NULL;
	atomic_init(&self->refs, 1);
	pthread_mutex_init(&self->lock, NULL);
	self->connection = connection;
	for (i = 0; i < LV_MAX_REGISTRATIONS; i++)
		self->ids[i] = -1;
	return self;
}

static void leave(struct lv_listener *self)
{
	pthread_mutex_lock(&self->lock);
	self->connection = NULL;
	pthread_mutex_unlock(&self->lock);
	lv_listener_unref(self);
}

static const struct lv_kind *const kinds[KEEL_N_EVENT_KINDS] = {
	[KEEL_EVENT_DOMAIN] = NULL,
};

keel_status lv_listen(keel_connection *connection, enum keel_event_kind kind)
{
	struct lv_connection *self = lv_connection(connection);
	struct lv_listener *listener;
	keel_status status;

	if (!kinds[kind])
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT,
				  "the driver 'libvirt' does not tell of that");
	KEEL_TRY(lv_need_loop(connection));
	listener = new_listener(connection);
	if (!listener)
		return keel_error_no_memory();
	listener->ptr = lv_ptr(connection);
	status = kinds[kind]->begin(listener->ptr, listener, listener->ids);
	if (status == KEEL_OK)
		self->listeners[kind] = listener;
	else
		leave(listener);
	return status;
}

void lv_unlisten(keel_connection *connection, enum keel_event_kind kind)
{
	struct lv_connection *self = lv_connection(connection);
	struct lv_listener *listener = self->listeners[kind];

	if (!listener)
		return;
	self->listeners[kind] = NULL;
	kinds[kind]->end(listener->ptr, listener->ids);
	leave(listener);
	lv_loop_reap();
}
