/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LV_H
#define LV_H

/* What the tests of the libvirt driver share. */

#include "check.h"

/* libvirt's own test driver: all connections of a process share one host, with the domain 'test'. */
#define LIBVIRT_URI "libvirt+test:///default"

static inline keel_connection *open_libvirt(void)
{
	keel_connection *connection;

	CHECK_OK(keel_connection_open(LIBVIRT_URI, 0, &connection));
	return connection;
}

#endif
