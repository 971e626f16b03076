/* SPDX-License-Identifier: LGPL-2.1-or-later
   Never closed.
int bad_open(void);
