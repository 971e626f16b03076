/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How values cross between C and Java. Both sides know one layout: slots of
 * eight bytes, one behind the other, whatever the ABI makes of a struct.
 *
 *   number, enum, flags, pointer   one slot
 *   f32, f64                       one slot with the bits of a double
 *   text, bytes                    a slot with the length, or -1 for none; then the bytes and a zero, rounded up to slots
 *   record                         what it is made of, in order; where it may be absent, a slot before says whether it is there
 *   list                           a slot with the number of elements, or -1 for none; then the elements
 *   dictionary                     a list of keys, types and values
 *
 * A call returns a number, or says that it failed: see bw_java_fail.
 */
#ifndef BW_JAVA_H
#define BW_JAVA_H

#include "bw_plain.h"

/* How many slots of a result Java has room for; a longer one comes in memory of its own. */
#define BW_JAVA_ROOM 256

/* How many slots of a callback's arguments the stack has room for. */
#define BW_JAVA_ARGUMENTS 64

/* Before a callback's arguments: where Java leaves what the user's code returned. */
#define BW_JAVA_REPLY 4

/* The types of a dictionary's values; 0 is one that is not known. */
enum bw_java_value {
	BW_JAVA_I32 = 1,
	BW_JAVA_U32,
	BW_JAVA_I64,
	BW_JAVA_U64,
	BW_JAVA_F64,
	BW_JAVA_BOOL,
	BW_JAVA_STRING,
};

/* Slots that are being written. */
typedef struct bw_java_pack {
	int64_t *first;
	int64_t *at;
	int64_t *end;
	int64_t *heap;
	bool failed;
} bw_java_pack;

/* Slots that are being read. */
typedef struct bw_java_reader {
	const int64_t *at;
} bw_java_reader;

/* What a call needs until it is over. */
typedef struct bw_java_memory {
	struct bw_java_block *blocks;
	bool failed;
} bw_java_memory;

/* What Java has to know of the shared object. */
typedef struct bw_java_library {
	const char *version;
	int64_t n_functions;
	const void *functions;
	int64_t (*release)(int64_t kind, int64_t handle);
	int64_t (*begin)(int64_t upcall);
	int64_t (*allocate)(int64_t size);
	int64_t (*free)(int64_t memory);
	int64_t (*has)(int64_t symbol);
	int64_t (*destroy)(int64_t function, int64_t data);
	int64_t (*load)(void);
	int64_t (*wait)(int64_t descriptor);
	int64_t (*barrier)(int64_t first);
} bw_java_library;

typedef void (*bw_java_function)(void);

/* Makes room for more slots; false when no memory is left. */
bool bw_java_grow(bw_java_pack *pack, size_t n);

/* Returns a failure, and gives the error back. */
int64_t bw_java_fail(bw_error *error);
int64_t bw_java_no_memory(void);

/* Returns zeroed room that lasts as long as the call; NULL when no memory is left. */
void *bw_java_room(bw_java_memory *memory, size_t n, size_t size);
void bw_java_memory_end(bw_java_memory *memory);

/* Returns a copy that C frees; NULL of NULL, and when no memory is left. */
char *bw_java_copy(const char *text);

int64_t bw_java_allocate(int64_t size);
int64_t bw_java_free(int64_t memory);

/* Calls a function of C that releases what it is given. */
int64_t bw_java_call_destroy(int64_t function, int64_t data);

/* Makes all threads pass a memory barrier, or prepares for that; returns 1, or 0 where that cannot be. */
int64_t bw_java_barrier(int64_t first);

/* Waits until there is something to read. */
int64_t bw_java_wait(int64_t descriptor);

/* Callbacks: Java's function, and what tells Java that the library needs one no longer. */
int64_t bw_java_begin(int64_t upcall);
int64_t bw_java_upcall(int64_t type, void *data, int64_t *arguments);
void bw_java_destroy(void *data);

static inline void
bw_java_pack_begin(bw_java_pack *pack, int64_t *room, size_t n)
{
	pack->first = room;
	pack->at = room;
	pack->end = room + n;
	pack->heap = NULL;
	pack->failed = false;
}

/* Returns 0 when all is in the room, else where it is instead, or a failure. */
static inline int64_t
bw_java_pack_end(bw_java_pack *pack)
{
	if (BW_UNLIKELY(pack->failed)) {
		free(pack->heap);
		return bw_java_no_memory();
	}
	return (int64_t)(intptr_t)pack->heap;
}

static inline void
bw_java_put(bw_java_pack *pack, int64_t value)
{
	if (BW_UNLIKELY(pack->at == pack->end) && !bw_java_grow(pack, 1))
		return;
	*pack->at++ = value;
}

/* Leaves room for what Java answers. */
static inline void
bw_java_put_reply(bw_java_pack *pack)
{
	for (int i = 0; i < BW_JAVA_REPLY; i++)
		bw_java_put(pack, 0);
}

static inline void
bw_java_put_pointer(bw_java_pack *pack, const void *value)
{
	bw_java_put(pack, (int64_t)(intptr_t)value);
}

static inline void
bw_java_put_real(bw_java_pack *pack, double value)
{
	int64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	bw_java_put(pack, bits);
}

static inline void
bw_java_put_bytes(bw_java_pack *pack, const void *value, size_t size)
{
	size_t slots = 1 + (size + 8) / 8;

	if (BW_UNLIKELY((size_t)(pack->end - pack->at) < slots) && !bw_java_grow(pack, slots))
		return;
	pack->at[0] = (int64_t)size;
	pack->at[slots - 1] = 0;
	if (size != 0)
		memcpy(pack->at + 1, value, size);
	pack->at += slots;
}

static inline void
bw_java_put_text(bw_java_pack *pack, const char *value)
{
	if (value == NULL)
		bw_java_put(pack, -1);
	else
		bw_java_put_bytes(pack, value, strlen(value));
}

/* A text in an array, which it may fill to its end. */
static inline void
bw_java_put_bounded_text(bw_java_pack *pack, const char *value, size_t size)
{
	const char *end = memchr(value, 0, size);

	bw_java_put_bytes(pack, value, end != NULL ? (size_t)(end - value) : size);
}

static inline bw_java_reader
bw_java_read(int64_t slots)
{
	return (bw_java_reader){(const int64_t *)(intptr_t)slots};
}

static inline int64_t
bw_java_get(bw_java_reader *reader)
{
	return *reader->at++;
}

static inline double
bw_java_real(int64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* Bytes where they are; NULL for none. A text among them ends with a NUL. */
static inline const void *
bw_java_get_bytes(bw_java_reader *reader, size_t *ret_size)
{
	int64_t size = *reader->at++;
	const void *bytes = reader->at;

	*ret_size = size < 0 ? 0 : (size_t)size;
	if (size < 0)
		return NULL;
	reader->at += ((size_t)size + 8) / 8;
	return bytes;
}

static inline const char *
bw_java_get_text(bw_java_reader *reader)
{
	size_t size;

	return bw_java_get_bytes(reader, &size);
}

#endif
