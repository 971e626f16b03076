/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A real guest of QEMU's, on a private host. */

#include "guest.h"

static const char *guest;

static void test_host_is_there(void)
{
	keel_connection *connection = open_host("A", 0);
	keel_param *params;
	uint8_t uuid[16];
	uint32_t major;
	bool is;
	size_t n;

	CHECK_OK(keel_connection_get_host_uuid(connection, uuid));
	CHECK_INT(0xaa, uuid[0]);
	CHECK_INT(0x11, uuid[15]);
	CHECK_OK(keel_connection_get_driver_version(connection, &major, NULL, NULL));
	CHECK(major >= 2);
	CHECK_OK(keel_connection_is_secure(connection, &is));
	CHECK(is);
	CHECK_OK(keel_connection_get_host_memory_statistics(connection, -1, &params, &n));
	CHECK(n >= 2);
	keel_params_free(params, n);
	params = NULL;
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_connection_get_host_memory_statistics(connection, 999, &params, &n));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_connection_get_host_cpu_statistics(connection, 99999, &params, &n));
	CHECK(!params);
	keel_connection_unref(connection);
}

static void test_guest_lives(void)
{
	keel_connection *connection = open_host("A", 0);
	keel_domain_info info;
	keel_job_info job;
	keel_domain *domain;
	int64_t id;

	CHECK_OK(keel_connection_define_domain(connection, guest, 0, &domain));
	check_state(KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_UNKNOWN, domain);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_shutdown(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_reset(domain));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_abort_job(domain));
	CHECK_OK(keel_domain_get_job_info(domain, 0, &job));
	CHECK_INT(KEEL_JOB_TYPE_NONE, job.type);
	CHECK_OK(keel_domain_start(domain, 0));
	check_state(KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED, domain);
	CHECK_OK(keel_domain_get_id(domain, &id));
	CHECK(id > 0);
	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(32768, info.memory_kib);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_suspend(domain, 0));
	check_state(KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_USER, domain);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	check_state(KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_RESUMED, domain);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_get_job_info(domain, 0, &job));
	CHECK_INT(KEEL_JOB_TYPE_NONE, job.type);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_abort_job(domain));
	CHECK_OK(keel_domain_reset(domain));
	CHECK_OK(keel_domain_destroy(domain, 0));
	check_state(KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_DESTROYED, domain);
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_start(domain, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_memory_is_read(void)
{
	keel_connection *connection = open_host("A", 0);
	keel_domain *domain;
	uint8_t *bytes;
	size_t n;

	CHECK_OK(keel_connection_create_domain(connection, guest, KEEL_START_PAUSED, &domain));
	/* The BIOS ends with a jump and its date, which are there before the guest runs. */
	CHECK_OK(keel_domain_read_memory(domain, 0xffff0, 16, &bytes, &n));
	CHECK_INT(16, n);
	CHECK_INT(0xea, bytes[0]);
	keel_free(bytes);
	bytes = NULL;
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_read_memory(domain, 32u << 20, 1, &bytes, &n));
	CHECK(!bytes);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_read_memory(domain, UINT64_MAX, 2, &bytes, &n));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_read_memory(domain, 0, (size_t)1 << 40, &bytes, &n));
	/* More than libvirt gives at once. */
	CHECK_OK(keel_domain_read_memory(domain, 0, (size_t)5 << 20, &bytes, &n));
	CHECK_INT((size_t)5 << 20, n);
	CHECK_INT(0xea, bytes[0xffff0]);
	keel_free(bytes);
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_read_memory(domain, 0, 1, &bytes, &n));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_guest_has_statistics(void)
{
	keel_connection *connection = open_host("A", 0);
	keel_domain_statistics *statistics;
	keel_domain *domain;
	keel_param *params;
	uint64_t *times;
	size_t n;

	CHECK_OK(keel_connection_create_domain(connection, guest, KEEL_START_PAUSED, &domain));
	check_state(KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_USER, domain);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_undefine(domain, 0));
	CHECK_OK(keel_domain_get_cpu_statistics(domain, &params, &n));
	find_param(params, n, "time");
	keel_params_free(params, n);
	CHECK_OK(keel_domain_get_memory_statistics(domain, &params, &n));
	CHECK_INT(32768, find_param(params, n, "actual")->value.u64);
	keel_params_free(params, n);
	CHECK_OK(keel_domain_get_vcpu_times(domain, &times, &n));
	CHECK_INT(1, n);
	keel_free(times);
	CHECK_OK(keel_connection_get_domain_statistics(connection, KEEL_STATISTICS_ALL,
						       KEEL_LIST_PAUSED | KEEL_LIST_NO_AUTOSTART,
						       &statistics, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("tiny", keel_domain_get_name(statistics[0].domain));
	find_param(statistics[0].params, statistics[0].n_params, "state.state");
	find_param(statistics[0].params, statistics[0].n_params, "memory.current");
	find_param(statistics[0].params, statistics[0].n_params, "interface.count");
	keel_domain_statistics_free(statistics, n);
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_destroy(domain, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_devices_change(void)
{
	static const char disk[] = "<disk type='file' device='disk'><driver name='qemu' "
				   "type='raw'/><source file='/none'/><target dev='vda' "
				   "bus='virtio'/></disk>";
	static const char other[] = "<disk type='file' device='disk'><source file='/none'/>"
				    "<target dev='vdb' bus='virtio'/></disk>";
	keel_connection *connection = open_host("A", 0);
	keel_domain_disk *disks;
	keel_domain *domain;
	size_t n;

	CHECK_OK(keel_connection_define_domain(connection, guest, 0, &domain));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_attach_device(domain, disk, KEEL_DEVICE_LIVE));
	CHECK_FAILS(KEEL_STATUS_XML, keel_domain_attach_device(domain, "<disk", 0));
	CHECK_OK(keel_domain_attach_device(domain, disk, KEEL_DEVICE_CONFIG));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_domain_attach_device(domain, disk, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_update_device(domain, other, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_detach_device(domain, other, 0));
	CHECK_OK(keel_domain_list_disks(domain, &disks, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("vda", disks[0].target);
	CHECK_TEXT("raw", disks[0].format);
	keel_domain_disks_free(disks, n);
	CHECK_OK(keel_domain_detach_device(domain, disk, 0));
	CHECK_OK(keel_domain_list_disks(domain, &disks, &n));
	CHECK_INT(0, n);
	keel_domain_disks_free(disks, n);
	CHECK_OK(keel_domain_undefine(domain, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_guest_is_saved_and_restored(void)
{
	keel_connection *connection = open_host("A", 0);
	keel_domain *domain;
	keel_domain *restored;
	keel_job_info job;
	char path[4096];

	snprintf(path, sizeof(path), "%s/A/home/saved", getenv("KEEL_TEST_FOLDER"));
	CHECK_OK(keel_connection_define_domain(connection, guest, 0, &domain));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_FAILS(KEEL_STATUS_IO, keel_domain_save(domain, "/no/such/folder/file", 0));
	CHECK_OK(keel_domain_save(domain, path, KEEL_SAVE_PAUSED));
	check_state(KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_SAVED, domain);
	CHECK_OK(keel_connection_restore_domain(connection, path, 0, &restored));
	CHECK_TEXT("tiny", keel_domain_get_name(restored));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_connection_restore_domain(connection, path, 0, NULL));
	keel_domain_unref(restored);
	CHECK_OK(keel_domain_get_job_info(domain, KEEL_JOB_FINISHED, &job));
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_undefine(domain, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_read_only_is_refused(void)
{
	keel_connection *connection = open_host("A", KEEL_OPEN_READ_ONLY);
	keel_domain *domain = NULL;
	uint32_t n;

	CHECK_OK(keel_connection_count_domains(connection, 0, &n));
	CHECK_INT(0, n);
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_connection_define_domain(connection, guest, 0, &domain));
	CHECK(!domain);
	keel_connection_unref(connection);
}

static void sleep_ms(long ms)
{
	struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&time, NULL);
}

/* The host drops clients that do not answer within 2 s; one that need not answer is not asked. */
static void test_idle_connection_stays(void)
{
	keel_connection *connection = open_host("A", 0);
	uint32_t n;
	bool alive;

	sleep_ms(3500);
	CHECK_OK(keel_connection_is_alive(connection, &alive));
	CHECK(alive);
	CHECK_OK(keel_connection_count_domains(connection, 0, &n));
	keel_connection_unref(connection);
}

static void hear(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		 int32_t detail, void *user_data)
{
	char *heard = user_data;

	(void)connection;
	snprintf(heard + strlen(heard), 16, "%d/%d ", (int)event, (int)detail);
	CHECK_TEXT("tiny", keel_domain_get_name(domain));
}

/* All the way, from QEMU to a callback inside keel_event_dispatch(). */
static void test_guest_is_heard_of(void)
{
	keel_connection *connection;
	char heard[256] = "";
	keel_domain *domain;
	uint64_t id;
	int i;

	connection = open_host("A", 0);
	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, heard, NULL, &id));
	CHECK_OK(keel_connection_create_domain(connection, guest, 0, &domain));
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_destroy(domain, 0));
	keel_domain_unref(domain);
	for (i = 0; i < 200 && !strstr(heard, "6/9 "); i++)
		CHECK_OK(keel_event_dispatch(50, NULL));
	CHECK_TEXT("5/6 3/5 4/6 5/6 6/9 ", heard);
	CHECK_OK(keel_connection_remove_listener(connection, id));
	keel_connection_unref(connection);
}

int main(int argc, char **argv)
{
	guest = read_guest(argc, argv);
	RUN(test_host_is_there);
	RUN(test_guest_lives);
	RUN(test_memory_is_read);
	RUN(test_guest_has_statistics);
	RUN(test_devices_change);
	RUN(test_guest_is_saved_and_restored);
	RUN(test_read_only_is_refused);
	RUN(test_idle_connection_stays);
	RUN(test_guest_is_heard_of);
	DONE();
}
