// SPDX-License-Identifier: LGPL-2.1-or-later

import hostile.*;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls the generated module of the hostile library. */
final class HostileProgram {
    static void same(Object expected, Object got) {
        if (!Objects.equals(expected, got)) {
            throw new AssertionError("expected " + expected + ", got " + got);
        }
    }

    public static void main(String[] words) throws Exception {
        LibraryObject thing = LibraryObject.new_(3);
        LibraryRecord record = thing.getRecord();
        same(List.of(1, 3), List.of(record.from(), record.class_()));
        same(LibraryRecord.class, record.getClass());
        same(5, LibraryObject.Give0Result.class.getRecordComponents().length);
        same(3, thing.call((receiver, callback, items, result) -> callback + result));
        int taken = 0;
        for (Method method : LibraryObject.class.getMethods()) {
            int count = method.getParameterCount();
            if (method.getName().startsWith("take") && !Arrays.asList(method.getParameterTypes()).contains(String.class)) {
                Object[] ones = new Object[count];
                Arrays.fill(ones, 1);
                same(count, method.invoke(thing, ones));
                taken++;
            }
        }
        same(true, taken > 5);
        same(0, thing.class_());
        same(0, Hostile.class_());
        same(5, Kind.CLASS.value());
        Set<String> names = Arrays.stream(Kind.Known.values()).map(Enum::name).collect(Collectors.toSet());
        same(true, names.containsAll(List.of("CLASS", "DEF", "NONE", "TRUE", "MRO")));
        try {
            LibraryObject.new_(-1);
            throw new AssertionError("a failure told nothing");
        } catch (NoneException error) {
            same("\"quoted\" \\ and more", error.getMessage());
        }
        thing.close();
        for (int i = 0; Hostile.liveHandles() != 0 && i < 100; i++) {
            System.gc();
            Thread.sleep(10);
        }
        same(0L, Hostile.liveHandles());
        System.out.println("good");
    }
}
