// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

/// A value of an enumeration of the library, which may have one that is newer than this package.
public interface OpenEnum {
    /// Returns the number that the library has for the value.
    ///
    /// @return the number
    int value();
}
