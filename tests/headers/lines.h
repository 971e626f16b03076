/* SPDX-License-Identifier: LGPL-2.1-or-later */
int here(void);
#line 100 "generated.y"
int there(void);
