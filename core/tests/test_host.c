/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The processors and cells of a host, and what it has done. */

#include "stats.h"

#define HOST(inside)                                                                               \
	"<host><name>h</name><uuid>22222222-2222-4222-8222-222222222222</uuid>" inside "</host>"

static keel_status cpu_statistics(keel_connection *connection, int32_t cpu, struct params *ret)
{
	return keel_connection_get_host_cpu_statistics(connection, cpu, &ret->params, &ret->n);
}

static keel_status memory_statistics(keel_connection *connection, int32_t cell, struct params *ret)
{
	return keel_connection_get_host_memory_statistics(connection, cell, &ret->params, &ret->n);
}

static void test_driver_has_the_version_of_keel(void)
{
	keel_connection *connection = open_default();
	uint32_t expected[3];
	uint32_t actual[3] = {99, 99, 99};

	keel_version(&expected[0], &expected[1], &expected[2]);
	CHECK_OK(keel_connection_get_driver_version(connection, &actual[0], &actual[1], &actual[2]));
	CHECK(memcmp(expected, actual, sizeof(actual)) == 0);
	actual[0] = 99;
	CHECK_OK(keel_connection_get_driver_version(connection, &actual[0], NULL, NULL));
	CHECK_INT(expected[0], actual[0]);
	keel_connection_unref(connection);
}

static void test_memory_is_secure_but_not_encrypted(void)
{
	keel_connection *connection = open_default();
	bool encrypted = true;
	bool secure = false;

	CHECK_OK(keel_connection_is_secure(connection, &secure));
	CHECK_OK(keel_connection_is_encrypted(connection, &encrypted));
	CHECK(secure);
	CHECK(!encrypted);
	keel_connection_unref(connection);
}

static void test_models_depend_on_the_architecture(void)
{
	keel_connection *connection = open_default();
	char **models = NULL;
	size_t n = 99;

	CHECK_INVALID(keel_connection_list_cpu_models(connection, "pdp11", &models, &n));
	CHECK_INVALID(keel_connection_list_cpu_models(connection, "", &models, &n));
	CHECK(!models);
	CHECK_INT(99, n);
	CHECK_OK(keel_connection_list_cpu_models(connection, "x86_64", &models, &n));
	CHECK_INT(3, n);
	CHECK_TEXT("test-small", models[0]);
	CHECK_TEXT("test-large", models[2]);
	CHECK(!models[3]);
	keel_strings_free(models, n);
	CHECK_OK(keel_connection_list_cpu_models(connection, "aarch64", &models, &n));
	CHECK_INT(2, n);
	keel_strings_free(models, n);
	CHECK_OK(keel_connection_list_cpu_models(connection, "riscv64", &models, &n));
	CHECK_INT(0, n);
	CHECK(!models[0]);
	keel_strings_free(models, n);
	keel_connection_unref(connection);
}

static void test_processors_are_counted_through(void)
{
	keel_connection *connection = open_default();
	keel_host_cpu *cpus;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_list_host_cpus(connection, &cpus, &n));
	CHECK_INT(16, n);
	for (i = 0; i < n; i++) {
		CHECK_INT(i, cpus[i].number);
		CHECK_INT(i / 8, cpus[i].cell);
		CHECK_INT(i / 4, cpus[i].socket);
		CHECK_INT(i / 2 % 2, cpus[i].core);
		CHECK(cpus[i].online);
	}
	keel_free(cpus);
	keel_connection_unref(connection);
}

static void test_cells_share_memory_and_processors(void)
{
	keel_connection *connection = open_default();
	keel_host_cell *cells;
	size_t n;
	size_t i;
	size_t j;

	CHECK_OK(keel_connection_list_host_cells(connection, &cells, &n));
	CHECK_INT(2, n);
	for (i = 0; i < n; i++) {
		CHECK_INT(i, cells[i].number);
		CHECK_INT(8388608, cells[i].memory_kib);
		CHECK_INT(i ? 4194304 : 6291456, cells[i].free_kib);
		CHECK_INT(8, cells[i].n_cpus);
		for (j = 0; j < 8; j++)
			CHECK_INT(i * 8 + j, cells[i].cpus[j]);
	}
	keel_host_cells_free(cells, n);
	keel_connection_unref(connection);
}

static void test_cells_share_what_is_not_even(void)
{
	keel_connection *connection;
	struct params params = {0};
	keel_host_cell *cells;
	size_t n;

	CHECK_OK(open_text(HOST("<memory>11</memory><cpu nodes='3'/>"
				"<cells><cell free='4'/><cell/></cells>"),
			   &connection));
	CHECK_OK(keel_connection_list_host_cells(connection, &cells, &n));
	CHECK_INT(3, n);
	CHECK_INT(4, cells[0].memory_kib);
	CHECK_INT(4, cells[1].memory_kib);
	CHECK_INT(3, cells[2].memory_kib);
	CHECK_INT(4, cells[0].free_kib);
	CHECK_INT(0, cells[1].free_kib);
	CHECK_INT(1, cells[2].n_cpus);
	CHECK_INT(2, cells[2].cpus[0]);
	keel_host_cells_free(cells, n);
	CHECK_OK(memory_statistics(connection, 2, &params));
	CHECK_INT(3, get_u64(&params, "total"));
	clear(&params);
	keel_connection_unref(connection);
}

static void test_impossible_hosts_are_refused(void)
{
	static const char *const faulty[] = {
		HOST("<memory>11</memory><cpu nodes='3'/><cells><cell free='5'/></cells>"),
		HOST("<memory>11</memory><cpu nodes='3'/><cells><cell/><cell/><cell free='4'/></cells>"),
		HOST("<memory>11</memory><cpu sockets='0'/>"),
	};
	keel_connection *connection = NULL;
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++)
		CHECK_FAILS(KEEL_STATUS_XML, open_text(faulty[i], &connection));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    open_text(HOST("<memory>11</memory><cpu sockets='256' cores='256' nodes='2'/>"),
			      &connection));
	CHECK(!connection);
	CHECK_OK(open_text(HOST("<memory>11</memory><cpu sockets='256' cores='256'/>"),
			   &connection));
	keel_connection_unref(connection);
}

/* Checks that the times of a processor are all that has passed, and adds them. */
static void add_times(keel_connection *connection, int32_t cpu, uint64_t passed, uint64_t sums[3])
{
	static const char *const names[] = {"user", "kernel", "idle"};
	struct params params = {0};
	uint64_t sum = 0;
	size_t i;

	CHECK_OK(cpu_statistics(connection, cpu, &params));
	for (i = 0; i < 3; i++) {
		sums[i] += get_u64(&params, names[i]);
		sum += get_u64(&params, names[i]);
	}
	CHECK_INT(passed, sum);
	CHECK(get_f64(&params, "utilization") >= 0 && get_f64(&params, "utilization") <= 1);
	clear(&params);
}

static void test_processors_do_the_work_of_domains(void)
{
	keel_connection *connection = open_default();
	uint64_t all[3] = {0};
	uint64_t each[3] = {0};
	struct params params = {0};
	keel_domain *domain;
	int32_t i;

	/* Nothing has passed. */
	CHECK_OK(cpu_statistics(connection, -1, &params));
	CHECK_INT(0, get_u64(&params, "user"));
	CHECK_INT(0, get_u64(&params, "kernel"));
	CHECK_INT(0, get_u64(&params, "idle"));
	CHECK(get_f64(&params, "utilization") == 0.0);
	clear(&params);

	/* Two processors work on sixteen. */
	set_clock(connection, 8 * SECOND);
	CHECK_OK(cpu_statistics(connection, 0, &params));
	CHECK_INT(SECOND / 4 * 3, get_u64(&params, "user"));
	CHECK_INT(SECOND / 4, get_u64(&params, "kernel"));
	CHECK_INT(7 * SECOND, get_u64(&params, "idle"));
	CHECK(get_f64(&params, "utilization") == 0.125);
	clear(&params);

	/* What was done stays done, and what cannot be shared is not lost. */
	domain = find(connection, "test");
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	set_clock(connection, 11 * SECOND + 3);
	for (i = 0; i < 16; i++)
		add_times(connection, i, 11 * SECOND + 3, each);
	add_times(connection, -1, 16 * (11 * SECOND + 3), all);
	CHECK_INT(all[2], each[2]);
	CHECK_INT(all[0] + all[1], each[0] + each[1]);
	CHECK_INT(2 * (9 * SECOND + SECOND + 3), all[0] + all[1]);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_processors_work_no_longer_than_all_the_time(void)
{
	keel_connection *connection;
	struct params params = {0};

	CHECK_OK(open_text(HOST("<memory>11</memory><domains><domain state='running'>"
				"<name>d</name><memory>1</memory><vcpu>4096</vcpu></domain>"
				"</domains>"),
			   &connection));
	set_clock(connection, INT64_MAX);
	CHECK_OK(cpu_statistics(connection, -1, &params));
	CHECK_INT(0, get_u64(&params, "idle"));
	CHECK_INT(INT64_MAX, get_u64(&params, "user") + get_u64(&params, "kernel"));
	CHECK(get_f64(&params, "utilization") == 1.0);
	clear(&params);
	keel_connection_unref(connection);
}

static void test_clock_that_begins_later_has_not_run(void)
{
	keel_connection *connection;
	struct params params = {0};

	CHECK_OK(keel_connection_open("test:///default?clock=3600", 0, &connection));
	CHECK_OK(cpu_statistics(connection, 3, &params));
	CHECK_INT(0, get_u64(&params, "idle"));
	clear(&params);
	keel_connection_unref(connection);
}

static void test_memory_is_used_or_free(void)
{
	keel_connection *connection = open_default();
	struct params params = {0};

	CHECK_OK(memory_statistics(connection, -1, &params));
	CHECK_INT(16777216, get_u64(&params, "total"));
	CHECK_INT(10485760, get_u64(&params, "free"));
	clear(&params);
	CHECK_OK(memory_statistics(connection, 1, &params));
	CHECK_INT(8388608, get_u64(&params, "total"));
	CHECK_INT(4194304, get_u64(&params, "free"));
	clear(&params);
	keel_connection_unref(connection);
}

static void test_numbers_that_are_not_there_are_out_of_range(void)
{
	keel_connection *connection = open_default();
	struct params params = {NULL, 99};

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, cpu_statistics(connection, 16, &params));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, cpu_statistics(connection, -2, &params));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, cpu_statistics(connection, INT32_MIN, &params));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, memory_statistics(connection, 2, &params));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, memory_statistics(connection, -2, &params));
	CHECK(!params.params);
	CHECK_INT(99, params.n);
	keel_connection_unref(connection);
}

static void test_closed_hosts_do_not_answer(void)
{
	keel_connection *connection = open_default();
	struct params params = {0};
	keel_host_cell *cells = NULL;
	keel_host_cpu *cpus = NULL;
	char **models = NULL;
	uint32_t major = 99;
	bool truth = true;
	size_t n;

	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED,
		    keel_connection_get_driver_version(connection, &major, NULL, NULL));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_is_secure(connection, &truth));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_is_encrypted(connection, &truth));
	CHECK_FAILS(KEEL_STATUS_CLOSED,
		    keel_connection_list_cpu_models(connection, "x86_64", &models, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_list_host_cpus(connection, &cpus, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_list_host_cells(connection, &cells, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, cpu_statistics(connection, -1, &params));
	CHECK_FAILS(KEEL_STATUS_CLOSED, memory_statistics(connection, -1, &params));
	CHECK(!models && !cpus && !cells && !params.params && truth);
	CHECK_INT(99, major);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_driver_has_the_version_of_keel);
	RUN(test_memory_is_secure_but_not_encrypted);
	RUN(test_models_depend_on_the_architecture);
	RUN(test_processors_are_counted_through);
	RUN(test_cells_share_memory_and_processors);
	RUN(test_cells_share_what_is_not_even);
	RUN(test_impossible_hosts_are_refused);
	RUN(test_processors_do_the_work_of_domains);
	RUN(test_processors_work_no_longer_than_all_the_time);
	RUN(test_clock_that_begins_later_has_not_run);
	RUN(test_memory_is_used_or_free);
	RUN(test_numbers_that_are_not_there_are_out_of_range);
	RUN(test_closed_hosts_do_not_answer);
	DONE();
}
