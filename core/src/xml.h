/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_XML_H
#define KEEL_XML_H

/*
 * Reading XML that is not trusted: no network, no document type, no entities but the five of XML
 * itself, and a limit on size.
 *
 * Elements that are not asked for are passed over; those that are asked for may not be repeated.
 */

#include "internal.h"

#include <libxml/tree.h>

#define KEEL_XML_MAX_SIZE ((size_t)16 << 20)

/* Parses a document whose root must have the given name, unless it is NULL; freed with xmlFreeDoc(). */
keel_status keel_xml_parse(const char *text, size_t size, const char *root, xmlDoc **ret);

/* Finds the child element of a name, NULL when there is none. */
keel_status keel_xml_child(const xmlNode *node, const char *name, const xmlNode **ret);

/* Finds the next element of a name, beginning with the node itself. */
const xmlNode *keel_xml_next(const xmlNode *node, const char *name);

/* Counts the child elements of a name; a node that is NULL has none. */
size_t keel_xml_count(const xmlNode *node, const char *name);

/* Gets the text of an element, or of a child element of a name: NULL when there is none. */
keel_status keel_xml_text(const xmlNode *node, char **ret);
keel_status keel_xml_child_text(const xmlNode *node, const char *name, char **ret);

/* Gets an attribute, NULL when there is none. */
keel_status keel_xml_attribute(const xmlNode *node, const char *name, char **ret);

/* Gets a number from an attribute or a child element, and does nothing when there is none. */
keel_status keel_xml_attribute_u64(const xmlNode *node, const char *name, uint64_t max,
				   uint64_t *ret);
keel_status keel_xml_child_u64(const xmlNode *node, const char *name, uint64_t max, uint64_t *ret);

/* Gets an amount of memory in KiB from a child element with an optional attribute 'unit'. */
keel_status keel_xml_child_kib(const xmlNode *node, const char *name, uint64_t *ret);

/* The same in bytes, and whether there is one. */
keel_status keel_xml_child_bytes(const xmlNode *node, const char *name, bool *ret_there,
				 uint64_t *ret);

/* Says that something is faulty, with the line it is in. */
keel_status keel_xml_error(const xmlNode *node, const char *format, ...) KEEL_PRINTF(2, 3);

#endif
