/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The memory and the processors of domains. */

#include "check.h"

#define PINNED                                                                                     \
	"<domain><name>pinned</name><memory>1024</memory><vcpu current='2'>4</vcpu>%s</domain>"

static keel_domain *define(keel_connection *connection, const char *rest)
{
	keel_domain *domain;
	char xml[1024];

	snprintf(xml, sizeof(xml), PINNED, rest);
	CHECK_OK(keel_connection_define_domain(connection, xml, 0, &domain));
	return domain;
}

static void check_define_fails(keel_status status, const char *rest)
{
	keel_connection *connection = open_default();
	keel_domain *domain = NULL;
	char xml[1024];

	snprintf(xml, sizeof(xml), PINNED, rest);
	CHECK_FAILS(status, keel_connection_define_domain(connection, xml, 0, &domain));
	CHECK(!domain);
	keel_connection_unref(connection);
}

static uint32_t n_vcpus(keel_domain *domain)
{
	uint32_t n;

	CHECK_OK(keel_domain_get_vcpus(domain, &n));
	return n;
}

static uint32_t most_vcpus(keel_domain *domain)
{
	uint32_t n;

	CHECK_OK(keel_domain_get_max_vcpus(domain, &n));
	return n;
}

/* Checks the affinity of a processor: its numbers with spaces behind them. */
static void check_affinity(keel_domain *domain, uint32_t vcpu, const char *wanted)
{
	char text[256] = "";
	uint32_t *cpus;
	size_t n;
	size_t i;

	CHECK_OK(keel_domain_get_vcpu_affinity(domain, vcpu, &cpus, &n));
	for (i = 0; i < n; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%" PRIu32 " ", cpus[i]);
	keel_free(cpus);
	CHECK_TEXT(wanted, text);
}

static void test_most_memory_can_be_set_while_off(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	uint64_t kib;

	CHECK_OK(keel_domain_set_max_memory(domain, 1 << 20));
	CHECK_OK(keel_domain_get_max_memory(domain, &kib));
	CHECK_INT(1 << 20, kib);
	CHECK_OK(keel_domain_get_memory(domain, &kib));
	CHECK_INT(512 << 10, kib);
	CHECK_OK(keel_domain_set_max_memory(domain, 1000));
	CHECK_OK(keel_domain_get_memory(domain, &kib));
	CHECK_INT(1000, kib);

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_max_memory(domain, 0));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_max_memory(domain, UINT64_MAX));
	CHECK_OK(keel_domain_set_max_memory(domain, UINT64_MAX / 1024));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_set_max_memory(domain, UINT64_MAX / 1024 + 1));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_set_max_memory(domain, 2000));
	CHECK_OK(keel_domain_get_max_memory(domain, &kib));
	CHECK(kib == UINT64_MAX / 1024);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_processors_have_limits(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = define(connection, "");
	keel_domain *test = find(connection, "test");
	keel_domain_info info;
	uint64_t *times;
	size_t n;

	CHECK_INT(2, n_vcpus(domain));
	CHECK_INT(4, most_vcpus(domain));
	CHECK(xml_has(domain, 0, "<vcpu current='2'>4</vcpu>"));
	CHECK_OK(keel_domain_set_vcpus(domain, 4));
	CHECK_INT(4, n_vcpus(domain));
	CHECK(xml_has(domain, 0, "<vcpu>4</vcpu>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpus(domain, 0));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpus(domain, 5));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpus(domain, UINT32_MAX));
	CHECK_INT(4, n_vcpus(domain));

	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_set_vcpus(domain, 3));
	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(3, info.vcpus);
	CHECK_OK(keel_domain_get_vcpu_times(domain, &times, &n));
	CHECK_INT(3, n);
	keel_free(times);
	CHECK_INT(2, most_vcpus(test));
	keel_domain_unref(test);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_processors_are_set_for_the_next_start_too(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = define(connection, "");
	char *uuid;
	char xml[512];

	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_get_uuid_string(domain, &uuid));
	snprintf(xml, sizeof(xml),
		 "<domain><name>pinned</name><uuid>%s</uuid><memory>1024</memory>"
		 "<vcpu>3</vcpu></domain>",
		 uuid);
	keel_free(uuid);
	CHECK_OK(keel_connection_define_domain(connection, xml, 0, NULL));
	CHECK_OK(keel_domain_set_vcpus(domain, 1));
	CHECK(xml_has(domain, KEEL_DOMAIN_XML_INACTIVE, "<vcpu current='1'>3</vcpu>"));
	/* More than the next configuration can have is not set in it. */
	CHECK_OK(keel_domain_set_vcpus(domain, 4));
	CHECK(xml_has(domain, KEEL_DOMAIN_XML_INACTIVE, "<vcpu current='1'>3</vcpu>"));

	CHECK_OK(keel_domain_set_vcpu_affinity(domain, 3, (const uint32_t[]){5}, 1));
	CHECK(!xml_has(domain, KEEL_DOMAIN_XML_INACTIVE, "<cputune>"));
	CHECK_OK(keel_domain_set_vcpu_affinity(domain, 0, (const uint32_t[]){6}, 1));
	CHECK(xml_has(domain, KEEL_DOMAIN_XML_INACTIVE, "<vcpupin vcpu='0' cpuset='6'/>"));
	check_affinity(domain, 0, "6 ");
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_INT(1, n_vcpus(domain));
	CHECK_INT(3, most_vcpus(domain));
	check_affinity(domain, 0, "6 ");
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_processors_are_checked_when_read(void)
{
	static const char *const faulty[] = {
		"<vcpu current='0'>2</vcpu>",
		"<vcpu current='3'>2</vcpu>",
		"<vcpu>0</vcpu>",
		"<vcpu>4097</vcpu>",
	};
	keel_connection *connection = open_default();
	char xml[256];
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++) {
		snprintf(xml, sizeof(xml), "<domain><name>x</name><memory>1</memory>%s</domain>",
			 faulty[i]);
		CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
			    keel_connection_define_domain(connection, xml, 0, NULL));
	}
	keel_connection_unref(connection);
}

static void test_processor_runs_where_it_may(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	const uint32_t cpus[] = {7, 3, 4, 5, 3, 15};
	uint32_t *untouched = (uint32_t *)cpus;
	uint32_t *got = untouched;
	size_t n = 99;

	check_affinity(domain, 1, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ");
	CHECK_OK(keel_domain_set_vcpu_affinity(domain, 1, cpus, 6));
	check_affinity(domain, 1, "3 4 5 7 15 ");
	check_affinity(domain, 0, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ");
	CHECK(xml_has(domain, 0, "<vcpupin vcpu='1' cpuset='3-5,7,15'/>"));
	CHECK_OK(keel_domain_set_vcpu_affinity(domain, 1, cpus, 1));
	check_affinity(domain, 1, "7 ");

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_set_vcpu_affinity(domain, 1, (const uint32_t[]){0, 16}, 2));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_set_vcpu_affinity(domain, 1, (const uint32_t[]){UINT32_MAX}, 1));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpu_affinity(domain, 1, NULL, 0));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpu_affinity(domain, 2, cpus, 1));
	CHECK_INVALID(keel_domain_set_vcpu_affinity(domain, 1, NULL, 1));
	check_affinity(domain, 1, "7 ");
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_get_vcpu_affinity(domain, 2, &got, &n));
	CHECK(got == untouched && n == 99);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_pins_are_read(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = define(connection,
				     "<cputune><vcpupin vcpu='1' cpuset='9,0-2,2-3,4'/>"
				     "<vcpupin vcpu='0' cpuset='16-20,14-1000'/>"
				     "<vcpupin vcpu='3' cpuset='99'/></cputune>");

	check_affinity(domain, 1, "0 1 2 3 4 9 ");
	/* What the host lacks counts for nothing. */
	check_affinity(domain, 0, "14 15 ");
	CHECK_OK(keel_domain_set_vcpus(domain, 4));
	check_affinity(domain, 3, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ");
	CHECK(xml_has(domain, 0,
		      "  <cputune>\n"
		      "    <vcpupin vcpu='1' cpuset='0-4,9'/>\n"
		      "    <vcpupin vcpu='0' cpuset='14-1000'/>\n"
		      "    <vcpupin vcpu='3' cpuset='99'/>\n"
		      "  </cputune>\n"));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_faulty_pins_are_refused(void)
{
	static const char *const sets[] = {"",  ",",   "1,",  ",1", "1,,2", "3-2",	 "1-",
					   "-", "1-2-3", "x", " 1", "^1",   "1073741824", "+1"};
	char rest[256];
	size_t i;

	for (i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		snprintf(rest, sizeof(rest), "<cputune><vcpupin vcpu='0' cpuset='%s'/></cputune>",
			 sets[i]);
		check_define_fails(KEEL_STATUS_XML, rest);
	}
	check_define_fails(KEEL_STATUS_XML, "<cputune><vcpupin vcpu='4' cpuset='0'/></cputune>");
	check_define_fails(KEEL_STATUS_XML, "<cputune><vcpupin cpuset='0'/></cputune>");
	check_define_fails(KEEL_STATUS_XML, "<cputune><vcpupin vcpu='0'/></cputune>");
	check_define_fails(KEEL_STATUS_XML, "<cputune><vcpupin vcpu='0' cpuset='0'/>"
					    "<vcpupin vcpu='0' cpuset='1'/></cputune>");
}

static void check_state(keel_domain *domain, keel_domain_state state, keel_domain_reason reason)
{
	keel_domain_reason got_reason;
	keel_domain_state got_state;

	CHECK_OK(keel_domain_get_state(domain, &got_state, &got_reason));
	CHECK_INT(state, got_state);
	CHECK_INT(reason, got_reason);
}

static void count_reboots(keel_connection *connection, keel_domain *domain,
			  keel_domain_event_type event, int32_t detail,
			  void *user_data)
{
	(void)connection;
	(void)domain;
	(void)detail;
	*(int *)user_data += event == KEEL_DOMAIN_EVENT_REBOOTED;
}

static void test_reset_is_heard_and_leaves_the_pause(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	int n_reboots = 0;
	int64_t id_before;
	int64_t id_after;
	uint64_t id;

	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, count_reboots, &n_reboots,
						     NULL, &id));
	CHECK_OK(keel_domain_get_id(domain, &id_before));
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_reset(domain));
	check_state(domain, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_USER);
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_reset(domain));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	CHECK_OK(keel_domain_get_id(domain, &id_after));
	CHECK_INT(id_before, id_after);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_reset(spare));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_INT(2, n_reboots);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_what_is_gone_closed_or_read_only_has_no_resources(void)
{
	const uint32_t cpu = 0;
	keel_connection *connection = open_default();
	keel_domain *domain = define(connection, "");
	keel_domain *other;
	uint32_t *cpus;
	uint32_t most;
	size_t n;

	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_set_max_memory(domain, 1));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_max_vcpus(domain, &most));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_set_vcpus(domain, 1));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_vcpu_affinity(domain, 0, &cpus, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_set_vcpu_affinity(domain, 0, &cpu, 1));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_reset(domain));
	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_set_vcpus(domain, 1));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_get_vcpu_affinity(domain, 0, &cpus, &n));
	keel_domain_unref(domain);
	keel_connection_unref(connection);

	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_READ_ONLY, &connection));
	other = find(connection, "spare");
	CHECK_OK(keel_domain_get_max_vcpus(other, &most));
	check_affinity(other, 0, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 ");
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_set_max_memory(other, 1));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_set_vcpus(other, 1));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_set_vcpu_affinity(other, 0, &cpu, 1));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_reset(other));
	keel_domain_unref(other);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_most_memory_can_be_set_while_off);
	RUN(test_processors_have_limits);
	RUN(test_processors_are_set_for_the_next_start_too);
	RUN(test_processors_are_checked_when_read);
	RUN(test_processor_runs_where_it_may);
	RUN(test_pins_are_read);
	RUN(test_faulty_pins_are_refused);
	RUN(test_reset_is_heard_and_leaves_the_pause);
	RUN(test_what_is_gone_closed_or_read_only_has_no_resources);
	DONE();
}
