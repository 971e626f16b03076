// SPDX-License-Identifier: LGPL-2.1-or-later

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.Library;
import org.libvirt.LibvirtException;

/** Times libvirt's own package for Java. */
final class LibvirtOfficial {
    static int id;
    static Object kept;
    static int heard;

    private LibvirtOfficial() {}

    public static void main(String[] words) throws Throwable {
        // What libvirt would print of each error is no part of the call: any C function that does nothing will do.
        Function nothing = NativeLibrary.getInstance("c").getFunction("labs");
        NativeLibrary.getInstance("virt").getFunction("virSetErrorFunc").invoke(new Object[] {Pointer.NULL, nothing});
        Library.initEventLoop();
        Connect connection = new Connect(words[0]);
        Domain domain = connection.domainLookupByName("guest-0");

        Timing.best("GetID", n -> {
            for (int i = 0; i < n; i++) {
                id = domain.getID();
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
                connection.domainLookupByName("guest-1").free();
            }
        });
        // It cannot ask for a list of domains, only for their numbers.
        Timing.best("list of 100", n -> {
            for (int i = 0; i < n; i++) {
                for (int number : connection.listDomains()) {
                    connection.domainLookupByID(number).free();
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
        connection.addLifecycleListener((found, event) -> heard++);
        Timing.best("two events", n -> {
            for (int i = 0; i < n; i++) {
                heard = 0;
                domain.suspend();
                domain.resume();
                while (heard < 2) {
                    Library.processEvent();
                }
            }
        });
    }
}
