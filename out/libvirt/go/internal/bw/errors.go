// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"errors"
	"fmt"
	"strings"
)

// What a call is refused for before it reaches the library, and what the
// plain calls tell that is no error of the library.
var (
	ErrClosed      = errors.New("the object is closed")
	ErrNil         = errors.New("there is no object")
	ErrNUL         = errors.New("the text holds a NUL")
	ErrType        = errors.New("the type is not supported")
	ErrRange       = errors.New("out of range")
	ErrMemory      = errors.New("out of memory")
	ErrUnsteady    = errors.New("the number of elements cannot be relied on")
	ErrUneven      = errors.New("lists that belong together differ in length")
	ErrWouldBlock  = errors.New("nothing can be done without waiting")
	ErrHole        = errors.New("there is a hole")
	ErrUnsupported = errors.New("not supported by the loaded library")
)

// causes are in the order of bw_cause; the first is the library's own.
var causes = []error{
	nil, ErrMemory, ErrRange, ErrUnsteady, ErrUneven, ErrWouldBlock, ErrHole, ErrUnsupported,
}

// Cause returns who found a failure, by the number that C gives it; nil for
// the library itself.
func Cause(number int) error {
	return causes[number]
}

// argument says which argument was refused.
func argument(name string, err error) error {
	return fmt.Errorf("%s: %w", name, err)
}

// CheckText refuses a text with a NUL, which C would take for its end.
func CheckText(name, text string) error {
	if strings.IndexByte(text, 0) >= 0 {
		return argument(name, ErrNUL)
	}
	return nil
}

// CheckOptional refuses a text with a NUL; it may be absent.
func CheckOptional(name string, text *string) error {
	if text == nil {
		return nil
	}
	return CheckText(name, *text)
}

// CheckLength refuses a list that is not as long as C wants it.
func CheckLength(name string, n, wanted int) error {
	if n != wanted {
		return argument(name, fmt.Errorf("%w: %d elements, not %d", ErrRange, n, wanted))
	}
	return nil
}

// CheckCallback refuses a function that is nil.
func CheckCallback(name string, given bool) error {
	if !given {
		return argument(name, ErrNil)
	}
	return nil
}
