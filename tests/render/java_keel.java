// SPDX-License-Identifier: LGPL-2.1-or-later

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import keel.*;

/** Drives keel through its generated module, on the host that its test driver keeps in memory. */
final class KeelProgram {
    static final String VOLUME = "<volume><name>fresh</name><capacity unit='bytes'>200000</capacity></volume>";
    static final byte[] DATA = new byte[179200];

    static {
        for (int i = 0; i < DATA.length; i++) {
            DATA[i] = (byte) i;
        }
    }

    /** What an event says. */
    record Event(String name, DomainEventType type) {
    }

    static void same(Object expected, Object got) {
        if (!Objects.deepEquals(expected, got)) {
            throw new AssertionError("expected " + expected + ", got " + got);
        }
    }

    /** Sends and receives bytes as streams of Java, and gives up in the middle. */
    static void streams(Connection host) throws IOException {
        StorageVolume volume = host.listStoragePools().getFirst().createVolume(VOLUME);
        Stream up = host.newStream();
        volume.upload(up, 0, DATA.length);
        try (OutputStream writer = up.newOutputStream()) {
            writer.write(DATA, 0, 1000);
            writer.write(DATA[1000]);
            writer.write(DATA, 1001, DATA.length - 1001);
        }
        Stream down = host.newStream();
        volume.download(down, 0, DATA.length);
        try (InputStream reader = down.newInputStream()) {
            same(0, reader.read());
            same(DATA.length - 1, reader.readAllBytes().length);
            same(-1, reader.read());
        }
        Stream again = host.newStream();
        volume.download(again, 0, DATA.length);
        try (InputStream reader = again.newInputStream()) {
            same(true, Arrays.equals(DATA, reader.readAllBytes()));
        }
        Stream half = host.newStream();
        volume.download(half, 0, DATA.length);
        InputStream part = half.newInputStream();
        same(4, part.readNBytes(4).length);
        part.close();
        part.close();
        try {
            part.read();
            throw new AssertionError("a closed stream was read");
        } catch (IOException closed) {
            same("the stream is closed", closed.getMessage());
        }
    }

    static Event next(BlockingQueue<Event> events) throws InterruptedException {
        return Objects.requireNonNull(events.poll(20, TimeUnit.SECONDS), "no event came");
    }

    static void changes(Domain domain) {
        domain.suspend();
        domain.resume();
    }

    /** Hears what happens, on the thread that delivers events. */
    static void listens(Connection host) throws InterruptedException {
        BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
        long id = host.addDomainListener(
                (connection, domain, event, detail) -> heard.add(new Event(domain.getName(), event)));
        changes(host.lookupDomainByName("test"));
        same(new Event("test", DomainEventType.SUSPENDED), next(heard));
        same(new Event("test", DomainEventType.RESUMED), next(heard));
        host.removeListener(id);
    }

    /** Takes one event at a time. */
    static final class Taker implements Flow.Subscriber<Event> {
        final BlockingQueue<Event> taken = new LinkedBlockingQueue<>();
        final CountDownLatch complete = new CountDownLatch(1);
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(Event event) {
            taken.add(event);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable failed) {
            failed.printStackTrace();
        }

        @Override
        public void onComplete() {
            complete.countDown();
        }
    }

    /** Subscribes to what happens. */
    static void subscribes(Connection host) throws InterruptedException {
        Taker taker = new Taker();
        Taker other = new Taker();
        try (EventPublisher<Event> events = EventPublisher.of(
                heard -> host.addDomainListener(
                        (connection, domain, event, detail) -> heard.accept(new Event(domain.getName(), event))),
                host::removeListener)) {
            events.subscribe(taker);
            events.subscribe(other);
            changes(host.lookupDomainByName("test"));
            for (Taker each : List.of(taker, other)) {
                same(new Event("test", DomainEventType.SUSPENDED), next(each.taken));
                same(new Event("test", DomainEventType.RESUMED), next(each.taken));
            }
        }
        same(true, taker.complete.await(20, TimeUnit.SECONDS));
    }

    public static void main(String[] words) throws Exception {
        same(true, Keel.has("keel_domain_get_name"));
        same(false, Keel.has("keel_nonesuch"));
        Keel.startEvents();
        Keel.startEvents();
        try (Connection host = Connection.open("test:///default")) {
            streams(host);
            listens(host);
            subscribes(host);
        }
        System.out.println("good");
    }
}
