// SPDX-License-Identifier: LGPL-2.1-or-later
package libvirt;

import module java.base;

/// A handle of C, and who uses it: it is given back when it is closed and nobody does.
final class NativeHandle implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    private static final VarHandle USERS;

    /// Added to the number of users once the handle is closed.
    private static final int CLOSED = Integer.MIN_VALUE;

    static {
        try {
            USERS = MethodHandles.lookup().findVarHandle(NativeHandle.class, "users", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final long pointer;
    private final int kind;
    private final String name;
    private final Cleaner.Cleanable cleanable;
    private volatile int users;

    NativeHandle(NativeObject object, long pointer, int kind) {
        this.pointer = pointer;
        this.kind = kind;
        this.name = object.getClass().getSimpleName();
        this.cleanable = CLEANER.register(object, this);
    }

    /// Returns the handle of C, which stays valid until [#leave].
    long enter() {
        int seen = users;
        while (seen >= 0) {
            if (USERS.weakCompareAndSet(this, seen, seen + 1)) {
                return pointer;
            }
            seen = users;
        }
        throw new ClosedException(name);
    }

    /// Ends the use that [#enter] began.
    void leave() {
        if ((int) USERS.getAndAdd(this, -1) == CLOSED + 1) {
            NativeCalls.release(kind, pointer);
        }
    }

    boolean isClosed() {
        return users < 0;
    }

    void close() {
        cleanable.clean();
    }

    /// Closes without giving back, for a caller that gives it back himself.
    ///
    /// @return the handle, or 0 when it was closed already or is in use: then the last to use it gives it back
    long take() {
        int seen = users;
        while (seen >= 0) {
            if (USERS.weakCompareAndSet(this, seen, seen | CLOSED)) {
                cleanable.clean();
                return seen == 0 ? pointer : 0;
            }
            seen = users;
        }
        return 0;
    }

    /// Closes; runs once, by hand or after the object became unreachable.
    @Override
    public void run() {
        int seen = users;
        while (seen >= 0) {
            if (USERS.weakCompareAndSet(this, seen, seen | CLOSED)) {
                if (seen == 0) {
                    NativeCalls.release(kind, pointer);
                }
                return;
            }
            seen = users;
        }
    }
}
