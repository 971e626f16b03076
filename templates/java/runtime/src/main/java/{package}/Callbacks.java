// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import module java.base;

/// What becomes of exceptions in code that the library calls.
///
/// What a callback throws that runs only during a call, that call throws.
/// What any other throws is reported here: by default to the thread's handler for uncaught exceptions.
public final class Callbacks {
    private static volatile Consumer<? super Throwable> handler;

    private Callbacks() {}

    /// Sets who is told of what callbacks throw that nobody waits for.
    ///
    /// @param handler is called on the thread that the callback ran on; null brings the default back
    public static void onFailure(Consumer<? super Throwable> handler) {
        Callbacks.handler = handler;
    }

    static void report(Throwable thrown) {
        final Consumer<? super Throwable> told = handler;
        if (told != null) {
            told.accept(thrown);
        } else {
            final Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }
}
