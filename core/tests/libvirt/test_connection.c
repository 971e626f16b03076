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

static void test_host_tells_what_it_is_made_of(void)
{
	keel_connection *connection = open_libvirt();
	keel_host_cell *cells;
	keel_host_info info;
	keel_host_cpu *cpus;
	uint64_t *free_kib;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_get_host_info(connection, &info));
	CHECK_TEXT("i686", info.model);
	CHECK_INT(16, info.cpus);
	CHECK_INT(2, info.nodes);
	CHECK_INT(3145728, info.memory_kib);
	CHECK_OK(keel_connection_get_free_memory(connection, &free_kib, &n));
	CHECK_INT(2, n);
	CHECK_INT(2048, free_kib[0]);
	CHECK_INT(4096, free_kib[1]);
	keel_free(free_kib);
	CHECK_OK(keel_connection_list_host_cells(connection, &cells, &n));
	CHECK_INT(2, n);
	CHECK_INT(1, cells[1].number);
	CHECK_INT(4096, cells[1].free_kib);
	CHECK_INT(8, cells[1].n_cpus);
	CHECK_INT(8, cells[1].cpus[0]);
	keel_host_cells_free(cells, n);
	CHECK_OK(keel_connection_list_host_cpus(connection, &cpus, &n));
	CHECK_INT(16, n);
	for (i = 0; i < n; i++) {
		CHECK_INT(i, cpus[i].number);
		CHECK_INT(i / 8, cpus[i].cell);
	}
	keel_free(cpus);
	keel_connection_unref(connection);
}

static void test_host_tells_what_it_does(void)
{
	keel_connection *connection = open_libvirt();
	keel_param *params = NULL;
	char **models = NULL;
	uint32_t major;
	uint32_t minor;
	uint32_t micro;
	bool is = false;
	size_t n;

	CHECK_OK(keel_connection_get_host_cpu_statistics(connection, -1, &params, &n));
	CHECK_INT(KEEL_PARAM_TYPE_U64, find_param(params, n, "user")->type);
	find_param(params, n, "kernel");
	find_param(params, n, "idle");
	keel_params_free(params, n);
	params = NULL;
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_connection_get_host_memory_statistics(connection, -1, &params, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_connection_get_host_parameters(connection, &params, &n));
	CHECK(!params);
	CHECK_OK(keel_connection_list_cpu_models(connection, "x86_64", &models, &n));
	CHECK(n > 10);
	CHECK_TEXT("486", models[0]);
	CHECK(!models[n]);
	keel_strings_free(models, n);
	models = NULL;
	CHECK_INVALID(keel_connection_list_cpu_models(connection, "abacus", &models, &n));
	CHECK(!models);
	CHECK_OK(keel_connection_get_driver_version(connection, &major, &minor, &micro));
	CHECK_INT(0, major);
	CHECK_INT(0, minor);
	CHECK_INT(2, micro);
	CHECK_OK(keel_connection_get_driver_version(connection, &major, NULL, NULL));
	CHECK_OK(keel_connection_is_secure(connection, &is));
	CHECK(is);
	CHECK_OK(keel_connection_is_encrypted(connection, &is));
	CHECK(!is);
	keel_connection_unref(connection);
}

static keel_status open_as(const char *username, const char *password, keel_connection **ret)
{
	keel_param credentials[2];
	size_t n = 0;
	char uri[4096];

	snprintf(uri, sizeof(uri), "libvirt+test://%s", getenv("KEEL_TEST_AUTH"));
	if (username)
		credentials[n++] = (keel_param){
			"username", KEEL_PARAM_TYPE_STRING, {.string = username}};
	if (password)
		credentials[n++] = (keel_param){
			"password", KEEL_PARAM_TYPE_STRING, {.string = password}};
	return keel_connection_open_with_credentials(uri, 0, credentials, n, ret);
}

static void test_host_asks_who_is_there(void)
{
	keel_connection *connection = NULL;

	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_as(NULL, NULL, &connection));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_as("alice", NULL, &connection));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_as(NULL, "s3cret & more", &connection));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_as("alice", "s3cret", &connection));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_as("mallory", "s3cret & more", &connection));
	CHECK(!connection);
	CHECK(!strstr(keel_last_error_message(), "s3cret"));
	CHECK_OK(open_as("alice", "s3cret & more", &connection));
	keel_connection_unref(connection);
	CHECK_OK(open_as("guest", NULL, &connection));
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_host_asks_who_is_there);
	RUN(test_host_tells_what_it_is_made_of);
	RUN(test_host_tells_what_it_does);
	RUN(test_connection_opens);
	RUN(test_host_without_uuid_says_so);
	RUN(test_open_refuses);
	DONE();
}
