/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is the same for all kinds of objects. */

#include "objects.h"

keel_status lv_check_new(const keel_connection *connection, const char *xml, lv_there_func is_there,
			 keel_error_domain domain)
{
	bool there;

	KEEL_TRY(is_there(connection, xml, &there));
	if (there)
		return keel_error(KEEL_STATUS_ALREADY_EXISTS, domain,
				  "there is already one of that name or UUID");
	return KEEL_OK;
}

keel_status lv_new_error(const keel_connection *connection, const char *xml, lv_there_func is_there,
			 keel_error_domain domain)
{
	keel_status status = lv_error(domain);
	bool there;

	if (status != KEEL_STATUS_INTERNAL && status != KEEL_STATUS_INVALID_STATE)
		return status;
	/* libvirt has read it, so keel can. */
	KEEL_TRY(is_there(connection, xml, &there));
	return lv_already(status, there);
}
