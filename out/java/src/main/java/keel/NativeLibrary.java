// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

import module java.base;

/// Finds the shared object and loads it.
@SuppressWarnings("restricted")
final class NativeLibrary {
    private NativeLibrary() {}

    /// Returns what the shared object tells of itself.
    static MemorySegment load() {
        final String name = "lib" + NativeFunctions.LIBRARY + "-java.so";
        final String path = System.getProperty(NativeFunctions.LIBRARY + ".native");
        final SymbolLookup lookup = SymbolLookup.libraryLookup(path == null ? name : path, Arena.global());
        return lookup.findOrThrow("bw_java").reinterpret(11 * 8);
    }
}
