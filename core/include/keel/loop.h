/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_LOOP_H
#define KEEL_LOOP_H

/**
 * SECTION:loop
 * @short_description: descriptors and timers in the event loop
 *
 * keel_event_dispatch() waits for more than events of domains: for descriptors that drivers and
 * programs watch, and for timers.
 *
 * A program with an event loop of its own has two ways. It polls the descriptor of
 * keel_event_get_fd(), which is readable whenever there is something to do. Or it plugs its loop
 * in: then it is told of each descriptor and timer, and says when one is ready.
 */

#include <keel/error.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_loop_events:
 * @KEEL_LOOP_NONE: nothing
 * @KEEL_LOOP_READABLE: it can be read from
 * @KEEL_LOOP_WRITABLE: it can be written to
 * @KEEL_LOOP_ERROR: it has failed; always waited for
 * @KEEL_LOOP_HANGUP: the other end is closed; always waited for
 *
 * What a descriptor is ready for.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_loop_events {
	KEEL_LOOP_NONE = 0,
	KEEL_LOOP_READABLE = 1u << 0,
	KEEL_LOOP_WRITABLE = 1u << 1,
	KEEL_LOOP_ERROR = 1u << 2,
	KEEL_LOOP_HANGUP = 1u << 3
} keel_loop_events;

/**
 * keel_loop_source:
 * @id: its number, never used again
 * @fd: the descriptor, -1 for a timer
 * @events: (flags keel_loop_events): what to wait for
 * @interval_ms: (unit ms): of a timer: how often, 0 as often as possible, -1 not at all
 * @removed: whether it is not to be waited for any more
 *
 * Something that an event loop is to wait for.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_loop_source {
	uint64_t id;
	int32_t fd;
	uint32_t events;
	int32_t interval_ms;
	bool removed;
} keel_loop_source;

/**
 * keel_watch_func:
 * @id: the number of the watch
 * @fd: the descriptor
 * @events: (flags keel_loop_events): what it is ready for
 * @user_data: (closure) (nullable): what the watch was added with
 *
 * Hears that a descriptor is ready.
 *
 * Since: 1.0
 */
typedef void (*keel_watch_func)(uint64_t id, int fd, uint32_t events, void *user_data);

/**
 * keel_timer_func:
 * @id: the number of the timer
 * @user_data: (closure) (nullable): what the timer was added with
 *
 * Hears that the time of a timer has come.
 *
 * Since: 1.0
 */
typedef void (*keel_timer_func)(uint64_t id, void *user_data);

/**
 * keel_loop_func:
 * @source: (not nullable): a source that is new, has changed or is removed
 * @user_data: (closure) (nullable): what the loop was plugged in with
 *
 * Tells an event loop what to wait for.
 *
 * It may be called from any thread, and must not call keel.
 *
 * Since: 1.0
 */
typedef void (*keel_loop_func)(const keel_loop_source *source, void *user_data);

/**
 * keel_event_add_watch: (static) (nonblocking)
 * @fd: the descriptor, which stays the caller's
 * @events: (flags keel_loop_events): what to wait for
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the watch
 *
 * Watches a descriptor.
 *
 * The callback runs inside keel_event_dispatch(). When this function fails, @destroy is not
 * called.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when the descriptor is not one, or for an
 *   unknown flag, or %KEEL_STATUS_ALREADY_EXISTS when the descriptor is watched
 * Since: 1.0
 */
KEEL_API keel_status keel_event_add_watch(int fd, uint32_t events, keel_watch_func callback,
					  void *user_data, keel_free_func destroy,
					  uint64_t *ret_id);

/**
 * keel_event_update_watch: (static) (nonblocking)
 * @id: the number of the watch
 * @events: (flags keel_loop_events): what to wait for from now on; 0 for nothing
 *
 * Changes what a watch waits for.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is no such watch, or
 *   %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag
 * Since: 1.0
 */
KEEL_API keel_status keel_event_update_watch(uint64_t id, uint32_t events);

/**
 * keel_event_remove_watch: (static) (nonblocking)
 * @id: the number of the watch
 *
 * Removes a watch.
 *
 * This may be called from any thread and from inside a callback: the destroy function is called
 * once the callback does not run any more.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_NOT_FOUND when there is no such watch
 * Since: 1.0
 */
KEEL_API keel_status keel_event_remove_watch(uint64_t id);

/**
 * keel_event_add_timer: (static) (nonblocking)
 * @interval_ms: (unit ms): how often, 0 whenever events are dispatched, -1 not at all for now
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the timer
 *
 * Adds a timer.
 *
 * The callback runs inside keel_event_dispatch(). When this function fails, @destroy is not
 * called.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_OUT_OF_RANGE when @interval_ms is less than -1
 * Since: 1.0
 */
KEEL_API keel_status keel_event_add_timer(int32_t interval_ms, keel_timer_func callback,
					  void *user_data, keel_free_func destroy,
					  uint64_t *ret_id);

/**
 * keel_event_update_timer: (static) (nonblocking)
 * @id: the number of the timer
 * @interval_ms: (unit ms): how often from now on
 *
 * Changes how often a timer comes.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is no such timer, or
 *   %KEEL_STATUS_OUT_OF_RANGE when @interval_ms is less than -1
 * Since: 1.0
 */
KEEL_API keel_status keel_event_update_timer(uint64_t id, int32_t interval_ms);

/**
 * keel_event_remove_timer: (static) (nonblocking)
 * @id: the number of the timer
 *
 * Removes a timer.
 *
 * This may be called from any thread and from inside a callback: the destroy function is called
 * once the callback does not run any more.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_NOT_FOUND when there is no such timer
 * Since: 1.0
 */
KEEL_API keel_status keel_event_remove_timer(uint64_t id);

/**
 * keel_event_plug_loop: (static) (nonblocking)
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what is told
 *   of each source, beginning with those that there are
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 *
 * Plugs in an event loop, which waits for keel from now on.
 *
 * keel_event_dispatch() fails with %KEEL_STATUS_BUSY until the loop is unplugged. When this
 * function fails, @destroy is not called.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_ALREADY_EXISTS when a loop is plugged in
 * Since: 1.0
 */
KEEL_API keel_status keel_event_plug_loop(keel_loop_func callback, void *user_data,
					  keel_free_func destroy);

/**
 * keel_event_unplug_loop: (static) (nonblocking)
 *
 * Unplugs the event loop: keel_event_dispatch() waits again.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_NOT_FOUND when no loop is plugged in
 * Since: 1.0
 */
KEEL_API keel_status keel_event_unplug_loop(void);

/**
 * keel_event_source_ready: (static)
 * @id: the number of the source
 * @events: (flags keel_loop_events) (default 0): what its descriptor is ready for
 *
 * Says that a source is ready: its callbacks run on the calling thread.
 *
 * Nothing happens when the source was removed meanwhile.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_BUSY when called from inside a callback,
 *   %KEEL_STATUS_INVALID_STATE when no loop is plugged in, or %KEEL_STATUS_INVALID_ARGUMENT for an
 *   unknown flag
 * Since: 1.0
 */
KEEL_API keel_status keel_event_source_ready(uint64_t id, uint32_t events);

KEEL_END_DECLS

#endif
