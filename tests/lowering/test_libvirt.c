/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls the generated lowering of the real libvirt on its test driver. */
#include "libvirt-plain.h"

#include "check.h"

static bw_error error;
static virConnectPtr conn;
static virDomainPtr domain;
static char mark;

static void a_failing_look_up_has_its_code(void)
{
	virDomainPtr found = (virDomainPtr)&mark;

	CHECK(bw_virDomainLookupByName(conn, "nobody", &found, &error) == -1);
	CHECK(error.cause == BW_CAUSE_LIBRARY && error.code == VIR_ERR_NO_DOMAIN);
	CHECK(error.domain == VIR_FROM_TEST && !strcmp(error.message, "Domain not found"));
	CHECK(found == (virDomainPtr)&mark);
	bw_error_clear(&error);
}

static void handles_come_in_lists(void)
{
	virDomainPtr *domains = NULL;
	size_t n = 0;

	GOOD(bw_virConnectListAllDomains(conn, 0, &domains, &n, &error));
	CHECK(n == 1 && !strcmp(virDomainGetName(domains[0]), "test"));
	bw_virConnectListAllDomains_free_domains(domains, n);
}

static void names_are_counted_then_filled(void)
{
	char **names = NULL;
	int *ids = NULL;
	size_t n = 77;

	GOOD(bw_virConnectListDomains(conn, &ids, &n, &error));
	CHECK(n == 1 && ids[0] == 1);
	bw_virConnectListDomains_free_ids(ids, n);
	GOOD(bw_virConnectListDefinedDomains(conn, &names, &n, &error));
	CHECK(n == 0);
	bw_virConnectListDefinedDomains_free_names(names, n);
	GOOD(bw_virConnectListNetworks(conn, &names, &n, &error));
	CHECK(n == 1 && !strcmp(names[0], "default"));
	bw_virConnectListNetworks_free_names(names, n);
}

static void records_and_buffers_are_filled(void)
{
	virDomainInfo info = { 0 };
	unsigned char uuid[VIR_UUID_BUFLEN] = { 0 };
	char text[VIR_UUID_STRING_BUFLEN] = "";
	virNodeInfo node;
	unsigned long memory = 0;

	GOOD(bw_virDomainGetInfo(domain, &info, &error));
	CHECK(info.state == VIR_DOMAIN_RUNNING && info.maxMem == 8388608);
	GOOD(bw_virDomainGetUUID(domain, uuid, &error));
	GOOD(bw_virDomainGetUUIDString(domain, text, &error));
	CHECK(strlen(text) == 36 && uuid[0]);
	GOOD(bw_virNodeGetInfo(conn, &node, &error));
	CHECK(!strcmp(node.model, "i686"));
	GOOD(bw_virDomainGetMaxMemory(domain, &memory, &error));
	CHECK(memory == 8388608);
}

static void dicts_are_queried_then_filled(void)
{
	virTypedParameter *params = (virTypedParameter *)&mark;
	virNodeCPUStats *stats = NULL;
	size_t n = 77;

	CHECK(bw_virDomainGetMemoryParameters(domain, 1 << 20, &params, &n, &error) == -1);
	CHECK(params == (virTypedParameter *)&mark && n == 77);
	bw_error_clear(&error);
	GOOD(bw_virDomainGetInterfaceParameters(domain, "aa:bb:cc:dd:ee:ff", 0, &params, &n, &error));
	CHECK(n > 0 && params[0].field[0]);
	bw_virDomainGetInterfaceParameters_free_params(params, n);
	GOOD(bw_virNodeGetCPUStats(conn, VIR_NODE_CPU_STATS_ALL_CPUS, &stats, &n, &error));
	CHECK(n > 0 && stats[0].field[0]);
	bw_virNodeGetCPUStats_free_params(stats, n);
}

static void inputs_say_how_much_room_there_is(void)
{
	unsigned long long *cells = NULL;
	size_t n = 0;

	GOOD(bw_virNodeGetCellsFreeMemory(conn, 0, 2, &cells, &n, &error));
	CHECK(n == 2);
	bw_virNodeGetCellsFreeMemory_free_freeMems(cells, n);
}

/* Keeps libvirt from printing what the tests provoke. */
static void quiet(void *data, virErrorPtr shown)
{
	(void)data;
	(void)shown;
}

int main(void)
{
	virSetErrorFunc(NULL, quiet);
	GOOD(bw_virConnectOpen("test:///default", &conn, &error));
	GOOD(bw_virDomainLookupByName(conn, "test", &domain, &error));
	RUN(a_failing_look_up_has_its_code);
	RUN(handles_come_in_lists);
	RUN(names_are_counted_then_filled);
	RUN(records_and_buffers_are_filled);
	RUN(dicts_are_queried_then_filled);
	RUN(inputs_say_how_much_room_there_is);
	virDomainFree(domain);
	CHECK(virConnectClose(conn) == 0);
	return check_failed;
}
