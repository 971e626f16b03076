/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Screenshots: a picture in PNG whose middle has the colour of the domain's state, with a point in
 * its bottom line for each key that was pressed. Nothing is compressed, so that no library is needed.
 */

#include "stream.h"

#include <stdlib.h>
#include <string.h>

#define MEDIA_TYPE "image/png"

#define WIDTH 320u
#define HEIGHT 200u
#define FRAME 20u

/* Each row begins with the number of its filter. */
#define ROW_SIZE (1 + WIDTH)
#define PIXELS_SIZE (ROW_SIZE * HEIGHT)
/* Two bytes of a header, five of the only block, four of the checksum. */
#define ZLIB_SIZE (2 + 5 + PIXELS_SIZE + 4)
#define CHUNK_SIZE(size) (12 + (size))

#define HEADER_SIZE 13u
#define PALETTE_SIZE 9u
#define SIGNATURE_SIZE 8u
#define PICTURE_SIZE                                                                               \
	(SIGNATURE_SIZE + CHUNK_SIZE(HEADER_SIZE) + CHUNK_SIZE(PALETTE_SIZE) +                     \
	 CHUNK_SIZE(ZLIB_SIZE) + CHUNK_SIZE(0))

_Static_assert(PIXELS_SIZE <= UINT16_MAX, "the pixels have to fit into one block");

/* The colours by their numbers. */
enum colour {
	COLOUR_FRAME,
	COLOUR_RUNNING,
	COLOUR_PAUSED
};

static uint8_t *put_u32(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 24);
	at[1] = (uint8_t)(value >> 16);
	at[2] = (uint8_t)(value >> 8);
	at[3] = (uint8_t)value;
	return at + 4;
}

static uint8_t *put(uint8_t *at, const void *bytes, size_t n)
{
	memcpy(at, bytes, n);
	return at + n;
}

static uint32_t crc32_of(const uint8_t *bytes, size_t n)
{
	uint32_t crc = 0xffffffff;
	int bit;

	while (n--) {
		crc ^= *bytes++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static uint32_t adler32_of(const uint8_t *bytes, size_t n)
{
	uint32_t low = 1;
	uint32_t high = 0;

	while (n--) {
		low = (low + *bytes++) % 65521;
		high = (high + low) % 65521;
	}
	return high << 16 | low;
}

/* Begins a chunk; gives where its data goes. */
static uint8_t *begin_chunk(uint8_t *at, const char *type, uint32_t size)
{
	return put(put_u32(at, size), type, 4);
}

/* Ends a chunk whose data ends here. */
static uint8_t *end_chunk(uint8_t *at, uint32_t size)
{
	return put_u32(at, crc32_of(at - size - 4, size + 4));
}

static uint8_t *put_header(uint8_t *at)
{
	/* Eight bits for each pixel, which are the number of a colour. */
	static const uint8_t form[] = {8, 3, 0, 0, 0};

	at = begin_chunk(at, "IHDR", HEADER_SIZE);
	at = put_u32(put_u32(at, WIDTH), HEIGHT);
	return end_chunk(put(at, form, sizeof(form)), HEADER_SIZE);
}

static uint8_t *put_palette(uint8_t *at)
{
	static const uint8_t colours[PALETTE_SIZE] = {
		[3 * COLOUR_FRAME] = 0x20, 0x20, 0x20,
		[3 * COLOUR_RUNNING] = 0x20, 0xa0, 0x40,
		[3 * COLOUR_PAUSED] = 0xe0, 0xa0, 0x20,
	};

	at = begin_chunk(at, "PLTE", PALETTE_SIZE);
	return end_chunk(put(at, colours, PALETTE_SIZE), PALETTE_SIZE);
}

static uint8_t *put_pixels(uint8_t *at, enum colour colour, uint64_t n_points)
{
	static const uint8_t begin[] = {
		0x78, 0x01, 0x01, PIXELS_SIZE & 0xff, PIXELS_SIZE >> 8,
		(uint8_t)~PIXELS_SIZE, (uint8_t)~(PIXELS_SIZE >> 8),
	};
	uint8_t *pixels;
	uint32_t y;

	at = begin_chunk(at, "IDAT", ZLIB_SIZE);
	pixels = put(at, begin, sizeof(begin));
	memset(pixels, COLOUR_FRAME, PIXELS_SIZE);
	for (y = 0; y < HEIGHT; y++) {
		uint8_t *row = pixels + (size_t)y * ROW_SIZE;

		row[0] = 0;
		if (y >= FRAME && y < HEIGHT - FRAME)
			memset(row + 1 + FRAME, (int)colour, WIDTH - 2 * FRAME);
	}
	memset(pixels + PIXELS_SIZE - WIDTH, (int)colour, n_points < WIDTH ? n_points : WIDTH);
	at = put_u32(pixels + PIXELS_SIZE, adler32_of(pixels, PIXELS_SIZE));
	return end_chunk(at, ZLIB_SIZE);
}

static void draw(uint8_t *picture, enum colour colour, uint64_t n_points)
{
	static const uint8_t signature[SIGNATURE_SIZE] = {
		0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
	};
	uint8_t *at = put(picture, signature, SIGNATURE_SIZE);

	at = put_pixels(put_palette(put_header(at)), colour, n_points);
	end_chunk(begin_chunk(at, "IEND", 0), 0);
}

static keel_status take(const struct test_domain *domain, struct test_stream *stream,
			uint32_t screen, uint8_t *picture)
{
	KEEL_TRY(test_need_active(domain));
	if (screen != 0)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the domain '%s' has one screen only",
				  keel_domain_get_name(&domain->base));
	draw(picture, domain->state == KEEL_DOMAIN_STATE_PAUSED ? COLOUR_PAUSED : COLOUR_RUNNING,
	     domain->n_keys);
	return test_stream_use_bytes(stream, picture, PICTURE_SIZE);
}

keel_status test_domain_take_screenshot(keel_domain *domain, keel_stream *stream, uint32_t screen,
					char **ret)
{
	uint8_t *picture = malloc(PICTURE_SIZE);
	char *type = keel_strdup(MEDIA_TYPE);
	struct test_domain *self;
	keel_status status;

	if (picture && type)
		status = test_lock_domain(domain, &self);
	else
		status = keel_error_no_memory();
	if (status == KEEL_OK)
		status = test_unlock_domain(self, take(self, test_stream_from(stream), screen,
						       picture));
	if (status == KEEL_OK) {
		*ret = type;
		return KEEL_OK;
	}
	free(picture);
	free(type);
	return status;
}
