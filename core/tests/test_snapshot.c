/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"
#include "jobs.h"

static keel_snapshot *take(keel_domain *domain, const char *name)
{
	keel_snapshot *snapshot;
	char xml[128];

	snprintf(xml, sizeof(xml), "<domainsnapshot><name>%s</name></domainsnapshot>", name);
	CHECK_OK(keel_domain_create_snapshot(domain, xml, 0, &snapshot));
	CHECK_TEXT(name, keel_snapshot_get_name(snapshot));
	return snapshot;
}

/* Gives the names, with a space after each, and releases the snapshots. */
static void join(keel_snapshot **list, size_t n, char *names, size_t size)
{
	size_t used = 0;
	size_t i;

	names[0] = '\0';
	for (i = 0; i < n; i++) {
		used += (size_t)snprintf(names + used, size - used, "%s ",
					 keel_snapshot_get_name(list[i]));
		keel_snapshot_unref(list[i]);
	}
	keel_free(list);
}

#define CHECK_LIST(wanted, domain, flags)                                                          \
	do {                                                                                       \
		keel_snapshot **list_all;                                                          \
		char list_names[256];                                                              \
		size_t list_n;                                                                     \
		CHECK_OK(keel_domain_list_snapshots(domain, flags, &list_all, &list_n));           \
		join(list_all, list_n, list_names, sizeof(list_names));                            \
		CHECK_TEXT(wanted, list_names);                                                    \
	} while (0)

#define CHECK_CHILDREN(wanted, snapshot, flags)                                                    \
	do {                                                                                       \
		keel_snapshot **list_all;                                                          \
		char list_names[256];                                                              \
		size_t list_n;                                                                     \
		CHECK_OK(keel_snapshot_list_children(snapshot, flags, &list_all, &list_n));        \
		join(list_all, list_n, list_names, sizeof(list_names));                            \
		CHECK_TEXT(wanted, list_names);                                                    \
	} while (0)

static void check_current(keel_domain *domain, const char *name)
{
	keel_snapshot *snapshot = (keel_snapshot *)&snapshot;
	bool current;

	CHECK_OK(keel_domain_get_current_snapshot(domain, &snapshot));
	if (!name) {
		CHECK(!snapshot);
		return;
	}
	CHECK_TEXT(name, keel_snapshot_get_name(snapshot));
	CHECK_OK(keel_snapshot_is_current(snapshot, &current));
	CHECK(current);
	keel_snapshot_unref(snapshot);
}

static void check_parent(keel_snapshot *snapshot, const char *name)
{
	keel_snapshot *parent = snapshot;

	CHECK_OK(keel_snapshot_get_parent(snapshot, &parent));
	if (name)
		CHECK_TEXT(name, keel_snapshot_get_name(parent));
	else
		CHECK(!parent);
	keel_snapshot_unref(parent);
}

/*
 * a - b - c
 *   \ d - e
 */
static void make_tree(keel_domain *domain, keel_snapshot *tree[5])
{
	tree[0] = take(domain, "a");
	tree[1] = take(domain, "b");
	tree[2] = take(domain, "c");
	CHECK_OK(keel_snapshot_revert(tree[0], 0));
	tree[3] = take(domain, "d");
	tree[4] = take(domain, "e");
}

static void drop_tree(keel_snapshot *tree[5])
{
	int i;

	for (i = 0; i < 5; i++)
		keel_snapshot_unref(tree[i]);
}

static void test_snapshots_form_trees(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *tree[5];
	keel_snapshot *found;
	keel_domain *back;
	bool current;

	CHECK_LIST("", domain, 0);
	check_current(domain, NULL);
	make_tree(domain, tree);
	CHECK_LIST("a b c d e ", domain, 0);
	CHECK_LIST("a ", domain, KEEL_SNAPSHOT_LIST_ROOTS);
	CHECK_LIST("c e ", domain, KEEL_SNAPSHOT_LIST_LEAVES);
	CHECK_LIST("", domain, KEEL_SNAPSHOT_LIST_ROOTS | KEEL_SNAPSHOT_LIST_LEAVES);
	CHECK_CHILDREN("b d ", tree[0], 0);
	CHECK_CHILDREN("b c d e ", tree[0], KEEL_SNAPSHOT_CHILDREN_DESCENDANTS);
	CHECK_CHILDREN("e ", tree[3], KEEL_SNAPSHOT_CHILDREN_DESCENDANTS);
	CHECK_CHILDREN("", tree[4], KEEL_SNAPSHOT_CHILDREN_DESCENDANTS);
	check_parent(tree[0], NULL);
	check_parent(tree[2], "b");
	check_parent(tree[3], "a");
	check_current(domain, "e");
	CHECK_OK(keel_snapshot_is_current(tree[0], &current));
	CHECK(!current);

	CHECK_OK(keel_domain_lookup_snapshot(domain, "d", &found));
	CHECK(found == tree[3]);
	keel_snapshot_unref(found);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_lookup_snapshot(domain, "x", &found));
	back = keel_snapshot_get_domain(tree[3]);
	CHECK(back == domain);
	keel_domain_unref(back);
	drop_tree(tree);
	CHECK_LIST("a b c d e ", domain, 0);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_deleting_follows_the_tree(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *tree[5];

	/* Only itself: its children become those of its parent. */
	make_tree(domain, tree);
	CHECK_OK(keel_snapshot_delete(tree[3], 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_delete(tree[3], 0));
	CHECK_CHILDREN("b e ", tree[0], 0);
	check_parent(tree[4], "a");
	check_current(domain, "e");
	CHECK_OK(keel_snapshot_delete(tree[4], 0));
	check_current(domain, "a");
	CHECK_OK(keel_snapshot_delete(tree[0], 0));
	check_current(domain, NULL);
	check_parent(tree[1], NULL);
	CHECK_LIST("b ", domain, KEEL_SNAPSHOT_LIST_ROOTS);

	/* With all below it. */
	CHECK_OK(keel_snapshot_delete(tree[1], KEEL_SNAPSHOT_DELETE_CHILDREN));
	CHECK_LIST("", domain, 0);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_revert(tree[2], 0));
	CHECK_TEXT("c", keel_snapshot_get_name(tree[2]));
	drop_tree(tree);

	/* Only what is below it. */
	make_tree(domain, tree);
	CHECK_OK(keel_snapshot_delete(tree[3], KEEL_SNAPSHOT_DELETE_CHILDREN_ONLY));
	CHECK_LIST("a b c d ", domain, 0);
	check_current(domain, "d");
	CHECK_OK(keel_snapshot_delete(tree[0], KEEL_SNAPSHOT_DELETE_CHILDREN_ONLY));
	CHECK_LIST("a ", domain, 0);
	check_current(domain, "a");
	CHECK_OK(keel_snapshot_delete(tree[0], KEEL_SNAPSHOT_DELETE_CHILDREN));
	check_current(domain, NULL);
	drop_tree(tree);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_revert_brings_everything_back(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *running;
	keel_snapshot *off;
	keel_domain_info info;
	int64_t before;
	int64_t after;

	write_byte(domain, 5000, 1);
	set_weight(domain, 7);
	CHECK_OK(keel_domain_set_memory(domain, 4096));
	running = take(domain, "running");
	write_byte(domain, 5000, 2);
	write_byte(domain, 90000, 3);
	set_weight(domain, 8);
	CHECK_OK(keel_domain_set_title(domain, "changed"));
	CHECK_OK(keel_domain_set_memory(domain, 8192));
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_get_id(domain, &before));

	CHECK_OK(keel_snapshot_revert(running, 0));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_SNAPSHOT);
	CHECK_OK(keel_domain_get_id(domain, &after));
	CHECK_INT(before + 1, after);
	CHECK_INT(1, read_byte(domain, 5000));
	CHECK_INT(0, read_byte(domain, 90000));
	CHECK_INT(7, weight_of(domain));
	check_title(domain, "Test domain");
	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(4096, info.memory_kib);

	/* The snapshot is as it was, and can be used again. */
	write_byte(domain, 5000, 9);
	CHECK_OK(keel_snapshot_revert(running, KEEL_SNAPSHOT_REVERT_PAUSED));
	check_state(domain, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_SNAPSHOT);
	CHECK_INT(1, read_byte(domain, 5000));

	CHECK_OK(keel_domain_destroy(domain, 0));
	off = take(domain, "off");
	CHECK_OK(keel_snapshot_revert(running, 0));
	CHECK_INT(1, read_byte(domain, 5000));
	CHECK_OK(keel_snapshot_revert(off, 0));
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_SNAPSHOT);
	CHECK_OK(keel_snapshot_revert(off, KEEL_SNAPSHOT_REVERT_RUNNING));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_SNAPSHOT);
	CHECK_INT(0, read_byte(domain, 5000));
	keel_snapshot_unref(off);
	keel_snapshot_unref(running);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_revert_brings_the_next_configuration_back(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *snapshot;
	keel_domain *again;
	bool updated;
	char *xml;

	CHECK_OK(keel_domain_get_xml(domain, 0, &xml));
	snapshot = take(domain, "before");
	CHECK_OK(keel_connection_define_domain(connection, xml, 0, &again));
	keel_domain_unref(again);
	keel_free(xml);
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(updated);
	keel_snapshot_unref(take(domain, "after"));
	CHECK_OK(keel_snapshot_revert(snapshot, 0));
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(!updated);
	keel_snapshot_unref(snapshot);
	CHECK_OK(keel_domain_lookup_snapshot(domain, "after", &snapshot));
	CHECK_OK(keel_snapshot_revert(snapshot, 0));
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(updated);

	/* A transient domain has none. */
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_OK(keel_snapshot_revert(snapshot, 0));
	CHECK_OK(keel_domain_is_updated(domain, &updated));
	CHECK(!updated);
	keel_snapshot_unref(snapshot);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_creating_can_halt_and_leave_the_memory(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *snapshot;
	keel_domain_state state;
	int64_t created;

	write_byte(domain, 0, 1);
	CHECK_OK(keel_domain_create_snapshot(domain, NULL, KEEL_SNAPSHOT_CREATE_HALT, &snapshot));
	check_state(domain, KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_SNAPSHOT);
	CHECK_OK(keel_snapshot_get_state(snapshot, &state));
	CHECK_INT(KEEL_DOMAIN_STATE_RUNNING, state);
	CHECK_OK(keel_snapshot_get_created(snapshot, &created));
	CHECK_INT(0, created);
	CHECK_OK(keel_snapshot_revert(snapshot, 0));
	CHECK_INT(1, read_byte(domain, 0));
	keel_snapshot_unref(snapshot);

	CHECK_OK(keel_domain_create_snapshot(domain, NULL, KEEL_SNAPSHOT_CREATE_DISK_ONLY,
					     &snapshot));
	CHECK_OK(keel_snapshot_get_created(snapshot, &created));
	CHECK_INT(2, created);
	CHECK_OK(keel_snapshot_revert(snapshot, 0));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_SNAPSHOT);
	CHECK_INT(0, read_byte(domain, 0));

	/* One that is not active is halted already; a transient one would be gone. */
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_create_snapshot(domain, NULL, KEEL_SNAPSHOT_CREATE_HALT, NULL));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_create_snapshot(domain, NULL, KEEL_SNAPSHOT_CREATE_HALT, NULL));
	CHECK_LIST("snapshot-1 snapshot-2 snapshot-3 ", domain, 0);
	keel_snapshot_unref(snapshot);
	CHECK_OK(keel_domain_lookup_snapshot(domain, "snapshot-3", &snapshot));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_snapshot_revert(snapshot, 0));
	check_state(domain, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	CHECK_OK(keel_snapshot_revert(snapshot, KEEL_SNAPSHOT_REVERT_RUNNING));
	keel_snapshot_unref(snapshot);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_snapshot_as_xml(void)
{
	static const char wanted[] =
		"<domainsnapshot>\n"
		"  <name>c&amp;d</name>\n"
		"  <description>two&#10;lines</description>\n"
		"  <state>shutoff</state>\n"
		"  <creationTime>0</creationTime>\n"
		"  <parent>\n"
		"    <name>first</name>\n"
		"  </parent>\n"
		"  <memory snapshot='no'/>\n"
		"  <domain type='test'>\n"
		"    <name>spare</name>\n";
	static const char *const faulty[] = {
		"",
		"<snapshot/>",
		"<domainsnapshot><name>a/b</name></domainsnapshot>",
		"<domainsnapshot><name/></domainsnapshot>",
		"<domainsnapshot><name>a</name><name>b</name></domainsnapshot>",
		"<domainsnapshot><description/><description/></domainsnapshot>",
	};
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	keel_snapshot *snapshot = NULL;
	char *xml;
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++)
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_domain_create_snapshot(domain, faulty[i], 0, &snapshot));
	CHECK(!snapshot);
	keel_snapshot_unref(take(domain, "first"));
	CHECK_OK(keel_domain_create_snapshot(domain,
					     "<domainsnapshot><name>c&amp;d</name>"
					     "<description>two\nlines</description><x/>"
					     "</domainsnapshot>",
					     0, &snapshot));
	CHECK_OK(keel_domain_set_title(domain, "later"));
	CHECK_OK(keel_snapshot_get_xml(snapshot, &xml));
	CHECK(strncmp(xml, wanted, strlen(wanted)) == 0);
	CHECK_TEXT("  </domain>\n</domainsnapshot>\n", strstr(xml, "  </domain>"));
	CHECK(!strstr(xml, "later"));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_domain_create_snapshot(domain, xml, 0, NULL));
	/* It is its own kind of input. */
	CHECK_OK(keel_snapshot_delete(snapshot, 0));
	keel_snapshot_unref(snapshot);
	CHECK_OK(keel_domain_create_snapshot(domain, xml, 0, &snapshot));
	CHECK_TEXT("c&d", keel_snapshot_get_name(snapshot));
	keel_snapshot_unref(snapshot);
	keel_free(xml);

	/* With memory, and a name that is made up around those that are there. */
	keel_domain_unref(domain);
	domain = find(connection, "test");
	keel_snapshot_unref(take(domain, "snapshot-1"));
	CHECK_OK(keel_domain_create_snapshot(domain, NULL, 0, &snapshot));
	CHECK_TEXT("snapshot-2", keel_snapshot_get_name(snapshot));
	CHECK_OK(keel_snapshot_get_xml(snapshot, &xml));
	CHECK(strstr(xml, "  <state>running</state>\n"));
	CHECK(strstr(xml, "  <memory snapshot='internal'/>\n"));
	keel_free(xml);
	keel_snapshot_unref(snapshot);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_snapshots_go_with_their_domain(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	keel_domain_state state = KEEL_DOMAIN_STATE_UNKNOWN;
	keel_snapshot *snapshot = take(domain, "a");
	keel_snapshot **list = NULL;
	keel_snapshot *other = NULL;
	int64_t created = -7;
	bool current;
	char *xml = NULL;
	size_t n = 99;

	keel_snapshot_unref(take(domain, "b"));
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_get_xml(snapshot, &xml));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_get_created(snapshot, &created));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_get_state(snapshot, &state));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_get_parent(snapshot, &other));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_list_children(snapshot, 0, &list, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_is_current(snapshot, &current));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_revert(snapshot, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_delete(snapshot, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_create_snapshot(domain, NULL, 0, &other));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_list_snapshots(domain, 0, &list, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_lookup_snapshot(domain, "a", &other));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_current_snapshot(domain, &other));
	CHECK(!xml && !other && !list && n == 99 && created == -7);
	CHECK_INT(KEEL_DOMAIN_STATE_UNKNOWN, state);
	keel_domain_unref(domain);
	/* The handle of a snapshot that is gone keeps the domain that is gone. */
	domain = keel_snapshot_get_domain(snapshot);
	CHECK_TEXT("spare", keel_domain_get_name(domain));
	keel_domain_unref(domain);
	CHECK_TEXT("a", keel_snapshot_get_name(snapshot));
	keel_snapshot_unref(snapshot);

	/* Those of a transient one go when it stops; some are left to the host. */
	domain = find(connection, "test");
	snapshot = take(domain, "c");
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_LIST("c ", domain, 0);
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_is_current(snapshot, &current));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	CHECK_TEXT("c", keel_snapshot_get_name(snapshot));
	keel_snapshot_unref(snapshot);

	/* One that is the last handle of all. */
	connection = open_default();
	domain = find(connection, "test");
	keel_snapshot_unref(take(domain, "d"));
	snapshot = keel_snapshot_ref(take(domain, "e"));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	CHECK_INT(1, keel_live_handles());
	keel_snapshot_unref(snapshot);
	CHECK_OK(keel_snapshot_revert(snapshot, 0));
	keel_snapshot_unref(snapshot);
}

static void test_snapshots_wait_for_jobs(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *snapshot = take(domain, "a");

	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_domain_create_snapshot(domain, NULL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_snapshot_revert(snapshot, 0));
	CHECK_LIST("a ", domain, 0);
	CHECK_OK(keel_snapshot_delete(snapshot, 0));
	keel_snapshot_unref(snapshot);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_going_back_is_heard(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {0};
	keel_snapshot *snapshot;
	uint64_t id;

	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, &heard, NULL, &id));
	CHECK_OK(keel_domain_create_snapshot(domain, NULL, 0, &snapshot));
	check_heard(&heard, "");
	CHECK_OK(keel_snapshot_revert(snapshot, 0));
	check_heard(&heard, "6/14 1/14 3/14 ");
	CHECK_OK(keel_snapshot_revert(snapshot, KEEL_SNAPSHOT_REVERT_PAUSED));
	check_heard(&heard, "6/14 1/14 3/14 4/14 ");
	CHECK_OK(keel_domain_create_snapshot(domain, NULL, KEEL_SNAPSHOT_CREATE_HALT, NULL));
	check_heard(&heard, "6/14 ");
	CHECK_OK(keel_domain_undefine(domain, 0));
	keel_snapshot_unref(snapshot);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_snapshots_check_their_arguments(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *snapshot = take(domain, "a");
	keel_connection *reader;
	keel_snapshot *other = NULL;
	keel_snapshot **list;
	keel_domain_state state;
	keel_domain *read;
	int64_t created;
	bool current;
	size_t n;
	char *xml;

	CHECK(!keel_snapshot_ref(NULL));
	keel_snapshot_unref(NULL);
	CHECK(!keel_snapshot_get_name(NULL));
	CHECK(!keel_snapshot_get_domain(NULL));
	CHECK_INVALID(keel_snapshot_get_xml(NULL, &xml));
	CHECK_INVALID(keel_snapshot_get_xml(snapshot, NULL));
	CHECK_INVALID(keel_snapshot_get_created(snapshot, NULL));
	CHECK_INVALID(keel_snapshot_get_state(snapshot, NULL));
	CHECK_INVALID(keel_snapshot_get_parent(snapshot, NULL));
	CHECK_INVALID(keel_snapshot_list_children(snapshot, 2, &list, &n));
	CHECK_INVALID(keel_snapshot_list_children(snapshot, 0, NULL, &n));
	CHECK_INVALID(keel_snapshot_list_children(snapshot, 0, &list, NULL));
	CHECK_INVALID(keel_snapshot_is_current(snapshot, NULL));
	CHECK_INVALID(keel_snapshot_revert(snapshot, 4));
	CHECK_INVALID(keel_snapshot_revert(snapshot, 3));
	CHECK_INVALID(keel_snapshot_delete(snapshot, 4));
	CHECK_INVALID(keel_snapshot_delete(snapshot, 3));
	CHECK_INVALID(keel_domain_create_snapshot(NULL, NULL, 0, NULL));
	CHECK_INVALID(keel_domain_create_snapshot(domain, NULL, 4, NULL));
	CHECK_INVALID(keel_domain_list_snapshots(domain, 4, &list, &n));
	CHECK_INVALID(keel_domain_lookup_snapshot(domain, NULL, &other));
	CHECK_INVALID(keel_domain_lookup_snapshot(domain, "a", NULL));
	CHECK_INVALID(keel_domain_get_current_snapshot(domain, NULL));
	CHECK_INVALID(keel_snapshot_revert((keel_snapshot *)(void *)domain, 0));

	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_READ_ONLY, &reader));
	read = find(reader, "test");
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_create_snapshot(read, NULL, 0, &other));
	CHECK_LIST("", read, 0);
	keel_domain_unref(read);
	keel_connection_unref(reader);

	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_snapshot_get_xml(snapshot, &xml));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_snapshot_get_created(snapshot, &created));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_snapshot_get_state(snapshot, &state));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_snapshot_get_parent(snapshot, &other));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_snapshot_list_children(snapshot, 0, &list, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_snapshot_is_current(snapshot, &current));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_snapshot_revert(snapshot, 0));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_snapshot_delete(snapshot, 0));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_create_snapshot(domain, NULL, 0, &other));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_list_snapshots(domain, 0, &list, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_lookup_snapshot(domain, "a", &other));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_get_current_snapshot(domain, &other));
	CHECK(!other);
	keel_snapshot_unref(snapshot);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_host_is_read_with_its_snapshots(void)
{
	char uri[1024];
	keel_connection *connection;
	keel_snapshot **all;
	keel_snapshot *parent;
	keel_domain *domain;
	int64_t created = 99;
	bool flag = false;
	size_t n;

	snprintf(uri, sizeof(uri), "test://%s", getenv("KEEL_TEST_HOST"));
	CHECK_OK(keel_connection_open(uri, KEEL_OPEN_READ_ONLY, &connection));
	domain = find(connection, "web");
	CHECK_OK(keel_domain_list_snapshots(domain, 0, &all, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("installed", keel_snapshot_get_name(all[0]));
	CHECK_TEXT("updated", keel_snapshot_get_name(all[1]));
	CHECK_OK(keel_snapshot_get_parent(all[1], &parent));
	CHECK_TEXT("installed", keel_snapshot_get_name(parent));
	CHECK_OK(keel_snapshot_is_current(all[1], &flag));
	CHECK(flag);
	CHECK_OK(keel_snapshot_get_created(all[1], &created));
	CHECK_INT(0, created);
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_snapshot_revert(all[0], 0));
	keel_snapshot_unref(parent);
	keel_snapshot_unref(all[0]);
	keel_snapshot_unref(all[1]);
	keel_free(all);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_host_is_read_with_its_snapshots);
	RUN(test_snapshots_form_trees);
	RUN(test_deleting_follows_the_tree);
	RUN(test_revert_brings_everything_back);
	RUN(test_revert_brings_the_next_configuration_back);
	RUN(test_creating_can_halt_and_leave_the_memory);
	RUN(test_snapshot_as_xml);
	RUN(test_snapshots_go_with_their_domain);
	RUN(test_snapshots_wait_for_jobs);
	RUN(test_going_back_is_heard);
	RUN(test_snapshots_check_their_arguments);
	DONE();
}
