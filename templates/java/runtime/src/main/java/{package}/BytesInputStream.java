// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import module java.base;

/// The bytes that come through a stream of the library.
///
/// Reading waits until there is something.
/// Closing it finishes the stream when it was read to its end, and aborts it otherwise.
public final class BytesInputStream extends InputStream {
    /// How many bytes go through the library at once.
    private static final int CHUNK = 1 << 16;

    private final LongFunction<byte[]> receive;
    private final Runnable finish;
    private final Runnable abort;
    private byte[] rest = {};
    private int at;
    private boolean ended;
    private boolean closed;

    BytesInputStream(LongFunction<byte[]> receive, Runnable finish, Runnable abort) {
        this.receive = receive;
        this.finish = finish;
        this.abort = abort;
    }

    /// Waits for bytes; false at the end of the stream.
    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (at == rest.length && !ended) {
            rest = BytesOutputStream.reported(() -> receive.apply(CHUNK));
            at = 0;
            ended = rest.length == 0;
        }
        return !ended;
    }

    @Override
    public synchronized int read() throws IOException {
        return fill() ? rest[at++] & 0xff : -1;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        final int count = Math.min(length, rest.length - at);
        System.arraycopy(rest, at, bytes, offset, count);
        at += count;
        return count;
    }

    @Override
    public synchronized int available() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        return rest.length - at;
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            BytesOutputStream.reported(ended ? finish : abort);
        }
    }
}
