// SPDX-License-Identifier: LGPL-2.1-or-later

// Package bw is what a generated package needs of every library: the life of
// handles, callbacks, and values that C gives. It knows no library and no cgo.
package bw
