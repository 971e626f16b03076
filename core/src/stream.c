/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Streams: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#include <stdlib.h>

#define STREAM_FLAGS KEEL_STREAM_NONBLOCK
#define WATCH_EVENTS ((uint32_t)(KEEL_LOOP_HANGUP << 1) - 1)
#define CHUNK ((size_t)64 << 10)

keel_status keel_stream_new(keel_connection *connection, uint32_t flags, keel_stream **ret)
{
	CHECK(connection);
	CHECK_FLAGS(flags, STREAM_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(connection, stream_new, connection, flags, ret);
}

keel_stream *keel_stream_ref(keel_stream *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_STREAM, __func__))
		return NULL;
	keel_object_ref(&self->object);
	return self;
}

void keel_stream_unref(keel_stream *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_STREAM, __func__))
		keel_object_unref(&self->object);
}

keel_connection *keel_stream_get_connection(const keel_stream *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_STREAM, __func__))
		return keel_connection_ref(self->object.handle.connection);
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_stream_send(keel_stream *self, const uint8_t *data, size_t n_data,
			     size_t *ret_sent)
{
	CHECK(self);
	KEEL_TRY(keel_check_array(__func__, data, n_data));
	KEEL_CHECK_POINTER(ret_sent);
	return CALL(self, stream_send, self, data, n_data, ret_sent);
}

keel_status keel_stream_receive(keel_stream *self, uint8_t *buffer, size_t size, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(buffer);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, stream_receive, self, buffer, size, ret_n);
}

keel_status keel_stream_finish(keel_stream *self)
{
	CHECK(self);
	return CALL(self, stream_finish, self);
}

keel_status keel_stream_abort(keel_stream *self)
{
	CHECK(self);
	return CALL(self, stream_abort, self);
}

keel_status keel_stream_add_watch(keel_stream *self, uint32_t events,
				  keel_stream_event_func callback, void *user_data,
				  keel_free_func destroy)
{
	CHECK(self);
	KEEL_CHECK_POINTER(callback);
	CHECK_FLAGS(events, WATCH_EVENTS);
	return CALL(self, stream_add_watch, self, events, callback, user_data, destroy);
}

keel_status keel_stream_update_watch(keel_stream *self, uint32_t events)
{
	CHECK(self);
	CHECK_FLAGS(events, WATCH_EVENTS);
	return CALL(self, stream_update_watch, self, events);
}

keel_status keel_stream_remove_watch(keel_stream *self)
{
	CHECK(self);
	return CALL(self, stream_remove_watch, self);
}

keel_status keel_stream_check_unused(const keel_stream *stream, const keel_connection *connection,
				     const char *function)
{
	if (!stream)
		return keel_error_null(function, "stream");
	if (stream->object.handle.kind != KEEL_KIND_STREAM)
		return keel_error_kind(function, "stream");
	KEEL_TRY(keel_check_same(&stream->object, connection, function));
	if (atomic_load_explicit(&stream->used, memory_order_acquire))
		return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_STREAM,
				  "%s: the stream has been put to use already", function);
	return KEEL_OK;
}

/* Fails when a stream cannot wait for a callback; gives a buffer for it. */
static keel_status begin_all(const keel_stream *self, const char *function, uint8_t **ret)
{
	if (self->nonblocking)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_STREAM,
				  "%s: the stream never waits", function);
	*ret = malloc(CHUNK);
	return *ret ? KEEL_OK : keel_error_no_memory();
}

/* Aborts a stream after a failure, which stays the last error. */
static keel_status abort_after(keel_stream *self, keel_status status)
{
	char message[1024];
	keel_error_domain domain = keel_last_error_domain();

	snprintf(message, sizeof(message), "%s", keel_last_error_message());
	keel_stream_abort(self);
	keel_set_error(status, domain, "%s", message);
	return status;
}

static keel_status aborted(keel_stream *self, const char *function)
{
	keel_set_error(KEEL_STATUS_ABORTED, KEEL_ERROR_DOMAIN_STREAM,
		       "%s: the callback ended the stream", function);
	return abort_after(self, KEEL_STATUS_ABORTED);
}

static keel_status send_chunk(keel_stream *self, const uint8_t *data, size_t n)
{
	while (n) {
		size_t n_sent;

		KEEL_TRY(keel_stream_send(self, data, n, &n_sent));
		data += n_sent;
		n -= n_sent;
	}
	return KEEL_OK;
}

keel_status keel_stream_send_all(keel_stream *self, keel_stream_source_func source, void *user_data)
{
	keel_status status;
	uint8_t *buffer;

	CHECK(self);
	KEEL_CHECK_POINTER(source);
	KEEL_TRY(begin_all(self, __func__, &buffer));
	do {
		size_t n = 0;

		if (!source(self, buffer, CHUNK, &n, user_data) || n > CHUNK) {
			status = aborted(self, __func__);
			break;
		}
		if (n == 0) {
			status = KEEL_OK;
			break;
		}
		status = send_chunk(self, buffer, n);
		if (status != KEEL_OK)
			status = abort_after(self, status);
	} while (status == KEEL_OK);
	free(buffer);
	return status;
}

keel_status keel_stream_receive_all(keel_stream *self, keel_stream_sink_func sink, void *user_data)
{
	keel_status status;
	uint8_t *buffer;

	CHECK(self);
	KEEL_CHECK_POINTER(sink);
	KEEL_TRY(begin_all(self, __func__, &buffer));
	for (;;) {
		size_t n = 0;

		status = keel_stream_receive(self, buffer, CHUNK, &n);
		if (status != KEEL_OK) {
			status = abort_after(self, status);
			break;
		}
		if (n == 0)
			break;
		if (!sink(self, buffer, n, user_data)) {
			status = aborted(self, __func__);
			break;
		}
	}
	free(buffer);
	return status;
}
