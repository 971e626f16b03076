// SPDX-License-Identifier: LGPL-2.1-or-later

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import keel.*;

/** Uses handles in great numbers: none is left, and memory does not grow. Run with a heap of a fixed size. */
final class GrowthProgram {
    static final long NOISE = 4 << 20;

    static byte[] garbage;

    /** What is done many times. */
    interface Body {
        void run() throws Exception;
    }

    static void same(Object expected, Object got) {
        if (!Objects.equals(expected, got)) {
            throw new AssertionError("expected " + expected + ", got " + got);
        }
    }

    static <T extends Throwable> T fails(Class<T> type, Body body) throws Exception {
        try {
            body.run();
        } catch (Throwable thrown) {
            if (type.isInstance(thrown)) {
                return type.cast(thrown);
            }
            throw thrown;
        }
        throw new AssertionError("nothing failed");
    }

    /** Returns how much memory the process has, the heap of Java among it. */
    static long resident() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    /** Waits until what nobody holds any more has been released. */
    static void released() throws InterruptedException {
        for (int i = 0; Keel.liveHandles() != 0 && i < 200; i++) {
            if (i % 20 == 0) {
                System.gc();
            }
            Thread.sleep(10);
        }
        same(0L, Keel.liveHandles());
    }

    /** Does something often, until memory has stopped to grow: what Java makes when it starts is no leak. */
    static void steady(String name, int rounds, Body body) throws Exception {
        long grown = Long.MAX_VALUE;
        for (int i = 0; grown > NOISE && i < 4; i++) {
            long before = resident();
            for (int round = 0; round < rounds; round++) {
                body.run();
            }
            released();
            grown = resident() - before;
        }
        if (grown > NOISE) {
            throw new AssertionError(name + ": " + grown + " bytes more after " + rounds + " rounds");
        }
    }

    /** Opens, lists and closes everything by hand. */
    static void closes() {
        try (Connection host = Connection.open("test:///default")) {
            for (Domain domain : host.listDomains()) {
                domain.close();
            }
        }
    }

    /** Does the same, and forgets everything; there is garbage enough for the collector to come. */
    static void forgets() {
        Connection.open("test:///default").listDomains().getFirst().getName();
        garbage = new byte[20_000];
    }

    /** What is done with a host. */
    interface Use {
        void with(Connection host) throws Exception;
    }

    static void onHost(Use use) throws Exception {
        try (Connection host = Connection.open("test:///default")) {
            use.with(host);
        }
    }

    /** Fails in all ways: in the library, in the package, and in the user's code. */
    static void breaks(Connection host) throws Exception {
        NotFoundException error = fails(NotFoundException.class, () -> host.lookupDomainByName("nobody"));
        same(Status.NOT_FOUND, error.code());
        fails(IllegalArgumentException.class, () -> host.lookupDomainByName("a\0b"));
        fails(IllegalStateException.class, () -> host.foreachDomain(domain -> {
            throw new IllegalStateException("mine");
        }));
        Domain closed = host.lookupDomainByName("test");
        closed.close();
        closed.close();
        fails(ClosedException.class, closed::getName);
        fails(ClosedException.class, () -> host.addDomainListener((connection, domain, event, detail) -> { }, closed));
    }

    /** Adds a listener, hears of an event, and removes it. */
    static void listens(Connection host) {
        List<DomainEventType> heard = new ArrayList<>();
        long id = host.addDomainListener((connection, domain, event, detail) -> heard.add(event));
        try (Domain domain = host.lookupDomainByName("test")) {
            domain.suspend();
            domain.resume();
        }
        Keel.eventDispatch();
        host.removeListener(id);
        same(List.of(DomainEventType.SUSPENDED, DomainEventType.RESUMED), heard);
    }

    /** Gives and gets the largest and the smallest numbers. */
    static void edges(Connection host) throws Exception {
        try (Domain domain = host.lookupDomainByName("test")) {
            for (long kib : List.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE)) {
                OutOfRangeException error = fails(OutOfRangeException.class, () -> domain.setMemory(kib));
                same(true, error.getMessage().contains(Long.toUnsignedString(kib)));
            }
        }
        for (long id : List.of(Long.MIN_VALUE, Long.MAX_VALUE)) {
            NotFoundException error = fails(NotFoundException.class, () -> host.lookupDomainById(id));
            same(true, error.getMessage().contains(Long.toString(id)));
        }
    }

    /** Runs in many threads, which share one connection; each closes what another may be using. */
    static void threads(int count, int rounds) throws Exception {
        AtomicReference<Throwable> broken = new AtomicReference<>();
        try (Connection host = Connection.open("test:///default")) {
            AtomicReference<Domain> shared = new AtomicReference<>(host.lookupDomainByName("test"));
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                workers.add(Thread.ofPlatform().start(() -> {
                    try {
                        for (int round = 0; round < rounds; round++) {
                            Domain old = shared.get();
                            try {
                                same("test", old.getName());
                                same(2L, old.getInfo().vcpus());
                            } catch (ClosedException closed) {
                                same(true, old.isClosed());
                            }
                            shared.getAndSet(host.lookupDomainByName("test")).close();
                            fails(NotFoundException.class, () -> host.lookupDomainByName("nobody"));
                        }
                    } catch (Throwable thrown) {
                        broken.set(thrown);
                    }
                }));
            }
            for (Thread worker : workers) {
                worker.join();
            }
            shared.get().close();
        }
        if (broken.get() != null) {
            throw new AssertionError(broken.get());
        }
    }

    public static void main(String[] words) throws Exception {
        steady("closes", 50_000, GrowthProgram::closes);
        steady("forgets", 5_000, GrowthProgram::forgets);
        steady("breaks", 2_000, () -> onHost(GrowthProgram::breaks));
        steady("listens", 2_000, () -> onHost(GrowthProgram::listens));
        steady("threads", 2, () -> threads(8, 1_000));
        onHost(GrowthProgram::edges);
        System.out.println("good");
    }
}
