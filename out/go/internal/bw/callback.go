// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"fmt"
	"log"
	"runtime/cgo"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

// A Panic is what a callback panicked with.
type Panic struct {
	Value any
	Stack []byte
}

// Error returns what it panicked with, and where.
func (p *Panic) Error() string { return fmt.Sprintf("panic in a callback: %v\n%s", p.Value, p.Stack) }

// Unwrap returns what it panicked with when that is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// A Callback is a function of the user's that C calls: with a frame, which
// holds what C passes and takes what C gets.
type Callback struct {
	call   func(frame unsafe.Pointer) error
	handle cgo.Handle
	during bool // C calls it during one call only

	mutex    sync.Mutex
	failed   atomic.Bool
	err      error
	panicked any
}

// NewCallback registers a function; C gets its handle. With during, C calls
// it only during the call that it is given to, which raises what it fails
// with.
func NewCallback(call func(frame unsafe.Pointer) error, during bool) *Callback {
	c := &Callback{call: call, during: during}
	c.handle = cgo.NewHandle(c)
	return c
}

// Handle returns what C gets as the user data; that of no Callback is 0.
func (c *Callback) Handle() uintptr {
	if c == nil {
		return 0
	}
	return uintptr(c.handle)
}

// Delete ends the registration, of which C knows nothing any more.
func (c *Callback) Delete() {
	if c != nil {
		c.handle.Delete()
	}
}

// Called calls the Callback of a handle.
func Called(handle uintptr, frame unsafe.Pointer) {
	cgo.Handle(handle).Value().(*Callback).run(frame)
}

// Destroyed ends the registration of a handle.
func Destroyed(handle uintptr) {
	cgo.Handle(handle).Delete()
}

func (c *Callback) run(frame unsafe.Pointer) {
	if c.failed.Load() {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			c.fail(&Panic{Value: p, Stack: debug.Stack()}, p)
		}
	}()
	if err := c.call(frame); err != nil {
		c.fail(err, nil)
	}
}

// fail keeps the first failure for the call, or reports it when no call can
// tell it.
func (c *Callback) fail(err error, panicked any) {
	if !c.during {
		report(err)
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.err == nil {
		c.err, c.panicked = err, panicked
		c.failed.Store(true)
	}
}

// Err returns with what the function failed during the call; a panic goes on
// here.
func (c *Callback) Err() error {
	if c == nil {
		return nil
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.panicked != nil {
		panic(c.panicked)
	}
	return c.err
}

// Or returns with what the function failed during the call, or else err.
func (c *Callback) Or(err error) error {
	if own := c.Err(); own != nil {
		return own
	}
	return err
}

var reporter atomic.Pointer[func(error)]

// SetReporter sets who hears of failures that no call can tell; nil logs them.
func SetReporter(hear func(error)) {
	if hear == nil {
		reporter.Store(nil)
		return
	}
	reporter.Store(&hear)
}

func report(err error) {
	if hear := reporter.Load(); hear != nil {
		(*hear)(err)
		return
	}
	log.Printf("a callback failed: %v", err)
}

// Fill copies bytes to room of C.
func Fill[N Number](to unsafe.Pointer, room N, data []byte) error {
	if len(data) > int(room) {
		return fmt.Errorf("%w: %d bytes for room of %d", ErrRange, len(data), int(room))
	}
	copy(unsafe.Slice((*byte)(to), int(room)), data)
	return nil
}

// CheckTexts refuses more or fewer texts than C asked for, and such with a NUL.
func CheckTexts[N Number](texts []*string, asked N) error {
	if len(texts) != int(asked) {
		return fmt.Errorf("%w: %d texts, not %d", ErrRange, len(texts), int(asked))
	}
	for _, text := range texts {
		if text != nil && strings.IndexByte(*text, 0) >= 0 {
			return ErrNUL
		}
	}
	return nil
}

// Within returns the object when it is of that class: what C gives lives
// within it then.
func Within(o *Object, class *Class) *Object {
	if o == nil || o.class != class {
		return nil
	}
	return o
}
