// SPDX-License-Identifier: LGPL-2.1-or-later

// It drives keel through its generated package, on the host that its test driver keeps in memory.

package drive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

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

// volume makes a volume of that size on a host.
func volume(host *keel.Connection, name string, size int) *keel.StorageVolume {
	pool := must(host.LookupStoragePoolByName("default"))
	return must(pool.CreateVolume(fmt.Sprintf(
		"<volume><name>%s</name><capacity unit='bytes'>%d</capacity></volume>", name, size)))
}

func TestStreamsAreReadersAndWriters(t *testing.T) {
	host := open()
	defer host.Close()
	data := bytes.Repeat([]byte("0123456789abcdef\x00\xff"), 10_000)
	to := volume(host, "fresh", len(data))

	up := must(host.NewStream())
	works(to.Upload(up, 0, uint64(len(data))))
	writer := keel.NewStreamWriter(context.Background(), up)
	equal(t, must(io.Copy(writer, bytes.NewReader(data))), int64(len(data)))
	works(writer.Close())
	works(writer.Close())

	down := must(host.NewStream())
	works(to.Download(down, 0, uint64(len(data))))
	reader := keel.NewStreamReader(context.Background(), down)
	if got := must(io.ReadAll(reader)); !bytes.Equal(got, data) {
		t.Fatalf("got %d bytes of %d back, or others", len(got), len(data))
	}
	works(reader.Close())

	half := must(host.NewStream())
	works(to.Upload(half, 0, uint64(len(data))))
	ctx, cancel := context.WithCancel(context.Background())
	writer = keel.NewStreamWriter(ctx, half)
	equal(t, must(writer.Write(data[:1000])), 1000)
	cancel()
	eventually(t, func() bool { return errors.Is(failure(writer.Write(data[:1])), context.Canceled) })
	if half.Finish() == nil {
		t.Fatal("half of an upload was confirmed")
	}
}

func TestEventsComeFromTheLoop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	works(keel.StartEventLoop(ctx))
	host := open()
	defer host.Close()
	domain := must(host.LookupDomainByName("test"))
	events := make(chan keel.DomainEventType, 8)
	number := must(host.AddDomainListener(
		func(_ *keel.Connection, _ *keel.Domain, event keel.DomainEventType, _ keel.DomainEventDetail) {
			events <- event
		},
		domain))
	works(domain.Suspend())
	works(domain.Resume())
	for _, want := range []keel.DomainEventType{keel.DomainEventTypeSuspended, keel.DomainEventTypeResumed} {
		select {
		case event := <-events:
			equal(t, event, want)
		case <-time.After(20 * time.Second):
			t.Fatal("nothing was heard")
		}
	}
	works(host.RemoveListener(number))
}

func TestEventsReachAChannel(t *testing.T) {
	loop, end := context.WithCancel(context.Background())
	defer end()
	works(keel.StartEventLoop(loop))
	host := open()
	defer host.Close()
	domain := must(host.LookupDomainByName("test"))
	ctx, cancel := context.WithCancel(context.Background())
	events := must(keel.Events(ctx, func(send func(keel.DomainEventType)) (func() error, error) {
		number, err := host.AddDomainListener(
			func(_ *keel.Connection, _ *keel.Domain, event keel.DomainEventType, _ keel.DomainEventDetail) {
				send(event)
			},
			domain)
		return func() error { return host.RemoveListener(number) }, err
	}))
	works(domain.Suspend())
	works(domain.Resume())
	equal(t, <-events, keel.DomainEventTypeSuspended)
	equal(t, <-events, keel.DomainEventTypeResumed)
	cancel()
	_, more := <-events
	equal(t, more, false)
}

func TestWhatWaitsIsLeftBehind(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	entered, goOn := make(chan bool), make(chan bool)
	go func() { <-entered; cancel() }()
	host, err := keel.Call(ctx, func() (*keel.Connection, error) {
		entered <- true
		<-goOn
		uri := "test:///default"
		return keel.OpenConnection(&uri)
	})
	equal(t, host, nil)
	equal(t, err, context.Canceled)
	close(goOn)
	eventually(t, func() bool { return must(keel.LiveHandles()) == 0 })
}
