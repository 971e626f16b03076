/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the functions between Go and the library use: memory for the time of a
 * call, and what they give to Go. It knows no library.
 */
#ifndef BW_GO_SHIM_H
#define BW_GO_SHIM_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bw_go.h"

/* Where things of one call are put; what does not fit into the room is allocated. */
typedef struct bw_go_arena {
	struct bw_go_block *blocks;
	size_t used;
	_Alignas(16) char room[480];
} bw_go_arena;

struct bw_go_block {
	struct bw_go_block *next;
	_Alignas(16) char bytes[];
};

#if defined(__GNUC__)
#define BW_GO_UNUSED __attribute__((unused))
#else
#define BW_GO_UNUSED
#endif

/* Allocates, or ends the program as Go does when no memory is left. */
static inline void *bw_go_allocate(size_t size)
{
	void *memory = malloc(size ? size : 1);

	if (!memory) {
		fputs("out of memory\n", stderr);
		abort();
	}
	return memory;
}

static inline void bw_go_begin(bw_go_arena *arena)
{
	arena->blocks = NULL;
	arena->used = 0;
}

static inline void bw_go_end(bw_go_arena *arena)
{
	while (arena->blocks) {
		struct bw_go_block *next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
}

/* Returns memory that lives until the call is over. */
static inline void *bw_go_take(bw_go_arena *arena, size_t size)
{
	struct bw_go_block *block;

	size = (size + 15) & ~(size_t)15;
	if (size <= sizeof(arena->room) - arena->used) {
		arena->used += size;
		return arena->room + arena->used - size;
	}
	block = bw_go_allocate(sizeof(*block) + size);
	block->next = arena->blocks;
	arena->blocks = block;
	return block->bytes;
}

/* Returns a text with the NUL that C wants, or NULL. */
static inline char *bw_go_text_in(bw_go_arena *arena, bw_go_text text)
{
	char *copy;

	if (text.n < 0)
		return NULL;
	copy = bw_go_take(arena, (size_t)text.n + 1);
	if (text.n)
		memcpy(copy, text.p, (size_t)text.n);
	copy[text.n] = '\0';
	return copy;
}

/* Returns an array of texts that stand one behind the other, each with its NUL; NULL where there is none. */
static inline char **bw_go_texts_in(bw_go_arena *arena, bw_go_data texts)
{
	char *at = (char *)texts.p;
	char **array;

	if (!at)
		return NULL;
	array = bw_go_take(arena, texts.n * sizeof(*array));
	for (size_t i = 0; i < texts.n; i++) {
		array[i] = at;
		at += strlen(at) + 1;
	}
	return array;
}

/* Returns an array of pointers to the elements of one that Go gives; NULL where there is none. */
static inline void *bw_go_pointers_in(bw_go_arena *arena, bw_go_data rows, size_t size)
{
	const char **array;

	if (!rows.p)
		return NULL;
	array = bw_go_take(arena, rows.n * sizeof(*array));
	for (size_t i = 0; i < rows.n; i++)
		array[i] = rows.p + i * size;
	return array;
}

/* Gives bytes to Go, as a text. */
static inline void bw_go_give_bytes(bw_go_string *to, const char *text, size_t n)
{
	to->n = (ptrdiff_t)n;
	to->p = NULL;
	if (n > sizeof(to->room)) {
		to->p = bw_go_allocate(n);
		memcpy(to->p, text, n);
	} else {
		memcpy(to->room, text, n);
	}
}

/* Gives a text to Go, or that there is none. */
static inline void bw_go_give(bw_go_string *to, const char *text)
{
	if (text) {
		bw_go_give_bytes(to, text, strlen(text));
	} else {
		to->n = -1;
		to->p = NULL;
	}
}

/* Gives a text to Go that ends with its room at the latest. */
static inline void bw_go_give_bounded(bw_go_string *to, const char *text, size_t size)
{
	bw_go_give_bytes(to, text, strnlen(text, size));
}

/* Returns a copy of what the library only lends. */
static inline void *bw_go_keep(const void *from, size_t n)
{
	return from ? memcpy(bw_go_allocate(n), from, n) : NULL;
}

/* Moves an error to memory of its own. */
BW_COLD bw_error *bw_go_failed(bw_error *error)
{
	bw_error *moved = bw_go_allocate(sizeof(*moved));

	*moved = *error;
	if (error->message == error->room)
		moved->message = moved->room;
	return moved;
}

/* Reads one value that Go packed: eight bytes. */
static inline const char *bw_go_unpack(const char *at, void *to)
{
	memcpy(to, at, 8);
	return at + 8;
}

#endif
