/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef KEEL_INTERNAL_H
#define KEEL_INTERNAL_H

/* What the core and the drivers share: errors, checks, text and numbers. */

#include <keel/keel.h>
#include <stdio.h>

#if defined(__GNUC__)
#define KEEL_PRINTF(at, from) __attribute__((format(printf, at, from), cold))
#define KEEL_PRINTF_HOT(at, from) __attribute__((format(printf, at, from)))
#define KEEL_LIKELY(condition) __builtin_expect(!!(condition), 1)
#else
#define KEEL_PRINTF(at, from)
#define KEEL_PRINTF_HOT(at, from)
#define KEEL_LIKELY(condition) (condition)
#endif

#define KEEL_UUID_STRING_SIZE 37

/* Leaves the function when the expression fails. */
#define KEEL_TRY(expression)                                                                       \
	do {                                                                                       \
		keel_status try_status = (expression);                                             \
		if (!KEEL_LIKELY(try_status == KEEL_OK))                                           \
			return try_status;                                                         \
	} while (0)

/* Leaves the function when a pointer that the caller must give is NULL. */
#define KEEL_CHECK_POINTER(pointer)                                                                \
	do {                                                                                       \
		if (!KEEL_LIKELY((pointer) != NULL))                                               \
			return keel_error_null(__func__, #pointer);                                \
	} while (0)

/* Sets the last error of this thread. */
void keel_set_error(keel_status status, keel_error_domain domain, const char *format, ...)
	KEEL_PRINTF(3, 4);

/* Does the same and is the status, so that the compiler sees which one it is. */
#define keel_error(status, ...) (keel_set_error((status), __VA_ARGS__), (status))

keel_status keel_error_null(const char *function, const char *argument);
keel_status keel_error_no_memory(void);

/* Fails when there are flags that are not among the known ones. */
keel_status keel_check_flags(const char *function, uint32_t flags, uint32_t known);

/* Does the same, and fails when there is more than one flag. */
keel_status keel_check_choice(const char *function, uint32_t flags, uint32_t known);

/* Fails when there is a count but no array. */
keel_status keel_check_array(const char *function, const void *array, size_t n);

/* Fails unless the text is UTF-8 that XML can hold; what names it in the message. */
keel_status keel_check_text(const char *text, const char *what);

/* Fails unless the text can be the name of a domain or the like. */
keel_status keel_check_name(const char *name);

/* Replaces what is not UTF-8 with question marks. */
void keel_mend_utf8(char *text);

/* How many bytes of a text fit without cutting a character. */
size_t keel_utf8_fit(const char *text, size_t most);

/* Tells whether a text matches a shell pattern, by characters and whatever the locale. */
bool keel_matches(const char *pattern, const char *text);

char *keel_strdup(const char *text);

/* Copies an array of strings, with a NULL after the last, or gives NULL without memory. */
char **keel_strings_copy(const char *const *strings, size_t n);

/* Copies parameters, or gives NULL without memory. */
keel_param *keel_params_copy(const keel_param *params, size_t n);

void keel_uuid_format(const uint8_t uuid[KEEL_UUID_SIZE], char text[KEEL_UUID_STRING_SIZE]);
bool keel_uuid_parse(const char *text, uint8_t uuid[KEEL_UUID_SIZE]);

/* Reads a whole decimal number; spaces around it are allowed, a sign is not. */
keel_status keel_parse_u64(const char *text, const char *what, uint64_t max, uint64_t *ret);

/* A text that grows. It remembers that memory ran out, so only the end needs a check. */
struct keel_buffer {
	char *data;
	size_t size;
	size_t room;
	bool failed;
};

void keel_buffer_add(struct keel_buffer *self, const char *format, ...) KEEL_PRINTF_HOT(2, 3);

/* Adds text for use in XML, between tags or inside a quoted attribute. */
void keel_buffer_add_xml(struct keel_buffer *self, const char *text);

/* Ends the buffer and gives the text to the caller. */
keel_status keel_buffer_steal(struct keel_buffer *self, char **ret);

#endif
