/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Streams. */

#include "objects.h"

#include <limits.h>
#include <stdlib.h>

#define DOMAIN KEEL_ERROR_DOMAIN_STREAM

/* What libvirt's send and receive return when they would have to wait. */
#define WOULD_BLOCK (-2)

/*
 * What libvirt calls when a stream is ready. It outlives the stream by as long as libvirt takes to
 * let go of it.
 */
struct lv_watch {
	/* Guards the stream, which is NULL once the watch is removed. */
	pthread_mutex_t lock;
	struct lv_stream *stream;
	keel_stream_event_func callback;
	void *user_data;
	keel_free_func destroy;
};

static struct lv_stream *from_handle(const keel_stream *stream)
{
	return (struct lv_stream *)(uintptr_t)stream;
}

static void free_watch(void *data)
{
	struct lv_watch *self = data;

	if (self->destroy)
		self->destroy(self->user_data);
	pthread_mutex_destroy(&self->lock);
	free(self);
}

/* Takes the watch off a stream, which libvirt may still be calling. */
static struct lv_watch *take_watch(struct lv_stream *self)
{
	struct lv_watch *watch;

	pthread_mutex_lock(&self->lock);
	watch = self->watch;
	self->watch = NULL;
	pthread_mutex_unlock(&self->lock);
	return watch;
}

/* Removes the watch; false when there is none. */
static bool remove_watch(struct lv_stream *self)
{
	struct lv_watch *watch = take_watch(self);

	if (!watch)
		return false;
	pthread_mutex_lock(&watch->lock);
	watch->stream = NULL;
	pthread_mutex_unlock(&watch->lock);
	/* It frees the watch, at once or when its callback has returned. */
	virStreamEventRemoveCallback(self->ptr);
	return true;
}

static void free_stream(struct keel_object *object)
{
	struct lv_stream *self = (struct lv_stream *)object;

	remove_watch(self);
	if (atomic_load_explicit(&self->base.used, memory_order_acquire) && !self->over)
		virStreamAbort(self->ptr);
	virStreamFree(self->ptr);
	pthread_mutex_destroy(&self->lock);
	free(self);
}

keel_status lv_stream_new(keel_connection *connection, uint32_t flags, keel_stream **ret)
{
	bool nonblocking = (flags & KEEL_STREAM_NONBLOCK) != 0;
	struct lv_stream *self;

	/* What does not wait makes its way while events are dispatched. */
	if (nonblocking)
		KEEL_TRY(lv_need_loop(connection));
	self = calloc(1, sizeof(*self));
	if (!self)
		return keel_error_no_memory();
	self->ptr = virStreamNew(lv_ptr(connection), nonblocking ? VIR_STREAM_NONBLOCK : 0);
	if (!self->ptr) {
		free(self);
		return lv_error(DOMAIN);
	}
	pthread_mutex_init(&self->lock, NULL);
	self->base.nonblocking = nonblocking;
	atomic_init(&self->base.used, false);
	keel_object_init(&self->base.object, KEEL_KIND_STREAM, connection, free_stream);
	lv_give(&self->base.object);
	*ret = &self->base;
	return KEEL_OK;
}

keel_status lv_stream_begin(keel_stream *stream, int result, keel_error_domain domain)
{
	KEEL_TRY(lv_result(result, domain));
	atomic_store_explicit(&stream->used, true, memory_order_release);
	return KEEL_OK;
}

/* Fails unless the stream is in use. */
static keel_status check_in_use(struct lv_stream *self)
{
	bool over;

	pthread_mutex_lock(&self->lock);
	over = self->over;
	pthread_mutex_unlock(&self->lock);
	if (!over && atomic_load_explicit(&self->base.used, memory_order_acquire))
		return KEEL_OK;
	return keel_error(KEEL_STATUS_INVALID_STATE, DOMAIN, "the stream is not in use");
}

static keel_status moved(int result, size_t *ret)
{
	if (result == WOULD_BLOCK)
		return keel_error(KEEL_STATUS_WOULD_BLOCK, DOMAIN, "the stream would have to wait");
	KEEL_TRY(lv_result(result, DOMAIN));
	*ret = (size_t)result;
	return KEEL_OK;
}

/* How many bytes libvirt can be given at once. */
static size_t at_most(size_t n)
{
	return n > INT_MAX ? INT_MAX : n;
}

keel_status lv_stream_send(keel_stream *stream, const uint8_t *data, size_t n_data,
			   size_t *ret_sent)
{
	struct lv_stream *self = from_handle(stream);

	KEEL_TRY(check_in_use(self));
	return moved(virStreamSend(self->ptr, data ? (const char *)data : "", at_most(n_data)),
		     ret_sent);
}

keel_status lv_stream_receive(keel_stream *stream, uint8_t *buffer, size_t size, size_t *ret_n)
{
	struct lv_stream *self = from_handle(stream);

	KEEL_TRY(check_in_use(self));
	return moved(virStreamRecv(self->ptr, (char *)buffer, at_most(size)), ret_n);
}

/* Ends a stream once. */
static keel_status end(keel_stream *stream, int (*how)(virStreamPtr))
{
	struct lv_stream *self = from_handle(stream);
	bool over;

	KEEL_TRY(check_in_use(self));
	pthread_mutex_lock(&self->lock);
	over = self->over;
	self->over = true;
	pthread_mutex_unlock(&self->lock);
	if (over)
		return keel_error(KEEL_STATUS_INVALID_STATE, DOMAIN, "the stream is not in use");
	remove_watch(self);
	return lv_result(how(self->ptr), DOMAIN);
}

keel_status lv_stream_finish(keel_stream *stream)
{
	return end(stream, virStreamFinish);
}

keel_status lv_stream_abort(keel_stream *stream)
{
	return end(stream, virStreamAbort);
}

/* The bits are libvirt's. */
_Static_assert((int)KEEL_LOOP_READABLE == (int)VIR_STREAM_EVENT_READABLE &&
		       (int)KEEL_LOOP_WRITABLE == (int)VIR_STREAM_EVENT_WRITABLE &&
		       (int)KEEL_LOOP_ERROR == (int)VIR_STREAM_EVENT_ERROR &&
		       (int)KEEL_LOOP_HANGUP == (int)VIR_STREAM_EVENT_HANGUP,
	       "the events of streams are the same");

/* Takes a reference for the program unless the stream is about to be freed. */
static bool try_ref(struct keel_object *object)
{
	uint64_t old = atomic_load_explicit(&object->handle.refs, memory_order_relaxed);

	/* The program has one as long as there is any: only it holds streams. */
	while (old >= KEEL_UPPER)
		if (atomic_compare_exchange_weak_explicit(&object->handle.refs, &old,
							  old + KEEL_UPPER, memory_order_acquire,
							  memory_order_relaxed))
			return true;
	return false;
}

static void hear(virStreamPtr ptr, int events, void *data)
{
	struct lv_watch *watch = data;
	keel_stream *stream = NULL;

	(void)ptr;
	pthread_mutex_lock(&watch->lock);
	if (watch->stream && try_ref(&watch->stream->base.object))
		stream = &watch->stream->base;
	pthread_mutex_unlock(&watch->lock);
	if (!stream)
		return;
	watch->callback(stream, (uint32_t)events, watch->user_data);
	keel_stream_unref(stream);
}

static struct lv_watch *new_watch(struct lv_stream *stream, keel_stream_event_func callback,
				  void *user_data)
{
	struct lv_watch *self = calloc(1, sizeof(*self));

	if (!self)
		return NULL;
	pthread_mutex_init(&self->lock, NULL);
	self->stream = stream;
	self->callback = callback;
	self->user_data = user_data;
	return self;
}

keel_status lv_stream_add_watch(keel_stream *stream, uint32_t events,
				keel_stream_event_func callback, void *user_data,
				keel_free_func destroy)
{
	struct lv_stream *self = from_handle(stream);
	struct lv_watch *watch;
	bool taken;

	KEEL_TRY(check_in_use(self));
	KEEL_TRY(lv_need_loop(stream->object.handle.connection));
	watch = new_watch(self, callback, user_data);
	if (!watch)
		return keel_error_no_memory();
	pthread_mutex_lock(&self->lock);
	taken = self->watch != NULL;
	if (!taken)
		self->watch = watch;
	pthread_mutex_unlock(&self->lock);
	if (taken) {
		free_watch(watch);
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, DOMAIN, "the stream has a watch");
	}
	watch->destroy = destroy;
	if (virStreamEventAddCallback(self->ptr, (int)events, hear, watch, free_watch) >= 0)
		return KEEL_OK;
	watch->destroy = NULL;
	take_watch(self);
	free_watch(watch);
	return lv_error(DOMAIN);
}

static keel_status no_watch(void)
{
	return keel_error(KEEL_STATUS_NOT_FOUND, DOMAIN, "the stream has no watch");
}

keel_status lv_stream_update_watch(keel_stream *stream, uint32_t events)
{
	struct lv_stream *self = from_handle(stream);
	bool there;

	pthread_mutex_lock(&self->lock);
	there = self->watch != NULL;
	pthread_mutex_unlock(&self->lock);
	if (!there)
		return no_watch();
	return lv_result(virStreamEventUpdateCallback(self->ptr, (int)events), DOMAIN);
}

keel_status lv_stream_remove_watch(keel_stream *stream)
{
	if (!remove_watch(from_handle(stream)))
		return no_watch();
	lv_loop_reap();
	return KEEL_OK;
}

keel_status lv_domain_take_screenshot(keel_domain *domain, keel_stream *stream, uint32_t screen,
				      char **ret)
{
	char *type = virDomainScreenshot(lv_domain(domain), lv_stream(stream), screen, 0);

	KEEL_TRY(lv_take_text(type, KEEL_ERROR_DOMAIN_DOMAIN, &type));
	*ret = type;
	return lv_stream_begin(stream, 0, KEEL_ERROR_DOMAIN_DOMAIN);
}
