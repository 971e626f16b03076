/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "no_such_header.h"
int bad_include(void);
