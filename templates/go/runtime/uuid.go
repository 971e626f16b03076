// SPDX-License-Identifier: LGPL-2.1-or-later

package bw_package

import (
	"encoding/hex"
	"fmt"
)

// A UUID has 16 bytes, in the order in which they are written.
type UUID [16]byte

// ParseUUID reads 32 hexadecimal digits, with hyphens at the usual places or
// without.
func ParseUUID(text string) (UUID, error) {
	var id UUID
	digits := text
	if len(text) == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' {
		digits = text[:8] + text[9:13] + text[14:18] + text[19:23] + text[24:]
	}
	if n, err := hex.Decode(id[:], []byte(digits)[:min(len(digits), 32)]); err != nil || n != 16 || len(digits) != 32 {
		return UUID{}, fmt.Errorf("not a UUID: %q", text)
	}
	return id, nil
}

// String returns the usual form: 6695eb01-f6a4-8304-79aa-97f2502e193f.
func (u UUID) String() string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[0:4], u[4:6], u[6:8], u[8:10], u[10:16])
}
