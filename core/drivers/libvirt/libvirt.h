/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_LIBVIRT_H
#define KEEL_LIBVIRT_H

/*
 * The libvirt driver: what libvirt drives, in keel's terms.
 *
 * Each handle has an object of libvirt's own, which knows its host by name and UUID; nothing about
 * it is kept here. No lock of ours is held while libvirt is called, because libvirt may call back.
 */

#include "object.h"
#include "xml.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>

struct lv_listener;

struct lv_connection {
	keel_connection *base;
	/* The one in use. It is replaced once at most, and then what it replaced is kept. */
	_Atomic(virConnectPtr) ptr;
	virConnectPtr replaced;
	/* Whether the one in use does without the event loop: see lv_need_loop(). */
	bool without_loop;
	/* Guards the opening of another. */
	pthread_mutex_t lock;
	/* What it was opened with. */
	keel_param *credentials;
	size_t n_credentials;
	/* Guards the listeners; no callback of libvirt's takes it. */
	pthread_mutex_t listening;
	struct lv_listener *listeners[KEEL_N_EVENT_KINDS];
};

struct lv_domain {
	keel_domain base;
	virDomainPtr ptr;
	/* All the names it has had: what was given to callers stays valid. */
	pthread_mutex_t lock;
	char **names;
	size_t n_names;
};

static inline struct lv_connection *lv_connection(const keel_connection *self)
{
	return self->data;
}

/* What to call libvirt with. */
static inline virConnectPtr lv_ptr(const keel_connection *self)
{
	return atomic_load_explicit(&lv_connection(self)->ptr, memory_order_acquire);
}

static inline virDomainPtr lv_domain(const keel_domain *self)
{
	return ((const struct lv_domain *)self)->ptr;
}

/* error.c: */

/* Makes the last error of libvirt on this thread the last error of keel. */
keel_status lv_error(keel_error_domain domain);

/* The status for an error of libvirt. */
keel_status lv_status(const virError *error);

/* What a function of libvirt's returned: a negative number is a failure. */
static inline keel_status lv_result(int result, keel_error_domain domain)
{
	return KEEL_LIKELY(result >= 0) ? KEEL_OK : lv_error(domain);
}

/* The same, for one that returns whether. */
keel_status lv_bool(int result, keel_error_domain domain, bool *ret);

/* convert.c: */

/* Makes libvirt's flags of keel's; the table ends with zeros. */
struct lv_flag {
	uint32_t from;
	unsigned int to;
};
unsigned int lv_flags(uint32_t flags, const struct lv_flag *table);

/* Gives a text of libvirt's to the caller; NULL is a failure of libvirt's. */
keel_status lv_take_text(char *text, keel_error_domain domain, char **ret);
/* Copies a text of libvirt's; NULL when there is no memory. */
char *lv_text(const char *text);

/* A parameter of another name: libvirt's and keel's, and of keel's by how much it is multiplied. */
struct lv_name {
	const char *from;
	const char *to;
	uint64_t factor;
};

/* Makes parameters of keel's of those of libvirt. Without a table they keep their names. */
keel_status lv_params_from(const virTypedParameter *params, size_t n, const struct lv_name *names,
			   keel_param **ret, size_t *ret_n);

/*
 * Makes parameters of libvirt's of those of keel, each with the type that the known one of the name
 * has; freed with virTypedParamsFree(). A name that is not known, or given twice, is a failure.
 */
keel_status lv_params_to(const virTypedParameter *known, size_t n_known, const keel_param *params,
			 size_t n, virTypedParameterPtr *ret, int *ret_n);

/* A list of parameters of keel's that grows. It remembers that memory ran out. */
struct lv_params {
	keel_param *params;
	size_t n;
	size_t room;
	bool failed;
};
void lv_params_add(struct lv_params *self, const char *name, keel_param value);
void lv_params_add_u64(struct lv_params *self, const char *name, uint64_t value);
keel_status lv_params_steal(struct lv_params *self, keel_param **ret, size_t *ret_n);

/* Gives the program a reference to an object that was just made, in place of its hold. */
static inline void lv_give(struct keel_object *self)
{
	keel_object_ref(self);
	keel_object_release(self);
}

/* config.c: reading libvirt's XML. */

/* Parses a document of libvirt's or of a caller. */
keel_status lv_xml(const char *xml, const char *root, xmlDoc **ret);

/* Parses what the host tells of itself. */
keel_status lv_xml_capabilities(const keel_connection *connection, xmlDoc **ret);

/* The name and the UUID in a configuration of a caller; each may be missing (NULL, false). */
keel_status lv_xml_names(const char *xml, const char *root, char **ret_name, bool *ret_has_uuid,
			 uint8_t *ret_uuid);

/* domain.c: */

/* Makes a domain of libvirt's one of keel's, with one hold; takes over ptr even when it fails. */
keel_status lv_domain_new(keel_connection *connection, virDomainPtr ptr, struct lv_domain **ret);
/* The same with a reference for the program; ret may be NULL. A NULL ptr is a failure. */
keel_status lv_domain_give(keel_connection *connection, virDomainPtr ptr, keel_domain **ret);
keel_domain_state lv_domain_state(int state);
/* Fails unless the domain is active. */
keel_status lv_check_active(const keel_domain *domain);
/* Tells whether there is a domain of that name or UUID; either may be NULL. */
bool lv_domain_is_there(const keel_connection *connection, const char *name, const uint8_t *uuid);
/* The status, or that it is there already with the message of the last error. */
keel_status lv_already(keel_status status, bool is_there);
extern const struct lv_flag lv_list_flags[];

/* job.c: */

/* What libvirt tells of a job that has ended. */
void lv_job_ended(virTypedParameterPtr params, int n, keel_job_info *ret);

/* loop.c: */

/* Gives libvirt keel's event loop; once in a process. */
void lv_loop_init(void);

/* While it is on, on this thread, libvirt gets no watch: what it opens does without the loop. */
void lv_loop_refuse(bool on);
/* Whether it wanted one meanwhile. */
bool lv_loop_was_refused(void);

/* Frees what libvirt left to be freed from outside of its own functions. */
void lv_loop_reap(void);

/* connection.c: */

/*
 * libvirt's server closes a connection whose client has an event loop that does not run, so a
 * connection does without until it is needed. Makes it have one.
 */
keel_status lv_need_loop(keel_connection *connection);

/* event.c: */

/* Who libvirt's callbacks tell. Each registration with libvirt has a reference. */
struct lv_listener *lv_listener_ref(struct lv_listener *self);
void lv_listener_unref(void *self);

/*
 * The connection, which is there until lv_listener_leave(), or NULL when nobody listens any more.
 * Between the two, nothing of libvirt's is called but what needs its host not.
 */
keel_connection *lv_listener_enter(struct lv_listener *self);
void lv_listener_leave(struct lv_listener *self);

keel_status lv_listen(keel_connection *connection, enum keel_event_kind kind);
void lv_unlisten(keel_connection *connection, enum keel_event_kind kind);

/*
 * What begins and ends telling of a kind. The first registers with libvirt, with a reference to the
 * listener and lv_listener_unref() for each registration, and gives the numbers of at most four of
 * them; unused ones stay -1.
 */
#define LV_MAX_REGISTRATIONS 4
struct lv_kind {
	keel_status (*begin)(virConnectPtr ptr, struct lv_listener *listener,
			     int ids[LV_MAX_REGISTRATIONS]);
	void (*end)(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS]);
};

/* Notes the number that libvirt gave a registration, or gives the listener's reference back. */
keel_status lv_registered(struct lv_listener *listener, int id, int *ret);
/* Ends the registrations that there are. */
void lv_deregister(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS],
		   int (*how)(virConnectPtr ptr, int id));

extern const struct lv_kind lv_network_kind;
extern const struct lv_kind lv_storage_pool_kind;
extern const struct lv_kind lv_node_device_kind;
extern const struct lv_kind lv_secret_kind;

/* What the table of the driver, in driver.c, points to. */
#include "functions.h"

#endif
