/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading XML that is not trusted: see xml.h. */

#include "xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void init(void)
{
	xmlInitParser();
}

/*
 * libxml2 prints errors unless a thread has a handler for them. The one that the program has set, if
 * any, is put back.
 */
struct quiet {
	xmlStructuredErrorFunc handler;
	void *context;
};

#if LIBXML_VERSION >= 21200
static void ignore(void *context, const xmlError *error)
#else
static void ignore(void *context, xmlError *error)
#endif
{
	(void)context;
	(void)error;
}

static struct quiet be_quiet(void)
{
	struct quiet before = {xmlStructuredError, xmlStructuredErrorContext};

	xmlSetStructuredErrorFunc(NULL, ignore);
	return before;
}

static void be_as_before(struct quiet before)
{
	xmlSetStructuredErrorFunc(before.context, before.handler);
}

/* Stops at a document type, before anything in it is read. */
static void refuse_document_type(void *context, const xmlChar *name, const xmlChar *external,
				 const xmlChar *system)
{
	xmlParserCtxt *parser = context;
	bool *refused = parser->_private;

	(void)name;
	(void)external;
	(void)system;
	*refused = true;
	xmlStopParser(parser);
}

static keel_status parse_error(xmlParserCtxt *parser, bool refused)
{
	const xmlError *error = xmlCtxtGetLastError(parser);
	size_t size;

	if (refused)
		return keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_XML,
				  "the document has a document type, which is not allowed");
	if (!error || !error->message)
		return keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_XML,
				  "the document cannot be read");
	if (error->code == XML_ERR_NO_MEMORY)
		return keel_error_no_memory();
	/* The messages of libxml2 end their line. */
	size = strcspn(error->message, "\n");
	return keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_XML, "line %d: %.*s", error->line,
			  (int)size, error->message);
}

static keel_status parse(xmlParserCtxt *parser, const char *text, size_t size, const char *root,
			 xmlDoc **ret)
{
	keel_status status = KEEL_OK;
	bool refused = false;
	xmlNode *node;
	xmlDoc *doc;

	parser->_private = &refused;
	parser->sax->internalSubset = refuse_document_type;
	doc = xmlCtxtReadMemory(parser, text, (int)size, NULL, NULL,
				XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
	node = doc ? xmlDocGetRootElement(doc) : NULL;
	if (refused || !node)
		status = parse_error(parser, refused);
	else if (root && strcmp((const char *)node->name, root) != 0)
		status = keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_XML,
				    "the document is a <%s> and not a <%s>",
				    (const char *)node->name, root);
	if (status == KEEL_OK)
		*ret = doc;
	else if (doc)
		xmlFreeDoc(doc);
	return status;
}

keel_status keel_xml_parse(const char *text, size_t size, const char *root, xmlDoc **ret)
{
	xmlParserCtxt *parser;
	struct quiet before;
	keel_status status;

	if (size > KEEL_XML_MAX_SIZE)
		return keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_XML,
				  "the document has more than %zu bytes", KEEL_XML_MAX_SIZE);
	pthread_once(&once, init);
	before = be_quiet();
	parser = xmlNewParserCtxt();
	status = parser ? parse(parser, text, size, root, ret) : keel_error_no_memory();
	xmlFreeParserCtxt(parser);
	be_as_before(before);
	return status;
}

keel_status keel_xml_error(const xmlNode *node, const char *format, ...)
{
	char message[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	return keel_error(KEEL_STATUS_XML, KEEL_ERROR_DOMAIN_XML, "line %ld: %s",
			  xmlGetLineNo(node), message);
}

const xmlNode *keel_xml_next(const xmlNode *node, const char *name)
{
	while (node && (node->type != XML_ELEMENT_NODE || node->ns ||
			strcmp((const char *)node->name, name) != 0))
		node = node->next;
	return node;
}

size_t keel_xml_count(const xmlNode *node, const char *name)
{
	const xmlNode *child = node ? keel_xml_next(node->children, name) : NULL;
	size_t n;

	for (n = 0; child; n++)
		child = keel_xml_next(child->next, name);
	return n;
}

keel_status keel_xml_child(const xmlNode *node, const char *name, const xmlNode **ret)
{
	const xmlNode *child = keel_xml_next(node->children, name);
	const xmlNode *again = child ? keel_xml_next(child->next, name) : NULL;

	if (again)
		return keel_xml_error(again, "there is more than one <%s> in <%s>", name,
				      (const char *)node->name);
	*ret = child;
	return KEEL_OK;
}

/* Takes over a text of libxml2, so that what keel gives is always released in the same way. */
static keel_status take_text(xmlChar *text, char **ret)
{
	char *copy;

	if (!text)
		return keel_error_no_memory();
	copy = keel_strdup((const char *)text);
	xmlFree(text);
	if (!copy)
		return keel_error_no_memory();
	*ret = copy;
	return KEEL_OK;
}

keel_status keel_xml_text(const xmlNode *node, char **ret)
{
	struct quiet before = be_quiet();
	xmlChar *text = xmlNodeGetContent((xmlNode *)(uintptr_t)node);

	be_as_before(before);
	return take_text(text, ret);
}

keel_status keel_xml_child_text(const xmlNode *node, const char *name, char **ret)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, name, &child));
	if (child)
		return keel_xml_text(child, ret);
	*ret = NULL;
	return KEEL_OK;
}

keel_status keel_xml_attribute(const xmlNode *node, const char *name, char **ret)
{
	const xmlAttr *attribute = node->properties;
	struct quiet before;
	xmlChar *text;

	while (attribute && (attribute->ns || strcmp((const char *)attribute->name, name) != 0))
		attribute = attribute->next;
	if (!attribute) {
		*ret = NULL;
		return KEEL_OK;
	}
	before = be_quiet();
	text = xmlNodeGetContent((xmlNode *)(uintptr_t)attribute);
	be_as_before(before);
	return take_text(text, ret);
}

static keel_status take_u64(char *text, const char *what, uint64_t max, uint64_t *ret)
{
	keel_status status = KEEL_OK;

	if (text)
		status = keel_parse_u64(text, what, max, ret);
	free(text);
	return status;
}

keel_status keel_xml_attribute_u64(const xmlNode *node, const char *name, uint64_t max,
				   uint64_t *ret)
{
	char *text;

	KEEL_TRY(keel_xml_attribute(node, name, &text));
	return take_u64(text, name, max, ret);
}

keel_status keel_xml_child_u64(const xmlNode *node, const char *name, uint64_t max, uint64_t *ret)
{
	char *text;

	KEEL_TRY(keel_xml_child_text(node, name, &text));
	return take_u64(text, name, max, ret);
}

/* The bytes of a unit, 0 when it is not one. */
static uint64_t unit_size(const char *unit)
{
	static const struct {
		const char *name;
		uint64_t size;
	} units[] = {
		{"b", 1},
		{"bytes", 1},
		{"KB", 1000},
		{"k", 1024},
		{"KiB", 1024},
		{"MB", 1000000},
		{"M", 1 << 20},
		{"MiB", 1 << 20},
		{"GB", 1000000000},
		{"G", 1 << 30},
		{"GiB", 1 << 30},
		{"TB", 1000000000000},
		{"T", (uint64_t)1 << 40},
		{"TiB", (uint64_t)1 << 40},
	};
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strcmp(units[i].name, unit) == 0)
			return units[i].size;
	return 0;
}

/* Gets an amount in bytes; the unit is a number of bytes when the element has none. */
static keel_status take_amount(const xmlNode *node, const char *name, uint64_t size, uint64_t *ret)
{
	uint64_t value = 0;
	char *unit;
	char *text;

	KEEL_TRY(keel_xml_attribute(node, "unit", &unit));
	if (unit)
		size = unit_size(unit);
	free(unit);
	if (size == 0)
		return keel_xml_error(node, "the unit of <%s> is not one", name);
	KEEL_TRY(keel_xml_text(node, &text));
	KEEL_TRY(take_u64(text, name, UINT64_MAX / size, &value));
	*ret = value * size;
	return KEEL_OK;
}

keel_status keel_xml_child_kib(const xmlNode *node, const char *name, uint64_t *ret)
{
	const xmlNode *child;
	uint64_t bytes;

	KEEL_TRY(keel_xml_child(node, name, &child));
	if (!child)
		return KEEL_OK;
	KEEL_TRY(take_amount(child, name, 1024, &bytes));
	/* Rounded up, as in libvirt. */
	*ret = bytes / 1024 + (bytes % 1024 != 0);
	return KEEL_OK;
}

keel_status keel_xml_child_bytes(const xmlNode *node, const char *name, bool *ret_there,
				 uint64_t *ret)
{
	const xmlNode *child;

	KEEL_TRY(keel_xml_child(node, name, &child));
	*ret_there = child != NULL;
	return child ? take_amount(child, name, 1, ret) : KEEL_OK;
}
