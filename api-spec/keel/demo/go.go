// SPDX-License-Identifier: LGPL-2.1-or-later

// It prints the guests of the built-in test host.
package main

import (
	"fmt"
	"log"

	"keel"
)

func main() {
	if err := show("test:///default"); err != nil {
		log.Fatal(err)
	}
}

func show(uri string) error {
	connection, err := keel.OpenConnection(&uri)
	if err != nil {
		return err
	}
	defer connection.Close()
	fmt.Printf("guests of %s, a host that keel keeps in memory:\n", uri)
	domains, err := connection.ListDomains()
	if err != nil {
		return err
	}
	for _, domain := range domains {
		name, err := domain.GetName()
		if err != nil {
			return err
		}
		info, err := domain.GetInfo()
		if err != nil {
			return err
		}
		fmt.Printf("  %s: %v, %d CPUs, %d MiB\n", name, info.State, info.VCPUs, info.MemoryKib/1024)
	}
	return nil
}
