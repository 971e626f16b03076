/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The table of the libvirt driver. What libvirt cannot do is not in it. */

#include "libvirt.h"
#include "module.h"

const struct keel_driver keel_module_driver = {
	.name = "libvirt",
	.open = lv_open,
	.close = lv_close,
	.is_alive = lv_is_alive,
	.get_hostname = lv_get_hostname,
	.get_capabilities = lv_get_capabilities,
	.get_host_uuid = lv_get_host_uuid,
	.list_domains = lv_list_domains,
	.lookup_domain_by_name = lv_lookup_domain_by_name,
	.listen = lv_listen,
	.unlisten = lv_unlisten,
};
