/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A driver for another version of keel. */

#include "module.h"

KEEL_API const struct keel_driver *keel_driver_module(const struct keel_core *core);

const struct keel_driver *keel_driver_module(const struct keel_core *core)
{
	(void)core;
	return NULL;
}
