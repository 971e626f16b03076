/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Processors, devices and guests without memory. */

#include "no_memory.h"

#define DISK "<disk><source pool='p' volume='v'/><target dev='vda' bus='virtio'/></disk>"
#define BOTH (KEEL_DEVICE_LIVE | KEEL_DEVICE_CONFIG)

static char *xml_of(keel_domain *domain, uint32_t flags)
{
	char *xml;

	CHECK_OK(keel_domain_get_xml(domain, flags, &xml));
	return xml;
}

static bool is_as(keel_domain *domain, const char *before, const char *next_before)
{
	char *xml = xml_of(domain, 0);
	char *next = xml_of(domain, KEEL_DOMAIN_XML_INACTIVE);
	bool same = strcmp(xml, before) == 0 && strcmp(next, next_before) == 0;

	keel_free(xml);
	keel_free(next);
	return same;
}

/* Nothing changes until it goes well. */
#define KEEPS_ALL(domain, call)                                                                    \
	do {                                                                                       \
		char *keeps_before = xml_of(domain, 0);                                            \
		char *keeps_next = xml_of(domain, KEEL_DOMAIN_XML_INACTIVE);                       \
		EACH_FAILS(call, is_as(domain, keeps_before, keeps_next), KEEL_STATUS_XML);        \
		CHECK(!is_as(domain, keeps_before, keeps_next));                                   \
		keel_free(keeps_before);                                                           \
		keel_free(keeps_next);                                                             \
	} while (0)

static void test_devices_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_guest_interface *guests = NULL;
	keel_domain_disk *disks = NULL;
	size_t n = 0;

	KEEPS_ALL(domain, keel_domain_attach_device(domain, DISK, KEEL_DEVICE_LIVE));
	KEEPS_ALL(domain, keel_domain_attach_device(domain, DISK, KEEL_DEVICE_CONFIG));
	KEEPS_ALL(domain, keel_domain_update_device(domain, "<disk><target dev='vda'/></disk>",
						    BOTH));
	KEEPS_ALL(domain, keel_domain_attach_device(
				  domain, "<interface><ip address='10.0.0.1'/></interface>", BOTH));
	KEEPS_ALL(domain, keel_domain_update_device(
				  domain,
				  "<interface><mac address='52:54:00:00:00:02'/></interface>",
				  BOTH));
	NO_MEMORY(keel_domain_list_disks(domain, &disks, &n), !disks && !n);
	keel_domain_disks_free(disks, n);
	n = 0;
	NO_MEMORY(keel_domain_list_guest_interfaces(domain, KEEL_GUEST_SOURCE_LEASE, &guests, &n),
		  !guests && !n);
	keel_guest_interfaces_free(guests, n);
	KEEPS_ALL(domain, keel_domain_detach_device(domain, DISK, BOTH));
	KEEPS_ALL(domain, keel_domain_detach_device(
				  domain,
				  "<interface><mac address='52:54:00:00:00:02'/></interface>",
				  BOTH));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_processors_without_memory(void)
{
	static const uint32_t cpus[] = {1, 2, 5};
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	uint32_t *got = NULL;
	size_t n = 0;

	CHECK_OK(keel_domain_attach_device(domain, DISK, KEEL_DEVICE_CONFIG));
	KEEPS_ALL(domain, keel_domain_set_vcpu_affinity(domain, 1, cpus, 3));
	NO_MEMORY(keel_domain_get_vcpu_affinity(domain, 1, &got, &n), !got && !n);
	CHECK_INT(3, n);
	keel_free(got);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_agent_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_guest_interface *guests = NULL;
	keel_domain *domain = NULL;
	size_t n = 0;

	EACH_FAILS(keel_connection_create_domain(
			   connection,
			   "<domain><name>t</name><memory>1</memory><vcpu current='1'>2</vcpu>"
			   "<cputune><vcpupin vcpu='1' cpuset='1-3,5'/></cputune>"
			   "<devices>" DISK "<channel type='agent'/><interface>"
			   "<source network='default'/></interface></devices></domain>",
			   0, &domain),
		   !domain, KEEL_STATUS_XML);
	NO_MEMORY(keel_domain_list_guest_interfaces(domain, KEEL_GUEST_SOURCE_AGENT, &guests, &n),
		  !guests && !n);
	CHECK_INT(2, n);
	keel_guest_interfaces_free(guests, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	/* These keep memory from their first use on; libxml2 cannot set itself up without. */
	puts("# begin");
	keel_connection_unref(open_default());

	RUN_WITHOUT_LEAK(test_devices_without_memory);
	RUN_WITHOUT_LEAK(test_processors_without_memory);
	RUN_WITHOUT_LEAK(test_agent_without_memory);
	DONE();
}
