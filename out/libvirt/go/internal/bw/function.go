// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import "runtime"

// A Function is a function of C that user code may call; what it is called
// with is released when nothing refers to it any more.
type Function struct{ destroy bool }

// NewFunction takes such a function over; destroy is nil where there is
// nothing to release.
func NewFunction(destroy func()) *Function {
	taken := &Function{destroy: destroy != nil}
	if destroy != nil {
		runtime.AddCleanup(taken, func(destroy func()) { go destroy() }, destroy)
	}
	return taken
}

// KeepAlive says that the function is used until here.
func (f *Function) KeepAlive() { runtime.KeepAlive(f) }
