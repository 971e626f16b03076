/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A library that is not a driver, and one that another needs. */

#include <keel/types.h>

KEEL_API int keel_test_nothing(void);

int keel_test_nothing(void)
{
	return 0;
}
