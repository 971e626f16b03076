/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Long work on a domain: saving, restoring, backing up and migrating. */

#include "libvirt.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_JOB

static keel_job_type type_of(int type)
{
	static const keel_job_type types[] = {
		[VIR_DOMAIN_JOB_NONE] = KEEL_JOB_TYPE_NONE,
		[VIR_DOMAIN_JOB_BOUNDED] = KEEL_JOB_TYPE_BOUNDED,
		[VIR_DOMAIN_JOB_UNBOUNDED] = KEEL_JOB_TYPE_UNBOUNDED,
		[VIR_DOMAIN_JOB_COMPLETED] = KEEL_JOB_TYPE_COMPLETED,
		[VIR_DOMAIN_JOB_FAILED] = KEEL_JOB_TYPE_FAILED,
		[VIR_DOMAIN_JOB_CANCELLED] = KEEL_JOB_TYPE_ABORTED,
	};

	if (type < 0 || (size_t)type >= sizeof(types) / sizeof(*types))
		return KEEL_JOB_TYPE_NONE;
	return types[type];
}

static keel_job_operation operation_of(int operation)
{
	static const keel_job_operation operations[] = {
		[VIR_DOMAIN_JOB_OPERATION_UNKNOWN] = KEEL_JOB_OPERATION_UNKNOWN,
		[VIR_DOMAIN_JOB_OPERATION_START] = KEEL_JOB_OPERATION_START,
		[VIR_DOMAIN_JOB_OPERATION_SAVE] = KEEL_JOB_OPERATION_SAVE,
		[VIR_DOMAIN_JOB_OPERATION_RESTORE] = KEEL_JOB_OPERATION_RESTORE,
		[VIR_DOMAIN_JOB_OPERATION_MIGRATION_IN] = KEEL_JOB_OPERATION_MIGRATE_IN,
		[VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT] = KEEL_JOB_OPERATION_MIGRATE_OUT,
		[VIR_DOMAIN_JOB_OPERATION_SNAPSHOT] = KEEL_JOB_OPERATION_SNAPSHOT,
		[VIR_DOMAIN_JOB_OPERATION_SNAPSHOT_REVERT] = KEEL_JOB_OPERATION_REVERT,
		[VIR_DOMAIN_JOB_OPERATION_DUMP] = KEEL_JOB_OPERATION_DUMP,
		[VIR_DOMAIN_JOB_OPERATION_BACKUP] = KEEL_JOB_OPERATION_BACKUP,
	};

	if (operation < 0 || (size_t)operation >= sizeof(operations) / sizeof(*operations))
		return KEEL_JOB_OPERATION_UNKNOWN;
	return operations[operation];
}

static uint64_t get_number(virTypedParameterPtr params, int n, const char *name)
{
	unsigned long long value = 0;

	virTypedParamsGetULLong(params, n, name, &value);
	return value;
}

static void read_info(int type, virTypedParameterPtr params, int n, keel_job_info *ret)
{
	int operation = VIR_DOMAIN_JOB_OPERATION_UNKNOWN;

	virTypedParamsGetInt(params, n, VIR_DOMAIN_JOB_OPERATION, &operation);
	memset(ret, 0, sizeof(*ret));
	ret->type = type_of(type);
	ret->operation = operation_of(operation);
	ret->elapsed_ms = get_number(params, n, VIR_DOMAIN_JOB_TIME_ELAPSED);
	ret->total = get_number(params, n, VIR_DOMAIN_JOB_DATA_TOTAL);
	ret->processed = get_number(params, n, VIR_DOMAIN_JOB_DATA_PROCESSED);
	ret->remaining = get_number(params, n, VIR_DOMAIN_JOB_DATA_REMAINING);
}

void lv_job_ended(virTypedParameterPtr params, int n, keel_job_info *ret)
{
	int success = 1;

	virTypedParamsGetBoolean(params, n, VIR_DOMAIN_JOB_SUCCESS, &success);
	read_info(success ? VIR_DOMAIN_JOB_COMPLETED : VIR_DOMAIN_JOB_FAILED, params, n, ret);
}

/* libvirt does not let one look for a job of a domain that is not active. */
static keel_status no_job(keel_status status, keel_job_info *ret)
{
	if (status != KEEL_STATUS_INVALID_STATE)
		return status;
	memset(ret, 0, sizeof(*ret));
	return KEEL_OK;
}

keel_status lv_domain_get_job_info(const keel_domain *domain, uint32_t flags, keel_job_info *ret)
{
	static const struct lv_flag table[] = {
		{KEEL_JOB_FINISHED, VIR_DOMAIN_JOB_STATS_COMPLETED},
		{0, 0},
	};
	/* Else reading the finished job would remove it. */
	unsigned int keep = flags & KEEL_JOB_FINISHED ? VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED : 0;
	virTypedParameterPtr params = NULL;
	int type;
	int n = 0;

	if (virDomainGetJobStats(lv_domain(domain), &type, &params, &n,
				 lv_flags(flags, table) | keep) < 0)
		return no_job(lv_error(DOMAIN), ret);
	read_info(type, params, n, ret);
	virTypedParamsFree(params, n);
	return KEEL_OK;
}

keel_status lv_domain_abort_job(keel_domain *domain)
{
	return lv_result(virDomainAbortJob(lv_domain(domain)), DOMAIN);
}

static const struct lv_flag save_flags[] = {
	{KEEL_SAVE_RUNNING, VIR_DOMAIN_SAVE_RUNNING},
	{KEEL_SAVE_PAUSED, VIR_DOMAIN_SAVE_PAUSED},
	{0, 0},
};

keel_status lv_domain_save(keel_domain *domain, const char *path, uint32_t flags)
{
	return lv_result(virDomainSaveFlags(lv_domain(domain), path, NULL,
					    lv_flags(flags, save_flags)),
			 DOMAIN);
}

/* What is in a file: the UUID of the domain that was saved, and its name. */
static keel_status saved_names(keel_connection *connection, const char *path, char **ret_name,
			       uint8_t *ret_uuid)
{
	bool has_uuid = false;
	keel_status status;
	char *name;
	char *xml;

	KEEL_TRY(lv_take_text(virDomainSaveImageGetXMLDesc(lv_ptr(connection), path, 0), DOMAIN,
			      &xml));
	status = lv_xml_names(xml, "domain", &name, &has_uuid, ret_uuid);
	free(xml);
	KEEL_TRY(status);
	if (!has_uuid) {
		free(name);
		return keel_error(KEEL_STATUS_XML, DOMAIN, "the file '%s' has no domain in it",
				  path);
	}
	*ret_name = name;
	return KEEL_OK;
}

static keel_status restore_error(const keel_connection *connection, const char *name,
				 const uint8_t *uuid)
{
	keel_status status = lv_error(DOMAIN);
	bool is_there;

	/* A domain of both is the one that was saved, which is in another state. */
	if (status != KEEL_STATUS_INTERNAL)
		return status;
	is_there = lv_domain_is_there(connection, name, uuid);
	return lv_already(status, is_there);
}

keel_status lv_restore_domain(keel_connection *connection, const char *path, uint32_t flags,
			      keel_domain **ret)
{
	uint8_t uuid[KEEL_UUID_SIZE];
	keel_status status = KEEL_OK;
	char *name;

	KEEL_TRY(saved_names(connection, path, &name, uuid));
	if (virDomainRestoreFlags(lv_ptr(connection), path, NULL, lv_flags(flags, save_flags)) < 0)
		status = restore_error(connection, name, uuid);
	free(name);
	if (status == KEEL_OK && ret)
		status = lv_lookup_domain_by_uuid(connection, uuid, ret);
	return status;
}

keel_status lv_domain_begin_backup(keel_domain *domain, const char *xml, uint32_t flags)
{
	(void)flags;
	KEEL_TRY(lv_check_active(domain));
	return lv_result(virDomainBackupBegin(lv_domain(domain), xml ? xml : "<domainbackup/>", NULL,
					      0),
			 DOMAIN);
}

static const struct lv_flag migrate_flags[] = {
	{KEEL_MIGRATE_LIVE, VIR_MIGRATE_LIVE},
	{KEEL_MIGRATE_PAUSED, VIR_MIGRATE_PAUSED},
	{KEEL_MIGRATE_PERSIST, VIR_MIGRATE_PERSIST_DEST},
	{KEEL_MIGRATE_UNDEFINE_SOURCE, VIR_MIGRATE_UNDEFINE_SOURCE},
	{0, 0},
};

static keel_status migrate_params(const keel_param *params, size_t n, virTypedParameterPtr *ret,
				  int *ret_n)
{
	/* keel's names, with the types that libvirt wants. */
	static const virTypedParameter known[] = {
		{.field = "name", .type = VIR_TYPED_PARAM_STRING},
		{.field = "xml", .type = VIR_TYPED_PARAM_STRING},
		{.field = "uri", .type = VIR_TYPED_PARAM_STRING},
		{.field = "bandwidth", .type = VIR_TYPED_PARAM_ULLONG},
	};
	static const char *const names[] = {
		VIR_MIGRATE_PARAM_DEST_NAME,
		VIR_MIGRATE_PARAM_DEST_XML,
		VIR_MIGRATE_PARAM_URI,
		VIR_MIGRATE_PARAM_BANDWIDTH,
	};
	size_t i;
	size_t j;

	KEEL_TRY(lv_params_to(known, sizeof(known) / sizeof(*known), params, n, ret, ret_n));
	for (i = 0; i < n; i++)
		for (j = 0; j < sizeof(names) / sizeof(*names); j++)
			if (strcmp((*ret)[i].field, known[j].field) == 0) {
				snprintf((*ret)[i].field, sizeof((*ret)[i].field), "%s", names[j]);
				break;
			}
	return KEEL_OK;
}

static keel_status migrate_error(const keel_domain *domain, const keel_connection *destination,
				 const char *name)
{
	keel_status status = lv_error(DOMAIN);
	bool is_there;

	if (status != KEEL_STATUS_INTERNAL && status != KEEL_STATUS_INVALID_STATE)
		return status;
	is_there = lv_domain_is_there(destination, name, domain->uuid);
	return lv_already(status, is_there);
}

keel_status lv_domain_migrate(keel_domain *domain, keel_connection *destination, uint32_t flags,
			      const keel_param *params, size_t n_params, keel_domain **ret)
{
	const char *name = keel_domain_get_name(domain);
	virTypedParameterPtr list;
	virDomainPtr ptr;
	keel_status status = KEEL_OK;
	int n;

	KEEL_TRY(migrate_params(params, n_params, &list, &n));
	status = lv_check_active(domain);
	if (status != KEEL_OK) {
		virTypedParamsFree(list, n);
		return status;
	}
	virTypedParamsGetString(list, n, VIR_MIGRATE_PARAM_DEST_NAME, &name);
	ptr = virDomainMigrate3(lv_domain(domain), lv_ptr(destination), list, (unsigned int)n,
				lv_flags(flags, migrate_flags));
	if (!ptr)
		status = migrate_error(domain, destination, name);
	virTypedParamsFree(list, n);
	return status == KEEL_OK ? lv_domain_give(destination, ptr, ret) : status;
}
