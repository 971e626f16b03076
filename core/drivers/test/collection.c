/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects by name and by UUID: see collection.h. */

#include "test.h"

#include <stdlib.h>
#include <string.h>

#define FROM_NODE(type, member, node) ((type *)((char *)(node)-offsetof(type, member)))

keel_status test_read_name(const xmlNode *node, const char *what, char **ret)
{
	char *name;

	KEEL_TRY(keel_xml_child_text(node, "name", &name));
	if (!name)
		return keel_xml_error(node, "the %s has no <name>", what);
	if (keel_check_name(name) != KEEL_OK) {
		free(name);
		return keel_xml_error(node, "%s", keel_last_error_message());
	}
	*ret = name;
	return KEEL_OK;
}

keel_status test_read_uuid(const xmlNode *node, bool *ret_there, uint8_t *ret)
{
	const xmlNode *child;
	char *text;
	bool good;

	*ret_there = false;
	KEEL_TRY(keel_xml_child(node, "uuid", &child));
	if (!child)
		return KEEL_OK;
	KEEL_TRY(keel_xml_text(child, &text));
	good = keel_uuid_parse(text, ret);
	free(text);
	if (!good)
		return keel_xml_error(child, "the <uuid> is not a UUID");
	*ret_there = true;
	return KEEL_OK;
}

keel_status test_presence_read(const xmlNode *node, const char *what, struct test_presence *ret)
{
	static const char *const states[] = {"inactive", "active", NULL};
	static const char *const truths[] = {"no", "yes", NULL};
	size_t transient;
	size_t autostart;
	size_t active;

	KEEL_TRY(test_read_word(node, "state", states, &active));
	KEEL_TRY(test_read_word(node, "autostart", truths, &autostart));
	KEEL_TRY(test_read_word(node, "transient", truths, &transient));
	if (transient && (!active || autostart))
		return keel_xml_error(node,
				      "a transient %s must be active and cannot start with its host",
				      what);
	*ret = (struct test_presence){
		.active = active, .transient = transient, .autostart = autostart};
	return KEEL_OK;
}

void test_item_be(struct test_item *item, const struct test_presence *presence)
{
	item->persistent = !presence->transient;
	item->autostart = presence->autostart;
	item->active = presence->active;
}

keel_status test_identity_read(const xmlNode *node, const char *what, struct test_identity *ret)
{
	struct test_identity identity = {0};

	KEEL_TRY(test_read_uuid(node, &identity.has_uuid, identity.uuid));
	KEEL_TRY(test_read_name(node, what, &identity.name));
	*ret = identity;
	return KEEL_OK;
}

void test_collection_init(struct test_collection *self, struct test_host *host, const char *what,
			  keel_error_domain domain)
{
	*self = (struct test_collection){.host = host, .what = what, .domain = domain};
}

void test_collection_clear(struct test_collection *self)
{
	while (self->first)
		test_collection_remove(self->first);
	keel_table_clear(&self->by_name);
	keel_table_clear(&self->by_uuid);
}

struct test_item *test_collection_find_name(const struct test_collection *self, const char *name)
{
	struct keel_table_node *node;

	for (node = keel_table_first(&self->by_name, keel_hash(name, strlen(name))); node;
	     node = keel_table_next(node)) {
		struct test_item *item = FROM_NODE(struct test_item, by_name, node);

		if (strcmp(item->name, name) == 0)
			return item;
	}
	return NULL;
}

struct test_item *test_collection_find_uuid(const struct test_collection *self,
					    const uint8_t *uuid)
{
	struct keel_table_node *node;

	for (node = keel_table_first(&self->by_uuid, keel_hash(uuid, KEEL_UUID_SIZE)); node;
	     node = keel_table_next(node)) {
		struct test_item *item = FROM_NODE(struct test_item, by_uuid, node);

		if (memcmp(item->uuid, uuid, KEEL_UUID_SIZE) == 0)
			return item;
	}
	return NULL;
}

keel_status test_collection_reserve(struct test_collection *self, const char *name,
				    const uint8_t *uuid)
{
	char text[KEEL_UUID_STRING_SIZE];

	if (name && test_collection_find_name(self, name))
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, self->domain,
				  "there is already a %s '%s'", self->what, name);
	if (uuid && test_collection_find_uuid(self, uuid)) {
		keel_uuid_format(uuid, text);
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, self->domain,
				  "there is already a %s with the UUID %s", self->what, text);
	}
	if (!keel_table_reserve(&self->by_name) || !keel_table_reserve(&self->by_uuid))
		return keel_error_no_memory();
	return KEEL_OK;
}

void test_collection_make_up_uuid(struct test_collection *self, uint8_t *uuid)
{
	do
		test_make_up_uuid(self->host, uuid);
	while (test_collection_find_uuid(self, uuid));
}

void test_collection_add(struct test_collection *self, struct test_item *item)
{
	if (item->name)
		keel_table_add(&self->by_name, &item->by_name,
			       keel_hash(item->name, strlen(item->name)));
	if (item->uuid)
		keel_table_add(&self->by_uuid, &item->by_uuid,
			       keel_hash(item->uuid, KEEL_UUID_SIZE));
	item->collection = self;
	item->previous = self->last;
	if (self->last)
		self->last->next = item;
	else
		self->first = item;
	self->last = item;
	self->n++;
}

void test_collection_remove(struct test_item *item)
{
	struct test_collection *self = item->collection;

	if (item->name)
		keel_table_remove(&self->by_name, &item->by_name);
	if (item->uuid)
		keel_table_remove(&self->by_uuid, &item->by_uuid);
	if (item->previous)
		item->previous->next = item->next;
	else
		self->first = item->next;
	if (item->next)
		item->next->previous = item->previous;
	else
		self->last = item->previous;
	self->n--;
	item->gone = true;
	keel_object_release(item->object);
}

bool test_is_same(const struct test_item *item, const struct test_identity *identity,
		  uint32_t flags)
{
	return item && identity->has_uuid && !(flags & KEEL_DEFINE_NEW) &&
	       memcmp(item->uuid, identity->uuid, KEEL_UUID_SIZE) == 0;
}

bool test_matches_flags(const struct test_item *item, const void *flags)
{
	static const uint32_t groups[] = {
		KEEL_LIST_ACTIVE | KEEL_LIST_INACTIVE,
		KEEL_LIST_PERSISTENT | KEEL_LIST_TRANSIENT,
		KEEL_LIST_AUTOSTART | KEEL_LIST_NO_AUTOSTART,
	};
	uint32_t wanted = *(const uint32_t *)flags;
	uint32_t own = 0;
	size_t i;

	own |= item->active ? KEEL_LIST_ACTIVE : KEEL_LIST_INACTIVE;
	own |= item->persistent ? KEEL_LIST_PERSISTENT : KEEL_LIST_TRANSIENT;
	own |= item->autostart ? KEEL_LIST_AUTOSTART : KEEL_LIST_NO_AUTOSTART;
	for (i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		if ((wanted & groups[i]) && !(wanted & groups[i] & own))
			return false;
	return true;
}

static keel_status list(struct test_collection *self, test_item_func matches, const void *wanted,
			void *ret, size_t *ret_n)
{
	struct keel_object **objects = malloc((self->n + (size_t)1) * sizeof(*objects));
	const struct test_item *item;
	uint64_t n_new = 0;
	size_t n = 0;

	if (!objects)
		return keel_error_no_memory();
	for (item = self->first; item; item = item->next) {
		if (matches && !matches(item, wanted))
			continue;
		n_new += keel_object_ref_quietly(item->object);
		objects[n++] = item->object;
	}
	keel_connection_add_objects(self->host->connection, n_new);
	memcpy(ret, &objects, sizeof(objects));
	*ret_n = n;
	return KEEL_OK;
}

keel_status test_collection_list(struct test_collection *self, test_item_func matches,
				 const void *wanted, void *ret, size_t *ret_n)
{
	keel_status status;

	pthread_mutex_lock(&self->host->lock);
	status = list(self, matches, wanted, ret, ret_n);
	pthread_mutex_unlock(&self->host->lock);
	return status;
}

keel_status test_collection_list_all(struct test_collection *self, void *ret, size_t *ret_n)
{
	return list(self, NULL, NULL, ret, ret_n);
}

keel_status test_collection_count(struct test_collection *self, test_item_func matches,
				  const void *wanted, uint32_t *ret)
{
	const struct test_item *item;
	uint32_t n = 0;

	pthread_mutex_lock(&self->host->lock);
	for (item = self->first; item; item = item->next)
		n += matches(item, wanted);
	pthread_mutex_unlock(&self->host->lock);
	*ret = n;
	return KEEL_OK;
}

keel_status test_collection_lookup_name(struct test_collection *self, const char *name, void *ret)
{
	const struct test_item *item;

	pthread_mutex_lock(&self->host->lock);
	item = test_collection_find_name(self, name);
	if (item)
		test_item_give(item, ret);
	pthread_mutex_unlock(&self->host->lock);
	if (item)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_NOT_FOUND, self->domain, "there is no %s '%s'", self->what,
			  name);
}

keel_status test_collection_lookup_uuid(struct test_collection *self, const uint8_t *uuid,
					void *ret)
{
	char text[KEEL_UUID_STRING_SIZE];
	const struct test_item *item;

	pthread_mutex_lock(&self->host->lock);
	item = test_collection_find_uuid(self, uuid);
	if (item)
		test_item_give(item, ret);
	pthread_mutex_unlock(&self->host->lock);
	if (item)
		return KEEL_OK;
	keel_uuid_format(uuid, text);
	return keel_error(KEEL_STATUS_NOT_FOUND, self->domain, "there is no %s with the UUID %s",
			  self->what, text);
}

keel_status test_item_lock(const struct test_item *item)
{
	pthread_mutex_lock(&item->collection->host->lock);
	if (KEEL_LIKELY(!item->gone))
		return KEEL_OK;
	return test_item_unlock(item, keel_error(KEEL_STATUS_NOT_FOUND, item->collection->domain,
						 "the %s '%s' is gone", item->collection->what,
						 item->label));
}

keel_status test_item_unlock(const struct test_item *item, keel_status status)
{
	pthread_mutex_unlock(&item->collection->host->lock);
	return status;
}

keel_status test_item_get(const struct test_item *item, const bool *truth, bool *ret)
{
	KEEL_TRY(test_item_lock(item));
	*ret = *truth;
	return test_item_unlock(item, KEEL_OK);
}

keel_status test_item_set_autostart(struct test_item *item, bool autostart)
{
	keel_status status;

	KEEL_TRY(test_item_lock(item));
	status = test_need_persistent(item);
	if (status == KEEL_OK)
		item->autostart = autostart;
	return test_item_unlock(item, status);
}

keel_status test_item_error(const struct test_item *item, const char *what)
{
	return keel_error(KEEL_STATUS_INVALID_STATE, item->collection->domain, "the %s '%s' is %s",
			  item->collection->what, item->label, what);
}

keel_status test_need_state(const struct test_item *item, bool active)
{
	if (item->active == active)
		return KEEL_OK;
	return test_item_error(item, active ? "not active" : "active");
}

keel_status test_need_persistent(const struct test_item *item)
{
	return item->persistent ? KEEL_OK : test_item_error(item, "transient");
}

keel_status test_item_give(const struct test_item *item, void *ret)
{
	if (!ret)
		return KEEL_OK;
	keel_object_ref(item->object);
	memcpy(ret, &item->object, sizeof(item->object));
	return KEEL_OK;
}
