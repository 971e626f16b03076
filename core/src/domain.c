/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Domains: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#include <stdlib.h>
#include <string.h>

#define XML_FLAGS KEEL_DOMAIN_XML_INACTIVE
#define START_FLAGS KEEL_START_PAUSED
#define SHUTDOWN_FLAGS (KEEL_SHUTDOWN_ACPI | KEEL_SHUTDOWN_AGENT)
#define DESTROY_FLAGS KEEL_DESTROY_GRACEFUL

keel_domain *keel_domain_ref(keel_domain *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_DOMAIN, __func__))
		return NULL;
	keel_object_ref(&self->object);
	return self;
}

void keel_domain_unref(keel_domain *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_DOMAIN, __func__))
		keel_object_unref(&self->object);
}

keel_connection *keel_domain_get_connection(const keel_domain *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_DOMAIN, __func__))
		return keel_connection_ref(self->object.handle.connection);
	keel_error_null(__func__, "self");
	return NULL;
}

const char *keel_domain_get_name(const keel_domain *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_DOMAIN, __func__))
		return atomic_load_explicit(&self->name, memory_order_acquire);
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_domain_get_uuid(const keel_domain *self, uint8_t ret_uuid[KEEL_UUID_SIZE])
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret_uuid);
	memcpy(ret_uuid, self->uuid, KEEL_UUID_SIZE);
	return KEEL_OK;
}

keel_status keel_domain_get_uuid_string(const keel_domain *self, char **ret)
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret);
	return keel_uuid_give(self->uuid, ret);
}

keel_status keel_domain_get_id(const keel_domain *self, int64_t *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_id, self, ret);
}

keel_status keel_domain_get_state(const keel_domain *self, keel_domain_state *ret_state,
				  keel_domain_reason *ret_reason)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret_state);
	return CALL(self, domain_get_state, self, ret_state, ret_reason);
}

keel_status keel_domain_get_info(const keel_domain *self, keel_domain_info *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_info, self, ret);
}

keel_status keel_domain_get_xml(const keel_domain *self, uint32_t flags, char **ret)
{
	CHECK(self);
	CHECK_FLAGS(flags, XML_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_xml, self, flags, ret);
}

keel_status keel_domain_start(keel_domain *self, uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, START_FLAGS);
	return CALL(self, domain_start, self, flags);
}

keel_status keel_domain_shutdown(keel_domain *self, uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, SHUTDOWN_FLAGS);
	return CALL(self, domain_shutdown, self, flags);
}

keel_status keel_domain_reboot(keel_domain *self, uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, SHUTDOWN_FLAGS);
	return CALL(self, domain_reboot, self, flags);
}

keel_status keel_domain_destroy(keel_domain *self, uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, DESTROY_FLAGS);
	return CALL(self, domain_destroy, self, flags);
}

keel_status keel_domain_suspend(keel_domain *self, uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, KEEL_SUSPEND_NONE);
	return CALL(self, domain_suspend, self, flags);
}

keel_status keel_domain_resume(keel_domain *self, uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, KEEL_RESUME_NONE);
	return CALL(self, domain_resume, self, flags);
}

keel_status keel_domain_undefine(keel_domain *self, uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, KEEL_UNDEFINE_NONE);
	return CALL(self, domain_undefine, self, flags);
}

keel_status keel_domain_rename(keel_domain *self, const char *name, uint32_t flags)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(name);
	CHECK_FLAGS(flags, KEEL_RENAME_NONE);
	KEEL_TRY(keel_check_name(name));
	return CALL(self, domain_rename, self, name, flags);
}

keel_status keel_domain_is_active(const keel_domain *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_is_active, self, ret);
}

keel_status keel_domain_is_persistent(const keel_domain *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_is_persistent, self, ret);
}

keel_status keel_domain_is_updated(const keel_domain *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_is_updated, self, ret);
}

keel_status keel_domain_get_autostart(const keel_domain *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_autostart, self, ret);
}

keel_status keel_domain_set_autostart(keel_domain *self, bool autostart)
{
	CHECK_WRITE(self);
	return CALL(self, domain_set_autostart, self, autostart);
}

keel_status keel_domain_get_memory(const keel_domain *self, uint64_t *ret_kib)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret_kib);
	return CALL(self, domain_get_memory, self, ret_kib);
}

keel_status keel_domain_set_memory(keel_domain *self, uint64_t kib)
{
	CHECK_WRITE(self);
	return CALL(self, domain_set_memory, self, kib);
}

keel_status keel_domain_get_max_memory(const keel_domain *self, uint64_t *ret_kib)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret_kib);
	return CALL(self, domain_get_max_memory, self, ret_kib);
}

keel_status keel_domain_get_vcpus(const keel_domain *self, uint32_t *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_vcpus, self, ret);
}

keel_status keel_domain_get_title(const keel_domain *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_title, self, ret);
}

keel_status keel_domain_set_title(keel_domain *self, const char *title)
{
	CHECK_WRITE(self);
	if (title) {
		KEEL_TRY(keel_check_text(title, "title"));
		if (strpbrk(title, "\n\r"))
			return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
					  "the title has more than one line");
	}
	return CALL(self, domain_set_title, self, title);
}

keel_status keel_domain_get_description(const keel_domain *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_description, self, ret);
}

keel_status keel_domain_set_description(keel_domain *self, const char *description)
{
	CHECK_WRITE(self);
	if (description)
		KEEL_TRY(keel_check_text(description, "description"));
	return CALL(self, domain_set_description, self, description);
}

keel_status keel_domain_get_metadata(const keel_domain *self, const char *key, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(key);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_metadata, self, key, ret);
}

keel_status keel_domain_set_metadata(keel_domain *self, const char *key, const char *value)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(key);
	KEEL_TRY(keel_check_text(key, "metadata key"));
	if (!*key)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
				  "a metadata key must not be empty");
	if (value)
		KEEL_TRY(keel_check_text(value, "metadata value"));
	return CALL(self, domain_set_metadata, self, key, value);
}

keel_status keel_domain_get_tags(const keel_domain *self, char ***ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_get_tags, self, ret, ret_n);
}

keel_status keel_domain_set_tags(keel_domain *self, const char *const *tags, size_t n_tags)
{
	size_t i;

	CHECK_WRITE(self);
	KEEL_TRY(keel_check_array(__func__, tags, n_tags));
	for (i = 0; i < n_tags; i++) {
		KEEL_CHECK_POINTER(tags[i]);
		KEEL_TRY(keel_check_text(tags[i], "tag"));
		if (!*tags[i])
			return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
					  "a tag must not be empty");
	}
	return CALL(self, domain_set_tags, self, tags, n_tags);
}

keel_status keel_domain_get_scheduler_parameters(const keel_domain *self, keel_param **ret,
						 size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_get_scheduler_parameters, self, ret, ret_n);
}

keel_status keel_domain_set_scheduler_parameters(keel_domain *self, const keel_param *params,
						 size_t n_params)
{
	CHECK_WRITE(self);
	KEEL_TRY(keel_check_array(__func__, params, n_params));
	return CALL(self, domain_set_scheduler_parameters, self, params, n_params);
}

keel_status keel_domain_get_vcpu_times(const keel_domain *self, uint64_t **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_get_vcpu_times, self, ret, ret_n);
}

keel_status keel_domain_list_interfaces(const keel_domain *self, keel_domain_interface **ret,
					size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_list_interfaces, self, ret, ret_n);
}

keel_status keel_domain_read_memory(const keel_domain *self, uint64_t offset, size_t size,
				    uint8_t **ret, size_t *ret_n)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_read_memory, self, offset, size, ret, ret_n);
}

keel_status keel_domain_write_memory(keel_domain *self, uint64_t offset, const uint8_t *data,
				     size_t n_data)
{
	CHECK_WRITE(self);
	KEEL_TRY(keel_check_array(__func__, data, n_data));
	return CALL(self, domain_write_memory, self, offset, data, n_data);
}

keel_status keel_domain_set_max_memory(keel_domain *self, uint64_t kib)
{
	CHECK_WRITE(self);
	return CALL(self, domain_set_max_memory, self, kib);
}

keel_status keel_domain_get_max_vcpus(const keel_domain *self, uint32_t *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_max_vcpus, self, ret);
}

keel_status keel_domain_set_vcpus(keel_domain *self, uint32_t vcpus)
{
	CHECK_WRITE(self);
	return CALL(self, domain_set_vcpus, self, vcpus);
}

keel_status keel_domain_get_vcpu_affinity(const keel_domain *self, uint32_t vcpu, uint32_t **ret,
					  size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_get_vcpu_affinity, self, vcpu, ret, ret_n);
}

keel_status keel_domain_set_vcpu_affinity(keel_domain *self, uint32_t vcpu, const uint32_t *cpus,
					  size_t n_cpus)
{
	CHECK_WRITE(self);
	KEEL_TRY(keel_check_array(__func__, cpus, n_cpus));
	return CALL(self, domain_set_vcpu_affinity, self, vcpu, cpus, n_cpus);
}

keel_status keel_domain_reset(keel_domain *self)
{
	CHECK_WRITE(self);
	return CALL(self, domain_reset, self);
}
