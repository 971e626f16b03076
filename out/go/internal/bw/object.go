// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"runtime"
	"sync/atomic"
	"unsafe"
)

// What the state of an Object is made of: two bits, and how many use it.
const (
	closed   = 1 << iota // nobody may begin to use it
	released             // its handle was given back
	user                 // one that is using it
)

// A Class says how the handles of one type are given back.
type Class struct {
	release  func(handle uintptr)
	ref      func(handle uintptr)
	blocking bool
}

// NewClass returns a class: release gives a handle back, ref takes another
// reference and is nil where the library cannot; blocking says that release
// may wait.
func NewClass(release, ref func(handle uintptr), blocking bool) *Class {
	return &Class{release, ref, blocking}
}

// Borrow references a handle that the library only lends, if it is one.
func (c *Class) Borrow(handle unsafe.Pointer) unsafe.Pointer {
	if handle != nil {
		c.ref(uintptr(handle))
	}
	return handle
}

// An Object is a handle of the library. It is given back once: when it is
// closed and the last call that uses it is over, or when it is not reachable
// any more. The zero Object is a closed one.
type Object struct {
	handle  uintptr
	state   atomic.Uint32
	class   *Class
	cleanup runtime.Cleanup
}

// owned is what is given back when nothing reaches an Object any more. It
// keeps the parent, which is hence released later.
type owned struct {
	handle uintptr
	class  *Class
	parent *Object
}

// Own takes a handle over, which lives within that of the parent, if any.
func (o *Object) Own(handle uintptr, class *Class, parent *Object) {
	o.handle = handle
	o.class = class
	o.cleanup = runtime.AddCleanup(o, lost, owned{handle, class, parent})
}

// lost gives back what nobody closed.
func lost(o owned) {
	if o.class.blocking {
		go o.class.release(o.handle)
		return
	}
	o.class.release(o.handle)
}

// Handle returns the handle, which is valid between Enter and Leave; that of
// no Object is 0.
func (o *Object) Handle() uintptr {
	if o == nil {
		return 0
	}
	return o.handle
}

// Closed says whether the Object was closed.
func (o *Object) Closed() bool {
	return o.handle == 0 || o.state.Load()&closed != 0
}

// Enter begins a use of the handle, which ends with Leave; a closed Object
// refuses.
func (o *Object) Enter() error {
	if o.state.Add(user)&closed != 0 || o.handle == 0 {
		return o.refuse()
	}
	return nil
}

func (o *Object) refuse() error {
	o.Leave()
	return ErrClosed
}

// EnterGiven begins a use of an argument of that name.
func (o *Object) EnterGiven(name string) error {
	if o == nil {
		return argument(name, ErrNil)
	}
	if err := o.Enter(); err != nil {
		return argument(name, err)
	}
	return nil
}

// EnterOptional begins a use of an argument of that name, which may be absent.
func (o *Object) EnterOptional(name string) error {
	if o == nil {
		return nil
	}
	return o.EnterGiven(name)
}

// Leave ends a use; the last one of a closed Object gives the handle back.
func (o *Object) Leave() {
	if o != nil && o.state.Add(^uint32(user-1))&closed != 0 {
		o.leaveClosed()
	}
}

func (o *Object) leaveClosed() {
	if o.Take() {
		o.class.release(o.handle)
	}
}

// BeginClose closes the Object and begins a last use of it; it does nothing
// and returns false when the Object is closed already.
func (o *Object) BeginClose() bool {
	for o.handle != 0 {
		state := o.state.Load()
		if state&closed != 0 {
			return false
		}
		if o.state.CompareAndSwap(state, state|closed+user) {
			return true
		}
	}
	return false
}

// EndClose ends the use that BeginClose began, and says whether the handle is
// now the caller's to give back; otherwise the last call that uses it does.
func (o *Object) EndClose() bool {
	return o.state.Add(^uint32(user-1)) == closed && o.Take()
}

// Take makes the handle of a closed Object that nobody uses the caller's.
func (o *Object) Take() bool {
	if o.handle == 0 || !o.state.CompareAndSwap(closed, closed|released) {
		return false
	}
	o.cleanup.Stop()
	return true
}

// EnterAll begins a use of each element of a list of that name and returns
// the handles; LeaveAll ends it.
func EnterAll(name string, n int, at func(int) *Object) ([]uintptr, error) {
	handles := make([]uintptr, n)
	for i := range handles {
		if err := at(i).EnterGiven(name); err != nil {
			LeaveAll(i, at)
			return nil, err
		}
		handles[i] = at(i).Handle()
	}
	return handles, nil
}

// LeaveAll ends the use of the first n elements of a list.
func LeaveAll(n int, at func(int) *Object) {
	for i := range n {
		at(i).Leave()
	}
}
