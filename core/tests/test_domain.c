/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#define SMALL "<domain><name>small</name><memory>1024</memory></domain>"
#define SECOND ((uint64_t)1000000000)

static void check_state(keel_domain *domain, keel_domain_state state, keel_domain_reason reason)
{
	keel_domain_reason got_reason = KEEL_DOMAIN_REASON_UNKNOWN;
	keel_domain_state got_state = KEEL_DOMAIN_STATE_UNKNOWN;
	bool active;

	CHECK_OK(keel_domain_get_state(domain, &got_state, &got_reason));
	CHECK_INT(state, got_state);
	CHECK_INT(reason, got_reason);
	CHECK_OK(keel_domain_get_state(domain, &got_state, NULL));
	CHECK_OK(keel_domain_is_active(domain, &active));
	CHECK_INT(state != KEEL_DOMAIN_STATE_SHUT_OFF, active);
}

static int64_t id_of(keel_domain *domain)
{
	int64_t id;

	CHECK_OK(keel_domain_get_id(domain, &id));
	return id;
}

static void test_domain_goes_through_its_states(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");

	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_DEFINED);
	CHECK_INT(KEEL_DOMAIN_ID_NONE, id_of(domain));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_shutdown(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_reboot(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_suspend(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_resume(domain, 0));

	CHECK_OK(keel_domain_start(domain, 0));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	CHECK_INT(2, id_of(domain));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_start(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_suspend(domain, 0));
	check_state(domain, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_USER);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_suspend(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_shutdown(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_RESUMED);
	CHECK_OK(keel_domain_reboot(domain, KEEL_SHUTDOWN_AGENT));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	CHECK_OK(keel_domain_shutdown(domain, KEEL_SHUTDOWN_ACPI));
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_FINISHED);
	CHECK_OK(keel_domain_start(domain, KEEL_START_PAUSED));
	check_state(domain, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_STARTED_PAUSED);
	CHECK_INT(3, id_of(domain));
	CHECK_OK(keel_domain_destroy(domain, KEEL_DESTROY_GRACEFUL));
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_DESTROYED);
	CHECK_INT(KEEL_DOMAIN_ID_NONE, id_of(domain));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_time_passes_with_changes_only(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	keel_domain_info info;
	uint64_t *times;
	size_t n;

	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(KEEL_DOMAIN_STATE_RUNNING, info.state);
	CHECK_INT(2, info.vcpus);
	CHECK_INT(4194304, info.max_memory_kib);
	CHECK_INT(2097152, info.memory_kib);
	CHECK_INT(0, info.cpu_time_ns);

	CHECK_OK(keel_domain_start(spare, 0));
	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(2 * SECOND, info.cpu_time_ns);
	CHECK_OK(keel_domain_get_vcpu_times(domain, &times, &n));
	CHECK_INT(2, n);
	CHECK_INT(SECOND, times[0]);
	CHECK_INT(SECOND, times[1]);
	keel_free(times);

	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_destroy(spare, 0));
	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(4 * SECOND, info.cpu_time_ns);
	CHECK_OK(keel_domain_get_info(spare, &info));
	CHECK_INT(0, info.cpu_time_ns);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_get_vcpu_times(spare, &times, &n));
	keel_domain_unref(domain);
	keel_domain_unref(spare);
	keel_connection_unref(connection);
}

static void test_transient_domain_is_gone_when_it_stops(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain;
	keel_domain *other;
	bool truth = true;
	char *text;

	CHECK_OK(keel_connection_create_domain(connection, SMALL, 0, &domain));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_create_domain(connection, SMALL, 0, NULL));
	CHECK_OK(keel_domain_is_persistent(domain, &truth));
	CHECK(!truth);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_undefine(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_set_autostart(domain, true));
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_start(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_is_active(domain, &truth));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_set_title(domain, "x"));
	CHECK_TEXT("small", keel_domain_get_name(domain));
	CHECK_OK(keel_domain_get_uuid_string(domain, &text));
	keel_free(text);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_name(connection, "small", &other));

	/* A new one of that name is another domain. */
	CHECK_OK(keel_connection_create_domain(connection, SMALL, 0, &other));
	CHECK(other != domain);
	keel_domain_unref(other);
	keel_connection_unref(connection);
	keel_domain_unref(domain);
}

static void test_undefine_takes_the_domain_away(void)
{
	keel_connection *connection = open_default();
	keel_domain *spare = find(connection, "spare");
	keel_domain *test = find(connection, "test");
	bool persistent;

	CHECK_OK(keel_domain_undefine(spare, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_undefine(spare, 0));
	CHECK_OK(keel_domain_undefine(test, 0));
	CHECK_OK(keel_domain_is_persistent(test, &persistent));
	CHECK(!persistent);
	CHECK_OK(keel_domain_shutdown(test, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_is_persistent(test, &persistent));
	keel_domain_unref(spare);
	keel_domain_unref(test);
	keel_connection_unref(connection);
}

static void test_define_again_counts_from_the_next_start(void)
{
	static const char xml[] = "<domain><name>test</name>"
				  "<uuid>6695eb01-f6a4-4304-b9aa-97f2502e193f</uuid>"
				  "<memory unit='MiB'>100</memory><vcpu>7</vcpu></domain>";
	keel_connection *connection = open_default();
	keel_domain *domain;
	keel_domain *again;
	uint32_t vcpus;
	bool updated;
	char *now;
	char *next;

	domain = find(connection, "test");
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_domain(connection, xml, KEEL_DEFINE_NEW, NULL));
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(!updated);
	CHECK_OK(keel_connection_define_domain(connection, xml, 0, &again));
	CHECK(again == domain);
	keel_domain_unref(again);
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(updated);
	CHECK_OK(keel_domain_get_vcpus(domain, &vcpus));
	CHECK_INT(2, vcpus);
	CHECK_OK(keel_domain_set_title(domain, "both"));
	CHECK_OK(keel_domain_set_memory(domain, 50 * 1024));
	CHECK_OK(keel_domain_get_xml(domain, KEEL_DOMAIN_XML_NONE, &now));
	CHECK_OK(keel_domain_get_xml(domain, KEEL_DOMAIN_XML_INACTIVE, &next));
	CHECK(strstr(now, "<vcpu>2</vcpu>") && strstr(now, "id='1'"));
	CHECK(strstr(next, "<vcpu>7</vcpu>") && !strstr(next, "id='"));
	CHECK(strstr(now, "<title>both</title>") && strstr(next, "<title>both</title>"));
	CHECK(strstr(next, "<currentMemory unit='KiB'>51200<"));
	keel_free(now);
	keel_free(next);

	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_get_vcpus(domain, &vcpus));
	CHECK_INT(7, vcpus);
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(!updated);
	CHECK_OK(keel_connection_define_domain(connection, xml, 0, NULL));
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(!updated);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_define_refuses_a_clash(void)
{
	keel_connection *connection = open_default();

	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_domain(
			    connection, "<domain><name>test</name><memory>1</memory></domain>", 0,
			    NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_domain(
			    connection,
			    "<domain><name>new</name><memory>1</memory>"
			    "<uuid>6695eb01-f6a4-4304-b9aa-97f2502e193f</uuid></domain>",
			    0, NULL));
	keel_connection_unref(connection);
}

static void test_define_makes_an_active_transient_domain_persistent(void)
{
	static const char xml[] = "<domain><name>small</name><memory>1024</memory>"
				  "<uuid>11111111222233334444555555555555</uuid></domain>";
	keel_connection *connection = open_default();
	keel_domain *domain;
	bool persistent;

	CHECK_OK(keel_connection_create_domain(connection, xml, 0, &domain));
	CHECK_OK(keel_connection_define_domain(connection, xml, 0, NULL));
	CHECK_OK(keel_domain_is_persistent(domain, &persistent));
	CHECK(persistent);
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_rename_keeps_the_old_name_readable(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	keel_domain *test = find(connection, "test");
	const char *old = keel_domain_get_name(domain);
	const char *new_name;

	CHECK_OK(keel_domain_rename(domain, "n\303\266 name", 0));
	CHECK_TEXT("spare", old);
	new_name = keel_domain_get_name(domain);
	CHECK_TEXT("n\303\266 name", new_name);
	keel_domain_unref(find(connection, "n\303\266 name"));
	CHECK_OK(keel_domain_rename(domain, "spare", 0));
	CHECK(keel_domain_get_name(domain) == old);
	CHECK_OK(keel_domain_rename(domain, "spare", 0));
	CHECK_TEXT("n\303\266 name", new_name);

	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_domain_rename(domain, "test", 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_rename(test, "other", 0));
	CHECK_INVALID(keel_domain_rename(domain, "", 0));
	CHECK_INVALID(keel_domain_rename(domain, "a/b", 0));
	CHECK_INVALID(keel_domain_rename(domain, "a\nb", 0));
	CHECK_INVALID(keel_domain_rename(domain, "a\177b", 0));
	CHECK_INVALID(keel_domain_rename(domain, "a\377", 0));
	CHECK_INVALID(keel_domain_rename(domain, "x", 1));
	keel_domain_unref(test);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_autostart_can_be_set(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	bool autostart = true;

	CHECK_OK(keel_domain_get_autostart(domain, &autostart));
	CHECK(!autostart);
	CHECK_OK(keel_domain_set_autostart(domain, true));
	CHECK_OK(keel_domain_get_autostart(domain, &autostart));
	CHECK(autostart);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_memory_has_limits(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	uint64_t kib;

	CHECK_OK(keel_domain_set_memory(domain, 4194304));
	CHECK_OK(keel_domain_get_memory(domain, &kib));
	CHECK_INT(4194304, kib);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_memory(domain, 4194305));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_memory(domain, 0));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_memory(domain, UINT64_MAX));
	CHECK_OK(keel_domain_get_max_memory(domain, &kib));
	CHECK_INT(4194304, kib);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_texts_can_be_set_and_taken_away(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	char untouched = 'x';
	char *text = &untouched;

	CHECK_OK(keel_domain_get_title(domain, &text));
	CHECK(!text);
	CHECK_OK(keel_domain_set_title(domain, "\360\237\220\247 & <co> \"'"));
	CHECK_OK(keel_domain_get_title(domain, &text));
	CHECK_TEXT("\360\237\220\247 & <co> \"'", text);
	keel_free(text);
	CHECK_OK(keel_domain_set_title(domain, NULL));
	CHECK_OK(keel_domain_get_title(domain, &text));
	CHECK(!text);
	CHECK_INVALID(keel_domain_set_title(domain, "two\nlines"));
	CHECK_INVALID(keel_domain_set_title(domain, "\300\200"));
	CHECK_INVALID(keel_domain_set_title(domain, "\355\240\200"));
	CHECK_INVALID(keel_domain_set_title(domain, "\364\220\200\200"));
	CHECK_INVALID(keel_domain_set_title(domain, "\303"));
	CHECK_INVALID(keel_domain_set_title(domain, "\357\277\277"));
	CHECK_INVALID(keel_domain_set_title(domain, "\001"));

	CHECK_OK(keel_domain_set_description(domain, ""));
	CHECK_OK(keel_domain_get_description(domain, &text));
	CHECK_TEXT("", text);
	keel_free(text);
	CHECK_OK(keel_domain_set_description(domain, NULL));
	CHECK_OK(keel_domain_get_description(domain, &text));
	CHECK(!text);
	CHECK_INVALID(keel_domain_set_description(domain, "\200"));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_metadata_is_kept_by_key(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	char *text;

	CHECK_OK(keel_domain_get_metadata(domain, "owner", &text));
	CHECK(!text);
	CHECK_OK(keel_domain_set_metadata(domain, "owner", "me"));
	CHECK_OK(keel_domain_set_metadata(domain, "place", ""));
	CHECK_OK(keel_domain_set_metadata(domain, "owner", "you"));
	CHECK_OK(keel_domain_get_metadata(domain, "owner", &text));
	CHECK_TEXT("you", text);
	keel_free(text);
	CHECK_OK(keel_domain_get_metadata(domain, "place", &text));
	CHECK_TEXT("", text);
	keel_free(text);
	CHECK_OK(keel_domain_set_metadata(domain, "owner", NULL));
	CHECK_OK(keel_domain_set_metadata(domain, "owner", NULL));
	CHECK_OK(keel_domain_get_metadata(domain, "owner", &text));
	CHECK(!text);
	CHECK_OK(keel_domain_get_metadata(domain, "place", &text));
	CHECK_TEXT("", text);
	keel_free(text);
	CHECK_INVALID(keel_domain_set_metadata(domain, "", "x"));
	CHECK_INVALID(keel_domain_set_metadata(domain, "\377", "x"));
	CHECK_INVALID(keel_domain_set_metadata(domain, "x", "\377"));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_tags_replace_each_other(void)
{
	static const char *const tags[] = {"b", "a", "\303\244", "a"};
	static const char *const faulty[] = {"b", ""};
	static const char *const lacking[] = {"b", NULL};
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	char **got;
	size_t n;

	CHECK_OK(keel_domain_get_tags(domain, &got, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("demo", got[0]);
	keel_strings_free(got, n);
	CHECK_OK(keel_domain_set_tags(domain, tags, 4));
	CHECK_INVALID(keel_domain_set_tags(domain, faulty, 2));
	CHECK_INVALID(keel_domain_set_tags(domain, lacking, 2));
	CHECK_INVALID(keel_domain_set_tags(domain, NULL, 2));
	CHECK_OK(keel_domain_get_tags(domain, &got, &n));
	CHECK_INT(4, n);
	CHECK_TEXT("b", got[0]);
	CHECK_TEXT("\303\244", got[2]);
	CHECK(!got[4]);
	keel_strings_free(got, n);
	CHECK_OK(keel_domain_set_tags(domain, NULL, 0));
	CHECK_OK(keel_domain_get_tags(domain, &got, &n));
	CHECK_INT(0, n);
	keel_strings_free(got, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_interfaces_are_listed(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	keel_domain_interface *interfaces;
	size_t n;

	CHECK_OK(keel_domain_list_interfaces(domain, &interfaces, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("vnet0", interfaces[0].name);
	CHECK_TEXT("52:54:00:6b:65:01", interfaces[0].mac);
	CHECK_TEXT("default", interfaces[0].source);
	CHECK_TEXT("virtio", interfaces[0].model);
	CHECK_INT(1500, interfaces[0].mtu);
	CHECK(!interfaces[1].source && !interfaces[1].model);
	CHECK_INT(0, interfaces[1].mtu);
	keel_domain_interfaces_free(interfaces, n);
	CHECK_OK(keel_domain_list_interfaces(spare, &interfaces, &n));
	CHECK_INT(0, n);
	keel_domain_interfaces_free(interfaces, n);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_guest_memory_holds_what_was_written(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	uint64_t end = (uint64_t)2097152 * 1024;
	uint8_t bytes[10000];
	uint8_t *got;
	size_t n = 99;
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7);
	CHECK_OK(keel_domain_write_memory(domain, 12345, bytes, sizeof(bytes)));
	CHECK_OK(keel_domain_write_memory(domain, 1, bytes, 1));
	CHECK_OK(keel_domain_write_memory(domain, end - 2, (const uint8_t *)"\0\377", 2));
	CHECK_OK(keel_domain_read_memory(domain, 12344, sizeof(bytes) + 2, &got, &n));
	CHECK_INT(sizeof(bytes) + 2, n);
	CHECK_INT(0, got[0]);
	CHECK(memcmp(got + 1, bytes, sizeof(bytes)) == 0);
	CHECK_INT(0, got[n - 1]);
	keel_free(got);
	CHECK_OK(keel_domain_read_memory(domain, end - 2, 2, &got, &n));
	CHECK_INT(0, got[0]);
	CHECK_INT(255, got[1]);
	keel_free(got);
	CHECK_OK(keel_domain_read_memory(domain, end, 0, &got, &n));
	CHECK_INT(0, n);
	CHECK(got);
	keel_free(got);
	CHECK_OK(keel_domain_write_memory(domain, 0, NULL, 0));

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_read_memory(domain, end - 1, 2, &got, &n));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_read_memory(domain, UINT64_MAX, 1, &got, &n));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_read_memory(domain, 0, SIZE_MAX, &got, &n));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_read_memory(domain, 0, (size_t)65 << 20, &got, &n));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_write_memory(domain, end, bytes, 1));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_read_memory(spare, 0, 1, &got, &n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_write_memory(spare, 0, bytes, 1));

	/* It does not outlive the power. */
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_read_memory(domain, 12346, 1, &got, &n));
	CHECK_INT(0, got[0]);
	keel_free(got);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_domain_needs_its_arguments(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain_interface *interfaces;
	keel_domain_state state;
	keel_domain_info info;
	keel_param *params;
	uint64_t *numbers;
	uint8_t uuid[16];
	uint8_t *bytes;
	uint32_t n32;
	uint64_t n64;
	char **texts;
	int64_t id;
	bool truth;
	char *text;
	size_t n;

	CHECK(!keel_domain_get_connection(NULL));
	CHECK_INT(KEEL_STATUS_INVALID_ARGUMENT, keel_last_error_status());
	CHECK(!keel_domain_get_name(NULL));
	CHECK_INVALID(keel_domain_get_uuid(NULL, uuid));
	CHECK_INVALID(keel_domain_get_uuid(domain, NULL));
	CHECK_INVALID(keel_domain_get_uuid_string(NULL, &text));
	CHECK_INVALID(keel_domain_get_uuid_string(domain, NULL));
	CHECK_INVALID(keel_domain_get_id(NULL, &id));
	CHECK_INVALID(keel_domain_get_id(domain, NULL));
	CHECK_INVALID(keel_domain_get_state(NULL, &state, NULL));
	CHECK_INVALID(keel_domain_get_state(domain, NULL, NULL));
	CHECK_INVALID(keel_domain_get_info(NULL, &info));
	CHECK_INVALID(keel_domain_get_info(domain, NULL));
	CHECK_INVALID(keel_domain_get_xml(NULL, 0, &text));
	CHECK_INVALID(keel_domain_get_xml(domain, 2, &text));
	CHECK_INVALID(keel_domain_get_xml(domain, 0, NULL));
	CHECK_INVALID(keel_domain_start(NULL, 0));
	CHECK_INVALID(keel_domain_start(domain, 2));
	CHECK_INVALID(keel_domain_shutdown(NULL, 0));
	CHECK_INVALID(keel_domain_shutdown(domain, 4));
	CHECK_INVALID(keel_domain_reboot(NULL, 0));
	CHECK_INVALID(keel_domain_reboot(domain, 4));
	CHECK_INVALID(keel_domain_destroy(NULL, 0));
	CHECK_INVALID(keel_domain_destroy(domain, 2));
	CHECK_INVALID(keel_domain_suspend(NULL, 0));
	CHECK_INVALID(keel_domain_suspend(domain, 1));
	CHECK_INVALID(keel_domain_resume(NULL, 0));
	CHECK_INVALID(keel_domain_resume(domain, 1));
	CHECK_INVALID(keel_domain_undefine(NULL, 0));
	CHECK_INVALID(keel_domain_undefine(domain, 1));
	CHECK_INVALID(keel_domain_rename(NULL, "x", 0));
	CHECK_INVALID(keel_domain_rename(domain, NULL, 0));
	CHECK_INVALID(keel_domain_is_active(NULL, &truth));
	CHECK_INVALID(keel_domain_is_active(domain, NULL));
	CHECK_INVALID(keel_domain_is_persistent(NULL, &truth));
	CHECK_INVALID(keel_domain_is_persistent(domain, NULL));
	CHECK_INVALID(keel_domain_is_updated(NULL, &truth));
	CHECK_INVALID(keel_domain_is_updated(domain, NULL));
	CHECK_INVALID(keel_domain_get_autostart(NULL, &truth));
	CHECK_INVALID(keel_domain_get_autostart(domain, NULL));
	CHECK_INVALID(keel_domain_set_autostart(NULL, true));
	CHECK_INVALID(keel_domain_get_memory(NULL, &n64));
	CHECK_INVALID(keel_domain_get_memory(domain, NULL));
	CHECK_INVALID(keel_domain_set_memory(NULL, 1));
	CHECK_INVALID(keel_domain_get_max_memory(NULL, &n64));
	CHECK_INVALID(keel_domain_get_max_memory(domain, NULL));
	CHECK_INVALID(keel_domain_get_vcpus(NULL, &n32));
	CHECK_INVALID(keel_domain_get_vcpus(domain, NULL));
	CHECK_INVALID(keel_domain_get_title(NULL, &text));
	CHECK_INVALID(keel_domain_get_title(domain, NULL));
	CHECK_INVALID(keel_domain_set_title(NULL, "x"));
	CHECK_INVALID(keel_domain_get_description(NULL, &text));
	CHECK_INVALID(keel_domain_get_description(domain, NULL));
	CHECK_INVALID(keel_domain_set_description(NULL, "x"));
	CHECK_INVALID(keel_domain_get_metadata(NULL, "x", &text));
	CHECK_INVALID(keel_domain_get_metadata(domain, NULL, &text));
	CHECK_INVALID(keel_domain_get_metadata(domain, "x", NULL));
	CHECK_INVALID(keel_domain_set_metadata(NULL, "x", "x"));
	CHECK_INVALID(keel_domain_set_metadata(domain, NULL, "x"));
	CHECK_INVALID(keel_domain_get_tags(NULL, &texts, &n));
	CHECK_INVALID(keel_domain_get_tags(domain, NULL, &n));
	CHECK_INVALID(keel_domain_get_tags(domain, &texts, NULL));
	CHECK_INVALID(keel_domain_set_tags(NULL, NULL, 0));
	CHECK_INVALID(keel_domain_get_scheduler_parameters(NULL, &params, &n));
	CHECK_INVALID(keel_domain_get_scheduler_parameters(domain, NULL, &n));
	CHECK_INVALID(keel_domain_get_scheduler_parameters(domain, &params, NULL));
	CHECK_INVALID(keel_domain_set_scheduler_parameters(NULL, NULL, 0));
	CHECK_INVALID(keel_domain_set_scheduler_parameters(domain, NULL, 1));
	CHECK_INVALID(keel_domain_get_vcpu_times(NULL, &numbers, &n));
	CHECK_INVALID(keel_domain_get_vcpu_times(domain, NULL, &n));
	CHECK_INVALID(keel_domain_get_vcpu_times(domain, &numbers, NULL));
	CHECK_INVALID(keel_domain_list_interfaces(NULL, &interfaces, &n));
	CHECK_INVALID(keel_domain_list_interfaces(domain, NULL, &n));
	CHECK_INVALID(keel_domain_list_interfaces(domain, &interfaces, NULL));
	CHECK_INVALID(keel_domain_read_memory(NULL, 0, 1, &bytes, &n));
	CHECK_INVALID(keel_domain_read_memory(domain, 0, 1, NULL, &n));
	CHECK_INVALID(keel_domain_read_memory(domain, 0, 1, &bytes, NULL));
	CHECK_INVALID(keel_domain_write_memory(NULL, 0, NULL, 0));
	CHECK_INVALID(keel_domain_write_memory(domain, 0, NULL, 1));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_domain_goes_through_its_states);
	RUN(test_time_passes_with_changes_only);
	RUN(test_transient_domain_is_gone_when_it_stops);
	RUN(test_undefine_takes_the_domain_away);
	RUN(test_define_again_counts_from_the_next_start);
	RUN(test_define_refuses_a_clash);
	RUN(test_define_makes_an_active_transient_domain_persistent);
	RUN(test_rename_keeps_the_old_name_readable);
	RUN(test_autostart_can_be_set);
	RUN(test_memory_has_limits);
	RUN(test_texts_can_be_set_and_taken_away);
	RUN(test_metadata_is_kept_by_key);
	RUN(test_tags_replace_each_other);
	RUN(test_interfaces_are_listed);
	RUN(test_guest_memory_holds_what_was_written);
	RUN(test_domain_needs_its_arguments);
	DONE();
}
