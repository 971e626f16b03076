/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Devices of domains: the checks before the driver is called, and what needs no driver. */

#include "checks.h"

#define DEVICE_FLAGS (KEEL_DEVICE_LIVE | KEEL_DEVICE_CONFIG)
#define MAX_KEYS 16

keel_status keel_domain_list_disks(const keel_domain *self, keel_domain_disk **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_list_disks, self, ret, ret_n);
}

keel_status keel_domain_list_guest_interfaces(const keel_domain *self, keel_guest_source source,
					      keel_guest_interface **ret, size_t *ret_n)
{
	CHECK(self);
	KEEL_CHECK_POINTER(ret);
	KEEL_CHECK_POINTER(ret_n);
	return CALL(self, domain_list_guest_interfaces, self, source, ret, ret_n);
}

keel_status keel_domain_attach_device(keel_domain *self, const char *xml, uint32_t flags)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, DEVICE_FLAGS);
	return CALL(self, domain_attach_device, self, xml, flags);
}

keel_status keel_domain_update_device(keel_domain *self, const char *xml, uint32_t flags)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, DEVICE_FLAGS);
	return CALL(self, domain_update_device, self, xml, flags);
}

keel_status keel_domain_detach_device(keel_domain *self, const char *xml, uint32_t flags)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(xml);
	CHECK_FLAGS(flags, DEVICE_FLAGS);
	return CALL(self, domain_detach_device, self, xml, flags);
}

keel_status keel_domain_send_keys(keel_domain *self, keel_codeset codeset, uint32_t hold_ms,
				  const uint32_t *keys, size_t n_keys)
{
	CHECK_WRITE(self);
	KEEL_TRY(keel_check_array(__func__, keys, n_keys));
	if (n_keys == 0 || n_keys > MAX_KEYS)
		return keel_error(KEEL_STATUS_OUT_OF_RANGE, KEEL_ERROR_DOMAIN_DOMAIN,
				  "%s: 1 to %d keys are pressed at once", __func__, MAX_KEYS);
	return CALL(self, domain_send_keys, self, codeset, hold_ms, keys, n_keys);
}

keel_status keel_domain_take_screenshot(keel_domain *self, keel_stream *stream, uint32_t screen,
					char **ret)
{
	CHECK_WRITE(self);
	KEEL_CHECK_POINTER(stream);
	KEEL_CHECK_POINTER(ret);
	KEEL_TRY(keel_stream_check_unused(stream, CONNECTION(self), __func__));
	return CALL(self, domain_take_screenshot, self, stream, screen, ret);
}
