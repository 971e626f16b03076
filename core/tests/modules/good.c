/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A driver that is loaded: it has a name, opens, and uses what it is given of the core. */

#include "module.h"
#include "object.h"

#include <string.h>

static keel_status open(keel_connection *connection, const char *path, const char *query,
			const keel_param *credentials, size_t n_credentials)
{
	(void)query;
	(void)credentials;
	(void)n_credentials;
	if (strcmp(path, "/fail") == 0)
		return keel_error(KEEL_STATUS_BUSY, KEEL_ERROR_DOMAIN_DRIVER, "the %s says no",
				  "module");
	connection->data = keel_strdup(path);
	return connection->data ? KEEL_OK : keel_error_no_memory();
}

static void close(keel_connection *connection)
{
	keel_free(connection->data);
}

static keel_status get_hostname(const keel_connection *connection, char **ret)
{
	struct keel_buffer buffer = {0};

	keel_buffer_add(&buffer, "%s", (const char *)connection->data);
	return keel_buffer_steal(&buffer, ret);
}

const struct keel_driver keel_module_driver = {
	.name = "good",
	.open = open,
	.close = close,
	.get_hostname = get_hostname,
};
