/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Snapshots. */

#include "objects.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_SNAPSHOT

/* What libvirt makes a snapshot of when nothing is said about it. */
#define DEFAULT_XML "<domainsnapshot/>"

static virDomainSnapshotPtr from_handle(const keel_snapshot *snapshot)
{
	return ((const struct lv_snapshot *)snapshot)->ptr;
}

static void free_snapshot(struct keel_object *object)
{
	struct lv_snapshot *self = (struct lv_snapshot *)object;

	virDomainSnapshotFree(self->ptr);
	keel_object_release(&self->base.domain->object);
	free(self->base.name);
	free(self);
}

/* Makes one with a reference for the program; ret may be NULL. A NULL ptr is a failure. */
static keel_status give(keel_domain *domain, virDomainSnapshotPtr ptr, keel_snapshot **ret)
{
	struct lv_snapshot *self;
	const char *name;

	if (!ptr)
		return lv_error(DOMAIN);
	if (!ret) {
		virDomainSnapshotFree(ptr);
		return KEEL_OK;
	}
	self = calloc(1, sizeof(*self));
	name = virDomainSnapshotGetName(ptr);
	if (self && name)
		self->base.name = lv_text(name);
	if (!self || !self->base.name) {
		virDomainSnapshotFree(ptr);
		free(self);
		return keel_error_no_memory();
	}
	self->ptr = ptr;
	self->base.domain = domain;
	keel_object_hold(&domain->object);
	keel_object_init(&self->base.object, KEEL_KIND_SNAPSHOT, domain->object.handle.connection,
			 free_snapshot);
	lv_give(&self->base.object);
	*ret = &self->base;
	return KEEL_OK;
}

LV_DEFINE_LIST(give_list, keel_snapshot, keel_domain, virDomainSnapshotPtr, give,
	       virDomainSnapshotFree)

/* Gets the text of a child element of a snapshot's XML, NULL when there is none. */
static keel_status read_text(virDomainSnapshotPtr ptr, const char *name, char **ret)
{
	keel_status status;
	xmlDoc *doc;
	char *xml;

	KEEL_TRY(lv_take_text(virDomainSnapshotGetXMLDesc(ptr, 0), DOMAIN, &xml));
	status = lv_xml(xml, "domainsnapshot", &doc);
	free(xml);
	KEEL_TRY(status);
	status = keel_xml_child_text(xmlDocGetRootElement(doc), name, ret);
	xmlFreeDoc(doc);
	return status;
}

static keel_status read_created(virDomainSnapshotPtr ptr, int64_t *ret)
{
	uint64_t seconds = 0;
	keel_status status = KEEL_OK;
	char *text;

	KEEL_TRY(read_text(ptr, "creationTime", &text));
	if (text)
		status = keel_parse_u64(text, "creation time", INT64_MAX, &seconds);
	free(text);
	KEEL_TRY(status);
	*ret = (int64_t)seconds;
	return KEEL_OK;
}

struct dated {
	virDomainSnapshotPtr ptr;
	int64_t created;
};

/* Puts snapshots in the order in which they were made; those of one second stay as they are. */
static keel_status sort(virDomainSnapshotPtr *list, size_t n)
{
	struct dated *all = calloc(n + 1, sizeof(*all));
	keel_status status = all ? KEEL_OK : keel_error_no_memory();
	size_t i;
	size_t j;

	for (i = 0; status == KEEL_OK && i < n; i++) {
		struct dated one = {.ptr = list[i]};

		status = read_created(one.ptr, &one.created);
		for (j = i; j > 0 && all[j - 1].created > one.created; j--)
			all[j] = all[j - 1];
		all[j] = one;
	}
	for (i = 0; status == KEEL_OK && i < n; i++)
		list[i] = all[i].ptr;
	free(all);
	return status;
}

static keel_status give_sorted(keel_domain *domain, virDomainSnapshotPtr *list, int n,
			       keel_snapshot ***ret, size_t *ret_n)
{
	keel_status status = sort(list, (size_t)n);
	int i;

	if (status == KEEL_OK)
		return give_list(domain, list, n, ret, ret_n);
	for (i = 0; i < n; i++)
		virDomainSnapshotFree(list[i]);
	free(list);
	return status;
}

keel_status lv_snapshot_get_xml(const keel_snapshot *snapshot, char **ret)
{
	return lv_take_text(virDomainSnapshotGetXMLDesc(from_handle(snapshot), 0), DOMAIN, ret);
}

keel_status lv_snapshot_get_created(const keel_snapshot *snapshot, int64_t *ret)
{
	return read_created(from_handle(snapshot), ret);
}

keel_status lv_snapshot_get_state(const keel_snapshot *snapshot, keel_domain_state *ret)
{
	static const struct {
		const char *name;
		keel_domain_state state;
	} states[] = {
		{"running", KEEL_DOMAIN_STATE_RUNNING},
		{"blocked", KEEL_DOMAIN_STATE_BLOCKED},
		{"paused", KEEL_DOMAIN_STATE_PAUSED},
		{"in shutdown", KEEL_DOMAIN_STATE_SHUTTING_DOWN},
		{"shutoff", KEEL_DOMAIN_STATE_SHUT_OFF},
		{"crashed", KEEL_DOMAIN_STATE_CRASHED},
		{"pmsuspended", KEEL_DOMAIN_STATE_BLOCKED},
	};
	keel_domain_state state = KEEL_DOMAIN_STATE_UNKNOWN;
	char *text;
	size_t i;

	KEEL_TRY(read_text(from_handle(snapshot), "state", &text));
	for (i = 0; text && i < sizeof(states) / sizeof(*states); i++)
		if (strcmp(states[i].name, text) == 0)
			state = states[i].state;
	free(text);
	*ret = state;
	return KEEL_OK;
}

/* To libvirt, that there is no parent is the same as that there is no snapshot. */
keel_status lv_snapshot_get_parent(keel_snapshot *snapshot, keel_snapshot **ret)
{
	virDomainSnapshotPtr ptr = virDomainSnapshotGetParent(from_handle(snapshot), 0);
	keel_status status;
	char *xml;

	if (ptr)
		return give(snapshot->domain, ptr, ret);
	status = lv_error(DOMAIN);
	if (status != KEEL_STATUS_NOT_FOUND || lv_snapshot_get_xml(snapshot, &xml) != KEEL_OK)
		return status;
	free(xml);
	*ret = NULL;
	return KEEL_OK;
}

keel_status lv_snapshot_list_children(keel_snapshot *snapshot, uint32_t flags, keel_snapshot ***ret,
				      size_t *ret_n)
{
	static const struct lv_flag table[] = {
		{KEEL_SNAPSHOT_CHILDREN_DESCENDANTS, VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS},
		{0, 0},
	};
	virDomainSnapshotPtr *list = NULL;
	int n = virDomainSnapshotListAllChildren(from_handle(snapshot), &list,
						 lv_flags(flags, table) |
							 VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL);

	KEEL_TRY(lv_result(n, DOMAIN));
	return give_sorted(snapshot->domain, list, n, ret, ret_n);
}

keel_status lv_snapshot_is_current(const keel_snapshot *snapshot, bool *ret)
{
	return lv_bool(virDomainSnapshotIsCurrent(from_handle(snapshot), 0), DOMAIN, ret);
}

keel_status lv_snapshot_revert(keel_snapshot *snapshot, uint32_t flags)
{
	static const struct lv_flag table[] = {
		{KEEL_SNAPSHOT_REVERT_RUNNING, VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING},
		{KEEL_SNAPSHOT_REVERT_PAUSED, VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED},
		{0, 0},
	};

	return lv_result(virDomainRevertToSnapshot(from_handle(snapshot), lv_flags(flags, table)),
			 DOMAIN);
}

keel_status lv_snapshot_delete(keel_snapshot *snapshot, uint32_t flags)
{
	static const struct lv_flag table[] = {
		{KEEL_SNAPSHOT_DELETE_CHILDREN, VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN},
		{KEEL_SNAPSHOT_DELETE_CHILDREN_ONLY, VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY},
		{0, 0},
	};

	return lv_result(virDomainSnapshotDelete(from_handle(snapshot), lv_flags(flags, table)),
			 DOMAIN);
}

/* Tells whether there is a snapshot of the name in a description. */
static keel_status is_there(const keel_domain *domain, const char *xml, bool *ret)
{
	virDomainSnapshotPtr ptr = NULL;
	uint8_t uuid[KEEL_UUID_SIZE];
	bool has_uuid;
	char *name = NULL;

	KEEL_TRY(lv_xml_names(xml, "domainsnapshot", &name, &has_uuid, uuid));
	if (name)
		ptr = virDomainSnapshotLookupByName(lv_domain(domain), name, 0);
	free(name);
	*ret = ptr != NULL;
	if (ptr)
		virDomainSnapshotFree(ptr);
	return KEEL_OK;
}

keel_status lv_domain_create_snapshot(keel_domain *domain, const char *xml, uint32_t flags,
				      keel_snapshot **ret)
{
	static const struct lv_flag table[] = {
		{KEEL_SNAPSHOT_CREATE_HALT, VIR_DOMAIN_SNAPSHOT_CREATE_HALT},
		{KEEL_SNAPSHOT_CREATE_DISK_ONLY, VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY},
		{0, 0},
	};
	bool there = false;

	/* libvirt may put a new one in the place of one of the same name. */
	if (xml)
		KEEL_TRY(is_there(domain, xml, &there));
	if (there)
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, DOMAIN,
				  "the domain '%s' has a snapshot of that name",
				  keel_domain_get_name(domain));
	return give(domain,
		    virDomainSnapshotCreateXML(lv_domain(domain), xml ? xml : DEFAULT_XML,
					       lv_flags(flags, table)),
		    ret);
}

keel_status lv_domain_list_snapshots(keel_domain *domain, uint32_t flags, keel_snapshot ***ret,
				     size_t *ret_n)
{
	static const struct lv_flag table[] = {
		{KEEL_SNAPSHOT_LIST_ROOTS, VIR_DOMAIN_SNAPSHOT_LIST_ROOTS},
		{KEEL_SNAPSHOT_LIST_LEAVES, VIR_DOMAIN_SNAPSHOT_LIST_LEAVES},
		{0, 0},
	};
	virDomainSnapshotPtr *list = NULL;
	int n = virDomainListAllSnapshots(lv_domain(domain), &list,
					  lv_flags(flags, table) |
						  VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL);

	KEEL_TRY(lv_result(n, DOMAIN));
	return give_sorted(domain, list, n, ret, ret_n);
}

keel_status lv_domain_lookup_snapshot(keel_domain *domain, const char *name, keel_snapshot **ret)
{
	return give(domain, virDomainSnapshotLookupByName(lv_domain(domain), name, 0), ret);
}

keel_status lv_domain_get_current_snapshot(keel_domain *domain, keel_snapshot **ret)
{
	int has = virDomainHasCurrentSnapshot(lv_domain(domain), 0);

	KEEL_TRY(lv_result(has, DOMAIN));
	if (has)
		return give(domain, virDomainSnapshotCurrent(lv_domain(domain), 0), ret);
	*ret = NULL;
	return KEEL_OK;
}
