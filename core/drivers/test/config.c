/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The configuration of a domain, and its XML. */

#include "test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void test_config_free(struct test_config *self)
{
	size_t i;

	if (!self)
		return;
	free(self->title);
	free(self->description);
	for (i = 0; i < self->n_entries; i++) {
		free(self->entries[i].key);
		free(self->entries[i].value);
	}
	free(self->entries);
	keel_strings_free(self->tags, self->n_tags);
	test_pins_free(self->pins, self->n_pins);
	test_devices_clear(self);
	free(self);
}

void test_reading_clear(struct test_reading *self)
{
	free(self->name);
	test_config_free(self->config);
	*self = (struct test_reading){0};
}

keel_status test_replace(char **at, const char *text)
{
	char *copy = text ? keel_strdup(text) : NULL;

	if (text && !copy)
		return keel_error_no_memory();
	free(*at);
	*at = copy;
	return KEEL_OK;
}

keel_status test_set_entry(struct test_config *self, const char *key, const char *value)
{
	struct test_entry *entries;
	struct test_entry entry;
	size_t i;

	for (i = 0; i < self->n_entries; i++)
		if (strcmp(self->entries[i].key, key) == 0)
			break;
	if (i < self->n_entries && value)
		return test_replace(&self->entries[i].value, value);
	if (i < self->n_entries) {
		free(self->entries[i].key);
		free(self->entries[i].value);
		self->n_entries--;
		memmove(self->entries + i, self->entries + i + 1,
			(self->n_entries - i) * sizeof(*self->entries));
		return KEEL_OK;
	}
	if (!value)
		return KEEL_OK;

	entries = realloc(self->entries, (self->n_entries + 1) * sizeof(*entries));
	if (!entries)
		return keel_error_no_memory();
	self->entries = entries;
	entry.key = keel_strdup(key);
	entry.value = keel_strdup(value);
	if (!entry.key || !entry.value) {
		free(entry.key);
		free(entry.value);
		return keel_error_no_memory();
	}
	entries[self->n_entries++] = entry;
	return KEEL_OK;
}

keel_status test_set_tags(struct test_config *self, const char *const *tags, size_t n_tags)
{
	char **copy = keel_strings_copy(tags, n_tags);

	if (!copy)
		return keel_error_no_memory();
	keel_strings_free(self->tags, self->n_tags);
	self->tags = copy;
	self->n_tags = n_tags;
	return KEEL_OK;
}

static keel_status read_identity(const xmlNode *node, struct test_reading *reading)
{
	const xmlNode *child;
	char *text;

	KEEL_TRY(keel_xml_child_text(node, "name", &reading->name));
	if (!reading->name)
		return keel_xml_error(node, "the domain has no <name>");
	if (keel_check_name(reading->name) != KEEL_OK)
		return keel_xml_error(node, "%s", keel_last_error_message());

	KEEL_TRY(keel_xml_child(node, "uuid", &child));
	if (!child)
		return KEEL_OK;
	KEEL_TRY(keel_xml_text(child, &text));
	reading->has_uuid = keel_uuid_parse(text, reading->uuid);
	free(text);
	if (!reading->has_uuid)
		return keel_xml_error(child, "the <uuid> is not a UUID");
	return KEEL_OK;
}

static keel_status read_vcpus(const xmlNode *node, struct test_config *config)
{
	uint64_t most = 1;
	const xmlNode *child;
	uint64_t vcpus;

	KEEL_TRY(keel_xml_child_u64(node, "vcpu", MAX_VCPUS, &most));
	vcpus = most;
	KEEL_TRY(keel_xml_child(node, "vcpu", &child));
	if (child)
		KEEL_TRY(keel_xml_attribute_u64(child, "current", MAX_VCPUS, &vcpus));
	if (most == 0)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML, "<vcpu> is 0");
	if (vcpus == 0 || vcpus > most)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML,
				  "the attribute 'current' of <vcpu> is 0 or more than <vcpu>");
	config->max_vcpus = (uint32_t)most;
	config->vcpus = (uint32_t)vcpus;
	return KEEL_OK;
}

static keel_status read_sizes(const xmlNode *node, struct test_config *config)
{
	config->max_memory_kib = 0;
	KEEL_TRY(keel_xml_child_kib(node, "memory", &config->max_memory_kib));
	if (config->max_memory_kib == 0)
		return keel_xml_error(node, "the domain has no <memory>");
	if (config->max_memory_kib > UINT64_MAX / 1024)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML,
				  "<memory> is too large");
	config->memory_kib = config->max_memory_kib;
	KEEL_TRY(keel_xml_child_kib(node, "currentMemory", &config->memory_kib));
	if (config->memory_kib == 0 || config->memory_kib > config->max_memory_kib)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML,
				  "<currentMemory> is 0 or more than <memory>");
	return read_vcpus(node, config);
}

static keel_status read_entries(const xmlNode *node, struct test_config *config)
{
	const xmlNode *entry;

	KEEL_TRY(keel_xml_child(node, "metadata", &node));
	if (!node)
		return KEEL_OK;
	for (entry = keel_xml_next(node->children, "entry"); entry;
	     entry = keel_xml_next(entry->next, "entry")) {
		keel_status status;
		char *value;
		char *key;

		KEEL_TRY(keel_xml_attribute(entry, "key", &key));
		if (!key || !*key) {
			free(key);
			return keel_xml_error(entry, "an <entry> has no key");
		}
		status = keel_xml_text(entry, &value);
		if (status == KEEL_OK) {
			status = test_set_entry(config, key, value);
			free(value);
		}
		free(key);
		KEEL_TRY(status);
	}
	return KEEL_OK;
}

static keel_status read_tags(const xmlNode *node, struct test_config *config)
{
	const xmlNode *tag;

	KEEL_TRY(keel_xml_child(node, "tags", &node));
	if (!node)
		return KEEL_OK;
	config->tags = calloc(keel_xml_count(node, "tag") + 1, sizeof(*config->tags));
	if (!config->tags)
		return keel_error_no_memory();
	for (tag = keel_xml_next(node->children, "tag"); tag;
	     tag = keel_xml_next(tag->next, "tag")) {
		KEEL_TRY(keel_xml_text(tag, &config->tags[config->n_tags]));
		if (!*config->tags[config->n_tags++])
			return keel_xml_error(tag, "a <tag> is empty");
	}
	return KEEL_OK;
}

static keel_status read_all(const xmlNode *node, uint64_t seed, struct test_reading *reading)
{
	struct test_config *config = reading->config;

	KEEL_TRY(read_identity(node, reading));
	KEEL_TRY(keel_xml_child_text(node, "title", &config->title));
	if (config->title && strpbrk(config->title, "\n\r"))
		return keel_xml_error(node, "the <title> has more than one line");
	KEEL_TRY(keel_xml_child_text(node, "description", &config->description));
	KEEL_TRY(read_sizes(node, config));
	KEEL_TRY(read_entries(node, config));
	KEEL_TRY(read_tags(node, config));
	KEEL_TRY(test_pins_read(node, config));
	return test_devices_read(node, seed, config);
}

keel_status test_config_read(const xmlNode *node, uint64_t seed, struct test_reading *ret)
{
	struct test_reading reading = {0};
	keel_status status;

	reading.config = calloc(1, sizeof(*reading.config));
	status = reading.config ? read_all(node, seed, &reading) : keel_error_no_memory();
	if (status == KEEL_OK)
		*ret = reading;
	else
		test_reading_clear(&reading);
	return status;
}

static void write_element(struct keel_buffer *buffer, const char *name, const char *text)
{
	if (!text)
		return;
	keel_buffer_add(buffer, "  <%s>", name);
	keel_buffer_add_xml(buffer, text);
	keel_buffer_add(buffer, "</%s>\n", name);
}

static void write_entries(struct keel_buffer *buffer, const struct test_config *config)
{
	size_t i;

	if (config->n_entries == 0)
		return;
	keel_buffer_add(buffer, "  <metadata>\n");
	for (i = 0; i < config->n_entries; i++) {
		keel_buffer_add(buffer, "    <entry key='");
		keel_buffer_add_xml(buffer, config->entries[i].key);
		keel_buffer_add(buffer, "'>");
		keel_buffer_add_xml(buffer, config->entries[i].value);
		keel_buffer_add(buffer, "</entry>\n");
	}
	keel_buffer_add(buffer, "  </metadata>\n");
}

static void write_tags(struct keel_buffer *buffer, const struct test_config *config)
{
	size_t i;

	if (config->n_tags == 0)
		return;
	keel_buffer_add(buffer, "  <tags>\n");
	for (i = 0; i < config->n_tags; i++) {
		keel_buffer_add(buffer, "    <tag>");
		keel_buffer_add_xml(buffer, config->tags[i]);
		keel_buffer_add(buffer, "</tag>\n");
	}
	keel_buffer_add(buffer, "  </tags>\n");
}

static void write_vcpus(struct keel_buffer *buffer, const struct test_config *config)
{
	keel_buffer_add(buffer, "  <vcpu");
	if (config->vcpus != config->max_vcpus)
		keel_buffer_add(buffer, " current='%" PRIu32 "'", config->vcpus);
	keel_buffer_add(buffer, ">%" PRIu32 "</vcpu>\n", config->max_vcpus);
}

keel_status test_config_format(const char *name, const uint8_t *uuid, int64_t id,
			       const struct test_config *config, char **ret)
{
	struct keel_buffer buffer = {0};
	char uuid_text[KEEL_UUID_STRING_SIZE];

	keel_uuid_format(uuid, uuid_text);
	keel_buffer_add(&buffer, "<domain type='test'");
	if (id != KEEL_DOMAIN_ID_NONE)
		keel_buffer_add(&buffer, " id='%" PRId64 "'", id);
	keel_buffer_add(&buffer, ">\n");
	write_element(&buffer, "name", name);
	write_element(&buffer, "uuid", uuid_text);
	write_element(&buffer, "title", config->title);
	write_element(&buffer, "description", config->description);
	write_entries(&buffer, config);
	write_tags(&buffer, config);
	keel_buffer_add(&buffer, "  <memory unit='KiB'>%" PRIu64 "</memory>\n",
			config->max_memory_kib);
	keel_buffer_add(&buffer, "  <currentMemory unit='KiB'>%" PRIu64 "</currentMemory>\n",
			config->memory_kib);
	write_vcpus(&buffer, config);
	test_pins_write(&buffer, config);
	test_devices_write(&buffer, config);
	keel_buffer_add(&buffer, "</domain>\n");
	return keel_buffer_steal(&buffer, ret);
}

keel_status test_config_write(const struct test_domain *domain, bool inactive, char **ret)
{
	const struct test_config *config = domain->config;

	if (inactive && domain->next_config)
		config = domain->next_config;
	return test_config_format(keel_domain_get_name(&domain->base), domain->base.uuid,
				  inactive ? KEEL_DOMAIN_ID_NONE : domain->id, config, ret);
}
