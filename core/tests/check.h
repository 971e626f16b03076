/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CHECK_H
#define CHECK_H

/* Tests print TAP; a check that fails says where and ends the program. */

#include <inttypes.h>
#include <keel/keel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
	do {                                                                                       \
		if (!(condition))                                                                  \
			check_failed(__FILE__, __LINE__, #condition);                              \
	} while (0)

#define CHECK_INT(expected, actual)                                                                \
	do {                                                                                       \
		intmax_t check_expected = (intmax_t)(expected);                                    \
		intmax_t check_actual = (intmax_t)(actual);                                        \
		if (check_expected != check_actual) {                                              \
			printf("# expected %" PRIdMAX ", got %" PRIdMAX "\n", check_expected,      \
			       check_actual);                                                      \
			check_failed(__FILE__, __LINE__, #actual);                                 \
		}                                                                                  \
	} while (0)

#define CHECK_TEXT(expected, actual)                                                               \
	do {                                                                                       \
		const char *check_expected = (expected);                                           \
		const char *check_actual = (actual);                                               \
		if (!check_actual || strcmp(check_expected, check_actual) != 0) {                  \
			printf("# expected '%s', got '%s'\n", check_expected,                      \
			       check_actual ? check_actual : "(null)");                            \
			check_failed(__FILE__, __LINE__, #actual);                                 \
		}                                                                                  \
	} while (0)

#define CHECK_OK(expression)                                                                       \
	do {                                                                                       \
		keel_status check_status = (expression);                                           \
		if (check_status != KEEL_OK) {                                                     \
			printf("# %s: %s\n", keel_status_name(check_status),                       \
			       keel_last_error_message());                                         \
			check_failed(__FILE__, __LINE__, #expression);                             \
		}                                                                                  \
	} while (0)

/* Checks that a call fails with a status, and that the last error says the same. */
#define CHECK_FAILS(wanted, expression)                                                            \
	do {                                                                                       \
		keel_status check_status;                                                          \
		keel_clear_last_error();                                                           \
		check_status = (expression);                                                       \
		if (check_status != (wanted) || keel_last_error_status() != (wanted) ||            \
		    keel_last_error_domain() == KEEL_ERROR_DOMAIN_NONE ||                          \
		    !*keel_last_error_message()) {                                                 \
			printf("# expected %s, got %s and '%s'\n", keel_status_name(wanted),       \
			       keel_status_name(check_status), keel_last_error_message());         \
			check_failed(__FILE__, __LINE__, #expression);                             \
		}                                                                                  \
	} while (0)

#define CHECK_INVALID(expression) CHECK_FAILS(KEEL_STATUS_INVALID_ARGUMENT, expression)

/* Runs a test, after which no handle may be left. */
#define RUN(test)                                                                                  \
	do {                                                                                       \
		test();                                                                            \
		CHECK_INT(0, keel_live_handles());                                                 \
		printf("ok %d - %s\n", ++check_count, #test);                                      \
		fflush(stdout);                                                                    \
	} while (0)

#define DONE()                                                                                     \
	do {                                                                                       \
		printf("1..%d\n", check_count);                                                    \
		return 0;                                                                          \
	} while (0)

static int check_count;

static inline void check_failed(const char *file, int line, const char *what)
{
	printf("not ok %d - %s:%d: %s\n", check_count + 1, file, line, what);
	fflush(stdout);
	_Exit(1);
}

static inline keel_connection *open_default(void)
{
	keel_connection *connection;

	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_NONE, &connection));
	return connection;
}

static inline keel_domain *find(keel_connection *connection, const char *name)
{
	keel_domain *domain;

	CHECK_OK(keel_connection_lookup_domain_by_name(connection, name, &domain));
	return domain;
}

/* Whether the configuration of a domain has a part in it, letter by letter. */
static inline bool xml_has(keel_domain *domain, uint32_t flags, const char *part)
{
	bool has;
	char *xml;

	CHECK_OK(keel_domain_get_xml(domain, flags, &xml));
	has = strstr(xml, part) != NULL;
	keel_free(xml);
	return has;
}

/* Finds a parameter that has to be there. */
static inline const keel_param *find_param(const keel_param *params, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(params[i].name, name) == 0)
			return &params[i];
	printf("# there is no '%s'\n", name);
	check_failed(__FILE__, __LINE__, "the parameter");
	return NULL;
}

#endif
