// SPDX-License-Identifier: LGPL-2.1-or-later

// It drives the real libvirt through its generated package, on the host that its test driver keeps in memory.

package drive

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"libvirt"
)

const guest = `
<domain type='test'>
  <name>fresh</name>
  <uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid>
  <memory unit='KiB'>65536</memory>
  <vcpu>2</vcpu>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/nowhere'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><source network='default'/><target dev='net0'/></interface>
  </devices>
</domain>
`

func open(t *testing.T) *libvirt.Connect {
	uri := "test:///default"
	host := must(libvirt.OpenConnect(&uri))
	t.Cleanup(func() { works(host.Close()) })
	return host
}

func TestLooks(t *testing.T) {
	host := open(t)
	domains := must(host.ListAllDomains())
	equal(t, len(domains), 1)
	domain := domains[0]
	equal(t, must(domain.GetName()), "test")
	equal(t, must(domain.GetID()), 1)
	equal(t, must(domain.GetUUID()).String(), "6695eb01-f6a4-8304-79aa-97f2502e193f")
	equal(t, must(domain.GetUUIDString()), must(domain.GetUUID()).String())
	state, _ := two(domain.GetState())
	equal(t, state, libvirt.DomainStateRunning)
	equal(t, state.String(), "DomainStateRunning")
	info := must(domain.GetInfo())
	equal(t, info.State, state)
	equal(t, info.MaxMem, uint64(8388608))
	equal(t, info.NrVirtCPU, 2)
	equal(t, must(host.GetType()), "TEST")
	equal(t, must(host.ListDomains()), []int32{1})
	statistics := must(host.GetAllDomainStats(0))
	equal(t, statistics[0].Params["state.state"], any(int32(libvirt.DomainStateRunning)))
}

func TestLives(t *testing.T) {
	host := open(t)
	domain := must(host.DomainDefineXML(guest))
	equal(t, must(domain.IsActive()), false)
	equal(t, must(domain.GetID()), 1<<32-1)
	works(domain.Create())
	equal(t, must(domain.IsActive()), true)
	works(domain.Suspend())
	state, _ := two(domain.GetState())
	equal(t, state, libvirt.DomainStatePaused)
	works(domain.Resume())
	works(domain.SetMemory(32768))
	equal(t, must(domain.GetInfo()).Memory, uint64(32768))
	snapshot := must(domain.SnapshotCreateXML("<domainsnapshot><name>first</name></domainsnapshot>"))
	found := must(domain.ListAllSnapshots())
	equal(t, len(found), 1)
	equal(t, must(found[0].GetName()), "first")
	works(snapshot.Delete())

	works(domain.SetBlockIOTune("vda", libvirt.Params{"read_bytes_sec": uint64(1) << 40, "read_bytes_sec_max": uint64(1) << 41}))
	equal(t, must(domain.GetBlockIOTune(pointer("vda")))["read_bytes_sec_max"], any(uint64(1)<<41))
	works(domain.SetInterfaceParameters("net0", libvirt.Params{"inbound.average": uint32(3_000_000_000)}))
	equal(t, must(domain.GetInterfaceParameters("net0"))["inbound.average"], any(uint32(3_000_000_000)))

	works(domain.Destroy())
	works(domain.Undefine())
}

func pointer[T any](value T) *T { return &value }

func TestRefuses(t *testing.T) {
	err := failure(open(t).DomainLookupByName("nobody"))
	var told *libvirt.Error
	if !errors.As(err, &told) || !errors.Is(err, libvirt.ErrorNumberNoDomain) || !errors.Is(err, libvirt.ErrorDomainTest) {
		t.Fatal(err)
	}
	equal(t, told.Code, libvirt.ErrorNumberNoDomain)
	equal(t, told.Domain, libvirt.ErrorDomainTest)
	tells(t, told, "Domain not found")
}

func TestHearsNothingWithoutALoop(t *testing.T) {
	_, err := open(t).DomainEventRegisterLifecycle(
		func(*libvirt.Connect, *libvirt.Domain, libvirt.DomainEventType, int32) {}, nil)
	if !errors.Is(err, libvirt.ErrNoEventLoop) {
		t.Fatal(err)
	}
	tells(t, err, "StartEventLoop")
}

// TestHears comes after all that hears nothing: there is one event loop in the life of a process.
func TestHears(t *testing.T) {
	loop, end := context.WithCancel(context.Background())
	t.Cleanup(end)
	works(libvirt.StartEventLoop(loop))
	host := open(t)
	domain := must(host.DomainLookupByName("test"))
	seen := make(chan libvirt.DomainEventType, 8)
	// libvirt takes one callback of a kind for one domain, and one for all.
	register := func(hear func(libvirt.DomainEventType), of *libvirt.Domain) (func() error, error) {
		number, err := host.DomainEventRegisterLifecycle(
			func(_ *libvirt.Connect, of *libvirt.Domain, event libvirt.DomainEventType, _ int32) {
				if must(of.GetName()) == "test" {
					hear(event)
				}
			}, of)
		return func() error { return host.DomainEventDeregisterAny(number) }, err
	}
	remove := must(register(func(event libvirt.DomainEventType) { seen <- event }, domain))
	ctx, cancel := context.WithCancel(context.Background())
	events := must(libvirt.Events(ctx, func(send func(libvirt.DomainEventType)) (func() error, error) {
		return register(send, nil)
	}))
	works(domain.Suspend())
	works(domain.Resume())
	for _, channel := range []<-chan libvirt.DomainEventType{seen, events} {
		for _, want := range []libvirt.DomainEventType{libvirt.DomainEventTypeSuspended, libvirt.DomainEventTypeResumed} {
			select {
			case event := <-channel:
				equal(t, event, want)
			case <-time.After(20 * time.Second):
				t.Fatal("nothing was heard")
			}
		}
	}
	works(remove())
	cancel()
	_, more := <-events
	equal(t, more, false)
}

// TestReads takes a screenshot through a stream, which is all that the test driver can send.
func TestReads(t *testing.T) {
	host := open(t)
	domain := must(host.DomainLookupByName("test"))
	stream := must(host.StreamNew())
	equal(t, must(domain.Screenshot(stream, 0)), "image/png")
	var picture bytes.Buffer
	works(stream.RecvAll(func(_ *libvirt.Stream, data []byte) (int32, error) {
		n, err := picture.Write(data)
		return int32(n), err
	}))
	works(stream.Finish())
	if picture.Len() < 10_000 || !bytes.HasPrefix(picture.Bytes(), []byte("\x89PNG")) {
		t.Fatal(picture.Len())
	}

	stream = must(host.StreamNew())
	must(domain.Screenshot(stream, 0))
	reader := libvirt.NewStreamReader(context.Background(), stream)
	if again := must(io.ReadAll(reader)); !bytes.Equal(again, picture.Bytes()) {
		t.Fatal(len(again))
	}
	works(reader.Close())

	errMine := errors.New("mine")
	stream = must(host.StreamNew())
	must(domain.Screenshot(stream, 0))
	err := stream.RecvAll(func(*libvirt.Stream, []byte) (int32, error) { return 0, errMine })
	if !errors.Is(err, errMine) {
		t.Fatal(err)
	}
	_ = stream.Abort()
}
