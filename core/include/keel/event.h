/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_EVENT_H
#define KEEL_EVENT_H

/**
 * SECTION:event
 * @short_description: hearing of changes
 *
 * What happens is queued, and no callback runs until the program asks for it: keel_event_dispatch()
 * runs the queued callbacks on the thread that calls it, in the order in which things happened. keel
 * starts no thread.
 *
 * A program with its own event loop watches the descriptor of keel_event_get_fd() and dispatches
 * with a timeout of 0 whenever it is readable, or plugs its loop in with keel_event_plug_loop(). One
 * without calls keel_event_dispatch() with a timeout of -1, in a thread of its own if it likes.
 *
 * One thread dispatches at a time, and no lock is held while a callback runs, so a callback may
 * call any function except keel_event_dispatch() and keel_event_source_ready().
 */

#include <keel/error.h>
#include <keel/job.h>
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
 * @KEEL_DOMAIN_EVENT_DETAIL_MIGRATED: suspended, resumed, started or stopped: it moves or moved to
 *   another host
 * @KEEL_DOMAIN_EVENT_DETAIL_SAVED: suspended, resumed or stopped: it is or was saved into a file
 * @KEEL_DOMAIN_EVENT_DETAIL_RESTORED: started or suspended: it was restored from a file
 * @KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT: defined, started, suspended or stopped: a snapshot was made
 *   or gone back to
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
	KEEL_DOMAIN_EVENT_DETAIL_PANICKED = 10,
	KEEL_DOMAIN_EVENT_DETAIL_MIGRATED = 11,
	KEEL_DOMAIN_EVENT_DETAIL_SAVED = 12,
	KEEL_DOMAIN_EVENT_DETAIL_RESTORED = 13,
	KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT = 14
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
 * keel_network_event_type:
 * @KEEL_NETWORK_EVENT_DEFINED: it was defined, or defined again
 * @KEEL_NETWORK_EVENT_UNDEFINED: it was undefined
 * @KEEL_NETWORK_EVENT_STARTED: it started
 * @KEEL_NETWORK_EVENT_STOPPED: it stopped
 *
 * What happened to a network.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_network_event_type {
	KEEL_NETWORK_EVENT_DEFINED = 1,
	KEEL_NETWORK_EVENT_UNDEFINED = 2,
	KEEL_NETWORK_EVENT_STARTED = 3,
	KEEL_NETWORK_EVENT_STOPPED = 4
} keel_network_event_type;

/**
 * keel_storage_pool_event_type:
 * @KEEL_STORAGE_POOL_EVENT_DEFINED: it was defined, or defined again
 * @KEEL_STORAGE_POOL_EVENT_UNDEFINED: it was undefined
 * @KEEL_STORAGE_POOL_EVENT_STARTED: it started
 * @KEEL_STORAGE_POOL_EVENT_STOPPED: it stopped
 * @KEEL_STORAGE_POOL_EVENT_BUILT: its place was made
 * @KEEL_STORAGE_POOL_EVENT_REFRESHED: it was looked at again, or its volumes changed
 *
 * What happened to a pool.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_storage_pool_event_type {
	KEEL_STORAGE_POOL_EVENT_DEFINED = 1,
	KEEL_STORAGE_POOL_EVENT_UNDEFINED = 2,
	KEEL_STORAGE_POOL_EVENT_STARTED = 3,
	KEEL_STORAGE_POOL_EVENT_STOPPED = 4,
	KEEL_STORAGE_POOL_EVENT_BUILT = 5,
	KEEL_STORAGE_POOL_EVENT_REFRESHED = 6
} keel_storage_pool_event_type;

/**
 * keel_node_device_event_type:
 * @KEEL_NODE_DEVICE_EVENT_CREATED: it is there
 * @KEEL_NODE_DEVICE_EVENT_DELETED: it is gone
 * @KEEL_NODE_DEVICE_EVENT_UPDATED: it changed
 *
 * What happened to a device.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_node_device_event_type {
	KEEL_NODE_DEVICE_EVENT_CREATED = 1,
	KEEL_NODE_DEVICE_EVENT_DELETED = 2,
	KEEL_NODE_DEVICE_EVENT_UPDATED = 3
} keel_node_device_event_type;

/**
 * keel_secret_event_type:
 * @KEEL_SECRET_EVENT_DEFINED: it was defined, or defined again
 * @KEEL_SECRET_EVENT_UNDEFINED: it was undefined
 * @KEEL_SECRET_EVENT_VALUE_CHANGED: it has a new value
 *
 * What happened to a secret.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_secret_event_type {
	KEEL_SECRET_EVENT_DEFINED = 1,
	KEEL_SECRET_EVENT_UNDEFINED = 2,
	KEEL_SECRET_EVENT_VALUE_CHANGED = 3
} keel_secret_event_type;

/**
 * keel_close_reason:
 * @KEEL_CLOSE_REASON_ERROR: the way to the host broke
 * @KEEL_CLOSE_REASON_EOF: the host closed it
 * @KEEL_CLOSE_REASON_KEEPALIVE: the host did not answer any more
 * @KEEL_CLOSE_REASON_CLIENT: the program closed it
 *
 * Why a connection was lost.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_close_reason {
	KEEL_CLOSE_REASON_ERROR = 0,
	KEEL_CLOSE_REASON_EOF = 1,
	KEEL_CLOSE_REASON_KEEPALIVE = 2,
	KEEL_CLOSE_REASON_CLIENT = 3
} keel_close_reason;

/**
 * keel_job_event_func:
 * @connection: (transfer none) (not nullable): the connection that was listened on
 * @domain: (transfer none) (not nullable): the domain
 * @info: (not nullable): how far the job is
 * @user_data: (closure) (nullable): what the listener was added with
 *
 * Hears how far the job of a domain is.
 *
 * The last event of a job has the type %KEEL_JOB_TYPE_COMPLETED, %KEEL_JOB_TYPE_FAILED or
 * %KEEL_JOB_TYPE_ABORTED. A driver that cannot tell more gives that one only.
 *
 * Since: 1.0
 */
typedef void (*keel_job_event_func)(keel_connection *connection, keel_domain *domain,
				    const keel_job_info *info, void *user_data);

/**
 * keel_network_event_func:
 * @connection: (transfer none) (not nullable): the connection that was listened on
 * @network: (transfer none) (not nullable): the network it happened to
 * @event: what happened
 * @user_data: (closure) (nullable): what the listener was added with
 *
 * Hears of a change of a network.
 *
 * The network may have changed again since: @event tells what happened, not what is.
 *
 * Since: 1.0
 */
typedef void (*keel_network_event_func)(keel_connection *connection, keel_network *network,
					keel_network_event_type event, void *user_data);

/**
 * keel_storage_pool_event_func:
 * @connection: (transfer none) (not nullable): the connection that was listened on
 * @pool: (transfer none) (not nullable): the pool it happened to
 * @event: what happened
 * @user_data: (closure) (nullable): what the listener was added with
 *
 * Hears of a change of a pool.
 *
 * The pool may have changed again since: @event tells what happened, not what is.
 *
 * Since: 1.0
 */
typedef void (*keel_storage_pool_event_func)(keel_connection *connection, keel_storage_pool *pool,
					     keel_storage_pool_event_type event, void *user_data);

/**
 * keel_node_device_event_func:
 * @connection: (transfer none) (not nullable): the connection that was listened on
 * @node_device: (transfer none) (not nullable): the device it happened to
 * @event: what happened
 * @user_data: (closure) (nullable): what the listener was added with
 *
 * Hears of a change of a device.
 *
 * The device may have changed again since: @event tells what happened, not what is.
 *
 * Since: 1.0
 */
typedef void (*keel_node_device_event_func)(keel_connection *connection,
					    keel_node_device *node_device,
					    keel_node_device_event_type event, void *user_data);

/**
 * keel_secret_event_func:
 * @connection: (transfer none) (not nullable): the connection that was listened on
 * @secret: (transfer none) (not nullable): the secret it happened to
 * @event: what happened
 * @user_data: (closure) (nullable): what the listener was added with
 *
 * Hears of a change of a secret.
 *
 * The secret may have changed again since: @event tells what happened, not what is.
 *
 * Since: 1.0
 */
typedef void (*keel_secret_event_func)(keel_connection *connection, keel_secret *secret,
				       keel_secret_event_type event, void *user_data);

/**
 * keel_close_func:
 * @connection: (transfer none) (not nullable): the connection that was listened on
 * @reason: why
 * @user_data: (closure) (nullable): what the listener was added with
 *
 * Hears that a connection was lost.
 *
 * The connection can still be asked whether it is alive, closed and given back; anything else
 * fails.
 *
 * Since: 1.0
 */
typedef void (*keel_close_func)(keel_connection *connection, keel_close_reason reason,
				void *user_data);

/**
 * keel_connection_add_job_listener: (method)
 * @self: the connection
 * @domain: (transfer none) (nullable): the domain to listen to, or %NULL for all the domains of
 *   the host
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the listener, unique on this connection
 *
 * Adds a listener that hears of the jobs of domains.
 *
 * See keel_connection_add_domain_listener() for when it is called and how long it lasts.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when @domain is of another connection,
 *   %KEEL_STATUS_NOT_SUPPORTED when the driver has no such events, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_add_job_listener(keel_connection *self, keel_domain *domain,
						      keel_job_event_func callback,
						      void *user_data, keel_free_func destroy,
						      uint64_t *ret_id);

/**
 * keel_connection_add_network_listener: (method)
 * @self: the connection
 * @network: (transfer none) (nullable): the network to listen to, or %NULL for all the networks of
 *   the host
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the listener, unique on this connection
 *
 * Adds a listener that hears of changes of networks.
 *
 * See keel_connection_add_domain_listener() for when it is called and how long it lasts.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when @network is of another connection,
 *   %KEEL_STATUS_NOT_SUPPORTED when the driver has no such events, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_add_network_listener(keel_connection *self,
							  keel_network *network,
							  keel_network_event_func callback,
							  void *user_data, keel_free_func destroy,
							  uint64_t *ret_id);

/**
 * keel_connection_add_storage_pool_listener: (method)
 * @self: the connection
 * @pool: (transfer none) (nullable): the pool to listen to, or %NULL for all the pools of the host
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the listener, unique on this connection
 *
 * Adds a listener that hears of changes of pools.
 *
 * See keel_connection_add_domain_listener() for when it is called and how long it lasts.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when @pool is of another connection,
 *   %KEEL_STATUS_NOT_SUPPORTED when the driver has no such events, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_add_storage_pool_listener(keel_connection *self,
	keel_storage_pool *pool, keel_storage_pool_event_func callback, void *user_data,
	keel_free_func destroy, uint64_t *ret_id);

/**
 * keel_connection_add_node_device_listener: (method)
 * @self: the connection
 * @device: (transfer none) (nullable): the device to listen to, or %NULL for all the devices of
 *   the host
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the listener, unique on this connection
 *
 * Adds a listener that hears of changes of devices.
 *
 * See keel_connection_add_domain_listener() for when it is called and how long it lasts.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when @device is of another connection,
 *   %KEEL_STATUS_NOT_SUPPORTED when the driver has no such events, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_add_node_device_listener(keel_connection *self,
							      keel_node_device *device,
							      keel_node_device_event_func callback,
							      void *user_data,
							      keel_free_func destroy,
							      uint64_t *ret_id);

/**
 * keel_connection_add_secret_listener: (method)
 * @self: the connection
 * @secret: (transfer none) (nullable): the secret to listen to, or %NULL for all the secrets of
 *   the host
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the listener, unique on this connection
 *
 * Adds a listener that hears of changes of secrets.
 *
 * See keel_connection_add_domain_listener() for when it is called and how long it lasts.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when @secret is of another connection,
 *   %KEEL_STATUS_NOT_SUPPORTED when the driver has no such events, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_add_secret_listener(keel_connection *self,
							 keel_secret *secret,
							 keel_secret_event_func callback,
							 void *user_data, keel_free_func destroy,
							 uint64_t *ret_id);

/**
 * keel_connection_add_close_listener: (method)
 * @self: the connection
 * @callback: (scope notified) (closure user_data) (destroy destroy) (not nullable): what to call
 * @user_data: (nullable): given to @callback
 * @destroy: (nullable): called once with @user_data when @callback will not be called any more
 * @ret_id: (out): the number of the listener, unique on this connection
 *
 * Adds a listener that hears when the connection is lost.
 *
 * See keel_connection_add_domain_listener() for when it is called and how long it lasts.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_SUPPORTED when the driver has no such events, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_add_close_listener(keel_connection *self,
							keel_close_func callback, void *user_data,
							keel_free_func destroy, uint64_t *ret_id);

/**
 * keel_connection_remove_listener: (method)
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
 * close it. On a system without epoll it tells of what is queued, but not of watches and timers:
 * a program that has any there dispatches in a thread of its own, or plugs its loop in.
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
