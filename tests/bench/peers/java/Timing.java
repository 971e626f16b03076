// SPDX-License-Identifier: LGPL-2.1-or-later

/** Measures the calls of one peer and prints a line for each. */
final class Timing {
    /** A loop of {@code n} calls, the caller's own, so that nothing stands between it and the call. */
    interface Loop {
        void run(int n) throws Throwable;
    }

    // What counts is the time of the processor that the thread gets, so that neighbours do not.
    private static final long LEAST = 20_000_000L;
    private static final long WHOLE = 300_000_000L;

    /** How long and how often a loop is run before it is measured, so that it is compiled. */
    private static final long WARM_UP = 300_000_000L;
    private static final int WARM_LOOPS = 20;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();

    private Timing() {}

    /** Prints the nanoseconds that a call takes in the best loop, and how many bytes it allocates. */
    static void best(String name, Loop loop) throws Throwable {
        int count = warm(loop);
        double best = Double.MAX_VALUE;
        long begin = THREADS.getCurrentThreadCpuTime();
        while (THREADS.getCurrentThreadCpuTime() - begin < WHOLE) {
            long start = THREADS.getCurrentThreadCpuTime();
            loop.run(count);
            best = Math.min(best, (double) (THREADS.getCurrentThreadCpuTime() - start) / count);
        }
        System.out.printf("%s %.2f%n", name, best);
        System.out.printf("allocations: %s %.0f%n", name, allocated(loop));
    }

    /** Runs a loop until it is compiled; returns how many calls are a short one. */
    private static int warm(Loop loop) throws Throwable {
        long begin = THREADS.getCurrentThreadCpuTime();
        int count = 1;
        for (int i = 0; i < WARM_LOOPS || THREADS.getCurrentThreadCpuTime() - begin < WARM_UP; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            loop.run(count);
            if (THREADS.getCurrentThreadCpuTime() - start < LEAST / 2) {
                count *= 2;
            }
        }
        return count;
    }

    /** Returns the bytes that a call allocates, once it is compiled. */
    private static double allocated(Loop loop) throws Throwable {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        loop.run(1000);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / 1000.0;
    }
}
