/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libvirt's own cost of the calls that the bindings are compared on. Prints "operation nanoseconds" lines. */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

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

#define BEST(name, count, body)                                                                                       \
	do {                                                                                                          \
		double best = 1e18;                                                                                   \
		int r_;                                                                                               \
		for (r_ = 0; r_ < 5; r_++) {                                                                          \
			double start = now();                                                                         \
			long i_;                                                                                      \
			for (i_ = 0; i_ < (count); i_++) {                                                            \
				body;                                                                                 \
			}                                                                                             \
			double took = (now() - start) / (double)(count);                                              \
			best = took < best ? took : best;                                                             \
		}                                                                                                     \
		printf("%s %.2f\n", name, best);                                                                      \
	} while (0)

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
	BEST("GetID", 100000, id = virDomainGetID(domain));
	BEST("GetInfo", 50000, virDomainGetInfo(domain, &info));
	BEST("GetName", 500000, name = virDomainGetName(domain));
	BEST("look-up", 50000, found = virDomainLookupByName(conn, "guest-1"); virDomainFree(found));
	BEST("list of 100", 300, n = virConnectListAllDomains(conn, &items, 0);
	     for (i = 0; i < n; i++) virDomainFree(items[i]); free(items));
	BEST("error", 50000, found = virDomainLookupByName(conn, "nobody"));
	virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK(hear), NULL,
					 NULL);
	BEST("two events", 5000, heard = 0; virDomainSuspend(domain); virDomainResume(domain);
	     while (heard < 2) virEventRunDefaultImpl());
	(void)name;
	(void)id;
	(void)found;
	virDomainFree(domain);
	virConnectClose(conn);
	return 0;
}
