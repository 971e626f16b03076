/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The memory of a domain, and what is in a volume. */

#include "test.h"

#include <stdlib.h>
#include <string.h>

void test_memory_clear(struct test_memory *self)
{
	size_t i;

	for (i = 0; i < self->n; i++)
		free(self->pages[i]);
	free(self->pages);
	*self = (struct test_memory){0};
}

/* Where the page of a number is, or would be. */
static size_t find_page(const struct test_memory *self, uint64_t number)
{
	size_t low = 0;
	size_t high = self->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (self->pages[middle]->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool has_page(const struct test_memory *self, size_t at, uint64_t number)
{
	return at < self->n && self->pages[at]->number == number;
}

static bool add_page(struct test_memory *self, uint64_t number)
{
	size_t at = find_page(self, number);
	struct test_page *page;

	if (has_page(self, at, number))
		return true;
	if (self->n == self->room) {
		size_t room = self->room ? self->room * 2 : 8;
		struct test_page **pages = realloc(self->pages, room * sizeof(*pages));

		if (!pages)
			return false;
		self->pages = pages;
		self->room = room;
	}
	page = calloc(1, sizeof(*page));
	if (!page)
		return false;
	page->number = number;
	memmove(self->pages + at + 1, self->pages + at, (self->n - at) * sizeof(*self->pages));
	self->pages[at] = page;
	self->n++;
	return true;
}

static size_t part_of_page(uint64_t offset, size_t n)
{
	size_t left = GUEST_PAGE_SIZE - (size_t)(offset % GUEST_PAGE_SIZE);

	return n < left ? n : left;
}

void test_memory_read(const struct test_memory *self, uint64_t offset, uint8_t *data, size_t n)
{
	while (n) {
		uint64_t number = offset / GUEST_PAGE_SIZE;
		size_t part = part_of_page(offset, n);
		size_t at = find_page(self, number);

		if (has_page(self, at, number))
			memcpy(data, self->pages[at]->bytes + offset % GUEST_PAGE_SIZE, part);
		else
			memset(data, 0, part);
		data += part;
		offset += part;
		n -= part;
	}
}

keel_status test_memory_write(struct test_memory *self, uint64_t offset, const uint8_t *data,
			      size_t n)
{
	uint64_t number;

	if (n == 0)
		return KEEL_OK;
	/* All pages first, so that nothing is written when memory runs out. */
	for (number = offset / GUEST_PAGE_SIZE; number <= (offset + n - 1) / GUEST_PAGE_SIZE;
	     number++)
		if (!add_page(self, number))
			return keel_error_no_memory();
	while (n) {
		size_t part = part_of_page(offset, n);
		size_t at = find_page(self, offset / GUEST_PAGE_SIZE);

		memcpy(self->pages[at]->bytes + offset % GUEST_PAGE_SIZE, data, part);
		data += part;
		offset += part;
		n -= part;
	}
	return KEEL_OK;
}

keel_status test_memory_copy(const struct test_memory *self, struct test_memory *ret)
{
	struct test_memory copy = {0};
	size_t i;

	for (i = 0; i < self->n; i++) {
		const struct test_page *page = self->pages[i];

		if (!add_page(&copy, page->number)) {
			test_memory_clear(&copy);
			return keel_error_no_memory();
		}
		memcpy(copy.pages[i]->bytes, page->bytes, sizeof(page->bytes));
	}
	*ret = copy;
	return KEEL_OK;
}

bool test_memory_has(const struct test_memory *self, uint64_t number)
{
	return has_page(self, find_page(self, number), number);
}

void test_memory_wipe(struct test_memory *self)
{
	size_t i;

	for (i = 0; i < self->n; i++)
		memset(self->pages[i]->bytes, 0, sizeof(self->pages[i]->bytes));
}

void test_memory_cut(struct test_memory *self, uint64_t size)
{
	size_t keep = (size_t)(size % GUEST_PAGE_SIZE);
	size_t at = find_page(self, size / GUEST_PAGE_SIZE);
	size_t i;

	if (keep && has_page(self, at, size / GUEST_PAGE_SIZE)) {
		memset(self->pages[at]->bytes + keep, 0, GUEST_PAGE_SIZE - keep);
		at++;
	}
	for (i = at; i < self->n; i++)
		free(self->pages[i]);
	self->n = at;
}

/* Copies the part of a page that was written; n is not 0. */
static void copy_written(struct test_page *page, const struct test_page *from, uint64_t offset,
			 uint64_t n)
{
	uint64_t last = offset + (n - 1);
	size_t begin = 0;
	size_t end = GUEST_PAGE_SIZE;

	if (from->number == offset / GUEST_PAGE_SIZE)
		begin = (size_t)(offset % GUEST_PAGE_SIZE);
	if (from->number == last / GUEST_PAGE_SIZE)
		end = (size_t)(last % GUEST_PAGE_SIZE) + 1;
	memcpy(page->bytes + begin, from->bytes + begin, end - begin);
}

keel_status test_memory_merge(struct test_memory *self, struct test_memory *from, uint64_t offset,
			      uint64_t n)
{
	size_t room = self->n + from->n;
	struct test_page **pages;
	size_t n_pages = 0;
	size_t at = 0;
	size_t i;

	if (from->n == 0)
		return KEEL_OK;
	pages = malloc(room * sizeof(struct test_page *));
	if (!pages)
		return keel_error_no_memory();
	for (i = 0; i < from->n; i++) {
		struct test_page *page = from->pages[i];

		while (at < self->n && self->pages[at]->number < page->number)
			pages[n_pages++] = self->pages[at++];
		if (has_page(self, at, page->number)) {
			copy_written(self->pages[at], page, offset, n);
			free(page);
			page = self->pages[at++];
		}
		pages[n_pages++] = page;
	}
	while (at < self->n)
		pages[n_pages++] = self->pages[at++];
	free(self->pages);
	free(from->pages);
	*self = (struct test_memory){pages, n_pages, room};
	*from = (struct test_memory){0};
	return KEEL_OK;
}
