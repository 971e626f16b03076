/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_DRIVER_H
#define KEEL_DRIVER_H

/*
 * What a driver does. The core has checked the arguments before it calls: handles are there and not
 * closed or lost, required pointers are not NULL, flags are known, texts that are kept are UTF-8, and
 * writes are allowed. The driver sets the last error when it fails and touches no output then. A
 * function that it lacks is NULL, and fails with KEEL_STATUS_NOT_SUPPORTED.
 *
 * A driver locks for itself. It tells of changes with keel_event_emit(), inside its lock so that
 * they stay in order.
 */

#include <keel/keel.h>

/* What there are listeners for. */
enum keel_event_kind {
	KEEL_EVENT_DOMAIN,
	KEEL_EVENT_JOB,
	KEEL_EVENT_NETWORK,
	KEEL_EVENT_STORAGE_POOL,
	KEEL_EVENT_NODE_DEVICE,
	KEEL_EVENT_SECRET,
	KEEL_EVENT_CLOSE,
	KEEL_N_EVENT_KINDS
};

struct keel_driver {
	/* The name; of a driver that is built in also the scheme of its URIs: see loader.c. */
	const char *name;

	/*
	 * Fills connection->data; path is what follows scheme:// in the URI up to a question mark,
	 * decoded, and query what follows that, not decoded, NULL when there is none. Credentials
	 * are known ones and texts.
	 */
	keel_status (*open)(keel_connection *connection, const char *path, const char *query,
			    const keel_param *credentials, size_t n_credentials);
	/*
	 * The connection was closed: what waits on it returns. NULL when nothing waits. Called once,
	 * without any lock; the flag is set already.
	 */
	void (*closing)(keel_connection *connection);
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

	/* In all of these, an optional output may be NULL. */
	keel_status (*get_driver_version)(const keel_connection *connection, uint32_t *ret_major,
					  uint32_t *ret_minor, uint32_t *ret_micro);
	keel_status (*is_secure)(const keel_connection *connection, bool *ret);
	keel_status (*is_encrypted)(const keel_connection *connection, bool *ret);
	keel_status (*list_cpu_models)(const keel_connection *connection, const char *arch, char ***ret,
				       size_t *ret_n);
	keel_status (*list_host_cpus)(const keel_connection *connection, keel_host_cpu **ret, size_t *ret_n);
	keel_status (*list_host_cells)(const keel_connection *connection, keel_host_cell **ret, size_t *ret_n);
	keel_status (*get_host_cpu_statistics)(const keel_connection *connection, int32_t cpu,
					       keel_param **ret, size_t *ret_n);
	keel_status (*get_host_memory_statistics)(const keel_connection *connection, int32_t cell,
						  keel_param **ret, size_t *ret_n);
	keel_status (*domain_get_cpu_statistics)(const keel_domain *domain, keel_param **ret, size_t *ret_n);
	keel_status (*domain_get_memory_statistics)(const keel_domain *domain, keel_param **ret,
						    size_t *ret_n);
	keel_status (*domain_get_block_statistics)(const keel_domain *domain, const char *disk,
						   keel_param **ret, size_t *ret_n);
	keel_status (*domain_get_interface_statistics)(const keel_domain *domain,
						       const char *interface, keel_param **ret,
						       size_t *ret_n);
	keel_status (*domain_get_block_info)(const keel_domain *domain, const char *disk,
					     keel_block_info *ret);
	keel_status (*get_domain_statistics)(keel_connection *connection, uint32_t statistics,
					     uint32_t flags, keel_domain_statistics **ret,
					     size_t *ret_n);
	keel_status (*domain_list_disks)(const keel_domain *domain, keel_domain_disk **ret, size_t *ret_n);
	keel_status (*domain_list_guest_interfaces)(const keel_domain *domain,
						    keel_guest_source source,
						    keel_guest_interface **ret, size_t *ret_n);
	keel_status (*domain_attach_device)(keel_domain *domain, const char *xml, uint32_t flags);
	keel_status (*domain_update_device)(keel_domain *domain, const char *xml, uint32_t flags);
	keel_status (*domain_detach_device)(keel_domain *domain, const char *xml, uint32_t flags);
	keel_status (*domain_send_keys)(keel_domain *domain, keel_codeset codeset, uint32_t hold_ms,
					const uint32_t *keys, size_t n_keys);
	keel_status (*domain_take_screenshot)(keel_domain *domain, keel_stream *stream,
					      uint32_t screen, char **ret);
	keel_status (*snapshot_get_xml)(const keel_snapshot *snapshot, char **ret);
	keel_status (*snapshot_get_created)(const keel_snapshot *snapshot, int64_t *ret);
	keel_status (*snapshot_get_state)(const keel_snapshot *snapshot, keel_domain_state *ret);
	keel_status (*snapshot_get_parent)(keel_snapshot *snapshot, keel_snapshot **ret);
	keel_status (*snapshot_list_children)(keel_snapshot *snapshot, uint32_t flags,
					      keel_snapshot ***ret, size_t *ret_n);
	keel_status (*snapshot_is_current)(const keel_snapshot *snapshot, bool *ret);
	keel_status (*snapshot_revert)(keel_snapshot *snapshot, uint32_t flags);
	keel_status (*snapshot_delete)(keel_snapshot *snapshot, uint32_t flags);
	keel_status (*domain_create_snapshot)(keel_domain *domain, const char *xml, uint32_t flags,
					      keel_snapshot **ret);
	keel_status (*domain_list_snapshots)(keel_domain *domain, uint32_t flags,
					     keel_snapshot ***ret, size_t *ret_n);
	keel_status (*domain_lookup_snapshot)(keel_domain *domain, const char *name, keel_snapshot **ret);
	keel_status (*domain_get_current_snapshot)(keel_domain *domain, keel_snapshot **ret);
	keel_status (*domain_get_job_info)(const keel_domain *domain, uint32_t flags, keel_job_info *ret);
	keel_status (*domain_abort_job)(keel_domain *domain);
	keel_status (*domain_save)(keel_domain *domain, const char *path, uint32_t flags);
	keel_status (*restore_domain)(keel_connection *connection, const char *path, uint32_t flags,
				      keel_domain **ret);
	keel_status (*domain_begin_backup)(keel_domain *domain, const char *xml, uint32_t flags);
	keel_status (*domain_migrate)(keel_domain *domain, keel_connection *destination,
				      uint32_t flags, const keel_param *params, size_t n_params,
				      keel_domain **ret);
	keel_status (*list_networks)(keel_connection *connection, uint32_t flags, keel_network ***ret,
				     size_t *ret_n);
	keel_status (*count_networks)(const keel_connection *connection, uint32_t flags, uint32_t *ret);
	keel_status (*lookup_network_by_name)(keel_connection *connection, const char *name, keel_network **ret);
	keel_status (*lookup_network_by_uuid)(keel_connection *connection, const uint8_t *uuid,
					      keel_network **ret);
	keel_status (*define_network)(keel_connection *connection, const char *xml, uint32_t flags,
				      keel_network **ret);
	keel_status (*create_network)(keel_connection *connection, const char *xml, keel_network **ret);
	keel_status (*network_get_xml)(const keel_network *network, uint32_t flags, char **ret);
	keel_status (*network_start)(keel_network *network);
	keel_status (*network_destroy)(keel_network *network);
	keel_status (*network_undefine)(keel_network *network);
	keel_status (*network_is_active)(const keel_network *network, bool *ret);
	keel_status (*network_is_persistent)(const keel_network *network, bool *ret);
	keel_status (*network_get_autostart)(const keel_network *network, bool *ret);
	keel_status (*network_set_autostart)(keel_network *network, bool autostart);
	keel_status (*network_get_bridge_name)(const keel_network *network, char **ret);
	keel_status (*network_list_leases)(const keel_network *network, const char *mac,
					   keel_network_lease **ret, size_t *ret_n);
	keel_status (*list_storage_pools)(keel_connection *connection, uint32_t flags,
					  keel_storage_pool ***ret, size_t *ret_n);
	keel_status (*count_storage_pools)(const keel_connection *connection, uint32_t flags, uint32_t *ret);
	keel_status (*lookup_storage_pool_by_name)(keel_connection *connection, const char *name,
						   keel_storage_pool **ret);
	keel_status (*lookup_storage_pool_by_uuid)(keel_connection *connection, const uint8_t *uuid,
						   keel_storage_pool **ret);
	keel_status (*define_storage_pool)(keel_connection *connection, const char *xml, uint32_t flags,
					   keel_storage_pool **ret);
	keel_status (*create_storage_pool)(keel_connection *connection, const char *xml,
					   keel_storage_pool **ret);
	keel_status (*storage_pool_get_xml)(const keel_storage_pool *pool, uint32_t flags, char **ret);
	keel_status (*storage_pool_start)(keel_storage_pool *pool);
	keel_status (*storage_pool_destroy)(keel_storage_pool *pool);
	keel_status (*storage_pool_undefine)(keel_storage_pool *pool);
	keel_status (*storage_pool_is_active)(const keel_storage_pool *pool, bool *ret);
	keel_status (*storage_pool_is_persistent)(const keel_storage_pool *pool, bool *ret);
	keel_status (*storage_pool_get_autostart)(const keel_storage_pool *pool, bool *ret);
	keel_status (*storage_pool_set_autostart)(keel_storage_pool *pool, bool autostart);
	keel_status (*storage_pool_build)(keel_storage_pool *pool);
	keel_status (*storage_pool_refresh)(keel_storage_pool *pool);
	keel_status (*storage_pool_get_info)(const keel_storage_pool *pool, keel_storage_pool_info *ret);
	keel_status (*storage_pool_list_volumes)(keel_storage_pool *pool,
						 keel_storage_volume ***ret, size_t *ret_n);
	keel_status (*storage_pool_count_volumes)(const keel_storage_pool *pool, uint32_t *ret);
	keel_status (*storage_pool_lookup_volume)(keel_storage_pool *pool, const char *name,
						  keel_storage_volume **ret);
	keel_status (*storage_pool_create_volume)(keel_storage_pool *pool, const char *xml,
						  uint32_t flags, keel_storage_volume **ret);
	keel_status (*storage_pool_clone_volume)(keel_storage_pool *pool, const char *xml,
						 const keel_storage_volume *source, uint32_t flags,
						 keel_storage_volume **ret);
	keel_status (*lookup_storage_volume_by_path)(keel_connection *connection, const char *path,
						     keel_storage_volume **ret);
	keel_status (*lookup_storage_volume_by_key)(keel_connection *connection, const char *key,
						    keel_storage_volume **ret);
	keel_status (*storage_volume_get_key)(const keel_storage_volume *volume, char **ret);
	keel_status (*storage_volume_get_path)(const keel_storage_volume *volume, char **ret);
	keel_status (*storage_volume_get_xml)(const keel_storage_volume *volume, char **ret);
	keel_status (*storage_volume_get_info)(const keel_storage_volume *volume,
					       keel_storage_volume_info *ret);
	keel_status (*storage_volume_resize)(keel_storage_volume *volume, uint64_t capacity, uint32_t flags);
	keel_status (*storage_volume_wipe)(keel_storage_volume *volume);
	keel_status (*storage_volume_delete)(keel_storage_volume *volume);
	keel_status (*storage_volume_upload)(keel_storage_volume *volume, keel_stream *stream,
					     uint64_t offset, uint64_t length);
	keel_status (*storage_volume_download)(keel_storage_volume *volume, keel_stream *stream,
					       uint64_t offset, uint64_t length);
	keel_status (*list_node_devices)(keel_connection *connection, const char *capability,
					 keel_node_device ***ret, size_t *ret_n);
	keel_status (*count_node_devices)(const keel_connection *connection, const char *capability,
					  uint32_t *ret);
	keel_status (*lookup_node_device)(keel_connection *connection, const char *name, keel_node_device **ret);
	keel_status (*create_node_device)(keel_connection *connection, const char *xml, keel_node_device **ret);
	keel_status (*node_device_get_parent_name)(const keel_node_device *device, char **ret);
	keel_status (*node_device_list_capabilities)(const keel_node_device *device, char ***ret,
						     size_t *ret_n);
	keel_status (*node_device_get_xml)(const keel_node_device *device, char **ret);
	keel_status (*node_device_detach)(keel_node_device *device);
	keel_status (*node_device_reattach)(keel_node_device *device);
	keel_status (*node_device_reset)(keel_node_device *device);
	keel_status (*node_device_destroy)(keel_node_device *device);
	keel_status (*list_secrets)(keel_connection *connection, uint32_t flags, keel_secret ***ret,
				    size_t *ret_n);
	keel_status (*count_secrets)(const keel_connection *connection, uint32_t flags, uint32_t *ret);
	keel_status (*lookup_secret_by_uuid)(keel_connection *connection, const uint8_t *uuid,
					     keel_secret **ret);
	keel_status (*lookup_secret_by_usage)(keel_connection *connection, keel_secret_usage usage,
					      const char *usage_id, keel_secret **ret);
	keel_status (*define_secret)(keel_connection *connection, const char *xml, uint32_t flags,
				     keel_secret **ret);
	keel_status (*secret_get_usage)(const keel_secret *secret, keel_secret_usage *ret_usage,
					char **ret_id);
	keel_status (*secret_get_xml)(const keel_secret *secret, char **ret);
	keel_status (*secret_get_value)(const keel_secret *secret, uint8_t **ret, size_t *ret_n);
	keel_status (*secret_set_value)(keel_secret *secret, const uint8_t *value, size_t n_value);
	keel_status (*secret_undefine)(keel_secret *secret);
	keel_status (*stream_new)(keel_connection *connection, uint32_t flags, keel_stream **ret);
	keel_status (*stream_send)(keel_stream *stream, const uint8_t *data, size_t n_data,
				   size_t *ret_sent);
	keel_status (*stream_receive)(keel_stream *stream, uint8_t *buffer, size_t size, size_t *ret_n);
	keel_status (*stream_finish)(keel_stream *stream);
	keel_status (*stream_abort)(keel_stream *stream);
	keel_status (*stream_add_watch)(keel_stream *stream, uint32_t events,
					keel_stream_event_func callback, void *user_data,
					keel_free_func destroy);
	keel_status (*stream_update_watch)(keel_stream *stream, uint32_t events);
	keel_status (*stream_remove_watch)(keel_stream *stream);
	keel_status (*domain_set_max_memory)(keel_domain *domain, uint64_t kib);
	keel_status (*domain_get_max_vcpus)(const keel_domain *domain, uint32_t *ret);
	keel_status (*domain_set_vcpus)(keel_domain *domain, uint32_t vcpus);
	keel_status (*domain_get_vcpu_affinity)(const keel_domain *domain, uint32_t vcpu,
						uint32_t **ret, size_t *ret_n);
	keel_status (*domain_set_vcpu_affinity)(keel_domain *domain, uint32_t vcpu,
						const uint32_t *cpus, size_t n_cpus);
	keel_status (*domain_reset)(keel_domain *domain);

	/*
	 * There is a first listener of a kind, or none any more: the driver begins or ceases to tell
	 * of such events. NULL when it always tells. A lock keeps the calls for one connection in
	 * order; nothing else takes it.
	 */
	keel_status (*listen)(keel_connection *connection, enum keel_event_kind kind);
	void (*unlisten)(keel_connection *connection, enum keel_event_kind kind);
};

extern const struct keel_driver keel_test_driver;

/* Calls a function of the driver of a connection, or fails when the driver lacks it. */
#define KEEL_CALL(driver, operation, ...)                                                          \
	((driver)->operation ? (driver)->operation(__VA_ARGS__)                                    \
			     : keel_error_lacking((driver)->name, #operation))

keel_status keel_error_lacking(const char *driver, const char *operation);

/* Each queues an event for the listeners of the connection. */
void keel_event_emit(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		     keel_domain_event_detail detail);
void keel_event_emit_job(keel_connection *connection, keel_domain *domain,
			 const keel_job_info *info);
void keel_event_emit_network(keel_connection *connection, keel_network *network,
			     keel_network_event_type event);
void keel_event_emit_storage_pool(keel_connection *connection, keel_storage_pool *pool,
				  keel_storage_pool_event_type event);
void keel_event_emit_node_device(keel_connection *connection, keel_node_device *device,
				 keel_node_device_event_type event);
void keel_event_emit_secret(keel_connection *connection, keel_secret *secret,
			    keel_secret_event_type event);
void keel_event_emit_close(keel_connection *connection, keel_close_reason reason);

/*
 * Queues a call that keel_event_dispatch() makes, in its turn among the events; done is called after
 * it, or instead of it when the connection is closed or freed before. Neither runs under a lock.
 */
keel_status keel_event_post(keel_connection *connection, void (*call)(void *data),
			    void (*done)(void *data), void *data);

/* Removes the listeners of a connection, with what is queued for them. */
void keel_event_forget(keel_connection *connection);

#endif
