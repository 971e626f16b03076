/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * See transcript.h.
 */

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transcript.h"

/* Text that grows. */
struct text {
	char *chars;
	size_t length;
	size_t room;
};

struct worker {
	pthread_t thread;
	int times;
	void (*steps)(void *);
	void *data;
	struct text first;
	struct text other;      /* the lines of a run that differed */
};

static const struct label *known_codes;
static const struct label *known_domains;

static _Thread_local struct text line;
static _Thread_local struct text *collected;    /* where lines go in a thread of run_threads() */
static _Thread_local int depth;

static void *check_memory(void *memory)
{
	if (!memory) {
		fputs("out of memory\n", stderr);
		exit(2);
	}
	return memory;
}

static void append(struct text *text, const char *more, size_t length)
{
	if (text->length + length + 1 > text->room) {
		text->room = (text->length + length + 1) * 2;
		text->chars = check_memory(realloc(text->chars, text->room));
	}
	memcpy(text->chars + text->length, more, length);
	text->length += length;
	text->chars[text->length] = '\0';
}

static void clear(struct text *text)
{
	free(text->chars);
	*text = (struct text){ 0 };
}

static bool is_same(const struct text *one, const struct text *other)
{
	return one->length == other->length && memcmp(one->chars, other->chars, one->length) == 0;
}

__attribute__((format(printf, 1, 2))) static void write_format(const char *format, ...)
{
	char room[128];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(room, sizeof(room), format, arguments);
	va_end(arguments);
	append(&line, room, (size_t)length);
}

/* Puts a line where it belongs and begins the next. */
static void flush_line(const char *label)
{
	struct text whole = { 0 };

	for (int i = 0; i < depth; i++)
		append(&whole, "  ", 2);
	append(&whole, label, strlen(label));
	append(&whole, ": ", 2);
	append(&whole, line.chars ? line.chars : "", line.length);
	append(&whole, "\n", 1);
	if (collected)
		append(collected, whole.chars, whole.length);
	else
		fwrite(whole.chars, 1, whole.length, stdout);
	clear(&whole);
	clear(&line);
}

void transcript_begin(const struct label *codes, const struct label *domains)
{
	known_codes = codes;
	known_domains = domains;
}

void write_line(const char *text, const char *value)
{
	write_text(value);
	flush_line(text);
}

void write_count(const char *text, uint64_t value)
{
	write_format("%" PRIu64, value);
	flush_line(text);
}

void write_text(const char *text)
{
	append(&line, text, strlen(text));
}

void write_bool(bool value)
{
	write_text(value ? "bool:true" : "bool:false");
}

void write_signed(const char *kind, long long value)
{
	write_format("%s:%lld", kind, value);
}

void write_unsigned(const char *kind, unsigned long long value)
{
	write_format("%s:%llu", kind, value);
}

void write_f64(double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	write_format("f64:0x%016" PRIx64, bits);
}

void write_bounded_string(const char *value, size_t size)
{
	write_text("str:\"");
	for (size_t i = 0; i < size && value[i]; i++) {
		unsigned char byte = (unsigned char)value[i];

		if (byte == '"' || byte == '\\')
			write_format("\\%c", byte);
		else if (byte >= 0x20 && byte < 0x7f)
			write_format("%c", byte);
		else
			write_format("\\x%02x", byte);
	}
	write_text("\"");
}

void write_string(const char *value)
{
	if (value)
		write_bounded_string(value, SIZE_MAX);
	else
		write_text("null");
}

void write_bytes(const void *value, size_t len)
{
	const unsigned char *bytes = value;

	write_text("bytes:");
	for (size_t i = 0; i < len; i++)
		write_format("%02x", bytes[i]);
}

void write_uuid(const unsigned char *value)
{
	write_text("uuid:");
	for (size_t i = 0; i < 16; i++)
		write_format("%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", value[i]);
}

static const char *find_label(const struct label *labels, long long value)
{
	for (; labels && labels->text; labels++) {
		if (labels->value == value)
			return labels->text;
	}
	return "?";
}

void write_enum(const struct label *labels, long long value)
{
	write_format("enum:%s(%lld)", find_label(labels, value), value);
}

void write_flags(unsigned long long value)
{
	const char *separator = "flags:";

	if (!value)
		write_text("flags:0");
	for (int bit = 0; bit < 64; bit++) {
		if (value & (1ULL << bit)) {
			write_format("%s%llu", separator, 1ULL << bit);
			separator = "|";
		}
	}
}

void write_object(const char *type, const void *value)
{
	if (value)
		write_format("object:%s", type);
	else
		write_text("null");
}

void write_comma(size_t index)
{
	if (index)
		write_text(", ");
}

void write_dict(const void *entries, size_t n, size_t size, key_function key, entry_function write)
{
	const char *first = entries;
	const char *last = NULL;

	write_text("dict{");
	for (size_t written = 0; written < n; written++) {
		const char *next = NULL;

		for (const char *entry = first; entry < first + n * size; entry += size) {
			if ((!last || strcmp(key(entry), key(last)) > 0) &&
			    (!next || strcmp(key(entry), key(next)) < 0))
				next = entry;
		}
		if (!next)
			break;
		write_comma(written);
		write_format("%s=", key(next));
		write(next);
		last = next;
	}
	write_text("}");
}

static const char *const own_causes[] = {
	[BW_CAUSE_MEMORY] = "memory",
	[BW_CAUSE_RANGE] = "range",
	[BW_CAUSE_UNSTEADY] = "unsteady",
	[BW_CAUSE_UNEVEN] = "uneven",
	[BW_CAUSE_WOULD_BLOCK] = "would-block",
	[BW_CAUSE_HOLE] = "hole",
	[BW_CAUSE_UNSUPPORTED] = "unsupported",
};

void write_failure(const bw_error *error)
{
	if (error->cause != BW_CAUSE_LIBRARY)
		write_format("refused:%s", own_causes[error->cause]);
	else
		write_format("error:%s(%d)@%s(%d)", find_label(known_codes, error->code), error->code,
			     find_label(known_domains, error->domain), error->domain);
}

void write_refusal(const bw_error *error, int code, const char *refused)
{
	if (error->cause == BW_CAUSE_LIBRARY && error->code == code)
		write_format("refused:%s", refused);
	else
		write_failure(error);
}

void write_message(const bw_error *error)
{
	write_text(" ");
	write_string(error->message);
}

void stop(const bw_error *error)
{
	fprintf(stderr, "unexpected: %s\n", error->message);
	write_failure(error);
	flush_line("stopped");
	fflush(stdout);
	exit(1);
}

void end_step(const char *label)
{
	flush_line(label);
}

void begin_handler(const char *name)
{
	depth++;
	flush_line(name);
	depth++;
}

void end_handler(void)
{
	depth -= 2;
}

char *copy_text(const char *text)
{
	size_t size = text ? strlen(text) + 1 : 0;
	char *copy = text ? malloc(size) : NULL;

	if (copy)
		memcpy(copy, text, size);
	return copy;
}

size_t fill(void *room, size_t size, struct octets given)
{
	size_t n = given.n < size ? given.n : size;

	if (n)
		memcpy(room, given.bytes, n);
	return n;
}

static void *work(void *data)
{
	struct worker *self = data;
	struct text lines = { 0 };

	collected = &lines;
	depth = 1;
	for (int i = 0; i < self->times; i++) {
		self->steps(self->data);
		if (i == 0) {
			self->first = lines;
			lines = (struct text){ 0 };
		} else if (!is_same(&lines, &self->first) && !self->other.chars) {
			self->other = lines;
			lines = (struct text){ 0 };
		}
		lines.length = 0;
	}
	clear(&lines);
	collected = NULL;
	return NULL;
}

void run_threads(const char *label, int threads, int times, void (*steps)(void *), void *data)
{
	struct worker *workers = check_memory(calloc((size_t)threads, sizeof(*workers)));
	bool same = true;

	for (int i = 0; i < threads; i++) {
		workers[i].times = times;
		workers[i].steps = steps;
		workers[i].data = data;
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0) {
			fputs("cannot start a thread\n", stderr);
			exit(2);
		}
	}
	for (int i = 0; i < threads; i++)
		pthread_join(workers[i].thread, NULL);
	fwrite(workers[0].first.chars, 1, workers[0].first.length, stdout);
	for (int i = 0; i < threads; i++) {
		const struct text *differs = workers[i].other.chars ? &workers[i].other : NULL;

		if (!differs && !is_same(&workers[i].first, &workers[0].first))
			differs = &workers[i].first;
		if (same && differs) {
			same = false;
			fwrite(differs->chars, 1, differs->length, stdout);
		}
	}
	for (int i = 0; i < threads; i++) {
		clear(&workers[i].first);
		clear(&workers[i].other);
	}
	free(workers);
	write_text(same ? "ok" : "not always the same");
	flush_line(label);
}
