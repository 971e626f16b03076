// SPDX-License-Identifier: LGPL-2.1-or-later

// Command libvirt_own times the generated binding of libvirt.
package main

import (
	"errors"
	"os"

	"bench/timing"

	"libvirt"
)

var (
	id    uint32
	text  string
	facts libvirt.DomainInfo
	flag  bool
	heard int
)

func hear(*libvirt.Connect, *libvirt.Domain, libvirt.DomainEventType, int32) {
	heard++
}

func main() {
	timing.Must(libvirt.EventRegisterDefaultImpl())
	connection := timing.Got(libvirt.OpenConnect(&os.Args[1]))
	domain := timing.Got(connection.DomainLookupByName("guest-0"))

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
			found := timing.Got(connection.DomainLookupByName("guest-1"))
			timing.Must(found.Close())
		}
	})
	timing.Best("list of 100", func(n int) {
		for range n {
			list := timing.Got(connection.ListAllDomains())
			for _, each := range list {
				timing.Must(each.Close())
			}
		}
	})
	timing.Best("error", func(n int) {
		for range n {
			_, err := connection.DomainLookupByName("nobody")
			var failure *libvirt.Error
			flag = errors.As(err, &failure)
		}
	})
	timing.Got(connection.DomainEventRegisterLifecycle(hear, nil))
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
