/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef NO_MEMORY_H
#define NO_MEMORY_H

/*
 * Makes each allocation of a call fail in turn: the call says so, touches no output, changes nothing
 * and can be made again.
 *
 * It replaces the allocator of the C library, which sanitizers do too, so what includes it is not
 * built with them. It is included by one file of a program.
 */

#include "check.h"

#include <errno.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *memory);

/* How many blocks are in use. */
static long n_blocks;

/* How many allocations still work; never fails when negative. */
static int n_left = -1;
static bool failed;

static bool may_allocate(void)
{
	if (n_left < 0)
		return true;
	if (n_left > 0) {
		n_left--;
		return true;
	}
	failed = true;
	errno = ENOMEM;
	return false;
}

static void *count_block(void *memory)
{
	n_blocks += memory != NULL;
	return memory;
}

void *malloc(size_t size)
{
	return may_allocate() ? count_block(__libc_malloc(size)) : NULL;
}

void *calloc(size_t n, size_t size)
{
	return may_allocate() ? count_block(__libc_calloc(n, size)) : NULL;
}

void *realloc(void *old, size_t size)
{
	if (!old)
		return malloc(size);
	return may_allocate() ? __libc_realloc(old, size) : NULL;
}

void free(void *memory)
{
	n_blocks -= memory != NULL;
	__libc_free(memory);
}

/*
 * Does the call over and over with one more allocation that works, until it needs no more. libxml2
 * does not always say that it was memory that it lacked.
 */
#define EACH_FAILS(call, untouched, wanted)                                                        \
	do {                                                                                       \
		int each;                                                                          \
		for (each = 0;; each++) {                                                          \
			keel_status each_status;                                                   \
			failed = false;                                                            \
			n_left = each;                                                             \
			each_status = (call);                                                      \
			n_left = -1;                                                               \
			if (!failed) {                                                             \
				CHECK_OK(each_status);                                             \
				break;                                                             \
			}                                                                          \
			CHECK_INT(each_status, keel_last_error_status());                          \
			CHECK(each_status == KEEL_STATUS_NO_MEMORY || each_status == (wanted));    \
			CHECK(untouched);                                                          \
			CHECK(each < 10000);                                                       \
		}                                                                                  \
		CHECK(each > 0);                                                                   \
	} while (0)

#define NO_MEMORY(call, untouched) EACH_FAILS(call, untouched, KEEL_STATUS_NO_MEMORY)

/* Runs a test, after which no block may be left. */
#define RUN_WITHOUT_LEAK(test)                                                                     \
	do {                                                                                       \
		long n_before = n_blocks;                                                          \
		RUN(test);                                                                         \
		CHECK_INT(n_before, n_blocks);                                                     \
	} while (0)

#endif
