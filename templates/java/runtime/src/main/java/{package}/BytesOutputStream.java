// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import module java.base;

/// Sends bytes through a stream of the library.
///
/// Closing it finishes the stream, which tells whether all that was written arrived.
/// When writing failed, or [#abort] was called, the stream is aborted instead: half of what was to be sent is never
/// confirmed. A `try` statement closes it also when its block throws: call [#abort] where that matters.
public final class BytesOutputStream extends OutputStream {
    /// How many bytes go through the library at once.
    private static final int CHUNK = 1 << 16;

    private final ToLongFunction<byte[]> send;
    private final Runnable finish;
    private final Runnable abort;
    private boolean failed;
    private boolean closed;

    BytesOutputStream(ToLongFunction<byte[]> send, Runnable finish, Runnable abort) {
        this.send = send;
        this.finish = finish;
        this.abort = abort;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        int sent = 0;
        while (sent < length) {
            final int from = offset + sent;
            final byte[] chunk = Arrays.copyOfRange(bytes, from, from + Math.min(CHUNK, length - sent));
            failed = true;
            sent += reported(() -> send.applyAsLong(chunk)).intValue();
            failed = false;
        }
    }

    /// Gives up: what was sent so far is not confirmed.
    ///
    /// @throws IOException when the library cannot do that
    public synchronized void abort() throws IOException {
        if (!closed) {
            closed = true;
            reported(abort);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (failed) {
            abort();
        } else if (!closed) {
            closed = true;
            reported(finish);
        }
    }

    /// Runs code of the library's; what it throws is the cause of an exception of streams.
    static <T> T reported(Supplier<T> code) throws IOException {
        try {
            return code.get();
        } catch (RuntimeException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    static void reported(Runnable code) throws IOException {
        reported(() -> {
            code.run();
            return null;
        });
    }
}
