/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Opening and closing, and what is asked of a connection itself. */

#include "libvirt.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Cut off, so that every driver of libvirt can be reached, `test` too. */
#define PREFIX "libvirt+"

struct answers {
	const keel_param *credentials;
	size_t n;
};

static const char *find_credential(const struct answers *answers, const char *name)
{
	size_t i;

	for (i = 0; i < answers->n; i++)
		if (strcmp(answers->credentials[i].name, name) == 0)
			return answers->credentials[i].value.string;
	return NULL;
}

static const char *answer_for(const struct answers *answers, int type)
{
	switch (type) {
	case VIR_CRED_USERNAME:
	case VIR_CRED_AUTHNAME:
		return find_credential(answers, "username");
	case VIR_CRED_PASSPHRASE:
	case VIR_CRED_NOECHOPROMPT:
		return find_credential(answers, "password");
	case VIR_CRED_REALM:
		return find_credential(answers, "realm");
	default:
		return NULL;
	}
}

static int answer(virConnectCredentialPtr questions, unsigned int n, void *data)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		const char *text = answer_for(data, questions[i].type);

		if (!text)
			text = questions[i].defresult;
		if (!text)
			return -1;
		questions[i].result = keel_strdup(text);
		if (!questions[i].result)
			return -1;
		questions[i].resultlen = (unsigned int)strlen(text);
	}
	return 0;
}

static virConnectPtr open_libvirt(const keel_connection *connection, const keel_param *credentials,
				  size_t n_credentials)
{
	static int types[] = {VIR_CRED_USERNAME, VIR_CRED_AUTHNAME, VIR_CRED_PASSPHRASE,
			      VIR_CRED_NOECHOPROMPT, VIR_CRED_REALM};
	struct answers answers = {credentials, n_credentials};
	virConnectAuth auth = {types, sizeof(types) / sizeof(*types), answer, &answers};
	const char *uri = connection->uri;

	if (strncmp(uri, PREFIX, strlen(PREFIX)) == 0)
		uri += strlen(PREFIX);
	return virConnectOpenAuth(uri, &auth, connection->read_only ? VIR_CONNECT_RO : 0);
}

/* A driver of libvirt's that runs in this process cannot do without the loop. */
static bool is_embedded(const char *path)
{
	return strncmp(path, "/embed", strlen("/embed")) == 0;
}

static void ignore_error(void *data, virErrorPtr error)
{
	(void)data;
	(void)error;
}

/* A host that is lost would end the program, unless the program has said what it wants. */
static void ignore_broken_pipes(void)
{
	struct sigaction action;

	if (sigaction(SIGPIPE, NULL, &action) < 0 || (action.sa_flags & SA_SIGINFO) ||
	    action.sa_handler != SIG_DFL)
		return;
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
}

static void init(void)
{
	ignore_broken_pipes();
	/* It would print its errors. */
	virSetErrorFunc(NULL, ignore_error);
	lv_loop_init();
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

/* What a password was in is not left behind. */
static void free_credentials(struct lv_connection *self)
{
	size_t i;

	for (i = 0; i < self->n_credentials; i++) {
		volatile char *at =
			(volatile char *)(uintptr_t)self->credentials[i].value.string;

		while (*at)
			*at++ = '\0';
	}
	keel_params_free(self->credentials, self->n_credentials);
	self->credentials = NULL;
	self->n_credentials = 0;
}

static void free_connection(struct lv_connection *self)
{
	free_credentials(self);
	pthread_mutex_destroy(&self->lock);
	pthread_mutex_destroy(&self->listening);
	free(self);
}

static struct lv_connection *new_connection(keel_connection *connection,
					    const keel_param *credentials, size_t n_credentials)
{
	struct lv_connection *self = calloc(1, sizeof(*self));

	if (!self)
		return NULL;
	self->base = connection;
	atomic_init(&self->ptr, NULL);
	self->credentials = keel_params_copy(credentials, n_credentials);
	if (!self->credentials) {
		free(self);
		return NULL;
	}
	self->n_credentials = n_credentials;
	pthread_mutex_init(&self->lock, NULL);
	pthread_mutex_init(&self->listening, NULL);
	return self;
}

keel_status lv_open(keel_connection *connection, const char *path, const char *query,
		    const keel_param *credentials, size_t n_credentials)
{
	struct lv_connection *self = new_connection(connection, credentials, n_credentials);
	virConnectPtr ptr;

	/* libvirt gets the whole URI. */
	(void)query;
	if (!self)
		return keel_error_no_memory();
	pthread_once(&once, init);
	path = strchr(path, '/');
	lv_loop_refuse(!path || !is_embedded(path));
	ptr = open_libvirt(connection, credentials, n_credentials);
	self->without_loop = lv_loop_was_refused();
	lv_loop_refuse(false);
	if (!ptr) {
		keel_status status = lv_error(KEEL_ERROR_DOMAIN_CONNECTION);

		free_connection(self);
		return status;
	}
	if (!self->without_loop)
		free_credentials(self);
	atomic_store_explicit(&self->ptr, ptr, memory_order_release);
	connection->data = self;
	return KEEL_OK;
}

static keel_status open_with_loop(struct lv_connection *self)
{
	virConnectPtr ptr;

	if (!self->without_loop)
		return KEEL_OK;
	ptr = open_libvirt(self->base, self->credentials, self->n_credentials);
	if (!ptr)
		return lv_error(KEEL_ERROR_DOMAIN_CONNECTION);
	/* Another thread may be at work on it. */
	self->replaced = lv_ptr(self->base);
	atomic_store_explicit(&self->ptr, ptr, memory_order_release);
	self->without_loop = false;
	free_credentials(self);
	return KEEL_OK;
}

keel_status lv_need_loop(keel_connection *connection)
{
	struct lv_connection *self = lv_connection(connection);
	keel_status status;

	pthread_mutex_lock(&self->lock);
	status = open_with_loop(self);
	pthread_mutex_unlock(&self->lock);
	return status;
}

void lv_close(keel_connection *connection)
{
	struct lv_connection *self = lv_connection(connection);
	int kind;

	for (kind = 0; kind < KEEL_N_EVENT_KINDS; kind++)
		lv_unlisten(connection, (enum keel_event_kind)kind);
	virConnectClose(lv_ptr(connection));
	if (self->replaced)
		virConnectClose(self->replaced);
	free_connection(self);
	lv_loop_reap();
}

keel_status lv_is_alive(const keel_connection *connection, bool *ret)
{
	return lv_bool(virConnectIsAlive(lv_ptr(connection)), KEEL_ERROR_DOMAIN_CONNECTION, ret);
}

keel_status lv_get_hostname(const keel_connection *connection, char **ret)
{
	return lv_take_text(virConnectGetHostname(lv_ptr(connection)),
			    KEEL_ERROR_DOMAIN_CONNECTION, ret);
}

keel_status lv_get_capabilities(const keel_connection *connection, char **ret)
{
	return lv_take_text(virConnectGetCapabilities(lv_ptr(connection)),
			    KEEL_ERROR_DOMAIN_CONNECTION, ret);
}

static keel_status read_host_uuid(const xmlDoc *doc, uint8_t *ret)
{
	const xmlNode *root = xmlDocGetRootElement(doc);
	const xmlNode *host;
	bool found = false;
	char *text = NULL;

	KEEL_TRY(keel_xml_child(root, "host", &host));
	if (host)
		KEEL_TRY(keel_xml_child_text(host, "uuid", &text));
	if (text)
		found = keel_uuid_parse(text, ret);
	free(text);
	return found ? KEEL_OK
		     : keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_CONNECTION,
				  "the host does not tell its UUID");
}

keel_status lv_get_host_uuid(const keel_connection *connection, uint8_t *ret)
{
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(lv_xml_capabilities(connection, &doc));
	status = read_host_uuid(doc, ret);
	xmlFreeDoc(doc);
	return status;
}
