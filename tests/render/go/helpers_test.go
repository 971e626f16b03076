// SPDX-License-Identifier: LGPL-2.1-or-later

// What the tests beside it share.

package drive

import (
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// must returns what a call gave, which has to work.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// two returns both things that a call gave, which has to work.
func two[A, B any](first A, second B, err error) (A, B) {
	if err != nil {
		panic(err)
	}
	return first, second
}

// works takes the result of a call that gives nothing, and has to work.
func works(err error) {
	if err != nil {
		panic(err)
	}
}

// failure returns why a call failed, which it has to.
func failure[T any](_ T, err error) error { return err }

func equal[T any](t *testing.T, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %#v, want %#v", got, want)
	}
}

// tells fails unless there is an error whose text holds another.
func tells(t *testing.T, err error, text string) {
	t.Helper()
	if err == nil {
		t.Fatalf("it did not fail with %q", text)
	}
	if !strings.Contains(err.Error(), text) {
		t.Fatalf("got the error %q, want one with %q", err, text)
	}
}

// panics returns what a function panics with, which it has to.
func panics(t *testing.T, call func()) (reason any) {
	t.Helper()
	defer func() {
		if reason = recover(); reason == nil {
			t.Fatal("it did not panic")
		}
	}()
	call()
	return nil
}

// eventually collects garbage until a condition holds.
func eventually(t *testing.T, condition func() bool) {
	t.Helper()
	for range 1000 {
		runtime.GC()
		if condition() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("it never came")
}
