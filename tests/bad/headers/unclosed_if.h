/* SPDX-License-Identifier: LGPL-2.1-or-later */
#if 1
int bad_if(void);
