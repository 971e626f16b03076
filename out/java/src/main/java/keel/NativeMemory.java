// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

import module java.base;

/// Memory of C, by address.
@SuppressWarnings("restricted")
final class NativeMemory {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private NativeMemory() {}

    static long getLong(long at) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    }

    static void putLong(long at, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
    }

    static void putByte(long at, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, at, value);
    }

    static byte[] getBytes(long at, int length) {
        final byte[] bytes = new byte[length];
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
        return bytes;
    }

    static void putBytes(long at, byte[] bytes) {
        MemorySegment.copy(bytes, 0, ALL, ValueLayout.JAVA_BYTE, at, bytes.length);
    }

    static void copy(long from, long to, long size) {
        MemorySegment.copy(ALL, from, ALL, to, size);
    }
}
