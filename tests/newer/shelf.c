/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "shelf.h"

#include <stdlib.h>
#include <string.h>

/* A variable, which a binding that loads the library can find. */
extern const int shelf_width;
const int shelf_width = 80;

struct shelf_board {
	int numbers[3];
};

int shelf_board_new(shelf_board **ret)
{
	static const shelf_board full = { { 1, 2, 39 } };

	*ret = malloc(sizeof(**ret));
	if (!*ret)
		return SHELF_NO_MEMORY;
	**ret = full;
	return SHELF_OK;
}

void shelf_board_unref(shelf_board *self)
{
	free(self);
}

int shelf_board_sum(shelf_board *self, int *ret)
{
	*ret = self->numbers[0] + self->numbers[1] + self->numbers[2];
	return SHELF_OK;
}

int shelf_board_list(shelf_board *self, int *numbers, int room)
{
	int n = room < 3 ? room : 3;

	memcpy(numbers, self->numbers, (size_t)n * sizeof(*numbers));
	return n;
}

#ifdef SHELF_2

struct shelf_book {
	int pages;
};

int shelf_board_count(shelf_board *self)
{
	return (int)(sizeof(self->numbers) / sizeof(*self->numbers));
}

int shelf_board_label(shelf_board *self, char **ret)
{
	(void)self;
	*ret = strdup("second");
	return *ret ? SHELF_OK : SHELF_NO_MEMORY;
}

int shelf_fail(void)
{
	return SHELF_FAILED;
}

void shelf_book_unref(shelf_book *self)
{
	free(self);
}

int shelf_board_get_book(shelf_board *self, shelf_book **ret)
{
	*ret = malloc(sizeof(**ret));
	if (!*ret)
		return SHELF_NO_MEMORY;
	(*ret)->pages = self->numbers[2];
	return SHELF_OK;
}

int shelf_book_pages(shelf_book *self, int *ret)
{
	*ret = self->pages;
	return SHELF_OK;
}

#endif
