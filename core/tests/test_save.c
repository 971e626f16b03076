/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Saving domains of the test driver into files, and restoring them. */

#include "check.h"
#include "jobs.h"

#include <dirent.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of its own for each test, which has to be empty in the end. */
static char folder[64];
static char path[96];

static void begin(void)
{
	strcpy(folder, "/tmp/keel-save-XXXXXX");
	CHECK(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/saved", folder);
}

static void end(void)
{
	unlink(path);
	CHECK_INT(0, rmdir(folder));
}

static bool is_there(void)
{
	return access(path, F_OK) == 0;
}

static void check_operation(keel_domain *domain, keel_job_operation operation, keel_job_type type)
{
	keel_job_info info;

	check_no_job(domain, KEEL_JOB_CURRENT);
	CHECK_OK(keel_domain_get_job_info(domain, KEEL_JOB_FINISHED, &info));
	CHECK_INT(operation, info.operation);
	CHECK_INT(type, info.type);
	CHECK(info.total > 0);
	CHECK_INT(info.total, info.processed + info.remaining);
}

static void test_save_and_restore(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {0};
	keel_domain *restored;
	keel_job_info info;
	uint64_t id;
	bool updated;

	begin();
	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, &heard, NULL, &id));
	write_byte(domain, 5000, 11);
	write_byte(domain, 1 << 30, 12);
	set_weight(domain, 9);
	CHECK_OK(keel_domain_set_memory(domain, 3 << 20));
	CHECK_OK(keel_domain_save(domain, path, 0));
	check_heard(&heard, "4/12 6/12 ");
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_SAVED);
	check_operation(domain, KEEL_JOB_OPERATION_SAVE, KEEL_JOB_TYPE_COMPLETED);
	CHECK_OK(keel_domain_get_job_info(domain, KEEL_JOB_FINISHED, &info));
	CHECK_INT((uint64_t)3 << 30, info.total);
	CHECK_INT(0, info.remaining);
	CHECK_INT(11000, info.elapsed_ms);

	set_weight(domain, 10);
	CHECK_OK(keel_connection_restore_domain(connection, path, 0, &restored));
	CHECK(restored == domain);
	keel_domain_unref(restored);
	check_heard(&heard, "3/13 ");
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_RESTORED);
	check_operation(domain, KEEL_JOB_OPERATION_RESTORE, KEEL_JOB_TYPE_COMPLETED);
	CHECK_INT(11, read_byte(domain, 5000));
	CHECK_INT(12, read_byte(domain, 1 << 30));
	CHECK_INT(9, weight_of(domain));
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(!updated);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_connection_restore_domain(connection, path, 0, NULL));

	/* The file stays; what was defined since is for the next start. */
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_set_title(domain, "later"));
	CHECK_OK(keel_connection_restore_domain(connection, path, KEEL_SAVE_PAUSED, NULL));
	check_state(domain, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_RESTORED);
	check_title(domain, "Test domain");
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(updated);
	CHECK_OK(keel_domain_destroy(domain, 0));
	check_title(domain, "later");
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	end();
}

static void test_flags_say_what_it_is_then(void)
{
	static const struct {
		bool suspended;
		uint32_t save;
		uint32_t restore;
		keel_domain_state state;
	} cases[] = {
		{false, 0, 0, KEEL_DOMAIN_STATE_RUNNING},
		{true, 0, 0, KEEL_DOMAIN_STATE_PAUSED},
		{false, KEEL_SAVE_PAUSED, 0, KEEL_DOMAIN_STATE_PAUSED},
		{true, KEEL_SAVE_RUNNING, 0, KEEL_DOMAIN_STATE_RUNNING},
		{true, KEEL_SAVE_PAUSED, KEEL_SAVE_RUNNING, KEEL_DOMAIN_STATE_RUNNING},
		{false, KEEL_SAVE_RUNNING, KEEL_SAVE_PAUSED, KEEL_DOMAIN_STATE_PAUSED},
	};
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	size_t i;

	begin();
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (cases[i].suspended)
			CHECK_OK(keel_domain_suspend(domain, 0));
		CHECK_OK(keel_domain_save(domain, path, cases[i].save));
		CHECK_OK(keel_connection_restore_domain(connection, path, cases[i].restore, NULL));
		check_state(domain, cases[i].state, KEEL_DOMAIN_REASON_RESTORED);
		if (cases[i].state == KEEL_DOMAIN_STATE_PAUSED)
			CHECK_OK(keel_domain_resume(domain, 0));
	}
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	end();
}

static void test_restore_on_another_host(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_connection *other = open_default();
	keel_domain *there = find(other, "test");
	keel_domain *restored;
	uint32_t n;
	bool truth;

	begin();
	write_byte(domain, 0, 200);
	CHECK_OK(keel_domain_set_title(domain, "from there"));
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_OK(keel_domain_save(domain, path, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_is_active(domain, &truth));

	/* The names and UUIDs of others are theirs. */
	CHECK_OK(keel_domain_destroy(there, 0));
	CHECK_OK(keel_domain_rename(there, "renamed", 0));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_restore_domain(other, path, 0, NULL));
	CHECK_OK(keel_domain_undefine(there, 0));
	keel_domain_unref(there);
	CHECK_OK(keel_connection_create_domain(
		other, "<domain><name>test</name><memory>1</memory></domain>", 0, &there));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_restore_domain(other, path, 0, NULL));
	CHECK_OK(keel_domain_destroy(there, 0));
	CHECK_OK(keel_connection_restore_domain(other, path, 0, &restored));
	check_title(restored, "from there");
	CHECK_INT(200, read_byte(restored, 0));
	CHECK_OK(keel_domain_is_persistent(restored, &truth));
	CHECK(!truth);
	CHECK_OK(keel_connection_count_domains(other, 0, &n));
	CHECK_INT(2, n);
	keel_domain_unref(restored);
	keel_domain_unref(there);
	keel_domain_unref(domain);
	keel_connection_unref(other);
	keel_connection_unref(connection);
	end();
}

/* A thread that saves or restores. */
struct worker {
	pthread_t thread;
	keel_connection *connection;
	/* Restores when there is none. */
	keel_domain *domain;
	keel_status status;
};

static void *work(void *data)
{
	struct worker *self = data;

	if (self->domain)
		self->status = keel_domain_save(self->domain, path, 0);
	else
		self->status = keel_connection_restore_domain(self->connection, path, 0, NULL);
	CHECK(self->status == KEEL_OK || self->status == keel_last_error_status());
	return NULL;
}

static void work_to_hold(struct worker *self, keel_connection *connection, keel_domain *domain)
{
	*self = (struct worker){.connection = connection, .domain = domain};
	CHECK_OK(set_u32(connection, "job_hold", 30));
	CHECK_INT(0, pthread_create(&self->thread, NULL, work, self));
}

static void check_worked(struct worker *self, keel_status status)
{
	CHECK_INT(0, pthread_join(self->thread, NULL));
	CHECK_INT(status, self->status);
}

static void check_empty_folder(void)
{
	DIR *dir = opendir(folder);
	int n = 0;

	CHECK(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	CHECK_INT(2, n);
}

static void test_a_save_that_fails_changes_nothing(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {0};
	struct worker worker;
	uint64_t id;

	begin();
	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, &heard, NULL, &id));
	CHECK_OK(set_u32(connection, "job_failure", 50));
	CHECK_FAILS(KEEL_STATUS_IO, keel_domain_save(domain, path, 0));
	check_heard(&heard, "4/12 5/12 ");
	check_operation(domain, KEEL_JOB_OPERATION_SAVE, KEEL_JOB_TYPE_FAILED);
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	CHECK_OK(set_u32(connection, "job_failure", 0));

	work_to_hold(&worker, connection, domain);
	wait_for_job(domain, 30);
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_save(domain, path, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_abort_job(domain));
	check_worked(&worker, KEEL_STATUS_ABORTED);
	check_operation(domain, KEEL_JOB_OPERATION_SAVE, KEEL_JOB_TYPE_ABORTED);
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);

	work_to_hold(&worker, connection, domain);
	wait_for_job(domain, 30);
	CHECK_OK(keel_domain_destroy(domain, 0));
	check_worked(&worker, KEEL_STATUS_INVALID_STATE);
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_DESTROYED);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_save(domain, path, 0));

	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(set_u32(connection, "job_hold", 0));
	CHECK_FAILS(KEEL_STATUS_IO, keel_domain_save(domain, "/nonesuch/file", 0));
	CHECK_FAILS(KEEL_STATUS_IO, keel_domain_save(domain, "", 0));
	CHECK_FAILS(KEEL_STATUS_IO, keel_domain_save(domain, folder, 0));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);

	work_to_hold(&worker, connection, domain);
	wait_for_job(domain, 30);
	CHECK_OK(keel_connection_close(connection));
	check_worked(&worker, KEEL_STATUS_CLOSED);
	CHECK(!is_there());
	check_empty_folder();
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	end();
}

static void test_a_save_replaces_a_file_at_once(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct worker worker;
	struct stat before;
	struct stat after;

	begin();
	CHECK_OK(keel_domain_save(domain, path, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_INT(0, stat(path, &before));
	CHECK_INT(0, before.st_mode & 077);
	write_byte(domain, 0, 1);
	work_to_hold(&worker, connection, domain);
	wait_for_job(domain, 30);
	CHECK_INT(0, stat(path, &after));
	CHECK(before.st_ino == after.st_ino && before.st_size == after.st_size);
	CHECK_OK(set_u32(connection, "job_hold", 0));
	check_worked(&worker, KEEL_OK);
	CHECK_INT(0, stat(path, &after));
	CHECK_INT(before.st_size + 4104, after.st_size);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	end();
}

static void test_a_restore_that_fails_leaves_no_trace(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {0};
	struct worker worker;
	keel_domain *none = NULL;
	uint64_t id;
	char *xml;

	begin();
	CHECK_OK(keel_domain_get_xml(domain, 0, &xml));
	CHECK_OK(keel_domain_save(domain, path, 0));
	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, &heard, NULL, &id));

	/* Where it was. */
	work_to_hold(&worker, connection, NULL);
	wait_for_job(domain, 30);
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_start(domain, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_rename(domain, "other", 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_undefine(domain, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_connection_define_domain(connection, xml, 0, &none));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_connection_restore_domain(connection, path, 0, &none));
	CHECK_OK(keel_domain_abort_job(domain));
	check_worked(&worker, KEEL_STATUS_ABORTED);
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_SAVED);
	check_operation(domain, KEEL_JOB_OPERATION_RESTORE, KEEL_JOB_TYPE_ABORTED);
	CHECK_OK(set_u32(connection, "job_failure", 100));
	CHECK_OK(set_u32(connection, "job_hold", 0));
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_restore_domain(connection, path, 0, &none));
	check_heard(&heard, "");

	/* Where it was not. */
	CHECK_OK(keel_domain_undefine(domain, 0));
	keel_domain_unref(domain);
	check_heard(&heard, "2/4 ");
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_restore_domain(connection, path, 0, &none));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_name(connection, "test", &none));
	CHECK_OK(set_u32(connection, "job_failure", 0));
	work_to_hold(&worker, connection, NULL);
	while (keel_connection_lookup_domain_by_name(connection, "test", &domain) != KEEL_OK)
		sched_yield();
	wait_for_job(domain, 30);
	CHECK_OK(keel_domain_abort_job(domain));
	check_worked(&worker, KEEL_STATUS_ABORTED);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_start(domain, 0));
	check_heard(&heard, "");
	CHECK(!none);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	keel_free(xml);
	end();
}

static void write_file(const char *bytes, size_t n)
{
	FILE *file = fopen(path, "wb");

	CHECK(file);
	CHECK_INT(n, fwrite(bytes, 1, n, file));
	CHECK_INT(0, fclose(file));
}

static void write_saved(const char *xml, size_t n_pages)
{
	char text[2048];
	int n = snprintf(text, sizeof(text), "keel save 1 %zu %zu\n%s", strlen(xml), n_pages, xml);

	write_file(text, (size_t)n);
}

#define DOMAIN                                                                                     \
	"<domain><name>a</name><uuid>6695eb01-f6a4-4304-b9aa-97f2502e1900</uuid>"                  \
	"<memory>9</memory></domain>"

static void test_faulty_files_are_refused(void)
{
	static const char *const files[] = {
		"",
		"\n",
		"<save/>",
		"keel save 2 0 0\n",
		"keel save 1 0 0",
		"keel save 1 0\n",
		"keel save 1 -1 0\n",
		"keel save 1 99999999999999999999999 0\n",
		"keel save 1 9999999999 0\n",
		"keel save 1 0 0\n",
		"keel save 1 100 0\n<save/>",
	};
	static const char *const faulty[] = {
		"<other/>",
		"<save>" DOMAIN "</save>",
		"<save state='off'>" DOMAIN "</save>",
		"<save state='running'/>",
		"<save state='running'>" DOMAIN DOMAIN "</save>",
		"<save state='running'><domain><name>a</name><memory>9</memory></domain></save>",
		"<save state='running'><scheduler><parameter/></scheduler>" DOMAIN "</save>",
		"<save state='running'><scheduler><parameter name='x' value='1'/></scheduler>" DOMAIN
		"</save>",
		"<save state='running'><scheduler><parameter name='policy' value='1'/>"
		"</scheduler>" DOMAIN "</save>",
		"<save state='running'><scheduler><parameter name='weight' value='x'/>"
		"</scheduler>" DOMAIN "</save>",
	};
	static const char good[] = "<save state='running'><scheduler>"
				   "<parameter name='weight' value='3'/></scheduler>" DOMAIN
				   "</save>";
	static const uint8_t numbers[][3] = {{0, 0}, {1, 0}, {3, 3}, {0, 3}};
	keel_connection *connection = open_default();
	keel_domain *domain = NULL;
	size_t i;

	begin();
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_restore_domain(connection, path, 0, &domain));
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_restore_domain(connection, folder, 0, &domain));
	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		write_file(files[i], strlen(files[i]));
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_connection_restore_domain(connection, path, 0, &domain));
	}
	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++) {
		write_saved(faulty[i], 0);
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_connection_restore_domain(connection, path, 0, &domain));
	}
	write_saved("<save state='running'><scheduler><parameter name='weight' value='0'/>"
		    "</scheduler>" DOMAIN "</save>",
		    0);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_connection_restore_domain(connection, path, 0, &domain));

	/* Pages that lack, are not in order, or are beyond the memory. */
	write_saved(good, 1);
	CHECK_FAILS(KEEL_STATUS_XML, keel_connection_restore_domain(connection, path, 0, &domain));
	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		static uint8_t page[4104];
		FILE *file;
		int k;

		write_saved(good, 2);
		file = fopen(path, "ab");
		CHECK(file);
		for (k = 0; k < 2; k++) {
			page[0] = numbers[i][k];
			CHECK_INT(sizeof(page), fwrite(page, 1, sizeof(page), file));
		}
		CHECK_INT(0, fclose(file));
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_connection_restore_domain(connection, path, 0, &domain));
	}
	CHECK(!domain);
	write_saved(good, 0);
	CHECK_OK(keel_connection_restore_domain(connection, path, 0, &domain));
	CHECK_INT(3, weight_of(domain));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	end();
}

static void test_saving_checks_its_arguments(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	keel_connection *reader;
	keel_domain *none = NULL;
	keel_domain *read;

	begin();
	CHECK_INVALID(keel_domain_save(NULL, path, 0));
	CHECK_INVALID(keel_domain_save(domain, NULL, 0));
	CHECK_INVALID(keel_domain_save(domain, path, 3));
	CHECK_INVALID(keel_domain_save(domain, path, 4));
	CHECK_INVALID(keel_connection_restore_domain(NULL, path, 0, &none));
	CHECK_INVALID(keel_connection_restore_domain(connection, NULL, 0, &none));
	CHECK_INVALID(keel_connection_restore_domain(connection, path, 3, &none));
	CHECK_INVALID(keel_connection_restore_domain(connection, path, 4, &none));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_save(spare, path, 0));
	CHECK_OK(keel_domain_undefine(spare, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_save(spare, path, 0));
	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_READ_ONLY, &reader));
	read = find(reader, "test");
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_save(read, path, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_connection_restore_domain(reader, path, 0, &none));
	keel_domain_unref(read);
	keel_connection_unref(reader);
	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_save(domain, path, 0));
	CHECK_FAILS(KEEL_STATUS_CLOSED,
		    keel_connection_restore_domain(connection, path, 0, &none));
	CHECK(!none && !is_there());
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	end();
}

int main(void)
{
	RUN(test_save_and_restore);
	RUN(test_flags_say_what_it_is_then);
	RUN(test_restore_on_another_host);
	RUN(test_a_save_that_fails_changes_nothing);
	RUN(test_a_save_replaces_a_file_at_once);
	RUN(test_a_restore_that_fails_leaves_no_trace);
	RUN(test_faulty_files_are_refused);
	RUN(test_saving_checks_its_arguments);
	DONE();
}
