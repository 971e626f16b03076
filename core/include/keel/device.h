/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_DEVICE_H
#define KEEL_DEVICE_H

/**
 * SECTION:device
 * @short_description: the devices of a domain
 *
 * Disks and network interfaces, attaching and detaching, keys, and pictures of the screen.
 */

#include <keel/domain.h>
#include <keel/stream.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_device_flags:
 * @KEEL_DEVICE_CURRENT: the domain as it is: the running one when it is active, else its
 *   configuration
 * @KEEL_DEVICE_LIVE: the running domain
 * @KEEL_DEVICE_CONFIG: the configuration, from the next start on
 *
 * What a change of devices is made to.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_device_flags {
	KEEL_DEVICE_CURRENT = 0,
	KEEL_DEVICE_LIVE = 1u << 0,
	KEEL_DEVICE_CONFIG = 1u << 1
} keel_device_flags;

/**
 * keel_guest_source:
 * @KEEL_GUEST_SOURCE_LEASE: the network's leases
 * @KEEL_GUEST_SOURCE_AGENT: the guest's agent
 * @KEEL_GUEST_SOURCE_ARP: the host's table of neighbours
 *
 * Who is asked for the addresses of a guest.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_guest_source {
	KEEL_GUEST_SOURCE_LEASE = 0,
	KEEL_GUEST_SOURCE_AGENT = 1,
	KEEL_GUEST_SOURCE_ARP = 2
} keel_guest_source;

/**
 * keel_address_family:
 * @KEEL_ADDRESS_FAMILY_IPV4: an address of IP version 4
 * @KEEL_ADDRESS_FAMILY_IPV6: an address of IP version 6
 *
 * What kind of address it is.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_address_family {
	KEEL_ADDRESS_FAMILY_IPV4 = 0,
	KEEL_ADDRESS_FAMILY_IPV6 = 1
} keel_address_family;

/**
 * keel_codeset:
 * @KEEL_CODESET_LINUX: as in Linux's `input-event-codes.h`
 * @KEEL_CODESET_XT: scan codes of an XT keyboard
 * @KEEL_CODESET_USB: usages of USB keyboards
 * @KEEL_CODESET_QNUM: as QEMU counts them
 *
 * What the numbers of keys mean.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_codeset {
	KEEL_CODESET_LINUX = 0,
	KEEL_CODESET_XT = 1,
	KEEL_CODESET_USB = 2,
	KEEL_CODESET_QNUM = 3
} keel_codeset;

/**
 * keel_domain_disk:
 * @target: (type utf8) (not nullable): its name in the domain, such as `vda`
 * @source: (type utf8) (nullable): the file, device or volume on the host, %NULL when the drive is
 *   empty
 * @format: (type utf8) (nullable): the format, such as `qcow2`, %NULL when it is not known
 * @bus: (type utf8) (nullable): the bus, such as `virtio`, %NULL when the driver chooses
 * @read_only: whether the guest can only read it
 *
 * A disk of a domain.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_domain_disk {
	char *target;
	char *source;
	char *format;
	char *bus;
	bool read_only;
} keel_domain_disk;

/**
 * keel_domain_disks_free: (static) (nonblocking)
 * @disks: (transfer full) (array length=n) (nullable): the disks
 * @n: how many there are
 *
 * Releases an array of disks with what is in it.
 *
 * Since: 1.0
 */
KEEL_API void keel_domain_disks_free(keel_domain_disk *disks, size_t n);

/**
 * keel_guest_address:
 * @family: what kind of address it is
 * @address: (type utf8) (not nullable): the address as text
 * @prefix: how many bits of it name the network
 *
 * An address of a guest's network interface.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_guest_address {
	keel_address_family family;
	char *address;
	uint32_t prefix;
} keel_guest_address;

/**
 * keel_guest_interface:
 * @name: (type utf8) (not nullable): its name: in the guest when its agent was asked, else on the
 *   host
 * @mac: (type utf8) (nullable): its hardware address, %NULL when it has none
 * @addresses: (array length=n_addresses): its addresses
 * @n_addresses: how many there are
 *
 * A network interface as the guest has it.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_guest_interface {
	char *name;
	char *mac;
	keel_guest_address *addresses;
	size_t n_addresses;
} keel_guest_interface;

/**
 * keel_guest_interfaces_free: (static) (nonblocking)
 * @interfaces: (transfer full) (array length=n) (nullable): the interfaces
 * @n: how many there are
 *
 * Releases an array of interfaces with what is in it.
 *
 * Since: 1.0
 */
KEEL_API void keel_guest_interfaces_free(keel_guest_interface *interfaces, size_t n);

/**
 * keel_domain_list_disks: (method)
 * @self: the domain
 * @ret: (out) (transfer full) (array length=ret_n): the disks, released with
 *   keel_domain_disks_free()
 * @ret_n: (out): how many there are
 *
 * Lists the disks of the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_list_disks(const keel_domain *self, keel_domain_disk **ret,
					    size_t *ret_n);

/**
 * keel_domain_list_guest_interfaces: (method)
 * @self: the domain
 * @source: (default KEEL_GUEST_SOURCE_LEASE): who is asked
 * @ret: (out) (transfer full) (array length=ret_n): the interfaces, released with
 *   keel_guest_interfaces_free()
 * @ret_n: (out): how many there are
 *
 * Lists the network interfaces of the guest with their addresses.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the domain is not active,
 *   %KEEL_STATUS_INVALID_ARGUMENT for an unknown source, %KEEL_STATUS_NOT_SUPPORTED when the guest
 *   has no agent that can be asked, %KEEL_STATUS_IO when the agent does not answer,
 *   %KEEL_STATUS_NOT_FOUND when the domain is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_list_guest_interfaces(const keel_domain *self,
						       keel_guest_source source,
						       keel_guest_interface **ret, size_t *ret_n);

/**
 * keel_domain_attach_device: (method)
 * @self: the domain
 * @xml: (type utf8) (not nullable): the device: the element `disk` or `interface` of a
 *   configuration
 * @flags: (flags keel_device_flags) (default 0): what to change
 *
 * Attaches a device to the domain.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_ALREADY_EXISTS when the domain has a device of that target or
 *   hardware address, %KEEL_STATUS_XML when the device is faulty, %KEEL_STATUS_OUT_OF_RANGE when
 *   the domain can have no more, %KEEL_STATUS_INVALID_STATE when %KEEL_DEVICE_LIVE is given and
 *   the domain is not active, or %KEEL_DEVICE_CONFIG and it is transient, %KEEL_STATUS_NOT_FOUND
 *   when it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_attach_device(keel_domain *self, const char *xml, uint32_t flags);

/**
 * keel_domain_update_device: (method)
 * @self: the domain
 * @xml: (type utf8) (not nullable): the device: the element `disk` or `interface` of a
 *   configuration
 * @flags: (flags keel_device_flags) (default 0): what to change
 *
 * Changes a device of the domain.
 *
 * A disk is told by its target, an interface by its hardware address.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain has no such device, %KEEL_STATUS_XML
 *   when the device is faulty, %KEEL_STATUS_INVALID_STATE when %KEEL_DEVICE_LIVE is given and the
 *   domain is not active, or %KEEL_DEVICE_CONFIG and it is transient, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_update_device(keel_domain *self, const char *xml, uint32_t flags);

/**
 * keel_domain_detach_device: (method)
 * @self: the domain
 * @xml: (type utf8) (not nullable): the device: the element `disk` or `interface` of a
 *   configuration
 * @flags: (flags keel_device_flags) (default 0): what to change
 *
 * Detaches a device from the domain.
 *
 * A disk is told by its target, an interface by its hardware address; nothing else of the
 * configuration counts.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when the domain has no such device, %KEEL_STATUS_XML
 *   when the device is faulty, %KEEL_STATUS_INVALID_STATE when %KEEL_DEVICE_LIVE is given and the
 *   domain is not active, or %KEEL_DEVICE_CONFIG and it is transient, %KEEL_STATUS_NOT_FOUND when
 *   it is gone, %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_detach_device(keel_domain *self, const char *xml, uint32_t flags);

/**
 * keel_domain_send_keys: (method)
 * @self: the domain
 * @codeset: what the numbers mean
 * @hold_ms: (unit ms): how long they are held down
 * @keys: (array length=n_keys): the keys, at most 16
 * @n_keys: how many there are
 *
 * Presses keys of the guest's keyboard, all at the same time.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the domain is not running,
 *   %KEEL_STATUS_INVALID_ARGUMENT for an unknown codeset, %KEEL_STATUS_OUT_OF_RANGE when there is
 *   no key or more than 16, %KEEL_STATUS_NOT_FOUND when it is gone, %KEEL_STATUS_PERMISSION on a
 *   read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_send_keys(keel_domain *self, keel_codeset codeset,
					   uint32_t hold_ms, const uint32_t *keys, size_t n_keys);

/**
 * keel_domain_take_screenshot: (method)
 * @self: the domain
 * @stream: (transfer none) (not nullable): an unused stream, from which the picture is received
 * @screen: (default 0): the number of the screen
 * @ret: (out) (type utf8) (transfer full) (not nullable): the media type of the picture, such as
 *   `image/png`, released with keel_free()
 *
 * Takes a picture of a screen of the guest.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the domain is not active or the stream is in
 *   use, %KEEL_STATUS_OUT_OF_RANGE when there is no such screen, %KEEL_STATUS_INVALID_ARGUMENT
 *   when the stream is of another connection, %KEEL_STATUS_NOT_FOUND when the domain is gone,
 *   %KEEL_STATUS_PERMISSION on a read-only connection, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_take_screenshot(keel_domain *self, keel_stream *stream,
						 uint32_t screen, char **ret);

KEEL_END_DECLS

#endif
