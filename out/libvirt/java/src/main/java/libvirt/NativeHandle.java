// SPDX-License-Identifier: LGPL-2.1-or-later
package libvirt;

import module java.base;

/// A handle of C, and who uses it: it is given back when it is closed and nobody does.
///
/// The thread that made it counts its own uses without an atomic operation, which would take longer than the call:
/// it writes its count, then reads whether the handle is closed. Another thread that closes it writes that, makes all
/// threads pass a memory barrier, and then reads the count. So one of them sees what the other wrote, and gives the
/// handle back; that both do is prevented. All other threads count atomically, and so does every thread on a system
/// that cannot make others pass a barrier.
final class NativeHandle implements Runnable {
    private static final Cleaner CLEANER = Cleaner.create();

    private static final VarHandle STATE;
    private static final VarHandle OWN;

    /// Set once the handle is closed.
    private static final int CLOSED = 1 << 31;

    /// Set once the handle was given back, or somebody else has it.
    private static final int GONE = 1 << 30;

    /// Counts the other threads' uses.
    private static final int USERS = GONE - 1;

    private static final boolean BARRIERS = NativeCalls.beginBarriers();

    private static final long NOBODY = -1;

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(NativeHandle.class, "state", int.class);
            OWN = lookup.findVarHandle(NativeHandle.class, "own", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final long pointer;
    private final long owner = BARRIERS ? Thread.currentThread().threadId() : NOBODY;
    private final int kind;
    private final Class<?> type;
    private final Cleaner.Cleanable cleanable;
    private int own;
    private volatile int state;

    NativeHandle(NativeObject object, long pointer, int kind) {
        this.pointer = pointer;
        this.kind = kind;
        this.type = object.getClass();
        this.cleanable = CLEANER.register(object, this);
    }

    /// Returns the handle of C, which stays valid until [#leave].
    long enter() {
        if (Thread.currentThread().threadId() == owner) {
            OWN.setOpaque(this, own + 1);
            VarHandle.storeStoreFence();
            if (state < 0) {
                leave();
                throw closed();
            }
            return pointer;
        }
        int seen = state;
        while (seen >= 0) {
            if (STATE.weakCompareAndSet(this, seen, seen + 1)) {
                return pointer;
            }
            seen = state;
        }
        throw closed();
    }

    /// Ends the use that [#enter] began.
    void leave() {
        if (Thread.currentThread().threadId() == owner) {
            OWN.setRelease(this, own - 1);
            VarHandle.storeStoreFence();
            if (state < 0) {
                giveBack();
            }
        } else if ((int) STATE.getAndAdd(this, -1) < 0) {
            giveBack();
        }
    }

    private ClosedException closed() {
        return new ClosedException(type.getSimpleName());
    }

    boolean isClosed() {
        return state < 0;
    }

    void close() {
        cleanable.clean();
    }

    /// Closes; runs once, by hand or after the object became unreachable.
    @Override
    public void run() {
        STATE.getAndBitwiseOr(this, CLOSED);
        giveBack();
    }

    /// Closes without giving back, for a caller that does that.
    ///
    /// @return the handle, or 0 when it was closed before, or is in use: then the last to use it gives it back
    long take() {
        if ((int) STATE.getAndBitwiseOr(this, CLOSED) < 0) {
            return 0;
        }
        final long taken = unused() ? pointer : 0;
        cleanable.clean();
        return taken;
    }

    private void giveBack() {
        if (unused()) {
            NativeCalls.release(kind, pointer);
        }
    }

    /// Tells the first to ask it of a closed handle that nobody uses it any longer.
    private boolean unused() {
        if (owner != NOBODY && Thread.currentThread().threadId() != owner) {
            NativeCalls.passBarriers();
        }
        return (int) OWN.getAcquire(this) == 0 && STATE.compareAndSet(this, CLOSED, CLOSED | GONE);
    }
}
