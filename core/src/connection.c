/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections: opening and closing, and the checks before the driver is called. */

#include "checks.h"
#include "loader.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_URI "test:///default"

#define OPEN_FLAGS KEEL_OPEN_READ_ONLY
#define LIST_FLAGS ((uint32_t)(KEEL_LIST_NO_AUTOSTART << 1) - 1)
#define DEFINE_FLAGS KEEL_DEFINE_NEW
#define START_FLAGS KEEL_START_PAUSED

static pthread_mutex_t connections_lock = PTHREAD_MUTEX_INITIALIZER;
static keel_connection *connections;

static void register_connection(keel_connection *self)
{
	pthread_mutex_lock(&connections_lock);
	self->next = connections;
	if (connections)
		connections->previous = self;
	connections = self;
	pthread_mutex_unlock(&connections_lock);
}

static void unregister_connection(keel_connection *self)
{
	pthread_mutex_lock(&connections_lock);
	if (self->previous)
		self->previous->next = self->next;
	else
		connections = self->next;
	if (self->next)
		self->next->previous = self->previous;
	pthread_mutex_unlock(&connections_lock);
}

uint64_t keel_live_handles(void)
{
	keel_connection *at;
	uint64_t n = 0;

	pthread_mutex_lock(&connections_lock);
	for (at = connections; at; at = at->next) {
		uint64_t refs = atomic_load_explicit(&at->handle.refs, memory_order_acquire);

		n += (refs >> 32) + ((uint32_t)refs != 0);
	}
	pthread_mutex_unlock(&connections_lock);
	return n;
}

keel_status keel_error_closed(const char *function)
{
	return keel_error(KEEL_STATUS_CLOSED, KEEL_ERROR_DOMAIN_CONNECTION,
			  "%s: the connection has been closed", function);
}

keel_status keel_error_lost(const char *function)
{
	return keel_error(KEEL_STATUS_IO, KEEL_ERROR_DOMAIN_CONNECTION,
			  "%s: the connection has been lost", function);
}

keel_status keel_error_read_only(const char *function)
{
	return keel_error(KEEL_STATUS_PERMISSION, KEEL_ERROR_DOMAIN_CONNECTION,
			  "%s: the connection is read-only", function);
}

keel_status keel_check_same(const struct keel_object *object, const keel_connection *connection,
			    const char *function)
{
	if (object->handle.connection == connection)
		return KEEL_OK;
	return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CORE,
			  "%s: an object of another connection was given", function);
}

keel_status keel_error_lacking(const char *driver, const char *operation)
{
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_DRIVER,
			  "the driver '%s' does not support %s", driver, operation);
}

static int hex_value(char c)
{
	const char *digits = "0123456789abcdef0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)((at - digits) % 16) : -1;
}

/* Decodes %xx up to a question mark; a zero byte is not allowed. */
static char *decode_path(const char *text)
{
	char *path = malloc(strlen(text) + 1);
	char *to = path;

	if (!path) {
		keel_error_no_memory();
		return NULL;
	}
	while (*text && *text != '?') {
		int high, low;

		if (*text != '%') {
			*to++ = *text++;
			continue;
		}
		high = hex_value(text[1]);
		low = high < 0 ? -1 : hex_value(text[2]);
		if (low < 0 || (high == 0 && low == 0)) {
			free(path);
			keel_set_error(KEEL_STATUS_INVALID_ARGUMENT,
				       KEEL_ERROR_DOMAIN_CONNECTION,
				       "the URI has a faulty escape at '%s'", text);
			return NULL;
		}
		*to++ = (char)(high << 4 | low);
		text += 3;
	}
	*to = '\0';
	return path;
}

/* Fails when a credential is not one that the core knows, or not text. */
static keel_status check_credentials(const keel_param *credentials, size_t n)
{
	static const char *const known[] = {"username", "password", "realm"};
	bool given[sizeof(known) / sizeof(*known)] = {false};
	size_t i;
	size_t j;

	KEEL_TRY(keel_check_array("keel_connection_open_with_credentials", credentials, n));
	for (i = 0; i < n; i++) {
		const keel_param *param = &credentials[i];

		for (j = 0; j < sizeof(known) / sizeof(*known); j++)
			if (param->name && strcmp(param->name, known[j]) == 0)
				break;
		if (j == sizeof(known) / sizeof(*known))
			return keel_error(KEEL_STATUS_INVALID_ARGUMENT,
					  KEEL_ERROR_DOMAIN_CONNECTION,
					  "there is no credential '%s'",
					  param->name ? param->name : "(null)");
		if (given[j])
			return keel_error(KEEL_STATUS_INVALID_ARGUMENT,
					  KEEL_ERROR_DOMAIN_CONNECTION,
					  "the credential '%s' is given twice", param->name);
		given[j] = true;
		if (param->type != KEEL_PARAM_TYPE_STRING || !param->value.string)
			return keel_error(KEEL_STATUS_INVALID_ARGUMENT,
					  KEEL_ERROR_DOMAIN_CONNECTION,
					  "the credential '%s' is not text", param->name);
	}
	return KEEL_OK;
}

static keel_status open_driver(keel_connection *self, const keel_param *credentials,
			       size_t n_credentials)
{
	const char *colon = strstr(self->uri, "://");
	const char *query = colon ? strchr(colon, '?') : NULL;
	keel_status status;
	char *path;

	if (!colon || colon == self->uri)
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_CONNECTION,
				  "'%s' is not a URI", self->uri);
	KEEL_TRY(keel_driver_find(self->uri, (size_t)(colon - self->uri), &self->driver));
	path = decode_path(colon + 3);
	if (!path)
		return keel_last_error_status();
	status = self->driver->open(self, path, query ? query + 1 : NULL, credentials, n_credentials);
	free(path);
	return status;
}

keel_status keel_connection_open(const char *uri, uint32_t flags, keel_connection **ret)
{
	return keel_connection_open_with_credentials(uri, flags, NULL, 0, ret);
}

keel_status keel_connection_open_with_credentials(const char *uri, uint32_t flags,
						  const keel_param *credentials,
						  size_t n_credentials, keel_connection **ret)
{
	keel_connection *self;
	keel_status status;

	KEEL_CHECK_POINTER(ret);
	CHECK_FLAGS(flags, OPEN_FLAGS);
	KEEL_TRY(check_credentials(credentials, n_credentials));
	if (!uri)
		uri = DEFAULT_URI;
	KEEL_TRY(keel_check_text(uri, "URI"));

	self = calloc(1, sizeof(*self));
	if (!self)
		return keel_error_no_memory();
	atomic_init(&self->handle.refs, 1);
	self->handle.kind = KEEL_KIND_CONNECTION;
	self->handle.connection = self;
	atomic_init(&self->closed, false);
	atomic_init(&self->lost, false);
	pthread_mutex_init(&self->subscription_lock, NULL);
	self->read_only = (flags & KEEL_OPEN_READ_ONLY) != 0;
	self->uri = keel_strdup(uri);
	status = self->uri ? open_driver(self, credentials, n_credentials) : keel_error_no_memory();
	if (status != KEEL_OK) {
		pthread_mutex_destroy(&self->subscription_lock);
		free(self->uri);
		free(self);
		return status;
	}
	register_connection(self);
	*ret = self;
	return KEEL_OK;
}

void keel_connection_free(keel_connection *self)
{
	unregister_connection(self);
	keel_event_forget(self);
	self->driver->close(self);
	pthread_mutex_destroy(&self->subscription_lock);
	free(self->uri);
	free(self);
}

keel_connection *keel_connection_ref(keel_connection *self)
{
	if (!self || !keel_kind_check(self, KEEL_KIND_CONNECTION, __func__))
		return NULL;
	atomic_fetch_add_explicit(&self->handle.refs, 1, memory_order_relaxed);
	return self;
}

void keel_connection_unref(keel_connection *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_CONNECTION, __func__) &&
	    atomic_fetch_sub_explicit(&self->handle.refs, 1, memory_order_acq_rel) == 1)
		keel_connection_free(self);
}

keel_status keel_connection_close(keel_connection *self)
{
	CHECK_HANDLE(self);
	if (atomic_exchange_explicit(&self->closed, true, memory_order_acq_rel))
		return KEEL_OK;
	keel_event_forget(self);
	if (self->driver->closing)
		self->driver->closing(self);
	return KEEL_OK;
}

keel_status keel_connection_is_alive(const keel_connection *self, bool *ret)
{
	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(ret);
	if (atomic_load_explicit(&self->closed, memory_order_acquire)) {
		*ret = false;
		return KEEL_OK;
	}
	return CALL(self, is_alive, self, ret);
}

bool keel_connection_is_read_only(const keel_connection *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_CONNECTION, __func__))
		return self->read_only;
	keel_error_null(__func__, "self");
	return false;
}

const char *keel_connection_get_uri(const keel_connection *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_CONNECTION, __func__))
		return self->uri;
	keel_error_null(__func__, "self");
	return NULL;
}

const char *keel_connection_get_driver_name(const keel_connection *self)
{
	if (self && keel_kind_check(self, KEEL_KIND_CONNECTION, __func__))
		return self->driver->name;
	keel_error_null(__func__, "self");
	return NULL;
}

keel_status keel_connection_get_hostname(const keel_connection *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, get_hostname, self, ret);
}

keel_status keel_connection_get_capabilities(const keel_connection *self, char **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, get_capabilities, self, ret);
}

keel_status keel_connection_get_host_info(const keel_connection *self, keel_host_info *ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, get_host_info, self, ret);
}

keel_status keel_connection_get_host_uuid(const keel_connection *self,
					  uint8_t ret_uuid[KEEL_UUID_SIZE])
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret_uuid);
	return CALL(self, get_host_uuid, self, ret_uuid);
}

keel_status keel_connection_get_free_memory(const keel_connection *self, uint64_t **ret,
					    size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, get_free_memory, self, ret, ret_n);
}

keel_status keel_connection_get_host_parameters(const keel_connection *self, keel_param **ret,
						size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, get_host_parameters, self, ret, ret_n);
}

keel_status keel_connection_set_host_parameters(keel_connection *self, const keel_param *params,
						size_t n_params)
{
	CHECK_WRITE(self);
	KEEL_TRY(keel_check_array(__func__, params, n_params));
	return CALL(self, set_host_parameters, self, params, n_params);
}

keel_status keel_connection_list_domains(keel_connection *self, uint32_t flags, keel_domain ***ret,
					 size_t *ret_n)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_domains, self, flags, ret, ret_n);
}

keel_status keel_connection_list_domain_names(const keel_connection *self, const char *pattern,
					      uint32_t flags, char ***ret, size_t *ret_n)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, list_domain_names, self, pattern, flags, ret, ret_n);
}

keel_status keel_connection_count_domains(const keel_connection *self, uint32_t flags,
					  uint32_t *ret)
{
	CHECK(self);
	CHECK_FLAGS(flags, LIST_FLAGS);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, count_domains, self, flags, ret);
}

keel_status keel_connection_foreach_domain(keel_connection *self, uint32_t flags,
					   keel_domain_visitor visitor, void *user_data)
{
	keel_domain **domains;
	bool go_on = true;
	size_t n;
	size_t i;

	CHECK_HANDLE(self);
	KEEL_CHECK_POINTER(visitor);
	KEEL_TRY(keel_connection_list_domains(self, flags, &domains, &n));
	for (i = 0; i < n; i++) {
		if (go_on)
			go_on = visitor(domains[i], user_data);
		keel_domain_unref(domains[i]);
	}
	free(domains);
	return KEEL_OK;
}

keel_status keel_connection_lookup_domain_by_name(keel_connection *self, const char *name,
						  keel_domain **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(name);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_domain_by_name, self, name, ret);
}

keel_status keel_connection_lookup_domain_by_uuid(keel_connection *self,
						  const uint8_t uuid[KEEL_UUID_SIZE],
						  keel_domain **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(uuid);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_domain_by_uuid, self, uuid, ret);
}

keel_status keel_connection_lookup_domain_by_id(keel_connection *self, int64_t id,
						keel_domain **ret)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	return CALL(self, lookup_domain_by_id, self, id, ret);
}

keel_status keel_connection_define_domain(keel_connection *self, const char *xml, uint32_t flags,
					  keel_domain **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, DEFINE_FLAGS);
	return CALL(self, define_domain, self, xml, flags, ret);
}

keel_status keel_connection_create_domain(keel_connection *self, const char *xml, uint32_t flags,
					  keel_domain **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, START_FLAGS);
	return CALL(self, create_domain, self, xml, flags, ret);
}

keel_status keel_connection_lookup_domain_by_uuid_string(keel_connection *self, const char *uuid,
							 keel_domain **ret)
{
	uint8_t bytes[KEEL_UUID_SIZE];

	CHECK(self);
	KEEL_CHECK_POINTER(uuid);
	KEEL_CHECK_POINTER(ret);
	if (!keel_uuid_parse(uuid, bytes))
		return keel_error(KEEL_STATUS_INVALID_ARGUMENT, KEEL_ERROR_DOMAIN_DOMAIN,
				  "'%s' is not a UUID", uuid);
	return CALL(self, lookup_domain_by_uuid, self, bytes, ret);
}
