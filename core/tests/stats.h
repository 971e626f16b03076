/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef STATS_H
#define STATS_H

/* What the tests of hosts and statistics share: parameters by name, hosts from text, the clock. */

#include "check.h"

#include <unistd.h>

#define SECOND ((uint64_t)1000000000)

struct params {
	keel_param *params;
	size_t n;
};

static inline const keel_param *look(const struct params *params, const char *name)
{
	size_t i;

	for (i = 0; i < params->n; i++)
		if (strcmp(params->params[i].name, name) == 0)
			return &params->params[i];
	return NULL;
}

static inline const keel_param *get(const struct params *params, const char *name,
				    keel_param_type type)
{
	const keel_param *param = look(params, name);

	if (!param)
		check_failed(__FILE__, __LINE__, name);
	CHECK_INT(type, param->type);
	return param;
}

static inline uint64_t get_u64(const struct params *params, const char *name)
{
	return get(params, name, KEEL_PARAM_TYPE_U64)->value.u64;
}

static inline double get_f64(const struct params *params, const char *name)
{
	return get(params, name, KEEL_PARAM_TYPE_F64)->value.f64;
}

static inline void clear(struct params *params)
{
	keel_params_free(params->params, params->n);
	*params = (struct params){0};
}

static inline void set_clock(keel_connection *connection, uint64_t ns)
{
	keel_param param = {"clock", KEEL_PARAM_TYPE_U64, {.u64 = ns}};

	CHECK_OK(keel_connection_set_host_parameters(connection, &param, 1));
}

/* Gives a domain a disk that is a volume, and a drive that is empty. */
static inline keel_status add_disks(keel_domain *domain)
{
	keel_status status;

	status = keel_domain_attach_device(domain,
					   "<disk><source file='/pools/default/test.img'/>"
					   "<target dev='vda' bus='virtio'/></disk>",
					   KEEL_DEVICE_CURRENT);
	if (status != KEEL_OK)
		return status;
	return keel_domain_attach_device(domain, "<disk><target dev='sda'/><readonly/></disk>",
					 KEEL_DEVICE_CURRENT);
}

/* Opens a host that is made for the test. */
static inline keel_status open_text(const char *xml, keel_connection **ret)
{
	char path[] = "/tmp/keel-host-XXXXXX";
	keel_status status;
	char uri[64];
	int fd = mkstemp(path);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	CHECK(file);
	CHECK(fputs(xml, file) >= 0);
	CHECK_INT(0, fclose(file));
	snprintf(uri, sizeof(uri), "test://%s", path);
	status = keel_connection_open(uri, 0, ret);
	CHECK_INT(0, unlink(path));
	return status;
}

#endif
