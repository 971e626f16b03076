/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Domains: finding them, and what is done with one. */

#include "libvirt.h"

#include <stdlib.h>
#include <string.h>

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
		return lv_error(KEEL_ERROR_DOMAIN_DOMAIN);
	if (!ret) {
		virDomainFree(ptr);
		return KEEL_OK;
	}
	KEEL_TRY(lv_domain_new(connection, ptr, &domain));
	lv_give(&domain->base.object);
	*ret = &domain->base;
	return KEEL_OK;
}

/* Makes keel's domains of libvirt's, which it takes over with their array. */
static keel_status give_domains(keel_connection *connection, virDomainPtr *list, size_t n,
				keel_domain ***ret, size_t *ret_n)
{
	keel_domain **domains = malloc((n + 1) * sizeof(keel_domain *));
	keel_status status = domains ? KEEL_OK : keel_error_no_memory();
	size_t n_given = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (status != KEEL_OK)
			virDomainFree(list[i]);
		else if ((status = lv_domain_give(connection, list[i], &domains[i])) == KEEL_OK)
			n_given++;
	free(list);
	if (status == KEEL_OK) {
		*ret = domains;
		*ret_n = n;
		return KEEL_OK;
	}
	for (i = 0; i < n_given; i++)
		keel_domain_unref(domains[i]);
	free(domains);
	return status;
}

keel_status lv_list_domains(keel_connection *connection, uint32_t flags, keel_domain ***ret,
			    size_t *ret_n)
{
	virDomainPtr *list = NULL;
	int n = virConnectListAllDomains(lv_ptr(connection), &list, lv_flags(flags, lv_list_flags));

	KEEL_TRY(lv_result(n, KEEL_ERROR_DOMAIN_DOMAIN));
	return give_domains(connection, list, (size_t)n, ret, ret_n);
}

keel_status lv_lookup_domain_by_name(keel_connection *connection, const char *name,
				     keel_domain **ret)
{
	return lv_domain_give(connection, virDomainLookupByName(lv_ptr(connection), name), ret);
}
