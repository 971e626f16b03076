/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Images of domains: what snapshots keep, and what is saved and migrated. */

#include "test.h"

#include <string.h>

void test_image_clear(struct test_image *self)
{
	test_config_free(self->config);
	test_config_free(self->next_config);
	test_params_clear(&self->scheduler);
	test_memory_clear(&self->memory);
	*self = (struct test_image){0};
}

/* By way of XML, so that nothing is forgotten that a configuration has. */
keel_status test_config_copy(const struct test_config *self, struct test_config **ret)
{
	static const uint8_t uuid[KEEL_UUID_SIZE];
	struct test_reading reading;
	keel_status status;
	xmlDoc *doc;
	char *text;

	if (!self) {
		*ret = NULL;
		return KEEL_OK;
	}
	KEEL_TRY(test_config_format("copy", uuid, KEEL_DOMAIN_ID_NONE, self, &text));
	status = keel_xml_parse(text, strlen(text), "domain", &doc);
	keel_free(text);
	if (status == KEEL_OK) {
		status = test_config_read(xmlDocGetRootElement(doc), 0, &reading);
		xmlFreeDoc(doc);
	}
	/* What was written can be read, unless it is memory that lacks. */
	if (status != KEEL_OK)
		return keel_error_no_memory();
	*ret = reading.config;
	reading.config = NULL;
	test_reading_clear(&reading);
	return KEEL_OK;
}

static keel_status copy(const struct test_config *config, const struct test_config *next_config,
			const struct test_params *scheduler, const struct test_memory *memory,
			struct test_image *ret)
{
	struct test_image image = {0};
	keel_status status;

	status = test_config_copy(config, &image.config);
	if (status == KEEL_OK)
		status = test_config_copy(next_config, &image.next_config);
	if (status == KEEL_OK)
		status = test_params_copy(scheduler, &image.scheduler);
	if (status == KEEL_OK)
		status = test_memory_copy(memory, &image.memory);
	if (status == KEEL_OK)
		*ret = image;
	else
		test_image_clear(&image);
	return status;
}

keel_status test_image_take(const struct test_domain *domain, struct test_image *ret)
{
	return copy(domain->config, domain->next_config, &domain->scheduler, &domain->memory, ret);
}

keel_status test_image_copy(const struct test_image *self, struct test_image *ret)
{
	return copy(self->config, self->next_config, &self->scheduler, &self->memory, ret);
}

void test_image_put(struct test_image *self, struct test_domain *domain)
{
	test_config_free(domain->config);
	test_config_free(domain->next_config);
	test_params_clear(&domain->scheduler);
	test_memory_clear(&domain->memory);
	domain->config = self->config;
	domain->next_config = self->next_config;
	domain->scheduler = self->scheduler;
	domain->memory = self->memory;
	*self = (struct test_image){0};
}
