/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies of texts and parameters, for callers to keep. */

#include "object.h"

#include <stdlib.h>
#include <string.h>

char *keel_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = malloc(size);

	if (copy)
		memcpy(copy, text, size);
	return copy;
}

char **keel_strings_copy(const char *const *strings, size_t n)
{
	char **copy;
	size_t i;

	if (n >= SIZE_MAX / sizeof(*copy))
		return NULL;
	copy = malloc((n + 1) * sizeof(*copy));
	if (!copy)
		return NULL;
	for (i = 0; i < n; i++) {
		copy[i] = keel_strdup(strings[i]);
		if (!copy[i]) {
			keel_strings_free(copy, i);
			return NULL;
		}
	}
	copy[n] = NULL;
	return copy;
}

keel_param *keel_params_copy(const keel_param *params, size_t n)
{
	keel_param *copy = calloc(n ? n : 1, sizeof(*copy));
	size_t i;

	if (!copy)
		return NULL;
	for (i = 0; i < n; i++) {
		copy[i].type = params[i].type;
		copy[i].value = params[i].value;
		copy[i].name = keel_strdup(params[i].name);
		if (params[i].type == KEEL_PARAM_TYPE_STRING)
			copy[i].value.string = keel_strdup(params[i].value.string);
		if (!copy[i].name ||
		    (params[i].type == KEEL_PARAM_TYPE_STRING && !copy[i].value.string)) {
			keel_params_free(copy, i + 1);
			return NULL;
		}
	}
	return copy;
}

keel_status keel_uuid_give(const uint8_t uuid[KEEL_UUID_SIZE], char **ret)
{
	char *text = malloc(KEEL_UUID_STRING_SIZE);

	if (!text)
		return keel_error_no_memory();
	keel_uuid_format(uuid, text);
	*ret = text;
	return KEEL_OK;
}
