/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A real guest moves between hosts. A and B have the same name and other UUIDs; C is another daemon
 * with the UUID of A, as if it were A under another name.
 */

#include "guest.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *guest;
static keel_connection *a;
static keel_connection *b;
static keel_connection *c;

/* A way for the guest's memory: a port of this machine that nobody uses. */
static const char *free_way(void)
{
	static char uri[64];
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	CHECK(fd >= 0);
	CHECK_INT(0, bind(fd, (struct sockaddr *)&address, sizeof(address)));
	CHECK_INT(0, getsockname(fd, (struct sockaddr *)&address, &size));
	close(fd);
	snprintf(uri, sizeof(uri), "tcp://127.0.0.1:%d", ntohs(address.sin_port));
	return uri;
}

static size_t count(keel_connection *connection, uint32_t flags)
{
	uint32_t n;

	CHECK_OK(keel_connection_count_domains(connection, flags, &n));
	return n;
}

/* The guest is active on one host only. */
static void check_only_on(keel_connection *connection)
{
	CHECK_INT(connection == a, count(a, KEEL_LIST_ACTIVE));
	CHECK_INT(connection == b, count(b, KEEL_LIST_ACTIVE));
	CHECK_INT(connection == c, count(c, KEEL_LIST_ACTIVE));
}

static void open_hosts(void)
{
	a = open_host("A", 0);
	b = open_host("B", 0);
	c = open_host("C", 0);
}

static void close_hosts(void)
{
	keel_connection_unref(a);
	keel_connection_unref(b);
	keel_connection_unref(c);
}

static void test_same_host_is_told_by_its_uuid(void)
{
	keel_domain *domain;
	keel_domain *moved = NULL;
	keel_param param = {"uri", KEEL_PARAM_TYPE_STRING, {.string = free_way()}};
	char *one;
	char *other;

	open_hosts();
	CHECK_OK(keel_connection_get_hostname(a, &one));
	CHECK_OK(keel_connection_get_hostname(b, &other));
	CHECK_TEXT(one, other);
	keel_free(one);
	keel_free(other);
	CHECK_OK(keel_connection_create_domain(a, guest, 0, &domain));
	CHECK_FAILS(KEEL_STATUS_SAME_HOST,
		    keel_domain_migrate(domain, a, KEEL_MIGRATE_LIVE, &param, 1, &moved));
	CHECK_FAILS(KEEL_STATUS_SAME_HOST,
		    keel_domain_migrate(domain, c, KEEL_MIGRATE_LIVE, &param, 1, &moved));
	CHECK(strstr(keel_last_error_message(), "aaaaaaaa-1111-4111-8111-111111111111"));
	CHECK(!moved);
	check_only_on(a);
	check_state(KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED, domain);
	CHECK_OK(keel_domain_destroy(domain, 0));
	keel_domain_unref(domain);
	close_hosts();
}

static void test_guest_moves_between_hosts_of_one_name(void)
{
	keel_domain *domain;
	keel_domain *moved;
	keel_param param = {"uri", KEEL_PARAM_TYPE_STRING, {.string = free_way()}};

	open_hosts();
	CHECK_OK(keel_connection_create_domain(a, guest, 0, &domain));
	CHECK_OK(keel_domain_migrate(domain, b, KEEL_MIGRATE_LIVE, &param, 1, &moved));
	check_only_on(b);
	CHECK_TEXT("tiny", keel_domain_get_name(moved));
	check_state(KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_MIGRATED, moved);
	keel_domain_unref(domain);
	CHECK_OK(keel_domain_destroy(moved, 0));
	keel_domain_unref(moved);
	close_hosts();
}

/* It leaves nothing behind, is persistent there, has another name, and waits. */
static void test_guest_moves_for_good(void)
{
	keel_param params[] = {
		{"uri", KEEL_PARAM_TYPE_STRING, {.string = free_way()}},
		{"name", KEEL_PARAM_TYPE_STRING, {.string = "moved"}},
		{"bandwidth", KEEL_PARAM_TYPE_U32, {.u32 = 1000}},
	};
	keel_domain *domain;
	keel_domain *moved;
	bool is;

	open_hosts();
	CHECK_OK(keel_connection_define_domain(a, guest, 0, &domain));
	CHECK_FAILS(KEEL_STATUS_INVALID_STATE,
		    keel_domain_migrate(domain, b, 0, params, 3, &moved));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_migrate(domain, b,
				     KEEL_MIGRATE_PAUSED | KEEL_MIGRATE_PERSIST |
					     KEEL_MIGRATE_UNDEFINE_SOURCE,
				     params, 3, &moved));
	check_only_on(b);
	CHECK_INT(0, count(a, 0));
	CHECK_TEXT("moved", keel_domain_get_name(moved));
	CHECK_OK(keel_domain_is_persistent(moved, &is));
	CHECK(is);
	CHECK_INT(1, count(b, KEEL_LIST_PAUSED));
	keel_domain_unref(domain);
	CHECK_OK(keel_domain_destroy(moved, 0));
	CHECK_OK(keel_domain_undefine(moved, 0));
	keel_domain_unref(moved);
	close_hosts();
}

static void test_failed_move_leaves_the_guest(void)
{
	keel_param unknown = {"colour", KEEL_PARAM_TYPE_STRING, {.string = "red"}};
	keel_param wrong = {"bandwidth", KEEL_PARAM_TYPE_STRING, {.string = "fast"}};
	keel_param faulty = {"uri", KEEL_PARAM_TYPE_STRING, {.string = "tcp://127.0.0.1:1"}};
	keel_param way = {"uri", KEEL_PARAM_TYPE_STRING, {.string = free_way()}};
	keel_connection *reader = open_host("B", KEEL_OPEN_READ_ONLY);
	keel_domain *domain;
	keel_domain *twin;
	keel_domain *moved = NULL;

	open_hosts();
	CHECK_OK(keel_connection_create_domain(a, guest, 0, &domain));
	CHECK_INVALID(keel_domain_migrate(domain, b, 0, &unknown, 1, &moved));
	CHECK_INVALID(keel_domain_migrate(domain, b, 0, &wrong, 1, &moved));
	CHECK_FAILS(KEEL_STATUS_PERMISSION,
		    keel_domain_migrate(domain, reader, 0, &way, 1, &moved));
	/* QEMU may not listen there. */
	CHECK(keel_domain_migrate(domain, b, 0, &faulty, 1, &moved) != KEEL_OK);
	check_only_on(a);
	CHECK_OK(keel_connection_create_domain(b, guest, 0, &twin));
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS,
		    keel_domain_migrate(domain, b, 0, &way, 1, &moved));
	CHECK(!moved);
	CHECK_OK(keel_domain_destroy(twin, 0));
	keel_domain_unref(twin);
	check_only_on(a);
	CHECK_INT(1, count(a, KEEL_LIST_RUNNING));
	CHECK_OK(keel_domain_destroy(domain, 0));
	keel_domain_unref(domain);
	keel_connection_unref(reader);
	close_hosts();
}

int main(int argc, char **argv)
{
	guest = read_guest(argc, argv);
	RUN(test_same_host_is_told_by_its_uuid);
	RUN(test_guest_moves_between_hosts_of_one_name);
	RUN(test_guest_moves_for_good);
	RUN(test_failed_move_leaves_the_guest);
	DONE();
}
