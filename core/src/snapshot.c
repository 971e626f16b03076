/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Snapshots: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#define LIST_FLAGS (KEEL_SNAPSHOT_LIST_ROOTS | KEEL_SNAPSHOT_LIST_LEAVES)
#define CREATE_FLAGS (KEEL_SNAPSHOT_CREATE_HALT | KEEL_SNAPSHOT_CREATE_DISK_ONLY)
#define REVERT_FLAGS (KEEL_SNAPSHOT_REVERT_RUNNING | KEEL_SNAPSHOT_REVERT_PAUSED)
#define DELETE_FLAGS (KEEL_SNAPSHOT_DELETE_CHILDREN | KEEL_SNAPSHOT_DELETE_CHILDREN_ONLY)
#define CHILDREN_FLAGS KEEL_SNAPSHOT_CHILDREN_DESCENDANTS

keel_snapshot *keel_snapshot_ref(keel_snapshot *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_SNAPSHOT, __func__))
		return NULL;
	keel_object_ref(&self->object);
	return self;
}

void keel_snapshot_unref(keel_snapshot *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_SNAPSHOT, __func__))
		keel_object_unref(&self->object);
}

keel_domain *keel_snapshot_get_domain(const keel_snapshot *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_SNAPSHOT, __func__))
		return keel_domain_ref(self->domain);
	keel_error_null(__func__, "self");
	return NULL;
}

const char *keel_snapshot_get_name(const keel_snapshot *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_SNAPSHOT, __func__))
		return self->name;
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_snapshot_get_xml(const keel_snapshot *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, snapshot_get_xml, self, ret);
}

keel_status keel_snapshot_get_created(const keel_snapshot *self, int64_t *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, snapshot_get_created, self, ret);
}

keel_status keel_snapshot_get_state(const keel_snapshot *self, keel_domain_state *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, snapshot_get_state, self, ret);
}

keel_status keel_snapshot_get_parent(keel_snapshot *self, keel_snapshot **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, snapshot_get_parent, self, ret);
}

keel_status keel_snapshot_list_children(keel_snapshot *self, uint32_t flags, keel_snapshot ***ret,
					size_t *ret_n)
{
	CHECK(self);
	CHECK_FLAGS(flags, CHILDREN_FLAGS);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, snapshot_list_children, self, flags, ret, ret_n);
}

keel_status keel_snapshot_is_current(const keel_snapshot *self, bool *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, snapshot_is_current, self, ret);
}

keel_status keel_snapshot_revert(keel_snapshot *self, uint32_t flags)
{
	CHECK_WRITE(self);
	KEEL_TRY(keel_check_choice(__func__, flags, REVERT_FLAGS));
	return CALL(self, snapshot_revert, self, flags);
}

keel_status keel_snapshot_delete(keel_snapshot *self, uint32_t flags)
{
	CHECK_WRITE(self);
	KEEL_TRY(keel_check_choice(__func__, flags, DELETE_FLAGS));
	return CALL(self, snapshot_delete, self, flags);
}

keel_status keel_domain_create_snapshot(keel_domain *self, const char *xml, uint32_t flags,
					keel_snapshot **ret)
{
	CHECK_WRITE(self);
	CHECK_FLAGS(flags, CREATE_FLAGS);
	return CALL(self, domain_create_snapshot, self, xml, flags, ret);
}

keel_status keel_domain_list_snapshots(keel_domain *self, uint32_t flags, keel_snapshot ***ret,
				       size_t *ret_n)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_list_snapshots, self, flags, ret, ret_n);
}

keel_status keel_domain_lookup_snapshot(keel_domain *self, const char *name, keel_snapshot **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(name);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_lookup_snapshot, self, name, ret);
}

keel_status keel_domain_get_current_snapshot(keel_domain *self, keel_snapshot **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, domain_get_current_snapshot, self, ret);
}
