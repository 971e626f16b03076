/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_VERSION_H
#define KEEL_VERSION_H

/**
 * SECTION:version
 * @short_description: which keel this is
 *
 * The version of the headers, as macros, and of the library that runs, as a function.
 */

#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * KEEL_VERSION_MAJOR:
 *
 * The first number of the version of these headers.
 *
 * Since: 1.0
 */
#define KEEL_VERSION_MAJOR 1

/**
 * KEEL_VERSION_MINOR:
 *
 * The second number of the version of these headers.
 *
 * Since: 1.0
 */
#define KEEL_VERSION_MINOR 0

/**
 * KEEL_VERSION_MICRO:
 *
 * The third number of the version of these headers.
 *
 * Since: 1.0
 */
#define KEEL_VERSION_MICRO 0

/**
 * KEEL_VERSION_STRING:
 *
 * The version of these headers as text.
 *
 * Since: 1.0
 */
#define KEEL_VERSION_STRING "1.0.0"

/**
 * KEEL_CHECK_VERSION:
 * @major: the first number
 * @minor: the second number
 * @micro: the third number
 *
 * Tells whether these headers are at least of the given version.
 *
 * Returns: true when they are, else false
 * Since: 1.0
 */
#define KEEL_CHECK_VERSION(major, minor, micro)                                                    \
	(KEEL_VERSION_MAJOR > (major) ||                                                           \
	 (KEEL_VERSION_MAJOR == (major) && KEEL_VERSION_MINOR > (minor)) ||                        \
	 (KEEL_VERSION_MAJOR == (major) && KEEL_VERSION_MINOR == (minor) &&                        \
	  KEEL_VERSION_MICRO >= (micro)))

/**
 * keel_version: (static) (nonblocking)
 * @ret_major: (out) (optional): the first number
 * @ret_minor: (out) (optional): the second number
 * @ret_micro: (out) (optional): the third number
 *
 * Tells the version of the library that runs.
 *
 * Since: 1.0
 */
KEEL_API void keel_version(uint32_t *ret_major, uint32_t *ret_minor, uint32_t *ret_micro);

KEEL_END_DECLS

#endif
