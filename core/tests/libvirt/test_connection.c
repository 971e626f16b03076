/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections to libvirt's own test driver. */

#include "lv.h"

static void test_connection_opens(void)
{
	keel_connection *connection = open_libvirt();
	bool alive = false;
	char *text;

	CHECK_TEXT("libvirt", keel_connection_get_driver_name(connection));
	CHECK_TEXT(LIBVIRT_URI, keel_connection_get_uri(connection));
	CHECK_OK(keel_connection_is_alive(connection, &alive));
	CHECK(alive);
	CHECK_OK(keel_connection_get_hostname(connection, &text));
	CHECK(*text);
	keel_free(text);
	CHECK_OK(keel_connection_get_capabilities(connection, &text));
	CHECK(strstr(text, "<capabilities>"));
	keel_free(text);
	keel_connection_unref(connection);
}

static void test_host_without_uuid_says_so(void)
{
	keel_connection *connection = open_libvirt();
	uint8_t uuid[16] = {1};

	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_connection_get_host_uuid(connection, uuid));
	CHECK_INT(1, uuid[0]);
	keel_connection_unref(connection);
}

static void test_open_refuses(void)
{
	keel_connection *connection = NULL;

	CHECK_FAILS(KEEL_STATUS_IO,
		    keel_connection_open("qemu+unix:///session?socket=/no/such", 0, &connection));
	CHECK(!connection);
}

int main(void)
{
	RUN(test_connection_opens);
	RUN(test_host_without_uuid_says_so);
	RUN(test_open_refuses);
	DONE();
}
