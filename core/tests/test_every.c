/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Walks the functions of all objects, in a table that is made from the headers: each is called with
 * no handle, with a handle of another type, on a closed connection and on a read-only one, and does
 * what its comment says.
 *
 * usage: test_every URI [HANDLE...]   the handles that the host of the URI has none of
 */

#include "check.h"

struct with {
	void *self;
	keel_connection *other;
	keel_domain *domain;
	keel_network *network;
	keel_node_device *node_device;
	keel_secret *secret;
	keel_snapshot *snapshot;
	keel_storage_pool *storage_pool;
	keel_storage_volume *storage_volume;
	keel_stream *stream;
	/* Where outputs go that nobody looks at. */
	uint64_t room[64];
};

struct call {
	const char *name;
	int handle;
	keel_status (*call)(struct with *with);
	bool has_status;
	bool is_refused;
	bool needs_open;
};

static void ignore(void)
{
}

static bool visit(keel_domain *domain, void *user_data)
{
	(void)domain;
	(void)user_data;
	return true;
}

#include "calls.h"

#define N_CALLS (sizeof(calls) / sizeof(*calls))

static const char *uri;
static char **lacking;
static int n_lacking;

struct host {
	struct with with;
	keel_connection *connection;
	void *handles[N_HANDLES];
};

/* Gives the first of a list of handles and gives back the others. */
#define TAKE_FIRST(type, list, ...)                                                                \
	static type *first_of_##list(__VA_ARGS__ *from)                                            \
	{                                                                                          \
		type **all;                                                                        \
		type *first = NULL;                                                                \
		size_t n;                                                                          \
		size_t i;                                                                          \
                                                                                                   \
		if (LIST_##list != KEEL_OK)                                                        \
			return NULL;                                                               \
		for (i = 0; i < n; i++)                                                            \
			if (i == 0)                                                                \
				first = all[i];                                                    \
			else                                                                       \
				type##_unref(all[i]);                                              \
		keel_free(all);                                                                    \
		return first;                                                                      \
	}

#define LIST_domains keel_connection_list_domains(from, 0, &all, &n)
#define LIST_snapshots keel_domain_list_snapshots(from, 0, &all, &n)
#define LIST_networks keel_connection_list_networks(from, 0, &all, &n)
#define LIST_pools keel_connection_list_storage_pools(from, KEEL_LIST_ACTIVE, &all, &n)
#define LIST_volumes keel_storage_pool_list_volumes(from, &all, &n)
#define LIST_devices keel_connection_list_node_devices(from, NULL, &all, &n)
#define LIST_secrets keel_connection_list_secrets(from, 0, &all, &n)

TAKE_FIRST(keel_domain, domains, keel_connection)
TAKE_FIRST(keel_snapshot, snapshots, keel_domain)
TAKE_FIRST(keel_network, networks, keel_connection)
TAKE_FIRST(keel_storage_pool, pools, keel_connection)
TAKE_FIRST(keel_storage_volume, volumes, keel_storage_pool)
TAKE_FIRST(keel_node_device, devices, keel_connection)
TAKE_FIRST(keel_secret, secrets, keel_connection)

static bool may_lack(int handle)
{
	static const char *const names[N_HANDLES] = {
		[HANDLE_CONNECTION] = "connection",
		[HANDLE_DOMAIN] = "domain",
		[HANDLE_NETWORK] = "network",
		[HANDLE_NODE_DEVICE] = "node_device",
		[HANDLE_SECRET] = "secret",
		[HANDLE_SNAPSHOT] = "snapshot",
		[HANDLE_STORAGE_POOL] = "storage_pool",
		[HANDLE_STORAGE_VOLUME] = "storage_volume",
		[HANDLE_STREAM] = "stream",
	};
	int i;

	for (i = 0; i < n_lacking; i++)
		if (strcmp(lacking[i], names[handle]) == 0)
			return true;
	printf("# the host has no %s\n", names[handle]);
	return false;
}

static void open_host(struct host *host, uint32_t flags)
{
	struct with *with = &host->with;
	int i;

	memset(host, 0, sizeof(*host));
	CHECK_OK(keel_connection_open(uri, flags, &host->connection));
	CHECK_OK(keel_connection_open(uri, flags, &with->other));
	with->domain = first_of_domains(host->connection);
	with->snapshot = with->domain ? first_of_snapshots(with->domain) : NULL;
	with->network = first_of_networks(host->connection);
	with->storage_pool = first_of_pools(host->connection);
	with->storage_volume = with->storage_pool ? first_of_volumes(with->storage_pool) : NULL;
	with->node_device = first_of_devices(host->connection);
	with->secret = first_of_secrets(host->connection);
	if (keel_stream_new(host->connection, 0, &with->stream) != KEEL_OK)
		with->stream = NULL;
	host->handles[HANDLE_CONNECTION] = host->connection;
	host->handles[HANDLE_DOMAIN] = with->domain;
	host->handles[HANDLE_SNAPSHOT] = with->snapshot;
	host->handles[HANDLE_NETWORK] = with->network;
	host->handles[HANDLE_STORAGE_POOL] = with->storage_pool;
	host->handles[HANDLE_STORAGE_VOLUME] = with->storage_volume;
	host->handles[HANDLE_NODE_DEVICE] = with->node_device;
	host->handles[HANDLE_SECRET] = with->secret;
	host->handles[HANDLE_STREAM] = with->stream;
	for (i = 0; i < N_HANDLES; i++)
		CHECK(host->handles[i] || may_lack(i));
}

static void close_host(struct host *host)
{
	struct with *with = &host->with;

	keel_stream_unref(with->stream);
	keel_secret_unref(with->secret);
	keel_node_device_unref(with->node_device);
	keel_storage_volume_unref(with->storage_volume);
	keel_storage_pool_unref(with->storage_pool);
	keel_network_unref(with->network);
	keel_snapshot_unref(with->snapshot);
	keel_domain_unref(with->domain);
	keel_connection_unref(with->other);
	keel_connection_unref(host->connection);
}

/* Calls a function on a handle; the last error is that of the call. */
static keel_status call_on(struct host *host, const struct call *call, void *self)
{
	host->with.self = self;
	keel_clear_last_error();
	return call->call(&host->with);
}

/* Ends the test when what a call did is not what it should. */
static void check_call(bool good, const struct call *call, keel_status status)
{
	if (good)
		return;
	printf("# %s gave %s: %s\n", call->name, keel_status_name(status),
	       keel_last_error_message());
	CHECK(good);
}

static void each_on(struct host *host, void *(*choose)(struct host *, const struct call *))
{
	size_t i;

	for (i = 0; i < N_CALLS; i++) {
		keel_status status = call_on(host, &calls[i], choose(host, &calls[i]));

		check_call(status == (calls[i].has_status ? KEEL_STATUS_INVALID_ARGUMENT : KEEL_OK),
			   &calls[i], status);
		check_call(keel_last_error_status() == KEEL_STATUS_INVALID_ARGUMENT, &calls[i],
			   status);
	}
}

static void *no_handle(struct host *host, const struct call *call)
{
	(void)host;
	(void)call;
	return NULL;
}

static void *other_handle(struct host *host, const struct call *call)
{
	return call->handle == HANDLE_CONNECTION ? (void *)host->with.domain : host->connection;
}

static void test_no_handle_is_refused(void)
{
	struct host host;

	open_host(&host, 0);
	each_on(&host, no_handle);
	close_host(&host);
}

static void test_handle_of_another_type_is_refused(void)
{
	struct host host;

	open_host(&host, 0);
	each_on(&host, other_handle);
	close_host(&host);
}

static bool needs_open(const struct call *call)
{
	return call->needs_open;
}

static bool is_refused(const struct call *call)
{
	return call->is_refused;
}

/* Calls each function on a handle of its own: those that are wanted give the status, no others do. */
static size_t each_gives(struct host *host, keel_status wanted, bool (*does)(const struct call *call))
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < N_CALLS; i++) {
		void *self = host->handles[calls[i].handle];
		keel_status status;

		if (!self)
			continue;
		status = call_on(host, &calls[i], self);
		check_call((status == wanted) == does(&calls[i]), &calls[i], status);
		n += does(&calls[i]);
	}
	return n;
}

static void test_closed_connection_is_told(void)
{
	struct host host;

	open_host(&host, 0);
	CHECK_OK(keel_connection_close(host.connection));
	printf("# %zu functions need an open connection\n",
	       each_gives(&host, KEEL_STATUS_CLOSED, needs_open));
	close_host(&host);
}

static void test_read_only_connection_refuses_changes(void)
{
	struct host host;
	size_t n;

	open_host(&host, KEEL_OPEN_READ_ONLY);
	n = each_gives(&host, KEEL_STATUS_PERMISSION, is_refused);
	printf("# %zu functions are refused\n", n);
	CHECK(n > 40);
	close_host(&host);
}

/* Some calls work and give what nobody gives back, so nothing is looked for that is left. */
#define RUN_ONLY(test)                                                                             \
	do {                                                                                       \
		test();                                                                            \
		printf("ok %d - %s\n", ++check_count, #test);                                      \
		fflush(stdout);                                                                    \
	} while (0)

/* A host that all connections of a process share gets what it lacks; it may have it already. */
static keel_connection *prepare(void)
{
	static const char xml[] = "<volume><name>every</name><capacity>4096</capacity></volume>";
	keel_connection *connection;
	keel_storage_pool *pool;
	keel_domain *domain;

	CHECK_OK(keel_connection_open(uri, 0, &connection));
	domain = first_of_domains(connection);
	pool = first_of_pools(connection);
	if (domain)
		keel_domain_create_snapshot(domain, NULL, 0, NULL);
	if (pool)
		keel_storage_pool_create_volume(pool, xml, 0, NULL);
	keel_domain_unref(domain);
	keel_storage_pool_unref(pool);
	return connection;
}

int main(int argc, char **argv)
{
	keel_connection *shared;

	CHECK(argc >= 2);
	uri = argv[1];
	lacking = argv + 2;
	n_lacking = argc - 2;
	shared = prepare();
	RUN_ONLY(test_no_handle_is_refused);
	RUN_ONLY(test_handle_of_another_type_is_refused);
	/* Nothing but that one is left. */
	CHECK_INT(1, keel_live_handles());
	RUN_ONLY(test_closed_connection_is_told);
	RUN_ONLY(test_read_only_connection_refuses_changes);
	keel_connection_unref(shared);
	DONE();
}
