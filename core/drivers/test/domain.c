/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The functions of the driver for domains. */

#include "test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static struct test_domain *from_handle(const keel_domain *domain)
{
	return (struct test_domain *)(uintptr_t)domain;
}

keel_status test_lock_domain(const keel_domain *domain, struct test_domain **ret)
{
	struct test_domain *self = from_handle(domain);

	pthread_mutex_lock(&self->host->lock);
	if (KEEL_LIKELY(!self->gone)) {
		*ret = self;
		return KEEL_OK;
	}
	pthread_mutex_unlock(&self->host->lock);
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_DOMAIN,
			  "the domain '%s' is gone", keel_domain_get_name(domain));
}

keel_status test_unlock_domain(struct test_domain *self, keel_status status)
{
	pthread_mutex_unlock(&self->host->lock);
	return status;
}

static keel_status state_error(const struct test_domain *self, const char *what)
{
	return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_DOMAIN,
			  "the domain '%s' is %s", keel_domain_get_name(&self->base), what);
}

keel_status test_need_active(const struct test_domain *self)
{
	return test_is_active(self) ? KEEL_OK : state_error(self, "not active");
}

static keel_status need_inactive(const struct test_domain *self)
{
	return test_is_active(self) ? state_error(self, "active") : KEEL_OK;
}

static keel_status need_state(const struct test_domain *self, keel_domain_state state,
			      const char *otherwise)
{
	return self->state == state ? KEEL_OK : state_error(self, otherwise);
}

keel_status test_need_running(const struct test_domain *self)
{
	return need_state(self, KEEL_DOMAIN_STATE_RUNNING, "not running");
}

keel_status test_give_text(const char *text, char **ret)
{
	char *copy = text ? keel_strdup(text) : NULL;

	if (text && !copy)
		return keel_error_no_memory();
	*ret = copy;
	return KEEL_OK;
}

keel_status test_domain_get_id(const keel_domain *domain, int64_t *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret = self->id;
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_get_state(const keel_domain *domain, keel_domain_state *ret_state,
				  keel_domain_reason *ret_reason)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret_state = self->state;
	if (ret_reason)
		*ret_reason = self->reason;
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_get_info(const keel_domain *domain, keel_domain_info *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret = (keel_domain_info){
		.state = self->state,
		.vcpus = self->config->vcpus,
		.max_memory_kib = self->config->max_memory_kib,
		.memory_kib = self->config->memory_kib,
		.cpu_time_ns = test_cpu_ns(self),
	};
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_get_xml(const keel_domain *domain, uint32_t flags, char **ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, test_config_write(self, flags & KEEL_DOMAIN_XML_INACTIVE, ret));
}

keel_status test_domain_start(keel_domain *domain, uint32_t flags)
{
	struct test_domain *self;
	keel_status status;

	KEEL_TRY(test_lock_domain(domain, &self));
	status = need_inactive(self);
	if (status == KEEL_OK)
		status = test_need_idle(self);
	if (status == KEEL_OK)
		status = test_start(self, flags & KEEL_START_PAUSED);
	return test_unlock_domain(self, status);
}

/* Does something to a domain that is in a certain state. */
static keel_status act(keel_domain *domain, keel_status (*need)(const struct test_domain *self),
		       void (*action)(struct test_domain *self))
{
	struct test_domain *self;
	keel_status status;

	KEEL_TRY(test_lock_domain(domain, &self));
	status = need(self);
	if (status == KEEL_OK)
		action(self);
	return test_unlock_domain(self, status);
}

static keel_status need_paused(const struct test_domain *self)
{
	if (test_job_paused(self))
		return test_need_idle(self);
	return need_state(self, KEEL_DOMAIN_STATE_PAUSED, "not paused");
}

keel_status test_domain_shutdown(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	return act(domain, test_need_running, test_shut_down);
}

keel_status test_domain_reboot(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	return act(domain, test_need_running, test_reboot);
}

keel_status test_domain_reset(keel_domain *domain)
{
	return act(domain, test_need_active, test_reset);
}

keel_status test_domain_destroy(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	return act(domain, test_need_active, test_destroy);
}

keel_status test_domain_suspend(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	return act(domain, test_need_running, test_suspend);
}

keel_status test_domain_resume(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	return act(domain, need_paused, test_resume);
}

/* A job may be at work on an active domain, but not on one that is to be active. */
static keel_status need_settled(const struct test_domain *self)
{
	return test_is_active(self) ? KEEL_OK : test_need_idle(self);
}

static keel_status need_persistent(const struct test_domain *self)
{
	KEEL_TRY(need_settled(self));
	return self->persistent ? KEEL_OK : state_error(self, "transient");
}

void test_undefine(struct test_domain *self)
{
	self->persistent = false;
	self->autostart = false;
	test_config_free(self->next_config);
	self->next_config = NULL;
	keel_event_emit(self->host->connection, &self->base, KEEL_DOMAIN_EVENT_UNDEFINED,
			KEEL_DOMAIN_EVENT_DETAIL_REMOVED);
	if (!test_is_active(self))
		test_remove_domain(self);
}

keel_status test_domain_undefine(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	return act(domain, need_persistent, test_undefine);
}

static keel_status rename_domain(struct test_domain *self, const char *name)
{
	struct test_domain *other = test_find_name(self->host, name);

	KEEL_TRY(need_inactive(self));
	KEEL_TRY(test_need_idle(self));
	if (other == self)
		return KEEL_OK;
	if (other)
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_DOMAIN,
				  "there is already a domain '%s'", name);
	KEEL_TRY(test_rename_domain(self, name));
	keel_event_emit(self->host->connection, &self->base, KEEL_DOMAIN_EVENT_DEFINED,
			KEEL_DOMAIN_EVENT_DETAIL_RENAMED);
	return KEEL_OK;
}

keel_status test_domain_rename(keel_domain *domain, const char *name, uint32_t flags)
{
	struct test_domain *self;

	(void)flags;
	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, rename_domain(self, name));
}

keel_status test_domain_is_active(const keel_domain *domain, bool *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret = test_is_active(self);
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_is_persistent(const keel_domain *domain, bool *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret = self->persistent;
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_is_updated(const keel_domain *domain, bool *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret = self->next_config != NULL;
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_get_autostart(const keel_domain *domain, bool *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret = self->autostart;
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_set_autostart(keel_domain *domain, bool autostart)
{
	struct test_domain *self;
	keel_status status;

	KEEL_TRY(test_lock_domain(domain, &self));
	status = need_persistent(self);
	if (status == KEEL_OK)
		self->autostart = autostart;
	return test_unlock_domain(self, status);
}

keel_status test_domain_get_memory(const keel_domain *domain, uint64_t *ret_kib)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret_kib = self->config->memory_kib;
	return test_unlock_domain(self, KEEL_OK);
}

static keel_status set_memory(struct test_domain *self, uint64_t kib)
{
	if (kib == 0 || kib > self->config->max_memory_kib)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the domain '%s' cannot have %" PRIu64 " KiB of memory",
				  keel_domain_get_name(&self->base), kib);
	self->config->memory_kib = kib;
	if (self->next_config && kib <= self->next_config->max_memory_kib)
		self->next_config->memory_kib = kib;
	return KEEL_OK;
}

keel_status test_domain_set_memory(keel_domain *domain, uint64_t kib)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, set_memory(self, kib));
}

keel_status test_domain_get_max_memory(const keel_domain *domain, uint64_t *ret_kib)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret_kib = self->config->max_memory_kib;
	return test_unlock_domain(self, KEEL_OK);
}

static keel_status set_max_memory(struct test_domain *self, uint64_t kib)
{
	struct test_config *config = self->config;

	KEEL_TRY(need_inactive(self));
	if (kib == 0 || kib > UINT64_MAX / 1024)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the host cannot give %" PRIu64 " KiB of memory", kib);
	config->max_memory_kib = kib;
	if (config->memory_kib > kib)
		config->memory_kib = kib;
	return KEEL_OK;
}

keel_status test_domain_set_max_memory(keel_domain *domain, uint64_t kib)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, set_max_memory(self, kib));
}

keel_status test_domain_get_vcpus(const keel_domain *domain, uint32_t *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret = self->config->vcpus;
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_get_max_vcpus(const keel_domain *domain, uint32_t *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	*ret = self->config->max_vcpus;
	return test_unlock_domain(self, KEEL_OK);
}

static keel_status set_vcpus(struct test_domain *self, uint32_t vcpus)
{
	if (vcpus == 0 || vcpus > self->config->max_vcpus)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the domain '%s' cannot have %" PRIu32 " processors",
				  keel_domain_get_name(&self->base), vcpus);
	test_count_cpus(self);
	self->config->vcpus = vcpus;
	if (self->next_config && vcpus <= self->next_config->max_vcpus)
		self->next_config->vcpus = vcpus;
	return KEEL_OK;
}

keel_status test_domain_set_vcpus(keel_domain *domain, uint32_t vcpus)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, set_vcpus(self, vcpus));
}

/*
 * What is set counts for the next start too. The next configuration goes first: when memory runs
 * out for the one in use, the caller sees the failure and nothing in use has changed.
 */
#define SET_BOTH(self, setter, ...)                                                                \
	do {                                                                                       \
		if ((self)->next_config)                                                           \
			KEEL_TRY(setter((self)->next_config, __VA_ARGS__));                        \
		return setter((self)->config, __VA_ARGS__);                                        \
	} while (0)

static keel_status config_set_title(struct test_config *config, const char *title)
{
	return test_replace(&config->title, title);
}

static keel_status config_set_description(struct test_config *config, const char *description)
{
	return test_replace(&config->description, description);
}

static keel_status set_title(struct test_domain *self, const char *title)
{
	SET_BOTH(self, config_set_title, title);
}

static keel_status set_description(struct test_domain *self, const char *description)
{
	SET_BOTH(self, config_set_description, description);
}

static keel_status set_metadata(struct test_domain *self, const char *key, const char *value)
{
	SET_BOTH(self, test_set_entry, key, value);
}

static keel_status set_tags(struct test_domain *self, const char *const *tags, size_t n_tags)
{
	SET_BOTH(self, test_set_tags, tags, n_tags);
}

keel_status test_domain_get_title(const keel_domain *domain, char **ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, test_give_text(self->config->title, ret));
}

keel_status test_domain_set_title(keel_domain *domain, const char *title)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, set_title(self, title));
}

keel_status test_domain_get_description(const keel_domain *domain, char **ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, test_give_text(self->config->description, ret));
}

keel_status test_domain_set_description(keel_domain *domain, const char *description)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, set_description(self, description));
}

static const char *find_entry(const struct test_config *config, const char *key)
{
	size_t i;

	for (i = 0; i < config->n_entries; i++)
		if (strcmp(config->entries[i].key, key) == 0)
			return config->entries[i].value;
	return NULL;
}

keel_status test_domain_get_metadata(const keel_domain *domain, const char *key, char **ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, test_give_text(find_entry(self->config, key), ret));
}

keel_status test_domain_set_metadata(keel_domain *domain, const char *key, const char *value)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, set_metadata(self, key, value));
}

static keel_status get_tags(const struct test_domain *self, char ***ret, size_t *ret_n)
{
	const struct test_config *config = self->config;
	char **copy = keel_strings_copy((const char *const *)config->tags, config->n_tags);

	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	*ret_n = config->n_tags;
	return KEEL_OK;
}

keel_status test_domain_get_tags(const keel_domain *domain, char ***ret, size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, get_tags(self, ret, ret_n));
}

keel_status test_domain_set_tags(keel_domain *domain, const char *const *tags, size_t n_tags)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, set_tags(self, tags, n_tags));
}

keel_status test_domain_get_scheduler_parameters(const keel_domain *domain, keel_param **ret,
						 size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, test_params_get(&self->scheduler, ret, ret_n));
}

keel_status test_domain_set_scheduler_parameters(keel_domain *domain, const keel_param *params,
						 size_t n_params)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, test_params_set(&self->scheduler, params, n_params));
}

static keel_status get_vcpu_times(const struct test_domain *self, uint64_t **ret, size_t *ret_n)
{
	uint32_t n = self->config->vcpus;
	uint64_t *times;
	uint32_t i;

	KEEL_TRY(test_need_active(self));
	times = malloc(n * sizeof(*times));
	if (!times)
		return keel_error_no_memory();
	for (i = 0; i < n; i++)
		times[i] = test_worked_ns(self);
	*ret = times;
	*ret_n = n;
	return KEEL_OK;
}

keel_status test_domain_get_vcpu_times(const keel_domain *domain, uint64_t **ret, size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, get_vcpu_times(self, ret, ret_n));
}

static keel_status copy_interface(const keel_domain_interface *from, keel_domain_interface *to)
{
	to->mtu = from->mtu;
	KEEL_TRY(test_give_text(from->name, &to->name));
	KEEL_TRY(test_give_text(from->mac, &to->mac));
	KEEL_TRY(test_give_text(from->source, &to->source));
	return test_give_text(from->model, &to->model);
}

static keel_status list_interfaces(const struct test_domain *self, keel_domain_interface **ret,
				   size_t *ret_n)
{
	const struct test_config *config = self->config;
	keel_domain_interface *copy = calloc(config->n_interfaces + 1, sizeof(*copy));
	size_t i;

	if (!copy)
		return keel_error_no_memory();
	for (i = 0; i < config->n_interfaces; i++) {
		keel_status status = copy_interface(&config->interfaces[i].base, &copy[i]);

		if (status != KEEL_OK) {
			keel_domain_interfaces_free(copy, i + 1);
			return status;
		}
	}
	*ret = copy;
	*ret_n = config->n_interfaces;
	return KEEL_OK;
}

keel_status test_domain_list_interfaces(const keel_domain *domain, keel_domain_interface **ret,
					size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, list_interfaces(self, ret, ret_n));
}

static keel_status check_range(const struct test_domain *self, uint64_t offset, size_t size)
{
	uint64_t end = self->config->memory_kib * 1024;

	KEEL_TRY(test_need_active(self));
	if (offset > end || size > end - offset || size > MAX_TRANSFER)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
				  "%zu bytes at %" PRIu64
				  " are not all in the memory of '%s', or more than %zu at once",
				  size, offset, keel_domain_get_name(&self->base), MAX_TRANSFER);
	return KEEL_OK;
}

static keel_status read_memory(const struct test_domain *self, uint64_t offset, size_t size,
			       uint8_t **ret, size_t *ret_n)
{
	uint8_t *data;

	KEEL_TRY(check_range(self, offset, size));
	data = malloc(size ? size : 1);
	if (!data)
		return keel_error_no_memory();
	test_memory_read(&self->memory, offset, data, size);
	*ret = data;
	*ret_n = size;
	return KEEL_OK;
}

keel_status test_domain_read_memory(const keel_domain *domain, uint64_t offset, size_t size,
				    uint8_t **ret, size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, read_memory(self, offset, size, ret, ret_n));
}

static keel_status write_memory(struct test_domain *self, uint64_t offset, const uint8_t *data,
				size_t n_data)
{
	KEEL_TRY(check_range(self, offset, n_data));
	return test_memory_write(&self->memory, offset, data, n_data);
}

keel_status test_domain_write_memory(keel_domain *domain, uint64_t offset, const uint8_t *data,
				     size_t n_data)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, write_memory(self, offset, data, n_data));
}
