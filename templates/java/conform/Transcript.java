// SPDX-License-Identifier: LGPL-2.1-or-later
package conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Writes the transcript of a conformance case: one line for each step, every value as tagged text.
 *
 * <p>It knows no library: the program says what each value has to be.
 */
final class Transcript {
    private static final long PATIENCE = 10_000_000_000L;

    private static final AtomicInteger forgets = new AtomicInteger();

    private Transcript() {
    }

    /** Ends a case: a step failed that the case did not announce. */
    static final class Stopped extends Error {
        private static final long serialVersionUID = 1;

        Stopped(Throwable cause) {
            super(cause);
        }
    }

    /** What a handler throws when the case says so. */
    static final class Raised extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    // Values that a step gives.

    static byte[] bytes(int... values) {
        byte[] made = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            made[i] = (byte) values[i];
        }
        return made;
    }

    static UUID uuid(int... values) {
        long[] halves = new long[2];
        for (int i = 0; i < values.length; i++) {
            halves[i / 8] = halves[i / 8] << 8 | values[i];
        }
        return new UUID(halves[0], halves[1]);
    }

    /** Returns a list, also of one element that is null. */
    @SafeVarargs
    static <T> List<T> list(T... items) {
        return items == null ? Collections.singletonList(null) : Arrays.asList(items);
    }

    /** Returns a map that keeps the order in which the case gives its entries. */
    @SafeVarargs
    static <V> Map<String, V> dict(Map.Entry<String, ? extends V>... entries) {
        Map<String, V> made = new LinkedHashMap<>();
        for (Map.Entry<String, ? extends V> entry : entries) {
            made.put(entry.getKey(), entry.getValue());
        }
        return made;
    }

    // Values that a step gets.

    /** Returns a value as tagged text, or says that it is of the wrong type. */
    interface Shape {
        String show(Object value);
    }

    /** A shape of a record's component. */
    record Field<R>(String label, Function<R, ?> component, Shape shape) {
    }

    /** What a value is called, how it is shown, and itself. */
    record Part(String label, Shape shape, Object value) {
        String text() {
            return label + shape.show(value);
        }
    }

    static Part part(String label, Shape shape, Object value) {
        return new Part(label, shape, value);
    }

    /** What the members of an enum are called in every transcript. */
    static final class Labels {
        private final Map<Long, String> known = new HashMap<>();

        Labels add(long value, String label) {
            known.put(value, label);
            return this;
        }

        String of(long value) {
            return known.getOrDefault(value, "?") + "(" + value + ")";
        }
    }

    private static String wrong(Object value) {
        return "wrong:" + (value == null ? "null" : value.getClass().getSimpleName());
    }

    /** Lets a value be absent. */
    static Shape optional(Shape shape) {
        return value -> value instanceof Optional<?> found
                ? found.map(shape::show).orElse("null")
                : wrong(value);
    }

    static final Shape BOOLEAN = value -> value instanceof Boolean ? "bool:" + value : wrong(value);

    /** Shows an integer of a C type. */
    static Shape integer(String kind) {
        Class<?> type = switch (kind) {
            case "i8" -> Byte.class;
            case "i16", "u8" -> Short.class;
            case "i32", "u16" -> Integer.class;
            default -> Long.class;
        };
        boolean wide = kind.equals("u64") || kind.equals("size");
        return value -> !type.isInstance(value)
                ? wrong(value)
                : kind + ":" + (wide ? Long.toUnsignedString((Long) value) : value.toString());
    }

    /** Shows a floating point number by its bits, which every language has. */
    static final Shape F64 = value -> value instanceof Double number
            ? "f64:0x" + HexFormat.of().toHexDigits(Double.doubleToRawLongBits(number))
            : wrong(value);

    /** Shows a text: what is not printable ASCII by its bytes in UTF-8. */
    static final Shape STRING = value -> value instanceof String text
            ? "str:\"" + escaped(text) + "\""
            : wrong(value);

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                shown.append('\\').append((char) point);
            } else if (point >= 0x20 && point < 0x7f) {
                shown.append((char) point);
            } else if (point >= 0xdc80 && point <= 0xdcff) {
                // A byte that is not UTF-8.
                hexadecimal(shown, point - 0xdc00);
            } else {
                for (byte unit : Character.toString(point).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                    hexadecimal(shown, unit);
                }
            }
        });
        return shown.toString();
    }

    private static void hexadecimal(StringBuilder shown, int unit) {
        shown.append("\\x").append(HexFormat.of().toHexDigits((byte) unit));
    }

    /** Shows that there is a function, which says no more of itself. */
    static Shape function(Class<?> type) {
        return value -> type.isInstance(value) ? "callback" : wrong(value);
    }

    static final Shape BYTES = value -> value instanceof byte[] octets
            ? "bytes:" + HexFormat.of().formatHex(octets)
            : wrong(value);

    static final Shape UNIVERSAL = value -> value instanceof UUID ? "uuid:" + value : wrong(value);

    /** Shows a member of an enum, with a question mark when it has no name. */
    static <E> Shape member(Class<E> type, ToLongFunction<E> number, Labels labels) {
        return value -> type.isInstance(value)
                ? "enum:" + labels.of(number.applyAsLong(type.cast(value)))
                : wrong(value);
    }

    /** Shows flags by their bits. */
    static <F> Shape flags(Class<F> type, ToLongFunction<F> bits) {
        return value -> type.isInstance(value) ? "flags:" + bits(bits.applyAsLong(type.cast(value))) : wrong(value);
    }

    private static String bits(long value) {
        StringJoiner shown = new StringJoiner("|").setEmptyValue("0");
        for (int bit = 0; bit < 64; bit++) {
            if ((value & 1L << bit) != 0) {
                shown.add(Long.toUnsignedString(1L << bit));
            }
        }
        return shown.toString();
    }

    /** Shows an object by its type in C. */
    static Shape handle(String name, Class<?> type) {
        return value -> type.isInstance(value) ? "object:" + name : wrong(value);
    }

    static Shape sequence(Shape element) {
        return value -> {
            if (!(value instanceof List<?> list)) {
                return wrong(value);
            }
            StringJoiner shown = new StringJoiner(", ", "list[", "]");
            list.forEach(item -> shown.add(element.show(item)));
            return shown.toString();
        };
    }

    static <R> Field<R> field(String label, Function<R, ?> component, Shape shape) {
        return new Field<>(label, component, shape);
    }

    @SafeVarargs
    static <R> Shape record(String name, Class<R> type, Field<R>... fields) {
        return value -> {
            if (!type.isInstance(value)) {
                return wrong(value);
            }
            StringJoiner shown = new StringJoiner(", ", "record:" + name + "{", "}");
            for (Field<R> field : fields) {
                shown.add(field.label() + "=" + field.shape().show(field.component().apply(type.cast(value))));
            }
            return shown.toString();
        };
    }

    /** Shows a dictionary, in the order of its keys; there a language need not know of which type an integer is. */
    static Shape dictionary(Function<Object, String> shown) {
        return value -> {
            if (!(value instanceof Map<?, ?> map)) {
                return wrong(value);
            }
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, item) -> sorted.put((String) key, shown.apply(item)));
            StringJoiner whole = new StringJoiner(", ", "dict{", "}");
            sorted.forEach((key, item) -> whole.add(key + "=" + item));
            return whole.toString();
        };
    }

    // Failures.

    /** Knows how the library's own errors are shown. */
    record Failures(
            Class<? extends RuntimeException> error,
            Class<? extends RuntimeException> closed,
            Class<? extends RuntimeException> unsupported,
            ToLongFunction<RuntimeException> code,
            ToLongFunction<RuntimeException> domain,
            Supplier<Labels> codes,
            Supplier<Labels> domains) {

        /** Returns why a step failed; {@code step} is null for what nobody else hears of. */
        String show(Throwable failure, Step step) {
            if (closed.isInstance(failure) && step != null && step.refused.equals("closed")) {
                return "refused:closed";
            }
            if (unsupported.isInstance(failure)) {
                return "refused:unsupported";
            }
            if (error.isInstance(failure)) {
                return library((RuntimeException) failure, step);
            }
            return switch (failure) {
                case Raised raised -> "refused:raised";
                case ArithmeticException range -> "refused:range";
                case NumberFormatException range -> "refused:range";
                case NullPointerException absent -> "refused:null";
                case IllegalArgumentException argument -> argument.getMessage().contains("NUL")
                        ? "refused:text"
                        : "refused:range";
                default -> "broken:" + failure;
            };
        }

        private String library(RuntimeException failure, Step step) {
            long number = code.applyAsLong(failure);
            if (step != null && !step.refused.isEmpty() && number == step.code) {
                return "refused:" + step.refused;
            }
            String shown = "error:" + codes.get().of(number) + "@" + domains.get().of(domain.applyAsLong(failure));
            return step != null && step.message ? shown + " " + STRING.show(failure.getMessage()) : shown;
        }
    }

    // Steps.

    /** The line of one step. */
    static final class Step {
        private final Log log;
        private final String label;
        private boolean fails;
        private boolean message;
        private String refused = "";
        private long code;
        private String shown = "ok";

        private Step(Log log, String label) {
            this.log = log;
            this.label = label;
        }

        /** Says that the step must or may fail. */
        Step fails() {
            fails = true;
            return this;
        }

        /** Says that the step is refused, and which of the library's errors counts as that. */
        Step refused(String why, long stands) {
            fails = true;
            refused = why;
            code = stands;
            return this;
        }

        /** Says that the line has the error's message, too. */
        Step message() {
            message = true;
            return this;
        }

        /** Says what the step gave. */
        void show(Part... parts) {
            shown = joined(parts);
        }

        /** Says that what the step gave is not the same in every run. */
        void hide() {
            shown = "(not shown)";
        }

        /** Performs the step and writes its line. */
        void perform(Consumer<Step> statement) {
            RuntimeException failure = null;
            try {
                statement.accept(this);
            } catch (RuntimeException caught) {
                failure = caught;
                shown = log.failures.show(caught, this);
            }
            log.write(label + ": " + shown);
            if (failure != null && !fails) {
                throw new Stopped(failure);
            }
        }
    }

    private static String joined(Part... parts) {
        StringJoiner line = new StringJoiner(", ");
        for (Part part : parts) {
            line.add(part.text());
        }
        return line.toString();
    }

    /** One run of a handler. */
    static final class Run {
        private final Log log;
        private final String name;

        private Run(Log log, String name) {
            this.log = log;
            this.name = name;
        }

        /** Counts the run, and throws when it is the one that does. */
        int count(int raises) {
            int number = log.runs.merge(name, 1, Integer::sum);
            if (number == raises) {
                throw new Raised();
            }
            return number;
        }

        /** Returns what this run returns, the last value for all that follow. */
        @SafeVarargs
        final <T> T end(int raises, T... returns) {
            return returns[Math.min(count(raises), returns.length) - 1];
        }

        /** Ends the run's lines. */
        void leave() {
            log.depth -= 2;
        }
    }

    /** The transcript of one case, or of one thread of it. */
    static final class Log {
        private final Failures failures;
        private final LongSupplier live;
        private final List<String> lines = new ArrayList<>();
        private final Map<String, Integer> runs = new HashMap<>();
        private final boolean alone;
        private int depth;

        private Log(Failures failures, LongSupplier live, boolean alone) {
            this.failures = failures;
            this.live = live;
            this.alone = alone;
        }

        void write(String line) {
            lines.add("  ".repeat(depth) + line);
        }

        Step step(String label) {
            return new Step(this, label);
        }

        /** Begins a run of a handler. */
        Run handler(String name, Part... parts) {
            return handler(name, joined(parts));
        }

        /** Begins a run of a handler whose arguments are not the same in every run. */
        Run hidden(String name) {
            return handler(name, "(not shown)");
        }

        private Run handler(String name, String shown) {
            depth++;
            write(name + ": " + shown);
            depth++;
            return new Run(this, name);
        }

        /** Performs steps in several threads, many times; their lines must always be the same. */
        void threads(String label, int count, int times, Consumer<Log> steps) {
            List<List<String>> seen = new ArrayList<>();
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                workers.add(Thread.ofPlatform().start(() -> repeat(times, steps, seen)));
            }
            for (Thread worker : workers) {
                join(worker);
            }
            seen.forEach(lines::addAll);
            write(label + ": " + (seen.size() == 1 ? "ok" : "not always the same"));
        }

        private void repeat(int times, Consumer<Log> steps, List<List<String>> seen) {
            for (int i = 0; i < times; i++) {
                Log own = new Log(failures, live, false);
                own.depth = 1;
                try {
                    steps.accept(own);
                } catch (Stopped stopped) {
                    own.write("stopped");
                } catch (Throwable broken) {
                    own.write("broken:" + broken);
                }
                synchronized (seen) {
                    if (!seen.contains(own.lines)) {
                        seen.add(own.lines);
                    }
                }
            }
        }

        private static void join(Thread worker) {
            try {
                worker.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        /** Lets go of what a step forgot; among other threads, which forget as much, now and then. */
        void forget() {
            if (alone) {
                collect();
            } else if (forgets.incrementAndGet() % 50 == 0) {
                System.gc();
            }
        }

        /** Collects garbage, and waits until the cleaner, which has a thread of its own, has released it. */
        void collect() {
            System.gc();
            long before = -1;
            for (int same = 0; same < 8;) {
                long now = live == null ? 0 : live.getAsLong();
                same = now == before ? same + 1 : 0;
                before = now;
                pause(5);
            }
        }

        /** Returns what is alive in the end; what nobody holds any more goes before. */
        private long left() {
            long end = System.nanoTime() + PATIENCE;
            for (int tries = 0; live.getAsLong() != 0 && System.nanoTime() < end; tries++) {
                if (tries % 20 == 0) {
                    System.gc();
                }
                pause(5);
            }
            return live.getAsLong();
        }

        private static void pause(int milliseconds) {
            try {
                Thread.sleep(milliseconds);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    /** One case: its steps, and what they give names. */
    interface Case {
        void steps(Log log);
    }

    /**
     * Performs the cases named on the command line, prints their transcripts and ends the program.
     *
     * @param live counts what has not been released; null for a library that cannot
     */
    static void run(String[] names, Function<String, Case> cases, Failures failures, LongSupplier live) {
        int status = names.length == 0 ? 2 : 0;
        if (names.length == 0) {
            System.err.println("usage: Conform CASE...");
        }
        for (String name : names) {
            Log log = new Log(failures, live, true);
            log.write("case: " + name);
            Thread.setDefaultUncaughtExceptionHandler(
                    (thread, failure) -> log.write("  reported: " + failures.show(failure, null)));
            status |= perform(name, cases, log);
            if (live != null) {
                log.write("live handles: " + log.left());
            }
            System.out.print(String.join("\n", log.lines) + "\n");
        }
        System.out.flush();
        System.exit(status);
    }

    private static int perform(String name, Function<String, Case> cases, Log log) {
        try {
            cases.apply(name).steps(log);
        } catch (Stopped stopped) {
            System.err.println("unexpected: " + stopped.getCause());
            return 1;
        } catch (Throwable broken) {
            broken.printStackTrace();
            return 1;
        }
        return 0;
    }
}
