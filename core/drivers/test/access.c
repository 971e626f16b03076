/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What stands between a URI and its host: the parameters of the URI, and who is let in. */

#include "test.h"

#include <stdlib.h>
#include <string.h>

/* What a URI may say. */
enum option {
	OPTION_SEED,
	OPTION_CLOCK,
	N_OPTIONS
};

static keel_status option_error(const char *item, size_t size, const char *what)
{
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CONNECTION,
			  "the parameter '%.*s' of the URI %s", (int)keel_utf8_fit(item, size),
			  item, what);
}

/* Reads digits and nothing else. */
static bool read_digits(const char *text, size_t size, uint64_t most, uint64_t *ret)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < size; i++) {
		uint64_t digit = (uint64_t)(text[i] - '0');

		if (text[i] < '0' || text[i] > '9' || value > (most - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*ret = value;
	return size > 0;
}

static keel_status read_option(const char *item, size_t size, uint64_t values[N_OPTIONS],
			       bool given[N_OPTIONS])
{
	static const struct {
		const char *name;
		uint64_t most;
	} known[N_OPTIONS] = {
		[OPTION_SEED] = {"seed", UINT64_MAX},
		[OPTION_CLOCK] = {"clock", MAX_CLOCK_NS / TICK_NS},
	};
	const char *equals = memchr(item, '=', size);
	size_t n_name = equals ? (size_t)(equals - item) : size;
	size_t i;

	for (i = 0; i < N_OPTIONS; i++)
		if (strlen(known[i].name) == n_name && memcmp(known[i].name, item, n_name) == 0)
			break;
	if (i == N_OPTIONS)
		return option_error(item, n_name, "is not known");
	if (given[i])
		return option_error(item, n_name, "is given twice");
	if (!equals || !read_digits(equals + 1, size - n_name - 1, known[i].most, &values[i]))
		return option_error(item, n_name, "is not a number or too large");
	given[i] = true;
	return KEEL_OK;
}

keel_status test_options_read(const char *query, struct test_options *ret)
{
	uint64_t values[N_OPTIONS] = {0};
	bool given[N_OPTIONS] = {false};

	while (query && *query) {
		size_t size = strcspn(query, "&");

		KEEL_TRY(read_option(query, size, values, given));
		query += size;
		if (*query)
			query++;
	}
	ret->seed = values[OPTION_SEED];
	ret->clock_ns = values[OPTION_CLOCK] * TICK_NS;
	return KEEL_OK;
}

static const char *find_credential(const keel_param *credentials, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(credentials[i].name, name) == 0)
			return credentials[i].value.string;
	return NULL;
}

/* Tells whether a user of the host is the one that the credentials are of. */
static keel_status is_user(const xmlNode *user, const char *name, const char *password, bool *ret)
{
	char *its_name;
	char *its_password;

	KEEL_TRY(keel_xml_attribute(user, "name", &its_name));
	if (!its_name)
		return keel_xml_error(user, "a <user> has no name");
	*ret = name && strcmp(name, its_name) == 0;
	free(its_name);
	KEEL_TRY(keel_xml_attribute(user, "password", &its_password));
	if (!its_password)
		return keel_xml_error(user, "a <user> has no password");
	*ret = *ret && password && strcmp(password, its_password) == 0;
	free(its_password);
	return KEEL_OK;
}

keel_status test_check_credentials(const xmlNode *host, const keel_param *credentials, size_t n)
{
	const char *name = find_credential(credentials, n, "username");
	const char *password = find_credential(credentials, n, "password");
	const xmlNode *auth;
	const xmlNode *user;
	bool known = false;

	KEEL_TRY(keel_xml_child(host, "auth", &auth));
	if (!auth)
		return KEEL_OK;
	for (user = keel_xml_next(auth->children, "user"); user;
	     user = keel_xml_next(user->next, "user")) {
		bool is = false;

		KEEL_TRY(is_user(user, name, password, &is));
		known |= is;
	}
	if (known)
		return KEEL_OK;
	if (!name)
		return keel_error(KEEL_STATUS_PERMISSION, KEEL_ERROR_DOMAIN_CONNECTION,
				  "the host asks for a user name and a password");
	/* Which of the two was wrong is not told. */
	return keel_error(KEEL_STATUS_PERMISSION, KEEL_ERROR_DOMAIN_CONNECTION,
			  "the host does not let '%s' in with that password", name);
}
