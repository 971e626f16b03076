/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "storage.h"

#define GIB ((uint64_t)1 << 30)
#define MIB ((uint64_t)1 << 20)
#define PAGE 4096u

static const uint8_t default_uuid[] = {
	0x7c, 0x1d, 0x9f, 0x04, 0x2b, 0x58, 0x4e, 0x63,
	0xa1, 0xf7, 0x50, 0xc3, 0xe8, 0xd6, 0xb2, 0x94,
};

static void check_pools(keel_connection *connection, uint32_t flags, uint32_t expected)
{
	keel_storage_pool **pools;
	uint32_t count;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_count_storage_pools(connection, flags, &count));
	CHECK_INT(expected, count);
	CHECK_OK(keel_connection_list_storage_pools(connection, flags, &pools, &n));
	CHECK_INT(expected, n);
	for (i = 0; i < n; i++)
		keel_storage_pool_unref(pools[i]);
	keel_free(pools);
}

static void test_the_default_pool_is_there(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_pool *same;
	keel_connection *owner;
	uint8_t uuid[KEEL_UUID_SIZE];
	bool is;
	char *text;

	CHECK_TEXT("default", keel_storage_pool_get_name(pool));
	CHECK_OK(keel_storage_pool_get_uuid(pool, uuid));
	CHECK(memcmp(uuid, default_uuid, sizeof(uuid)) == 0);
	CHECK_OK(keel_storage_pool_get_uuid_string(pool, &text));
	CHECK_TEXT("7c1d9f04-2b58-4e63-a1f7-50c3e8d6b294", text);
	keel_free(text);
	CHECK_OK(keel_connection_lookup_storage_pool_by_uuid(connection, uuid, &same));
	CHECK(pool == same);
	keel_storage_pool_unref(same);
	owner = keel_storage_pool_get_connection(pool);
	CHECK(owner == connection);
	keel_connection_unref(owner);
	CHECK_OK(keel_storage_pool_is_active(pool, &is));
	CHECK(is);
	CHECK_OK(keel_storage_pool_is_persistent(pool, &is));
	CHECK(is);
	CHECK_OK(keel_storage_pool_get_autostart(pool, &is));
	CHECK(is);
	check_pool(pool, KEEL_STORAGE_POOL_STATE_RUNNING, 100 * GIB, 2 * GIB + 64 * MIB);
	CHECK_OK(keel_storage_pool_get_xml(pool, 0, &text));
	CHECK_TEXT("<pool type='dir'>\n"
		   "  <name>default</name>\n"
		   "  <uuid>7c1d9f04-2b58-4e63-a1f7-50c3e8d6b294</uuid>\n"
		   "  <capacity unit='bytes'>107374182400</capacity>\n"
		   "  <allocation unit='bytes'>2214592512</allocation>\n"
		   "  <available unit='bytes'>105159589888</available>\n"
		   "  <target>\n"
		   "    <path>/pools/default</path>\n"
		   "  </target>\n"
		   "</pool>\n",
		   text);
	keel_free(text);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_pools_come_from_a_file(void)
{
	static const char *const names[] = {"images", "scratch", "archive"};
	keel_connection *connection;
	keel_storage_volume *volume;
	keel_storage_pool **pools;
	char uri[1024];
	char *text;
	size_t n;
	size_t i;

	snprintf(uri, sizeof(uri), "test://%s", getenv("KEEL_TEST_HOST"));
	CHECK_OK(keel_connection_open(uri, 0, &connection));
	CHECK_OK(keel_connection_list_storage_pools(connection, 0, &pools, &n));
	CHECK_INT(3, n);
	for (i = 0; i < n; i++)
		CHECK_TEXT(names[i], keel_storage_pool_get_name(pools[i]));
	check_pools(connection, KEEL_LIST_ACTIVE, 2);
	check_pools(connection, KEEL_LIST_INACTIVE, 1);
	check_pools(connection, KEEL_LIST_TRANSIENT, 1);
	check_pools(connection, KEEL_LIST_PERSISTENT, 2);
	check_pools(connection, KEEL_LIST_AUTOSTART, 1);
	check_pools(connection, KEEL_LIST_NO_AUTOSTART, 2);
	check_pools(connection, KEEL_LIST_NO_AUTOSTART | KEEL_LIST_ACTIVE, 1);
	check_pools(connection, KEEL_LIST_INACTIVE | KEEL_LIST_ACTIVE, 3);
	CHECK_OK(keel_connection_lookup_storage_volume_by_path(connection, "/srv/images/web.img",
							       &volume));
	CHECK_OK(keel_storage_volume_get_xml(volume, &text));
	CHECK_TEXT("<volume type='file'>\n"
		   "  <name>web.img</name>\n"
		   "  <key>/srv/images/web.img</key>\n"
		   "  <capacity unit='bytes'>42949672960</capacity>\n"
		   "  <allocation unit='bytes'>12884901888</allocation>\n"
		   "  <target>\n"
		   "    <path>/srv/images/web.img</path>\n"
		   "    <format type='raw'/>\n"
		   "  </target>\n"
		   "</volume>\n",
		   text);
	keel_free(text);
	keel_storage_volume_unref(volume);
	for (i = 0; i < n; i++)
		keel_storage_pool_unref(pools[i]);
	keel_free(pools);
	keel_connection_unref(connection);
}

static keel_status open_with(const char *pools)
{
	char path[] = "/tmp/keel-storage-XXXXXX";
	keel_connection *connection;
	keel_status status;
	char uri[64];
	FILE *file;
	int fd = mkstemp(path);

	CHECK(fd >= 0);
	file = fdopen(fd, "w");
	CHECK(file);
	fprintf(file,
		"<host><name>h</name><uuid>3f1c9a52-7d0e-4b6a-9c43-8e5d2b1a0f67</uuid>"
		"<memory>1024</memory><pools>%s</pools></host>",
		pools);
	fclose(file);
	snprintf(uri, sizeof(uri), "test://%s", path);
	status = keel_connection_open(uri, 0, &connection);
	remove(path);
	if (status == KEEL_OK)
		keel_connection_unref(connection);
	return status;
}

static void test_a_faulty_host_is_refused(void)
{
	CHECK_OK(open_with("<pool><name>a</name></pool>"));
	CHECK_FAILS(KEEL_STATUS_XML, open_with("<pool/>"));
	CHECK_FAILS(KEEL_STATUS_XML, open_with("<pool state='odd'><name>a</name></pool>"));
	CHECK_FAILS(KEEL_STATUS_XML, open_with("<pool autostart='1'><name>a</name></pool>"));
	CHECK_FAILS(KEEL_STATUS_XML, open_with("<pool transient='yes'><name>a</name></pool>"));
	CHECK_FAILS(KEEL_STATUS_XML, open_with("<pool transient='yes' state='active' "
					       "autostart='yes'><name>a</name></pool>"));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    open_with("<pool><name>a</name></pool><pool><name>a</name></pool>"));
	CHECK_FAILS(KEEL_STATUS_XML,
		    open_with("<pool><name>a</name><volumes><volume/></volumes></pool>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    open_with("<pool><name>a</name><capacity>4</capacity><volumes><volume>"
			      "<name>v</name><capacity>5</capacity></volume></volumes></pool>"));
}

#define POOL(more) "<pool><name>new</name>" more "</pool>"
#define UUID "<uuid>11111111-2222-4333-8444-555555555555</uuid>"

static void test_a_pool_is_defined_again(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = NULL;
	keel_storage_pool *same;
	char *text;

	CHECK_OK(keel_connection_define_storage_pool(
		connection, POOL(UUID "<capacity unit='GiB'>1</capacity>"), 0, &pool));
	check_pool(pool, KEEL_STORAGE_POOL_STATE_INACTIVE, GIB, 0);
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_storage_pool(connection, POOL(UUID), KEEL_DEFINE_NEW,
							NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_storage_pool(connection, POOL(""), 0, NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_storage_pool(
			    connection, "<pool><name>b</name>" UUID "</pool>", 0, NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_create_storage_pool(connection, POOL(""), NULL));
	CHECK_INVALID(keel_connection_define_storage_pool(connection, POOL(UUID), 2, NULL));

	CHECK_OK(keel_connection_define_storage_pool(
		connection, POOL(UUID "<capacity unit='GiB'>2</capacity>"), 0, &same));
	CHECK(pool == same);
	keel_storage_pool_unref(same);
	check_pool(pool, KEEL_STORAGE_POOL_STATE_INACTIVE, 2 * GIB, 0);

	/* While it is active, the new configuration waits. */
	CHECK_OK(keel_storage_pool_start(pool));
	CHECK_OK(keel_connection_define_storage_pool(
		connection, POOL(UUID "<capacity unit='GiB'>3</capacity>"), 0, NULL));
	check_pool(pool, KEEL_STORAGE_POOL_STATE_RUNNING, 2 * GIB, 0);
	CHECK_OK(keel_storage_pool_get_xml(pool, KEEL_STORAGE_XML_INACTIVE, &text));
	CHECK_TEXT("<pool type='dir'>\n"
		   "  <name>new</name>\n"
		   "  <uuid>11111111-2222-4333-8444-555555555555</uuid>\n"
		   "  <capacity unit='bytes'>3221225472</capacity>\n"
		   "  <target>\n"
		   "    <path>/pools/new</path>\n"
		   "  </target>\n"
		   "</pool>\n",
		   text);
	keel_free(text);
	CHECK_INVALID(keel_storage_pool_get_xml(pool, 2, &text));
	CHECK_OK(keel_storage_pool_destroy(pool));
	check_pool(pool, KEEL_STORAGE_POOL_STATE_INACTIVE, 3 * GIB, 0);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_a_faulty_pool_is_refused(void)
{
	static const char *const faulty[] = {
		"",
		"<volume/>",
		"<pool/>",
		"<pool><name>a/b</name></pool>",
		"<pool><name>..</name></pool>",
		"<pool type='odd'><name>a</name></pool>",
		POOL("<uuid>odd</uuid>"),
		POOL("<target><path>odd</path></target>"),
		POOL("<capacity unit='odd'>1</capacity>"),
		POOL("<capacity>1</capacity><capacity>1</capacity>"),
	};
	keel_storage_pool *pool = NULL;
	keel_connection *connection = open_default();
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++) {
		CHECK_FAILS(KEEL_STATUS_XML, keel_connection_define_storage_pool(
						     connection, faulty[i], 0, &pool));
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_connection_create_storage_pool(connection, faulty[i], &pool));
	}
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_connection_define_storage_pool(connection, POOL("<capacity>0</capacity>"),
							0, &pool));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_connection_define_storage_pool(
			    connection, POOL("<capacity unit='TiB'>16777216</capacity>"), 0,
			    &pool));
	CHECK(!pool);
	check_pools(connection, 0, 1);
	keel_connection_unref(connection);
}

static void test_a_pool_smaller_than_its_volumes_is_refused(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_connection_define_storage_pool(
			    connection,
			    "<pool><name>default</name>"
			    "<uuid>7c1d9f04-2b58-4e63-a1f7-50c3e8d6b294</uuid>"
			    "<capacity unit='GiB'>2</capacity></pool>",
			    0, NULL));
	CHECK_OK(keel_storage_pool_destroy(pool));
	check_pool(pool, KEEL_STORAGE_POOL_STATE_INACTIVE, 100 * GIB, 2 * GIB + 64 * MIB);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_a_pool_goes_through_its_states(void)
{
	keel_connection *connection = open_default();
	keel_storage_volume *volume;
	keel_storage_pool *pool;
	uint32_t n = 99;

	CHECK_OK(keel_connection_define_storage_pool(connection, POOL(""), 0, &pool));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_destroy(pool));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_refresh(pool));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_count_volumes(pool, &n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_storage_pool_lookup_volume(pool, "v", &volume));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_storage_pool_create_volume(
			    pool, "<volume><name>v</name><capacity>1</capacity></volume>", 0,
			    NULL));
	CHECK_OK(keel_storage_pool_build(pool));
	CHECK_OK(keel_storage_pool_start(pool));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_start(pool));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_build(pool));
	CHECK_OK(keel_storage_pool_refresh(pool));
	CHECK_OK(keel_storage_pool_count_volumes(pool, &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_storage_pool_set_autostart(pool, true));
	check_pools(connection, KEEL_LIST_AUTOSTART, 2);

	/* Undefined while active, it goes on as a transient one. */
	CHECK_OK(keel_storage_pool_undefine(pool));
	check_pools(connection, KEEL_LIST_AUTOSTART, 1);
	check_pools(connection, KEEL_LIST_TRANSIENT, 1);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_undefine(pool));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_set_autostart(pool, true));
	CHECK_OK(keel_storage_pool_destroy(pool));
	check_pools(connection, 0, 1);
	keel_storage_pool_unref(pool);

	CHECK_OK(keel_connection_define_storage_pool(connection, POOL(""), 0, &pool));
	CHECK_OK(keel_storage_pool_undefine(pool));
	check_pools(connection, 0, 1);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_a_pool_that_is_gone_says_so(void)
{
	keel_connection *connection = open_default();
	keel_storage_volume *volume;
	keel_storage_pool *pool;
	keel_storage_pool *owner;
	keel_storage_pool_info info;
	keel_storage_volume_info volume_info;
	uint8_t uuid[KEEL_UUID_SIZE];
	char *text = NULL;
	uint32_t n;
	bool is;

	CHECK_OK(keel_connection_create_storage_pool(connection, POOL(UUID), &pool));
	volume = make_volume(pool, "v", 10);
	CHECK_OK(keel_storage_pool_destroy(pool));

	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_start(pool));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_destroy(pool));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_undefine(pool));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_build(pool));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_refresh(pool));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_get_xml(pool, 0, &text));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_get_info(pool, &info));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_is_active(pool, &is));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_is_persistent(pool, &is));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_get_autostart(pool, &is));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_set_autostart(pool, true));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_count_volumes(pool, &n));
	CHECK_TEXT("new", keel_storage_pool_get_name(pool));
	CHECK_OK(keel_storage_pool_get_uuid(pool, uuid));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_storage_pool_by_name(connection, "new", &owner));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_storage_pool_by_uuid(connection, uuid, &owner));

	/* So do its volumes, which know it still. */
	CHECK_TEXT("v", keel_storage_volume_get_name(volume));
	owner = keel_storage_volume_get_pool(volume);
	CHECK(owner == pool);
	keel_storage_pool_unref(owner);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_get_key(volume, &text));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_get_path(volume, &text));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_get_xml(volume, &text));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_get_info(volume, &volume_info));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_resize(volume, 20, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_wipe(volume));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_delete(volume));
	CHECK(!text);
	keel_storage_pool_unref(pool);
	owner = keel_storage_volume_get_pool(volume);
	CHECK_TEXT("new", keel_storage_pool_get_name(owner));
	keel_storage_pool_unref(owner);
	keel_storage_volume_unref(volume);
	keel_connection_unref(connection);
}

static void test_volumes_cannot_be_reached_while_their_pool_is_stopped(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = find_volume(pool, "spare.img");
	keel_storage_volume *found = NULL;
	char *text = NULL;

	upload(volume, 0, "kept", 4);
	CHECK_OK(keel_storage_pool_destroy(pool));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_volume_get_path(volume, &text));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_volume_wipe(volume));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_storage_volume_by_path(
			    connection, "/pools/default/spare.img", &found));
	CHECK(!text && !found);
	CHECK_OK(keel_storage_pool_start(pool));
	check_contents(volume, 0, "kept", 4);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_volumes_are_found(void)
{
	static const char *const names[] = {"test.img", "spare.img", "a", "b"};
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *a = make_volume(pool, "a", 1);
	keel_storage_volume *b = make_volume(pool, "b", 1);
	keel_storage_volume **volumes;
	keel_storage_volume *found;
	keel_storage_pool *owner;
	char *text;
	uint32_t count;
	size_t n;
	size_t i;

	CHECK_OK(keel_storage_pool_count_volumes(pool, &count));
	CHECK_INT(4, count);
	CHECK_OK(keel_storage_pool_list_volumes(pool, &volumes, &n));
	CHECK_INT(4, n);
	for (i = 0; i < n; i++) {
		CHECK_TEXT(names[i], keel_storage_volume_get_name(volumes[i]));
		keel_storage_volume_unref(volumes[i]);
	}
	keel_free(volumes);
	found = find_volume(pool, "a");
	CHECK(found == a);
	owner = keel_storage_volume_get_pool(found);
	CHECK(owner == pool);
	keel_storage_pool_unref(owner);
	keel_storage_volume_unref(found);
	CHECK_OK(keel_storage_volume_get_key(b, &text));
	CHECK_OK(keel_connection_lookup_storage_volume_by_key(connection, text, &found));
	CHECK(found == b);
	keel_storage_volume_unref(found);
	keel_free(text);
	CHECK_OK(keel_storage_volume_get_path(b, &text));
	CHECK_TEXT("/pools/default/b", text);
	CHECK_OK(keel_connection_lookup_storage_volume_by_path(connection, text, &found));
	CHECK(found == b);
	keel_storage_volume_unref(found);
	keel_free(text);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_lookup_volume(pool, "c", &found));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_storage_volume_by_key(connection, "b", &found));
	keel_storage_volume_unref(a);
	keel_storage_volume_unref(b);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

#define VOLUME(more) "<volume><name>v</name>" more "</volume>"

static void test_a_volume_takes_room(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool;
	keel_storage_volume *sparse;
	keel_storage_volume *full;

	CHECK_OK(keel_connection_create_storage_pool(
		connection, POOL("<capacity>100000</capacity>"), &pool));
	sparse = make_volume(pool, "sparse", (uint64_t)1 << 40);
	check_volume(sparse, (uint64_t)1 << 40, 0);
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_storage_pool_create_volume(
			    pool, "<volume><name>sparse</name><capacity>1</capacity></volume>", 0,
			    NULL));
	/* One that does not say takes all its room. */
	CHECK_OK(keel_storage_pool_create_volume(pool, VOLUME("<capacity>60000</capacity>"), 0,
						 &full));
	check_volume(full, 60000, 60000);
	check_pool(pool, KEEL_STORAGE_POOL_STATE_RUNNING, 100000, 60000);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_storage_pool_create_volume(
			    pool, "<volume><name>w</name><capacity>40001</capacity></volume>", 0,
			    NULL));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_storage_pool_create_volume(
			    pool,
			    "<volume><name>w</name><capacity>40001</capacity>"
			    "<allocation>0</allocation></volume>",
			    KEEL_STORAGE_CREATE_PREALLOCATE, NULL));
	CHECK_INVALID(keel_storage_pool_create_volume(pool, VOLUME(""), 2, NULL));

	/* What is written takes room by pages. */
	upload(sparse, PAGE - 1, "ab", 2);
	check_volume(sparse, (uint64_t)1 << 40, 2 * PAGE);
	check_pool(pool, KEEL_STORAGE_POOL_STATE_RUNNING, 100000, 60000 + 2 * PAGE);
	CHECK_OK(keel_storage_volume_delete(full));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_delete(full));
	check_pool(pool, KEEL_STORAGE_POOL_STATE_RUNNING, 100000, 2 * PAGE);
	keel_storage_volume_unref(sparse);
	keel_storage_volume_unref(full);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_a_faulty_volume_is_refused(void)
{
	static const char *const faulty[] = {
		"",
		"<pool/>",
		"<volume/>",
		"<volume><name>v</name></volume>",
		"<volume><name/><capacity>1</capacity></volume>",
		"<volume><name>.</name><capacity>1</capacity></volume>",
		"<volume type='odd'><name>v</name><capacity>1</capacity></volume>",
		VOLUME("<capacity unit='odd'>1</capacity>"),
	};
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = NULL;
	keel_storage_pool_info before;
	keel_storage_pool_info after;
	size_t i;

	CHECK_OK(keel_storage_pool_get_info(pool, &before));
	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++)
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_storage_pool_create_volume(pool, faulty[i], 0, &volume));
	CHECK_OK(keel_storage_pool_get_info(pool, &after));
	CHECK(!volume && before.allocation == after.allocation);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_a_volume_is_cloned(void)
{
	keel_connection *connection = open_default();
	keel_connection *other = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_pool *stranger = find_pool(other, "default");
	keel_storage_volume *source = make_volume(pool, "source", 10000);
	keel_storage_volume *clone = NULL;

	upload(source, 5000, "content", 7);
	CHECK_OK(keel_storage_pool_clone_volume(pool, VOLUME("<allocation>0</allocation>"), source,
						0, &clone));
	check_volume(clone, 10000, PAGE);
	check_contents(clone, 5000, "content", 7);
	upload(source, 5000, "changed", 7);
	check_contents(clone, 5000, "content", 7);
	keel_storage_volume_unref(clone);

	/* It may be larger than its source, but not smaller. */
	CHECK_OK(keel_storage_pool_clone_volume(
		pool, "<volume><name>large</name><capacity>20000</capacity></volume>", source, 0,
		&clone));
	check_volume(clone, 20000, 20000);
	check_contents(clone, 5000, "changed\0", 8);
	keel_storage_volume_unref(clone);
	CHECK_OK(keel_storage_pool_clone_volume(
		pool, "<volume><name>small</name><capacity>1</capacity></volume>", source,
		KEEL_STORAGE_CREATE_PREALLOCATE, &clone));
	check_volume(clone, 10000, 10000);
	keel_storage_volume_unref(clone);

	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_storage_pool_clone_volume(pool, VOLUME(""), source, 0, NULL));
	CHECK_INVALID(keel_storage_pool_clone_volume(stranger, VOLUME(""), source, 0, NULL));
	CHECK_INVALID(keel_storage_pool_clone_volume(pool, VOLUME(""), NULL, 0, NULL));
	CHECK_OK(keel_storage_volume_delete(source));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_storage_pool_clone_volume(pool, "<volume><name>x</name></volume>", source,
						   0, NULL));
	keel_storage_volume_unref(source);
	keel_storage_pool_unref(stranger);
	keel_storage_pool_unref(pool);
	keel_connection_unref(other);
	keel_connection_unref(connection);
}

static void test_a_volume_is_resized(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = make_volume(pool, "v", 10000);

	CHECK_OK(keel_storage_volume_resize(volume, 20000, 0));
	check_volume(volume, 20000, 0);
	CHECK_OK(keel_storage_volume_resize(volume, 5000,
					    KEEL_STORAGE_RESIZE_DELTA |
						    KEEL_STORAGE_RESIZE_ALLOCATE));
	check_volume(volume, 25000, 5000);
	CHECK_INVALID(keel_storage_volume_resize(volume, 24999, 0));
	CHECK_INVALID(keel_storage_volume_resize(volume, 1, 8));
	upload(volume, 0, "0123456789", 10);
	upload(volume, 24990, "0123456789", 10);
	check_volume(volume, 25000, 2 * PAGE);
	CHECK_OK(keel_storage_volume_resize(volume, 24995, KEEL_STORAGE_RESIZE_SHRINK));
	check_volume(volume, 24995, 2 * PAGE);
	CHECK_OK(keel_storage_volume_resize(volume, 24990,
					    KEEL_STORAGE_RESIZE_SHRINK | KEEL_STORAGE_RESIZE_DELTA));
	check_volume(volume, 5, 5);
	CHECK_OK(keel_storage_volume_resize(volume, 25000, KEEL_STORAGE_RESIZE_SHRINK));
	check_volume(volume, 25000, PAGE);
	check_contents(volume, 0, "01234\0\0\0\0\0", 10);
	check_contents(volume, 24990, "\0\0\0\0\0\0\0\0\0", 10);

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_storage_volume_resize(volume, 25001,
					       KEEL_STORAGE_RESIZE_SHRINK |
						       KEEL_STORAGE_RESIZE_DELTA));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_storage_volume_resize(volume, UINT64_MAX, KEEL_STORAGE_RESIZE_DELTA));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_storage_volume_resize(volume, UINT64_MAX, KEEL_STORAGE_RESIZE_ALLOCATE));
	check_volume(volume, 25000, PAGE);
	CHECK_OK(keel_storage_volume_resize(volume, 0, KEEL_STORAGE_RESIZE_SHRINK));
	check_volume(volume, 0, 0);
	CHECK_OK(keel_storage_volume_resize(volume, UINT64_MAX, 0));
	check_volume(volume, UINT64_MAX, 0);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_a_volume_is_wiped(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = make_volume(pool, "v", 10000);

	upload(volume, 9000, "secret", 6);
	CHECK_OK(keel_storage_volume_wipe(volume));
	check_contents(volume, 9000, "\0\0\0\0\0", 6);
	check_volume(volume, 10000, PAGE);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_a_volume_stays_where_it_was_made(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = find_volume(pool, "spare.img");
	char *text;

	CHECK_OK(keel_storage_pool_destroy(pool));
	CHECK_OK(keel_connection_define_storage_pool(
		connection,
		"<pool><name>default</name><uuid>7c1d9f04-2b58-4e63-a1f7-50c3e8d6b294</uuid>"
		"<target><path>/else/</path></target></pool>",
		0, NULL));
	CHECK_OK(keel_storage_pool_start(pool));
	CHECK_OK(keel_storage_volume_get_key(volume, &text));
	CHECK_TEXT("/pools/default/spare.img", text);
	keel_free(text);
	keel_storage_volume_unref(volume);
	volume = make_volume(pool, "v", 1);
	CHECK_OK(keel_storage_volume_get_path(volume, &text));
	CHECK_TEXT("/else/v", text);
	keel_free(text);
	keel_storage_pool_unref(pool);

	/* Another pool at the same place cannot have a volume of the same path. */
	CHECK_OK(keel_connection_create_storage_pool(
		connection, POOL("<target><path>/else</path></target>"), &pool));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_storage_pool_create_volume(pool, VOLUME("<capacity>1</capacity>"), 0,
						    NULL));
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_xml_goes_round(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool;
	keel_storage_volume *volume;
	char *before;
	char *after;

	CHECK_OK(keel_connection_define_storage_pool(
		connection,
		"<pool type='logical'><name>a &amp; b</name><capacity unit='MiB'>3</capacity>"
		"<target><path>/a&lt;b</path></target></pool>",
		0, &pool));
	CHECK_OK(keel_storage_pool_get_xml(pool, KEEL_STORAGE_XML_INACTIVE, &before));
	CHECK_OK(keel_storage_pool_undefine(pool));
	keel_storage_pool_unref(pool);
	CHECK_OK(keel_connection_define_storage_pool(connection, before, KEEL_DEFINE_NEW, &pool));
	CHECK_OK(keel_storage_pool_get_xml(pool, KEEL_STORAGE_XML_INACTIVE, &after));
	CHECK_TEXT(before, after);
	keel_free(before);
	keel_free(after);

	CHECK_OK(keel_storage_pool_start(pool));
	CHECK_OK(keel_storage_pool_create_volume(
		pool,
		"<volume type='block'><name>&gt;'v</name><capacity unit='KB'>3</capacity>"
		"<allocation unit='KiB'>2</allocation><target><format type='q&amp;w'/></target>"
		"</volume>",
		0, &volume));
	CHECK_OK(keel_storage_volume_get_xml(volume, &before));
	CHECK_OK(keel_storage_volume_delete(volume));
	keel_storage_volume_unref(volume);
	CHECK_OK(keel_storage_pool_create_volume(pool, before, 0, &volume));
	CHECK_OK(keel_storage_volume_get_xml(volume, &after));
	CHECK_TEXT(before, after);
	CHECK(strstr(after, "<volume type='block'>"));
	CHECK(strstr(after, "'bytes'>3000<") && strstr(after, "'bytes'>2048<"));
	keel_free(before);
	keel_free(after);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_read_only_storage_can_be_looked_at(void)
{
	keel_connection *connection;
	keel_storage_volume *volume;
	keel_storage_pool *pool;
	keel_stream *stream;
	char *text;

	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_READ_ONLY, &connection));
	pool = find_pool(connection, "default");
	volume = find_volume(pool, "test.img");
	check_volume(volume, 10 * GIB, 2 * GIB);
	CHECK_OK(keel_storage_volume_get_xml(volume, &text));
	keel_free(text);
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_connection_define_storage_pool(connection, POOL(""), 0, NULL));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_connection_create_storage_pool(connection, POOL(""), NULL));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_pool_start(pool));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_pool_destroy(pool));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_pool_undefine(pool));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_pool_set_autostart(pool, true));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_pool_build(pool));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_pool_refresh(pool));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_storage_pool_create_volume(pool, VOLUME(""), 0, NULL));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_storage_pool_clone_volume(pool, VOLUME(""), volume, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_volume_resize(volume, 1, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_volume_wipe(volume));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_volume_delete(volume));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_volume_upload(volume, stream, 0, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_storage_volume_download(volume, stream, 0, 0));
	keel_stream_unref(stream);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_storage_of_a_closed_connection(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = find_volume(pool, "test.img");
	keel_storage_pool *owner;
	keel_storage_pool_info info;
	uint32_t n;

	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_count_storage_pools(connection, 0, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_storage_pool_get_info(pool, &info));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_storage_pool_start(pool));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_storage_volume_wipe(volume));
	CHECK_TEXT("test.img", keel_storage_volume_get_name(volume));
	owner = keel_storage_volume_get_pool(volume);
	CHECK(owner == pool);
	keel_storage_pool_unref(owner);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
	keel_storage_volume_unref(volume);
}

int main(void)
{
	RUN(test_the_default_pool_is_there);
	RUN(test_pools_come_from_a_file);
	RUN(test_a_faulty_host_is_refused);
	RUN(test_a_pool_is_defined_again);
	RUN(test_a_faulty_pool_is_refused);
	RUN(test_a_pool_smaller_than_its_volumes_is_refused);
	RUN(test_a_pool_goes_through_its_states);
	RUN(test_a_pool_that_is_gone_says_so);
	RUN(test_volumes_cannot_be_reached_while_their_pool_is_stopped);
	RUN(test_volumes_are_found);
	RUN(test_a_volume_takes_room);
	RUN(test_a_faulty_volume_is_refused);
	RUN(test_a_volume_is_cloned);
	RUN(test_a_volume_is_resized);
	RUN(test_a_volume_is_wiped);
	RUN(test_a_volume_stays_where_it_was_made);
	RUN(test_xml_goes_round);
	RUN(test_read_only_storage_can_be_looked_at);
	RUN(test_storage_of_a_closed_connection);
	DONE();
}
