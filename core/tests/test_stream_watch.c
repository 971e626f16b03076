/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Streams that never wait, and their watches in the event loop; and the events of pools. */

#include "storage.h"

#include <pthread.h>
#include <stdatomic.h>

#define KIB 1024u
#define WINDOW (64 * KIB)

static keel_connection *connection;
static keel_storage_pool *pool;
static keel_storage_volume *volume;
static keel_stream *stream;

static void begin(uint64_t capacity)
{
	connection = open_default();
	pool = find_pool(connection, "default");
	volume = make_volume(pool, "v", capacity);
	CHECK_OK(keel_stream_new(connection, KEEL_STREAM_NONBLOCK, &stream));
}

static void end(void)
{
	keel_stream_unref(stream);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static uint32_t dispatch(void)
{
	uint32_t n;

	CHECK_OK(keel_event_dispatch(0, &n));
	return n;
}

struct watcher {
	uint32_t n_heard;
	uint32_t n_destroyed;
	uint32_t events;
	/* What it does when it hears. */
	void (*action)(struct watcher *self);
	size_t n_bytes;
};

static void hear(keel_stream *self, uint32_t events, void *user_data)
{
	struct watcher *watcher = user_data;

	CHECK(self == stream);
	CHECK_INT(0, watcher->n_destroyed);
	watcher->n_heard++;
	watcher->events = events;
	if (watcher->action)
		watcher->action(watcher);
}

static void destroy(void *user_data)
{
	struct watcher *watcher = user_data;

	watcher->n_destroyed++;
}

static void watch(struct watcher *watcher, uint32_t events)
{
	CHECK_OK(keel_stream_add_watch(stream, events, hear, watcher, destroy));
}

static void test_a_window_opens_again(void)
{
	uint8_t *bytes = calloc(1, 2 * WINDOW);
	size_t n = 99;

	CHECK(bytes);
	begin(300 * KIB);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	CHECK_OK(keel_stream_send(stream, bytes, 1000, &n));
	CHECK_INT(1000, n);
	CHECK_OK(keel_stream_send(stream, bytes, 2 * WINDOW, &n));
	CHECK_INT(WINDOW - 1000, n);
	n = 99;
	CHECK_FAILS(KEEL_STATUS_WOULD_BLOCK, keel_stream_send(stream, bytes, 1, &n));
	CHECK_FAILS(KEEL_STATUS_WOULD_BLOCK, keel_stream_send(stream, bytes, 1, &n));
	CHECK_INT(99, n);
	CHECK_OK(keel_stream_send(stream, bytes, 0, &n));
	CHECK_INT(0, n);
	dispatch();
	CHECK_OK(keel_stream_send(stream, bytes, 2 * WINDOW, &n));
	CHECK_INT(WINDOW, n);
	CHECK_OK(keel_stream_finish(stream));
	check_volume(volume, 300 * KIB, 2 * WINDOW);
	keel_stream_unref(stream);

	CHECK_OK(keel_stream_new(connection, KEEL_STREAM_NONBLOCK, &stream));
	CHECK_OK(keel_storage_volume_download(volume, stream, 0, WINDOW + 1));
	CHECK_OK(keel_stream_receive(stream, bytes, 2 * WINDOW, &n));
	CHECK_INT(WINDOW, n);
	CHECK_FAILS(KEEL_STATUS_WOULD_BLOCK, keel_stream_receive(stream, bytes, 1, &n));
	dispatch();
	CHECK_OK(keel_stream_receive(stream, bytes, 2 * WINDOW, &n));
	CHECK_INT(1, n);
	CHECK_OK(keel_stream_receive(stream, bytes, 2 * WINDOW, &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_stream_finish(stream));
	CHECK_INT(0, dispatch());
	end();
	free(bytes);
}

static void fill(struct watcher *self)
{
	static const uint8_t bytes[2 * WINDOW];
	size_t left = 200 * KIB - self->n_bytes;
	size_t n;

	while (left) {
		keel_status status = keel_stream_send(stream, bytes,
						      left < sizeof(bytes) ? left : sizeof(bytes),
						      &n);

		if (status == KEEL_STATUS_WOULD_BLOCK)
			return;
		CHECK_OK(status);
		self->n_bytes += n;
		left -= n;
	}
	CHECK_OK(keel_stream_finish(stream));
}

static void drain(struct watcher *self)
{
	static uint8_t bytes[2 * WINDOW];
	size_t n;

	for (;;) {
		keel_status status = keel_stream_receive(stream, bytes, sizeof(bytes), &n);

		if (status == KEEL_STATUS_WOULD_BLOCK)
			return;
		CHECK_OK(status);
		if (n == 0)
			break;
		self->n_bytes += n;
	}
	CHECK_OK(keel_stream_finish(stream));
}

static void test_a_watch_moves_all(void)
{
	struct watcher sender = {.action = fill};
	struct watcher receiver = {.action = drain};
	int n;

	begin(200 * KIB);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	watch(&sender, KEEL_LOOP_WRITABLE);
	for (n = 0; !sender.n_destroyed; n++) {
		CHECK_INT(0, sender.n_destroyed);
		CHECK(n < 10);
		dispatch();
	}
	CHECK_INT(KEEL_LOOP_WRITABLE, sender.events);
	/* 200 KiB are three windows of 64 KiB and a part of one. */
	CHECK_INT(4, sender.n_heard);
	CHECK_INT(200 * KIB, sender.n_bytes);
	CHECK_INT(1, sender.n_destroyed);
	keel_stream_unref(stream);

	CHECK_OK(keel_stream_new(connection, KEEL_STREAM_NONBLOCK, &stream));
	CHECK_OK(keel_storage_volume_download(volume, stream, 0, 0));
	watch(&receiver, KEEL_LOOP_READABLE);
	for (n = 0; !receiver.n_destroyed; n++) {
		CHECK(n < 10);
		dispatch();
	}
	CHECK_INT(KEEL_LOOP_READABLE, receiver.events);
	CHECK_INT(200 * KIB, receiver.n_bytes);
	CHECK_INT(1, receiver.n_destroyed);
	CHECK_INT(0, dispatch());
	end();
}

static void test_a_watch_hears_what_it_waits_for(void)
{
	struct watcher watcher = {0};

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	watch(&watcher, KEEL_LOOP_READABLE);
	CHECK_INT(0, dispatch());
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_stream_add_watch(stream, 0, hear, &watcher, destroy));
	CHECK_OK(keel_stream_update_watch(stream, KEEL_LOOP_WRITABLE | KEEL_LOOP_READABLE));
	dispatch();
	dispatch();
	CHECK_INT(2, watcher.n_heard);
	CHECK_INT(KEEL_LOOP_WRITABLE, watcher.events);
	CHECK_INVALID(keel_stream_update_watch(stream, 1u << 4));
	CHECK_OK(keel_stream_update_watch(stream, 0));
	dispatch();
	CHECK_INT(0, dispatch());
	CHECK_INT(2, watcher.n_heard);
	CHECK_INT(0, watcher.n_destroyed);
	CHECK_OK(keel_stream_remove_watch(stream));
	CHECK_INT(1, watcher.n_destroyed);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_stream_remove_watch(stream));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_stream_update_watch(stream, 0));
	CHECK_INT(1, watcher.n_destroyed);
	end();
}

static void remove_inside(struct watcher *self)
{
	CHECK_OK(keel_stream_remove_watch(stream));
	CHECK_INT(0, self->n_destroyed);
}

static struct watcher replacement;

static void replace_inside(struct watcher *self)
{
	remove_inside(self);
	watch(&replacement, KEEL_LOOP_WRITABLE);
}

static void update_inside(struct watcher *self)
{
	(void)self;
	CHECK_OK(keel_stream_update_watch(stream, 0));
}

static void abort_inside(struct watcher *self)
{
	CHECK_OK(keel_stream_abort(stream));
	CHECK_INT(0, self->n_destroyed);
}

static void test_a_watch_changes_inside_its_callback(void)
{
	struct watcher watcher = {.action = replace_inside};

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	watch(&watcher, KEEL_LOOP_WRITABLE);
	replacement = (struct watcher){.action = remove_inside};
	dispatch();
	CHECK_INT(1, watcher.n_heard);
	CHECK_INT(1, watcher.n_destroyed);
	CHECK_INT(0, replacement.n_heard);
	dispatch();
	CHECK_INT(1, replacement.n_heard);
	CHECK_INT(1, replacement.n_destroyed);
	CHECK_INT(0, dispatch());

	watcher = (struct watcher){.action = update_inside};
	watch(&watcher, KEEL_LOOP_WRITABLE);
	dispatch();
	CHECK_INT(0, dispatch());
	CHECK_INT(1, watcher.n_heard);
	watcher.action = abort_inside;
	CHECK_OK(keel_stream_update_watch(stream, KEEL_LOOP_WRITABLE));
	dispatch();
	CHECK_INT(2, watcher.n_heard);
	CHECK_INT(1, watcher.n_destroyed);
	CHECK_INT(0, dispatch());
	end();
}

static void give_back_inside(struct watcher *self)
{
	keel_stream_unref(stream);
	/* It lives until its callback returns. */
	CHECK_INT(0, self->n_destroyed);
	CHECK_OK(keel_stream_update_watch(stream, KEEL_LOOP_WRITABLE));
}

static void test_a_stream_is_given_back_inside_its_callback(void)
{
	struct watcher watcher = {.action = give_back_inside};

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	watch(&watcher, KEEL_LOOP_WRITABLE);
	dispatch();
	CHECK_INT(1, watcher.n_destroyed);
	CHECK_OK(keel_storage_volume_wipe(volume));
	dispatch();
	CHECK_INT(1, watcher.n_heard);
	stream = NULL;
	end();
}

static void test_a_stream_takes_its_watch_along(void)
{
	struct watcher watcher = {0};

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	watch(&watcher, KEEL_LOOP_WRITABLE);
	keel_stream_unref(stream);
	CHECK_INT(1, watcher.n_destroyed);
	/* Its turn is in the queue still. */
	dispatch();
	CHECK_INT(0, watcher.n_heard);
	stream = NULL;
	end();
}

static void test_a_watch_goes_with_its_connection(void)
{
	struct watcher watcher = {0};

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	watch(&watcher, KEEL_LOOP_WRITABLE);
	CHECK_OK(keel_connection_close(connection));
	CHECK_INT(0, dispatch());
	CHECK_INT(0, watcher.n_heard);
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_stream_remove_watch(stream));
	end();
	CHECK_INT(1, watcher.n_destroyed);
}

static void test_a_watch_hears_that_its_stream_broke(void)
{
	struct watcher watcher = {0};

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	watch(&watcher, 0);
	CHECK_OK(keel_storage_pool_destroy(pool));
	dispatch();
	CHECK_INT(1, watcher.n_heard);
	CHECK_INT(KEEL_LOOP_ERROR, watcher.events);
	/* Once is enough. */
	CHECK_INT(0, dispatch());
	CHECK_OK(keel_stream_abort(stream));
	CHECK_INT(1, watcher.n_destroyed);
	end();
}

static void test_a_stream_that_waits_can_be_watched(void)
{
	struct watcher watcher = {.action = remove_inside};

	begin(10);
	keel_stream_unref(stream);
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	watch(&watcher, KEEL_LOOP_WRITABLE);
	dispatch();
	CHECK_INT(1, watcher.n_heard);
	CHECK_INT(1, watcher.n_destroyed);
	end();
}

static uint32_t heard[16];
static size_t n_heard;

static void hear_pool(keel_connection *self, keel_storage_pool *which,
		      keel_storage_pool_event_type event, void *user_data)
{
	(void)user_data;
	CHECK(self == connection);
	CHECK_TEXT("p", keel_storage_pool_get_name(which));
	CHECK(n_heard < 16);
	heard[n_heard++] = event;
}

static void test_pools_tell_of_changes(void)
{
	static const uint32_t expected[] = {
		KEEL_STORAGE_POOL_EVENT_DEFINED,   KEEL_STORAGE_POOL_EVENT_BUILT,
		KEEL_STORAGE_POOL_EVENT_STARTED,   KEEL_STORAGE_POOL_EVENT_REFRESHED,
		KEEL_STORAGE_POOL_EVENT_REFRESHED, KEEL_STORAGE_POOL_EVENT_REFRESHED,
		KEEL_STORAGE_POOL_EVENT_REFRESHED, KEEL_STORAGE_POOL_EVENT_REFRESHED,
		KEEL_STORAGE_POOL_EVENT_REFRESHED, KEEL_STORAGE_POOL_EVENT_UNDEFINED,
		KEEL_STORAGE_POOL_EVENT_STOPPED,
	};
	keel_storage_volume *inner;
	keel_storage_pool *own;
	uint64_t id;
	size_t i;

	begin(10);
	n_heard = 0;
	CHECK_OK(keel_connection_add_storage_pool_listener(connection, NULL, hear_pool, NULL, NULL,
							   &id));
	CHECK_OK(keel_connection_define_storage_pool(connection, "<pool><name>p</name></pool>", 0,
						     &own));
	CHECK_OK(keel_storage_pool_build(own));
	CHECK_OK(keel_storage_pool_start(own));
	CHECK_OK(keel_storage_pool_refresh(own));
	inner = make_volume(own, "inner", 10);
	upload(inner, 0, "x", 1);
	CHECK_OK(keel_storage_volume_resize(inner, 20, 0));
	CHECK_OK(keel_storage_volume_wipe(inner));
	CHECK_OK(keel_storage_volume_delete(inner));
	CHECK_OK(keel_storage_pool_undefine(own));
	CHECK_OK(keel_storage_pool_destroy(own));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_start(own));
	dispatch();
	CHECK_INT(sizeof(expected) / sizeof(*expected), n_heard);
	for (i = 0; i < n_heard; i++)
		CHECK_INT(expected[i], heard[i]);
	keel_storage_volume_unref(inner);
	keel_storage_pool_unref(own);
	end();
}

#define N_THREADS 8
#define N_ROUNDS 50

static atomic_uint n_called;
static atomic_uint n_gone;
static atomic_bool done;

static void count(keel_stream *self, uint32_t events, void *user_data)
{
	(void)self;
	(void)user_data;
	CHECK(events == KEEL_LOOP_WRITABLE || events == KEEL_LOOP_READABLE);
	atomic_fetch_add(&n_called, 1);
}

static void count_gone(void *user_data)
{
	(void)user_data;
	atomic_fetch_add(&n_gone, 1);
}

static void *churn(void *data)
{
	int i;

	for (i = 0; i < N_ROUNDS; i++) {
		keel_stream *own = new_stream(data, KEEL_STREAM_NONBLOCK);
		keel_status status;
		size_t n;

		/* The one before goes on as long as its callback runs. */
		do
			status = i % 2 ? keel_storage_volume_upload(data, own, 0, 0)
				       : keel_storage_volume_download(data, own, 0, 0);
		while (status == KEEL_STATUS_BUSY);
		CHECK_OK(status);
		CHECK_OK(keel_stream_add_watch(own, KEEL_LOOP_WRITABLE | KEEL_LOOP_READABLE, count,
					       NULL, count_gone));
		if (i % 2)
			CHECK_OK(keel_stream_send(own, (const uint8_t *)"x", 1, &n));
		if (i % 3 == 0)
			CHECK_OK(keel_stream_remove_watch(own));
		else if (i % 3 == 1)
			CHECK_OK(keel_stream_finish(own));
		keel_stream_unref(own);
	}
	return NULL;
}

static void *dispatch_all(void *data)
{
	while (!atomic_load(&done))
		CHECK_OK(keel_event_dispatch(-1, NULL));
	return data;
}

static void test_streams_end_while_the_loop_runs(void)
{
	keel_storage_volume *volumes[N_THREADS];
	pthread_t threads[N_THREADS];
	pthread_t dispatcher;
	char name[8];
	int i;

	begin(10);
	atomic_store(&n_gone, 0);
	CHECK_INT(0, pthread_create(&dispatcher, NULL, dispatch_all, NULL));
	for (i = 0; i < N_THREADS; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		volumes[i] = make_volume(pool, name, 100);
		CHECK_INT(0, pthread_create(&threads[i], NULL, churn, volumes[i]));
	}
	for (i = 0; i < N_THREADS; i++) {
		CHECK_INT(0, pthread_join(threads[i], NULL));
		keel_storage_volume_unref(volumes[i]);
	}
	atomic_store(&done, true);
	CHECK_OK(keel_event_wakeup());
	CHECK_INT(0, pthread_join(dispatcher, NULL));
	CHECK_INT(N_THREADS * N_ROUNDS, atomic_load(&n_gone));
	end();
}

int main(void)
{
	RUN(test_a_window_opens_again);
	RUN(test_a_watch_moves_all);
	RUN(test_a_watch_hears_what_it_waits_for);
	RUN(test_a_watch_changes_inside_its_callback);
	RUN(test_a_stream_is_given_back_inside_its_callback);
	RUN(test_a_stream_takes_its_watch_along);
	RUN(test_a_watch_goes_with_its_connection);
	RUN(test_a_watch_hears_that_its_stream_broke);
	RUN(test_a_stream_that_waits_can_be_watched);
	RUN(test_pools_tell_of_changes);
	RUN(test_streams_end_while_the_loop_runs);
	DONE();
}
