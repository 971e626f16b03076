// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests streams of Java over a stream in memory in place of a library's. */
final class StreamsTest {
    private static final byte[] DATA = "all that there is to send".getBytes();

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final List<String> ends = new ArrayList<>();
    private byte[] left = DATA;

    private byte[] receive(long size) {
        byte[] given = Arrays.copyOf(left, (int) Math.min(Math.min(size, 7), left.length));
        left = Arrays.copyOfRange(left, given.length, left.length);
        return given;
    }

    private long send(byte[] bytes) {
        int taken = Math.min(bytes.length, 7);
        sent.write(bytes, 0, taken);
        return taken;
    }

    private BytesInputStream input() {
        return new BytesInputStream(this::receive, () -> ends.add("finish"), () -> ends.add("abort"));
    }

    private BytesOutputStream output() {
        return new BytesOutputStream(this::send, () -> ends.add("finish"), () -> ends.add("abort"));
    }

    @Test
    void streamThatIsReadToItsEndIsFinished() throws IOException {
        try (BytesInputStream stream = input()) {
            assertEquals(DATA[0], stream.read());
            assertEquals(6, stream.available());
            assertArrayEquals(Arrays.copyOfRange(DATA, 1, DATA.length), stream.readAllBytes());
            assertEquals(-1, stream.read());
        }

        assertEquals(List.of("finish"), ends);
    }

    @Test
    void streamThatIsNotReadToItsEndIsAborted() throws IOException {
        BytesInputStream stream = input();
        stream.read();
        stream.close();
        stream.close();

        assertEquals(List.of("abort"), ends);
        assertThrows(IOException.class, stream::read);
    }

    @Test
    void everythingIsSentBeforeTheStreamIsFinished() throws IOException {
        try (BytesOutputStream stream = output()) {
            stream.write(DATA[0]);
            stream.write(DATA, 1, DATA.length - 1);
        }

        assertArrayEquals(DATA, sent.toByteArray());
        assertEquals(List.of("finish"), ends);
    }

    @Test
    void halfOfAnUploadIsNeverConfirmed() throws IOException {
        BytesOutputStream given = output();
        given.write(DATA);
        given.abort();
        given.close();
        IllegalStateException broken = new IllegalStateException("broken");
        BytesOutputStream failing = new BytesOutputStream(bytes -> {
            throw broken;
        }, () -> ends.add("finish"), () -> ends.add("abort"));

        assertEquals(broken, assertThrows(IOException.class, () -> failing.write(1)).getCause());
        failing.close();

        assertEquals(List.of("abort", "abort"), ends);
        assertThrows(IOException.class, () -> given.write(1));
    }
}
