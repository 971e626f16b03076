/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Both outer functions stay when the one between them has no description. */
int good_before(int a);
int bad_atomic(int *_Atomic pointer);
int good_after(int b);
typedef int bad_vector __attribute__((vector_size(16)));
struct good_record {
    bad_vector *lanes;
};
