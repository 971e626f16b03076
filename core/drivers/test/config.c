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
	keel_domain_interfaces_free(self->interfaces, self->n_interfaces);
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

size_t test_count_children(const xmlNode *node, const char *name)
{
	size_t n = 0;

	for (node = keel_xml_next(node->children, name); node;
	     node = keel_xml_next(node->next, name))
		n++;
	return n;
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

static keel_status read_sizes(const xmlNode *node, struct test_config *config)
{
	uint64_t vcpus = 1;

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
	KEEL_TRY(keel_xml_child_u64(node, "vcpu", MAX_VCPUS, &vcpus));
	if (vcpus == 0)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML, "<vcpu> is 0");
	config->vcpus = (uint32_t)vcpus;
	return KEEL_OK;
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
	config->tags = calloc(test_count_children(node, "tag") + 1, sizeof(*config->tags));
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

/* Gets an attribute of a child element, NULL when there is none. */
static keel_status read_nested(const xmlNode *node, const char *child_name, const char *name,
			       char **ret)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, child_name, &child));
	if (child)
		return keel_xml_attribute(child, name, ret);
	*ret = NULL;
	return KEEL_OK;
}

bool test_is_mac(const char *text)
{
	size_t i;

	for (i = 0; i < 17; i++) {
		const char *allowed = i % 3 == 2 ? ":" : "0123456789abcdefABCDEF";

		if (!text[i] || !strchr(allowed, text[i]))
			return false;
	}
	return text[17] == '\0';
}

static char *make_up_name(size_t number)
{
	struct keel_buffer buffer = {0};
	char *text;

	keel_buffer_add(&buffer, "vnet%zu", number);
	return keel_buffer_steal(&buffer, &text) == KEEL_OK ? text : NULL;
}

static char *make_up_mac(uint64_t seed, size_t number)
{
	struct keel_buffer buffer = {0};
	unsigned part = 0;
	char *text;

	for (; seed; seed >>= 8)
		part ^= seed & 0xff;
	keel_buffer_add(&buffer, "52:54:00:%02x:%02x:%02x", part, (unsigned)(number >> 8) & 0xff,
			(unsigned)number & 0xff);
	return keel_buffer_steal(&buffer, &text) == KEEL_OK ? text : NULL;
}

static keel_status read_interface(const xmlNode *node, uint64_t seed, size_t number,
				  keel_domain_interface *interface)
{
	const xmlNode *mtu;
	uint64_t size = 0;

	KEEL_TRY(read_nested(node, "target", "dev", &interface->name));
	if (!interface->name)
		interface->name = make_up_name(number);
	KEEL_TRY(read_nested(node, "mac", "address", &interface->mac));
	if (!interface->mac)
		interface->mac = make_up_mac(seed, number);
	if (!interface->name || !interface->mac)
		return keel_error_no_memory();
	if (!test_is_mac(interface->mac))
		return keel_xml_error(node, "'%s' is not a hardware address", interface->mac);
	KEEL_TRY(read_nested(node, "source", "network", &interface->source));
	KEEL_TRY(read_nested(node, "model", "type", &interface->model));
	KEEL_TRY(keel_xml_child(node, "mtu", &mtu));
	if (mtu)
		KEEL_TRY(keel_xml_attribute_u64(mtu, "size", UINT32_MAX, &size));
	interface->mtu = (uint32_t)size;
	return KEEL_OK;
}

static keel_status read_interfaces(const xmlNode *node, uint64_t seed, struct test_config *config)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, "devices", &node));
	if (!node)
		return KEEL_OK;
	config->interfaces = calloc(test_count_children(node, "interface") + 1,
				    sizeof(*config->interfaces));
	if (!config->interfaces)
		return keel_error_no_memory();
	for (child = keel_xml_next(node->children, "interface"); child;
	     child = keel_xml_next(child->next, "interface")) {
		size_t i = config->n_interfaces++;

		KEEL_TRY(read_interface(child, seed, i, &config->interfaces[i]));
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
	return read_interfaces(node, seed, config);
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

static void write_nested(struct keel_buffer *buffer, const char *child_name, const char *name,
			 const char *text)
{
	if (!text)
		return;
	keel_buffer_add(buffer, "      <%s %s='", child_name, name);
	keel_buffer_add_xml(buffer, text);
	keel_buffer_add(buffer, "'/>\n");
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

static void write_interfaces(struct keel_buffer *buffer, const struct test_config *config)
{
	size_t i;

	if (config->n_interfaces == 0)
		return;
	keel_buffer_add(buffer, "  <devices>\n");
	for (i = 0; i < config->n_interfaces; i++) {
		const keel_domain_interface *interface = &config->interfaces[i];

		keel_buffer_add(buffer, "    <interface>\n");
		write_nested(buffer, "mac", "address", interface->mac);
		write_nested(buffer, "source", "network", interface->source);
		write_nested(buffer, "target", "dev", interface->name);
		write_nested(buffer, "model", "type", interface->model);
		if (interface->mtu)
			keel_buffer_add(buffer, "      <mtu size='%" PRIu32 "'/>\n",
					interface->mtu);
		keel_buffer_add(buffer, "    </interface>\n");
	}
	keel_buffer_add(buffer, "  </devices>\n");
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
	keel_buffer_add(&buffer, "  <vcpu>%" PRIu32 "</vcpu>\n", config->vcpus);
	write_interfaces(&buffer, config);
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
