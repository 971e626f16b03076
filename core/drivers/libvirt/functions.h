/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_LIBVIRT_FUNCTIONS_H
#define KEEL_LIBVIRT_FUNCTIONS_H

/* The functions of the driver: see driver.h. */

/* connection.c: */

keel_status lv_open(keel_connection *connection, const char *path, const char *query,
		    const keel_param *credentials, size_t n_credentials);
void lv_close(keel_connection *connection);
keel_status lv_is_alive(const keel_connection *connection, bool *ret);
keel_status lv_get_hostname(const keel_connection *connection, char **ret);
keel_status lv_get_capabilities(const keel_connection *connection, char **ret);
keel_status lv_get_host_uuid(const keel_connection *connection, uint8_t *ret);

/* host.c: */

keel_status lv_get_driver_version(const keel_connection *connection, uint32_t *ret_major,
				  uint32_t *ret_minor, uint32_t *ret_micro);
keel_status lv_is_secure(const keel_connection *connection, bool *ret);
keel_status lv_is_encrypted(const keel_connection *connection, bool *ret);
keel_status lv_get_host_info(const keel_connection *connection, keel_host_info *ret);
keel_status lv_get_free_memory(const keel_connection *connection, uint64_t **ret, size_t *ret_n);
keel_status lv_get_host_parameters(const keel_connection *connection, keel_param **ret,
				   size_t *ret_n);
keel_status lv_set_host_parameters(keel_connection *connection, const keel_param *params,
				   size_t n_params);
keel_status lv_list_cpu_models(const keel_connection *connection, const char *arch, char ***ret,
			       size_t *ret_n);
keel_status lv_list_host_cpus(const keel_connection *connection, keel_host_cpu **ret,
			      size_t *ret_n);
keel_status lv_list_host_cells(const keel_connection *connection, keel_host_cell **ret,
			       size_t *ret_n);
keel_status lv_get_host_cpu_statistics(const keel_connection *connection, int32_t cpu,
				       keel_param **ret, size_t *ret_n);
keel_status lv_get_host_memory_statistics(const keel_connection *connection, int32_t cell,
					  keel_param **ret, size_t *ret_n);

/* domain.c: */

keel_status lv_list_domains(keel_connection *connection, uint32_t flags, keel_domain ***ret,
			    size_t *ret_n);
keel_status lv_list_domain_names(const keel_connection *connection, const char *pattern,
				 uint32_t flags, char ***ret, size_t *ret_n);
keel_status lv_count_domains(const keel_connection *connection, uint32_t flags, uint32_t *ret);
keel_status lv_lookup_domain_by_name(keel_connection *connection, const char *name,
				     keel_domain **ret);
keel_status lv_lookup_domain_by_uuid(keel_connection *connection, const uint8_t *uuid,
				     keel_domain **ret);
keel_status lv_lookup_domain_by_id(keel_connection *connection, int64_t id, keel_domain **ret);
keel_status lv_define_domain(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_domain **ret);
keel_status lv_create_domain(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_domain **ret);
keel_status lv_domain_get_id(const keel_domain *domain, int64_t *ret);
keel_status lv_domain_get_state(const keel_domain *domain, keel_domain_state *ret_state,
				keel_domain_reason *ret_reason);
keel_status lv_domain_get_info(const keel_domain *domain, keel_domain_info *ret);
keel_status lv_domain_get_xml(const keel_domain *domain, uint32_t flags, char **ret);
keel_status lv_domain_start(keel_domain *domain, uint32_t flags);
keel_status lv_domain_shutdown(keel_domain *domain, uint32_t flags);
keel_status lv_domain_reboot(keel_domain *domain, uint32_t flags);
keel_status lv_domain_destroy(keel_domain *domain, uint32_t flags);
keel_status lv_domain_suspend(keel_domain *domain, uint32_t flags);
keel_status lv_domain_resume(keel_domain *domain, uint32_t flags);
keel_status lv_domain_reset(keel_domain *domain);
keel_status lv_domain_undefine(keel_domain *domain, uint32_t flags);
keel_status lv_domain_rename(keel_domain *domain, const char *name, uint32_t flags);
keel_status lv_domain_is_active(const keel_domain *domain, bool *ret);
keel_status lv_domain_is_persistent(const keel_domain *domain, bool *ret);
keel_status lv_domain_is_updated(const keel_domain *domain, bool *ret);
keel_status lv_domain_get_autostart(const keel_domain *domain, bool *ret);
keel_status lv_domain_set_autostart(keel_domain *domain, bool autostart);

/* resources.c: */

keel_status lv_domain_get_memory(const keel_domain *domain, uint64_t *ret_kib);
keel_status lv_domain_get_max_memory(const keel_domain *domain, uint64_t *ret_kib);
keel_status lv_domain_set_memory(keel_domain *domain, uint64_t kib);
keel_status lv_domain_set_max_memory(keel_domain *domain, uint64_t kib);
keel_status lv_domain_get_vcpus(const keel_domain *domain, uint32_t *ret);
keel_status lv_domain_get_max_vcpus(const keel_domain *domain, uint32_t *ret);
keel_status lv_domain_set_vcpus(keel_domain *domain, uint32_t vcpus);
keel_status lv_domain_get_vcpu_affinity(const keel_domain *domain, uint32_t vcpu, uint32_t **ret,
					size_t *ret_n);
keel_status lv_domain_set_vcpu_affinity(keel_domain *domain, uint32_t vcpu, const uint32_t *cpus,
					size_t n_cpus);
keel_status lv_domain_get_vcpu_times(const keel_domain *domain, uint64_t **ret, size_t *ret_n);
keel_status lv_domain_get_scheduler_parameters(const keel_domain *domain, keel_param **ret,
					       size_t *ret_n);
keel_status lv_domain_set_scheduler_parameters(keel_domain *domain, const keel_param *params,
					       size_t n_params);
keel_status lv_domain_read_memory(const keel_domain *domain, uint64_t offset, size_t size,
				  uint8_t **ret, size_t *ret_n);

/* metadata.c: */

keel_status lv_domain_get_title(const keel_domain *domain, char **ret);
keel_status lv_domain_set_title(keel_domain *domain, const char *title);
keel_status lv_domain_get_description(const keel_domain *domain, char **ret);
keel_status lv_domain_set_description(keel_domain *domain, const char *description);
keel_status lv_domain_get_metadata(const keel_domain *domain, const char *key, char **ret);
keel_status lv_domain_set_metadata(keel_domain *domain, const char *key, const char *value);
keel_status lv_domain_get_tags(const keel_domain *domain, char ***ret, size_t *ret_n);
keel_status lv_domain_set_tags(keel_domain *domain, const char *const *tags, size_t n_tags);

/* statistics.c: */

keel_status lv_domain_get_cpu_statistics(const keel_domain *domain, keel_param **ret,
					 size_t *ret_n);
keel_status lv_domain_get_memory_statistics(const keel_domain *domain, keel_param **ret,
					    size_t *ret_n);
keel_status lv_domain_get_block_statistics(const keel_domain *domain, const char *disk,
					   keel_param **ret, size_t *ret_n);
keel_status lv_domain_get_interface_statistics(const keel_domain *domain, const char *interface,
					       keel_param **ret, size_t *ret_n);
keel_status lv_domain_get_block_info(const keel_domain *domain, const char *disk,
				     keel_block_info *ret);
keel_status lv_get_domain_statistics(keel_connection *connection, uint32_t statistics,
				     uint32_t flags, keel_domain_statistics **ret, size_t *ret_n);

/* device.c: */

keel_status lv_domain_list_interfaces(const keel_domain *domain, keel_domain_interface **ret,
				      size_t *ret_n);
keel_status lv_domain_list_disks(const keel_domain *domain, keel_domain_disk **ret, size_t *ret_n);
keel_status lv_domain_list_guest_interfaces(const keel_domain *domain, keel_guest_source source,
					    keel_guest_interface **ret, size_t *ret_n);
keel_status lv_domain_attach_device(keel_domain *domain, const char *xml, uint32_t flags);
keel_status lv_domain_update_device(keel_domain *domain, const char *xml, uint32_t flags);
keel_status lv_domain_detach_device(keel_domain *domain, const char *xml, uint32_t flags);
keel_status lv_domain_send_keys(keel_domain *domain, keel_codeset codeset, uint32_t hold_ms,
				const uint32_t *keys_down, size_t n_keys);

/* job.c: */

keel_status lv_domain_get_job_info(const keel_domain *domain, uint32_t flags, keel_job_info *ret);
keel_status lv_domain_abort_job(keel_domain *domain);
keel_status lv_domain_save(keel_domain *domain, const char *path, uint32_t flags);
keel_status lv_restore_domain(keel_connection *connection, const char *path, uint32_t flags,
			      keel_domain **ret);
keel_status lv_domain_begin_backup(keel_domain *domain, const char *xml, uint32_t flags);
keel_status lv_domain_migrate(keel_domain *domain, keel_connection *destination, uint32_t flags,
			      const keel_param *params, size_t n_params, keel_domain **ret);

/* network.c: */

keel_status lv_list_networks(keel_connection *connection, uint32_t flags, keel_network ***ret,
			     size_t *ret_n);
keel_status lv_count_networks(const keel_connection *connection, uint32_t flags, uint32_t *ret);
keel_status lv_lookup_network_by_name(keel_connection *connection, const char *name,
				      keel_network **ret);
keel_status lv_lookup_network_by_uuid(keel_connection *connection, const uint8_t *uuid,
				      keel_network **ret);
keel_status lv_define_network(keel_connection *connection, const char *xml, uint32_t flags,
			      keel_network **ret);
keel_status lv_create_network(keel_connection *connection, const char *xml, keel_network **ret);
keel_status lv_network_get_xml(const keel_network *network, uint32_t flags, char **ret);
keel_status lv_network_start(keel_network *network);
keel_status lv_network_destroy(keel_network *network);
keel_status lv_network_undefine(keel_network *network);
keel_status lv_network_is_active(const keel_network *network, bool *ret);
keel_status lv_network_is_persistent(const keel_network *network, bool *ret);
keel_status lv_network_get_autostart(const keel_network *network, bool *ret);
keel_status lv_network_set_autostart(keel_network *network, bool autostart);
keel_status lv_network_get_bridge_name(const keel_network *network, char **ret);
keel_status lv_network_list_leases(const keel_network *network, const char *mac,
				   keel_network_lease **ret, size_t *ret_n);

/* node_device.c: */

keel_status lv_list_node_devices(keel_connection *connection, const char *capability,
				 keel_node_device ***ret, size_t *ret_n);
keel_status lv_count_node_devices(const keel_connection *connection, const char *capability,
				  uint32_t *ret);
keel_status lv_lookup_node_device(keel_connection *connection, const char *name,
				  keel_node_device **ret);
keel_status lv_create_node_device(keel_connection *connection, const char *xml,
				  keel_node_device **ret);
keel_status lv_node_device_get_parent_name(const keel_node_device *device, char **ret);
keel_status lv_node_device_list_capabilities(const keel_node_device *device, char ***ret,
					     size_t *ret_n);
keel_status lv_node_device_get_xml(const keel_node_device *device, char **ret);
keel_status lv_node_device_detach(keel_node_device *device);
keel_status lv_node_device_reattach(keel_node_device *device);
keel_status lv_node_device_reset(keel_node_device *device);
keel_status lv_node_device_destroy(keel_node_device *device);

/* secret.c: */

keel_status lv_list_secrets(keel_connection *connection, uint32_t flags, keel_secret ***ret,
			    size_t *ret_n);
keel_status lv_count_secrets(const keel_connection *connection, uint32_t flags, uint32_t *ret);
keel_status lv_lookup_secret_by_uuid(keel_connection *connection, const uint8_t *uuid,
				     keel_secret **ret);
keel_status lv_lookup_secret_by_usage(keel_connection *connection, keel_secret_usage usage,
				      const char *usage_id, keel_secret **ret);
keel_status lv_define_secret(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_secret **ret);
keel_status lv_secret_get_usage(const keel_secret *secret, keel_secret_usage *ret_usage,
				char **ret_id);
keel_status lv_secret_get_xml(const keel_secret *secret, char **ret);
keel_status lv_secret_get_value(const keel_secret *secret, uint8_t **ret, size_t *ret_n);
keel_status lv_secret_set_value(keel_secret *secret, const uint8_t *value, size_t n_value);
keel_status lv_secret_undefine(keel_secret *secret);

/* storage.c: */

keel_status lv_list_storage_pools(keel_connection *connection, uint32_t flags,
				  keel_storage_pool ***ret, size_t *ret_n);
keel_status lv_count_storage_pools(const keel_connection *connection, uint32_t flags, uint32_t *ret);
keel_status lv_lookup_storage_pool_by_name(keel_connection *connection, const char *name,
					   keel_storage_pool **ret);
keel_status lv_lookup_storage_pool_by_uuid(keel_connection *connection, const uint8_t *uuid,
					   keel_storage_pool **ret);
keel_status lv_define_storage_pool(keel_connection *connection, const char *xml, uint32_t flags,
				   keel_storage_pool **ret);
keel_status lv_create_storage_pool(keel_connection *connection, const char *xml,
				   keel_storage_pool **ret);
keel_status lv_storage_pool_get_xml(const keel_storage_pool *pool, uint32_t flags, char **ret);
keel_status lv_storage_pool_start(keel_storage_pool *pool);
keel_status lv_storage_pool_destroy(keel_storage_pool *pool);
keel_status lv_storage_pool_undefine(keel_storage_pool *pool);
keel_status lv_storage_pool_is_active(const keel_storage_pool *pool, bool *ret);
keel_status lv_storage_pool_is_persistent(const keel_storage_pool *pool, bool *ret);
keel_status lv_storage_pool_get_autostart(const keel_storage_pool *pool, bool *ret);
keel_status lv_storage_pool_set_autostart(keel_storage_pool *pool, bool autostart);
keel_status lv_storage_pool_build(keel_storage_pool *pool);
keel_status lv_storage_pool_refresh(keel_storage_pool *pool);
keel_status lv_storage_pool_get_info(const keel_storage_pool *pool, keel_storage_pool_info *ret);
keel_status lv_storage_pool_list_volumes(keel_storage_pool *pool, keel_storage_volume ***ret,
					 size_t *ret_n);
keel_status lv_storage_pool_count_volumes(const keel_storage_pool *pool, uint32_t *ret);
keel_status lv_storage_pool_lookup_volume(keel_storage_pool *pool, const char *name,
					  keel_storage_volume **ret);
keel_status lv_storage_pool_create_volume(keel_storage_pool *pool, const char *xml, uint32_t flags,
					  keel_storage_volume **ret);
keel_status lv_storage_pool_clone_volume(keel_storage_pool *pool, const char *xml,
					 const keel_storage_volume *source, uint32_t flags,
					 keel_storage_volume **ret);
keel_status lv_lookup_storage_volume_by_path(keel_connection *connection, const char *path,
					     keel_storage_volume **ret);
keel_status lv_lookup_storage_volume_by_key(keel_connection *connection, const char *key,
					    keel_storage_volume **ret);
keel_status lv_storage_volume_get_key(const keel_storage_volume *volume, char **ret);
keel_status lv_storage_volume_get_path(const keel_storage_volume *volume, char **ret);
keel_status lv_storage_volume_get_xml(const keel_storage_volume *volume, char **ret);
keel_status lv_storage_volume_get_info(const keel_storage_volume *volume,
				       keel_storage_volume_info *ret);
keel_status lv_storage_volume_resize(keel_storage_volume *volume, uint64_t capacity, uint32_t flags);
keel_status lv_storage_volume_wipe(keel_storage_volume *volume);
keel_status lv_storage_volume_delete(keel_storage_volume *volume);
keel_status lv_storage_volume_upload(keel_storage_volume *volume, keel_stream *stream,
				     uint64_t offset, uint64_t length);
keel_status lv_storage_volume_download(keel_storage_volume *volume, keel_stream *stream,
				       uint64_t offset, uint64_t length);

/* snapshot.c: */

keel_status lv_snapshot_get_xml(const keel_snapshot *snapshot, char **ret);
keel_status lv_snapshot_get_created(const keel_snapshot *snapshot, int64_t *ret);
keel_status lv_snapshot_get_state(const keel_snapshot *snapshot, keel_domain_state *ret);
keel_status lv_snapshot_get_parent(keel_snapshot *snapshot, keel_snapshot **ret);
keel_status lv_snapshot_list_children(keel_snapshot *snapshot, uint32_t flags, keel_snapshot ***ret,
				      size_t *ret_n);
keel_status lv_snapshot_is_current(const keel_snapshot *snapshot, bool *ret);
keel_status lv_snapshot_revert(keel_snapshot *snapshot, uint32_t flags);
keel_status lv_snapshot_delete(keel_snapshot *snapshot, uint32_t flags);
keel_status lv_domain_create_snapshot(keel_domain *domain, const char *xml, uint32_t flags,
				      keel_snapshot **ret);
keel_status lv_domain_list_snapshots(keel_domain *domain, uint32_t flags, keel_snapshot ***ret,
				     size_t *ret_n);
keel_status lv_domain_lookup_snapshot(keel_domain *domain, const char *name, keel_snapshot **ret);
keel_status lv_domain_get_current_snapshot(keel_domain *domain, keel_snapshot **ret);

/* stream.c: */

keel_status lv_stream_new(keel_connection *connection, uint32_t flags, keel_stream **ret);
keel_status lv_stream_send(keel_stream *stream, const uint8_t *data, size_t n_data,
			   size_t *ret_sent);
keel_status lv_stream_receive(keel_stream *stream, uint8_t *buffer, size_t size, size_t *ret_n);
keel_status lv_stream_finish(keel_stream *stream);
keel_status lv_stream_abort(keel_stream *stream);
keel_status lv_stream_add_watch(keel_stream *stream, uint32_t events,
				keel_stream_event_func callback, void *user_data,
				keel_free_func destroy);
keel_status lv_stream_update_watch(keel_stream *stream, uint32_t events);
keel_status lv_stream_remove_watch(keel_stream *stream);
keel_status lv_domain_take_screenshot(keel_domain *domain, keel_stream *stream, uint32_t screen,
				      char **ret);

#endif
