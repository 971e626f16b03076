/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A driver that needs a library which is not there. */

#include "module.h"

int keel_test_nothing(void);

KEEL_API const struct keel_driver *keel_driver_module(const struct keel_core *core);

const struct keel_driver *keel_driver_module(const struct keel_core *core)
{
	(void)core;
	return keel_test_nothing() ? NULL : &keel_module_driver;
}

const struct keel_driver keel_module_driver = {.name = "lacking"};
