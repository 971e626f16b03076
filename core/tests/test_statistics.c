/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What domains have done, each by itself and many at once. */

#include "stats.h"

#include <pthread.h>

#define ALL_MOST KEEL_STATISTICS_INTERFACE

static keel_status cpu(keel_domain *domain, struct params *ret)
{
	return keel_domain_get_cpu_statistics(domain, &ret->params, &ret->n);
}

static keel_status memory(keel_domain *domain, struct params *ret)
{
	return keel_domain_get_memory_statistics(domain, &ret->params, &ret->n);
}

static keel_status block(keel_domain *domain, const char *disk, struct params *ret)
{
	return keel_domain_get_block_statistics(domain, disk, &ret->params, &ret->n);
}

static keel_status interface(keel_domain *domain, const char *name, struct params *ret)
{
	return keel_domain_get_interface_statistics(domain, name, &ret->params, &ret->n);
}

static void test_processors_are_timed(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct params params = {0};
	keel_domain_info info;

	CHECK_OK(cpu(domain, &params));
	CHECK_INT(0, get_u64(&params, "time"));
	CHECK(get_f64(&params, "load") == 2.0);
	clear(&params);

	set_clock(connection, 3 * SECOND);
	CHECK_OK(keel_domain_suspend(domain, 0));
	set_clock(connection, 9 * SECOND);
	CHECK_OK(cpu(domain, &params));
	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(8 * SECOND, get_u64(&params, "time"));
	CHECK_INT(info.cpu_time_ns, get_u64(&params, "time"));
	CHECK_INT(6 * SECOND, get_u64(&params, "user"));
	CHECK_INT(2 * SECOND, get_u64(&params, "kernel"));
	CHECK(get_f64(&params, "load") == 0.0);
	clear(&params);

	/* What was done before the start does not count. */
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(cpu(domain, &params));
	CHECK_INT(0, get_u64(&params, "time"));
	clear(&params);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_work_of_processors_stays_done(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct params params = {0};

	set_clock(connection, 3 * SECOND);
	CHECK_OK(keel_domain_set_vcpus(domain, 1));
	CHECK_OK(cpu(domain, &params));
	CHECK_INT(6 * SECOND, get_u64(&params, "time"));
	CHECK(get_f64(&params, "load") == 1.0);
	clear(&params);
	set_clock(connection, 4 * SECOND);
	CHECK_OK(keel_domain_set_vcpus(domain, 2));
	set_clock(connection, 5 * SECOND);
	CHECK_OK(cpu(domain, &params));
	CHECK_INT(9 * SECOND, get_u64(&params, "time"));
	clear(&params);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_memory_that_is_written_is_resident(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct params params = {0};
	uint8_t byte = 1;

	CHECK_OK(memory(domain, &params));
	CHECK_INT(2097152, get_u64(&params, "actual"));
	CHECK_INT(4194304, get_u64(&params, "available"));
	CHECK_INT(0, get_u64(&params, "resident"));
	CHECK_INT(2097152, get_u64(&params, "unused"));
	CHECK_INT(0, get(&params, "last_update", KEEL_PARAM_TYPE_I64)->value.i64);
	clear(&params);
	CHECK_OK(keel_domain_write_memory(domain, 5000, &byte, 1));
	CHECK_OK(keel_domain_write_memory(domain, 0, &byte, 1));
	CHECK_OK(keel_domain_set_memory(domain, 4194304));
	set_clock(connection, 7 * SECOND);
	CHECK_OK(memory(domain, &params));
	CHECK_INT(4194304, get_u64(&params, "actual"));
	CHECK_INT(8, get_u64(&params, "resident"));
	CHECK_INT(4194296, get_u64(&params, "unused"));
	CHECK_INT(7, get(&params, "last_update", KEEL_PARAM_TYPE_I64)->value.i64);
	clear(&params);

	/* Memory that was written and then taken away is not in use. */
	CHECK_OK(keel_domain_set_memory(domain, 4));
	CHECK_OK(memory(domain, &params));
	CHECK_INT(4, get_u64(&params, "resident"));
	CHECK_INT(0, get_u64(&params, "unused"));
	clear(&params);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_disks_read_and_write_while_the_domain_runs(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct params params = {0};

	CHECK_OK(add_disks(domain));
	set_clock(connection, 10 * SECOND);
	CHECK_OK(block(domain, "vda", &params));
	CHECK_INT(100, get_u64(&params, "read_requests"));
	CHECK_INT(100 * 4096, get_u64(&params, "read_bytes"));
	CHECK_INT(50, get_u64(&params, "write_requests"));
	CHECK_INT(50 * 4096, get_u64(&params, "write_bytes"));
	CHECK_INT(0, get(&params, "errors", KEEL_PARAM_TYPE_I64)->value.i64);
	CHECK(!get(&params, "empty", KEEL_PARAM_TYPE_BOOL)->value.boolean);
	clear(&params);
	CHECK_OK(block(domain, "sda", &params));
	CHECK_INT(0, get_u64(&params, "read_requests"));
	CHECK_INT(0, get_u64(&params, "write_bytes"));
	CHECK(get(&params, "empty", KEEL_PARAM_TYPE_BOOL)->value.boolean);
	clear(&params);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_interfaces_send_and_receive_while_the_domain_runs(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct params params = {0};

	set_clock(connection, 10 * SECOND);
	CHECK_OK(interface(domain, "vnet0", &params));
	CHECK_INT(1000, get_u64(&params, "receive_packets"));
	CHECK_INT(1500000, get_u64(&params, "receive_bytes"));
	CHECK_INT(500, get_u64(&params, "send_packets"));
	CHECK_INT(750000, get_u64(&params, "send_bytes"));
	CHECK(get(&params, "connected", KEEL_PARAM_TYPE_BOOL)->value.boolean);
	clear(&params);

	/* One that is on no network hears nothing. */
	CHECK_OK(interface(domain, "vnet1", &params));
	CHECK_INT(0, get_u64(&params, "receive_packets"));
	CHECK_INT(0, get_u64(&params, "receive_bytes"));
	CHECK_INT(500, get_u64(&params, "send_packets"));
	clear(&params);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_disks_have_a_size(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	keel_block_info info = {99, 99, 99};

	CHECK_OK(add_disks(domain));
	CHECK_OK(keel_domain_attach_device(spare,
					   "<disk><source pool='default' volume='spare.img'/>"
					   "<target dev='vda'/></disk>",
					   KEEL_DEVICE_CURRENT));
	CHECK_OK(keel_domain_attach_device(spare,
					   "<disk><source pool='default' volume='none.img'/>"
					   "<driver type='qcow2'/><target dev='vdb'/></disk>",
					   KEEL_DEVICE_CURRENT));
	CHECK_OK(keel_domain_attach_device(spare,
					   "<disk><source file='/x'/><target dev='vdc'/>"
					   "<capacity unit='MiB'>8</capacity></disk>",
					   KEEL_DEVICE_CURRENT));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_block_info(domain, "vdz", &info));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_block_info(domain, "", &info));
	CHECK_INT(99, info.capacity);
	CHECK_INT(99, info.allocation);
	CHECK_INT(99, info.physical);
	CHECK_OK(keel_domain_get_block_info(domain, "vda", &info));
	CHECK_INT((int64_t)10 << 30, info.capacity);
	CHECK_INT((int64_t)2 << 30, info.allocation);
	CHECK_INT((int64_t)2 << 30, info.physical);
	CHECK_OK(keel_domain_get_block_info(domain, "sda", &info));
	CHECK_INT(0, info.capacity);
	/* A domain that does not run has disks, too. */
	CHECK_OK(keel_domain_get_block_info(spare, "vda", &info));
	CHECK_INT(64 << 20, info.capacity);
	/* What is not a volume is as large as it says, and one that grows is not all there. */
	CHECK_OK(keel_domain_get_block_info(spare, "vdb", &info));
	CHECK_INT(1 << 30, info.capacity);
	CHECK_INT(1 << 28, info.allocation);
	CHECK_OK(keel_domain_get_block_info(spare, "vdc", &info));
	CHECK_INT(8 << 20, info.capacity);
	CHECK_INT(8 << 20, info.allocation);
	CHECK_INT(8 << 20, info.physical);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_numbers_do_not_overflow(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct params params = {0};

	set_clock(connection, INT64_MAX);
	CHECK_OK(interface(domain, "vnet0", &params));
	CHECK(get_u64(&params, "receive_packets") == (uint64_t)INT64_MAX / 10000000);
	CHECK(get_u64(&params, "receive_bytes") == (uint64_t)INT64_MAX / 10000000 * 1500);
	clear(&params);
	CHECK_OK(cpu(domain, &params));
	CHECK(get_u64(&params, "time") == (uint64_t)INT64_MAX * 2);
	CHECK(get_u64(&params, "user") + get_u64(&params, "kernel") == (uint64_t)INT64_MAX * 2);
	clear(&params);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_what_is_not_there_has_no_statistics(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct params params = {NULL, 99};

	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, block(domain, "vdz", &params));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, block(domain, "vnet0", &params));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, interface(domain, "vda", &params));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, interface(domain, "", &params));
	CHECK(!params.params);
	CHECK_INT(99, params.n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

/* Checks that none of the calls that need an active domain works. */
static void check_all_fail(keel_status status, keel_domain *domain)
{
	struct params params = {NULL, 99};

	CHECK_FAILS(status, cpu(domain, &params));
	CHECK_FAILS(status, memory(domain, &params));
	CHECK_FAILS(status, block(domain, "vda", &params));
	CHECK_FAILS(status, interface(domain, "vnet0", &params));
	CHECK(!params.params);
	CHECK_INT(99, params.n);
}

static void test_only_active_domains_have_statistics(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_block_info info = {0};

	CHECK_OK(keel_domain_destroy(domain, 0));
	check_all_fail(KEEL_STATUS_INVALID_STATE, domain);
	CHECK_OK(keel_domain_undefine(domain, 0));
	check_all_fail(KEEL_STATUS_NOT_FOUND, domain);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_block_info(domain, "vda", &info));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_closed_connections_have_no_statistics(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain_statistics *all = NULL;
	keel_block_info info = {0};
	size_t n = 99;

	CHECK_OK(keel_connection_close(connection));
	check_all_fail(KEEL_STATUS_CLOSED, domain);
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_get_block_info(domain, "vda", &info));
	CHECK_FAILS(KEEL_STATUS_CLOSED,
		    keel_connection_get_domain_statistics(connection, 0, 0, &all, &n));
	CHECK(!all);
	CHECK_INT(99, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_statistics_may_be_read_by_all(void)
{
	keel_connection *connection;
	keel_domain_statistics *all;
	struct params params = {0};
	keel_domain *domain;
	size_t n;

	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_READ_ONLY, &connection));
	domain = find(connection, "test");
	CHECK_OK(cpu(domain, &params));
	clear(&params);
	CHECK_OK(keel_connection_get_domain_statistics(connection, 0, 0, &all, &n));
	CHECK_INT(2, n);
	keel_domain_statistics_free(all, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static const char *const prefixes[] = {"state.", "cpu.", "memory.", "vcpu.", "block.",
				       "interface."};

/* Which kinds of statistics there are of a domain, which have to come in their order. */
static uint32_t kinds_of(const keel_domain_statistics *statistics)
{
	uint32_t kinds = 0;
	size_t kind = 0;
	size_t i;

	for (i = 0; i < statistics->n_params; i++) {
		const char *name = statistics->params[i].name;

		while (kind < 6 && strncmp(name, prefixes[kind], strlen(prefixes[kind])) != 0)
			kind++;
		if (kind == 6)
			check_failed(__FILE__, __LINE__, name);
		kinds |= 1u << kind;
	}
	return kinds;
}

static void test_kinds_of_statistics_are_chosen(void)
{
	keel_connection *connection = open_default();
	uint32_t kinds;

	for (kinds = 0; kinds < ALL_MOST << 1; kinds++) {
		keel_domain_statistics *all;
		size_t n;

		CHECK_OK(keel_connection_get_domain_statistics(connection, kinds, KEEL_LIST_ACTIVE,
							       &all, &n));
		CHECK_INT(1, n);
		CHECK_INT(kinds ? kinds : (ALL_MOST << 1) - 1, kinds_of(&all[0]));
		keel_domain_statistics_free(all, n);
	}
	keel_connection_unref(connection);
}

static void test_domains_of_statistics_are_chosen(void)
{
	static const struct {
		uint32_t flags;
		size_t n;
		const char *first;
	} choices[] = {
		{0, 2, "test"},
		{KEEL_LIST_ACTIVE, 1, "test"},
		{KEEL_LIST_INACTIVE, 1, "spare"},
		{KEEL_LIST_AUTOSTART | KEEL_LIST_PERSISTENT, 1, "spare"},
		{KEEL_LIST_PAUSED, 0, NULL},
	};
	keel_connection *connection = open_default();
	size_t i;

	for (i = 0; i < sizeof(choices) / sizeof(*choices); i++) {
		keel_domain_statistics *all;
		size_t n;

		CHECK_OK(keel_connection_get_domain_statistics(connection, 0, choices[i].flags,
							       &all, &n));
		CHECK_INT(choices[i].n, n);
		if (n)
			CHECK_TEXT(choices[i].first, keel_domain_get_name(all[0].domain));
		keel_domain_statistics_free(all, n);
	}
	keel_connection_unref(connection);
}

static void test_statistics_of_many_say_the_same(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain_statistics *all;
	struct params params;
	struct params one = {0};
	size_t n;

	CHECK_OK(add_disks(domain));
	set_clock(connection, 5 * SECOND);
	CHECK_OK(keel_connection_get_domain_statistics(connection, 0, 0, &all, &n));
	CHECK_INT(2, n);
	CHECK(all[0].domain == domain);
	params = (struct params){all[0].params, all[0].n_params};
	CHECK_INT(KEEL_DOMAIN_STATE_RUNNING,
		  get(&params, "state.state", KEEL_PARAM_TYPE_I32)->value.i32);
	CHECK_INT(KEEL_DOMAIN_REASON_BOOTED,
		  get(&params, "state.reason", KEEL_PARAM_TYPE_I32)->value.i32);
	CHECK(get(&params, "state.persistent", KEEL_PARAM_TYPE_BOOL)->value.boolean);
	CHECK_INT(0, get_u64(&params, "state.keys"));
	CHECK_OK(cpu(domain, &one));
	CHECK_INT(10 * SECOND, get_u64(&params, "cpu.time"));
	CHECK_INT(get_u64(&one, "user"), get_u64(&params, "cpu.user"));
	CHECK_INT(get_u64(&one, "kernel"), get_u64(&params, "cpu.kernel"));
	CHECK(get_f64(&params, "cpu.load") == 2.0);
	clear(&one);
	CHECK_INT(2097152, get_u64(&params, "memory.current"));
	CHECK_INT(4194304, get_u64(&params, "memory.maximum"));
	CHECK_INT(2, get(&params, "vcpu.current", KEEL_PARAM_TYPE_U32)->value.u32);
	CHECK_INT(5 * SECOND, get_u64(&params, "vcpu.0.time"));
	CHECK_INT(5 * SECOND, get_u64(&params, "vcpu.1.time"));
	CHECK(!look(&params, "vcpu.2.time"));
	CHECK_INT(2, get(&params, "block.count", KEEL_PARAM_TYPE_U32)->value.u32);
	CHECK_TEXT("vda", get(&params, "block.0.name", KEEL_PARAM_TYPE_STRING)->value.string);
	CHECK_OK(block(domain, "vda", &one));
	CHECK_INT(get_u64(&one, "read_requests"), get_u64(&params, "block.0.rd.reqs"));
	CHECK_INT(get_u64(&one, "write_bytes"), get_u64(&params, "block.0.wr.bytes"));
	clear(&one);
	CHECK_INT((int64_t)10 << 30, get_u64(&params, "block.0.capacity"));
	CHECK_INT(2, get(&params, "interface.count", KEEL_PARAM_TYPE_U32)->value.u32);
	CHECK_TEXT("vnet1",
		   get(&params, "interface.1.name", KEEL_PARAM_TYPE_STRING)->value.string);
	CHECK_OK(interface(domain, "vnet0", &one));
	CHECK_INT(get_u64(&one, "receive_bytes"), get_u64(&params, "interface.0.rx.bytes"));
	CHECK_INT(get_u64(&one, "send_packets"), get_u64(&params, "interface.0.tx.pkts"));
	clear(&one);

	/* One that is not active tells of what it has, not of what it does. */
	params = (struct params){all[1].params, all[1].n_params};
	CHECK_INT(KEEL_DOMAIN_STATE_SHUT_OFF,
		  get(&params, "state.state", KEEL_PARAM_TYPE_I32)->value.i32);
	CHECK(!look(&params, "cpu.time"));
	CHECK_INT(524288, get_u64(&params, "memory.maximum"));
	CHECK(!look(&params, "vcpu.0.time"));
	CHECK(!look(&params, "block.0.rd.reqs"));
	keel_domain_statistics_free(all, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_statistics_hold_their_domains(void)
{
	keel_connection *connection = open_default();
	keel_domain_statistics *all;
	struct params params = {0};
	size_t n;

	CHECK_OK(keel_connection_get_domain_statistics(connection, 0, 0, &all, &n));
	CHECK_INT(3, keel_live_handles());
	keel_connection_unref(connection);
	CHECK_OK(cpu(all[0].domain, &params));
	clear(&params);
	keel_domain_statistics_free(all, n);
	CHECK_INT(0, keel_live_handles());
	keel_domain_statistics_free(NULL, 0);
}

static void test_unknown_flags_are_refused(void)
{
	keel_connection *connection = open_default();
	keel_domain_statistics *all = NULL;
	size_t n = 99;

	CHECK_INVALID(keel_connection_get_domain_statistics(connection, ALL_MOST << 1, 0, &all, &n));
	CHECK_INVALID(keel_connection_get_domain_statistics(connection, 0, 1u << 10, &all, &n));
	CHECK_INVALID(keel_connection_get_domain_statistics(connection, 0, 0, NULL, &n));
	CHECK_INVALID(keel_connection_get_domain_statistics(connection, 0, 0, &all, NULL));
	CHECK(!all);
	CHECK_INT(99, n);
	keel_connection_unref(connection);
}

/* Moves the clock, and starts and stops a domain, while others count. */
static void *keep_busy(void *data)
{
	keel_connection *connection = data;
	keel_domain *domain = find(connection, "spare");
	int i;

	for (i = 0; i < 50; i++) {
		CHECK_OK(keel_domain_start(domain, 0));
		CHECK_OK(keel_domain_destroy(domain, 0));
	}
	keel_domain_unref(domain);
	return NULL;
}

static void test_numbers_only_grow_while_others_work(void)
{
	keel_connection *connection = open_default();
	struct params params = {0};
	uint64_t last_host = 0;
	uint64_t last = 0;
	pthread_t thread;
	int i;

	CHECK_INT(0, pthread_create(&thread, NULL, keep_busy, connection));
	for (i = 0; i < 50; i++) {
		keel_domain_statistics *all;
		uint64_t time;
		size_t n;

		CHECK_OK(keel_connection_get_domain_statistics(connection, 0, 0, &all, &n));
		CHECK_INT(2, n);
		params = (struct params){all[0].params, all[0].n_params};
		time = get_u64(&params, "cpu.time");
		CHECK(time >= last);
		last = time;
		keel_domain_statistics_free(all, n);
		CHECK_OK(keel_connection_get_host_cpu_statistics(connection, -1, &params.params,
								 &params.n));
		time = get_u64(&params, "user");
		CHECK(time >= last_host);
		last_host = time;
		clear(&params);
	}
	CHECK_INT(0, pthread_join(thread, NULL));
	/* The one has worked on two processors all the time, the other on one half of it. */
	CHECK_OK(keel_connection_get_host_cpu_statistics(connection, -1, &params.params, &params.n));
	CHECK_INT(250 * SECOND, get_u64(&params, "user") + get_u64(&params, "kernel"));
	clear(&params);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_processors_are_timed);
	RUN(test_work_of_processors_stays_done);
	RUN(test_memory_that_is_written_is_resident);
	RUN(test_disks_read_and_write_while_the_domain_runs);
	RUN(test_interfaces_send_and_receive_while_the_domain_runs);
	RUN(test_disks_have_a_size);
	RUN(test_numbers_do_not_overflow);
	RUN(test_what_is_not_there_has_no_statistics);
	RUN(test_only_active_domains_have_statistics);
	RUN(test_closed_connections_have_no_statistics);
	RUN(test_statistics_may_be_read_by_all);
	RUN(test_kinds_of_statistics_are_chosen);
	RUN(test_domains_of_statistics_are_chosen);
	RUN(test_statistics_of_many_say_the_same);
	RUN(test_statistics_hold_their_domains);
	RUN(test_unknown_flags_are_refused);
	RUN(test_numbers_only_grow_while_others_work);
	DONE();
}
