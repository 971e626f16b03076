/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef STORAGE_H
#define STORAGE_H

/* What the tests of storage and streams share. */

#include "check.h"

static inline keel_storage_pool *find_pool(keel_connection *connection, const char *name)
{
	keel_storage_pool *pool;

	CHECK_OK(keel_connection_lookup_storage_pool_by_name(connection, name, &pool));
	return pool;
}

static inline keel_storage_volume *find_volume(keel_storage_pool *pool, const char *name)
{
	keel_storage_volume *volume;

	CHECK_OK(keel_storage_pool_lookup_volume(pool, name, &volume));
	return volume;
}

/* A volume that takes room only for what is in it. */
static inline keel_storage_volume *make_volume(keel_storage_pool *pool, const char *name,
					       uint64_t capacity)
{
	keel_storage_volume *volume;
	char xml[256];

	snprintf(xml, sizeof(xml),
		 "<volume><name>%s</name><capacity>%" PRIu64 "</capacity>"
		 "<allocation>0</allocation></volume>",
		 name, capacity);
	CHECK_OK(keel_storage_pool_create_volume(pool, xml, 0, &volume));
	return volume;
}

static inline void check_volume(keel_storage_volume *volume, uint64_t capacity,
				uint64_t allocation)
{
	keel_storage_volume_info info;

	CHECK_OK(keel_storage_volume_get_info(volume, &info));
	CHECK_INT(KEEL_STORAGE_VOLUME_TYPE_FILE, info.type);
	CHECK(capacity == info.capacity);
	CHECK(allocation == info.allocation);
}

static inline void check_pool(keel_storage_pool *pool, keel_storage_pool_state state,
			      uint64_t capacity, uint64_t allocation)
{
	keel_storage_pool_info info;

	CHECK_OK(keel_storage_pool_get_info(pool, &info));
	CHECK_INT(state, info.state);
	CHECK(capacity == info.capacity);
	CHECK(allocation == info.allocation);
	CHECK(capacity - allocation == info.available);
}

static inline keel_stream *new_stream(keel_storage_volume *volume, uint32_t flags)
{
	keel_storage_pool *pool = keel_storage_volume_get_pool(volume);
	keel_connection *connection = keel_storage_pool_get_connection(pool);
	keel_stream *stream;

	CHECK_OK(keel_stream_new(connection, flags, &stream));
	keel_connection_unref(connection);
	keel_storage_pool_unref(pool);
	return stream;
}

static inline void send_all(keel_stream *stream, const void *data, size_t n)
{
	const uint8_t *at = data;

	while (n) {
		size_t n_sent = 0;

		CHECK_OK(keel_stream_send(stream, at, n, &n_sent));
		CHECK(n_sent > 0 && n_sent <= n);
		at += n_sent;
		n -= n_sent;
	}
}

static inline void upload(keel_storage_volume *volume, uint64_t offset, const void *data, size_t n)
{
	keel_stream *stream = new_stream(volume, 0);

	CHECK_OK(keel_storage_volume_upload(volume, stream, offset, n));
	send_all(stream, data, n);
	CHECK_OK(keel_stream_finish(stream));
	keel_stream_unref(stream);
}

/* Checks what is in a part of a volume. */
static inline void check_contents(keel_storage_volume *volume, uint64_t offset, const void *data,
				  size_t n)
{
	keel_stream *stream = new_stream(volume, 0);
	uint8_t *buffer = malloc(n + 1);
	size_t done = 0;
	size_t n_more;

	CHECK(buffer);
	CHECK_OK(keel_storage_volume_download(volume, stream, offset, n));
	do {
		CHECK_OK(keel_stream_receive(stream, buffer + done, n + 1 - done, &n_more));
		done += n_more;
		CHECK(done <= n);
	} while (n_more);
	CHECK(done == n);
	CHECK(memcmp(buffer, data, n) == 0);
	CHECK_OK(keel_stream_finish(stream));
	keel_stream_unref(stream);
	free(buffer);
}

#endif
