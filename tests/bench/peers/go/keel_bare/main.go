// SPDX-License-Identifier: LGPL-2.1-or-later

// Command keel_bare calls keel through cgo with nothing around it: no objects, no errors, no one who gives back.
// It is what a crossing costs.
package main

/*
#cgo pkg-config: keel
#include <keel/keel.h>
#include <stdlib.h>

static uintptr_t start(const char *uri)
{
	keel_connection *connection = NULL;

	return keel_connection_open(uri, 0, &connection) ? 0 : (uintptr_t)connection;
}

static uintptr_t look_up(uintptr_t connection, const char *name)
{
	keel_domain *domain = NULL;

	keel_connection_lookup_domain_by_name((keel_connection *)connection, name, &domain);
	return (uintptr_t)domain;
}

static void drop(uintptr_t domain)
{
	keel_domain_unref((keel_domain *)domain);
}

static bool read_only(uintptr_t connection)
{
	return keel_connection_is_read_only((keel_connection *)connection);
}

static bool active(uintptr_t domain)
{
	bool active = false;

	keel_domain_is_active((keel_domain *)domain, &active);
	return active;
}

static const char *name(uintptr_t domain)
{
	return keel_domain_get_name((keel_domain *)domain);
}

static keel_domain_info info(uintptr_t domain)
{
	keel_domain_info info = { 0 };

	keel_domain_get_info((keel_domain *)domain, &info);
	return info;
}
*/
import "C"

import (
	"os"
	"unsafe"

	"bench/timing"
)

var (
	flag  C.bool
	text  string
	facts C.keel_domain_info
)

func main() {
	uri := C.CString(os.Args[1])
	connection := C.start(uri)
	guest := C.CString("guest-0")
	domain := C.look_up(connection, guest)

	timing.Best("trivial", func(n int) {
		for range n {
			flag = C.read_only(connection)
		}
	})
	timing.Best("trivial, may fail", func(n int) {
		for range n {
			flag = C.active(domain)
		}
	})
	timing.Best("string", func(n int) {
		for range n {
			text = C.GoString(C.name(domain))
		}
	})
	timing.Best("record", func(n int) {
		for range n {
			facts = C.info(domain)
		}
	})
	timing.Best("look-up", func(n int) {
		for range n {
			other := C.CString("guest-1")
			found := C.look_up(connection, other)
			C.free(unsafe.Pointer(other))
			C.drop(found)
		}
	})
}
