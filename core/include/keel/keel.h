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
#include <keel/device.h>
#include <keel/domain.h>
#include <keel/error.h>
#include <keel/event.h>
#include <keel/host.h>
#include <keel/job.h>
#include <keel/loop.h>
#include <keel/network.h>
#include <keel/node_device.h>
#include <keel/param.h>
#include <keel/secret.h>
#include <keel/snapshot.h>
#include <keel/statistics.h>
#include <keel/storage.h>
#include <keel/stream.h>
#include <keel/types.h>
#include <keel/version.h>

#endif
