// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests values of dictionaries and numbers without a sign. */
final class ValueTest {
    @Test
    void valueSaysOfWhichTypeItIs() {
        assertEquals(new Value.I32(-1), Value.of(-1));
        assertEquals(new Value.U64(3_000_000_000L), Value.of(3_000_000_000L));
        assertEquals(new Value.I64(-1), Value.of(-1L));
        assertEquals(new Value.F64(0.5), Value.of(0.5));
        assertEquals(new Value.Bool(true), Value.of(true));
        assertEquals(new Value.Text("x"), Value.of("x"));
    }

    @Test
    void valueThatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Value.U32(-1));
        assertThrows(IllegalArgumentException.class, () -> new Value.U32(1L << 32));
        assertThrows(NullPointerException.class, () -> Value.of(null));
        assertThrows(IllegalStateException.class, () -> Value.of("x").asLong());
    }

    @Test
    void numberWithoutASignKeepsItsBits() {
        BigInteger most = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

        assertEquals(most, Unsigned.toBigInteger(-1));
        assertEquals(-1, Unsigned.of(most));
        assertEquals(Long.MIN_VALUE, Unsigned.of(BigInteger.ONE.shiftLeft(63)));
        for (BigInteger wrong : List.of(most.add(BigInteger.ONE), BigInteger.ONE.negate())) {
            assertThrows(IllegalArgumentException.class, () -> Unsigned.of(wrong));
        }
    }
}
