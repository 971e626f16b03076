/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Shapes that keel and libvirt do not have and other libraries do. */
#ifndef SHELF_H
#define SHELF_H

#include <stddef.h>

#define SHELF_OK 0
#define SHELF_BROKEN 7
#define SHELF_SHORT -5
#define SHELF_ROW 100
#define SHELF_DONE 101
#define SHELF_SIZE 3

typedef struct shelf shelf;
typedef struct page page;
typedef int (*shelf_visit)(void *data, int count, char **values, char **names);

/* What a code means. */
const char *shelf_text(int code);

/* Stores a shelf even when it fails: then the shelf knows why. */
int shelf_open(const char *name, shelf **ret);
void shelf_close(shelf *self);
const char *shelf_error(shelf *self, int *code);
int shelf_live(void);

/* Three rows, then the end; a broken shelf fails at the second. */
int shelf_step(shelf *self);

/* Doubles every byte; the caller has to find out how much room that takes. */
int shelf_double(const unsigned char *from, size_t from_len, unsigned char *to, size_t *to_len);

/* A cover can be missing. */
const void *shelf_cover(shelf *self, int at);
int shelf_cover_size(shelf *self, int at);

/* Calls for every row, until one call returns something. */
int shelf_each(shelf *self, int (*visit)(void *, int, char **, char **), void *data);
int shelf_join(shelf *self, const char *text, int length, const char *(*unused)(int));

page *shelf_turn(shelf *self, int number);
int page_close(page *self);
shelf *page_of(page *self);
const unsigned char *page_read(page *self);

/* Returns 0 for nothing to write as well as for a failure. */
int page_write(page *self, const void *data, unsigned int len);

#endif
