/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks of what callers give, and the reading and writing of text. */

#include "object.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

keel_status keel_error_null(const char *function, const char *argument)
{
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
			  "%s: %s must not be NULL", function, argument);
}

keel_status keel_error_kind(const char *function, const char *argument)
{
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
			  "%s: '%s' is a handle of another type", function, argument);
}

keel_status keel_error_no_memory(void)
{
	return keel_error(KEEL_STATUS_NO_MEMORY, KEEL_ERROR_DOMAIN_CORE, "out of memory");
}

/* Reads one character and returns how many bytes it has, 0 when it is not UTF-8. */
static size_t decode(const unsigned char *text, uint32_t *ret)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t character;
	size_t size;
	size_t i;

	if (text[0] < 0x80) {
		*ret = text[0];
		return 1;
	}
	if (text[0] >= 0xc2 && text[0] <= 0xdf)
		size = 2;
	else if (text[0] >= 0xe0 && text[0] <= 0xef)
		size = 3;
	else if (text[0] >= 0xf0 && text[0] <= 0xf4)
		size = 4;
	else
		return 0;

	character = text[0] & (0x7fu >> size);
	for (i = 1; i < size; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (text[i] & 0x3fu);
	}
	if (character < least[size] || character > 0x10ffff ||
	    (character >= 0xd800 && character <= 0xdfff))
		return 0;
	*ret = character;
	return size;
}

keel_status keel_check_text(const char *text, const char *what)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at) {
		uint32_t character;
		size_t size = decode(at, &character);

		if (size == 0)
			return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
					  "the %s is not UTF-8", what);
		if ((character < 0x20 && character != '\t' && character != '\n' &&
		     character != '\r') ||
		    character == 0xfffe || character == 0xffff)
			return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
					  "the %s has the character U+%04" PRIX32
					  " in it, which XML cannot hold",
					  what, character);
		at += size;
	}
	return KEEL_OK;
}

keel_status keel_check_name(const char *name)
{
	const char *at;

	KEEL_TRY(keel_check_text(name, "name"));
	if (!*name)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
				  "a name must not be empty");
	for (at = name; *at; at++)
		if (*at == '/' || (unsigned char)*at < 0x20 || *at == 0x7f)
			return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
					  "the name '%s' has a slash or a control character in it",
					  name);
	return KEEL_OK;
}

void keel_mend_utf8(char *text)
{
	unsigned char *at = (unsigned char *)text;

	while (*at) {
		uint32_t character;
		size_t size = decode(at, &character);

		if (size == 0) {
			*at = '?';
			size = 1;
		}
		at += size;
	}
}

size_t keel_utf8_fit(const char *text, size_t most)
{
	size_t size = strlen(text);

	if (size <= most)
		return size;
	size = most;
	while (size && ((unsigned char)text[size] & 0xc0) == 0x80)
		size--;
	return size;
}

keel_status keel_check_flags(const char *function, uint32_t flags, uint32_t known)
{
	if (KEEL_LIKELY((flags & ~known) == 0))
		return KEEL_OK;
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
			  "%s: unknown flags 0x%" PRIx32, function, flags & ~known);
}

keel_status keel_check_choice(const char *function, uint32_t flags, uint32_t known)
{
	KEEL_TRY(keel_check_flags(function, flags, known));
	if (KEEL_LIKELY((flags & (flags - 1)) == 0))
		return KEEL_OK;
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
			  "%s: the flags 0x%" PRIx32 " exclude each other", function, flags);
}

keel_status keel_check_array(const char *function, const void *array, size_t n)
{
	if (KEEL_LIKELY(array || n == 0))
		return KEEL_OK;
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
			  "%s: there is a count but no array", function);
}

void keel_uuid_format(const uint8_t uuid[KEEL_UUID_SIZE], char text[KEEL_UUID_STRING_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < KEEL_UUID_SIZE; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*text++ = '-';
		*text++ = digits[uuid[i] >> 4];
		*text++ = digits[uuid[i] & 15];
	}
	*text = '\0';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool keel_uuid_parse(const char *text, uint8_t uuid[KEEL_UUID_SIZE])
{
	uint8_t bytes[KEEL_UUID_SIZE];
	size_t i;

	for (i = 0; i < KEEL_UUID_SIZE; i++) {
		int high, low;

		if (*text == '-' && (i == 4 || i == 6 || i == 8 || i == 10))
			text++;
		high = hex_digit(text[0]);
		low = high < 0 ? -1 : hex_digit(text[1]);
		if (low < 0)
			return false;
		bytes[i] = (uint8_t)(high << 4 | low);
		text += 2;
	}
	if (*text)
		return false;
	memcpy(uuid, bytes, sizeof(bytes));
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

keel_status keel_parse_u64(const char *text, const char *what, uint64_t max, uint64_t *ret)
{
	const char *at = text;
	uint64_t value = 0;
	bool too_large = false;

	while (is_space(*at))
		at++;
	if (*at < '0' || *at > '9')
		goto faulty;
	for (; *at >= '0' && *at <= '9'; at++) {
		uint64_t digit = (uint64_t)(*at - '0');

		if (value > (UINT64_MAX - digit) / 10)
			too_large = true;
		else
			value = value * 10 + digit;
	}
	while (is_space(*at))
		at++;
	if (*at)
		goto faulty;
	if (too_large || value > max)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML,
				  "%s: '%s' is more than %" PRIu64, what, text, max);
	*ret = value;
	return KEEL_OK;

faulty:
	return keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_XML, "%s: '%s' is not a number", what,
			  text);
}

/* Makes room for so many bytes and a zero byte after them. */
static bool buffer_reserve(struct keel_buffer *self, size_t n)
{
	size_t room = self->room ? self->room : 256;
	char *data;

	if (self->failed)
		return false;
	if (self->room - self->size > n)
		return true;
	while (room - self->size <= n) {
		if (room > SIZE_MAX / 2)
			goto failed;
		room *= 2;
	}
	data = realloc(self->data, room);
	if (!data)
		goto failed;
	self->data = data;
	self->room = room;
	return true;

failed:
	self->failed = true;
	return false;
}

static void buffer_add_bytes(struct keel_buffer *self, const char *bytes, size_t n)
{
	if (!buffer_reserve(self, n))
		return;
	memcpy(self->data + self->size, bytes, n);
	self->size += n;
	self->data[self->size] = '\0';
}

void keel_buffer_add(struct keel_buffer *self, const char *format, ...)
{
	va_list arguments;
	int n;

	va_start(arguments, format);
	n = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (n < 0)
		self->failed = true;
	if (n < 0 || !buffer_reserve(self, (size_t)n))
		return;

	va_start(arguments, format);
	vsnprintf(self->data + self->size, (size_t)n + 1, format, arguments);
	va_end(arguments);
	self->size += (size_t)n;
}

static const char *xml_escape(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '\'':
		return "&apos;";
	case '"':
		return "&quot;";
	/* Readers change bare ones in attributes, and line ends everywhere. */
	case '\t':
		return "&#9;";
	case '\n':
		return "&#10;";
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

void keel_buffer_add_xml(struct keel_buffer *self, const char *text)
{
	const char *from = text;
	const char *at;

	for (at = text; *at; at++) {
		const char *escape = xml_escape(*at);

		if (!escape)
			continue;
		buffer_add_bytes(self, from, (size_t)(at - from));
		buffer_add_bytes(self, escape, strlen(escape));
		from = at + 1;
	}
	buffer_add_bytes(self, from, (size_t)(at - from));
}

keel_status keel_buffer_steal(struct keel_buffer *self, char **ret)
{
	bool failed = self->failed || !self->data;

	if (failed)
		free(self->data);
	else
		*ret = self->data;
	*self = (struct keel_buffer){0};
	return failed ? keel_error_no_memory() : KEEL_OK;
}
