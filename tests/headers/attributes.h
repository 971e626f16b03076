/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define EXPORT __attribute__((visibility("default")))

EXPORT int before(int a);
int EXPORT between(int a);
int after(int a) __attribute__((nonnull, deprecated("use before")));
__attribute__((__warn_unused_result__)) __attribute__((malloc)) void *several(void);
int with_numbers(const char *a, const char *b) __attribute__((__nonnull__(1, 2)));
int logs(const char *format, ...) __attribute__((format(printf, 1, 2)));
int parameters(int a __attribute__((unused)), int b);
typedef int old_type __attribute__((deprecated));
typedef int shared_a, alone_b __attribute__((aligned(16)));
extern int renamed(void) __asm__("real_name") __attribute__((pure));
__extension__ typedef long long extended;
struct __attribute__((deprecated)) old_struct {
    int field __attribute__((aligned(8)));
};
typedef struct {
    char c;
    int i;
} __attribute__((packed)) packed_type;
_Noreturn void leaves(void);
