// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import module java.base;

/// An object of the library.
///
/// It is closed once; when that is forgotten, it happens some time after the last use.
abstract class NativeObject implements AutoCloseable {
    /// What outlives this object.
    final NativeHandle handle;

    /// The object within which this one lives: it is not closed for want of use before this one is.
    private final NativeObject owner;

    NativeObject(long pointer, int kind, NativeObject owner) {
        this.handle = new NativeHandle(this, pointer, kind);
        this.owner = owner;
    }

    /// Closes the object: from now on its methods throw [ClosedException].
    ///
    /// Closing it again does nothing. While another thread uses it, the last one to use it releases it.
    @Override
    public void close() {
        handle.close();
    }

    /// Tells whether the object was closed.
    ///
    /// @return whether it can no longer be used
    public final boolean isClosed() {
        return handle.isClosed();
    }

    /// Returns the object within which this one lives, or null.
    final NativeObject owner() {
        return owner;
    }

    /// Describes the object for people who look for mistakes.
    ///
    /// @return the name of its class, and whether it is closed
    @Override
    public String toString() {
        return getClass().getSimpleName() + (isClosed() ? "[closed]" : "[" + Integer.toHexString(hashCode()) + "]");
    }
}
