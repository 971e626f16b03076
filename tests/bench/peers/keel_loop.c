/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The same calls in a C loop: what a call costs before any binding. Prints "operation nanoseconds" lines. */
#include <keel/keel.h>
#include <stdlib.h>

#include "best.h"

static bool
visit(keel_domain *domain, void *user_data)
{
	(void)domain;
	(*(size_t *)user_data)++;
	return true;
}

int
main(int argc, char **argv)
{
	keel_connection *connection;
	keel_domain *domain, *found, **items;
	keel_domain_info info;
	volatile const char *name;
	volatile bool flag;
	bool active;
	size_t n, i, seen = 0;

	if (argc != 2 || keel_connection_open(argv[1], 0, &connection) ||
	    keel_connection_lookup_domain_by_name(connection, "guest-0", &domain)) {
		fprintf(stderr, "%s\n", keel_last_error_message());
		return 1;
	}
	BEST("trivial", flag = keel_connection_is_read_only(connection));
	BEST("trivial, may fail", keel_domain_is_active(domain, &active); flag = active);
	BEST("string", name = keel_domain_get_name(domain));
	BEST("record", keel_domain_get_info(domain, &info));
	BEST("look-up", keel_connection_lookup_domain_by_name(connection, "guest-1", &found);
	     keel_domain_unref(found));
	BEST("list of 100", keel_connection_list_domains(connection, 0, &items, &n);
	     for (i = 0; i < n; i++) keel_domain_unref(items[i]); keel_free(items));
	BEST("error", flag = !keel_connection_lookup_domain_by_name(connection, "nobody", &found));
	BEST("callback x 100", keel_connection_foreach_domain(connection, 0, visit, &seen));
	(void)flag;
	(void)name;
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	return 0;
}
