/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt's own cost of the calls that the bindings are compared on. Prints "operation nanoseconds" lines. */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdlib.h>

#include "best.h"

static void
silent(void *data, virErrorPtr error)
{
	(void)data;
	(void)error;
}

static int heard;

static int
hear(virConnectPtr conn, virDomainPtr domain, int event, int detail, void *data)
{
	(void)conn;
	(void)domain;
	(void)event;
	(void)detail;
	(void)data;
	heard++;
	return 0;
}

int
main(int argc, char **argv)
{
	virConnectPtr conn;
	virDomainPtr domain, found, *items;
	virDomainInfo info;
	volatile const char *name;
	volatile unsigned int id;
	int i, n;

	virSetErrorFunc(NULL, silent);
	virEventRegisterDefaultImpl();
	if (argc != 2 || !(conn = virConnectOpen(argv[1])) || !(domain = virDomainLookupByName(conn, "guest-0")))
		return 1;
	BEST("GetID", id = virDomainGetID(domain));
	BEST("GetInfo", virDomainGetInfo(domain, &info));
	BEST("GetName", name = virDomainGetName(domain));
	BEST("look-up", found = virDomainLookupByName(conn, "guest-1"); virDomainFree(found));
	BEST("list of 100", n = virConnectListAllDomains(conn, &items, 0);
	     for (i = 0; i < n; i++) virDomainFree(items[i]); free(items));
	BEST("error", found = virDomainLookupByName(conn, "nobody"));
	virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK(hear), NULL,
					 NULL);
	BEST("two events", heard = 0; virDomainSuspend(domain); virDomainResume(domain);
	     while (heard < 2) virEventRunDefaultImpl());
	(void)name;
	(void)id;
	(void)found;
	virDomainFree(domain);
	virConnectClose(conn);
	return 0;
}
