// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

import module java.base;

/// Finds the shared object and loads it.
///
/// It is where a system property or an environment variable says, else in the jar, else where the system keeps shared
/// objects.
@SuppressWarnings("restricted")
final class NativeLibrary {
    /// How large the table is that the shared object tells of itself.
    private static final long SIZE = 12 * 8;

    private static final String PROPERTY = NativeFunctions.LIBRARY + ".native";

    private static final String VARIABLE = NativeFunctions.LIBRARY.toUpperCase(Locale.ROOT) + "_NATIVE";

    private NativeLibrary() {}

    /// Returns what the shared object tells of itself.
    static MemorySegment load() {
        return find().findOrThrow("bw_java").reinterpret(SIZE);
    }

    private static SymbolLookup find() {
        final String said = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        if (said != null) {
            return open(Path.of(said).toAbsolutePath());
        }
        final String name = System.mapLibraryName(NativeFunctions.LIBRARY + "-java");
        final String resource = "/native/" + platform() + "/" + name;
        final URL packed = NativeLibrary.class.getResource(resource);
        if (packed != null) {
            return open(packed);
        }
        try {
            return SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException missing) {
            throw new UnsatisfiedLinkError(
                    "there is no " + name + ": it is neither in the jar as " + resource
                            + " nor where the system looks for shared objects; build it, and say where it is with -D"
                            + PROPERTY + "=FILE or " + VARIABLE + "=FILE");
        }
    }

    /// Returns what the folder for this kind of machine is called: `linux-x86_64`.
    private static String platform() {
        final String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        final String machine = System.getProperty("os.arch");
        return (system.startsWith("mac") ? "macos" : system) + "-" + (machine.equals("amd64") ? "x86_64" : machine);
    }

    /// Opens a shared object of the jar: the system wants a file.
    private static SymbolLookup open(URL packed) {
        try {
            if (packed.getProtocol().equals("file")) {
                return open(Path.of(packed.toURI()));
            }
            final Path copy = Files.createTempFile(NativeFunctions.LIBRARY, ".tmp");
            try (InputStream content = packed.openStream()) {
                Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
                return open(copy);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException | URISyntaxException failed) {
            final UnsatisfiedLinkError error = new UnsatisfiedLinkError(
                    "cannot unpack " + packed + ": unpack it by hand, and say where it is with -D" + PROPERTY + "=FILE");
            error.initCause(failed);
            throw error;
        }
    }

    private static SymbolLookup open(Path file) {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException failed) {
            // That does not tell why; this does, for example which library is missing.
            System.load(file.toString());
            throw failed;
        }
    }
}
