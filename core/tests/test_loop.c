/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Descriptors and timers in the event loop, and another loop that is plugged in. */

#include "check.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

/* Long enough for a machine that is busy, and never waited for when all is well. */
#define LONG_MS 20000

static int n_destroyed;

static void forget(void *user_data)
{
	(void)user_data;
	n_destroyed++;
}

struct seen {
	int n;
	uint64_t id;
	int fd;
	uint32_t events;
	/* Read what is there. */
	bool read;
	/* Remove the source from inside its callback. */
	bool remove;
};

static void see_watch(uint64_t id, int fd, uint32_t events, void *user_data)
{
	struct seen *seen = user_data;
	char byte;

	seen->n++;
	seen->id = id;
	seen->fd = fd;
	seen->events = events;
	if (seen->read)
		CHECK_INT(1, read(fd, &byte, 1));
	if (seen->remove) {
		int before = n_destroyed;

		CHECK_OK(keel_event_remove_watch(id));
		CHECK_INT(before, n_destroyed);
	}
}

static void see_timer(uint64_t id, void *user_data)
{
	struct seen *seen = user_data;

	seen->n++;
	seen->id = id;
	if (seen->remove) {
		int before = n_destroyed;

		CHECK_OK(keel_event_remove_timer(id));
		CHECK_INT(before, n_destroyed);
	}
}

static void open_pipe(int fds[2])
{
	CHECK_INT(0, pipe(fds));
}

static void close_pipe(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

static void put(int fd)
{
	CHECK_INT(1, write(fd, "x", 1));
}

static void test_watch_hears_that_a_descriptor_is_readable(void)
{
	struct seen seen = {.read = true};
	int fds[2];
	uint64_t id;
	uint32_t n;

	n_destroyed = 0;
	open_pipe(fds);
	CHECK_OK(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &seen, forget, &id));
	CHECK_OK(keel_event_dispatch(0, &n));
	CHECK_INT(0, n);
	put(fds[1]);
	CHECK_OK(keel_event_dispatch(LONG_MS, &n));
	CHECK_INT(1, n);
	CHECK_INT(1, seen.n);
	CHECK_INT(id, seen.id);
	CHECK_INT(fds[0], seen.fd);
	CHECK_INT(KEEL_LOOP_READABLE, seen.events);
	CHECK_OK(keel_event_dispatch(0, &n));
	CHECK_INT(0, n);

	/* What is not waited for is not heard. */
	CHECK_OK(keel_event_update_watch(id, KEEL_LOOP_NONE));
	put(fds[1]);
	CHECK_OK(keel_event_dispatch(0, &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_event_update_watch(id, KEEL_LOOP_READABLE));
	CHECK_OK(keel_event_dispatch(LONG_MS, &n));
	CHECK_INT(2, seen.n);

	CHECK_OK(keel_event_remove_watch(id));
	CHECK_INT(1, n_destroyed);
	put(fds[1]);
	CHECK_OK(keel_event_dispatch(0, &n));
	CHECK_INT(2, seen.n);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_event_remove_watch(id));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_event_update_watch(id, KEEL_LOOP_READABLE));
	close_pipe(fds);
}

static void test_watch_hears_of_writing_and_hanging_up(void)
{
	struct seen writer = {0};
	struct seen reader = {0};
	uint64_t writer_id;
	uint64_t reader_id;
	int fds[2];

	open_pipe(fds);
	CHECK_OK(keel_event_add_watch(fds[1], KEEL_LOOP_WRITABLE, see_watch, &writer, NULL,
				      &writer_id));
	CHECK_OK(keel_event_dispatch(LONG_MS, NULL));
	CHECK(writer.n >= 1);
	CHECK_INT(KEEL_LOOP_WRITABLE, writer.events);
	CHECK_OK(keel_event_remove_watch(writer_id));

	CHECK_OK(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &reader, NULL,
				      &reader_id));
	close(fds[1]);
	CHECK_OK(keel_event_dispatch(LONG_MS, NULL));
	CHECK(reader.n >= 1);
	CHECK(reader.events & KEEL_LOOP_HANGUP);
	CHECK_OK(keel_event_remove_watch(reader_id));
	close(fds[0]);
}

static void test_watch_is_removed_from_inside_its_callback(void)
{
	struct seen seen = {.remove = true};
	int fds[2];
	uint64_t id;
	uint32_t n;

	n_destroyed = 0;
	open_pipe(fds);
	put(fds[1]);
	CHECK_OK(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &seen, forget, &id));
	CHECK_OK(keel_event_dispatch(LONG_MS, &n));
	CHECK_INT(1, n);
	CHECK_INT(1, n_destroyed);
	CHECK_OK(keel_event_dispatch(0, &n));
	CHECK_INT(0, n);
	close_pipe(fds);
}

static void test_descriptor_that_its_owner_closed_does_no_harm(void)
{
	struct seen seen = {.read = true};
	int fds[2];
	uint64_t id;

	open_pipe(fds);
	CHECK_OK(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &seen, NULL, &id));
	close_pipe(fds);
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_OK(keel_event_update_watch(id, KEEL_LOOP_NONE));
	CHECK_OK(keel_event_dispatch(10, NULL));
	CHECK_OK(keel_event_remove_watch(id));
}

static void test_watch_refuses(void)
{
	struct seen seen = {0};
	uint64_t id = 0;
	uint64_t other = 0;
	int fds[2];

	open_pipe(fds);
	CHECK_INVALID(keel_event_add_watch(-1, KEEL_LOOP_READABLE, see_watch, &seen, forget, &id));
	CHECK_INVALID(keel_event_add_watch(9999, KEEL_LOOP_READABLE, see_watch, &seen, forget, &id));
	CHECK_INVALID(keel_event_add_watch(fds[0], 16, see_watch, &seen, forget, &id));
	CHECK_INVALID(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, NULL, &seen, forget, &id));
	CHECK_INVALID(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &seen, forget,
					   NULL));
	CHECK_INT(0, id);
	CHECK_OK(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &seen, NULL, &id));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &seen, forget,
					 &other));
	CHECK_INT(0, other);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_event_remove_timer(id));
	CHECK_INVALID(keel_event_update_watch(id, 16));
	CHECK_OK(keel_event_remove_watch(id));
	close_pipe(fds);
}

static void test_timer_comes(void)
{
	struct seen seen = {0};
	uint64_t id;
	uint32_t n;

	n_destroyed = 0;
	CHECK_OK(keel_event_add_timer(1, see_timer, &seen, forget, &id));
	while (seen.n < 3)
		CHECK_OK(keel_event_dispatch(LONG_MS, NULL));
	CHECK_INT(id, seen.id);

	CHECK_OK(keel_event_update_timer(id, -1));
	seen.n = 0;
	CHECK_OK(keel_event_dispatch(5, &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_event_update_timer(id, 0));
	CHECK_OK(keel_event_dispatch(0, &n));
	CHECK(seen.n >= 1);
	CHECK_OK(keel_event_remove_timer(id));
	CHECK_INT(1, n_destroyed);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_event_remove_timer(id));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_event_update_timer(id, 1));
}

static void test_timer_that_is_not_due_lets_a_wait_end(void)
{
	struct seen seen = {0};
	uint64_t id;
	uint32_t n = 99;

	CHECK_OK(keel_event_add_timer(1000000, see_timer, &seen, NULL, &id));
	CHECK_OK(keel_event_dispatch(5, &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_event_wakeup());
	CHECK_OK(keel_event_dispatch(-1, &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_event_remove_timer(id));
	CHECK_INT(0, seen.n);
}

static void test_timer_is_removed_from_inside_its_callback(void)
{
	struct seen seen = {.remove = true};
	uint64_t id;
	uint32_t n;

	n_destroyed = 0;
	CHECK_OK(keel_event_add_timer(0, see_timer, &seen, forget, &id));
	CHECK_OK(keel_event_dispatch(LONG_MS, &n));
	CHECK_INT(1, n);
	CHECK_INT(1, n_destroyed);
}

static void test_timer_refuses(void)
{
	uint64_t id = 0;

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_event_add_timer(-2, see_timer, NULL, forget, &id));
	CHECK_INVALID(keel_event_add_timer(1, NULL, NULL, forget, &id));
	CHECK_INVALID(keel_event_add_timer(1, see_timer, NULL, forget, NULL));
	CHECK_INT(0, id);
	CHECK_OK(keel_event_add_timer(-1, see_timer, NULL, NULL, &id));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_event_update_timer(id, -2));
	CHECK_OK(keel_event_remove_timer(id));
}

static bool is_readable(int fd, int timeout_ms)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
	int n;

	do
		n = poll(&poll_fd, 1, timeout_ms);
	while (n < 0 && errno == EINTR);
	return n == 1 && (poll_fd.revents & POLLIN);
}

static void hear(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		 int32_t detail, void *user_data)
{
	int *n = user_data;

	(void)connection;
	(void)domain;
	(void)event;
	(void)detail;
	++*n;
}

/* The descriptor is readable for an event, a wake-up and, where the system has it, for sources. */
static void test_descriptor_tells_of_all_there_is_to_do(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct seen seen = {.read = true};
	uint64_t listener;
	uint64_t id;
	int fds[2];
	int n = 0;
	int fd;

	CHECK_OK(keel_event_get_fd(&fd));
	CHECK(!is_readable(fd, 0));
	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, &n, NULL, &listener));
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK(is_readable(fd, LONG_MS));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_INT(1, n);
	CHECK(!is_readable(fd, 0));
	CHECK_OK(keel_event_wakeup());
	CHECK(is_readable(fd, LONG_MS));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK(!is_readable(fd, 0));

#ifndef TEST_WITHOUT_EPOLL
	open_pipe(fds);
	CHECK_OK(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &seen, NULL, &id));
	CHECK(!is_readable(fd, 0));
	put(fds[1]);
	CHECK(is_readable(fd, LONG_MS));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_INT(1, seen.n);
	CHECK(!is_readable(fd, 0));
	CHECK_OK(keel_event_remove_watch(id));
	close_pipe(fds);

	seen = (struct seen){0};
	CHECK_OK(keel_event_add_timer(1, see_timer, &seen, NULL, &id));
	CHECK(is_readable(fd, LONG_MS));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK(seen.n >= 1);
	CHECK_OK(keel_event_remove_timer(id));
	CHECK(!is_readable(fd, 0));
#else
	(void)fds;
	(void)seen;
	(void)id;
#endif
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

/* A loop as a program has it: it polls the descriptors of the sources that it is told of. */
struct plugged {
	keel_loop_source sources[8];
	size_t n;
	int n_told;
};

static void be_told(const keel_loop_source *source, void *user_data)
{
	struct plugged *loop = user_data;
	size_t i;

	loop->n_told++;
	for (i = 0; i < loop->n; i++)
		if (loop->sources[i].id == source->id)
			break;
	if (source->removed) {
		CHECK(i < loop->n);
		loop->sources[i] = loop->sources[--loop->n];
		return;
	}
	CHECK(i < 8);
	if (i == loop->n)
		loop->n++;
	loop->sources[i] = *source;
}

/* One round of it. */
static void run_plugged(struct plugged *loop)
{
	struct pollfd fds[8];
	uint64_t ids[8];
	size_t n = 0;
	size_t i;

	for (i = 0; i < loop->n; i++) {
		if (loop->sources[i].fd >= 0 && loop->sources[i].events) {
			fds[n] = (struct pollfd){.fd = loop->sources[i].fd, .events = POLLIN};
			ids[n++] = loop->sources[i].id;
		} else if (loop->sources[i].interval_ms == 0) {
			CHECK_OK(keel_event_source_ready(loop->sources[i].id, 0));
		}
	}
	CHECK(poll(fds, (nfds_t)n, 0) >= 0);
	for (i = 0; i < n; i++)
		if (fds[i].revents)
			CHECK_OK(keel_event_source_ready(ids[i], KEEL_LOOP_READABLE));
}

static void test_another_loop_is_plugged_in(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct plugged loop = {0};
	struct seen watched = {.read = true};
	struct seen timed = {0};
	uint64_t listener;
	uint64_t watch;
	uint64_t timer;
	int n_heard = 0;
	int fds[2];

	n_destroyed = 0;
	open_pipe(fds);
	CHECK_OK(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, see_watch, &watched, NULL,
				      &watch));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_event_source_ready(watch, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_event_unplug_loop());
	CHECK_INVALID(keel_event_plug_loop(NULL, NULL, forget));
	CHECK_OK(keel_event_plug_loop(be_told, &loop, forget));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_event_plug_loop(be_told, &loop, forget));
	CHECK_INT(2, loop.n);
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_event_dispatch(0, NULL));
	/* Whoever waited was woken, which is seen as something to do. */
	run_plugged(&loop);

	CHECK_OK(keel_event_add_timer(0, see_timer, &timed, NULL, &timer));
	CHECK_INT(3, loop.n);
	run_plugged(&loop);
	CHECK_INT(1, timed.n);
	CHECK_OK(keel_event_update_timer(timer, -1));
	run_plugged(&loop);
	CHECK_INT(1, timed.n);

	put(fds[1]);
	run_plugged(&loop);
	CHECK_INT(1, watched.n);
	run_plugged(&loop);
	CHECK_INT(1, watched.n);

	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, &n_heard, NULL,
						     &listener));
	CHECK_OK(keel_domain_suspend(domain, 0));
	run_plugged(&loop);
	CHECK_INT(1, n_heard);
	CHECK_INVALID(keel_event_source_ready(watch, 16));

	CHECK_OK(keel_event_remove_timer(timer));
	CHECK_INT(2, loop.n);
	CHECK_OK(keel_event_source_ready(timer, 0));
	CHECK_INT(1, timed.n);
	CHECK_OK(keel_event_unplug_loop());
	CHECK_INT(1, n_destroyed);
	CHECK_OK(keel_event_remove_watch(watch));
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_INT(2, n_heard);
	close_pipe(fds);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void dispatch_inside(uint64_t id, void *user_data)
{
	int *n = user_data;

	(void)id;
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_event_dispatch(0, NULL));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_event_source_ready(id, 0));
	++*n;
}

static void test_dispatch_inside_a_callback_is_refused(void)
{
	uint64_t id;
	int n = 0;

	CHECK_OK(keel_event_add_timer(0, dispatch_inside, &n, NULL, &id));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK(n >= 1);
	CHECK_OK(keel_event_remove_timer(id));
}

/* Lets other threads have their turn. */
static void rest(void)
{
	CHECK(poll(NULL, 0, 1) == 0);
}

/* What threads share. */
static atomic_bool stop;
static _Atomic int n_ran;
static _Atomic int n_forgotten;
static _Atomic int n_ended;

static void count_watch(uint64_t id, int fd, uint32_t events, void *user_data)
{
	(void)id;
	(void)fd;
	(void)events;
	(void)user_data;
	n_ran++;
}

static void count_timer(uint64_t id, void *user_data)
{
	(void)id;
	(void)user_data;
	n_ran++;
}

static void count_forgotten(void *user_data)
{
	(void)user_data;
	n_forgotten++;
}

static void *dispatch_until_stopped(void *data)
{
	(void)data;
	while (!stop)
		CHECK_OK(keel_event_dispatch(-1, NULL));
	n_ended++;
	return NULL;
}

#define N_CHANGES 200

static void *add_and_remove(void *data)
{
	int fds[2];
	uint64_t watch;
	uint64_t timer;
	int i;

	(void)data;
	open_pipe(fds);
	put(fds[1]);
	for (i = 0; i < N_CHANGES; i++) {
		CHECK_OK(keel_event_add_watch(fds[0], KEEL_LOOP_READABLE, count_watch, NULL,
					      count_forgotten, &watch));
		CHECK_OK(keel_event_add_timer(0, count_timer, NULL, count_forgotten, &timer));
		CHECK_OK(keel_event_update_watch(watch, KEEL_LOOP_NONE));
		CHECK_OK(keel_event_update_watch(watch, KEEL_LOOP_READABLE));
		CHECK_OK(keel_event_update_timer(timer, 1));
		CHECK_OK(keel_event_remove_watch(watch));
		CHECK_OK(keel_event_remove_timer(timer));
	}
	close_pipe(fds);
	return NULL;
}

static void test_threads_change_what_others_wait_for(void)
{
	pthread_t dispatchers[4];
	pthread_t changers[4];
	size_t i;

	stop = false;
	n_ran = n_forgotten = n_ended = 0;
	for (i = 0; i < 4; i++) {
		CHECK_INT(0, pthread_create(&dispatchers[i], NULL, dispatch_until_stopped, NULL));
		CHECK_INT(0, pthread_create(&changers[i], NULL, add_and_remove, NULL));
	}
	for (i = 0; i < 4; i++)
		CHECK_INT(0, pthread_join(changers[i], NULL));
	stop = true;
	/* A wake-up is for one thread. */
	while (n_ended < 4) {
		CHECK_OK(keel_event_wakeup());
		rest();
	}
	for (i = 0; i < 4; i++)
		CHECK_INT(0, pthread_join(dispatchers[i], NULL));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_INT(4 * N_CHANGES * 2, n_forgotten);
	printf("# %d callbacks ran\n", n_ran);
}

/* A thread that waits without sources is told of one that comes. */
static void test_waiting_thread_hears_of_a_new_source(void)
{
	pthread_t thread;
	uint64_t id;

	stop = false;
	n_ran = 0;
	CHECK_INT(0, pthread_create(&thread, NULL, dispatch_until_stopped, NULL));
	CHECK_OK(keel_event_add_timer(1, count_timer, NULL, NULL, &id));
	while (n_ran < 2)
		rest();
	stop = true;
	CHECK_OK(keel_event_remove_timer(id));
	CHECK_OK(keel_event_wakeup());
	CHECK_INT(0, pthread_join(thread, NULL));
}

int main(void)
{
	RUN(test_watch_hears_that_a_descriptor_is_readable);
	RUN(test_watch_hears_of_writing_and_hanging_up);
	RUN(test_watch_is_removed_from_inside_its_callback);
	RUN(test_descriptor_that_its_owner_closed_does_no_harm);
	RUN(test_watch_refuses);
	RUN(test_timer_comes);
	RUN(test_timer_that_is_not_due_lets_a_wait_end);
	RUN(test_timer_is_removed_from_inside_its_callback);
	RUN(test_timer_refuses);
	RUN(test_descriptor_tells_of_all_there_is_to_do);
	RUN(test_another_loop_is_plugged_in);
	RUN(test_dispatch_inside_a_callback_is_refused);
	RUN(test_threads_change_what_others_wait_for);
	RUN(test_waiting_thread_hears_of_a_new_source);
	DONE();
}
