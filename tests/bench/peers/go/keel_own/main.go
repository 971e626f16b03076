// SPDX-License-Identifier: LGPL-2.1-or-later

// Command keel_own times the generated binding of keel.
package main

import (
	"errors"
	"os"

	"bench/timing"

	"keel"
)

var (
	flag  bool
	text  string
	facts keel.DomainInfo
)

func main() {
	connection := timing.Got(keel.OpenConnection(&os.Args[1]))
	domain := timing.Got(connection.LookupDomainByName("guest-0"))

	timing.Best("trivial", func(n int) {
		for range n {
			flag, _ = connection.IsReadOnly()
		}
	})
	timing.Best("trivial, may fail", func(n int) {
		for range n {
			flag, _ = domain.IsActive()
		}
	})
	timing.Best("string", func(n int) {
		for range n {
			text, _ = domain.GetName()
		}
	})
	timing.Best("record", func(n int) {
		for range n {
			facts, _ = domain.GetInfo()
		}
	})
	timing.Best("look-up", func(n int) {
		for range n {
			found := timing.Got(connection.LookupDomainByName("guest-1"))
			timing.Must(found.Close())
		}
	})
	timing.Best("list of 100", func(n int) {
		for range n {
			for _, each := range timing.Got(connection.ListDomains()) {
				timing.Must(each.Close())
			}
		}
	})
	timing.Best("error", func(n int) {
		for range n {
			_, err := connection.LookupDomainByName("nobody")
			var failure *keel.Error
			flag = errors.As(err, &failure)
		}
	})
	timing.Best("callback x 100", func(n int) {
		for range n {
			timing.Must(connection.ForeachDomain(func(*keel.Domain) (bool, error) { return true, nil }))
		}
	})
}
