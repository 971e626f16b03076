/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "binding.h"

#include <stdio.h>
#include <string.h>

#include "_cgo_export.h"

static __attribute__((cold, noinline)) hand_error *failure(void)
{
	hand_error *error = malloc(sizeof(*error));

	if (!error)
		abort();
	error->code = (int)keel_last_error_status();
	error->domain = (int)keel_last_error_domain();
	snprintf(error->message, sizeof(error->message), "%s", keel_last_error_message());
	return error;
}

hand_handle hand_open(const char *uri)
{
	keel_connection *connection = NULL;
	hand_handle r = { 0 };

	if (keel_connection_open(uri, 0, &connection))
		r.error = failure();
	r.handle = (uintptr_t)connection;
	return r;
}

hand_handle hand_look_up(uintptr_t connection, const char *name)
{
	keel_domain *domain = NULL;
	hand_handle r = { 0 };

	if (keel_connection_lookup_domain_by_name((keel_connection *)connection, name, &domain))
		r.error = failure();
	r.handle = (uintptr_t)domain;
	return r;
}

hand_list hand_list_domains(uintptr_t connection, uint32_t flags)
{
	keel_domain **items = NULL;
	hand_list r = { 0 };

	if (keel_connection_list_domains((keel_connection *)connection, flags, &items, &r.n))
		r.error = failure();
	r.items = (uintptr_t *)items;
	return r;
}

static bool visit(keel_domain *domain, void *data)
{
	return handVisit((uintptr_t)domain, (uintptr_t)data);
}

hand_error *hand_foreach(uintptr_t connection, uint32_t flags, uintptr_t data)
{
	if (keel_connection_foreach_domain((keel_connection *)connection, flags, visit, (void *)data))
		return failure();
	return NULL;
}

bool hand_is_read_only(uintptr_t connection)
{
	return keel_connection_is_read_only((keel_connection *)connection);
}

hand_text hand_get_name(uintptr_t domain)
{
	const char *name = keel_domain_get_name((keel_domain *)domain);
	hand_text r;

	r.length = strlen(name);
	if (r.length < sizeof(r.short_name)) {
		memcpy(r.short_name, name, r.length);
		r.long_name = NULL;
	} else {
		r.long_name = name;
	}
	return r;
}

hand_bool hand_is_active(uintptr_t domain)
{
	hand_bool r = { 0 };

	if (keel_domain_is_active((keel_domain *)domain, &r.value))
		r.error = failure();
	return r;
}

hand_info hand_get_info(uintptr_t domain)
{
	hand_info r = { 0 };

	if (keel_domain_get_info((keel_domain *)domain, &r.value))
		r.error = failure();
	return r;
}

uintptr_t hand_domain_ref(uintptr_t domain)
{
	return (uintptr_t)keel_domain_ref((keel_domain *)domain);
}

void hand_domain_unref(uintptr_t domain)
{
	keel_domain_unref((keel_domain *)domain);
}

void hand_connection_unref(uintptr_t connection)
{
	keel_connection_unref((keel_connection *)connection);
}

void hand_free(void *items)
{
	keel_free(items);
}
