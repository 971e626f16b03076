// SPDX-License-Identifier: LGPL-2.1-or-later

module bench

go 1.24

require libvirt.org/go/libvirt v1.9000.0
