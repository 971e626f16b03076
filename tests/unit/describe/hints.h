/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A library that says much in attributes and prose, and has no annotations. */
#ifndef HINTS_H
#define HINTS_H

#include <stddef.h>

typedef enum {
	HINT_LOUD = 1 << 0,
	HINT_SLOW = 1 << 1,
} hintFlags;

typedef enum {
	HINT_ONE = 1 << 0,
	HINT_TWO = 1 << 1,
} hint_bit_flag_t;

typedef struct _hint hint;

typedef struct {
	unsigned int bits; /* see hint_bit_flag_t */
} hintBits;

/** Frees a text. */
void hintFreeText(char *text);
/**
 * hintText:
 * @names: what to join
 * @n: number of elements in @names
 *
 * Joins texts, i.e. makes one of them. This function was added in 1.2.3.
 *
 * Returns: a new string. It is UTF-8. When done
 * with it, the caller must free it with hintFreeText(), or leak it.
 */
char *hintText(const char *const *names, int n);
/**
 * hintName:
 * @self: the hint
 * @flags: bitwise-OR of hintFlags
 *
 * Returns: the name, which should not be freed by the caller
 */
char *hintName(hint *self, unsigned int flags);
const char *hintVersion(void) __attribute__((returns_nonnull, const));
hint *hintNew(void) __attribute__((malloc));
void *hintRoom(size_t size) __attribute__((malloc(hintFreeText)));
/**
 * hintWrite:
 * @data: what to write
 * @size: how much
 * @mode: not used yet, always pass 0; a set of hintFlags flags later
 *
 * Returns: 0 on success, -1 on error
 */
int hintWrite(const void *data, size_t size, int mode)
	__attribute__((nonnull(1), access(read_only, 1, 2), deprecated("use hintPut() instead")));
/**
 * hintPeek:
 * @data: where to
 * @size: how much
 *
 * Returns: 0 on success, -1 on error
 */
int hintPeek(void *data, size_t size) __attribute__((nonnull, access(write_only, 1, 2)));
/** Tells how many there are, which only @self knows; NULL is not one. */
int hintCount(const hint *self) __attribute__((pure));
/**
 * @brief Asks, in Doxygen's words.
 *
 * @param[in]  question what to ask, see \p answer
 * @param[out] answer   where the answer goes;
 *                      the caller frees it
 * @param[in,out] tries how often to ask, at most \c HINT_TWO
 * @return 0, HINT_ONE if there is none, or an error code
 * @since version 1.4
 */
int hintAsk(const char *question, char **answer, int *tries);

#endif
