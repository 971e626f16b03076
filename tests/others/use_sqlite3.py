# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls the binding of sqlite3."""

from __future__ import annotations

import sys
from pathlib import Path

from sqlite3_bw import (
    BusyError,
    CantopenError,
    Connection,
    ConstraintError,
    Datatype,
    Error,
    OpenFlags,
    ReadonlyError,
    Result,
    errstr,
    libversion_number,
)

SCHEMA = "create table book(id integer primary key, title text unique, cover blob, price real)"


def fails(kind: type[Error], call: object, *arguments: object) -> str:
    """Returns the text of an error, which must be of that kind."""
    error = caught(call, *arguments)
    assert type(error) is kind, repr(error)
    return str(error)


def fill(db: Connection) -> None:
    db.exec(SCHEMA)
    with db.prepare("insert into book(title, cover, price) values(?, ?, :price)") as insert:
        assert insert.bind_parameter_count() == 3
        assert insert.bind_parameter_index(":price") == 3
        for title, cover, price in (("Émile", b"\0\1\2", 9.5), ("Emma", None, 0.0)):
            insert.bind_text(1, title)
            if cover is None:
                insert.bind_null(2)
            else:
                insert.bind_blob(2, cover)
            insert.bind_double(3, price)
            assert insert.step() is Result.DONE
            insert.reset()
            insert.clear_bindings()
    assert (db.last_insert_rowid(), db.changes(), db.total_changes()) == (2, 1, 2)


def rows(db: Connection) -> None:
    seen: list[dict[str, str | None]] = []
    db.exec(
        "select id, title, cover is null as bare, nullif(price, 0) as price from book",
        lambda values, names: seen.append(dict(zip(names, values, strict=True))),
    )
    assert seen == [
        {"id": "1", "title": "Émile", "bare": "0", "price": "9.5"},
        {"id": "2", "title": "Emma", "bare": "1", "price": None},
    ]


def statements(db: Connection) -> None:
    query = db.prepare("select id, title, cover, price, 1 << 40 from book where id >= ?")
    assert query is not None
    query.bind_int64(1, 1)
    assert [query.column_name(at) for at in range(query.column_count())][:2] == ["id", "title"]
    assert query.step() is Result.ROW
    assert query.column_type(2) is Datatype.BLOB
    assert (query.column_text(1), query.column_blob(2)) == ("Émile", b"\0\1\2")
    assert (query.column_double(3), query.column_int64(4)) == (9.5, 1 << 40)
    assert query.step() is Result.ROW
    assert (query.column_type(2), query.column_blob(2)) == (Datatype.NULL, None)
    assert query.step() is Result.DONE
    assert db.prepare("-- nothing to do") is None


def failures(db: Connection, folder: Path) -> None:
    again = db.prepare("insert into book(title) values('Emma')")
    assert fails(ConstraintError, again.step) == "UNIQUE constraint failed: book.title"
    assert "no such table: shelf" in str(caught(db.prepare, "select * from shelf"))
    assert caught(db.exec, "selekt").code == Result.ERROR
    assert fails(CantopenError, Connection.open, folder / "no" / "db")
    assert errstr(Result.BUSY) == "database is locked"


def caught(call: object, *arguments: object) -> Error:
    try:
        call(*arguments)  # type: ignore[operator]
    except Error as error:
        return error
    raise AssertionError("it went well")


def locks(path: Path) -> None:
    with Connection.open(path) as first, Connection.open(path) as second:
        first.exec("begin immediate")
        assert not first.get_autocommit()
        assert fails(BusyError, second.exec, "begin immediate") == "database is locked"
        first.exec("rollback")
    with Connection.open(path, flags=OpenFlags.READONLY) as reader:
        assert fails(ReadonlyError, reader.exec, "delete from book")


def stops(db: Connection) -> None:
    """An exception of the callback ends the call and is not lost."""
    seen = []

    def stop(values: list[str | None], names: list[str]) -> None:
        seen.append(values)
        raise LookupError("enough")

    lost = True
    try:
        db.exec("select id from book", stop)
    except LookupError as error:
        lost = str(error) != "enough"
    assert not lost
    assert len(seen) == 1


folder = Path(sys.argv[1])
assert libversion_number() > 3_000_000
with Connection.open(folder / "books.db") as db:
    fill(db)
    rows(db)
    statements(db)
    failures(db, folder)
    stops(db)
locks(folder / "books.db")
print("good")
