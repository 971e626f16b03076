/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#include <pthread.h>

static void test_version_is_that_of_the_headers(void)
{
	uint32_t major = 99, minor = 99, micro = 99;
	char text[32];

	keel_version(&major, &minor, &micro);
	keel_version(NULL, NULL, NULL);

	snprintf(text, sizeof(text), "%u.%u.%u", major, minor, micro);
	CHECK_TEXT(KEEL_VERSION_STRING, text);
	CHECK(KEEL_CHECK_VERSION(KEEL_VERSION_MAJOR, KEEL_VERSION_MINOR, KEEL_VERSION_MICRO));
	CHECK(KEEL_CHECK_VERSION(0, 99, 99));
	CHECK(!KEEL_CHECK_VERSION(KEEL_VERSION_MAJOR, KEEL_VERSION_MINOR, KEEL_VERSION_MICRO + 1));
	CHECK(!KEEL_CHECK_VERSION(KEEL_VERSION_MAJOR, KEEL_VERSION_MINOR + 1, 0));
	CHECK(!KEEL_CHECK_VERSION(KEEL_VERSION_MAJOR + 1, 0, 0));
}

static void test_status_has_a_name(void)
{
	int status;
	int other;

	for (status = KEEL_OK; status <= KEEL_STATUS_OUT_OF_RANGE; status++) {
		CHECK(strcmp(keel_status_name((keel_status)status), "unknown") != 0);
		for (other = KEEL_OK; other < status; other++)
			CHECK(strcmp(keel_status_name((keel_status)status),
				     keel_status_name((keel_status)other)) != 0);
	}
	CHECK_TEXT("unknown", keel_status_name((keel_status)99));
	CHECK_TEXT("invalid-argument", keel_status_name(KEEL_STATUS_INVALID_ARGUMENT));
}

static void test_error_is_kept_until_the_next_failure(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = NULL;

	keel_clear_last_error();
	CHECK_INT(KEEL_OK, keel_last_error_status());
	CHECK_INT(KEEL_ERROR_DOMAIN_NONE, keel_last_error_domain());
	CHECK_TEXT("", keel_last_error_message());

	CHECK_INT(KEEL_STATUS_NOT_FOUND,
		  keel_connection_lookup_domain_by_name(connection, "none", &domain));
	CHECK(!domain);
	keel_domain_unref(find(connection, "test"));
	CHECK_INT(KEEL_STATUS_NOT_FOUND, keel_last_error_status());
	CHECK_INT(KEEL_ERROR_DOMAIN_DOMAIN, keel_last_error_domain());
	CHECK_TEXT("there is no domain 'none'", keel_last_error_message());

	CHECK_INT(KEEL_STATUS_INVALID_ARGUMENT, keel_connection_close(NULL));
	CHECK_TEXT("keel_connection_close: self must not be NULL", keel_last_error_message());
	CHECK_INT(KEEL_ERROR_DOMAIN_CORE, keel_last_error_domain());
	keel_connection_unref(connection);
}

static void test_error_message_is_utf8(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain;
	char name[3000];
	const char *message;
	size_t size;

	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_name(connection, "a\377b\303", &domain));
	CHECK_TEXT("there is no domain 'a?b?'", keel_last_error_message());

	/* A long message is cut, but not inside a character. */
	for (size = 0; size + 2 < sizeof(name); size += 2)
		memcpy(name + size, "\303\266", 2);
	name[size] = '\0';
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_name(connection, name, &domain));
	message = keel_last_error_message();
	size = strlen(message);
	CHECK(size > 500 && size < 2000);
	CHECK((unsigned char)message[size - 1] != 0303);

	/* The message may be an argument of the call that makes the next one. */
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_name(connection, "none", &domain));
	CHECK_INT(KEEL_STATUS_NOT_FOUND,
		  keel_connection_lookup_domain_by_name(connection, keel_last_error_message(),
							&domain));
	CHECK_TEXT("there is no domain 'there is no domain 'none''", keel_last_error_message());
	keel_connection_unref(connection);
}

static void *fail_elsewhere(void *data)
{
	(void)data;
	CHECK_INT(KEEL_OK, keel_last_error_status());
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_event_dispatch(-2, NULL));
	return NULL;
}

static void test_error_is_of_its_thread(void)
{
	pthread_t thread;

	CHECK_INVALID(keel_connection_close(NULL));
	CHECK_INT(0, pthread_create(&thread, NULL, fail_elsewhere, NULL));
	CHECK_INT(0, pthread_join(thread, NULL));
	CHECK_INT(KEEL_STATUS_INVALID_ARGUMENT, keel_last_error_status());
}

static void test_free_takes_null(void)
{
	keel_free(NULL);
	keel_strings_free(NULL, 3);
	keel_params_free(NULL, 3);
	keel_domain_interfaces_free(NULL, 3);
	keel_connection_unref(NULL);
	keel_domain_unref(NULL);
	CHECK(!keel_connection_ref(NULL));
	CHECK(!keel_domain_ref(NULL));
}

int main(void)
{
	RUN(test_version_is_that_of_the_headers);
	RUN(test_status_has_a_name);
	RUN(test_error_is_kept_until_the_next_failure);
	RUN(test_error_message_is_utf8);
	RUN(test_error_is_of_its_thread);
	RUN(test_free_takes_null);
	DONE();
}
