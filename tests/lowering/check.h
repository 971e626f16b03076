/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The few words that the C tests of the lowering are written in. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_failed;

#define CHECK(condition)                                                                  \
	do {                                                                              \
		if (!(condition)) {                                                       \
			printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);    \
			check_failed = 1;                                                 \
		}                                                                         \
	} while (0)

/* The call succeeds. */
#define GOOD(call)                                                                        \
	do {                                                                              \
		if ((call) != 0) {                                                        \
			printf("%s:%d: failed: %s: %s\n", __FILE__, __LINE__, #call,      \
			       error.message);                                            \
			check_failed = 1;                                                 \
			bw_error_clear(&error);                                           \
		}                                                                         \
	} while (0)

/* The call fails with that cause and code. */
#define BAD(call, wanted_cause, wanted_code)                                              \
	do {                                                                              \
		if ((call) != -1) {                                                       \
			printf("%s:%d: did not fail: %s\n", __FILE__, __LINE__, #call);   \
			check_failed = 1;                                                 \
		} else {                                                                  \
			CHECK(error.cause == (wanted_cause));                             \
			CHECK(error.code == (wanted_code));                               \
			CHECK(error.message && *error.message);                           \
			bw_error_clear(&error);                                           \
		}                                                                         \
	} while (0)

#define RUN(test)                                                                         \
	do {                                                                              \
		int before = check_failed;                                                \
                                                                                          \
		check_failed = 0;                                                         \
		test();                                                                   \
		printf("%s %s\n", check_failed ? "FAILED" : "ok", #test);                 \
		check_failed |= before;                                                   \
	} while (0)

#endif
