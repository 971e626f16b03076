// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

import module java.base;

/// Texts as C has them: UTF-8 that ends with a zero.
///
/// A byte that is not UTF-8 becomes a lone surrogate, from U+DC80 to U+DCFF, and is that byte again on its way back:
/// what a library says is never lost.
final class NativeText {
    private static final char REPLACEMENT = '\ufffd';

    private NativeText() {}

    /// Returns how much memory a text needs at most, with its zero.
    static long room(String text) {
        return 3L * text.length() + 1;
    }

    /// Writes a text and returns where its zero stands.
    static long write(String text, long at, String name) {
        final int length = text.length();
        long to = at;
        for (int i = 0; i < length; i++) {
            final char unit = text.charAt(i);
            if (unit == 0) {
                throw new IllegalArgumentException(name + " has a NUL in it, at which C would end it");
            }
            if (unit < 0x80) {
                NativeMemory.putByte(to++, (byte) unit);
            } else if (unit < 0x800) {
                to = write(to, 0xc0 | unit >> 6, 0x80 | unit & 0x3f);
            } else if (Character.isHighSurrogate(unit) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                final int point = Character.toCodePoint(unit, text.charAt(++i));
                to = write(to, 0xf0 | point >> 18, 0x80 | point >> 12 & 0x3f, 0x80 | point >> 6 & 0x3f, 0x80 | point & 0x3f);
            } else if (unit >= 0xdc80 && unit <= 0xdcff) {
                NativeMemory.putByte(to++, (byte) unit);
            } else if (Character.isSurrogate(unit)) {
                throw new IllegalArgumentException(name + " has half a character in it");
            } else {
                to = write(to, 0xe0 | unit >> 12, 0x80 | unit >> 6 & 0x3f, 0x80 | unit & 0x3f);
            }
        }
        NativeMemory.putByte(to, (byte) 0);
        return to;
    }

    private static long write(long at, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            NativeMemory.putByte(at + i, (byte) bytes[i]);
        }
        return at + bytes.length;
    }

    /// Reads a text.
    static String read(long at, int length) {
        final byte[] bytes = NativeMemory.getBytes(at, length);
        final String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decode(bytes);
    }

    /// Reads a text of which some bytes may not be UTF-8.
    private static String decode(byte[] bytes) {
        final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isMalformed()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (0xdc00 | in.get() & 0xff));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }
}
