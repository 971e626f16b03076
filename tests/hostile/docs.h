/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef HOSTILE_DOCS_H
#define HOSTILE_DOCS_H

/*
 * Documentation that is code in some language, once it is copied into a comment or a string there.
 */

#include <stdint.h>

/**
 * hostile_mood:
 * @HOSTILE_MOOD_QUOTED: ends with a quote "
 * @HOSTILE_MOOD_ESCAPED: ends with a backslash \
 * @HOSTILE_MOOD_TRIPLE: """ and ''' and \N{BULLET} ?> *) =cut
 *
 * An enum whose documentation ends with """
 */
typedef enum hostile_mood {
	HOSTILE_MOOD_QUOTED = 0,
	HOSTILE_MOOD_ESCAPED = 1,
	HOSTILE_MOOD_TRIPLE = 2
} hostile_mood;

/**
 * hostile_quote:
 * @text: a field that ends with "
 *
 * "
 */
typedef struct hostile_quote {
	int32_t text;
} hostile_quote;

/**
 * hostile_documented: (static) (nonblocking)
 * @value: a lone quote " and another ', three """ and ''', and a trailing backslash \
 *
 * Ends a comment *&#47; or * / or **&#47;, and begins one /&#42; or // or -- or #.
 *
 * A lone " quote, a "pair", three """ in a row, and '''.
 *
 * Escapes: \u0022 \U0001F600 \N{BULLET} \x41 \n \0 \" \\ and ??/ ??) trigraphs.
 *
 * Ends of code: ?> </pre> ]]> @endcode %} }} {{ {% raw %} *) (* --> <!-- $) EOF
 *
 * =cut
 *
 * system("false");
 *
 * =head1 NOT A HEADING
 *
 * __END__
 *
 * This @deprecated is not a tag, nor {@link nothing}, @param or <script>alert(1)</script> &amp; &lt;
 *
 * Percent %s %d %n %(name)s {} {0} {name} ${HOME} $(false) `false` #{1} %{x}.
 *
 * Non-ASCII: äöü — “quotes” … 日本語 🐍 and a soft­hyphen.
 *
 * import "C"; //export Evil #cgo LDFLAGS: -levil //go:linkname x y +build ignore
 *
 *     preformatted """ \ ?> *) =cut
 *         deeper	with a tab
 *
 * A paragraph that ends with a backslash \
 *
 * "
 *
 * \
 *
 * Returns: the value, "quoted", and a trailing backslash \
 */
int32_t hostile_documented(int32_t value);

#endif
