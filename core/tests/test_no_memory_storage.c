/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Storage and streams without memory. */

#include "no_memory.h"
#include "storage.h"

#define POOL "<pool><name>p</name><target><path>/p</path></target></pool>"
#define VOLUME(name)                                                                               \
	"<volume><name>" name "</name><capacity>20000</capacity><allocation>0</allocation>"        \
	"</volume>"

static void test_pools_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool **pools = NULL;
	keel_storage_pool *pool = NULL;
	char *text = NULL;
	uint32_t count;
	size_t n = 0;
	size_t i;

	EACH_FAILS(keel_connection_create_storage_pool(connection, POOL, &pool), !pool,
		   KEEL_STATUS_XML);
	CHECK_OK(keel_storage_pool_destroy(pool));
	keel_storage_pool_unref(pool);
	pool = NULL;
	EACH_FAILS(keel_connection_define_storage_pool(connection, POOL, 0, &pool), !pool,
		   KEEL_STATUS_XML);
	CHECK_OK(keel_connection_count_storage_pools(connection, 0, &count));
	CHECK_INT(2, count);
	NO_MEMORY(keel_connection_list_storage_pools(connection, 0, &pools, &n), !pools && !n);
	for (i = 0; i < n; i++)
		keel_storage_pool_unref(pools[i]);
	keel_free(pools);
	NO_MEMORY(keel_storage_pool_get_xml(pool, 0, &text), !text);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_storage_pool_get_uuid_string(pool, &text), !text);
	keel_free(text);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_volumes_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume **volumes = NULL;
	keel_storage_volume *volume = NULL;
	keel_storage_volume *clone = NULL;
	keel_storage_pool_info info;
	char *text = NULL;
	uint64_t before;
	size_t n = 0;
	size_t i;

	CHECK_OK(keel_storage_pool_get_info(pool, &info));
	before = info.allocation;
	EACH_FAILS(keel_storage_pool_create_volume(pool, VOLUME("a"), 0, &volume), !volume,
		   KEEL_STATUS_XML);
	upload(volume, 0, "0123456789", 10);
	upload(volume, 8192, "0123456789", 10);
	EACH_FAILS(keel_storage_pool_clone_volume(pool, VOLUME("b"), volume, 0, &clone), !clone,
		   KEEL_STATUS_XML);
	CHECK_OK(keel_storage_pool_get_info(pool, &info));
	CHECK_INT(before + 4 * 4096, info.allocation);
	check_contents(clone, 8192, "0123456789", 10);
	NO_MEMORY(keel_storage_pool_list_volumes(pool, &volumes, &n), !volumes && !n);
	CHECK_INT(4, n);
	for (i = 0; i < n; i++)
		keel_storage_volume_unref(volumes[i]);
	keel_free(volumes);
	NO_MEMORY(keel_storage_volume_get_key(volume, &text), !text);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_storage_volume_get_path(volume, &text), !text);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_storage_volume_get_xml(volume, &text), !text);
	keel_free(text);
	keel_storage_volume_unref(clone);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void hear(keel_stream *stream, uint32_t events, void *user_data)
{
	(void)stream;
	(void)events;
	(void)user_data;
}

static void destroy(void *user_data)
{
	int *n_destroyed = user_data;

	++*n_destroyed;
}

static bool take(keel_stream *stream, const uint8_t *data, size_t n_data, void *user_data)
{
	(void)stream;
	(void)data;
	(void)n_data;
	(void)user_data;
	return true;
}

static uint8_t bytes[3 * 4096];

static void test_streams_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = make_volume(pool, "v", 100000);
	keel_stream *stream = NULL;
	keel_storage_volume_info info;
	int n_destroyed = 0;
	size_t n = 99;

	memset(bytes, 'x', sizeof(bytes));
	upload(volume, 4096, "old", 3);
	NO_MEMORY(keel_stream_new(connection, KEEL_STREAM_NONBLOCK, &stream), !stream);
	NO_MEMORY(keel_storage_volume_upload(volume, stream, 10, 0), true);
	/* What fails takes no room, in the first page nor in later ones. */
	NO_MEMORY(keel_stream_send(stream, bytes, sizeof(bytes), &n),
		  n == 99 && keel_storage_volume_get_info(volume, &info) == KEEL_OK &&
			  info.allocation == 4096);
	CHECK_INT(sizeof(bytes), n);
	n = 99;
	NO_MEMORY(keel_stream_send(stream, bytes, sizeof(bytes), &n),
		  n == 99 && keel_storage_volume_get_info(volume, &info) == KEEL_OK &&
			  info.allocation == 4 * 4096);
	check_volume(volume, 100000, 7 * 4096);
	NO_MEMORY(keel_stream_add_watch(stream, KEEL_LOOP_WRITABLE, hear, &n_destroyed, destroy),
		  n_destroyed == 0);
	CHECK_OK(keel_stream_update_watch(stream, 0));
	CHECK_OK(keel_event_dispatch(0, NULL));
	NO_MEMORY(keel_stream_update_watch(stream, KEEL_LOOP_WRITABLE), true);
	keel_stream_unref(stream);
	CHECK_INT(1, n_destroyed);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_finishing_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = make_volume(pool, "v", 100000);
	keel_stream *stream = new_stream(volume, 0);

	memset(bytes, 'x', sizeof(bytes));
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	send_all(stream, bytes, sizeof(bytes));
	NO_MEMORY(keel_stream_finish(stream), true);
	check_contents(volume, 0, bytes, sizeof(bytes));
	keel_stream_unref(stream);

	stream = new_stream(volume, 0);
	CHECK_OK(keel_storage_volume_download(volume, stream, 0, 0));
	n_left = 0;
	CHECK_FAILS(KEEL_STATUS_NO_MEMORY, keel_stream_receive_all(stream, take, NULL));
	n_left = -1;
	CHECK_OK(keel_stream_receive_all(stream, take, NULL));
	keel_stream_unref(stream);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_waiting_without_memory(void)
{
	static uint8_t window[64 << 10];
	keel_connection *connection = open_default();
	keel_storage_pool *pool = find_pool(connection, "default");
	keel_storage_volume *volume = make_volume(pool, "v", 100000);
	keel_stream *stream = new_stream(volume, KEEL_STREAM_NONBLOCK);
	size_t n;

	CHECK_OK(keel_storage_volume_download(volume, stream, 0, 0));
	CHECK_OK(keel_stream_receive(stream, window, sizeof(window), &n));
	n_left = 0;
	CHECK_FAILS(KEEL_STATUS_NO_MEMORY,
		    keel_stream_receive(stream, window, sizeof(window), &n));
	n_left = -1;
	CHECK_FAILS(KEEL_STATUS_WOULD_BLOCK,
		    keel_stream_receive(stream, window, sizeof(window), &n));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_OK(keel_stream_receive(stream, window, sizeof(window), &n));
	CHECK_INT(100000 - sizeof(window), n);
	keel_stream_unref(stream);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_a_screenshot_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_stream *stream;
	char *type = NULL;

	CHECK_OK(keel_stream_new(connection, 0, &stream));
	NO_MEMORY(keel_domain_take_screenshot(domain, stream, 0, &type), !type);
	keel_free(type);
	keel_stream_unref(stream);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	puts("# begin");
	keel_connection_unref(open_default());
	CHECK_OK(keel_event_dispatch(0, NULL));

	RUN_WITHOUT_LEAK(test_pools_without_memory);
	RUN_WITHOUT_LEAK(test_volumes_without_memory);
	RUN_WITHOUT_LEAK(test_streams_without_memory);
	RUN_WITHOUT_LEAK(test_finishing_without_memory);
	RUN_WITHOUT_LEAK(test_waiting_without_memory);
	RUN_WITHOUT_LEAK(test_a_screenshot_without_memory);
	DONE();
}
