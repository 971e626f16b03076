/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Finds the driver of a scheme, and loads it when it is not built in: see loader.h. */

#ifdef KEEL_HAVE_SECURE_GETENV
#define _GNU_SOURCE
#endif

#include "loader.h"

#include "module.h"
#include "object.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where modules are when the environment does not say. */
#ifndef KEEL_DRIVER_FOLDER
#define KEEL_DRIVER_FOLDER "/usr/lib/keel/drivers"
#endif

struct module {
	const char *name;
	/* What it needs that is not keel's, for who has to install it. */
	const char *needs;
	/* The schemes of its URIs, without what follows a plus sign; ended by NULL. */
	const char *const *schemes;
	const struct keel_driver *driver;
};

/* `test` alone is keel's own; with a way to another host, such as test+tls, it is libvirt's. */
static const char *const libvirt_schemes[] = {
	"libvirt",   "qemu",	     "lxc",	    "xen",     "esx",	  "vpx",	"gsx",
	"hyperv",    "vbox",	     "vz",	    "bhyve",   "ch",	  "openvz",	"vmwareplayer",
	"vmwarews",  "vmwarefusion", "storage",	    "network", "secret",  "nodedev",	"interface",
	"nwfilter",  "test",	     NULL,
};

static const struct keel_driver *const built_in[] = {&keel_test_driver};

static struct module modules[] = {
	{"libvirt", "the client library of libvirt (libvirt.so.0)", libvirt_schemes, NULL},
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const struct keel_core core = {
	.version = KEEL_MODULE_VERSION,
	.driver_size = sizeof(struct keel_driver),
	.set_error = keel_set_error,
	.connection_free = keel_connection_free,
	.event_emit = keel_event_emit,
	.event_emit_job = keel_event_emit_job,
	.event_emit_network = keel_event_emit_network,
	.event_emit_storage_pool = keel_event_emit_storage_pool,
	.event_emit_node_device = keel_event_emit_node_device,
	.event_emit_secret = keel_event_emit_secret,
	.event_emit_close = keel_event_emit_close,
	.event_post = keel_event_post,
};

/* A program that runs with more rights than its caller does not load what its caller names. */
static const char *driver_folder(void)
{
#ifdef KEEL_HAVE_SECURE_GETENV
	const char *folder = secure_getenv("KEEL_DRIVER_PATH");
#else
	const char *folder = getuid() == geteuid() && getgid() == getegid()
				     ? getenv("KEEL_DRIVER_PATH")
				     : NULL;
#endif

	return folder && *folder ? folder : KEEL_DRIVER_FOLDER;
}

static keel_status enter_module(struct module *module, const char *path, void *library)
{
	keel_module_func entry;

	/* ISO C has no conversion from a pointer to data; POSIX has this one. */
	*(void **)&entry = dlsym(library, KEEL_MODULE_ENTRY);
	module->driver = entry ? entry(&core) : NULL;
	if (module->driver)
		return KEEL_OK;
	dlclose(library);
	return keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_DRIVER,
			  "%s is not a driver for this version of keel", path);
}

static keel_status load_module(struct module *module)
{
	struct keel_buffer buffer = {0};
	keel_status status;
	void *library;
	char *path;

	keel_buffer_add(&buffer, "%s/keel-driver-%s.so", driver_folder(), module->name);
	KEEL_TRY(keel_buffer_steal(&buffer, &path));
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (library)
		status = enter_module(module, path, library);
	else if (access(path, F_OK) != 0)
		status = keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_DRIVER,
				    "keel's driver '%s' is not installed: there is no %s",
				    module->name, path);
	else
		status = keel_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_DRIVER,
				    "keel's driver '%s' cannot be loaded; it needs %s: %s",
				    module->name, module->needs, dlerror());
	free(path);
	return status;
}

static keel_status module_driver(struct module *module, const struct keel_driver **ret)
{
	keel_status status = KEEL_OK;

	pthread_mutex_lock(&lock);
	/* A failure is not kept: what was lacking may be there the next time. */
	if (!module->driver)
		status = load_module(module);
	if (status == KEEL_OK)
		*ret = module->driver;
	pthread_mutex_unlock(&lock);
	return status;
}

static bool is_scheme(const char *name, const char *scheme, size_t size)
{
	return strlen(name) == size && memcmp(name, scheme, size) == 0;
}

static bool has_scheme(const struct module *module, const char *scheme, size_t size)
{
	const char *plus = memchr(scheme, '+', size);
	size_t i;

	if (plus)
		size = (size_t)(plus - scheme);
	for (i = 0; module->schemes[i]; i++)
		if (is_scheme(module->schemes[i], scheme, size))
			return true;
	return false;
}

static keel_status unknown_scheme(const char *scheme, size_t size)
{
	struct keel_buffer buffer = {0};
	char *list;
	size_t i;
	size_t j;

	for (i = 0; i < sizeof(built_in) / sizeof(*built_in); i++)
		keel_buffer_add(&buffer, "%s%s", i ? ", " : "", built_in[i]->name);
	for (i = 0; i < sizeof(modules) / sizeof(*modules); i++)
		for (j = 0; modules[i].schemes[j]; j++)
			if (strcmp(modules[i].schemes[j], "test") != 0)
				keel_buffer_add(&buffer, ", %s", modules[i].schemes[j]);
	KEEL_TRY(keel_buffer_steal(&buffer, &list));
	keel_set_error(KEEL_STATUS_NOT_SUPPORTED, KEEL_ERROR_DOMAIN_CONNECTION,
		       "there is no driver for '%.*s'; there are drivers for %s",
		       (int)keel_utf8_fit(scheme, size < 64 ? size : 64), scheme, list);
	free(list);
	return KEEL_STATUS_NOT_SUPPORTED;
}

keel_status keel_driver_find(const char *scheme, size_t size, const struct keel_driver **ret)
{
	size_t i;

	for (i = 0; i < sizeof(built_in) / sizeof(*built_in); i++)
		if (is_scheme(built_in[i]->name, scheme, size)) {
			*ret = built_in[i];
			return KEEL_OK;
		}
	for (i = 0; i < sizeof(modules) / sizeof(*modules); i++)
		if (has_scheme(&modules[i], scheme, size))
			return module_driver(&modules[i], ret);
	return unknown_scheme(scheme, size);
}
