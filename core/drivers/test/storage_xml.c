/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The XML of pools and volumes. */

#include "storage.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_CAPACITY ((uint64_t)100 << 30)
#define DEFAULT_FORMAT "raw"

static const char *const pool_types[] = {"dir", "fs", "netfs", "logical", "disk", NULL};
/* In the order of the enum. */
static const char *const volume_types[] = {"file", "block", "dir", "network", "netdir", "ploop",
					   NULL};

void test_pool_config_free(struct test_pool_config *self)
{
	if (!self)
		return;
	free(self->path);
	free(self);
}

void test_pool_reading_clear(struct test_pool_reading *self)
{
	free(self->identity.name);
	test_pool_config_free(self->config);
	*self = (struct test_pool_reading){0};
}

void test_volume_reading_clear(struct test_volume_reading *self)
{
	free(self->name);
	free(self->format);
	*self = (struct test_volume_reading){0};
}

/* What is no name of a file cannot be part of a path. */
static keel_status check_file_name(const xmlNode *node, const char *name)
{
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return keel_xml_error(node, "'%s' cannot be the name of a file", name);
	return KEEL_OK;
}

static keel_status read_pool_capacity(const xmlNode *node, struct test_pool_config *config)
{
	bool there;

	config->capacity = DEFAULT_CAPACITY;
	KEEL_TRY(keel_xml_child_bytes(node, "capacity", &there, &config->capacity));
	if (config->capacity == 0)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_XML,
				  "the <capacity> of the pool is 0");
	return KEEL_OK;
}

keel_status test_join(const char *folder, const char *name, char **ret)
{
	size_t n = strlen(folder);
	struct keel_buffer buffer = {0};

	keel_buffer_add(&buffer, "%s%s%s", folder, n && folder[n - 1] == '/' ? "" : "/", name);
	return keel_buffer_steal(&buffer, ret);
}

static keel_status read_path(const xmlNode *node, const char *name, char **ret)
{
	const xmlNode *target;

	KEEL_TRY(keel_xml_child(node, "target", &target));
	if (target)
		KEEL_TRY(keel_xml_child_text(target, "path", ret));
	if (!*ret)
		return test_join("/pools", name, ret);
	return **ret == '/' ? KEEL_OK : keel_xml_error(target, "the <path> does not begin with /");
}

static keel_status read_pool(const xmlNode *node, struct test_pool_reading *reading)
{
	struct test_pool_config *config = reading->config;
	size_t type;

	KEEL_TRY(test_read_word(node, "type", pool_types, &type));
	config->type = pool_types[type];
	KEEL_TRY(test_identity_read(node, "storage pool", &reading->identity));
	KEEL_TRY(check_file_name(node, reading->identity.name));
	KEEL_TRY(read_pool_capacity(node, config));
	return read_path(node, reading->identity.name, &config->path);
}

keel_status test_pool_read(const xmlNode *node, struct test_pool_reading *ret)
{
	struct test_pool_reading reading = {0};
	keel_status status;

	reading.config = calloc(1, sizeof(*reading.config));
	status = reading.config ? read_pool(node, &reading) : keel_error_no_memory();
	if (status == KEEL_OK)
		*ret = reading;
	else
		test_pool_reading_clear(&reading);
	return status;
}

static keel_status read_format(const xmlNode *node, char **ret)
{
	const xmlNode *format = NULL;
	const xmlNode *target;

	KEEL_TRY(keel_xml_child(node, "target", &target));
	if (target)
		KEEL_TRY(keel_xml_child(target, "format", &format));
	if (format)
		KEEL_TRY(keel_xml_attribute(format, "type", ret));
	if (*ret)
		return KEEL_OK;
	*ret = keel_strdup(DEFAULT_FORMAT);
	return *ret ? KEEL_OK : keel_error_no_memory();
}

static keel_status read_volume(const xmlNode *node, struct test_volume_reading *reading)
{
	size_t type;

	KEEL_TRY(test_read_word(node, "type", volume_types, &type));
	reading->type = (keel_storage_volume_type)type;
	KEEL_TRY(test_read_name(node, "volume", &reading->name));
	KEEL_TRY(check_file_name(node, reading->name));
	KEEL_TRY(keel_xml_child_bytes(node, "capacity", &reading->has_capacity,
				      &reading->capacity));
	KEEL_TRY(keel_xml_child_bytes(node, "allocation", &reading->has_allocation,
				      &reading->allocation));
	return read_format(node, &reading->format);
}

keel_status test_volume_read(const xmlNode *node, struct test_volume_reading *ret)
{
	struct test_volume_reading reading = {0};
	keel_status status = read_volume(node, &reading);

	if (status == KEEL_OK)
		*ret = reading;
	else
		test_volume_reading_clear(&reading);
	return status;
}

static void write_text(struct keel_buffer *buffer, const char *name, const char *text)
{
	keel_buffer_add(buffer, "  <%s>", name);
	keel_buffer_add_xml(buffer, text);
	keel_buffer_add(buffer, "</%s>\n", name);
}

static void write_bytes(struct keel_buffer *buffer, const char *name, uint64_t value)
{
	keel_buffer_add(buffer, "  <%s unit='bytes'>%" PRIu64 "</%s>\n", name, value, name);
}

static void write_path(struct keel_buffer *buffer, const char *path)
{
	keel_buffer_add(buffer, "    <path>");
	keel_buffer_add_xml(buffer, path);
	keel_buffer_add(buffer, "</path>\n");
}

keel_status test_pool_write(const struct test_pool *pool, bool inactive, char **ret)
{
	const struct test_pool_config *config = pool->config;
	struct keel_buffer buffer = {0};
	char uuid[KEEL_UUID_STRING_SIZE];

	if (inactive && pool->next_config)
		config = pool->next_config;
	keel_uuid_format(pool->base.uuid, uuid);
	keel_buffer_add(&buffer, "<pool type='%s'>\n", config->type);
	write_text(&buffer, "name", pool->base.name);
	write_text(&buffer, "uuid", uuid);
	write_bytes(&buffer, "capacity", config->capacity);
	if (!inactive) {
		write_bytes(&buffer, "allocation", pool->allocation);
		write_bytes(&buffer, "available", test_available(pool));
	}
	keel_buffer_add(&buffer, "  <target>\n");
	write_path(&buffer, config->path);
	keel_buffer_add(&buffer, "  </target>\n</pool>\n");
	return keel_buffer_steal(&buffer, ret);
}

keel_status test_volume_write(const struct test_volume *volume, char **ret)
{
	struct keel_buffer buffer = {0};

	keel_buffer_add(&buffer, "<volume type='%s'>\n", volume_types[volume->type]);
	write_text(&buffer, "name", volume->base.name);
	write_text(&buffer, "key", volume->key);
	write_bytes(&buffer, "capacity", volume->capacity);
	write_bytes(&buffer, "allocation", volume->allocation);
	keel_buffer_add(&buffer, "  <target>\n");
	write_path(&buffer, volume->key);
	keel_buffer_add(&buffer, "    <format type='");
	keel_buffer_add_xml(&buffer, volume->format);
	keel_buffer_add(&buffer, "'/>\n  </target>\n</volume>\n");
	return keel_buffer_steal(&buffer, ret);
}
