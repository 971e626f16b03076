/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The loop that calls are timed in. It counts the time of the processor that the process gets, so that neighbours do
 * not; a loop is long enough to hold what a call costs later, such as the work of a garbage collector.
 */
#ifndef BENCH_BEST_H
#define BENCH_BEST_H

#include <stdio.h>
#include <time.h>

#define LOOP_NS 2e7
#define WHOLE_NS 3e8

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Prints the nanoseconds that the body takes in the best loop. */
#define BEST(name, body)                                                                                              \
	do {                                                                                                          \
		long count_ = 1, i_;                                                                                  \
		double begin_ = now(), best_ = 1e18;                                                                  \
		while (now() - begin_ < WHOLE_NS) {                                                                   \
			double start_ = now(), took_;                                                                 \
			for (i_ = 0; i_ < count_; i_++) {                                                             \
				body;                                                                                 \
			}                                                                                             \
			took_ = now() - start_;                                                                       \
			if (took_ < LOOP_NS / 2)                                                                     \
				count_ *= 2;                                                                          \
			else if (took_ / (double)count_ < best_)                                                      \
				best_ = took_ / (double)count_;                                                       \
		}                                                                                                     \
		printf("%s %.2f\n", name, best_);                                                                     \
	} while (0)

#endif
