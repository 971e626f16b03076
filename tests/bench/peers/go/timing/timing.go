// SPDX-License-Identifier: LGPL-2.1-or-later

// Package timing measures the calls of one peer and prints a line for each.
package timing

// #include <time.h>
import "C"

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// What counts is the time of the processor that the process gets, so that neighbours do not.
// A loop is long enough to hold what a call costs later: the work of the garbage collector.
const (
	least = 20 * time.Millisecond
	whole = 300 * time.Millisecond
)

// spent returns the time of the processor that the process got so far, in all its threads.
func spent() time.Duration {
	var usage C.struct_timespec
	C.clock_gettime(C.CLOCK_PROCESS_CPUTIME_ID, &usage)
	return time.Duration(usage.tv_sec)*time.Second + time.Duration(usage.tv_nsec)
}

// Best prints the nanoseconds that a call takes in the best loop, and how much it allocates.
// The loop is the caller's own, so that nothing stands between it and the call.
func Best(name string, loop func(n int)) {
	begin, count, best := spent(), 1, 1e18
	for spent()-begin < whole {
		start := spent()
		loop(count)
		took := spent() - start
		if took < least/2 {
			count *= 2
		} else {
			best = min(best, float64(took.Nanoseconds())/float64(count))
		}
	}
	fmt.Printf("%s %.2f\n", name, best)
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
