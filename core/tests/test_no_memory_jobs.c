/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Jobs, migration, files and snapshots without memory. */

#include "no_memory.h"
#include "jobs.h"

#include <dirent.h>
#include <unistd.h>

static void test_backup_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_job_info info;

	EACH_FAILS(keel_domain_begin_backup(domain, "<domainbackup><disks/></domainbackup>", 0),
		   keel_domain_get_job_info(domain, 0, &info) == KEEL_OK &&
			   info.type == KEEL_JOB_TYPE_NONE,
		   KEEL_STATUS_XML);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_snapshots_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *snapshot = NULL;
	keel_snapshot **list = NULL;
	char *text = NULL;
	size_t n = 0;
	size_t i;

	write_byte(domain, 0, 1);
	EACH_FAILS(keel_domain_create_snapshot(domain,
					       "<domainsnapshot><name>a</name>"
					       "<description>b</description></domainsnapshot>",
					       0, &snapshot),
		   !snapshot, KEEL_STATUS_XML);
	keel_snapshot_unref(snapshot);
	snapshot = NULL;
	NO_MEMORY(keel_domain_create_snapshot(domain, NULL, 0, &snapshot), !snapshot);
	CHECK_TEXT("snapshot-1", keel_snapshot_get_name(snapshot));
	NO_MEMORY(keel_domain_list_snapshots(domain, 0, &list, &n), !list && !n);
	CHECK_INT(2, n);
	for (i = 0; i < n; i++)
		keel_snapshot_unref(list[i]);
	keel_free(list);
	list = NULL;
	n = 0;
	NO_MEMORY(keel_snapshot_list_children(snapshot, 0, &list, &n), !list && !n);
	CHECK_INT(0, n);
	keel_free(list);
	NO_MEMORY(keel_snapshot_get_xml(snapshot, &text), !text);
	keel_free(text);

	/* What fails leaves the domain as it was. */
	write_byte(domain, 0, 2);
	CHECK_OK(keel_domain_suspend(domain, 0));
	NO_MEMORY(keel_snapshot_revert(snapshot, 0), read_byte(domain, 0) == 2);
	CHECK_INT(1, read_byte(domain, 0));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_SNAPSHOT);
	keel_snapshot_unref(snapshot);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static bool is_running(keel_domain *domain)
{
	keel_domain_state state;

	CHECK_OK(keel_domain_get_state(domain, &state, NULL));
	return state == KEEL_DOMAIN_STATE_RUNNING;
}

static uint32_t n_domains(keel_connection *connection)
{
	uint32_t n;

	CHECK_OK(keel_connection_count_domains(connection, 0, &n));
	return n;
}

static void test_migration_without_memory(void)
{
	char path[] = "/tmp/keel-host-XXXXXX";
	static const char host[] = "<host><name>other</name>"
				   "<uuid>22222222-2222-4222-8222-222222222222</uuid>"
				   "<memory>1</memory></host>";
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_param params[] = {
		{"name", KEEL_PARAM_TYPE_STRING, {.string = "new"}},
		{"bandwidth", KEEL_PARAM_TYPE_U64, {.u64 = 1}},
	};
	keel_connection *other;
	keel_domain *moved = NULL;
	char uri[64];
	int fd;

	fd = mkstemp(path);
	CHECK(fd >= 0);
	CHECK_INT(strlen(host), write(fd, host, strlen(host)));
	CHECK_INT(0, close(fd));
	snprintf(uri, sizeof(uri), "test://%s", path);
	CHECK_OK(keel_connection_open(uri, 0, &other));
	CHECK_INT(0, unlink(path));

	write_byte(domain, 0, 7);
	NO_MEMORY(keel_domain_migrate(domain, other, KEEL_MIGRATE_PERSIST, params, 2, &moved),
		  !moved && is_running(domain) && n_domains(other) == 0);
	CHECK_INT(7, read_byte(moved, 0));
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_MIGRATED);
	keel_domain_unref(moved);
	keel_domain_unref(domain);
	keel_connection_unref(other);
	keel_connection_unref(connection);
}

static bool is_empty(const char *folder)
{
	DIR *dir = opendir(folder);
	int n = 0;

	CHECK(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n == 2;
}

static void test_saving_without_memory(void)
{
	char folder[] = "/tmp/keel-save-XXXXXX";
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *restored = NULL;
	char path[64];

	CHECK(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/saved", folder);
	write_byte(domain, 0, 7);
	NO_MEMORY(keel_domain_save(domain, path, 0),
		  is_empty(folder) && is_running(domain));
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_SAVED);

	EACH_FAILS(keel_connection_restore_domain(connection, path, 0, &restored), !restored,
		   KEEL_STATUS_XML);
	CHECK_INT(7, read_byte(restored, 0));
	keel_domain_unref(restored);
	restored = NULL;
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_OK(keel_domain_destroy(domain, 0));
	EACH_FAILS(keel_connection_restore_domain(connection, path, 0, &restored),
		   !restored && n_domains(connection) == 1,
		   KEEL_STATUS_XML);
	CHECK_INT(0, unlink(path));
	CHECK_INT(0, rmdir(folder));
	keel_domain_unref(restored);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	/* These keep memory from their first use on; libxml2 cannot set itself up without. */
	puts("# begin");
	keel_connection_unref(open_default());

	RUN_WITHOUT_LEAK(test_backup_without_memory);
	RUN_WITHOUT_LEAK(test_snapshots_without_memory);
	RUN_WITHOUT_LEAK(test_migration_without_memory);
	RUN_WITHOUT_LEAK(test_saving_without_memory);
	DONE();
}
