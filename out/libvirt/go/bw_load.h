/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Loads a library at run time instead of linking it: what <library>-load.h
 * stands on. It knows no library.
 */
#ifndef BW_LOAD_H
#define BW_LOAD_H

#include <dlfcn.h>

#include "bw_plain.h"

#define BW_LACKS(function) (!bw_at_##function())
#define BW_NOT_LOADED(library, error, ...) bw_not_loaded(error, bw_##library##_library(), (const char *const[]){__VA_ARGS__, NULL})
#define BW_OLDER(library, error, symbol, needs) bw_older(error, bw_##library##_library(), symbol, needs)
#define BW_THERE(library, symbol) (bw_##library##_find(symbol) != NULL)

/* Strict C hides it, where it is this. */
#ifndef RTLD_DEFAULT
#define RTLD_DEFAULT ((void *)0)
#endif

/* A library that is loaded when something of it is first asked for; it stays. */
typedef struct bw_library {
	const char *const *sonames; /* in the order in which they are searched, then NULL; with none, the program itself */
	const char *const *basics;  /* what nothing works without, then NULL */
	void **handles;             /* one for each soname, NULL until it is loaded */
	int usable;                 /* all basics were found */
} bw_library;

/* Returns one of a library's files, loaded; NULL when it cannot be: then the next one who asks tries again. */
static inline void *bw_open(bw_library *library, size_t i)
{
	void *handle = __atomic_load_n(&library->handles[i], __ATOMIC_ACQUIRE);

	if (!handle) {
		/* Two threads may both get here: they are given the same handle. */
		handle = dlopen(library->sonames[i], RTLD_LAZY | RTLD_LOCAL);
		__atomic_store_n(&library->handles[i], handle, __ATOMIC_RELEASE);
	}
	return handle;
}

/* Returns where a function or a variable is, in whatever was loaded; NULL when it is nowhere. */
static inline void *bw_search(bw_library *library, const char *symbol)
{
	void *found = NULL;

	if (!library->sonames[0])
		return dlsym(RTLD_DEFAULT, symbol);
	for (size_t i = 0; library->sonames[i] && !found; i++) {
		void *handle = bw_open(library, i);

		if (handle)
			found = dlsym(handle, symbol);
	}
	return found;
}

/* Returns the first of some functions that a library lacks, NULL when it has them all. */
static inline const char *bw_first_lacking(bw_library *library, const char *const *symbols)
{
	while (*symbols && bw_search(library, *symbols))
		symbols++;
	return *symbols;
}

/* The same as bw_search, but a library without its basics has nothing. */
static inline void *bw_find(bw_library *library, const char *symbol)
{
	if (!__atomic_load_n(&library->usable, __ATOMIC_ACQUIRE)) {
		if (bw_first_lacking(library, library->basics))
			return NULL;
		__atomic_store_n(&library->usable, 1, __ATOMIC_RELEASE);
	}
	return bw_search(library, symbol);
}

/* Says why a library's first file that cannot be loaded cannot, nothing when all can. */
BW_COLD void bw_why_not_loaded(bw_library *library, char *why, size_t size)
{
	why[0] = '\0';
	for (size_t i = 0; library->sonames[i]; i++) {
		const char *said;

		dlerror();
		if (bw_open(library, i))
			continue;
		/* It lasts until the next call only. */
		said = dlerror();
		snprintf(why, size, "%s", said ? said : library->sonames[i]);
		return;
	}
}

/* Whether not even a library's first file can be loaded. */
static inline bool bw_absent(bw_library *library)
{
	return library->sonames[0] && !bw_open(library, 0);
}

/*
 * Fails because a library is not there, or lacks what a call needs: symbols
 * has the call's own function first and ends with NULL.
 */
BW_COLD int bw_not_loaded(bw_error *error, bw_library *library, const char *const *symbols)
{
	const char *lacking = bw_first_lacking(library, library->basics);
	char message[1024];
	char why[512];

	if (!lacking)
		lacking = bw_first_lacking(library, symbols);
	bw_why_not_loaded(library, why, sizeof(why));
	if (bw_absent(library))
		snprintf(message, sizeof(message), "%s: the library cannot be loaded: %s", symbols[0], why);
	else
		snprintf(message, sizeof(message), "%s: not supported by the loaded library: it lacks %s%s%s%s",
		         symbols[0], lacking ? lacking : symbols[0], *why ? " (" : "", why, *why ? ")" : "");
	return bw_fail(error, BW_CAUSE_UNSUPPORTED, 0, 0, message, symbols[0]);
}

/* Fails because a library is not there, or is older than what a call needs. */
BW_COLD int bw_older(bw_error *error, bw_library *library, const char *symbol, const char *needs)
{
	const char *const symbols[] = {symbol, NULL};

	if (bw_absent(library) || bw_first_lacking(library, library->basics))
		return bw_not_loaded(error, library, symbols);
	return bw_unsupported(error, symbol, needs);
}

/*
 * Defines bw_at_<function>(): a pointer to a function of the library, NULL
 * while it cannot be found. It is looked up until it is found.
 */
#define BW_LOADED(library, function) \
	static inline __typeof__(function) *bw_at_##function(void) \
	{ \
		static void *known; \
		void *found = __atomic_load_n(&known, __ATOMIC_ACQUIRE); \
		__typeof__(function) *at; \
\
		if (BW_UNLIKELY(!found)) { \
			found = bw_##library##_find(#function); \
			__atomic_store_n(&known, found, __ATOMIC_RELEASE); \
		} \
		memcpy(&at, &found, sizeof(at)); \
		return at; \
	}

#endif
