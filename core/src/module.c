/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The core's functions inside a module, and its entry: see module.h. */

#include "module.h"

#include "object.h"

#include <stdarg.h>

static const struct keel_core *core;

KEEL_API const struct keel_driver *keel_driver_module(const struct keel_core *given);

const struct keel_driver *keel_driver_module(const struct keel_core *given)
{
	if (given->version != KEEL_MODULE_VERSION || given->driver_size != sizeof(struct keel_driver))
		return NULL;
	core = given;
	return &keel_module_driver;
}

void keel_set_error(keel_status status, keel_error_domain domain, const char *format, ...)
{
	char message[1024];
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(message, sizeof(message), format, arguments) < 0)
		message[0] = '\0';
	va_end(arguments);
	core->set_error(status, domain, "%s", message);
}

void keel_connection_free(keel_connection *self)
{
	core->connection_free(self);
}

void keel_event_emit(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		     keel_domain_event_detail detail)
{
	core->event_emit(connection, domain, event, detail);
}

void keel_event_emit_job(keel_connection *connection, keel_domain *domain,
			 const keel_job_info *info)
{
	core->event_emit_job(connection, domain, info);
}

void keel_event_emit_network(keel_connection *connection, keel_network *network,
			     keel_network_event_type event)
{
	core->event_emit_network(connection, network, event);
}

void keel_event_emit_storage_pool(keel_connection *connection, keel_storage_pool *pool,
				  keel_storage_pool_event_type event)
{
	core->event_emit_storage_pool(connection, pool, event);
}

void keel_event_emit_node_device(keel_connection *connection, keel_node_device *device,
				 keel_node_device_event_type event)
{
	core->event_emit_node_device(connection, device, event);
}

void keel_event_emit_secret(keel_connection *connection, keel_secret *secret,
			    keel_secret_event_type event)
{
	core->event_emit_secret(connection, secret, event);
}

void keel_event_emit_close(keel_connection *connection, keel_close_reason reason)
{
	core->event_emit_close(connection, reason);
}

keel_status keel_event_post(keel_connection *connection, void (*call)(void *data),
			    void (*done)(void *data), void *data)
{
	return core->event_post(connection, call, done, data);
}
