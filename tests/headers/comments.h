/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Copyright: this is about the file.
 */
#ifndef COMMENTS_H
#define COMMENTS_H

/* Just a heading. */

/** Stands before, on one line. */
int before_one_line(void);

/**
 * before_block:
 * @a: the first
 *   goes on
 *
 * Stands before:
 *
 *     indented text
 */
int
before_block(int a);

/// Slashes, first line.
///
/// Slashes, last line.
int slashes(void);

/*! Qt style. */
int qt_style(void);

int same_line(void); /* On the same line. */

int same_line_doc(void); /**< On the same line, as a doc comment. */

int after_plain(void);
/*
     After it, as zlib does.
   Second line.
*/

int after_marked(void);
/**< After it, marked. */

int nothing(void);

/* A plain comment before. */
int plain_before(void);

/** Before a macro. */
#define COMMENTED 1

#define BESIDE 2 /* Beside a macro. */

/** About a type. */
typedef struct commented {
    int first; /* The first field. */
    /** The second field. */
    int second;
    int third; /**< The third field,
                    on two lines. */
    int fourth;
} commented;

/** About an enum. */
typedef enum {
    COMMENTED_A = 1, /* The first. */
    COMMENTED_B,     /* The second,
                        on two lines. */
    /* The third. */
    COMMENTED_C,
    COMMENTED_D
} commented_enum;

const char *tricky = "/* not a comment */"; // Slashes on the same line.

/** Before an export macro. */
#define API
API
int exported(void);

/** @file is far from everything else */


int far_away(void);
#endif
