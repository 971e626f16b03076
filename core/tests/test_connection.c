/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#define SMALL "<domain><name>small</name><memory>1024</memory></domain>"

static const uint8_t test_uuid[16] = {0x66, 0x95, 0xeb, 0x01, 0xf6, 0xa4, 0x43, 0x04,
				      0xb9, 0xaa, 0x97, 0xf2, 0x50, 0x2e, 0x19, 0x3f};

static void test_open_counts_a_handle(void)
{
	keel_connection *connection = open_default();

	CHECK_INT(1, keel_live_handles());
	CHECK(keel_connection_ref(connection) == connection);
	CHECK_INT(1, keel_live_handles());
	keel_connection_unref(connection);
	CHECK_INT(1, keel_live_handles());
	keel_connection_unref(connection);
	CHECK_INT(0, keel_live_handles());
}

static void test_open_refuses(void)
{
	keel_connection *connection = NULL;

	CHECK_INVALID(keel_connection_open(NULL, 0, NULL));
	CHECK_INVALID(keel_connection_open(NULL, 1u << 31, &connection));
	CHECK_INVALID(keel_connection_open("", 0, &connection));
	CHECK_INVALID(keel_connection_open("test", 0, &connection));
	CHECK_INVALID(keel_connection_open("://x", 0, &connection));
	CHECK_INVALID(keel_connection_open("test:///\377", 0, &connection));
	CHECK_INVALID(keel_connection_open("test://host/default", 0, &connection));
	CHECK_INVALID(keel_connection_open("test:///%0", 0, &connection));
	CHECK_INVALID(keel_connection_open("test:///%zz", 0, &connection));
	CHECK_INVALID(keel_connection_open("test:///%00", 0, &connection));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_connection_open("tes:///default", 0, &connection));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_connection_open("qemu:///system", 0, &connection));
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_open("test:///no/such", 0, &connection));
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_open("test:///", 0, &connection));
	CHECK(!connection);
}

static void test_connection_says_where_it_goes(void)
{
	keel_connection *connection;
	char *text;
	bool alive = false;

	CHECK_OK(keel_connection_open("test:///%64efault", 0, &connection));
	CHECK_TEXT("test:///%64efault", keel_connection_get_uri(connection));
	CHECK_TEXT("test", keel_connection_get_driver_name(connection));
	CHECK(!keel_connection_is_read_only(connection));
	CHECK_OK(keel_connection_is_alive(connection, &alive));
	CHECK(alive);
	CHECK_OK(keel_connection_get_hostname(connection, &text));
	CHECK_TEXT("test", text);
	keel_free(text);
	CHECK_OK(keel_connection_get_capabilities(connection, &text));
	CHECK(strstr(text, "<domain type='test'/>"));
	keel_free(text);
	keel_connection_unref(connection);
}

static void test_host_is_fixed(void)
{
	keel_connection *connection = open_default();
	keel_host_info info;
	uint64_t *free_kib;
	uint8_t uuid[16];
	size_t n;

	CHECK_OK(keel_connection_get_host_info(connection, &info));
	CHECK_INT(16, info.cpus);
	CHECK_INT(16777216, info.memory_kib);
	CHECK_INT(1400, info.mhz);
	CHECK_INT(2, info.nodes);
	CHECK_INT(2, info.sockets);
	CHECK_INT(2, info.cores);
	CHECK_INT(2, info.threads);
	CHECK_TEXT("keel test cpu", info.model);
	CHECK_OK(keel_connection_get_host_uuid(connection, uuid));
	CHECK_INT(0x3f, uuid[0]);
	CHECK_INT(0x67, uuid[15]);
	CHECK_OK(keel_connection_get_free_memory(connection, &free_kib, &n));
	CHECK_INT(2, n);
	CHECK_INT(6291456, free_kib[0]);
	CHECK_INT(4194304, free_kib[1]);
	keel_free(free_kib);
	keel_connection_unref(connection);
}

static void test_hosts_are_private(void)
{
	keel_connection *one = open_default();
	keel_connection *two = open_default();
	uint32_t n;

	CHECK_OK(keel_connection_define_domain(one, SMALL, 0, NULL));
	CHECK_OK(keel_connection_count_domains(one, 0, &n));
	CHECK_INT(3, n);
	CHECK_OK(keel_connection_count_domains(two, 0, &n));
	CHECK_INT(2, n);
	keel_connection_unref(one);
	keel_connection_unref(two);
}

static size_t count(keel_connection *connection, uint32_t flags)
{
	keel_domain **domains;
	char **names;
	uint32_t counted;
	size_t n_names;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_list_domains(connection, flags, &domains, &n));
	CHECK_OK(keel_connection_count_domains(connection, flags, &counted));
	CHECK_OK(keel_connection_list_domain_names(connection, NULL, flags, &names, &n_names));
	CHECK_INT(n, counted);
	CHECK_INT(n, n_names);
	CHECK(!names[n]);
	for (i = 0; i < n; i++) {
		CHECK_TEXT(names[i], keel_domain_get_name(domains[i]));
		keel_domain_unref(domains[i]);
	}
	keel_free(domains);
	keel_strings_free(names, n_names);
	return n;
}

static void test_list_filters_by_groups(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain;

	CHECK_OK(keel_connection_create_domain(connection, SMALL, KEEL_START_PAUSED, &domain));
	CHECK_INT(3, count(connection, KEEL_LIST_NONE));
	CHECK_INT(2, count(connection, KEEL_LIST_ACTIVE));
	CHECK_INT(1, count(connection, KEEL_LIST_INACTIVE));
	CHECK_INT(3, count(connection, KEEL_LIST_ACTIVE | KEEL_LIST_INACTIVE));
	CHECK_INT(2, count(connection, KEEL_LIST_PERSISTENT));
	CHECK_INT(1, count(connection, KEEL_LIST_TRANSIENT));
	CHECK_INT(1, count(connection, KEEL_LIST_RUNNING));
	CHECK_INT(1, count(connection, KEEL_LIST_PAUSED));
	CHECK_INT(1, count(connection, KEEL_LIST_SHUT_OFF));
	CHECK_INT(0, count(connection, KEEL_LIST_OTHER));
	CHECK_INT(1, count(connection, KEEL_LIST_AUTOSTART));
	CHECK_INT(2, count(connection, KEEL_LIST_NO_AUTOSTART));
	CHECK_INT(1, count(connection, KEEL_LIST_ACTIVE | KEEL_LIST_PERSISTENT));
	CHECK_INT(0, count(connection, KEEL_LIST_INACTIVE | KEEL_LIST_RUNNING));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static size_t count_names(keel_connection *connection, const char *pattern)
{
	char **names;
	size_t n;

	CHECK_OK(keel_connection_list_domain_names(connection, pattern, 0, &names, &n));
	keel_strings_free(names, n);
	return n;
}

static void test_list_names_by_pattern(void)
{
	keel_connection *connection = open_default();
	char xml[] = "<domain><name>h\303\266\303\266</name><memory>1024</memory></domain>";

	CHECK_OK(keel_connection_define_domain(connection, xml, 0, NULL));
	CHECK_INT(3, count_names(connection, "*"));
	CHECK_INT(0, count_names(connection, ""));
	CHECK_INT(1, count_names(connection, "test"));
	CHECK_INT(1, count_names(connection, "t*"));
	CHECK_INT(1, count_names(connection, "*t"));
	CHECK_INT(2, count_names(connection, "*s*"));
	CHECK_INT(1, count_names(connection, "?est"));
	CHECK_INT(1, count_names(connection, "h??"));
	CHECK_INT(1, count_names(connection, "h[\303\244-\303\274]?"));
	CHECK_INT(0, count_names(connection, "h?"));
	CHECK_INT(2, count_names(connection, "[st]*"));
	CHECK_INT(1, count_names(connection, "[!st]*"));
	CHECK_INT(2, count_names(connection, "[a-s]*"));
	CHECK_INT(0, count_names(connection, "[]x]*"));
	CHECK_INT(0, count_names(connection, "[test"));
	CHECK_INT(1, count_names(connection, "\\test"));
	CHECK_INT(0, count_names(connection, "t\\"));
	CHECK_INT(1, count_names(connection, "*e*t**"));
	CHECK_INT(0, count_names(connection, "*\377*"));
	keel_connection_unref(connection);
}

static bool visit(keel_domain *domain, void *user_data)
{
	size_t *n = user_data;

	CHECK(keel_domain_get_name(domain));
	return ++*n < 2;
}

static bool visit_and_undefine(keel_domain *domain, void *user_data)
{
	size_t *n = user_data;

	CHECK_OK(keel_domain_undefine(domain, 0));
	++*n;
	return true;
}

static void test_foreach_ends_when_told(void)
{
	keel_connection *connection = open_default();
	size_t n = 0;

	CHECK_OK(keel_connection_define_domain(connection, SMALL, 0, NULL));
	CHECK_OK(keel_connection_foreach_domain(connection, 0, visit, &n));
	CHECK_INT(2, n);
	n = 0;
	CHECK_OK(keel_connection_foreach_domain(connection, 0, visit_and_undefine, &n));
	CHECK_INT(3, n);
	keel_connection_unref(connection);
}

static void test_lookup_finds_the_same(void)
{
	keel_connection *connection = open_default();
	keel_domain *by_uuid;
	keel_domain *by_name;
	keel_domain *by_id;

	by_name = find(connection, "test");
	CHECK_OK(keel_connection_lookup_domain_by_uuid(connection, test_uuid, &by_uuid));
	CHECK_OK(keel_connection_lookup_domain_by_id(connection, 1, &by_id));
	CHECK(by_name == by_uuid && by_uuid == by_id);
	CHECK_INT(2, keel_live_handles());
	keel_domain_unref(by_uuid);
	keel_domain_unref(by_name);
	keel_domain_unref(by_id);
	CHECK_INT(1, keel_live_handles());
	keel_connection_unref(connection);
}

static void test_lookup_of_none_is_not_found(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = NULL;
	uint8_t uuid[16] = {0};

	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_name(connection, "", &domain));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_uuid(connection, uuid, &domain));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_id(connection, 99, &domain));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_id(connection, KEEL_DOMAIN_ID_NONE, &domain));
	CHECK(!domain);
	keel_connection_unref(connection);
}

static void test_lookup_works_among_many(void)
{
	keel_connection *connection = open_default();
	char xml[128];
	char name[16];
	int i;

	for (i = 0; i < 500; i++) {
		snprintf(xml, sizeof(xml),
			 "<domain><name>d%d</name><memory>1024</memory></domain>", i);
		CHECK_OK(keel_connection_create_domain(connection, xml, 0, NULL));
	}
	for (i = 0; i < 500; i++) {
		keel_domain *domain;
		keel_domain *again;
		uint8_t uuid[16];
		int64_t id;

		snprintf(name, sizeof(name), "d%d", i);
		domain = find(connection, name);
		CHECK_OK(keel_domain_get_uuid(domain, uuid));
		CHECK_OK(keel_connection_lookup_domain_by_uuid(connection, uuid, &again));
		CHECK(again == domain);
		keel_domain_unref(again);
		CHECK_OK(keel_domain_get_id(domain, &id));
		CHECK_OK(keel_connection_lookup_domain_by_id(connection, id, &again));
		CHECK(again == domain);
		keel_domain_unref(again);
		if (i % 2)
			CHECK_OK(keel_domain_destroy(domain, 0));
		keel_domain_unref(domain);
	}
	CHECK_INT(252, count(connection, 0));
	keel_connection_unref(connection);
}

static void test_domain_keeps_its_connection(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_connection *again;
	bool active;

	keel_connection_unref(connection);
	CHECK_INT(1, keel_live_handles());
	CHECK_OK(keel_domain_is_active(domain, &active));
	CHECK(active);
	again = keel_domain_get_connection(domain);
	CHECK(again == connection);
	CHECK_INT(2, keel_live_handles());
	keel_domain_unref(domain);
	CHECK_TEXT("test:///default", keel_connection_get_uri(again));
	keel_connection_unref(again);
}

static void test_read_only_changes_nothing(void)
{
	keel_connection *connection;
	keel_domain *domain;
	uint64_t id;

	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_READ_ONLY, &connection));
	CHECK(keel_connection_is_read_only(connection));
	domain = find(connection, "test");
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_connection_define_domain(connection, SMALL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_connection_create_domain(connection, SMALL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_connection_set_host_parameters(connection, NULL, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_start(domain, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_set_memory(domain, 1));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_set_tags(domain, NULL, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_write_memory(domain, 0, NULL, 0));
	CHECK_INVALID(keel_connection_add_domain_listener(connection, NULL, NULL, NULL, NULL, &id));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_close_ends_all_calls(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_connection *again;
	char *text = NULL;
	uint8_t uuid[16];
	bool truth;
	uint32_t n;

	CHECK_OK(keel_connection_close(connection));
	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_get_hostname(connection, &text));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_count_domains(connection, 0, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED,
		    keel_connection_lookup_domain_by_name(connection, "test", &domain));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_define_domain(connection, SMALL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_CLOSED,
		    keel_connection_foreach_domain(connection, 0, visit, NULL));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_remove_listener(connection, 1));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_is_active(domain, &truth));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_suspend(domain, 0));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_get_xml(domain, 0, &text));
	CHECK(!text);

	truth = true;
	CHECK_OK(keel_connection_is_alive(connection, &truth));
	CHECK(!truth);
	CHECK_TEXT("test:///default", keel_connection_get_uri(connection));
	CHECK_TEXT("test", keel_connection_get_driver_name(connection));
	CHECK_TEXT("test", keel_domain_get_name(domain));
	CHECK_OK(keel_domain_get_uuid(domain, uuid));
	CHECK(memcmp(test_uuid, uuid, sizeof(uuid)) == 0);
	CHECK_OK(keel_domain_get_uuid_string(domain, &text));
	CHECK_TEXT("6695eb01-f6a4-4304-b9aa-97f2502e193f", text);
	keel_free(text);
	again = keel_domain_get_connection(domain);
	CHECK(again == connection);
	keel_connection_unref(again);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_connection_needs_its_arguments(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain;
	keel_domain **domains;
	keel_host_info info;
	keel_param *params;
	uint64_t *numbers;
	uint8_t uuid[16];
	char **names;
	bool truth;
	char *text;
	uint32_t n32;
	size_t n;

	CHECK(!keel_connection_get_uri(NULL));
	CHECK_INT(KEEL_STATUS_INVALID_ARGUMENT, keel_last_error_status());
	CHECK(!keel_connection_get_driver_name(NULL));
	CHECK(!keel_connection_is_read_only(NULL));
	CHECK_INVALID(keel_connection_close(NULL));
	CHECK_INVALID(keel_connection_is_alive(NULL, &truth));
	CHECK_INVALID(keel_connection_is_alive(connection, NULL));
	CHECK_INVALID(keel_connection_get_hostname(NULL, &text));
	CHECK_INVALID(keel_connection_get_hostname(connection, NULL));
	CHECK_INVALID(keel_connection_get_capabilities(NULL, &text));
	CHECK_INVALID(keel_connection_get_capabilities(connection, NULL));
	CHECK_INVALID(keel_connection_get_host_info(NULL, &info));
	CHECK_INVALID(keel_connection_get_host_info(connection, NULL));
	CHECK_INVALID(keel_connection_get_host_uuid(NULL, uuid));
	CHECK_INVALID(keel_connection_get_host_uuid(connection, NULL));
	CHECK_INVALID(keel_connection_get_free_memory(NULL, &numbers, &n));
	CHECK_INVALID(keel_connection_get_free_memory(connection, NULL, &n));
	CHECK_INVALID(keel_connection_get_free_memory(connection, &numbers, NULL));
	CHECK_INVALID(keel_connection_get_host_parameters(NULL, &params, &n));
	CHECK_INVALID(keel_connection_get_host_parameters(connection, NULL, &n));
	CHECK_INVALID(keel_connection_get_host_parameters(connection, &params, NULL));
	CHECK_INVALID(keel_connection_set_host_parameters(NULL, NULL, 0));
	CHECK_INVALID(keel_connection_set_host_parameters(connection, NULL, 1));
	CHECK_INVALID(keel_connection_list_domains(NULL, 0, &domains, &n));
	CHECK_INVALID(keel_connection_list_domains(connection, 1u << 10, &domains, &n));
	CHECK_INVALID(keel_connection_list_domains(connection, 0, NULL, &n));
	CHECK_INVALID(keel_connection_list_domains(connection, 0, &domains, NULL));
	CHECK_INVALID(keel_connection_list_domain_names(NULL, NULL, 0, &names, &n));
	CHECK_INVALID(keel_connection_list_domain_names(connection, NULL, 1u << 31, &names, &n));
	CHECK_INVALID(keel_connection_list_domain_names(connection, NULL, 0, NULL, &n));
	CHECK_INVALID(keel_connection_list_domain_names(connection, NULL, 0, &names, NULL));
	CHECK_INVALID(keel_connection_count_domains(NULL, 0, &n32));
	CHECK_INVALID(keel_connection_count_domains(connection, 1u << 10, &n32));
	CHECK_INVALID(keel_connection_count_domains(connection, 0, NULL));
	CHECK_INVALID(keel_connection_foreach_domain(NULL, 0, visit, &n));
	CHECK_INVALID(keel_connection_foreach_domain(connection, 1u << 10, visit, &n));
	CHECK_INVALID(keel_connection_foreach_domain(connection, 0, NULL, &n));
	CHECK_INVALID(keel_connection_lookup_domain_by_name(NULL, "test", &domain));
	CHECK_INVALID(keel_connection_lookup_domain_by_name(connection, NULL, &domain));
	CHECK_INVALID(keel_connection_lookup_domain_by_name(connection, "test", NULL));
	CHECK_INVALID(keel_connection_lookup_domain_by_uuid(NULL, test_uuid, &domain));
	CHECK_INVALID(keel_connection_lookup_domain_by_uuid(connection, NULL, &domain));
	CHECK_INVALID(keel_connection_lookup_domain_by_uuid(connection, test_uuid, NULL));
	CHECK_INVALID(keel_connection_lookup_domain_by_id(NULL, 1, &domain));
	CHECK_INVALID(keel_connection_lookup_domain_by_id(connection, 1, NULL));
	CHECK_INVALID(keel_connection_define_domain(NULL, SMALL, 0, NULL));
	CHECK_INVALID(keel_connection_define_domain(connection, NULL, 0, NULL));
	CHECK_INVALID(keel_connection_define_domain(connection, SMALL, 2, NULL));
	CHECK_INVALID(keel_connection_create_domain(NULL, SMALL, 0, NULL));
	CHECK_INVALID(keel_connection_create_domain(connection, NULL, 0, NULL));
	CHECK_INVALID(keel_connection_create_domain(connection, SMALL, 2, NULL));
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_open_counts_a_handle);
	RUN(test_open_refuses);
	RUN(test_connection_says_where_it_goes);
	RUN(test_host_is_fixed);
	RUN(test_hosts_are_private);
	RUN(test_list_filters_by_groups);
	RUN(test_list_names_by_pattern);
	RUN(test_foreach_ends_when_told);
	RUN(test_lookup_finds_the_same);
	RUN(test_lookup_of_none_is_not_found);
	RUN(test_lookup_works_among_many);
	RUN(test_domain_keeps_its_connection);
	RUN(test_read_only_changes_nothing);
	RUN(test_close_ends_all_calls);
	RUN(test_connection_needs_its_arguments);
	DONE();
}
