// SPDX-License-Identifier: LGPL-2.1-or-later

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Connects to libvirt and asks for the name of a guest with nothing but FFM: the least that a start costs. */
final class StartBare {
    private StartBare() {}

    private static MethodHandle find(SymbolLookup library, String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
    }

    public static void main(String[] words) throws Throwable {
        SymbolLookup library = SymbolLookup.libraryLookup("libvirt.so.0", Arena.global());
        var pair = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        var one = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS);
        var count = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        MethodHandle open = find(library, "virConnectOpen", one);
        MethodHandle lookUp = find(library, "virDomainLookupByName", pair);
        MethodHandle name = find(library, "virDomainGetName", one);
        MethodHandle drop = find(library, "virDomainFree", count);
        MethodHandle close = find(library, "virConnectClose", count);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment connection = (MemorySegment) open.invokeExact(arena.allocateFrom(words[0]));
            MemorySegment domain = (MemorySegment) lookUp.invokeExact(connection, arena.allocateFrom("guest-0"));
            System.out.println(((MemorySegment) name.invokeExact(domain)).reinterpret(64).getString(0));
            int left = (int) drop.invokeExact(domain) + (int) close.invokeExact(connection);
            if (left != 0) {
                throw new IllegalStateException("something is still open");
            }
        }
    }
}
