/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_LIBVIRT_FUNCTIONS_H
#define KEEL_LIBVIRT_FUNCTIONS_H

/* The functions of the driver: see driver.h. */

keel_status lv_open(keel_connection *connection, const char *path, const keel_param *credentials,
		    size_t n_credentials);
void lv_close(keel_connection *connection);
keel_status lv_is_alive(const keel_connection *connection, bool *ret);
keel_status lv_get_hostname(const keel_connection *connection, char **ret);
keel_status lv_get_capabilities(const keel_connection *connection, char **ret);
keel_status lv_get_host_uuid(const keel_connection *connection, uint8_t *ret);
keel_status lv_list_domains(keel_connection *connection, uint32_t flags, keel_domain ***ret,
			    size_t *ret_n);
keel_status lv_lookup_domain_by_name(keel_connection *connection, const char *name,
				     keel_domain **ret);

#endif
