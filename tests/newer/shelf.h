/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SHELF_H
#define SHELF_H

/* A library that grew: what came with version 2 is behind SHELF_2. */

#include <stddef.h>

/**
 * shelf_board:
 *
 * A board with numbers on it.
 */
typedef struct shelf_board shelf_board;

/**
 * shelf_status:
 * @SHELF_OK: it worked
 * @SHELF_NO_MEMORY: no memory is left
 * @SHELF_FAILED: it did not
 *
 * How a function ended.
 */
typedef enum shelf_status {
	SHELF_OK = 0,
	SHELF_NO_MEMORY = 1,
	SHELF_FAILED = 7
} shelf_status;

/**
 * shelf_board_new: (constructor) (failure status)
 * @ret: (out) (transfer full): the board
 *
 * Makes a board with three numbers on it.
 *
 * Returns: (status): %SHELF_OK, or %SHELF_NO_MEMORY
 */
int shelf_board_new(shelf_board **ret);

/**
 * shelf_board_unref: (unref)
 * @self: (nullable): a board
 *
 * Gives a board back.
 */
void shelf_board_unref(shelf_board *self);

/**
 * shelf_board_sum: (method) (failure status)
 * @self: a board
 * @ret: (out): the sum
 *
 * Adds the numbers up.
 *
 * Returns: (status): %SHELF_OK
 */
int shelf_board_sum(shelf_board *self, int *ret);

/**
 * shelf_board_list: (method) (count-fill shelf_board_count) (failure negative)
 * @self: a board
 * @numbers: (out) (array length=return capacity=room): the numbers
 * @room: how many there is room for
 *
 * Lists the numbers; in version 1 nobody could tell how many there are.
 *
 * Returns: how many were listed
 */
int shelf_board_list(shelf_board *self, int *numbers, int room);

#ifdef SHELF_2

/**
 * shelf_board_count: (method) (failure negative)
 * @self: a board
 *
 * Counts the numbers.
 *
 * Returns: (value): how many there are
 */
int shelf_board_count(shelf_board *self);

/**
 * shelf_board_label: (method) (failure status)
 * @self: a board
 * @ret: (out) (type utf8) (transfer full): what is written on it
 *
 * Reads the label.
 *
 * Returns: (status): %SHELF_OK, or %SHELF_NO_MEMORY
 */
int shelf_board_label(shelf_board *self, char **ret);

/**
 * shelf_fail: (failure status)
 *
 * Fails.
 *
 * Returns: (status): %SHELF_FAILED
 */
int shelf_fail(void);

/**
 * shelf_book:
 *
 * A book that stands on a board.
 */
typedef struct shelf_book shelf_book;

/**
 * shelf_book_unref: (unref)
 * @self: (nullable): a book
 *
 * Gives a book back.
 */
void shelf_book_unref(shelf_book *self);

/**
 * shelf_board_get_book: (method) (failure status)
 * @self: a board
 * @ret: (out) (transfer full): the book
 *
 * Takes a book from a board.
 *
 * Returns: (status): %SHELF_OK, or %SHELF_NO_MEMORY
 */
int shelf_board_get_book(shelf_board *self, shelf_book **ret);

/**
 * shelf_book_pages: (method) (failure status)
 * @self: a book
 * @ret: (out): the number
 *
 * Counts the pages of a book.
 *
 * Returns: (status): %SHELF_OK
 */
int shelf_book_pages(shelf_book *self, int *ret);

#endif

#endif
