// SPDX-License-Identifier: LGPL-2.1-or-later

// It moves bytes through streams of a daemon of libvirt, whose address is in the environment.

package drive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"libvirt"
)
