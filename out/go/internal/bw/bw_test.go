// SPDX-License-Identifier: LGPL-2.1-or-later

package bw

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"
)

// count returns a class that counts what is released.
func count(blocking bool) (*Class, *atomic.Int32) {
	released := new(atomic.Int32)
	return NewClass(func(uintptr) { released.Add(1) }, nil, blocking), released
}

func wait(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain until", what)
		}
		runtime.GC()
	}
}

func TestObjectIsReleasedOnceWhenClosedTwice(t *testing.T) {
	class, released := count(false)
	o := new(Object)
	o.Own(1, class, nil)
	for range 2 {
		if o.BeginClose() {
			o.Leave()
		}
	}
	if err := o.Enter(); err != ErrClosed {
		t.Errorf("a closed object is entered: %v", err)
	}
	if n := released.Load(); n != 1 || !o.Closed() {
		t.Errorf("released %d times, closed %v", n, o.Closed())
	}
}

func TestObjectIsReleasedByItsLastUser(t *testing.T) {
	class, released := count(false)
	o := new(Object)
	o.Own(1, class, nil)
	if err := o.Enter(); err != nil {
		t.Fatal(err)
	}
	if !o.BeginClose() || o.EndClose() || released.Load() != 0 {
		t.Error("closing takes the handle from a user")
	}
	o.Leave()
	if n := released.Load(); n != 1 {
		t.Errorf("released %d times", n)
	}
}

func TestObjectIsReleasedOnceByManyUsers(t *testing.T) {
	class, released := count(false)
	for range 1000 {
		o := new(Object)
		o.Own(1, class, nil)
		var users sync.WaitGroup
		for range 8 {
			users.Add(1)
			go func() {
				defer users.Done()
				if o.Enter() == nil {
					o.Leave()
				}
				if o.BeginClose() {
					o.Leave()
				}
			}()
		}
		users.Wait()
	}
	if n := released.Load(); n != 1000 {
		t.Errorf("released %d of 1000", n)
	}
}

func TestZeroObjectIsClosed(t *testing.T) {
	var o Object
	if o.Enter() != ErrClosed || !o.Closed() || o.BeginClose() {
		t.Error("a zero object is of use")
	}
	var none *Object
	if !errors.Is(none.EnterGiven("x"), ErrNil) || none.EnterOptional("x") != nil || none.Handle() != 0 {
		t.Error("no object is one")
	}
	none.Leave()
}

func TestLostObjectGoesBeforeItsParent(t *testing.T) {
	var mutex sync.Mutex
	var order []uintptr
	class := NewClass(func(handle uintptr) {
		mutex.Lock()
		defer mutex.Unlock()
		order = append(order, handle)
	}, nil, false)
	func() {
		parent, child := new(Object), new(Object)
		parent.Own(1, class, nil)
		child.Own(2, class, parent)
	}()
	wait(t, "both are released", func() bool {
		mutex.Lock()
		defer mutex.Unlock()
		return len(order) == 2
	})
	if order[0] != 2 {
		t.Error("the parent went first")
	}
}

func TestEnterAllLeavesWhatItEntered(t *testing.T) {
	class, released := count(false)
	good, bad := new(Object), new(Object)
	good.Own(1, class, nil)
	at := func(i int) *Object { return []*Object{good, bad}[i] }
	if _, err := EnterAll("list", 2, at); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed object is given: %v", err)
	}
	if good.BeginClose() {
		good.Leave()
	}
	if n := released.Load(); n != 1 {
		t.Errorf("released %d times", n)
	}
}

func TestParamsArePackedInOrder(t *testing.T) {
	cases := CasesOf(CaseI32, CaseString)
	packed, err := PackParams("p", map[string]any{"b": "x", "a": int32(-1)}, cases, 0)
	want := append([]byte("a\x00\x01"), bytes.Repeat([]byte{0xff}, 8)...)
	want = append(want, "b\x00\x06x\x00\x00"...)
	if err != nil || !bytes.Equal(packed, want) {
		t.Errorf("%q, %v", packed, err)
	}
}

func TestParamsRefuseWhatCannotBeGiven(t *testing.T) {
	cases := CasesOf(CaseI32, CaseString)
	for _, test := range []struct {
		key   string
		value any
		want  error
	}{
		{"int", 1, ErrType},
		{"other", int64(1), ErrType},
		{"nothing", nil, ErrType},
		{"nul", "a\x00b", ErrNUL},
		{"k\x00", int32(1), ErrNUL},
		{"far too long", int32(1), ErrRange},
	} {
		_, err := PackParams("p", map[string]any{test.key: test.value}, cases, 8)
		if !errors.Is(err, test.want) {
			t.Errorf("%q: %v, not %v", test.key, err, test.want)
		}
	}
}

func TestCallbackFailsTheCallItIsGivenTo(t *testing.T) {
	failed := errors.New("failed")
	runs := 0
	c := NewCallback(func(unsafe.Pointer) error { runs++; return failed }, true)
	defer c.Delete()
	Called(c.Handle(), nil)
	Called(c.Handle(), nil)
	if c.Err() != failed || runs != 1 {
		t.Errorf("%v after %d runs", c.Err(), runs)
	}
}

func TestCallbackPanicsInTheCallItIsGivenTo(t *testing.T) {
	c := NewCallback(func(unsafe.Pointer) error { panic("now") }, true)
	defer c.Delete()
	Called(c.Handle(), nil)
	defer func() {
		if p := recover(); p != "now" {
			t.Errorf("recovered %v", p)
		}
	}()
	_ = c.Err()
	t.Error("there is no panic")
}

func TestCallbackThatOutlivesItsCallIsReported(t *testing.T) {
	var told error
	SetReporter(func(err error) { told = err })
	defer SetReporter(nil)
	c := NewCallback(func(unsafe.Pointer) error { panic("later") }, false)
	Called(c.Handle(), nil)
	Destroyed(c.Handle())
	if told == nil {
		t.Error("nobody heard of it")
	}
}

// memory is a stream that keeps what is sent.
type memory struct {
	data            bytes.Buffer
	finished, ended atomic.Int32
}

var errWaits = errors.New("it waits")

func (m *memory) stream() Stream {
	return Stream{
		Send:    func(data []byte) (int, error) { return m.data.Write(data[:(len(data)+1)/2]) },
		Receive: func(size int) ([]byte, error) { return bytes.Clone(m.data.Next(size)), nil },
		Finish:  func() error { m.finished.Add(1); return nil },
		Abort:   func() error { m.ended.Add(1); return nil },
		Waits:   func(err error) bool { return err == errWaits },
	}
}

func TestStreamIsWrittenAndReadToItsEnd(t *testing.T) {
	m := new(memory)
	w := NewWriter(context.Background(), m.stream())
	want := bytes.Repeat([]byte("abcdefg"), 30000)
	if n, err := w.Write(want); n != len(want) || err != nil {
		t.Fatal(n, err)
	}
	if err := errors.Join(w.Close(), w.Close()); err != nil || m.finished.Load() != 1 {
		t.Fatal(err, m.finished.Load())
	}
	r := NewReader(context.Background(), m.stream())
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatal(len(got), err)
	}
	if err := r.Close(); err != nil || m.finished.Load() != 2 || m.ended.Load() != 0 {
		t.Error(err, m.finished.Load(), m.ended.Load())
	}
}

func TestStreamThatIsNotReadToItsEndIsAborted(t *testing.T) {
	m := new(memory)
	m.data.WriteString("abc")
	r := NewReader(context.Background(), m.stream())
	if _, err := r.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil || m.ended.Load() != 1 || m.finished.Load() != 0 {
		t.Error(err, m.ended.Load(), m.finished.Load())
	}
}

func TestStreamIsAbortedWithItsContext(t *testing.T) {
	m := new(memory)
	ctx, cancel := context.WithCancel(context.Background())
	w := NewWriter(ctx, m.stream())
	cancel()
	wait(t, "it is aborted", func() bool { return m.ended.Load() == 1 })
	if _, err := w.Write([]byte("x")); err != context.Canceled {
		t.Errorf("written: %v", err)
	}
	if err := w.Close(); err != context.Canceled || m.finished.Load() != 0 {
		t.Errorf("finished: %v", err)
	}
}

func TestStreamThatWouldWaitCanBeClosedAgain(t *testing.T) {
	m := new(memory)
	stream := m.stream()
	waits := true
	stream.Finish = func() error {
		if waits {
			return errWaits
		}
		return nil
	}
	w := NewWriter(context.Background(), stream)
	if err := w.Close(); err != errWaits {
		t.Errorf("closed: %v", err)
	}
	waits = false
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}

func TestLoopRunsWhileItIsWanted(t *testing.T) {
	var steps, begun atomic.Int32
	l := NewLoop(func() error { steps.Add(1); time.Sleep(time.Millisecond); return nil })
	begin := func() error { begun.Add(1); return nil }
	for range 2 {
		ctx, cancel := context.WithCancel(context.Background())
		if err := l.Start(ctx, begin); err != nil {
			t.Fatal(err)
		}
		before := steps.Load()
		wait(t, "it runs", func() bool { return steps.Load() > before })
		cancel()
		wait(t, "it ends", func() bool { l.mutex.Lock(); defer l.mutex.Unlock(); return !l.running })
	}
	if n := begun.Load(); n != 1 {
		t.Errorf("begun %d times", n)
	}
}

func TestFlagsAreNamed(t *testing.T) {
	known := []Flag[uint32]{{0, "None"}, {1, "One"}, {2, "Two"}}
	for bits, want := range map[uint32]string{0: "None", 1: "One", 3: "One|Two", 9: "One|Set(0x8)", 8: "Set(0x8)"} {
		if got := Flags("Set", bits, known); got != want {
			t.Errorf("%d is %s, not %s", bits, got, want)
		}
	}
}

func TestTextsOfCEnd(t *testing.T) {
	c := []byte("abc\x00def\x00")
	if got := Text(unsafe.Pointer(&c[0])); got != "abc" {
		t.Errorf("%q", got)
	}
	if got := BoundedText(unsafe.Pointer(&c[4]), 2); got != "de" {
		t.Errorf("%q", got)
	}
	if Text(nil) != "" || OptionalText(nil) != nil {
		t.Error("there is a text where there is none")
	}
}
