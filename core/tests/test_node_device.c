/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#define VPORT "<device><parent>scsi_host0</parent><capability type='scsi_host'/></device>"
#define NET(name, parent)                                                                          \
	"<device>" name "<parent>" parent "</parent><capability type='net'/></device>"

static void hear(keel_connection *connection, keel_node_device *device,
		 keel_node_device_event_type event, void *user_data)
{
	char *text = user_data;
	size_t n = strlen(text);

	(void)connection;
	snprintf(text + n, 256 - n, "%s:%d ", keel_node_device_get_name(device), (int)event);
}

static keel_node_device *find_device(keel_connection *connection, const char *name)
{
	keel_node_device *device;

	CHECK_OK(keel_connection_lookup_node_device(connection, name, &device));
	return device;
}

static uint32_t count(keel_connection *connection, const char *capability)
{
	keel_node_device **devices;
	uint32_t n;
	size_t n_list;
	size_t i;

	CHECK_OK(keel_connection_count_node_devices(connection, capability, &n));
	CHECK_OK(keel_connection_list_node_devices(connection, capability, &devices, &n_list));
	CHECK_INT(n, n_list);
	for (i = 0; i < n_list; i++)
		keel_node_device_unref(devices[i]);
	keel_free(devices);
	return n;
}

static void test_default(void)
{
	static const char xml[] = "<device>\n"
				  "  <name>scsi_host0</name>\n"
				  "  <parent>pci_0000_00_03_0</parent>\n"
				  "  <capability type='scsi_host'>\n"
				  "    <host>0</host>\n"
				  "    <capability type='vport_ops'>\n"
				  "      <max_vports>8</max_vports>\n"
				  "      <vports>0</vports>\n"
				  "    </capability>\n"
				  "  </capability>\n"
				  "</device>\n";
	keel_connection *connection = open_default();
	keel_node_device *device = find_device(connection, "scsi_host0");
	keel_node_device *root = find_device(connection, "computer");
	keel_node_device *pci = find_device(connection, "pci_0000_00_02_0");
	char **texts;
	char *text;
	size_t n;

	CHECK_INT(6, count(connection, NULL));
	CHECK_INT(2, count(connection, "pci"));
	CHECK_INT(1, count(connection, "vport_ops"));
	CHECK_INT(0, count(connection, ""));
	CHECK_OK(keel_node_device_get_xml(device, &text));
	CHECK_TEXT(xml, text);
	keel_free(text);
	CHECK_OK(keel_node_device_get_xml(pci, &text));
	CHECK(strstr(text, "    <vendor id='0x6b65'>keel</vendor>\n"));
	keel_free(text);
	CHECK_OK(keel_node_device_get_parent_name(device, &text));
	CHECK_TEXT("pci_0000_00_03_0", text);
	keel_free(text);
	CHECK_OK(keel_node_device_get_parent_name(root, &text));
	CHECK(!text);
	CHECK_OK(keel_node_device_list_capabilities(device, &texts, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("scsi_host", texts[0]);
	CHECK_TEXT("vport_ops", texts[1]);
	keel_strings_free(texts, n);
	CHECK_INVALID(keel_node_device_get_parent_name(device, NULL));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_node_device(connection, "none", &root));
	keel_node_device_unref(pci);
	keel_node_device_unref(root);
	keel_node_device_unref(device);
	keel_connection_unref(connection);
}

static void test_create(void)
{
	keel_connection *connection = open_default();
	char heard[256] = "";
	keel_node_device *adapter;
	keel_node_device *other;
	keel_node_device *net;
	uint64_t id;
	char *text;

	CHECK_OK(keel_connection_add_node_device_listener(connection, NULL, hear, heard, NULL, &id));
	CHECK_OK(keel_connection_create_node_device(connection, VPORT, &adapter));
	CHECK_TEXT("scsi_host_0", keel_node_device_get_name(adapter));
	CHECK_OK(keel_connection_create_node_device(connection, VPORT, &other));
	CHECK_TEXT("scsi_host_1", keel_node_device_get_name(other));
	CHECK_OK(keel_connection_create_node_device(connection,
						    NET("<name>n</name>", "scsi_host_0"), &net));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_create_node_device(
			    connection, NET("<name>n</name>", "computer"), NULL));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_create_node_device(connection, NET("", "none"), NULL));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_connection_create_node_device(
			    connection,
			    "<device><parent>computer</parent><capability "
			    "type='scsi_host'/></device>",
			    NULL));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_connection_create_node_device(
			    connection,
			    "<device><parent>computer</parent><capability type='pci'/></device>",
			    NULL));
	CHECK_INT(9, count(connection, NULL));

	CHECK_OK(keel_node_device_destroy(adapter));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_node_device_destroy(adapter));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_node_device_get_xml(net, &text));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_node_device_get_parent_name(net, &text));
	CHECK_TEXT("n", keel_node_device_get_name(net));
	CHECK_INT(7, count(connection, NULL));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_TEXT("scsi_host_0:1 scsi_host_1:1 n:1 n:2 scsi_host_0:2 ", heard);
	keel_node_device_unref(net);
	keel_node_device_unref(other);
	net = find_device(connection, "net_eth0_52_54_00_6b_65_f0");
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_node_device_destroy(net));
	keel_node_device_unref(net);
	keel_node_device_unref(adapter);
	keel_connection_unref(connection);
}

static void test_detach(void)
{
	keel_connection *connection = open_default();
	keel_node_device *device = find_device(connection, "pci_0000_00_02_0");
	keel_node_device *scsi = find_device(connection, "scsi_host0");
	char heard[256] = "";
	uint64_t id;

	CHECK_OK(keel_connection_add_node_device_listener(connection, device, hear, heard, NULL,
							  &id));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_node_device_reset(device));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_node_device_reattach(device));
	CHECK_OK(keel_node_device_detach(device));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_node_device_detach(device));
	CHECK_OK(keel_node_device_reset(device));
	CHECK_OK(keel_node_device_reattach(device));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_node_device_reset(device));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_node_device_detach(scsi));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_node_device_reattach(scsi));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_node_device_reset(scsi));
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_TEXT("pci_0000_00_02_0:3 pci_0000_00_02_0:3 ", heard);
	keel_node_device_unref(scsi);
	keel_node_device_unref(device);
	keel_connection_unref(connection);
}

static void test_usb(void)
{
	keel_connection *connection;
	keel_node_device *device;
	char uri[1024];

	snprintf(uri, sizeof(uri), "test://%s", getenv("KEEL_TEST_HOST"));
	CHECK_OK(keel_connection_open(uri, 0, &connection));
	device = find_device(connection, "usb_1_4");
	CHECK_OK(keel_node_device_detach(device));
	CHECK_OK(keel_node_device_reattach(device));
	keel_node_device_unref(device);
	keel_connection_unref(connection);
}

static void test_faulty_xml(void)
{
	static const char *const faulty[] = {
		"",
		"<secret/>",
		"<device/>",
		"<device><parent>computer</parent></device>",
		"<device><capability type='net'/></device>",
		"<device><parent>computer</parent><capability/></device>",
		"<device><parent>computer</parent><capability type=''/></device>",
		"<device><parent>computer</parent><parent>computer</parent>"
		"<capability type='net'/></device>",
		"<device><parent>computer</parent><capability type='net'/>"
		"<capability type='net'/></device>",
		"<device><parent>computer</parent><capability type='net'><a/><a/></capability></device>",
		"<device><parent>computer</parent>"
		"<capability type='net'><capability/></capability></device>",
		NET("<name/>", "computer"),
		NET("<name>a/b</name>", "computer"),
		NET("<name>a&#10;b</name>", "computer"),
	};
	keel_connection *connection = open_default();
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++)
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_connection_create_node_device(connection, faulty[i], NULL));
	CHECK_INT(6, count(connection, NULL));
	keel_connection_unref(connection);
}

/* What is given tells all that was read, and is read again. */
static void test_xml_goes_round(void)
{
	keel_connection *connection = open_default();
	keel_node_device *device;
	char *again;
	char *text;

	CHECK_OK(keel_connection_create_node_device(
		connection,
		"<device><name>\xc3\xa4&lt;</name><parent>computer</parent><capability type='net'>"
		"<link state='up'/><vendor id='&apos;'>a &amp; b</vendor>"
		"<capability type='80211'><capability type='deep'/></capability>"
		"<deep><too/></deep></capability></device>",
		&device));
	CHECK_OK(keel_node_device_get_xml(device, &text));
	CHECK(strstr(text, "a &amp; b</vendor>"));
	CHECK(strstr(text, "      <capability type='deep'/>\n"));
	CHECK(!strstr(text, "too"));
	CHECK_OK(keel_node_device_destroy(device));
	keel_node_device_unref(device);
	CHECK_OK(keel_connection_create_node_device(connection, text, &device));
	CHECK_OK(keel_node_device_get_xml(device, &again));
	CHECK_TEXT(text, again);
	keel_free(again);
	keel_free(text);
	keel_node_device_unref(device);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_default);
	RUN(test_create);
	RUN(test_detach);
	RUN(test_usb);
	RUN(test_faulty_xml);
	RUN(test_xml_goes_round);
	DONE();
}
