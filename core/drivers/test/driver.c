/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The functions of the driver for connections. */

#include "facts.h"
#include "objects.h"
#include "storage.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static struct test_host *lock_host(const keel_connection *connection)
{
	struct test_host *host = connection->data;

	pthread_mutex_lock(&host->lock);
	return host;
}

static keel_status unlock_host(struct test_host *host, keel_status status)
{
	pthread_mutex_unlock(&host->lock);
	return status;
}

static keel_status is_alive(const keel_connection *connection, bool *ret)
{
	*ret = !atomic_load_explicit(&connection->lost, memory_order_acquire);
	return KEEL_OK;
}

static keel_status get_hostname(const keel_connection *connection, char **ret)
{
	const struct test_host *host = connection->data;
	char *copy = keel_strdup(host->hostname);

	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	return KEEL_OK;
}

static keel_status get_capabilities(const keel_connection *connection, char **ret)
{
	const struct test_host *host = connection->data;
	const keel_host_info *info = &host->info;
	struct keel_buffer buffer = {0};
	char uuid[KEEL_UUID_STRING_SIZE];

	keel_uuid_format(host->uuid, uuid);
	keel_buffer_add(&buffer, "<capabilities>\n  <host>\n    <uuid>%s</uuid>\n", uuid);
	keel_buffer_add(&buffer, "    <cpu model='");
	keel_buffer_add_xml(&buffer, info->model);
	keel_buffer_add(&buffer,
			"' mhz='%" PRIu32 "' nodes='%" PRIu32 "' sockets='%" PRIu32
			"' cores='%" PRIu32 "' threads='%" PRIu32 "'/>\n",
			info->mhz, info->nodes, info->sockets, info->cores, info->threads);
	keel_buffer_add(&buffer, "    <memory unit='KiB'>%" PRIu64 "</memory>\n", info->memory_kib);
	keel_buffer_add(&buffer, "  </host>\n  <guest>\n    <domain type='test'/>\n");
	keel_buffer_add(&buffer, "    <vcpu max='%u'/>\n  </guest>\n</capabilities>\n", MAX_VCPUS);
	return keel_buffer_steal(&buffer, ret);
}

static keel_status get_host_info(const keel_connection *connection, keel_host_info *ret)
{
	const struct test_host *host = connection->data;

	*ret = host->info;
	return KEEL_OK;
}

static keel_status get_host_uuid(const keel_connection *connection, uint8_t *ret)
{
	const struct test_host *host = connection->data;

	memcpy(ret, host->uuid, KEEL_UUID_SIZE);
	return KEEL_OK;
}

static keel_status get_free_memory(const keel_connection *connection, uint64_t **ret, size_t *ret_n)
{
	const struct test_host *host = connection->data;
	uint64_t *copy = malloc(host->n_free * sizeof(*copy));

	if (!copy)
		return keel_error_no_memory();
	memcpy(copy, host->free_kib, host->n_free * sizeof(*copy));
	*ret = copy;
	*ret_n = host->n_free;
	return KEEL_OK;
}

/* The parameter of the clock is what that says, and can be set to no less. */
static struct test_param *read_clock(struct test_host *host)
{
	struct test_param *clock = test_params_find(&host->params, "clock");

	clock->param.value.u64 = host->clock_ns;
	clock->least = host->clock_ns;
	return clock;
}

static keel_status get_host_parameters(const keel_connection *connection, keel_param **ret,
				       size_t *ret_n)
{
	struct test_host *host = lock_host(connection);

	read_clock(host);
	return unlock_host(host, test_params_get(&host->params, ret, ret_n));
}

/* Loses the connection when the parameter says so; nothing finds it again. */
static void lose(struct test_host *host)
{
	keel_connection *connection = host->connection;

	if (!test_params_find(&host->params, "lost")->param.value.boolean)
		return;
	if (!atomic_exchange_explicit(&connection->lost, true, memory_order_acq_rel))
		keel_event_emit_close(connection, KEEL_CLOSE_REASON_ERROR);
}

static keel_status set_host_parameters(keel_connection *connection, const keel_param *params,
				       size_t n_params)
{
	struct test_host *host = lock_host(connection);
	const struct test_param *clock = read_clock(host);
	keel_status status = test_params_set(&host->params, params, n_params);

	if (status == KEEL_OK) {
		test_clock_advance(host, clock->param.value.u64 - host->clock_ns);
		lose(host);
	}
	test_jobs_changed();
	return unlock_host(host, status);
}

/* The flags that tell of a domain. */
static uint32_t flags_of(const struct test_domain *domain)
{
	uint32_t flags = 0;

	flags |= test_is_active(domain) ? KEEL_LIST_ACTIVE : KEEL_LIST_INACTIVE;
	flags |= domain->persistent ? KEEL_LIST_PERSISTENT : KEEL_LIST_TRANSIENT;
	flags |= domain->autostart ? KEEL_LIST_AUTOSTART : KEEL_LIST_NO_AUTOSTART;
	switch (domain->state) {
	case KEEL_DOMAIN_STATE_RUNNING:
		return flags | KEEL_LIST_RUNNING;
	case KEEL_DOMAIN_STATE_PAUSED:
		return flags | KEEL_LIST_PAUSED;
	case KEEL_DOMAIN_STATE_SHUT_OFF:
		return flags | KEEL_LIST_SHUT_OFF;
	default:
		return flags | KEEL_LIST_OTHER;
	}
}

bool test_domain_matches(const struct test_domain *domain, uint32_t flags)
{
	static const uint32_t groups[] = {
		KEEL_LIST_ACTIVE | KEEL_LIST_INACTIVE,
		KEEL_LIST_PERSISTENT | KEEL_LIST_TRANSIENT,
		KEEL_LIST_RUNNING | KEEL_LIST_PAUSED | KEEL_LIST_SHUT_OFF | KEEL_LIST_OTHER,
		KEEL_LIST_AUTOSTART | KEEL_LIST_NO_AUTOSTART,
	};
	uint32_t own;
	size_t i;

	if (flags == 0)
		return true;
	own = flags_of(domain);
	for (i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		if ((flags & groups[i]) && !(flags & groups[i] & own))
			return false;
	return true;
}

static keel_status list_domains(keel_connection *connection, uint32_t flags, keel_domain ***ret,
				size_t *ret_n)
{
	struct test_host *host = lock_host(connection);
	struct test_domain *at;
	uint64_t n_new = 0;
	keel_domain **domains;
	size_t n = 0;

	domains = malloc((host->n_domains + (size_t)1) * sizeof(keel_domain *));
	if (!domains)
		return unlock_host(host, keel_error_no_memory());
	for (at = host->first; at; at = at->next) {
		if (!test_domain_matches(at, flags))
			continue;
		n_new += keel_object_ref_quietly(&at->base.object);
		domains[n++] = &at->base;
	}
	keel_connection_add_objects(connection, n_new);
	*ret = domains;
	*ret_n = n;
	return unlock_host(host, KEEL_OK);
}

static keel_status list_domain_names(const keel_connection *connection, const char *pattern,
				     uint32_t flags, char ***ret, size_t *ret_n)
{
	struct test_host *host = lock_host(connection);
	struct test_domain *at;
	const char **names;
	char **copy;
	size_t n = 0;

	names = malloc((host->n_domains + (size_t)1) * sizeof(*names));
	if (!names)
		return unlock_host(host, keel_error_no_memory());
	for (at = host->first; at; at = at->next) {
		const char *name = keel_domain_get_name(&at->base);

		if (test_domain_matches(at, flags) && (!pattern || keel_matches(pattern, name)))
			names[n++] = name;
	}
	copy = keel_strings_copy(names, n);
	free(names);
	if (!copy)
		return unlock_host(host, keel_error_no_memory());
	*ret = copy;
	*ret_n = n;
	return unlock_host(host, KEEL_OK);
}

static keel_status count_domains(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	struct test_host *host = lock_host(connection);
	struct test_domain *at;
	uint32_t n = 0;

	if (flags == 0)
		n = host->n_domains;
	else
		for (at = host->first; at; at = at->next)
			n += test_domain_matches(at, flags);
	*ret = n;
	return unlock_host(host, KEEL_OK);
}

/* Gives a reference to a domain to the program. */
static keel_status give(struct test_domain *domain, keel_domain **ret)
{
	if (ret)
		*ret = keel_domain_ref(&domain->base);
	return KEEL_OK;
}

static keel_status lookup_domain_by_name(keel_connection *connection, const char *name,
					 keel_domain **ret)
{
	struct test_host *host = lock_host(connection);
	struct test_domain *domain = test_find_name(host, name);

	if (domain)
		return unlock_host(host, give(domain, ret));
	unlock_host(host, KEEL_OK);
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_DOMAIN,
			  "there is no domain '%s'", name);
}

static keel_status lookup_domain_by_uuid(keel_connection *connection, const uint8_t *uuid,
					 keel_domain **ret)
{
	struct test_host *host = lock_host(connection);
	struct test_domain *domain = test_find_uuid(host, uuid);
	char text[KEEL_UUID_STRING_SIZE];

	if (domain)
		return unlock_host(host, give(domain, ret));
	unlock_host(host, KEEL_OK);
	keel_uuid_format(uuid, text);
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_DOMAIN,
			  "there is no domain with the UUID %s", text);
}

static keel_status lookup_domain_by_id(keel_connection *connection, int64_t id, keel_domain **ret)
{
	struct test_host *host = lock_host(connection);
	struct test_domain *domain = test_find_id(host, id);

	if (domain)
		return unlock_host(host, give(domain, ret));
	unlock_host(host, KEEL_OK);
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_DOMAIN,
			  "there is no active domain with the identifier %" PRId64, id);
}

static keel_status read_domain(const keel_connection *connection, const char *xml,
			       struct test_reading *ret)
{
	const struct test_host *host = connection->data;
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "domain", &doc));
	status = test_config_read(xmlDocGetRootElement(doc), host->seed, ret);
	xmlFreeDoc(doc);
	return status;
}

/* Gives an existing domain the configuration, which is taken out of the reading. */
static keel_status redefine(struct test_domain *domain, struct test_reading *reading)
{
	struct test_config **at = test_is_active(domain) ? &domain->next_config : &domain->config;

	if (!test_is_active(domain))
		KEEL_TRY(test_need_idle(domain));
	test_config_free(*at);
	*at = reading->config;
	reading->config = NULL;
	domain->persistent = true;
	keel_event_emit(domain->host->connection, &domain->base, KEEL_DOMAIN_EVENT_DEFINED,
			KEEL_DOMAIN_EVENT_DETAIL_UPDATED);
	return KEEL_OK;
}

static keel_status define_new(struct test_host *host, struct test_reading *reading,
			      struct test_domain **ret)
{
	KEEL_TRY(test_add_domain(host, reading, ret));
	(*ret)->persistent = true;
	keel_event_emit(host->connection, &(*ret)->base, KEEL_DOMAIN_EVENT_DEFINED,
			KEEL_DOMAIN_EVENT_DETAIL_ADDED);
	return KEEL_OK;
}

static keel_status define(struct test_host *host, struct test_reading *reading, uint32_t flags,
			  keel_domain **ret)
{
	struct test_domain *domain = test_find_name(host, reading->name);

	if (domain && !(flags & KEEL_DEFINE_NEW) && reading->has_uuid &&
	    memcmp(domain->base.uuid, reading->uuid, KEEL_UUID_SIZE) == 0)
		KEEL_TRY(redefine(domain, reading));
	else
		KEEL_TRY(define_new(host, reading, &domain));
	return give(domain, ret);
}

static keel_status define_domain(keel_connection *connection, const char *xml, uint32_t flags,
				 keel_domain **ret)
{
	struct test_reading reading;
	struct test_host *host;
	keel_status status;

	KEEL_TRY(read_domain(connection, xml, &reading));
	host = lock_host(connection);
	status = unlock_host(host, define(host, &reading, flags, ret));
	test_reading_clear(&reading);
	return status;
}

static keel_status create(struct test_host *host, struct test_reading *reading, uint32_t flags,
			  keel_domain **ret)
{
	struct test_domain *domain;
	keel_status status;

	KEEL_TRY(test_add_domain(host, reading, &domain));
	status = test_start(domain, flags & KEEL_START_PAUSED);
	if (status != KEEL_OK) {
		test_remove_domain(domain);
		return status;
	}
	return give(domain, ret);
}

static keel_status create_domain(keel_connection *connection, const char *xml, uint32_t flags,
				 keel_domain **ret)
{
	struct test_reading reading;
	struct test_host *host;
	keel_status status;

	KEEL_TRY(read_domain(connection, xml, &reading));
	host = lock_host(connection);
	status = unlock_host(host, create(host, &reading, flags, ret));
	test_reading_clear(&reading);
	return status;
}

const struct keel_driver keel_test_driver = {
	.name = "test",
	.open = test_host_open,
	.closing = test_host_closing,
	.close = test_host_close,
	.is_alive = is_alive,
	.get_hostname = get_hostname,
	.get_capabilities = get_capabilities,
	.get_host_info = get_host_info,
	.get_host_uuid = get_host_uuid,
	.get_free_memory = get_free_memory,
	.get_host_parameters = get_host_parameters,
	.set_host_parameters = set_host_parameters,
	.get_driver_version = test_get_driver_version,
	.is_secure = test_is_secure,
	.is_encrypted = test_is_encrypted,
	.list_cpu_models = test_list_cpu_models,
	.list_host_cpus = test_list_host_cpus,
	.list_host_cells = test_list_host_cells,
	.get_host_cpu_statistics = test_get_host_cpu_statistics,
	.get_host_memory_statistics = test_get_host_memory_statistics,
	.domain_get_cpu_statistics = test_domain_get_cpu_statistics,
	.domain_get_memory_statistics = test_domain_get_memory_statistics,
	.domain_get_block_statistics = test_domain_get_block_statistics,
	.domain_get_interface_statistics = test_domain_get_interface_statistics,
	.domain_get_block_info = test_domain_get_block_info,
	.get_domain_statistics = test_get_domain_statistics,
	.list_domains = list_domains,
	.list_domain_names = list_domain_names,
	.count_domains = count_domains,
	.lookup_domain_by_name = lookup_domain_by_name,
	.lookup_domain_by_uuid = lookup_domain_by_uuid,
	.lookup_domain_by_id = lookup_domain_by_id,
	.define_domain = define_domain,
	.create_domain = create_domain,
	.domain_get_id = test_domain_get_id,
	.domain_get_state = test_domain_get_state,
	.domain_get_info = test_domain_get_info,
	.domain_get_xml = test_domain_get_xml,
	.domain_start = test_domain_start,
	.domain_shutdown = test_domain_shutdown,
	.domain_reboot = test_domain_reboot,
	.domain_destroy = test_domain_destroy,
	.domain_suspend = test_domain_suspend,
	.domain_resume = test_domain_resume,
	.domain_undefine = test_domain_undefine,
	.domain_rename = test_domain_rename,
	.domain_is_active = test_domain_is_active,
	.domain_is_persistent = test_domain_is_persistent,
	.domain_is_updated = test_domain_is_updated,
	.domain_get_autostart = test_domain_get_autostart,
	.domain_set_autostart = test_domain_set_autostart,
	.domain_get_memory = test_domain_get_memory,
	.domain_set_memory = test_domain_set_memory,
	.domain_get_max_memory = test_domain_get_max_memory,
	.domain_get_vcpus = test_domain_get_vcpus,
	.domain_get_title = test_domain_get_title,
	.domain_set_title = test_domain_set_title,
	.domain_get_description = test_domain_get_description,
	.domain_set_description = test_domain_set_description,
	.domain_get_metadata = test_domain_get_metadata,
	.domain_set_metadata = test_domain_set_metadata,
	.domain_get_tags = test_domain_get_tags,
	.domain_set_tags = test_domain_set_tags,
	.domain_get_scheduler_parameters = test_domain_get_scheduler_parameters,
	.domain_set_scheduler_parameters = test_domain_set_scheduler_parameters,
	.domain_get_vcpu_times = test_domain_get_vcpu_times,
	.domain_list_interfaces = test_domain_list_interfaces,
	.domain_read_memory = test_domain_read_memory,
	.domain_write_memory = test_domain_write_memory,
	.snapshot_get_xml = test_snapshot_get_xml,
	.snapshot_get_created = test_snapshot_get_created,
	.snapshot_get_state = test_snapshot_get_state,
	.snapshot_get_parent = test_snapshot_get_parent,
	.snapshot_list_children = test_snapshot_list_children,
	.snapshot_is_current = test_snapshot_is_current,
	.snapshot_revert = test_snapshot_revert,
	.snapshot_delete = test_snapshot_delete,
	.domain_create_snapshot = test_domain_create_snapshot,
	.domain_list_snapshots = test_domain_list_snapshots,
	.domain_lookup_snapshot = test_domain_lookup_snapshot,
	.domain_get_current_snapshot = test_domain_get_current_snapshot,
	.domain_get_job_info = test_domain_get_job_info,
	.domain_abort_job = test_domain_abort_job,
	.domain_begin_backup = test_domain_begin_backup,
	.domain_save = test_domain_save,
	.restore_domain = test_restore_domain,
	.domain_migrate = test_domain_migrate,
	.domain_set_max_memory = test_domain_set_max_memory,
	.domain_get_max_vcpus = test_domain_get_max_vcpus,
	.domain_set_vcpus = test_domain_set_vcpus,
	.domain_get_vcpu_affinity = test_domain_get_vcpu_affinity,
	.domain_set_vcpu_affinity = test_domain_set_vcpu_affinity,
	.domain_reset = test_domain_reset,
	.domain_list_disks = test_domain_list_disks,
	.domain_list_guest_interfaces = test_domain_list_guest_interfaces,
	.domain_attach_device = test_domain_attach_device,
	.domain_update_device = test_domain_update_device,
	.domain_detach_device = test_domain_detach_device,
	.domain_send_keys = test_domain_send_keys,
	.domain_take_screenshot = test_domain_take_screenshot,
	.list_storage_pools = test_list_pools,
	.count_storage_pools = test_count_pools,
	.lookup_storage_pool_by_name = test_lookup_pool_by_name,
	.lookup_storage_pool_by_uuid = test_lookup_pool_by_uuid,
	.define_storage_pool = test_define_pool,
	.create_storage_pool = test_create_pool,
	.storage_pool_get_xml = test_pool_get_xml,
	.storage_pool_start = test_pool_start,
	.storage_pool_destroy = test_pool_destroy,
	.storage_pool_undefine = test_pool_undefine,
	.storage_pool_is_active = test_pool_is_active,
	.storage_pool_is_persistent = test_pool_is_persistent,
	.storage_pool_get_autostart = test_pool_get_autostart,
	.storage_pool_set_autostart = test_pool_set_autostart,
	.storage_pool_build = test_pool_build,
	.storage_pool_refresh = test_pool_refresh,
	.storage_pool_get_info = test_pool_get_info,
	.storage_pool_list_volumes = test_pool_list_volumes,
	.storage_pool_count_volumes = test_pool_count_volumes,
	.storage_pool_lookup_volume = test_pool_lookup_volume,
	.storage_pool_create_volume = test_pool_create_volume,
	.storage_pool_clone_volume = test_pool_clone_volume,
	/* The key of a volume is its path. */
	.lookup_storage_volume_by_path = test_lookup_volume_by_key,
	.lookup_storage_volume_by_key = test_lookup_volume_by_key,
	.storage_volume_get_key = test_volume_get_key,
	.storage_volume_get_path = test_volume_get_key,
	.storage_volume_get_xml = test_volume_get_xml,
	.storage_volume_get_info = test_volume_get_info,
	.storage_volume_resize = test_volume_resize,
	.storage_volume_wipe = test_volume_wipe,
	.storage_volume_delete = test_volume_delete,
	.storage_volume_upload = test_volume_upload,
	.storage_volume_download = test_volume_download,
	.stream_new = test_stream_new,
	.stream_send = test_stream_send,
	.stream_receive = test_stream_receive,
	.stream_finish = test_stream_finish,
	.stream_abort = test_stream_abort,
	.stream_add_watch = test_stream_add_watch,
	.stream_update_watch = test_stream_update_watch,
	.stream_remove_watch = test_stream_remove_watch,
	.list_networks = test_list_networks,
	.count_networks = test_count_networks,
	.lookup_network_by_name = test_lookup_network_by_name,
	.lookup_network_by_uuid = test_lookup_network_by_uuid,
	.define_network = test_define_network,
	.create_network = test_create_network,
	.network_get_xml = test_network_get_xml,
	.network_start = test_network_start,
	.network_destroy = test_network_destroy,
	.network_undefine = test_network_undefine,
	.network_is_active = test_network_is_active,
	.network_is_persistent = test_network_is_persistent,
	.network_get_autostart = test_network_get_autostart,
	.network_set_autostart = test_network_set_autostart,
	.network_get_bridge_name = test_network_get_bridge_name,
	.network_list_leases = test_network_list_leases,
	.list_node_devices = test_list_devices,
	.count_node_devices = test_count_devices,
	.lookup_node_device = test_lookup_device,
	.create_node_device = test_create_device,
	.node_device_get_parent_name = test_device_get_parent_name,
	.node_device_list_capabilities = test_device_list_capabilities,
	.node_device_get_xml = test_device_get_xml,
	.node_device_detach = test_device_detach,
	.node_device_reattach = test_device_reattach,
	.node_device_reset = test_device_reset,
	.node_device_destroy = test_device_destroy,
	.list_secrets = test_list_secrets,
	.count_secrets = test_count_secrets,
	.lookup_secret_by_uuid = test_lookup_secret_by_uuid,
	.lookup_secret_by_usage = test_lookup_secret_by_usage,
	.define_secret = test_define_secret,
	.secret_get_usage = test_secret_get_usage,
	.secret_get_xml = test_secret_get_xml,
	.secret_get_value = test_secret_get_value,
	.secret_set_value = test_secret_set_value,
	.secret_undefine = test_secret_undefine,
};
