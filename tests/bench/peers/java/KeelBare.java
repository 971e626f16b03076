// SPDX-License-Identifier: LGPL-2.1-or-later

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Calls keel with nothing around it: no objects, no errors. It is what a downcall costs. */
final class KeelBare {
    private static final Arena ARENA = Arena.global();
    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup(System.getProperty("bench.library"), ARENA);
    private static final MemoryLayout ADDRESS = ValueLayout.ADDRESS;
    private static final MethodHandle OPEN = find("keel_connection_open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS, ValueLayout.JAVA_INT, ADDRESS));
    private static final MethodHandle LOOK_UP = find("keel_connection_lookup_domain_by_name",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle DROP = find("keel_domain_unref", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle READ_ONLY = find("keel_connection_is_read_only",
            FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN, ADDRESS));
    private static final MethodHandle READ_ONLY_CRITICAL = find("keel_connection_is_read_only",
            FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN, ADDRESS), Linker.Option.critical(false));
    private static final MethodHandle ACTIVE = find("keel_domain_is_active",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle NAME = find("keel_domain_get_name", FunctionDescriptor.of(
            ValueLayout.ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE)),
            ADDRESS));
    private static final MethodHandle INFO = find("keel_domain_get_info",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ADDRESS, ADDRESS));

    /** The numbers of a domain. */
    record Info(int state, int vcpus, long maxMemory, long memory, long cpuTime) {}

    static boolean flag;
    static int state;
    static Object kept;

    private static MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), type, options);
    }

    public static void main(String[] words) throws Throwable {
        MemorySegment room = ARENA.allocate(64);
        state = (int) OPEN.invokeExact(ARENA.allocateFrom(words[0]), 0, room);
        MemorySegment connection = room.get(ValueLayout.ADDRESS, 0);
        state = (int) LOOK_UP.invokeExact(connection, ARENA.allocateFrom("guest-0"), room);
        MemorySegment domain = room.get(ValueLayout.ADDRESS, 0);

        Timing.best("trivial", n -> {
            for (int i = 0; i < n; i++) {
                flag = (boolean) READ_ONLY.invokeExact(connection);
            }
        });
        Timing.best("trivial (critical)", n -> {
            for (int i = 0; i < n; i++) {
                flag = (boolean) READ_ONLY_CRITICAL.invokeExact(connection);
            }
        });
        Timing.best("trivial, may fail", n -> {
            for (int i = 0; i < n; i++) {
                state = (int) ACTIVE.invokeExact(domain, room);
                flag = room.get(ValueLayout.JAVA_BOOLEAN, 0);
            }
        });
        Timing.best("string", n -> {
            for (int i = 0; i < n; i++) {
                kept = ((MemorySegment) NAME.invokeExact(domain)).getString(0);
            }
        });
        Timing.best("record", n -> {
            for (int i = 0; i < n; i++) {
                state = (int) INFO.invokeExact(domain, room);
                kept = new Info(room.get(ValueLayout.JAVA_INT, 0), room.get(ValueLayout.JAVA_INT, 4),
                        room.get(ValueLayout.JAVA_LONG, 8), room.get(ValueLayout.JAVA_LONG, 16),
                        room.get(ValueLayout.JAVA_LONG, 24));
            }
        });
        Timing.best("look-up", n -> {
            for (int i = 0; i < n; i++) {
                try (Arena arena = Arena.ofConfined()) {
                    state = (int) LOOK_UP.invokeExact(connection, arena.allocateFrom("guest-1"), room);
                }
                DROP.invokeExact(room.get(ValueLayout.ADDRESS, 0));
            }
        });
    }
}
