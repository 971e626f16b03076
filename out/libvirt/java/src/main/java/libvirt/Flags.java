// SPDX-License-Identifier: LGPL-2.1-or-later
package libvirt;

import module java.base;

/// A set of flags that cannot be changed.
///
/// It keeps bits that have no name here, as a library that is newer than this package may set.
/// A flag is in the set when all its bits are set; one without bits never is.
///
/// @param <E> the flags
public final class Flags<E extends Enum<E> & Flag> extends AbstractSet<E> {
    private final Class<E> type;
    private final long bits;

    private Flags(Class<E> type, long bits) {
        this.type = type;
        this.bits = bits;
    }

    /// Makes a set of bits.
    ///
    /// @param <E> the flags
    /// @param type the class of the flags
    /// @param bits the bits, whether or not they have names
    /// @return the set
    public static <E extends Enum<E> & Flag> Flags<E> ofBits(Class<E> type, long bits) {
        return new Flags<>(type, bits);
    }

    /// Makes a set of flags.
    ///
    /// @param <E> the flags
    /// @param first a flag
    /// @param rest more flags
    /// @return the set
    @SafeVarargs
    public static <E extends Enum<E> & Flag> Flags<E> of(E first, E... rest) {
        long bits = first.bits();
        for (final E flag : rest) {
            bits |= flag.bits();
        }
        return new Flags<>(first.getDeclaringClass(), bits);
    }

    /// Returns the bits of a set of flags; of null 0.
    static long bitsOf(Set<? extends Flag> flags) {
        if (flags == null) {
            return 0;
        }
        if (flags instanceof Flags<?> known) {
            return known.bits;
        }
        long bits = 0;
        for (final Flag flag : flags) {
            bits |= flag.bits();
        }
        return bits;
    }

    /// Returns all bits.
    ///
    /// @return the bits, also those without a name
    public long bits() {
        return bits;
    }

    private boolean has(Flag flag) {
        return flag.bits() != 0 && (bits & flag.bits()) == flag.bits();
    }

    @Override
    public boolean contains(Object flag) {
        return type.isInstance(flag) && has(type.cast(flag));
    }

    @Override
    public int size() {
        int size = 0;
        for (final E flag : type.getEnumConstants()) {
            size += has(flag) ? 1 : 0;
        }
        return size;
    }

    @Override
    public Iterator<E> iterator() {
        final List<E> flags = new ArrayList<>();
        for (final E flag : type.getEnumConstants()) {
            if (has(flag)) {
                flags.add(flag);
            }
        }
        return Collections.unmodifiableList(flags).iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Flags<?> flags ? type == flags.type && bits == flags.bits : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
