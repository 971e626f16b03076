// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import module java.base;

/// Calls the functions of the shared object.
///
/// Every argument is a `long`, and so is what comes back: functions with as many arguments share one method handle,
/// which is made when it is first needed, and a function is the place of its address in a table.
@SuppressWarnings("restricted")
final class NativeCalls {
    private static final MemorySegment LIBRARY = NativeLibrary.load();

    private static final MemorySegment FUNCTIONS = field(2).reinterpret(8 * slot(1));

    static {
        checkVersion();
        load();
    }

    private NativeCalls() {}

    /// A shared object of another version numbers its functions in another way.
    private static void checkVersion() {
        final String version = field(0).reinterpret(Long.MAX_VALUE).getString(0);
        final long count = slot(1);
        if (!version.equals(NativeFunctions.VERSION) || count != NativeFunctions.COUNT) {
            throw new UnsatisfiedLinkError("the shared object is of version " + version + " with " + count
                    + " functions, the classes are of version " + NativeFunctions.VERSION + " with "
                    + NativeFunctions.COUNT);
        }
    }

    /// Lets the library begin.
    private static void load() {
        try {
            final long ignored = (long) Call0.HANDLE.invokeExact(field(9));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static long slot(int index) {
        return LIBRARY.get(ValueLayout.JAVA_LONG, 8L * index);
    }

    private static MemorySegment field(int index) {
        return MemorySegment.ofAddress(slot(index));
    }

    private static MemorySegment address(int function) {
        return MemorySegment.ofAddress(FUNCTIONS.get(ValueLayout.JAVA_LONG, 8L * function));
    }

    /// Returns the handle of all functions with so many arguments.
    private static MethodHandle shape(int arguments, Linker.Option... options) {
        final MemoryLayout[] layouts = new MemoryLayout[arguments];
        Arrays.fill(layouts, ValueLayout.JAVA_LONG);
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts), options);
    }

    private static MethodHandle quickShape(int arguments) {
        return shape(arguments, Linker.Option.critical(false));
    }

    /// A downcall throws nothing of its own but errors of the machine.
    private static RuntimeException unexpected(Throwable failed) {
        if (failed instanceof Error error) {
            throw error;
        }
        return failed instanceof RuntimeException exception ? exception : new IllegalStateException(failed);
    }

    /// Gives an object's handle back.
    static void release(int kind, long handle) {
        call(field(3), kind, handle);
    }

    /// Tells the shared object what to call for callbacks.
    static void begin(MemorySegment upcall) {
        call(field(4), upcall.address());
    }

    /// Allocates memory that C frees.
    static long allocate(long size) {
        final long memory = call(field(5), size);
        if (memory == 0) {
            throw new OutOfMemoryError("no native memory is left");
        }
        return memory;
    }

    /// Frees memory that C allocated.
    static void free(long memory) {
        call(field(6), memory);
    }

    /// Tells whether a function of C can be called, by the address of its name.
    static boolean has(long symbol) {
        return call(field(7), symbol) != 0;
    }

    /// Tells whether all threads can be made to pass a memory barrier, and prepares for that.
    static boolean beginBarriers() {
        return call(field(11), 1) != 0;
    }

    /// Makes all threads pass a memory barrier.
    static void passBarriers() {
        call(field(11), 0);
    }

    /// Waits until there is something to read.
    static void waitFor(int descriptor) {
        call(field(10), descriptor);
    }

    /// Calls a function of C that releases what it is given.
    static void destroy(long function, long data) {
        call(field(8), function, data);
    }

    private static long call(MemorySegment function, long a) {
        try {
            return (long) Call1.HANDLE.invokeExact(function, a);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static long call(MemorySegment function, long a, long b) {
        try {
            return (long) Call2.HANDLE.invokeExact(function, a, b);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// Calls a function with more arguments than the others here.
    static long call(int function, long... arguments) {
        try {
            final MethodHandle handle = shape(arguments.length).bindTo(address(function));
            return (long) handle.asSpreader(long[].class, arguments.length).invokeExact(arguments);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    /// Calls one that neither waits nor calls back.
    static long quick(int function, long... arguments) {
        return call(function, arguments);
    }

    private static final class Call0 {
        static final MethodHandle HANDLE = shape(0);
    }

    static long call(int function) {
        try {
            return (long) Call0.HANDLE.invokeExact(address(function));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick0 {
        static final MethodHandle HANDLE = quickShape(0);
    }

    static long quick(int function) {
        try {
            return (long) Quick0.HANDLE.invokeExact(address(function));
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call1 {
        static final MethodHandle HANDLE = shape(1);
    }

    static long call(int function, long a) {
        try {
            return (long) Call1.HANDLE.invokeExact(address(function), a);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick1 {
        static final MethodHandle HANDLE = quickShape(1);
    }

    static long quick(int function, long a) {
        try {
            return (long) Quick1.HANDLE.invokeExact(address(function), a);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call2 {
        static final MethodHandle HANDLE = shape(2);
    }

    static long call(int function, long a, long b) {
        try {
            return (long) Call2.HANDLE.invokeExact(address(function), a, b);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick2 {
        static final MethodHandle HANDLE = quickShape(2);
    }

    static long quick(int function, long a, long b) {
        try {
            return (long) Quick2.HANDLE.invokeExact(address(function), a, b);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call3 {
        static final MethodHandle HANDLE = shape(3);
    }

    static long call(int function, long a, long b, long c) {
        try {
            return (long) Call3.HANDLE.invokeExact(address(function), a, b, c);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick3 {
        static final MethodHandle HANDLE = quickShape(3);
    }

    static long quick(int function, long a, long b, long c) {
        try {
            return (long) Quick3.HANDLE.invokeExact(address(function), a, b, c);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call4 {
        static final MethodHandle HANDLE = shape(4);
    }

    static long call(int function, long a, long b, long c, long d) {
        try {
            return (long) Call4.HANDLE.invokeExact(address(function), a, b, c, d);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick4 {
        static final MethodHandle HANDLE = quickShape(4);
    }

    static long quick(int function, long a, long b, long c, long d) {
        try {
            return (long) Quick4.HANDLE.invokeExact(address(function), a, b, c, d);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call5 {
        static final MethodHandle HANDLE = shape(5);
    }

    static long call(int function, long a, long b, long c, long d, long e) {
        try {
            return (long) Call5.HANDLE.invokeExact(address(function), a, b, c, d, e);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick5 {
        static final MethodHandle HANDLE = quickShape(5);
    }

    static long quick(int function, long a, long b, long c, long d, long e) {
        try {
            return (long) Quick5.HANDLE.invokeExact(address(function), a, b, c, d, e);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call6 {
        static final MethodHandle HANDLE = shape(6);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Call6.HANDLE.invokeExact(address(function), a, b, c, d, e, f);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick6 {
        static final MethodHandle HANDLE = quickShape(6);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Quick6.HANDLE.invokeExact(address(function), a, b, c, d, e, f);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call7 {
        static final MethodHandle HANDLE = shape(7);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) Call7.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick7 {
        static final MethodHandle HANDLE = quickShape(7);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) Quick7.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call8 {
        static final MethodHandle HANDLE = shape(8);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h) {
        try {
            return (long) Call8.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick8 {
        static final MethodHandle HANDLE = quickShape(8);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h) {
        try {
            return (long) Quick8.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call9 {
        static final MethodHandle HANDLE = shape(9);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i) {
        try {
            return (long) Call9.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick9 {
        static final MethodHandle HANDLE = quickShape(9);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i) {
        try {
            return (long) Quick9.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call10 {
        static final MethodHandle HANDLE = shape(10);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
        try {
            return (long) Call10.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick10 {
        static final MethodHandle HANDLE = quickShape(10);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j) {
        try {
            return (long) Quick10.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call11 {
        static final MethodHandle HANDLE = shape(11);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k) {
        try {
            return (long) Call11.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick11 {
        static final MethodHandle HANDLE = quickShape(11);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k) {
        try {
            return (long) Quick11.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call12 {
        static final MethodHandle HANDLE = shape(12);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l) {
        try {
            return (long) Call12.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick12 {
        static final MethodHandle HANDLE = quickShape(12);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l) {
        try {
            return (long) Quick12.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call13 {
        static final MethodHandle HANDLE = shape(13);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m) {
        try {
            return (long) Call13.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l, m);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick13 {
        static final MethodHandle HANDLE = quickShape(13);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m) {
        try {
            return (long) Quick13.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l, m);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call14 {
        static final MethodHandle HANDLE = shape(14);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m, long n) {
        try {
            return (long) Call14.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l, m, n);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick14 {
        static final MethodHandle HANDLE = quickShape(14);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m, long n) {
        try {
            return (long) Quick14.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l, m, n);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call15 {
        static final MethodHandle HANDLE = shape(15);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m, long n, long o) {
        try {
            return (long) Call15.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick15 {
        static final MethodHandle HANDLE = quickShape(15);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m, long n, long o) {
        try {
            return (long) Quick15.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Call16 {
        static final MethodHandle HANDLE = shape(16);
    }

    static long call(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m, long n, long o, long p) {
        try {
            return (long) Call16.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }

    private static final class Quick16 {
        static final MethodHandle HANDLE = quickShape(16);
    }

    static long quick(int function, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j, long k, long l, long m, long n, long o, long p) {
        try {
            return (long) Quick16.HANDLE.invokeExact(address(function), a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
        } catch (Throwable failed) {
            throw unexpected(failed);
        }
    }
}
