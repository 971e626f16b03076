/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <limits.h>

#define EMPTY
#define DECIMAL 42
#define NEGATIVE (-1)
#define HEXADECIMAL 0xffu
#define LONG_ONE 1L
#define BIG 0xffffffffffffffffULL
#define SUM (DECIMAL + 8)
#define SHIFTED (1 << 4)
#define CHARACTER 'x'
#define FROM_SYSTEM INT_MAX
#define REAL 1.5
#define REAL_FLOAT 2.5f
#define TEXT "hello"
#define JOINED "a" "b" TEXT
#define ESCAPED "tab\there \"quoted\" \x41"
#define UNICODE "gr\303\274n"
#define RAW_BYTES "\xff\xfe"
#define FUNCTION_LIKE(a, b) ((a) + (b))
#define VARIADIC_LIKE(format, ...) format
#define CALL some_function(1)
#define TYPE unsigned int
#define CAST ((void *) -1)
#define OPENS extern "C" {
#define CLOSES }
#define UNKNOWN_A not_declared
#define UNKNOWN_B not_declared
#define ENUMERATOR MACRO_ENUMERATOR
#define SELF SELF
#define CONTINUED \
    (1 + \
     2)
#define TWICE 1
#undef TWICE
#define TWICE 2
#define GONE 1
#undef GONE

enum { MACRO_ENUMERATOR = 7, SELF = 9 };
int some_function(int);
