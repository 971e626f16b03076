/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Migration between two hosts of the test driver. */

#include "check.h"
#include "jobs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#define HERE "11111111-1111-4111-8111-111111111111"
#define THERE "22222222-2222-4222-8222-222222222222"
#define UUID "6695eb01-f6a4-4304-b9aa-97f2502e193f"

#define MOVER                                                                                      \
	"<domain state='running'><name>mover</name><uuid>" UUID "</uuid><title>Mover</title>"      \
	"<metadata><entry key='k'>v</entry></metadata><tags><tag>a</tag><tag>b</tag></tags>"       \
	"<memory unit='MiB'>8</memory><vcpu>3</vcpu></domain>"

/* Opens a host of its own, which the file describes until it is open. */
static keel_connection *open_host_with(const char *name, const char *uuid, const char *domains,
				       uint32_t flags)
{
	char folder[] = "/tmp/keel-migrate-XXXXXX";
	keel_connection *connection;
	char path[64];
	char uri[96];
	FILE *file;

	CHECK(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/host.xml", folder);
	snprintf(uri, sizeof(uri), "test://%s", path);
	file = fopen(path, "w");
	CHECK(file);
	fprintf(file,
		"<host><name>%s</name><uuid>%s</uuid><memory>1</memory><domains>%s</domains></host>",
		name, uuid, domains);
	CHECK_INT(0, fclose(file));
	CHECK_OK(keel_connection_open(uri, flags, &connection));
	CHECK_INT(0, unlink(path));
	CHECK_INT(0, rmdir(folder));
	return connection;
}

static keel_connection *open_host(const char *uuid, const char *domains)
{
	return open_host_with("host", uuid, domains, 0);
}

/* Two hosts, the domain on the first, and what is heard on both. */
struct scene {
	keel_connection *here;
	keel_connection *there;
	keel_domain *domain;
	struct heard heard_here;
	struct heard heard_there;
};

static void set_scene(struct scene *self)
{
	uint64_t id;

	memset(self, 0, sizeof(*self));
	self->here = open_host(HERE, MOVER);
	self->there = open_host(THERE, "");
	self->domain = find(self->here, "mover");
	CHECK_OK(keel_connection_add_domain_listener(self->here, NULL, hear, &self->heard_here,
						     NULL, &id));
	CHECK_OK(keel_connection_add_domain_listener(self->there, NULL, hear, &self->heard_there,
						     NULL, &id));
}

static void clear_scene(struct scene *self)
{
	keel_domain_unref(self->domain);
	keel_connection_unref(self->here);
	keel_connection_unref(self->there);
}

static void check_domains(keel_connection *connection, uint32_t wanted)
{
	uint32_t n;

	CHECK_OK(keel_connection_count_domains(connection, 0, &n));
	CHECK_INT(wanted, n);
}

/* It is here as before, and there is no trace of it there. */
static void check_stayed(struct scene *self)
{
	keel_domain *none = NULL;
	uint8_t uuid[KEEL_UUID_SIZE];

	check_state(self->domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	check_no_job(self->domain, KEEL_JOB_CURRENT);
	check_domains(self->here, 1);
	check_domains(self->there, 0);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_name(self->there, "mover", &none));
	CHECK_OK(keel_domain_get_uuid(self->domain, uuid));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_uuid(self->there, uuid, &none));
	CHECK(!none);
}

static void check_finished(keel_domain *domain, keel_job_operation operation, keel_job_type type)
{
	keel_job_info info;

	CHECK_OK(keel_domain_get_job_info(domain, KEEL_JOB_FINISHED, &info));
	CHECK_INT(operation, info.operation);
	CHECK_INT(type, info.type);
	CHECK(info.total == 8 << 20 || info.total == 4 << 20);
	CHECK_INT(info.total, info.processed + info.remaining);
	CHECK(type != KEEL_JOB_TYPE_COMPLETED || info.remaining == 0);
}

static void test_migration_moves_everything(void)
{
	struct scene scene;
	keel_domain *moved;
	uint8_t uuid[KEEL_UUID_SIZE];
	uint8_t other[KEEL_UUID_SIZE];
	keel_domain_info info;
	bool persistent;
	char **tags;
	char *text;
	size_t n;

	set_scene(&scene);
	write_byte(scene.domain, 70000, 42);
	set_weight(scene.domain, 77);
	CHECK_OK(keel_domain_set_memory(scene.domain, 4096));
	CHECK_OK(keel_domain_migrate(scene.domain, scene.there, 0, NULL, 0, &moved));
	CHECK(moved != scene.domain);
	check_heard(&scene.heard_here, "4/11 6/11 ");
	check_heard(&scene.heard_there, "3/11 5/11 ");
	check_state(scene.domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_MIGRATED);
	check_state(moved, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_MIGRATED);
	check_finished(scene.domain, KEEL_JOB_OPERATION_MIGRATE_OUT, KEEL_JOB_TYPE_COMPLETED);
	check_finished(moved, KEEL_JOB_OPERATION_MIGRATE_IN, KEEL_JOB_TYPE_COMPLETED);
	check_no_job(scene.domain, KEEL_JOB_CURRENT);
	check_no_job(moved, KEEL_JOB_CURRENT);

	CHECK_TEXT("mover", keel_domain_get_name(moved));
	CHECK_OK(keel_domain_get_uuid(scene.domain, uuid));
	CHECK_OK(keel_domain_get_uuid(moved, other));
	CHECK(memcmp(uuid, other, sizeof(uuid)) == 0);
	check_title(moved, "Mover");
	CHECK_OK(keel_domain_get_metadata(moved, "k", &text));
	CHECK_TEXT("v", text);
	keel_free(text);
	CHECK_OK(keel_domain_get_tags(moved, &tags, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("b", tags[1]);
	keel_strings_free(tags, n);
	CHECK_OK(keel_domain_get_info(moved, &info));
	CHECK_INT(3, info.vcpus);
	CHECK_INT(8192, info.max_memory_kib);
	CHECK_INT(4096, info.memory_kib);
	CHECK_INT(42, read_byte(moved, 70000));
	CHECK_INT(77, weight_of(moved));
	CHECK_OK(keel_domain_is_persistent(moved, &persistent));
	CHECK(!persistent);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_set_autostart(moved, true));

	/* It stays here as a configuration, and has lost its memory. */
	CHECK_OK(keel_domain_start(scene.domain, 0));
	CHECK_INT(0, read_byte(scene.domain, 70000));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_domain_migrate(moved, scene.here, 0, NULL, 0, NULL));
	CHECK_OK(keel_domain_destroy(scene.domain, 0));
	CHECK_OK(keel_domain_undefine(scene.domain, 0));

	/* And back: there it was transient, so it is gone. */
	CHECK_OK(keel_domain_migrate(moved, scene.here, 0, NULL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_info(moved, &info));
	check_domains(scene.there, 0);
	keel_domain_unref(moved);
	moved = find(scene.here, "mover");
	CHECK_INT(42, read_byte(moved, 70000));
	keel_domain_unref(moved);
	clear_scene(&scene);
}

static void test_flags_say_what_it_is_then(void)
{
	struct scene scene;
	keel_domain *again;
	keel_domain *moved;
	bool truth;
	char *xml;

	set_scene(&scene);
	CHECK_OK(keel_domain_get_xml(scene.domain, 0, &xml));
	CHECK_OK(keel_connection_define_domain(scene.here, xml, 0, &again));
	keel_domain_unref(again);
	keel_free(xml);
	check_heard(&scene.heard_here, "1/2 ");
	CHECK_OK(keel_domain_migrate(scene.domain, scene.there,
				     KEEL_MIGRATE_LIVE | KEEL_MIGRATE_PAUSED |
					     KEEL_MIGRATE_PERSIST | KEEL_MIGRATE_UNDEFINE_SOURCE,
				     NULL, 0, &moved));
	check_heard(&scene.heard_here, "6/11 2/4 ");
	check_heard(&scene.heard_there, "1/1 3/11 4/11 ");
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_is_persistent(scene.domain, &truth));
	check_state(moved, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_MIGRATED);
	CHECK_OK(keel_domain_is_persistent(moved, &truth));
	CHECK(truth);
	CHECK_OK(keel_domain_is_updated(moved, &truth));
	CHECK(truth);
	CHECK_OK(keel_domain_resume(moved, 0));
	CHECK_OK(keel_domain_suspend(moved, 0));
	keel_domain_unref(scene.domain);

	/* One that is paused stays so, and is not paused for the job. */
	check_heard(&scene.heard_there, "5/6 4/6 ");
	CHECK_OK(keel_domain_migrate(moved, scene.here, 0, NULL, 0, &scene.domain));
	check_heard(&scene.heard_there, "6/11 ");
	check_heard(&scene.heard_here, "3/11 4/11 ");
	check_state(scene.domain, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_MIGRATED);
	check_state(moved, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_MIGRATED);
	keel_domain_unref(moved);
	clear_scene(&scene);
}

static void test_a_host_is_told_by_its_uuid(void)
{
	keel_connection *here = open_host_with("one", HERE, MOVER, 0);
	keel_connection *same = open_host_with("two", HERE, "", 0);
	keel_domain *domain = find(here, "mover");

	CHECK_FAILS(KEEL_STATUS_SAME_HOST, keel_domain_migrate(domain, same, 0, NULL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_SAME_HOST, keel_domain_migrate(domain, here, 0, NULL, 0, NULL));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	keel_domain_unref(domain);
	keel_connection_unref(same);
	keel_connection_unref(here);
}

/* A thread that migrates the domain of a scene. */
struct mover {
	pthread_t thread;
	struct scene *scene;
	uint32_t flags;
	keel_status status;
	keel_domain *moved;
};

static void *move(void *data)
{
	struct mover *self = data;

	self->status = keel_domain_migrate(self->scene->domain, self->scene->there, self->flags,
					   NULL, 0, &self->moved);
	CHECK(self->status == KEEL_OK || self->status == keel_last_error_status());
	return NULL;
}

/* Begins a migration and waits until it is held, by a parameter of either host. */
static void move_to_hold(struct mover *self, struct scene *scene, bool there, uint32_t flags)
{
	*self = (struct mover){.scene = scene, .flags = flags};
	set_scene(scene);
	CHECK_OK(set_u32(there ? scene->there : scene->here, "job_hold", 50));
	CHECK_INT(0, pthread_create(&self->thread, NULL, move, self));
	wait_for_job(scene->domain, 50);
}

static void check_moved(struct mover *self, keel_status status)
{
	CHECK_INT(0, pthread_join(self->thread, NULL));
	CHECK_INT(status, self->status);
	CHECK(!self->moved == (status != KEEL_OK));
	keel_domain_unref(self->moved);
}

static void test_a_migration_can_be_watched(void)
{
	struct scene scene;
	struct mover mover;
	keel_job_info info;
	keel_domain *arriving;
	keel_domain *other;

	move_to_hold(&mover, &scene, true, 0);
	info = wait_for_job(scene.domain, 50);
	CHECK_INT(KEEL_JOB_OPERATION_MIGRATE_OUT, info.operation);
	CHECK_INT(8 << 20, info.total);
	CHECK_INT(4 << 20, info.processed);
	CHECK_INT(4 << 20, info.remaining);
	/* It is paused meanwhile, which is a change of state of its own. */
	CHECK_INT(6000, info.elapsed_ms);
	check_state(scene.domain, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_MIGRATED);
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_resume(scene.domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_suspend(scene.domain, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_begin_backup(scene.domain, NULL, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY,
		    keel_domain_migrate(scene.domain, scene.there, 0, NULL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_create_snapshot(scene.domain, NULL, 0, NULL));

	/* On the other side it has its place, and cannot be used. */
	arriving = find(scene.there, "mover");
	check_state(arriving, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_DEFINED);
	info = wait_for_job(arriving, 50);
	CHECK_INT(KEEL_JOB_OPERATION_MIGRATE_IN, info.operation);
	CHECK_INT(5000, info.elapsed_ms);
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_start(arriving, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_undefine(arriving, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_rename(arriving, "other", 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_set_autostart(arriving, true));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_create_snapshot(arriving, NULL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_connection_define_domain(scene.there, MOVER, 0, &other));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_destroy(arriving, 0));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_create_domain(scene.there, MOVER, 0, &other));

	CHECK_OK(set_u32(scene.there, "job_hold", 0));
	CHECK_INT(0, pthread_join(mover.thread, NULL));
	CHECK_OK(mover.status);
	CHECK(mover.moved == arriving);
	keel_domain_unref(mover.moved);
	check_state(arriving, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_MIGRATED);
	keel_domain_unref(arriving);
	clear_scene(&scene);
}

static void test_a_live_migration_takes_along_what_happens_meanwhile(void)
{
	struct scene scene;
	struct mover mover;

	move_to_hold(&mover, &scene, false, KEEL_MIGRATE_LIVE);
	check_state(scene.domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	write_byte(scene.domain, 1, 99);
	CHECK_OK(keel_domain_set_title(scene.domain, "meanwhile"));
	CHECK_OK(keel_domain_set_memory(scene.domain, 2048));
	set_weight(scene.domain, 5);
	CHECK_OK(keel_domain_suspend(scene.domain, 0));
	CHECK_OK(set_u32(scene.here, "job_hold", 0));
	CHECK_INT(0, pthread_join(mover.thread, NULL));
	CHECK_OK(mover.status);
	CHECK_INT(99, read_byte(mover.moved, 1));
	check_title(mover.moved, "meanwhile");
	CHECK_INT(5, weight_of(mover.moved));
	check_state(mover.moved, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_MIGRATED);
	keel_domain_unref(mover.moved);
	clear_scene(&scene);
}

static void test_a_migration_can_be_aborted(void)
{
	struct scene scene;
	struct mover mover;
	keel_domain *arriving;
	bool active;

	move_to_hold(&mover, &scene, false, 0);
	arriving = find(scene.there, "mover");
	CHECK_OK(keel_domain_abort_job(scene.domain));
	check_state(scene.domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	check_moved(&mover, KEEL_STATUS_ABORTED);
	check_stayed(&scene);
	check_heard(&scene.heard_here, "4/11 5/11 ");
	check_heard(&scene.heard_there, "");
	check_finished(scene.domain, KEEL_JOB_OPERATION_MIGRATE_OUT, KEEL_JOB_TYPE_ABORTED);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_is_active(arriving, &active));
	keel_domain_unref(arriving);

	/* It can be made again. */
	CHECK_OK(set_u32(scene.here, "job_hold", 0));
	CHECK_OK(keel_domain_migrate(scene.domain, scene.there, 0, NULL, 0, NULL));
	check_domains(scene.there, 1);
	clear_scene(&scene);

	/* The other side can abort it, too. */
	move_to_hold(&mover, &scene, true, 0);
	arriving = find(scene.there, "mover");
	wait_for_job(arriving, 50);
	CHECK_OK(keel_domain_abort_job(arriving));
	check_moved(&mover, KEEL_STATUS_ABORTED);
	check_stayed(&scene);
	check_finished(scene.domain, KEEL_JOB_OPERATION_MIGRATE_OUT, KEEL_JOB_TYPE_ABORTED);
	keel_domain_unref(arriving);
	clear_scene(&scene);
}

static void test_a_migration_breaks_off(void)
{
	struct scene scene;
	int there;

	for (there = 0; there < 2; there++) {
		set_scene(&scene);
		CHECK_OK(set_u32(there ? scene.there : scene.here, "job_failure", 50));
		CHECK_FAILS(KEEL_STATUS_IO,
			    keel_domain_migrate(scene.domain, scene.there, 0, NULL, 0, NULL));
		check_stayed(&scene);
		check_heard(&scene.heard_here, "4/11 5/11 ");
		check_heard(&scene.heard_there, "");
		check_finished(scene.domain, KEEL_JOB_OPERATION_MIGRATE_OUT, KEEL_JOB_TYPE_FAILED);
		clear_scene(&scene);
	}
}

static void test_a_connection_closes_meanwhile(void)
{
	struct scene scene;
	struct mover mover;
	int there;

	/* Whichever host it is held on. */
	for (there = 0; there < 2; there++) {
		move_to_hold(&mover, &scene, there, 0);
		CHECK_OK(keel_connection_close(scene.there));
		check_moved(&mover, KEEL_STATUS_CLOSED);
		check_state(scene.domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
		check_no_job(scene.domain, KEEL_JOB_CURRENT);
		CHECK_FAILS(KEEL_STATUS_CLOSED,
			    keel_domain_migrate(scene.domain, scene.there, 0, NULL, 0, NULL));
		clear_scene(&scene);

		move_to_hold(&mover, &scene, there, 0);
		CHECK_OK(keel_connection_close(scene.here));
		check_moved(&mover, KEEL_STATUS_CLOSED);
		check_domains(scene.there, 0);
		clear_scene(&scene);
	}
}

static void test_the_domain_stops_meanwhile(void)
{
	struct scene scene;
	struct mover mover;

	move_to_hold(&mover, &scene, true, 0);
	CHECK_OK(keel_domain_destroy(scene.domain, 0));
	check_finished(scene.domain, KEEL_JOB_OPERATION_MIGRATE_OUT, KEEL_JOB_TYPE_FAILED);
	/* Its next life has nothing to do with that job. */
	CHECK_OK(keel_domain_start(scene.domain, 0));
	CHECK_OK(keel_domain_begin_backup(scene.domain, NULL, 0));
	check_moved(&mover, KEEL_STATUS_INVALID_STATE);
	CHECK_OK(keel_domain_abort_job(scene.domain));
	check_stayed(&scene);
	clear_scene(&scene);

	/* It is gone altogether. */
	move_to_hold(&mover, &scene, false, KEEL_MIGRATE_LIVE);
	CHECK_OK(keel_domain_undefine(scene.domain, 0));
	CHECK_OK(keel_domain_shutdown(scene.domain, 0));
	check_moved(&mover, KEEL_STATUS_INVALID_STATE);
	check_domains(scene.here, 0);
	check_domains(scene.there, 0);
	clear_scene(&scene);
}

static void test_the_place_is_taken(void)
{
	static const char *const others[] = {
		"<domain><name>mover</name><memory>1</memory></domain>",
		"<domain><name>other</name><uuid>" UUID "</uuid><memory>1</memory></domain>",
	};
	keel_param name = {"name", KEEL_PARAM_TYPE_STRING, {.string = "free"}};
	size_t i;

	for (i = 0; i < 2; i++) {
		keel_connection *here = open_host(HERE, MOVER);
		keel_connection *there = open_host(THERE, others[i]);
		keel_domain *domain = find(here, "mover");

		CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
			    keel_domain_migrate(domain, there, 0, NULL, 0, NULL));
		check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
		check_no_job(domain, KEEL_JOB_FINISHED);
		check_domains(there, 1);
		if (i == 0)
			CHECK_OK(keel_domain_migrate(domain, there, 0, &name, 1, NULL));
		keel_domain_unref(domain);
		keel_connection_unref(here);
		keel_connection_unref(there);
	}
}

static keel_status move_with(struct scene *scene, const char *name, const char *text)
{
	keel_param param = {name, KEEL_PARAM_TYPE_STRING, {.string = text}};
	keel_domain *moved = NULL;
	keel_status status = keel_domain_migrate(scene->domain, scene->there, 0, &param, 1, &moved);

	CHECK(!moved);
	return status;
}

static void test_parameters_are_checked(void)
{
	static const char like[] = "<domain><name>like</name><title>There</title>"
				   "<memory unit='MiB'>8</memory><vcpu>3</vcpu></domain>";
	keel_param params[] = {
		{"name", KEEL_PARAM_TYPE_STRING, {.string = "new"}},
		{"xml", KEEL_PARAM_TYPE_STRING, {.string = like}},
		{"uri", KEEL_PARAM_TYPE_STRING, {.string = "tcp://there"}},
		{"bandwidth", KEEL_PARAM_TYPE_U64, {.u64 = 100}},
		{"bandwidth", KEEL_PARAM_TYPE_I32, {.i32 = -1}},
	};
	struct scene scene;
	keel_domain *moved;

	set_scene(&scene);
	CHECK_INVALID(move_with(&scene, "nonesuch", "x"));
	CHECK_INVALID(move_with(&scene, "bandwidth", "x"));
	CHECK_INVALID(move_with(&scene, "name", "a/b"));
	CHECK_INVALID(move_with(&scene, "name", ""));
	CHECK_INVALID(move_with(&scene, "name", NULL));
	CHECK_INVALID(move_with(&scene, "uri", "there"));
	CHECK_INVALID(move_with(&scene, "uri", "://there"));
	CHECK_FAILS(KEEL_STATUS_XML, move_with(&scene, "xml", "<domain/>"));
	CHECK_INVALID(move_with(&scene, "xml", "<domain><name>a</name><memory>1</memory></domain>"));
	CHECK_INVALID(move_with(&scene, "xml",
				"<domain><name>a</name><memory unit='MiB'>8</memory></domain>"));
	CHECK_INVALID(move_with(&scene, "xml",
				"<domain><name>a</name><uuid>" THERE "</uuid>"
				"<memory unit='MiB'>8</memory><vcpu>3</vcpu></domain>"));
	CHECK_INVALID(keel_domain_migrate(scene.domain, scene.there, 0, params + 3, 2, NULL));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_migrate(scene.domain, scene.there, 0, params + 4, 1, NULL));
	check_stayed(&scene);
	check_no_job(scene.domain, KEEL_JOB_FINISHED);

	CHECK_OK(keel_domain_migrate(scene.domain, scene.there, 0, params, 4, &moved));
	CHECK_TEXT("new", keel_domain_get_name(moved));
	check_title(moved, "There");
	keel_domain_unref(moved);
	clear_scene(&scene);

	/* Without a name of its own, it gets that of the configuration. */
	set_scene(&scene);
	CHECK_OK(keel_domain_migrate(scene.domain, scene.there, 0, params + 1, 1, &moved));
	CHECK_TEXT("like", keel_domain_get_name(moved));
	keel_domain_unref(moved);
	clear_scene(&scene);
}

static void test_migration_checks_its_arguments(void)
{
	keel_connection *reader = open_host_with("host", THERE, MOVER, KEEL_OPEN_READ_ONLY);
	keel_domain *read = find(reader, "mover");
	keel_domain *moved = NULL;
	struct scene scene;

	set_scene(&scene);
	CHECK_INVALID(keel_domain_migrate(NULL, scene.there, 0, NULL, 0, &moved));
	CHECK_INVALID(keel_domain_migrate(scene.domain, NULL, 0, NULL, 0, &moved));
	CHECK(strstr(keel_last_error_message(), "destination"));
	CHECK_INVALID(keel_domain_migrate(scene.domain, (keel_connection *)(void *)read, 0, NULL, 0,
					  &moved));
	CHECK(strstr(keel_last_error_message(), "destination"));
	CHECK_INVALID(keel_domain_migrate(scene.domain, scene.there, 16, NULL, 0, &moved));
	CHECK_INVALID(keel_domain_migrate(scene.domain, scene.there, 0, NULL, 1, &moved));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_domain_migrate(scene.domain, reader, 0, NULL, 0, &moved));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_domain_migrate(read, scene.here, 0, NULL, 0, &moved));
	check_stayed(&scene);
	CHECK_OK(keel_domain_destroy(scene.domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_migrate(scene.domain, scene.there, 0, NULL, 0, &moved));
	CHECK_OK(keel_domain_undefine(scene.domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_domain_migrate(scene.domain, scene.there, 0, NULL, 0, &moved));
	CHECK_OK(keel_connection_close(scene.here));
	CHECK_FAILS(KEEL_STATUS_CLOSED,
		    keel_domain_migrate(scene.domain, scene.there, 0, NULL, 0, &moved));
	CHECK(!moved);
	clear_scene(&scene);
	keel_domain_unref(read);
	keel_connection_unref(reader);
}

#define N_MOVES 50

/* Moves a domain to and fro. */
struct traveller {
	keel_connection *homes[2];
	const char *name;
};

static void *travel(void *data)
{
	struct traveller *self = data;
	keel_domain *domain = find(self->homes[0], self->name);
	int i;

	for (i = 0; i < N_MOVES; i++) {
		keel_domain *moved;

		write_byte(domain, (uint64_t)i * 4096, (uint8_t)i);
		CHECK_OK(keel_domain_migrate(domain, self->homes[(i + 1) % 2],
					     KEEL_MIGRATE_PERSIST | KEEL_MIGRATE_UNDEFINE_SOURCE |
						     (i % 3 ? KEEL_MIGRATE_LIVE : 0),
					     NULL, 0, &moved));
		CHECK_INT(i, read_byte(moved, (uint64_t)i * 4096));
		keel_domain_unref(domain);
		domain = moved;
	}
	CHECK_INT(1, read_byte(domain, 4096));
	keel_domain_unref(domain);
	return NULL;
}

static void test_opposite_migrations_at_the_same_time(void)
{
	keel_connection *here = open_host(HERE, MOVER);
	keel_connection *there = open_host(THERE, "<domain state='running'><name>other</name>"
						  "<memory unit='MiB'>4</memory></domain>");
	struct traveller travellers[2] = {
		{{here, there}, "mover"},
		{{there, here}, "other"},
	};
	pthread_t threads[2];
	int i;

	for (i = 0; i < 2; i++)
		CHECK_INT(0, pthread_create(&threads[i], NULL, travel, &travellers[i]));
	for (i = 0; i < 2; i++)
		CHECK_INT(0, pthread_join(threads[i], NULL));
	check_domains(here, 1);
	check_domains(there, 1);
	keel_connection_unref(here);
	keel_connection_unref(there);
}

static keel_connection *hosts[2];
static atomic_bool done;

/* What the other threads make fail. */
static bool may_fail(keel_status status)
{
	CHECK(status == KEEL_OK || status == keel_last_error_status());
	return status == KEEL_OK;
}

static void *move_and_count(void *data)
{
	int *n = data;
	int i;

	for (i = 0; *n < N_MOVES / 5; i++) {
		keel_domain *domain;

		if (keel_connection_lookup_domain_by_name(hosts[i % 2], "mover", &domain))
			continue;
		if (may_fail(keel_domain_migrate(
			    domain, hosts[(i + 1) % 2],
			    KEEL_MIGRATE_PERSIST | KEEL_MIGRATE_UNDEFINE_SOURCE |
				    (i & 2 ? KEEL_MIGRATE_LIVE : 0),
			    NULL, 0, NULL)))
			++*n;
		keel_domain_unref(domain);
	}
	return NULL;
}

static void *disturb(void *data)
{
	int i = 0;

	(void)data;
	while (!atomic_load(&done)) {
		keel_snapshot *snapshot;
		keel_job_info info;
		keel_domain *domain;

		i++;
		nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
		if (keel_connection_lookup_domain_by_name(hosts[i / 2 % 2], "mover", &domain))
			continue;
		may_fail(keel_domain_get_job_info(domain, KEEL_JOB_CURRENT, &info));
		if (i % 7 == 0)
			may_fail(keel_domain_abort_job(domain));
		if (i % 11 == 0)
			may_fail(keel_domain_destroy(domain, 0));
		may_fail(keel_domain_start(domain, 0));
		may_fail(keel_domain_begin_backup(domain, NULL, 0));
		if (may_fail(keel_domain_create_snapshot(domain, NULL, 0, &snapshot))) {
			may_fail(keel_snapshot_revert(snapshot, KEEL_SNAPSHOT_REVERT_RUNNING));
			may_fail(keel_snapshot_delete(snapshot, 0));
			keel_snapshot_unref(snapshot);
		}
		may_fail(keel_domain_abort_job(domain));
		keel_domain_unref(domain);
	}
	return NULL;
}

/* Whatever happens, there is one of it in the end. */
static void test_migrations_that_others_disturb(void)
{
	pthread_t movers[2];
	pthread_t others[2];
	int n_moved[2] = {0, 0};
	uint32_t n[2];
	int i;

	atomic_store(&done, false);
	hosts[0] = open_host(HERE, MOVER);
	hosts[1] = open_host(THERE, "");
	for (i = 0; i < 2; i++) {
		CHECK_INT(0, pthread_create(&others[i], NULL, disturb, NULL));
		CHECK_INT(0, pthread_create(&movers[i], NULL, move_and_count, &n_moved[i]));
	}
	for (i = 0; i < 2; i++)
		CHECK_INT(0, pthread_join(movers[i], NULL));
	atomic_store(&done, true);
	for (i = 0; i < 2; i++) {
		CHECK_INT(0, pthread_join(others[i], NULL));
		CHECK_OK(keel_connection_count_domains(hosts[i], 0, &n[i]));
	}
	CHECK_INT(1, n[0] + n[1]);
	CHECK_INT((n_moved[0] + n_moved[1]) % 2, n[1]);
	keel_connection_unref(hosts[0]);
	keel_connection_unref(hosts[1]);
}

int main(void)
{
	RUN(test_migration_moves_everything);
	RUN(test_flags_say_what_it_is_then);
	RUN(test_a_host_is_told_by_its_uuid);
	RUN(test_a_migration_can_be_watched);
	RUN(test_a_live_migration_takes_along_what_happens_meanwhile);
	RUN(test_a_migration_can_be_aborted);
	RUN(test_a_migration_breaks_off);
	RUN(test_a_connection_closes_meanwhile);
	RUN(test_the_domain_stops_meanwhile);
	RUN(test_the_place_is_taken);
	RUN(test_parameters_are_checked);
	RUN(test_migration_checks_its_arguments);
	RUN(test_opposite_migrations_at_the_same_time);
	RUN(test_migrations_that_others_disturb);
	DONE();
}
