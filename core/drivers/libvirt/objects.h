/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_LIBVIRT_OBJECTS_H
#define KEEL_LIBVIRT_OBJECTS_H

/* The objects that are not domains, and what is the same for all kinds. */

#include "libvirt.h"

struct lv_snapshot {
	keel_snapshot base;
	virDomainSnapshotPtr ptr;
};

struct lv_network {
	keel_network base;
	virNetworkPtr ptr;
};

struct lv_storage_pool {
	keel_storage_pool base;
	virStoragePoolPtr ptr;
};

struct lv_storage_volume {
	keel_storage_volume base;
	virStorageVolPtr ptr;
};

struct lv_node_device {
	keel_node_device base;
	virNodeDevicePtr ptr;
};

struct lv_secret {
	keel_secret base;
	virSecretPtr ptr;
};

struct lv_watch;

struct lv_stream {
	keel_stream base;
	virStreamPtr ptr;
	/* Guards what follows. */
	pthread_mutex_t lock;
	bool over;
	struct lv_watch *watch;
};

static inline virStreamPtr lv_stream(const keel_stream *self)
{
	return ((const struct lv_stream *)self)->ptr;
}

/* Notes that libvirt has put a stream to use, unless it failed. */
keel_status lv_stream_begin(keel_stream *stream, int result, keel_error_domain domain);

/* Tells whether there is an object of the name or the UUID in a configuration. */
typedef keel_status (*lv_there_func)(const keel_connection *connection, const char *xml, bool *ret);

/* Fails when there is one already, which libvirt has no flag for. */
keel_status lv_check_new(const keel_connection *connection, const char *xml, lv_there_func is_there,
			 keel_error_domain domain);
/* The failure of making one: libvirt has no error of its own for one that is there already. */
keel_status lv_new_error(const keel_connection *connection, const char *xml, lv_there_func is_there,
			 keel_error_domain domain);

/*
 * Defines a function that makes objects of keel's of those of libvirt, which it takes over with
 * their array. The owner is what the function that gives one of them takes first.
 */
#define LV_DEFINE_LIST(function, type, owner_type, pointer, give, vir_free)                        \
	static keel_status function(owner_type *owner, pointer *list, int n, type ***ret,          \
				    size_t *ret_n)                                                 \
	{                                                                                          \
		type **all = malloc(((size_t)n + 1) * sizeof(type *));                             \
		keel_status status = all ? KEEL_OK : keel_error_no_memory();                       \
		int n_given = 0;                                                                   \
		int i;                                                                             \
                                                                                                   \
		for (i = 0; i < n; i++)                                                            \
			if (status != KEEL_OK)                                                     \
				vir_free(list[i]);                                                 \
			else if ((status = give(owner, list[i], &all[i])) == KEEL_OK)              \
				n_given++;                                                         \
		free(list);                                                                        \
		if (status == KEEL_OK) {                                                           \
			*ret = all;                                                                \
			*ret_n = (size_t)n;                                                        \
			return KEEL_OK;                                                            \
		}                                                                                  \
		for (i = 0; i < n_given; i++)                                                      \
			type##_unref(all[i]);                                                      \
		free(all);                                                                         \
		return status;                                                                     \
	}

#endif
