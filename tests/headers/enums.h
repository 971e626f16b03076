/* SPDX-License-Identifier: LGPL-2.1-or-later */
struct pair {
    int a, b;
};

enum plain { PLAIN_A, PLAIN_B, PLAIN_C = 10, PLAIN_D };
typedef enum { UNTAGGED_A = 1 << 0, UNTAGGED_B = 1 << 1, UNTAGGED_ALL = UNTAGGED_A | UNTAGGED_B } untagged_flags;
typedef enum tagged { TAGGED_A = -1, TAGGED_B } tagged;
enum { LONELY_A = 010, LONELY_B = 0x10, LONELY_C = 0b101 };
enum expressions {
    E_CHAR = 'A',
    E_ESCAPE = '\n',
    E_OCTAL_ESCAPE = '\101',
    E_HEX_ESCAPE = '\xff',
    E_SIZEOF = sizeof(int),
    E_SIZEOF_POINTER = sizeof(char *),
    E_SIZEOF_STRUCT = sizeof(struct pair),
    E_AFTER_SIZEOF,
    E_CAST = (int) 3000000000u,
    E_CAST_CHAR = (unsigned char) 300,
    E_DIVIDE = -7 / 2,
    E_MODULO = -7 % 2,
    E_SHIFT = -8 >> 1,
    E_COMPLEMENT = ~0x0f,
    E_NOT = !5,
    E_TERNARY = 1 ? 2 : 3,
    E_LOGIC = 1 && 0 || 1,
    E_COMPARE = (3 > 2) + (2 <= 1),
    E_MIXED = -1 < 1u,
    E_XOR = 6 ^ 3,
    E_OFFSET = __builtin_offsetof(struct pair, b),
    E_REFERENCE = E_DIVIDE + PLAIN_C
};
enum wide { WIDE_UNSIGNED = 0xffffffff, WIDE_WRAP = 0u - 1 };
enum huge { HUGE_A = 0x7fffffffffffffff, HUGE_B = 1ull << 63 };
enum __attribute__((packed)) narrow { NARROW_A = 1, NARROW_B = 200 };
enum attributed {
    ATTRIBUTED_OLD __attribute__((deprecated("use ATTRIBUTED_NEW"))) = 1,
    ATTRIBUTED_NEW = 2,
    ATTRIBUTED_COMMA,
};
typedef enum {
    COUNTED_A,
    COUNTED_B,
#ifdef HEADER_SENTINELS
    COUNTED_LAST
#endif
} counted;
