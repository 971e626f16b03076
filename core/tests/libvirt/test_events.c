/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the libvirt driver tells of, with an event loop and a core of this program's own: which
 * watches and timers libvirt has, what is emitted, and that all is given back. It runs against
 * libvirt's test driver and, by daemons.py, against a host with a real guest.
 */

#include "guest.h"
#include "libvirt.h"
#include "module.h"

#include <poll.h>
#include <signal.h>

KEEL_API const struct keel_driver *keel_driver_module(const struct keel_core *core);

/* The loop: keel's functions, in place of those of the library. */
#define MAX_SOURCES 64

struct source {
	uint64_t id;
	int fd;
	uint32_t events;
	int32_t interval_ms;
	keel_watch_func on_watch;
	keel_timer_func on_timer;
	void *data;
	keel_free_func destroy;
};

static struct source sources[MAX_SOURCES];
static size_t n_sources;
static uint64_t last_id;
static uint64_t running;
static bool running_removed;

static struct source *find_source(uint64_t id)
{
	size_t i;

	for (i = 0; i < n_sources; i++)
		if (sources[i].id == id)
			return &sources[i];
	return NULL;
}

static keel_status add_source(struct source source, uint64_t *ret_id)
{
	CHECK(n_sources < MAX_SOURCES);
	source.id = ++last_id;
	sources[n_sources++] = source;
	*ret_id = source.id;
	return KEEL_OK;
}

static keel_status remove_source(uint64_t id)
{
	struct source *source = find_source(id);
	struct source gone;

	if (!source)
		return KEEL_STATUS_NOT_FOUND;
	gone = *source;
	*source = sources[--n_sources];
	/* A callback that is at work ends before its data is given back. */
	if (id == running)
		running_removed = true;
	else
		gone.destroy(gone.data);
	return KEEL_OK;
}

keel_status keel_event_add_watch(int fd, uint32_t events, keel_watch_func callback,
				 void *user_data, keel_free_func destroy, uint64_t *ret_id)
{
	return add_source((struct source){.fd = fd,
					  .events = events,
					  .interval_ms = -1,
					  .on_watch = callback,
					  .data = user_data,
					  .destroy = destroy},
			  ret_id);
}

keel_status keel_event_update_watch(uint64_t id, uint32_t events)
{
	struct source *source = find_source(id);

	if (!source)
		return KEEL_STATUS_NOT_FOUND;
	source->events = events;
	return KEEL_OK;
}

keel_status keel_event_remove_watch(uint64_t id)
{
	return remove_source(id);
}

keel_status keel_event_add_timer(int32_t interval_ms, keel_timer_func callback, void *user_data,
				 keel_free_func destroy, uint64_t *ret_id)
{
	return add_source((struct source){.fd = -1,
					  .interval_ms = interval_ms,
					  .on_timer = callback,
					  .data = user_data,
					  .destroy = destroy},
			  ret_id);
}

keel_status keel_event_update_timer(uint64_t id, int32_t interval_ms)
{
	struct source *source = find_source(id);

	if (!source)
		return KEEL_STATUS_NOT_FOUND;
	source->interval_ms = interval_ms;
	return KEEL_OK;
}

keel_status keel_event_remove_timer(uint64_t id)
{
	return remove_source(id);
}

static void run_source(struct source source, uint32_t events)
{
	running = source.id;
	running_removed = false;
	if (source.on_watch)
		source.on_watch(source.id, source.fd, events, source.data);
	else
		source.on_timer(source.id, source.data);
	running = 0;
	if (running_removed)
		source.destroy(source.data);
}

static size_t count_watches(void)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < n_sources; i++)
		n += sources[i].fd >= 0;
	return n;
}

/* Runs what is ready, once; slow timers run each time, which libvirt has to bear. */
static void turn(void)
{
	uint64_t ids[MAX_SOURCES];
	size_t n = n_sources;
	size_t i;

	for (i = 0; i < n; i++)
		ids[i] = sources[i].id;
	for (i = 0; i < n; i++) {
		struct source *source = find_source(ids[i]);
		struct pollfd fd;

		if (!source)
			continue;
		if (source->on_timer) {
			if (source->interval_ms >= 0)
				run_source(*source, 0);
			continue;
		}
		fd = (struct pollfd){.fd = source->fd};
		if (source->events & KEEL_LOOP_READABLE)
			fd.events |= POLLIN;
		if (source->events & KEEL_LOOP_WRITABLE)
			fd.events |= POLLOUT;
		if (poll(&fd, 1, 10) == 1)
			run_source(*source,
				   (fd.revents & POLLIN ? KEEL_LOOP_READABLE : 0u) |
					   (fd.revents & POLLOUT ? KEEL_LOOP_WRITABLE : 0u) |
					   (fd.revents & POLLERR ? KEEL_LOOP_ERROR : 0u) |
					   (fd.revents & POLLHUP ? KEEL_LOOP_HANGUP : 0u));
	}
}

/* The core: it writes down what it is told. */
static char heard[4096];
static char last_message[1024];

static void set_error(keel_status status, keel_error_domain domain, const char *format, ...)
{
	va_list arguments;

	(void)domain;
	va_start(arguments, format);
	vsnprintf(last_message, sizeof(last_message), format, arguments);
	va_end(arguments);
	(void)status;
}

static void hear(const char *what, const char *name, int event, int detail)
{
	size_t size = strlen(heard);

	snprintf(heard + size, sizeof(heard) - size, "%s %s %d %d\n", what, name, event, detail);
}

static void emit(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		 keel_domain_event_detail detail)
{
	CHECK(domain->object.handle.connection == connection);
	hear("domain", keel_domain_get_name(domain), (int)event, (int)detail);
}

static void emit_job(keel_connection *connection, keel_domain *domain, const keel_job_info *info)
{
	CHECK(domain->object.handle.connection == connection);
	hear("job", keel_domain_get_name(domain), (int)info->type, (int)info->operation);
}

static void emit_close(keel_connection *connection, keel_close_reason reason)
{
	(void)connection;
	hear("close", "-", (int)reason, 0);
}

static void free_connection(keel_connection *connection)
{
	(void)connection;
	check_failed(__FILE__, __LINE__, "the connection is not the driver's to free");
}

/* Waits until this and no more was heard. */
static void await(const char *expected)
{
	int i;

	for (i = 0; i < 1000 && strlen(heard) < strlen(expected); i++) {
		struct timespec pause = {.tv_nsec = 5000000};

		turn();
		nanosleep(&pause, NULL);
	}
	for (i = 0; i < 5; i++)
		turn();
	CHECK_TEXT(expected, heard);
	heard[0] = '\0';
}

static const struct keel_driver *driver;
static keel_connection connection;
static const char *uri;
static char *guest;

static void open_it(void)
{
	memset(&connection, 0, sizeof(connection));
	atomic_init(&connection.handle.refs, 1);
	connection.handle.kind = KEEL_KIND_CONNECTION;
	connection.handle.connection = &connection;
	connection.driver = driver;
	connection.uri = (char *)(uintptr_t)uri;
	if (driver->open(&connection, strstr(uri, "://") + 3, NULL, NULL, 0) != KEEL_OK) {
		printf("# %s\n", last_message);
		check_failed(__FILE__, __LINE__, "open");
	}
}

/* All that libvirt was given is given back. */
static void close_it(void)
{
	driver->close(&connection);
	CHECK_INT(0, n_sources);
}

static keel_domain *define(void)
{
	keel_domain *domain;

	CHECK_INT(KEEL_OK, driver->define_domain(&connection, guest, 0, &domain));
	return domain;
}

/* Domains need the core to be given back by the program, so the test gives back the hold. */
static void give_back(keel_domain *domain)
{
	keel_object_unref(&domain->object);
}

static void test_changes_of_domains_are_told(void)
{
	keel_domain *domain;

	open_it();
	CHECK_INT(KEEL_OK, driver->listen(&connection, KEEL_EVENT_DOMAIN));
	domain = define();
	await("domain tiny 1 1\n");
	CHECK_INT(KEEL_OK, driver->domain_start(domain, 0));
	CHECK_INT(KEEL_OK, driver->domain_suspend(domain, 0));
	CHECK_INT(KEEL_OK, driver->domain_resume(domain, 0));
	CHECK_INT(KEEL_OK, driver->domain_destroy(domain, 0));
	if (strstr(uri, "test:"))
		await("domain tiny 3 5\ndomain tiny 4 6\ndomain tiny 5 6\ndomain tiny 6 9\n");
	else
		/* QEMU is started paused, and goes on. */
		await("domain tiny 5 6\ndomain tiny 3 5\ndomain tiny 4 6\ndomain tiny 5 6\n"
		      "domain tiny 6 9\n");
	CHECK_INT(KEEL_OK, driver->domain_rename(domain, "new", 0));
	await("domain new 1 3\n");
	CHECK_INT(KEEL_OK, driver->domain_undefine(domain, 0));
	await("domain new 2 4\n");
	give_back(domain);
	driver->unlisten(&connection, KEEL_EVENT_DOMAIN);
	close_it();
}

static void test_nothing_is_told_without_a_listener(void)
{
	keel_domain *domain;

	open_it();
	CHECK_INT(KEEL_OK, driver->listen(&connection, KEEL_EVENT_DOMAIN));
	driver->unlisten(&connection, KEEL_EVENT_DOMAIN);
	/* Once more does nothing. */
	driver->unlisten(&connection, KEEL_EVENT_DOMAIN);
	domain = define();
	await("");
	/* A listener that is left is the driver's to end. */
	CHECK_INT(KEEL_OK, driver->listen(&connection, KEEL_EVENT_DOMAIN));
	CHECK_INT(KEEL_OK, driver->domain_undefine(domain, 0));
	await("domain tiny 2 4\n");
	give_back(domain);
	close_it();
}

/* What was told before the end is not told after it. */
static void test_end_of_listening_is_the_end(void)
{
	keel_domain *domain;

	open_it();
	CHECK_INT(KEEL_OK, driver->listen(&connection, KEEL_EVENT_DOMAIN));
	domain = define();
	driver->unlisten(&connection, KEEL_EVENT_DOMAIN);
	await("");
	CHECK_INT(KEEL_OK, driver->domain_undefine(domain, 0));
	give_back(domain);
	close_it();
}

/* A connection has no watch until there is a listener; see lv_need_loop(). */
static void test_loop_is_used_when_it_is_needed(void)
{
	bool is_remote = !strstr(uri, "test:");

	open_it();
	CHECK_INT(0, count_watches());
	CHECK_INT(KEEL_OK, driver->listen(&connection, KEEL_EVENT_CLOSE));
	CHECK_INT(is_remote, count_watches());
	CHECK_INT(KEEL_OK, driver->listen(&connection, KEEL_EVENT_DOMAIN));
	CHECK_INT(is_remote, count_watches());
	driver->unlisten(&connection, KEEL_EVENT_CLOSE);
	close_it();
}

/* The daemon is gone: whoever listens hears of it. This is last. */
static void test_loss_of_the_host_is_told(void)
{
	const char *pid = getenv("KEEL_TEST_PID_A");
	keel_domain *domain = NULL;
	bool alive = true;

	if (!pid)
		return;
	open_it();
	CHECK_INT(KEEL_OK, driver->listen(&connection, KEEL_EVENT_CLOSE));
	CHECK_INT(0, kill((pid_t)strtol(pid, NULL, 10), SIGKILL));
	await("close - 1 0\n");
	CHECK_INT(KEEL_OK, driver->is_alive(&connection, &alive));
	CHECK(!alive);
	CHECK_INT(KEEL_STATUS_IO, driver->lookup_domain_by_name(&connection, "tiny", &domain));
	CHECK(!domain);
	driver->unlisten(&connection, KEEL_EVENT_CLOSE);
	close_it();
}

int main(int argc, char **argv)
{
	static const struct keel_core core = {.version = KEEL_MODULE_VERSION,
					      .driver_size = sizeof(struct keel_driver),
					      .set_error = set_error,
					      .connection_free = free_connection,
					      .event_emit = emit,
					      .event_emit_job = emit_job,
					      .event_emit_close = emit_close};
	char *type;

	uri = getenv("KEEL_TEST_URI_A");
	guest = read_guest(argc, argv);
	if (!uri) {
		uri = "libvirt+test:///default";
		type = strstr(guest, "type='qemu'");
		CHECK(type);
		memcpy(type, "type='test'", strlen("type='test'"));
	}
	driver = keel_driver_module(&core);
	CHECK(driver);
	RUN(test_changes_of_domains_are_told);
	RUN(test_nothing_is_told_without_a_listener);
	RUN(test_end_of_listening_is_the_end);
	RUN(test_loop_is_used_when_it_is_needed);
	RUN(test_loss_of_the_host_is_told);
	DONE();
}
