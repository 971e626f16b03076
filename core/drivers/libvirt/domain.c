/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Domains: finding them, and what is done with one. */

#include "objects.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_DOMAIN

const struct lv_flag lv_list_flags[] = {
	{KEEL_LIST_ACTIVE, VIR_CONNECT_LIST_DOMAINS_ACTIVE},
	{KEEL_LIST_INACTIVE, VIR_CONNECT_LIST_DOMAINS_INACTIVE},
	{KEEL_LIST_PERSISTENT, VIR_CONNECT_LIST_DOMAINS_PERSISTENT},
	{KEEL_LIST_TRANSIENT, VIR_CONNECT_LIST_DOMAINS_TRANSIENT},
	{KEEL_LIST_RUNNING, VIR_CONNECT_LIST_DOMAINS_RUNNING},
	{KEEL_LIST_PAUSED, VIR_CONNECT_LIST_DOMAINS_PAUSED},
	{KEEL_LIST_SHUT_OFF, VIR_CONNECT_LIST_DOMAINS_SHUTOFF},
	{KEEL_LIST_OTHER, VIR_CONNECT_LIST_DOMAINS_OTHER},
	{KEEL_LIST_AUTOSTART, VIR_CONNECT_LIST_DOMAINS_AUTOSTART},
	{KEEL_LIST_NO_AUTOSTART, VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART},
	{0, 0},
};

static void free_domain(struct keel_object *object)
{
	struct lv_domain *self = (struct lv_domain *)object;

	virDomainFree(self->ptr);
	keel_strings_free(self->names, self->n_names);
	pthread_mutex_destroy(&self->lock);
	free(self);
}

static bool init_domain(struct lv_domain *self, virDomainPtr ptr)
{
	const char *name = virDomainGetName(ptr);

	self->names = calloc(1, sizeof(*self->names));
	if (!self->names || !name)
		return false;
	self->names[0] = lv_text(name);
	self->n_names = 1;
	return self->names[0] && virDomainGetUUID(ptr, self->base.uuid) >= 0;
}

keel_status lv_domain_new(keel_connection *connection, virDomainPtr ptr, struct lv_domain **ret)
{
	struct lv_domain *self = calloc(1, sizeof(*self));

	if (!self || !init_domain(self, ptr)) {
		virDomainFree(ptr);
		if (self)
			keel_strings_free(self->names, self->n_names);
		free(self);
		return keel_error_no_memory();
	}
	pthread_mutex_init(&self->lock, NULL);
	self->ptr = ptr;
	atomic_init(&self->base.name, self->names[0]);
	keel_object_init(&self->base.object, KEEL_KIND_DOMAIN, connection, free_domain);
	*ret = self;
	return KEEL_OK;
}

keel_status lv_domain_give(keel_connection *connection, virDomainPtr ptr, keel_domain **ret)
{
	struct lv_domain *domain;

	if (!ptr)
		return lv_error(DOMAIN);
	if (!ret) {
		virDomainFree(ptr);
		return KEEL_OK;
	}
	KEEL_TRY(lv_domain_new(connection, ptr, &domain));
	lv_give(&domain->base.object);
	*ret = &domain->base;
	return KEEL_OK;
}

LV_DEFINE_LIST(give_domains, keel_domain, keel_connection, virDomainPtr, lv_domain_give,
	       virDomainFree)

keel_status lv_list_domains(keel_connection *connection, uint32_t flags, keel_domain ***ret,
			    size_t *ret_n)
{
	virDomainPtr *list = NULL;
	int n = virConnectListAllDomains(lv_ptr(connection), &list, lv_flags(flags, lv_list_flags));

	KEEL_TRY(lv_result(n, DOMAIN));
	return give_domains(connection, list, n, ret, ret_n);
}

keel_status lv_list_domain_names(const keel_connection *connection, const char *pattern,
				 uint32_t flags, char ***ret, size_t *ret_n)
{
	virDomainPtr *list = NULL;
	int n = virConnectListAllDomains(lv_ptr(connection), &list, lv_flags(flags, lv_list_flags));
	const char **names;
	char **copy = NULL;
	size_t n_names = 0;
	int i;

	KEEL_TRY(lv_result(n, DOMAIN));
	names = malloc(((size_t)n + 1) * sizeof(*names));
	for (i = 0; names && i < n; i++) {
		const char *name = virDomainGetName(list[i]);

		if (name && (!pattern || keel_matches(pattern, name)))
			names[n_names++] = name;
	}
	if (names)
		copy = keel_strings_copy(names, n_names);
	free(names);
	for (i = 0; i < n; i++)
		virDomainFree(list[i]);
	free(list);
	if (!copy)
		return keel_error_no_memory();
	for (i = 0; i < (int)n_names; i++)
		keel_mend_utf8(copy[i]);
	*ret = copy;
	*ret_n = n_names;
	return KEEL_OK;
}

keel_status lv_count_domains(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	int n = virConnectListAllDomains(lv_ptr(connection), NULL, lv_flags(flags, lv_list_flags));

	KEEL_TRY(lv_result(n, DOMAIN));
	*ret = (uint32_t)n;
	return KEEL_OK;
}

keel_status lv_lookup_domain_by_name(keel_connection *connection, const char *name,
				     keel_domain **ret)
{
	return lv_domain_give(connection, virDomainLookupByName(lv_ptr(connection), name), ret);
}

keel_status lv_lookup_domain_by_uuid(keel_connection *connection, const uint8_t *uuid,
				     keel_domain **ret)
{
	return lv_domain_give(connection, virDomainLookupByUUID(lv_ptr(connection), uuid), ret);
}

keel_status lv_lookup_domain_by_id(keel_connection *connection, int64_t id, keel_domain **ret)
{
	if (id < 0 || id > INT32_MAX)
		return keel_error(KEEL_STATUS_NOT_FOUND, DOMAIN,
				  "there is no active domain with the identifier %" PRId64, id);
	return lv_domain_give(connection, virDomainLookupByID(lv_ptr(connection), (int)id), ret);
}

keel_status lv_check_active(const keel_domain *domain)
{
	bool is_active;

	KEEL_TRY(lv_domain_is_active(domain, &is_active));
	if (is_active)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_INVALID_STATE, DOMAIN, "the domain '%s' is not active",
			  keel_domain_get_name(domain));
}

bool lv_domain_is_there(const keel_connection *connection, const char *name, const uint8_t *uuid)
{
	virDomainPtr ptr = NULL;

	if (name)
		ptr = virDomainLookupByName(lv_ptr(connection), name);
	if (!ptr && uuid)
		ptr = virDomainLookupByUUID(lv_ptr(connection), uuid);
	if (!ptr)
		return false;
	virDomainFree(ptr);
	return true;
}

keel_status lv_already(keel_status status, bool is_there)
{
	if (!is_there)
		return status;
	return keel_error(KEEL_STATUS_ALREADY_EXISTS, keel_last_error_domain(), "%s",
			  keel_last_error_message());
}

static keel_status is_there(const keel_connection *connection, const char *xml, bool *ret)
{
	uint8_t uuid[KEEL_UUID_SIZE];
	bool has_uuid = false;
	char *name = NULL;

	KEEL_TRY(lv_xml_names(xml, "domain", &name, &has_uuid, uuid));
	*ret = lv_domain_is_there(connection, name, has_uuid ? uuid : NULL);
	free(name);
	return KEEL_OK;
}

/* libvirt has no flag for this. */
static keel_status check_new(const keel_connection *connection, const char *xml)
{
	uint8_t uuid[KEEL_UUID_SIZE];
	keel_status status = KEEL_OK;
	bool has_uuid = false;
	char *name = NULL;

	KEEL_TRY(lv_xml_names(xml, "domain", &name, &has_uuid, uuid));
	if (lv_domain_is_there(connection, name, has_uuid ? uuid : NULL))
		status = keel_error(KEEL_STATUS_ALREADY_EXISTS, DOMAIN,
				    "there is already a domain '%s' or one of its UUID",
				    name ? name : "");
	free(name);
	return status;
}

keel_status lv_define_domain(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_domain **ret)
{
	virDomainPtr ptr;

	if (flags & KEEL_DEFINE_NEW)
		KEEL_TRY(check_new(connection, xml));
	ptr = virDomainDefineXMLFlags(lv_ptr(connection), xml, 0);
	if (!ptr)
		return lv_new_error(connection, xml, is_there, DOMAIN);
	return lv_domain_give(connection, ptr, ret);
}

static const struct lv_flag start_flags[] = {
	{KEEL_START_PAUSED, VIR_DOMAIN_START_PAUSED},
	{0, 0},
};

keel_status lv_create_domain(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_domain **ret)
{
	virDomainPtr ptr = virDomainCreateXML(lv_ptr(connection), xml, lv_flags(flags, start_flags));

	if (!ptr)
		return lv_new_error(connection, xml, is_there, DOMAIN);
	return lv_domain_give(connection, ptr, ret);
}

keel_status lv_domain_get_id(const keel_domain *domain, int64_t *ret)
{
	/* What is in the object may be of an earlier run. */
	virDomainPtr ptr =
		virDomainLookupByUUID(lv_ptr(domain->object.handle.connection), domain->uuid);
	unsigned int id;

	if (!ptr)
		return lv_error(DOMAIN);
	id = virDomainGetID(ptr);
	virDomainFree(ptr);
	*ret = id == (unsigned int)-1 ? KEEL_DOMAIN_ID_NONE : (int64_t)id;
	return KEEL_OK;
}

keel_domain_state lv_domain_state(int state)
{
	static const keel_domain_state states[] = {
		[VIR_DOMAIN_NOSTATE] = KEEL_DOMAIN_STATE_UNKNOWN,
		[VIR_DOMAIN_RUNNING] = KEEL_DOMAIN_STATE_RUNNING,
		[VIR_DOMAIN_BLOCKED] = KEEL_DOMAIN_STATE_BLOCKED,
		[VIR_DOMAIN_PAUSED] = KEEL_DOMAIN_STATE_PAUSED,
		[VIR_DOMAIN_SHUTDOWN] = KEEL_DOMAIN_STATE_SHUTTING_DOWN,
		[VIR_DOMAIN_SHUTOFF] = KEEL_DOMAIN_STATE_SHUT_OFF,
		[VIR_DOMAIN_CRASHED] = KEEL_DOMAIN_STATE_CRASHED,
		/* The guest sleeps until something wakes it. */
		[VIR_DOMAIN_PMSUSPENDED] = KEEL_DOMAIN_STATE_BLOCKED,
	};

	if (state < 0 || (size_t)state >= sizeof(states) / sizeof(*states))
		return KEEL_DOMAIN_STATE_UNKNOWN;
	return states[state];
}

static keel_domain_reason reason_of(int state, int reason)
{
	static const struct {
		int state;
		int reason;
		keel_domain_reason to;
	} reasons[] = {
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED, KEEL_DOMAIN_REASON_BOOTED},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_MIGRATED, KEEL_DOMAIN_REASON_MIGRATED},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_RESTORED, KEEL_DOMAIN_REASON_RESTORED},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_FROM_SNAPSHOT,
		 KEEL_DOMAIN_REASON_SNAPSHOT},
		{VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_UNPAUSED, KEEL_DOMAIN_REASON_RESUMED},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_USER, KEEL_DOMAIN_REASON_USER},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_MIGRATION, KEEL_DOMAIN_REASON_MIGRATED},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_SAVE, KEEL_DOMAIN_REASON_SAVED},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_FROM_SNAPSHOT, KEEL_DOMAIN_REASON_SNAPSHOT},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_SNAPSHOT, KEEL_DOMAIN_REASON_SNAPSHOT},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_STARTING_UP,
		 KEEL_DOMAIN_REASON_STARTED_PAUSED},
		{VIR_DOMAIN_PAUSED, VIR_DOMAIN_PAUSED_CRASHED, KEEL_DOMAIN_REASON_PANICKED},
		{VIR_DOMAIN_SHUTDOWN, VIR_DOMAIN_SHUTDOWN_USER, KEEL_DOMAIN_REASON_USER},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SHUTDOWN, KEEL_DOMAIN_REASON_FINISHED},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_DESTROYED, KEEL_DOMAIN_REASON_DESTROYED},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_CRASHED, KEEL_DOMAIN_REASON_PANICKED},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_MIGRATED, KEEL_DOMAIN_REASON_MIGRATED},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SAVED, KEEL_DOMAIN_REASON_SAVED},
		{VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,
		 KEEL_DOMAIN_REASON_SNAPSHOT},
		{VIR_DOMAIN_CRASHED, VIR_DOMAIN_CRASHED_PANICKED, KEEL_DOMAIN_REASON_PANICKED},
	};
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].state == state && reasons[i].reason == reason)
			return reasons[i].to;
	return KEEL_DOMAIN_REASON_UNKNOWN;
}

keel_status lv_domain_get_state(const keel_domain *domain, keel_domain_state *ret_state,
				keel_domain_reason *ret_reason)
{
	int state;
	int reason;

	KEEL_TRY(lv_result(virDomainGetState(lv_domain(domain), &state, &reason, 0), DOMAIN));
	*ret_state = lv_domain_state(state);
	if (ret_reason)
		*ret_reason = reason_of(state, reason);
	return KEEL_OK;
}

keel_status lv_domain_get_info(const keel_domain *domain, keel_domain_info *ret)
{
	virDomainInfo info;

	KEEL_TRY(lv_result(virDomainGetInfo(lv_domain(domain), &info), DOMAIN));
	memset(ret, 0, sizeof(*ret));
	ret->state = lv_domain_state(info.state);
	ret->vcpus = info.nrVirtCpu;
	ret->max_memory_kib = info.maxMem;
	ret->memory_kib = info.memory;
	ret->cpu_time_ns = info.state == VIR_DOMAIN_SHUTOFF ? 0 : info.cpuTime;
	return KEEL_OK;
}

keel_status lv_domain_get_xml(const keel_domain *domain, uint32_t flags, char **ret)
{
	static const struct lv_flag table[] = {
		{KEEL_DOMAIN_XML_INACTIVE, VIR_DOMAIN_XML_INACTIVE},
		{0, 0},
	};

	return lv_take_text(virDomainGetXMLDesc(lv_domain(domain), lv_flags(flags, table)), DOMAIN,
			    ret);
}

/* Some drivers of libvirt's have another error for a domain that is active. */
static keel_status start_error(const keel_domain *domain)
{
	keel_status status = lv_error(DOMAIN);

	if (status != KEEL_STATUS_INTERNAL || virDomainIsActive(lv_domain(domain)) != 1)
		return status;
	return keel_error(KEEL_STATUS_INVALID_STATE, DOMAIN, "%s", keel_last_error_message());
}

keel_status lv_domain_start(keel_domain *domain, uint32_t flags)
{
	if (virDomainCreateWithFlags(lv_domain(domain), lv_flags(flags, start_flags)) < 0)
		return start_error(domain);
	return KEEL_OK;
}

/* Some drivers of libvirt's let a paused domain be paused again, or have another error for it. */
static keel_status check_paused(const keel_domain *domain, bool wanted)
{
	int state;

	KEEL_TRY(lv_result(virDomainGetState(lv_domain(domain), &state, NULL, 0), DOMAIN));
	if (wanted ? state == VIR_DOMAIN_PAUSED
		   : state != VIR_DOMAIN_PAUSED && state != VIR_DOMAIN_SHUTOFF)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_INVALID_STATE, DOMAIN, "the domain '%s' is not %s",
			  keel_domain_get_name(domain), wanted ? "paused" : "running");
}

keel_status lv_domain_shutdown(keel_domain *domain, uint32_t flags)
{
	static const struct lv_flag table[] = {
		{KEEL_SHUTDOWN_ACPI, VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN},
		{KEEL_SHUTDOWN_AGENT, VIR_DOMAIN_SHUTDOWN_GUEST_AGENT},
		{0, 0},
	};

	KEEL_TRY(check_paused(domain, false));
	return lv_result(virDomainShutdownFlags(lv_domain(domain), lv_flags(flags, table)), DOMAIN);
}

keel_status lv_domain_reboot(keel_domain *domain, uint32_t flags)
{
	static const struct lv_flag table[] = {
		{KEEL_SHUTDOWN_ACPI, VIR_DOMAIN_REBOOT_ACPI_POWER_BTN},
		{KEEL_SHUTDOWN_AGENT, VIR_DOMAIN_REBOOT_GUEST_AGENT},
		{0, 0},
	};

	KEEL_TRY(check_paused(domain, false));
	return lv_result(virDomainReboot(lv_domain(domain), lv_flags(flags, table)), DOMAIN);
}

keel_status lv_domain_destroy(keel_domain *domain, uint32_t flags)
{
	static const struct lv_flag table[] = {
		{KEEL_DESTROY_GRACEFUL, VIR_DOMAIN_DESTROY_GRACEFUL},
		{0, 0},
	};

	return lv_result(virDomainDestroyFlags(lv_domain(domain), lv_flags(flags, table)), DOMAIN);
}

keel_status lv_domain_suspend(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	KEEL_TRY(check_paused(domain, false));
	return lv_result(virDomainSuspend(lv_domain(domain)), DOMAIN);
}

keel_status lv_domain_resume(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	KEEL_TRY(check_paused(domain, true));
	return lv_result(virDomainResume(lv_domain(domain)), DOMAIN);
}

keel_status lv_domain_reset(keel_domain *domain)
{
	return lv_result(virDomainReset(lv_domain(domain), 0), DOMAIN);
}

keel_status lv_domain_undefine(keel_domain *domain, uint32_t flags)
{
	(void)flags;
	return lv_result(virDomainUndefineFlags(lv_domain(domain), 0), DOMAIN);
}

/* Makes room for one more name. */
static keel_status add_name(struct lv_domain *self, const char *name)
{
	char **names = realloc(self->names, (self->n_names + 1) * sizeof(*names));

	if (!names)
		return keel_error_no_memory();
	self->names = names;
	names[self->n_names] = keel_strdup(name);
	if (!names[self->n_names])
		return keel_error_no_memory();
	self->n_names++;
	return KEEL_OK;
}

/* The memory for the name is there before anything is changed. */
keel_status lv_domain_rename(keel_domain *domain, const char *name, uint32_t flags)
{
	struct lv_domain *self = (struct lv_domain *)domain;
	keel_status status;

	(void)flags;
	pthread_mutex_lock(&self->lock);
	status = add_name(self, name);
	if (status == KEEL_OK)
		name = self->names[self->n_names - 1];
	pthread_mutex_unlock(&self->lock);
	KEEL_TRY(status);
	if (virDomainRename(self->ptr, name, 0) < 0) {
		bool is_there;

		status = lv_error(DOMAIN);
		if (status != KEEL_STATUS_INTERNAL && status != KEEL_STATUS_INVALID_STATE)
			return status;
		is_there = lv_domain_is_there(domain->object.handle.connection, name, NULL);
		return lv_already(status, is_there);
	}
	atomic_store_explicit(&domain->name, (char *)(uintptr_t)name, memory_order_release);
	return KEEL_OK;
}

keel_status lv_domain_is_active(const keel_domain *domain, bool *ret)
{
	return lv_bool(virDomainIsActive(lv_domain(domain)), DOMAIN, ret);
}

keel_status lv_domain_is_persistent(const keel_domain *domain, bool *ret)
{
	return lv_bool(virDomainIsPersistent(lv_domain(domain)), DOMAIN, ret);
}

keel_status lv_domain_is_updated(const keel_domain *domain, bool *ret)
{
	return lv_bool(virDomainIsUpdated(lv_domain(domain)), DOMAIN, ret);
}

keel_status lv_domain_get_autostart(const keel_domain *domain, bool *ret)
{
	int autostart;

	KEEL_TRY(lv_result(virDomainGetAutostart(lv_domain(domain), &autostart), DOMAIN));
	*ret = autostart != 0;
	return KEEL_OK;
}

keel_status lv_domain_set_autostart(keel_domain *domain, bool autostart)
{
	return lv_result(virDomainSetAutostart(lv_domain(domain), autostart), DOMAIN);
}
