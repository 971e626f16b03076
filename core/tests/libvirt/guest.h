/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GUEST_H
#define GUEST_H

/* What the tests with a real guest share; daemons.py runs them. */

#include "check.h"

#include <time.h>

/* Reads the guest's configuration from the file that is the argument. */
static inline char *read_guest(int argc, char **argv)
{
	static char xml[8192];
	FILE *file;
	size_t n;

	CHECK_INT(2, argc);
	file = fopen(argv[1], "r");
	CHECK(file);
	n = fread(xml, 1, sizeof(xml) - 1, file);
	CHECK(n > 0 && n < sizeof(xml) - 1);
	fclose(file);
	xml[n] = '\0';
	return xml;
}

/* Opens a connection to one of the hosts that daemons.py started. */
static inline keel_connection *open_host(const char *name, uint32_t flags)
{
	keel_connection *connection;
	char variable[64];
	const char *uri;

	snprintf(variable, sizeof(variable), "KEEL_TEST_URI_%s", name);
	uri = getenv(variable);
	CHECK(uri);
	CHECK_OK(keel_connection_open(uri, flags, &connection));
	return connection;
}

static inline void check_state(keel_domain_state state, keel_domain_reason reason,
			       keel_domain *domain)
{
	keel_domain_reason got_reason;
	keel_domain_state got;

	CHECK_OK(keel_domain_get_state(domain, &got, &got_reason));
	CHECK_INT(state, got);
	CHECK_INT(reason, got_reason);
}

#endif
