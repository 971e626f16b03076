/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds the shelf from eight threads at once, then a variable in it; works with or without the library. */
#include "shelf-plain.h"

#include <pthread.h>

/* Asks for a sum; the first thread that does loads the library. */
static void *sum_up(void *result)
{
	shelf_board *self = NULL;
	bw_error error;

	if (bw_shelf_board_new(&self, &error) == 0) {
		if (bw_shelf_board_sum(self, result, &error) != 0)
			bw_error_clear(&error);
		bw_shelf_board_new_free_ret(self, 0);
	} else {
		bw_error_clear(&error);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[8];
	int sums[8] = { 0 };
	int sum = 0;
	const int *width;
	void (*unref)(shelf_board *);

	for (size_t i = 0; i < 8; i++)
		pthread_create(&threads[i], NULL, sum_up, &sums[i]);
	for (size_t i = 0; i < 8; i++) {
		pthread_join(threads[i], NULL);
		sum += sums[i];
	}
	width = bw_shelf_find("shelf_width");
	if (!BW_LACKS(shelf_board_unref)) {
		unref = shelf_board_unref;
		unref(NULL);
	}
	printf("sums %d, width %d, unref %d\n", sum, width ? *width : 0, !BW_LACKS(shelf_board_unref));
	return 0;
}
