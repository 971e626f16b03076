/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_EVENT_H
#define KEEL_EVENT_H

/**
 * SECTION:event
 * @short_description: hearing of changes
 *
 * What happens to domains is queued, and no callback runs until the program asks for it:
 * keel_event_dispatch() runs the queued callbacks on the thread that calls it, in the order in
 * which things happened. keel starts no thread.
 *
 * A program with its own event loop watches the descriptor of keel_event_get_fd() and dispatches
 * with a timeout of 0 whenever it is readable. One without calls keel_event_dispatch() with a
 * timeout of -1, in a thread of its own if it likes.
 *
 * One thread dispatches at a time, and no lock is held while a callback runs, so a callback may
 * call any function except keel_event_dispatch().
 */

#include <keel/error.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_domain_event_type:
 * @KEEL_DOMAIN_EVENT_DEFINED: the domain was defined, defined again or renamed
 * @KEEL_DOMAIN_EVENT_UNDEFINED: the domain was undefined
 * @KEEL_DOMAIN_EVENT_STARTED: the domain started
 * @KEEL_DOMAIN_EVENT_SUSPENDED: the domain was suspended
 * @KEEL_DOMAIN_EVENT_RESUMED: the domain goes on
 * @KEEL_DOMAIN_EVENT_STOPPED: the domain stopped
 * @KEEL_DOMAIN_EVENT_SHUTDOWN: the domain is shutting down and about to stop
 * @KEEL_DOMAIN_EVENT_CRASHED: the domain crashed
 * @KEEL_DOMAIN_EVENT_REBOOTED: the domain rebooted
 *
 * What happened to a domain.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_domain_event_type {
	KEEL_DOMAIN_EVENT_DEFINED = 1,
	KEEL_DOMAIN_EVENT_UNDEFINED = 2,
	KEEL_DOMAIN_EVENT_STARTED = 3,
	KEEL_DOMAIN_EVENT_SUSPENDED = 4,
	KEEL_DOMAIN_EVENT_RESUMED = 5,
	KEEL_DOMAIN_EVENT_STOPPED = 6,
	KEEL_DOMAIN_EVENT_SHUTDOWN = 7,
	KEEL_DOMAIN_EVENT_CRASHED = 8,
	KEEL_DOMAIN_EVENT_REBOOTED = 9
} keel_domain_event_type;

/**
 * keel_domain_event_detail:
 * @KEEL_DOMAIN_EVENT_DETAIL_NONE: there is no more to say
 * @KEEL_DOMAIN_EVENT_DETAIL_ADDED: defined: it is new
 * @KEEL_DOMAIN_EVENT_DETAIL_UPDATED: defined: its configuration changed
 * @KEEL_DOMAIN_EVENT_DETAIL_RENAMED: defined: its name changed
 * @KEEL_DOMAIN_EVENT_DETAIL_REMOVED: undefined: its configuration is gone
 * @KEEL_DOMAIN_EVENT_DETAIL_BOOTED: started: it booted
 * @KEEL_DOMAIN_EVENT_DETAIL_USER: suspended, resumed, or rebooted: someone asked for it
 * @KEEL_DOMAIN_EVENT_DETAIL_STARTED_PAUSED: suspended: it was started so
 * @KEEL_DOMAIN_EVENT_DETAIL_FINISHED: shut down or stopped: its system shut down
 * @KEEL_DOMAIN_EVENT_DETAIL_DESTROYED: stopped: it was destroyed
 * @KEEL_DOMAIN_EVENT_DETAIL_PANICKED: crashed: its system panicked
 *
 * How or why it happened.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_domain_event_detail {
	KEEL_DOMAIN_EVENT_DETAIL_NONE = 0,
	KEEL_DOMAIN_EVENT_DETAIL_ADDED = 1,
	KEEL_DOMAIN_EVENT_DETAIL_UPDATED = 2,
	KEEL_DOMAIN_EVENT_DETAIL_RENAMED = 3,
	KEEL_DOMAIN_EVENT_DETAIL_REMOVED = 4,
	KEEL_DOMAIN_EVENT_DETAIL_BOOTED = 5,
	KEEL_DOMAIN_EVENT_DETAIL_USER = 6,
	KEEL_DOMAIN_EVENT_DETAIL_STARTED_PAUSED = 7,
	KEEL_DOMAIN_EVENT_DETAIL_FINISHED = 8,
	KEEL_DOMAIN_EVENT_DETAIL_DESTROYED = 9,
	KEEL_DOMAIN_EVENT_DETAIL_PANICKED = 10
} keel_domain_event_detail;

/**
 * keel_domain_event_func:
 * @connection: (transfer none) (not nullable): the connection that was listened on
 * @domain: (transfer none) (not nullable): the domain it happened to
 * @event: what happened
 * @detail: (enum keel_domain_event_detail): how or why it happened
 * @user_data: (closure) (nullable): what the listener was added with
 *
 * Hears of a change of a domain.
 *
 * The domain may have changed again since: @event tells what happened, not what is.
 *
 * Since: 1.0
 */
typedef void (*keel_domain_event_func)(keel_connection *connection, keel_domain *domain,
				       keel_domain_event_type event, int32_t detail,
				       void *user_data);

/**
 * keel_connection_add_domain_listener: (method)
 * @self: the connection
 * @domain: (transfer none) (nullable): the domain to listen to, or %NULL for all the domains of the
 *   host
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the listener, unique on this connection
 *
 * Adds a listener that hears of changes of domains.
 *
 * The callback runs inside keel_event_dispatch(). A listener lasts until it is removed or the
 * connection is closed or freed; a listener keeps neither the connection nor the domain alive. When
 * this function fails, @destroy is not called.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when @domain is of another connection, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_add_domain_listener(keel_connection *self, keel_domain *domain,
							 keel_domain_event_func callback,
							 void *user_data, keel_free_func destroy,
							 uint64_t *ret_id);

/**
 * keel_connection_remove_listener: (method) (nonblocking)
 * @self: the connection
 * @id: the number of the listener
 *
 * Removes a listener, along with what is queued for it.
 *
 * This may be called from any thread and from inside a callback, that of the listener itself too.
 * When the callback is running meanwhile, the destroy function is called after it returns, by the
 * thread that runs it; else it is called before this returns.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is no such listener, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_remove_listener(keel_connection *self, uint64_t id);

/**
 * keel_event_get_fd: (static) (nonblocking)
 * @ret: (out): the descriptor, which stays keel's
 *
 * Gets a descriptor that is readable while keel_event_dispatch() has something to do.
 *
 * It is the same for the whole life of the process. It is only to be polled: do not read from it or
 * close it.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_IO when the system gives none
 * Since: 1.0
 */
KEEL_API keel_status keel_event_get_fd(int *ret);

/**
 * keel_event_dispatch: (static)
 * @timeout_ms: (unit ms) (default 0): how long to wait for an event when none is queued: 0 not at
 *   all, -1 for ever
 * @ret_dispatched: (out) (optional): how many callbacks ran
 *
 * Runs the callbacks that are queued, on the calling thread.
 *
 * It runs what was queued before it was called or while it waited; what callbacks cause is left for
 * the next call. Running out of time is no failure, and neither is keel_event_wakeup(): both give 0
 * callbacks. While another thread dispatches, this waits for it.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_BUSY when called from inside a callback, or
 *   %KEEL_STATUS_OUT_OF_RANGE when @timeout_ms is less than -1
 * Since: 1.0
 */
KEEL_API keel_status keel_event_dispatch(int32_t timeout_ms, uint32_t *ret_dispatched);

/**
 * keel_event_wakeup: (static) (nonblocking)
 *
 * Makes keel_event_dispatch() return without waiting.
 *
 * When no thread waits in it, the next call does not wait.
 *
 * Returns: %KEEL_OK
 * Since: 1.0
 */
KEEL_API keel_status keel_event_wakeup(void);

KEEL_END_DECLS

#endif
