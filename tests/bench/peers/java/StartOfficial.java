// SPDX-License-Identifier: LGPL-2.1-or-later

import org.libvirt.Connect;
import org.libvirt.Domain;

/** Does what StartBare does with libvirt's own package for Java. */
final class StartOfficial {
    private StartOfficial() {}

    public static void main(String[] words) throws Throwable {
        Connect connection = new Connect(words[0]);
        Domain domain = connection.domainLookupByName("guest-0");
        System.out.println(domain.getName());
        domain.free();
        connection.close();
    }
}
