// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"bytes"
	"strings"
	"unsafe"
)

// Number is what Go and C have of numbers.
type Number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uint | ~uintptr |
		~float32 | ~float64
}

// Assign stores a number as C's type for it.
func Assign[C, T Number](to *C, value T) {
	*to = C(value)
}

// Bit returns a truth value as C's number for it.
func Bit(value bool) uint8 {
	if value {
		return 1
	}
	return 0
}

// Text copies a text of C that ends with a NUL; of none it returns "".
func Text(p unsafe.Pointer) string {
	if p == nil {
		return ""
	}
	n := 0
	for *(*byte)(unsafe.Add(p, n)) != 0 {
		n++
	}
	return string(unsafe.Slice((*byte)(p), n))
}

// OptionalText copies a text of C, which may be absent.
func OptionalText(p unsafe.Pointer) *string {
	if p == nil {
		return nil
	}
	text := Text(p)
	return &text
}

// BoundedText copies a text of C that ends with a NUL or with its room.
func BoundedText(p unsafe.Pointer, size int) string {
	room := unsafe.Slice((*byte)(p), size)
	if n := bytes.IndexByte(room, 0); n >= 0 {
		room = room[:n]
	}
	return string(room)
}

// SetBoundedText copies a text to room of C of a fixed size, which must hold
// a NUL, too.
func SetBoundedText(name string, p unsafe.Pointer, size int, text string) error {
	if err := CheckText(name, text); err != nil {
		return err
	}
	if len(text) >= size {
		return argument(name, ErrRange)
	}
	copy(unsafe.Slice((*byte)(p), size), text)
	return nil
}

// SetBytes copies bytes to room of C of a fixed size.
func SetBytes(name string, p unsafe.Pointer, size int, data []byte) error {
	if err := CheckLength(name, len(data), size); err != nil {
		return err
	}
	copy(unsafe.Slice((*byte)(p), size), data)
	return nil
}

// Bytes copies n bytes of C; of none it returns nil.
func Bytes[N Number](p unsafe.Pointer, n N) []byte {
	if p == nil {
		return nil
	}
	return append(make([]byte, 0, int(n)), unsafe.Slice((*byte)(p), int(n))...)
}

// Numbers copies n numbers of C.
func Numbers[T, C, N Number](p *C, n N) []T {
	if p == nil {
		return nil
	}
	list := make([]T, int(n))
	for i, value := range unsafe.Slice(p, int(n)) {
		list[i] = T(value)
	}
	return list
}

// Bits makes a list of n numbers of C that stand for truth values.
func Bits[C, N Number](p *C, n N) []bool {
	if p == nil {
		return nil
	}
	list := make([]bool, int(n))
	for i, value := range unsafe.Slice(p, int(n)) {
		list[i] = value != 0
	}
	return list
}

// Bools copies n truth values of C.
func Bools[C ~bool, N Number](p *C, n N) []bool {
	if p == nil {
		return nil
	}
	list := make([]bool, int(n))
	for i, value := range unsafe.Slice(p, int(n)) {
		list[i] = bool(value)
	}
	return list
}

// Optional makes a value of a struct of C, which may be absent.
func Optional[T any](p unsafe.Pointer, from func(unsafe.Pointer) T) *T {
	if p == nil {
		return nil
	}
	value := from(p)
	return &value
}

// Structs makes a list of n structs of C that stand in a row.
func Structs[T, C any, N Number](p *C, n N, from func(unsafe.Pointer) T) []T {
	return Rows(p, n, 1, func(at *C) T { return from(unsafe.Pointer(at)) })
}

// Pointers makes a list of what n pointers of C lead to.
func Pointers[T any, N Number](p unsafe.Pointer, n N, from func(unsafe.Pointer) T) []T {
	if p == nil {
		return nil
	}
	list := make([]T, int(n))
	for i, at := range unsafe.Slice((*unsafe.Pointer)(p), int(n)) {
		list[i] = from(at)
	}
	return list
}

// Rows makes a list of n rows of C that stand one behind the other, each of
// that many elements.
func Rows[T, C any, N, W Number](p *C, n N, width W, from func(*C) T) []T {
	if p == nil {
		return nil
	}
	list := make([]T, int(n))
	for i := range list {
		list[i] = from((*C)(unsafe.Add(unsafe.Pointer(p), uintptr(i)*uintptr(width)*unsafe.Sizeof(*p))))
	}
	return list
}

// RowsOfBytes makes a list of n rows of bytes.
func RowsOfBytes[C, N, W Number](p *C, n N, width W) [][]byte {
	return Rows(p, n, width, func(at *C) []byte { return Bytes(unsafe.Pointer(at), width) })
}

// RowsOfNumbers makes a list of n rows of numbers.
func RowsOfNumbers[T, C, N, W Number](p *C, n N, width W) [][]T {
	return Rows(p, n, width, func(at *C) []T { return Numbers[T](at, width) })
}

// Join unites flags that were given one by one; without any they are as C has
// them by default.
func Join[T ~int32 | ~uint32 | ~int64 | ~uint64](flags []T, absent T) T {
	if len(flags) == 0 {
		return absent
	}
	var all T
	for _, flag := range flags {
		all |= flag
	}
	return all
}

// PackTexts puts texts one behind the other, each with a NUL behind it.
func PackTexts(name string, texts []string) ([]byte, error) {
	if texts == nil {
		return nil, nil
	}
	size := 1
	for _, text := range texts {
		size += len(text) + 1
	}
	packed := make([]byte, 0, size)
	for _, text := range texts {
		if strings.IndexByte(text, 0) >= 0 {
			return nil, argument(name, ErrNUL)
		}
		packed = append(append(packed, text...), 0)
	}
	// The byte more makes no texts differ from nil texts.
	return append(packed, 0), nil
}
