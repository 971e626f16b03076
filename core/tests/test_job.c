/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Jobs that go on by themselves, and what every job has. Others are in test_save and test_migrate. */

#include "check.h"
#include "jobs.h"

#define TOTAL ((uint64_t)2 << 30)

static void check_info(keel_domain *domain, uint32_t flags, keel_job_type type, uint64_t ms,
		       uint64_t percent)
{
	keel_job_info info;

	CHECK_OK(keel_domain_get_job_info(domain, flags, &info));
	CHECK_INT(type, info.type);
	CHECK_INT(KEEL_JOB_OPERATION_BACKUP, info.operation);
	CHECK_INT(ms, info.elapsed_ms);
	CHECK_INT(TOTAL, info.total);
	CHECK_INT(TOTAL / 100 * percent + TOTAL % 100 * percent / 100, info.processed);
	CHECK_INT(TOTAL - info.processed, info.remaining);
}

/* Moves the clock by a second, by changing the state of another domain. */
static void tick(keel_domain *spare)
{
	bool active;

	CHECK_OK(keel_domain_is_active(spare, &active));
	if (active)
		CHECK_OK(keel_domain_destroy(spare, 0));
	else
		CHECK_OK(keel_domain_start(spare, 0));
}

static void test_backup_goes_on_with_the_clock(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	keel_job_info info;
	int i;

	check_no_job(domain, KEEL_JOB_CURRENT);
	check_no_job(domain, KEEL_JOB_FINISHED);
	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	check_no_job(domain, KEEL_JOB_FINISHED);
	for (i = 0; i < 10; i++) {
		check_info(domain, KEEL_JOB_CURRENT, KEEL_JOB_TYPE_BOUNDED, (uint64_t)i * 1000,
			   (uint64_t)i * 10);
		CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_begin_backup(domain, NULL, 0));
		tick(spare);
	}
	check_no_job(domain, KEEL_JOB_CURRENT);
	check_info(domain, KEEL_JOB_FINISHED, KEEL_JOB_TYPE_COMPLETED, 10000, 100);
	CHECK_OK(keel_domain_get_job_info(domain, KEEL_JOB_FINISHED, &info));
	CHECK_INT(0, info.remaining);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_abort_job(domain));

	/* The one that ended last is told of until the next one has ended. */
	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	check_info(domain, KEEL_JOB_FINISHED, KEEL_JOB_TYPE_COMPLETED, 10000, 100);
	CHECK_OK(keel_domain_abort_job(domain));
	check_info(domain, KEEL_JOB_FINISHED, KEEL_JOB_TYPE_ABORTED, 0, 0);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_backup_waits_where_it_is_held(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	int i;

	CHECK_OK(set_u32(connection, "job_hold", 25));
	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	for (i = 0; i < 5; i++)
		tick(spare);
	check_info(domain, KEEL_JOB_CURRENT, KEEL_JOB_TYPE_BOUNDED, 5000, 30);
	CHECK_OK(set_u32(connection, "job_hold", 0));
	check_info(domain, KEEL_JOB_CURRENT, KEEL_JOB_TYPE_BOUNDED, 5000, 30);
	tick(spare);
	check_info(domain, KEEL_JOB_CURRENT, KEEL_JOB_TYPE_BOUNDED, 6000, 40);

	/* At the very end, too. */
	CHECK_OK(set_u32(connection, "job_hold", 100));
	for (i = 0; i < 8; i++)
		tick(spare);
	check_info(domain, KEEL_JOB_CURRENT, KEEL_JOB_TYPE_BOUNDED, 14000, 100);
	CHECK_OK(set_u32(connection, "job_hold", 0));
	tick(spare);
	check_no_job(domain, KEEL_JOB_CURRENT);
	check_info(domain, KEEL_JOB_FINISHED, KEEL_JOB_TYPE_COMPLETED, 15000, 100);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set_u32(connection, "job_hold", 101));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set_u32(connection, "job_failure", 101));
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_backup_breaks_off(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	int i;

	CHECK_OK(set_u32(connection, "job_failure", 40));
	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	for (i = 0; i < 3; i++)
		tick(spare);
	check_info(domain, KEEL_JOB_CURRENT, KEEL_JOB_TYPE_BOUNDED, 3000, 30);
	tick(spare);
	check_no_job(domain, KEEL_JOB_CURRENT);
	check_info(domain, KEEL_JOB_FINISHED, KEEL_JOB_TYPE_FAILED, 4000, 40);
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_backup_ends_when_the_domain_stops(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");

	/* Pausing and going on does not stop it. */
	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_set_title(domain, "new"));
	check_info(domain, KEEL_JOB_CURRENT, KEEL_JOB_TYPE_BOUNDED, 2000, 20);
	CHECK_OK(keel_domain_destroy(domain, 0));
	check_no_job(domain, KEEL_JOB_CURRENT);
	check_info(domain, KEEL_JOB_FINISHED, KEEL_JOB_TYPE_FAILED, 2000, 20);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_begin_backup(domain, NULL, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	CHECK_OK(keel_domain_shutdown(domain, 0));
	check_info(domain, KEEL_JOB_FINISHED, KEEL_JOB_TYPE_FAILED, 0, 0);

	/* A transient one is gone. */
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_abort_job(domain));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_backups_of_many_domains_go_on_together(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	keel_job_info info;

	CHECK_OK(keel_domain_start(spare, 0));
	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	CHECK_OK(keel_domain_suspend(spare, 0));
	CHECK_OK(keel_domain_begin_backup(spare, NULL, 0));
	CHECK_OK(keel_domain_resume(spare, 0));
	check_info(domain, KEEL_JOB_CURRENT, KEEL_JOB_TYPE_BOUNDED, 2000, 20);
	CHECK_OK(keel_domain_get_job_info(spare, KEEL_JOB_CURRENT, &info));
	CHECK_INT(1000, info.elapsed_ms);
	CHECK_INT(512 << 20, info.total);
	CHECK_OK(keel_domain_abort_job(domain));
	CHECK_OK(keel_domain_suspend(spare, 0));
	CHECK_OK(keel_domain_get_job_info(spare, KEEL_JOB_CURRENT, &info));
	CHECK_INT(2000, info.elapsed_ms);
	/* The host goes with a job at work. */
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_backup_checks_its_element(void)
{
	static const char *const faulty[] = {
		"", "<backup/>", "<domainbackup>", "<domainbackup><disks/><disks/></domainbackup>",
		"<domainbackup><disks><disk/></disks></domainbackup>",
	};
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++)
		CHECK_FAILS(KEEL_STATUS_XML, keel_domain_begin_backup(domain, faulty[i], 0));
	check_no_job(domain, KEEL_JOB_CURRENT);
	CHECK_OK(keel_domain_begin_backup(domain, "<domainbackup mode='push'/>", 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_jobs_check_their_arguments(void)
{
	keel_connection *reader;
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	keel_job_info info = {.elapsed_ms = 7};
	keel_domain *read;

	CHECK_INVALID(keel_domain_get_job_info(NULL, 0, &info));
	CHECK_INVALID(keel_domain_get_job_info(domain, 0, NULL));
	CHECK_INVALID(keel_domain_get_job_info(domain, 2, &info));
	CHECK_INVALID(keel_domain_abort_job(NULL));
	CHECK_INVALID(keel_domain_begin_backup(NULL, NULL, 0));
	CHECK_INVALID(keel_domain_begin_backup(domain, NULL, 1));

	CHECK_OK(keel_domain_undefine(spare, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_job_info(spare, 0, &info));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_abort_job(spare));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_begin_backup(spare, NULL, 0));

	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_READ_ONLY, &reader));
	read = find(reader, "test");
	check_no_job(read, KEEL_JOB_CURRENT);
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_abort_job(read));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_begin_backup(read, NULL, 0));
	keel_domain_unref(read);
	keel_connection_unref(reader);

	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_get_job_info(domain, 0, &info));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_abort_job(domain));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_begin_backup(domain, NULL, 0));
	CHECK_INT(7, info.elapsed_ms);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_backup_goes_on_with_the_clock);
	RUN(test_backup_waits_where_it_is_held);
	RUN(test_backup_breaks_off);
	RUN(test_backup_ends_when_the_domain_stops);
	RUN(test_backups_of_many_domains_go_on_together);
	RUN(test_backup_checks_its_element);
	RUN(test_jobs_check_their_arguments);
	DONE();
}
