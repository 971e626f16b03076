// SPDX-License-Identifier: LGPL-2.1-or-later

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** Calls keel through JNA: by an interface, as most do, and once by its faster direct mapping. */
final class KeelJna {
    /** The numbers of a domain. */
    @Structure.FieldOrder({"state", "vcpus", "maxMemory", "memory", "cpuTime"})
    public static class Info extends Structure {
        public int state;
        public int vcpus;
        public long maxMemory;
        public long memory;
        public long cpuTime;
    }

    /** Says yes or no to a domain. */
    public interface Visitor extends Callback {
        byte visit(Pointer domain, Pointer data);
    }

    /** What is called of keel. */
    public interface Keel extends Library {
        int keel_connection_open(String uri, int flags, PointerByReference ret);

        byte keel_connection_is_read_only(Pointer connection);

        int keel_connection_lookup_domain_by_name(Pointer connection, String name, PointerByReference ret);

        int keel_connection_list_domains(Pointer connection, int flags, PointerByReference ret, LongByReference n);

        int keel_connection_foreach_domain(Pointer connection, int flags, Visitor visitor, Pointer data);

        void keel_domain_unref(Pointer domain);

        int keel_domain_is_active(Pointer domain, byte[] ret);

        String keel_domain_get_name(Pointer domain);

        int keel_domain_get_info(Pointer domain, Info ret);

        int keel_last_error_domain();

        String keel_last_error_message();

        void keel_free(Pointer memory);
    }

    /** The same, mapped directly. */
    static final class Direct {
        static {
            Native.register(Direct.class, NativeLibrary.getInstance(System.getProperty("bench.library")));
        }

        private Direct() {}

        static native byte keel_connection_is_read_only(Pointer connection);
    }

    /** A failure of keel. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        final int code;
        final int domain;

        Failure(int code, int domain, String message) {
            super(message);
            this.code = code;
            this.domain = domain;
        }
    }

    private static final Keel KEEL = Native.load(System.getProperty("bench.library"), Keel.class);

    static boolean flag;
    static Object kept;

    private KeelJna() {}

    private static void check(int status) {
        if (status != 0) {
            throw new Failure(status, KEEL.keel_last_error_domain(), KEEL.keel_last_error_message());
        }
    }

    private static Pointer lookup(Pointer connection, String name) {
        PointerByReference ret = new PointerByReference();
        check(KEEL.keel_connection_lookup_domain_by_name(connection, name, ret));
        return ret.getValue();
    }

    public static void main(String[] words) throws Throwable {
        PointerByReference ret = new PointerByReference();
        check(KEEL.keel_connection_open(words[0], 0, ret));
        Pointer connection = ret.getValue();
        Pointer domain = lookup(connection, "guest-0");

        Timing.best("trivial", n -> {
            for (int i = 0; i < n; i++) {
                flag = KEEL.keel_connection_is_read_only(connection) != 0;
            }
        });
        Timing.best("trivial (direct mapping)", n -> {
            for (int i = 0; i < n; i++) {
                flag = Direct.keel_connection_is_read_only(connection) != 0;
            }
        });
        Timing.best("trivial, may fail", n -> {
            byte[] room = new byte[1];
            for (int i = 0; i < n; i++) {
                check(KEEL.keel_domain_is_active(domain, room));
                flag = room[0] != 0;
            }
        });
        Timing.best("string", n -> {
            for (int i = 0; i < n; i++) {
                kept = KEEL.keel_domain_get_name(domain);
            }
        });
        Timing.best("record", n -> {
            for (int i = 0; i < n; i++) {
                Info info = new Info();
                check(KEEL.keel_domain_get_info(domain, info));
                kept = info;
            }
        });
        Timing.best("look-up", n -> {
            for (int i = 0; i < n; i++) {
                KEEL.keel_domain_unref(lookup(connection, "guest-1"));
            }
        });
        Timing.best("list of 100", n -> {
            for (int i = 0; i < n; i++) {
                PointerByReference items = new PointerByReference();
                LongByReference count = new LongByReference();
                check(KEEL.keel_connection_list_domains(connection, 0, items, count));
                for (Pointer each : items.getValue().getPointerArray(0, (int) count.getValue())) {
                    KEEL.keel_domain_unref(each);
                }
                KEEL.keel_free(items.getValue());
            }
        });
        Timing.best("error", n -> {
            for (int i = 0; i < n; i++) {
                try {
                    kept = lookup(connection, "nobody");
                } catch (Failure failure) {
                    kept = failure;
                }
            }
        });
        Visitor visitor = (found, data) -> (byte) 1;
        Timing.best("callback x 100", n -> {
            for (int i = 0; i < n; i++) {
                check(KEEL.keel_connection_foreach_domain(connection, 0, visitor, null));
            }
        });
    }
}
