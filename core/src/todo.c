/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the event loop does not do yet. */

#include "checks.h"

keel_status keel_event_add_watch(int fd, uint32_t events, keel_watch_func callback, void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	(void)fd;
	(void)events;
	(void)callback;
	(void)user_data;
	(void)destroy;
	(void)ret_id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_event_update_watch(uint64_t id, uint32_t events)
{
	(void)id;
	(void)events;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_event_remove_watch(uint64_t id)
{
	(void)id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_event_add_timer(int32_t interval_ms, keel_timer_func callback, void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	(void)interval_ms;
	(void)callback;
	(void)user_data;
	(void)destroy;
	(void)ret_id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_event_update_timer(uint64_t id, int32_t interval_ms)
{
	(void)id;
	(void)interval_ms;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_event_remove_timer(uint64_t id)
{
	(void)id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_event_plug_loop(keel_loop_func callback, void *user_data, keel_free_func destroy)
{
	(void)callback;
	(void)user_data;
	(void)destroy;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_event_unplug_loop(void)
{
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_event_source_ready(uint64_t id, uint32_t events)
{
	(void)id;
	(void)events;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_connection_add_job_listener(keel_connection *self, keel_domain *domain, keel_job_event_func callback, void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	(void)self;
	(void)domain;
	(void)callback;
	(void)user_data;
	(void)destroy;
	(void)ret_id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_connection_add_network_listener(keel_connection *self, keel_network *network, keel_network_event_func callback, void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	(void)self;
	(void)network;
	(void)callback;
	(void)user_data;
	(void)destroy;
	(void)ret_id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_connection_add_storage_pool_listener(keel_connection *self, keel_storage_pool *pool, keel_storage_pool_event_func callback, void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	(void)self;
	(void)pool;
	(void)callback;
	(void)user_data;
	(void)destroy;
	(void)ret_id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_connection_add_node_device_listener(keel_connection *self, keel_node_device *device, keel_node_device_event_func callback, void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	(void)self;
	(void)device;
	(void)callback;
	(void)user_data;
	(void)destroy;
	(void)ret_id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_connection_add_secret_listener(keel_connection *self, keel_secret *secret, keel_secret_event_func callback, void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	(void)self;
	(void)secret;
	(void)callback;
	(void)user_data;
	(void)destroy;
	(void)ret_id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

keel_status keel_connection_add_close_listener(keel_connection *self, keel_close_func callback, void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	(void)self;
	(void)callback;
	(void)user_data;
	(void)destroy;
	(void)ret_id;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}

void keel_event_emit_job(keel_connection *connection, keel_domain *domain,
			 const keel_job_info *info)
{
	(void)connection;
	(void)domain;
	(void)info;
}

void keel_event_emit_network(keel_connection *connection, keel_network *network, keel_network_event_type event)
{
	(void)connection;
	(void)network;
	(void)event;
}

void keel_event_emit_storage_pool(keel_connection *connection, keel_storage_pool *pool, keel_storage_pool_event_type event)
{
	(void)connection;
	(void)pool;
	(void)event;
}

void keel_event_emit_node_device(keel_connection *connection, keel_node_device *device, keel_node_device_event_type event)
{
	(void)connection;
	(void)device;
	(void)event;
}

void keel_event_emit_secret(keel_connection *connection, keel_secret *secret, keel_secret_event_type event)
{
	(void)connection;
	(void)secret;
	(void)event;
}

void keel_event_emit_close(keel_connection *connection, keel_close_reason reason)
{
	(void)connection;
	(void)reason;
}

keel_status keel_event_post(keel_connection *connection, void (*call)(void *data),
			    void (*done)(void *data), void *data)
{
	(void)connection;
	(void)call;
	(void)done;
	(void)data;
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT, "%s: not yet", __func__);
}
