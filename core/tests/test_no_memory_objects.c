/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Networks, node devices and secrets without memory. */

#include "no_memory.h"

#define UUID "<uuid>11111111-2222-4333-8444-555555555555</uuid>"

static void test_networks_without_memory(void)
{
	static const char xml[] = "<network><name>n</name>" UUID "<ip address='10.0.0.1'><dhcp>"
				  "<range start='10.0.0.2' end='10.0.0.3'/>"
				  "<host mac='52:54:00:00:00:01' name='a' ip='10.0.0.4'/></dhcp>"
				  "</ip></network>";
	keel_connection *connection = open_default();
	keel_network_lease *leases = NULL;
	keel_network *network = NULL;
	keel_network **list = NULL;
	char *text = NULL;
	uint32_t count;
	size_t n = 0;

	EACH_FAILS(keel_connection_create_network(connection, xml, &network), !network,
		   KEEL_STATUS_XML);
	CHECK_OK(keel_network_destroy(network));
	keel_network_unref(network);
	network = NULL;
	EACH_FAILS(keel_connection_define_network(connection, xml, 0, &network),
		   !network && keel_connection_count_networks(connection, 0, &count) == KEEL_OK &&
			   count == 1,
		   KEEL_STATUS_XML);
	CHECK_OK(keel_network_start(network));
	EACH_FAILS(keel_connection_define_network(connection, xml, 0, NULL), true,
		   KEEL_STATUS_XML);
	NO_MEMORY(keel_network_get_xml(network, 0, &text), !text);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_network_get_bridge_name(network, &text), !text);
	keel_free(text);
	keel_network_unref(network);
	CHECK_OK(keel_connection_lookup_network_by_name(connection, "default", &network));
	NO_MEMORY(keel_network_list_leases(network, NULL, &leases, &n), !leases && !n);
	CHECK_INT(1, n);
	keel_network_leases_free(leases, n);
	n = 0;
	NO_MEMORY(keel_connection_list_networks(connection, 0, &list, &n), !list && !n);
	CHECK_INT(2, n);
	keel_network_unref(list[0]);
	keel_network_unref(list[1]);
	keel_free(list);
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static void test_devices_without_memory(void)
{
	static const char xml[] = "<device><parent>computer</parent><capability type='net'>"
				  "<vendor id='1'>v</vendor><capability type='80203'/>"
				  "</capability></device>";
	keel_connection *connection = open_default();
	keel_node_device *device = NULL;
	keel_node_device **list = NULL;
	char **texts = NULL;
	char *text = NULL;
	uint32_t count;
	size_t n = 0;

	EACH_FAILS(keel_connection_create_node_device(connection, xml, &device),
		   !device &&
			   keel_connection_count_node_devices(connection, NULL, &count) == KEEL_OK &&
			   count == 6,
		   KEEL_STATUS_XML);
	CHECK_TEXT("net_0", keel_node_device_get_name(device));
	NO_MEMORY(keel_node_device_get_xml(device, &text), !text);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_node_device_get_parent_name(device, &text), !text);
	keel_free(text);
	NO_MEMORY(keel_node_device_list_capabilities(device, &texts, &n), !texts && !n);
	keel_strings_free(texts, n);
	n = 0;
	NO_MEMORY(keel_connection_list_node_devices(connection, "net", &list, &n), !list && !n);
	CHECK_INT(2, n);
	keel_node_device_unref(list[0]);
	keel_node_device_unref(list[1]);
	keel_free(list);
	keel_node_device_unref(device);
	keel_connection_unref(connection);
}

static void test_secrets_without_memory(void)
{
	static const char xml[] = "<secret>" UUID "<description>d</description>"
				  "<usage type='tls'><name>t</name></usage></secret>";
	keel_connection *connection = open_default();
	keel_secret_usage usage = (keel_secret_usage)99;
	keel_secret *secret = NULL;
	keel_secret **list = NULL;
	uint8_t *value = NULL;
	char *text = NULL;
	uint32_t count;
	size_t n = 0;

	EACH_FAILS(keel_connection_define_secret(connection, xml, 0, &secret),
		   !secret && keel_connection_count_secrets(connection, 0, &count) == KEEL_OK &&
			   count == 1,
		   KEEL_STATUS_XML);
	EACH_FAILS(keel_connection_define_secret(connection, xml, 0, NULL), true, KEEL_STATUS_XML);
	NO_MEMORY(keel_secret_set_value(secret, (const uint8_t *)"abc", 3), true);
	NO_MEMORY(keel_secret_get_value(secret, &value, &n), !value && !n);
	CHECK_INT(3, n);
	keel_free(value);
	NO_MEMORY(keel_secret_get_usage(secret, &usage, &text),
		  !text && usage == (keel_secret_usage)99);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_secret_get_xml(secret, &text), !text);
	keel_free(text);
	keel_secret_unref(secret);
	secret = NULL;
	NO_MEMORY(keel_connection_lookup_secret_by_usage(connection, KEEL_SECRET_USAGE_TLS, "t",
							 &secret),
		  !secret);
	n = 0;
	NO_MEMORY(keel_connection_list_secrets(connection, 0, &list, &n), !list && !n);
	CHECK_INT(2, n);
	keel_secret_unref(list[0]);
	keel_secret_unref(list[1]);
	keel_free(list);
	keel_secret_unref(secret);
	keel_connection_unref(connection);
}

int main(void)
{
	/* These keep memory from their first use on; libxml2 cannot set itself up without. */
	puts("# begin");
	keel_connection_unref(open_default());

	RUN_WITHOUT_LEAK(test_networks_without_memory);
	RUN_WITHOUT_LEAK(test_devices_without_memory);
	RUN_WITHOUT_LEAK(test_secrets_without_memory);
	DONE();
}
