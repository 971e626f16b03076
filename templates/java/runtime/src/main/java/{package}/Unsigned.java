// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import module java.base;

/// Whole numbers of 64 bits without a sign, which Java has no type for.
///
/// They are given and taken as a `long` with the same bits; [Long] compares, divides and writes them.
public final class Unsigned {
    private Unsigned() {}

    /// Returns the number that the bits of a `long` are without a sign.
    ///
    /// @param bits the bits
    /// @return the number
    public static BigInteger toBigInteger(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    /// Returns the bits of a number.
    ///
    /// @param number a number from 0 to 18446744073709551615
    /// @return its bits
    public static long of(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException(number + " is not a number of 64 bits without a sign");
        }
        return number.longValue();
    }
}
