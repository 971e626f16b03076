// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests sets of flags. */
final class FlagsTest {
    /** Flags as a library has them: one without a bit, and one of two. */
    enum Mode implements Flag {
        NONE(0),
        READ(1),
        WRITE(4),
        BOTH(5);

        private final long bits;

        Mode(long bits) {
            this.bits = bits;
        }

        @Override
        public long bits() {
            return bits;
        }
    }

    @Test
    void unknownBitsAreKept() {
        Flags<Mode> flags = Flags.ofBits(Mode.class, 1L << 31 | 4);

        assertEquals(1L << 31 | 4, flags.bits());
        assertEquals(List.of(Mode.WRITE), List.copyOf(flags));
        assertTrue(flags.contains(Mode.WRITE));
        assertFalse(flags.contains(Mode.BOTH));
        assertFalse(flags.contains(Mode.NONE));
    }

    @Test
    void flagIsInTheSetWhenAllItsBitsAre() {
        assertEquals(Set.of(Mode.READ, Mode.WRITE, Mode.BOTH), Flags.of(Mode.BOTH));
        assertEquals(Flags.of(Mode.READ, Mode.WRITE), Flags.of(Mode.BOTH));
    }

    @Test
    void anySetOfFlagsIsGiven() {
        assertEquals(0, Flags.bitsOf(null));
        assertEquals(0, Flags.bitsOf(EnumSet.noneOf(Mode.class)));
        assertEquals(5, Flags.bitsOf(EnumSet.of(Mode.READ, Mode.WRITE)));
        assertEquals(1L << 31, Flags.bitsOf(Flags.ofBits(Mode.class, 1L << 31)));
    }

    @Test
    void setCannotBeChanged() {
        Flags<Mode> flags = Flags.of(Mode.READ);

        assertThrows(UnsupportedOperationException.class, () -> flags.add(Mode.WRITE));
        assertThrows(UnsupportedOperationException.class, flags::clear);
    }
}
