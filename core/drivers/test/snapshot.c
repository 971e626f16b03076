/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Snapshots. The list of a domain holds them, and each holds its domain: when the domain or the
 * host goes, the list is emptied.
 */

#include "test.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct test_snapshot {
	keel_snapshot base;
	struct test_snapshot *previous;
	struct test_snapshot *next;
	struct test_snapshot *parent;
	bool gone;
	/* Used while a list is made. */
	bool marked;
	char *description;
	uint64_t created_ns;
	keel_domain_state state;
	bool with_memory;
	struct test_image image;
};

#define SNAPSHOT(handle) ((struct test_snapshot *)(uintptr_t)(handle))
#define DOMAIN_OF(snapshot) ((struct test_domain *)(snapshot)->base.domain)

/* May run when the host is gone already. */
static void free_snapshot(struct keel_object *object)
{
	struct test_snapshot *self = (struct test_snapshot *)object;

	keel_object_release(&self->base.domain->object);
	test_image_clear(&self->image);
	free(self->description);
	free(self->base.name);
	free(self);
}

/* Takes it out of the list; it lives on as long as there are handles to it. */
static void remove_snapshot(struct test_snapshot *self)
{
	struct test_domain *domain = DOMAIN_OF(self);

	if (self->previous)
		self->previous->next = self->next;
	else
		domain->first_snapshot = self->next;
	if (self->next)
		self->next->previous = self->previous;
	else
		domain->last_snapshot = self->previous;
	domain->n_snapshots--;
	self->gone = true;
	self->parent = NULL;
	keel_object_release(&self->base.object);
}

void test_drop_snapshots(struct test_domain *self)
{
	self->current_snapshot = NULL;
	while (self->first_snapshot)
		remove_snapshot(self->first_snapshot);
}

static keel_status lock_snapshot(const keel_snapshot *snapshot, struct test_snapshot **ret)
{
	struct test_snapshot *self = SNAPSHOT(snapshot);
	struct test_domain *domain;

	KEEL_TRY(test_lock_domain(snapshot->domain, &domain));
	if (KEEL_LIKELY(!self->gone)) {
		*ret = self;
		return KEEL_OK;
	}
	return test_unlock_domain(domain, keel_error(KEEL_STATUS_NOT_FOUND,
						     KEEL_ERROR_DOMAIN_SNAPSHOT,
						     "the snapshot '%s' is gone", snapshot->name));
}

static keel_status unlock_snapshot(struct test_snapshot *self, keel_status status)
{
	return test_unlock_domain(DOMAIN_OF(self), status);
}

static struct test_snapshot *find(const struct test_domain *domain, const char *name)
{
	struct test_snapshot *at = domain->first_snapshot;

	while (at && strcmp(at->base.name, name) != 0)
		at = at->next;
	return at;
}

/* Gives those that are marked, in their order. */
static keel_status list_marked(const struct test_domain *domain, keel_snapshot ***ret,
			       size_t *ret_n)
{
	keel_snapshot **list = malloc((domain->n_snapshots + 1) * sizeof(keel_snapshot *));
	struct test_snapshot *at;
	size_t n = 0;

	if (!list)
		return keel_error_no_memory();
	for (at = domain->first_snapshot; at; at = at->next)
		if (at->marked)
			list[n++] = keel_snapshot_ref(&at->base);
	*ret = list;
	*ret_n = n;
	return KEEL_OK;
}

static void mark_all(const struct test_domain *domain, bool mark)
{
	struct test_snapshot *at;

	for (at = domain->first_snapshot; at; at = at->next)
		at->marked = mark;
}

static void mark_children(const struct test_domain *domain, const struct test_snapshot *parent)
{
	struct test_snapshot *at;

	for (at = domain->first_snapshot; at; at = at->next)
		at->marked = at->parent == parent;
}

/* A parent comes before its children, so that one pass is enough. */
static void mark_descendants(const struct test_domain *domain, struct test_snapshot *self)
{
	struct test_snapshot *at;

	mark_all(domain, false);
	self->marked = true;
	for (at = self->next; at; at = at->next)
		at->marked = at->parent && at->parent->marked;
	self->marked = false;
}

static void mark_listed(const struct test_domain *domain, uint32_t flags)
{
	struct test_snapshot *at;

	mark_all(domain, true);
	for (at = domain->first_snapshot; at; at = at->next)
		if ((flags & KEEL_SNAPSHOT_LIST_LEAVES) && at->parent)
			at->parent->marked = false;
	for (at = domain->first_snapshot; at; at = at->next)
		if ((flags & KEEL_SNAPSHOT_LIST_ROOTS) && at->parent)
			at->marked = false;
}

/* What the element says. */
struct wish {
	char *name;
	char *description;
};

static void clear_wish(struct wish *self)
{
	free(self->name);
	free(self->description);
}

static keel_status read_element(const xmlNode *node, struct wish *wish)
{
	KEEL_TRY(keel_xml_child_text(node, "name", &wish->name));
	if (wish->name && keel_check_name(wish->name) != KEEL_OK)
		return keel_xml_error(node, "%s", keel_last_error_message());
	return keel_xml_child_text(node, "description", &wish->description);
}

static keel_status read_wish(const char *xml, struct wish *wish)
{
	keel_status status;
	xmlDoc *doc;

	if (!xml)
		return KEEL_OK;
	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "domainsnapshot", &doc));
	status = read_element(xmlDocGetRootElement(doc), wish);
	xmlFreeDoc(doc);
	return status;
}

/* A name that depends only on the snapshots that were made before. */
static char *make_up_name(const struct test_domain *domain, uint64_t *number)
{
	struct keel_buffer buffer;
	char *name = NULL;

	do {
		free(name);
		name = NULL;
		buffer = (struct keel_buffer){0};
		keel_buffer_add(&buffer, "snapshot-%" PRIu64, ++*number);
		if (keel_buffer_steal(&buffer, &name) != KEEL_OK)
			return NULL;
	} while (find(domain, name));
	return name;
}

/* Makes it without putting it into the list. */
static keel_status make(struct test_domain *domain, struct wish *wish, bool with_memory,
			struct test_snapshot **ret)
{
	struct test_snapshot *self = calloc(1, sizeof(*self));
	keel_status status;

	if (!self)
		return keel_error_no_memory();
	status = test_image_take(domain, &self->image);
	if (status != KEEL_OK) {
		free(self);
		return status;
	}
	if (!with_memory)
		test_memory_clear(&self->image.memory);
	keel_object_init(&self->base.object, KEEL_KIND_SNAPSHOT, domain->host->connection,
			 free_snapshot);
	keel_object_hold(&domain->base.object);
	self->base.domain = &domain->base;
	self->base.name = wish->name;
	self->description = wish->description;
	*wish = (struct wish){0};
	self->created_ns = domain->host->clock_ns;
	self->state = domain->state;
	self->with_memory = with_memory && test_is_active(domain);
	*ret = self;
	return KEEL_OK;
}

static void add(struct test_domain *domain, struct test_snapshot *self)
{
	self->parent = domain->current_snapshot;
	self->previous = domain->last_snapshot;
	if (domain->last_snapshot)
		domain->last_snapshot->next = self;
	else
		domain->first_snapshot = self;
	domain->last_snapshot = self;
	domain->n_snapshots++;
	domain->current_snapshot = self;
}

static keel_status create(struct test_domain *domain, struct wish *wish, uint32_t flags,
			  keel_snapshot **ret)
{
	bool halt = (flags & KEEL_SNAPSHOT_CREATE_HALT) && test_is_active(domain);
	uint64_t number = domain->last_snapshot_number;
	struct test_snapshot *self = NULL;

	KEEL_TRY(test_need_idle(domain));
	/* Its snapshots would go along with it. */
	if (halt && !domain->persistent)
		return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_SNAPSHOT,
				  "the domain '%s' is transient and cannot be halted",
				  keel_domain_get_name(&domain->base));
	if (wish->name && find(domain, wish->name))
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, KEEL_ERROR_DOMAIN_SNAPSHOT,
				  "there is already a snapshot '%s'", wish->name);
	if (!wish->name)
		wish->name = make_up_name(domain, &number);
	if (!wish->name)
		return keel_error_no_memory();
	KEEL_TRY(make(domain, wish, !(flags & KEEL_SNAPSHOT_CREATE_DISK_ONLY), &self));
	domain->last_snapshot_number = number;
	add(domain, self);
	if (ret)
		*ret = keel_snapshot_ref(&self->base);
	if (halt)
		test_stop(domain, KEEL_DOMAIN_REASON_SNAPSHOT, KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT);
	return KEEL_OK;
}

keel_status test_domain_create_snapshot(keel_domain *domain, const char *xml, uint32_t flags,
					keel_snapshot **ret)
{
	struct test_domain *self;
	struct wish wish = {0};
	keel_status status;

	status = read_wish(xml, &wish);
	if (status == KEEL_OK)
		status = test_lock_domain(domain, &self);
	if (status == KEEL_OK)
		status = test_unlock_domain(self, create(self, &wish, flags, ret));
	clear_wish(&wish);
	return status;
}

keel_status test_read_snapshots(const xmlNode *node, struct test_domain *domain)
{
	const xmlNode *all;
	const xmlNode *each;

	KEEL_TRY(keel_xml_child(node, "snapshots", &all));
	each = all ? keel_xml_next(all->children, "domainsnapshot") : NULL;
	for (; each; each = keel_xml_next(each->next, "domainsnapshot")) {
		struct wish wish = {0};
		keel_status status = read_element(each, &wish);

		if (status == KEEL_OK)
			status = create(domain, &wish, 0, NULL);
		clear_wish(&wish);
		KEEL_TRY(status);
		/* The clock of the host has not begun yet. */
		domain->last_snapshot->created_ns = 0;
	}
	return KEEL_OK;
}

keel_status test_domain_list_snapshots(keel_domain *domain, uint32_t flags, keel_snapshot ***ret,
				       size_t *ret_n)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	mark_listed(self, flags);
	return test_unlock_domain(self, list_marked(self, ret, ret_n));
}

keel_status test_domain_lookup_snapshot(keel_domain *domain, const char *name, keel_snapshot **ret)
{
	struct test_snapshot *snapshot;
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	snapshot = find(self, name);
	if (snapshot)
		*ret = keel_snapshot_ref(&snapshot->base);
	test_unlock_domain(self, KEEL_OK);
	if (snapshot)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_SNAPSHOT,
			  "the domain '%s' has no snapshot '%s'", keel_domain_get_name(domain),
			  name);
}

/* Gives a snapshot, or NULL. */
static void give(struct test_snapshot *self, keel_snapshot **ret)
{
	*ret = self ? keel_snapshot_ref(&self->base) : NULL;
}

keel_status test_domain_get_current_snapshot(keel_domain *domain, keel_snapshot **ret)
{
	struct test_domain *self;

	KEEL_TRY(test_lock_domain(domain, &self));
	give(self->current_snapshot, ret);
	return test_unlock_domain(self, KEEL_OK);
}

static const char *state_name(keel_domain_state state)
{
	if (state == KEEL_DOMAIN_STATE_RUNNING)
		return "running";
	return state == KEEL_DOMAIN_STATE_PAUSED ? "paused" : "shutoff";
}

static void add_element(struct keel_buffer *buffer, const char *name, const char *text)
{
	if (!text)
		return;
	keel_buffer_add(buffer, "<%s>", name);
	keel_buffer_add_xml(buffer, text);
	keel_buffer_add(buffer, "</%s>\n", name);
}

/* Adds the lines of a document; a line end in a text of it is written otherwise. */
static void add_indented(struct keel_buffer *buffer, const char *text)
{
	while (*text) {
		int size = (int)strcspn(text, "\n");

		keel_buffer_add(buffer, "  %.*s\n", size, text);
		text += size + 1;
	}
}

static keel_status get_xml(const struct test_snapshot *self, char **ret)
{
	const keel_domain *domain = self->base.domain;
	struct keel_buffer buffer = {0};
	char *config;

	KEEL_TRY(test_config_format(keel_domain_get_name(domain), domain->uuid,
				    KEEL_DOMAIN_ID_NONE, self->image.config, &config));
	keel_buffer_add(&buffer, "<domainsnapshot>\n  ");
	add_element(&buffer, "name", self->base.name);
	if (self->description) {
		keel_buffer_add(&buffer, "  ");
		add_element(&buffer, "description", self->description);
	}
	keel_buffer_add(&buffer, "  <state>%s</state>\n", state_name(self->state));
	keel_buffer_add(&buffer, "  <creationTime>%" PRIu64 "</creationTime>\n",
			self->created_ns / TICK_NS);
	if (self->parent) {
		keel_buffer_add(&buffer, "  <parent>\n    ");
		add_element(&buffer, "name", self->parent->base.name);
		keel_buffer_add(&buffer, "  </parent>\n");
	}
	keel_buffer_add(&buffer, "  <memory snapshot='%s'/>\n",
			self->with_memory ? "internal" : "no");
	add_indented(&buffer, config);
	keel_buffer_add(&buffer, "</domainsnapshot>\n");
	keel_free(config);
	return keel_buffer_steal(&buffer, ret);
}

keel_status test_snapshot_get_xml(const keel_snapshot *snapshot, char **ret)
{
	struct test_snapshot *self;

	KEEL_TRY(lock_snapshot(snapshot, &self));
	return unlock_snapshot(self, get_xml(self, ret));
}

keel_status test_snapshot_get_created(const keel_snapshot *snapshot, int64_t *ret)
{
	struct test_snapshot *self;

	KEEL_TRY(lock_snapshot(snapshot, &self));
	*ret = (int64_t)(self->created_ns / TICK_NS);
	return unlock_snapshot(self, KEEL_OK);
}

keel_status test_snapshot_get_state(const keel_snapshot *snapshot, keel_domain_state *ret)
{
	struct test_snapshot *self;

	KEEL_TRY(lock_snapshot(snapshot, &self));
	*ret = self->state;
	return unlock_snapshot(self, KEEL_OK);
}

keel_status test_snapshot_get_parent(keel_snapshot *snapshot, keel_snapshot **ret)
{
	struct test_snapshot *self;

	KEEL_TRY(lock_snapshot(snapshot, &self));
	give(self->parent, ret);
	return unlock_snapshot(self, KEEL_OK);
}

keel_status test_snapshot_list_children(keel_snapshot *snapshot, uint32_t flags,
					keel_snapshot ***ret, size_t *ret_n)
{
	struct test_snapshot *self;

	KEEL_TRY(lock_snapshot(snapshot, &self));
	if (flags & KEEL_SNAPSHOT_CHILDREN_DESCENDANTS)
		mark_descendants(DOMAIN_OF(self), self);
	else
		mark_children(DOMAIN_OF(self), self);
	return unlock_snapshot(self, list_marked(DOMAIN_OF(self), ret, ret_n));
}

keel_status test_snapshot_is_current(const keel_snapshot *snapshot, bool *ret)
{
	struct test_snapshot *self;

	KEEL_TRY(lock_snapshot(snapshot, &self));
	*ret = DOMAIN_OF(self)->current_snapshot == self;
	return unlock_snapshot(self, KEEL_OK);
}

/* What the domain is to be. */
static keel_domain_state state_after(const struct test_snapshot *self, uint32_t flags)
{
	if (flags & KEEL_SNAPSHOT_REVERT_RUNNING)
		return KEEL_DOMAIN_STATE_RUNNING;
	if (flags & KEEL_SNAPSHOT_REVERT_PAUSED)
		return KEEL_DOMAIN_STATE_PAUSED;
	return self->state;
}

/* Stops the domain, which is not gone then even when it is transient. */
static void stop_for_a_moment(struct test_domain *domain)
{
	bool persistent = domain->persistent;

	domain->persistent = true;
	test_stop(domain, KEEL_DOMAIN_REASON_SNAPSHOT, KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT);
	domain->persistent = persistent;
}

static keel_status revert(struct test_snapshot *self, uint32_t flags)
{
	keel_domain_state state = state_after(self, flags);
	struct test_domain *domain = DOMAIN_OF(self);
	struct test_image image;

	KEEL_TRY(test_need_idle(domain));
	if (state == KEEL_DOMAIN_STATE_SHUT_OFF && !domain->persistent)
		return keel_error(KEEL_STATUS_INVALID_STATE, KEEL_ERROR_DOMAIN_SNAPSHOT,
				  "the domain '%s' is transient and cannot be shut off",
				  keel_domain_get_name(&domain->base));
	if (!keel_table_reserve(&domain->host->by_id))
		return keel_error_no_memory();
	KEEL_TRY(test_image_copy(&self->image, &image));

	/* Nothing fails from here on. */
	if (test_is_active(domain))
		stop_for_a_moment(domain);
	test_image_put(&image, domain);
	if (!domain->persistent) {
		test_config_free(domain->next_config);
		domain->next_config = NULL;
	} else {
		test_emit(domain, KEEL_DOMAIN_EVENT_DEFINED, KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT);
	}
	domain->current_snapshot = self;
	if (state == KEEL_DOMAIN_STATE_SHUT_OFF) {
		domain->reason = KEEL_DOMAIN_REASON_SNAPSHOT;
		return KEEL_OK;
	}
	test_activate(domain, state, KEEL_DOMAIN_REASON_SNAPSHOT);
	test_emit(domain, KEEL_DOMAIN_EVENT_STARTED, KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT);
	if (state == KEEL_DOMAIN_STATE_PAUSED)
		test_emit(domain, KEEL_DOMAIN_EVENT_SUSPENDED, KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT);
	return KEEL_OK;
}

keel_status test_snapshot_revert(keel_snapshot *snapshot, uint32_t flags)
{
	struct test_snapshot *self;

	KEEL_TRY(lock_snapshot(snapshot, &self));
	return unlock_snapshot(self, revert(self, flags));
}

/* The nearest that is not marked, from a snapshot upwards. */
static struct test_snapshot *unmarked(struct test_snapshot *self)
{
	while (self && self->marked)
		self = self->parent;
	return self;
}

/* Those that stay and lose their parents get the nearest that stays. */
static void remove_marked(struct test_domain *domain)
{
	struct test_snapshot *next;
	struct test_snapshot *at;

	domain->current_snapshot = unmarked(domain->current_snapshot);
	for (at = domain->first_snapshot; at; at = at->next)
		if (!at->marked)
			at->parent = unmarked(at->parent);
	for (at = domain->first_snapshot; at; at = next) {
		next = at->next;
		if (at->marked)
			remove_snapshot(at);
	}
}

keel_status test_snapshot_delete(keel_snapshot *snapshot, uint32_t flags)
{
	struct test_snapshot *self;

	KEEL_TRY(lock_snapshot(snapshot, &self));
	if (flags)
		mark_descendants(DOMAIN_OF(self), self);
	else
		mark_all(DOMAIN_OF(self), false);
	self->marked = !(flags & KEEL_SNAPSHOT_DELETE_CHILDREN_ONLY);
	remove_marked(DOMAIN_OF(self));
	return unlock_snapshot(self, KEEL_OK);
}
