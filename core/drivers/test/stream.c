/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Streams: see stream.h.
 *
 * The lock of the host guards them. A stream has no hold of its own, so that it is freed, and by
 * that aborted, as soon as the program has given it back. What waits in the event queue is its
 * turn, which outlives it.
 */

#include "stream.h"

#include <stdlib.h>
#include <string.h>

#define DIRECTIONS ((uint32_t)KEEL_LOOP_READABLE | KEEL_LOOP_WRITABLE)

enum state {
	STATE_UNUSED,
	STATE_USED,
	STATE_BROKEN,
	STATE_OVER
};

struct watch {
	/* One while the stream has it, one more while its callback runs. */
	uint32_t refs;
	uint32_t events;
	keel_stream_event_func callback;
	void *user_data;
	keel_free_func destroy;
};

struct turn {
	/* One while the stream is there, one more while it is posted. */
	atomic_uint refs;
	struct test_host *host;
	/* NULL once the stream is freed. */
	struct test_stream *stream;
	bool posted;
};

struct test_stream {
	keel_stream base;
	struct test_host *host;
	enum state state;
	const struct test_stream_end *end;
	void *data;
	/* How much may go until the event loop has had its turn. */
	size_t window;
	/* It has said that it would have to wait. */
	bool waiting;
	/* Its watch knows that it broke. */
	bool told;
	struct watch *watch;
	struct turn *turn;
};

struct test_stream *test_stream_from(keel_stream *stream)
{
	return (struct test_stream *)stream;
}

static struct test_stream *lock_stream(keel_stream *stream)
{
	struct test_stream *self = test_stream_from(stream);

	pthread_mutex_lock(&self->host->lock);
	return self;
}

/* Gives back a reference to a watch: true when it was the last. */
static bool drop_watch(struct watch *watch)
{
	return watch && --watch->refs == 0;
}

/* Without the lock: the destroy function is the program's. */
static void free_watch(struct watch *watch)
{
	if (watch->destroy)
		watch->destroy(watch->user_data);
	free(watch);
}

/* Takes the watch away from the stream and unlocks; is the status. */
static keel_status unlock_without_watch(struct test_stream *self, keel_status status)
{
	struct watch *watch = self->watch;
	bool last = drop_watch(watch);

	self->watch = NULL;
	pthread_mutex_unlock(&self->host->lock);
	if (last)
		free_watch(watch);
	return status;
}

static keel_status unlock_stream(struct test_stream *self, keel_status status)
{
	pthread_mutex_unlock(&self->host->lock);
	return status;
}

static void drop_turn(void *data)
{
	struct turn *turn = data;

	if (atomic_fetch_sub_explicit(&turn->refs, 1, memory_order_acq_rel) == 1)
		free(turn);
}

/* What the watch is to be told. */
static uint32_t news(const struct test_stream *self)
{
	uint32_t ready = 0;

	if (!self->watch)
		return 0;
	if (self->state == STATE_BROKEN)
		return self->told ? 0 : KEEL_LOOP_ERROR;
	if (self->state == STATE_USED && self->end->send)
		ready |= KEEL_LOOP_WRITABLE;
	if (self->state == STATE_USED && self->end->receive)
		ready |= KEEL_LOOP_READABLE;
	return ready & self->watch->events;
}

static void have_turn(void *data);

/* Posts the turn of the stream when it needs one. */
static keel_status await_turn(struct test_stream *self)
{
	struct turn *turn = self->turn;
	keel_status status;

	if (turn->posted || (!self->waiting && !news(self)))
		return KEEL_OK;
	atomic_fetch_add_explicit(&turn->refs, 1, memory_order_relaxed);
	turn->posted = true;
	status = keel_event_post(self->base.object.handle.connection, have_turn, drop_turn, turn);
	if (status != KEEL_OK) {
		turn->posted = false;
		drop_turn(turn);
	}
	return status;
}

/* Tells the watch; the lock is free meanwhile. */
static void tell_watch(struct test_stream *self)
{
	uint32_t events = news(self);
	struct watch *watch = self->watch;

	if (!events)
		return;
	self->told = self->state == STATE_BROKEN;
	watch->refs++;
	pthread_mutex_unlock(&self->host->lock);
	watch->callback(&self->base, events, watch->user_data);
	pthread_mutex_lock(&self->host->lock);
	if (!drop_watch(watch))
		return;
	pthread_mutex_unlock(&self->host->lock);
	free_watch(watch);
	pthread_mutex_lock(&self->host->lock);
}

/* The event loop calls it. The stream stays alive until its watch has heard. */
static void have_turn(void *data)
{
	struct turn *turn = data;
	struct test_host *host = turn->host;
	struct test_stream *self;

	pthread_mutex_lock(&host->lock);
	turn->posted = false;
	self = turn->stream;
	if (!self || !keel_object_try_ref(&self->base.object)) {
		pthread_mutex_unlock(&host->lock);
		return;
	}
	self->window = STREAM_WINDOW;
	self->waiting = false;
	tell_watch(self);
	/* Without memory the watch hears nothing until it is updated. */
	await_turn(self);
	pthread_mutex_unlock(&host->lock);
	keel_object_unref(&self->base.object);
}

/* Lets go of the other end. */
static void close_end(struct test_stream *self, enum state state)
{
	if (self->state == STATE_USED)
		self->end->close(self->data);
	self->state = state;
}

static void free_stream(struct keel_object *object)
{
	struct test_stream *self = (struct test_stream *)object;

	pthread_mutex_lock(&self->host->lock);
	close_end(self, STATE_OVER);
	self->turn->stream = NULL;
	unlock_without_watch(self, KEEL_OK);
	drop_turn(self->turn);
	free(self);
}

keel_status test_stream_new(keel_connection *connection, uint32_t flags, keel_stream **ret)
{
	struct test_stream *self = calloc(1, sizeof(*self));
	struct turn *turn = calloc(1, sizeof(*turn));

	if (!self || !turn) {
		free(self);
		free(turn);
		return keel_error_no_memory();
	}
	keel_object_init(&self->base.object, KEEL_KIND_STREAM, connection, free_stream);
	self->base.nonblocking = flags & KEEL_STREAM_NONBLOCK;
	self->host = connection->data;
	self->window = STREAM_WINDOW;
	self->turn = turn;
	atomic_init(&turn->refs, 1);
	turn->host = self->host;
	turn->stream = self;
	keel_object_ref(&self->base.object);
	keel_object_release(&self->base.object);
	*ret = &self->base;
	return KEEL_OK;
}

keel_status test_stream_use(struct test_stream *self, const struct test_stream_end *end, void *data)
{
	/* The core has asked, but without the lock. */
	if (self->state != STATE_UNUSED)
		return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_STREAM,
				  "the stream has been put to use already");
	self->end = end;
	self->data = data;
	self->state = STATE_USED;
	atomic_store_explicit(&self->base.used, true, memory_order_release);
	return KEEL_OK;
}

void test_stream_break(struct test_stream *self)
{
	close_end(self, STATE_BROKEN);
	await_turn(self);
}

static keel_status not_in_use(const struct test_stream *self)
{
	return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_STREAM, "the stream %s",
			  self->state == STATE_UNUSED ? "is not in use" : "is over");
}

static keel_status need_used(const struct test_stream *self)
{
	if (self->state == STATE_USED)
		return KEEL_OK;
	if (self->state == STATE_BROKEN)
		return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_STREAM,
				  "the other end of the stream is gone");
	return not_in_use(self);
}

static keel_status other_way(void)
{
	return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_STREAM,
			  "the stream goes the other way");
}

/* Makes a number of bytes fit into the window. */
static keel_status fit_window(struct test_stream *self, size_t *n)
{
	if (!self->base.nonblocking || *n == 0)
		return KEEL_OK;
	if (self->window == 0) {
		self->waiting = true;
		KEEL_TRY(await_turn(self));
		return keel_error(KEEL_STATUS_WOULD_BLOCK, KEEL_ERROR_DOMAIN_STREAM,
				  "the stream has to wait for the event loop");
	}
	if (*n > self->window)
		*n = self->window;
	return KEEL_OK;
}

static keel_status send_bytes(struct test_stream *self, const uint8_t *data, size_t n,
			      size_t *ret_sent)
{
	KEEL_TRY(need_used(self));
	if (!self->end->send)
		return other_way();
	KEEL_TRY(fit_window(self, &n));
	KEEL_TRY(self->end->send(self->data, data, n, ret_sent));
	if (self->base.nonblocking)
		self->window -= *ret_sent;
	return KEEL_OK;
}

keel_status test_stream_send(keel_stream *stream, const uint8_t *data, size_t n_data,
			     size_t *ret_sent)
{
	struct test_stream *self = lock_stream(stream);

	return unlock_stream(self, send_bytes(self, data, n_data, ret_sent));
}

static keel_status receive_bytes(struct test_stream *self, uint8_t *buffer, size_t size,
				 size_t *ret_n)
{
	KEEL_TRY(need_used(self));
	if (!self->end->receive)
		return other_way();
	KEEL_TRY(fit_window(self, &size));
	KEEL_TRY(self->end->receive(self->data, buffer, size, ret_n));
	if (self->base.nonblocking)
		self->window -= *ret_n;
	return KEEL_OK;
}

keel_status test_stream_receive(keel_stream *stream, uint8_t *buffer, size_t size, size_t *ret_n)
{
	struct test_stream *self = lock_stream(stream);

	return unlock_stream(self, receive_bytes(self, buffer, size, ret_n));
}

keel_status test_stream_finish(keel_stream *stream)
{
	struct test_stream *self = lock_stream(stream);
	keel_status status = need_used(self);

	if (status == KEEL_OK && self->end->finish)
		status = self->end->finish(self->data);
	if (status != KEEL_OK)
		return unlock_stream(self, status);
	close_end(self, STATE_OVER);
	return unlock_without_watch(self, KEEL_OK);
}

static bool can_be_watched(const struct test_stream *self)
{
	return self->state == STATE_USED || self->state == STATE_BROKEN;
}

keel_status test_stream_abort(keel_stream *stream)
{
	struct test_stream *self = lock_stream(stream);

	if (!can_be_watched(self))
		return unlock_stream(self, not_in_use(self));
	close_end(self, STATE_OVER);
	return unlock_without_watch(self, KEEL_OK);
}

static keel_status set_watch(struct test_stream *self, struct watch *watch)
{
	keel_status status;

	if (!can_be_watched(self))
		return not_in_use(self);
	if (self->watch)
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_STREAM,
				  "the stream has a watch already");
	self->watch = watch;
	status = await_turn(self);
	if (status != KEEL_OK)
		self->watch = NULL;
	return status;
}

keel_status test_stream_add_watch(keel_stream *stream, uint32_t events,
				  keel_stream_event_func callback, void *user_data,
				  keel_free_func destroy)
{
	struct watch *watch = malloc(sizeof(*watch));
	struct test_stream *self;
	keel_status status;

	if (!watch)
		return keel_error_no_memory();
	*watch = (struct watch){1, events & DIRECTIONS, callback, user_data, destroy};
	self = lock_stream(stream);
	status = unlock_stream(self, set_watch(self, watch));
	if (status != KEEL_OK)
		free(watch);
	return status;
}

static keel_status no_watch(void)
{
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_STREAM,
			  "the stream has no watch");
}

static keel_status set_events(struct test_stream *self, uint32_t events)
{
	uint32_t before;
	keel_status status;

	if (!self->watch)
		return no_watch();
	before = self->watch->events;
	self->watch->events = events & DIRECTIONS;
	status = await_turn(self);
	if (status != KEEL_OK)
		self->watch->events = before;
	return status;
}

keel_status test_stream_update_watch(keel_stream *stream, uint32_t events)
{
	struct test_stream *self = lock_stream(stream);

	return unlock_stream(self, set_events(self, events));
}

keel_status test_stream_remove_watch(keel_stream *stream)
{
	struct test_stream *self = lock_stream(stream);

	if (!self->watch)
		return unlock_stream(self, no_watch());
	return unlock_without_watch(self, KEEL_OK);
}

/* A stream from some bytes. */
struct bytes {
	uint8_t *bytes;
	size_t at;
	size_t n;
};

static keel_status receive_from_bytes(void *data, uint8_t *buffer, size_t size, size_t *ret_n)
{
	struct bytes *self = data;
	size_t left = self->n - self->at;
	size_t n = size < left ? size : left;

	memcpy(buffer, self->bytes + self->at, n);
	self->at += n;
	*ret_n = n;
	return KEEL_OK;
}

static void close_bytes(void *data)
{
	struct bytes *self = data;

	free(self->bytes);
	free(self);
}

keel_status test_stream_use_bytes(struct test_stream *self, uint8_t *bytes, size_t n)
{
	static const struct test_stream_end end = {
		.receive = receive_from_bytes,
		.close = close_bytes,
	};
	struct bytes *data = malloc(sizeof(*data));
	keel_status status;

	if (!data)
		return keel_error_no_memory();
	*data = (struct bytes){bytes, 0, n};
	status = test_stream_use(self, &end, data);
	if (status != KEEL_OK)
		free(data);
	return status;
}
