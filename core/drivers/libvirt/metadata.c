/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Title, description, and what is kept with a domain. Each key has an element of its own in the
 * domain's configuration, in a namespace that is made of the key; the tags have one for all.
 */

#include "libvirt.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN KEEL_ERROR_DOMAIN_DOMAIN
#define KEY_URI "urn:keel:metadata:"
#define TAGS_URI "urn:keel:tags"

/* Both what the domain is now and what it will be, as far as it is. */
static keel_status everywhere(const keel_domain *domain, unsigned int *ret)
{
	unsigned int flags = 0;
	bool is_active;
	bool is_persistent;

	KEEL_TRY(lv_domain_is_active(domain, &is_active));
	KEEL_TRY(lv_domain_is_persistent(domain, &is_persistent));
	if (is_active)
		flags |= VIR_DOMAIN_AFFECT_LIVE;
	if (is_persistent)
		flags |= VIR_DOMAIN_AFFECT_CONFIG;
	*ret = flags;
	return KEEL_OK;
}

static keel_status get(const keel_domain *domain, int type, const char *uri, char **ret)
{
	char *text = virDomainGetMetadata(lv_domain(domain), type, uri, VIR_DOMAIN_AFFECT_CURRENT);

	if (!text && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN_METADATA) {
		*ret = NULL;
		return KEEL_OK;
	}
	return lv_take_text(text, DOMAIN, ret);
}

static keel_status set(keel_domain *domain, int type, const char *text, const char *uri)
{
	unsigned int flags;

	KEEL_TRY(everywhere(domain, &flags));
	if (virDomainSetMetadata(lv_domain(domain), type, text, uri && text ? "keel" : NULL, uri,
				 flags) >= 0)
		return KEEL_OK;
	/* What is not there need not be removed. */
	if (!text && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN_METADATA)
		return KEEL_OK;
	return lv_error(DOMAIN);
}

keel_status lv_domain_get_title(const keel_domain *domain, char **ret)
{
	return get(domain, VIR_DOMAIN_METADATA_TITLE, NULL, ret);
}

keel_status lv_domain_set_title(keel_domain *domain, const char *title)
{
	return set(domain, VIR_DOMAIN_METADATA_TITLE, title, NULL);
}

keel_status lv_domain_get_description(const keel_domain *domain, char **ret)
{
	return get(domain, VIR_DOMAIN_METADATA_DESCRIPTION, NULL, ret);
}

keel_status lv_domain_set_description(keel_domain *domain, const char *description)
{
	return set(domain, VIR_DOMAIN_METADATA_DESCRIPTION, description, NULL);
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_';
}

/* The namespace of a key: what a URI cannot hold is escaped. */
static keel_status key_uri(const char *key, char **ret)
{
	struct keel_buffer buffer = {0};

	keel_buffer_add(&buffer, "%s", KEY_URI);
	for (; *key; key++)
		if (is_plain(*key))
			keel_buffer_add(&buffer, "%c", *key);
		else
			keel_buffer_add(&buffer, "%%%02X", (unsigned int)(unsigned char)*key);
	return keel_buffer_steal(&buffer, ret);
}

/* libvirt gives the element without its namespace. */
static keel_status read_value(const char *xml, char **ret)
{
	keel_status status;
	xmlDoc *doc;

	KEEL_TRY(lv_xml(xml, "value", &doc));
	status = keel_xml_text(xmlDocGetRootElement(doc), ret);
	xmlFreeDoc(doc);
	return status;
}

keel_status lv_domain_get_metadata(const keel_domain *domain, const char *key, char **ret)
{
	keel_status status;
	char *xml = NULL;
	char *uri;

	KEEL_TRY(key_uri(key, &uri));
	status = get(domain, VIR_DOMAIN_METADATA_ELEMENT, uri, &xml);
	free(uri);
	KEEL_TRY(status);
	if (!xml) {
		*ret = NULL;
		return KEEL_OK;
	}
	status = read_value(xml, ret);
	free(xml);
	return status;
}

static keel_status value_element(const char *value, char **ret)
{
	struct keel_buffer buffer = {0};

	keel_buffer_add(&buffer, "<value>");
	keel_buffer_add_xml(&buffer, value);
	keel_buffer_add(&buffer, "</value>");
	return keel_buffer_steal(&buffer, ret);
}

keel_status lv_domain_set_metadata(keel_domain *domain, const char *key, const char *value)
{
	keel_status status = KEEL_OK;
	char *xml = NULL;
	char *uri;

	KEEL_TRY(key_uri(key, &uri));
	if (value)
		status = value_element(value, &xml);
	if (status == KEEL_OK)
		status = set(domain, VIR_DOMAIN_METADATA_ELEMENT, xml, uri);
	free(xml);
	free(uri);
	return status;
}

static keel_status read_tags(const xmlNode *root, char ***ret, size_t *ret_n)
{
	const xmlNode *node = keel_xml_next(root->children, "tag");
	keel_status status = KEEL_OK;
	char **tags;
	size_t n = 0;

	for (; node; n++)
		node = keel_xml_next(node->next, "tag");
	tags = calloc(n + 1, sizeof(*tags));
	if (!tags)
		return keel_error_no_memory();
	n = 0;
	for (node = keel_xml_next(root->children, "tag"); node && status == KEEL_OK;
	     node = keel_xml_next(node->next, "tag")) {
		status = keel_xml_text(node, &tags[n]);
		n += status == KEEL_OK;
	}
	if (status != KEEL_OK) {
		keel_strings_free(tags, n);
		return status;
	}
	*ret = tags;
	*ret_n = n;
	return KEEL_OK;
}

keel_status lv_domain_get_tags(const keel_domain *domain, char ***ret, size_t *ret_n)
{
	keel_status status;
	xmlDoc *doc;
	char *xml;

	KEEL_TRY(get(domain, VIR_DOMAIN_METADATA_ELEMENT, TAGS_URI, &xml));
	status = lv_xml(xml ? xml : "<tags/>", "tags", &doc);
	free(xml);
	KEEL_TRY(status);
	status = read_tags(xmlDocGetRootElement(doc), ret, ret_n);
	xmlFreeDoc(doc);
	return status;
}

static keel_status tags_element(const char *const *tags, size_t n_tags, char **ret)
{
	struct keel_buffer buffer = {0};
	size_t i;

	keel_buffer_add(&buffer, "<tags>");
	for (i = 0; i < n_tags; i++) {
		keel_buffer_add(&buffer, "<tag>");
		keel_buffer_add_xml(&buffer, tags[i]);
		keel_buffer_add(&buffer, "</tag>");
	}
	keel_buffer_add(&buffer, "</tags>");
	return keel_buffer_steal(&buffer, ret);
}

keel_status lv_domain_set_tags(keel_domain *domain, const char *const *tags, size_t n_tags)
{
	keel_status status;
	char *xml = NULL;

	if (n_tags)
		KEEL_TRY(tags_element(tags, n_tags, &xml));
	status = set(domain, VIR_DOMAIN_METADATA_ELEMENT, xml, TAGS_URI);
	free(xml);
	return status;
}
