/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A host of ten thousand domains. What is counted is work, not time: the longest way that a look-up
 * has to go, which is why this test looks into the host.
 */

#include "stats.h"

#include "test.h"

#define N 10000
/* Each bucket has one domain at most on average: with 10000 of them, more than this is no chance. */
#define LONGEST 12

static keel_connection *open_many(void)
{
	size_t room = 256 + (size_t)N * 160;
	char *xml = malloc(room);
	keel_connection *connection;
	size_t size;
	int i;

	CHECK(xml);
	size = (size_t)snprintf(xml, room,
				"<host><name>h</name><memory>1</memory>"
				"<uuid>22222222-2222-4222-8222-222222222222</uuid><domains>");
	for (i = 0; i < N; i++)
		size += (size_t)snprintf(xml + size, room - size,
					 "<domain state='%s'><name>guest-%05d</name>"
					 "<memory>1024</memory></domain>",
					 i % 2 ? "running" : "shut-off", i);
	size += (size_t)snprintf(xml + size, room - size, "</domains></host>");
	CHECK(size < room);
	CHECK_OK(open_text(xml, &connection));
	free(xml);
	return connection;
}

static size_t longest_chain(const struct keel_table *table)
{
	size_t longest = 0;
	size_t i;

	CHECK(table->n_buckets >= table->n_nodes);
	for (i = 0; i < table->n_buckets; i++) {
		struct keel_table_node *node;
		size_t n = 0;

		for (node = table->buckets[i]; node; node = node->next)
			n++;
		if (n > longest)
			longest = n;
	}
	return longest;
}

static void test_many_are_found_on_a_short_way(void)
{
	keel_connection *connection = open_many();
	const struct test_host *host = connection->data;

	CHECK_INT(N, host->by_name.n_nodes);
	CHECK_INT(N, host->by_uuid.n_nodes);
	CHECK_INT(N / 2, host->by_id.n_nodes);
	printf("# longest chains: %zu by name, %zu by UUID, %zu by identifier\n",
	       longest_chain(&host->by_name), longest_chain(&host->by_uuid),
	       longest_chain(&host->by_id));
	CHECK(longest_chain(&host->by_name) <= LONGEST);
	CHECK(longest_chain(&host->by_uuid) <= LONGEST);
	CHECK(longest_chain(&host->by_id) <= LONGEST);
	keel_connection_unref(connection);
}

static void test_many_are_listed_and_looked_up(void)
{
	keel_connection *connection = open_many();
	keel_domain **domains;
	size_t n;
	size_t i;

	CHECK_OK(keel_connection_list_domains(connection, 0, &domains, &n));
	CHECK_INT(N, n);
	CHECK_INT(N + 1, keel_live_handles());
	for (i = 0; i < n; i++) {
		keel_domain *other;
		uint8_t uuid[16];
		char name[32];
		int64_t id;

		snprintf(name, sizeof(name), "guest-%05zu", i);
		CHECK_TEXT(name, keel_domain_get_name(domains[i]));
		other = find(connection, name);
		CHECK(other == domains[i]);
		keel_domain_unref(other);
		CHECK_OK(keel_domain_get_uuid(domains[i], uuid));
		CHECK_OK(keel_connection_lookup_domain_by_uuid(connection, uuid, &other));
		CHECK(other == domains[i]);
		keel_domain_unref(other);
		CHECK_OK(keel_domain_get_id(domains[i], &id));
		if (i % 2 == 0) {
			CHECK_INT(KEEL_DOMAIN_ID_NONE, id);
			continue;
		}
		CHECK_INT(i / 2 + 1, id);
		CHECK_OK(keel_connection_lookup_domain_by_id(connection, id, &other));
		CHECK(other == domains[i]);
		keel_domain_unref(other);
	}
	for (i = 0; i < n; i++)
		keel_domain_unref(domains[i]);
	keel_free(domains);
	keel_connection_unref(connection);
}

static void test_many_are_counted_at_once(void)
{
	keel_connection *connection = open_many();
	keel_domain_statistics *all;
	uint32_t counted;
	size_t n;

	set_clock(connection, SECOND);
	CHECK_OK(keel_connection_count_domains(connection, KEEL_LIST_RUNNING, &counted));
	CHECK_INT(N / 2, counted);
	CHECK_OK(keel_connection_get_domain_statistics(connection, KEEL_STATISTICS_CPU,
						       KEEL_LIST_RUNNING, &all, &n));
	CHECK_INT(N / 2, n);
	CHECK_TEXT("guest-09999", keel_domain_get_name(all[n - 1].domain));
	CHECK_TEXT("cpu.time", all[n - 1].params[0].name);
	CHECK_INT(SECOND, all[n - 1].params[0].value.u64);
	keel_domain_statistics_free(all, n);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_many_are_found_on_a_short_way);
	RUN(test_many_are_listed_and_looked_up);
	RUN(test_many_are_counted_at_once);
	DONE();
}
