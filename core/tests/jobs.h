/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef JOBS_H
#define JOBS_H

/* What the tests of jobs share. */

#include "check.h"

#include <sched.h>

static inline keel_status set_u32(keel_connection *connection, const char *name, uint32_t value)
{
	keel_param param = {name, KEEL_PARAM_TYPE_U32, {.u32 = value}};

	return keel_connection_set_host_parameters(connection, &param, 1);
}

static inline void check_no_job(keel_domain *domain, uint32_t flags)
{
	keel_job_info info;

	memset(&info, 0xff, sizeof(info));
	CHECK_OK(keel_domain_get_job_info(domain, flags, &info));
	CHECK_INT(KEEL_JOB_TYPE_NONE, info.type);
	CHECK_INT(0, info.elapsed_ms);
	CHECK_INT(0, info.total);
	CHECK_INT(0, info.processed);
	CHECK_INT(0, info.remaining);
}

static inline void check_state(keel_domain *domain, keel_domain_state state,
			       keel_domain_reason reason)
{
	keel_domain_reason has_reason;
	keel_domain_state has_state;

	CHECK_OK(keel_domain_get_state(domain, &has_state, &has_reason));
	CHECK_INT(state, has_state);
	CHECK_INT(reason, has_reason);
}

/* Waits until the job of a domain, which another thread works at, is where it is held. */
static inline keel_job_info wait_for_job(keel_domain *domain, uint64_t percent)
{
	keel_job_info info;

	do {
		sched_yield();
		CHECK_OK(keel_domain_get_job_info(domain, KEEL_JOB_CURRENT, &info));
	} while (info.type == KEEL_JOB_TYPE_NONE || info.processed < info.total / 100 * percent);
	CHECK_INT(KEEL_JOB_TYPE_BOUNDED, info.type);
	return info;
}

#endif
