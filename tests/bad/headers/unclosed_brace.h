/* SPDX-License-Identifier: LGPL-2.1-or-later */
struct bad_open {
    int x;

int bad_after(void);
