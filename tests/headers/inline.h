/* SPDX-License-Identifier: LGPL-2.1-or-later */
/** Adds, in the header. */
static inline int inline_add(int a, int b)
{
    int sum = ({ int t = a; t + b; });
    if (sum) {
        __asm__ volatile("" : : "r"(sum));
    }
    return sum;
}

extern inline __attribute__((gnu_inline, always_inline)) int inline_extern(void) { return 1; }
static int internal_prototype(void);
int not_inline(void);
int defined_here(int a) { return a; }
static int internal_prototype(void) { return 0; }
int last(void);
