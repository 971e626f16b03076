/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The event queue of the process, and the listeners.
 *
 * One lock guards the queue and the listeners of all connections. It is taken inside the locks of
 * drivers and never the other way round: no callback, destroy function or driver runs while it is
 * held.
 *
 * A queued event holds its domain but does not keep the connection alive: a connection that is
 * freed takes along what is queued for it.
 */

#include "object.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef KEEL_HAVE_EVENTFD
#include <sys/eventfd.h>
#endif

struct keel_listener {
	struct keel_listener *next;
	keel_connection *connection;
	uint64_t id;
	bool any_domain;
	uint8_t uuid[KEEL_UUID_SIZE];
	keel_domain_event_func callback;
	void *user_data;
	keel_free_func destroy;
	/* One while it is in the list of its connection, one more while its callback runs. */
	uint32_t refs;
	uint32_t n_queued;
};

struct event {
	struct event *next;
	struct keel_listener *listener;
	keel_domain *domain;
	keel_domain_event_type type;
	keel_domain_event_detail detail;
};

/* What is to be given back once the lock is free. */
struct garbage {
	struct keel_listener *listeners;
	struct event *events;
};

static struct {
	pthread_once_t once;
	pthread_mutex_t lock;
	pthread_cond_t changed;

	struct event *first;
	struct event **last;
	uint64_t n_queued;
	bool woken;
	uint32_t n_waiting;

	bool dispatching;
	pthread_t dispatcher;

	bool have_fd;
	bool fd_readable;
	int read_fd;
	int write_fd;
} loop = {.once = PTHREAD_ONCE_INIT, .lock = PTHREAD_MUTEX_INITIALIZER, .last = &loop.first};

static void init_loop(void)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&loop.changed, &attributes);
	pthread_condattr_destroy(&attributes);
}

static void lock_loop(void)
{
	pthread_once(&loop.once, init_loop);
	pthread_mutex_lock(&loop.lock);
}

static void unlock_loop(void)
{
	pthread_mutex_unlock(&loop.lock);
}

/* Makes the descriptor readable or not, as there is something to do or not. */
static void update_fd(void)
{
	bool readable = loop.first || loop.woken;
	uint64_t one = 1;
	ssize_t n;

	if (!loop.have_fd || readable == loop.fd_readable)
		return;
	do {
		if (readable)
			n = write(loop.write_fd, &one, sizeof(one));
		else
			n = read(loop.read_fd, &one, sizeof(one));
	} while (n < 0 && errno == EINTR);
	loop.fd_readable = readable;
}

/* Tells those who wait, and who poll, that there is something to do. */
static void announce(void)
{
	update_fd();
	if (loop.n_waiting)
		pthread_cond_broadcast(&loop.changed);
}

static bool open_fds(int fds[2])
{
#ifdef KEEL_HAVE_EVENTFD
	fds[0] = fds[1] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return fds[0] >= 0;
#else
	int i;

	if (pipe(fds) < 0)
		return false;
	for (i = 0; i < 2; i++) {
		fcntl(fds[i], F_SETFD, FD_CLOEXEC);
		fcntl(fds[i], F_SETFL, O_NONBLOCK);
	}
	return true;
#endif
}

keel_status keel_event_get_fd(int *ret)
{
	keel_status status = KEEL_OK;
	int fds[2];

	KEEL_CHECK_POINTER(ret);
	lock_loop();
	if (!loop.have_fd) {
		if (open_fds(fds)) {
			loop.read_fd = fds[0];
			loop.write_fd = fds[1];
			loop.have_fd = true;
			update_fd();
		} else {
			status = keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_EVENT,
					    "there is no descriptor for events: %s",
					    strerror(errno));
		}
	}
	if (status == KEEL_OK)
		*ret = loop.read_fd;
	unlock_loop();
	return status;
}

keel_status keel_event_wakeup(void)
{
	lock_loop();
	loop.woken = true;
	announce();
	unlock_loop();
	return KEEL_OK;
}

void keel_event_emit(keel_connection *connection, keel_domain *domain, keel_domain_event_type type,
		     keel_domain_event_detail detail)
{
	struct keel_listener *listener;

	if (!atomic_load_explicit(&connection->n_listeners, memory_order_acquire))
		return;

	lock_loop();
	for (listener = connection->listeners; listener; listener = listener->next) {
		struct event *event;

		if (!listener->any_domain &&
		    memcmp(listener->uuid, domain->uuid, KEEL_UUID_SIZE) != 0)
			continue;
		/* The change cannot fail any more: without memory, it goes unheard. */
		event = malloc(sizeof(*event));
		if (!event)
			break;
		keel_object_hold(&domain->object);
		*event = (struct event){.listener = listener,
					.domain = domain,
					.type = type,
					.detail = detail};
		listener->n_queued++;
		loop.n_queued++;
		*loop.last = event;
		loop.last = &event->next;
	}
	announce();
	unlock_loop();
}

/* Gives back a reference to a listener, which becomes garbage with the last. */
static void drop_listener(struct keel_listener *listener, struct garbage *garbage)
{
	if (--listener->refs)
		return;
	listener->next = garbage->listeners;
	garbage->listeners = listener;
}

/* Takes what is queued for a listener out of the queue. */
static void purge_listener(struct keel_listener *listener, struct garbage *garbage)
{
	struct event **at = &loop.first;

	while (listener->n_queued) {
		struct event *event = *at;

		if (event->listener != listener) {
			at = &event->next;
			continue;
		}
		*at = event->next;
		if (!event->next)
			loop.last = at;
		event->next = garbage->events;
		garbage->events = event;
		listener->n_queued--;
		loop.n_queued--;
	}
}

/* Removes the listener that a pointer in the list of its connection points to. */
static void remove_listener(struct keel_listener **at, struct garbage *garbage)
{
	struct keel_listener *listener = *at;

	*at = listener->next;
	atomic_fetch_sub_explicit(&listener->connection->n_listeners, 1, memory_order_release);
	purge_listener(listener, garbage);
	drop_listener(listener, garbage);
}

static void collect(struct garbage *garbage)
{
	while (garbage->events) {
		struct event *event = garbage->events;

		garbage->events = event->next;
		keel_object_release(&event->domain->object);
		free(event);
	}
	while (garbage->listeners) {
		struct keel_listener *listener = garbage->listeners;

		garbage->listeners = listener->next;
		if (listener->destroy)
			listener->destroy(listener->user_data);
		free(listener);
	}
}

void keel_event_forget(keel_connection *connection)
{
	struct garbage garbage = {0};

	lock_loop();
	while (connection->listeners)
		remove_listener(&connection->listeners, &garbage);
	update_fd();
	unlock_loop();
	collect(&garbage);
}

keel_status keel_connection_add_domain_listener(keel_connection *self, keel_domain *domain,
						keel_domain_event_func callback, void *user_data,
						keel_free_func destroy, uint64_t *ret_id)
{
	struct keel_listener *listener;
	struct keel_listener **at;

	KEEL_TRY(keel_open_check(self, KEEL_KIND_CONNECTION, __func__));
	KEEL_CHECK_POINTER(callback);
	KEEL_CHECK_POINTER(ret_id);
	if (domain && domain->object.handle.connection != self)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_EVENT,
				  "%s: the domain is of another connection", __func__);

	listener = calloc(1, sizeof(*listener));
	if (!listener)
		return keel_error_no_memory();
	listener->connection = self;
	listener->any_domain = !domain;
	if (domain)
		memcpy(listener->uuid, domain->uuid, KEEL_UUID_SIZE);
	listener->callback = callback;
	listener->user_data = user_data;
	listener->destroy = destroy;
	listener->refs = 1;

	lock_loop();
	/* Closing sets this before it takes the lock to remove the listeners. */
	if (atomic_load_explicit(&self->closed, memory_order_acquire)) {
		unlock_loop();
		free(listener);
		return keel_error_closed(__func__);
	}
	listener->id = ++self->last_listener_id;
	for (at = &self->listeners; *at; at = &(*at)->next)
		;
	*at = listener;
	atomic_fetch_add_explicit(&self->n_listeners, 1, memory_order_release);
	*ret_id = listener->id;
	unlock_loop();
	return KEEL_OK;
}

keel_status keel_connection_remove_listener(keel_connection *self, uint64_t id)
{
	struct garbage garbage = {0};
	struct keel_listener **at;
	bool found;

	KEEL_TRY(keel_open_check(self, KEEL_KIND_CONNECTION, __func__));
	lock_loop();
	for (at = &self->listeners; *at && (*at)->id != id; at = &(*at)->next)
		;
	found = *at != NULL;
	if (found)
		remove_listener(at, &garbage);
	update_fd();
	unlock_loop();
	collect(&garbage);
	if (!found)
		return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_EVENT,
				  "there is no listener %llu", (unsigned long long)id);
	return KEEL_OK;
}

static struct timespec deadline_after(int32_t timeout_ms)
{
	struct timespec deadline;

	clock_gettime(CLOCK_MONOTONIC, &deadline);
	deadline.tv_sec += timeout_ms / 1000;
	deadline.tv_nsec += timeout_ms % 1000 * 1000000L;
	if (deadline.tv_nsec >= 1000000000L) {
		deadline.tv_sec++;
		deadline.tv_nsec -= 1000000000L;
	}
	return deadline;
}

/* Waits for a change; false when the time is up. */
static bool wait_loop(int32_t timeout_ms, const struct timespec *deadline)
{
	int result = 0;

	if (timeout_ms == 0)
		return false;
	loop.n_waiting++;
	if (timeout_ms < 0)
		pthread_cond_wait(&loop.changed, &loop.lock);
	else
		result = pthread_cond_timedwait(&loop.changed, &loop.lock, deadline);
	loop.n_waiting--;
	return result != ETIMEDOUT;
}

/* Waits for the turn of this thread and for something to do; false when there is nothing. */
static bool await_turn(int32_t timeout_ms)
{
	struct timespec deadline = {0};

	if (timeout_ms > 0)
		deadline = deadline_after(timeout_ms);
	while (loop.dispatching || !loop.first) {
		if (loop.woken) {
			loop.woken = false;
			update_fd();
			return false;
		}
		if (!wait_loop(timeout_ms, &deadline))
			return !loop.dispatching && loop.first;
	}
	loop.woken = false;
	return true;
}

/* Runs the callback of the first event. The lock is free meanwhile. */
static bool dispatch_first(void)
{
	struct event *event = loop.first;
	struct keel_listener *listener = event->listener;
	keel_connection *connection = listener->connection;
	struct garbage garbage = {0};

	loop.first = event->next;
	if (!loop.first)
		loop.last = &loop.first;
	loop.n_queued--;
	listener->n_queued--;

	/* A connection that is being freed waits for the lock to remove its listeners. */
	if (!keel_connection_try_ref(connection)) {
		unlock_loop();
		keel_object_release(&event->domain->object);
		free(event);
		lock_loop();
		return false;
	}
	listener->refs++;
	unlock_loop();

	keel_object_ref(&event->domain->object);
	keel_object_release(&event->domain->object);
	listener->callback(connection, event->domain, event->type, (int32_t)event->detail,
			   listener->user_data);

	lock_loop();
	drop_listener(listener, &garbage);
	unlock_loop();
	collect(&garbage);
	keel_domain_unref(event->domain);
	keel_connection_unref(connection);
	free(event);
	lock_loop();
	return true;
}

keel_status keel_event_dispatch(int32_t timeout_ms, uint32_t *ret_dispatched)
{
	uint32_t n_dispatched = 0;
	uint64_t n_left;

	if (timeout_ms < -1)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_EVENT,
				  "%s: the timeout %d is less than -1", __func__, (int)timeout_ms);

	lock_loop();
	if (loop.dispatching && pthread_equal(loop.dispatcher, pthread_self())) {
		unlock_loop();
		return keel_error(KEEL_STATUS_BUSY, KEEL_ERROR_DOMAIN_EVENT,
				  "%s was called from inside a callback", __func__);
	}
	if (await_turn(timeout_ms)) {
		loop.dispatching = true;
		loop.dispatcher = pthread_self();
		/* Events may be purged meanwhile; new ones are left for the next call. */
		for (n_left = loop.n_queued; n_left && loop.first; n_left--)
			n_dispatched += dispatch_first();
		loop.dispatching = false;
		announce();
	}
	unlock_loop();
	if (ret_dispatched)
		*ret_dispatched = n_dispatched;
	return KEEL_OK;
}
