/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * keel's event loop as libvirt's: its watches and timers are ours.
 *
 * libvirt holds locks when it removes a watch, and takes them again when its data is freed. So
 * what keel gives back meanwhile is put aside, and freed from outside of libvirt.
 */

#include "libvirt.h"

#include <stdlib.h>

struct source {
	struct source *next;
	virEventHandleCallback on_watch;
	virEventTimeoutCallback on_timer;
	void *data;
	virFreeCallback free;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct source *aside;

/* Whether this thread is inside of a function of libvirt's that removes a source. */
static _Thread_local bool removing;
static _Thread_local bool refusing;
static _Thread_local bool refused;

static void free_source(struct source *source)
{
	if (source->free)
		source->free(source->data);
	free(source);
}

void lv_loop_reap(void)
{
	struct source *source;

	pthread_mutex_lock(&lock);
	source = aside;
	aside = NULL;
	pthread_mutex_unlock(&lock);
	while (source) {
		struct source *next = source->next;

		free_source(source);
		source = next;
	}
}

static void source_gone(void *data)
{
	struct source *source = data;

	if (!removing) {
		free_source(source);
		return;
	}
	pthread_mutex_lock(&lock);
	source->next = aside;
	aside = source;
	pthread_mutex_unlock(&lock);
}

static void watch_ready(uint64_t id, int fd, uint32_t events, void *data)
{
	static const struct lv_flag table[] = {
		{KEEL_LOOP_READABLE, VIR_EVENT_HANDLE_READABLE},
		{KEEL_LOOP_WRITABLE, VIR_EVENT_HANDLE_WRITABLE},
		{KEEL_LOOP_ERROR, VIR_EVENT_HANDLE_ERROR},
		{KEEL_LOOP_HANGUP, VIR_EVENT_HANDLE_HANGUP},
		{0, 0},
	};
	struct source *source = data;

	source->on_watch((int)id, fd, (int)lv_flags(events, table), source->data);
	lv_loop_reap();
}

static void timer_ready(uint64_t id, void *data)
{
	struct source *source = data;

	source->on_timer((int)id, source->data);
	lv_loop_reap();
}

static uint32_t events_from(int events)
{
	static const struct lv_flag table[] = {
		{VIR_EVENT_HANDLE_READABLE, KEEL_LOOP_READABLE},
		{VIR_EVENT_HANDLE_WRITABLE, KEEL_LOOP_WRITABLE},
		{VIR_EVENT_HANDLE_ERROR, KEEL_LOOP_ERROR},
		{VIR_EVENT_HANDLE_HANGUP, KEEL_LOOP_HANGUP},
		{0, 0},
	};

	return lv_flags((uint32_t)events, table);
}

static struct source *new_source(void *data, virFreeCallback free_data)
{
	struct source *source = calloc(1, sizeof(*source));

	if (source) {
		source->data = data;
		source->free = free_data;
	}
	return source;
}

static int remove_source(uint64_t id, keel_status (*remove)(uint64_t id))
{
	bool before = removing;
	keel_status status;

	removing = true;
	status = remove(id);
	removing = before;
	return status == KEEL_OK ? 0 : -1;
}

/* libvirt's numbers are smaller; keel's begin at 1 and are not used again. */
static int number(struct source *source, uint64_t id, keel_status (*remove)(uint64_t id))
{
	if (id <= INT32_MAX)
		return (int)id;
	source->free = NULL;
	remove_source(id, remove);
	return -1;
}

static int add_watch(int fd, int events, virEventHandleCallback callback, void *data,
		     virFreeCallback free_data)
{
	struct source *source;
	uint64_t id;

	if (refusing) {
		refused = true;
		return -1;
	}
	source = new_source(data, free_data);
	if (!source)
		return -1;
	source->on_watch = callback;
	if (keel_event_add_watch(fd, events_from(events), watch_ready, source, source_gone, &id) !=
	    KEEL_OK) {
		free(source);
		return -1;
	}
	return number(source, id, keel_event_remove_watch);
}

static void update_watch(int id, int events)
{
	keel_event_update_watch((uint64_t)id, events_from(events));
}

static int remove_watch(int id)
{
	return remove_source((uint64_t)id, keel_event_remove_watch);
}

static int add_timer(int interval, virEventTimeoutCallback callback, void *data,
		     virFreeCallback free_data)
{
	struct source *source = new_source(data, free_data);
	uint64_t id;

	if (!source)
		return -1;
	source->on_timer = callback;
	if (keel_event_add_timer(interval, timer_ready, source, source_gone, &id) != KEEL_OK) {
		free(source);
		return -1;
	}
	return number(source, id, keel_event_remove_timer);
}

static void update_timer(int id, int interval)
{
	keel_event_update_timer((uint64_t)id, interval);
}

static int remove_timer(int id)
{
	return remove_source((uint64_t)id, keel_event_remove_timer);
}

static void init(void)
{
	virEventRegisterImpl(add_watch, update_watch, remove_watch, add_timer, update_timer,
			     remove_timer);
}

void lv_loop_init(void)
{
	pthread_once(&once, init);
}

void lv_loop_refuse(bool on)
{
	refusing = on;
	if (on)
		refused = false;
}

bool lv_loop_was_refused(void)
{
	return refused;
}
