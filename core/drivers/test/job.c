/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Jobs: long work on a domain, of which there is one at a time.
 *
 * Most jobs are done by the thread that asks for them: it gives the lock of the host free between
 * two steps, so that others see how far the job is, and end it when they abort it or stop the
 * domain. A backup is done by nobody: it goes on as the clock of the host does.
 */

#include "test.h"

#include <inttypes.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define STEP 10u
#define ALL 100u

/*
 * What a job waits for can change on either of two hosts, so there is one place to wait for all.
 * The lock is the innermost one.
 */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	uint64_t n_changes;
} jobs = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

void test_jobs_changed(void)
{
	pthread_mutex_lock(&jobs.lock);
	jobs.n_changes++;
	pthread_cond_broadcast(&jobs.changed);
	pthread_mutex_unlock(&jobs.lock);
}

static uint64_t changes_seen(void)
{
	uint64_t seen;

	pthread_mutex_lock(&jobs.lock);
	seen = jobs.n_changes;
	pthread_mutex_unlock(&jobs.lock);
	return seen;
}

static void wait_for_change(uint64_t seen)
{
	pthread_mutex_lock(&jobs.lock);
	while (jobs.n_changes == seen)
		pthread_cond_wait(&jobs.changed, &jobs.lock);
	pthread_mutex_unlock(&jobs.lock);
}

keel_status test_need_idle(const struct test_domain *self)
{
	if (!self->job && !self->arriving)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_BUSY, KEEL_ERROR_DOMAIN_JOB,
			  "a job is at work on the domain '%s'", keel_domain_get_name(&self->base));
}

static keel_job_info info_of(const struct test_job *job, keel_job_type type, uint64_t now_ns)
{
	uint64_t done = job->total / ALL * job->percent + job->total % ALL * job->percent / ALL;

	return (keel_job_info){
		.type = type,
		.operation = job->operation,
		.elapsed_ms = (now_ns - job->began_ns) / 1000000,
		.total = job->total,
		.processed = done,
		.remaining = job->total - done,
	};
}

static void emit(const struct test_job *job, const keel_job_info *info)
{
	struct test_domain *domain = job->domain;

	keel_event_emit_job(domain->host->connection, &domain->base, info);
}

static void emit_progress(const struct test_job *job)
{
	keel_job_info info = info_of(job, KEEL_JOB_TYPE_BOUNDED, job->at_ns);

	emit(job, &info);
}

void test_job_begin(struct test_job *job, struct test_domain *domain, keel_job_operation operation,
		    uint64_t total)
{
	uint64_t now = domain->host->clock_ns;

	*job = (struct test_job){
		.domain = domain,
		.operation = operation,
		.total = total,
		.began_ns = now,
		.at_ns = now,
	};
	domain->job = job;
	emit_progress(job);
}

void test_job_pause(struct test_job *job, keel_domain_reason reason,
		    keel_domain_event_detail detail)
{
	struct test_domain *domain = job->domain;

	if (domain->state != KEEL_DOMAIN_STATE_RUNNING)
		return;
	job->paused = true;
	job->reason = domain->reason;
	job->detail = detail;
	test_change(domain, KEEL_DOMAIN_STATE_PAUSED, reason);
	test_emit(domain, KEEL_DOMAIN_EVENT_SUSPENDED, detail);
}

bool test_job_paused(const struct test_domain *self)
{
	return self->job && self->job->paused;
}

/* Takes a job out of those that go on by themselves. */
static void unlink_job(struct test_job *job)
{
	struct test_job **at = &job->domain->host->jobs;

	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
}

void test_job_end(struct test_job *job, keel_status status)
{
	struct test_domain *domain = job->domain;
	keel_job_type type = KEEL_JOB_TYPE_FAILED;

	if (status == KEEL_OK)
		type = KEEL_JOB_TYPE_COMPLETED;
	else if (status == KEEL_STATUS_ABORTED)
		type = KEEL_JOB_TYPE_ABORTED;
	if (job->paused && status != KEEL_OK) {
		test_change(domain, KEEL_DOMAIN_STATE_RUNNING, job->reason);
		test_emit(domain, KEEL_DOMAIN_EVENT_RESUMED, job->detail);
		job->at_ns = domain->host->clock_ns;
	}
	domain->last_job = info_of(job, type, job->at_ns);
	domain->job = NULL;
	emit(job, &domain->last_job);
	job->over = true;
	job->status = status;
	if (job->alone) {
		unlink_job(job);
		free(job);
	} else {
		test_jobs_changed();
	}
}

void test_job_lose(struct test_domain *self)
{
	if (!self->job)
		return;
	self->job->paused = false;
	test_job_end(self->job, KEEL_STATUS_INVALID_STATE);
}

keel_status test_job_check(const struct test_job *job)
{
	const struct test_domain *domain = job->domain;
	const char *name = keel_domain_get_name(&domain->base);
	const keel_connection *connection = domain->host->connection;

	if (job->over && job->status == KEEL_STATUS_ABORTED)
		return keel_error(KEEL_STATUS_ABORTED, KEEL_ERROR_DOMAIN_JOB,
				  "the job of the domain '%s' was aborted", name);
	if (job->over)
		return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_JOB,
				  "the domain '%s' stopped during its job", name);
	if (atomic_load_explicit(&connection->closed, memory_order_acquire))
		return keel_error(KEEL_STATUS_CLOSED, KEEL_ERROR_DOMAIN_CONNECTION,
				  "the connection of the domain '%s' was closed during its job",
				  name);
	if (atomic_load_explicit(&connection->lost, memory_order_acquire))
		return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_CONNECTION,
				  "the connection of the domain '%s' was lost during its job", name);
	return KEEL_OK;
}

/* Tells whether a job has come as far as a parameter of its host says, 0 being never. */
static bool reaches(const struct test_job *job, const char *parameter)
{
	uint32_t percent = test_params_get_u32(&job->domain->host->params, parameter);

	return percent && job->percent >= percent;
}

static keel_status check_failure(const struct test_job *job)
{
	if (!reaches(job, "job_failure"))
		return KEEL_OK;
	return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_JOB,
			  "the job of the domain '%s' broke off at %" PRIu32 " %%",
			  keel_domain_get_name(&job->domain->base), job->percent);
}

/* Sees whether a job has to wait, and fails when it has to end. */
static keel_status look(const struct test_job *job, bool *held)
{
	struct test_host *host = job->domain->host;
	keel_status status;

	pthread_mutex_lock(&host->lock);
	status = test_job_check(job);
	if (status == KEEL_OK && reaches(job, "job_hold"))
		*held = true;
	else if (status == KEEL_OK)
		status = check_failure(job);
	pthread_mutex_unlock(&host->lock);
	return status;
}

static void step(struct test_job *job)
{
	struct test_host *host = job->domain->host;

	pthread_mutex_lock(&host->lock);
	job->percent += STEP;
	if (!job->over) {
		test_clock_advance(host, TICK_NS);
		job->at_ns = host->clock_ns;
		emit_progress(job);
	}
	pthread_mutex_unlock(&host->lock);
	sched_yield();
}

keel_status test_jobs_run(struct test_job *const *all, size_t n)
{
	for (;;) {
		uint64_t seen = changes_seen();
		bool held = false;
		size_t i;

		for (i = 0; i < n; i++)
			KEEL_TRY(look(all[i], &held));
		if (held) {
			wait_for_change(seen);
			continue;
		}
		/* Nobody else moves them on, so this needs no lock. */
		if (all[0]->percent == ALL)
			return KEEL_OK;
		for (i = 0; i < n; i++)
			step(all[i]);
	}
}

/* A second of the clock is a step; the time that it is held does not count. */
static void go_on(struct test_job *job, uint64_t now_ns)
{
	while (job->due_ns <= now_ns) {
		if (reaches(job, "job_hold")) {
			job->due_ns = now_ns + TICK_NS;
			return;
		}
		job->at_ns = job->due_ns;
		job->due_ns += TICK_NS;
		if (job->percent < ALL)
			job->percent += STEP;
		if (reaches(job, "job_failure")) {
			test_job_end(job, KEEL_STATUS_IO);
			return;
		}
		if (job->percent == ALL && !reaches(job, "job_hold")) {
			test_job_end(job, KEEL_OK);
			return;
		}
		emit_progress(job);
	}
}

void test_jobs_go_on(struct test_host *self)
{
	struct test_job *next;
	struct test_job *job;

	for (job = self->jobs; job; job = next) {
		next = job->next;
		go_on(job, self->clock_ns);
	}
}

void test_jobs_clear(struct test_host *self)
{
	while (self->jobs) {
		struct test_job *job = self->jobs;

		self->jobs = job->next;
		free(job);
	}
}

uint64_t test_memory_total(const struct test_domain *self)
{
	return self->config->memory_kib * 1024;
}

keel_status test_domain_get_job_info(const keel_domain *domain, uint32_t flags, keel_job_info *ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	if (flags & KEEL_JOB_FINISHED)
		*ret = self->last_job;
	else if (self->job)
		*ret = info_of(self->job, KEEL_JOB_TYPE_BOUNDED, self->host->clock_ns);
	else
		*ret = (keel_job_info){.type = KEEL_JOB_TYPE_NONE};
	return test_unlock_domain(self, KEEL_OK);
}

keel_status test_domain_abort_job(keel_domain *domain)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	if (!self->job)
		return test_unlock_domain(self, keel_error(KEEL_STATUS_INVALID_STATE,
							   KEEL_ERROR_DOMAIN_JOB,
							   "the domain '%s' has no job",
							   keel_domain_get_name(domain)));
	test_job_end(self->job, KEEL_STATUS_ABORTED);
	return test_unlock_domain(self, KEEL_OK);
}

static keel_status check_backup(const char *xml)
{
	const xmlNode *disk;
	keel_status status;
	xmlDoc *doc;

	if (!xml)
		return KEEL_OK;
	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "domainbackup", &doc));
	status = keel_xml_child(xmlDocGetRootElement(doc), "disks", &disk);
	disk = status == KEEL_OK && disk ? keel_xml_next(disk->children, "disk") : NULL;
	for (; disk && status == KEEL_OK; disk = keel_xml_next(disk->next, "disk")) {
		char *name;

		status = keel_xml_attribute(disk, "name", &name);
		if (status == KEEL_OK && !name)
			status = keel_xml_error(disk, "a <disk> has no name");
		else if (status == KEEL_OK)
			free(name);
	}
	xmlFreeDoc(doc);
	return status;
}

static keel_status begin_backup(struct test_domain *self)
{
	struct test_job *job;
	struct test_job **at;

	KEEL_TRY(test_need_active(self));
	KEEL_TRY(test_need_idle(self));
	job = malloc(sizeof(*job));
	if (!job)
		return keel_error_no_memory();
	test_job_begin(job, self, KEEL_JOB_OPERATION_BACKUP, test_memory_total(self));
	job->alone = true;
	job->due_ns = job->began_ns + TICK_NS;
	/* In the order of their beginnings. */
	for (at = &self->host->jobs; *at; at = &(*at)->next)
		;
	*at = job;
	return KEEL_OK;
}

keel_status test_domain_begin_backup(keel_domain *domain, const char *xml, uint32_t flags)
{
	struct test_domain *self;

	(void)flags;
	KEEL_TRY(check_backup(xml));
	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, begin_backup(self));
}
