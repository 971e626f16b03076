// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"fmt"
	"strings"
)

// Unnamed returns how a value of an enum is written that has no name.
func Unnamed[T ~int32 | ~uint32](enum string, value T) string {
	return fmt.Sprintf("%s(%d)", enum, value)
}

// A Flag is a name of one or more bits.
type Flag[T ~uint32] struct {
	Bits T
	Name string
}

// Flags returns how a set of flags is written: the names of what is set, and
// the other bits as a number.
func Flags[T ~uint32](set string, bits T, known []Flag[T]) string {
	var names []string
	left := bits
	for _, flag := range known {
		if flag.Bits == bits {
			return flag.Name
		}
		if flag.Bits != 0 && bits&flag.Bits == flag.Bits && left&flag.Bits != 0 {
			names = append(names, flag.Name)
			left &^= flag.Bits
		}
	}
	if left != 0 || len(names) == 0 {
		names = append(names, fmt.Sprintf("%s(%#x)", set, left))
	}
	return strings.Join(names, "|")
}
