/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Says what a binding to version 2 of the shelf finds in the library that is loaded. */
#include "shelf-plain.h"

#include <stdio.h>

static bw_error error;

/* Says how a call went. */
static int tell(const char *what, int status)
{
	printf("%s: %s\n", what, status == 0 ? "good" : error.message);
	if (status != 0) {
		printf("%s: %s, code %d\n", what,
		       error.cause == BW_CAUSE_UNSUPPORTED ? "refused" : "told", error.code);
		bw_error_clear(&error);
	}
	return status;
}

int main(void)
{
	static const char *const names[] = {
		"shelf_board_new", "shelf_board_unref", "shelf_board_list", "shelf_board_label", "shelf_book_unref", "nix",
	};
	shelf_board *self = NULL;
	shelf_book *book = NULL;
	char *label = NULL;
	int *numbers = NULL;
	int sum = 0, pages = 0;
	size_t numbers_n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		printf("has %s: %d\n", names[i], bw_shelf_has(names[i]));
	tell("new", bw_shelf_board_new(&self, &error));
	tell("sum", bw_shelf_board_sum(self, &sum, &error));
	if (tell("list", bw_shelf_board_list(self, &numbers, &numbers_n, &error)) == 0)
		bw_shelf_board_list_free_numbers(numbers, numbers_n);
	if (tell("label", bw_shelf_board_label(self, &label, &error)) == 0)
		bw_shelf_board_label_free_ret(label, 0);
	tell("fail", bw_shelf_fail(&error));
	if (tell("book", bw_shelf_board_get_book(self, &book, &error)) == 0) {
		tell("pages", bw_shelf_book_pages(book, &pages, &error));
		bw_shelf_board_get_book_free_ret(book, 0);
	}
	bw_shelf_board_new_free_ret(self, 0);
	printf("sum %d, numbers %zu, pages %d\n", sum, numbers_n, pages);
	return 0;
}
