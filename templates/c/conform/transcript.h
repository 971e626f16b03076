/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes the transcript of a conformance case: one line for each step, every value as tagged text.
 *
 * Each thread has a transcript of its own. A step writes its values, then ends its line; a step that fails although the case
 * does not announce it ends the program.
 */
#ifndef TRANSCRIPT_H
#define TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bw_plain.h"

/* What a number is called in every transcript; a table ends with a NULL text. */
struct label {
	long long value;
	const char *text;
};

/* What a handler gives that gives bytes. */
struct octets {
	const unsigned char *bytes;
	size_t n;
};

/* The last element counts for all runs after it. */
#define NTH(values, run) \
	((values)[(run) < sizeof(values) / sizeof(*(values)) ? (run) : sizeof(values) / sizeof(*(values)) - 1])

/* The library's own numbers, for write_failure(). */
void transcript_begin(const struct label *codes, const struct label *domains);
/* Starts a line that needs no end: the name of the case, the count of live handles. */
void write_line(const char *text, const char *value);
void write_count(const char *text, uint64_t value);

/* Values, one after another on the line of the step. */
void write_text(const char *text);
void write_bool(bool value);
void write_signed(const char *kind, long long value);
void write_unsigned(const char *kind, unsigned long long value);
void write_f64(double value);
void write_string(const char *value);
void write_bounded_string(const char *value, size_t size);
void write_bytes(const void *value, size_t len);
void write_uuid(const unsigned char *value);
void write_enum(const struct label *labels, long long value);
void write_flags(unsigned long long value);
void write_object(const char *type, const void *value);
void write_comma(size_t index);

/* Entries of a dictionary come in the order of their keys. */
typedef const char *(*key_function)(const void *entry);
typedef void (*entry_function)(const void *entry);
void write_dict(const void *entries, size_t n, size_t size, key_function key, entry_function write);

/* Why a step failed. */
void write_failure(const bw_error *error);
/* The same, but the library's error of that code is what bindings themselves refuse. */
void write_refusal(const bw_error *error, int code, const char *refused);
void write_message(const bw_error *error);
/* Ends the program for a failure that the case does not announce. */
void stop(const bw_error *error);
/* Ends the line of a step: its name goes before its values. */
void end_step(const char *label);

/* A handler's own line, and those of its steps, are indented. */
void begin_handler(const char *name);
void end_handler(void);

/* Returns a copy for the library to free; NULL of NULL. */
char *copy_text(const char *text);
/* Copies what a handler gives to the room that there is for it; returns how many bytes that are. */
size_t fill(void *room, size_t size, struct octets given);

/* Performs steps in several threads, many times; their lines must always be the same. */
void run_threads(const char *label, int threads, int times, void (*steps)(void *), void *data);

#endif
