/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

struct point {
    int x, y;
    const char *name;
};

typedef struct {
    uint8_t bytes[16];
    struct point where;
} untagged;

typedef struct tagged {
    struct tagged *next;
    enum { INNER_A, INNER_B } kind;
    struct named_inside {
        int depth;
    } inside;
} tagged;

struct anonymous {
    int type;
    union {
        int number;
        double real;
        struct {
            char first;
            long second;
        };
    };
    struct {
        short a;
        short b;
    } pair;
    union {
        char c;
        void *p;
    } *indirect;
    struct {
        int each;
    } rows[3];
};

struct bits {
    unsigned int low : 3;
    unsigned int : 0;
    signed int high : 5;
    _Bool flag : 1;
    int whole;
};

struct flexible {
    unsigned int count;
    char data[];
};

struct functions {
    int (*open)(struct functions *self, const char *path);
    void (*table[2])(void);
};

struct atomics {
    _Atomic int counter;
    _Atomic(long) total;
};

struct lengths {
    char by_sum[4 + 4];
    char by_enum[INNER_B + 1];
    char by_size[sizeof(struct point)];
    int matrix[2][3];
};

union value {
    int i;
    double d;
};

struct __attribute__((packed)) packed {
    char c;
    int i;
};

struct aligned {
    char c;
} __attribute__((aligned(32)));

struct empty {};
