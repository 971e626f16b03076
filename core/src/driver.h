/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_DRIVER_H
#define KEEL_DRIVER_H

/*
 * What a driver does. The core has checked the arguments before it calls: handles are there and not
 * closed, required pointers are not NULL, flags are known, texts that are kept are UTF-8, and
 * writes are allowed. The driver sets the last error when it fails and touches no output then. A
 * function that it lacks is NULL, and fails with KEEL_STATUS_NOT_SUPPORTED.
 *
 * A driver locks for itself. It tells of changes with keel_event_emit(), inside its lock so that
 * they stay in order.
 */

#include <keel/keel.h>

struct keel_driver {
	/* The name, and the scheme of its URIs. */
	const char *name;

	/* Fills connection->data; path is what follows scheme:// in the URI, decoded. */
	keel_status (*open)(keel_connection *connection, const char *path);
	/* Frees connection->data; no reference to any object of the connection is left. */
	void (*close)(keel_connection *connection);

	keel_status (*is_alive)(const keel_connection *connection, bool *ret);
	keel_status (*get_hostname)(const keel_connection *connection, char **ret);
	keel_status (*get_capabilities)(const keel_connection *connection, char **ret);
	keel_status (*get_host_info)(const keel_connection *connection, keel_host_info *ret);
	keel_status (*get_host_uuid)(const keel_connection *connection, uint8_t *ret);
	keel_status (*get_free_memory)(const keel_connection *connection, uint64_t **ret,
				       size_t *ret_n);
	keel_status (*get_host_parameters)(const keel_connection *connection, keel_param **ret,
					   size_t *ret_n);
	keel_status (*set_host_parameters)(keel_connection *connection, const keel_param *params,
					   size_t n_params);

	keel_status (*list_domains)(keel_connection *connection, uint32_t flags, keel_domain ***ret,
				    size_t *ret_n);
	keel_status (*list_domain_names)(const keel_connection *connection, const char *pattern,
					 uint32_t flags, char ***ret, size_t *ret_n);
	keel_status (*count_domains)(const keel_connection *connection, uint32_t flags,
				     uint32_t *ret);
	keel_status (*lookup_domain_by_name)(keel_connection *connection, const char *name,
					     keel_domain **ret);
	keel_status (*lookup_domain_by_uuid)(keel_connection *connection, const uint8_t *uuid,
					     keel_domain **ret);
	keel_status (*lookup_domain_by_id)(keel_connection *connection, int64_t id,
					   keel_domain **ret);
	/* In these two, ret may be NULL. */
	keel_status (*define_domain)(keel_connection *connection, const char *xml, uint32_t flags,
				     keel_domain **ret);
	keel_status (*create_domain)(keel_connection *connection, const char *xml, uint32_t flags,
				     keel_domain **ret);

	keel_status (*domain_get_id)(const keel_domain *domain, int64_t *ret);
	/* Here ret_reason may be NULL. */
	keel_status (*domain_get_state)(const keel_domain *domain, keel_domain_state *ret_state,
					keel_domain_reason *ret_reason);
	keel_status (*domain_get_info)(const keel_domain *domain, keel_domain_info *ret);
	keel_status (*domain_get_xml)(const keel_domain *domain, uint32_t flags, char **ret);
	keel_status (*domain_start)(keel_domain *domain, uint32_t flags);
	keel_status (*domain_shutdown)(keel_domain *domain, uint32_t flags);
	keel_status (*domain_reboot)(keel_domain *domain, uint32_t flags);
	keel_status (*domain_destroy)(keel_domain *domain, uint32_t flags);
	keel_status (*domain_suspend)(keel_domain *domain, uint32_t flags);
	keel_status (*domain_resume)(keel_domain *domain, uint32_t flags);
	keel_status (*domain_undefine)(keel_domain *domain, uint32_t flags);
	keel_status (*domain_rename)(keel_domain *domain, const char *name, uint32_t flags);
	keel_status (*domain_is_active)(const keel_domain *domain, bool *ret);
	keel_status (*domain_is_persistent)(const keel_domain *domain, bool *ret);
	keel_status (*domain_is_updated)(const keel_domain *domain, bool *ret);
	keel_status (*domain_get_autostart)(const keel_domain *domain, bool *ret);
	keel_status (*domain_set_autostart)(keel_domain *domain, bool autostart);
	keel_status (*domain_get_memory)(const keel_domain *domain, uint64_t *ret_kib);
	keel_status (*domain_set_memory)(keel_domain *domain, uint64_t kib);
	keel_status (*domain_get_max_memory)(const keel_domain *domain, uint64_t *ret_kib);
	keel_status (*domain_get_vcpus)(const keel_domain *domain, uint32_t *ret);
	keel_status (*domain_get_title)(const keel_domain *domain, char **ret);
	keel_status (*domain_set_title)(keel_domain *domain, const char *title);
	keel_status (*domain_get_description)(const keel_domain *domain, char **ret);
	keel_status (*domain_set_description)(keel_domain *domain, const char *description);
	keel_status (*domain_get_metadata)(const keel_domain *domain, const char *key, char **ret);
	keel_status (*domain_set_metadata)(keel_domain *domain, const char *key, const char *value);
	keel_status (*domain_get_tags)(const keel_domain *domain, char ***ret, size_t *ret_n);
	keel_status (*domain_set_tags)(keel_domain *domain, const char *const *tags, size_t n_tags);
	keel_status (*domain_get_scheduler_parameters)(const keel_domain *domain, keel_param **ret,
						       size_t *ret_n);
	keel_status (*domain_set_scheduler_parameters)(keel_domain *domain,
						       const keel_param *params, size_t n_params);
	keel_status (*domain_get_vcpu_times)(const keel_domain *domain, uint64_t **ret,
					     size_t *ret_n);
	keel_status (*domain_list_interfaces)(const keel_domain *domain,
					      keel_domain_interface **ret, size_t *ret_n);
	keel_status (*domain_read_memory)(const keel_domain *domain, uint64_t offset, size_t size,
					  uint8_t **ret, size_t *ret_n);
	keel_status (*domain_write_memory)(keel_domain *domain, uint64_t offset,
					   const uint8_t *data, size_t n_data);
};

extern const struct keel_driver keel_test_driver;

/* Calls a function of the driver of a connection, or fails when the driver lacks it. */
#define KEEL_CALL(driver, operation, ...)                                                          \
	((driver)->operation ? (driver)->operation(__VA_ARGS__)                                    \
			     : keel_error_lacking((driver)->name, #operation))

keel_status keel_error_lacking(const char *driver, const char *operation);

/* Queues an event for the listeners of the connection. */
void keel_event_emit(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		     keel_domain_event_detail detail);

/* Removes the listeners of a connection, with what is queued for them. */
void keel_event_forget(keel_connection *connection);

#endif
