/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_TEST_STREAM_H
#define KEEL_TEST_STREAM_H

/*
 * Streams of the test driver, and what is at their other end.
 *
 * A stream that may wait never has to: all goes at once. One that may not has a window, which what
 * is sent and received uses up, and which is open again after the event loop has had its turn.
 */

#include "test.h"

#define STREAM_WINDOW ((size_t)64 << 10)

struct test_stream;

/* The other end. Its functions run inside the lock of the host. */
struct test_stream_end {
	/* NULL when the stream goes the other way. */
	keel_status (*send)(void *data, const uint8_t *bytes, size_t n, size_t *ret_sent);
	keel_status (*receive)(void *data, uint8_t *buffer, size_t size, size_t *ret_n);
	/* Makes what was sent count; NULL when there is nothing to do. */
	keel_status (*finish)(void *data);
	/* The last call: the stream is finished, aborted, given back or broken. */
	void (*close)(void *data);
};

/* Puts a stream to use. In these two, the lock of the host is held. */
keel_status test_stream_use(struct test_stream *self, const struct test_stream_end *end,
			    void *data);
/* The other end is gone: a stream that is in use fails from now on. */
void test_stream_break(struct test_stream *self);

struct test_stream *test_stream_from(keel_stream *stream);

/* Puts a stream to use that receives some bytes, which it takes over and frees. Locked, too. */
keel_status test_stream_use_bytes(struct test_stream *self, uint8_t *bytes, size_t n);

/* The functions of the driver for streams. */
keel_status test_stream_new(keel_connection *connection, uint32_t flags, keel_stream **ret);
keel_status test_stream_send(keel_stream *stream, const uint8_t *data, size_t n_data,
			     size_t *ret_sent);
keel_status test_stream_receive(keel_stream *stream, uint8_t *buffer, size_t size, size_t *ret_n);
keel_status test_stream_finish(keel_stream *stream);
keel_status test_stream_abort(keel_stream *stream);
keel_status test_stream_add_watch(keel_stream *stream, uint32_t events,
				  keel_stream_event_func callback, void *user_data,
				  keel_free_func destroy);
keel_status test_stream_update_watch(keel_stream *stream, uint32_t events);
keel_status test_stream_remove_watch(keel_stream *stream);

/* screenshot.c */
keel_status test_domain_take_screenshot(keel_domain *domain, keel_stream *stream, uint32_t screen,
					char **ret);

#endif
