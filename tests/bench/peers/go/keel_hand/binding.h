/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One crossing for each call; what it gives, and why it failed, come back by value. */
#ifndef BINDING_H
#define BINDING_H

#include <keel/keel.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct hand_error {
	int code;
	int domain;
	char message[256];
} hand_error;

typedef struct {
	uintptr_t handle;
	hand_error *error;
} hand_handle;

typedef struct {
	bool value;
	hand_error *error;
} hand_bool;

typedef struct {
	keel_domain_info value;
	hand_error *error;
} hand_info;

/* A short name comes along; a longer one is lent. */
typedef struct {
	const char *long_name;
	size_t length;
	char short_name[48];
} hand_text;

typedef struct {
	uintptr_t *items;
	size_t n;
	hand_error *error;
} hand_list;

hand_handle hand_open(const char *uri);
hand_handle hand_look_up(uintptr_t connection, const char *name);
hand_list hand_list_domains(uintptr_t connection, uint32_t flags);
hand_error *hand_foreach(uintptr_t connection, uint32_t flags, uintptr_t data);
bool hand_is_read_only(uintptr_t connection);
hand_text hand_get_name(uintptr_t domain);
hand_bool hand_is_active(uintptr_t domain);
hand_info hand_get_info(uintptr_t domain);
uintptr_t hand_domain_ref(uintptr_t domain);
void hand_domain_unref(uintptr_t domain);
void hand_connection_unref(uintptr_t connection);
void hand_free(void *items);

#endif
