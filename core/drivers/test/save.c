/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Saving domains into files, and restoring them.
 *
 * A file begins with a line that tells how many bytes of XML and how many pages of memory follow.
 * The XML is the element <save>. A page is its number, of 64 bits with the lowest byte first, and
 * its bytes. Nothing follows the last page.
 */

#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEADER "keel save 1 %zu %zu\n"
#define HEADER_START "keel save 1 "
#define MAX_HEADER 64

/* The room of a stream: what the C library takes for one itself, it does without when it must. */
#define ROOM 16384

/* A file that gets its name when all of it is written. */
struct draft {
	const char *path;
	char *temporary;
	FILE *file;
	char room[ROOM];
};

/* All that a file says. */
struct saved {
	struct test_reading reading;
	struct test_params scheduler;
	struct test_memory memory;
	keel_domain_state state;
};

static keel_status io_error(const char *what, const char *path)
{
	if (errno == ENOMEM)
		return keel_error_no_memory();
	return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_JOB, "cannot %s '%s': %s", what, path,
			  strerror(errno));
}

static keel_status not_saved(const char *path, const char *why)
{
	return keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_JOB,
			  "'%s' is not a file with a saved domain: %s", path, why);
}

static void discard_draft(struct draft *self)
{
	if (self->file)
		fclose(self->file);
	if (self->temporary)
		unlink(self->temporary);
	free(self->temporary);
}

static keel_status open_draft(struct draft *self, const char *path)
{
	struct keel_buffer buffer = {0};
	char *name;
	int fd;

	self->path = path;
	keel_buffer_add(&buffer, "%s.XXXXXX", path);
	KEEL_TRY(keel_buffer_steal(&buffer, &name));
	fd = mkstemp(name);
	if (fd < 0) {
		free(name);
		return io_error("write", path);
	}
	self->temporary = name;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	self->file = fdopen(fd, "wb");
	if (!self->file) {
		close(fd);
		return keel_error_no_memory();
	}
	setvbuf(self->file, self->room, _IOFBF, ROOM);
	return KEEL_OK;
}

/* Puts the draft in the place of what was there. */
static keel_status close_draft(struct draft *self)
{
	int failed = fclose(self->file);

	self->file = NULL;
	if (failed || rename(self->temporary, self->path) < 0)
		return io_error("write", self->path);
	free(self->temporary);
	self->temporary = NULL;
	return KEEL_OK;
}

static uint64_t get_bits(const keel_param *param)
{
	uint64_t bits = 0;

	switch (param->type) {
	case KEEL_PARAM_TYPE_I32:
		return (uint32_t)param->value.i32;
	case KEEL_PARAM_TYPE_U32:
		return param->value.u32;
	case KEEL_PARAM_TYPE_I64:
		return (uint64_t)param->value.i64;
	case KEEL_PARAM_TYPE_U64:
		return param->value.u64;
	case KEEL_PARAM_TYPE_BOOL:
		return param->value.boolean;
	default:
		memcpy(&bits, &param->value.f64, sizeof(bits));
		return bits;
	}
}

static void set_bits(keel_param *param, uint64_t bits)
{
	switch (param->type) {
	case KEEL_PARAM_TYPE_I32:
		param->value.i32 = (int32_t)(uint32_t)bits;
		break;
	case KEEL_PARAM_TYPE_U32:
		param->value.u32 = (uint32_t)bits;
		break;
	case KEEL_PARAM_TYPE_I64:
		param->value.i64 = (int64_t)bits;
		break;
	case KEEL_PARAM_TYPE_U64:
		param->value.u64 = bits;
		break;
	case KEEL_PARAM_TYPE_BOOL:
		param->value.boolean = bits != 0;
		break;
	default:
		memcpy(&param->value.f64, &bits, sizeof(bits));
		break;
	}
}

static uint64_t most_bits(keel_param_type type)
{
	if (type == KEEL_PARAM_TYPE_BOOL)
		return 1;
	return type == KEEL_PARAM_TYPE_I32 || type == KEEL_PARAM_TYPE_U32 ? UINT32_MAX : UINT64_MAX;
}

/* Numbers are written as their bits, so that each comes back as it was. */
static void write_scheduler(struct keel_buffer *buffer, const struct test_params *params)
{
	size_t i;

	keel_buffer_add(buffer, "<scheduler>\n");
	for (i = 0; i < params->n; i++) {
		const keel_param *param = &params->params[i].param;

		if (!params->params[i].settable)
			continue;
		keel_buffer_add(buffer, "<parameter name='%s' value='", param->name);
		if (param->type == KEEL_PARAM_TYPE_STRING)
			keel_buffer_add_xml(buffer, param->value.string);
		else
			keel_buffer_add(buffer, "%" PRIu64, get_bits(param));
		keel_buffer_add(buffer, "'/>\n");
	}
	keel_buffer_add(buffer, "</scheduler>\n");
}

static keel_status format(const struct test_domain *domain, bool paused, char **ret)
{
	struct keel_buffer buffer = {0};
	char *config;

	KEEL_TRY(test_config_format(keel_domain_get_name(&domain->base), domain->base.uuid,
				    KEEL_DOMAIN_ID_NONE, domain->config, &config));
	keel_buffer_add(&buffer, "<save state='%s'>\n", paused ? "paused" : "running");
	write_scheduler(&buffer, &domain->scheduler);
	keel_buffer_add(&buffer, "%s</save>\n", config);
	free(config);
	return keel_buffer_steal(&buffer, ret);
}

static bool write_pages(const struct test_memory *memory, FILE *file)
{
	size_t i;
	int k;

	for (i = 0; i < memory->n; i++) {
		const struct test_page *page = memory->pages[i];
		uint8_t number[8];

		for (k = 0; k < 8; k++)
			number[k] = (uint8_t)(page->number >> 8 * k);
		if (fwrite(number, 1, sizeof(number), file) != sizeof(number) ||
		    fwrite(page->bytes, 1, sizeof(page->bytes), file) != sizeof(page->bytes))
			return false;
	}
	return true;
}

static keel_status write_draft(struct draft *draft, const struct test_domain *domain, bool paused)
{
	size_t size;
	char *xml;
	bool good;

	KEEL_TRY(format(domain, paused, &xml));
	size = strlen(xml);
	good = fprintf(draft->file, HEADER, size, domain->memory.n) > 0 &&
	       fwrite(xml, 1, size, draft->file) == size &&
	       write_pages(&domain->memory, draft->file);
	free(xml);
	return good ? close_draft(draft) : io_error("write", draft->path);
}

static keel_status need_free(const struct test_domain *self)
{
	KEEL_TRY(test_need_active(self));
	return test_need_idle(self);
}

static keel_status begin_save(struct test_domain *self, struct test_job *job)
{
	KEEL_TRY(need_free(self));
	test_job_begin(job, self, KEEL_JOB_OPERATION_SAVE, test_memory_total(self));
	test_job_pause(job, KEEL_DOMAIN_REASON_SAVED, KEEL_DOMAIN_EVENT_DETAIL_SAVED);
	return KEEL_OK;
}

static bool paused_then(const struct test_job *job, uint32_t flags)
{
	if (flags)
		return flags & KEEL_SAVE_PAUSED;
	return !job->paused;
}

static keel_status end_save(struct test_job *job, struct draft *draft, uint32_t flags)
{
	KEEL_TRY(test_job_check(job));
	KEEL_TRY(write_draft(draft, job->domain, paused_then(job, flags)));
	test_job_end(job, KEEL_OK);
	test_stop(job->domain, KEEL_DOMAIN_REASON_SAVED, KEEL_DOMAIN_EVENT_DETAIL_SAVED);
	return KEEL_OK;
}

static keel_status save(struct test_domain *self, struct draft *draft, uint32_t flags)
{
	struct test_job job = {0};
	struct test_job *const jobs[] = {&job};
	keel_status status;

	KEEL_TRY(test_lock_domain(&self->base, &self));
	KEEL_TRY(test_unlock_domain(self, begin_save(self, &job)));
	status = test_jobs_run(jobs, 1);
	pthread_mutex_lock(&self->host->lock);
	if (status == KEEL_OK)
		status = end_save(&job, draft, flags);
	if (!job.over)
		test_job_end(&job, status);
	pthread_mutex_unlock(&self->host->lock);
	return status;
}

keel_status test_domain_save(keel_domain *domain, const char *path, uint32_t flags)
{
	struct draft draft = {0};
	struct test_domain *self;
	keel_status status;

	/* Before anything is written at all. */
	KEEL_TRY(test_lock_domain(domain, &self));
	KEEL_TRY(test_unlock_domain(self, need_free(self)));
	status = open_draft(&draft, path);
	if (status == KEEL_OK)
		status = save(self, &draft, flags);
	discard_draft(&draft);
	return status;
}

static void clear_saved(struct saved *self)
{
	test_reading_clear(&self->reading);
	test_params_clear(&self->scheduler);
	test_memory_clear(&self->memory);
}

static keel_status set_parameter(const xmlNode *node, const char *name, const char *value,
				 struct test_params *params)
{
	const struct test_param *known = test_params_find(params, name);
	keel_param param;
	uint64_t bits;

	if (!known || !known->settable)
		return keel_xml_error(node, "there is no parameter '%s'", name);
	param = known->param;
	if (param.type == KEEL_PARAM_TYPE_STRING) {
		param.value.string = value;
	} else {
		KEEL_TRY(keel_parse_u64(value, name, most_bits(param.type), &bits));
		set_bits(&param, bits);
	}
	return test_params_set(params, &param, 1);
}

static keel_status read_parameter(const xmlNode *node, struct test_params *params)
{
	keel_status status;
	char *value;
	char *name;

	KEEL_TRY(keel_xml_attribute(node, "name", &name));
	status = keel_xml_attribute(node, "value", &value);
	if (status == KEEL_OK) {
		if (name && value)
			status = set_parameter(node, name, value, params);
		else
			status = keel_xml_error(node, "a <parameter> has no name or no value");
		free(value);
	}
	free(name);
	return status;
}

static keel_status read_scheduler(const xmlNode *node, struct test_params *params)
{
	KEEL_TRY(test_scheduler_params_init(params));
	KEEL_TRY(keel_xml_child(node, "scheduler", &node));
	if (!node)
		return KEEL_OK;
	for (node = keel_xml_next(node->children, "parameter"); node;
	     node = keel_xml_next(node->next, "parameter"))
		KEEL_TRY(read_parameter(node, params));
	return KEEL_OK;
}

static keel_status read_state(const xmlNode *node, keel_domain_state *ret)
{
	keel_status status = KEEL_OK;
	char *text;

	KEEL_TRY(keel_xml_attribute(node, "state", &text));
	if (text && strcmp(text, "running") == 0)
		*ret = KEEL_DOMAIN_STATE_RUNNING;
	else if (text && strcmp(text, "paused") == 0)
		*ret = KEEL_DOMAIN_STATE_PAUSED;
	else
		status = keel_xml_error(node, "the attribute 'state' is neither 'running' nor "
					      "'paused'");
	free(text);
	return status;
}

static keel_status read_save(const xmlNode *node, struct saved *saved)
{
	const xmlNode *domain;

	KEEL_TRY(read_state(node, &saved->state));
	KEEL_TRY(read_scheduler(node, &saved->scheduler));
	KEEL_TRY(keel_xml_child(node, "domain", &domain));
	if (!domain)
		return keel_xml_error(node, "there is no <domain> in <save>");
	KEEL_TRY(test_config_read(domain, 0, &saved->reading));
	if (!saved->reading.has_uuid)
		return keel_xml_error(domain, "the domain has no <uuid>");
	return KEEL_OK;
}

/* Reads as many bytes as there have to be. */
static keel_status read_bytes(FILE *file, const char *path, void *bytes, size_t n)
{
	if (fread(bytes, 1, n, file) == n)
		return KEEL_OK;
	return ferror(file) ? io_error("read", path) : not_saved(path, "it ends too early");
}

static keel_status read_xml(FILE *file, const char *path, size_t size, struct saved *saved)
{
	keel_status status;
	xmlDoc *doc;
	char *text;

	if (size > KEEL_XML_MAX_SIZE)
		return not_saved(path, "its XML is too large");
	text = malloc(size ? size : 1);
	if (!text)
		return keel_error_no_memory();
	status = read_bytes(file, path, text, size);
	if (status == KEEL_OK)
		status = keel_xml_parse(text, size, "save", &doc);
	free(text);
	KEEL_TRY(status);
	status = read_save(xmlDocGetRootElement(doc), saved);
	xmlFreeDoc(doc);
	return status;
}

static keel_status read_page(FILE *file, const char *path, struct saved *saved)
{
	const struct test_memory *memory = &saved->memory;
	uint64_t last = (saved->reading.config->max_memory_kib * 1024 - 1) / GUEST_PAGE_SIZE;
	uint8_t bytes[8 + GUEST_PAGE_SIZE];
	uint64_t number = 0;
	int k;

	KEEL_TRY(read_bytes(file, path, bytes, sizeof(bytes)));
	for (k = 0; k < 8; k++)
		number |= (uint64_t)bytes[k] << 8 * k;
	if (number > last || (memory->n && number <= memory->pages[memory->n - 1]->number))
		return not_saved(path, "its pages are not in order");
	return test_memory_write(&saved->memory, number * GUEST_PAGE_SIZE, bytes + 8,
				 GUEST_PAGE_SIZE);
}

/* Reads a number of the first line, and what has to come after it. */
static bool read_size(const char **at, char after, size_t *ret)
{
	size_t value = 0;
	const char *from = *at;

	for (; **at >= '0' && **at <= '9'; (*at)++) {
		if (value > (SIZE_MAX - 9) / 10)
			return false;
		value = value * 10 + (size_t)(**at - '0');
	}
	*ret = value;
	return *at != from && *(*at)++ == after;
}

static keel_status read_header(FILE *file, const char *path, size_t *ret_size, size_t *ret_pages)
{
	char line[MAX_HEADER];
	const char *at = line + strlen(HEADER_START);

	if (!fgets(line, sizeof(line), file))
		return ferror(file) ? io_error("read", path) : not_saved(path, "it is empty");
	if (strncmp(line, HEADER_START, strlen(HEADER_START)) != 0 ||
	    !read_size(&at, ' ', ret_size) || !read_size(&at, '\n', ret_pages))
		return not_saved(path, "its first line says something else");
	return KEEL_OK;
}

static keel_status read_all(FILE *file, const char *path, struct saved *saved)
{
	size_t n_pages = 0;
	size_t size = 0;
	size_t i;

	KEEL_TRY(read_header(file, path, &size, &n_pages));
	KEEL_TRY(read_xml(file, path, size, saved));
	for (i = 0; i < n_pages; i++)
		KEEL_TRY(read_page(file, path, saved));
	if (fgetc(file) != EOF)
		return not_saved(path, "something follows the last page");
	return KEEL_OK;
}

static keel_status read_file(const char *path, struct saved *saved)
{
	FILE *file = fopen(path, "rbe");
	keel_status status;
	char room[ROOM];

	if (!file)
		return io_error("read", path);
	setvbuf(file, room, _IOFBF, ROOM);
	status = read_all(file, path, saved);
	fclose(file);
	return status;
}

/* Adds a domain that is arriving until the job is done. */
static keel_status add_arriving(struct test_host *host, const struct saved *saved,
				struct test_domain **ret)
{
	const struct test_reading *from = &saved->reading;
	struct test_reading reading = {.has_uuid = true};
	keel_status status;

	memcpy(reading.uuid, from->uuid, KEEL_UUID_SIZE);
	reading.name = keel_strdup(from->name);
	status = reading.name ? test_config_copy(from->config, &reading.config)
			      : keel_error_no_memory();
	if (status == KEEL_OK)
		status = test_add_domain(host, &reading, ret);
	if (status == KEEL_OK)
		(*ret)->arriving = true;
	test_reading_clear(&reading);
	return status;
}

/* Finds the domain that was saved, or makes a new one. */
static keel_status find_place(struct test_host *host, const struct saved *saved,
			      struct test_domain **ret)
{
	struct test_domain *domain = test_find_uuid(host, saved->reading.uuid);

	if (!domain || strcmp(keel_domain_get_name(&domain->base), saved->reading.name) != 0)
		return add_arriving(host, saved, ret);
	KEEL_TRY(test_need_idle(domain));
	if (test_is_active(domain))
		return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_JOB,
				  "the domain '%s' is active", saved->reading.name);
	*ret = domain;
	return KEEL_OK;
}

static keel_status begin_restore(struct test_host *host, const struct saved *saved,
				 struct test_job *job)
{
	struct test_domain *domain;

	KEEL_TRY(find_place(host, saved, &domain));
	keel_object_hold(&domain->base.object);
	test_job_begin(job, domain, KEEL_JOB_OPERATION_RESTORE,
		       saved->reading.config->memory_kib * 1024);
	return KEEL_OK;
}

/* Tells whether the domain is configured as it was when it was saved. */
static keel_status is_same(const struct test_domain *domain, const struct saved *saved, bool *ret)
{
	keel_status status;
	char *before;
	char *now;

	KEEL_TRY(test_config_write(domain, true, &now));
	status = test_config_format(saved->reading.name, domain->base.uuid, KEEL_DOMAIN_ID_NONE,
				    saved->reading.config, &before);
	if (status == KEEL_OK) {
		*ret = strcmp(before, now) == 0;
		free(before);
	}
	free(now);
	return status;
}

static keel_status end_restore(struct test_job *job, struct saved *saved, uint32_t flags,
			       keel_domain **ret)
{
	struct test_domain *domain = job->domain;
	struct test_image image = {0};
	bool same = true;
	bool paused;

	KEEL_TRY(test_job_check(job));
	if (!keel_table_reserve(&domain->host->by_id))
		return keel_error_no_memory();
	if (!domain->arriving)
		KEEL_TRY(is_same(domain, saved, &same));

	/* Nothing fails from here on. Its present configuration is the one of its next start. */
	if (!same) {
		image.next_config = domain->config;
		domain->config = NULL;
	}
	image.config = saved->reading.config;
	saved->reading.config = NULL;
	image.scheduler = saved->scheduler;
	saved->scheduler = (struct test_params){0};
	image.memory = saved->memory;
	saved->memory = (struct test_memory){0};
	test_image_put(&image, domain);
	domain->arriving = false;
	test_job_end(job, KEEL_OK);
	paused = flags ? flags & KEEL_SAVE_PAUSED : saved->state == KEEL_DOMAIN_STATE_PAUSED;
	test_activate(domain, paused ? KEEL_DOMAIN_STATE_PAUSED : KEEL_DOMAIN_STATE_RUNNING,
		      KEEL_DOMAIN_REASON_RESTORED);
	test_emit(domain, KEEL_DOMAIN_EVENT_STARTED, KEEL_DOMAIN_EVENT_DETAIL_RESTORED);
	if (paused)
		test_emit(domain, KEEL_DOMAIN_EVENT_SUSPENDED, KEEL_DOMAIN_EVENT_DETAIL_RESTORED);
	if (ret)
		*ret = keel_domain_ref(&domain->base);
	return KEEL_OK;
}

static keel_status restore(struct test_host *host, struct saved *saved, uint32_t flags,
			   keel_domain **ret)
{
	struct test_job job = {0};
	struct test_job *const jobs[] = {&job};
	keel_status status;

	pthread_mutex_lock(&host->lock);
	status = begin_restore(host, saved, &job);
	pthread_mutex_unlock(&host->lock);
	KEEL_TRY(status);
	status = test_jobs_run(jobs, 1);
	pthread_mutex_lock(&host->lock);
	if (status == KEEL_OK)
		status = end_restore(&job, saved, flags, ret);
	if (!job.over)
		test_job_end(&job, status);
	if (job.domain->arriving)
		test_remove_domain(job.domain);
	pthread_mutex_unlock(&host->lock);
	keel_object_release(&job.domain->base.object);
	return status;
}

keel_status test_restore_domain(keel_connection *connection, const char *path, uint32_t flags,
				keel_domain **ret)
{
	struct saved saved = {0};
	keel_status status = read_file(path, &saved);

	if (status == KEEL_OK)
		status = restore(connection->data, &saved, flags, ret);
	clear_saved(&saved);
	return status;
}
