/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef int number, *number_ptr, number_row[3], (*number_fn)(int, int);
typedef number first;
typedef first second;
typedef const second *third;
typedef unsigned long int ulong_words, unsigned_words_swapped;
typedef long unsigned long_unsigned;
typedef signed char tiny;
typedef short int small;
typedef long long int huge;
typedef long double widest;
typedef double _Complex complex_number;
typedef void plain_function(int code, const char *text);
typedef int (*handler)(void *opaque, int (*nested)(const char *name));
typedef handler (*handler_factory)(const char *const *names, size_t count);
typedef struct opaque opaque;
typedef struct opaque *opaque_ptr;
typedef const struct opaque *opaque_const_ptr;
typedef __typeof__(unsigned short) typeof_type;

struct forward;
struct forward *forward_new(void);
union either;
extern plain_function declared_by_typedef;
int old_style();
int (in_parentheses)(int a);
int *one(int a), two(char b), (*three)(void);
extern const char *const names[];
extern int table[2][3];
extern volatile int counter;
static int hidden;
void arrays(int open[], int fixed[4], int least[static 2], const char *const argv[]);
void pointers(char *restrict to, const char *__restrict from, void **out, const void *const *in);
void callbacks(int (*compare)(const void *, const void *), void by_name(int code));
void (*signal_like(int number, void (*handler)(int)))(int);
int variadic(const char *format, ...);
int with_list(const char *format, va_list arguments);
uint64_t fixed_width(int8_t a, uint16_t b, size_t c);
_Bool truth(_Bool value);
void again(int, char);
void again(int named, char also);
void tagged_inside(struct declared_in_prototype *pointer);
