/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_HOST_H
#define KEEL_HOST_H

/**
 * SECTION:host
 * @short_description: what a host is made of and does
 *
 * The processors and cells of a host, what it has done so far, and what is on the other side of
 * the connection.
 */

#include <keel/error.h>
#include <keel/param.h>
#include <keel/types.h>

KEEL_BEGIN_DECLS

/**
 * keel_host_cpu:
 * @number: its number
 * @cell: the number of its NUMA cell
 * @socket: the number of its socket
 * @core: the number of its core in the socket
 * @online: whether it is in use
 *
 * A processor of a host.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_host_cpu {
	uint32_t number;
	uint32_t cell;
	uint32_t socket;
	uint32_t core;
	bool online;
} keel_host_cpu;

/**
 * keel_host_cell:
 * @number: its number
 * @memory_kib: (unit KiB): how much memory it has
 * @free_kib: (unit KiB): how much of it is free
 * @cpus: (array length=n_cpus): the numbers of its processors
 * @n_cpus: how many there are
 *
 * A NUMA cell of a host.
 *
 * This record never grows.
 *
 * Since: 1.0
 */
typedef struct keel_host_cell {
	uint32_t number;
	uint64_t memory_kib;
	uint64_t free_kib;
	uint32_t *cpus;
	size_t n_cpus;
} keel_host_cell;

/**
 * keel_host_cells_free: (static) (nonblocking)
 * @cells: (transfer full) (array length=n) (nullable): the cells
 * @n: how many there are
 *
 * Releases an array of cells with what is in it.
 *
 * Since: 1.0
 */
KEEL_API void keel_host_cells_free(keel_host_cell *cells, size_t n);

/**
 * keel_connection_get_driver_version: (method)
 * @self: the connection
 * @ret_major: (out): the first number
 * @ret_minor: (out) (optional): the second number
 * @ret_micro: (out) (optional): the third number
 *
 * Gets the version of what the driver drives.
 *
 * For the test driver that is the version of keel itself.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_driver_version(const keel_connection *self,
							uint32_t *ret_major, uint32_t *ret_minor,
							uint32_t *ret_micro);

/**
 * keel_connection_is_secure: (method)
 * @self: the connection
 * @ret: (out): whether it is secure
 *
 * Tells whether nobody between the program and the host can listen or change anything.
 *
 * A connection that stays on one machine is secure.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_is_secure(const keel_connection *self, bool *ret);

/**
 * keel_connection_is_encrypted: (method)
 * @self: the connection
 * @ret: (out): whether it is encrypted
 *
 * Tells whether the connection is encrypted.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_is_encrypted(const keel_connection *self, bool *ret);

/**
 * keel_connection_list_cpu_models: (method)
 * @self: the connection
 * @arch: (type utf8) (not nullable): the architecture, such as `x86_64`
 * @ret: (out) (transfer full) (array length=ret_n) (element-type utf8): the names, released with
 *   keel_strings_free()
 * @ret_n: (out): how many there are
 *
 * Lists the models of processors that guests of an architecture can be given.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_INVALID_ARGUMENT when the architecture is not known, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_cpu_models(const keel_connection *self, const char *arch,
						     char * **ret, size_t *ret_n);

/**
 * keel_connection_list_host_cpus: (method)
 * @self: the connection
 * @ret: (out) (transfer full) (array length=ret_n): the processors, released with keel_free()
 * @ret_n: (out): how many there are
 *
 * Lists the processors of the host, in the order of their numbers.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_host_cpus(const keel_connection *self,
						    keel_host_cpu **ret, size_t *ret_n);

/**
 * keel_connection_list_host_cells: (method)
 * @self: the connection
 * @ret: (out) (transfer full) (array length=ret_n): the cells, released with
 *   keel_host_cells_free()
 * @ret_n: (out): how many there are
 *
 * Lists the NUMA cells of the host, in the order of their numbers.
 *
 * Returns: %KEEL_OK, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_list_host_cells(const keel_connection *self,
						     keel_host_cell **ret, size_t *ret_n);

/**
 * keel_connection_get_host_cpu_statistics: (method)
 * @self: the connection
 * @cpu: (default -1): the number of a processor, or -1 for all together
 * @ret: (out) (transfer full) (array length=ret_n) (dict): the parameters, released with
 *   keel_params_free()
 * @ret_n: (out): how many there are
 *
 * Gets how long processors of the host have been at what, since the host started.
 *
 * The names depend on the driver; all have `user`, `kernel` and `idle`, in nanoseconds.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when there is no such processor, or
 *   %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_host_cpu_statistics(const keel_connection *self,
							     int32_t cpu, keel_param **ret,
							     size_t *ret_n);

/**
 * keel_connection_get_host_memory_statistics: (method)
 * @self: the connection
 * @cell: (default -1): the number of a NUMA cell, or -1 for all together
 * @ret: (out) (transfer full) (array length=ret_n) (dict): the parameters, released with
 *   keel_params_free()
 * @ret_n: (out): how many there are
 *
 * Gets what the memory of the host is used for.
 *
 * The names depend on the driver; all have `total` and `free`, in KiB.
 *
 * Returns: %KEEL_OK, %KEEL_STATUS_OUT_OF_RANGE when there is no such cell, or %KEEL_STATUS_CLOSED
 * Since: 1.0
 */
KEEL_API keel_status keel_connection_get_host_memory_statistics(const keel_connection *self,
	int32_t cell, keel_param **ret, size_t *ret_n);

KEEL_END_DECLS

#endif
