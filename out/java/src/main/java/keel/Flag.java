// SPDX-License-Identifier: LGPL-2.1-or-later
package keel;

/// A flag of the library.
public interface Flag {
    /// Returns the bits that the library has for the flag.
    ///
    /// @return the bits; 0 for one that only says that no other is set
    long bits();
}
