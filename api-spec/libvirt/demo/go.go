// SPDX-License-Identifier: LGPL-2.1-or-later

// It runs a guest through its life on libvirt's built-in test host, hears of it, and takes its picture.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"

	"libvirt"
)

const xml = `
<domain type='test'>
  <name>bindwright</name><memory unit='MiB'>1024</memory><vcpu>2</vcpu>
  <os><type>hvm</type></os>
</domain>
`

func main() {
	if err := show("test:///default"); err != nil {
		log.Fatal(err)
	}
}

func show(uri string) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if err := libvirt.StartEventLoop(ctx); err != nil {
		return err
	}
	connection, err := libvirt.OpenConnect(&uri)
	if err != nil {
		return err
	}
	defer connection.Close()
	fmt.Printf("guests of %s:\n", uri)
	domains, err := connection.ListAllDomains()
	if err != nil {
		return err
	}
	for _, domain := range domains {
		if err := photograph(ctx, domain); err != nil {
			return err
		}
	}
	events, err := listen(ctx, connection)
	if err != nil {
		return err
	}
	if err := live(connection); err != nil {
		return err
	}
	for event := range events {
		fmt.Printf("  bindwright: %v\n", event)
		if event == libvirt.DomainEventTypeUndefined {
			break
		}
	}
	return nil
}

// photograph says what a guest is like and how large a screenshot of it is.
func photograph(ctx context.Context, domain *libvirt.Domain) error {
	name, err := domain.GetName()
	if err != nil {
		return err
	}
	info, err := domain.GetInfo()
	if err != nil {
		return err
	}
	connection, err := domain.GetConnect()
	if err != nil {
		return err
	}
	stream, err := connection.StreamNew()
	if err != nil {
		return err
	}
	defer stream.Close()
	kind, err := domain.Screenshot(stream, 0)
	if err != nil {
		return err
	}
	reader := libvirt.NewStreamReader(ctx, stream)
	defer reader.Close()
	size, err := io.Copy(io.Discard, reader)
	fmt.Printf("  %s: %v, %d KiB; %d bytes of %s\n", name, info.State, info.MaxMem, size, kind)
	return err
}

// listen makes a channel of what happens to guests.
func listen(ctx context.Context, connection *libvirt.Connect) (<-chan libvirt.DomainEventType, error) {
	return libvirt.Events(ctx, func(send func(libvirt.DomainEventType)) (func() error, error) {
		id, err := connection.DomainEventRegisterLifecycle(func(
			_ *libvirt.Connect, _ *libvirt.Domain, event libvirt.DomainEventType, _ int32,
		) {
			send(event)
		}, nil)
		return func() error { return connection.DomainEventDeregisterAny(id) }, err
	})
}

// live defines, starts and destroys a guest.
func live(connection *libvirt.Connect) error {
	domain, err := connection.DomainDefineXML(xml)
	if err != nil {
		return err
	}
	defer domain.Close()
	for _, act := range []func() error{func() error { return domain.Create() }, domain.Destroy, domain.Undefine} {
		if err := act(); err != nil {
			return err
		}
	}
	_, err = connection.DomainLookupByName("bindwright")
	if !errors.Is(err, libvirt.ErrorNumberNoDomain) {
		return fmt.Errorf("the guest is still there: %w", err)
	}
	fmt.Printf("  %v\n", err)
	return nil
}
