// SPDX-License-Identifier: LGPL-2.1-or-later

// Package timing measures the calls of one peer and prints a line for each.
package timing

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// repeat is how many loops are run; the best is a process's figure.
const repeat = 7

// Best runs loops of count calls and prints the nanoseconds that a call takes, and how much it allocates.
// The loop is the caller's own, so that nothing stands between it and the call.
func Best(name string, count int, loop func(n int)) {
	loop(count / 10)
	best := time.Duration(1 << 62)
	for range repeat {
		start := time.Now()
		loop(count)
		if took := time.Since(start); took < best {
			best = took
		}
	}
	fmt.Printf("%s %.2f\n", name, float64(best.Nanoseconds())/float64(count))
	fmt.Printf("allocations: %s %.0f\n", name, testing.AllocsPerRun(100, func() { loop(1) }))
}

// Must ends the program when there is an error.
func Must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Got ends the program when there is an error, and returns the value otherwise.
func Got[T any](value T, err error) T {
	Must(err)
	return value
}
