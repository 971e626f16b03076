// SPDX-License-Identifier: LGPL-2.1-or-later
package bw_package;

import module java.base;

/// What a thread's calls need: memory for what they give and get, and what they use until they are over.
///
/// What calls are given lies in a stack, since a library calls back during a call: each ends with what it found there.
/// What a call gives is read before anything else is called, so that one room for it is enough.
/// Values are written and read in slots of eight bytes, as `bw_java.h` says.
final class NativeScratch {
    /// How much room a result has before it comes in memory of its own; the same as in `bw_java.h`.
    private static final long ROOM = 8L * 256;

    private static final long FIRST = 8L * ROOM;

    /// A call that returns less has failed.
    private static final long FAILED = Long.MIN_VALUE + (1L << 60);

    // The types of a dictionary's values, as `bw_java.h` numbers them.
    private static final int I32 = 1;
    private static final int U32 = 2;
    private static final int I64 = 3;
    private static final int U64 = 4;
    private static final int F64 = 5;
    private static final int BOOL = 6;
    private static final int TEXT = 7;

    private static final ThreadLocal<NativeScratch> OF_THREAD = new ThreadLocal<>() {
        @Override
        protected NativeScratch initialValue() {
            return new NativeScratch();
        }
    };

    /// Memory, one piece upon another.
    private record Chunk(long first, long end, Arena arena, Chunk before) {}

    /// The room and the first chunk, which last as long as the thread.
    private final MemorySegment memory = Arena.ofAuto().allocate(ROOM + FIRST, 8);
    private final long room = memory.address();

    private Chunk chunk;

    /// What lies below, in the chunk, is in use.
    private long top;
    private long end;

    /// Handles and callbacks in use.
    private Object[] used = new Object[8];
    private int nUsed;

    /// Where the next slot is read.
    private long at;

    /// A result that had no place in the room.
    private long heap;

    /// Where the slots begin that are being written.
    private long built;

    private NativeScratch() {
        use(new Chunk(room + ROOM, room + ROOM + FIRST, null, null));
        top = chunk.first;
    }

    /// Returns the calling thread's.
    static NativeScratch get() {
        return OF_THREAD.get();
    }

    private void use(Chunk chunk) {
        this.chunk = chunk;
        end = chunk.end;
    }

    private long reserve(long size) {
        final long rounded = size + 7 & -8;
        if (end - top < rounded) {
            final long wanted = Math.max(2 * rounded, FIRST);
            final Arena arena = Arena.ofConfined();
            final long first = arena.allocate(wanted, 8).address();
            use(new Chunk(first, first + wanted, arena, chunk));
            top = first;
        }
        final long reserved = top;
        top += rounded;
        return reserved;
    }

    // The bounds of a call.

    /// Returns what memory is in use before a call is given something.
    long mark() {
        return top;
    }

    /// Returns how many handles and callbacks are in use before a call is given some.
    int used() {
        return nUsed;
    }

    /// Ends a call that gave something.
    void done() {
        if (heap != 0) {
            NativeCalls.free(heap);
            heap = 0;
        }
    }

    /// Ends a call that was given memory.
    void release(long mark) {
        while (mark < chunk.first || mark > chunk.end) {
            final Arena arena = chunk.arena;
            use(chunk.before);
            arena.close();
        }
        top = mark;
        done();
    }

    /// Ends a call that was given handles or callbacks, too.
    void release(long mark, int used) {
        while (nUsed > used) {
            final Object last = this.used[--nUsed];
            this.used[nUsed] = null;
            if (last instanceof NativeHandle handle) {
                handle.leave();
            } else {
                ((NativeCallback) last).end();
            }
        }
        release(mark);
    }

    private void use(Object used) {
        if (nUsed == this.used.length) {
            this.used = Arrays.copyOf(this.used, 2 * nUsed);
        }
        this.used[nUsed++] = used;
    }

    // What a call is given.

    /// Where the call leaves its result.
    long room() {
        return room;
    }

    /// The handle of an object, which stays open until the call is over.
    long object(NativeObject object, String name) {
        final NativeHandle handle = given(object, name).handle;
        final long pointer = handle.enter();
        use(handle);
        return pointer;
    }

    long objectOrNull(NativeObject object, String name) {
        return object == null ? 0 : object(object, name);
    }

    static <T> T given(T value, String name) {
        if (value == null) {
            throw new NullPointerException(name + " is null");
        }
        return value;
    }

    static long unsigned(long value, int bits, String name) {
        if (value < 0 || value >>> bits != 0) {
            throw new IllegalArgumentException(name + " is " + value + ", not from 0 to " + ((1L << bits) - 1));
        }
        return value;
    }

    static long bool(boolean value) {
        return value ? 1 : 0;
    }

    long text(String value, String name) {
        final long first = reserve(NativeText.room(given(value, name)));
        top = NativeText.write(value, first, name) + 8 & -8;
        return first;
    }

    long textOrNull(String value, String name) {
        return value == null ? 0 : text(value, name);
    }

    long bytes(byte[] value, String name) {
        final long first = reserve(given(value, name).length);
        NativeMemory.putBytes(first, value);
        return first;
    }

    long bytesOrNull(byte[] value, String name) {
        return value == null ? 0 : bytes(value, name);
    }

    static long length(byte[] value) {
        return value == null ? 0 : value.length;
    }

    long fixedBytes(byte[] value, int size, String name) {
        if (given(value, name).length != size) {
            throw new IllegalArgumentException(name + " has " + value.length + " bytes, not " + size);
        }
        return bytes(value, name);
    }

    long uuid(UUID value, String name) {
        final long first = reserve(16);
        putUuid(first, given(value, name));
        return first;
    }

    long uuidOrNull(UUID value, String name) {
        return value == null ? 0 : uuid(value, name);
    }

    private static void putUuid(long to, UUID value) {
        NativeMemory.putBytes(to, ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array());
    }

    // What a call is given in slots. Nothing of the user's runs between `open` and `close`.

    void open() {
        built = top;
    }

    long close() {
        return built;
    }

    private long append(long size) {
        final long rounded = size + 7 & -8;
        if (end - top < rounded) {
            final long from = built;
            final long length = top - from;
            built = reserve(2 * (length + rounded));
            NativeMemory.copy(from, built, length);
            top = built + length;
        }
        final long appended = top;
        top += rounded;
        return appended;
    }

    void put(long value) {
        NativeMemory.putLong(append(8), value);
    }

    void putReal(double value) {
        put(Double.doubleToRawLongBits(value));
    }

    void putText(String value, String name) {
        final long room = NativeText.room(given(value, name));
        final long first = append(8 + room);
        final long zero = NativeText.write(value, first + 8, name);
        NativeMemory.putLong(first, zero - first - 8);
        top = zero + 8 & -8;
    }

    void putTextOrNull(String value, String name) {
        if (value == null) {
            put(-1);
        } else {
            putText(value, name);
        }
    }

    /// Writes a text into an array that has so much room, its zero included.
    void putBoundedText(String value, int size, String name) {
        final long before = top - built;
        putText(value, name);
        if (NativeMemory.getLong(built + before) >= size) {
            throw new IllegalArgumentException(name + " is longer than " + (size - 1) + " bytes");
        }
    }

    void putBytes(byte[] value, String name) {
        final long first = append(8L + given(value, name).length + 1);
        NativeMemory.putLong(first, value.length);
        NativeMemory.putBytes(first + 8, value);
    }

    void putFixedBytes(byte[] value, int size, String name) {
        if (given(value, name).length != size) {
            throw new IllegalArgumentException(name + " has " + value.length + " bytes, not " + size);
        }
        putBytes(value, name);
    }

    /// The elements of a list as they are now.
    static Object[] elements(Collection<?> list, String name) {
        final Object[] elements = given(list, name).toArray();
        for (int i = 0; i < elements.length; i++) {
            given(elements[i], name + "[" + i + "]");
        }
        return elements;
    }

    static Object[] elements(Collection<?> list, int size, String name) {
        final Object[] elements = elements(list, name);
        if (elements.length != size) {
            throw new IllegalArgumentException(name + " has " + elements.length + " elements, not " + size);
        }
        return elements;
    }

    /// A list of whole numbers.
    long numbers(Collection<? extends Number> list, String name) {
        if (list == null) {
            return 0;
        }
        final Object[] elements = elements(list, name);
        open();
        put(elements.length);
        for (final Object element : elements) {
            put(((Number) element).longValue());
        }
        return close();
    }

    /// A list of whole numbers without a sign, of so many bits.
    long unsignedNumbers(Collection<? extends Number> list, int bits, String name) {
        if (list == null) {
            return 0;
        }
        final Object[] elements = elements(list, name);
        open();
        put(elements.length);
        for (final Object element : elements) {
            put(unsigned(((Number) element).longValue(), bits, name));
        }
        return close();
    }

    long reals(Collection<? extends Number> list, String name) {
        if (list == null) {
            return 0;
        }
        final Object[] elements = elements(list, name);
        open();
        put(elements.length);
        for (final Object element : elements) {
            putReal(((Number) element).doubleValue());
        }
        return close();
    }

    long bools(Collection<Boolean> list, String name) {
        if (list == null) {
            return 0;
        }
        final Object[] elements = elements(list, name);
        open();
        put(elements.length);
        for (final Object element : elements) {
            put(bool((Boolean) element));
        }
        return close();
    }

    long texts(Collection<String> list, String name) {
        if (list == null) {
            return 0;
        }
        final Object[] elements = elements(list, name);
        open();
        put(elements.length);
        for (final Object element : elements) {
            putText((String) element, name);
        }
        return close();
    }

    <T> long records(Collection<T> list, BiConsumer<T, NativeScratch> put, String name) {
        if (list == null) {
            return 0;
        }
        final Object[] elements = elements(list, name);
        open();
        put(elements.length);
        for (final Object element : elements) {
            @SuppressWarnings("unchecked")
            final T record = (T) element;
            put.accept(record, this);
        }
        return close();
    }

    long enums(Collection<? extends OpenEnum> list, String name) {
        if (list == null) {
            return 0;
        }
        final Object[] elements = elements(list, name);
        open();
        put(elements.length);
        for (final Object element : elements) {
            put(((OpenEnum) element).value());
        }
        return close();
    }

    /// A list of objects, which stay open until the call is over.
    long objects(Collection<? extends NativeObject> list, String name) {
        if (list == null) {
            return 0;
        }
        final Object[] elements = elements(list, name);
        open();
        put(elements.length);
        for (final Object element : elements) {
            put(object((NativeObject) element, name));
        }
        return close();
    }

    /// A dictionary: the library has so many types for its values, and so much room for a key, or any when it is 0.
    long dict(Map<String, ? extends Value> map, Set<Class<? extends Value>> types, int room, String name) {
        if (map == null) {
            return 0;
        }
        final Map<String, Value> copy = new LinkedHashMap<>(map);
        open();
        put(copy.size());
        for (final Map.Entry<String, Value> entry : copy.entrySet()) {
            final String key = given(entry.getKey(), name);
            if (room == 0) {
                putText(key, name);
            } else {
                putBoundedText(key, room, name);
            }
            putValue(given(entry.getValue(), key), types, key);
        }
        return close();
    }

    private void putValue(Value value, Set<Class<? extends Value>> types, String key) {
        if (!types.contains(value.getClass())) {
            throw new IllegalArgumentException(key + " is " + value + ", of a type that the library does not have");
        }
        switch (value) {
            case Value.I32 number -> put(I32, number.value());
            case Value.U32 number -> put(U32, number.value());
            case Value.I64 number -> put(I64, number.value());
            case Value.U64 number -> put(U64, number.value());
            case Value.F64 number -> put(F64, Double.doubleToRawLongBits(number.value()));
            case Value.Bool bool -> put(BOOL, bool(bool.value()));
            case Value.Text text -> {
                put(TEXT);
                putText(text.value(), key);
            }
        }
    }

    private void put(long first, long second) {
        put(first);
        put(second);
    }

    // What a call gave.

    /// Returns what a call gave, which is a number, or throws why it failed.
    static long check(long status) {
        if (status < FAILED) {
            throw NativeFailures.of(status);
        }
        return status;
    }

    /// Begins to read what a call gave, or throws why it failed.
    void read(long status) {
        if (status != 0) {
            heap = check(status);
            at = status;
        } else {
            at = room;
        }
    }

    /// Begins to read slots of C's.
    void readAt(long slots) {
        at = slots;
    }

    long next() {
        final long value = NativeMemory.getLong(at);
        at += 8;
        return value;
    }

    boolean nextBool() {
        return next() != 0;
    }

    double nextReal() {
        return Double.longBitsToDouble(next());
    }

    String nextText() {
        final long length = next();
        if (length < 0) {
            return null;
        }
        final String text = NativeText.read(at, Math.toIntExact(length));
        at += length + 8 & -8;
        return text;
    }

    byte[] nextBytes() {
        final long length = next();
        if (length < 0) {
            return null;
        }
        final byte[] bytes = NativeMemory.getBytes(at, Math.toIntExact(length));
        at += length + 8 & -8;
        return bytes;
    }

    UUID nextUuid() {
        final byte[] bytes = nextBytes();
        if (bytes == null) {
            return null;
        }
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    /// Returns the number of elements that follow, or -1 for no list.
    int nextCount() {
        return Math.toIntExact(next());
    }

    /// Returns a list of what a function reads of each element.
    <T> List<T> nextList(Supplier<T> read) {
        final int count = nextCount();
        if (count < 0) {
            return null;
        }
        final Object[] elements = new Object[count];
        for (int i = 0; i < count; i++) {
            elements[i] = read.get();
        }
        return immutable(elements);
    }

    /// Returns an unchangeable list of elements that nobody else has; some may be null.
    @SuppressWarnings("unchecked")
    static <T> List<T> immutable(Object[] elements) {
        return (List<T>) Collections.unmodifiableList(Arrays.asList(elements));
    }

    List<String> nextTexts() {
        final int count = nextCount();
        if (count < 0) {
            return null;
        }
        final Object[] elements = new Object[count];
        for (int i = 0; i < count; i++) {
            elements[i] = nextText();
        }
        return immutable(elements);
    }

    List<Integer> nextInts() {
        final int count = nextCount();
        if (count < 0) {
            return null;
        }
        final Object[] elements = new Object[count];
        for (int i = 0; i < count; i++) {
            elements[i] = (int) next();
        }
        return immutable(elements);
    }

    List<Long> nextLongs() {
        final int count = nextCount();
        if (count < 0) {
            return null;
        }
        final Object[] elements = new Object[count];
        for (int i = 0; i < count; i++) {
            elements[i] = next();
        }
        return immutable(elements);
    }

    /// Returns a dictionary; values of a type that nobody knows are left out.
    Map<String, Value> nextDict() {
        final int count = nextCount();
        if (count < 0) {
            return null;
        }
        final Map<String, Value> map = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            final String key = nextText();
            final Value value = nextValue();
            if (value != null) {
                map.put(key, value);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /// Returns a value, or null when it is of a type that this package does not know.
    private Value nextValue() {
        return switch ((int) next()) {
            case I32 -> new Value.I32((int) next());
            case U32 -> new Value.U32(next());
            case I64 -> new Value.I64(next());
            case U64 -> new Value.U64(next());
            case F64 -> new Value.F64(nextReal());
            case BOOL -> new Value.Bool(nextBool());
            case TEXT -> new Value.Text(nextText());
            default -> null;
        };
    }

    /// Returns what more an error says.
    Map<String, Value> nextDetails() {
        final int count = nextCount();
        final Map<String, Value> details = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            final String name = nextText();
            if (!nextBool()) {
                details.put(name, new Value.I64(next()));
                continue;
            }
            final String text = nextText();
            if (text != null) {
                details.put(name, new Value.Text(text));
            }
        }
        return Collections.unmodifiableMap(details);
    }

    // Callbacks.

    /// Gives bytes into room of C's, of which the reply says where and how large it is; then it says how many they are.
    static void fill(long reply, byte[] bytes) {
        final long room = NativeMemory.getLong(reply + 8);
        if (given(bytes, "the result").length > room) {
            throw new IllegalArgumentException("the result has " + bytes.length + " bytes, and there is room for " + room);
        }
        NativeMemory.putBytes(NativeMemory.getLong(reply), bytes);
        NativeMemory.putLong(reply, bytes.length);
    }

    /// Gives as many texts as the reply asks for, some of them null, in memory that C frees.
    static void answer(long reply, List<String> texts) {
        final long count = NativeMemory.getLong(reply);
        if (given(texts, "the result").size() != count) {
            throw new IllegalArgumentException("the result has " + texts.size() + " texts, not " + count);
        }
        final Object[] copy = texts.toArray();
        final NativeScratch scratch = get();
        final long mark = scratch.mark();
        try {
            scratch.open();
            for (final Object text : copy) {
                scratch.putTextOrNull((String) text, "the result");
            }
            final long size = scratch.top - scratch.built;
            final long memory = NativeCalls.allocate(size + 1);
            NativeMemory.copy(scratch.built, memory, size);
            NativeMemory.putLong(reply, memory);
        } finally {
            scratch.release(mark);
        }
    }

    /// A callback that the library calls during the call only.
    long callback(int type, Object code, String name) {
        return register(new NativeCallback(type, given(code, name), true));
    }

    long callbackOrNull(int type, Object code, String name) {
        return code == null ? 0 : callback(type, code, name);
    }

    /// A callback that the library keeps when the call succeeds.
    long keptCallback(int type, Object code, String name) {
        return register(new NativeCallback(type, given(code, name), false));
    }

    long keptCallbackOrNull(int type, Object code, String name) {
        return code == null ? 0 : keptCallback(type, code, name);
    }

    private long register(NativeCallback callback) {
        use(callback);
        return callback.key();
    }

    /// After a call with callbacks: what the user's code threw goes before what the library says of it.
    void settle(int used, long status) {
        final boolean good = status >= FAILED;
        boolean listens = false;
        for (int i = used; i < nUsed; i++) {
            if (this.used[i] instanceof NativeCallback callback) {
                listens |= callback.settle(good);
            }
        }
        if (listens && !good) {
            throw NativeFailures.ofListening(status);
        }
    }
}
