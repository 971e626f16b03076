// SPDX-License-Identifier: LGPL-2.1-or-later

import java.util.function.Supplier;
import shelf.Board;
import shelf.Shelf;
import shelf.ShelfException;
import shelf.UnsupportedException;

/** Says what a binding to version 2 of the shelf finds in the library that is loaded. */
public final class Program {
    private Program() {}

    /** Says how a call went, and returns what it gave. */
    private static <T> T tell(String what, Supplier<T> call) {
        try {
            T result = call.get();
            System.out.println(what + ": " + (result instanceof AutoCloseable ? "good" : result));
            return result;
        } catch (UnsupportedException refusal) {
            System.out.println(what + ": refused: " + refusal.getMessage());
        } catch (ShelfException failure) {
            System.out.println(what + ": " + failure.getMessage());
        }
        return null;
    }

    /** Makes every kind of call. */
    public static void main(String[] arguments) {
        for (String symbol : new String[] {"shelf_board_new", "shelf_board_label", "nix"}) {
            System.out.println("has " + symbol + " " + Shelf.has(symbol));
        }
        try (Board board = tell("new", Board::new_)) {
            if (board != null) {
                tell("sum", board::sum);
                tell("list", board::list);
                var book = tell("book", board::getBook);
                if (book != null) {
                    book.close();
                }
            }
        }
        tell("fail", () -> {
            Shelf.fail();
            return "none";
        });
    }
}
