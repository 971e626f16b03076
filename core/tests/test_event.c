/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#include <poll.h>
#include <pthread.h>
#include <time.h>

#define SMALL "<domain><name>small</name><memory>1024</memory></domain>"

struct heard {
	keel_connection *connection;
	uint64_t id;
	char log[2048];
	int n;
	int n_destroyed;
	/* What the callback does at its first call. */
	void (*action)(struct heard *self, keel_domain *domain);
};

static void hear(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		 int32_t detail, void *user_data)
{
	struct heard *self = user_data;
	size_t used = strlen(self->log);

	CHECK(connection == self->connection);
	CHECK_INT(0, self->n_destroyed);
	snprintf(self->log + used, sizeof(self->log) - used, "%s%s:%d/%d", used ? " " : "",
		 keel_domain_get_name(domain), (int)event, (int)detail);
	if (self->n++ == 0 && self->action)
		self->action(self, domain);
}

static void forget(void *user_data)
{
	struct heard *self = user_data;

	self->n_destroyed++;
}

static void listen_to(struct heard *self, keel_connection *connection, keel_domain *domain)
{
	self->connection = connection;
	CHECK_OK(keel_connection_add_domain_listener(connection, domain, hear, self, forget,
						     &self->id));
}

static uint32_t dispatch(void)
{
	uint32_t n = 99;

	CHECK_OK(keel_event_dispatch(0, &n));
	return n;
}

static bool is_readable(void)
{
	struct pollfd descriptor = {.events = POLLIN};

	CHECK_OK(keel_event_get_fd(&descriptor.fd));
	return poll(&descriptor, 1, 0) == 1;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void test_events_tell_of_the_whole_life(void)
{
	keel_connection *connection = open_default();
	struct heard heard = {0};
	keel_domain *domain;

	listen_to(&heard, connection, NULL);
	CHECK_OK(keel_connection_define_domain(connection, SMALL, 0, &domain));
	CHECK_OK(keel_domain_rename(domain, "s", 0));
	CHECK_OK(keel_domain_rename(domain, "small", 0));
	CHECK_OK(keel_domain_start(domain, KEEL_START_PAUSED));
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_OK(keel_domain_reboot(domain, 0));
	CHECK_OK(keel_domain_shutdown(domain, 0));
	CHECK_OK(keel_domain_start(domain, 0));
	CHECK_OK(keel_domain_destroy(domain, 0));
	CHECK_OK(keel_domain_undefine(domain, 0));
	keel_domain_unref(domain);
	CHECK_INT(0, heard.n);
	CHECK_INT(14, dispatch());
	CHECK_TEXT("small:1/1 small:1/3 small:1/3 small:3/5 small:4/7 small:5/6 small:4/6 "
		   "small:5/6 small:9/6 small:7/8 small:6/8 small:3/5 small:6/9 small:2/4",
		   heard.log);
	keel_connection_unref(connection);
	CHECK_INT(1, heard.n_destroyed);
}

static void test_listener_hears_of_its_domain_only(void)
{
	keel_connection *connection = open_default();
	keel_domain *test = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	struct heard heard = {0};

	listen_to(&heard, connection, spare);
	CHECK_OK(keel_domain_suspend(test, 0));
	CHECK_OK(keel_domain_start(spare, 0));
	CHECK_INT(1, dispatch());
	CHECK_TEXT("spare:3/5", heard.log);
	keel_domain_unref(test);
	keel_domain_unref(spare);
	keel_connection_unref(connection);
	CHECK_INT(1, heard.n_destroyed);
}

static void test_listener_hears_of_its_connection_only(void)
{
	keel_connection *one = open_default();
	keel_connection *two = open_default();
	keel_domain *domain = find(two, "test");
	struct heard heard = {0};
	uint64_t id = 7;

	listen_to(&heard, one, NULL);
	CHECK_INVALID(keel_connection_add_domain_listener(one, domain, hear, NULL, forget, &id));
	CHECK_INT(7, id);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_INT(0, dispatch());
	keel_domain_unref(domain);
	keel_connection_unref(one);
	keel_connection_unref(two);
}

static void test_listeners_hear_in_order(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard one = {0};
	struct heard two = {0};

	listen_to(&one, connection, NULL);
	listen_to(&two, connection, domain);
	CHECK_INT(1, one.id);
	CHECK_INT(2, two.id);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_INT(4, dispatch());
	CHECK_TEXT("test:4/6 test:5/6", one.log);
	CHECK_TEXT("test:4/6 test:5/6", two.log);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_remove_drops_what_is_queued(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard one = {0};
	struct heard two = {0};

	listen_to(&one, connection, NULL);
	listen_to(&two, connection, NULL);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK(is_readable());
	CHECK_OK(keel_connection_remove_listener(connection, two.id));
	CHECK_INT(1, two.n_destroyed);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_connection_remove_listener(connection, two.id));
	CHECK_INT(2, dispatch());
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_connection_remove_listener(connection, one.id));
	CHECK(!is_readable());
	CHECK_INT(0, dispatch());
	CHECK_INT(2, one.n);
	CHECK_INT(0, two.n);
	CHECK_INT(1, one.n_destroyed);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void remove_itself(struct heard *self, keel_domain *domain)
{
	CHECK_OK(keel_domain_reboot(domain, 0));
	CHECK_OK(keel_connection_remove_listener(self->connection, self->id));
	CHECK_INT(0, self->n_destroyed);
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND,
		    keel_connection_remove_listener(self->connection, self->id));
}

static void test_listener_removes_itself(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {.action = remove_itself};

	listen_to(&heard, connection, NULL);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK_INT(1, dispatch());
	CHECK_INT(1, heard.n);
	CHECK_INT(1, heard.n_destroyed);
	CHECK(!is_readable());
	keel_domain_unref(domain);
	keel_connection_unref(connection);
	CHECK_INT(1, heard.n_destroyed);
}

static void close_connection(struct heard *self, keel_domain *domain)
{
	(void)domain;
	CHECK_OK(keel_connection_close(self->connection));
	CHECK_INT(0, self->n_destroyed);
}

static void test_callback_closes_the_connection(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {.action = close_connection};
	struct heard other = {0};

	listen_to(&heard, connection, NULL);
	listen_to(&other, connection, NULL);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_INT(1, dispatch());
	CHECK_INT(1, heard.n_destroyed);
	CHECK_INT(1, other.n_destroyed);
	CHECK_INT(0, other.n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void drop_connection(struct heard *self, keel_domain *domain)
{
	(void)domain;
	keel_connection_unref(self->connection);
}

static void test_callback_drops_the_last_reference(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {.action = drop_connection};

	listen_to(&heard, connection, NULL);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_OK(keel_domain_resume(domain, 0));
	keel_domain_unref(domain);
	CHECK_INT(1, dispatch());
	CHECK_INT(1, heard.n);
	CHECK_INT(1, heard.n_destroyed);
	CHECK(!is_readable());
}

static void test_freed_connection_takes_its_events_along(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain;
	struct heard heard = {0};

	listen_to(&heard, connection, NULL);
	CHECK_OK(keel_connection_create_domain(connection, SMALL, 0, &domain));
	CHECK_OK(keel_domain_destroy(domain, 0));
	keel_domain_unref(domain);
	CHECK(is_readable());
	keel_connection_unref(connection);
	CHECK_INT(0, keel_live_handles());
	CHECK_INT(1, heard.n_destroyed);
	CHECK(!is_readable());
	CHECK_INT(0, dispatch());
	CHECK_INT(0, heard.n);
}

static keel_domain *kept;

static void keep_domain(struct heard *self, keel_domain *domain)
{
	(void)self;
	kept = keel_domain_ref(domain);
}

static void test_event_brings_a_domain_that_is_gone(void)
{
	keel_connection *connection = open_default();
	struct heard heard = {.action = keep_domain};
	bool active;

	listen_to(&heard, connection, NULL);
	{
		keel_domain *domain = find(connection, "spare");

		CHECK_OK(keel_domain_undefine(domain, 0));
		keel_domain_unref(domain);
	}
	CHECK_INT(1, keel_live_handles());
	CHECK_INT(1, dispatch());
	CHECK_TEXT("spare:2/4", heard.log);
	CHECK_INT(2, keel_live_handles());
	CHECK_TEXT("spare", keel_domain_get_name(kept));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_domain_is_active(kept, &active));
	keel_domain_unref(kept);
	keel_connection_unref(connection);
}

static void dispatch_inside(struct heard *self, keel_domain *domain)
{
	(void)self;
	(void)domain;
	CHECK_FAILS(KEEL_STATUS_BUSY, keel_event_dispatch(0, NULL));
}

static void test_dispatch_does_not_nest(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {.action = dispatch_inside};

	listen_to(&heard, connection, NULL);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_INT(1, dispatch());
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void cause_more(struct heard *self, keel_domain *domain)
{
	(void)self;
	CHECK_OK(keel_domain_resume(domain, 0));
}

static void test_dispatch_leaves_what_callbacks_cause(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {.action = cause_more};

	listen_to(&heard, connection, NULL);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_INT(1, dispatch());
	CHECK(is_readable());
	CHECK_INT(1, dispatch());
	CHECK(!is_readable());
	CHECK_TEXT("test:4/6 test:5/6", heard.log);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_descriptor_is_readable_while_events_wait(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {0};
	int one = -1;
	int two = -2;

	CHECK_OK(keel_event_get_fd(&one));
	CHECK_OK(keel_event_get_fd(&two));
	CHECK_INT(one, two);
	CHECK_INVALID(keel_event_get_fd(NULL));
	listen_to(&heard, connection, NULL);
	CHECK(!is_readable());
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK(is_readable());
	CHECK_OK(keel_domain_resume(domain, 0));
	CHECK(is_readable());
	CHECK_INT(2, dispatch());
	CHECK(!is_readable());
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_wakeup_ends_one_wait(void)
{
	double start;
	uint32_t n = 99;

	CHECK_OK(keel_event_wakeup());
	CHECK_OK(keel_event_wakeup());
	CHECK(is_readable());
	CHECK_OK(keel_event_dispatch(-1, &n));
	CHECK_INT(0, n);
	CHECK(!is_readable());
	start = seconds();
	CHECK_OK(keel_event_dispatch(30, NULL));
	CHECK(seconds() - start >= 0.029);
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_event_dispatch(-2, &n));
}

static void *wake_later(void *data)
{
	struct timespec pause = {0, 20000000};

	(void)data;
	nanosleep(&pause, NULL);
	CHECK_OK(keel_event_wakeup());
	return NULL;
}

static void *suspend_later(void *data)
{
	struct timespec pause = {0, 20000000};

	nanosleep(&pause, NULL);
	CHECK_OK(keel_domain_suspend(data, 0));
	return NULL;
}

static void test_dispatch_waits_for_another_thread(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {0};
	pthread_t thread;
	uint32_t n = 99;

	CHECK_INT(0, pthread_create(&thread, NULL, wake_later, NULL));
	CHECK_OK(keel_event_dispatch(-1, &n));
	CHECK_INT(0, n);
	pthread_join(thread, NULL);
	listen_to(&heard, connection, NULL);
	CHECK_INT(0, pthread_create(&thread, NULL, suspend_later, domain));
	CHECK_OK(keel_event_dispatch(60000, &n));
	CHECK_INT(1, n);
	pthread_join(thread, NULL);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_changed = PTHREAD_COND_INITIALIZER;
static int gate_step;

static void gate_set(int step)
{
	pthread_mutex_lock(&gate);
	gate_step = step;
	pthread_cond_broadcast(&gate_changed);
	pthread_mutex_unlock(&gate);
}

static void gate_wait(int step)
{
	pthread_mutex_lock(&gate);
	while (gate_step != step)
		pthread_cond_wait(&gate_changed, &gate);
	pthread_mutex_unlock(&gate);
}

static void stay_inside(struct heard *self, keel_domain *domain)
{
	(void)domain;
	gate_set(1);
	gate_wait(2);
	CHECK_INT(0, self->n_destroyed);
}

static void *dispatch_one(void *data)
{
	uint32_t n;

	(void)data;
	CHECK_OK(keel_event_dispatch(60000, &n));
	CHECK_INT(1, n);
	return NULL;
}

static void test_listener_is_removed_while_its_callback_runs(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	struct heard heard = {.action = stay_inside};
	pthread_t thread;
	uint32_t n = 99;

	gate_set(0);
	listen_to(&heard, connection, NULL);
	CHECK_OK(keel_domain_suspend(domain, 0));
	CHECK_INT(0, pthread_create(&thread, NULL, dispatch_one, NULL));
	gate_wait(1);
	/* It is not the turn of this thread, and it does not wait for it. */
	CHECK_OK(keel_event_dispatch(0, &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_event_dispatch(10, &n));
	CHECK_INT(0, n);
	CHECK_OK(keel_connection_remove_listener(connection, heard.id));
	CHECK_INT(0, heard.n_destroyed);
	gate_set(2);
	pthread_join(thread, NULL);
	CHECK_INT(1, heard.n_destroyed);
	CHECK_INT(1, heard.n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_listener_needs_its_arguments(void)
{
	keel_connection *connection = open_default();
	uint64_t id;

	CHECK_INVALID(keel_connection_add_domain_listener(NULL, NULL, hear, NULL, NULL, &id));
	CHECK_INVALID(keel_connection_add_domain_listener(connection, NULL, NULL, NULL, NULL, &id));
	CHECK_INVALID(keel_connection_add_domain_listener(connection, NULL, hear, NULL, NULL, NULL));
	CHECK_INVALID(keel_connection_remove_listener(NULL, 1));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_connection_remove_listener(connection, 0));
	CHECK_FAILS(KEEL_STATUS_NOT_FOUND, keel_connection_remove_listener(connection, UINT64_MAX));
	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, NULL, NULL, &id));
	CHECK_OK(keel_connection_close(connection));
	CHECK_FAILS(KEEL_STATUS_CLOSED, keel_connection_add_domain_listener(connection, NULL, hear,
									     NULL, NULL, &id));
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_events_tell_of_the_whole_life);
	RUN(test_listener_hears_of_its_domain_only);
	RUN(test_listener_hears_of_its_connection_only);
	RUN(test_listeners_hear_in_order);
	RUN(test_remove_drops_what_is_queued);
	RUN(test_listener_removes_itself);
	RUN(test_callback_closes_the_connection);
	RUN(test_callback_drops_the_last_reference);
	RUN(test_freed_connection_takes_its_events_along);
	RUN(test_event_brings_a_domain_that_is_gone);
	RUN(test_dispatch_does_not_nest);
	RUN(test_dispatch_leaves_what_callbacks_cause);
	RUN(test_descriptor_is_readable_while_events_wait);
	RUN(test_wakeup_ends_one_wait);
	RUN(test_dispatch_waits_for_another_thread);
	RUN(test_listener_is_removed_while_its_callback_runs);
	RUN(test_listener_needs_its_arguments);
	DONE();
}
