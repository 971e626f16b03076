/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_TEST_STORAGE_H
#define KEEL_TEST_STORAGE_H

/*
 * Pools and volumes of the test driver.
 *
 * The volumes of a pool stay when it stops, but cannot be reached then. A volume stays where it was
 * made when its pool gets another path, so that its key never changes.
 */

#include "stream.h"

/* What a pool is configured to be; its name and UUID are not part of it. */
struct test_pool_config {
	const char *type;
	uint64_t capacity;
	char *path;
};

struct test_pool_reading {
	struct test_identity identity;
	struct test_pool_config *config;
};

struct test_pool {
	keel_storage_pool base;
	struct test_item item;
	struct test_pool_config *config;
	/* What it is from its next start on, when it was defined again while active. */
	struct test_pool_config *next_config;
	/* Of all its volumes. */
	uint64_t allocation;
	struct test_collection volumes;
};

struct test_volume {
	keel_storage_volume base;
	struct test_item item;
	struct keel_table_node by_key;
	keel_storage_volume_type type;
	char *format;
	/* The path, too. */
	char *key;
	uint64_t capacity;
	/* How much room it takes at least, and how much it takes with the pages that it has. */
	uint64_t reserved;
	uint64_t allocation;
	struct test_memory contents;
	/* The one that is open on it. */
	struct test_stream *stream;
};

/* A volume as it is read. What lacks is 0, with false. */
struct test_volume_reading {
	char *name;
	keel_storage_volume_type type;
	char *format;
	bool has_capacity;
	uint64_t capacity;
	bool has_allocation;
	uint64_t allocation;
};

/* storage_xml.c */
void test_pool_config_free(struct test_pool_config *self);
void test_pool_reading_clear(struct test_pool_reading *self);
void test_volume_reading_clear(struct test_volume_reading *self);
/* Joins a folder and a name. */
keel_status test_join(const char *folder, const char *name, char **ret);
keel_status test_pool_read(const xmlNode *node, struct test_pool_reading *ret);
keel_status test_volume_read(const xmlNode *node, struct test_volume_reading *ret);
keel_status test_pool_write(const struct test_pool *pool, bool inactive, char **ret);
keel_status test_volume_write(const struct test_volume *volume, char **ret);

/* pool.c: the lock of the host is held, but for the first and the last two. */
keel_status test_lock_pool(const keel_storage_pool *pool, struct test_pool **ret);
struct test_pool *test_pool_of(const struct test_volume *volume);
uint64_t test_available(const struct test_pool *self);
void test_emit_pool(struct test_pool *self, keel_storage_pool_event_type event);
/* Reads the pools of a host, and removes them all. */
keel_status test_read_pools(const xmlNode *node, struct test_host *host);
void test_pools_clear(struct test_host *host);

/* volume.c: the lock of the host is held, but for the second. */
struct test_volume *test_find_volume(const struct test_host *host, const char *key);
keel_status test_lock_volume(const keel_storage_volume *volume, struct test_volume **ret);
/* Makes a volume, with what is in another one unless that is NULL. */
keel_status test_add_volume(struct test_pool *pool, const struct test_volume_reading *reading,
			    const struct test_volume *source, uint32_t flags,
			    struct test_volume **ret);
/* Break the streams that are open on the volumes of a pool; and remove all of these. */
void test_volumes_break(struct test_pool *pool);
void test_volumes_clear(struct test_pool *pool);
/* How much room a volume takes with some more pages, whether there is so much, and takes it. */
uint64_t test_volume_room(const struct test_volume *self, size_t n_more);
bool test_volume_has_room(const struct test_volume *self, uint64_t allocation);
void test_volume_take_room(struct test_volume *self, uint64_t allocation);

/* The functions of the driver: pool.c, volume.c and transfer.c. */
keel_status test_list_pools(keel_connection *connection, uint32_t flags, keel_storage_pool ***ret,
			    size_t *ret_n);
keel_status test_count_pools(const keel_connection *connection, uint32_t flags, uint32_t *ret);
keel_status test_lookup_pool_by_name(keel_connection *connection, const char *name,
				     keel_storage_pool **ret);
keel_status test_lookup_pool_by_uuid(keel_connection *connection, const uint8_t *uuid,
				     keel_storage_pool **ret);
keel_status test_define_pool(keel_connection *connection, const char *xml, uint32_t flags,
			     keel_storage_pool **ret);
keel_status test_create_pool(keel_connection *connection, const char *xml,
			     keel_storage_pool **ret);
keel_status test_pool_get_xml(const keel_storage_pool *pool, uint32_t flags, char **ret);
keel_status test_pool_start(keel_storage_pool *pool);
keel_status test_pool_destroy(keel_storage_pool *pool);
keel_status test_pool_undefine(keel_storage_pool *pool);
keel_status test_pool_is_active(const keel_storage_pool *pool, bool *ret);
keel_status test_pool_is_persistent(const keel_storage_pool *pool, bool *ret);
keel_status test_pool_get_autostart(const keel_storage_pool *pool, bool *ret);
keel_status test_pool_set_autostart(keel_storage_pool *pool, bool autostart);
keel_status test_pool_build(keel_storage_pool *pool);
keel_status test_pool_refresh(keel_storage_pool *pool);
keel_status test_pool_get_info(const keel_storage_pool *pool, keel_storage_pool_info *ret);
keel_status test_pool_list_volumes(keel_storage_pool *pool, keel_storage_volume ***ret,
				   size_t *ret_n);
keel_status test_pool_count_volumes(const keel_storage_pool *pool, uint32_t *ret);
keel_status test_pool_lookup_volume(keel_storage_pool *pool, const char *name,
				    keel_storage_volume **ret);
keel_status test_pool_create_volume(keel_storage_pool *pool, const char *xml, uint32_t flags,
				    keel_storage_volume **ret);
keel_status test_pool_clone_volume(keel_storage_pool *pool, const char *xml,
				   const keel_storage_volume *source, uint32_t flags,
				   keel_storage_volume **ret);
keel_status test_lookup_volume_by_key(keel_connection *connection, const char *key,
				      keel_storage_volume **ret);
keel_status test_volume_get_key(const keel_storage_volume *volume, char **ret);
keel_status test_volume_get_xml(const keel_storage_volume *volume, char **ret);
keel_status test_volume_get_info(const keel_storage_volume *volume, keel_storage_volume_info *ret);
keel_status test_volume_resize(keel_storage_volume *volume, uint64_t capacity, uint32_t flags);
keel_status test_volume_wipe(keel_storage_volume *volume);
keel_status test_volume_delete(keel_storage_volume *volume);
keel_status test_volume_upload(keel_storage_volume *volume, keel_stream *stream, uint64_t offset,
			       uint64_t length);
keel_status test_volume_download(keel_storage_volume *volume, keel_stream *stream,
				 uint64_t offset, uint64_t length);

#endif
