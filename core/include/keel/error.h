/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_ERROR_H
#define KEEL_ERROR_H

/**
 * SECTION:error
 * @short_description: how a function says that it failed
 *
 * A function that can fail returns a #keel_status. When that is not %KEEL_OK, none of its outputs
 * has been touched, and the last error of the calling thread says more: the same status, where the
 * error comes from, and a message for people.
 *
 * A function that succeeds leaves the last error as it was, so it means something only right after
 * a failure.
 */

#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_status:
 * @KEEL_OK: it worked
 * @KEEL_STATUS_INVALID_ARGUMENT: an argument is not one that the function takes
 * @KEEL_STATUS_NO_MEMORY: there is not enough memory
 * @KEEL_STATUS_NOT_FOUND: there is no such thing
 * @KEEL_STATUS_ALREADY_EXISTS: there is already one of that name or UUID
 * @KEEL_STATUS_NOT_SUPPORTED: the driver cannot do that
 * @KEEL_STATUS_INVALID_STATE: that cannot be done in the present state
 * @KEEL_STATUS_PERMISSION: the caller may not do that
 * @KEEL_STATUS_XML: the XML is not well-formed, or lacks or repeats something
 * @KEEL_STATUS_IO: reading or writing failed
 * @KEEL_STATUS_CLOSED: the connection has been closed
 * @KEEL_STATUS_BUSY: it is in use
 * @KEEL_STATUS_INTERNAL: a fault in keel or its driver
 * @KEEL_STATUS_OUT_OF_RANGE: a number is too small or too large
 * @KEEL_STATUS_WOULD_BLOCK: it would have to wait, and may not
 * @KEEL_STATUS_SAME_HOST: a domain cannot migrate to the host that it is on
 * @KEEL_STATUS_ABORTED: it was aborted
 *
 * How a function ended.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_status {
	KEEL_OK = 0,
	KEEL_STATUS_INVALID_ARGUMENT = 1,
	KEEL_STATUS_NO_MEMORY = 2,
	KEEL_STATUS_NOT_FOUND = 3,
	KEEL_STATUS_ALREADY_EXISTS = 4,
	KEEL_STATUS_NOT_SUPPORTED = 5,
	KEEL_STATUS_INVALID_STATE = 6,
	KEEL_STATUS_PERMISSION = 7,
	KEEL_STATUS_XML = 8,
	KEEL_STATUS_IO = 9,
	KEEL_STATUS_CLOSED = 10,
	KEEL_STATUS_BUSY = 11,
	KEEL_STATUS_INTERNAL = 12,
	KEEL_STATUS_OUT_OF_RANGE = 13,
	KEEL_STATUS_WOULD_BLOCK = 14,
	KEEL_STATUS_SAME_HOST = 15,
	KEEL_STATUS_ABORTED = 16
} keel_status;

/**
 * keel_error_domain:
 * @KEEL_ERROR_DOMAIN_NONE: there is no error
 * @KEEL_ERROR_DOMAIN_CORE: the library itself
 * @KEEL_ERROR_DOMAIN_CONNECTION: a connection or its host
 * @KEEL_ERROR_DOMAIN_DOMAIN: a domain
 * @KEEL_ERROR_DOMAIN_EVENT: the event loop or a listener
 * @KEEL_ERROR_DOMAIN_DRIVER: the driver
 * @KEEL_ERROR_DOMAIN_XML: the reading of XML
 * @KEEL_ERROR_DOMAIN_SNAPSHOT: a snapshot
 * @KEEL_ERROR_DOMAIN_NETWORK: a network
 * @KEEL_ERROR_DOMAIN_STORAGE: a pool or a volume
 * @KEEL_ERROR_DOMAIN_NODE_DEVICE: a device of the host
 * @KEEL_ERROR_DOMAIN_SECRET: a secret
 * @KEEL_ERROR_DOMAIN_STREAM: a stream
 * @KEEL_ERROR_DOMAIN_JOB: a job
 *
 * Where an error comes from.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_error_domain {
	KEEL_ERROR_DOMAIN_NONE = 0,
	KEEL_ERROR_DOMAIN_CORE = 1,
	KEEL_ERROR_DOMAIN_CONNECTION = 2,
	KEEL_ERROR_DOMAIN_DOMAIN = 3,
	KEEL_ERROR_DOMAIN_EVENT = 4,
	KEEL_ERROR_DOMAIN_DRIVER = 5,
	KEEL_ERROR_DOMAIN_XML = 6,
	KEEL_ERROR_DOMAIN_SNAPSHOT = 7,
	KEEL_ERROR_DOMAIN_NETWORK = 8,
	KEEL_ERROR_DOMAIN_STORAGE = 9,
	KEEL_ERROR_DOMAIN_NODE_DEVICE = 10,
	KEEL_ERROR_DOMAIN_SECRET = 11,
	KEEL_ERROR_DOMAIN_STREAM = 12,
	KEEL_ERROR_DOMAIN_JOB = 13
} keel_error_domain;

/**
 * keel_last_error_status: (static) (nonblocking)
 *
 * Tells how the last function that failed on this thread ended.
 *
 * Returns: the status, or %KEEL_OK when none has failed
 * Since: 1.0
 */
KEEL_API keel_status keel_last_error_status(void);

/**
 * keel_last_error_domain: (static) (nonblocking)
 *
 * Tells where the last error of this thread comes from.
 *
 * Returns: the domain, or %KEEL_ERROR_DOMAIN_NONE when no function has failed
 * Since: 1.0
 */
KEEL_API keel_error_domain keel_last_error_domain(void);

/**
 * keel_last_error_message: (static) (nonblocking)
 *
 * Tells what went wrong last on this thread, in words.
 *
 * The text is valid until the next keel function is called on this thread.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the message, empty when no function has
 *   failed
 * Since: 1.0
 */
KEEL_API const char *keel_last_error_message(void);

/**
 * keel_clear_last_error: (static) (nonblocking)
 *
 * Forgets the last error of this thread.
 *
 * Since: 1.0
 */
KEEL_API void keel_clear_last_error(void);

/**
 * keel_status_name: (static) (nonblocking)
 * @status: a status
 *
 * Names a status in short words, such as `invalid-argument`.
 *
 * Returns: (type utf8) (transfer none) (not nullable): the name, `unknown` for a value that is not
 *   in #keel_status
 * Since: 1.0
 */
KEEL_API const char *keel_status_name(keel_status status);

KEEL_END_DECLS

#endif
