// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

import module java.base;

/// A value of a typed dictionary: it says of which type the library has it.
public sealed interface Value {
    /// A whole number of 32 bits.
    ///
    /// @param value the number
    record I32(int value) implements Value {}

    /// A whole number of 32 bits without a sign.
    ///
    /// @param value the number, from 0 to 4294967295
    record U32(long value) implements Value {
        /// Checks that the number can be one.
        public U32 {
            NativeScratch.unsigned(value, 32, "the value");
        }
    }

    /// A whole number of 64 bits.
    ///
    /// @param value the number
    record I64(long value) implements Value {}

    /// A whole number of 64 bits without a sign.
    ///
    /// @param value its bits: see [Unsigned]
    record U64(long value) implements Value {}

    /// A number with a fraction.
    ///
    /// @param value the number
    record F64(double value) implements Value {}

    /// A truth value.
    ///
    /// @param value the truth value
    record Bool(boolean value) implements Value {}

    /// A text.
    ///
    /// @param value the text
    record Text(String value) implements Value {
        /// Checks that there is a text.
        public Text {
            NativeScratch.given(value, "the value");
        }
    }

    /// Makes a whole number of 32 bits.
    ///
    /// @param value the number
    /// @return the value
    static Value of(int value) {
        return new I32(value);
    }

    /// Makes a whole number of 64 bits without a sign, or with one when it is negative.
    ///
    /// @param value the number
    /// @return the value
    static Value of(long value) {
        return value < 0 ? new I64(value) : new U64(value);
    }

    /// Makes a number with a fraction.
    ///
    /// @param value the number
    /// @return the value
    static Value of(double value) {
        return new F64(value);
    }

    /// Makes a truth value.
    ///
    /// @param value the truth value
    /// @return the value
    static Value of(boolean value) {
        return new Bool(value);
    }

    /// Makes a text.
    ///
    /// @param value the text
    /// @return the value
    static Value of(String value) {
        return new Text(value);
    }

    /// Returns a whole number of any type.
    ///
    /// @return the number; of one without a sign its bits
    /// @throws IllegalStateException when the value is no whole number
    default long asLong() {
        return switch (this) {
            case I32 number -> number.value;
            case U32 number -> number.value;
            case I64 number -> number.value;
            case U64 number -> number.value;
            default -> throw new IllegalStateException(this + " is no whole number");
        };
    }
}
