/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Domains of libvirt's own test driver. */

#include "lv.h"

#include <pthread.h>

#define UUID_TEXT "11111111-2222-3333-4444-555555555555"
#define DEVICES                                                                                    \
	"<devices><disk type='file' device='disk'><source file='/d.img'/><target dev='vda' "       \
	"bus='virtio'/></disk><disk type='file' device='cdrom'><target dev='sda' bus='sata'/>"     \
	"<readonly/></disk><interface type='network'><mac address='52:54:00:00:00:01'/><source "   \
	"network='default'/><model type='virtio'/><mtu size='1400'/></interface></devices>"
#define CONFIG(name, uuid, extra)                                                                  \
	"<domain type='test'><name>" name "</name>" uuid                                           \
	"<memory unit='MiB'>64</memory><vcpu>2</vcpu><os><type>hvm</type></os>" extra "</domain>"
#define SMALL CONFIG("small", "<uuid>" UUID_TEXT "</uuid>", DEVICES)

static keel_connection *connection;

static keel_domain *define(const char *xml)
{
	keel_domain *domain;

	CHECK_OK(keel_connection_define_domain(connection, xml, 0, &domain));
	return domain;
}

static void undefine(keel_domain *domain)
{
	CHECK_OK(keel_domain_undefine(domain, 0));
	keel_domain_unref(domain);
}

static void check_state(keel_domain_state state, keel_domain_reason reason, keel_domain *domain)
{
	keel_domain_reason got_reason;
	keel_domain_state got;

	CHECK_OK(keel_domain_get_state(domain, &got, &got_reason));
	CHECK_INT(state, got);
	CHECK_INT(reason, got_reason);
	CHECK_OK(keel_domain_get_state(domain, &got, NULL));
	CHECK_INT(state, got);
}

static void test_domains_are_found(void)
{
	keel_domain *domain;
	keel_domain *other;
	uint8_t uuid[16];
	int64_t id;
	char *text;

	connection = open_libvirt();
	domain = find(connection, "test");
	CHECK_TEXT("test", keel_domain_get_name(domain));
	CHECK_OK(keel_domain_get_uuid(domain, uuid));
	CHECK_OK(keel_domain_get_uuid_string(domain, &text));
	CHECK_OK(keel_connection_lookup_domain_by_uuid(connection, uuid, &other));
	CHECK_TEXT("test", keel_domain_get_name(other));
	keel_domain_unref(other);
	CHECK_OK(keel_connection_lookup_domain_by_uuid_string(connection, text, &other));
	keel_free(text);
	keel_domain_unref(other);
	CHECK_OK(keel_domain_get_id(domain, &id));
	CHECK_INT(1, id);
	CHECK_OK(keel_connection_lookup_domain_by_id(connection, id, &other));
	CHECK_TEXT("test", keel_domain_get_name(other));
	keel_domain_unref(other);
	other = NULL;
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_name(connection, "none", &other));
	CHECK_INT(KEEL_ERROR_DOMAIN_DOMAIN, keel_last_error_domain());
	uuid[0]++;
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_uuid(connection, uuid, &other));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_id(connection, 77, &other));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_id(connection, -1, &other));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_lookup_domain_by_id(connection, (int64_t)1 << 40, &other));
	CHECK(!other);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static size_t count(uint32_t flags)
{
	keel_domain **domains;
	uint32_t counted;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_list_domains(connection, flags, &domains, &n));
	CHECK_OK(keel_connection_count_domains(connection, flags, &counted));
	CHECK_INT(n, counted);
	for (i = 0; i < n; i++)
		keel_domain_unref(domains[i]);
	keel_free(domains);
	return n;
}

static void test_domains_are_listed(void)
{
	keel_domain *domain;
	char **names;
	size_t n;

	connection = open_libvirt();
	domain = define(SMALL);
	CHECK_INT(2, count(0));
	CHECK_INT(1, count(KEEL_LIST_ACTIVE));
	CHECK_INT(1, count(KEEL_LIST_INACTIVE));
	CHECK_INT(1, count(KEEL_LIST_RUNNING));
	CHECK_INT(1, count(KEEL_LIST_SHUT_OFF));
	CHECK_INT(0, count(KEEL_LIST_PAUSED | KEEL_LIST_OTHER));
	CHECK_INT(2, count(KEEL_LIST_PERSISTENT));
	CHECK_INT(0, count(KEEL_LIST_TRANSIENT));
	CHECK_OK(keel_domain_set_autostart(domain, true));
	CHECK_INT(1, count(KEEL_LIST_AUTOSTART));
	CHECK_INT(1, count(KEEL_LIST_NO_AUTOSTART));
	CHECK_OK(keel_connection_list_domain_names(connection, "s*", 0, &names, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("small", names[0]);
	CHECK(!names[1]);
	keel_strings_free(names, n);
	CHECK_OK(keel_connection_list_domain_names(connection, NULL, KEEL_LIST_OTHER, &names, &n));
	CHECK_INT(0, n);
	keel_strings_free(names, n);
	undefine(domain);
	keel_connection_unref(connection);
}

static void test_defining_refuses(void)
{
	keel_domain *domain;
	keel_domain *other = NULL;

	connection = open_libvirt();
	domain = define(SMALL);
	CHECK_OK(keel_connection_define_domain(connection, SMALL, 0, NULL));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_domain(connection, SMALL, KEEL_DEFINE_NEW, &other));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_domain(connection, CONFIG("small", "", ""), 0, &other));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_define_domain(
			    connection, CONFIG("other", "<uuid>" UUID_TEXT "</uuid>", ""), 0,
			    &other));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_connection_create_domain(connection, CONFIG("test", "", ""), 0, &other));
	CHECK_FAILS(KEEL_STATUS_XML,
		    keel_connection_define_domain(connection, "<domain", 0, &other));
	CHECK_FAILS(KEEL_STATUS_XML,
		    keel_connection_define_domain(connection, "<domain type='test'/>", 0, &other));
	CHECK_FAILS(KEEL_STATUS_XML,
		    keel_connection_create_domain(connection, "<network/>", 0, &other));
	CHECK_INT(KEEL_ERROR_DOMAIN_XML, keel_last_error_domain());
	CHECK(!other);
	undefine(domain);
	keel_connection_unref(connection);
}

static void test_domain_lives(void)
{
	keel_domain *domain;
	int64_t id;
	bool is;

	connection = open_libvirt();
	domain = define(SMALL);
	check_state(KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_UNKNOWN, domain);
	CHECK_OK(keel_domain_get_id(domain, &id));
	CHECK_INT(KEEL_DOMAIN_ID_NONE, id);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_suspend(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_resume(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_shutdown(domain, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	check_state(KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED, domain);
	CHECK_OK(keel_domain_get_id(domain, &id));
	CHECK(id > 0);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_start(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_suspend(domain, 0));
	check_state(KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_USER, domain);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	check_state(KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_RESUMED, domain);
	CHECK_OK(keel_domain_is_active(domain, &is));
	CHECK(is);
	CHECK_OK(keel_domain_is_persistent(domain, &is));
	CHECK(is);
	CHECK_OK(keel_domain_is_updated(domain, &is));
	CHECK(!is);
	CHECK_OK(keel_domain_get_autostart(domain, &is));
	CHECK(!is);
	CHECK_OK(keel_domain_destroy(domain, 0));
	check_state(KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_DESTROYED, domain);
	/* This driver of libvirt's does not know how. */
	CHECK_INVALID(keel_domain_start(domain, KEEL_START_PAUSED));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_shutdown(domain, 0));
	check_state(KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_FINISHED, domain);
	undefine(domain);
	keel_connection_unref(connection);
}

static void test_transient_domain_goes(void)
{
	keel_domain_state state = KEEL_DOMAIN_STATE_UNKNOWN;
	keel_domain *domain;
	bool is;

	connection = open_libvirt();
	CHECK_OK(keel_connection_create_domain(connection, CONFIG("brief", "", ""), 0, &domain));
	check_state(KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED, domain);
	CHECK_OK(keel_domain_is_persistent(domain, &is));
	CHECK(!is);
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_get_state(domain, &state, NULL));
	CHECK_INT(KEEL_DOMAIN_STATE_UNKNOWN, state);
	CHECK_TEXT("brief", keel_domain_get_name(domain));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_domain_is_renamed(void)
{
	keel_domain *domain;
	const char *before;

	connection = open_libvirt();
	domain = define(SMALL);
	before = keel_domain_get_name(domain);
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_domain_rename(domain, "test", 0));
	CHECK_TEXT("small", keel_domain_get_name(domain));
	CHECK_OK(keel_domain_rename(domain, "tiny", 0));
	CHECK_TEXT("tiny", keel_domain_get_name(domain));
	CHECK_TEXT("small", before);
	keel_domain_unref(find(connection, "tiny"));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_rename(domain, "other", 0));
	CHECK_OK(keel_domain_destroy(domain, 0));
	undefine(domain);
	keel_connection_unref(connection);
}

static void test_memory_and_processors(void)
{
	static const uint32_t pins[] = {1, 3};
	static const uint32_t far[] = {100000};
	keel_domain_info info;
	keel_domain *domain;
	uint32_t *cpus = NULL;
	uint64_t *times = NULL;
	uint64_t kib;
	uint32_t n_vcpus;
	size_t n = 0;

	connection = open_libvirt();
	domain = define(SMALL);
	CHECK_OK(keel_domain_get_memory(domain, &kib));
	CHECK_INT(65536, kib);
	CHECK_OK(keel_domain_set_memory(domain, 32768));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_memory(domain, 0));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_memory(domain, 65537));
	CHECK_OK(keel_domain_set_max_memory(domain, 131072));
	CHECK_OK(keel_domain_get_max_memory(domain, &kib));
	CHECK_INT(131072, kib);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_max_memory(domain, 0));
	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(KEEL_DOMAIN_STATE_SHUT_OFF, info.state);
	CHECK_INT(32768, info.memory_kib);
	CHECK_INT(131072, info.max_memory_kib);
	CHECK_INT(2, info.vcpus);
	CHECK_INT(0, info.cpu_time_ns);

	CHECK_OK(keel_domain_get_vcpus(domain, &n_vcpus));
	CHECK_INT(2, n_vcpus);
	CHECK_OK(keel_domain_get_max_vcpus(domain, &n_vcpus));
	CHECK_INT(2, n_vcpus);
	CHECK_OK(keel_domain_set_vcpus(domain, 1));
	CHECK_OK(keel_domain_get_vcpus(domain, &n_vcpus));
	CHECK_INT(1, n_vcpus);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpus(domain, 0));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpus(domain, 3));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_get_vcpu_times(domain, &times, &n));
	CHECK(!times);
	undefine(domain);

	domain = find(connection, "test");
	CHECK_OK(keel_domain_get_vcpu_times(domain, &times, &n));
	CHECK_INT(2, n);
	keel_free(times);
	CHECK_OK(keel_domain_set_vcpu_affinity(domain, 1, pins, 2));
	CHECK_OK(keel_domain_get_vcpu_affinity(domain, 1, &cpus, &n));
	CHECK_INT(2, n);
	CHECK_INT(1, cpus[0]);
	CHECK_INT(3, cpus[1]);
	keel_free(cpus);
	cpus = NULL;
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_get_vcpu_affinity(domain, 2, &cpus, &n));
	CHECK(!cpus);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpu_affinity(domain, 2, pins, 2));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpu_affinity(domain, 0, far, 1));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_domain_set_vcpu_affinity(domain, 0, NULL, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void check_metadata(const char *expected, keel_domain *domain, const char *key)
{
	char *text;

	CHECK_OK(keel_domain_get_metadata(domain, key, &text));
	if (expected)
		CHECK_TEXT(expected, text);
	else
		CHECK(!text);
	keel_free(text);
}

static void test_texts_are_kept(void)
{
	static const char *const tags[] = {"b <&> 'c'", " a "};
	keel_domain *domain;
	char **got;
	char *text;
	size_t n;

	connection = open_libvirt();
	domain = define(SMALL);
	CHECK_OK(keel_domain_get_title(domain, &text));
	CHECK(!text);
	CHECK_OK(keel_domain_set_title(domain, "A <title>"));
	CHECK_OK(keel_domain_get_title(domain, &text));
	CHECK_TEXT("A <title>", text);
	keel_free(text);
	CHECK_OK(keel_domain_set_title(domain, NULL));
	CHECK_OK(keel_domain_get_title(domain, &text));
	CHECK(!text);
	CHECK_OK(keel_domain_set_description(domain, "two\nlines"));
	CHECK_OK(keel_domain_get_description(domain, &text));
	CHECK_TEXT("two\nlines", text);
	keel_free(text);
	CHECK_OK(keel_domain_set_description(domain, NULL));
	CHECK_OK(keel_domain_get_description(domain, &text));
	CHECK(!text);

	check_metadata(NULL, domain, "owner");
	CHECK_OK(keel_domain_set_metadata(domain, "owner", "one & <two> ]]> \t\n\r three "));
	CHECK_OK(keel_domain_set_metadata(domain, "k\xc3\xa9y :/%<'\"", ""));
	CHECK_OK(keel_domain_set_metadata(domain, "third", "3"));
	check_metadata("one & <two> ]]> \t\n\r three ", domain, "owner");
	check_metadata("", domain, "k\xc3\xa9y :/%<'\"");
	CHECK_OK(keel_domain_set_metadata(domain, "owner", "new"));
	check_metadata("new", domain, "owner");
	CHECK_OK(keel_domain_set_metadata(domain, "owner", NULL));
	CHECK_OK(keel_domain_set_metadata(domain, "owner", NULL));
	check_metadata(NULL, domain, "owner");
	check_metadata("3", domain, "third");

	CHECK_OK(keel_domain_get_tags(domain, &got, &n));
	CHECK_INT(0, n);
	keel_strings_free(got, n);
	CHECK_OK(keel_domain_set_tags(domain, tags, 2));
	CHECK_OK(keel_domain_get_tags(domain, &got, &n));
	CHECK_INT(2, n);
	CHECK_TEXT(tags[0], got[0]);
	CHECK_TEXT(tags[1], got[1]);
	keel_strings_free(got, n);
	CHECK_OK(keel_domain_set_tags(domain, NULL, 0));
	CHECK_OK(keel_domain_get_tags(domain, &got, &n));
	CHECK_INT(0, n);
	keel_strings_free(got, n);
	check_metadata("3", domain, "third");
	undefine(domain);
	keel_connection_unref(connection);
}

static void test_texts_are_kept_while_it_runs(void)
{
	keel_domain *domain;
	char *text;

	connection = open_libvirt();
	domain = define(SMALL);
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_set_metadata(domain, "key", "value"));
	CHECK_OK(keel_domain_set_title(domain, "title"));
	check_metadata("value", domain, "key");
	CHECK_OK(keel_domain_destroy(domain, 0));
	check_metadata("value", domain, "key");
	CHECK_OK(keel_domain_get_title(domain, &text));
	CHECK_TEXT("title", text);
	keel_free(text);
	undefine(domain);
	keel_connection_unref(connection);
}

static void test_scheduler_parameters(void)
{
	keel_param weight = {"weight", KEEL_PARAM_TYPE_U64, {.u64 = 70}};
	keel_param both[] = {weight, {"none", KEEL_PARAM_TYPE_U32, {.u32 = 1}}};
	keel_param twice[] = {weight, weight};
	keel_domain *domain;
	keel_param *params;
	size_t n;

	connection = open_libvirt();
	domain = find(connection, "test");
	CHECK_OK(keel_domain_get_scheduler_parameters(domain, &params, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("weight", params[0].name);
	CHECK_INT(KEEL_PARAM_TYPE_U32, params[0].type);
	keel_params_free(params, n);
	/* Any integer that fits will do. */
	CHECK_OK(keel_domain_set_scheduler_parameters(domain, &weight, 1));
	CHECK_OK(keel_domain_set_scheduler_parameters(domain, NULL, 0));
	weight.value.u64 = (uint64_t)1 << 32;
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_set_scheduler_parameters(domain, &weight, 1));
	weight.type = KEEL_PARAM_TYPE_I32;
	weight.value.i32 = -1;
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_set_scheduler_parameters(domain, &weight, 1));
	weight.type = KEEL_PARAM_TYPE_STRING;
	weight.value.string = "70";
	CHECK_INVALID(keel_domain_set_scheduler_parameters(domain, &weight, 1));
	weight.name = NULL;
	CHECK_INVALID(keel_domain_set_scheduler_parameters(domain, &weight, 1));
	CHECK_INVALID(keel_domain_set_scheduler_parameters(domain, both, 2));
	CHECK_INVALID(keel_domain_set_scheduler_parameters(domain, twice, 2));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_devices_are_listed(void)
{
	keel_domain_interface *interfaces;
	keel_guest_interface *guests = NULL;
	keel_domain_disk *disks;
	keel_domain *domain;
	size_t n;

	connection = open_libvirt();
	domain = define(SMALL);
	CHECK_OK(keel_domain_list_interfaces(domain, &interfaces, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("52:54:00:00:00:01", interfaces[0].mac);
	CHECK_TEXT("testnet0", interfaces[0].name);
	CHECK_TEXT("default", interfaces[0].source);
	CHECK_TEXT("virtio", interfaces[0].model);
	CHECK_INT(1400, interfaces[0].mtu);
	keel_domain_interfaces_free(interfaces, n);
	CHECK_OK(keel_domain_list_disks(domain, &disks, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("vda", disks[0].target);
	CHECK_TEXT("/d.img", disks[0].source);
	CHECK_TEXT("virtio", disks[0].bus);
	CHECK(!disks[0].read_only);
	CHECK_TEXT("sda", disks[1].target);
	CHECK(!disks[1].source);
	CHECK(disks[1].read_only);
	keel_domain_disks_free(disks, n);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_list_guest_interfaces(domain, KEEL_GUEST_SOURCE_LEASE, &guests,
						      &n));
	CHECK_INVALID(keel_domain_list_guest_interfaces(domain, (keel_guest_source)9, &guests, &n));
	undefine(domain);

	domain = find(connection, "test");
	CHECK_OK(keel_domain_list_guest_interfaces(domain, KEEL_GUEST_SOURCE_LEASE, &guests, &n));
	CHECK_INT(1, n);
	CHECK_TEXT("testnet0", guests[0].name);
	CHECK_TEXT("aa:bb:cc:dd:ee:ff", guests[0].mac);
	CHECK_INT(1, guests[0].n_addresses);
	CHECK_TEXT("192.168.122.3", guests[0].addresses[0].address);
	CHECK_INT(24, guests[0].addresses[0].prefix);
	CHECK_INT(KEEL_ADDRESS_FAMILY_IPV4, guests[0].addresses[0].family);
	keel_guest_interfaces_free(guests, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_keys_are_pressed(void)
{
	static const uint32_t keys[17] = {29, 56, 111};
	keel_domain *domain;

	connection = open_libvirt();
	domain = find(connection, "test");
	CHECK_OK(keel_domain_send_keys(domain, KEEL_CODESET_LINUX, 10, keys, 3));
	CHECK_INVALID(keel_domain_send_keys(domain, (keel_codeset)77, 10, keys, 3));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_domain_send_keys(domain, KEEL_CODESET_LINUX, 10, keys, 17));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_statistics(void)
{
	keel_domain_statistics *statistics;
	keel_domain *domain;
	keel_param *params = NULL;
	size_t n = 0;

	connection = open_libvirt();
	domain = define(SMALL);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_get_cpu_statistics(domain, &params, &n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_get_memory_statistics(domain, &params, &n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_get_block_statistics(domain, "vda", &params, &n));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_get_interface_statistics(domain, "x", &params, &n));
	CHECK(!params && !n);
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_get_cpu_statistics(domain, &params, &n));
	CHECK_INT(KEEL_PARAM_TYPE_U64, find_param(params, n, "time")->type);
	keel_params_free(params, n);
	CHECK_OK(keel_domain_get_memory_statistics(domain, &params, &n));
	CHECK_INT(65536, find_param(params, n, "actual")->value.u64);
	keel_params_free(params, n);
	CHECK_OK(keel_domain_get_block_statistics(domain, "vda", &params, &n));
	find_param(params, n, "read_requests");
	find_param(params, n, "read_bytes");
	find_param(params, n, "write_requests");
	CHECK_INT(KEEL_PARAM_TYPE_U64, find_param(params, n, "write_bytes")->type);
	keel_params_free(params, n);
	params = NULL;
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_domain_get_block_statistics(domain, "vdz", &params, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_domain_get_block_statistics(domain, "", &params, &n));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_domain_get_interface_statistics(domain, "none", &params, &n));
	CHECK(!params);
	CHECK_OK(keel_connection_get_domain_statistics(connection, KEEL_STATISTICS_STATE,
						       KEEL_LIST_ACTIVE, &statistics, &n));
	CHECK_INT(2, n);
	find_param(statistics[0].params, statistics[0].n_params, "state.state");
	keel_domain_statistics_free(statistics, n);
	CHECK_OK(keel_connection_get_domain_statistics(connection, 0, KEEL_LIST_OTHER, &statistics,
						       &n));
	CHECK_INT(0, n);
	keel_domain_statistics_free(statistics, n);
	CHECK_OK(keel_domain_destroy(domain, 0));
	undefine(domain);
	keel_connection_unref(connection);
}

static void test_save_and_restore(void)
{
	char folder[] = "/tmp/keel-libvirt-XXXXXX";
	keel_domain *domain;
	keel_domain *other = NULL;
	char path[64];

	connection = open_libvirt();
	CHECK(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/saved", folder);
	domain = define(SMALL);
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE, keel_domain_save(domain, path, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_save(domain, path, 0));
	check_state(KEEL_DOMAIN_STATE_SHUT_OFF, KEEL_DOMAIN_REASON_SAVED, domain);
	CHECK_OK(keel_connection_restore_domain(connection, path, 0, &other));
	CHECK_TEXT("small", keel_domain_get_name(other));
	check_state(KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_RESTORED, other);
	keel_domain_unref(other);
	other = NULL;
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_connection_restore_domain(connection, path, 0, &other));
	CHECK_FAILS(KEEL_STATUS_IO,
		    keel_connection_restore_domain(connection, "/no/such", 0, &other));
	CHECK(!other);
	CHECK_OK(keel_domain_destroy(domain, 0));
	undefine(domain);
	CHECK_INT(0, remove(path));
	CHECK_INT(0, remove(folder));
	keel_connection_unref(connection);
}

static void test_what_libvirt_lacks_is_not_supported(void)
{
	keel_job_info info = {.type = KEEL_JOB_TYPE_FAILED};
	keel_domain *domain;

	connection = open_libvirt();
	domain = find(connection, "test");
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
		    keel_domain_write_memory(domain, 0, (const uint8_t *)"x", 1));
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_domain_get_job_info(domain, 0, &info));
	CHECK_INT(KEEL_JOB_TYPE_FAILED, info.type);
	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_domain_begin_backup(domain, NULL, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_read_only_is_refused(void)
{
	keel_domain *domain;
	char *text;

	CHECK_OK(keel_connection_open(LIBVIRT_URI, KEEL_OPEN_READ_ONLY, &connection));
	CHECK(keel_connection_is_read_only(connection));
	domain = find(connection, "test");
	CHECK_OK(keel_domain_get_xml(domain, KEEL_DOMAIN_XML_INACTIVE, &text));
	CHECK(strstr(text, "<name>test</name>"));
	keel_free(text);
	CHECK_FAILS(KEEL_STATUS_PERMISSION, keel_domain_suspend(domain, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

/* The domains keep their connection, and what is closed says so. */
static void test_domain_outlives_its_connection(void)
{
	keel_domain *domain;
	keel_domain_info info;
	bool alive = true;

	connection = open_libvirt();
	domain = find(connection, "test");
	CHECK_OK(keel_connection_close(connection));
	CHECK_OK(keel_connection_is_alive(connection, &alive));
	CHECK(!alive);
	keel_connection_unref(connection);
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_get_info(domain, &info));
	CHECK_TEXT("test", keel_domain_get_name(domain));
	keel_domain_unref(domain);
}

#define N_THREADS 4
#define N_ROUNDS 50

static void *use_connection(void *data)
{
	int i;

	(void)data;
	for (i = 0; i < N_ROUNDS; i++) {
		keel_domain *domain = find(connection, "test");
		keel_connection *own = open_libvirt();
		keel_domain_info info;

		CHECK_OK(keel_domain_get_info(domain, &info));
		CHECK(count(0) >= 1);
		keel_domain_unref(find(own, "test"));
		keel_connection_unref(own);
		keel_domain_unref(domain);
	}
	return NULL;
}

static void test_threads_share_a_connection(void)
{
	pthread_t threads[N_THREADS];
	size_t i;

	connection = open_libvirt();
	for (i = 0; i < N_THREADS; i++)
		CHECK_INT(0, pthread_create(&threads[i], NULL, use_connection, NULL));
	for (i = 0; i < N_THREADS; i++)
		CHECK_INT(0, pthread_join(threads[i], NULL));
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_threads_share_a_connection);
	RUN(test_domains_are_found);
	RUN(test_domains_are_listed);
	RUN(test_defining_refuses);
	RUN(test_domain_lives);
	RUN(test_transient_domain_goes);
	RUN(test_domain_is_renamed);
	RUN(test_memory_and_processors);
	RUN(test_texts_are_kept);
	RUN(test_texts_are_kept_while_it_runs);
	RUN(test_scheduler_parameters);
	RUN(test_devices_are_listed);
	RUN(test_keys_are_pressed);
	RUN(test_statistics);
	RUN(test_save_and_restore);
	RUN(test_what_libvirt_lacks_is_not_supported);
	RUN(test_read_only_is_refused);
	RUN(test_domain_outlives_its_connection);
	DONE();
}
