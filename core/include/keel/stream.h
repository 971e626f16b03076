/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_STREAM_H
#define KEEL_STREAM_H

/**
 * SECTION:stream
 * @short_description: bytes that go to the host and come from it
 *
 * A stream is made unused. A function such as keel_storage_volume_upload() puts it to use; then
 * bytes are sent or received, and it is finished, which tells whether all went well, or aborted.
 * After that it is used up.
 *
 * A stream that was made with %KEEL_STREAM_NONBLOCK never waits: where it would, a function fails
 * with %KEEL_STATUS_WOULD_BLOCK, and keel_stream_add_watch() tells when to try again.
 */

#include <keel/connection.h>
#include <keel/error.h>
#include <keel/loop.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_stream_flags:
 * @KEEL_STREAM_NONE: it waits
 * @KEEL_STREAM_NONBLOCK: it never waits
 *
 * How to make a stream.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_stream_flags {
	KEEL_STREAM_NONE = 0,
	KEEL_STREAM_NONBLOCK = 1u << 0
} keel_stream_flags;

/**
 * keel_stream_event_func:
 * @stream: (transfer none) (not nullable): the stream
 * @events: (flags keel_loop_events): what it is ready for
 * @user_data: (closure) (nullable): what the watch was added with
 *
 * Hears that a stream is ready.
 *
 * Since: 1.0
 */
typedef void (*keel_stream_event_func)(keel_stream *stream, uint32_t events, void *user_data);

/**
 * keel_stream_source_func:
 * @stream: (transfer none) (not nullable): the stream
 * @buffer: (out caller-allocates) (array capacity=size length=ret_n) (element-type uint8): the
 *   bytes
 * @size: how many there is room for
 * @ret_n: (out): how many there are, 0 at the end
 * @user_data: (closure) (nullable): what the sending was begun with
 *
 * Gives the next bytes to send.
 *
 * Returns: true to go on, false to abort the stream
 * Since: 1.0
 */
typedef bool (*keel_stream_source_func)(keel_stream *stream, uint8_t *buffer, size_t size,
					size_t *ret_n, void *user_data);

/**
 * keel_stream_sink_func:
 * @stream: (transfer none) (not nullable): the stream
 * @data: (array length=n_data) (element-type uint8): the bytes
 * @n_data: how many there are
 * @user_data: (closure) (nullable): what the receiving was begun with
 *
 * Takes the next bytes that were received.
 *
 * Returns: true to go on, false to abort the stream
 * Since: 1.0
 */
typedef bool (*keel_stream_sink_func)(keel_stream *stream, const uint8_t *data, size_t n_data,
				      void *user_data);

/**
 * keel_stream_new: (constructor)
 * @connection: (transfer none) (not nullable): the connection
 * @flags: (flags keel_stream_flags) (default 0): how
 * @ret: (out) (transfer full): the stream
 *
 * Makes an unused stream.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_new(keel_connection *connection, uint32_t flags,
				     keel_stream **ret);

/**
 * keel_stream_ref: (method) (nonblocking)
 * @self: (nullable): the stream
 *
 * Takes one more reference to the stream.
 *
 * Returns: (transfer full) (nullable): @self, %NULL when that is %NULL
 * Since: 1.0
 */
KEEL_API keel_stream *keel_stream_ref(keel_stream *self);

/**
 * keel_stream_unref: (method)
 * @self: (transfer full) (nullable): the stream; nothing happens when it is %NULL
 *
 * Gives back a reference to the stream.
 *
 * With the last one, a stream that is in use is aborted.
 *
 * Since: 1.0
 */
KEEL_API void keel_stream_unref(keel_stream *self);

/**
 * keel_stream_get_connection: (method) (nonblocking)
 * @self: the stream
 *
 * Gets the connection of the stream.
 *
 * It goes on working when the connection is closed.
 *
 * Returns: (transfer full) (not nullable): the connection, given back with keel_connection_unref()
 * Since: 1.0
 */
KEEL_API keel_connection *keel_stream_get_connection(const keel_stream *self);

/**
 * keel_stream_send: (method)
 * @self: the stream
 * @data: (array length=n_data) (element-type uint8): the bytes
 * @n_data: how many there are
 * @ret_sent: (out): how many were sent, which can be fewer
 *
 * Sends bytes.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the stream is not in use or goes the other
 *   way, %KEEL_STATUS_WOULD_BLOCK, %KEEL_STATUS_OUT_OF_RANGE when there is no room for more,
 *   %KEEL_STATUS_IO when it broke, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_send(keel_stream *self, const uint8_t *data, size_t n_data,
				      size_t *ret_sent);

/**
 * keel_stream_receive: (method)
 * @self: the stream
 * @buffer: (out caller-allocates) (array capacity=size length=ret_n) (element-type uint8): the
 *   bytes
 * @size: how many there is room for, and so the most that are received
 * @ret_n: (out): how many were received, 0 at the end
 *
 * Receives bytes.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the stream is not in use or goes the other
 *   way, %KEEL_STATUS_WOULD_BLOCK, %KEEL_STATUS_IO when it broke, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_receive(keel_stream *self, uint8_t *buffer, size_t size,
					 size_t *ret_n);

/**
 * keel_stream_finish: (method)
 * @self: the stream
 *
 * Finishes the stream: nothing more is sent or received.
 *
 * Only this tells whether all that was sent arrived.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the stream is not in use,
 *   %KEEL_STATUS_WOULD_BLOCK, %KEEL_STATUS_IO when it broke, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_finish(keel_stream *self);

/**
 * keel_stream_abort: (method)
 * @self: the stream
 *
 * Aborts the stream.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the stream is not in use, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_abort(keel_stream *self);

/**
 * keel_stream_send_all: (method)
 * @self: the stream
 * @source: (scope call) (closure user_data) (not nullable): what gives the bytes
 * @user_data: (nullable): given to @source
 *
 * Sends all that a callback gives, until it gives no more.
 *
 * The stream is to be finished after it. It is aborted when the callback says so, and when sending
 * fails.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_ABORTED when the callback said so, %KEEL_STATUS_INVALID_ARGUMENT
 *   when the stream was made with %KEEL_STREAM_NONBLOCK, %KEEL_STATUS_INVALID_STATE when the
 *   stream is not in use or goes the other way, %KEEL_STATUS_OUT_OF_RANGE when there is no room
 *   for more, %KEEL_STATUS_IO when it broke, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_send_all(keel_stream *self, keel_stream_source_func source,
					  void *user_data);

/**
 * keel_stream_receive_all: (method)
 * @self: the stream
 * @sink: (scope call) (closure user_data) (not nullable): what takes the bytes
 * @user_data: (nullable): given to @sink
 *
 * Receives all there is and gives it to a callback.
 *
 * The stream is to be finished after it. It is aborted when the callback says so, and when
 * receiving fails.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_ABORTED when the callback said so, %KEEL_STATUS_INVALID_ARGUMENT
 *   when the stream was made with %KEEL_STREAM_NONBLOCK, %KEEL_STATUS_INVALID_STATE when the
 *   stream is not in use or goes the other way, %KEEL_STATUS_IO when it broke, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_receive_all(keel_stream *self, keel_stream_sink_func sink,
					     void *user_data);

/**
 * keel_stream_add_watch: (method)
 * @self: the stream
 * @events: (flags keel_loop_events): what to wait for: %KEEL_LOOP_READABLE, %KEEL_LOOP_WRITABLE
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 *
 * Tells a callback, inside keel_event_dispatch(), whenever the stream is ready.
 *
 * A stream has one watch. It lasts until it is removed, or the stream is finished, aborted or
 * given back. That the stream broke is told whatever it waits for, as %KEEL_LOOP_ERROR. When this
 * function fails, @destroy is not called.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the stream is not in use,
 *   %KEEL_STATUS_ALREADY_EXISTS when it has a watch, %KEEL_STATUS_INVALID_ARGUMENT for an unknown
 *   flag, %KEEL_STATUS_NOT_SUPPORTED when the driver's streams cannot be watched, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_add_watch(keel_stream *self, uint32_t events,
					   keel_stream_event_func callback, void *user_data,
					   keel_free_func destroy);

/**
 * keel_stream_update_watch: (method)
 * @self: the stream
 * @events: (flags keel_loop_events): what to wait for from now on; 0 for nothing
 *
 * Changes what the watch of the stream waits for.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is no watch, %KEEL_STATUS_INVALID_ARGUMENT
 *   for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_update_watch(keel_stream *self, uint32_t events);

/**
 * keel_stream_remove_watch: (method)
 * @self: the stream
 *
 * Removes the watch of the stream.
 *
 * This may be called from inside its callback: then the destroy function is called after that
 * returns.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is no watch, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_stream_remove_watch(keel_stream *self);

KEEL_END_DECLS

#endif
