/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_MODULE_H
#define KEEL_MODULE_H

/*
 * What a loaded driver and the core give each other.
 *
 * A module is linked with module.c, which gives the driver the core's functions under the names that
 * they have in the core, so that a driver is the same whether it is built in or loaded. A module
 * fits the very keel that it was built with only: nothing here is part of the API.
 */

#include "driver.h"

/* Grows with each change of what is shared. */
#define KEEL_MODULE_VERSION 2u

/* The name of the function that a module exports. */
#define KEEL_MODULE_ENTRY "keel_driver_module"

struct keel_core {
	uint32_t version;
	/* A module that was built with another idea of a driver does not fit. */
	size_t driver_size;

	void (*set_error)(keel_status status, keel_error_domain domain, const char *format, ...);
	void (*connection_free)(keel_connection *connection);
	void (*event_emit)(keel_connection *connection, keel_domain *domain,
			   keel_domain_event_type event, keel_domain_event_detail detail);
	void (*event_emit_job)(keel_connection *connection, keel_domain *domain,
			       const keel_job_info *info);
	void (*event_emit_network)(keel_connection *connection, keel_network *network,
				   keel_network_event_type event);
	void (*event_emit_storage_pool)(keel_connection *connection, keel_storage_pool *pool,
					keel_storage_pool_event_type event);
	void (*event_emit_node_device)(keel_connection *connection, keel_node_device *device,
				       keel_node_device_event_type event);
	void (*event_emit_secret)(keel_connection *connection, keel_secret *secret,
				  keel_secret_event_type event);
	void (*event_emit_close)(keel_connection *connection, keel_close_reason reason);
	keel_status (*event_post)(keel_connection *connection, void (*call)(void *data),
				  void (*done)(void *data), void *data);
};

/* Gives the driver, or NULL when the core does not fit. It may be called again. */
typedef const struct keel_driver *(*keel_module_func)(const struct keel_core *core);

/* The driver of this module. */
extern const struct keel_driver keel_module_driver;

#endif
