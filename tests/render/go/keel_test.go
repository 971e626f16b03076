// SPDX-License-Identifier: LGPL-2.1-or-later

// It drives keel through its generated package, on the host that its test driver keeps in memory.

package drive

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"

	"keel"
)

// rounds says how often something is done that must leave nothing behind; sanitizers are slow.
func rounds() int {
	if number, err := strconv.Atoi(os.Getenv("ROUNDS")); err == nil {
		return number
	}
	return 100_000
}

func open() *keel.Connection {
	uri := "test:///default"
	return must(keel.OpenConnection(&uri))
}

// resident returns how much memory the process has, in bytes.
func resident() int {
	debug.FreeOSMemory()
	fields := strings.Fields(string(must(os.ReadFile("/proc/self/statm"))))
	return must(strconv.Atoi(fields[1])) * os.Getpagesize()
}

// round opens, lists and closes.
func round() {
	host := open()
	for _, domain := range must(host.ListDomains()) {
		works(domain.Close())
	}
	works(host.Close())
}

func TestNothingIsLeftOfManyRounds(t *testing.T) {
	for range rounds() / 10 {
		round()
	}
	eventually(t, func() bool { return must(keel.LiveHandles()) == 0 })
	before := resident()
	for range rounds() {
		round()
	}
	grown := resident() - before
	equal(t, must(keel.LiveHandles()), 0)
	if grown > 4<<20 {
		t.Fatalf("%d bytes more after %d rounds", grown, rounds())
	}
}

func TestWhatIsDroppedIsCollected(t *testing.T) {
	for number := range rounds() / 10 {
		host := open()
		must(host.ListDomains())
		must(host.LookupDomainByName("test"))
		if number%1000 == 0 {
			runtime.GC()
		}
	}
	eventually(t, func() bool { return must(keel.LiveHandles()) == 0 })
}

func TestClosedObjectsRefuse(t *testing.T) {
	host := open()
	domain := must(host.LookupDomainByName("test"))
	works(domain.Close())
	works(domain.Close())
	for name, err := range map[string]error{
		"a string": failure(domain.GetName()),
		"a record": failure(domain.GetInfo()),
		"nothing":  domain.Suspend(),
		"argument": failure(host.AddDomainListener(func(*keel.Connection, *keel.Domain, keel.DomainEventType, keel.DomainEventDetail) {}, domain)),
	} {
		if !errors.Is(err, keel.ErrClosed) {
			t.Error(name, err)
		}
	}
	again := must(host.LookupDomainByName("test"))
	works(host.Close())
	equal(t, must(again.GetName()), "test")
	works(again.Close())
}

func TestCallbacksThatPanic(t *testing.T) {
	host := open()
	defer host.Close()
	reason := panics(t, func() {
		_ = host.ForeachDomain(func(*keel.Domain) (bool, error) { panic("in a callback") })
	})
	if !strings.Contains(fmt.Sprint(reason), "in a callback") {
		t.Fatal(reason)
	}
	seen := 0
	works(host.ForeachDomain(func(*keel.Domain) (bool, error) { seen++; return true, nil }))
	equal(t, seen, 2)
}

func TestManyGoroutines(t *testing.T) {
	shared := open()
	var group sync.WaitGroup
	for number := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 500 {
				domain := must(shared.LookupDomainByName("spare"))
				equal(t, must(domain.GetName()), "spare")
				err := failure(shared.LookupDomainByName(fmt.Sprint("nobody-", number)))
				tells(t, err, fmt.Sprint("nobody-", number))
				if !errors.Is(err, keel.StatusNotFound) {
					t.Error(err)
				}
				works(domain.Close())
			}
		}()
	}
	group.Wait()
	works(shared.Close())
}

func TestNumbersAtTheirEdges(t *testing.T) {
	host := open()
	defer host.Close()
	works(host.SetHostParameters(keel.Params{
		"ceiling": uint64(math.MaxUint64), "offset": int64(math.MinInt64), "nice": int32(math.MinInt32), "shares": uint32(3_000_000_000),
	}))
	params := must(host.GetHostParameters())
	equal(t, params["ceiling"], any(uint64(math.MaxUint64)))
	equal(t, params["offset"], any(int64(math.MinInt64)))
	equal(t, params["nice"], any(int32(math.MinInt32)))
	equal(t, params["shares"], any(uint32(3_000_000_000)))
	works(host.SetHostParameters(keel.Params{"ceiling": uint64(1) << 63}))
	equal(t, must(host.GetHostParameters())["ceiling"], any(uint64(1)<<63))
}
