/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A library whose author annotated everything. */
#ifndef ANNOTATED_H
#define ANNOTATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LAMP_SIZE 4

/**
 * lamp_status:
 * @LAMP_OK: it worked
 * @LAMP_STATUS_BROKEN: it is broken
 *
 * How a function ended.
 */
typedef enum lamp_status { LAMP_OK = 0, LAMP_STATUS_BROKEN = 1 } lamp_status;

/**
 * lamp_bits: (flags)
 *
 * Single bits.
 */
typedef enum lamp_bits { LAMP_BIT_A = 1, LAMP_BIT_B = 2 } lamp_bits;

/**
 * lamp_color:
 *
 * Colours.
 */
typedef enum lamp_color { LAMP_COLOR_RED = 1, LAMP_COLOR_BLUE = 2 } lamp_color;

/**
 * lamp_box: (ref-func lamp_box_ref) (unref-func lamp_box_unref) (close-func lamp_box_close)
 *
 * A box of lamps.
 */
typedef struct lamp_box lamp_box;

/**
 * lamp: (unref-func lamp_free) (parent lamp_box)
 *
 * A lamp.
 */
typedef struct lamp lamp;

/**
 * lamp_entry:
 * @key: the name
 * @tag: (enum lamp_color): what the value is
 * @value: the value
 * @value.red: %LAMP_COLOR_RED
 * @value.blue: (type filename): %LAMP_COLOR_BLUE
 *
 * An entry.
 */
typedef struct lamp_entry {
	const char *key;
	int tag;
	union {
		double red;
		const char *blue;
	} value;
} lamp_entry;

/**
 * lamp_spec:
 * @name: (type utf8) (nullable): its name
 * @watts: (unit W): how bright
 * @n_colors: how many
 * @colors: (array length=n_colors): which
 *
 * What a lamp is.
 */
typedef struct lamp_spec {
	char *name;
	uint32_t watts;
	size_t n_colors;
	int *colors;
} lamp_spec;

/**
 * lamp_func: (on-error -1)
 * @self: (transfer none) (not nullable): the lamp
 * @data: (array length=n): bytes
 * @n: how many
 * @user_data: (closure): user data
 *
 * Hears of lamps.
 *
 * Returns: how many bytes it took
 */
typedef int (*lamp_func)(lamp *self, const uint8_t *data, size_t n, void *user_data);
/**
 * lamp_free_func:
 * @user_data: (closure): user data
 *
 * Frees.
 */
typedef void (*lamp_free_func)(void *user_data);

/** lamp_last_error: (static) (nonblocking)
 *
 * Tells the last status.
 *
 * Returns: the status
 */
lamp_status lamp_last_error(void);
/** lamp_box_ref: (method) */
lamp_box *lamp_box_ref(lamp_box *self);
/** lamp_box_unref: (method) */
void lamp_box_unref(lamp_box *self);
/** lamp_box_close: (method) */
lamp_status lamp_box_close(lamp_box *self);
/** lamp_free: (method) */
void lamp_free(lamp *self);
/**
 * lamp_entries_free:
 * @entries: (transfer full) (array length=n) (dict): the entries
 * @n: how many
 */
void lamp_entries_free(lamp_entry *entries, size_t n);
/**
 * lamp_box_new: (constructor)
 * @name: (type filename) (nullable) (default NULL): where
 * @bits: (flags lamp_bits) (default 0): how
 * @ret: (out) (transfer full): the box
 */
lamp_status lamp_box_new(const char *name, uint32_t bits, lamp_box **ret);
/**
 * lamp_box_count: (method) (nonblocking) (get-property count)
 * @self: the box
 * @ret_count: (out) (optional): how many
 */
lamp_status lamp_box_count(const lamp_box *self, uint32_t *ret_count);
/**
 * lamp_box_limit: (method) (set-property limit)
 * @self: the box
 * @limit: (unit W) (default 5): how much
 */
lamp_status lamp_box_limit(lamp_box *self, uint32_t limit);
/**
 * lamp_box_names: (method)
 * @self: the box
 * @ret: (out) (transfer full) (array length=ret_n) (element-type utf8): the names
 * @ret_n: (out): how many
 */
lamp_status lamp_box_names(lamp_box *self, char ***ret, size_t *ret_n);
/**
 * lamp_box_lend: (method)
 * @self: the box
 * @ret: (out) (transfer container) (array zero-terminated=1): lamps
 */
lamp_status lamp_box_lend(lamp_box *self, lamp ***ret);
/**
 * lamp_box_id: (method)
 * @self: the box
 * @ret: (out caller-allocates) (array fixed-size=16) (element-type uint8) (uuid): it
 */
lamp_status lamp_box_id(lamp_box *self, uint8_t ret[16]);
/**
 * lamp_box_sizes: (method)
 * @self: the box
 * @ret: (out caller-allocates) (array fixed-size=LAMP_SIZE): four sizes
 */
lamp_status lamp_box_sizes(lamp_box *self, int *ret);
/**
 * lamp_box_entries: (method)
 * @self: the box
 * @ret: (out callee-allocates) (transfer full) (array length=ret_n) (dict): entries
 * @ret_n: (out): how many
 */
lamp_status lamp_box_entries(lamp_box *self, lamp_entry **ret, size_t *ret_n);
/**
 * lamp_box_read: (method) (query-fill)
 * @self: the box
 * @data: (out caller-allocates) (bytes) (array length=n): bytes
 * @n: (inout): how many
 */
lamp_status lamp_box_read(lamp_box *self, char *data, size_t *n);
/**
 * lamp_box_some: (method)
 * @self: the box
 * @out: (out caller-allocates) (array capacity=size): bytes
 * @size: how many
 */
lamp_status lamp_box_some(lamp_box *self, void *out, size_t size);
/**
 * lamp_box_watch: (method) (name observe)
 * @self: the box
 * @func: (scope notified) (closure data) (destroy gone) (not nullable): what to call
 * @data: user data
 * @gone: frees it
 * @reserved: (unused): zero
 * @version: (fixed LAMP_SIZE): fixed
 */
lamp_status lamp_box_watch(lamp_box *self, lamp_func func, void *data, lamp_free_func gone,
			   int reserved, int version);
/**
 * lamp_box_each: (method)
 * @self: the box
 * @func: (scope call): what to call
 * @data: (closure func): user data
 */
lamp_status lamp_box_each(lamp_box *self, lamp_func func, void *data);
/**
 * lamp_box_get: (method) (failure null checked)
 * @self: the box
 *
 * Returns: (transfer full) (release free): a text
 */
char *lamp_box_get(lamp_box *self);
/**
 * lamp_box_weight: (method) (failure equals=0)
 * @self: the box
 * @handle: (opaque): a handle of the system
 *
 * Returns: (unit g): it
 */
uint64_t lamp_box_weight(lamp_box *self, void *handle);
/**
 * lamp_box_check: (method) (failure negative)
 * @self: the box
 *
 * Returns: (bool): whether it is good
 */
int lamp_box_check(lamp_box *self);
/**
 * lamp_box_color: (method) (failure negative)
 * @self: the box
 *
 * Returns: (enum lamp_color): which
 */
int lamp_box_color(lamp_box *self);
/**
 * lamp_box_keep: (method)
 * @self: the box
 * @item: (transfer full): a lamp
 * @spec: (in): what it is
 */
lamp_status lamp_box_keep(lamp_box *self, lamp *item, lamp_spec *spec);
/**
 * lamp_box_old: (skip nobody needs it)
 * @self: the box
 *
 * Deprecated: use lamp_box_get() instead
 */
lamp_status lamp_box_old(lamp_box *self);
/**
 * lamp_box_later: (method) (missing it is hard)
 * @self: the box
 */
lamp_status lamp_box_later(lamp_box *self);

#endif
