/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Secrets. */

#include "objects.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_SECRET

static virSecretPtr from_handle(const keel_secret *secret)
{
	return ((const struct lv_secret *)secret)->ptr;
}

static void free_secret(struct keel_object *object)
{
	struct lv_secret *self = (struct lv_secret *)object;

	virSecretFree(self->ptr);
	free(self);
}

/* Makes one with one hold; takes over ptr even when it fails. */
static keel_status new_secret(keel_connection *connection, virSecretPtr ptr, struct lv_secret **ret)
{
	struct lv_secret *self = calloc(1, sizeof(*self));

	if (!self || virSecretGetUUID(ptr, self->base.uuid) < 0) {
		virSecretFree(ptr);
		free(self);
		return keel_error_no_memory();
	}
	self->ptr = ptr;
	keel_object_init(&self->base.object, KEEL_KIND_SECRET, connection, free_secret);
	*ret = self;
	return KEEL_OK;
}

/* Makes one with a reference for the program; ret may be NULL. A NULL ptr is a failure. */
static keel_status give(keel_connection *connection, virSecretPtr ptr, keel_secret **ret)
{
	struct lv_secret *secret;

	if (!ptr)
		return lv_error(DOMAIN);
	if (!ret) {
		virSecretFree(ptr);
		return KEEL_OK;
	}
	KEEL_TRY(new_secret(connection, ptr, &secret));
	lv_give(&secret->base.object);
	*ret = &secret->base;
	return KEEL_OK;
}

LV_DEFINE_LIST(give_list, keel_secret, keel_connection, virSecretPtr, give, virSecretFree)

static const struct lv_flag list_flags[] = {
	{KEEL_SECRET_LIST_EPHEMERAL, VIR_CONNECT_LIST_SECRETS_EPHEMERAL},
	{KEEL_SECRET_LIST_NO_EPHEMERAL, VIR_CONNECT_LIST_SECRETS_NO_EPHEMERAL},
	{KEEL_SECRET_LIST_PRIVATE, VIR_CONNECT_LIST_SECRETS_PRIVATE},
	{KEEL_SECRET_LIST_NO_PRIVATE, VIR_CONNECT_LIST_SECRETS_NO_PRIVATE},
	{0, 0},
};

keel_status lv_list_secrets(keel_connection *connection, uint32_t flags, keel_secret ***ret,
			    size_t *ret_n)
{
	virSecretPtr *list = NULL;
	int n = virConnectListAllSecrets(lv_ptr(connection), &list, lv_flags(flags, list_flags));

	KEEL_TRY(lv_result(n, DOMAIN));
	return give_list(connection, list, n, ret, ret_n);
}

keel_status lv_count_secrets(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	int n = virConnectListAllSecrets(lv_ptr(connection), NULL, lv_flags(flags, list_flags));

	KEEL_TRY(lv_result(n, DOMAIN));
	*ret = (uint32_t)n;
	return KEEL_OK;
}

keel_status lv_lookup_secret_by_uuid(keel_connection *connection, const uint8_t *uuid,
				     keel_secret **ret)
{
	return give(connection, virSecretLookupByUUID(lv_ptr(connection), uuid), ret);
}

keel_status lv_lookup_secret_by_usage(keel_connection *connection, keel_secret_usage usage,
				      const char *usage_id, keel_secret **ret)
{
	/* The numbers are libvirt's. */
	return give(connection, virSecretLookupByUsage(lv_ptr(connection), (int)usage, usage_id),
		    ret);
}

/* A secret has no name, and libvirt itself sees when its use is another one's. */
static keel_status is_there(const keel_connection *connection, const char *xml, bool *ret)
{
	virSecretPtr ptr = NULL;
	uint8_t uuid[KEEL_UUID_SIZE];
	bool has_uuid = false;
	char *name = NULL;

	KEEL_TRY(lv_xml_names(xml, "secret", &name, &has_uuid, uuid));
	free(name);
	if (has_uuid)
		ptr = virSecretLookupByUUID(lv_ptr(connection), uuid);
	*ret = ptr != NULL;
	if (ptr)
		virSecretFree(ptr);
	return KEEL_OK;
}

keel_status lv_define_secret(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_secret **ret)
{
	virSecretPtr ptr;

	if (flags & KEEL_DEFINE_NEW)
		KEEL_TRY(lv_check_new(connection, xml, is_there, DOMAIN));
	ptr = virSecretDefineXML(lv_ptr(connection), xml, 0);
	if (!ptr) {
		keel_status status = lv_error(DOMAIN);

		/* What it has read and does not take is a use or a UUID that another one has. */
		return lv_already(status, status == KEEL_STATUS_INTERNAL);
	}
	return give(connection, ptr, ret);
}

keel_status lv_secret_get_usage(const keel_secret *secret, keel_secret_usage *ret_usage,
				char **ret_id)
{
	virSecretPtr ptr = from_handle(secret);
	int usage = virSecretGetUsageType(ptr);
	const char *id;
	char *copy;

	KEEL_TRY(lv_result(usage, DOMAIN));
	id = virSecretGetUsageID(ptr);
	copy = lv_text(id ? id : "");
	if (!copy)
		return keel_error_no_memory();
	*ret_usage = (keel_secret_usage)usage;
	*ret_id = copy;
	return KEEL_OK;
}

keel_status lv_secret_get_xml(const keel_secret *secret, char **ret)
{
	return lv_take_text(virSecretGetXMLDesc(from_handle(secret), 0), DOMAIN, ret);
}

keel_status lv_secret_get_value(const keel_secret *secret, uint8_t **ret, size_t *ret_n)
{
	size_t n = 0;
	unsigned char *value = virSecretGetValue(from_handle(secret), &n, 0);

	if (value) {
		*ret = value;
		*ret_n = n;
		return KEEL_OK;
	}
	/* A private secret is an invalid one to libvirt. */
	if (virGetLastErrorCode() == VIR_ERR_INVALID_SECRET)
		return keel_error(KEEL_STATUS_PERMISSION, DOMAIN, "%s", virGetLastErrorMessage());
	return lv_error(DOMAIN);
}

keel_status lv_secret_set_value(keel_secret *secret, const uint8_t *value, size_t n_value)
{
	return lv_result(virSecretSetValue(from_handle(secret),
					   value ? value : (const unsigned char *)"", n_value, 0),
			 DOMAIN);
}

keel_status lv_secret_undefine(keel_secret *secret)
{
	return lv_result(virSecretUndefine(from_handle(secret)), DOMAIN);
}

static void tell(virSecretPtr lent, keel_secret_event_type event, void *data)
{
	keel_connection *connection = lv_listener_enter(data);
	struct lv_secret *secret;

	if (!connection)
		return;
	virSecretRef(lent);
	/* Without memory, it goes unheard. */
	if (new_secret(connection, lent, &secret) == KEEL_OK) {
		keel_event_emit_secret(connection, &secret->base, event);
		keel_object_release(&secret->base.object);
	}
	lv_listener_leave(data);
}

static void hear(virConnectPtr ptr, virSecretPtr lent, int event, int detail, void *data)
{
	(void)ptr;
	(void)detail;
	if (event == VIR_SECRET_EVENT_DEFINED)
		tell(lent, KEEL_SECRET_EVENT_DEFINED, data);
	if (event == VIR_SECRET_EVENT_UNDEFINED)
		tell(lent, KEEL_SECRET_EVENT_UNDEFINED, data);
}

static void hear_value(virConnectPtr ptr, virSecretPtr lent, void *data)
{
	(void)ptr;
	tell(lent, KEEL_SECRET_EVENT_VALUE_CHANGED, data);
}

static keel_status register_event(virConnectPtr ptr, struct lv_listener *listener, int event,
				  virConnectSecretEventGenericCallback callback, int *ret)
{
	return lv_registered(listener,
			     virConnectSecretEventRegisterAny(ptr, NULL, event, callback,
							   lv_listener_ref(listener),
							   lv_listener_unref),
			     ret);
}

static void end(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS])
{
	lv_deregister(ptr, ids, virConnectSecretEventDeregisterAny);
}

static keel_status begin(virConnectPtr ptr, struct lv_listener *listener,
			 int ids[LV_MAX_REGISTRATIONS])
{
	keel_status status;

	KEEL_TRY(register_event(ptr, listener, VIR_SECRET_EVENT_ID_LIFECYCLE,
				VIR_SECRET_EVENT_CALLBACK(hear), &ids[0]));
	status = register_event(ptr, listener, VIR_SECRET_EVENT_ID_VALUE_CHANGED,
				VIR_SECRET_EVENT_CALLBACK(hear_value), &ids[1]);
	if (status != KEEL_OK)
		end(ptr, ids);
	return status;
}

const struct lv_kind lv_secret_kind = {begin, end};
