// SPDX-License-Identifier: LGPL-2.1-or-later

import libvirt.Connect;
import libvirt.Domain;
import libvirt.Libvirt;
import libvirt.LibvirtException;

/** Times the generated package of libvirt. */
final class LibvirtOwn {
    static long id;
    static Object kept;
    static int heard;

    private LibvirtOwn() {}

    public static void main(String[] words) throws Throwable {
        Libvirt.eventRegisterDefaultImpl();
        Connect connection = Connect.open(words[0]);
        Domain domain = connection.domainLookupByName("guest-0");

        Timing.best("GetID", n -> {
            for (int i = 0; i < n; i++) {
                id = domain.getId();
            }
        });
        Timing.best("GetInfo", n -> {
            for (int i = 0; i < n; i++) {
                kept = domain.getInfo();
            }
        });
        Timing.best("GetName", n -> {
            for (int i = 0; i < n; i++) {
                kept = domain.getName();
            }
        });
        Timing.best("look-up", n -> {
            for (int i = 0; i < n; i++) {
                connection.domainLookupByName("guest-1").close();
            }
        });
        Timing.best("list of 100", n -> {
            for (int i = 0; i < n; i++) {
                for (Domain each : connection.listAllDomains()) {
                    each.close();
                }
            }
        });
        Timing.best("error", n -> {
            for (int i = 0; i < n; i++) {
                try {
                    kept = connection.domainLookupByName("nobody");
                } catch (LibvirtException failure) {
                    kept = failure;
                }
            }
        });
        connection.domainEventRegisterLifecycle((where, found, event, detail) -> heard++);
        Timing.best("two events", n -> {
            for (int i = 0; i < n; i++) {
                heard = 0;
                domain.suspend();
                domain.resume();
                while (heard < 2) {
                    Libvirt.eventRunDefaultImpl();
                }
            }
        });
    }
}
