// SPDX-License-Identifier: LGPL-2.1-or-later

import keel.Connection;
import keel.Domain;
import keel.KeelException;

/** Calls keel through the generated package. */
final class KeelOwn {
    static boolean flag;
    static Object kept;

    private KeelOwn() {}

    public static void main(String[] words) throws Throwable {
        Connection connection = Connection.open(words[0]);
        Domain domain = connection.lookupDomainByName("guest-0");

        Timing.best("trivial", n -> {
            for (int i = 0; i < n; i++) {
                flag = connection.isReadOnly();
            }
        });
        Timing.best("trivial, may fail", n -> {
            for (int i = 0; i < n; i++) {
                flag = domain.isActive();
            }
        });
        Timing.best("string", n -> {
            for (int i = 0; i < n; i++) {
                kept = domain.getName();
            }
        });
        Timing.best("record", n -> {
            for (int i = 0; i < n; i++) {
                kept = domain.getInfo();
            }
        });
        Timing.best("look-up", n -> {
            for (int i = 0; i < n; i++) {
                connection.lookupDomainByName("guest-1").close();
            }
        });
        Timing.best("list of 100", n -> {
            for (int i = 0; i < n; i++) {
                for (Domain each : connection.listDomains()) {
                    each.close();
                }
            }
        });
        Timing.best("error", n -> {
            for (int i = 0; i < n; i++) {
                try {
                    connection.lookupDomainByName("nobody");
                } catch (KeelException failure) {
                    kept = failure;
                }
            }
        });
        Timing.best("callback x 100", n -> {
            for (int i = 0; i < n; i++) {
                connection.foreachDomain(found -> true);
            }
        });
    }
}
