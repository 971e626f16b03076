/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The event queue of the process, and the listeners: see loop.h for the lock.
 *
 * A queued event holds its object but does not keep the connection alive: a connection that is freed
 * takes along what is queued for it.
 */

#include "checks.h"
#include "loop.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct keel_listener {
	struct keel_listener *next;
	keel_connection *connection;
	enum keel_event_kind kind;
	uint64_t id;
	/* Of what it hears: all of them, one by its UUID, or one by its name. */
	bool any;
	uint8_t uuid[KEEL_UUID_SIZE];
	char *name;
	/* Cast back to what it was by the kind. */
	void (*callback)(void);
	void *user_data;
	keel_free_func destroy;
	/* One while it is in the list of its connection, one more while its callback runs. */
	uint32_t refs;
	uint32_t n_queued;
};

/* What happened, to what: the same for all kinds. */
struct what {
	enum keel_event_kind kind;
	/* NULL when it happened to the connection. */
	struct keel_object *object;
	int32_t type;
	int32_t detail;
	keel_job_info info;
};

struct event {
	struct event *next;
	keel_connection *connection;
	/* NULL for a call that a driver posted. */
	struct keel_listener *listener;
	struct what what;
	void (*call)(void *data);
	void (*done)(void *data);
	void *data;
};

/* What is to be given back once the lock is free. */
struct garbage {
	struct keel_listener *listeners;
	struct event *events;
};

static struct {
	struct event *first;
	struct event **last;
	uint64_t n;
} queue = {.last = &queue.first};

uint64_t keel_queue_size(void)
{
	return queue.n;
}

static void append(struct event *event)
{
	*queue.last = event;
	queue.last = &event->next;
	queue.n++;
}

static const uint8_t *uuid_of(const struct keel_object *object)
{
	switch (object->handle.kind) {
	case KEEL_KIND_DOMAIN:
		return ((const keel_domain *)object)->uuid;
	case KEEL_KIND_NETWORK:
		return ((const keel_network *)object)->uuid;
	case KEEL_KIND_STORAGE_POOL:
		return ((const keel_storage_pool *)object)->uuid;
	case KEEL_KIND_SECRET:
		return ((const keel_secret *)object)->uuid;
	default:
		return NULL;
	}
}

static bool hears(const struct keel_listener *listener, const struct what *what)
{
	if (listener->kind != what->kind)
		return false;
	if (listener->any)
		return true;
	if (listener->name)
		return strcmp(listener->name, ((const keel_node_device *)what->object)->name) == 0;
	return memcmp(listener->uuid, uuid_of(what->object), KEEL_UUID_SIZE) == 0;
}

/* Queues what happened for all who hear of it. It cannot fail: without memory, it goes unheard. */
static void emit(keel_connection *connection, const struct what *what)
{
	struct keel_listener *listener;

	keel_loop_lock();
	for (listener = connection->listeners; listener; listener = listener->next) {
		struct event *event;

		if (!hears(listener, what))
			continue;
		event = calloc(1, sizeof(*event));
		if (!event)
			break;
		if (what->object)
			keel_object_hold(what->object);
		event->connection = connection;
		event->listener = listener;
		event->what = *what;
		listener->n_queued++;
		append(event);
	}
	keel_loop_announce();
	keel_loop_unlock();
}

static inline bool nobody_hears(const keel_connection *connection, enum keel_event_kind kind)
{
	return !atomic_load_explicit(&connection->n_listeners[kind], memory_order_acquire);
}

void keel_event_emit(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		     keel_domain_event_detail detail)
{
	if (nobody_hears(connection, KEEL_EVENT_DOMAIN))
		return;
	emit(connection, &(struct what){.kind = KEEL_EVENT_DOMAIN,
					.object = &domain->object,
					.type = (int32_t)event,
					.detail = (int32_t)detail});
}

void keel_event_emit_job(keel_connection *connection, keel_domain *domain,
			 const keel_job_info *info)
{
	if (nobody_hears(connection, KEEL_EVENT_JOB))
		return;
	emit(connection, &(struct what){.kind = KEEL_EVENT_JOB,
					.object = &domain->object,
					.info = *info});
}

void keel_event_emit_network(keel_connection *connection, keel_network *network,
			     keel_network_event_type event)
{
	if (nobody_hears(connection, KEEL_EVENT_NETWORK))
		return;
	emit(connection, &(struct what){.kind = KEEL_EVENT_NETWORK,
					.object = &network->object,
					.type = (int32_t)event});
}

void keel_event_emit_storage_pool(keel_connection *connection, keel_storage_pool *pool,
				  keel_storage_pool_event_type event)
{
	if (nobody_hears(connection, KEEL_EVENT_STORAGE_POOL))
		return;
	emit(connection, &(struct what){.kind = KEEL_EVENT_STORAGE_POOL,
					.object = &pool->object,
					.type = (int32_t)event});
}

void keel_event_emit_node_device(keel_connection *connection, keel_node_device *device,
				 keel_node_device_event_type event)
{
	if (nobody_hears(connection, KEEL_EVENT_NODE_DEVICE))
		return;
	emit(connection, &(struct what){.kind = KEEL_EVENT_NODE_DEVICE,
					.object = &device->object,
					.type = (int32_t)event});
}

void keel_event_emit_secret(keel_connection *connection, keel_secret *secret,
			    keel_secret_event_type event)
{
	if (nobody_hears(connection, KEEL_EVENT_SECRET))
		return;
	emit(connection, &(struct what){.kind = KEEL_EVENT_SECRET,
					.object = &secret->object,
					.type = (int32_t)event});
}

void keel_event_emit_close(keel_connection *connection, keel_close_reason reason)
{
	if (nobody_hears(connection, KEEL_EVENT_CLOSE))
		return;
	emit(connection, &(struct what){.kind = KEEL_EVENT_CLOSE, .type = (int32_t)reason});
}

keel_status keel_event_post(keel_connection *connection, void (*call)(void *data),
			    void (*done)(void *data), void *data)
{
	struct event *event = calloc(1, sizeof(*event));

	if (!event)
		return keel_error_no_memory();
	event->connection = connection;
	event->call = call;
	event->done = done;
	event->data = data;
	keel_loop_lock();
	/* Closing sets this before it takes the lock to drop what is queued. */
	if (atomic_load_explicit(&connection->closed, memory_order_acquire)) {
		keel_loop_unlock();
		free(event);
		return keel_error_closed(__func__);
	}
	append(event);
	keel_loop_announce();
	keel_loop_unlock();
	return KEEL_OK;
}

/* Gives back a reference to a listener, which becomes garbage with the last. */
static void drop_listener(struct keel_listener *listener, struct garbage *garbage)
{
	if (--listener->refs)
		return;
	listener->next = garbage->listeners;
	garbage->listeners = listener;
}

/* Takes out of the queue what is for a listener, or all that is for a connection. */
static void purge(const keel_connection *connection, const struct keel_listener *listener,
		  struct garbage *garbage)
{
	struct event **at = &queue.first;

	while (*at && !(listener && !listener->n_queued)) {
		struct event *event = *at;

		if (listener ? event->listener != listener : event->connection != connection) {
			at = &event->next;
			continue;
		}
		*at = event->next;
		if (!event->next)
			queue.last = at;
		if (event->listener)
			event->listener->n_queued--;
		queue.n--;
		event->next = garbage->events;
		garbage->events = event;
	}
}

/* Removes the listener that a pointer in the list of its connection points to. */
static void remove_listener(struct keel_listener **at, struct garbage *garbage)
{
	struct keel_listener *listener = *at;

	*at = listener->next;
	atomic_fetch_sub_explicit(&listener->connection->n_listeners[listener->kind], 1,
				  memory_order_release);
	if (listener->n_queued)
		purge(NULL, listener, garbage);
	drop_listener(listener, garbage);
}

static void free_listener(struct keel_listener *listener)
{
	free(listener->name);
	free(listener);
}

/* Lets go of an event that is not run. */
static void drop_event(struct event *event)
{
	if (event->what.object)
		keel_object_release(event->what.object);
	if (event->done)
		event->done(event->data);
	free(event);
}

static void collect(struct garbage *garbage)
{
	while (garbage->events) {
		struct event *event = garbage->events;

		garbage->events = event->next;
		drop_event(event);
	}
	while (garbage->listeners) {
		struct keel_listener *listener = garbage->listeners;

		garbage->listeners = listener->next;
		if (listener->destroy)
			listener->destroy(listener->user_data);
		free_listener(listener);
	}
}

/*
 * Tells the driver that there is one more listener of a kind, or one fewer. Only the first and the
 * last matter to it; a lock of the connection's own keeps them in order.
 */
static keel_status subscribe(keel_connection *connection, enum keel_event_kind kind)
{
	keel_status status = KEEL_OK;

	if (!connection->driver->listen)
		return KEEL_OK;
	pthread_mutex_lock(&connection->subscription_lock);
	if (connection->n_subscribed[kind] == 0)
		status = connection->driver->listen(connection, kind);
	if (status == KEEL_OK)
		connection->n_subscribed[kind]++;
	pthread_mutex_unlock(&connection->subscription_lock);
	return status;
}

static void unsubscribe(keel_connection *connection, enum keel_event_kind kind)
{
	if (!connection->driver->listen)
		return;
	pthread_mutex_lock(&connection->subscription_lock);
	if (--connection->n_subscribed[kind] == 0 && connection->driver->unlisten)
		connection->driver->unlisten(connection, kind);
	pthread_mutex_unlock(&connection->subscription_lock);
}

void keel_event_forget(keel_connection *connection)
{
	uint32_t n[KEEL_N_EVENT_KINDS] = {0};
	struct garbage garbage = {0};
	int kind;

	keel_loop_lock();
	while (connection->listeners) {
		n[connection->listeners->kind]++;
		remove_listener(&connection->listeners, &garbage);
	}
	purge(connection, NULL, &garbage);
	keel_loop_announce();
	keel_loop_unlock();
	for (kind = 0; kind < KEEL_N_EVENT_KINDS; kind++)
		while (n[kind]--)
			unsubscribe(connection, (enum keel_event_kind)kind);
	collect(&garbage);
}

/* Makes a listener of an object, or of all when that is NULL. */
static struct keel_listener *new_listener(const struct keel_object *object)
{
	struct keel_listener *self = calloc(1, sizeof(*self));
	const uint8_t *uuid = object ? uuid_of(object) : NULL;

	if (!self)
		return NULL;
	self->refs = 1;
	self->any = !object;
	if (uuid)
		memcpy(self->uuid, uuid, KEEL_UUID_SIZE);
	if (object && !uuid) {
		self->name = keel_strdup(((const keel_node_device *)object)->name);
		if (!self->name) {
			free(self);
			return NULL;
		}
	}
	return self;
}

/* Puts a listener behind the others of its connection; false when that has been closed. */
static bool link_listener(struct keel_listener *listener, uint64_t *ret_id)
{
	keel_connection *connection = listener->connection;
	struct keel_listener **at;
	bool open;

	keel_loop_lock();
	/* Closing sets this before it takes the lock to remove the listeners. */
	open = !atomic_load_explicit(&connection->closed, memory_order_acquire);
	if (open) {
		listener->id = ++connection->last_listener_id;
		for (at = &connection->listeners; *at; at = &(*at)->next)
			;
		*at = listener;
		atomic_fetch_add_explicit(&connection->n_listeners[listener->kind], 1,
					  memory_order_release);
		*ret_id = listener->id;
	}
	keel_loop_unlock();
	return open;
}

/* What the functions that add a listener of one kind or another have in common. */
struct addition {
	const char *function;
	enum keel_event_kind kind;
	enum keel_kind object_kind;
	const void *object;
	void (*callback)(void);
	void *user_data;
	keel_free_func destroy;
};

static keel_status add(keel_connection *self, const struct addition *addition, uint64_t *ret_id)
{
	const struct keel_object *object = addition->object;
	struct keel_listener *listener;
	keel_status status;

	if (!addition->callback)
		return keel_error_null(addition->function, "callback");
	if (!ret_id)
		return keel_error_null(addition->function, "ret_id");
	if (object && object->handle.kind != addition->object_kind)
		return keel_error_kind(addition->function, "the object to listen to");
	if (object)
		KEEL_TRY(keel_check_same(object, self, addition->function));
	listener = new_listener(object);
	if (!listener)
		return keel_error_no_memory();
	listener->connection = self;
	listener->kind = addition->kind;
	listener->callback = addition->callback;
	listener->user_data = addition->user_data;
	listener->destroy = addition->destroy;
	status = subscribe(self, addition->kind);
	if (status != KEEL_OK) {
		free_listener(listener);
		return status;
	}
	if (link_listener(listener, ret_id))
		return KEEL_OK;
	unsubscribe(self, addition->kind);
	free_listener(listener);
	return keel_error_closed(addition->function);
}

#define ADD(kind_, object_kind_, object_)                                                          \
	do {                                                                                       \
		CHECK(self);                                                                       \
		return add(self,                                                                   \
			   &(struct addition){.function = __func__,                                \
					      .kind = (kind_),                                     \
					      .object_kind = (object_kind_),                       \
					      .object = (object_),                                 \
					      .callback = (void (*)(void))callback,                \
					      .user_data = user_data,                              \
					      .destroy = destroy},                                 \
			   ret_id);                                                                \
	} while (0)

keel_status keel_connection_add_domain_listener(keel_connection *self, keel_domain *domain,
						keel_domain_event_func callback, void *user_data,
						keel_free_func destroy, uint64_t *ret_id)
{
	ADD(KEEL_EVENT_DOMAIN, KEEL_KIND_DOMAIN, domain);
}

keel_status keel_connection_add_job_listener(keel_connection *self, keel_domain *domain,
					     keel_job_event_func callback, void *user_data,
					     keel_free_func destroy, uint64_t *ret_id)
{
	ADD(KEEL_EVENT_JOB, KEEL_KIND_DOMAIN, domain);
}

keel_status keel_connection_add_network_listener(keel_connection *self, keel_network *network,
						 keel_network_event_func callback, void *user_data,
						 keel_free_func destroy, uint64_t *ret_id)
{
	ADD(KEEL_EVENT_NETWORK, KEEL_KIND_NETWORK, network);
}

keel_status keel_connection_add_storage_pool_listener(keel_connection *self,
						      keel_storage_pool *pool,
						      keel_storage_pool_event_func callback,
						      void *user_data, keel_free_func destroy,
						      uint64_t *ret_id)
{
	ADD(KEEL_EVENT_STORAGE_POOL, KEEL_KIND_STORAGE_POOL, pool);
}

keel_status keel_connection_add_node_device_listener(keel_connection *self,
						     keel_node_device *device,
						     keel_node_device_event_func callback,
						     void *user_data, keel_free_func destroy,
						     uint64_t *ret_id)
{
	ADD(KEEL_EVENT_NODE_DEVICE, KEEL_KIND_NODE_DEVICE, device);
}

keel_status keel_connection_add_secret_listener(keel_connection *self, keel_secret *secret,
						keel_secret_event_func callback, void *user_data,
						keel_free_func destroy, uint64_t *ret_id)
{
	ADD(KEEL_EVENT_SECRET, KEEL_KIND_SECRET, secret);
}

keel_status keel_connection_add_close_listener(keel_connection *self, keel_close_func callback,
					       void *user_data, keel_free_func destroy,
					       uint64_t *ret_id)
{
	ADD(KEEL_EVENT_CLOSE, KEEL_KIND_CONNECTION, NULL);
}

keel_status keel_connection_remove_listener(keel_connection *self, uint64_t id)
{
	enum keel_event_kind kind = KEEL_EVENT_DOMAIN;
	struct garbage garbage = {0};
	struct keel_listener **at;
	bool found;

	/* What was lost has them still. */
	CHECK_LOCAL(self);
	keel_loop_lock();
	for (at = &self->listeners; *at && (*at)->id != id; at = &(*at)->next)
		;
	found = *at != NULL;
	if (found) {
		kind = (*at)->kind;
		remove_listener(at, &garbage);
	}
	keel_loop_announce();
	keel_loop_unlock();
	if (!found)
		return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_EVENT,
				  "there is no listener %" PRIu64, id);
	unsubscribe(self, kind);
	collect(&garbage);
	return KEEL_OK;
}

/* Calls back. The object has a reference for the program meanwhile. */
static void call_back(const struct keel_listener *listener, const struct what *what)
{
	keel_connection *connection = listener->connection;
	void *data = listener->user_data;
	void *object = what->object;

	switch (listener->kind) {
	case KEEL_EVENT_DOMAIN:
		((keel_domain_event_func)listener->callback)(
			connection, object, (keel_domain_event_type)what->type, what->detail, data);
		break;
	case KEEL_EVENT_JOB:
		((keel_job_event_func)listener->callback)(connection, object, &what->info, data);
		break;
	case KEEL_EVENT_NETWORK:
		((keel_network_event_func)listener->callback)(
			connection, object, (keel_network_event_type)what->type, data);
		break;
	case KEEL_EVENT_STORAGE_POOL:
		((keel_storage_pool_event_func)listener->callback)(
			connection, object, (keel_storage_pool_event_type)what->type, data);
		break;
	case KEEL_EVENT_NODE_DEVICE:
		((keel_node_device_event_func)listener->callback)(
			connection, object, (keel_node_device_event_type)what->type, data);
		break;
	case KEEL_EVENT_SECRET:
		((keel_secret_event_func)listener->callback)(
			connection, object, (keel_secret_event_type)what->type, data);
		break;
	case KEEL_EVENT_CLOSE:
		((keel_close_func)listener->callback)(connection, (keel_close_reason)what->type,
						      data);
		break;
	case KEEL_N_EVENT_KINDS:
		break;
	}
}

/* Runs the callback of an event that is out of the queue. The lock is free meanwhile. */
static void run_listener(struct event *event)
{
	struct keel_listener *listener = event->listener;
	struct keel_object *object = event->what.object;
	struct garbage garbage = {0};

	listener->refs++;
	keel_loop_unlock();
	if (object) {
		keel_object_ref(object);
		keel_object_release(object);
	}
	call_back(listener, &event->what);
	keel_loop_lock();
	drop_listener(listener, &garbage);
	keel_loop_unlock();
	collect(&garbage);
	if (object)
		keel_object_unref(object);
}

bool keel_queue_run_first(void)
{
	struct event *event = queue.first;
	keel_connection *connection = event->connection;

	queue.first = event->next;
	if (!queue.first)
		queue.last = &queue.first;
	queue.n--;
	if (event->listener)
		event->listener->n_queued--;

	/* A connection that is being freed waits for the lock to remove its listeners. */
	if (!keel_connection_try_ref(connection)) {
		keel_loop_unlock();
		drop_event(event);
		keel_loop_lock();
		return false;
	}
	if (event->listener) {
		run_listener(event);
	} else {
		keel_loop_unlock();
		event->call(event->data);
		event->done(event->data);
	}
	keel_connection_unref(connection);
	free(event);
	keel_loop_lock();
	return true;
}
