/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "internal.h"

void keel_version(uint32_t *ret_major, uint32_t *ret_minor, uint32_t *ret_micro)
{
	if (ret_major)
		*ret_major = KEEL_VERSION_MAJOR;
	if (ret_minor)
		*ret_minor = KEEL_VERSION_MINOR;
	if (ret_micro)
		*ret_micro = KEEL_VERSION_MICRO;
}
