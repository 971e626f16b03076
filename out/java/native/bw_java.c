/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _DEFAULT_SOURCE /* syscall() */

#include "bw_java.h"

#include <poll.h>

#if defined(__linux__) && defined(__has_include)
#if __has_include(<linux/membarrier.h>)
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#define HAVE_MEMBARRIER
#endif
#endif

struct bw_java_block {
	struct bw_java_block *next;
	_Alignas(max_align_t) unsigned char room[];
};

typedef int64_t (*upcall_function)(int64_t type, int64_t key, int64_t arguments);

static upcall_function upcall;

/* What is said when there is no memory even for saying so: code, domain, cause, message, details. */
static _Alignas(16) int64_t no_memory[] = {0, 0, BW_CAUSE_MEMORY, -1, 0};

bool
bw_java_grow(bw_java_pack *pack, size_t n)
{
	size_t used = (size_t)(pack->at - pack->first);
	size_t size;
	int64_t *heap = NULL;

	if (!pack->failed && n < SIZE_MAX / 64 && used < SIZE_MAX / 64) {
		size = (used + n) * 2;
		heap = realloc(pack->heap, size * sizeof(*heap));
	}
	if (heap == NULL) {
		/* What follows is written over the beginning, and nobody reads it. */
		pack->failed = true;
		pack->at = pack->first;
		return n <= (size_t)(pack->end - pack->at);
	}
	if (pack->heap == NULL && used != 0)
		memcpy(heap, pack->first, used * sizeof(*heap));
	pack->heap = heap;
	pack->first = heap;
	pack->at = heap + used;
	pack->end = heap + size;
	return true;
}

/*
 * A failure is a number below any that a call gives: the address of what there
 * is to say, in sixteenths, counted from the lowest number.
 */
static int64_t
failure(int64_t *slots)
{
	return INT64_MIN + (int64_t)((uintptr_t)slots >> 4);
}

int64_t
bw_java_no_memory(void)
{
	return failure(no_memory);
}

int64_t
bw_java_fail(bw_error *error)
{
	bw_java_pack pack;

	bw_java_pack_begin(&pack, NULL, 0);
	bw_java_put(&pack, error->code);
	bw_java_put(&pack, error->domain);
	bw_java_put(&pack, error->cause);
	bw_java_put_text(&pack, error->message);
	bw_java_put(&pack, (int64_t)error->n_details);
	for (size_t i = 0; i < error->n_details; i++) {
		const bw_detail *detail = &error->details[i];

		bw_java_put_text(&pack, detail->name);
		bw_java_put(&pack, detail->is_text);
		if (detail->is_text)
			bw_java_put_text(&pack, detail->text);
		else
			bw_java_put(&pack, detail->number);
	}
	bw_error_clear(error);
	if (pack.failed) {
		free(pack.heap);
		return failure(no_memory);
	}
	return failure(pack.heap);
}

void *
bw_java_room(bw_java_memory *memory, size_t n, size_t size)
{
	struct bw_java_block *block = NULL;

	if (n < (SIZE_MAX - sizeof(*block)) / size)
		block = calloc(1, sizeof(*block) + n * size);
	if (block == NULL) {
		memory->failed = true;
		return NULL;
	}
	block->next = memory->blocks;
	memory->blocks = block;
	return block->room;
}

void
bw_java_memory_end(bw_java_memory *memory)
{
	while (memory->blocks != NULL) {
		struct bw_java_block *next = memory->blocks->next;

		free(memory->blocks);
		memory->blocks = next;
	}
}

char *
bw_java_copy(const char *text)
{
	size_t size = text != NULL ? strlen(text) + 1 : 0;
	char *copy = text != NULL ? malloc(size) : NULL;

	if (copy != NULL)
		memcpy(copy, text, size);
	return copy;
}

int64_t
bw_java_allocate(int64_t size)
{
	return (int64_t)(intptr_t)malloc((size_t)size);
}

int64_t
bw_java_free(int64_t memory)
{
	if (memory != (int64_t)(intptr_t)no_memory)
		free((void *)(intptr_t)memory);
	return 0;
}

int64_t
bw_java_call_destroy(int64_t function, int64_t data)
{
	bw_destroy destroy = (bw_destroy)(intptr_t)function;

	destroy((void *)(intptr_t)data);
	return 0;
}

int64_t
bw_java_barrier(int64_t first)
{
#ifdef HAVE_MEMBARRIER
	int command = first ? MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED : MEMBARRIER_CMD_PRIVATE_EXPEDITED;

	return syscall(__NR_membarrier, command, 0, 0) == 0;
#else
	(void)first;
	return 0;
#endif
}

int64_t
bw_java_wait(int64_t descriptor)
{
	struct pollfd one = {.fd = (int)descriptor, .events = POLLIN};

	return poll(&one, 1, -1);
}

int64_t
bw_java_begin(int64_t function)
{
	upcall = (upcall_function)(intptr_t)function;
	return 0;
}

int64_t
bw_java_upcall(int64_t type, void *data, int64_t *arguments)
{
	return upcall(type, (int64_t)(intptr_t)data, (int64_t)(intptr_t)arguments);
}

void
bw_java_destroy(void *data)
{
	upcall(-1, (int64_t)(intptr_t)data, 0);
}
