/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Built with the headers of the newest libvirt, linked with the installed one: says what is there. */
#include "libvirt-plain.h"

#include <stdio.h>

static bw_error error;

/* Says how a call went: refused by the lowering, or by the library, or not. */
static void tell(const char *what, int status)
{
	if (status == 0) {
		printf("%s: good\n", what);
		return;
	}
	printf("%s: %s: %s\n", what, error.cause == BW_CAUSE_UNSUPPORTED ? "refused" : "told",
	       error.message);
	bw_error_clear(&error);
}

int main(void)
{
	static const char *const names[] = {
		"virDomainGetName", "virDomainFree", "virNetworkGetMetadata", "virDomainGraphicsReload", "virNix",
	};
	virConnectPtr conn = NULL;
	virDomainPtr domain = NULL;
	virNetworkPtr network = NULL;
	char *text = NULL;

	virSetErrorFunc(NULL, NULL);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		printf("has %s: %d\n", names[i], bw_libvirt_has(names[i]));
	tell("open", bw_virConnectOpen("test:///default", &conn, &error));
	tell("domain", bw_virDomainLookupByName(conn, "test", &domain, &error));
	tell("network", bw_virNetworkLookupByName(conn, "default", &network, &error));
	tell("reload", bw_virDomainGraphicsReload(domain, 0, &error));
	if (bw_virNetworkGetMetadata(network, VIR_NETWORK_METADATA_TITLE, NULL, 0, &text, &error) == 0)
		bw_virNetworkGetMetadata_free_result(text, 0);
	else
		tell("metadata", -1);
	bw_virNetworkLookupByName_free_result(network, 0);
	bw_virDomainLookupByName_free_result(domain, 0);
	bw_virConnectOpen_free_result(conn, 0);
	return 0;
}
