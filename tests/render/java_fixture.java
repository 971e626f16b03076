// SPDX-License-Identifier: LGPL-2.1-or-later

import fixture.*;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Calls the generated module of the fixture library: every kind and every protocol; run under sanitizers. */
final class FixtureProgram {
    /** What is expected to fail. */
    interface Body {
        void run() throws Exception;
    }

    /** What a callback throws. */
    static final class Mine extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mine() {
            super("mine");
        }
    }

    static void same(Object expected, Object got) {
        if (!java.util.Objects.deepEquals(expected, got)) {
            throw new AssertionError("expected " + expected + ", got " + got);
        }
    }

    static void holds(boolean truth) {
        same(true, truth);
    }

    static void bytes(byte[] got, int... expected) {
        int[] seen = new int[got.length];
        for (int i = 0; i < got.length; i++) {
            seen[i] = got[i] & 0xff;
        }
        holds(Arrays.equals(expected, seen));
    }

    /** Runs and returns what was thrown, which must be of that class and say that text. */
    static <T extends Throwable> T fails(Class<T> type, String text, Body body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            if (thrown.getClass() != type || !String.valueOf(thrown.getMessage()).contains(text)) {
                throw new AssertionError("expected " + type.getName() + ": " + text, thrown);
            }
            return type.cast(thrown);
        }
        throw new AssertionError("nothing failed where " + type.getName() + " was to be thrown: " + text);
    }

    static void handles() throws Exception {
        Box parent = Fixture.boxNew("parent");
        Box child = Fixture.boxNew("child");
        same(Optional.empty(), child.getParent());
        same(Optional.empty(), parent.getFirst());
        parent.adopt(child);
        Box lent = child.getParent().orElseThrow();
        same("parent", lent.getName());
        parent.close();
        same("parent", lent.getName());
        holds(parent.isClosed());
        holds(parent.toString().contains("closed"));
        parent.close();
        fails(ClosedException.class, "Box", parent::getName);
        fails(ClosedException.class, "Box", () -> lent.adopt(parent));
        fails(NullPointerException.class, "child", () -> lent.adopt(null));
        try (lent) {
            same("parent", lent.getName());
        }
        holds(lent.isClosed());
    }

    static WeakReference<Box> forgotten() {
        return new WeakReference<>(Fixture.boxNew("forgotten"));
    }

    static void garbage() throws Exception {
        WeakReference<Box> gone = forgotten();
        for (int i = 0; gone.get() != null && i < 100; i++) {
            System.gc();
            Thread.sleep(10);
        }
        same(null, gone.get());
    }

    static void errors() {
        FixtureException error = fails(FixtureException.class, "another one", () -> Fixture.check(7));
        same(7, error.code());
        same(42, error.domain());
        String text = "x".repeat(700);
        same(text, fails(FixtureException.class, text, () -> Fixture.fail(text)).getMessage());
        Box bad = Fixture.boxNew("bad");
        List<Body> calls = List.of(bad::dupName, bad::getInfo, bad::listIds, bad::getParams, bad::save, bad::getUuid);
        calls.forEach(call -> fails(FixtureException.class, "", call));
    }

    static void numbers() {
        same(-1L, Fixture.largest());
        same("18446744073709551615", Unsigned.toBigInteger(Fixture.largest()).toString());
        same(Long.MIN_VALUE, Fixture.smallest());
        var echo = Fixture.echo(-1L, Long.MIN_VALUE, 0.1);
        same(List.of(-1L, Long.MIN_VALUE, 0.1), List.of(echo.u(), echo.i(), echo.d()));
        same(10, Fixture.hostile(1, 2, "abc", 4));
    }

    static void enums() {
        Box box = Fixture.boxNew("box");
        box.setOpen(true);
        holds(box.isOpen());
        holds(box.getOpen());
        box.setOpen(false);
        holds(!box.getOpen());
        box.setState(State.SHUT);
        var got = box.getState();
        same(State.SHUT, got.state());
        same(11L, got.reason());
        box.setState();
        same(State.OPEN, box.getState().state());
        same(77, State.of(77).value());
        same(State.of(77), State.of(77));
        String text = switch (State.of(77)) {
            case State.Known known -> known.name();
            case State.Unknown unknown -> "unknown " + unknown.value();
        };
        same("unknown 77", text);
    }

    static void strings() {
        Box box = Fixture.boxNew("höst");
        same(List.of("höst", "höst", "höst"), List.of(box.getName(), box.dupName(), box.copyName()));
        same("00010203-0405-0607-0809-0a0b0c0d0eff", box.getUuidString());
        same("64", box.getLabel());
        box.setNote("ä");
        box.setNote(null);
        box.setNote();
        String name = "kept".repeat(10);
        box.keepName(name);
        same(name, box.getName());
        same(name, box.getText());
        same(4, Fixture.measure("four"));
        same(0, Fixture.measure(null));
        same(0, Fixture.measure());
        fails(IllegalArgumentException.class, "name has a NUL", () -> box.keepName("a\0b"));
        fails(IllegalArgumentException.class, "name", () -> box.keepName("\ud800"));
        fails(NullPointerException.class, "name", () -> box.keepName(null));
        box.keepName("\udcff");
        same("\udcff", box.getName());
        String wide = "😀".repeat(5000);
        box.keepName(wide);
        same(wide, box.getName());
    }

    static void octets() {
        Box box = Fixture.boxNew("box");
        byte[] uuid = box.getUuid();
        same(16, uuid.length);
        holds(box.hasUuid(uuid));
        fails(IllegalArgumentException.class, "uuid", () -> box.hasUuid(new byte[3]));
        for (byte[] got : List.of(box.save(), box.raw(), box.view(), box.readAll(), box.read(100))) {
            bytes(got, 'b', 'o', 'x');
        }
        bytes(box.read(2), 'b', 'o');
        bytes(box.take(2), 'b', 'o');
        fails(WouldBlockException.class, "without waiting", () -> box.take(10));
        fails(HoleException.class, "hole", () -> box.take(6));
        List<byte[]> grid = box.grid(5, 2);
        same(3, grid.size());
        bytes(grid.get(2), 4, 5);
        same(List.of(List.of(5L, 7L), List.of(10L, 14L)), box.multiply(List.of(5, 7), 9));
        same(List.of("key-4", "key-1"), List.copyOf(box.rowParams(2).get(1).keySet()));
        same(List.of(), box.rowParams(0));
        same(11, box.bitmap().result());
        bytes(box.bitmap().bits(), 0xff, 5);
        same(box.getInfo(), box.measureInfo());
        bytes(box.peek(5, 4), 5, 5, 5, 5);
        bytes(box.peek(5, 0));
        same(258L, Fixture.checksum(new byte[] {1, 2, -1}));
        fails(IllegalArgumentException.class, "data", () -> Fixture.checksumShort(new byte[256]));
    }

    static void records() {
        Box box = Fixture.boxNew("box");
        Info info = new Info(-1L, Long.MIN_VALUE, (short) 255, 0.5);
        box.setInfo(info);
        same(info, box.getInfo());
        box.setPoint(new Point(Integer.MIN_VALUE, Integer.MAX_VALUE));
        same(new Point(Integer.MIN_VALUE, Integer.MAX_VALUE), box.getPoint());
        fails(IllegalArgumentException.class, "tiny", () -> box.setInfo(new Info(0, 0, (short) 256, 0)));
        fails(NullPointerException.class, "point", () -> box.setPoint(null));
        same(box.getItem(), box.copyItem());
        same(5, box.getItem().value());
        same(8, box.ownItem().value());
        same(6, box.readItem().value());
    }

    static void lists() {
        Box box = Fixture.boxNew("box");
        same(List.of(100, 101, 102), box.listIds());
        same(3, box.listNames().size());
        same("box", box.listTags().get(2));
        same("two", box.listKeys().get(1));
        same("blue", Fixture.colours().get(2));
        same(-1, box.listPoints().get(0).x());
        same(5, box.listItems().get(1).value());
        same(2, box.listErrors().get(2).value());
        same(List.of(1, 2, 3), box.viewIds());
        same(5, box.lastCodes().get(1));
        same(-4, box.getCorners().get(3).y());
        same(3L << 60, box.freeCells(1, 100).get(2));
        fails(FixtureException.class, "", box::broken);
        fails(UnsupportedOperationException.class, "", () -> box.listIds().add(1));
        same(2, Fixture.countWords(List.of("one", "two")));
        same(0, Fixture.countWords(List.of()));
        same("onetwo", Fixture.join(List.of("one", "two")));
        same("", Fixture.join(List.of()));
        same("(null)", Fixture.join(null));
        same(1L, Fixture.sum(List.of(-1L, 2L)));
        same(23L, Fixture.sumPairs(List.of(2, 3), List.of(10L, 1L)));
        fails(IllegalArgumentException.class, "weights", () -> Fixture.sumPairs(List.of(2, 3), List.of(10L)));
        same(26, Fixture.area(List.of(new Point(2, 3), new Point(4, 5))));
        fails(NullPointerException.class, "words", () -> Fixture.countWords(null));
        fails(NullPointerException.class, "words", () -> Fixture.countWords(Arrays.asList("a", null)));
    }

    static void listsOfHandles() {
        Box parent = Fixture.boxNew("parent");
        for (int i = 0; i < 3; i++) {
            parent.adopt(Fixture.boxNew("child-" + i));
        }
        List<String> names = List.of("child-0", "child-1", "child-2");
        for (List<Box> children : List.of(
                parent.listChildren(), parent.peekChildren(), parent.takeChildren(), parent.endChildren())) {
            same(names, children.stream().map(Box::getName).toList());
        }
        List<Box> children = parent.listChildren();
        same(Fixture.sumBoxes(children), Fixture.sumBoxes(children));
        children.get(1).close();
        fails(ClosedException.class, "Box", () -> Fixture.sumBoxes(children));
        fails(NullPointerException.class, "boxes", () -> Fixture.sumBoxes(Arrays.asList((Box) null)));
    }

    static void dictionaries() {
        Box box = Fixture.boxNew("box");
        Map<String, Value> params = box.getParams();
        same(params, box.allParams());
        same(params, box.readParams());
        holds(params.containsValue(new Value.U64(-1L)));
        holds(params.containsValue(Value.of("text")));
        box.setParams(Map.of());
        same(Map.of(), box.getParams());
        box.setParams(new LinkedHashMap<>(Map.of("a", new Value.I32(3), "b", Value.of(4))));
        same(7, box.listIds().size());
        fails(IllegalArgumentException.class, "15 bytes", () -> box.setParams(Map.of("k".repeat(16), Value.of(1))));
        fails(IllegalArgumentException.class, "", () -> new Value.U32(-1));
        Map<String, Value> absent = new HashMap<>();
        absent.put("a", null);
        fails(NullPointerException.class, "a", () -> box.setParams(absent));
    }

    static void callbacksThatShareUserData() {
        Deque<StepFunc.Result> steps = new ArrayDeque<>(List.of(
                new StepFunc.Result(true, 3L), new StepFunc.Result(true, 1L << 40), new StepFunc.Result(false, 0L)));
        List<Long> seen = new ArrayList<>();
        Fixture.walk(steps::pop, seen::add);
        same(List.of(3L, 3 + (1L << 40)), seen);
        fails(Mine.class, "mine", () -> Fixture.walk(() -> new StepFunc.Result(true, 1L), at -> {
            throw new Mine();
        }));
        fails(NullPointerException.class, "", () -> Fixture.walk(() -> null, seen::add));
    }

    static void callbacksWithoutUserData() {
        Map<Integer, TickCb> timers = new HashMap<>();
        Fixture.useTimer((every, tick) -> {
            timers.put(every, tick);
            return every;
        }, id -> {
            if (timers.remove(id) == null) {
                throw new Mine();
            }
        });
        same(7, Fixture.timerStart(7));
        int before = Fixture.timerTicks();
        timers.get(7).call(7);
        same(before + 1007, Fixture.timerTicks());
        Fixture.timerStop(7);
        same(Map.of(), timers);
        List<Throwable> reported = new ArrayList<>();
        Callbacks.onFailure(reported::add);
        fails(FixtureException.class, "no such timer", () -> Fixture.timerStop(7));
        Callbacks.onFailure(null);
        same(List.of(Mine.class), reported.stream().map(Object::getClass).toList());
    }

    static void recordsThatHoldACallback() {
        List<Question> asked = new ArrayList<>();
        same("me:secret:", Fixture.login("me", List.of(2, 4), questions -> {
            asked.addAll(questions);
            return Arrays.asList("secret", null);
        }));
        same(List.of(new Question(2, Optional.of("what?")), new Question(4, Optional.empty())), asked);
        same("me", Fixture.login("me", List.of(), questions -> List.of()));
        fails(IllegalArgumentException.class, "2", () -> Fixture.login("me", List.of(1, 2), questions -> List.of("a")));
        fails(Mine.class, "mine", () -> Fixture.login("me", List.of(1), questions -> {
            throw new Mine();
        }));
    }

    static void callbacks() {
        Box box = Fixture.boxNew("box");
        List<Object> seen = new ArrayList<>();
        int first = box.watchOpened((of, code) -> seen.add(of.getName() + code));
        box.watchParams((of, params) -> {
            seen.add(new TreeSet<>(params.keySet()));
            return 40;
        });
        same(42, box.emit());
        same("box23", seen.get(0));
        box.unwatch(first);
        fails(NullPointerException.class, "callback", () -> box.watchOpened(null));
        OpenedCb hook = (of, code) -> seen.add("hook");
        box.hook(hook);
        box.unhook();
        fails(FixtureException.class, "no such hook", box::unhook);

        List<Throwable> reported = new ArrayList<>();
        Callbacks.onFailure(reported::add);
        int[] number = new int[1];
        number[0] = box.watchOpened((of, code) -> {
            of.unwatch(number[0]);
            seen.add("once");
            throw new Mine();
        });
        box.emit();
        holds(seen.contains("once"));
        same(List.of(Mine.class), reported.stream().map(Object::getClass).toList());
        Callbacks.onFailure(null);

        Box parent = Fixture.boxNew("parent");
        for (int i = 0; i < 3; i++) {
            parent.adopt(Fixture.boxNew("child"));
        }
        List<String> names = new ArrayList<>();
        same(3, parent.each((child, name) -> {
            names.add(name);
            return 0;
        }));
        same(List.of("child", "child", "child"), names);
        int[] calls = new int[1];
        fails(Mine.class, "mine", () -> parent.each((child, name) -> {
            calls[0]++;
            throw new Mine();
        }));
        same(1, calls[0]);
    }

    static void callbacksThatGiveBytes() {
        Box box = Fixture.boxNew("box");
        Deque<byte[]> pieces = new ArrayDeque<>();
        List<byte[]> all = List.of(new byte[] {1, 2}, new byte[] {0, 3, 4, 5}, new byte[] {6}, new byte[0]);
        pieces.addAll(all);
        same(21, box.fill((of, size) -> pieces.pop()));
        pieces.addAll(all);
        same(21, Fixture.pour(size -> pieces.pop()));
        List<Long> sizes = new ArrayList<>();
        same(0, Fixture.pour(size -> {
            sizes.add(size);
            return new byte[0];
        }));
        same(List.of(4L), sizes);
        fails(IllegalArgumentException.class, "5", () -> Fixture.pour(size -> new byte[5]));
        fails(NullPointerException.class, "", () -> Fixture.pour(size -> null));
        fails(Mine.class, "mine", () -> Fixture.pour(size -> {
            throw new Mine();
        }));
    }

    static void closeWaitsForCalls() {
        Box parent = Fixture.boxNew("parent");
        parent.adopt(Fixture.boxNew("child"));
        same(1, parent.each((child, name) -> {
            parent.close();
            fails(ClosedException.class, "Box", parent::getName);
            return 0;
        }));
        holds(parent.isClosed());
    }

    static void closeInAnotherThread() {
        Box parent = Fixture.boxNew("parent");
        parent.adopt(Fixture.boxNew("child"));
        parent.each((child, name) -> {
            Thread closing = Thread.ofPlatform().start(parent::close);
            try {
                closing.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return 0;
        });
        holds(parent.isClosed());
    }

    public static void main(String[] words) throws Exception {
        for (int i = 0; i < 3; i++) {
            handles();
            garbage();
            errors();
            numbers();
            enums();
            strings();
            octets();
            records();
            lists();
            listsOfHandles();
            dictionaries();
            callbacksThatShareUserData();
            callbacksWithoutUserData();
            recordsThatHoldACallback();
            callbacks();
            callbacksThatGiveBytes();
            closeWaitsForCalls();
            closeInAnotherThread();
        }
        System.out.println("good");
    }
}
