// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

/// A function that the library gave to the user's code.
final class NativeCode implements AutoCloseable {
    private final long function;
    private final long data;
    private final long destroy;
    private boolean closed;

    NativeCode(long function, long data, long destroy) {
        this.function = function;
        this.data = data;
        this.destroy = destroy;
    }

    long function() {
        return function;
    }

    long data() {
        return data;
    }

    /// Tells the library that the function is needed no longer.
    @Override
    public synchronized void close() {
        if (!closed && destroy != 0) {
            NativeCalls.destroy(destroy, data);
        }
        closed = true;
    }
}
