/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Streams into volumes and out of them.
 *
 * What is sent is kept apart until the stream is finished, but takes its room at once.
 */

#include "storage.h"

#include <stdlib.h>

struct transfer {
	/* A hold. */
	struct test_volume *volume;
	uint64_t begin;
	uint64_t at;
	uint64_t end;
	struct test_memory sent;
	/* How many of the pages that were sent the volume does not have. */
	size_t n_new;
};

/* How many bytes there is room for, and how many pages the volume has more then. */
static size_t fit(const struct transfer *self, size_t n, size_t *ret_new)
{
	const struct test_volume *volume = self->volume;
	size_t n_new = self->n_new;
	size_t done = 0;

	while (done < n) {
		uint64_t offset = self->at + done;
		size_t part = GUEST_PAGE_SIZE - (size_t)(offset % GUEST_PAGE_SIZE);
		uint64_t number = offset / GUEST_PAGE_SIZE;

		if (!test_memory_has(&volume->contents, number) &&
		    !test_memory_has(&self->sent, number)) {
			if (!test_volume_has_room(volume, test_volume_room(volume, n_new + 1)))
				break;
			n_new++;
		}
		done += part < n - done ? part : n - done;
	}
	*ret_new = n_new;
	return done;
}

static keel_status no_room(const struct transfer *self, const char *what)
{
	return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_STREAM,
			  "the %s of '%s' has no room for more", what,
			  self->volume->base.name);
}

/* Without memory, there are no more pages than before. */
static keel_status keep(struct transfer *self, const uint8_t *bytes, size_t n)
{
	keel_status status = test_memory_write(&self->sent, self->at, bytes, n);

	if (status != KEEL_OK && self->at == self->begin)
		test_memory_clear(&self->sent);
	else if (status != KEEL_OK)
		test_memory_cut(&self->sent, self->at);
	return status;
}

static keel_status send_bytes(void *data, const uint8_t *bytes, size_t n, size_t *ret_sent)
{
	struct transfer *self = data;
	struct test_volume *volume = self->volume;
	uint64_t left = self->end - self->at;
	size_t n_new;

	if (n > 0 && left == 0)
		return no_room(self, "length");
	if (n > left)
		n = (size_t)left;
	if (n > 0) {
		n = fit(self, n, &n_new);
		if (n == 0)
			return no_room(self, "pool");
		KEEL_TRY(keep(self, bytes, n));
		self->n_new = n_new;
		self->at += n;
		test_volume_take_room(volume, test_volume_room(volume, n_new));
	}
	*ret_sent = n;
	return KEEL_OK;
}

static keel_status receive_bytes(void *data, uint8_t *buffer, size_t size, size_t *ret_n)
{
	struct transfer *self = data;
	uint64_t left = self->end - self->at;
	size_t n = size < left ? size : (size_t)left;

	test_memory_read(&self->volume->contents, self->at, buffer, n);
	self->at += n;
	*ret_n = n;
	return KEEL_OK;
}

static keel_status finish_sending(void *data)
{
	struct transfer *self = data;
	struct test_volume *volume = self->volume;

	KEEL_TRY(test_memory_merge(&volume->contents, &self->sent, self->begin,
				   self->at - self->begin));
	test_emit_pool(test_pool_of(volume), KEEL_STORAGE_POOL_EVENT_REFRESHED);
	return KEEL_OK;
}

static void close_transfer(void *data)
{
	struct transfer *self = data;
	struct test_volume *volume = self->volume;

	volume->stream = NULL;
	test_volume_take_room(volume, test_volume_room(volume, 0));
	test_memory_clear(&self->sent);
	keel_object_release(&volume->base.object);
	free(self);
}

/* Puts a stream to use; the volume is locked. */
static keel_status use(struct test_volume *volume, struct test_stream *stream,
		       const struct test_stream_end *end, struct transfer *transfer)
{
	keel_status status = test_stream_use(stream, end, transfer);

	if (status != KEEL_OK)
		return status;
	keel_object_hold(&volume->base.object);
	volume->stream = stream;
	return KEEL_OK;
}

static keel_status begin(struct test_volume *volume, struct test_stream *stream,
			 const struct test_stream_end *end, uint64_t offset, uint64_t length)
{
	struct transfer *transfer;
	keel_status status;

	if (offset > volume->capacity || length > volume->capacity - offset)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_STORAGE,
				  "the volume '%s' has not so many bytes", volume->base.name);
	if (volume->stream)
		return keel_error(KEEL_STATUS_BUSY, KEEL_ERROR_DOMAIN_STORAGE,
				  "a stream is open on the volume '%s'", volume->base.name);
	transfer = calloc(1, sizeof(*transfer));
	if (!transfer)
		return keel_error_no_memory();
	transfer->volume = volume;
	transfer->begin = offset;
	transfer->at = offset;
	transfer->end = length ? offset + length : volume->capacity;
	status = use(volume, stream, end, transfer);
	if (status != KEEL_OK)
		free(transfer);
	return status;
}

static keel_status open_on(keel_storage_volume *volume, keel_stream *stream,
			   const struct test_stream_end *end, uint64_t offset, uint64_t length)
{
	struct test_volume *self;
	keel_status status;

	KEEL_TRY(test_lock_volume(volume, &self));
	status = begin(self, test_stream_from(stream), end, offset, length);
	return test_item_unlock(&self->item, status);
}

keel_status test_volume_upload(keel_storage_volume *volume, keel_stream *stream, uint64_t offset,
			       uint64_t length)
{
	static const struct test_stream_end end = {
		.send = send_bytes,
		.finish = finish_sending,
		.close = close_transfer,
	};

	return open_on(volume, stream, &end, offset, length);
}

keel_status test_volume_download(keel_storage_volume *volume, keel_stream *stream,
				 uint64_t offset, uint64_t length)
{
	static const struct test_stream_end end = {
		.receive = receive_bytes,
		.close = close_transfer,
	};

	return open_on(volume, stream, &end, offset, length);
}
