/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Migration from one host to another. The domain gets a place on the destination, where it is
 * arriving until the job is done. Only at the very end are both hosts locked, in the order of their
 * addresses: then the domain stops on one and starts on the other, or nothing happens at all.
 */

#include "test.h"

#include <stdlib.h>
#include <string.h>

struct migration {
	struct test_domain *source;
	struct test_host *from;
	struct test_host *to;
	uint32_t flags;
	struct test_params params;
	/* What the parameters say about its configuration there, if they do. */
	struct test_reading wish;
	struct test_domain *arriving;
	struct test_job out;
	struct test_job in;
	bool begun;
};

static keel_status read_wish(struct migration *self)
{
	const char *xml = test_params_get_text(&self->params, "xml");
	keel_status status;
	xmlDoc *doc;

	if (!xml)
		return KEEL_OK;
	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "domain", &doc));
	status = test_config_read(xmlDocGetRootElement(doc), self->to->seed, &self->wish);
	xmlFreeDoc(doc);
	return status;
}

/* The test driver reaches every host of the process; how it would otherwise is only looked at. */
static keel_status check_uri(const struct migration *self)
{
	const char *uri = test_params_get_text(&self->params, "uri");
	const char *colon = uri ? strstr(uri, "://") : NULL;

	if (!uri || (colon && colon != uri))
		return KEEL_OK;
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_JOB, "'%s' is not a URI",
			  uri);
}

static keel_status read_params(struct migration *self, const keel_param *params, size_t n_params)
{
	const char *name;

	KEEL_TRY(test_migrate_params_init(&self->params));
	KEEL_TRY(test_params_set(&self->params, params, n_params));
	name = test_params_get_text(&self->params, "name");
	if (name)
		KEEL_TRY(keel_check_name(name));
	KEEL_TRY(check_uri(self));
	return read_wish(self);
}

/* What a running system sees cannot be configured otherwise while it runs. */
static keel_status check_wish(const struct migration *self)
{
	const struct test_config *config = self->source->config;
	const struct test_reading *wish = &self->wish;

	if (!wish->config)
		return KEEL_OK;
	if (wish->has_uuid && memcmp(wish->uuid, self->source->base.uuid, KEEL_UUID_SIZE) != 0)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_JOB,
				  "a domain keeps its UUID when it migrates");
	if (wish->config->max_memory_kib != config->max_memory_kib ||
	    wish->config->max_vcpus != config->max_vcpus)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_JOB,
				  "a domain keeps its memory and processors when it migrates");
	return KEEL_OK;
}

/* The configuration that it has on the destination. */
static keel_status make_config(const struct migration *self, struct test_config **ret)
{
	const struct test_config *config = self->source->config;

	KEEL_TRY(test_config_copy(self->wish.config ? self->wish.config : config, ret));
	(*ret)->memory_kib = config->memory_kib;
	(*ret)->vcpus = config->vcpus;
	return KEEL_OK;
}

static keel_status make_reading(const struct migration *self, struct test_reading *ret)
{
	const char *name = test_params_get_text(&self->params, "name");

	if (!name)
		name = self->wish.name;
	if (!name)
		name = keel_domain_get_name(&self->source->base);
	ret->has_uuid = true;
	memcpy(ret->uuid, self->source->base.uuid, KEEL_UUID_SIZE);
	ret->name = keel_strdup(name);
	if (!ret->name)
		return keel_error_no_memory();
	return make_config(self, &ret->config);
}

/* Sees whether the domain can leave, and what it is to be on the destination. */
static keel_status look_at_source(struct migration *self, struct test_reading *ret,
				  uint64_t *ret_total)
{
	KEEL_TRY(test_need_active(self->source));
	KEEL_TRY(test_need_idle(self->source));
	KEEL_TRY(check_wish(self));
	*ret_total = test_memory_total(self->source);
	return make_reading(self, ret);
}

static keel_status begin_in(struct migration *self, struct test_reading *reading, uint64_t total)
{
	KEEL_TRY(test_add_domain(self->to, reading, &self->arriving));
	self->arriving->arriving = true;
	keel_object_hold(&self->arriving->base.object);
	test_job_begin(&self->in, self->arriving, KEEL_JOB_OPERATION_MIGRATE_IN, total);
	return KEEL_OK;
}

static keel_status begin_out(struct migration *self, uint64_t total)
{
	KEEL_TRY(test_need_active(self->source));
	KEEL_TRY(test_need_idle(self->source));
	test_job_begin(&self->out, self->source, KEEL_JOB_OPERATION_MIGRATE_OUT, total);
	self->begun = true;
	if (!(self->flags & KEEL_MIGRATE_LIVE))
		test_job_pause(&self->out, KEEL_DOMAIN_REASON_MIGRATED,
			       KEEL_DOMAIN_EVENT_DETAIL_MIGRATED);
	return KEEL_OK;
}

static keel_status begin(struct migration *self)
{
	struct test_reading reading = {0};
	keel_status status;
	uint64_t total = 0;

	KEEL_TRY(test_lock_domain(&self->source->base, &self->source));
	status = test_unlock_domain(self->source, look_at_source(self, &reading, &total));
	if (status == KEEL_OK) {
		pthread_mutex_lock(&self->to->lock);
		status = begin_in(self, &reading, total);
		pthread_mutex_unlock(&self->to->lock);
	}
	test_reading_clear(&reading);
	KEEL_TRY(status);
	KEEL_TRY(test_lock_domain(&self->source->base, &self->source));
	return test_unlock_domain(self->source, begin_out(self, total));
}

/* Makes what goes along, apart from the memory. */
static keel_status pack(const struct migration *self, struct test_image *ret)
{
	const struct test_config *next = self->source->next_config;
	keel_status status;

	KEEL_TRY(make_config(self, &ret->config));
	status = test_params_copy(&self->source->scheduler, &ret->scheduler);
	if (status == KEEL_OK && (self->flags & KEEL_MIGRATE_PERSIST) && !self->wish.config)
		status = test_config_copy(next, &ret->next_config);
	return status;
}

static void leave(struct migration *self)
{
	struct test_domain *source = self->source;
	bool undefine = (self->flags & KEEL_MIGRATE_UNDEFINE_SOURCE) && source->persistent;

	test_stop(source, KEEL_DOMAIN_REASON_MIGRATED, KEEL_DOMAIN_EVENT_DETAIL_MIGRATED);
	if (undefine)
		test_undefine(source);
}

static void arrive(struct migration *self, bool paused)
{
	struct test_domain *domain = self->arriving;

	domain->arriving = false;
	domain->persistent = self->flags & KEEL_MIGRATE_PERSIST;
	if (domain->persistent)
		test_emit(domain, KEEL_DOMAIN_EVENT_DEFINED, KEEL_DOMAIN_EVENT_DETAIL_ADDED);
	test_activate(domain, paused ? KEEL_DOMAIN_STATE_PAUSED : KEEL_DOMAIN_STATE_RUNNING,
		      KEEL_DOMAIN_REASON_MIGRATED);
	test_emit(domain, KEEL_DOMAIN_EVENT_STARTED, KEEL_DOMAIN_EVENT_DETAIL_MIGRATED);
	test_emit(domain, paused ? KEEL_DOMAIN_EVENT_SUSPENDED : KEEL_DOMAIN_EVENT_RESUMED,
		  KEEL_DOMAIN_EVENT_DETAIL_MIGRATED);
}

/* Both hosts are locked. */
static keel_status switch_over(struct migration *self, keel_domain **ret)
{
	struct test_domain *source = self->source;
	struct test_image image = {0};
	keel_status status;
	bool paused;

	KEEL_TRY(test_job_check(&self->out));
	KEEL_TRY(test_job_check(&self->in));
	if (!keel_table_reserve(&self->to->by_id))
		return keel_error_no_memory();
	status = pack(self, &image);
	if (status != KEEL_OK) {
		test_image_clear(&image);
		return status;
	}

	/* Nothing fails from here on. One that the job has paused goes on. */
	paused = (self->flags & KEEL_MIGRATE_PAUSED) ||
		 (source->state == KEEL_DOMAIN_STATE_PAUSED && !self->out.paused);
	image.memory = source->memory;
	source->memory = (struct test_memory){0};
	test_image_put(&image, self->arriving);
	test_job_end(&self->out, KEEL_OK);
	test_job_end(&self->in, KEEL_OK);
	leave(self);
	arrive(self, paused);
	if (ret)
		*ret = keel_domain_ref(&self->arriving->base);
	return KEEL_OK;
}

static keel_status finish(struct migration *self, keel_domain **ret)
{
	bool in_order = (uintptr_t)self->from < (uintptr_t)self->to;
	struct test_host *first = in_order ? self->from : self->to;
	struct test_host *second = in_order ? self->to : self->from;
	keel_status status;

	pthread_mutex_lock(&first->lock);
	pthread_mutex_lock(&second->lock);
	status = switch_over(self, ret);
	pthread_mutex_unlock(&second->lock);
	pthread_mutex_unlock(&first->lock);
	return status;
}

/* Leaves no trace on the destination, and lets the domain go on here. */
static void call_off(struct migration *self, keel_status status)
{
	if (self->arriving) {
		pthread_mutex_lock(&self->to->lock);
		if (!self->in.over)
			test_job_end(&self->in, status);
		test_remove_domain(self->arriving);
		pthread_mutex_unlock(&self->to->lock);
	}
	if (self->begun) {
		pthread_mutex_lock(&self->from->lock);
		if (!self->out.over)
			test_job_end(&self->out, status);
		pthread_mutex_unlock(&self->from->lock);
	}
}

static keel_status migrate(struct migration *self, keel_domain **ret)
{
	struct test_job *const jobs[] = {&self->out, &self->in};
	keel_status status = begin(self);

	if (status == KEEL_OK)
		status = test_jobs_run(jobs, 2);
	if (status == KEEL_OK)
		status = finish(self, ret);
	if (status != KEEL_OK)
		call_off(self, status);
	if (self->arriving)
		keel_object_release(&self->arriving->base.object);
	return status;
}

keel_status test_domain_migrate(keel_domain *domain, keel_connection *destination, uint32_t flags,
				const keel_param *params, size_t n_params, keel_domain **ret)
{
	struct test_domain *source = (struct test_domain *)domain;
	struct migration self = {
		.source = source,
		.from = source->host,
		.to = destination->data,
		.flags = flags,
	};
	keel_status status = read_params(&self, params, n_params);

	if (status == KEEL_OK)
		status = migrate(&self, ret);
	test_reading_clear(&self.wish);
	test_params_clear(&self.params);
	return status;
}
