/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Waiting: descriptors, timers, and whose turn it is to dispatch. See loop.h for the lock.
 *
 * A thread that has nothing to do waits for a condition as long as there are no descriptors and no
 * timers; when there are, one thread at a time waits for them, and for a descriptor that says that
 * something is queued. keel starts no thread.
 */

#include "loop.h"

#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef KEEL_HAVE_EVENTFD
#include <sys/eventfd.h>
#endif
#ifdef KEEL_HAVE_EPOLL
#include <sys/epoll.h>
#include <sys/timerfd.h>
#endif

#define NS_PER_S 1000000000u
#define NS_PER_MS 1000000u
#define ALL_EVENTS (KEEL_LOOP_READABLE | KEEL_LOOP_WRITABLE | KEEL_LOOP_ERROR | KEEL_LOOP_HANGUP)
#define NEVER UINT64_MAX

/* How often sources are looked at again in one dispatch, for what some of them set off. */
#define MAX_ROUNDS 8

/* What epoll calls its own two descriptors; the numbers of sources begin behind it. */
#define WAKE_ID 0u
#define TIMER_ID 1u

/* A descriptor or a timer. */
struct source {
	struct source *next;
	uint64_t id;
	/* -1 of a timer. */
	int fd;
	uint32_t events;
	int32_t interval_ms;
	/* Of a timer: when, NEVER when it is off. */
	uint64_t due_ns;
	/* What the descriptor was found to be ready for. */
	uint32_t ready;
	/* The round in which its callback ran last. */
	uint64_t round;
	keel_watch_func watch;
	keel_timer_func timer;
	void *user_data;
	keel_free_func destroy;
	/* One while it is in the list, one more while its callback runs or it is told of. */
	uint32_t refs;
	bool removed;
	/* The plugged-in loop has not been told of the last change. */
	bool untold;
};

/* The loop that a program plugged in. */
struct plug {
	keel_loop_func callback;
	void *user_data;
	keel_free_func destroy;
	/* One while it is plugged in, one more while it is told. */
	uint32_t refs;
	/* What stands for the queue and what is built in. */
	struct source queue;
};

static struct {
	pthread_once_t once;
	pthread_mutex_t lock;
	pthread_cond_t changed;

	bool woken;
	uint32_t n_waiting;

	bool dispatching;
	pthread_t dispatcher;
	uint64_t round;
	/* A thread waits for descriptors; what it waits for has changed meanwhile. */
	bool polling;
	bool interrupted;

	/* Whether the descriptors below are open. */
	bool have_fds;
	bool fd_readable;
	int read_fd;
	int write_fd;
#ifdef KEEL_HAVE_EPOLL
	int epoll_fd;
	int timer_fd;
	uint64_t armed_ns;
#endif

	struct source *sources;
	uint64_t last_id;

	struct plug *plug;
	/* A thread tells the plugged-in loop of changes. */
	bool telling;
} loop = {.once = PTHREAD_ONCE_INIT, .lock = PTHREAD_MUTEX_INITIALIZER, .last_id = TIMER_ID};

static void init_loop(void)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&loop.changed, &attributes);
	pthread_condattr_destroy(&attributes);
}

void keel_loop_lock(void)
{
	pthread_once(&loop.once, init_loop);
	pthread_mutex_lock(&loop.lock);
}

void keel_loop_unlock(void)
{
	pthread_mutex_unlock(&loop.lock);
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

/* Descriptors of our own */

/* Makes the descriptor readable or not, as there is something queued or not. */
static void update_fd(void)
{
	bool readable = keel_queue_size() || loop.woken || loop.interrupted;
	uint64_t one = 1;
	ssize_t n;

	if (!loop.have_fds || readable == loop.fd_readable)
		return;
	do {
		if (readable)
			n = write(loop.write_fd, &one, sizeof(one));
		else
			n = read(loop.read_fd, &one, sizeof(one));
	} while (n < 0 && errno == EINTR);
	loop.fd_readable = readable;
}

void keel_loop_announce(void)
{
	update_fd();
	if (loop.n_waiting)
		pthread_cond_broadcast(&loop.changed);
}

static bool open_wake_fds(int fds[2])
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

static void close_wake_fds(const int fds[2])
{
	close(fds[0]);
	if (fds[1] != fds[0])
		close(fds[1]);
}

#ifdef KEEL_HAVE_EPOLL

static bool control(int operation, int fd, uint32_t events, uint64_t id)
{
	struct epoll_event event = {.events = events, .data.u64 = id};

	return epoll_ctl(loop.epoll_fd, operation, fd, &event) == 0;
}

static bool open_poller(int wake_fd)
{
	loop.armed_ns = NEVER;
	loop.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	loop.timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (loop.epoll_fd >= 0 && loop.timer_fd >= 0 &&
	    control(EPOLL_CTL_ADD, wake_fd, EPOLLIN, WAKE_ID) &&
	    control(EPOLL_CTL_ADD, loop.timer_fd, EPOLLIN, TIMER_ID))
		return true;
	if (loop.epoll_fd >= 0)
		close(loop.epoll_fd);
	if (loop.timer_fd >= 0)
		close(loop.timer_fd);
	return false;
}

static int outer_fd(void)
{
	return loop.epoll_fd;
}

#else

static bool open_poller(int wake_fd)
{
	(void)wake_fd;
	return true;
}

static int outer_fd(void)
{
	return loop.read_fd;
}

#endif

static keel_status need_fds(void)
{
	int fds[2];

	if (loop.have_fds)
		return KEEL_OK;
	if (!open_wake_fds(fds))
		return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_EVENT,
				  "there is no descriptor for events: %s", strerror(errno));
	if (!open_poller(fds[0])) {
		keel_status status = keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_EVENT,
						"there is no descriptor for events: %s",
						strerror(errno));

		close_wake_fds(fds);
		return status;
	}
	loop.read_fd = fds[0];
	loop.write_fd = fds[1];
	loop.have_fds = true;
	update_fd();
	return KEEL_OK;
}

keel_status keel_event_get_fd(int *ret)
{
	keel_status status;

	KEEL_CHECK_POINTER(ret);
	keel_loop_lock();
	status = need_fds();
	if (status == KEEL_OK)
		*ret = outer_fd();
	keel_loop_unlock();
	return status;
}

keel_status keel_event_wakeup(void)
{
	keel_loop_lock();
	loop.woken = true;
	keel_loop_announce();
	keel_loop_unlock();
	return KEEL_OK;
}

/* Sources */

static struct source *find_source(uint64_t id, bool is_timer)
{
	struct source *at;

	for (at = loop.sources; at; at = at->next)
		if (at->id == id && (at->fd < 0) == is_timer)
			return at;
	return NULL;
}

/* When the next timer is due, NEVER when there is none. */
static uint64_t next_due(void)
{
	uint64_t due_ns = NEVER;
	struct source *at;

	for (at = loop.sources; at; at = at->next)
		if (at->due_ns < due_ns)
			due_ns = at->due_ns;
	return due_ns;
}

#ifdef KEEL_HAVE_EPOLL

/* Sets the timer of the system to the next of ours. */
static void arm_timer(void)
{
	uint64_t due_ns = next_due();
	struct itimerspec spec = {0};

	if (due_ns == loop.armed_ns)
		return;
	loop.armed_ns = due_ns;
	if (due_ns != NEVER) {
		spec.it_value.tv_sec = (time_t)(due_ns / NS_PER_S);
		spec.it_value.tv_nsec = (long)(due_ns % NS_PER_S);
		/* Zero would be never. */
		if (due_ns == 0)
			spec.it_value.tv_nsec = 1;
	}
	timerfd_settime(loop.timer_fd, TFD_TIMER_ABSTIME, &spec, NULL);
}

static uint32_t to_epoll(uint32_t events)
{
	return ((events & KEEL_LOOP_READABLE) ? (uint32_t)EPOLLIN : 0) |
	       ((events & KEEL_LOOP_WRITABLE) ? (uint32_t)EPOLLOUT : 0);
}

static uint32_t from_epoll(uint32_t events)
{
	return ((events & EPOLLIN) ? KEEL_LOOP_READABLE : 0u) |
	       ((events & EPOLLOUT) ? KEEL_LOOP_WRITABLE : 0u) |
	       ((events & EPOLLERR) ? KEEL_LOOP_ERROR : 0u) |
	       ((events & EPOLLHUP) ? KEEL_LOOP_HANGUP : 0u);
}

/* Waits for what a source has become, which is nothing when no events are left. */
static bool watch_source(const struct source *self, uint32_t before)
{
	if (self->events == before)
		return true;
	if (!self->events) {
		/* Its owner may have closed it. */
		control(EPOLL_CTL_DEL, self->fd, 0, self->id);
		return true;
	}
	return control(before ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, self->fd, to_epoll(self->events),
		       self->id);
}

/* Waits for descriptors and timers, with the lock free, and notes which are ready. */
static void poll_sources(int timeout_ms)
{
	struct epoll_event found[32];
	int n;
	int i;

	keel_loop_unlock();
	n = epoll_wait(loop.epoll_fd, found, 32, timeout_ms);
	keel_loop_lock();
	for (i = 0; i < n; i++) {
		struct source *source = find_source(found[i].data.u64, false);

		if (source)
			source->ready |= from_epoll(found[i].events);
	}
}

#else

static void arm_timer(void)
{
}

static bool watch_source(const struct source *self, uint32_t before)
{
	(void)self;
	(void)before;
	return true;
}

static short to_poll(uint32_t events)
{
	return (short)(((events & KEEL_LOOP_READABLE) ? POLLIN : 0) |
		       ((events & KEEL_LOOP_WRITABLE) ? POLLOUT : 0));
}

static uint32_t from_poll(short events)
{
	return ((events & POLLIN) ? KEEL_LOOP_READABLE : 0u) |
	       ((events & POLLOUT) ? KEEL_LOOP_WRITABLE : 0u) |
	       ((events & POLLERR) ? KEEL_LOOP_ERROR : 0u) |
	       ((events & POLLHUP) ? KEEL_LOOP_HANGUP : 0u);
}

/* The part of a time-out until the next timer is due. */
static int until_due(int timeout_ms)
{
	uint64_t due_ns = next_due();
	uint64_t now = now_ns();
	uint64_t left_ms;

	if (due_ns == NEVER)
		return timeout_ms;
	left_ms = due_ns <= now ? 0 : (due_ns - now + NS_PER_MS - 1) / NS_PER_MS;
	if (timeout_ms >= 0 && (uint64_t)timeout_ms < left_ms)
		return timeout_ms;
	return left_ms > INT32_MAX ? INT32_MAX : (int)left_ms;
}

/* Waits for descriptors and timers, with the lock free, and notes which are ready. */
static void poll_sources(int timeout_ms)
{
	struct pollfd *fds;
	uint64_t *ids;
	struct source *at;
	size_t n = 1;
	size_t i;

	for (at = loop.sources; at; at = at->next)
		n++;
	fds = calloc(n, sizeof(*fds));
	ids = calloc(n, sizeof(*ids));
	if (!fds || !ids) {
		free(fds);
		free(ids);
		return;
	}
	fds[0].fd = loop.read_fd;
	fds[0].events = POLLIN;
	n = 1;
	for (at = loop.sources; at; at = at->next)
		if (at->fd >= 0 && at->events) {
			fds[n].fd = at->fd;
			fds[n].events = to_poll(at->events);
			ids[n++] = at->id;
		}
	timeout_ms = until_due(timeout_ms);
	keel_loop_unlock();
	if (poll(fds, (nfds_t)n, timeout_ms) < 0)
		n = 1;
	keel_loop_lock();
	for (i = 1; i < n; i++) {
		struct source *source = find_source(ids[i], false);

		if (!source)
			continue;
		/* Its owner has closed it: nothing is to be heard any more. */
		if (fds[i].revents & POLLNVAL)
			source->events = KEEL_LOOP_NONE;
		else
			source->ready |= from_poll(fds[i].revents);
	}
	free(fds);
	free(ids);
}

#endif

/* Makes those who wait look again at what they wait for; epoll does so by itself. */
static void interrupt_poll(void)
{
#ifndef KEEL_HAVE_EPOLL
	if (loop.polling) {
		loop.interrupted = true;
		update_fd();
	}
#endif
	if (loop.n_waiting)
		pthread_cond_broadcast(&loop.changed);
}

static void free_source(struct source *self)
{
	if (self->destroy)
		self->destroy(self->user_data);
	free(self);
}

/* Gives back a reference, and frees with the lock free what nothing refers to any more. */
static void release_source(struct source *self)
{
	if (--self->refs)
		return;
	keel_loop_unlock();
	free_source(self);
	keel_loop_lock();
}

static struct plug *drop_plug(struct plug *self)
{
	return --self->refs == 0 ? self : NULL;
}

static void free_plug(struct plug *self)
{
	if (!self)
		return;
	if (self->destroy)
		self->destroy(self->user_data);
	free(self);
}

/* The next source of which the plugged-in loop does not know what has become. */
static struct source *next_untold(struct source *removed)
{
	struct source *at;

	if (removed && removed->untold)
		return removed;
	if (loop.plug->queue.untold)
		return &loop.plug->queue;
	for (at = loop.sources; at; at = at->next)
		if (at->untold)
			return at;
	return NULL;
}

/* Sources that were removed while another thread was telling. */
static struct source *leaving;

static struct source *take_leaving(void)
{
	struct source *self = leaving;

	if (self)
		leaving = self->next;
	return self;
}

/*
 * Tells the plugged-in loop of all changes, with the lock free. One thread does so at a time; what
 * others change meanwhile, it tells for them, so that the loop hears of changes in their order.
 */
static void tell(void)
{
	struct source *gone = NULL;
	struct source *source;

	if (loop.telling)
		return;
	loop.telling = true;
	for (;;) {
		struct plug *plug = loop.plug;

		if (!gone)
			gone = take_leaving();
		source = plug ? next_untold(gone) : NULL;
		if (source) {
			keel_loop_source told = {.id = source->id,
						 .fd = source->fd,
						 .events = source->events,
						 .interval_ms = source->interval_ms,
						 .removed = source->removed};

			source->untold = false;
			plug->refs++;
			keel_loop_unlock();
			plug->callback(&told, plug->user_data);
			keel_loop_lock();
			plug = drop_plug(plug);
			if (plug) {
				keel_loop_unlock();
				free_plug(plug);
				keel_loop_lock();
			}
			if (source != gone)
				continue;
		}
		if (!gone)
			break;
		release_source(gone);
		gone = NULL;
	}
	loop.telling = false;
}

/* Notes that a source has changed, and tells the plugged-in loop of it. */
static void source_changed(struct source *self)
{
	self->untold = loop.plug != NULL;
	arm_timer();
	interrupt_poll();
	tell();
}

static keel_status add_source(const struct source *from, uint64_t *ret_id)
{
	struct source *self = malloc(sizeof(*self));
	struct source **at;
	keel_status status;

	if (!self)
		return keel_error_no_memory();
	*self = *from;
	self->refs = 1;
	keel_loop_lock();
	status = need_fds();
	for (at = &loop.sources; *at; at = &(*at)->next)
		if (self->fd >= 0 && (*at)->fd == self->fd && status == KEEL_OK)
			status = keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_EVENT,
					    "the descriptor %d is watched already", self->fd);
	self->id = loop.last_id + 1;
	if (status == KEEL_OK && self->fd >= 0 && !watch_source(self, 0))
		status = keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_EVENT,
				    "the descriptor %d cannot be watched: %s", self->fd,
				    strerror(errno));
	if (status != KEEL_OK) {
		keel_loop_unlock();
		free(self);
		return status;
	}
	*at = self;
	*ret_id = ++loop.last_id;
	source_changed(self);
	keel_loop_unlock();
	return KEEL_OK;
}

static keel_status no_source(const char *what, uint64_t id)
{
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_EVENT,
			  "there is no %s %" PRIu64, what, id);
}

/* Removes a source; it is freed when its callback does not run and the plug has been told. */
static keel_status remove_source(uint64_t id, bool is_timer)
{
	struct source **at;
	struct source *self;

	keel_loop_lock();
	for (at = &loop.sources; *at && ((*at)->id != id || ((*at)->fd < 0) != is_timer);
	     at = &(*at)->next)
		;
	self = *at;
	if (!self) {
		keel_loop_unlock();
		return no_source(is_timer ? "timer" : "watch", id);
	}
	*at = self->next;
	if (self->fd >= 0) {
		uint32_t before = self->events;

		self->events = KEEL_LOOP_NONE;
		watch_source(self, before);
	}
	self->due_ns = NEVER;
	self->removed = true;
	self->next = leaving;
	leaving = self;
	source_changed(self);
	keel_loop_unlock();
	return KEEL_OK;
}

keel_status keel_event_add_watch(int fd, uint32_t events, keel_watch_func callback, void *user_data,
				 keel_free_func destroy, uint64_t *ret_id)
{
	KEEL_TRY(keel_check_flags(__func__, events, ALL_EVENTS));
	KEEL_CHECK_POINTER(callback);
	KEEL_CHECK_POINTER(ret_id);
	if (fd < 0 || fcntl(fd, F_GETFD) < 0)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_EVENT,
				  "%s: %d is not a descriptor", __func__, fd);
	return add_source(&(struct source){.fd = fd,
					   .events = events,
					   .interval_ms = -1,
					   .due_ns = NEVER,
					   .watch = callback,
					   .user_data = user_data,
					   .destroy = destroy},
			  ret_id);
}

keel_status keel_event_update_watch(uint64_t id, uint32_t events)
{
	struct source *self;
	keel_status status = KEEL_OK;
	uint32_t before;

	KEEL_TRY(keel_check_flags(__func__, events, ALL_EVENTS));
	keel_loop_lock();
	self = find_source(id, false);
	if (!self) {
		keel_loop_unlock();
		return no_source("watch", id);
	}
	before = self->events;
	self->events = events;
	self->ready &= events | KEEL_LOOP_ERROR | KEEL_LOOP_HANGUP;
	if (watch_source(self, before)) {
		source_changed(self);
	} else {
		/* Its owner has closed it. */
		self->events = KEEL_LOOP_NONE;
		status = keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_EVENT,
				    "the descriptor %d cannot be watched: %s", self->fd,
				    strerror(errno));
	}
	keel_loop_unlock();
	return status;
}

keel_status keel_event_remove_watch(uint64_t id)
{
	return remove_source(id, false);
}

static keel_status check_interval(const char *function, int32_t interval_ms)
{
	if (interval_ms >= -1)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_EVENT,
			  "%s: the interval %d is less than -1", function, (int)interval_ms);
}

static uint64_t due_after(int32_t interval_ms)
{
	return interval_ms < 0 ? NEVER : now_ns() + (uint64_t)interval_ms * NS_PER_MS;
}

keel_status keel_event_add_timer(int32_t interval_ms, keel_timer_func callback, void *user_data,
				 keel_free_func destroy, uint64_t *ret_id)
{
	KEEL_TRY(check_interval(__func__, interval_ms));
	KEEL_CHECK_POINTER(callback);
	KEEL_CHECK_POINTER(ret_id);
	return add_source(&(struct source){.fd = -1,
					   .interval_ms = interval_ms,
					   .due_ns = due_after(interval_ms),
					   .timer = callback,
					   .user_data = user_data,
					   .destroy = destroy},
			  ret_id);
}

keel_status keel_event_update_timer(uint64_t id, int32_t interval_ms)
{
	struct source *self;

	KEEL_TRY(check_interval(__func__, interval_ms));
	keel_loop_lock();
	self = find_source(id, true);
	if (!self) {
		keel_loop_unlock();
		return no_source("timer", id);
	}
	self->interval_ms = interval_ms;
	self->due_ns = due_after(interval_ms);
	source_changed(self);
	keel_loop_unlock();
	return KEEL_OK;
}

keel_status keel_event_remove_timer(uint64_t id)
{
	return remove_source(id, true);
}

/* Dispatching */

static struct timespec deadline_after(int32_t timeout_ms)
{
	struct timespec deadline;

	clock_gettime(CLOCK_MONOTONIC, &deadline);
	deadline.tv_sec += timeout_ms / 1000;
	deadline.tv_nsec += timeout_ms % 1000 * (long)NS_PER_MS;
	if (deadline.tv_nsec >= (long)NS_PER_S) {
		deadline.tv_sec++;
		deadline.tv_nsec -= (long)NS_PER_S;
	}
	return deadline;
}

/* How much of a time-out is left. */
static int left_ms(const struct timespec *deadline)
{
	uint64_t end = (uint64_t)deadline->tv_sec * NS_PER_S + (uint64_t)deadline->tv_nsec;
	uint64_t now = now_ns();

	return end <= now ? 0 : (int)((end - now + NS_PER_MS - 1) / NS_PER_MS);
}

/* Waits for a change; false when the time is up. */
static bool wait_for_change(int32_t timeout_ms, const struct timespec *deadline)
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

/* Waits for sources, as the one thread that does; false when the time is up. */
static bool wait_for_sources(int32_t timeout_ms, const struct timespec *deadline)
{
	int wait_ms = timeout_ms <= 0 ? timeout_ms : left_ms(deadline);

	loop.polling = true;
	poll_sources(wait_ms);
	loop.polling = false;
	loop.interrupted = false;
	update_fd();
	if (loop.n_waiting)
		pthread_cond_broadcast(&loop.changed);
	return timeout_ms < 0 || (timeout_ms > 0 && left_ms(deadline) > 0);
}

static bool is_due(const struct source *source, uint64_t now)
{
	return source->ready || source->due_ns <= now;
}

/* The next source that is ready and has not had its turn in this round. */
static struct source *next_ready(uint64_t now)
{
	struct source *at;

	for (at = loop.sources; at; at = at->next)
		if (at->round != loop.round && is_due(at, now))
			return at;
	return NULL;
}

static bool anything_to_do(void)
{
	struct source *at;
	uint64_t now;

	if (keel_queue_size())
		return true;
	if (!loop.sources)
		return false;
	now = now_ns();
	for (at = loop.sources; at; at = at->next)
		if (is_due(at, now))
			return true;
	return false;
}

static bool take_wakeup(void)
{
	if (!loop.woken)
		return false;
	loop.woken = false;
	update_fd();
	return true;
}

/* Waits for the turn of this thread and for something to do; false when there is nothing. */
static bool await_turn(int32_t timeout_ms)
{
	struct timespec deadline = {0};

	if (timeout_ms > 0)
		deadline = deadline_after(timeout_ms);
	/* What is ready now is to be seen even when there is no waiting. */
	if (loop.sources && !loop.polling && !loop.dispatching)
		wait_for_sources(0, &deadline);
	while (loop.dispatching || !anything_to_do()) {
		bool go_on;

		if (take_wakeup())
			return false;
		if (loop.sources && !loop.dispatching && !loop.polling && timeout_ms != 0)
			go_on = wait_for_sources(timeout_ms, &deadline);
		else
			go_on = wait_for_change(timeout_ms, &deadline);
		if (!go_on)
			return !loop.dispatching && anything_to_do();
	}
	loop.woken = false;
	return true;
}

/* Runs the callback of a source, with the lock free. */
static void run_source(struct source *self, uint32_t ready)
{
	self->round = loop.round;
	self->ready = 0;
	self->refs++;
	keel_loop_unlock();
	if (self->fd >= 0)
		self->watch(self->id, self->fd, ready, self->user_data);
	else
		self->timer(self->id, self->user_data);
	keel_loop_lock();
	release_source(self);
}

/* Runs the callbacks of all sources that are ready; each once. */
static uint32_t run_ready(void)
{
	uint64_t now = now_ns();
	struct source *source;
	uint32_t n = 0;

	loop.round++;
	while ((source = next_ready(now))) {
		if (source->fd < 0)
			source->due_ns = due_after(source->interval_ms);
		run_source(source, source->ready);
		n++;
	}
	if (n)
		arm_timer();
	return n;
}

/* Runs what is queued; events may be purged meanwhile, and new ones are left. */
static uint32_t run_queue(void)
{
	uint64_t n_left;
	uint32_t n = 0;

	for (n_left = keel_queue_size(); n_left && keel_queue_size(); n_left--)
		n += keel_queue_run_first();
	return n;
}

static uint32_t run_all(void)
{
	uint32_t n = 0;
	int i;

	/* What a driver hears through its sources, its listeners are to hear at once. */
	for (i = 0; loop.sources && i < MAX_ROUNDS; i++) {
		uint32_t n_ran = run_ready();

		n += n_ran;
		if (!n_ran || keel_queue_size())
			break;
		if (!loop.polling)
			wait_for_sources(0, NULL);
	}
	return n + run_queue();
}

static keel_status called_from_inside(const char *function)
{
	return keel_error(KEEL_STATUS_BUSY, KEEL_ERROR_DOMAIN_EVENT,
			  "%s was called from inside a callback", function);
}

static bool is_inside(void)
{
	return loop.dispatching && pthread_equal(loop.dispatcher, pthread_self());
}

static void begin_turn(void)
{
	loop.dispatching = true;
	loop.dispatcher = pthread_self();
}

static void end_turn(void)
{
	loop.dispatching = false;
	keel_loop_announce();
}

keel_status keel_event_dispatch(int32_t timeout_ms, uint32_t *ret_dispatched)
{
	uint32_t n_dispatched = 0;

	if (timeout_ms < -1)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_EVENT,
				  "%s: the timeout %d is less than -1", __func__, (int)timeout_ms);

	keel_loop_lock();
	if (is_inside()) {
		keel_loop_unlock();
		return called_from_inside(__func__);
	}
	if (loop.plug) {
		keel_loop_unlock();
		return keel_error(KEEL_STATUS_BUSY, KEEL_ERROR_DOMAIN_EVENT,
				  "%s: another event loop is plugged in", __func__);
	}
	if (await_turn(timeout_ms)) {
		begin_turn();
		n_dispatched = run_all();
		end_turn();
	}
	keel_loop_unlock();
	if (ret_dispatched)
		*ret_dispatched = n_dispatched;
	return KEEL_OK;
}

/* Plugging in another loop */

keel_status keel_event_plug_loop(keel_loop_func callback, void *user_data, keel_free_func destroy)
{
	struct plug *self;
	struct source *at;
	keel_status status;

	KEEL_CHECK_POINTER(callback);
	self = calloc(1, sizeof(*self));
	if (!self)
		return keel_error_no_memory();
	self->callback = callback;
	self->user_data = user_data;
	self->destroy = destroy;
	self->refs = 1;
	keel_loop_lock();
	status = need_fds();
	if (status == KEEL_OK && loop.plug)
		status = keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_EVENT,
				    "an event loop is plugged in already");
	if (status != KEEL_OK) {
		keel_loop_unlock();
		free(self);
		return status;
	}
	self->queue = (struct source){.id = ++loop.last_id,
				      .fd = loop.read_fd,
				      .events = KEEL_LOOP_READABLE,
				      .interval_ms = -1,
				      .untold = true};
	loop.plug = self;
	for (at = loop.sources; at; at = at->next)
		at->untold = true;
	/* Whoever waits in dispatch is to leave it. */
	loop.woken = true;
	keel_loop_announce();
	tell();
	keel_loop_unlock();
	return KEEL_OK;
}

keel_status keel_event_unplug_loop(void)
{
	struct plug *self;

	keel_loop_lock();
	self = loop.plug;
	if (!self) {
		keel_loop_unlock();
		return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_EVENT,
				  "no event loop is plugged in");
	}
	loop.plug = NULL;
	self = drop_plug(self);
	keel_loop_unlock();
	free_plug(self);
	return KEEL_OK;
}

/* Runs what a source that the plugged-in loop found ready is for. */
static void run_one(uint64_t id, uint32_t events)
{
	struct source *source;

	if (loop.plug && id == loop.plug->queue.id) {
		take_wakeup();
		run_queue();
		return;
	}
	for (source = loop.sources; source && source->id != id; source = source->next)
		;
	if (!source)
		return;
	if (source->fd < 0)
		source->due_ns = due_after(source->interval_ms);
	run_source(source, events);
	arm_timer();
}

keel_status keel_event_source_ready(uint64_t id, uint32_t events)
{
	KEEL_TRY(keel_check_flags(__func__, events, ALL_EVENTS));
	keel_loop_lock();
	if (is_inside()) {
		keel_loop_unlock();
		return called_from_inside(__func__);
	}
	if (!loop.plug) {
		keel_loop_unlock();
		return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_EVENT,
				  "%s: no event loop is plugged in", __func__);
	}
	while (loop.dispatching)
		wait_for_change(-1, NULL);
	begin_turn();
	run_one(id, events);
	end_turn();
	keel_loop_unlock();
	return KEEL_OK;
}
