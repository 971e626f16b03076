/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Networks, storage, devices and snapshots of libvirt's own test driver, and what it does not have. */

#include "lv.h"

static const char network_xml[] = "<network><name>lab</name><bridge name='lab0'/>"
				  "<ip address='10.1.2.1' netmask='255.255.255.0'>"
				  "<dhcp><range start='10.1.2.2' end='10.1.2.9'/></dhcp></ip></network>";
static const char pool_xml[] = "<pool type='dir'><name>lab</name>"
			       "<target><path>/lab</path></target></pool>";
static const char volume_xml[] = "<volume><name>disk</name><capacity unit='MiB'>4</capacity>"
				 "<target><format type='raw'/></target></volume>";

static void test_network_lives(void)
{
	keel_connection *connection = open_libvirt();
	keel_network *network;
	keel_network *again = NULL;
	uint8_t uuid[KEEL_UUID_SIZE];
	uint32_t before;
	uint32_t after;
	bool flag = true;
	char *text;

	CHECK_OK(keel_connection_count_networks(connection, 0, &before));
	CHECK_OK(keel_connection_define_network(connection, network_xml, KEEL_DEFINE_NEW, &network));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_network(connection, network_xml, KEEL_DEFINE_NEW, &again));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_create_network(connection, network_xml, &again));
	CHECK(!again);
	CHECK_OK(keel_connection_count_networks(connection, 0, &after));
	CHECK_INT(before + 1, after);
	CHECK_TEXT("lab", keel_network_get_name(network));
	CHECK_OK(keel_network_is_active(network, &flag));
	CHECK(!flag);
	CHECK_OK(keel_network_is_persistent(network, &flag));
	CHECK(flag);
	CHECK_OK(keel_network_get_bridge_name(network, &text));
	CHECK_TEXT("lab0", text);
	keel_free(text);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_network_destroy(network));
	CHECK_OK(keel_network_start(network));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_network_start(network));
	CHECK_OK(keel_network_set_autostart(network, true));
	CHECK_OK(keel_network_get_autostart(network, &flag));
	CHECK(flag);
	CHECK_OK(keel_network_get_xml(network, 0, &text));
	CHECK(strstr(text, "<name>lab</name>"));
	keel_free(text);
	CHECK_OK(keel_network_get_uuid(network, uuid));
	CHECK_OK(keel_connection_lookup_network_by_uuid(connection, uuid, &again));
	CHECK_TEXT("lab", keel_network_get_name(again));
	keel_network_unref(again);
	CHECK_OK(keel_network_destroy(network));
	CHECK_OK(keel_network_undefine(network));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_network_is_active(network, &flag));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_network_by_name(connection, "lab", &again));
	keel_network_unref(network);
	keel_connection_unref(connection);
}

static void test_networks_are_listed_by_flags(void)
{
	keel_connection *connection = open_libvirt();
	keel_network_lease *leases = NULL;
	keel_network **networks;
	size_t n_leases;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_list_networks(connection, KEEL_LIST_INACTIVE, &networks, &n));
	CHECK_INT(0, n);
	keel_free(networks);
	CHECK_OK(keel_connection_list_networks(connection, KEEL_LIST_ACTIVE, &networks, &n));
	CHECK(n >= 1);
	for (i = 0; i < n; i++) {
		/* This driver of libvirt's has none; keel gives nothing then. */
		CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
			    keel_network_list_leases(networks[i], NULL, &leases, &n_leases));
		CHECK(!leases);
		keel_network_unref(networks[i]);
	}
	keel_free(networks);
	keel_connection_unref(connection);
}

static void test_pool_lives(void)
{
	keel_connection *connection = open_libvirt();
	keel_storage_pool *pool;
	keel_storage_pool *again = NULL;
	keel_storage_pool_info info;
	bool flag = true;
	char *text;

	CHECK_OK(keel_connection_define_storage_pool(connection, pool_xml, KEEL_DEFINE_NEW, &pool));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_storage_pool(connection, pool_xml, KEEL_DEFINE_NEW,
							&again));
	CHECK(!again);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_refresh(pool));
	CHECK_OK(keel_storage_pool_build(pool));
	CHECK_OK(keel_storage_pool_start(pool));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_storage_pool_start(pool));
	CHECK_OK(keel_storage_pool_refresh(pool));
	CHECK_OK(keel_storage_pool_get_info(pool, &info));
	CHECK_INT(KEEL_STORAGE_POOL_STATE_RUNNING, info.state);
	CHECK(info.capacity >= info.available);
	CHECK_OK(keel_storage_pool_set_autostart(pool, true));
	CHECK_OK(keel_storage_pool_get_autostart(pool, &flag));
	CHECK(flag);
	CHECK_OK(keel_storage_pool_get_xml(pool, 0, &text));
	CHECK(strstr(text, "/lab"));
	keel_free(text);
	CHECK_OK(keel_storage_pool_destroy(pool));
	CHECK_OK(keel_storage_pool_undefine(pool));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_is_active(pool, &flag));
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_volume_lives(void)
{
	keel_connection *connection = open_libvirt();
	keel_storage_volume *volume;
	keel_storage_volume *again = NULL;
	keel_storage_volume_info info;
	keel_storage_pool *pool;
	keel_storage_pool *same;
	uint32_t n;
	char *path;
	char *key;
	char *xml;

	CHECK_OK(keel_connection_create_storage_pool(connection, pool_xml, &pool));
	CHECK_OK(keel_storage_pool_create_volume(pool, volume_xml, 0, &volume));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_storage_pool_create_volume(pool, volume_xml, 0, &again));
	CHECK_OK(keel_storage_pool_count_volumes(pool, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("disk", keel_storage_volume_get_name(volume));
	CHECK_OK(keel_storage_volume_get_info(volume, &info));
	CHECK_INT(4 << 20, info.capacity);
	CHECK_OK(keel_storage_volume_get_path(volume, &path));
	CHECK_TEXT("/lab/disk", path);
	CHECK_OK(keel_storage_volume_get_key(volume, &key));
	CHECK_OK(keel_storage_volume_get_xml(volume, &xml));
	CHECK(strstr(xml, "<name>disk</name>"));
	keel_free(xml);
	keel_storage_pool_unref(pool);

	CHECK_OK(keel_connection_lookup_storage_volume_by_path(connection, path, &again));
	same = keel_storage_volume_get_pool(again);
	CHECK_TEXT("lab", keel_storage_pool_get_name(same));
	keel_storage_volume_unref(again);
	CHECK_OK(keel_connection_lookup_storage_volume_by_key(connection, key, &again));
	keel_storage_volume_unref(again);
	CHECK_OK(keel_storage_pool_lookup_volume(same, "disk", &again));
	keel_storage_volume_unref(again);
	keel_free(path);
	keel_free(key);

	CHECK_OK(keel_storage_volume_delete(volume));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_volume_get_info(volume, &info));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_storage_pool_lookup_volume(same, "disk", &again));
	CHECK_OK(keel_storage_pool_destroy(same));
	keel_storage_pool_unref(same);
	keel_storage_volume_unref(volume);
	keel_connection_unref(connection);
}

static void test_volume_is_cloned(void)
{
	static const char copy_xml[] = "<volume><name>copy</name><capacity unit='MiB'>4</capacity>"
				       "<target><format type='raw'/></target></volume>";
	keel_connection *connection = open_libvirt();
	keel_storage_volume **volumes;
	keel_storage_volume *volume;
	keel_storage_pool *pool;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_create_storage_pool(connection, pool_xml, &pool));
	CHECK_OK(keel_storage_pool_create_volume(pool, volume_xml, 0, &volume));
	CHECK_OK(keel_storage_pool_clone_volume(pool, copy_xml, volume, 0, NULL));
	CHECK_OK(keel_storage_pool_list_volumes(pool, &volumes, &n));
	CHECK_INT(2, n);
	for (i = 0; i < n; i++) {
		CHECK_OK(keel_storage_volume_delete(volumes[i]));
		keel_storage_volume_unref(volumes[i]);
	}
	keel_free(volumes);
	keel_storage_volume_unref(volume);
	CHECK_OK(keel_storage_pool_destroy(pool));
	keel_storage_pool_unref(pool);
	keel_connection_unref(connection);
}

static void test_devices_are_found(void)
{
	keel_connection *connection = open_libvirt();
	keel_node_device **devices;
	keel_node_device *device = NULL;
	char **capabilities;
	uint32_t count;
	char *text;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_list_node_devices(connection, NULL, &devices, &n));
	CHECK_OK(keel_connection_count_node_devices(connection, NULL, &count));
	CHECK_INT(n, count);
	for (i = 0; i < n; i++)
		keel_node_device_unref(devices[i]);
	keel_free(devices);
	CHECK_OK(keel_connection_count_node_devices(connection, "scsi_host", &count));
	CHECK(count > 0 && count < n);
	CHECK_OK(keel_connection_count_node_devices(connection, "no-such", &count));
	CHECK_INT(0, count);

	CHECK_OK(keel_connection_lookup_node_device(connection, "computer", &device));
	CHECK_OK(keel_node_device_get_parent_name(device, &text));
	CHECK(!text);
	CHECK_OK(keel_node_device_list_capabilities(device, &capabilities, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("system", capabilities[0]);
	keel_strings_free(capabilities, n);
	CHECK_OK(keel_node_device_get_xml(device, &text));
	CHECK(strstr(text, "<device>"));
	keel_free(text);
	keel_node_device_unref(device);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_node_device(connection, "no-such", &device));
	keel_connection_unref(connection);
}

static void test_device_is_created(void)
{
	static const char xml[] =
		"<device><parent>scsi_host1</parent><capability type='scsi_host'>"
		"<capability type='fc_host'><wwnn>2000000012341234</wwnn>"
		"<wwpn>1000000012341234</wwpn></capability></capability></device>";
	keel_connection *connection = open_libvirt();
	keel_node_device *device;
	char *parent;

	CHECK_OK(keel_connection_create_node_device(connection, xml, &device));
	CHECK_OK(keel_node_device_get_parent_name(device, &parent));
	CHECK_TEXT("scsi_host1", parent);
	keel_free(parent);
	CHECK_OK(keel_node_device_destroy(device));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_node_device_get_xml(device, &parent));
	keel_node_device_unref(device);
	keel_connection_unref(connection);
}

static void test_snapshots_make_a_tree(void)
{
	keel_connection *connection = open_libvirt();
	keel_domain *domain = find(connection, "test");
	keel_snapshot *first;
	keel_snapshot *second;
	keel_snapshot *found = NULL;
	keel_snapshot **all;
	keel_domain_state state;
	int64_t created = 0;
	bool flag;
	size_t n;

	CHECK_OK(keel_domain_get_current_snapshot(domain, &found));
	CHECK(!found);
	CHECK_OK(keel_domain_create_snapshot(
		domain, "<domainsnapshot><name>one</name></domainsnapshot>", 0, &first));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_domain_create_snapshot(
			    domain, "<domainsnapshot><name>one</name></domainsnapshot>", 0, &found));
	CHECK_OK(keel_domain_create_snapshot(
		domain, "<domainsnapshot><name>two</name></domainsnapshot>", 0, &second));
	CHECK_OK(keel_snapshot_get_parent(first, &found));
	CHECK(!found);
	CHECK_OK(keel_snapshot_get_parent(second, &found));
	CHECK_TEXT("one", keel_snapshot_get_name(found));
	keel_snapshot_unref(found);
	CHECK_OK(keel_snapshot_get_created(first, &created));
	CHECK(created > 0);
	CHECK_OK(keel_snapshot_get_state(first, &state));
	CHECK_INT(KEEL_DOMAIN_STATE_RUNNING, state);
	CHECK_OK(keel_snapshot_is_current(second, &flag));
	CHECK(flag);
	CHECK_OK(keel_domain_list_snapshots(domain, 0, &all, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("one", keel_snapshot_get_name(all[0]));
	CHECK_TEXT("two", keel_snapshot_get_name(all[1]));
	keel_snapshot_unref(all[0]);
	keel_snapshot_unref(all[1]);
	keel_free(all);
	CHECK_OK(keel_snapshot_list_children(first, 0, &all, &n));
	CHECK_INT(1, n);
	keel_snapshot_unref(all[0]);
	keel_free(all);
	CHECK_OK(keel_domain_list_snapshots(domain, KEEL_SNAPSHOT_LIST_ROOTS, &all, &n));
	CHECK_INT(1, n);
	keel_snapshot_unref(all[0]);
	keel_free(all);

	CHECK_OK(keel_snapshot_revert(first, 0));
	CHECK_OK(keel_domain_get_current_snapshot(domain, &found));
	CHECK_TEXT("one", keel_snapshot_get_name(found));
	keel_snapshot_unref(found);
	CHECK_INVALID(keel_snapshot_revert(first, KEEL_SNAPSHOT_REVERT_RUNNING |
							  KEEL_SNAPSHOT_REVERT_PAUSED));
	CHECK_OK(keel_snapshot_delete(first, KEEL_SNAPSHOT_DELETE_CHILDREN));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_get_created(second, &created));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_snapshot_get_parent(second, &found));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_lookup_snapshot(domain, "one", &found));
	keel_domain_unref(domain);
	domain = keel_snapshot_get_domain(first);
	CHECK_TEXT("test", keel_domain_get_name(domain));
	keel_domain_unref(domain);
	keel_snapshot_unref(first);
	keel_snapshot_unref(second);
	keel_connection_unref(connection);
}

static void test_screenshot_comes_through_a_stream(void)
{
	static const uint8_t png[] = {0x89, 'P', 'N', 'G'};
	keel_connection *connection = open_libvirt();
	keel_domain *domain = find(connection, "test");
	uint8_t buffer[4096];
	keel_stream *stream;
	size_t n_all = 0;
	char *type;
	size_t n;

	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_stream_receive(stream, buffer, sizeof(buffer), &n));
	CHECK_OK(keel_domain_take_screenshot(domain, stream, 0, &type));
	CHECK_TEXT("image/png", type);
	keel_free(type);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_take_screenshot(domain, stream, 0, &type));
	do {
		CHECK_OK(keel_stream_receive(stream, buffer, sizeof(buffer), &n));
		if (n_all == 0)
			CHECK(memcmp(png, buffer, sizeof(png)) == 0);
		n_all += n;
	} while (n);
	CHECK(n_all > sizeof(png));
	CHECK_OK(keel_stream_finish(stream));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_finish(stream));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_abort(stream));
	keel_stream_unref(stream);

	/* One that is given back in use is aborted. */
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_domain_take_screenshot(domain, stream, 0, &type));
	keel_free(type);
	keel_stream_unref(stream);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static bool take(keel_stream *stream, const uint8_t *data, size_t n, void *user_data)
{
	size_t *n_left = user_data;

	(void)stream;
	(void)data;
	if (*n_left < n)
		return false;
	*n_left -= n;
	return true;
}

static void test_all_is_received_by_a_callback(void)
{
	keel_connection *connection = open_libvirt();
	keel_domain *domain = find(connection, "test");
	keel_stream *stream;
	size_t n_left = SIZE_MAX;
	char *type;

	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_domain_take_screenshot(domain, stream, 0, &type));
	keel_free(type);
	CHECK_OK(keel_stream_receive_all(stream, take, &n_left));
	CHECK(n_left < SIZE_MAX);
	CHECK_OK(keel_stream_finish(stream));
	keel_stream_unref(stream);

	n_left = 1;
	CHECK_OK(keel_stream_new(connection, 0, &stream));
	CHECK_OK(keel_domain_take_screenshot(domain, stream, 0, &type));
	keel_free(type);
	CHECK_FAILS(KEEL_STATUS_ABORTED, keel_stream_receive_all(stream, take, &n_left));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_stream_finish(stream));
	keel_stream_unref(stream);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_what_is_lacking_is_not_supported(void)
{
	keel_connection *connection = open_libvirt();
	keel_secret **secrets = NULL;
	uint32_t count = 99;
	size_t n;

	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_connection_list_secrets(connection, 0, &secrets, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_connection_count_secrets(connection, 0, &count));
	CHECK(!secrets && count == 99);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_network_lives);
	RUN(test_networks_are_listed_by_flags);
	RUN(test_pool_lives);
	RUN(test_volume_lives);
	RUN(test_volume_is_cloned);
	RUN(test_devices_are_found);
	RUN(test_device_is_created);
	RUN(test_snapshots_make_a_tree);
	RUN(test_screenshot_comes_through_a_stream);
	RUN(test_all_is_received_by_a_callback);
	RUN(test_what_is_lacking_is_not_supported);
	DONE();
}
