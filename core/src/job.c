/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Jobs: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#include <string.h>

#define JOB_FLAGS KEEL_JOB_FINISHED
#define SAVE_FLAGS (KEEL_SAVE_RUNNING | KEEL_SAVE_PAUSED)
#define MIGRATE_FLAGS ((uint32_t)(KEEL_MIGRATE_UNDEFINE_SOURCE << 1) - 1)

keel_status keel_domain_get_job_info(const keel_domain *self, uint32_t flags, keel_job_info *ret)
{
	CHECK(self);
	CHECK_FLAGS(flags, JOB_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_job_info, self, flags, ret);
}

keel_status keel_domain_abort_job(keel_domain *self)
{
	CHECK_WRITE(self);
	return CALL(self, domain_abort_job, self);
}

keel_status keel_domain_save(keel_domain *self, const char *path, uint32_t flags)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(path);
	KEEL_TRY(keel_check_choice(__func__, flags, SAVE_FLAGS));
	return CALL(self, domain_save, self, path, flags);
}

keel_status keel_connection_restore_domain(keel_connection *self, const char *path, uint32_t flags,
					   keel_domain **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(path);
	KEEL_TRY(keel_check_choice(__func__, flags, SAVE_FLAGS));
	return CALL(self, restore_domain, self, path, flags, ret);
}

keel_status keel_domain_begin_backup(keel_domain *self, const char *xml, uint32_t flags)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, KEEL_BACKUP_NONE);
	return CALL(self, domain_begin_backup, self, xml, flags);
}

/* The same checks as for self, whose messages name the other argument. */
static keel_status check_destination(const char *function, const keel_connection *destination)
{
	if (!destination)
		return keel_error_null(function, "destination");
	if (destination->handle.kind != KEEL_KIND_CONNECTION)
		return keel_error_kind(function, "destination");
	if (atomic_load_explicit(&destination->closed, memory_order_acquire))
		return keel_error(KEEL_STATUS_CLOSED, KEEL_ERROR_DOMAIN_CONNECTION,
				  "%s: the connection to the destination has been closed",
				  function);
	if (atomic_load_explicit(&destination->lost, memory_order_acquire))
		return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_CONNECTION,
				  "%s: the connection to the destination has been lost", function);
	if (destination->read_only)
		return keel_error(KEEL_STATUS_PERMISSION, KEEL_ERROR_DOMAIN_CONNECTION,
				  "%s: the connection to the destination is read-only", function);
	return KEEL_OK;
}

keel_status keel_domain_migrate(keel_domain *self, keel_connection *destination, uint32_t flags,
				const keel_param *params, size_t n_params, keel_domain **ret)
{
	uint8_t uuid[KEEL_UUID_SIZE];
	uint8_t other_uuid[KEEL_UUID_SIZE];
	char text[KEEL_UUID_STRING_SIZE];

	CHECK_WRITE(self);
	KEEL_TRY(check_destination(__func__, destination));
	CHECK_FLAGS(flags, MIGRATE_FLAGS);
	KEEL_TRY(keel_check_array(__func__, params, n_params));
	if (destination->driver != CONNECTION(self)->driver)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
				  "a domain of the driver '%s' cannot migrate to one of '%s'",
				  CONNECTION(self)->driver->name, destination->driver->name);
	KEEL_TRY(CALL(self, get_host_uuid, CONNECTION(self), uuid));
	KEEL_TRY(CALL(destination, get_host_uuid, destination, other_uuid));
	if (memcmp(uuid, other_uuid, KEEL_UUID_SIZE) == 0) {
		keel_uuid_format(uuid, text);
		return keel_error(KEEL_STATUS_SAME_HOST, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the domain '%s' is on the host %s already",
				  keel_domain_get_name(self), text);
	}
	return CALL(self, domain_migrate, self, destination, flags, params, n_params, ret);
}
