// SPDX-License-Identifier: LGPL-2.1-or-later

import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import libvirt.*;

/** Drives the real libvirt through its generated module, on the host that its test driver keeps in memory. */
final class LibvirtProgram {
    static final String GUEST = """
            <domain type='test'>
              <name>fresh</name>
              <uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid>
              <memory unit='KiB'>65536</memory>
              <vcpu>2</vcpu>
              <os><type>hvm</type></os>
              <devices>
                <disk type='file' device='disk'><source file='/nowhere'/><target dev='vda' bus='virtio'/></disk>
                <interface type='network'><source network='default'/><target dev='net0'/></interface>
              </devices>
            </domain>
            """;

    /** What is expected to fail. */
    interface Body {
        void run() throws Exception;
    }

    static void same(Object expected, Object got) {
        if (!Objects.deepEquals(expected, got)) {
            throw new AssertionError("expected " + expected + ", got " + got);
        }
    }

    static void holds(boolean truth) {
        same(true, truth);
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

    /** Reads what the host has at first. */
    static void looks(Connect host) {
        List<Domain> all = host.listAllDomains();
        same(1, all.size());
        Domain guest = all.getFirst();
        same("test", guest.getName());
        same(1L, guest.getId());
        same(UUID.fromString("6695eb01-f6a4-8304-79aa-97f2502e193f"), guest.getUuid());
        same(guest.getUuid().toString(), guest.getUuidString());
        same(DomainState.RUNNING, guest.getState().state());
        DomainInfo info = guest.getInfo();
        same(new DomainInfo(DomainState.RUNNING, 8388608, 2097152, 2, info.cpuTime()), info);
        same("test:///default", guest.getConnect().getUri());
        holds(guest.getXmlDesc().contains("<name>test</name>"));
        same(List.of("default"), host.listAllNetworks().stream().map(Network::getName).toList());
        same(List.of(1), host.listDomains());
        same(16L, host.nodeGetInfo().cpus());
        same(0, host.listAllDomains(EnumSet.of(ConnectListAllDomainsFlags.INACTIVE)).size());
        Map<String, Value> statistics = host.getAllDomainStats().getFirst().params();
        same(1L, statistics.get("state.state").asLong());
    }

    /** Takes a guest through its life. */
    static void lives(Connect host) throws Exception {
        Domain guest = host.domainDefineXml(GUEST);
        holds(!guest.isActive());
        holds(guest.isPersistent());
        same(0xffffffffL, guest.getId());
        guest.create();
        guest.suspend();
        same(DomainState.PAUSED, guest.getState().state());
        guest.resume();
        guest.setMemory(32768);
        same(32768L, guest.getInfo().memory());
        guest.setAutostart(true);
        holds(guest.getAutostart());
        DomainSnapshot snapshot = guest.snapshotCreateXml("<domainsnapshot><name>first</name></domainsnapshot>");
        same(List.of("first"), guest.listAllSnapshots().stream().map(DomainSnapshot::getName).toList());
        snapshot.delete();
        tunes(guest);
        guest.destroy();
        guest.undefine();
        fails(NoDomainException.class, () -> host.domainLookupByName("fresh"));
    }

    /** Writes typed parameters past 2^31 and past 2^32, and reads them back unharmed. */
    static void tunes(Domain guest) {
        guest.setBlockIoTune("vda", Map.of("read_bytes_sec", Value.of(1L << 40), "read_bytes_sec_max", Value.of(1L << 41)));
        same(new Value.U64(1L << 41), guest.getBlockIoTune("vda").get("read_bytes_sec_max"));
        guest.setInterfaceParameters("net0", Map.of("inbound.average", new Value.U32(3_000_000_000L)));
        same(new Value.U32(3_000_000_000L), guest.getInterfaceParameters("net0").get("inbound.average"));
    }

    /** Tells failures as exceptions with code, domain, message and details. */
    static void refuses(Connect host) throws Exception {
        NoDomainException error = fails(NoDomainException.class, () -> host.domainLookupByName("nobody"));
        same(ErrorNumber.NO_DOMAIN, error.code());
        same(ErrorDomain.TEST, error.domain());
        holds(error.getMessage().contains("Domain not found"));
        same(2L, error.details().get("level").asLong());
        Domain guest = host.domainLookupByName("test");
        guest.close();
        guest.close();
        fails(ClosedException.class, guest::getName);
        fails(ClosedException.class, () -> host.domainEventRegisterLifecycle((conn, dom, event, detail) -> { }, guest));
        fails(NullPointerException.class, () -> host.domainLookupByName(null));
        fails(IllegalArgumentException.class, () -> host.domainLookupByName("a\0b"));
    }

    /** Says what to do when nobody delivers events; other failures stay what they are. */
    static void hearsNothing(Connect host) throws Exception {
        EventLoopException error = fails(EventLoopException.class,
                () -> host.domainEventRegisterLifecycle((conn, dom, event, detail) -> { }));
        holds(error.getMessage().contains("call Libvirt.startEvents()"));
        fails(NoSupportException.class, () -> host.secretEventRegisterLifecycle((conn, secret, event, detail) -> { }));
    }

    /** Reads a screenshot as a stream of Java, whole and in part; the test driver has no data of volumes to give. */
    static void streams(Connect host) throws Exception {
        byte[] picture;
        try (InputStream reader = screenshot(host)) {
            picture = reader.readAllBytes();
        }
        holds(picture.length > 10_000);
        same("PNG", new String(picture, 1, 3));
        try (InputStream part = screenshot(host)) {
            same(picture[0], (byte) part.read());
        }
        StorageVol volume = host.storagePoolLookupByName("default-pool")
                .storageVolCreateXml("<volume><name>data</name><capacity>1000</capacity></volume>");
        fails(NoSupportException.class, () -> volume.upload(host.streamNew(), 0, 1000));
        fails(NoSupportException.class, () -> volume.download(host.streamNew(), 0, 1000));
    }

    static InputStream screenshot(Connect host) {
        Stream stream = host.streamNew();
        same("image/png", host.domainLookupByName("test").screenshot(stream, 0));
        return stream.newInputStream();
    }

    /** Hears what happens to a guest, and subscribes to it. */
    static void listens(Connect host) throws Exception {
        Domain guest = host.domainLookupByName("test");
        BlockingQueue<DomainEventType> heard = new LinkedBlockingQueue<>();
        int id = host.domainEventRegisterLifecycle((conn, dom, event, detail) -> {
            same("test", dom.getName());
            heard.add(event);
        }, guest);
        BlockingQueue<DomainEventType> taken = new LinkedBlockingQueue<>();
        try (EventPublisher<DomainEventType> events = EventPublisher.of(
                told -> host.domainEventRegisterLifecycle((conn, dom, event, detail) -> told.accept(event)),
                host::domainEventDeregisterAny)) {
            events.subscribe(new Taker(taken));
            guest.suspend();
            guest.resume();
            for (BlockingQueue<DomainEventType> queue : List.of(heard, taken)) {
                same(DomainEventType.SUSPENDED, queue.poll(20, TimeUnit.SECONDS));
                same(DomainEventType.RESUMED, queue.poll(20, TimeUnit.SECONDS));
            }
        }
        host.domainEventDeregisterAny(id);
    }

    /** Takes all events. */
    record Taker(BlockingQueue<DomainEventType> taken) implements Flow.Subscriber<DomainEventType> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(DomainEventType event) {
            taken.add(event);
        }

        @Override
        public void onError(Throwable failed) {
            failed.printStackTrace();
        }

        @Override
        public void onComplete() {
        }
    }

    public static void main(String[] words) throws Exception {
        try (Connect host = Connect.open("test:///default")) {
            looks(host);
            lives(host);
            refuses(host);
            hearsNothing(host);
        }
        Libvirt.startEvents();
        try (Connect host = Connect.open("test:///default")) {
            streams(host);
            listens(host);
        }
        System.out.println("good");
    }
}
