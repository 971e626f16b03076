/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#define UUID "11111111-2222-4333-8444-555555555555"
#define SECRET(attributes, in) "<secret " attributes "><uuid>" UUID "</uuid>" in "</secret>"
#define TLS "<usage type='tls'><name>t</name></usage>"

static void hear(keel_connection *connection, keel_secret *secret, keel_secret_event_type event,
		 void *user_data)
{
	char *text = user_data;

	(void)connection;
	(void)secret;
	snprintf(text + strlen(text), 8, "%d ", (int)event);
}

static keel_secret *find_secret(keel_connection *connection, keel_secret_usage usage, const char *id)
{
	keel_secret *secret;

	CHECK_OK(keel_connection_lookup_secret_by_usage(connection, usage, id, &secret));
	return secret;
}

static uint32_t count(keel_connection *connection, uint32_t flags)
{
	keel_secret **secrets;
	uint32_t n;
	size_t n_list;
	size_t i;

	CHECK_OK(keel_connection_count_secrets(connection, flags, &n));
	CHECK_OK(keel_connection_list_secrets(connection, flags, &secrets, &n_list));
	CHECK_INT(n, n_list);
	for (i = 0; i < n_list; i++)
		keel_secret_unref(secrets[i]);
	keel_free(secrets);
	return n;
}

static void check_value(keel_secret *secret, const char *expected, size_t size)
{
	uint8_t *value;
	size_t n;

	CHECK_OK(keel_secret_get_value(secret, &value, &n));
	CHECK_INT(size, n);
	CHECK(memcmp(expected, value, n) == 0);
	keel_free(value);
}

static void test_default(void)
{
	static const char xml[] = "<secret ephemeral='no' private='no'>\n"
				  "  <uuid>2d6b8f13-4c7a-4e09-b5d2-8f1a3c6e7b40</uuid>\n"
				  "  <description>The key of a Ceph client.</description>\n"
				  "  <usage type='ceph'>\n"
				  "    <name>client.test</name>\n"
				  "  </usage>\n"
				  "</secret>\n";
	keel_connection *connection = open_default();
	keel_secret *secret = find_secret(connection, KEEL_SECRET_USAGE_CEPH, "client.test");
	keel_secret_usage usage;
	uint8_t uuid[KEEL_UUID_SIZE];
	keel_secret *same;
	char *text;

	CHECK_OK(keel_secret_get_uuid(secret, uuid));
	CHECK_OK(keel_connection_lookup_secret_by_uuid(connection, uuid, &same));
	CHECK(same == secret);
	keel_secret_unref(same);
	uuid[0] ^= 1;
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_secret_by_uuid(connection, uuid, &same));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_secret_by_usage(connection, KEEL_SECRET_USAGE_TLS,
							   "client.test", &same));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_connection_lookup_secret_by_usage(
						   connection, KEEL_SECRET_USAGE_NONE, "", &same));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_secret_by_usage(connection, (keel_secret_usage)99, "",
							   &same));
	CHECK_OK(keel_secret_get_xml(secret, &text));
	CHECK_TEXT(xml, text);
	keel_free(text);
	CHECK_OK(keel_secret_get_usage(secret, &usage, &text));
	CHECK_INT(KEEL_SECRET_USAGE_CEPH, usage);
	CHECK_TEXT("client.test", text);
	keel_free(text);
	check_value(secret, "not secret", 10);
	keel_secret_unref(secret);
	keel_connection_unref(connection);
}

static void test_example(void)
{
	keel_connection *connection;
	keel_secret_usage usage;
	keel_secret **secrets;
	uint8_t *value;
	char uri[1024];
	char *text;
	size_t n;

	snprintf(uri, sizeof(uri), "test://%s", getenv("KEEL_TEST_HOST"));
	CHECK_OK(keel_connection_open(uri, 0, &connection));
	CHECK_INT(2, count(connection, 0));
	CHECK_INT(1, count(connection, KEEL_SECRET_LIST_EPHEMERAL));
	CHECK_INT(1, count(connection, KEEL_SECRET_LIST_NO_EPHEMERAL));
	CHECK_INT(1, count(connection, KEEL_SECRET_LIST_PRIVATE));
	CHECK_INT(0, count(connection, KEEL_SECRET_LIST_PRIVATE | KEEL_SECRET_LIST_NO_EPHEMERAL));
	CHECK_INT(2, count(connection, KEEL_SECRET_LIST_PRIVATE | KEEL_SECRET_LIST_NO_PRIVATE));
	CHECK_OK(keel_connection_list_secrets(connection, 0, &secrets, &n));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_secret_get_value(secrets[0], &value, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_secret_get_value(secrets[1], &value, &n));
	CHECK_OK(keel_secret_get_usage(secrets[1], &usage, &text));
	CHECK_INT(KEEL_SECRET_USAGE_NONE, usage);
	CHECK_TEXT("", text);
	keel_free(text);
	keel_secret_unref(secrets[0]);
	keel_secret_unref(secrets[1]);
	keel_free(secrets);
	keel_connection_unref(connection);
}

static void test_life(void)
{
	static uint8_t large[65537];
	keel_connection *connection = open_default();
	char heard[64] = "";
	keel_secret *secret;
	keel_secret *again;
	uint8_t *value;
	uint64_t id;
	size_t n;

	CHECK_OK(keel_connection_add_secret_listener(connection, NULL, hear, heard, NULL, &id));
	CHECK_OK(keel_connection_define_secret(connection, SECRET("", TLS), 0, &secret));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_secret_get_value(secret, &value, &n));
	CHECK_OK(keel_secret_set_value(secret, (const uint8_t *)"a\0b", 3));
	check_value(secret, "a\0b", 3);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_secret_set_value(secret, large, 65537));
	check_value(secret, "a\0b", 3);
	CHECK_OK(keel_secret_set_value(secret, large, 65536));
	CHECK_OK(keel_secret_set_value(secret, NULL, 0));
	check_value(secret, "", 0);
	CHECK_OK(keel_secret_set_value(secret, (const uint8_t *)"z", 1));

	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_secret(connection, SECRET("", TLS), KEEL_DEFINE_NEW,
						  NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_secret(connection, SECRET("", ""), 0, NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_secret(connection, "<secret>" TLS "</secret>", 0, NULL));
	CHECK_OK(keel_connection_define_secret(connection, SECRET("ephemeral='yes'", TLS), 0,
					       &again));
	CHECK(again == secret);
	keel_secret_unref(again);
	CHECK_INT(1, count(connection, KEEL_SECRET_LIST_EPHEMERAL));
	check_value(secret, "z", 1);

	CHECK_OK(keel_connection_define_secret(connection, SECRET("private='yes'", TLS), 0, NULL));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_secret_get_value(secret, &value, &n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_connection_define_secret(connection, SECRET("", TLS), 0, NULL));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_secret_get_value(secret, &value, &n));

	CHECK_OK(keel_secret_undefine(secret));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_secret_undefine(secret));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_secret_set_value(secret, large, 1));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_secret_get_value(secret, &value, &n));
	CHECK_INT(1, count(connection, 0));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_TEXT("1 3 3 3 3 1 1 2 ", heard);
	keel_secret_unref(secret);
	keel_connection_unref(connection);
}

static void test_each_usage(void)
{
	static const char *const usages[] = {
		"<usage type='volume'><volume>u</volume></usage>",
		"<usage type='ceph'><name>u</name></usage>",
		"<usage type='iscsi'><target>u</target></usage>",
		"<usage type='tls'><name>u</name></usage>",
		"<usage type='vtpm'><name>u</name></usage>",
	};
	keel_connection *connection = open_default();
	int i;

	for (i = 0; i < 5; i++) {
		keel_secret *secret;
		keel_secret *same;
		char xml[256];
		char *text;

		snprintf(xml, sizeof(xml), "<secret>%s</secret>", usages[i]);
		CHECK_OK(keel_connection_define_secret(connection, xml, 0, &secret));
		same = find_secret(connection, (keel_secret_usage)(i + 1), "u");
		CHECK(same == secret);
		/* What is given changes nothing. */
		CHECK_OK(keel_secret_get_xml(secret, &text));
		CHECK_OK(keel_connection_define_secret(connection, text, 0, NULL));
		keel_free(text);
		keel_secret_unref(same);
		keel_secret_unref(secret);
	}
	CHECK_INT(6, count(connection, 0));
	/* Any number may be for nothing in particular. */
	CHECK_OK(keel_connection_define_secret(connection, "<secret/>", 0, NULL));
	CHECK_OK(keel_connection_define_secret(connection, "<secret><usage type='none'/></secret>",
					       0, NULL));
	CHECK_INT(8, count(connection, 0));
	keel_connection_unref(connection);
}

static void test_faulty_xml(void)
{
	static const char *const faulty[] = {
		"",
		"<network/>",
		"<secret private='maybe'/>",
		"<secret ephemeral='1'/>",
		"<secret><uuid>x</uuid></secret>",
		"<secret><description/><description/></secret>",
		"<secret><usage type='x'/></secret>",
		"<secret><usage type='tls'/></secret>",
		"<secret><usage type='tls'><name/></usage></secret>",
		"<secret><usage type='volume'><name>n</name></usage></secret>",
		"<secret><usage/><usage/></secret>",
	};
	keel_connection *connection = open_default();
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++)
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_connection_define_secret(connection, faulty[i], 0, NULL));
	CHECK_INT(1, count(connection, 0));
	keel_connection_unref(connection);
}

/* Opens a host with one secret. */
static keel_status open_value(const char *value, keel_connection **ret)
{
	char path[] = "/tmp/keel-secret-XXXXXX";
	int fd = mkstemp(path);
	keel_status status;
	char uri[64];
	FILE *file;

	CHECK(fd >= 0);
	file = fdopen(fd, "w");
	CHECK(file != NULL);
	fprintf(file,
		"<host><name>h</name><uuid>" UUID "</uuid><memory>1</memory><secrets><secret>" TLS
		"<value>%s</value></secret></secrets></host>",
		value);
	CHECK(fclose(file) == 0);
	snprintf(uri, sizeof(uri), "test://%s", path);
	status = keel_connection_open(uri, 0, ret);
	remove(path);
	return status;
}

static void test_base64(void)
{
	static const struct {
		const char *text;
		const char *value;
		size_t n;
	} good[] = {
		{"", "", 0},		   {"AA==", "\0", 1},	       {"AAE=", "\0\1", 2},
		{"AAEC", "\0\1\2", 3},	   {"+/+/", "\373\377\277", 3}, {" a\nGk \t= ", "hi", 2},
		{"YWJjZA==", "abcd", 4},
	};
	static const char *const bad[] = {"A",	  "AA",	  "AA=",  "AAA",  "AA===", "=AAA",
					  "AA=A", "AAA*", "AAAA=", "A===", "====",  "\xc3\xa4"};
	keel_connection *connection;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		keel_secret *secret;

		CHECK_OK(open_value(good[i].text, &connection));
		secret = find_secret(connection, KEEL_SECRET_USAGE_TLS, "t");
		check_value(secret, good[i].value, good[i].n);
		keel_secret_unref(secret);
		keel_connection_unref(connection);
	}
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		CHECK_FAILS(KEEL_STATUS_XML, open_value(bad[i], &connection));
}

int main(void)
{
	RUN(test_default);
	RUN(test_example);
	RUN(test_life);
	RUN(test_each_usage);
	RUN(test_faulty_xml);
	RUN(test_base64);
	DONE();
}
