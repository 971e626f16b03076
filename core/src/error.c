/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The last error of each thread. Only failures touch it, and it never allocates. */

#include "object.h"

#include <stdarg.h>

struct last_error {
	keel_status status;
	keel_error_domain domain;
	char message[1024];
};

static _Thread_local struct last_error last_error;

void keel_set_error(keel_status status, keel_error_domain domain, const char *format, ...)
{
	/* The arguments may point into the old message. */
	char message[sizeof(last_error.message)];
	va_list arguments;

	va_start(arguments, format);
	if (vsnprintf(message, sizeof(message), format, arguments) < 0)
		message[0] = '\0';
	va_end(arguments);

	keel_mend_utf8(message);
	last_error.status = status;
	last_error.domain = domain;
	snprintf(last_error.message, sizeof(last_error.message), "%s", message);
}

keel_status keel_last_error_status(void)
{
	return last_error.status;
}

keel_error_domain keel_last_error_domain(void)
{
	return last_error.domain;
}

const char *keel_last_error_message(void)
{
	return last_error.message;
}

void keel_clear_last_error(void)
{
	last_error.status = KEEL_OK;
	last_error.domain = KEEL_ERROR_DOMAIN_NONE;
	last_error.message[0] = '\0';
}

const char *keel_status_name(keel_status status)
{
	switch (status) {
	case KEEL_OK:
		return "ok";
	case KEEL_STATUS_INVALID_ARGUMENT:
		return "invalid-argument";
	case KEEL_STATUS_NO_MEMORY:
		return "no-memory";
	case KEEL_STATUS_NOT_FOUND:
		return "not-found";
	case KEEL_STATUS_ALREADY_EXISTS:
		return "already-exists";
	case KEEL_STATUS_NOT_SUPPORTED:
		return "not-supported";
	case KEEL_STATUS_INVALID_STATE:
		return "invalid-state";
	case KEEL_STATUS_PERMISSION:
		return "permission";
	case KEEL_STATUS_XML:
		return "xml";
	case KEEL_STATUS_IO:
		return "io";
	case KEEL_STATUS_CLOSED:
		return "closed";
	case KEEL_STATUS_BUSY:
		return "busy";
	case KEEL_STATUS_INTERNAL:
		return "internal";
	case KEEL_STATUS_OUT_OF_RANGE:
		return "out-of-range";
	case KEEL_STATUS_WOULD_BLOCK:
		return "would-block";
	case KEEL_STATUS_SAME_HOST:
		return "same-host";
	case KEEL_STATUS_ABORTED:
		return "aborted";
	}
	return "unknown";
}
