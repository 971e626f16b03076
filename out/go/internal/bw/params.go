// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// A Case is a type that a value of a typed dictionary can have.
type Case uint8

// The cases, as bw_go_case numbers them.
const (
	CaseBool Case = iota
	CaseI32
	CaseU32
	CaseI64
	CaseU64
	CaseF64
	CaseString
)

// Cases is a set of cases.
type Cases uint8

// CasesOf returns the set of those cases.
func CasesOf(cases ...Case) Cases {
	var set Cases
	for _, c := range cases {
		set |= 1 << c
	}
	return set
}

// PackParams puts a typed dictionary into bytes, in the order of its keys: a
// key with its NUL, a case, and eight bytes or a text with its NUL. Keys are
// shorter than room, unless that is 0.
func PackParams(name string, params map[string]any, cases Cases, room int) ([]byte, error) {
	if params == nil {
		return nil, nil
	}
	packed := make([]byte, 0, 32*len(params)+1)
	for _, key := range slices.Sorted(maps.Keys(params)) {
		if strings.IndexByte(key, 0) >= 0 {
			return nil, argument(name, fmt.Errorf("%q: %w", key, ErrNUL))
		}
		if room != 0 && len(key) >= room {
			return nil, argument(name, fmt.Errorf("%q: %w: a key has less than %d bytes", key, ErrRange, room))
		}
		packed = append(append(packed, key...), 0)
		var err error
		if packed, err = packValue(packed, params[key], cases); err != nil {
			return nil, argument(name, fmt.Errorf("%q: %w", key, err))
		}
	}
	return append(packed, 0), nil
}

func packValue(packed []byte, value any, cases Cases) ([]byte, error) {
	number := func(c Case, bits uint64) ([]byte, error) {
		if cases&(1<<c) == 0 {
			return nil, fmt.Errorf("%w: %T", ErrType, value)
		}
		return binary.NativeEndian.AppendUint64(append(packed, byte(c)), bits), nil
	}
	switch v := value.(type) {
	case bool:
		return number(CaseBool, uint64(Bit(v)))
	case int32:
		return number(CaseI32, uint64(v))
	case uint32:
		return number(CaseU32, uint64(v))
	case int64:
		return number(CaseI64, uint64(v))
	case uint64:
		return number(CaseU64, v)
	case float64:
		return number(CaseF64, math.Float64bits(v))
	case string:
		if cases&(1<<CaseString) == 0 {
			return nil, fmt.Errorf("%w: %T", ErrType, value)
		}
		if strings.IndexByte(v, 0) >= 0 {
			return nil, ErrNUL
		}
		return append(append(append(packed, byte(CaseString)), v...), 0), nil
	case int, uint:
		return nil, fmt.Errorf("%w: %T; say int32, uint32, int64 or uint64", ErrType, value)
	default:
		return nil, fmt.Errorf("%w: %T", ErrType, value)
	}
}
