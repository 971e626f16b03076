/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What domains have done: all of it follows from how long they have been at work. */

#include "facts.h"
#include "storage.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define MILLISECOND_NS 1000000u
#define BLOCK_SIZE 4096u
/* The most that a packet has. */
#define MAX_PACKET 65535u
#define DEFAULT_PACKET 1500u
/* What a disk has when nobody says how large it is. */
#define DEFAULT_CAPACITY ((uint64_t)1 << 30)

/* What a disk or an interface has done: how often, and how much. */
struct traffic {
	uint64_t in;
	uint64_t in_bytes;
	uint64_t out;
	uint64_t out_bytes;
};

/* Nobody reads from an empty drive, or writes to what is read-only. */
static struct traffic disk_traffic(const struct test_domain *domain, const struct test_disk *disk)
{
	uint64_t ns = disk->base.source ? test_worked_ns(domain) : 0;
	struct traffic traffic = {0};

	traffic.in = ns / (100 * MILLISECOND_NS);
	traffic.in_bytes = traffic.in * BLOCK_SIZE;
	if (!disk->base.read_only) {
		traffic.out = ns / (200 * MILLISECOND_NS);
		traffic.out_bytes = traffic.out * BLOCK_SIZE;
	}
	return traffic;
}

/* Nothing comes along a wire that goes nowhere. */
static struct traffic wire_traffic(const struct test_domain *domain, size_t i)
{
	const keel_domain_interface *interface = &domain->config->interfaces[i].base;
	uint64_t ns = test_worked_ns(domain);
	uint32_t size = interface->mtu ? interface->mtu : DEFAULT_PACKET;
	struct traffic traffic = {0};

	if (size > MAX_PACKET)
		size = MAX_PACKET;
	if (interface->source)
		traffic.in = ns / (10 * MILLISECOND_NS);
	traffic.in_bytes = traffic.in * size;
	traffic.out = ns / (20 * MILLISECOND_NS);
	traffic.out_bytes = traffic.out * size;
	return traffic;
}

static const struct test_disk *find_disk(const struct test_domain *self, const char *target)
{
	const struct test_disk *disk = test_find_disk(self->config, target);

	if (!disk)
		keel_set_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_DOMAIN,
			       "the domain '%s' has no disk '%s'",
			       keel_domain_get_name(&self->base), target);
	return disk;
}

static const struct test_volume *find_volume(const struct test_host *host,
					     const struct test_disk *disk)
{
	const struct test_item *pool;
	const struct test_item *volume;

	if (!disk->pool)
		return test_find_volume(host, disk->base.source);
	pool = test_collection_find_name(&host->pools, disk->pool);
	if (!pool)
		return NULL;
	volume = test_collection_find_name(&((const struct test_pool *)pool->object)->volumes,
					   disk->base.source);
	return volume ? (const struct test_volume *)volume->object : NULL;
}

/* A disk that is a volume is as large as that; another one uses all, or less when it can grow. */
static keel_block_info block_info(const struct test_host *host, const struct test_disk *disk)
{
	const struct test_volume *volume = disk->base.source ? find_volume(host, disk) : NULL;
	keel_block_info info = {0};

	if (volume) {
		info.capacity = volume->capacity;
		info.allocation = volume->allocation;
	} else if (disk->base.source) {
		bool grows = disk->base.format && strcmp(disk->base.format, "raw") != 0;

		info.capacity = disk->capacity ? disk->capacity : DEFAULT_CAPACITY;
		info.allocation = grows ? info.capacity / 4 : info.capacity;
	}
	info.physical = info.allocation;
	return info;
}

keel_status test_domain_get_block_info(const keel_domain *domain, const char *disk,
				       keel_block_info *ret)
{
	const struct test_disk *found;
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	found = find_disk(self, disk);
	if (!found)
		return test_unlock_domain(self, KEEL_STATUS_NOT_FOUND);
	*ret = block_info(self->host, found);
	return test_unlock_domain(self, KEEL_OK);
}

static uint64_t kernel_part(uint64_t ns)
{
	return ns / 4;
}

/* How many processors are at work at this moment. */
static double load_of(const struct test_domain *self)
{
	return self->state == KEEL_DOMAIN_STATE_RUNNING ? self->config->vcpus : 0;
}

static keel_status get_cpu(const struct test_domain *self, keel_param **ret, size_t *ret_n)
{
	uint64_t ns = test_cpu_ns(self);
	struct test_list list = {0};

	KEEL_TRY(test_need_active(self));
	test_list_add(&list, test_u64(ns), "time");
	test_list_add(&list, test_u64(ns - kernel_part(ns)), "user");
	test_list_add(&list, test_u64(kernel_part(ns)), "kernel");
	test_list_add(&list, test_f64(load_of(self)), "load");
	return test_list_steal(&list, ret, ret_n);
}

keel_status test_domain_get_cpu_statistics(const keel_domain *domain, keel_param **ret,
					   size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, get_cpu(self, ret, ret_n));
}

/* What was written is in use; it may be more than there is when memory was taken away. */
static uint64_t resident_kib(const struct test_domain *self)
{
	uint64_t kib = self->memory.n * (GUEST_PAGE_SIZE / 1024);

	return kib < self->config->memory_kib ? kib : self->config->memory_kib;
}

static keel_status get_memory(const struct test_domain *self, keel_param **ret, size_t *ret_n)
{
	const struct test_config *config = self->config;
	struct test_list list = {0};

	KEEL_TRY(test_need_active(self));
	test_list_add(&list, test_u64(config->memory_kib), "actual");
	test_list_add(&list, test_u64(config->max_memory_kib), "available");
	test_list_add(&list, test_u64(resident_kib(self)), "resident");
	test_list_add(&list, test_u64(config->memory_kib - resident_kib(self)), "unused");
	test_list_add(&list, test_i64((int64_t)(self->host->clock_ns / TICK_NS)), "last_update");
	return test_list_steal(&list, ret, ret_n);
}

keel_status test_domain_get_memory_statistics(const keel_domain *domain, keel_param **ret,
					      size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, get_memory(self, ret, ret_n));
}

static keel_status get_block(const struct test_domain *self, const char *target, keel_param **ret,
			     size_t *ret_n)
{
	const struct test_disk *disk;
	struct test_list list = {0};
	struct traffic traffic;

	KEEL_TRY(test_need_active(self));
	disk = find_disk(self, target);
	if (!disk)
		return KEEL_STATUS_NOT_FOUND;
	traffic = disk_traffic(self, disk);
	test_list_add(&list, test_u64(traffic.in), "read_requests");
	test_list_add(&list, test_u64(traffic.in_bytes), "read_bytes");
	test_list_add(&list, test_u64(traffic.out), "write_requests");
	test_list_add(&list, test_u64(traffic.out_bytes), "write_bytes");
	test_list_add(&list, test_i64(0), "errors");
	test_list_add(&list, test_bool(disk->base.source == NULL), "empty");
	return test_list_steal(&list, ret, ret_n);
}

keel_status test_domain_get_block_statistics(const keel_domain *domain, const char *disk,
					     keel_param **ret, size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, get_block(self, disk, ret, ret_n));
}

static keel_status get_interface(const struct test_domain *self, const char *name,
				 keel_param **ret, size_t *ret_n)
{
	const struct test_config *config = self->config;
	struct test_list list = {0};
	struct traffic traffic;
	size_t i;

	KEEL_TRY(test_need_active(self));
	for (i = 0; i < config->n_interfaces; i++)
		if (strcmp(config->interfaces[i].base.name, name) == 0)
			break;
	if (i == config->n_interfaces)
		return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_DOMAIN,
				  "the domain '%s' has no interface '%s'",
				  keel_domain_get_name(&self->base), name);
	traffic = wire_traffic(self, i);
	test_list_add(&list, test_u64(traffic.in_bytes), "receive_bytes");
	test_list_add(&list, test_u64(traffic.in), "receive_packets");
	test_list_add(&list, test_u64(traffic.out_bytes), "send_bytes");
	test_list_add(&list, test_u64(traffic.out), "send_packets");
	test_list_add(&list, test_i64(0), "errors");
	test_list_add(&list, test_bool(config->interfaces[i].base.source != NULL), "connected");
	return test_list_steal(&list, ret, ret_n);
}

keel_status test_domain_get_interface_statistics(const keel_domain *domain, const char *interface,
						 keel_param **ret, size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	return test_unlock_domain(self, get_interface(self, interface, ret, ret_n));
}

static void add_state(struct test_list *list, const struct test_domain *self)
{
	test_list_add(list, test_i32((int32_t)self->state), "state.state");
	test_list_add(list, test_i32((int32_t)self->reason), "state.reason");
	test_list_add(list, test_bool(self->persistent), "state.persistent");
	if (!test_is_active(self))
		return;
	test_list_add(list, test_u64(self->n_keys), "state.keys");
}

static void add_cpu(struct test_list *list, const struct test_domain *self)
{
	uint64_t ns = test_cpu_ns(self);

	if (!test_is_active(self))
		return;
	test_list_add(list, test_u64(ns), "cpu.time");
	test_list_add(list, test_u64(ns - kernel_part(ns)), "cpu.user");
	test_list_add(list, test_u64(kernel_part(ns)), "cpu.kernel");
	test_list_add(list, test_f64(load_of(self)), "cpu.load");
}

static void add_memory(struct test_list *list, const struct test_domain *self)
{
	test_list_add(list, test_u64(self->config->memory_kib), "memory.current");
	test_list_add(list, test_u64(self->config->max_memory_kib), "memory.maximum");
	if (test_is_active(self))
		test_list_add(list, test_u64(resident_kib(self)), "memory.rss");
}

static void add_vcpus(struct test_list *list, const struct test_domain *self)
{
	uint32_t i;

	test_list_add(list, test_u32(self->config->vcpus), "vcpu.current");
	test_list_add(list, test_u32(self->config->max_vcpus), "vcpu.maximum");
	for (i = 0; i < self->config->vcpus && test_is_active(self); i++)
		test_list_add(list, test_u64(test_worked_ns(self)), "vcpu.%" PRIu32 ".time", i);
}

static void add_block(struct test_list *list, const struct test_domain *self, size_t i)
{
	const struct test_disk *disk = &self->config->disks[i];
	struct traffic traffic = disk_traffic(self, disk);
	keel_block_info info = block_info(self->host, disk);

	test_list_add(list, test_text(disk->base.target), "block.%zu.name", i);
	if (disk->base.source)
		test_list_add(list, test_text(disk->base.source), "block.%zu.path", i);
	if (test_is_active(self)) {
		test_list_add(list, test_u64(traffic.in), "block.%zu.rd.reqs", i);
		test_list_add(list, test_u64(traffic.in_bytes), "block.%zu.rd.bytes", i);
		test_list_add(list, test_u64(traffic.out), "block.%zu.wr.reqs", i);
		test_list_add(list, test_u64(traffic.out_bytes), "block.%zu.wr.bytes", i);
	}
	test_list_add(list, test_u64(info.allocation), "block.%zu.allocation", i);
	test_list_add(list, test_u64(info.capacity), "block.%zu.capacity", i);
	test_list_add(list, test_u64(info.physical), "block.%zu.physical", i);
}

static void add_blocks(struct test_list *list, const struct test_domain *self)
{
	size_t i;

	test_list_add(list, test_u32((uint32_t)self->config->n_disks), "block.count");
	for (i = 0; i < self->config->n_disks; i++)
		add_block(list, self, i);
}

static void add_interface(struct test_list *list, const struct test_domain *self, size_t i)
{
	struct traffic traffic = wire_traffic(self, i);

	test_list_add(list, test_text(self->config->interfaces[i].base.name), "interface.%zu.name", i);
	if (!test_is_active(self))
		return;
	test_list_add(list, test_u64(traffic.in_bytes), "interface.%zu.rx.bytes", i);
	test_list_add(list, test_u64(traffic.in), "interface.%zu.rx.pkts", i);
	test_list_add(list, test_u64(traffic.out_bytes), "interface.%zu.tx.bytes", i);
	test_list_add(list, test_u64(traffic.out), "interface.%zu.tx.pkts", i);
}

static void add_interfaces(struct test_list *list, const struct test_domain *self)
{
	size_t i;

	test_list_add(list, test_u32((uint32_t)self->config->n_interfaces), "interface.count");
	for (i = 0; i < self->config->n_interfaces; i++)
		add_interface(list, self, i);
}

static keel_status gather(const struct test_domain *self, uint32_t statistics,
			  keel_domain_statistics *ret)
{
	static const struct {
		keel_statistics_flags flag;
		void (*add)(struct test_list *list, const struct test_domain *self);
	} groups[] = {
		{KEEL_STATISTICS_STATE, add_state},
		{KEEL_STATISTICS_CPU, add_cpu},
		{KEEL_STATISTICS_MEMORY, add_memory},
		{KEEL_STATISTICS_VCPU, add_vcpus},
		{KEEL_STATISTICS_BLOCK, add_blocks},
		{KEEL_STATISTICS_INTERFACE, add_interfaces},
	};
	struct test_list list = {0};
	size_t i;

	for (i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		if (statistics == KEEL_STATISTICS_ALL || (statistics & groups[i].flag))
			groups[i].add(&list, self);
	return test_list_steal(&list, &ret->params, &ret->n_params);
}

/* The domains get their references once nothing can fail any more. */
static keel_status gather_all(struct test_host *host, uint32_t statistics, uint32_t flags,
			      keel_domain_statistics **ret, size_t *ret_n)
{
	keel_domain_statistics *all = calloc(host->n_domains + (size_t)1, sizeof(*all));
	keel_status status = all ? KEEL_OK : keel_error_no_memory();
	struct test_domain *at;
	uint64_t n_new = 0;
	size_t n = 0;
	size_t i;

	KEEL_TRY(status);
	for (at = host->first; at && status == KEEL_OK; at = at->next) {
		if (!test_domain_matches(at, flags))
			continue;
		status = gather(at, statistics, &all[n]);
		if (status == KEEL_OK)
			all[n++].domain = &at->base;
	}
	for (i = 0; i < n; i++) {
		if (status == KEEL_OK)
			n_new += keel_object_ref_quietly(&all[i].domain->object);
		else
			keel_params_free(all[i].params, all[i].n_params);
	}
	if (status != KEEL_OK) {
		free(all);
		return status;
	}
	keel_connection_add_objects(host->connection, n_new);
	*ret = all;
	*ret_n = n;
	return KEEL_OK;
}

keel_status test_get_domain_statistics(keel_connection *connection, uint32_t statistics,
				       uint32_t flags, keel_domain_statistics **ret, size_t *ret_n)
{
	struct test_host *host = connection->data;
	keel_status status;

	pthread_mutex_lock(&host->lock);
	status = gather_all(host, statistics, flags, ret, ret_n);
	pthread_mutex_unlock(&host->lock);
	return status;
}
