/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A hash table: see table.h. */

#include "table.h"

#include <stdlib.h>

uint64_t keel_hash(const void *data, size_t size)
{
	const unsigned char *bytes = data;
	uint64_t hash = 0xcbf29ce484222325u;
	size_t i;

	for (i = 0; i < size; i++)
		hash = (hash ^ bytes[i]) * 0x100000001b3u;
	return hash ^ hash >> 32;
}

static struct keel_table_node **bucket(const struct keel_table *self, uint64_t hash)
{
	return &self->buckets[hash & (self->n_buckets - 1)];
}

bool keel_table_reserve(struct keel_table *self)
{
	struct keel_table larger = {.n_buckets = self->n_buckets ? self->n_buckets * 2 : 16};
	size_t i;

	if (self->n_nodes < self->n_buckets)
		return true;
	larger.buckets = calloc(larger.n_buckets, sizeof(struct keel_table_node *));
	if (!larger.buckets)
		return false;
	for (i = 0; i < self->n_buckets; i++) {
		struct keel_table_node *node = self->buckets[i];

		while (node) {
			struct keel_table_node *next = node->next;

			keel_table_add(&larger, node, node->hash);
			node = next;
		}
	}
	free(self->buckets);
	*self = larger;
	return true;
}

void keel_table_add(struct keel_table *self, struct keel_table_node *node, uint64_t hash)
{
	struct keel_table_node **at = bucket(self, hash);

	node->hash = hash;
	node->next = *at;
	*at = node;
	self->n_nodes++;
}

void keel_table_remove(struct keel_table *self, struct keel_table_node *node)
{
	struct keel_table_node **at = bucket(self, node->hash);

	while (*at != node)
		at = &(*at)->next;
	*at = node->next;
	self->n_nodes--;
}

static struct keel_table_node *skip(struct keel_table_node *node, uint64_t hash)
{
	while (node && node->hash != hash)
		node = node->next;
	return node;
}

struct keel_table_node *keel_table_first(const struct keel_table *self, uint64_t hash)
{
	return self->n_buckets ? skip(*bucket(self, hash), hash) : NULL;
}

struct keel_table_node *keel_table_next(const struct keel_table_node *node)
{
	return skip(node->next, node->hash);
}

void keel_table_clear(struct keel_table *self)
{
	free(self->buckets);
	*self = (struct keel_table){0};
}
