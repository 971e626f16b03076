/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Eight threads do all kinds of things with the objects of one connection at once. Much of it fails,
 * since another thread was there first; nothing may crash, hang, race, leak or be a fault of keel.
 */

#include "check.h"

#include <pthread.h>
#include <stdatomic.h>

#define N_THREADS 8
#define N_ROUNDS 300

struct thread {
	pthread_t thread;
	keel_connection *connection;
	keel_connection *other;
	uint32_t seed;
	uint32_t number;
};

static _Atomic uint32_t n_heard;
static _Atomic uint32_t n_destroyed;
static _Atomic uint32_t n_added;
static _Atomic uint32_t n_worked;

/* The same numbers each time. */
static uint32_t next(struct thread *self)
{
	self->seed = self->seed * 1664525u + 1013904223u;
	return self->seed >> 16;
}

/* A call may work or fail, but never for a reason that is keel's own. */
static bool works(keel_status status)
{
	CHECK(status != KEEL_STATUS_INTERNAL && status != KEEL_STATUS_NO_MEMORY);
	CHECK(status == KEEL_OK || keel_last_error_status() == status);
	n_worked += status == KEEL_OK;
	return status == KEEL_OK;
}

static void hear(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		 int32_t detail, void *user_data)
{
	char *uuid;

	(void)connection;
	(void)event;
	(void)detail;
	(void)user_data;
	CHECK_OK(keel_domain_get_uuid_string(domain, &uuid));
	keel_free(uuid);
	n_heard++;
}

static void forget(void *user_data)
{
	(void)user_data;
	n_destroyed++;
}

static void list_all(struct thread *self)
{
	keel_domain **domains;
	size_t n;
	size_t i;

	if (!works(keel_connection_list_domains(self->connection, 0, &domains, &n)))
		return;
	for (i = 0; i < n; i++) {
		keel_domain_info info;

		works(keel_domain_get_info(domains[i], &info));
		keel_domain_unref(domains[i]);
	}
	keel_free(domains);
}

static void change_state(struct thread *self, keel_domain *domain)
{
	switch (next(self) % 6) {
	case 0:
		works(keel_domain_start(domain, next(self) % 2));
		break;
	case 1:
		works(keel_domain_suspend(domain, 0));
		break;
	case 2:
		works(keel_domain_resume(domain, 0));
		break;
	case 3:
		works(keel_domain_destroy(domain, 0));
		break;
	case 4:
		works(keel_domain_reboot(domain, 0));
		break;
	default:
		works(keel_domain_set_title(domain, next(self) % 2 ? "a title" : NULL));
		break;
	}
}

static void use_shared(struct thread *self)
{
	keel_domain *domain;

	if (!works(keel_connection_lookup_domain_by_name(
		    self->connection, next(self) % 2 ? "test" : "spare", &domain)))
		return;
	change_state(self, domain);
	keel_domain_unref(domain);
}

static void come_and_go(struct thread *self)
{
	char xml[128];
	keel_domain *domain;

	snprintf(xml, sizeof(xml), "<domain><name>own-%u</name><memory>1024</memory></domain>",
		 (unsigned)(self->number % 4));
	if (!works(keel_connection_define_domain(self->connection, xml, KEEL_DEFINE_NEW, &domain)))
		return;
	change_state(self, domain);
	works(keel_domain_undefine(domain, 0));
	keel_domain_unref(domain);
}

static void take_snapshots(struct thread *self)
{
	keel_domain *domain;
	keel_snapshot *snapshot;

	if (!works(keel_connection_lookup_domain_by_name(self->connection, "test", &domain)))
		return;
	if (works(keel_domain_create_snapshot(domain, NULL, 0, &snapshot))) {
		works(keel_snapshot_revert(snapshot, 0));
		works(keel_snapshot_delete(snapshot, 0));
		keel_snapshot_unref(snapshot);
	}
	keel_domain_unref(domain);
}

static void use_network(struct thread *self)
{
	keel_network *network;
	keel_network_lease *leases;
	size_t n;

	if (!works(keel_connection_lookup_network_by_name(self->connection, "default", &network)))
		return;
	if (next(self) % 2)
		works(keel_network_destroy(network));
	else
		works(keel_network_start(network));
	if (works(keel_network_list_leases(network, NULL, &leases, &n)))
		keel_network_leases_free(leases, n);
	keel_network_unref(network);
}

static void transfer(struct thread *self, keel_storage_volume *volume, bool up)
{
	keel_stream *stream;
	uint8_t buffer[512] = {1, 2, 3};
	size_t n;

	if (!works(keel_stream_new(self->connection, 0, &stream)))
		return;
	if (up) {
		if (works(keel_storage_volume_upload(volume, stream, 0, 0)))
			works(keel_stream_send(stream, buffer, sizeof(buffer), &n));
	} else {
		if (works(keel_storage_volume_download(volume, stream, 0, 0)))
			works(keel_stream_receive(stream, buffer, sizeof(buffer), &n));
	}
	if (next(self) % 2)
		works(keel_stream_finish(stream));
	keel_stream_unref(stream);
}

static void use_volume(struct thread *self)
{
	char xml[128];
	keel_storage_pool *pool;
	keel_storage_volume *volume;

	snprintf(xml, sizeof(xml), "<volume><name>own-%u</name><capacity>4096</capacity></volume>",
		 (unsigned)(self->number % 4));
	if (!works(keel_connection_lookup_storage_pool_by_name(self->connection, "default", &pool)))
		return;
	if (works(keel_storage_pool_create_volume(pool, xml, 0, &volume))) {
		transfer(self, volume, true);
		transfer(self, volume, false);
		works(keel_storage_volume_delete(volume));
		keel_storage_volume_unref(volume);
	}
	keel_storage_pool_unref(pool);
}

static void use_secret(struct thread *self)
{
	keel_secret **secrets;
	uint8_t *value;
	size_t n_value;
	size_t n;
	size_t i;

	if (!works(keel_connection_list_secrets(self->connection, 0, &secrets, &n)))
		return;
	for (i = 0; i < n; i++) {
		works(keel_secret_set_value(secrets[i], (const uint8_t *)"value", 5));
		if (works(keel_secret_get_value(secrets[i], &value, &n_value)))
			keel_free(value);
		keel_secret_unref(secrets[i]);
	}
	keel_free(secrets);
}

static void listen_for_a_while(struct thread *self)
{
	uint64_t id;
	uint32_t n;

	if (!works(keel_connection_add_domain_listener(self->connection, NULL, hear, NULL, forget,
						       &id)))
		return;
	n_added++;
	use_shared(self);
	works(keel_event_dispatch(0, &n));
	works(keel_connection_remove_listener(self->connection, id));
}

static void move_away_and_back(struct thread *self)
{
	keel_domain *domain;
	keel_domain *moved;

	if (!works(keel_connection_lookup_domain_by_name(self->connection, "test", &domain)))
		return;
	if (works(keel_domain_migrate(domain, self->other, KEEL_MIGRATE_PERSIST, NULL, 0, &moved))) {
		works(keel_domain_migrate(moved, self->connection, 0, NULL, 0, NULL));
		works(keel_domain_undefine(moved, 0));
		keel_domain_unref(moved);
	}
	if (next(self) % 2)
		works(keel_domain_abort_job(domain));
	keel_domain_unref(domain);
}

static void read_statistics(struct thread *self)
{
	keel_domain_statistics *statistics;
	size_t n;

	if (works(keel_connection_get_domain_statistics(self->connection, 0, 0, &statistics, &n)))
		keel_domain_statistics_free(statistics, n);
}

static void *run(void *data)
{
	static void (*const actions[])(struct thread *) = {
		list_all,	use_shared, come_and_go,	take_snapshots,	    use_network,
		use_volume,	use_secret, listen_for_a_while, move_away_and_back, read_statistics,
	};
	struct thread *self = data;
	int i;

	for (i = 0; i < N_ROUNDS; i++)
		actions[next(self) % (sizeof(actions) / sizeof(*actions))](self);
	return NULL;
}

static void test_eight_threads_on_one_connection(void)
{
	struct thread threads[N_THREADS];
	keel_connection *connection = open_default();
	char uri[sizeof("test://") + 1024];
	keel_connection *other;
	uint32_t n;
	uint32_t i;

	snprintf(uri, sizeof(uri), "test://%s", getenv("KEEL_TEST_HOST"));
	CHECK_OK(keel_connection_open(uri, 0, &other));
	for (i = 0; i < N_THREADS; i++) {
		threads[i] = (struct thread){
			.connection = connection, .other = other, .seed = i, .number = i};
		CHECK_INT(0, pthread_create(&threads[i].thread, NULL, run, &threads[i]));
	}
	for (i = 0; i < N_THREADS; i++)
		CHECK_INT(0, pthread_join(threads[i].thread, NULL));
	CHECK_OK(keel_event_dispatch(0, &n));
	printf("# %u calls worked, %u events were heard\n", n_worked, n_heard);
	CHECK(n_worked > N_THREADS * N_ROUNDS);
	CHECK(n_heard > 0);
	CHECK_INT(n_added, n_destroyed);
	keel_connection_unref(other);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_eight_threads_on_one_connection);
	DONE();
}
