/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Secrets. They are persistent, and a secret of a use is found by that like other objects by name. */

#include "objects.h"

#include <stdlib.h>
#include <string.h>

#define MAX_VALUE 65536

struct secret {
	keel_secret base;
	struct test_item item;
	char uuid_text[KEEL_UUID_STRING_SIZE];
	keel_secret_usage usage;
	/* What tells the use, NULL when there is none; with the name of the use before it the name. */
	char *usage_id;
	char *name;

	bool ephemeral;
	bool private;
	char *description;
	bool has_value;
	uint8_t *value;
	size_t n_value;
};

struct reading {
	/* The name is the use and what tells it, NULL when there is none. */
	struct test_identity identity;
	keel_secret_usage usage;
	char *usage_id;
	bool ephemeral;
	bool private;
	char *description;
};

/* The types of use, and the elements that tell more. */
static const char *const usages[] = {"none", "volume", "ceph", "iscsi", "tls", "vtpm", NULL};
static const char *const id_elements[] = {NULL, "volume", "name", "target", "name", "name"};

/* Not left out by a compiler that sees that the memory is freed. */
static void wipe(void *memory, size_t n)
{
	volatile uint8_t *at = memory;

	while (n-- > 0)
		*at++ = 0;
}

static void free_value(uint8_t *value, size_t n)
{
	if (value)
		wipe(value, n);
	free(value);
}

static struct test_collection *secrets(const keel_connection *connection)
{
	return &((struct test_host *)connection->data)->secrets;
}

static struct secret *from_item(const struct test_item *item)
{
	return (struct secret *)item->object;
}

/* Locks the host, and fails when the secret is gone. */
static keel_status lock(const keel_secret *secret, struct secret **ret)
{
	struct secret *self = (struct secret *)(uintptr_t)secret;

	KEEL_TRY(test_item_lock(&self->item));
	*ret = self;
	return KEEL_OK;
}

static keel_status unlock(const struct secret *self, keel_status status)
{
	return test_item_unlock(&self->item, status);
}

static void emit(struct secret *self, keel_secret_event_type event)
{
	keel_event_emit_secret(self->base.object.handle.connection, &self->base, event);
}

/* May run when the host is gone already. */
static void free_secret(struct keel_object *object)
{
	struct secret *self = (struct secret *)object;

	free_value(self->value, self->n_value);
	free(self->description);
	free(self->usage_id);
	free(self->name);
	free(self);
}

static void clear(struct reading *self)
{
	free(self->identity.name);
	free(self->usage_id);
	free(self->description);
}

/* Gives the name under which a secret of a use is found. */
static keel_status format_name(keel_secret_usage usage, const char *usage_id, char **ret)
{
	struct keel_buffer buffer = {0};

	keel_buffer_add(&buffer, "%s:%s", usages[usage], usage_id);
	return keel_buffer_steal(&buffer, ret);
}

static keel_status read_usage(const xmlNode *node, struct reading *reading)
{
	const xmlNode *child;
	size_t usage;

	KEEL_TRY(keel_xml_child(node, "usage", &child));
	if (!child)
		return KEEL_OK;
	KEEL_TRY(test_read_word(child, "type", usages, &usage));
	reading->usage = (keel_secret_usage)usage;
	if (!id_elements[usage])
		return KEEL_OK;
	KEEL_TRY(keel_xml_child_text(child, id_elements[usage], &reading->usage_id));
	if (!reading->usage_id || !*reading->usage_id)
		return keel_xml_error(child, "the <usage> has no <%s>, or an empty one",
				      id_elements[usage]);
	return format_name(reading->usage, reading->usage_id, &reading->identity.name);
}

static keel_status read_all(const xmlNode *node, struct reading *reading)
{
	static const char *const truths[] = {"no", "yes", NULL};
	size_t truth;

	KEEL_TRY(test_read_word(node, "ephemeral", truths, &truth));
	reading->ephemeral = truth;
	KEEL_TRY(test_read_word(node, "private", truths, &truth));
	reading->private = truth;
	KEEL_TRY(test_read_uuid(node, &reading->identity.has_uuid, reading->identity.uuid));
	KEEL_TRY(keel_xml_child_text(node, "description", &reading->description));
	return read_usage(node, reading);
}

static keel_status read_secret(const xmlNode *node, struct reading *ret)
{
	struct reading reading = {0};
	keel_status status = read_all(node, &reading);

	if (status == KEEL_OK)
		*ret = reading;
	else
		clear(&reading);
	return status;
}

/* What a secret may become. */
static void take_configuration(struct secret *self, struct reading *reading)
{
	self->ephemeral = reading->ephemeral;
	self->private = reading->private;
	free(self->description);
	self->description = reading->description;
	reading->description = NULL;
}

static keel_status add(struct test_collection *all, struct reading *reading, struct secret **ret)
{
	struct test_identity *identity = &reading->identity;
	struct secret *self;

	KEEL_TRY(test_collection_reserve(all, identity->name,
					 identity->has_uuid ? identity->uuid : NULL));
	self = calloc(1, sizeof(*self));
	if (!self)
		return keel_error_no_memory();
	keel_object_init(&self->base.object, KEEL_KIND_SECRET, all->host->connection, free_secret);
	if (!identity->has_uuid)
		test_collection_make_up_uuid(all, identity->uuid);
	memcpy(self->base.uuid, identity->uuid, KEEL_UUID_SIZE);
	keel_uuid_format(self->base.uuid, self->uuid_text);
	self->usage = reading->usage;
	self->usage_id = reading->usage_id;
	reading->usage_id = NULL;
	self->name = identity->name;
	identity->name = NULL;
	take_configuration(self, reading);
	self->item.object = &self->base.object;
	self->item.name = self->name;
	self->item.uuid = self->base.uuid;
	self->item.label = self->uuid_text;
	self->item.persistent = true;
	test_collection_add(all, &self->item);
	*ret = self;
	return KEEL_OK;
}

static int digit_value(char digit)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

static bool is_space(char character)
{
	return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

/* Decodes base64 into the room of the text, which is larger; white space does not count. */
static bool decode(char *text, size_t *ret_n)
{
	uint8_t *to = (uint8_t *)text;
	uint32_t bits = 0;
	size_t n_digits = 0;
	size_t n_pads = 0;

	for (; *text; text++) {
		int value = digit_value(*text);

		if (is_space(*text))
			continue;
		if (*text == '=') {
			n_pads++;
			continue;
		}
		if (value < 0 || n_pads)
			return false;
		bits = bits << 6 | (uint32_t)value;
		if (++n_digits % 4 == 0) {
			*to++ = (uint8_t)(bits >> 16);
			*to++ = (uint8_t)(bits >> 8);
			*to++ = (uint8_t)bits;
		}
	}
	if (n_digits % 4 == 1 || n_pads != (4 - n_digits % 4) % 4)
		return false;
	*ret_n = n_digits * 3 / 4;
	if (n_digits % 4 == 2)
		*to = (uint8_t)(bits >> 4);
	if (n_digits % 4 == 3) {
		*to++ = (uint8_t)(bits >> 10);
		*to = (uint8_t)(bits >> 2);
	}
	return true;
}

static keel_status set_value(struct secret *self, const uint8_t *value, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	if (!copy)
		return keel_error_no_memory();
	if (n)
		memcpy(copy, value, n);
	free_value(self->value, self->n_value);
	self->value = copy;
	self->n_value = n;
	self->has_value = true;
	return KEEL_OK;
}

static keel_status read_value(const xmlNode *node, struct secret *self)
{
	const xmlNode *child;
	keel_status status;
	size_t size;
	char *text;
	size_t n;

	KEEL_TRY(keel_xml_child(node, "value", &child));
	if (!child)
		return KEEL_OK;
	KEEL_TRY(keel_xml_text(child, &text));
	size = strlen(text);
	if (!decode(text, &n))
		status = keel_xml_error(child, "the <value> is not base64");
	else if (n > MAX_VALUE)
		status = keel_xml_error(child, "the <value> has more than %d bytes", MAX_VALUE);
	else
		status = set_value(self, (const uint8_t *)text, n);
	free_value((uint8_t *)text, size);
	return status;
}

static keel_status read_host_secret(const xmlNode *node, struct test_collection *all)
{
	struct reading reading;
	struct secret *self;
	keel_status status;

	KEEL_TRY(read_secret(node, &reading));
	status = add(all, &reading, &self);
	clear(&reading);
	KEEL_TRY(status);
	return read_value(node, self);
}

keel_status test_read_secrets(const xmlNode *node, struct test_host *host)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, "secrets", &node));
	child = node ? keel_xml_next(node->children, "secret") : NULL;
	for (; child; child = keel_xml_next(child->next, "secret"))
		KEEL_TRY(read_host_secret(child, &host->secrets));
	return KEEL_OK;
}

/* A test_item_func: the flags of keel_secret_list_flags. */
static bool matches(const struct test_item *item, const void *flags)
{
	const struct secret *self = from_item(item);
	uint32_t wanted = *(const uint32_t *)flags;
	uint32_t ephemeral = wanted & (KEEL_SECRET_LIST_EPHEMERAL | KEEL_SECRET_LIST_NO_EPHEMERAL);
	uint32_t private = wanted & (KEEL_SECRET_LIST_PRIVATE | KEEL_SECRET_LIST_NO_PRIVATE);

	if (ephemeral && !(ephemeral & (self->ephemeral ? KEEL_SECRET_LIST_EPHEMERAL
							: KEEL_SECRET_LIST_NO_EPHEMERAL)))
		return false;
	return !private || (private & (self->private ? KEEL_SECRET_LIST_PRIVATE
						     : KEEL_SECRET_LIST_NO_PRIVATE));
}

keel_status test_list_secrets(keel_connection *connection, uint32_t flags, keel_secret ***ret,
			      size_t *ret_n)
{
	return test_collection_list(secrets(connection), matches, &flags, ret, ret_n);
}

keel_status test_count_secrets(const keel_connection *connection, uint32_t flags, uint32_t *ret)
{
	return test_collection_count(secrets(connection), matches, &flags, ret);
}

keel_status test_lookup_secret_by_uuid(keel_connection *connection, const uint8_t *uuid,
				       keel_secret **ret)
{
	return test_collection_lookup_uuid(secrets(connection), uuid, ret);
}

keel_status test_lookup_secret_by_usage(keel_connection *connection, keel_secret_usage usage,
					const char *usage_id, keel_secret **ret)
{
	keel_status status;
	char *name;

	/* Those that are used for nothing in particular cannot be told by that. */
	if (usage <= KEEL_SECRET_USAGE_NONE || usage > KEEL_SECRET_USAGE_VTPM)
		return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_SECRET,
				  "there is no secret with the usage %d", (int)usage);
	KEEL_TRY(format_name(usage, usage_id, &name));
	status = test_collection_lookup_name(secrets(connection), name, ret);
	free(name);
	return status;
}

static bool is_same_usage(const struct secret *self, const struct reading *reading)
{
	if (!self->name || !reading->identity.name)
		return self->name == reading->identity.name;
	return strcmp(self->name, reading->identity.name) == 0;
}

static keel_status define(struct test_collection *all, struct reading *reading, uint32_t flags,
			  keel_secret **ret)
{
	struct test_item *item = test_collection_find_uuid(all, reading->identity.uuid);
	struct secret *self = NULL;

	if (test_is_same(item, &reading->identity, flags) &&
	    is_same_usage(from_item(item), reading)) {
		self = from_item(item);
		if (self->private && !reading->private && self->has_value)
			return test_item_error(item, "private and has a value, and stays so");
		take_configuration(self, reading);
	} else {
		KEEL_TRY(add(all, reading, &self));
	}
	emit(self, KEEL_SECRET_EVENT_DEFINED);
	return test_item_give(&self->item, ret);
}

keel_status test_define_secret(keel_connection *connection, const char *xml, uint32_t flags,
			       keel_secret **ret)
{
	struct test_host *host = connection->data;
	struct reading reading;
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "secret", &doc));
	status = read_secret(xmlDocGetRootElement(doc), &reading);
	xmlFreeDoc(doc);
	KEEL_TRY(status);
	pthread_mutex_lock(&host->lock);
	status = define(&host->secrets, &reading, flags, ret);
	pthread_mutex_unlock(&host->lock);
	clear(&reading);
	return status;
}

static keel_status get_usage(const struct secret *self, keel_secret_usage *ret_usage, char **ret_id)
{
	char *copy = keel_strdup(self->usage_id ? self->usage_id : "");

	if (!copy)
		return keel_error_no_memory();
	*ret_usage = self->usage;
	*ret_id = copy;
	return KEEL_OK;
}

keel_status test_secret_get_usage(const keel_secret *secret, keel_secret_usage *ret_usage,
				  char **ret_id)
{
	struct secret *self;

	KEEL_TRY(lock(secret, &self));
	return unlock(self, get_usage(self, ret_usage, ret_id));
}

static keel_status write_secret(const struct secret *self, char **ret)
{
	struct keel_buffer buffer = {0};

	keel_buffer_add(&buffer, "<secret ephemeral='%s' private='%s'>\n",
			self->ephemeral ? "yes" : "no", self->private ? "yes" : "no");
	keel_buffer_add(&buffer, "  <uuid>%s</uuid>\n", self->uuid_text);
	if (self->description) {
		keel_buffer_add(&buffer, "  <description>");
		keel_buffer_add_xml(&buffer, self->description);
		keel_buffer_add(&buffer, "</description>\n");
	}
	if (self->usage_id) {
		const char *element = id_elements[self->usage];

		keel_buffer_add(&buffer, "  <usage type='%s'>\n    <%s>", usages[self->usage],
				element);
		keel_buffer_add_xml(&buffer, self->usage_id);
		keel_buffer_add(&buffer, "</%s>\n  </usage>\n", element);
	}
	keel_buffer_add(&buffer, "</secret>\n");
	return keel_buffer_steal(&buffer, ret);
}

keel_status test_secret_get_xml(const keel_secret *secret, char **ret)
{
	struct secret *self;

	KEEL_TRY(lock(secret, &self));
	return unlock(self, write_secret(self, ret));
}

static keel_status get_value(const struct secret *self, uint8_t **ret, size_t *ret_n)
{
	uint8_t *copy;

	if (self->private)
		return keel_error(KEEL_STATUS_PERMISSION, KEEL_ERROR_DOMAIN_SECRET,
				  "the secret '%s' is private", self->uuid_text);
	if (!self->has_value)
		return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_SECRET,
				  "the secret '%s' has no value", self->uuid_text);
	copy = malloc(self->n_value ? self->n_value : 1);
	if (!copy)
		return keel_error_no_memory();
	memcpy(copy, self->value, self->n_value);
	*ret = copy;
	*ret_n = self->n_value;
	return KEEL_OK;
}

keel_status test_secret_get_value(const keel_secret *secret, uint8_t **ret, size_t *ret_n)
{
	struct secret *self;

	KEEL_TRY(lock(secret, &self));
	return unlock(self, get_value(self, ret, ret_n));
}

keel_status test_secret_set_value(keel_secret *secret, const uint8_t *value, size_t n_value)
{
	struct secret *self;
	keel_status status;

	KEEL_TRY(lock(secret, &self));
	status = set_value(self, value, n_value);
	if (status == KEEL_OK)
		emit(self, KEEL_SECRET_EVENT_VALUE_CHANGED);
	return unlock(self, status);
}

keel_status test_secret_undefine(keel_secret *secret)
{
	struct secret *self;

	KEEL_TRY(lock(secret, &self));
	/* Handles to it may live on; the value does not. */
	free_value(self->value, self->n_value);
	self->value = NULL;
	self->n_value = 0;
	self->has_value = false;
	emit(self, KEEL_SECRET_EVENT_UNDEFINED);
	test_collection_remove(&self->item);
	return unlock(self, KEEL_OK);
}
