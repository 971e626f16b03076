/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drivers that are modules: which URI needs one, what is lacking, and that it is loaded once. */

#include "check.h"

#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where the modules of this test are built. */
static const char *built;
static char folder[] = "/tmp/keel-loader-XXXXXX";

/* Makes the driver of the next load one of the modules that were built, or a missing one. */
static void use(const char *name)
{
	char from[4096];
	char to[4096];

	snprintf(to, sizeof(to), "%s/keel-driver-libvirt.so", folder);
	unlink(to);
	if (!name)
		return;
	snprintf(from, sizeof(from), "%s/keel-driver-libvirt-%s.so", built, name);
	CHECK_INT(0, symlink(from, to));
}

static void check_refused(const char *uri, const char *message)
{
	keel_connection *connection = NULL;

	CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED, keel_connection_open(uri, 0, &connection));
	CHECK(!connection);
	if (!strstr(keel_last_error_message(), message)) {
		printf("# '%s' lacks '%s'\n", keel_last_error_message(), message);
		check_failed(__FILE__, __LINE__, "the message");
	}
}

static void test_unknown_scheme_lists_drivers(void)
{
	use(NULL);
	check_refused("tes:///default", "no driver for 'tes'");
	check_refused("tes:///default", "test, libvirt, qemu, lxc, xen, esx");
	check_refused("+qemu:///system", "no driver for '+qemu'");
	check_refused("qemux:///system", "no driver for 'qemux'");
	check_refused("QEMU:///system", "no driver for 'QEMU'");
}

static void test_missing_module_is_named(void)
{
	static const char *const uris[] = {
		"qemu:///system", "qemu+ssh://host/system", "lxc:///system",
		"esx://host/",	  "test+tls://host/default", "libvirt+test:///default",
		"storage:///system",
	};
	char message[4096];
	size_t i;

	use(NULL);
	snprintf(message, sizeof(message), "not installed: there is no %s/keel-driver-libvirt.so",
		 folder);
	for (i = 0; i < sizeof(uris) / sizeof(*uris); i++)
		check_refused(uris[i], message);
}

static void test_missing_library_is_named(void)
{
	use("lacking");
	check_refused("qemu:///system", "libkeel-test-absent.so.7");
	check_refused("qemu:///system", "needs the client library of libvirt (libvirt.so.0)");
}

static void test_other_libraries_are_refused(void)
{
	use("empty");
	check_refused("qemu:///system", "not a driver for this version of keel");
	use("other");
	check_refused("qemu:///system", "not a driver for this version of keel");
}

static void *open_one(void *data)
{
	keel_connection *connection;

	(void)data;
	CHECK_OK(keel_connection_open("qemu+unix:///a%20path?x", 0, &connection));
	return connection;
}

/* What was lacking before may be there later; all get the same driver. */
static void test_module_is_loaded_once(void)
{
	keel_connection *connections[4];
	pthread_t threads[4];
	const char *name;
	char *text;
	size_t i;

	use("good");
	for (i = 0; i < 4; i++)
		CHECK_INT(0, pthread_create(&threads[i], NULL, open_one, NULL));
	for (i = 0; i < 4; i++)
		CHECK_INT(0, pthread_join(threads[i], (void **)&connections[i]));
	use(NULL);
	name = keel_connection_get_driver_name(connections[0]);
	CHECK_TEXT("good", name);
	for (i = 0; i < 4; i++) {
		CHECK(name == keel_connection_get_driver_name(connections[i]));
		CHECK_OK(keel_connection_get_hostname(connections[i], &text));
		CHECK_TEXT("/a path", text);
		keel_free(text);
		CHECK_FAILS(KEEL_STATUS_NOT_SUPPORTED,
			    keel_connection_get_capabilities(connections[i], &text));
		keel_connection_unref(connections[i]);
	}
}

static void test_errors_of_a_module_are_last_errors(void)
{
	keel_connection *connection = NULL;

	CHECK_FAILS(KEEL_STATUS_BUSY, keel_connection_open("qemu:///fail", 0, &connection));
	CHECK_TEXT("the module says no", keel_last_error_message());
	CHECK_INT(KEEL_ERROR_DOMAIN_DRIVER, keel_last_error_domain());
}

int main(int argc, char **argv)
{
	CHECK_INT(2, argc);
	built = argv[1];
	CHECK(mkdtemp(folder));
	CHECK_INT(0, setenv("KEEL_DRIVER_PATH", folder, 1));
	RUN(test_unknown_scheme_lists_drivers);
	RUN(test_missing_module_is_named);
	RUN(test_missing_library_is_named);
	RUN(test_other_libraries_are_refused);
	RUN(test_module_is_loaded_once);
	RUN(test_errors_of_a_module_are_last_errors);
	CHECK_INT(0, rmdir(folder));
	DONE();
}
