/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Gives the test driver text that is not trusted. The first byte of the input says what the rest is
 * given to: 'h' is a host's file, 'u' a URI, and so on.
 */

#include <keel/keel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static keel_connection *open_uri(const char *uri)
{
	keel_connection *connection;

	return keel_connection_open(uri, 0, &connection) == KEEL_OK ? connection : NULL;
}

/* The same host for all inputs would remember; a new one for each forgets. */
static keel_connection *open_default(void)
{
	keel_connection *connection = open_uri(NULL);

	if (!connection)
		abort();
	return connection;
}

static void use_domain(keel_domain *domain)
{
	keel_domain_interface *interfaces;
	keel_domain_disk *disks;
	char *xml;
	size_t n;

	if (keel_domain_get_xml(domain, 0, &xml) == KEEL_OK) {
		keel_domain *again = NULL;
		keel_connection *connection = keel_domain_get_connection(domain);

		/* What comes out goes in again. */
		if (keel_connection_define_domain(connection, xml, 0, &again) != KEEL_OK &&
		    keel_last_error_status() != KEEL_STATUS_NO_MEMORY) {
			fprintf(stderr, "%s\n%s\n", keel_last_error_message(), xml);
			abort();
		}
		keel_domain_unref(again);
		keel_connection_unref(connection);
		keel_free(xml);
	}
	if (keel_domain_list_interfaces(domain, &interfaces, &n) == KEEL_OK)
		keel_domain_interfaces_free(interfaces, n);
	if (keel_domain_list_disks(domain, &disks, &n) == KEEL_OK)
		keel_domain_disks_free(disks, n);
}

static void fuzz_host(const uint8_t *data, size_t size)
{
	char path[] = "/tmp/keel-fuzz-XXXXXX";
	char uri[sizeof(path) + 16];
	keel_connection *connection;
	keel_domain **domains;
	size_t n;
	size_t i;
	int fd = mkstemp(path);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
	snprintf(uri, sizeof(uri), "test://%s", path);
	connection = open_uri(uri);
	unlink(path);
	if (!connection)
		return;
	if (keel_connection_list_domains(connection, 0, &domains, &n) == KEEL_OK) {
		for (i = 0; i < n; i++) {
			use_domain(domains[i]);
			keel_domain_unref(domains[i]);
		}
		keel_free(domains);
	}
	keel_connection_unref(connection);
}

static void fuzz_domain(const char *text)
{
	keel_connection *connection = open_default();
	keel_domain *domain;

	if (keel_connection_define_domain(connection, text, 0, &domain) == KEEL_OK) {
		keel_domain_start(domain, 0);
		use_domain(domain);
		keel_domain_unref(domain);
	}
	keel_connection_unref(connection);
}

static void fuzz_device(const char *text)
{
	keel_connection *connection = open_default();
	keel_domain *domain;

	if (keel_connection_lookup_domain_by_name(connection, "test", &domain) == KEEL_OK) {
		keel_domain_attach_device(domain, text, 0);
		keel_domain_update_device(domain, text, KEEL_DEVICE_CONFIG);
		keel_domain_detach_device(domain, text, 0);
		keel_domain_create_snapshot(domain, text, 0, NULL);
		keel_domain_begin_backup(domain, text, 0);
		keel_domain_unref(domain);
	}
	keel_connection_unref(connection);
}

static void fuzz_network(const char *text)
{
	keel_connection *connection = open_default();
	keel_network *network;
	char *xml;

	if (keel_connection_create_network(connection, text, &network) == KEEL_OK) {
		if (keel_network_get_xml(network, 0, &xml) == KEEL_OK) {
			if (keel_connection_define_network(connection, xml, 0, NULL) != KEEL_OK)
				abort();
			keel_free(xml);
		}
		keel_network_unref(network);
	}
	keel_connection_unref(connection);
}

static void fuzz_pool(const char *text)
{
	keel_connection *connection = open_default();
	keel_storage_pool *pool;
	char *xml;

	if (keel_connection_create_storage_pool(connection, text, &pool) == KEEL_OK) {
		if (keel_storage_pool_get_xml(pool, 0, &xml) == KEEL_OK) {
			if (keel_connection_define_storage_pool(connection, xml, 0, NULL) !=
			    KEEL_OK)
				abort();
			keel_free(xml);
		}
		keel_storage_pool_create_volume(pool, text, 0, NULL);
		keel_storage_pool_unref(pool);
	}
	keel_connection_unref(connection);
}

static void fuzz_volume(const char *text)
{
	keel_connection *connection = open_default();
	keel_storage_volume *volume;
	keel_storage_pool *pool;
	char *xml;

	if (keel_connection_lookup_storage_pool_by_name(connection, "default", &pool) == KEEL_OK) {
		if (keel_storage_pool_create_volume(pool, text, 0, &volume) == KEEL_OK) {
			if (keel_storage_volume_get_xml(volume, &xml) == KEEL_OK)
				keel_free(xml);
			keel_storage_volume_delete(volume);
			keel_storage_volume_unref(volume);
		}
		keel_storage_pool_unref(pool);
	}
	keel_connection_unref(connection);
}

static void fuzz_secret(const char *text)
{
	keel_connection *connection = open_default();

	keel_connection_define_secret(connection, text, 0, NULL);
	keel_connection_create_node_device(connection, text, NULL);
	keel_connection_unref(connection);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	if (size == 0 || size > 1 << 16)
		return 0;
	text = malloc(size);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	switch (data[0]) {
	case 'h':
		fuzz_host(data + 1, size - 1);
		break;
	case 'd':
		fuzz_domain(text);
		break;
	case 'D':
		fuzz_device(text);
		break;
	case 'n':
		fuzz_network(text);
		break;
	case 'p':
		fuzz_pool(text);
		break;
	case 'v':
		fuzz_volume(text);
		break;
	case 's':
		fuzz_secret(text);
		break;
	case 'u':
		keel_connection_unref(strncmp(text, "test:", 5) == 0 ? open_uri(text) : NULL);
		break;
	default:
		break;
	}
	free(text);
	if (keel_live_handles() != 0)
		abort();
	return 0;
}
