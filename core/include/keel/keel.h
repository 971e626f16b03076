/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_KEEL_H
#define KEEL_KEEL_H

/**
 * SECTION:keel
 * @short_description: everything
 *
 * A portable, stable API for managing virtualization: this header includes all the others.
 */

#include <keel/connection.h>
#include <keel/domain.h>
#include <keel/error.h>
#include <keel/event.h>
#include <keel/param.h>
#include <keel/types.h>
#include <keel/version.h>

#endif
