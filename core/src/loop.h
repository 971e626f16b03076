/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_LOOP_PRIVATE_H
#define KEEL_LOOP_PRIVATE_H

/*
 * The event loop of the process: event.c has the queue of events and those who listen, loop.c the
 * waiting, the descriptors and the timers.
 *
 * One lock guards all of it. It is taken inside the locks of drivers and never the other way round:
 * no callback, destroy function or driver runs while it is held.
 */

#include <stdbool.h>
#include <stdint.h>

void keel_loop_lock(void);
void keel_loop_unlock(void);

/* Tells those who wait, and who poll, whether something is queued. The lock is held. */
void keel_loop_announce(void);

/* The queue. The lock is held, but is free while the first event is run. */
uint64_t keel_queue_size(void);
bool keel_queue_run_first(void);

#endif
