/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check.h"

#define NAME "<name>x</name>"
#define MEMORY "<memory>1024</memory>"
#define HOST_START "<host><name>h</name><uuid>5b0f7f641f4e4c9d8a372d9a6c1e0b42</uuid>"
#define HOST_MEMORY "<memory>1</memory>"

static keel_status define(keel_connection *connection, const char *inside)
{
	keel_domain *domain = NULL;
	keel_status status;
	char xml[4096];

	snprintf(xml, sizeof(xml), "<domain>%s</domain>", inside);
	status = keel_connection_define_domain(connection, xml, 0, &domain);
	CHECK((status == KEEL_OK) == (domain != NULL));
	if (domain)
		CHECK_OK(keel_domain_undefine(domain, 0));
	keel_domain_unref(domain);
	return status;
}

static void test_configuration_survives_writing_and_reading(void)
{
	static const char *const tags[] = {"<&>\"'", "\303\244\t"};
	keel_connection *connection = open_default();
	keel_domain *domain;
	char *before;
	char *after;
	char *text;

	domain = find(connection, "spare");
	CHECK_OK(keel_domain_set_description(domain, "a\r\nb\tc & <d> ]]> '\""));
	CHECK_OK(keel_domain_set_metadata(domain, "k'\"\n<&>", " v\n "));
	CHECK_OK(keel_domain_set_tags(domain, tags, 2));
	CHECK_OK(keel_domain_get_xml(domain, 0, &before));
	CHECK_OK(keel_connection_define_domain(connection, before, 0, NULL));
	CHECK_OK(keel_domain_get_xml(domain, 0, &after));
	CHECK_TEXT(before, after);
	CHECK_OK(keel_domain_get_description(domain, &text));
	CHECK_TEXT("a\r\nb\tc & <d> ]]> '\"", text);
	keel_free(text);
	CHECK_OK(keel_domain_get_metadata(domain, "k'\"\n<&>", &text));
	CHECK_TEXT(" v\n ", text);
	keel_free(text);
	keel_free(before);
	keel_free(after);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_configuration_is_checked(void)
{
	keel_connection *connection = open_default();

	CHECK_OK(define(connection, NAME MEMORY));
	CHECK_OK(define(connection, NAME MEMORY "<unknown/><x:memory xmlns:x='urn:x'>z</x:memory>"));
	CHECK_OK(define(connection, NAME "<memory unit='b'> 1 </memory>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, ""));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, MEMORY));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, MEMORY "<name/>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, MEMORY "<name>a/b</name>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME NAME MEMORY));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME MEMORY MEMORY));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME "<memory>x</memory>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME "<memory>-1</memory>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME "<memory>1 2</memory>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME "<memory unit='x'>1</memory>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    define(connection, NAME "<memory>18446744073709551616</memory>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    define(connection, NAME "<memory unit='TiB'>18446744073709551615</memory>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    define(connection, NAME MEMORY "<currentMemory>1025</currentMemory>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    define(connection, NAME MEMORY "<currentMemory>0</currentMemory>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, define(connection, NAME MEMORY "<vcpu>0</vcpu>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, define(connection, NAME MEMORY "<vcpu>4097</vcpu>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME MEMORY "<uuid>x</uuid>"));
	CHECK_FAILS(KEEL_STATUS_XML,
		    define(connection,
			   NAME MEMORY "<uuid>6695eb01-f6a4-4304-b9aa-97f2502e193f0</uuid>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME MEMORY "<title>a\nb</title>"));
	CHECK_FAILS(KEEL_STATUS_XML, define(connection, NAME MEMORY "<tags><tag/></tags>"));
	CHECK_FAILS(KEEL_STATUS_XML,
		    define(connection, NAME MEMORY "<metadata><entry>x</entry></metadata>"));
	CHECK_FAILS(KEEL_STATUS_XML,
		    define(connection, NAME MEMORY "<metadata><entry key=''>x</entry></metadata>"));
	CHECK_FAILS(KEEL_STATUS_XML,
		    define(connection, NAME MEMORY
			   "<devices><interface><mac address='5'/></interface></devices>"));
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE,
		    define(connection, NAME MEMORY
			   "<devices><interface><mtu size='4294967296'/></interface></devices>"));
	keel_connection_unref(connection);
}

static void test_interfaces_get_defaults(void)
{
	static const char xml[] = "<domain>" NAME MEMORY
				  "<devices><interface/><interface/></devices></domain>";
	keel_connection *connection = open_default();
	keel_domain_interface *interfaces;
	keel_domain *domain;
	size_t n;

	CHECK_OK(keel_connection_define_domain(connection, xml, 0, &domain));
	CHECK_OK(keel_domain_list_interfaces(domain, &interfaces, &n));
	CHECK_INT(2, n);
	CHECK_TEXT("vnet1", interfaces[1].name);
	CHECK_TEXT("52:54:00:00:00:01", interfaces[1].mac);
	keel_domain_interfaces_free(interfaces, n);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_documents_are_not_trusted(void)
{
	static const char *const faulty[] = {
		"",
		" ",
		"domain",
		"<domain>",
		"<domain/><domain/>",
		"<host/>",
		"<domain><name>x</name><memory>1</memory></domain",
		"<domain><name>\377</name><memory>1</memory></domain>",
		"<domain><name>&x;</name><memory>1</memory></domain>",
		"<!DOCTYPE domain><domain><name>x</name><memory>1</memory></domain>",
		"<!DOCTYPE domain SYSTEM 'http://localhost/x.dtd'><domain/>",
		"<!DOCTYPE d [<!ENTITY x 'y'>]><domain><name>&x;</name><memory>1</memory></domain>",
		"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain><name>x</name>"
		"<description>&x;</description><memory>1</memory></domain>",
		"<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
		"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><domain><name>&c;</name></domain>",
		"<!DOCTYPE d [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><domain/>",
	};
	keel_connection *connection = open_default();
	keel_domain *domain = NULL;
	size_t size = (size_t)17 << 20;
	char *large;
	size_t i;

	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++)
		CHECK_FAILS(KEEL_STATUS_XML,
			    keel_connection_define_domain(connection, faulty[i], 0, &domain));

	large = malloc(size + 1);
	CHECK(large);
	memset(large, ' ', size);
	large[size] = '\0';
	CHECK_FAILS(KEEL_STATUS_XML, keel_connection_define_domain(connection, large, 0, &domain));
	/* Far deeper than any configuration is. */
	for (i = 0; i + 3 < size / 16; i += 3)
		memcpy(large + i, "<a>", 3);
	CHECK_FAILS(KEEL_STATUS_XML, keel_connection_define_domain(connection, large, 0, &domain));
	free(large);
	CHECK(!domain);

	/* What XML itself has still works. */
	CHECK_OK(keel_connection_define_domain(
		connection,
		"<domain><name>a&amp;&#x62;<![CDATA[<c>]]></name><memory>1</memory></domain>", 0,
		&domain));
	CHECK_TEXT("a&b<c>", keel_domain_get_name(domain));
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

static void test_error_tells_the_line(void)
{
	keel_connection *connection = open_default();

	CHECK_FAILS(KEEL_STATUS_XML,
		    keel_connection_define_domain(connection,
						  "<domain>\n<name>x</name>\n<memory>1</memory>\n"
						  "<uuid>x</uuid></domain>",
						  0, NULL));
	CHECK_TEXT("line 4: the <uuid> is not a UUID", keel_last_error_message());
	CHECK_INT(KEEL_ERROR_DOMAIN_XML, keel_last_error_domain());
	CHECK_FAILS(KEEL_STATUS_XML,
		    keel_connection_define_domain(connection, "<domain>\n<name></domain>", 0, NULL));
	CHECK(strncmp(keel_last_error_message(), "line 2: ", 8) == 0);
	keel_connection_unref(connection);
}

static void write_host(const char *path, const char *text)
{
	FILE *file = fopen(path, "wb");

	CHECK(file);
	CHECK(fputs(text, file) >= 0);
	CHECK_INT(0, fclose(file));
}

static void test_host_is_checked(void)
{
	static const char *const faulty[] = {
		"",
		"<domain/>",
		"<host/>",
		"<host><name>h</name>" HOST_MEMORY "</host>",
		"<host><name>h</name><uuid>x</uuid>" HOST_MEMORY "</host>",
		HOST_START "</host>",
		HOST_START "<memory>0</memory></host>",
		HOST_START HOST_MEMORY "<cpu cores='0'/></host>",
		HOST_START HOST_MEMORY "<cells><cell/><cell/></cells></host>",
		HOST_START HOST_MEMORY "<domains><domain/></domains></host>",
		HOST_START HOST_MEMORY "<domains><domain state='x'>" NAME MEMORY
				       "</domain></domains></host>",
		HOST_START HOST_MEMORY "<domains><domain autostart='x'>" NAME MEMORY
				       "</domain></domains></host>",
		HOST_START HOST_MEMORY "<domains><domain transient='yes'>" NAME MEMORY
				       "</domain></domains></host>",
	};
	keel_connection *connection = NULL;
	const char *folder = getenv("TMPDIR");
	char path[512];
	char uri[600];
	size_t i;

	snprintf(path, sizeof(path), "%s/keel %%x-%ld.xml", folder ? folder : "/tmp",
		 (long)(uintptr_t)&connection % 1000000);
	snprintf(uri, sizeof(uri), "test://%s/keel%%20%%25x-%ld.xml", folder ? folder : "/tmp",
		 (long)(uintptr_t)&connection % 1000000);
	for (i = 0; i < sizeof(faulty) / sizeof(*faulty); i++) {
		write_host(path, faulty[i]);
		CHECK_FAILS(KEEL_STATUS_XML, keel_connection_open(uri, 0, &connection));
	}
	write_host(path, HOST_START HOST_MEMORY "<cpu cores='257'/></host>");
	CHECK_FAILS(KEEL_STATUS_OUT_OF_RANGE, keel_connection_open(uri, 0, &connection));
	write_host(path, HOST_START HOST_MEMORY "<domains><domain>" NAME MEMORY "</domain><domain>"
			 NAME MEMORY "</domain></domains></host>");
	CHECK_FAILS(KEEL_STATUS_ALREADY_EXISTS, keel_connection_open(uri, 0, &connection));
	CHECK(!connection);

	write_host(path, HOST_START HOST_MEMORY
		   "<cpu model='0123456789012345678901234567890\303\266'/></host>");
	CHECK_OK(keel_connection_open(uri, 0, &connection));
	{
		keel_host_info info;

		CHECK_OK(keel_connection_get_host_info(connection, &info));
		CHECK_TEXT("0123456789012345678901234567890", info.model);
	}
	keel_connection_unref(connection);
	CHECK_INT(0, remove(path));
}

static void test_host_is_read_from_a_file(void)
{
	keel_connection *connection;
	keel_domain_interface *interfaces;
	keel_domain_info info;
	keel_domain *domain;
	keel_domain **domains;
	char uri[4096];
	bool truth;
	char *text;
	size_t n;
	size_t i;

	snprintf(uri, sizeof(uri), "test://%s", getenv("KEEL_TEST_HOST"));
	CHECK_OK(keel_connection_open(uri, 0, &connection));
	CHECK_OK(keel_connection_get_hostname(connection, &text));
	CHECK_TEXT("rack-7", text);
	keel_free(text);
	CHECK_OK(keel_connection_list_domains(connection, 0, &domains, &n));
	CHECK_INT(3, n);
	CHECK_TEXT("web", keel_domain_get_name(domains[0]));
	for (i = 0; i < n; i++)
		keel_domain_unref(domains[i]);
	keel_free(domains);

	domain = find(connection, "web");
	CHECK_OK(keel_domain_get_info(domain, &info));
	CHECK_INT(KEEL_DOMAIN_STATE_RUNNING, info.state);
	CHECK_INT(6291456, info.memory_kib);
	CHECK_INT(0, info.cpu_time_ns);
	CHECK_OK(keel_domain_get_autostart(domain, &truth));
	CHECK(truth);
	CHECK_OK(keel_domain_get_metadata(domain, "owner", &text));
	CHECK_TEXT("shop & co", text);
	keel_free(text);
	CHECK_OK(keel_domain_list_interfaces(domain, &interfaces, &n));
	CHECK_INT(3, n);
	CHECK_INT(9000, interfaces[0].mtu);
	keel_domain_interfaces_free(interfaces, n);
	keel_domain_unref(domain);

	domain = find(connection, "B\303\274cher");
	CHECK_OK(keel_domain_is_persistent(domain, &truth));
	CHECK(!truth);
	keel_domain_unref(domain);
	keel_connection_unref(connection);
}

int main(void)
{
	RUN(test_configuration_survives_writing_and_reading);
	RUN(test_configuration_is_checked);
	RUN(test_interfaces_get_defaults);
	RUN(test_documents_are_not_trusted);
	RUN(test_error_tells_the_line);
	RUN(test_host_is_checked);
	RUN(test_host_is_read_from_a_file);
	DONE();
}
