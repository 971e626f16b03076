/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shelf {
	int broken, row, code, holders;
	char message[64];
};

struct page {
	shelf *of;
	int number;
};

static int live;

static int fail(shelf *self, int code, const char *message)
{
	self->code = code;
	snprintf(self->message, sizeof(self->message), "%s", message);
	return code;
}

const char *shelf_text(int code)
{
	return code == SHELF_SHORT ? "not enough room" : code == SHELF_BROKEN ? "broken" : "";
}

int shelf_open(const char *name, shelf **ret)
{
	shelf *self = calloc(1, sizeof(*self));

	live++;
	*ret = self;
	self->broken = strcmp(name, "broken") == 0;
	return strcmp(name, "locked") ? SHELF_OK : fail(self, SHELF_BROKEN, "locked by somebody");
}

void shelf_close(shelf *self)
{
	live--;
	free(self);
}

const char *shelf_error(shelf *self, int *code)
{
	*code = self->code;
	return self->message;
}

int shelf_live(void)
{
	return live;
}

int shelf_step(shelf *self)
{
	self->row++;
	if (self->broken && self->row == 2)
		return fail(self, SHELF_BROKEN, "the second board is loose");
	return self->row > 3 ? SHELF_DONE : SHELF_ROW;
}

int shelf_double(const unsigned char *from, size_t from_len, unsigned char *to, size_t *to_len)
{
	if (from_len && from[0] == '!')
		return SHELF_BROKEN;
	if (*to_len < 2 * from_len)
		return SHELF_SHORT;
	for (size_t i = 0; i < from_len; i++)
		to[2 * i] = to[2 * i + 1] = from[i];
	*to_len = 2 * from_len;
	return SHELF_OK;
}

const void *shelf_cover(shelf *self, int at)
{
	(void)self;
	return at == 0 ? "a\0b" : at == 1 ? "" : NULL;
}

int shelf_cover_size(shelf *self, int at)
{
	(void)self;
	return at == 0 ? 3 : at == 1 ? 0 : 99;
}

int shelf_each(shelf *self, int (*visit)(void *, int, char **, char **), void *data)
{
	char *names[] = {"title", "author"};
	char *values[] = {"Moby Dick", NULL};

	for (int i = 0; visit && i < 2; i++) {
		if (visit(data, 2 - i, values, names))
			return fail(self, SHELF_BROKEN, "visit stopped");
	}
	return SHELF_OK;
}

int shelf_join(shelf *self, const char *text, int length, const char *(*unused)(int))
{
	(void)self;
	return unused == shelf_text && (int)strlen(text) == length ? SHELF_OK : SHELF_BROKEN;
}

page *shelf_turn(shelf *self, int number)
{
	page *made = calloc(1, sizeof(*made));

	live++;
	made->of = self;
	made->number = number;
	return made;
}

int page_close(page *self)
{
	int code = self->number == 2 ? SHELF_BROKEN : SHELF_OK;

	live--;
	free(self);
	return code;
}

shelf *page_of(page *self)
{
	return self->of;
}

const unsigned char *page_read(page *self)
{
	if (self->number < 3)
		return (const unsigned char *)"once upon a time";
	fail(self->of, 9, "no such page");
	return NULL;
}

int page_write(page *self, const void *data, unsigned int len)
{
	(void)data;
	self->of->code = 0;
	if (self->number == 2)
		return fail(self->of, 8, "page 2 is laminated"), 0;
	return (int)len;
}
