/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who gets to a host of the test driver and how: seed, clock, credentials, and when it is lost. */

#include "check.h"

#include <unistd.h>

#define SECOND ((uint64_t)1000000000)

#define HOST(inside)                                                                               \
	"<host><name>h</name><uuid>22222222-2222-4222-8222-222222222222</uuid>"                   \
	"<memory>1</memory>" inside "</host>"

/* Opens a host that is made for the test. */
static keel_status open_host(const char *xml, const keel_param *credentials, size_t n,
			     keel_connection **ret)
{
	char path[] = "/tmp/keel-host-XXXXXX";
	keel_status status;
	char uri[64];
	int fd = mkstemp(path);

	CHECK(fd >= 0);
	CHECK_INT(strlen(xml), write(fd, xml, strlen(xml)));
	CHECK_INT(0, close(fd));
	snprintf(uri, sizeof(uri), "test://%s", path);
	status = keel_connection_open_with_credentials(uri, 0, credentials, n, ret);
	CHECK_INT(0, unlink(path));
	return status;
}

static keel_connection *open_uri(const char *uri)
{
	keel_connection *connection;

	CHECK_OK(keel_connection_open(uri, 0, &connection));
	CHECK_TEXT(uri, keel_connection_get_uri(connection));
	return connection;
}

/* Makes up a UUID and a hardware address. */
static void make_up(const char *uri, char uuid[64], char mac[32])
{
	keel_connection *connection = open_uri(uri);
	keel_domain_interface *interfaces;
	keel_domain *domain;
	char *text;
	size_t n;

	CHECK_OK(keel_connection_define_domain(connection,
					       "<domain><name>n</name><memory>1</memory>"
					       "<devices><interface/></devices></domain>",
					       0, &domain));
	CHECK_OK(keel_domain_get_uuid_string(domain, &text));
	snprintf(uuid, 64, "%s", text);
	keel_free(text);
	CHECK_OK(keel_domain_list_interfaces(domain, &interfaces, &n));
	CHECK_INT(1, n);
	snprintf(mac, 32, "%s", interfaces[0].mac);
	keel_domain_interfaces_free(interfaces, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_seed_changes_what_is_made_up(void)
{
	char uuid[3][64];
	char mac[3][32];

	make_up("test:///default", uuid[0], mac[0]);
	make_up("test:///default?seed=7", uuid[1], mac[1]);
	make_up("test:///default?seed=8&clock=1", uuid[2], mac[2]);
	CHECK_TEXT("52:54:00:00:00:00", mac[0]);
	CHECK_TEXT("52:54:00:07:00:00", mac[1]);
	CHECK_TEXT("52:54:00:08:00:00", mac[2]);
	CHECK(strcmp(uuid[0], uuid[1]) != 0);
	CHECK(strcmp(uuid[1], uuid[2]) != 0);

	/* The same seed makes up the same, and no seed is seed 0. */
	make_up("test:///default?clock=5&seed=7", uuid[2], mac[2]);
	CHECK_TEXT(uuid[1], uuid[2]);
	make_up("test:///default?seed=0", uuid[1], mac[1]);
	CHECK_TEXT(uuid[0], uuid[1]);
	make_up("test:///default?", uuid[1], mac[1]);
	CHECK_TEXT(uuid[0], uuid[1]);
}

static void test_unknown_parameters_of_a_uri_are_refused(void)
{
	static const char *const faulty[] = {
		"sed=7",      "seed",	     "seed=",	  "seed=7&seed=7", "seed=-1",
		"seed=7x",    "seed=18446744073709551616", "seed=%37",	   "&seed=7",
		"clock=1.5",  "clock=9223372037",  "SEED=1", "seed=7?clock=1",   "=7",
	};
	keel_connection *connection = NULL;
	char uri[128];
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++) {
		snprintf(uri, sizeof(uri), "test:///default?%s", faulty[i]);
		CHECK_INVALID(keel_connection_open(uri, 0, &connection));
	}
	/* A question mark of the path is escaped. */
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_open("test:///no%3fseed=1", 0, &connection));
	CHECK(!connection);
	keel_connection_unref(open_uri("test:///default?seed=18446744073709551615&clock=9223372036"));
}

static uint64_t clock_of(keel_connection *connection)
{
	uint64_t clock = 0;
	keel_param *params;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_get_host_parameters(connection, &params, &n));
	for (i = 0; i < n; i++)
		if (strcmp(params[i].name, "clock") == 0) {
			CHECK_INT(KEEL_PARAM_TYPE_U64, params[i].type);
			clock = params[i].value.u64;
		}
	keel_params_free(params, n);
	return clock;
}

static keel_status set_clock(keel_connection *connection, uint64_t ns)
{
	keel_param param = {"clock", KEEL_PARAM_TYPE_U64, {.u64 = ns}};

	return keel_connection_set_host_parameters(connection, &param, 1);
}

static uint64_t cpu_time_of(keel_connection *connection, const char *name)
{
	keel_domain *domain = find(connection, name);
	keel_domain_info info;

	CHECK_OK(keel_domain_get_info(domain, &info));
	keel_domain_unref(domain);
	return info.cpu_time_ns;
}

static void test_clock_goes_forwards_only(void)
{
	keel_connection *connection = open_uri("test:///default?clock=3600");
	keel_param both[] = {
		{"clock", KEEL_PARAM_TYPE_U64, {.u64 = 4000 * SECOND}},
		{"shares", KEEL_PARAM_TYPE_I32, {.i32 = -1}},
	};
	keel_domain *domain;

	CHECK_INT(3600 * SECOND, clock_of(connection));
	CHECK_INT(0, cpu_time_of(connection, "test"));
	CHECK_OK(set_clock(connection, 3600 * SECOND));
	CHECK_OK(set_clock(connection, 3600 * SECOND + 5));
	CHECK_INT(3600 * SECOND + 5, clock_of(connection));
	CHECK_INT(10, cpu_time_of(connection, "test"));
	CHECK_INT(0, cpu_time_of(connection, "spare"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set_clock(connection, 3600 * SECOND + 4));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set_clock(connection, (uint64_t)INT64_MAX + 1));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    keel_connection_set_host_parameters(connection, both, 2));
	CHECK_INT(3600 * SECOND + 5, clock_of(connection));

	/* A change of state moves it too. */
	domain = find(connection, "spare");
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_INT(3601 * SECOND + 5, clock_of(connection));
	keel_domain_unref(domain);

	/* As far as it goes, and what is done then still works. */
	CHECK_OK(set_clock(connection, INT64_MAX));
	domain = find(connection, "test");
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, set_clock(connection, INT64_MAX));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_clock_moves_jobs_that_nobody_works_at(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_job_info info;

	CHECK_OK(keel_domain_begin_backup(domain, NULL, 0));
	CHECK_OK(set_clock(connection, 5 * SECOND));
	CHECK_OK(keel_domain_get_job_info(domain, 0, &info));
	CHECK_INT(KEEL_JOB_TYPE_BOUNDED, info.type);
	CHECK_INT(5000, info.elapsed_ms);
	CHECK_INT(info.total / 2, info.processed);
	CHECK_OK(set_clock(connection, 10 * SECOND));
	CHECK_OK(keel_domain_get_job_info(domain, KEEL_JOB_FINISHED, &info));
	CHECK_INT(KEEL_JOB_TYPE_COMPLETED, info.type);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static keel_param text(const char *name, const char *value)
{
	return (keel_param){name, KEEL_PARAM_TYPE_STRING, {.string = value}};
}

static void test_credentials_let_in_who_has_them(void)
{
	static const char host[] = HOST("<auth><user name='ann' password='s&lt;cret'/>"
					"<user name='bob' password=''/></auth>");
	keel_connection *connection = NULL;
	keel_param ann[] = {text("username", "ann"), text("password", "s<cret"),
			    text("realm", "any")};
	keel_param mixed[] = {text("password", ""), text("username", "ann")};
	keel_param bob[] = {text("password", ""), text("username", "bob")};
	keel_param twice[] = {text("username", "ann"), text("username", "ann")};

	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_host(host, NULL, 0, &connection));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_host(host, ann, 1, &connection));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_host(host, ann + 1, 2, &connection));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_host(host, mixed, 2, &connection));
	CHECK_INVALID(open_host(host, twice, 2, &connection));
	CHECK(!connection);
	CHECK_OK(open_host(host, ann, 2, &connection));
	keel_connection_unref(connection);
	CHECK_OK(open_host(host, ann, 3, &connection));
	keel_connection_unref(connection);
	CHECK_OK(open_host(host, bob, 2, &connection));
	keel_connection_unref(connection);

	/* One that does not ask does not mind. */
	CHECK_OK(open_host(HOST(""), ann, 2, &connection));
	keel_connection_unref(connection);
}

static void test_faulty_credentials_of_a_host_are_refused(void)
{
	static const char *const faulty[] = {
		HOST("<auth/><auth/>"),
		HOST("<auth><user password='x'/></auth>"),
		HOST("<auth><user name='x'/></auth>"),
	};
	keel_connection *connection = NULL;
	size_t i;

	for (i = 0; i < 3; i++)
		CHECK_FAILS(KEEL_STATUS_XML, open_host(faulty[i], NULL, 0, &connection));
	CHECK_FAILS(KEEL_STATUS_PERMISSION, open_host(HOST("<auth/>"), NULL, 0, &connection));
	CHECK(!connection);
}

struct heard {
	int n;
	keel_close_reason reason;
};

static void hear(keel_connection *connection, keel_close_reason reason, void *user_data)
{
	struct heard *heard = user_data;

	CHECK(connection != NULL);
	heard->n++;
	heard->reason = reason;
}

static keel_status lose(keel_connection *connection)
{
	keel_param param = {"lost", KEEL_PARAM_TYPE_BOOL, {.boolean = true}};

	return keel_connection_set_host_parameters(connection, &param, 1);
}

static void test_what_is_lost_does_not_answer(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_param no = {"lost", KEEL_PARAM_TYPE_BOOL, {.boolean = false}};
	struct heard heard = {0};
	keel_domain *other = NULL;
	keel_param *params = NULL;
	bool alive = false;
	char *name = NULL;
	uint64_t id;
	size_t n;

	CHECK_OK(keel_connection_add_close_listener(connection, hear, &heard, NULL, &id));
	CHECK_OK(keel_connection_set_host_parameters(connection, &no, 1));
	CHECK_OK(keel_connection_is_alive(connection, &alive));
	CHECK(alive);
	CHECK_OK(lose(connection));
	CHECK_OK(keel_connection_is_alive(connection, &alive));
	CHECK(!alive);
	while (heard.n == 0)
		CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_INT(1, heard.n);
	CHECK_INT(KEEL_CLOSE_REASON_ERROR, heard.reason);

	CHECK_FAILS(KEEL_STATUS_IO, lose(connection));
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_set_host_parameters(connection, &no, 1));
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_get_hostname(connection, &name));
	CHECK_FAILS(KEEL_STATUS_IO, keel_connection_get_host_parameters(connection, &params, &n));
	CHECK_FAILS(KEEL_STATUS_IO,
		    keel_connection_lookup_domain_by_name(connection, "test", &other));
	CHECK_FAILS(KEEL_STATUS_IO, keel_domain_suspend(domain, 0));
	CHECK_FAILS(KEEL_STATUS_IO, keel_domain_get_title(domain, &name));
	CHECK(!name && !other && !params);

	/* What needs no host goes on. */
	CHECK_TEXT("test", keel_domain_get_name(domain));
	CHECK_OK(keel_connection_remove_listener(connection, id));
	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_domain_suspend(domain, 0));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_nothing_migrates_to_a_lost_host(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_connection *other;
	keel_domain *moved = NULL;

	CHECK_OK(open_host(HOST(""), NULL, 0, &other));
	CHECK_OK(lose(other));
	CHECK_FAILS(KEEL_STATUS_IO, keel_domain_migrate(domain, other, 0, NULL, 0, &moved));
	CHECK(!moved);
	keel_domain_unref(domain);
	keel_connection_unref(other);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_seed_changes_what_is_made_up);
	RUN(test_unknown_parameters_of_a_uri_are_refused);
	RUN(test_clock_goes_forwards_only);
	RUN(test_clock_moves_jobs_that_nobody_works_at);
	RUN(test_credentials_let_in_who_has_them);
	RUN(test_faulty_credentials_of_a_host_are_refused);
	RUN(test_what_is_lost_does_not_answer);
	RUN(test_nothing_migrates_to_a_lost_host);
	DONE();
}
