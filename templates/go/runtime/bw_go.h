/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What crosses between Go and C, whatever the library is. Go gives texts and
 * lists by pointer and length; nothing of Go's memory is kept after a call.
 */
#ifndef BW_GO_H
#define BW_GO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bw_plain.h"

/* How long a text may be to come back without memory of its own. */
#define BW_GO_ROOM 48

/* A text that Go gives, without a NUL; n is negative when there is none. */
typedef struct {
	const char *p;
	ptrdiff_t n;
} bw_go_text;

/* What else Go gives by address: n bytes or elements. */
typedef struct {
	const char *p;
	size_t n;
} bw_go_data;

typedef struct {
	unsigned char bytes[16];
} bw_go_uuid;

/* A text for Go: in its room, or at p when it is too long; n is negative when there is none. */
typedef struct {
	ptrdiff_t n;
	char *p;
	char room[BW_GO_ROOM];
} bw_go_string;

/* The types that a value of a typed dictionary can have when Go gives it. */
enum bw_go_case {
	BW_GO_BOOL,
	BW_GO_I32,
	BW_GO_U32,
	BW_GO_I64,
	BW_GO_U64,
	BW_GO_F64,
	BW_GO_STRING,
};

#endif
