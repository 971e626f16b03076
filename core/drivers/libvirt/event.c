/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Listeners: what libvirt tells becomes events of keel. */

#include "libvirt.h"

#include <stdlib.h>

/* How often a host is asked whether it is there, and how often it need not answer. */
#define KEEPALIVE_SECONDS 5
#define KEEPALIVE_COUNT 5

struct lv_listener {
	atomic_uint refs;
	/* Guards the connection. */
	pthread_mutex_t lock;
	/* NULL when nobody listens any more. */
	keel_connection *connection;
	/* Where it is registered, and the numbers. */
	virConnectPtr ptr;
	int ids[LV_MAX_REGISTRATIONS];
};

struct lv_listener *lv_listener_ref(struct lv_listener *self)
{
	atomic_fetch_add_explicit(&self->refs, 1, memory_order_relaxed);
	return self;
}

void lv_listener_unref(void *data)
{
	struct lv_listener *self = data;

	if (atomic_fetch_sub_explicit(&self->refs, 1, memory_order_acq_rel) != 1)
		return;
	pthread_mutex_destroy(&self->lock);
	free(self);
}

keel_connection *lv_listener_enter(struct lv_listener *self)
{
	pthread_mutex_lock(&self->lock);
	if (self->connection)
		return self->connection;
	pthread_mutex_unlock(&self->lock);
	return NULL;
}

void lv_listener_leave(struct lv_listener *self)
{
	pthread_mutex_unlock(&self->lock);
}

static struct lv_listener *new_listener(keel_connection *connection)
{
	struct lv_listener *self = calloc(1, sizeof(*self));
	size_t i;

	if (!self)
		return NULL;
	atomic_init(&self->refs, 1);
	pthread_mutex_init(&self->lock, NULL);
	self->connection = connection;
	for (i = 0; i < LV_MAX_REGISTRATIONS; i++)
		self->ids[i] = -1;
	return self;
}

/* Once this is done, no callback is at work with the connection. */
static void forget(struct lv_listener *self)
{
	pthread_mutex_lock(&self->lock);
	self->connection = NULL;
	pthread_mutex_unlock(&self->lock);
	lv_listener_unref(self);
}

/* Tells the listeners of a domain that libvirt lends. */
static void emit(keel_connection *connection, virDomainPtr ptr, keel_domain_event_type event,
		 keel_domain_event_detail detail)
{
	struct lv_domain *domain;

	virDomainRef(ptr);
	/* Without memory, it goes unheard. */
	if (lv_domain_new(connection, ptr, &domain) != KEEL_OK)
		return;
	keel_event_emit(connection, &domain->base, event, detail);
	keel_object_release(&domain->base.object);
}

static const struct {
	int event;
	int detail;
	keel_domain_event_detail to;
} details[] = {
	{VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_ADDED, KEEL_DOMAIN_EVENT_DETAIL_ADDED},
	{VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_UPDATED,
	 KEEL_DOMAIN_EVENT_DETAIL_UPDATED},
	{VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_RENAMED,
	 KEEL_DOMAIN_EVENT_DETAIL_RENAMED},
	{VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT,
	 KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT},
	{VIR_DOMAIN_EVENT_UNDEFINED, VIR_DOMAIN_EVENT_UNDEFINED_REMOVED,
	 KEEL_DOMAIN_EVENT_DETAIL_REMOVED},
	{VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_BOOTED,
	 KEEL_DOMAIN_EVENT_DETAIL_BOOTED},
	{VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_MIGRATED,
	 KEEL_DOMAIN_EVENT_DETAIL_MIGRATED},
	{VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_RESTORED,
	 KEEL_DOMAIN_EVENT_DETAIL_RESTORED},
	{VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT,
	 KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT},
	{VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED,
	 KEEL_DOMAIN_EVENT_DETAIL_USER},
	{VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED,
	 KEEL_DOMAIN_EVENT_DETAIL_MIGRATED},
	{VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_RESTORED,
	 KEEL_DOMAIN_EVENT_DETAIL_RESTORED},
	{VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT,
	 KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT},
	{VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_UNPAUSED,
	 KEEL_DOMAIN_EVENT_DETAIL_USER},
	{VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_MIGRATED,
	 KEEL_DOMAIN_EVENT_DETAIL_MIGRATED},
	{VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT,
	 KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT},
	{VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN,
	 KEEL_DOMAIN_EVENT_DETAIL_FINISHED},
	{VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_DESTROYED,
	 KEEL_DOMAIN_EVENT_DETAIL_DESTROYED},
	{VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_MIGRATED,
	 KEEL_DOMAIN_EVENT_DETAIL_MIGRATED},
	{VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_SAVED, KEEL_DOMAIN_EVENT_DETAIL_SAVED},
	{VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT,
	 KEEL_DOMAIN_EVENT_DETAIL_SNAPSHOT},
	{VIR_DOMAIN_EVENT_SHUTDOWN, VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED,
	 KEEL_DOMAIN_EVENT_DETAIL_FINISHED},
	{VIR_DOMAIN_EVENT_SHUTDOWN, VIR_DOMAIN_EVENT_SHUTDOWN_GUEST,
	 KEEL_DOMAIN_EVENT_DETAIL_FINISHED},
	{VIR_DOMAIN_EVENT_CRASHED, VIR_DOMAIN_EVENT_CRASHED_PANICKED,
	 KEEL_DOMAIN_EVENT_DETAIL_PANICKED},
};

static keel_domain_event_detail detail_of(int event, int detail)
{
	size_t i;

	for (i = 0; i < sizeof(details) / sizeof(*details); i++)
		if (details[i].event == event && details[i].detail == detail)
			return details[i].to;
	return KEEL_DOMAIN_EVENT_DETAIL_NONE;
}

/* What a change is to keel; false when it is no event of its own. */
static bool event_of(int event, int detail, keel_domain_event_type *ret)
{
	static const keel_domain_event_type events[] = {
		[VIR_DOMAIN_EVENT_DEFINED] = KEEL_DOMAIN_EVENT_DEFINED,
		[VIR_DOMAIN_EVENT_UNDEFINED] = KEEL_DOMAIN_EVENT_UNDEFINED,
		[VIR_DOMAIN_EVENT_STARTED] = KEEL_DOMAIN_EVENT_STARTED,
		[VIR_DOMAIN_EVENT_SUSPENDED] = KEEL_DOMAIN_EVENT_SUSPENDED,
		[VIR_DOMAIN_EVENT_RESUMED] = KEEL_DOMAIN_EVENT_RESUMED,
		[VIR_DOMAIN_EVENT_STOPPED] = KEEL_DOMAIN_EVENT_STOPPED,
		[VIR_DOMAIN_EVENT_SHUTDOWN] = KEEL_DOMAIN_EVENT_SHUTDOWN,
		[VIR_DOMAIN_EVENT_PMSUSPENDED] = KEEL_DOMAIN_EVENT_SUSPENDED,
		[VIR_DOMAIN_EVENT_CRASHED] = KEEL_DOMAIN_EVENT_CRASHED,
	};

	if (event < 0 || (size_t)event >= sizeof(events) / sizeof(*events))
		return false;
	/* A domain that is renamed is defined under its new name, too. */
	if (event == VIR_DOMAIN_EVENT_UNDEFINED && detail == VIR_DOMAIN_EVENT_UNDEFINED_RENAMED)
		return false;
	/* A domain that is destroyed does not shut down first, whatever QEMU calls it. */
	if (event == VIR_DOMAIN_EVENT_SHUTDOWN && detail == VIR_DOMAIN_EVENT_SHUTDOWN_HOST)
		return false;
	*ret = events[event];
	return true;
}

static int hear_lifecycle(virConnectPtr ptr, virDomainPtr domain, int event, int detail, void *data)
{
	keel_connection *connection = lv_listener_enter(data);
	keel_domain_event_type type;

	(void)ptr;
	if (!connection)
		return 0;
	if (event_of(event, detail, &type))
		emit(connection, domain, type, detail_of(event, detail));
	lv_listener_leave(data);
	return 0;
}

static void hear_reboot(virConnectPtr ptr, virDomainPtr domain, void *data)
{
	keel_connection *connection = lv_listener_enter(data);

	(void)ptr;
	if (!connection)
		return;
	/* It does not tell who wanted it. */
	emit(connection, domain, KEEL_DOMAIN_EVENT_REBOOTED, KEEL_DOMAIN_EVENT_DETAIL_NONE);
	lv_listener_leave(data);
}

static void hear_job(virConnectPtr ptr, virDomainPtr domain, virTypedParameterPtr params, int n,
		     void *data)
{
	keel_connection *connection = lv_listener_enter(data);
	struct lv_domain *wrapped;
	keel_job_info info;

	(void)ptr;
	if (!connection)
		return;
	virDomainRef(domain);
	if (lv_domain_new(connection, domain, &wrapped) == KEEL_OK) {
		lv_job_ended(params, n, &info);
		keel_event_emit_job(connection, &wrapped->base, &info);
		keel_object_release(&wrapped->base.object);
	}
	lv_listener_leave(data);
}

keel_status lv_registered(struct lv_listener *listener, int id, int *ret)
{
	if (id < 0) {
		lv_listener_unref(listener);
		return lv_error(KEEL_ERROR_DOMAIN_EVENT);
	}
	*ret = id;
	return KEEL_OK;
}

void lv_deregister(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS],
		   int (*how)(virConnectPtr ptr, int id))
{
	size_t i;

	for (i = 0; i < LV_MAX_REGISTRATIONS; i++)
		if (ids[i] >= 0)
			how(ptr, ids[i]);
}

static keel_status register_domain(virConnectPtr ptr, struct lv_listener *listener, int event,
				   virConnectDomainEventGenericCallback callback, int *ret)
{
	return lv_registered(listener,
			     virConnectDomainEventRegisterAny(ptr, NULL, event, callback,
							      lv_listener_ref(listener),
							      lv_listener_unref),
			     ret);
}

static void end_domain(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS])
{
	lv_deregister(ptr, ids, virConnectDomainEventDeregisterAny);
}

static keel_status begin_domain(virConnectPtr ptr, struct lv_listener *listener,
				int ids[LV_MAX_REGISTRATIONS])
{
	keel_status status;

	KEEL_TRY(register_domain(ptr, listener, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
				 VIR_DOMAIN_EVENT_CALLBACK(hear_lifecycle), &ids[0]));
	status = register_domain(ptr, listener, VIR_DOMAIN_EVENT_ID_REBOOT,
				 VIR_DOMAIN_EVENT_CALLBACK(hear_reboot), &ids[1]);
	if (status != KEEL_OK)
		end_domain(ptr, ids);
	return status;
}

static keel_status begin_job(virConnectPtr ptr, struct lv_listener *listener,
			     int ids[LV_MAX_REGISTRATIONS])
{
	return register_domain(ptr, listener, VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
			       VIR_DOMAIN_EVENT_CALLBACK(hear_job), &ids[0]);
}

static keel_close_reason close_reason(int reason)
{
	switch (reason) {
	case VIR_CONNECT_CLOSE_REASON_EOF:
		return KEEL_CLOSE_REASON_EOF;
	case VIR_CONNECT_CLOSE_REASON_KEEPALIVE:
		return KEEL_CLOSE_REASON_KEEPALIVE;
	case VIR_CONNECT_CLOSE_REASON_CLIENT:
		return KEEL_CLOSE_REASON_CLIENT;
	default:
		return KEEL_CLOSE_REASON_ERROR;
	}
}

/* libvirt may call this from inside of any of its functions. */
static void hear_close(virConnectPtr ptr, int reason, void *data)
{
	keel_connection *connection = lv_listener_enter(data);

	(void)ptr;
	if (!connection)
		return;
	keel_event_emit_close(connection, close_reason(reason));
	lv_listener_leave(data);
}

/* What runs in this process cannot be lost, and libvirt would keep what it is given. */
static keel_status begin_close(virConnectPtr ptr, struct lv_listener *listener,
			       int ids[LV_MAX_REGISTRATIONS])
{
	if (virConnectSetKeepAlive(ptr, KEEPALIVE_SECONDS, KEEPALIVE_COUNT) < 0)
		return KEEL_OK;
	if (virConnectRegisterCloseCallback(ptr, hear_close, lv_listener_ref(listener),
					    lv_listener_unref) < 0) {
		lv_listener_unref(listener);
		return lv_error(KEEL_ERROR_DOMAIN_EVENT);
	}
	ids[0] = 0;
	return KEEL_OK;
}

static void end_close(virConnectPtr ptr, const int ids[LV_MAX_REGISTRATIONS])
{
	if (ids[0] >= 0)
		virConnectUnregisterCloseCallback(ptr, hear_close);
}

static const struct lv_kind domain_kind = {begin_domain, end_domain};
static const struct lv_kind job_kind = {begin_job, end_domain};
static const struct lv_kind close_kind = {begin_close, end_close};

static const struct lv_kind *const kinds[KEEL_N_EVENT_KINDS] = {
	[KEEL_EVENT_DOMAIN] = &domain_kind,
	[KEEL_EVENT_JOB] = &job_kind,
	[KEEL_EVENT_NETWORK] = &lv_network_kind,
	[KEEL_EVENT_STORAGE_POOL] = &lv_storage_pool_kind,
	[KEEL_EVENT_NODE_DEVICE] = &lv_node_device_kind,
	[KEEL_EVENT_SECRET] = &lv_secret_kind,
	[KEEL_EVENT_CLOSE] = &close_kind,
};

static keel_status begin(keel_connection *connection, enum keel_event_kind kind,
			 struct lv_listener **ret)
{
	struct lv_listener *listener = new_listener(connection);
	keel_status status;

	if (!listener)
		return keel_error_no_memory();
	listener->ptr = lv_ptr(connection);
	status = kinds[kind]->begin(listener->ptr, listener, listener->ids);
	if (status == KEEL_OK)
		*ret = listener;
	else
		forget(listener);
	return status;
}

keel_status lv_listen(keel_connection *connection, enum keel_event_kind kind)
{
	struct lv_connection *self = lv_connection(connection);
	keel_status status = KEEL_OK;

	if (!kinds[kind])
		return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_EVENT,
				  "the driver 'libvirt' does not tell of that");
	KEEL_TRY(lv_need_loop(connection));
	pthread_mutex_lock(&self->listening);
	if (!self->listeners[kind])
		status = begin(connection, kind, &self->listeners[kind]);
	pthread_mutex_unlock(&self->listening);
	return status;
}

void lv_unlisten(keel_connection *connection, enum keel_event_kind kind)
{
	struct lv_connection *self = lv_connection(connection);
	struct lv_listener *listener;

	pthread_mutex_lock(&self->listening);
	listener = self->listeners[kind];
	self->listeners[kind] = NULL;
	if (listener)
		kinds[kind]->end(listener->ptr, listener->ids);
	pthread_mutex_unlock(&self->listening);
	if (!listener)
		return;
	forget(listener);
	lv_loop_reap();
}
