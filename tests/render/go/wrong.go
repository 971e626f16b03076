// SPDX-License-Identifier: LGPL-2.1-or-later

// It must not compile: each line that says so gives C what that cannot carry.

package main

import "keel"

func main() {
	host, _ := keel.OpenConnection(nil)
	domain, _ := host.LookupDomainByName("test")
	_, _ = host.LookupDomainByID(1<<63 - 1)
	_, _ = host.LookupDomainByID(1 << 63)         // refused
	_, _ = host.LookupDomainByID(-1<<63 - 1)      // refused
	_ = domain.SetMemory(1 << 64)                 // refused
	_ = domain.SetMemory(-1)                      // refused
	_, _ = keel.EventDispatch(1 << 31)            // refused
	_, _ = domain.GetXML(1 << 32)                 // refused
	_, _ = domain.GetXML(-1)                      // refused
	_, _ = host.LookupDomainByName(nil)           // refused
	_, _ = host.LookupDomainByName("a", "second") // refused
}
