/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_TABLE_H
#define KEEL_TABLE_H

/*
 * A hash table whose nodes are part of what is in it. The caller compares: two keys can have the
 * same hash.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct keel_table_node {
	struct keel_table_node *next;
	uint64_t hash;
};

struct keel_table {
	struct keel_table_node **buckets;
	size_t n_buckets;
	size_t n_nodes;
};

uint64_t keel_hash(const void *data, size_t size);

/* Makes room for one more node; false without memory. Adding a node then cannot fail. */
bool keel_table_reserve(struct keel_table *self);
void keel_table_add(struct keel_table *self, struct keel_table_node *node, uint64_t hash);
void keel_table_remove(struct keel_table *self, struct keel_table_node *node);

/* The first node with the hash, and the next one. */
struct keel_table_node *keel_table_first(const struct keel_table *self, uint64_t hash);
struct keel_table_node *keel_table_next(const struct keel_table_node *node);

/* Frees the table but not the nodes. */
void keel_table_clear(struct keel_table *self);

#endif
