/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#include <pthread.h>
#include <stdatomic.h>

#define N_THREADS 8
#define N_ROUNDS 300

static keel_connection *shared;
static atomic_bool done;
static atomic_int n_heard;
static atomic_int n_destroyed;

static void run_all(void *(*work)(void *))
{
	pthread_t threads[N_THREADS];
	intptr_t i;

	for (i = 0; i < N_THREADS; i++)
		CHECK_INT(0, pthread_create(&threads[i], NULL, work, (void *)i));
	for (i = 0; i < N_THREADS; i++)
		CHECK_INT(0, pthread_join(threads[i], NULL));
}

/* What other threads may make fail. */
static void may_fail(keel_status status)
{
	if (status != KEEL_OK)
		CHECK(status == keel_last_error_status());
}

static void read_all(keel_domain *domain)
{
	keel_domain_state state;
	keel_domain_info info;
	keel_param *params;
	char *text;
	size_t n;

	CHECK(*keel_domain_get_name(domain));
	may_fail(keel_domain_get_info(domain, &info));
	may_fail(keel_domain_get_state(domain, &state, NULL));
	if (keel_domain_get_xml(domain, 0, &text) == KEEL_OK)
		keel_free(text);
	if (keel_domain_get_scheduler_parameters(domain, &params, &n) == KEEL_OK)
		keel_params_free(params, n);
}

static void *hammer(void *data)
{
	static const char *const names[] = {"one", "two", "three"};
	intptr_t self = (intptr_t)data;
	char xml[128];
	int i;

	for (i = 0; i < N_ROUNDS; i++) {
		const char *name = names[(i + self) % 3];
		keel_domain **domains;
		keel_domain *domain;
		size_t n;
		size_t k;

		CHECK_OK(keel_connection_list_domains(shared, 0, &domains, &n));
		for (k = 0; k < n; k++) {
			read_all(domains[k]);
			keel_domain_unref(domains[k]);
		}
		keel_free(domains);

		snprintf(xml, sizeof(xml), "<domain><name>%s</name><memory>1024</memory></domain>",
			 name);
		if (keel_connection_lookup_domain_by_name(shared, name, &domain) != KEEL_OK &&
		    keel_connection_create_domain(shared, xml, 0, &domain) != KEEL_OK)
			continue;
		may_fail(keel_domain_suspend(domain, 0));
		may_fail(keel_domain_set_title(domain, name));
		may_fail(keel_domain_resume(domain, 0));
		may_fail(keel_domain_destroy(domain, 0));
		keel_domain_unref(domain);

		if (keel_connection_lookup_domain_by_name(shared, "spare", &domain) == KEEL_OK) {
			may_fail(keel_domain_rename(domain, "spare2", 0));
			CHECK(*keel_domain_get_name(domain));
			may_fail(keel_domain_rename(domain, "spare", 0));
			keel_domain_unref(domain);
		}
	}
	return NULL;
}

static void test_threads_share_a_connection(void)
{
	keel_domain *test;

	shared = open_default();
	test = find(shared, "test");
	run_all(hammer);
	read_all(test);
	keel_domain_unref(test);
	CHECK_INT(1, keel_live_handles());
	keel_connection_unref(shared);
}

static void hear(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		 int32_t detail, void *user_data)
{
	(void)connection;
	(void)event;
	(void)detail;
	(void)user_data;
	CHECK(*keel_domain_get_name(domain));
	atomic_fetch_add(&n_heard, 1);
}

static void forget(void *user_data)
{
	(void)user_data;
	atomic_fetch_add(&n_destroyed, 1);
}

static void *make_events(void *data)
{
	keel_domain *domain = find(shared, "test");
	int i;

	(void)data;
	for (i = 0; i < N_ROUNDS; i++) {
		uint64_t id;

		CHECK_OK(keel_connection_add_domain_listener(shared, i % 2 ? domain : NULL, hear,
							     NULL, forget, &id));
		may_fail(keel_domain_suspend(domain, 0));
		may_fail(keel_domain_resume(domain, 0));
		CHECK_OK(keel_event_dispatch(0, NULL));
		CHECK_OK(keel_connection_remove_listener(shared, id));
	}
	keel_domain_unref(domain);
	return NULL;
}

static void *dispatch_until_done(void *data)
{
	(void)data;
	while (!atomic_load(&done))
		CHECK_OK(keel_event_dispatch(-1, NULL));
	return NULL;
}

static void test_threads_share_the_event_loop(void)
{
	pthread_t loop;

	atomic_store(&done, false);
	atomic_store(&n_heard, 0);
	atomic_store(&n_destroyed, 0);
	shared = open_default();
	CHECK_INT(0, pthread_create(&loop, NULL, dispatch_until_done, NULL));
	run_all(make_events);
	atomic_store(&done, true);
	CHECK_OK(keel_event_wakeup());
	CHECK_INT(0, pthread_join(loop, NULL));
	CHECK_INT(N_THREADS * N_ROUNDS, atomic_load(&n_destroyed));
	CHECK(atomic_load(&n_heard) > 0);
	keel_connection_unref(shared);
	CHECK_OK(keel_event_dispatch(0, NULL));
}

/* Connections are freed with events queued while another thread dispatches. */
static void *open_and_drop(void *data)
{
	int i;

	(void)data;
	for (i = 0; i < N_ROUNDS / 4; i++) {
		keel_connection *connection = open_default();
		keel_domain *domain = find(connection, "test");
		uint64_t id;

		CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, NULL, forget,
							     &id));
		CHECK_OK(keel_domain_suspend(domain, 0));
		CHECK_OK(keel_domain_resume(domain, 0));
		if (i % 3 == 0)
			CHECK_OK(keel_connection_close(connection));
		if (i % 2) {
			keel_domain_unref(domain);
			keel_connection_unref(connection);
		} else {
			keel_connection_unref(connection);
			keel_domain_unref(domain);
		}
	}
	return NULL;
}

static void test_threads_free_connections_while_one_dispatches(void)
{
	pthread_t loop;

	atomic_store(&done, false);
	atomic_store(&n_destroyed, 0);
	CHECK_INT(0, pthread_create(&loop, NULL, dispatch_until_done, NULL));
	run_all(open_and_drop);
	atomic_store(&done, true);
	CHECK_OK(keel_event_wakeup());
	CHECK_INT(0, pthread_join(loop, NULL));
	CHECK_INT(N_THREADS * (N_ROUNDS / 4), atomic_load(&n_destroyed));
	CHECK_OK(keel_event_dispatch(0, NULL));
}

static atomic_int n_closed;

static void *use_until_closed(void *data)
{
	intptr_t self = (intptr_t)data;
	keel_connection *connection = keel_connection_ref(shared);
	keel_domain *domain = NULL;
	int i;

	for (i = 0; i < N_ROUNDS * 10; i++) {
		keel_status status;

		if (self == 0 && i == N_ROUNDS)
			CHECK_OK(keel_connection_close(connection));
		status = keel_connection_lookup_domain_by_name(connection, "test", &domain);
		if (status == KEEL_OK) {
			keel_domain_unref(domain);
		} else {
			CHECK_INT(KEEL_STATUS_CLOSED, status);
			atomic_fetch_add(&n_closed, 1);
		}
	}
	keel_connection_unref(connection);
	return NULL;
}

static void test_threads_see_a_close(void)
{
	atomic_store(&n_closed, 0);
	shared = open_default();
	run_all(use_until_closed);
	CHECK(atomic_load(&n_closed) > 0);
	keel_connection_unref(shared);
}

int main(void)
{
	RUN(test_threads_share_a_connection);
	RUN(test_threads_share_the_event_loop);
	RUN(test_threads_free_connections_while_one_dispatches);
	RUN(test_threads_see_a_close);
	DONE();
}
