/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Node devices. A device comes after its parent in the order of the host. */

#include "objects.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* An element of a capability that has text in it, such as a number of a bus or the name of a vendor. */
struct property {
	char *name;
	char *id;
	char *text;
};

struct capability {
	char *type;
	struct property *properties;
	size_t n_properties;
	struct capability *capabilities;
	size_t n_capabilities;
};

struct device {
	keel_node_device base;
	struct test_item item;
	/* NULL when it is not in another one, which is there as long as this one is. */
	struct device *parent;
	struct capability capability;
	/* A program has created it. */
	bool created;
	bool detached;
};

/* A device as it is read. */
struct reading {
	/* These may be NULL. */
	char *name;
	char *parent;
	struct capability capability;
};

static struct test_collection *devices(const keel_connection *connection)
{
	return &((struct test_host *)connection->data)->devices;
}

static struct device *from_item(const struct test_item *item)
{
	return (struct device *)item->object;
}

/* Locks the host, and fails when the device is gone. */
static keel_status lock(const keel_node_device *device, struct device **ret)
{
	struct device *self = (struct device *)(uintptr_t)device;

	KEEL_TRY(test_item_lock(&self->item));
	*ret = self;
	return KEEL_OK;
}

static keel_status unlock(const struct device *self, keel_status status)
{
	return test_item_unlock(&self->item, status);
}

static void emit(struct device *self, keel_node_device_event_type event)
{
	keel_event_emit_node_device(self->base.object.handle.connection, &self->base, event);
}

/* Capabilities are in each other no deeper than libxml2 reads. */
static void clear_capability(struct capability *self)
{
	size_t i;

	for (i = 0; i < self->n_properties; i++) {
		free(self->properties[i].name);
		free(self->properties[i].id);
		free(self->properties[i].text);
	}
	free(self->properties);
	for (i = 0; i < self->n_capabilities; i++)
		clear_capability(&self->capabilities[i]);
	free(self->capabilities);
	free(self->type);
	*self = (struct capability){0};
}

static void clear(struct reading *self)
{
	free(self->name);
	free(self->parent);
	clear_capability(&self->capability);
}

/* May run when the host is gone already. */
static void free_device(struct keel_object *object)
{
	struct device *self = (struct device *)object;

	clear_capability(&self->capability);
	free(self->base.name);
	free(self);
}

static bool is_property(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE && !node->ns &&
	       strcmp((const char *)node->name, "capability") != 0 &&
	       xmlChildElementCount((xmlNode *)(uintptr_t)node) == 0;
}

static keel_status read_properties(const xmlNode *node, struct capability *self)
{
	const xmlNode *child;
	size_t n = 0;

	for (child = node->children; child; child = child->next)
		n += is_property(child);
	self->properties = calloc(n + 1, sizeof(*self->properties));
	if (!self->properties)
		return keel_error_no_memory();
	for (child = node->children; child; child = child->next) {
		struct property *property = &self->properties[self->n_properties];
		const xmlNode *again;

		if (!is_property(child))
			continue;
		self->n_properties++;
		KEEL_TRY(keel_xml_child(node, (const char *)child->name, &again));
		property->name = keel_strdup((const char *)child->name);
		if (!property->name)
			return keel_error_no_memory();
		KEEL_TRY(keel_xml_attribute(child, "id", &property->id));
		KEEL_TRY(keel_xml_text(child, &property->text));
	}
	return KEEL_OK;
}

static keel_status read_capability(const xmlNode *node, struct capability *self)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_attribute(node, "type", &self->type));
	if (!self->type || !*self->type)
		return keel_xml_error(node, "the <capability> has no type");
	KEEL_TRY(read_properties(node, self));
	self->capabilities = calloc(keel_xml_count(node, "capability") + 1,
				    sizeof(*self->capabilities));
	if (!self->capabilities)
		return keel_error_no_memory();
	for (child = keel_xml_next(node->children, "capability"); child;
	     child = keel_xml_next(child->next, "capability"))
		KEEL_TRY(read_capability(child, &self->capabilities[self->n_capabilities++]));
	return KEEL_OK;
}

static keel_status read_all(const xmlNode *node, struct reading *reading)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, "name", &child));
	if (child)
		KEEL_TRY(test_read_name(node, "device", &reading->name));
	KEEL_TRY(keel_xml_child_text(node, "parent", &reading->parent));
	KEEL_TRY(keel_xml_child(node, "capability", &child));
	if (!child)
		return keel_xml_error(node, "the device has no <capability>");
	return read_capability(child, &reading->capability);
}

static keel_status read_device(const xmlNode *node, struct reading *ret)
{
	struct reading reading = {0};
	keel_status status = read_all(node, &reading);

	if (status == KEEL_OK)
		*ret = reading;
	else
		clear(&reading);
	return status;
}

static bool has_capability(const struct capability *self, const char *type)
{
	size_t i;

	if (strcmp(self->type, type) == 0)
		return true;
	for (i = 0; i < self->n_capabilities; i++)
		if (has_capability(&self->capabilities[i], type))
			return true;
	return false;
}

/* Takes name and capability out of the reading. */
static keel_status add(struct test_collection *all, struct reading *reading, struct device *parent,
		       struct device **ret)
{
	struct device *self;

	KEEL_TRY(test_collection_reserve(all, reading->name, NULL));
	self = calloc(1, sizeof(*self));
	if (!self)
		return keel_error_no_memory();
	keel_object_init(&self->base.object, KEEL_KIND_NODE_DEVICE, all->host->connection,
			 free_device);
	self->base.name = reading->name;
	reading->name = NULL;
	self->capability = reading->capability;
	reading->capability = (struct capability){0};
	self->parent = parent;
	self->item.object = &self->base.object;
	self->item.name = self->item.label = self->base.name;
	test_collection_add(all, &self->item);
	*ret = self;
	return KEEL_OK;
}

static keel_status find_parent(const struct test_collection *all, const char *name,
			       struct device **ret)
{
	const struct test_item *item = test_collection_find_name(all, name);

	if (!item)
		return keel_error(KEEL_STATUS_NOT_FOUND, KEEL_ERROR_DOMAIN_NODE_DEVICE,
				  "there is no device '%s' that could be a parent", name);
	*ret = from_item(item);
	return KEEL_OK;
}

static keel_status add_host_device(const xmlNode *node, struct test_collection *all,
				   struct reading *reading)
{
	struct device *parent = NULL;
	struct device *device;

	if (!reading->name)
		return keel_xml_error(node, "the device has no <name>");
	if (reading->parent && find_parent(all, reading->parent, &parent) != KEEL_OK)
		return keel_xml_error(node, "no device '%s', which is the parent, comes before",
				      reading->parent);
	return add(all, reading, parent, &device);
}

keel_status test_read_devices(const xmlNode *node, struct test_host *host)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, "nodedevices", &node));
	child = node ? keel_xml_next(node->children, "device") : NULL;
	for (; child; child = keel_xml_next(child->next, "device")) {
		struct reading reading;
		keel_status status;

		KEEL_TRY(read_device(child, &reading));
		status = add_host_device(child, &host->devices, &reading);
		clear(&reading);
		KEEL_TRY(status);
	}
	return KEEL_OK;
}

/* A test_item_func: the capability, NULL for all. */
static bool matches(const struct test_item *item, const void *capability)
{
	return !capability || has_capability(&from_item(item)->capability, capability);
}

keel_status test_list_devices(keel_connection *connection, const char *capability,
			      keel_node_device ***ret, size_t *ret_n)
{
	return test_collection_list(devices(connection), matches, capability, ret, ret_n);
}

keel_status test_count_devices(const keel_connection *connection, const char *capability,
			       uint32_t *ret)
{
	return test_collection_count(devices(connection), matches, capability, ret);
}

keel_status test_lookup_device(keel_connection *connection, const char *name,
			       keel_node_device **ret)
{
	return test_collection_lookup_name(devices(connection), name, ret);
}

/* As libvirt does: virtual adapters, below those that can have them; and interfaces, below any. */
static keel_status check_creation(const struct device *parent, const struct capability *capability)
{
	bool adapter = strcmp(capability->type, "scsi_host") == 0;

	if (!adapter && strcmp(capability->type, "net") != 0)
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_NODE_DEVICE,
				  "a device of the type '%s' cannot be created", capability->type);
	if (adapter && !has_capability(&parent->capability, "vport_ops"))
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_NODE_DEVICE,
				  "the device '%s' cannot have virtual adapters",
				  parent->base.name);
	return KEEL_OK;
}

/* The type with the first number that no device has. */
static keel_status make_up_name(const struct test_collection *all, const char *type, char **ret)
{
	uint64_t number = 0;
	char *name = NULL;

	do {
		struct keel_buffer buffer = {0};

		free(name);
		keel_buffer_add(&buffer, "%s_%" PRIu64, type, number++);
		KEEL_TRY(keel_buffer_steal(&buffer, &name));
	} while (test_collection_find_name(all, name));
	*ret = name;
	return KEEL_OK;
}

static keel_status create(struct test_collection *all, struct reading *reading,
			  keel_node_device **ret)
{
	struct device *parent;
	struct device *self;

	KEEL_TRY(find_parent(all, reading->parent, &parent));
	KEEL_TRY(check_creation(parent, &reading->capability));
	if (!reading->name)
		KEEL_TRY(make_up_name(all, reading->capability.type, &reading->name));
	KEEL_TRY(add(all, reading, parent, &self));
	self->created = true;
	emit(self, KEEL_NODE_DEVICE_EVENT_CREATED);
	return test_item_give(&self->item, ret);
}

static keel_status parse(const char *xml, struct reading *ret)
{
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(keel_xml_parse(xml, strlen(xml), "device", &doc));
	status = read_device(xmlDocGetRootElement(doc), ret);
	if (status == KEEL_OK && !ret->parent) {
		status = keel_xml_error(xmlDocGetRootElement(doc), "the device has no <parent>");
		clear(ret);
	}
	xmlFreeDoc(doc);
	return status;
}

keel_status test_create_device(keel_connection *connection, const char *xml,
			       keel_node_device **ret)
{
	struct test_host *host = connection->data;
	struct reading reading;
	keel_status status;

	KEEL_TRY(parse(xml, &reading));
	pthread_mutex_lock(&host->lock);
	status = create(&host->devices, &reading, ret);
	pthread_mutex_unlock(&host->lock);
	clear(&reading);
	return status;
}

static keel_status get_parent_name(const struct device *self, char **ret)
{
	char *copy = NULL;

	if (self->parent) {
		copy = keel_strdup(self->parent->base.name);
		if (!copy)
			return keel_error_no_memory();
	}
	*ret = copy;
	return KEEL_OK;
}

keel_status test_device_get_parent_name(const keel_node_device *device, char **ret)
{
	struct device *self;

	KEEL_TRY(lock(device, &self));
	return unlock(self, get_parent_name(self, ret));
}

static size_t count_types(const struct capability *self)
{
	size_t n = 1;
	size_t i;

	for (i = 0; i < self->n_capabilities; i++)
		n += count_types(&self->capabilities[i]);
	return n;
}

/* Puts the types into the array, and gives the end of it. */
static const char **collect_types(const struct capability *self, const char **at)
{
	size_t i;

	*at++ = self->type;
	for (i = 0; i < self->n_capabilities; i++)
		at = collect_types(&self->capabilities[i], at);
	return at;
}

static keel_status list_capabilities(const struct device *self, char ***ret, size_t *ret_n)
{
	size_t n = count_types(&self->capability);
	const char **types = malloc(n * sizeof(*types));
	char **copy;

	if (!types)
		return keel_error_no_memory();
	collect_types(&self->capability, types);
	copy = keel_strings_copy(types, n);
	free(types);
	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	*ret_n = n;
	return KEEL_OK;
}

keel_status test_device_list_capabilities(const keel_node_device *device, char ***ret,
					  size_t *ret_n)
{
	struct device *self;

	KEEL_TRY(lock(device, &self));
	return unlock(self, list_capabilities(self, ret, ret_n));
}

static void write_property(struct keel_buffer *buffer, const struct property *property, int indent)
{
	keel_buffer_add(buffer, "%*s<%s", indent, "", property->name);
	if (property->id) {
		keel_buffer_add(buffer, " id='");
		keel_buffer_add_xml(buffer, property->id);
		keel_buffer_add(buffer, "'");
	}
	if (!*property->text) {
		keel_buffer_add(buffer, "/>\n");
		return;
	}
	keel_buffer_add(buffer, ">");
	keel_buffer_add_xml(buffer, property->text);
	keel_buffer_add(buffer, "</%s>\n", property->name);
}

static void write_capability(struct keel_buffer *buffer, const struct capability *self, int indent)
{
	size_t i;

	keel_buffer_add(buffer, "%*s<capability type='", indent, "");
	keel_buffer_add_xml(buffer, self->type);
	if (self->n_properties == 0 && self->n_capabilities == 0) {
		keel_buffer_add(buffer, "'/>\n");
		return;
	}
	keel_buffer_add(buffer, "'>\n");
	for (i = 0; i < self->n_properties; i++)
		write_property(buffer, &self->properties[i], indent + 2);
	for (i = 0; i < self->n_capabilities; i++)
		write_capability(buffer, &self->capabilities[i], indent + 2);
	keel_buffer_add(buffer, "%*s</capability>\n", indent, "");
}

static keel_status write_device(const struct device *self, char **ret)
{
	struct keel_buffer buffer = {0};

	keel_buffer_add(&buffer, "<device>\n  <name>");
	keel_buffer_add_xml(&buffer, self->base.name);
	keel_buffer_add(&buffer, "</name>\n");
	if (self->parent) {
		keel_buffer_add(&buffer, "  <parent>");
		keel_buffer_add_xml(&buffer, self->parent->base.name);
		keel_buffer_add(&buffer, "</parent>\n");
	}
	write_capability(&buffer, &self->capability, 2);
	keel_buffer_add(&buffer, "</device>\n");
	return keel_buffer_steal(&buffer, ret);
}

keel_status test_device_get_xml(const keel_node_device *device, char **ret)
{
	struct device *self;

	KEEL_TRY(lock(device, &self));
	return unlock(self, write_device(self, ret));
}

/* Fails unless the device is one of a bus, and detached or not. */
static keel_status need_detached(const struct device *self, bool detached)
{
	const char *type = self->capability.type;

	if (strcmp(type, "pci") != 0 && strcmp(type, "usb_device") != 0)
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_NODE_DEVICE,
				  "the device '%s' is neither of PCI nor of USB", self->base.name);
	if (self->detached != detached)
		return test_item_error(&self->item, detached ? "not detached" : "detached");
	return KEEL_OK;
}

static keel_status set_detached(struct device *self, bool detached)
{
	KEEL_TRY(need_detached(self, !detached));
	self->detached = detached;
	emit(self, KEEL_NODE_DEVICE_EVENT_UPDATED);
	return KEEL_OK;
}

keel_status test_device_detach(keel_node_device *device)
{
	struct device *self;

	KEEL_TRY(lock(device, &self));
	return unlock(self, set_detached(self, true));
}

keel_status test_device_reattach(keel_node_device *device)
{
	struct device *self;

	KEEL_TRY(lock(device, &self));
	return unlock(self, set_detached(self, false));
}

keel_status test_device_reset(keel_node_device *device)
{
	struct device *self;

	KEEL_TRY(lock(device, &self));
	return unlock(self, need_detached(self, true));
}

static bool is_in(const struct device *device, const struct device *other)
{
	for (; device; device = device->parent)
		if (device == other)
			return true;
	return false;
}

/* With all that is in it, which comes behind it in the order. */
static keel_status destroy(struct device *self)
{
	struct test_item *item = self->item.collection->last;
	struct test_item *previous;

	if (!self->created)
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_NODE_DEVICE,
				  "the device '%s' was not created by a program",
				  self->base.name);
	do {
		struct device *at = from_item(item);

		previous = at == self ? NULL : item->previous;
		if (!is_in(at, self))
			continue;
		emit(at, KEEL_NODE_DEVICE_EVENT_DELETED);
		test_collection_remove(&at->item);
	} while ((item = previous));
	return KEEL_OK;
}

keel_status test_device_destroy(keel_node_device *device)
{
	struct device *self;

	KEEL_TRY(lock(device, &self));
	return unlock(self, destroy(self));
}
