// SPDX-License-Identifier: LGPL-2.1-or-later
package libvirt;

import module java.base;

/// The thread on which the library's events are delivered.
final class NativeEvents {
    private static boolean started;

    private NativeEvents() {}

    /// Begins, once in the life of the process.
    static synchronized void start(Runnable first, Runnable deliver) {
        if (started) {
            return;
        }
        first.run();
        final Thread thread = new Thread(() -> run(deliver), NativeFunctions.LIBRARY + " events");
        thread.setDaemon(true);
        thread.start();
        started = true;
    }

    private static void run(Runnable deliver) {
        while (true) {
            try {
                deliver.run();
            } catch (RuntimeException failed) {
                Callbacks.report(failed);
            }
        }
    }
}
