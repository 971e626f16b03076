// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import module java.base;

/// Code of the user's that the library calls, known to C by a number.
@SuppressWarnings("restricted")
final class NativeCallback {
    private static final int DESTROY = -1;

    private static final Object LOCK = new Object();

    private static volatile NativeCallback[] known = new NativeCallback[16];

    /// Numbers that are free again, below `next`.
    private static final Deque<Integer> FREE = new ArrayDeque<>();

    private static int next = 1;

    static {
        try {
            final MethodHandle handle = MethodHandles.lookup().findStatic(NativeCallback.class, "upcall",
                    MethodType.methodType(long.class, long.class, long.class, long.class));
            final FunctionDescriptor shape = FunctionDescriptor.of(ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
            NativeCalls.begin(Linker.nativeLinker().upcallStub(handle, shape, Arena.global()));
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final int type;
    private final Object code;
    private final boolean ofCall;
    private final int key;
    private boolean kept;
    private volatile Throwable failed;

    NativeCallback(int type, Object code, boolean ofCall) {
        this.type = type;
        this.code = code;
        this.ofCall = ofCall;
        synchronized (LOCK) {
            final Integer free = FREE.poll();
            key = free != null ? free : next++;
            if (key == known.length) {
                known = Arrays.copyOf(known, 2 * key);
            }
            known[key] = this;
        }
    }

    long key() {
        return key;
    }

    Object code() {
        return code;
    }

    /// After the call: throws what the user's code threw during it, and lets the library keep the others.
    ///
    /// @return whether the library was to keep it
    boolean settle(boolean good) {
        final Throwable thrown = failed;
        if (ofCall && thrown != null) {
            NativeCallback.<RuntimeException>rethrow(thrown);
        }
        kept = good && !ofCall;
        return !ofCall;
    }

    /// Ends the call that the callback was given to.
    void end() {
        if (!kept) {
            forget();
        }
    }

    private void forget() {
        synchronized (LOCK) {
            if (known[key] == this) {
                known[key] = null;
                FREE.add(key);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /// Is called by C; an exception that left it would end the process.
    private static long upcall(long type, long key, long arguments) {
        final NativeCallback callback = known[(int) key];
        try {
            if (type == DESTROY) {
                callback.forget();
                return 0;
            }
            if (callback.failed != null) {
                return 1;
            }
            final NativeScratch scratch = NativeScratch.get();
            scratch.readAt(arguments + 8 * NativeUpcalls.REPLY);
            NativeUpcalls.call(callback.type, callback.code, scratch, arguments);
            return 0;
        } catch (Throwable thrown) {
            fail(callback, thrown);
            return 1;
        }
    }

    private static void fail(NativeCallback callback, Throwable thrown) {
        if (callback != null && callback.ofCall) {
            callback.failed = thrown;
            return;
        }
        try {
            Callbacks.report(thrown);
        } catch (Throwable again) {
            // There is nobody left to tell.
            thrown.addSuppressed(again);
        }
    }
}
