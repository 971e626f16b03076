/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The devices of domains, and what guests make of them. */

#include "check.h"

#define DISK "<disk><source file='/a'/><target dev='vda' bus='virtio'/></disk>"
#define CDROM "<disk><target dev='sda'/><readonly/></disk>"
#define INTERFACE                                                                                  \
	"<interface><mac address='52:54:00:00:00:AA'/><source network='default'/>"                 \
	"<target dev='tap7'/></interface>"

static size_t n_disks(keel_domain *domain)
{
	keel_domain_disk *disks;
	size_t n;

	CHECK_OK(keel_domain_list_disks(domain, &disks, &n));
	keel_domain_disks_free(disks, n);
	return n;
}

static size_t n_interfaces(keel_domain *domain)
{
	keel_domain_interface *interfaces;
	size_t n;

	CHECK_OK(keel_domain_list_interfaces(domain, &interfaces, &n));
	keel_domain_interfaces_free(interfaces, n);
	return n;
}

static bool is_updated(keel_domain *domain)
{
	bool updated;

	CHECK_OK(keel_domain_is_updated(domain, &updated));
	return updated;
}

static void test_disks_are_listed(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	keel_domain_disk *disks;
	size_t n;

	CHECK_INT(0, n_disks(domain));
	CHECK_OK(keel_domain_attach_device(domain, DISK, 0));
	CHECK_OK(keel_domain_attach_device(domain, CDROM, 0));
	CHECK_OK(keel_domain_attach_device(
		domain,
		"<disk><driver type='qcow2'/><source pool='p' volume='v &amp; w'/>"
		"<target dev='vdb'/><capacity unit='KiB'>3</capacity></disk>",
		0));
	CHECK_OK(keel_domain_attach_device(
		domain, "<disk><source dev='/dev/sdz'/><target dev='vdc'/></disk>", 0));
	CHECK_OK(keel_domain_list_disks(domain, &disks, &n));
	CHECK_INT(4, n);
	CHECK_TEXT("vda", disks[0].target);
	CHECK_TEXT("/a", disks[0].source);
	CHECK_TEXT("virtio", disks[0].bus);
	CHECK(!disks[0].format && !disks[0].read_only);
	CHECK_TEXT("sda", disks[1].target);
	CHECK(!disks[1].source && !disks[1].bus && disks[1].read_only);
	CHECK_TEXT("v & w", disks[2].source);
	CHECK_TEXT("qcow2", disks[2].format);
	CHECK_TEXT("/dev/sdz", disks[3].source);
	keel_domain_disks_free(disks, n);
	CHECK(xml_has(domain, 0,
		      "    <disk>\n"
		      "      <driver type='qcow2'/>\n"
		      "      <source pool='p' volume='v &amp; w'/>\n"
		      "      <target dev='vdb'/>\n"
		      "      <capacity unit='bytes'>3072</capacity>\n"
		      "    </disk>\n"));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_faulty_devices_are_refused(void)
{
	static const char *const faulty[] = {
		"<disk/>",
		"<disk><target bus='virtio'/></disk>",
		"<disk><target dev='a/b'/></disk>",
		"<disk><target dev=''/></disk>",
		"<disk><target dev='a'/><target dev='b'/></disk>",
		"<disk><target dev='a'/><source volume='v'/></disk>",
		"<interface><mac address='1'/></interface>",
		"<interface><ip/></interface>",
		"<interface><ip address='1.2.3'/></interface>",
		"<interface><ip family='ipv6' address='1.2.3.4'/></interface>",
		"<channel type='agent'/>",
		"<disk",
		"",
	};
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++)
		CHECK_FAILS(KEEL_STATUS_XML, keel_domain_attach_device(domain, faulty[i], 0));
	CHECK_FAILS(KEEL_STATUS_XML, keel_domain_update_device(domain, "<disk/>", 0));
	CHECK_FAILS(KEEL_STATUS_XML, keel_domain_update_device(domain, "<interface/>", 0));
	CHECK_FAILS(KEEL_STATUS_XML, keel_domain_detach_device(domain, "<disk/>", 0));
	CHECK_FAILS(KEEL_STATUS_XML, keel_domain_detach_device(domain, "<interface/>", 0));
	CHECK_FAILS(KEEL_STATUS_XML,
		    keel_connection_define_domain(connection,
						  "<domain><name>x</name><memory>1</memory>"
						  "<devices>" DISK DISK "</devices></domain>",
						  0, NULL));
	CHECK_INT(0, n_disks(domain));
	CHECK_INT(2, n_interfaces(domain));
	CHECK_INVALID(keel_domain_attach_device(domain, DISK, 4));
	CHECK_INVALID(keel_domain_attach_device(domain, NULL, 0));
	CHECK(!is_updated(domain));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_disk_is_told_by_its_target(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	keel_domain_disk *disks;
	size_t n;

	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_update_device(domain, DISK, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_detach_device(domain, DISK, 0));
	CHECK_OK(keel_domain_attach_device(domain, DISK, 0));
	CHECK_OK(keel_domain_attach_device(domain, CDROM, 0));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_domain_attach_device(domain, CDROM, 0));
	CHECK_OK(keel_domain_update_device(
		domain, "<disk><source file='/iso'/><target dev='sda'/><readonly/></disk>", 0));
	CHECK_OK(keel_domain_list_disks(domain, &disks, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("/iso", disks[1].source);
	keel_domain_disks_free(disks, n);
	/* Nothing but the target counts. */
	CHECK_OK(keel_domain_detach_device(domain, "<disk><target dev='vda'/><source volume='x'/></disk>",
					   0));
	CHECK_OK(keel_domain_list_disks(domain, &disks, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("sda", disks[0].target);
	keel_domain_disks_free(disks, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_interface_is_told_by_its_address(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain_interface *interfaces;
	size_t n;

	CHECK_OK(keel_domain_attach_device(domain, INTERFACE, 0));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_domain_attach_device(domain, INTERFACE, 0));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_domain_attach_device(
			    domain, "<interface><target dev='vnet0'/></interface>", 0));
	CHECK_OK(keel_domain_update_device(domain,
					   "<interface><mac address='52:54:00:00:00:aa'/>"
					   "<mtu size='9000'/></interface>",
					   0));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_domain_update_device(domain,
					      "<interface><mac address='52:54:00:00:00:aa'/>"
					      "<target dev='vnet1'/></interface>",
					      0));
	CHECK_OK(keel_domain_list_interfaces(domain, &interfaces, &n));
	CHECK_INT(3, n);
	CHECK_TEXT("tap7", interfaces[2].name);
	CHECK_INT(9000, interfaces[2].mtu);
	CHECK(!interfaces[2].source);
	keel_domain_interfaces_free(interfaces, n);
	CHECK_OK(keel_domain_detach_device(
		domain, "<interface><mac address='52:54:00:6b:65:01'/></interface>", 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_domain_detach_device(
			    domain, "<interface><mac address='52:54:00:6b:65:01'/></interface>", 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_domain_update_device(
			    domain, "<interface><mac address='52:54:00:6b:65:01'/></interface>", 0));

	/* The number 2 is free, although there are two. */
	CHECK_OK(keel_domain_attach_device(domain, "<interface/>", 0));
	CHECK_OK(keel_domain_attach_device(domain, "<interface/>", 0));
	CHECK_OK(keel_domain_list_interfaces(domain, &interfaces, &n));
	CHECK_INT(4, n);
	CHECK_TEXT("vnet2", interfaces[2].name);
	CHECK_TEXT("52:54:00:00:00:02", interfaces[2].mac);
	CHECK_TEXT("vnet3", interfaces[3].name);
	keel_domain_interfaces_free(interfaces, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_live_and_next_devices_differ(void)
{
	static const char made_up[] = "      <mac address='52:54:00:00:00:01'/>\n"
				      "      <target dev='vnet2'/>\n"
				      "      <mtu size='77'/>\n";
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	uint32_t both = KEEL_DEVICE_LIVE | KEEL_DEVICE_CONFIG;

	/* In both, they stay the same. */
	CHECK_OK(keel_domain_attach_device(domain, DISK, both));
	CHECK(!is_updated(domain));
	CHECK(xml_has(domain, KEEL_DOMAIN_XML_INACTIVE, "vda"));
	/* The running one only, and then the next one only. */
	CHECK_OK(keel_domain_detach_device(domain, DISK, 0));
	CHECK(is_updated(domain));
	CHECK(!xml_has(domain, 0, "vda"));
	CHECK(xml_has(domain, KEEL_DOMAIN_XML_INACTIVE, "vda"));
	CHECK_OK(keel_domain_attach_device(domain, CDROM, KEEL_DEVICE_CONFIG));
	CHECK_INT(0, n_disks(domain));
	CHECK(xml_has(domain, KEEL_DOMAIN_XML_INACTIVE, "sda"));

	/* Where one of them fails, neither changes. */
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_domain_attach_device(domain, CDROM, both));
	CHECK_INT(0, n_disks(domain));
	/* What is made up is the same in both. */
	CHECK_OK(keel_domain_detach_device(
		domain, "<interface><mac address='52:54:00:6b:65:02'/></interface>",
		KEEL_DEVICE_LIVE));
	CHECK_OK(keel_domain_attach_device(domain, "<interface><mtu size='77'/></interface>", both));
	CHECK(xml_has(domain, 0, made_up));
	CHECK(xml_has(domain, KEEL_DOMAIN_XML_INACTIVE, made_up));

	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_INT(2, n_disks(domain));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_attach_device(spare, DISK, KEEL_DEVICE_LIVE));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_attach_device(spare, DISK, both));
	CHECK_OK(keel_domain_attach_device(spare, DISK, KEEL_DEVICE_CONFIG));
	CHECK_INT(1, n_disks(spare));
	CHECK(!is_updated(spare));
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_transient_domain_changes_while_it_runs(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain;

	CHECK_OK(keel_connection_create_domain(
		connection, "<domain><name>t</name><memory>1</memory></domain>", 0, &domain));
	CHECK_OK(keel_domain_attach_device(domain, DISK, 0));
	CHECK_INT(1, n_disks(domain));
	CHECK(!is_updated(domain));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_detach_device(domain, DISK, KEEL_DEVICE_CONFIG));
	CHECK_INT(1, n_disks(domain));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_domain_has_so_many_devices(void)
{
	keel_connection *connection = open_default();
	size_t size = 4097 * 64 + 256;
	char *xml = malloc(size);
	keel_domain *domain;
	size_t at;
	int i;

	CHECK(xml);
	at = (size_t)snprintf(xml, size, "<domain><name>m</name><memory>1</memory><devices>");
	for (i = 0; i < 4096; i++)
		at += (size_t)snprintf(xml + at, size - at, "<disk><target dev='d%d'/></disk>", i);
	snprintf(xml + at, size - at, "</devices></domain>");
	CHECK_OK(keel_connection_define_domain(connection, xml, 0, &domain));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_attach_device(domain, DISK, 0));
	CHECK_INT(4096, n_disks(domain));
	snprintf(xml + at, size - at, DISK "</devices></domain>");
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_connection_define_domain(connection, xml, 0, NULL));
	free(xml);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

/* Checks what a source tells: of each interface its name and addresses, with spaces behind them. */
static void check_guests(keel_domain *domain, keel_guest_source source, const char *wanted)
{
	keel_guest_interface *list;
	char text[512] = "";
	size_t n;
	size_t i;
	size_t j;

	CHECK_OK(keel_domain_list_guest_interfaces(domain, source, &list, &n));
	for (i = 0; i < n; i++) {
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s ", list[i].name);
		CHECK((strcmp(list[i].name, "lo") == 0) == !list[i].mac);
		for (j = 0; j < list[i].n_addresses; j++) {
			const keel_guest_address *address = &list[i].addresses[j];

			CHECK_INT(strchr(address->address, ':') ? KEEL_ADDRESS_FAMILY_IPV6
								: KEEL_ADDRESS_FAMILY_IPV4,
				  address->family);
			snprintf(text + strlen(text), sizeof(text) - strlen(text),
				 "%s/%" PRIu32 " ", address->address, address->prefix);
		}
	}
	keel_guest_interfaces_free(list, n);
	CHECK_TEXT(wanted, text);
}

static void test_guest_has_addresses(void)
{
	keel_guest_interface *untouched = NULL;
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	size_t n = 99;

	check_guests(domain, KEEL_GUEST_SOURCE_LEASE, "vnet0 192.168.122.10/24 ");
	check_guests(domain, KEEL_GUEST_SOURCE_ARP, "vnet0 192.168.122.10/0 ");
	CHECK_OK(keel_domain_update_device(domain,
					   "<interface><mac address='52:54:00:6b:65:02'/>"
					   "<ip address='10.1.2.3' prefix='8'/>"
					   "<ip family='ipv6' address='fd00:0::1'/></interface>",
					   0));
	check_guests(domain, KEEL_GUEST_SOURCE_LEASE,
		     "vnet0 192.168.122.10/24 vnet1 10.1.2.3/8 fd00::1/64 ");
	/* What is configured goes before what is lent. */
	CHECK_OK(keel_domain_update_device(domain,
					   "<interface><mac address='52:54:00:6b:65:01'/>"
					   "<source network='default'/>"
					   "<ip address='10.1.2.4'/></interface>",
					   0));
	check_guests(domain, KEEL_GUEST_SOURCE_ARP,
		     "vnet0 10.1.2.4/0 vnet1 10.1.2.3/0 fd00::1/0 ");

	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_domain_list_guest_interfaces(domain, KEEL_GUEST_SOURCE_AGENT, &untouched,
						      &n));
	CHECK_INVALID(keel_domain_list_guest_interfaces(domain, (keel_guest_source)3, &untouched,
							&n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_list_guest_interfaces(spare, KEEL_GUEST_SOURCE_LEASE, &untouched,
						      &n));
	CHECK(!untouched && n == 99);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_agent_answers_while_its_guest_runs(void)
{
	keel_connection *connection = open_default();
	keel_guest_interface *list;
	keel_domain *domain;
	size_t n;

	CHECK_OK(keel_connection_create_domain(
		connection,
		"<domain><name>t</name><memory>1</memory><devices><channel type='agent'/>"
		"<channel/><interface/><interface><source network='default'/></interface>"
		"</devices></domain>",
		0, &domain));
	CHECK(xml_has(domain, 0, "    <channel type='agent'/>\n"));
	check_guests(domain, KEEL_GUEST_SOURCE_AGENT,
		     "lo 127.0.0.1/8 ::1/128 eth0 eth1 192.168.122.2/24 ");
	check_guests(domain, KEEL_GUEST_SOURCE_LEASE, "vnet1 192.168.122.2/24 ");
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_FAILS(KEEL_STATUS_IO,
		    keel_domain_list_guest_interfaces(domain, KEEL_GUEST_SOURCE_AGENT, &list, &n));
	check_guests(domain, KEEL_GUEST_SOURCE_LEASE, "vnet1 192.168.122.2/24 ");
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static uint32_t get_u32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* How many points there are in the bottom line of the screen. */
static int n_points(keel_domain *domain)
{
	keel_connection *connection = keel_domain_get_connection(domain);
	uint8_t *picture = malloc(100 << 10);
	const uint8_t *at = picture + 8;
	keel_stream *stream;
	int n_found = 0;
	char *type;
	size_t n;
	int i;

	CHECK(picture);
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_domain_take_screenshot(domain, stream, 0, &type));
	CHECK_OK(keel_stream_receive(stream, picture, 100 << 10, &n));
	CHECK_OK(keel_stream_finish(stream));
	while (memcmp(at + 4, "IDAT", 4) != 0)
		at += 12 + get_u32(at);
	for (i = 0; i < 320; i++)
		n_found += at[8 + 7 + 199 * 321 + 1 + i] != 0;
	free(picture);
	keel_free(type);
	keel_stream_unref(stream);
	keel_connection_unref(connection);
	return n_found;
}

static void test_keys_show_on_the_screen(void)
{
	uint32_t keys[17] = {29, 56, 111};
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	int i;

	CHECK_INT(0, n_points(domain));
	CHECK_OK(keel_domain_send_keys(domain, KEEL_CODESET_LINUX, 50, keys, 3));
	CHECK_OK(keel_domain_send_keys(domain, KEEL_CODESET_QNUM, 0, keys, 1));
	CHECK_INT(4, n_points(domain));
	CHECK_INVALID(keel_domain_send_keys(domain, (keel_codeset)4, 0, keys, 1));
	CHECK_INVALID(keel_domain_send_keys(domain, KEEL_CODESET_XT, 0, NULL, 1));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_send_keys(domain, KEEL_CODESET_XT, 0, keys, 17));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_send_keys(domain, KEEL_CODESET_USB, 0, keys, 0));
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_send_keys(domain, KEEL_CODESET_LINUX, 0, keys, 1));
	CHECK_INT(4, n_points(domain));
	CHECK_OK(keel_domain_resume(domain, 0));
	for (i = 0; i < 20; i++)
		CHECK_OK(keel_domain_send_keys(domain, KEEL_CODESET_XT, 0, keys, 16));
	CHECK_INT(320, n_points(domain));
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_INT(0, n_points(domain));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_what_is_gone_closed_or_read_only_has_no_devices(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "spare");
	keel_guest_interface *guests;
	keel_domain_disk *disks;
	uint32_t key = 1;
	size_t n;

	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_list_disks(domain, &disks, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_domain_list_guest_interfaces(domain, 0, &guests, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_attach_device(domain, DISK, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_update_device(domain, DISK, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_detach_device(domain, DISK, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_send_keys(domain, 0, 0, &key, 1));
	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_list_disks(domain, &disks, &n));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_attach_device(domain, DISK, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);

	CHECK_OK(keel_connection_open(NULL, KEEL_OPEN_READ_ONLY, &connection));
	domain = find(connection, "test");
	CHECK_INT(0, n_disks(domain));
	check_guests(domain, KEEL_GUEST_SOURCE_LEASE, "vnet0 192.168.122.10/24 ");
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_attach_device(domain, DISK, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_update_device(domain, DISK, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_detach_device(domain, DISK, 0));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_send_keys(domain, 0, 0, &key, 1));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_disks_are_listed);
	RUN(test_faulty_devices_are_refused);
	RUN(test_disk_is_told_by_its_target);
	RUN(test_interface_is_told_by_its_address);
	RUN(test_live_and_next_devices_differ);
	RUN(test_transient_domain_changes_while_it_runs);
	RUN(test_domain_has_so_many_devices);
	RUN(test_guest_has_addresses);
	RUN(test_agent_answers_while_its_guest_runs);
	RUN(test_keys_show_on_the_screen);
	RUN(test_what_is_gone_closed_or_read_only_has_no_devices);
	DONE();
}
