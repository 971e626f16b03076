/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#define UUID "11111111-2222-4333-8444-555555555555"
#define PLAIN "<network><name>plain</name></network>"
#define IP(in) "<network><name>n</name><uuid>" UUID "</uuid>" in "</network>"
#define DHCP(in) IP("<ip address='10.0.0.1'><dhcp>" in "</dhcp></ip>")

struct heard {
	char text[256];
};

static void hear(keel_connection *connection, keel_network *network, keel_network_event_type event,
		 void *user_data)
{
	struct heard *heard = user_data;
	size_t n = strlen(heard->text);

	(void)connection;
	snprintf(heard->text + n, sizeof(heard->text) - n, "%s:%d ",
		 keel_network_get_name(network), (int)event);
}

static keel_network *find_network(keel_connection *connection, const char *name)
{
	keel_network *network;

	CHECK_OK(keel_connection_lookup_network_by_name(connection, name, &network));
	return network;
}

static keel_network *define(keel_connection *connection, const char *xml)
{
	keel_network *network;

	CHECK_OK(keel_connection_define_network(connection, xml, 0, &network));
	return network;
}

static keel_connection *open_example(void)
{
	keel_connection *connection;
	char uri[1024];

	snprintf(uri, sizeof(uri), "test://%s", getenv("KEEL_TEST_HOST"));
	CHECK_OK(keel_connection_open(uri, 0, &connection));
	return connection;
}

static uint32_t count(keel_connection *connection, uint32_t flags)
{
	keel_network **networks;
	uint32_t n;
	size_t n_list;
	size_t i;

	CHECK_OK(keel_connection_count_networks(connection, flags, &n));
	CHECK_OK(keel_connection_list_networks(connection, flags, &networks, &n_list));
	CHECK_INT(n, n_list);
	for (i = 0; i < n_list; i++)
		keel_network_unref(networks[i]);
	keel_free(networks);
	return n;
}

static void test_default(void)
{
	static const char xml[] =
		"<network>\n"
		"  <name>default</name>\n"
		"  <uuid>9e4f2c71-0b83-4d56-8a1e-6c7d3f5b2a90</uuid>\n"
		"  <bridge name='virbr0'/>\n"
		"  <ip family='ipv4' address='192.168.122.1' prefix='24'>\n"
		"    <dhcp>\n"
		"      <range start='192.168.122.2' end='192.168.122.254'/>\n"
		"      <host mac='52:54:00:6b:65:01' name='test' ip='192.168.122.10'/>\n"
		"    </dhcp>\n"
		"  </ip>\n"
		"</network>\n";
	keel_connection *connection = open_default();
	keel_network *network = find_network(connection, "default");
	uint8_t uuid[KEEL_UUID_SIZE];
	keel_network *same;
	char *text;
	bool truth;

	CHECK_OK(keel_network_get_uuid(network, uuid));
	CHECK_OK(keel_connection_lookup_network_by_uuid(connection, uuid, &same));
	CHECK(same == network);
	keel_network_unref(same);
	CHECK_OK(keel_network_get_xml(network, 0, &text));
	CHECK_TEXT(xml, text);
	keel_free(text);
	CHECK_OK(keel_network_get_bridge_name(network, &text));
	CHECK_TEXT("virbr0", text);
	keel_free(text);
	CHECK_OK(keel_network_is_active(network, &truth));
	CHECK(truth);
	CHECK_OK(keel_network_is_persistent(network, &truth));
	CHECK(truth);
	CHECK_OK(keel_network_get_autostart(network, &truth));
	CHECK(truth);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_network_by_name(connection, "none", &same));
	uuid[0] ^= 1;
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_network_by_uuid(connection, uuid, &same));
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static void test_life(void)
{
	keel_connection *connection = open_default();
	struct heard heard = {0};
	keel_network *network;
	uint64_t id;
	bool truth;

	CHECK_OK(keel_connection_add_network_listener(connection, NULL, hear, &heard, NULL, &id));
	network = define(connection, PLAIN);
	CHECK_INT(1, count(connection, KEEL_LIST_INACTIVE));
	CHECK_INT(1, count(connection, KEEL_LIST_NO_AUTOSTART | KEEL_LIST_PERSISTENT));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_network_destroy(network));
	CHECK_OK(keel_network_start(network));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_network_start(network));
	CHECK_OK(keel_network_set_autostart(network, true));
	CHECK_INT(2, count(connection, KEEL_LIST_AUTOSTART));
	CHECK_OK(keel_network_undefine(network));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_network_undefine(network));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_network_set_autostart(network, true));
	CHECK_OK(keel_network_get_autostart(network, &truth));
	CHECK(!truth);
	CHECK_INT(1, count(connection, KEEL_LIST_TRANSIENT));
	CHECK_OK(keel_network_destroy(network));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_network_is_active(network, &truth));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_network_start(network));
	CHECK_TEXT("plain", keel_network_get_name(network));
	CHECK_INT(1, count(connection, 0));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_TEXT("plain:1 plain:3 plain:2 plain:4 ", heard.text);
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static void test_create(void)
{
	keel_connection *connection = open_default();
	keel_network *network;
	bool truth;

	CHECK_OK(keel_connection_create_network(connection, PLAIN, &network));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_create_network(connection, PLAIN, NULL));
	CHECK_OK(keel_network_is_persistent(network, &truth));
	CHECK(!truth);
	CHECK_OK(keel_network_destroy(network));
	CHECK_INT(1, count(connection, 0));
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static void check_xml(keel_network *network, uint32_t flags, const char *part)
{
	char *text;

	CHECK_OK(keel_network_get_xml(network, flags, &text));
	CHECK(strstr(text, part));
	keel_free(text);
}

static void test_redefine(void)
{
	keel_connection *connection = open_default();
	keel_network *network = define(connection, IP("<bridge name='a'/>"));
	keel_network *again;

	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_network(connection, IP(""), KEEL_DEFINE_NEW, NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_network(connection, "<network><name>n</name></network>",
						   0, NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_network(
			    connection, "<network><name>m</name><uuid>" UUID "</uuid></network>", 0,
			    NULL));
	CHECK_OK(keel_network_start(network));
	again = define(connection, IP("<bridge name='b'/>"));
	CHECK(again == network);
	keel_network_unref(again);
	check_xml(network, 0, "name='a'");
	check_xml(network, KEEL_NETWORK_XML_INACTIVE, "name='b'");
	CHECK_OK(keel_network_destroy(network));
	check_xml(network, 0, "name='b'");
	keel_network_unref(define(connection, IP("<bridge name='c'/>")));
	check_xml(network, 0, "name='c'");
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static void test_bridge_is_made_up(void)
{
	keel_connection *connection = open_default();
	keel_network *plain = define(connection, PLAIN);
	keel_network *network = define(connection, IP("<ip address='10.0.0.1'/>"));
	char *text = (char *)"";

	CHECK_OK(keel_network_get_bridge_name(network, &text));
	CHECK_TEXT("virbr1", text);
	keel_free(text);
	/* It is its own, so it stays. */
	keel_network_unref(define(connection, IP("<ip address='10.0.0.2'/>")));
	check_xml(network, 0, "virbr1");
	CHECK_OK(keel_network_get_bridge_name(plain, &text));
	CHECK(!text);
	keel_network_unref(network);
	keel_network_unref(plain);
	keel_connection_unref(connection);
}

static void check_lease(const keel_network_lease *lease, const char *bridge, const char *mac,
			const char *address, uint32_t prefix, const char *hostname)
{
	CHECK_TEXT(bridge, lease->interface);
	CHECK_TEXT(mac, lease->mac);
	CHECK_TEXT(address, lease->address);
	CHECK_INT(prefix, lease->prefix);
	CHECK_TEXT(hostname, lease->hostname);
	CHECK(!lease->client_id);
}

static void test_leases(void)
{
	keel_connection *connection = open_default();
	keel_network *network = find_network(connection, "default");
	keel_domain *domain = find(connection, "test");
	keel_network_lease *leases;
	size_t n;

	CHECK_OK(keel_network_list_leases(network, NULL, &leases, &n));
	CHECK_INT(1, n);
	check_lease(leases, "virbr0", "52:54:00:6b:65:01", "192.168.122.10", 24, "test");
	CHECK_INT(3600, leases->expires);
	keel_network_leases_free(leases, n);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_network_list_leases(network, "52:54:00:6B:65:01", &leases, &n));
	CHECK_INT(1, n);
	CHECK_INT(3601, leases->expires);
	keel_network_leases_free(leases, n);
	CHECK_OK(keel_network_list_leases(network, "52:54:00:6b:65:02", &leases, &n));
	CHECK_INT(0, n);
	keel_network_leases_free(leases, n);
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_network_list_leases(network, NULL, &leases, &n));
	CHECK_INT(0, n);
	keel_network_leases_free(leases, n);
	CHECK_OK(keel_network_destroy(network));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_network_list_leases(network, NULL, &leases, &n));
	keel_domain_unref(domain);
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static void test_lease_of_each_family(void)
{
	keel_connection *connection = open_example();
	keel_network *network = find_network(connection, "front");
	keel_network_lease *leases;
	size_t n;

	CHECK_OK(keel_network_list_leases(network, NULL, &leases, &n));
	CHECK_INT(2, n);
	check_lease(&leases[0], "br-front", "52:54:00:aa:bb:01", "10.7.0.80", 22, "shop");
	CHECK_INT(KEEL_ADDRESS_FAMILY_IPV4, leases[0].family);
	check_lease(&leases[1], "br-front", "52:54:00:aa:bb:01", "fd00:7::1:0", 64, "web");
	CHECK_INT(KEEL_ADDRESS_FAMILY_IPV6, leases[1].family);
	keel_network_leases_free(leases, n);
	CHECK_INT(1, count(connection, KEEL_LIST_TRANSIENT));
	CHECK_INT(1, count(connection, KEEL_LIST_INACTIVE));
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static keel_domain *create_domain(keel_connection *connection, const char *name)
{
	keel_domain *domain;
	char xml[512];

	snprintf(xml, sizeof(xml),
		 "<domain><name>%s</name><memory>1</memory><devices><interface><source "
		 "network='n'/></interface></devices></domain>",
		 name);
	CHECK_OK(keel_connection_define_domain(connection, xml, 0, &domain));
	CHECK_OK(keel_domain_start(domain, 0));
	return domain;
}

/* The ranges go over their own address, a kept one and the end of the first range. */
static void test_lease_in_order(void)
{
	static const char *const addresses[] = {"10.0.0.255", "10.0.1.0", "10.0.9.9", "10.0.2.7"};
	static const char *const names[] = {"a", "b", "kept", "d", "e"};
	keel_connection *connection = open_default();
	keel_network *network = define(
		connection, IP("<ip address='10.0.1.1' netmask='255.255.0.0'><dhcp>"
			       "<range start='10.0.0.255' end='10.0.1.2'/>"
			       "<range start='10.0.2.7' end='10.0.2.7'/>"
			       "<host name='kept' ip='10.0.9.9'/>"
			       "<host mac='00:00:00:00:00:00' ip='10.0.1.2'/></dhcp></ip>"));
	keel_domain *domains[5];
	keel_network_lease *leases;
	size_t n;
	size_t i;

	CHECK_OK(keel_network_start(network));
	for (i = 0; i < 5; i++)
		domains[i] = create_domain(connection, names[i]);
	CHECK_OK(keel_network_list_leases(network, NULL, &leases, &n));
	CHECK_INT(4, n);
	for (i = 0; i < n; i++) {
		CHECK_TEXT(addresses[i], leases[i].address);
		CHECK_TEXT(names[i], leases[i].hostname);
	}
	keel_network_leases_free(leases, n);
	/* The others keep their addresses. */
	CHECK_OK(keel_domain_destroy(domains[0], 0));
	CHECK_OK(keel_network_list_leases(network, NULL, &leases, &n));
	CHECK_INT(3, n);
	CHECK_TEXT(addresses[1], leases[0].address);
	keel_network_leases_free(leases, n);
	for (i = 0; i < 5; i++)
		keel_domain_unref(domains[i]);
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static void test_faulty_xml(void)
{
	static const struct {
		keel_status status;
		const char *xml;
	} faulty[] = {
		{KEEL_STATUS_XML, ""},
		{KEEL_STATUS_XML, "<domain/>"},
		{KEEL_STATUS_XML, "<network/>"},
		{KEEL_STATUS_XML, "<network><name/></network>"},
		{KEEL_STATUS_XML, "<network><name>a/b</name></network>"},
		{KEEL_STATUS_XML, "<network><name>a&#9;b</name></network>"},
		{KEEL_STATUS_XML, "<network><name>a</name><name>b</name></network>"},
		{KEEL_STATUS_XML, "<network><name>a</name><uuid>b</uuid></network>"},
		{KEEL_STATUS_XML, IP("<bridge name='a'/><bridge name='b'/>")},
		{KEEL_STATUS_XML, IP("<bridge name=''/>")},
		{KEEL_STATUS_XML, IP("<bridge name='0123456789abcdef'/>")},
		{KEEL_STATUS_XML, IP("<ip/>")},
		{KEEL_STATUS_XML, IP("<ip address='10.0.0'/>")},
		{KEEL_STATUS_XML, IP("<ip address='fd00::1'/>")},
		{KEEL_STATUS_XML, IP("<ip family='ipv6' address='10.0.0.1'/>")},
		{KEEL_STATUS_XML, IP("<ip family='ipx' address='10.0.0.1'/>")},
		{KEEL_STATUS_OUT_OF_RANGE, IP("<ip address='10.0.0.1' prefix='33'/>")},
		{KEEL_STATUS_OUT_OF_RANGE, IP("<ip family='ipv6' address='::1' prefix='129'/>")},
		{KEEL_STATUS_XML, IP("<ip address='10.0.0.1' netmask='255.0.255.0'/>")},
		{KEEL_STATUS_XML, IP("<ip address='10.0.0.1' netmask='x'/>")},
		{KEEL_STATUS_XML, IP("<ip address='10.0.0.1' prefix='8' netmask='255.0.0.0'/>")},
		{KEEL_STATUS_XML, IP("<ip family='ipv6' address='::1' netmask='255.0.0.0'/>")},
		{KEEL_STATUS_XML, IP("<ip address='10.0.0.1'><dhcp/><dhcp/></ip>")},
		{KEEL_STATUS_XML, DHCP("<range start='10.0.0.2'/>")},
		{KEEL_STATUS_XML, DHCP("<range end='10.0.0.2'/>")},
		{KEEL_STATUS_XML, DHCP("<range start='10.0.0.9' end='10.0.0.8'/>")},
		{KEEL_STATUS_XML, DHCP("<range start='10.0.0.9' end='10.0.1.8'/>")},
		{KEEL_STATUS_XML, DHCP("<range start='10.0.0.2' end='10.0.0.5'/>"
				       "<range start='10.0.0.5' end='10.0.0.9'/>")},
		{KEEL_STATUS_XML, DHCP("<host ip='10.0.0.2'/>")},
		{KEEL_STATUS_XML, DHCP("<host mac='1' ip='10.0.0.2'/>")},
		{KEEL_STATUS_XML, DHCP("<host name='a/b' ip='10.0.0.2'/>")},
		{KEEL_STATUS_XML, DHCP("<host name='a'/>")},
		{KEEL_STATUS_XML, DHCP("<host name='a' ip='10.0.1.2'/>")},
		{KEEL_STATUS_XML, DHCP("<host name='a' ip='10.0.0.2'/>"
				       "<host name='b' ip='10.0.0.2'/>")},
	};
	keel_connection *connection = open_default();
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++) {
		CHECK_FAILS(faulty[i].status, keel_connection_define_network(
						      connection, faulty[i].xml, 0, NULL));
		CHECK_FAILS(faulty[i].status,
			    keel_connection_create_network(connection, faulty[i].xml, NULL));
	}
	CHECK_FAILS(KEEL_STATUS_XML, keel_connection_define_network(
					     connection, "<network>\n<name>a</name>\n<uuid>b</uuid>\n"
							 "</network>", 0, NULL));
	CHECK(strncmp(keel_last_error_message(), "line 3:", 7) == 0);
	CHECK_INT(1, count(connection, 0));
	keel_connection_unref(connection);
}

/* What is given can be defined again and is the same then. */
static void test_xml_goes_round(void)
{
	static const char xml[] = "<network><name>B\xc3\xbc&amp;</name>"
				  "<ip family='ipv6' address='FD00:0::1' prefix='61'><dhcp/></ip>"
				  "<ip address='10.0.0.1'/></network>";
	keel_connection *connection = open_default();
	keel_network *network = define(connection, xml);
	char *again;
	char *text;

	CHECK_OK(keel_network_get_xml(network, 0, &text));
	CHECK(strstr(text, "address='fd00::1' prefix='61'"));
	CHECK(strstr(text, "prefix='24'/>"));
	CHECK_OK(keel_network_undefine(network));
	keel_network_unref(network);
	network = define(connection, text);
	CHECK_OK(keel_network_get_xml(network, 0, &again));
	CHECK_TEXT(text, again);
	keel_free(again);
	keel_free(text);
	keel_network_unref(network);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_default);
	RUN(test_life);
	RUN(test_create);
	RUN(test_redefine);
	RUN(test_bridge_is_made_up);
	RUN(test_leases);
	RUN(test_lease_of_each_family);
	RUN(test_lease_in_order);
	RUN(test_faulty_xml);
	RUN(test_xml_goes_round);
	DONE();
}
