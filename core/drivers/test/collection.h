/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_TEST_COLLECTION_H
#define KEEL_TEST_COLLECTION_H

/*
 * What the test driver keeps of networks and the like: objects in the order in which they came, found
 * by name and by UUID, with what all of them have in common.
 *
 * The lock of the host is held in every function that does not say otherwise.
 */

#include "object.h"
#include "table.h"
#include "xml.h"

struct test_host;

/* The rest of an object, of which its handle is the first member. */
struct test_item {
	struct test_collection *collection;
	struct keel_object *object;
	struct test_item *previous;
	struct test_item *next;
	struct keel_table_node by_name;
	struct keel_table_node by_uuid;

	/* These are the object's own and never change; NULL is not looked up. */
	const char *name;
	const uint8_t *uuid;
	/* What names it in messages. */
	const char *label;

	bool gone;
	bool active;
	bool persistent;
	bool autostart;
};

struct test_collection {
	struct test_host *host;
	/* What one of them is, for messages. */
	const char *what;
	keel_error_domain domain;
	struct test_item *first;
	struct test_item *last;
	uint32_t n;
	struct keel_table by_name;
	struct keel_table by_uuid;
};

/* What tells an object, as it is read. */
struct test_identity {
	char *name;
	bool has_uuid;
	uint8_t uuid[KEEL_UUID_SIZE];
};

/* Tells whether an item is among those that are asked for. */
typedef bool (*test_item_func)(const struct test_item *item, const void *wanted);

/* How an object is when its host is read; its name in messages is what. Needs no lock. */
struct test_presence {
	bool active;
	bool transient;
	bool autostart;
};
keel_status test_presence_read(const xmlNode *node, const char *what, struct test_presence *ret);
void test_item_be(struct test_item *item, const struct test_presence *presence);

/* Needs no lock. A name is needed unless it is to be NULL. */
keel_status test_read_name(const xmlNode *node, const char *what, char **ret);
keel_status test_read_uuid(const xmlNode *node, bool *ret_there, uint8_t *ret);
keel_status test_identity_read(const xmlNode *node, const char *what, struct test_identity *ret);

void test_collection_init(struct test_collection *self, struct test_host *host, const char *what,
			  keel_error_domain domain);
/* Removes everything. */
void test_collection_clear(struct test_collection *self);

/* Gives NULL when there is none. */
struct test_item *test_collection_find_name(const struct test_collection *self, const char *name);
struct test_item *test_collection_find_uuid(const struct test_collection *self,
					    const uint8_t *uuid);

/* Fails when there is a name or UUID already; else makes room for one more. Either may be NULL. */
keel_status test_collection_reserve(struct test_collection *self, const char *name,
				    const uint8_t *uuid);
void test_collection_make_up_uuid(struct test_collection *self, uint8_t *uuid);
/* There is room. The fields of the item that never change are set already. */
void test_collection_add(struct test_collection *self, struct test_item *item);
/* The object lives on as long as there are handles to it. */
void test_collection_remove(struct test_item *item);

/* Tells whether an item is to be changed by a definition, which is of a new object otherwise. */
bool test_is_same(const struct test_item *item, const struct test_identity *identity,
		  uint32_t flags);

/* A test_item_func: the flags of keel_list_flags but those of the states of domains. */
bool test_matches_flags(const struct test_item *item, const void *flags);

/* These lock for themselves, and what they give is one pointer to a handle or an array of them. */
keel_status test_collection_list(struct test_collection *self, test_item_func matches,
				 const void *wanted, void *ret, size_t *ret_n);
/* The same with the lock held, of all. */
keel_status test_collection_list_all(struct test_collection *self, void *ret, size_t *ret_n);
keel_status test_collection_count(struct test_collection *self, test_item_func matches,
				  const void *wanted, uint32_t *ret);
keel_status test_collection_lookup_name(struct test_collection *self, const char *name, void *ret);
keel_status test_collection_lookup_uuid(struct test_collection *self, const uint8_t *uuid,
					void *ret);
/* Locks the host, and fails when the item is gone. */
keel_status test_item_lock(const struct test_item *item);

/* Unlocks the host, and is the status. */
keel_status test_item_unlock(const struct test_item *item, keel_status status);

/* Gets one of the truths of an item, and sets whether it starts with its host. They lock. */
keel_status test_item_get(const struct test_item *item, const bool *truth, bool *ret);
keel_status test_item_set_autostart(struct test_item *item, bool autostart);

keel_status test_item_error(const struct test_item *item, const char *what);
keel_status test_need_state(const struct test_item *item, bool active);
keel_status test_need_persistent(const struct test_item *item);

/* Gives a reference to the program, unless it wants none. */
keel_status test_item_give(const struct test_item *item, void *ret);

#endif
