// SPDX-License-Identifier: LGPL-2.1-or-later

// Command libvirt_official times libvirt's own Go module.
package main

import (
	"errors"
	"os"

	"bench/timing"

	"libvirt.org/go/libvirt"
)

var (
	id    uint
	text  string
	facts *libvirt.DomainInfo
	flag  bool
)

func main() {
	timing.Must(libvirt.EventRegisterDefaultImpl())
	connection := timing.Got(libvirt.NewConnect(os.Args[1]))
	domain := timing.Got(connection.LookupDomainByName("guest-0"))

	timing.Best("GetID", func(n int) {
		for range n {
			id, _ = domain.GetID()
		}
	})
	timing.Best("GetInfo", func(n int) {
		for range n {
			facts, _ = domain.GetInfo()
		}
	})
	timing.Best("GetName", func(n int) {
		for range n {
			text, _ = domain.GetName()
		}
	})
	timing.Best("look-up", func(n int) {
		for range n {
			found := timing.Got(connection.LookupDomainByName("guest-1"))
			timing.Must(found.Free())
		}
	})
	timing.Best("list of 100", func(n int) {
		for range n {
			list := timing.Got(connection.ListAllDomains(0))
			for i := range list {
				timing.Must(list[i].Free())
			}
		}
	})
	timing.Best("error", func(n int) {
		for range n {
			_, err := connection.LookupDomainByName("nobody")
			var failure libvirt.Error
			flag = errors.As(err, &failure)
		}
	})
	heard := 0
	timing.Got(connection.DomainEventLifecycleRegister(nil, func(*libvirt.Connect, *libvirt.Domain, *libvirt.DomainEventLifecycle) {
		heard++
	}))
	timing.Best("two events", func(n int) {
		for range n {
			heard = 0
			timing.Must(domain.Suspend())
			timing.Must(domain.Resume())
			for heard < 2 {
				timing.Must(libvirt.EventRunDefaultImpl())
			}
		}
	})
}
