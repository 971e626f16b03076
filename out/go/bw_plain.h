/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the lowering of every library needs: the error, room for results, and
 * checks of lengths. It knows no library.
 */
#ifndef BW_PLAIN_H
#define BW_PLAIN_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define BW_COLD static __attribute__((cold, noinline, unused))
#define BW_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#else
#define BW_COLD static inline
#define BW_UNLIKELY(condition) (condition)
#endif

/* How often a list that keeps growing is fetched again before giving up. */
#define BW_TRIES 8

/* How much room is tried first where nothing tells how much is needed. */
#define BW_FIRST_ROOM 4096

/* Whether a length can be carried by the C type of an argument. */
#define BW_FITS(type, n) ((n) <= (size_t)PTRDIFF_MAX && (uintmax_t)(type)(n) == (uintmax_t)(n))

/* Whether so many rows of that length fit into memory. */
#define BW_ROWS(rows, length) (bw_sane(rows) && bw_sane(length) && (!(length) || (rows) <= (size_t)PTRDIFF_MAX / (length)))

/*
 * Where BW_LOAD is defined, a library is loaded at run time: bw_load.h says
 * what these are then. A linked library has all that it was linked for, and
 * what came later is looked up.
 */
#ifndef BW_LOAD
#define BW_LACKS(function) false
#define BW_NOT_LOADED(library, error, ...) ((void)0)
#define BW_OLDER(library, error, symbol, needs) bw_unsupported(error, symbol, needs)
#define BW_THERE(library, symbol) true
#endif

/* Casts a pointer to a function; the way round tells the compiler that it is meant. */
#define BW_FUNCTION(type, function) ((type)(void (*)(void))(function))

/* Releases what user data points to. */
typedef void (*bw_destroy)(void *data);

/* Who found the failure. */
enum bw_cause {
	BW_CAUSE_LIBRARY,     /* the C function failed: code and domain are the library's own */
	BW_CAUSE_MEMORY,      /* no memory is left */
	BW_CAUSE_RANGE,       /* a length does not fit the C type that carries it */
	BW_CAUSE_UNSTEADY,    /* the number of elements kept growing, or cannot be */
	BW_CAUSE_UNEVEN,      /* two lists that belong together differ in length */
	BW_CAUSE_WOULD_BLOCK, /* nothing could be done without waiting: no error of the library */
	BW_CAUSE_HOLE,        /* there is a hole in a sparse file: no error of the library */
	BW_CAUSE_UNSUPPORTED, /* the loaded library is older than the function, or is not there */
};

/* One more thing that the library says of a failure: a text, which may be NULL, or a number. */
typedef struct bw_detail {
	const char *name;
	bool is_text;
	const char *text;
	long long number;
} bw_detail;

/* Why a call failed. It is not copied by assignment: message may point into room. */
typedef struct bw_error {
	int code;
	int domain;
	int cause;
	size_t n_details;
	bw_detail *details;
	char *message;
	char room[256];
} bw_error;

/* Gives the message back; once after a failure. */
static inline void bw_error_clear(bw_error *error)
{
	if (error->message != error->room)
		free(error->message);
	free(error->details);
	error->message = error->room;
	error->room[0] = '\0';
	error->details = NULL;
	error->n_details = 0;
}

/* Fills an error and returns -1; without a message it says which function failed. */
BW_COLD int bw_fail(bw_error *error, int cause, int code, int domain, const char *message,
                    const char *symbol)
{
	size_t size;

	error->cause = cause;
	error->code = code;
	error->domain = domain;
	error->details = NULL;
	error->n_details = 0;
	error->message = error->room;
	if (!message || !*message) {
		snprintf(error->room, sizeof(error->room), "%s failed", symbol);
		return -1;
	}
	size = strlen(message) + 1;
	if (size > sizeof(error->room)) {
		char *copy = malloc(size);

		if (copy)
			error->message = copy;
		else
			size = sizeof(error->room);
	}
	memcpy(error->message, message, size - 1);
	error->message[size - 1] = '\0';
	return -1;
}

/* Keeps what more the library says, in one block; without memory nothing more is said. */
BW_COLD void bw_keep_details(bw_error *error, const bw_detail *said, size_t n)
{
	size_t size = n * sizeof(*said);
	char *texts;

	for (size_t i = 0; i < n; i++)
		size += said[i].text ? strlen(said[i].text) + 1 : 0;
	error->details = malloc(size);
	if (!error->details)
		return;
	error->n_details = n;
	memcpy(error->details, said, n * sizeof(*said));
	texts = (char *)(error->details + n);
	for (size_t i = 0; i < n; i++) {
		if (!said[i].text)
			continue;
		error->details[i].text = strcpy(texts, said[i].text);
		texts += strlen(texts) + 1;
	}
}

/* Fails for want of memory. */
BW_COLD int bw_no_memory(bw_error *error, const char *symbol)
{
	return bw_fail(error, BW_CAUSE_MEMORY, 0, 0, "out of memory", symbol);
}

/* Fails because a length does not fit. */
BW_COLD int bw_too_long(bw_error *error, const char *name, const char *symbol)
{
	char message[sizeof(error->room)];

	snprintf(message, sizeof(message), "%s: the length of '%s' does not fit", symbol, name);
	return bw_fail(error, BW_CAUSE_RANGE, 0, 0, message, symbol);
}

/* Fails because the number of elements cannot be relied on. */
BW_COLD int bw_unsteady(bw_error *error, const char *symbol)
{
	char message[sizeof(error->room)];

	snprintf(message, sizeof(message), "%s: the number of elements cannot be relied on", symbol);
	return bw_fail(error, BW_CAUSE_UNSTEADY, 0, 0, message, symbol);
}

/* Fails because two lists that belong together differ in length. */
BW_COLD int bw_uneven(bw_error *error, const char *name, const char *other, const char *symbol)
{
	char message[sizeof(error->room)];

	snprintf(message, sizeof(message), "%s: '%s' is not as long as '%s'", symbol, name, other);
	return bw_fail(error, BW_CAUSE_UNEVEN, 0, 0, message, symbol);
}

/* Fails with what is no error of the library. */
BW_COLD int bw_condition(bw_error *error, int cause, const char *symbol)
{
	char message[sizeof(error->room)];

	snprintf(message, sizeof(message), "%s: %s", symbol,
	         cause == BW_CAUSE_HOLE ? "there is a hole" : "nothing can be done without waiting");
	return bw_fail(error, cause, 0, 0, message, symbol);
}

/* Fails because the loaded library is too old. */
BW_COLD int bw_unsupported(bw_error *error, const char *symbol, const char *needs)
{
	char message[sizeof(error->room)];

	snprintf(message, sizeof(message), "%s: not supported by this library version (needs %s)",
	         symbol, needs);
	return bw_fail(error, BW_CAUSE_UNSUPPORTED, 0, 0, message, symbol);
}

/*
 * Defines bw_at_<function>(): a pointer to a function that the loaded library
 * may lack, NULL when it does. It is looked up once and not linked, since a
 * loader refuses a library that lacks what was linked. A shared object finds
 * what it depends on itself, whoever loaded it: dlsym must stay a call of its
 * own, no jump out of it.
 */
#define BW_NEWER(function) \
	static inline __typeof__(function) *bw_at_##function(void) \
	{ \
		static void *known = &known; \
		void *found = __atomic_load_n(&known, __ATOMIC_RELAXED); \
		__typeof__(function) *at; \
\
		if (BW_UNLIKELY(found == &known)) { \
			found = dlsym(RTLD_DEFAULT, #function); \
			__atomic_store_n(&known, found, __ATOMIC_RELAXED); \
		} \
		memcpy(&at, &found, sizeof(at)); \
		return at; \
	}

/* Whether a number that stands for a length can be one; a negative one arrives here as a huge one. */
static inline bool bw_sane(uintmax_t n)
{
	return n <= (uintmax_t)PTRDIFF_MAX;
}

/* Returns zeroed room for n elements and a zero behind them; NULL when no memory is left. */
static inline void *bw_room(size_t n, size_t size)
{
	return n < SIZE_MAX ? calloc(n + 1, size) : NULL;
}

/* Returns a copy with room for a zeroed element behind it; NULL when no memory is left. */
static inline void *bw_copy(const void *from, size_t n, size_t size)
{
	void *copy = n < SIZE_MAX ? calloc(n + 1, size) : NULL;

	if (copy && n)
		memcpy(copy, from, n * size);
	return copy;
}

/* Moves rows together of which only a part is used; sizes are in bytes. */
static inline void bw_close_up(void *rows, size_t n, size_t size, size_t used)
{
	for (size_t i = 1; i < n && used < size; i++)
		memmove((char *)rows + i * used, (char *)rows + i * size, used);
}

/* Returns how much room to try next, after one that the elements filled. */
static inline size_t bw_more_room(size_t room, size_t count)
{
	return (count > room ? count : room) * 2 + 1;
}

#endif
