/* SPDX-License-Identifier: LGPL-2.1-or-later */
int bad_first(void);
#error "define BAD_READY first"
