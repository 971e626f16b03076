/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_STATISTICS_H
#define KEEL_STATISTICS_H

/**
 * SECTION:statistics
 * @short_description: what domains have done
 *
 * The numbers of domains that grow, as typed parameters whose set depends on the driver.
 */

#include <keel/connection.h>
#include <keel/domain.h>
#include <keel/param.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_statistics_flags:
 * @KEEL_STATISTICS_ALL: all that the driver has
 * @KEEL_STATISTICS_STATE: the state and its reason
 * @KEEL_STATISTICS_CPU: how long its processors have been at work
 * @KEEL_STATISTICS_MEMORY: how much memory it has
 * @KEEL_STATISTICS_VCPU: each virtual processor
 * @KEEL_STATISTICS_BLOCK: each disk
 * @KEEL_STATISTICS_INTERFACE: each network interface
 *
 * Which statistics to get.
 *
 * Later versions add values.
 *
 * Since: 1.0
 */
typedef enum keel_statistics_flags {
	KEEL_STATISTICS_ALL = 0,
	KEEL_STATISTICS_STATE = 1u << 0,
	KEEL_STATISTICS_CPU = 1u << 1,
	KEEL_STATISTICS_MEMORY = 1u << 2,
	KEEL_STATISTICS_VCPU = 1u << 3,
	KEEL_STATISTICS_BLOCK = 1u << 4,
	KEEL_STATISTICS_INTERFACE = 1u << 5
} keel_statistics_flags;

/**
 * keel_block_info:
 * @capacity: (unit byte): how much the guest sees
 * @allocation: (unit byte): how much of it is in use on the host
 * @physical: (unit byte): how much room the file or device has on the host
 *
 * How large a disk is.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_block_info {
	uint64_t capacity;
	uint64_t allocation;
	uint64_t physical;
} keel_block_info;

/**
 * keel_domain_statistics:
 * @domain: (not nullable): the domain
 * @params: (array length=n_params) (dict): the parameters, whose names begin with what they are
 *   of: `state.`, `cpu.`, `memory.`, `vcpu.`, `block.`, `interface.`
 * @n_params: how many there are
 *
 * The statistics of one domain.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_domain_statistics {
	keel_domain *domain;
	keel_param *params;
	size_t n_params;
} keel_domain_statistics;

/**
 * keel_domain_statistics_free: (static) (nonblocking)
 * @statistics: (transfer full) (array length=n) (nullable): the statistics
 * @n: how many there are
 *
 * Releases an array of statistics: the domains in it are given back, the parameters released.
 *
 * Since: 1.0
 */
KEEL_API void keel_domain_statistics_free(keel_domain_statistics *statistics, size_t n);

/**
 * keel_domain_get_cpu_statistics: (method)
 * @self: the domain
 * @ret: (out) (transfer full) (array length=ret_n) (dict): the parameters, released with
 *   keel_params_free()
 * @ret_n: (out): how many there are
 *
 * Gets how long the processors of the domain have been at work since it was started.
 *
 * All drivers have `time`, in nanoseconds.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the domain is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_cpu_statistics(const keel_domain *self, keel_param **ret,
						    size_t *ret_n);

/**
 * keel_domain_get_memory_statistics: (method)
 * @self: the domain
 * @ret: (out) (transfer full) (array length=ret_n) (dict): the parameters, released with
 *   keel_params_free()
 * @ret_n: (out): how many there are
 *
 * Gets what the memory of the domain is used for.
 *
 * All drivers have `actual`, in KiB.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_STATE when the domain is not active,
 *   %KEEL_STATUS_NOT_FOUND when it is gone, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_memory_statistics(const keel_domain *self, keel_param **ret,
						       size_t *ret_n);

/**
 * keel_domain_get_block_statistics: (method)
 * @self: the domain
 * @disk: (type utf8) (not nullable): the target of the disk, such as `vda`
 * @ret: (out) (transfer full) (array length=ret_n) (dict): the parameters, released with
 *   keel_params_free()
 * @ret_n: (out): how many there are
 *
 * Gets what a disk of the domain has done since the domain was started.
 *
 * All drivers have `read_requests`, `read_bytes`, `write_requests` and `write_bytes`.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is no such disk or the domain is gone,
 *   %KEEL_STATUS_INVALID_STATE when the domain is not active, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_block_statistics(const keel_domain *self, const char *disk,
						      keel_param **ret, size_t *ret_n);

/**
 * keel_domain_get_interface_statistics: (method)
 * @self: the domain
 * @interface: (type utf8) (not nullable): the name of the interface on the host
 * @ret: (out) (transfer full) (array length=ret_n) (dict): the parameters, released with
 *   keel_params_free()
 * @ret_n: (out): how many there are
 *
 * Gets what a network interface of the domain has done since the domain was started.
 *
 * All drivers have `receive_bytes`, `receive_packets`, `send_bytes` and `send_packets`.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is no such interface or the domain is gone,
 *   %KEEL_STATUS_INVALID_STATE when the domain is not active, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_interface_statistics(const keel_domain *self,
							  const char *interface, keel_param **ret,
							  size_t *ret_n);

/**
 * keel_domain_get_block_info: (method)
 * @self: the domain
 * @disk: (type utf8) (not nullable): the target of the disk, such as `vda`
 * @ret: (out caller-allocates): how large it is
 *
 * Gets how large a disk of the domain is.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_NOT_FOUND when there is no such disk or the domain is gone, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_domain_get_block_info(const keel_domain *self, const char *disk,
						keel_block_info *ret);

/**
 * keel_connection_get_domain_statistics: (method)
 * @self: the connection
 * @statistics: (flags keel_statistics_flags) (default 0): which statistics
 * @flags: (flags keel_list_flags) (default 0): which domains
 * @ret: (out) (transfer full) (array length=ret_n): the statistics, released with
 *   keel_domain_statistics_free()
 * @ret_n: (out): how many there are
 *
 * Gets the statistics of many domains at once.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT for an unknown flag, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_domain_statistics(keel_connection *self,
							   uint32_t statistics, uint32_t flags,
							   keel_domain_statistics **ret,
							   size_t *ret_n);

KEEL_END_DECLS

#endif
