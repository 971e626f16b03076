/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_TEST_H
#define KEEL_TEST_H

/*
 * The test driver: hosts that exist in memory only.
 *
 * One lock per host guards all of it and all its domains. Nothing depends on the time of day, on
 * chance or on the machine: the host has a clock of its own, which only what is done to it moves.
 */

#include "collection.h"
#include "object.h"
#include "table.h"
#include "xml.h"

#include <pthread.h>

/* How far each change of state moves the clock of the host. */
#define TICK_NS 1000000000u

#define MAX_VCPUS 4096u
/* Room enough for what is done after the clock was set as far as it goes. */
#define MAX_CLOCK_NS ((uint64_t)INT64_MAX)
/* Of each kind, so that looking at all of them stays cheap. */
#define MAX_DEVICES 4096
#define GUEST_PAGE_SIZE 4096u
/* The most that is read or written at once. */
#define MAX_TRANSFER ((size_t)64 << 20)

/* A parameter of which there is always exactly one value. */
struct test_param {
	keel_param param;
	bool settable;
	/* Of an integer that is not negative; no limits when both are 0. */
	uint64_t least;
	uint64_t most;
};

struct test_params {
	struct test_param *params;
	size_t n;
};

struct test_entry {
	char *key;
	char *value;
};

/* Processors of a host whose numbers follow each other. */
struct test_span {
	uint32_t first;
	uint32_t last;
};

/* Where a virtual processor may run: anywhere when there are no spans. */
struct test_pin {
	uint32_t vcpu;
	/* In order, with gaps between them. */
	struct test_span *spans;
	size_t n_spans;
};

enum test_source {
	TEST_SOURCE_FILE,
	TEST_SOURCE_DEVICE,
	TEST_SOURCE_VOLUME
};

struct test_disk {
	keel_domain_disk base;
	enum test_source source_type;
	/* The pool of a volume. */
	char *pool;
	/* In bytes; 0 when it does not say. */
	uint64_t capacity;
};

/* An interface, with the addresses that the guest gives it. */
struct test_interface {
	keel_domain_interface base;
	keel_guest_address *addresses;
	size_t n_addresses;
};

/* What a domain is configured to be; its name and UUID are not part of it. */
struct test_config {
	char *title;
	char *description;
	uint64_t max_memory_kib;
	uint64_t memory_kib;
	uint32_t max_vcpus;
	uint32_t vcpus;
	struct test_pin *pins;
	size_t n_pins;
	struct test_entry *entries;
	size_t n_entries;
	char **tags;
	size_t n_tags;
	struct test_disk *disks;
	size_t n_disks;
	struct test_interface *interfaces;
	size_t n_interfaces;
	/* The guest has an agent. */
	bool agent;
};

/* A configuration as it is read, with what belongs to the domain. */
struct test_reading {
	char *name;
	bool has_uuid;
	uint8_t uuid[KEEL_UUID_SIZE];
	struct test_config *config;
};

struct test_page {
	uint64_t number;
	uint8_t bytes[GUEST_PAGE_SIZE];
};

/* Memory of which only the pages that were written exist; the others are zero. */
struct test_memory {
	/* In the order of their numbers. */
	struct test_page **pages;
	size_t n;
	size_t room;
};

struct test_domain {
	keel_domain base;
	struct test_host *host;
	struct test_domain *previous;
	struct test_domain *next;
	struct keel_table_node by_name;
	struct keel_table_node by_uuid;
	struct keel_table_node by_id;

	/* All the names it has had: what was given to callers stays valid. */
	char **names;
	size_t n_names;

	bool gone;
	bool persistent;
	bool autostart;
	keel_domain_state state;
	keel_domain_reason reason;
	int64_t id;
	/* The time at work before it was last suspended, and when it began or went on. */
	uint64_t worked_ns;
	uint64_t since_ns;
	/* What its processors did before their number changed, and how long it had worked then. */
	uint64_t cpu_ns;
	uint64_t cpus_since_ns;
	struct test_config *config;
	/* What it is from its next start on, when it was defined again while active. */
	struct test_config *next_config;
	struct test_params scheduler;
	struct test_memory memory;
	/* How many keys were pressed since it was started. */
	uint64_t n_keys;

	/* The job at work, and how the one that ended last did. */
	struct test_job *job;
	keel_job_info last_job;
	/* It is not there yet: a job brings it, and removes it when that fails. */
	bool arriving;

	/* In the order in which they were made, so that parents come before their children. */
	struct test_snapshot *first_snapshot;
	struct test_snapshot *last_snapshot;
	struct test_snapshot *current_snapshot;
	size_t n_snapshots;
	uint64_t last_snapshot_number;
};

/* All that a domain is but its name, its UUID and its state. */
struct test_image {
	struct test_config *config;
	struct test_config *next_config;
	struct test_params scheduler;
	struct test_memory memory;
};

struct test_job {
	/* Who works at it holds the domain. */
	struct test_domain *domain;
	keel_job_operation operation;
	uint64_t total;
	uint32_t percent;
	/* When it began, and when its last step was. */
	uint64_t began_ns;
	uint64_t at_ns;
	/* It has paused the domain: why that was running, and what is told when it goes on. */
	bool paused;
	keel_domain_reason reason;
	keel_domain_event_detail detail;
	/* It has ended, and how. */
	bool over;
	keel_status status;
	/* Nobody works at it: when its next step is due, and the next such job. */
	bool alone;
	uint64_t due_ns;
	struct test_job *next;
};

struct test_host {
	pthread_mutex_t lock;
	keel_connection *connection;
	char *hostname;
	uint8_t uuid[KEEL_UUID_SIZE];
	keel_host_info info;
	uint64_t *free_kib;
	size_t n_free;
	struct test_params params;

	/* What made-up UUIDs and hardware addresses depend on, and when the host began. */
	uint64_t seed;
	uint64_t began_ns;
	uint64_t clock_ns;
	/* How long the processors of domains that stopped had been at work. */
	uint64_t past_cpu_ns;
	int64_t last_id;
	uint64_t last_made_up;
	struct test_domain *first;
	struct test_domain *last;
	uint32_t n_domains;
	struct keel_table by_name;
	struct keel_table by_uuid;
	struct keel_table by_id;
	/* Those that nobody works at. */
	struct test_job *jobs;

	struct test_collection pools;
	struct keel_table volumes_by_key;

	struct test_collection networks;
	struct test_collection devices;
	struct test_collection secrets;
};

extern const char *const test_default_host[];

/* config.c */
void test_config_free(struct test_config *self);
void test_reading_clear(struct test_reading *self);
/* How many child elements of a name there are. */
/* The seed is that of the host: the hardware addresses that are made up depend on it. */
keel_status test_config_read(const xmlNode *node, uint64_t seed, struct test_reading *ret);
keel_status test_config_write(const struct test_domain *domain, bool inactive, char **ret);
keel_status test_config_format(const char *name, const uint8_t *uuid, int64_t id,
			       const struct test_config *config, char **ret);
keel_status test_set_entry(struct test_config *self, const char *key, const char *value);
keel_status test_set_tags(struct test_config *self, const char *const *tags, size_t n_tags);
keel_status test_replace(char **at, const char *text);

/* affinity.c */
void test_pins_free(struct test_pin *pins, size_t n);
keel_status test_pins_read(const xmlNode *node, struct test_config *config);
void test_pins_write(struct keel_buffer *buffer, const struct test_config *config);
keel_status test_domain_get_vcpu_affinity(const keel_domain *domain, uint32_t vcpu, uint32_t **ret,
					  size_t *ret_n);
keel_status test_domain_set_vcpu_affinity(keel_domain *domain, uint32_t vcpu, const uint32_t *cpus,
					  size_t n_cpus);

/* device_xml.c */
bool test_is_mac(const char *text);
keel_status test_devices_read(const xmlNode *node, uint64_t seed, struct test_config *config);
void test_devices_write(struct keel_buffer *buffer, const struct test_config *config);
void test_devices_clear(struct test_config *config);
/* Gets an attribute of a child element, NULL when there is none. */
keel_status test_read_nested(const xmlNode *node, const char *child_name, const char *name,
			     char **ret);
/* Gets the hardware address of an interface, NULL when there is none. */
keel_status test_read_mac(const xmlNode *node, char **ret);
keel_status test_disk_read(const xmlNode *node, struct test_disk *ret);
void test_disk_clear(struct test_disk *self);
/* What lacks in an interface that is read is NULL. */
keel_status test_interface_read(const xmlNode *node, struct test_interface *ret);
void test_interface_clear(struct test_interface *self);
/* Makes up the name and the hardware address that it lacks; the other configuration may be NULL. */
keel_status test_interface_complete(const struct test_config *config,
				    const struct test_config *other, uint64_t seed,
				    struct test_interface *interface);
/* Each finds a device of a configuration, NULL when there is none. */
struct test_disk *test_find_disk(const struct test_config *config, const char *target);
struct test_interface *test_find_interface(const struct test_config *config, const char *mac);
struct test_interface *test_find_interface_name(const struct test_config *config, const char *name);

/* device.c */
keel_status test_domain_list_disks(const keel_domain *domain, keel_domain_disk **ret,
				   size_t *ret_n);
keel_status test_domain_attach_device(keel_domain *domain, const char *xml, uint32_t flags);
keel_status test_domain_update_device(keel_domain *domain, const char *xml, uint32_t flags);
keel_status test_domain_detach_device(keel_domain *domain, const char *xml, uint32_t flags);

/* guest.c */
keel_status test_domain_list_guest_interfaces(const keel_domain *domain, keel_guest_source source,
					      keel_guest_interface **ret, size_t *ret_n);
keel_status test_domain_send_keys(keel_domain *domain, keel_codeset codeset, uint32_t hold_ms,
				  const uint32_t *keys, size_t n_keys);

/* params.c */
void test_params_clear(struct test_params *self);
keel_status test_params_get(const struct test_params *self, keel_param **ret, size_t *ret_n);
keel_status test_params_set(struct test_params *self, const keel_param *params, size_t n);
/* Gets a parameter that is there and is an unsigned integer of 32 bits. */
uint32_t test_params_get_u32(const struct test_params *self, const char *name);
/* Finds a parameter, NULL when there is none of that name. */
struct test_param *test_params_find(const struct test_params *self, const char *name);
/* Gets a parameter that is there and is a text. */
const char *test_params_get_text(const struct test_params *self, const char *name);
keel_status test_params_copy(const struct test_params *self, struct test_params *ret);
keel_status test_host_params_init(struct test_params *self);
keel_status test_scheduler_params_init(struct test_params *self);
keel_status test_migrate_params_init(struct test_params *self);

/* memory.c */
void test_memory_clear(struct test_memory *self);
void test_memory_read(const struct test_memory *self, uint64_t offset, uint8_t *data, size_t n);
keel_status test_memory_write(struct test_memory *self, uint64_t offset, const uint8_t *data,
			      size_t n);
keel_status test_memory_copy(const struct test_memory *self, struct test_memory *ret);
/* Whether the page of a number exists. */
bool test_memory_has(const struct test_memory *self, uint64_t number);
/* Makes all of it zero; the pages stay. */
void test_memory_wipe(struct test_memory *self);
/* Takes away what is behind a size. */
void test_memory_cut(struct test_memory *self, uint64_t size);
/* Moves n bytes from one to the other, which is all that was written there. */
keel_status test_memory_merge(struct test_memory *self, struct test_memory *from, uint64_t offset,
			      uint64_t n);

/* image.c: the lock of the host is held. */
void test_image_clear(struct test_image *self);
keel_status test_image_take(const struct test_domain *domain, struct test_image *ret);
keel_status test_image_copy(const struct test_image *self, struct test_image *ret);
/* Makes the domain what the image is, which is empty then; this cannot fail. */
void test_image_put(struct test_image *self, struct test_domain *domain);
keel_status test_config_copy(const struct test_config *self, struct test_config **ret);

/* access.c: what stands between a URI and its host. */
struct test_options {
	uint64_t seed;
	uint64_t clock_ns;
};
keel_status test_options_read(const char *query, struct test_options *ret);
/* Fails unless the host, which is an element <host>, lets in who has these credentials. */
keel_status test_check_credentials(const xmlNode *host, const keel_param *credentials, size_t n);

/* host.c: the lock of the host is held, except in the first three. */
keel_status test_host_open(keel_connection *connection, const char *path, const char *query,
			   const keel_param *credentials, size_t n_credentials);
void test_host_closing(keel_connection *connection);
void test_host_close(keel_connection *connection);
/* A UUID that depends only on how many were made up before. */
void test_make_up_uuid(struct test_host *self, uint8_t *uuid);
/* Gets the place of an attribute among some words: the first when there is no attribute. */
keel_status test_read_word(const xmlNode *node, const char *name, const char *const *words,
			   size_t *ret);
struct test_domain *test_find_name(const struct test_host *self, const char *name);
struct test_domain *test_find_uuid(const struct test_host *self, const uint8_t *uuid);
struct test_domain *test_find_id(const struct test_host *self, int64_t id);
keel_status test_add_domain(struct test_host *self, struct test_reading *reading,
			    struct test_domain **ret);
keel_status test_rename_domain(struct test_domain *self, const char *name);
void test_remove_domain(struct test_domain *self);

/* state.c: the lock of the host is held. */
bool test_is_active(const struct test_domain *self);
void test_clock_advance(struct test_host *self, uint64_t ns);
void test_emit(struct test_domain *self, keel_domain_event_type event,
	       keel_domain_event_detail detail);
void test_change(struct test_domain *self, keel_domain_state state, keel_domain_reason reason);
/* Makes an inactive domain active; there is room for it among the identifiers. */
void test_activate(struct test_domain *self, keel_domain_state state, keel_domain_reason reason);
void test_stop(struct test_domain *self, keel_domain_reason reason,
	       keel_domain_event_detail detail);
uint64_t test_worked_ns(const struct test_domain *self);
/* How long all its processors together have been at work; the number of them changes next. */
uint64_t test_cpu_ns(const struct test_domain *self);
void test_count_cpus(struct test_domain *self);
keel_status test_start(struct test_domain *self, bool paused);
void test_suspend(struct test_domain *self);
void test_resume(struct test_domain *self);
void test_reboot(struct test_domain *self);
void test_reset(struct test_domain *self);
void test_shut_down(struct test_domain *self);
void test_destroy(struct test_domain *self);

/* job.c: the lock of the host is held, except in the ones that say so. */
keel_status test_need_idle(const struct test_domain *self);
void test_job_begin(struct test_job *job, struct test_domain *domain, keel_job_operation operation,
		    uint64_t total);
/* Pauses a running domain until the job ends, unless it ends well. */
void test_job_pause(struct test_job *job, keel_domain_reason reason,
		    keel_domain_event_detail detail);
bool test_job_paused(const struct test_domain *self);
void test_job_end(struct test_job *job, keel_status status);
/* Ends the job of a domain that stops. */
void test_job_lose(struct test_domain *self);
/* Fails when the job is over or its connection closed. */
keel_status test_job_check(const struct test_job *job);
/* Does all the steps of jobs at the same time; no lock is held. */
keel_status test_jobs_run(struct test_job *const *all, size_t n);
/* The clock has moved. */
void test_jobs_go_on(struct test_host *self);
/* Something that jobs wait for may have changed; with or without a lock. */
void test_jobs_changed(void);
void test_jobs_clear(struct test_host *self);
/* How much there is to do when all of the memory is. */
uint64_t test_memory_total(const struct test_domain *self);
keel_status test_domain_get_job_info(const keel_domain *domain, uint32_t flags, keel_job_info *ret);
keel_status test_domain_abort_job(keel_domain *domain);
keel_status test_domain_begin_backup(keel_domain *domain, const char *xml, uint32_t flags);

/* snapshot.c: the lock of the host is held in the first. */
void test_drop_snapshots(struct test_domain *self);
keel_status test_snapshot_get_xml(const keel_snapshot *snapshot, char **ret);
keel_status test_snapshot_get_created(const keel_snapshot *snapshot, int64_t *ret);
keel_status test_snapshot_get_state(const keel_snapshot *snapshot, keel_domain_state *ret);
keel_status test_snapshot_get_parent(keel_snapshot *snapshot, keel_snapshot **ret);
keel_status test_snapshot_list_children(keel_snapshot *snapshot, uint32_t flags,
					keel_snapshot ***ret, size_t *ret_n);
keel_status test_snapshot_is_current(const keel_snapshot *snapshot, bool *ret);
keel_status test_snapshot_revert(keel_snapshot *snapshot, uint32_t flags);
keel_status test_snapshot_delete(keel_snapshot *snapshot, uint32_t flags);
keel_status test_read_snapshots(const xmlNode *node, struct test_domain *domain);
keel_status test_domain_create_snapshot(keel_domain *domain, const char *xml, uint32_t flags,
					keel_snapshot **ret);
keel_status test_domain_list_snapshots(keel_domain *domain, uint32_t flags, keel_snapshot ***ret,
				       size_t *ret_n);
keel_status test_domain_lookup_snapshot(keel_domain *domain, const char *name, keel_snapshot **ret);
keel_status test_domain_get_current_snapshot(keel_domain *domain, keel_snapshot **ret);

/* save.c */
keel_status test_domain_save(keel_domain *domain, const char *path, uint32_t flags);
keel_status test_restore_domain(keel_connection *connection, const char *path, uint32_t flags,
				keel_domain **ret);

/* migrate.c */
keel_status test_domain_migrate(keel_domain *domain, keel_connection *destination, uint32_t flags,
				const keel_param *params, size_t n_params, keel_domain **ret);

/* Locks the host of a domain, and fails when the domain is gone. */
keel_status test_lock_domain(const keel_domain *domain, struct test_domain **ret);
/* Unlocks it again, and is the status. */
keel_status test_unlock_domain(struct test_domain *self, keel_status status);
/* These fail when the domain is not active, or not running; its host is locked. */
keel_status test_need_active(const struct test_domain *self);
keel_status test_need_running(const struct test_domain *self);
/* Copies a text, which may be NULL. */
keel_status test_give_text(const char *text, char **ret);
/* Takes the persistent configuration away; the host is locked. */
void test_undefine(struct test_domain *self);

/* driver.c: whether a domain is among those that the flags ask for; the host is locked. */
bool test_domain_matches(const struct test_domain *domain, uint32_t flags);

/* domain.c: the functions of the driver for domains. */
keel_status test_domain_get_id(const keel_domain *domain, int64_t *ret);
keel_status test_domain_get_state(const keel_domain *domain, keel_domain_state *ret_state,
				  keel_domain_reason *ret_reason);
keel_status test_domain_get_info(const keel_domain *domain, keel_domain_info *ret);
keel_status test_domain_get_xml(const keel_domain *domain, uint32_t flags, char **ret);
keel_status test_domain_start(keel_domain *domain, uint32_t flags);
keel_status test_domain_shutdown(keel_domain *domain, uint32_t flags);
keel_status test_domain_reboot(keel_domain *domain, uint32_t flags);
keel_status test_domain_destroy(keel_domain *domain, uint32_t flags);
keel_status test_domain_suspend(keel_domain *domain, uint32_t flags);
keel_status test_domain_resume(keel_domain *domain, uint32_t flags);
keel_status test_domain_undefine(keel_domain *domain, uint32_t flags);
keel_status test_domain_rename(keel_domain *domain, const char *name, uint32_t flags);
keel_status test_domain_is_active(const keel_domain *domain, bool *ret);
keel_status test_domain_is_persistent(const keel_domain *domain, bool *ret);
keel_status test_domain_is_updated(const keel_domain *domain, bool *ret);
keel_status test_domain_get_autostart(const keel_domain *domain, bool *ret);
keel_status test_domain_set_autostart(keel_domain *domain, bool autostart);
keel_status test_domain_get_memory(const keel_domain *domain, uint64_t *ret_kib);
keel_status test_domain_set_memory(keel_domain *domain, uint64_t kib);
keel_status test_domain_get_max_memory(const keel_domain *domain, uint64_t *ret_kib);
keel_status test_domain_set_max_memory(keel_domain *domain, uint64_t kib);
keel_status test_domain_get_vcpus(const keel_domain *domain, uint32_t *ret);
keel_status test_domain_get_max_vcpus(const keel_domain *domain, uint32_t *ret);
keel_status test_domain_set_vcpus(keel_domain *domain, uint32_t vcpus);
keel_status test_domain_reset(keel_domain *domain);
keel_status test_domain_get_title(const keel_domain *domain, char **ret);
keel_status test_domain_set_title(keel_domain *domain, const char *title);
keel_status test_domain_get_description(const keel_domain *domain, char **ret);
keel_status test_domain_set_description(keel_domain *domain, const char *description);
keel_status test_domain_get_metadata(const keel_domain *domain, const char *key, char **ret);
keel_status test_domain_set_metadata(keel_domain *domain, const char *key, const char *value);
keel_status test_domain_get_tags(const keel_domain *domain, char ***ret, size_t *ret_n);
keel_status test_domain_set_tags(keel_domain *domain, const char *const *tags, size_t n_tags);
keel_status test_domain_get_scheduler_parameters(const keel_domain *domain, keel_param **ret,
						 size_t *ret_n);
keel_status test_domain_set_scheduler_parameters(keel_domain *domain, const keel_param *params,
						 size_t n_params);
keel_status test_domain_get_vcpu_times(const keel_domain *domain, uint64_t **ret, size_t *ret_n);
keel_status test_domain_list_interfaces(const keel_domain *domain, keel_domain_interface **ret,
					size_t *ret_n);
keel_status test_domain_read_memory(const keel_domain *domain, uint64_t offset, size_t size,
				    uint8_t **ret, size_t *ret_n);
keel_status test_domain_write_memory(keel_domain *domain, uint64_t offset, const uint8_t *data,
				     size_t n_data);

#endif
