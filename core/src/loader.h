/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_LOADER_H
#define KEEL_LOADER_H

/*
 * Which driver a URI needs. A driver is built in or a module, which is loaded when a URI first needs
 * it and stays loaded.
 */

#include "driver.h"

/* Finds the driver of a scheme of the given length. */
keel_status keel_driver_find(const char *scheme, size_t size, const struct keel_driver **ret);

#endif
