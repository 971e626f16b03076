/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A host: reading it from XML, and the domains on it. */

#include "facts.h"
#include "objects.h"
#include "storage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_PATH "/default"

#define FROM_NODE(type, member, node) ((type *)((char *)(node)-offsetof(type, member)))

struct test_domain *test_find_name(const struct test_host *self, const char *name)
{
	struct keel_table_node *node;

	for (node = keel_table_first(&self->by_name, keel_hash(name, strlen(name))); node;
	     node = keel_table_next(node)) {
		struct test_domain *domain = FROM_NODE(struct test_domain, by_name, node);

		if (strcmp(keel_domain_get_name(&domain->base), name) == 0)
			return domain;
	}
	return NULL;
}

struct test_domain *test_find_uuid(const struct test_host *self, const uint8_t *uuid)
{
	struct keel_table_node *node;

	for (node = keel_table_first(&self->by_uuid, keel_hash(uuid, KEEL_UUID_SIZE)); node;
	     node = keel_table_next(node)) {
		struct test_domain *domain = FROM_NODE(struct test_domain, by_uuid, node);

		if (memcmp(domain->base.uuid, uuid, KEEL_UUID_SIZE) == 0)
			return domain;
	}
	return NULL;
}

struct test_domain *test_find_id(const struct test_host *self, int64_t id)
{
	struct keel_table_node *node;

	for (node = keel_table_first(&self->by_id, keel_hash(&id, sizeof(id))); node;
	     node = keel_table_next(node)) {
		struct test_domain *domain = FROM_NODE(struct test_domain, by_id, node);

		if (domain->id == id)
			return domain;
	}
	return NULL;
}

/* May run when the host is gone already. */
static void free_domain(struct keel_object *object)
{
	struct test_domain *self = FROM_NODE(struct test_domain, base.object, object);

	keel_strings_free(self->names, self->n_names);
	test_config_free(self->config);
	test_config_free(self->next_config);
	test_params_clear(&self->scheduler);
	test_memory_clear(&self->memory);
	free(self);
}

void test_make_up_uuid(struct test_host *self, uint8_t *uuid)
{
	do {
		uint64_t seed = ++self->last_made_up ^ self->seed * 0xd6e8feb86659fd93u;
		size_t i;

		for (i = 0; i < KEEL_UUID_SIZE; i++) {
			seed = (seed ^ seed >> 29) * 0xbf58476d1ce4e5b9u + 0x9e3779b97f4a7c15u;
			uuid[i] = (uint8_t)(seed >> 56);
		}
		uuid[6] = (uint8_t)(0x40 | (uuid[6] & 0x0f));
		uuid[8] = (uint8_t)(0x80 | (uuid[8] & 0x3f));
	} while (test_find_uuid(self, uuid));
}

/* Makes a name the present one; a name that it had before is used again. */
static keel_status take_name(struct test_domain *self, const char *name)
{
	char **names;
	size_t i;

	for (i = 0; i < self->n_names; i++)
		if (strcmp(self->names[i], name) == 0)
			break;
	if (i == self->n_names) {
		names = realloc(self->names, (self->n_names + 1) * sizeof(*names));
		if (!names)
			return keel_error_no_memory();
		self->names = names;
		names[i] = keel_strdup(name);
		if (!names[i])
			return keel_error_no_memory();
		self->n_names++;
	}
	atomic_store_explicit(&self->base.name, self->names[i], memory_order_release);
	return KEEL_OK;
}

keel_status test_rename_domain(struct test_domain *self, const char *name)
{
	struct keel_table *table = &self->host->by_name;

	KEEL_TRY(take_name(self, name));
	keel_table_remove(table, &self->by_name);
	keel_table_add(table, &self->by_name, keel_hash(name, strlen(name)));
	return KEEL_OK;
}

static void link_domain(struct test_host *self, struct test_domain *domain)
{
	const char *name = keel_domain_get_name(&domain->base);

	keel_table_add(&self->by_name, &domain->by_name, keel_hash(name, strlen(name)));
	keel_table_add(&self->by_uuid, &domain->by_uuid,
		       keel_hash(domain->base.uuid, KEEL_UUID_SIZE));
	domain->previous = self->last;
	if (self->last)
		self->last->next = domain;
	else
		self->first = domain;
	self->last = domain;
	self->n_domains++;
}

/* Takes the configuration out of the reading. */
keel_status test_add_domain(struct test_host *self, struct test_reading *reading,
			    struct test_domain **ret)
{
	struct test_domain *domain;
	keel_status status;

	if (test_find_name(self, reading->name))
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_DOMAIN,
				  "there is already a domain '%s'", reading->name);
	if (reading->has_uuid && test_find_uuid(self, reading->uuid))
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_DOMAIN,
				  "there is already a domain with the UUID of '%s'", reading->name);
	if (!keel_table_reserve(&self->by_name) || !keel_table_reserve(&self->by_uuid))
		return keel_error_no_memory();

	domain = calloc(1, sizeof(*domain));
	if (!domain)
		return keel_error_no_memory();
	keel_object_init(&domain->base.object, KEEL_KIND_DOMAIN, self->connection, free_domain);
	domain->host = self;
	domain->state = KEEL_DOMAIN_STATE_SHUT_OFF;
	domain->reason = KEEL_DOMAIN_REASON_DEFINED;
	domain->id = KEEL_DOMAIN_ID_NONE;
	status = take_name(domain, reading->name);
	if (status == KEEL_OK)
		status = test_scheduler_params_init(&domain->scheduler);
	if (status != KEEL_OK) {
		keel_object_release(&domain->base.object);
		return status;
	}
	if (reading->has_uuid)
		memcpy(domain->base.uuid, reading->uuid, KEEL_UUID_SIZE);
	else
		test_make_up_uuid(self, domain->base.uuid);
	domain->config = reading->config;
	reading->config = NULL;
	link_domain(self, domain);
	*ret = domain;
	return KEEL_OK;
}

/* Takes away an inactive domain, which lives on as long as there are handles to it. */
void test_remove_domain(struct test_domain *self)
{
	struct test_host *host = self->host;

	test_drop_snapshots(self);
	keel_table_remove(&host->by_name, &self->by_name);
	keel_table_remove(&host->by_uuid, &self->by_uuid);
	if (self->previous)
		self->previous->next = self->next;
	else
		host->first = self->next;
	if (self->next)
		self->next->previous = self->previous;
	else
		host->last = self->previous;
	host->n_domains--;
	self->gone = true;
	keel_object_release(&self->base.object);
}

static keel_status read_uuid(const xmlNode *node, uint8_t *uuid)
{
	char *text;
	bool good;

	KEEL_TRY(keel_xml_child_text(node, "uuid", &text));
	if (!text)
		return keel_xml_error(node, "the host has no <uuid>");
	good = keel_uuid_parse(text, uuid);
	free(text);
	return good ? KEEL_OK : keel_xml_error(node, "the <uuid> of the host is not a UUID");
}

static keel_status read_u32(const xmlNode *node, const char *name, uint32_t most, uint32_t *ret)
{
	uint64_t value = *ret;

	KEEL_TRY(keel_xml_attribute_u64(node, name, most, &value));
	*ret = (uint32_t)value;
	return KEEL_OK;
}

static keel_status read_cpu(const xmlNode *node, keel_host_info *info)
{
	const xmlNode *cpu;
	char *model;

	info->nodes = info->sockets = info->cores = info->threads = 1;
	KEEL_TRY(keel_xml_child(node, "cpu", &cpu));
	if (cpu) {
		KEEL_TRY(read_u32(cpu, "mhz", UINT32_MAX, &info->mhz));
		KEEL_TRY(read_u32(cpu, "nodes", 256, &info->nodes));
		KEEL_TRY(read_u32(cpu, "sockets", 256, &info->sockets));
		KEEL_TRY(read_u32(cpu, "cores", 256, &info->cores));
		KEEL_TRY(read_u32(cpu, "threads", 64, &info->threads));
		KEEL_TRY(keel_xml_attribute(cpu, "model", &model));
		if (model) {
			/* Not cut inside a character. */
			snprintf(info->model, sizeof(info->model), "%.*s",
				 (int)keel_utf8_fit(model, sizeof(info->model) - 1), model);
			free(model);
		}
	}
	info->cpus = info->nodes * info->sockets * info->cores * info->threads;
	if (info->cpus == 0)
		return keel_xml_error(node, "the host has no processors");
	if (info->cpus > MAX_HOST_CPUS)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML,
				  "the host has more than %u processors", MAX_HOST_CPUS);
	return KEEL_OK;
}

static keel_status read_cells(const xmlNode *node, struct test_host *self)
{
	const xmlNode *cells;
	const xmlNode *cell;

	KEEL_TRY(keel_xml_child(node, "cells", &cells));
	self->free_kib = calloc(self->info.nodes, sizeof(*self->free_kib));
	if (!self->free_kib)
		return keel_error_no_memory();
	self->n_free = self->info.nodes;
	if (!cells)
		return KEEL_OK;
	cell = keel_xml_next(cells->children, "cell");
	for (size_t i = 0; i < self->n_free && cell; i++) {
		KEEL_TRY(keel_xml_attribute_u64(cell, "free", UINT64_MAX, &self->free_kib[i]));
		if (self->free_kib[i] > test_cell_kib(&self->info, (uint32_t)i))
			return keel_xml_error(cell, "more of a <cell> is free than it has");
		cell = keel_xml_next(cell->next, "cell");
	}
	if (cell)
		return keel_xml_error(cell, "there are more cells than the processors have nodes");
	return KEEL_OK;
}

keel_status test_read_word(const xmlNode *node, const char *name, const char *const *words,
			   size_t *ret)
{
	char *text;
	size_t i = 0;

	KEEL_TRY(keel_xml_attribute(node, name, &text));
	if (text)
		while (words[i] && strcmp(words[i], text) != 0)
			i++;
	free(text);
	if (!words[i])
		return keel_xml_error(node, "the attribute '%s' has an unknown value", name);
	*ret = i;
	return KEEL_OK;
}

static keel_status read_host_domain(const xmlNode *node, struct test_host *self)
{
	static const char *const states[] = {"shut-off", "running", "paused", NULL};
	static const char *const truths[] = {"no", "yes", NULL};
	struct test_reading reading;
	struct test_domain *domain;
	keel_status status;
	size_t transient;
	size_t autostart;
	size_t state;

	KEEL_TRY(test_read_word(node, "state", states, &state));
	KEEL_TRY(test_read_word(node, "autostart", truths, &autostart));
	KEEL_TRY(test_read_word(node, "transient", truths, &transient));
	if (transient && (state == 0 || autostart))
		return keel_xml_error(node, "a transient domain must be active and cannot start "
					    "with its host");
	KEEL_TRY(test_config_read(node, self->seed, &reading));
	status = test_add_domain(self, &reading, &domain);
	test_reading_clear(&reading);
	KEEL_TRY(status);
	domain->persistent = !transient;
	domain->autostart = autostart;
	if (state)
		KEEL_TRY(test_start(domain, state == 2));
	return test_read_snapshots(node, domain);
}

static keel_status read_host(const xmlNode *node, struct test_host *self)
{
	const xmlNode *domains;
	const xmlNode *domain;

	KEEL_TRY(keel_xml_child_text(node, "name", &self->hostname));
	if (!self->hostname)
		return keel_xml_error(node, "the host has no <name>");
	KEEL_TRY(read_uuid(node, self->uuid));
	KEEL_TRY(keel_xml_child_kib(node, "memory", &self->info.memory_kib));
	if (self->info.memory_kib == 0)
		return keel_xml_error(node, "the host has no <memory>");
	KEEL_TRY(read_cpu(node, &self->info));
	KEEL_TRY(read_cells(node, self));
	KEEL_TRY(keel_xml_child(node, "domains", &domains));
	domain = domains ? keel_xml_next(domains->children, "domain") : NULL;
	for (; domain; domain = keel_xml_next(domain->next, "domain"))
		KEEL_TRY(read_host_domain(domain, self));
	KEEL_TRY(test_read_pools(node, self));
	KEEL_TRY(test_read_networks(node, self));
	KEEL_TRY(test_read_devices(node, self));
	KEEL_TRY(test_read_secrets(node, self));
	/* What it took to get there does not count. */
	self->clock_ns = self->began_ns;
	for (struct test_domain *each = self->first; each; each = each->next) {
		each->worked_ns = 0;
		each->since_ns = self->clock_ns;
	}
	return KEEL_OK;
}

static keel_status io_error(const char *path)
{
	return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_DRIVER, "cannot read '%s': %s", path,
			  strerror(errno));
}

static keel_status read_file(const char *path, char **ret, size_t *ret_size)
{
	keel_status status = KEEL_OK;
	size_t room = 64 << 10;
	char *text = NULL;
	size_t size = 0;
	FILE *file;

	file = fopen(path, "rbe");
	if (!file)
		return io_error(path);
	/* One byte more than may be, so that too much is seen. */
	do {
		char *more;

		room = room * 2 > KEEL_XML_MAX_SIZE ? KEEL_XML_MAX_SIZE + 1 : room * 2;
		more = realloc(text, room);
		if (!more) {
			status = keel_error_no_memory();
			break;
		}
		text = more;
		size += fread(text + size, 1, room - size, file);
	} while (size == room && size <= KEEL_XML_MAX_SIZE);
	if (status == KEEL_OK && ferror(file))
		status = io_error(path);
	fclose(file);
	if (status != KEEL_OK) {
		free(text);
		return status;
	}
	*ret = text;
	*ret_size = size;
	return KEEL_OK;
}

static keel_status parse_default(xmlDoc **ret)
{
	struct keel_buffer buffer = {0};
	keel_status status;
	char *text;
	size_t i;

	for (i = 0; test_default_host[i]; i++)
		keel_buffer_add(&buffer, "%s", test_default_host[i]);
	KEEL_TRY(keel_buffer_steal(&buffer, &text));
	status = keel_xml_parse(text, strlen(text), "host", ret);
	free(text);
	return status;
}

static keel_status parse_host(const char *path, xmlDoc **ret)
{
	keel_status status;
	size_t size;
	char *text;

	if (strcmp(path, DEFAULT_PATH) == 0)
		return parse_default(ret);
	KEEL_TRY(read_file(path, &text, &size));
	status = keel_xml_parse(text, size, "host", ret);
	free(text);
	return status;
}

static void free_host(struct test_host *self)
{
	test_jobs_clear(self);
	test_pools_clear(self);
	test_collection_clear(&self->networks);
	test_collection_clear(&self->devices);
	test_collection_clear(&self->secrets);
	while (self->first) {
		struct test_domain *domain = self->first;

		self->first = domain->next;
		test_drop_snapshots(domain);
		keel_object_release(&domain->base.object);
	}
	keel_table_clear(&self->by_name);
	keel_table_clear(&self->by_uuid);
	keel_table_clear(&self->by_id);
	test_params_clear(&self->params);
	free(self->free_kib);
	free(self->hostname);
	pthread_mutex_destroy(&self->lock);
	free(self);
}

keel_status test_host_open(keel_connection *connection, const char *path, const char *query,
			   const keel_param *credentials, size_t n_credentials)
{
	struct test_options options;
	struct test_host *self;
	keel_status status;
	xmlDoc *doc;

	if (*path != '/')
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DRIVER,
				  "the URI of a test host has the form test:///path");
	KEEL_TRY(test_options_read(query, &options));
	KEEL_TRY(parse_host(path, &doc));
	status = test_check_credentials(xmlDocGetRootElement(doc), credentials, n_credentials);
	if (status != KEEL_OK) {
		xmlFreeDoc(doc);
		return status;
	}
	self = calloc(1, sizeof(*self));
	if (!self) {
		xmlFreeDoc(doc);
		return keel_error_no_memory();
	}
	pthread_mutex_init(&self->lock, NULL);
	self->connection = connection;
	test_collection_init(&self->networks, self, "network", KEEL_ERROR_DOMAIN_NETWORK);
	test_collection_init(&self->devices, self, "device", KEEL_ERROR_DOMAIN_NODE_DEVICE);
	test_collection_init(&self->secrets, self, "secret", KEEL_ERROR_DOMAIN_SECRET);
	self->seed = options.seed;
	self->began_ns = options.clock_ns;
	self->clock_ns = options.clock_ns;
	status = test_host_params_init(&self->params);
	if (status == KEEL_OK)
		status = read_host(xmlDocGetRootElement(doc), self);
	xmlFreeDoc(doc);
	if (status != KEEL_OK) {
		free_host(self);
		return status;
	}
	connection->data = self;
	return KEEL_OK;
}

void test_host_closing(keel_connection *connection)
{
	(void)connection;
	test_jobs_changed();
}

void test_host_close(keel_connection *connection)
{
	free_host(connection->data);
}
