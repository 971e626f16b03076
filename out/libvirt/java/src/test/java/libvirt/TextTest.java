// SPDX-License-Identifier: LGPL-2.1-or-later
package libvirt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how texts cross. */
final class TextTest {
    private static String crossed(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            long at = arena.allocate(bytes.length + 1).address();
            for (int i = 0; i < bytes.length; i++) {
                NativeMemory.putByte(at + i, bytes[i]);
            }
            return NativeText.read(at, bytes.length);
        }
    }

    private static byte[] crossed(String text) {
        try (Arena arena = Arena.ofConfined()) {
            long at = arena.allocate(NativeText.room(text)).address();
            long end = NativeText.write(text, at, "text");
            return NativeMemory.getBytes(at, (int) (end - at));
        }
    }

    @ParameterizedTest
    @CsvSource({"'',''", "a,61", "ä,c3a4", "世,e4b896", "🐋,f09f908b", "\ufffd,efbfbd"})
    void textIsUtf8(String text, String bytes) {
        assertEquals(bytes, HexFormat.of().formatHex(crossed(text)));
        assertEquals(text, crossed(HexFormat.of().parseHex(bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "61ff62", "c3", "61c3", "e4b8", "f09f90", "c0af", "eda080", "efbfbdff", "f8888080"})
    void bytesThatAreNotUtf8AreNotLost(String bytes) {
        String text = crossed(HexFormat.of().parseHex(bytes));

        assertEquals(bytes, HexFormat.of().formatHex(crossed(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "\ud800", "a\ud800b", "\udc00"})
    void textThatCCannotHaveIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> crossed(text));
    }
}
