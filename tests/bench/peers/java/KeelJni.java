// SPDX-License-Identifier: LGPL-2.1-or-later

/** Calls keel through a hand-written JNI library. */
final class KeelJni {
    static {
        System.load(System.getProperty("bench.jni"));
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

    /** The numbers of a domain. */
    record Info(int state, int vcpus, long maxMemory, long memory, long cpuTime) {}

    /** Says yes or no to a domain. */
    interface Visitor {
        boolean visit(long domain);
    }

    /** A host. */
    static final class Connection implements AutoCloseable {
        private long handle;

        Connection(String uri) {
            handle = open(uri);
        }

        private long handle() {
            if (handle == 0) {
                throw new IllegalStateException("closed");
            }
            return handle;
        }

        boolean isReadOnly() {
            return readOnly(handle());
        }

        Domain lookup(String name) {
            return new Domain(lookUp(handle(), name), this);
        }

        Domain[] list() {
            long[] handles = listDomains(handle());
            Domain[] domains = new Domain[handles.length];
            for (int i = 0; i < handles.length; i++) {
                domains[i] = new Domain(handles[i], this);
            }
            return domains;
        }

        void foreach(Visitor visitor) {
            foreachDomain(handle(), visitor);
        }

        @Override
        public void close() {
            if (handle != 0) {
                dropConnection(handle);
                handle = 0;
            }
        }
    }

    /** A guest. */
    static final class Domain implements AutoCloseable {
        private long handle;
        private final Connection parent;

        Domain(long handle, Connection parent) {
            this.handle = handle;
            this.parent = parent;
        }

        private long handle() {
            if (handle == 0) {
                throw new IllegalStateException("closed");
            }
            return handle;
        }

        boolean isActive() {
            return active(handle());
        }

        String getName() {
            return name(handle());
        }

        Info getInfo() {
            long[] numbers = new long[5];
            info(handle(), numbers);
            return new Info((int) numbers[0], (int) numbers[1], numbers[2], numbers[3], numbers[4]);
        }

        @Override
        public void close() {
            if (handle != 0) {
                drop(handle);
                handle = 0;
            }
        }
    }

    private static native long open(String uri);

    private static native void dropConnection(long handle);

    private static native boolean readOnly(long handle);

    private static native long lookUp(long handle, String name);

    private static native long[] listDomains(long handle);

    private static native void foreachDomain(long handle, Visitor visitor);

    private static native void drop(long handle);

    private static native boolean active(long handle);

    private static native String name(long handle);

    private static native void info(long handle, long[] numbers);

    static boolean flag;
    static Object kept;

    private KeelJni() {}

    public static void main(String[] words) throws Throwable {
        Connection connection = new Connection(words[0]);
        Domain domain = connection.lookup("guest-0");

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
                connection.lookup("guest-1").close();
            }
        });
        Timing.best("list of 100", n -> {
            for (int i = 0; i < n; i++) {
                for (Domain each : connection.list()) {
                    each.close();
                }
            }
        });
        Timing.best("error", n -> {
            for (int i = 0; i < n; i++) {
                try {
                    connection.lookup("nobody");
                } catch (Failure failure) {
                    kept = failure;
                }
            }
        });
        Timing.best("callback x 100", n -> {
            for (int i = 0; i < n; i++) {
                connection.foreach(found -> true);
            }
        });
    }
}
