/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs out of memory at every place where the lowering asks for some. */
#include <stdlib.h>

static int allocations_left;

static void *few_calloc(size_t n, size_t size)
{
	return allocations_left-- > 0 ? calloc(n, size) : NULL;
}

static void *few_malloc(size_t size)
{
	return allocations_left-- > 0 ? malloc(size) : NULL;
}

#define calloc few_calloc
#define malloc few_malloc
#include "fixture-plain.h"
#undef calloc
#undef malloc

#include "check.h"

static bw_error error;
static fx_box *box;
static char mark;

/* Makes the call with room for so many allocations, and no more. */
#define OUT_OF_MEMORY(call)                                                               \
	do {                                                                              \
		allocations_left = 0;                                                     \
		BAD(call, BW_CAUSE_MEMORY, 0);                                            \
	} while (0)

static void room_for_outputs(void)
{
	int *ids = (int *)&mark;
	fx_param *params = (fx_param *)&mark;
	unsigned char *data = (unsigned char *)&mark;
	char *text = &mark;
	size_t n = 77;

	OUT_OF_MEMORY(bw_fx_box_list_ids(box, &ids, &n, &error));
	OUT_OF_MEMORY(bw_fx_box_get_params(box, 0, &params, &n, &error));
	OUT_OF_MEMORY(bw_fx_box_read(box, 100, &data, &n, &error));
	OUT_OF_MEMORY(bw_fx_box_get_text(box, &text, &error));
	CHECK(ids == (int *)&mark && params == (fx_param *)&mark && data == (unsigned char *)&mark);
	CHECK(text == &mark && n == 77);
}

static void room_for_a_second_try(void)
{
	int *ids = (int *)&mark;
	size_t n = 77;

	fx_grow(10, 1);
	allocations_left = 1;
	BAD(bw_fx_box_list_ids(box, &ids, &n, &error), BW_CAUSE_MEMORY, 0);
	CHECK(ids == (int *)&mark && n == 77);
}

static void copies_of_inputs(void)
{
	const char *words[] = { "one" };
	char *joined = &mark;

	OUT_OF_MEMORY(bw_fx_join(words, 1, &joined, &error));
	OUT_OF_MEMORY(bw_fx_box_keep_name(box, "other", &error));
	CHECK(joined == &mark);
}

static void a_long_message_is_cut(void)
{
	char text[400];

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	allocations_left = 0;
	CHECK(bw_fx_fail(text, &error) == -1);
	CHECK(error.message == error.room && strlen(error.message) == sizeof(error.room) - 1);
	bw_error_clear(&error);
}

int main(void)
{
	box = fx_box_new("box");
	RUN(room_for_outputs);
	RUN(room_for_a_second_try);
	RUN(copies_of_inputs);
	RUN(a_long_message_is_cut);
	fx_box_unref(box);
	return check_failed || fx_live();
}
