/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_LIBVIRT_FUNCTIONS_H
#define KEEL_LIBVIRT_FUNCTIONS_H

/* The functions of the driver: see driver.h. */

/* connection.c: */

keel_status lv_open(keel_connection *connection, const char *path, const keel_param *credentials,
		    size_t n_credentials);
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

#endif
