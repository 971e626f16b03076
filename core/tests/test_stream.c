/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "storage.h"

#include <pthread.h>

#define KIB 1024u
#define PAGE 4096u
#define TIB ((uint64_t)1 << 40)

static keel_connection *connection;
static keel_storage_pool *pool;
static keel_storage_volume *volume;
static keel_stream *stream;

/* A connection, its pool, a volume of a size and an unused stream. */
static void begin(uint64_t capacity)
{
	connection = open_default();
	pool = find_pool(connection, "default");
	volume = make_volume(pool, "v", capacity);
	CHECK_OK(keel_stream_new(connection, 0, &stream));
}

static void end(void)
{
	keel_stream_unref(stream);
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static uint8_t *make_bytes(size_t n)
{
	uint8_t *bytes = malloc(n);
	size_t i;

	CHECK(bytes);
	for (i = 0; i < n; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 256 + 1);
	return bytes;
}

static void test_what_goes_in_comes_out(void)
{
	uint8_t *bytes = make_bytes(300 * KIB);
	uint8_t buffer[1000];
	size_t done = 0;
	size_t n;

	begin(400 * KIB);
	upload(volume, 0, bytes, 300 * KIB);
	check_volume(volume, 400 * KIB, 300 * KIB);
	check_contents(volume, 0, bytes, 300 * KIB);
	check_contents(volume, 4095, bytes + 4095, 2);
	check_contents(volume, 300 * KIB, "\0\0\0", 4);

	/* In pieces, to the end of the volume. */
	CHECK_OK(keel_storage_volume_download(volume, stream, 100, 0));
	do {
		size_t i;

		CHECK_OK(keel_stream_receive(stream, buffer, sizeof(buffer), &n));
		for (i = 0; i < n; i++, done++)
			CHECK(buffer[i] == (done + 100 < 300 * KIB ? bytes[done + 100] : 0));
	} while (n);
	CHECK_INT(400 * KIB - 100, done);
	CHECK_OK(keel_stream_receive(stream, buffer, sizeof(buffer), &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_stream_finish(stream));
	end();
	free(bytes);
}

static void test_a_part_is_written_over(void)
{
	uint8_t *bytes = make_bytes(5 * PAGE);
	uint8_t expected[5 * PAGE];

	begin(5 * PAGE);
	upload(volume, PAGE, bytes, PAGE);
	upload(volume, 3 * PAGE, bytes, PAGE);
	memset(expected, 0, sizeof(expected));
	memcpy(expected + PAGE, bytes, PAGE);
	memcpy(expected + 3 * PAGE, bytes, PAGE);
	check_contents(volume, 0, expected, sizeof(expected));
	check_volume(volume, 5 * PAGE, 2 * PAGE);

	/* The pages at both ends keep what was not written. */
	upload(volume, PAGE + 10, bytes, 2 * PAGE);
	memcpy(expected + PAGE + 10, bytes, 2 * PAGE);
	check_contents(volume, 0, expected, sizeof(expected));
	check_volume(volume, 5 * PAGE, 3 * PAGE);
	upload(volume, 20, bytes, 1);
	expected[20] = bytes[0];
	upload(volume, 4 * PAGE, bytes, PAGE);
	memcpy(expected + 4 * PAGE, bytes, PAGE);
	check_contents(volume, 0, expected, sizeof(expected));
	end();
	free(bytes);
}

static void hear(keel_stream *self, uint32_t events, void *user_data)
{
	(void)self;
	(void)events;
	(void)user_data;
	CHECK(!"this is never called");
}

static void check_not_in_use(void)
{
	uint8_t byte = 0;
	size_t n = 99;

	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_send(stream, &byte, 1, &n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_receive(stream, &byte, 1, &n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_finish(stream));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_abort(stream));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_add_watch(stream, 0, hear, NULL, free));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_stream_update_watch(stream, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_stream_remove_watch(stream));
	CHECK_INT(99, n);
}

static void test_a_stream_is_used_once(void)
{
	uint8_t byte = 0;
	size_t n = 99;

	begin(10);
	check_not_in_use();
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_volume_upload(volume, stream, 0, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_receive(stream, &byte, 1, &n));
	CHECK_INT(99, n);
	CHECK_OK(keel_stream_finish(stream));
	check_not_in_use();
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_volume_download(volume, stream, 0, 0));
	keel_stream_unref(stream);

	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_storage_volume_download(volume, stream, 0, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_send(stream, &byte, 1, &n));
	CHECK_INT(99, n);
	CHECK_OK(keel_stream_abort(stream));
	check_not_in_use();
	end();
}

static void test_faulty_arguments_are_refused(void)
{
	keel_connection *other = open_default();
	keel_stream *stranger;
	keel_stream *none = NULL;
	uint8_t byte = 0;
	size_t n;

	begin(10);
	CHECK_INVALID(keel_stream_new(connection, 2, &none));
	CHECK_INVALID(keel_stream_new(connection, 0, NULL));
	CHECK(!none);
	CHECK_OK(keel_stream_new(other, 0, &stranger));
	CHECK_INVALID(keel_storage_volume_upload(volume, stranger, 0, 0));
	CHECK_INVALID(keel_storage_volume_download(volume, NULL, 0, 0));
	keel_stream_unref(stranger);
	keel_connection_unref(other);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	CHECK_INVALID(keel_stream_send(stream, NULL, 1, &n));
	CHECK_INVALID(keel_stream_send(stream, &byte, 1, NULL));
	CHECK_INVALID(keel_stream_receive(stream, NULL, 1, &n));
	CHECK_INVALID(keel_stream_add_watch(stream, 1u << 4, hear, NULL, NULL));
	CHECK_INVALID(keel_stream_add_watch(stream, 0, NULL, NULL, NULL));
	CHECK_OK(keel_stream_send(stream, NULL, 0, &n));
	CHECK_INT(0, n);
	end();
}

static void test_what_is_aborted_leaves_the_volume_as_it_was(void)
{
	uint8_t *bytes = make_bytes(10 * PAGE);

	begin(10 * PAGE);
	upload(volume, 0, "before", 6);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	send_all(stream, bytes, 10 * PAGE);
	/* What is sent takes its room at once. */
	check_volume(volume, 10 * PAGE, 10 * PAGE);
	CHECK_OK(keel_stream_abort(stream));
	check_volume(volume, 10 * PAGE, PAGE);
	check_contents(volume, 0, "before\0", 7);
	keel_stream_unref(stream);

	/* Given back, it is aborted, too. */
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_storage_volume_upload(volume, stream, 2, 0));
	send_all(stream, bytes, PAGE);
	keel_stream_unref(stream);
	check_contents(volume, 0, "before\0", 7);
	check_volume(volume, 10 * PAGE, PAGE);
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	end();
	free(bytes);
}

static void test_a_volume_in_use_is_busy(void)
{
	keel_stream *second;
	keel_stream *unused;

	begin(10);
	CHECK_OK(keel_stream_new(connection, 0, &second));
	CHECK_OK(keel_storage_volume_download(volume, stream, 0, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_storage_volume_download(volume, second, 0, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_storage_volume_upload(volume, second, 0, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_storage_volume_resize(volume, 20, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_storage_volume_wipe(volume));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_storage_volume_delete(volume));
	CHECK_OK(keel_stream_finish(stream));
	CHECK_OK(keel_storage_volume_upload(volume, second, 0, 0));
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_storage_volume_delete(volume));
	/* A clone has what was there before. */
	send_all(second, "new", 3);
	CHECK_OK(keel_storage_pool_clone_volume(pool, "<volume><name>w</name></volume>", volume, 0,
						NULL));
	CHECK_OK(keel_stream_abort(second));
	CHECK_OK(keel_stream_new(connection, 0, &unused));
	CHECK_OK(keel_storage_volume_delete(volume));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_upload(volume, unused, 0, 0));
	keel_stream_unref(unused);
	keel_stream_unref(second);
	end();
}

static void test_offsets_have_edges(void)
{
	uint8_t byte;
	size_t n;

	begin(10);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_storage_volume_upload(volume, stream, 11, 0));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_storage_volume_upload(volume, stream, 0, 11));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_storage_volume_upload(volume, stream, 10, 1));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_storage_volume_download(volume, stream, 1, UINT64_MAX));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_storage_volume_download(volume, stream, UINT64_MAX, 1));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_storage_volume_download(volume, stream, UINT64_MAX, UINT64_MAX));
	CHECK_OK(keel_storage_volume_download(volume, stream, 10, 0));
	CHECK_OK(keel_stream_receive(stream, &byte, 1, &n));
	CHECK_INT(0, n);
	end();
}

static void test_no_more_than_the_length_goes(void)
{
	uint8_t buffer[10];
	size_t n = 99;

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 2, 3));
	CHECK_OK(keel_stream_send(stream, (const uint8_t *)"abcdef", 6, &n));
	CHECK_INT(3, n);
	n = 99;
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_stream_send(stream, (const uint8_t *)"def", 3, &n));
	CHECK_INT(99, n);
	CHECK_OK(keel_stream_finish(stream));
	keel_stream_unref(stream);
	check_contents(volume, 0, "\0\0abc\0\0\0\0", 10);
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_storage_volume_download(volume, stream, 3, 2));
	CHECK_OK(keel_stream_receive(stream, buffer, sizeof(buffer), &n));
	CHECK_INT(2, n);
	CHECK(memcmp(buffer, "bc", 2) == 0);
	CHECK_OK(keel_stream_receive(stream, buffer, sizeof(buffer), &n));
	CHECK_INT(0, n);
	end();
}

static void test_large_volumes_cost_nothing(void)
{
	begin(TIB);
	upload(volume, TIB - 5, "tail", 5);
	check_contents(volume, TIB - 8, "\0\0\0tail", 8);
	check_contents(volume, TIB / 2, "\0\0\0", 4);
	check_volume(volume, TIB, PAGE);
	CHECK_OK(keel_storage_volume_resize(volume, UINT64_MAX, 0));
	upload(volume, UINT64_MAX - 1, "x", 1);
	check_contents(volume, UINT64_MAX - 1, "x", 1);
	upload(volume, UINT64_MAX - 3, "abc", 3);
	check_contents(volume, UINT64_MAX - 4, "\0abc", 4);
	check_volume(volume, UINT64_MAX, 2 * PAGE);
	end();
}

static void test_a_pool_runs_out_of_room(void)
{
	uint8_t *bytes = make_bytes(5 * PAGE);
	keel_storage_pool *small;
	keel_storage_volume *full;
	size_t n = 99;

	begin(10);
	CHECK_OK(keel_connection_create_storage_pool(
		connection, "<pool><name>small</name><capacity>10000</capacity></pool>", &small));
	full = make_volume(small, "full", TIB);
	CHECK_OK(keel_storage_volume_upload(full, stream, 100, 0));
	CHECK_OK(keel_stream_send(stream, bytes, 5 * PAGE, &n));
	CHECK_INT(2 * PAGE - 100, n);
	check_pool(small, KEEL_STORAGE_POOL_STATE_RUNNING, 10000, 2 * PAGE);
	n = 99;
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_stream_send(stream, bytes, PAGE, &n));
	CHECK_INT(99, n);
	CHECK_OK(keel_stream_finish(stream));
	check_contents(full, 100, bytes, 2 * PAGE - 100);
	/* What is there can be written over. */
	upload(full, 0, bytes, 2 * PAGE);
	check_contents(full, 0, bytes, 2 * PAGE);
	keel_storage_volume_unref(full);
	keel_storage_pool_unref(small);
	end();
	free(bytes);
}

struct job {
	size_t left;
	size_t n_calls;
	/* The call in which it gives up, or goes wrong. */
	size_t stops_at;
	size_t faulty_at;
	size_t n_bytes;
};

static bool give(keel_stream *self, uint8_t *buffer, size_t size, size_t *ret_n, void *user_data)
{
	struct job *job = user_data;
	size_t n = job->left < size ? job->left : size;

	CHECK(self == stream);
	job->n_calls++;
	if (job->n_calls == job->stops_at)
		return false;
	memset(buffer, (int)job->n_calls, n);
	job->left -= n;
	*ret_n = job->n_calls == job->faulty_at ? size + 1 : n;
	return true;
}

static bool take(keel_stream *self, const uint8_t *data, size_t n_data, void *user_data)
{
	struct job *job = user_data;

	CHECK(self == stream);
	CHECK(n_data > 0);
	job->n_calls++;
	if (job->n_calls == job->stops_at)
		return false;
	CHECK_INT(job->n_calls, data[0]);
	CHECK_INT(job->n_calls, data[n_data - 1]);
	job->n_bytes += n_data;
	return true;
}

static void test_all_is_sent_and_received(void)
{
	struct job source = {.left = 200 * KIB};
	struct job sink = {0};

	begin(200 * KIB);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	CHECK_OK(keel_stream_send_all(stream, give, &source));
	CHECK_INT(5, source.n_calls);
	CHECK_OK(keel_stream_finish(stream));
	keel_stream_unref(stream);
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_storage_volume_download(volume, stream, 0, 0));
	CHECK_OK(keel_stream_receive_all(stream, take, &sink));
	CHECK_INT(200 * KIB, sink.n_bytes);
	CHECK_OK(keel_stream_finish(stream));
	end();
}

static void test_callbacks_abort_the_stream(void)
{
	struct job source = {.left = 200 * KIB, .stops_at = 2};
	struct job faulty = {.left = 200 * KIB, .faulty_at = 2};
	struct job sink = {.stops_at = 1};

	begin(200 * KIB);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	CHECK_FAILS(KEEL_STATUS_ABORTED, keel_stream_send_all(stream, give, &source));
	CHECK_INT(KEEL_ERROR_DOMAIN_STREAM, keel_last_error_domain());
	check_not_in_use();
	check_volume(volume, 200 * KIB, 0);
	keel_stream_unref(stream);

	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	CHECK_FAILS(KEEL_STATUS_ABORTED, keel_stream_send_all(stream, give, &faulty));
	check_not_in_use();
	keel_stream_unref(stream);

	upload(volume, 0, "\1", 1);
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_storage_volume_download(volume, stream, 0, 1));
	CHECK_FAILS(KEEL_STATUS_ABORTED, keel_stream_receive_all(stream, take, &sink));
	check_not_in_use();
	CHECK_INT(1, sink.n_calls);
	end();
}

static void test_sending_all_fails_as_sending_does(void)
{
	struct job job = {.left = 100};
	keel_stream *eager;

	begin(50);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_send_all(stream, give, &job));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_receive_all(stream, take, &job));
	CHECK_INVALID(keel_stream_send_all(stream, NULL, NULL));
	CHECK_INVALID(keel_stream_receive_all(stream, NULL, NULL));
	CHECK_OK(keel_stream_new(connection, KEEL_STREAM_NONBLOCK, &eager));
	CHECK_OK(keel_storage_volume_upload(volume, eager, 0, 0));
	CHECK_INVALID(keel_stream_send_all(eager, give, &job));
	CHECK_INVALID(keel_stream_receive_all(eager, take, &job));
	keel_stream_unref(eager);

	/* More than fits: it is aborted, and the error is that of sending. */
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	job.left = 100;
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_stream_send_all(stream, give, &job));
	check_not_in_use();
	check_volume(volume, 50, 0);
	end();
}

static void test_streams_break_when_their_pool_stops(void)
{
	uint8_t byte = 0;
	size_t n = 99;

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	send_all(stream, "lost", 4);
	CHECK_OK(keel_storage_pool_destroy(pool));
	CHECK_FAILS(KEEL_STATUS_IO, keel_stream_send(stream, &byte, 1, &n));
	CHECK_FAILS(KEEL_STATUS_IO, keel_stream_receive(stream, &byte, 1, &n));
	CHECK_FAILS(KEEL_STATUS_IO, keel_stream_finish(stream));
	CHECK_INT(99, n);
	CHECK_OK(keel_storage_pool_start(pool));
	CHECK_FAILS(KEEL_STATUS_IO, keel_stream_finish(stream));
	check_contents(volume, 0, "\0\0\0", 4);
	check_volume(volume, 10, 0);
	CHECK_OK(keel_stream_abort(stream));
	check_not_in_use();
	end();
}

static void test_streams_break_when_their_pool_goes(void)
{
	keel_storage_pool *transient;
	keel_storage_volume *inner;

	begin(10);
	CHECK_OK(keel_connection_create_storage_pool(connection, "<pool><name>t</name></pool>",
						     &transient));
	inner = make_volume(transient, "inner", 10);
	CHECK_OK(keel_storage_volume_upload(inner, stream, 0, 0));
	send_all(stream, "lost", 4);
	keel_storage_volume_unref(inner);
	CHECK_OK(keel_storage_pool_destroy(transient));
	keel_storage_pool_unref(transient);
	CHECK_FAILS(KEEL_STATUS_IO, keel_stream_finish(stream));
	end();
}

static void test_a_stream_goes_on_alone(void)
{
	keel_connection *owner;

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	keel_storage_volume_unref(volume);
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
	send_all(stream, "alone", 5);
	CHECK_OK(keel_stream_finish(stream));
	owner = keel_stream_get_connection(stream);
	CHECK_OK(keel_connection_lookup_storage_volume_by_path(owner, "/pools/default/v",
							       &volume));
	check_contents(volume, 0, "alone", 5);
	keel_connection_unref(owner);
	keel_storage_volume_unref(volume);
	CHECK(keel_stream_ref(stream) == stream);
	keel_stream_unref(stream);
	keel_stream_unref(stream);
}

static void test_streams_of_a_closed_connection(void)
{
	keel_stream *none = NULL;
	keel_connection *owner;
	uint8_t byte = 0;
	size_t n;

	begin(10);
	CHECK_OK(keel_storage_volume_upload(volume, stream, 0, 0));
	send_all(stream, "lost", 4);
	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_stream_new(connection, 0, &none));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_stream_send(stream, &byte, 1, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_stream_receive(stream, &byte, 1, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_stream_finish(stream));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_stream_abort(stream));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_stream_send_all(stream, give, NULL));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_stream_add_watch(stream, 0, hear, NULL, NULL));
	owner = keel_stream_get_connection(stream);
	CHECK(owner == connection && !none);
	keel_connection_unref(owner);
	end();
}

static uint32_t get_u32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Takes a picture and gives the number of the colour in its middle. */
static uint8_t take_picture(keel_domain *domain)
{
	static const uint8_t signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
	uint8_t *picture = malloc(100 * KIB);
	const uint8_t *at = picture + 8;
	keel_stream *fresh;
	uint8_t colour = 0;
	size_t n;
	char *type;

	CHECK(picture);
	CHECK_OK(keel_stream_new(connection, 0, &fresh));
	CHECK_OK(keel_domain_take_screenshot(domain, fresh, 0, &type));
	CHECK_TEXT("image/png", type);
	keel_free(type);
	CHECK_OK(keel_stream_receive(fresh, picture, 100 * KIB, &n));
	CHECK_OK(keel_stream_finish(fresh));
	keel_stream_unref(fresh);

	/* Its chunks follow each other up to the end. */
	CHECK(memcmp(picture, signature, 8) == 0);
	CHECK(memcmp(at + 4, "IHDR", 4) == 0);
	CHECK_INT(320, get_u32(at + 8));
	CHECK_INT(200, get_u32(at + 12));
	while (memcmp(at + 4, "IEND", 4) != 0) {
		if (memcmp(at + 4, "IDAT", 4) == 0)
			colour = at[8 + 7 + 100 * 321 + 160];
		at += 12 + get_u32(at);
		CHECK(at + 12 <= picture + n);
	}
	CHECK(at + 12 == picture + n);
	free(picture);
	return colour;
}

static void test_a_screenshot_shows_the_state(void)
{
	keel_domain *domain;
	keel_domain *spare;
	uint8_t running;
	char *type = NULL;

	begin(10);
	domain = find(connection, "test");
	spare = find(connection, "spare");
	running = take_picture(domain);
	CHECK(running != 0);
	CHECK_INT(running, take_picture(domain));
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK(take_picture(domain) != running);
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_INT(running, take_picture(domain));

	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_take_screenshot(domain, stream, 1, &type));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_take_screenshot(spare, stream, 0, &type));
	CHECK_OK(keel_domain_undefine(spare, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_take_screenshot(spare, stream, 0, &type));
	/* The stream is unused still. */
	CHECK_OK(keel_storage_volume_download(volume, stream, 0, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_take_screenshot(domain, stream, 0, &type));
	CHECK(!type);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	end();
}

#define N_THREADS 8
#define N_ROUNDS 20

static void *work(void *data)
{
	keel_storage_volume *own = data;
	uint8_t *bytes = make_bytes(40 * KIB);
	int i;

	for (i = 0; i < N_ROUNDS; i++) {
		keel_stream *lost = new_stream(own, 0);

		bytes[i] = (uint8_t)i;
		upload(own, (uint64_t)i * 1000, bytes, 40 * KIB);
		check_contents(own, (uint64_t)i * 1000, bytes, 40 * KIB);
		CHECK_OK(keel_storage_volume_upload(own, lost, 0, 0));
		send_all(lost, bytes, 1000);
		keel_stream_unref(lost);
	}
	free(bytes);
	return NULL;
}

static void test_threads_use_volumes_of_their_own(void)
{
	keel_storage_volume *volumes[N_THREADS];
	pthread_t threads[N_THREADS];
	char name[8];
	int i;

	begin(10);
	for (i = 0; i < N_THREADS; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		volumes[i] = make_volume(pool, name, 100 * KIB);
		CHECK_INT(0, pthread_create(&threads[i], NULL, work, volumes[i]));
	}
	for (i = 0; i < N_THREADS; i++) {
		CHECK_INT(0, pthread_join(threads[i], NULL));
		/* The last round ends in byte 59960, which is in the 15th page. */
		check_volume(volumes[i], 100 * KIB, 15 * PAGE);
		keel_storage_volume_unref(volumes[i]);
	}
	end();
}

static void *fight(void *data)
{
	int i;

	for (i = 0; i < N_ROUNDS * 5; i++) {
		keel_stream *own = new_stream(data, 0);
		keel_status status = keel_storage_volume_upload(data, own, 0, 0);

		CHECK(status == KEEL_OK || status == KEEL_STATUS_BUSY);
		if (status == KEEL_OK) {
			send_all(own, "won", 3);
			CHECK_OK(keel_stream_finish(own));
		}
		keel_stream_unref(own);
	}
	return NULL;
}

static void test_threads_fight_for_a_volume(void)
{
	pthread_t threads[N_THREADS];
	int i;

	begin(10);
	for (i = 0; i < N_THREADS; i++)
		CHECK_INT(0, pthread_create(&threads[i], NULL, fight, volume));
	for (i = 0; i < N_THREADS; i++)
		CHECK_INT(0, pthread_join(threads[i], NULL));
	check_contents(volume, 0, "won", 4);
	end();
}

int main(void)
{
	RUN(test_what_goes_in_comes_out);
	RUN(test_a_part_is_written_over);
	RUN(test_a_stream_is_used_once);
	RUN(test_faulty_arguments_are_refused);
	RUN(test_what_is_aborted_leaves_the_volume_as_it_was);
	RUN(test_a_volume_in_use_is_busy);
	RUN(test_offsets_have_edges);
	RUN(test_no_more_than_the_length_goes);
	RUN(test_large_volumes_cost_nothing);
	RUN(test_a_pool_runs_out_of_room);
	RUN(test_all_is_sent_and_received);
	RUN(test_callbacks_abort_the_stream);
	RUN(test_sending_all_fails_as_sending_does);
	RUN(test_streams_break_when_their_pool_stops);
	RUN(test_streams_break_when_their_pool_goes);
	RUN(test_a_stream_goes_on_alone);
	RUN(test_streams_of_a_closed_connection);
	RUN(test_a_screenshot_shows_the_state);
	RUN(test_threads_use_volumes_of_their_own);
	RUN(test_threads_fight_for_a_volume);
	DONE();
}
