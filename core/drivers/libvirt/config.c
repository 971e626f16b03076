/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The XML of libvirt. */

#include "libvirt.h"

#include <stdlib.h>
#include <string.h>

keel_status lv_xml(const char *xml, const char *root, xmlDoc **ret)
{
	return keel_xml_parse(xml, strlen(xml), root, ret);
}

keel_status lv_xml_capabilities(const keel_connection *connection, xmlDoc **ret)
{
	keel_status status;
	char *xml;

	KEEL_TRY(lv_get_capabilities(connection, &xml));
	status = lv_xml(xml, "capabilities", ret);
	free(xml);
	return status;
}

static keel_status read_uuid(const xmlNode *node, bool *ret_has_uuid, uint8_t *ret_uuid)
{
	char *text;

	KEEL_TRY(keel_xml_child_text(node, "uuid", &text));
	*ret_has_uuid = text && keel_uuid_parse(text, ret_uuid);
	free(text);
	return KEEL_OK;
}

keel_status lv_xml_names(const char *xml, const char *root, char **ret_name, bool *ret_has_uuid,
			 uint8_t *ret_uuid)
{
	keel_status status;
	char *name = NULL;
	xmlDoc *doc;

	KEEL_TRY(lv_xml(xml, root, &doc));
	status = keel_xml_child_text(xmlDocGetRootElement(doc), "name", &name);
	if (status == KEEL_OK)
		status = read_uuid(xmlDocGetRootElement(doc), ret_has_uuid, ret_uuid);
	xmlFreeDoc(doc);
	if (status == KEEL_OK)
		*ret_name = name;
	else
		free(name);
	return status;
}
