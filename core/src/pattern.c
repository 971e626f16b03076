/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shell patterns. fnmatch() would do, but its answer depends on the locale. */

#include "internal.h"

/* The size of the character at a place in a text that may not be UTF-8. */
static size_t character_size(const char *at)
{
	size_t size = 1;

	if ((unsigned char)*at >= 0xc0)
		while (((unsigned char)at[size] & 0xc0) == 0x80)
			size++;
	return size;
}

/* The character at a place as a number by which characters can be compared. */
static uint64_t character(const char *at)
{
	size_t size = character_size(at);
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < size; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

/* Where a set such as [a-z] ends, NULL when it does not. */
static const char *set_end(const char *set)
{
	const char *at = set + 1;

	if (*at == '!' || *at == '^')
		at++;
	if (*at == ']')
		at++;
	while (*at && *at != ']')
		at++;
	return *at ? at : NULL;
}

static bool in_set(const char *set, const char *end, uint64_t wanted)
{
	const char *at = set + 1;
	bool negated = *at == '!' || *at == '^';
	bool found = false;

	at += negated;
	while (at < end) {
		uint64_t low = character(at);
		uint64_t high = low;

		at += character_size(at);
		if (*at == '-' && at + 1 < end) {
			high = character(at + 1);
			at += 1 + character_size(at + 1);
		}
		found = found || (low <= wanted && wanted <= high);
	}
	return found != negated;
}

/* Matches one character and gives the place after its part of the pattern, or NULL. */
static const char *match_one(const char *pattern, const char *text)
{
	const char *end = *pattern == '[' ? set_end(pattern) : NULL;

	if (!*pattern || *pattern == '*')
		return NULL;
	if (*pattern == '?')
		return pattern + 1;
	if (end)
		return in_set(pattern, end, character(text)) ? end + 1 : NULL;
	if (*pattern == '\\' && pattern[1])
		pattern++;
	if (character(pattern) != character(text))
		return NULL;
	return pattern + character_size(pattern);
}

bool keel_matches(const char *pattern, const char *text)
{
	/* Going back to the last star is enough: whatever earlier ones could take, it can. */
	const char *after_star = NULL;
	const char *star_text = NULL;

	while (*text) {
		const char *next = match_one(pattern, text);

		if (next) {
			pattern = next;
			text += character_size(text);
		} else if (*pattern == '*') {
			after_star = ++pattern;
			star_text = text;
		} else if (after_star) {
			star_text += character_size(star_text);
			pattern = after_star;
			text = star_text;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
