/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections, domains and events without memory. */

#include "no_memory.h"

static void hear(keel_connection *connection, keel_domain *domain, keel_domain_event_type event,
		 int32_t detail, void *user_data)
{
	(void)connection;
	(void)domain;
	(void)event;
	(void)detail;
	(void)user_data;
}

static bool visit(keel_domain *domain, void *user_data)
{
	(void)domain;
	(void)user_data;
	return true;
}

static void test_connection_without_memory(void)
{
	keel_connection *connection = NULL;
	keel_domain **domains = NULL;
	keel_param *params = NULL;
	uint64_t *numbers = NULL;
	char **names = NULL;
	char *text = NULL;
	uint64_t id = 0;
	keel_param param = {"label", KEEL_PARAM_TYPE_STRING, {.string = "new"}};
	size_t n = 0;
	size_t i;

	EACH_FAILS(keel_connection_open(NULL, 0, &connection), !connection, KEEL_STATUS_XML);
	NO_MEMORY(keel_connection_get_hostname(connection, &text), !text);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_connection_get_capabilities(connection, &text), !text);
	keel_free(text);
	NO_MEMORY(keel_connection_get_free_memory(connection, &numbers, &n), !numbers && !n);
	keel_free(numbers);
	n = 0;
	NO_MEMORY(keel_connection_get_host_parameters(connection, &params, &n), !params && !n);
	keel_params_free(params, n);
	NO_MEMORY(keel_connection_set_host_parameters(connection, &param, 1), true);
	n = 0;
	NO_MEMORY(keel_connection_list_domains(connection, 0, &domains, &n), !domains && !n);
	for (i = 0; i < n; i++)
		keel_domain_unref(domains[i]);
	keel_free(domains);
	n = 0;
	NO_MEMORY(keel_connection_list_domain_names(connection, "*", 0, &names, &n), !names && !n);
	keel_strings_free(names, n);
	NO_MEMORY(keel_connection_foreach_domain(connection, 0, visit, NULL), true);
	NO_MEMORY(keel_connection_add_domain_listener(connection, NULL, hear, NULL, NULL, &id),
		  !id);
	keel_connection_unref(connection);
}

static void test_domain_without_memory(void)
{
	static const char *const tags[] = {"a", "b"};
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	keel_domain *spare = find(connection, "spare");
	keel_domain_interface *interfaces = NULL;
	keel_param *params = NULL;
	uint64_t *times = NULL;
	uint8_t *bytes = NULL;
	char **texts = NULL;
	char *text = NULL;
	size_t n = 0;

	NO_MEMORY(keel_domain_get_uuid_string(domain, &text), !text);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_domain_get_xml(domain, 0, &text), !text);
	keel_free(text);
	text = NULL;
	NO_MEMORY(keel_domain_get_title(domain, &text), !text);
	keel_free(text);
	NO_MEMORY(keel_domain_set_title(domain, "new"), true);
	NO_MEMORY(keel_domain_set_description(domain, "new"), true);
	NO_MEMORY(keel_domain_set_metadata(domain, "k", "v"), true);
	NO_MEMORY(keel_domain_set_metadata(domain, "k", "w"), true);
	NO_MEMORY(keel_domain_set_tags(domain, tags, 2), true);
	NO_MEMORY(keel_domain_get_tags(domain, &texts, &n), !texts && !n);
	keel_strings_free(texts, n);
	n = 0;
	NO_MEMORY(keel_domain_get_scheduler_parameters(domain, &params, &n), !params && !n);
	keel_params_free(params, n);
	n = 0;
	NO_MEMORY(keel_domain_get_vcpu_times(domain, &times, &n), !times && !n);
	keel_free(times);
	n = 0;
	NO_MEMORY(keel_domain_list_interfaces(domain, &interfaces, &n), !interfaces && !n);
	keel_domain_interfaces_free(interfaces, n);
	n = 0;
	NO_MEMORY(keel_domain_read_memory(domain, 0, 10, &bytes, &n), !bytes && !n);
	keel_free(bytes);
	NO_MEMORY(keel_domain_write_memory(domain, 4090, (const uint8_t *)"0123456789", 10), true);
	NO_MEMORY(keel_domain_rename(spare, "other", 0), true);
	keel_domain_unref(spare);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_define_without_memory(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = NULL;
	uint32_t n;
	char *xml;

	CHECK_OK(keel_domain_get_xml(domain = find(connection, "test"), 0, &xml));
	CHECK_OK(keel_domain_undefine(domain, 0));
	CHECK_OK(keel_domain_destroy(domain, 0));
	keel_domain_unref(domain);
	domain = NULL;
	EACH_FAILS(keel_connection_create_domain(connection, xml, 0, &domain), !domain,
		   KEEL_STATUS_XML);
	CHECK_OK(keel_connection_count_domains(connection, 0, &n));
	CHECK_INT(2, n);
	keel_domain_unref(domain);
	domain = NULL;
	EACH_FAILS(keel_connection_define_domain(connection, xml, 0, &domain), !domain,
		   KEEL_STATUS_XML);
	keel_domain_unref(domain);
	keel_free(xml);
	keel_connection_unref(connection);
}

static void test_event_without_memory_is_unheard(void)
{
	keel_connection *connection = open_default();
	keel_domain *domain = find(connection, "test");
	uint64_t id;
	uint32_t n = 99;

	CHECK_OK(keel_connection_add_domain_listener(connection, NULL, hear, NULL, NULL, &id));
	n_left = 0;
	CHECK_OK(keel_domain_suspend(domain, 0));
	n_left = -1;
	CHECK_OK(keel_event_dispatch(0, &n));
	CHECK_INT(0, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	/* These keep memory from their first use on; libxml2 cannot set itself up without. */
	puts("# begin");
	keel_connection_unref(open_default());

	RUN_WITHOUT_LEAK(test_connection_without_memory);
	RUN_WITHOUT_LEAK(test_domain_without_memory);
	RUN_WITHOUT_LEAK(test_define_without_memory);
	RUN_WITHOUT_LEAK(test_event_without_memory_is_unheard);
	DONE();
}
