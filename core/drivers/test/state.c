/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The states of a domain and the ways between them: the host is locked, and the way is open. */

#include "facts.h"

bool test_is_active(const struct test_domain *self)
{
	return self->state == KEEL_DOMAIN_STATE_RUNNING || self->state == KEEL_DOMAIN_STATE_PAUSED;
}

uint64_t test_worked_ns(const struct test_domain *self)
{
	uint64_t worked = self->worked_ns;

	if (self->state == KEEL_DOMAIN_STATE_RUNNING)
		worked += self->host->clock_ns - self->since_ns;
	return worked;
}

uint64_t test_cpu_ns(const struct test_domain *self)
{
	uint64_t ns = test_worked_ns(self) - self->cpus_since_ns;

	return test_add(self->cpu_ns, test_multiply(ns, self->config->vcpus));
}

void test_count_cpus(struct test_domain *self)
{
	self->cpu_ns = test_cpu_ns(self);
	self->cpus_since_ns = test_worked_ns(self);
}

static void forget_work(struct test_domain *self)
{
	self->worked_ns = 0;
	self->cpu_ns = 0;
	self->cpus_since_ns = 0;
}

void test_emit(struct test_domain *self, keel_domain_event_type event,
	       keel_domain_event_detail detail)
{
	keel_event_emit(self->host->connection, &self->base, event, detail);
}

/* The one place where the clock moves; jobs that nobody works at go on with it. */
void test_clock_advance(struct test_host *self, uint64_t ns)
{
	self->clock_ns += ns;
	test_jobs_go_on(self);
}

void test_change(struct test_domain *self, keel_domain_state state, keel_domain_reason reason)
{
	struct test_host *host = self->host;

	test_clock_advance(host, TICK_NS);
	self->worked_ns = test_worked_ns(self);
	self->since_ns = host->clock_ns;
	self->state = state;
	self->reason = reason;
}

void test_activate(struct test_domain *self, keel_domain_state state, keel_domain_reason reason)
{
	struct test_host *host = self->host;

	test_change(self, state, reason);
	forget_work(self);
	self->n_keys = 0;
	self->id = ++host->last_id;
	keel_table_add(&host->by_id, &self->by_id, keel_hash(&self->id, sizeof(self->id)));
}

keel_status test_start(struct test_domain *self, bool paused)
{
	if (!keel_table_reserve(&self->host->by_id))
		return keel_error_no_memory();
	if (paused)
		test_activate(self, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_STARTED_PAUSED);
	else
		test_activate(self, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	test_emit(self, KEEL_DOMAIN_EVENT_STARTED, KEEL_DOMAIN_EVENT_DETAIL_BOOTED);
	if (paused)
		test_emit(self, KEEL_DOMAIN_EVENT_SUSPENDED, KEEL_DOMAIN_EVENT_DETAIL_STARTED_PAUSED);
	return KEEL_OK;
}

void test_suspend(struct test_domain *self)
{
	test_change(self, KEEL_DOMAIN_STATE_PAUSED, KEEL_DOMAIN_REASON_USER);
	test_emit(self, KEEL_DOMAIN_EVENT_SUSPENDED, KEEL_DOMAIN_EVENT_DETAIL_USER);
}

void test_resume(struct test_domain *self)
{
	test_change(self, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_RESUMED);
	test_emit(self, KEEL_DOMAIN_EVENT_RESUMED, KEEL_DOMAIN_EVENT_DETAIL_USER);
}

void test_reboot(struct test_domain *self)
{
	test_change(self, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	test_emit(self, KEEL_DOMAIN_EVENT_REBOOTED, KEEL_DOMAIN_EVENT_DETAIL_USER);
}

/* What is paused stays so, for the same reason. */
void test_reset(struct test_domain *self)
{
	if (self->state == KEEL_DOMAIN_STATE_PAUSED)
		test_change(self, KEEL_DOMAIN_STATE_PAUSED, self->reason);
	else
		test_change(self, KEEL_DOMAIN_STATE_RUNNING, KEEL_DOMAIN_REASON_BOOTED);
	test_emit(self, KEEL_DOMAIN_EVENT_REBOOTED, KEEL_DOMAIN_EVENT_DETAIL_USER);
}

void test_stop(struct test_domain *self, keel_domain_reason reason, keel_domain_event_detail detail)
{
	test_job_lose(self);
	test_change(self, KEEL_DOMAIN_STATE_SHUT_OFF, reason);
	self->host->past_cpu_ns = test_add(self->host->past_cpu_ns, test_cpu_ns(self));
	forget_work(self);
	self->id = KEEL_DOMAIN_ID_NONE;
	keel_table_remove(&self->host->by_id, &self->by_id);
	test_memory_clear(&self->memory);
	if (self->next_config) {
		test_config_free(self->config);
		self->config = self->next_config;
		self->next_config = NULL;
	}
	test_emit(self, KEEL_DOMAIN_EVENT_STOPPED, detail);
	if (!self->persistent)
		test_remove_domain(self);
}

void test_shut_down(struct test_domain *self)
{
	test_emit(self, KEEL_DOMAIN_EVENT_SHUTDOWN, KEEL_DOMAIN_EVENT_DETAIL_FINISHED);
	test_stop(self, KEEL_DOMAIN_REASON_FINISHED, KEEL_DOMAIN_EVENT_DETAIL_FINISHED);
}

void test_destroy(struct test_domain *self)
{
	test_stop(self, KEEL_DOMAIN_REASON_DESTROYED, KEEL_DOMAIN_EVENT_DETAIL_DESTROYED);
}
