// SPDX-License-Identifier: LGPL-2.1-or-later

import libvirt.Connect;
import libvirt.Domain;

/** Does what StartBare does with the generated package. */
final class StartOwn {
    private StartOwn() {}

    public static void main(String[] words) throws Throwable {
        Connect connection = Connect.open(words[0]);
        Domain domain = connection.domainLookupByName("guest-0");
        System.out.println(domain.getName());
        domain.close();
        connection.close();
    }
}
