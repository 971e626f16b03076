/* SPDX-License-Identifier: LGPL-2.1-or-later */
int bad_unknown(unknown_t value);
