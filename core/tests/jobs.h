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

static inline void write_byte(keel_domain *domain, uint64_t offset, uint8_t byte)
{
	CHECK_OK(keel_domain_write_memory(domain, offset, &byte, 1));
}

static inline uint8_t read_byte(keel_domain *domain, uint64_t offset)
{
	uint8_t *bytes;
	uint8_t byte;
	size_t n;

	CHECK_OK(keel_domain_read_memory(domain, offset, 1, &bytes, &n));
	byte = bytes[0];
	keel_free(bytes);
	return byte;
}

static inline uint32_t weight_of(keel_domain *domain)
{
	keel_param *params;
	uint32_t weight;
	size_t n;

	CHECK_OK(keel_domain_get_scheduler_parameters(domain, &params, &n));
	CHECK_TEXT("weight", params[0].name);
	weight = params[0].value.u32;
	keel_params_free(params, n);
	return weight;
}

static inline void set_weight(keel_domain *domain, uint32_t weight)
{
	keel_param param = {"weight", KEEL_PARAM_TYPE_U32, {.u32 = weight}};

	CHECK_OK(keel_domain_set_scheduler_parameters(domain, &param, 1));
}

static inline void check_title(keel_domain *domain, const char *wanted)
{
	char *title;

	CHECK_OK(keel_domain_get_title(domain, &title));
	CHECK_TEXT(wanted, title);
	keel_free(title);
}

struct heard {
	char text[512];
	size_t size;
};

static inline void hear(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		 int32_t detail, void *user_data)
{
	struct heard *heard = user_data;

	(void)connection;
	(void)domain;
	heard->size += (size_t)snprintf(heard->text + heard->size,
					sizeof(heard->text) - heard->size, "%d/%d ", (int)event,
					(int)detail);
}

static inline void check_heard(struct heard *heard, const char *wanted)
{
	CHECK_OK(keel_event_dispatch(0, NULL));
	CHECK_TEXT(wanted, heard->text);
	*heard = (struct heard){0};
}

#endif
