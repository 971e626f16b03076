// SPDX-License-Identifier: LGPL-2.1-or-later

/** Measures the calls of one peer and prints a line for each. */
final class Timing {
    /** A loop of {@code n} calls, the caller's own, so that nothing stands between it and the call. */
    interface Loop {
        void run(int n) throws Throwable;
    }

    private static final int REPEAT = 7;

    /** How long a loop is run before it is measured, so that it is compiled. */
    private static final long WARM_UP = 250_000_000L;

    private Timing() {}

    /** Runs loops of {@code count} calls and prints the nanoseconds that a call takes in the best. */
    static void best(String name, int count, Loop loop) throws Throwable {
        long begin = System.nanoTime();
        for (int i = 0; i < 20 || System.nanoTime() - begin < WARM_UP; i++) {
            loop.run(count / 10);
        }
        double best = Double.MAX_VALUE;
        for (int i = 0; i < REPEAT; i++) {
            long start = System.nanoTime();
            loop.run(count);
            best = Math.min(best, (double) (System.nanoTime() - start) / count);
        }
        System.out.printf("%s %.2f%n", name, best);
        System.out.printf("allocations: %s %.0f%n", name, allocated(loop));
    }

    /** Returns the bytes that a call allocates, once it is compiled. */
    private static double allocated(Loop loop) throws Throwable {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        loop.run(1000);
        return (threads.getCurrentThreadAllocatedBytes() - before) / 1000.0;
    }
}
