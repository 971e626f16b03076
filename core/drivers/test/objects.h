/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_TEST_OBJECTS_H
#define KEEL_TEST_OBJECTS_H

/* Networks, node devices and secrets of the test driver. */

#include "test.h"

/* An address of IP: 4 or 16 bytes. */
struct test_address {
	keel_address_family family;
	uint8_t bytes[16];
};

struct test_range {
	struct test_address first;
	struct test_address last;
};

/* An address that is kept for a guest, which has the MAC or else the name. */
struct test_reservation {
	char *mac;
	char *name;
	struct test_address address;
};

struct test_subnet {
	struct test_address address;
	uint32_t prefix;
	bool dhcp;
	struct test_range *ranges;
	size_t n_ranges;
	struct test_reservation *reservations;
	size_t n_reservations;
};

/* What a network is configured to be; its name and UUID are not part of it. */
struct test_network_config {
	char *bridge;
	struct test_subnet *subnets;
	size_t n_subnets;
};

struct test_network {
	keel_network base;
	struct test_item item;
	struct test_network_config *config;
	/* What it is from its next start on, when it was defined again while active. */
	struct test_network_config *next_config;
};

/* network_xml.c */
void test_network_config_free(struct test_network_config *self);
keel_status test_network_config_read(const xmlNode *node, struct test_network_config **ret);
keel_status test_network_write(const struct test_network *network,
			       const struct test_network_config *config, char **ret);
/* Reads the family, the address and the prefix of an <ip>. */
keel_status test_subnet_read_address(const xmlNode *node, struct test_subnet *subnet);
size_t test_address_size(keel_address_family family);
int test_address_compare(const struct test_address *a, const struct test_address *b);
keel_status test_address_format(const struct test_address *self, char **ret);

/* lease.c: the lock of the host is held. */
keel_status test_leases(const struct test_network *network, const char *mac,
			keel_network_lease **ret, size_t *ret_n);

/* These read a part of a host. */
keel_status test_read_networks(const xmlNode *node, struct test_host *host);
keel_status test_read_devices(const xmlNode *node, struct test_host *host);
keel_status test_read_secrets(const xmlNode *node, struct test_host *host);

/* The functions of the driver: network.c, node_device.c and secret.c. */
keel_status test_list_networks(keel_connection *connection, uint32_t flags, keel_network ***ret,
			       size_t *ret_n);
keel_status test_count_networks(const keel_connection *connection, uint32_t flags, uint32_t *ret);
keel_status test_lookup_network_by_name(keel_connection *connection, const char *name,
					keel_network **ret);
keel_status test_lookup_network_by_uuid(keel_connection *connection, const uint8_t *uuid,
					keel_network **ret);
keel_status test_define_network(keel_connection *connection, const char *xml, uint32_t flags,
				keel_network **ret);
keel_status test_create_network(keel_connection *connection, const char *xml, keel_network **ret);
keel_status test_network_get_xml(const keel_network *network, uint32_t flags, char **ret);
keel_status test_network_start(keel_network *network);
keel_status test_network_destroy(keel_network *network);
keel_status test_network_undefine(keel_network *network);
keel_status test_network_is_active(const keel_network *network, bool *ret);
keel_status test_network_is_persistent(const keel_network *network, bool *ret);
keel_status test_network_get_autostart(const keel_network *network, bool *ret);
keel_status test_network_set_autostart(keel_network *network, bool autostart);
keel_status test_network_get_bridge_name(const keel_network *network, char **ret);
keel_status test_network_list_leases(const keel_network *network, const char *mac,
				     keel_network_lease **ret, size_t *ret_n);

keel_status test_list_devices(keel_connection *connection, const char *capability,
			      keel_node_device ***ret, size_t *ret_n);
keel_status test_count_devices(const keel_connection *connection, const char *capability,
			       uint32_t *ret);
keel_status test_lookup_device(keel_connection *connection, const char *name,
			       keel_node_device **ret);
keel_status test_create_device(keel_connection *connection, const char *xml,
			       keel_node_device **ret);
keel_status test_device_get_parent_name(const keel_node_device *device, char **ret);
keel_status test_device_list_capabilities(const keel_node_device *device, char ***ret,
					  size_t *ret_n);
keel_status test_device_get_xml(const keel_node_device *device, char **ret);
keel_status test_device_detach(keel_node_device *device);
keel_status test_device_reattach(keel_node_device *device);
keel_status test_device_reset(keel_node_device *device);
keel_status test_device_destroy(keel_node_device *device);

keel_status test_list_secrets(keel_connection *connection, uint32_t flags, keel_secret ***ret,
			      size_t *ret_n);
keel_status test_count_secrets(const keel_connection *connection, uint32_t flags, uint32_t *ret);
keel_status test_lookup_secret_by_uuid(keel_connection *connection, const uint8_t *uuid,
				       keel_secret **ret);
keel_status test_lookup_secret_by_usage(keel_connection *connection, keel_secret_usage usage,
					const char *usage_id, keel_secret **ret);
keel_status test_define_secret(keel_connection *connection, const char *xml, uint32_t flags,
			       keel_secret **ret);
keel_status test_secret_get_usage(const keel_secret *secret, keel_secret_usage *ret_usage,
				  char **ret_id);
keel_status test_secret_get_xml(const keel_secret *secret, char **ret);
keel_status test_secret_get_value(const keel_secret *secret, uint8_t **ret, size_t *ret_n);
keel_status test_secret_set_value(keel_secret *secret, const uint8_t *value, size_t n_value);
keel_status test_secret_undefine(keel_secret *secret);

#endif
