// SPDX-License-Identifier: LGPL-2.1-or-later

// It calls the generated package of the fixture library: every kind, every protocol, and no leak; run it with -asan.

package drive

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	fx "fixture"
)

func box(name string) *fx.Box { return must(fx.BoxNew(name)) }

func TestHandlesAreMadeLentAndClosed(t *testing.T) {
	parent, child := box("parent"), box("child")
	equal(t, must(child.GetParent()), nil)
	equal(t, must(parent.GetFirst()), nil)
	works(parent.Adopt(child))
	lent := must(child.GetParent())
	equal(t, must(lent.GetName()), "parent")
	works(parent.Close())
	equal(t, must(lent.GetName()), "parent")
	for _, err := range []error{failure(parent.GetName()), lent.Adopt(parent), failure(parent.GetInfo())} {
		if !errors.Is(err, fx.ErrClosed) {
			t.Fatal(err)
		}
	}
	works(parent.Close())
	works(lent.Close())
	works(lent.Close())
	if err := child.Adopt(nil); !errors.Is(err, fx.ErrNil) {
		t.Fatal(err)
	}
}

func TestErrorsCarryCodeAndMessage(t *testing.T) {
	var told *fx.Error
	if err := fx.Check(7); !errors.As(err, &told) {
		t.Fatal(err)
	}
	equal(t, [2]int{int(told.Code), int(told.Domain)}, [2]int{7, 42})
	tells(t, told, "another one")
	long := strings.Repeat("x", 700)
	if err := fx.Fail(&long); !errors.As(err, &told) || told.Message != long {
		t.Fatal(err)
	}
	if err := fx.Fail(nil); !errors.As(err, &told) {
		t.Fatal(err)
	}
	bad := box("bad")
	for _, err := range []error{
		failure(bad.DupName()), failure(bad.GetInfo()), failure(bad.ListIDs()), failure(bad.GetParams()),
		failure(bad.Save()), failure(bad.GetUUID()), failure(bad.TakeChildren()), failure(bad.ListItems()),
	} {
		if !errors.As(err, &told) {
			t.Fatal(err)
		}
	}
	works(fx.Quiet(0))
	if err := fx.Quiet(-1); !errors.As(err, &told) {
		t.Fatal(err)
	}
}

func TestNumbersKeepTheirEdges(t *testing.T) {
	equal(t, must(fx.Largest()), uint64(math.MaxUint64))
	equal(t, must(fx.Smallest()), int64(math.MinInt64))
	u, i, d, err := fx.Echo(math.MaxUint64, math.MinInt64, 0.1)
	works(err)
	equal(t, fmt.Sprint(u, i, d), "18446744073709551615 -9223372036854775808 0.1")
	equal(t, must(fx.Hostile(1, 2, "abc", 4)), 10)
	equal(t, must(box("box").GetLimit(1)), uint64(4000000000))
}

func TestTruthAndEnums(t *testing.T) {
	box := box("box")
	works(box.SetOpen(true))
	equal(t, must(box.IsOpen()), true)
	equal(t, must(box.GetOpen()), true)
	works(box.SetOpen(false))
	equal(t, must(box.GetOpen()), false)
	works(box.SetState(fx.StateShut))
	state, reason := two(box.GetState())
	equal(t, state, fx.StateShut)
	equal(t, reason, uint32(11))
	equal(t, fmt.Sprint(fx.StateShut, fx.State(77)), "StateShut State(77)")
}

func TestStrings(t *testing.T) {
	box := box("höst")
	for _, name := range []string{must(box.GetName()), must(box.DupName()), must(box.CopyName())} {
		equal(t, name, "höst")
	}
	equal(t, must(box.GetUUIDString()), "00010203-0405-0607-0809-0a0b0c0d0eff")
	equal(t, must(box.GetLabel()), "64")
	note := "ä"
	works(box.SetNote(&note))
	equal(t, *must(box.FindNote("note")), note)
	equal(t, must(box.FindNote("other")), nil)
	works(box.SetNote(nil))
	equal(t, must(box.FindNote("note")), nil)
	name := strings.Repeat("kept", 10)
	works(box.KeepName(name))
	equal(t, must(box.GetName()), name)
	equal(t, must(box.GetText()), name)
	four := "four"
	equal(t, must(fx.Measure(&four)), 4)
	equal(t, must(fx.Measure(nil)), 0)
	raw := "not \xff UTF-8"
	works(box.KeepName(raw))
	equal(t, must(box.GetName()), raw)
	nul := "a\x00b"
	for _, err := range []error{box.KeepName(nul), box.SetNote(&nul), failure(fx.BoxNew(nul)), failure(fx.CountWords([]string{"a", nul}))} {
		if !errors.Is(err, fx.ErrNUL) {
			t.Fatal(err)
		}
	}
	works(box.KeepName(""))
	equal(t, must(box.GetName()), "")
}

func TestBytes(t *testing.T) {
	box := box("box")
	uuid := must(box.GetUUID())
	equal(t, len(uuid), 16)
	equal(t, must(box.HasUUID(uuid)), true)
	tells(t, failure(box.HasUUID(uuid[:3])), "16")
	for _, data := range [][]byte{
		must(box.Save()), must(box.Raw()), must(box.View()), must(box.ReadAll()), must(box.Read(100)), must(box.Pack(10)),
	} {
		equal(t, string(data), "box")
	}
	equal(t, string(must(box.Read(2))), "bo")
	equal(t, string(must(box.Take(2))), "bo")
	if err := failure(box.Take(10)); !errors.Is(err, fx.ErrWouldBlock) {
		t.Fatal(err)
	}
	if err := failure(box.Take(6)); !errors.Is(err, fx.ErrHole) {
		t.Fatal(err)
	}
	equal(t, must(box.Grid(5, 2)), [][]byte{{0, 1}, {2, 3}, {4, 5}})
	equal(t, must(box.Grid(5, 0)), [][]byte{{}, {}, {}})
	equal(t, must(box.Multiply([]int32{5, 7}, 9)), [][]uint64{{5, 7}, {10, 14}})
	rows := must(box.RowParams(2))
	equal(t, len(rows), 2)
	equal(t, rows[1]["key-1"], any(uint64(math.MaxUint64)))
	equal(t, rows[1]["key-4"], any("text"))
	equal(t, len(must(box.RowParams(0))), 0)
	length, bits := two(box.Bitmap())
	equal(t, length, 11)
	equal(t, bits, []byte{0xff, 5})
	equal(t, must(box.MeasureInfo()), must(box.GetInfo()))
	equal(t, must(box.Peek(5, 4)), []byte{5, 5, 5, 5})
	equal(t, len(must(box.Peek(5, 0))), 0)
	if failure(box.Peek(5, math.MaxUint)) == nil {
		t.Fatal("there was room for all of that")
	}
	equal(t, must(fx.Checksum([]byte{1, 2, 255})), 258)
	equal(t, must(fx.Checksum([]byte{})), 0)
	if failure(fx.ChecksumShort(make([]byte, 256))) == nil {
		t.Fatal("a length was cut")
	}
	equal(t, must(fx.ChecksumShort(make([]byte, 255))), 255)
}

func TestRecords(t *testing.T) {
	box := box("box")
	info := fx.Info{Largest: math.MaxUint64, Smallest: math.MinInt64, Tiny: 255, Ratio: 0.5}
	works(box.SetInfo(info))
	equal(t, must(box.GetInfo()), info)
	works(box.SetPoint(fx.Point{X: math.MinInt32, Y: math.MaxInt32}))
	equal(t, must(box.GetPoint()), fx.Point{X: math.MinInt32, Y: math.MaxInt32})
	equal(t, must(box.GetItem()), fx.Item{Name: "box", Value: 5})
	equal(t, must(box.CopyItem()), fx.Item{Name: "box", Value: 5})
	equal(t, must(box.OwnItem()), fx.Item{Name: "box", Value: 8})
	equal(t, must(box.ReadItem()), fx.Item{Name: "box", Value: 6})
}

func TestLists(t *testing.T) {
	box := box("box")
	equal(t, must(box.ListIDs()), []int32{100, 101, 102})
	equal(t, len(must(box.ListNames())), 3)
	equal(t, must(box.ListTags()), []string{"box", "box", "box"})
	equal(t, must(box.ListKeys()), []string{"one", "two"})
	equal(t, must(fx.Colours()), []string{"red", "green", "blue"})
	equal(t, must(box.ListPoints()), []fx.Point{{X: -1}, {Y: 2}})
	equal(t, must(box.ListItems()), []fx.Item{{Name: "box", Value: 5}, {Name: "box", Value: 5}})
	equal(t, must(box.ListErrors())[2], fx.Item{Name: "box", Value: 2})
	equal(t, must(box.ViewIDs()), []int32{1, 2, 3})
	equal(t, must(box.GetCodes()), []int32{0, 10, 20})
	equal(t, must(box.LastCodes()), []int32{4, 5})
	equal(t, must(box.GetCorners())[3], fx.Point{Y: -4})
	equal(t, must(box.FreeCells(1, 100))[2], uint64(3)<<60)
	for _, err := range []error{failure(box.Broken()), failure(box.Overrun(3))} {
		if err == nil {
			t.Fatal("a library that tells nonsense was believed")
		}
	}
	equal(t, must(fx.CountWords([]string{"one", "two"})), 2)
	equal(t, must(fx.CountWords([]string{})), 0)
	equal(t, must(fx.Join([]string{"one", "two"})), "onetwo")
	equal(t, must(fx.Join([]string{})), "")
	equal(t, must(fx.Join(nil)), "(null)")
	equal(t, must(fx.Sum([]uint64{math.MaxUint64, 2})), uint64(1))
	equal(t, must(fx.SumPairs([]int32{2, 3}, []uint64{10, 1})), uint64(23))
	tells(t, failure(fx.SumPairs([]int32{2, 3}, []uint64{10})), "values")
	equal(t, must(fx.Area([]fx.Point{{X: 2, Y: 3}, {X: 4, Y: 5}})), 26)
}

func TestListsOfHandles(t *testing.T) {
	parent := box("parent")
	for number := range 3 {
		works(parent.Adopt(box(fmt.Sprint("child-", number))))
	}
	for _, children := range [][]*fx.Box{
		must(parent.ListChildren()), must(parent.PeekChildren()), must(parent.TakeChildren()), must(parent.EndChildren()),
	} {
		var names []string
		for _, child := range children {
			names = append(names, must(child.GetName()))
		}
		equal(t, names, []string{"child-0", "child-1", "child-2"})
		equal(t, must(fx.SumBoxes(children)), 21)
	}
	children := must(parent.ListChildren())
	works(children[1].Close())
	if err := failure(fx.SumBoxes(children)); !errors.Is(err, fx.ErrClosed) {
		t.Fatal(err)
	}
	if err := failure(fx.SumBoxes([]*fx.Box{nil})); !errors.Is(err, fx.ErrNil) {
		t.Fatal(err)
	}
	equal(t, must(children[0].GetName()), "child-0")
}

func TestDicts(t *testing.T) {
	box := box("box")
	want := fx.Params{"key-0": "text", "key-1": uint64(math.MaxUint64), "key-2": "text"}
	equal(t, must(box.GetParams()), want)
	equal(t, must(box.AllParams()), want)
	equal(t, must(box.ReadParams()), want)
	works(box.SetParams(fx.Params{}))
	equal(t, len(must(box.GetParams())), 0)
	works(box.SetParams(fx.Params{"a": int32(3), "b": int32(4), "c": true, "d": 0.5, "e": "text", "f": uint64(5)}))
	equal(t, len(must(box.ListIDs())), 7)
	tells(t, box.SetParams(fx.Params{strings.Repeat("k", 16): int32(1)}), "less than 16 bytes")
	tells(t, box.SetParams(fx.Params{"shares": 5}), "shares")
	tells(t, box.SetParams(fx.Params{"shares": struct{}{}}), "shares")
	if err := box.SetParams(fx.Params{"a": "b\x00"}); !errors.Is(err, fx.ErrNUL) {
		t.Fatal(err)
	}
	if err := box.SetParams(fx.Params{"a\x00": int32(1)}); !errors.Is(err, fx.ErrNUL) {
		t.Fatal(err)
	}
}

var errMine = errors.New("mine")

func TestCallbacksThatShareUserData(t *testing.T) {
	steps := []int64{3, 1 << 40, 0}
	var seen []int64
	step := func() (bool, int64, error) {
		by := steps[0]
		steps = steps[1:]
		return by != 0, by, nil
	}
	works(fx.Walk(step, func(at int64) { seen = append(seen, at) }))
	equal(t, seen, []int64{3, 3 + 1<<40})
	once := func() (bool, int64, error) { return true, 1, nil }
	reason := panics(t, func() { _ = fx.Walk(once, func(int64) { panic(errMine) }) })
	equal(t, reason, any(errMine))
	fails := func() (bool, int64, error) { return true, 1, errMine }
	if err := fx.Walk(fails, func(int64) {}); !errors.Is(err, errMine) {
		t.Fatal(err)
	}
}

func TestRecordsThatHoldACallback(t *testing.T) {
	secret := "secret"
	var asked []fx.Question
	answer := func(questions []fx.Question) ([]*string, error) {
		asked = questions
		return []*string{&secret, nil}, nil
	}
	equal(t, must(fx.Login("me", []int32{2, 4}, answer)), "me:secret:")
	equal(t, len(asked), 2)
	equal(t, asked[0].About, 2)
	equal(t, *asked[0].Prompt, "what?")
	equal(t, asked[1].Prompt, nil)
	short := func([]fx.Question) ([]*string, error) { return []*string{&secret}, nil }
	tells(t, failure(fx.Login("me", []int32{1, 2}, short)), "1 texts, not 2")
	fails := func([]fx.Question) ([]*string, error) { return nil, errMine }
	if err := failure(fx.Login("me", []int32{1}, fails)); !errors.Is(err, errMine) {
		t.Fatal(err)
	}
}

// reported collects what callbacks fail with while nobody else hears of it.
func reported(during func()) (found []error) {
	fx.SetCallbackErrorHandler(func(err error) { found = append(found, err) })
	defer fx.SetCallbackErrorHandler(nil)
	during()
	return found
}

func TestCallbacks(t *testing.T) {
	box := box("box")
	var seen []string
	opened := func(of *fx.Box, code int32) { seen = append(seen, fmt.Sprint(must(of.GetName()), "-", code)) }
	first := must(box.WatchOpened(opened))
	must(box.WatchParams(func(_ *fx.Box, params fx.Params) (int32, error) {
		seen = append(seen, fmt.Sprint(len(params)))
		return 40, nil
	}))
	equal(t, must(box.Emit()), 42)
	equal(t, seen, []string{"box-23", "2"})
	works(box.Unwatch(first))
	works(box.Hook(opened))
	works(box.Unhook())
	if box.Unhook() == nil {
		t.Fatal("the hook was there twice")
	}
	if err := failure(box.WatchOpened(nil)); !errors.Is(err, fx.ErrNil) {
		t.Fatal(err)
	}

	var number int32
	number = must(box.WatchOpened(func(of *fx.Box, _ int32) {
		works(of.Unwatch(number))
		panic(errMine)
	}))
	found := reported(func() { must(box.Emit()) })
	equal(t, len(found), 1)
	if !errors.Is(found[0], errMine) {
		t.Fatal(found[0])
	}
	must(box.WatchOpened(func(*fx.Box, int32) { panic("not an error") }))
	found = reported(func() { must(box.Emit()) })
	equal(t, len(found), 1)
	tells(t, found[0], "not an error")
}

func TestCallbacksOfOneCall(t *testing.T) {
	parent := box("parent")
	for range 3 {
		works(parent.Adopt(box("child")))
	}
	var names []string
	equal(t, must(parent.Each(func(_ *fx.Box, name string) (int32, error) {
		names = append(names, name)
		return 0, nil
	})), 3)
	equal(t, names, []string{"child", "child", "child"})
	calls := 0
	fails := func(*fx.Box, string) (int32, error) { calls++; return 0, errMine }
	if err := failure(parent.Each(fails)); !errors.Is(err, errMine) {
		t.Fatal(err)
	}
	equal(t, calls, 1)
	var told *fx.Error
	if err := failure(parent.Each(func(*fx.Box, string) (int32, error) { return 1, nil })); !errors.As(err, &told) {
		t.Fatal(err)
	}
	reason := panics(t, func() {
		_, _ = parent.Each(func(*fx.Box, string) (int32, error) { panic("in a callback") })
	})
	if !strings.Contains(fmt.Sprint(reason), "in a callback") {
		t.Fatal(reason)
	}
	equal(t, must(parent.GetName()), "parent")
}

func TestCallbacksThatGiveBytes(t *testing.T) {
	pieces := func() func() ([]byte, error) {
		left := [][]byte{{1, 2}, {0, 3, 4, 5}, {6}, {}}
		return func() ([]byte, error) {
			piece := left[0]
			left = left[1:]
			return piece, nil
		}
	}
	box := box("box")
	for name, call := range map[string]func(func() ([]byte, error)) (int32, error){
		"fill": func(give func() ([]byte, error)) (int32, error) {
			return box.Fill(func(_ *fx.Box, size uint) ([]byte, error) {
				equal(t, size, 4)
				return give()
			})
		},
		"pour": func(give func() ([]byte, error)) (int32, error) {
			return fx.Pour(func(size uint) ([]byte, error) {
				equal(t, size, 4)
				return give()
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, must(call(pieces())), 21)
			tells(t, failure(call(func() ([]byte, error) { return []byte("12345"), nil })), "4")
			if err := failure(call(func() ([]byte, error) { return nil, errMine })); !errors.Is(err, errMine) {
				t.Fatal(err)
			}
		})
	}
}

func TestCloseWhileInUse(t *testing.T) {
	parent := box("parent")
	works(parent.Adopt(box("child")))
	equal(t, must(parent.Each(func(*fx.Box, string) (int32, error) {
		done := make(chan error)
		go func() { done <- parent.Close() }()
		works(<-done)
		if err := failure(parent.GetName()); !errors.Is(err, fx.ErrClosed) {
			t.Error(err)
		}
		return 0, nil
	})), 1)
}

func TestObjectsAreUsedByManyGoroutines(t *testing.T) {
	box := box("shared")
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 200 {
				name, err := box.GetName()
				if err == nil && name != "shared" || err != nil && !errors.Is(err, fx.ErrClosed) {
					t.Error(name, err)
				}
			}
		}()
	}
	group.Add(1)
	go func() {
		defer group.Done()
		works(box.Close())
	}()
	group.Wait()
}
