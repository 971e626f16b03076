# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls the generated package of the fixture library: every kind, every protocol, and no leak; run under sanitizers."""

from __future__ import annotations

import gc
import pickle
import sys
import threading
import weakref
from typing import Any

import fixture as fx
from fixture import _native


def raises(kind: type[BaseException], text: str, call: Any, *args: Any, **kwargs: Any) -> Any:
    """Calls and returns what was raised, which must be of that kind and say that text."""
    caught: BaseException | None = None
    try:
        call(*args, **kwargs)
    except kind as error:
        caught = error
    assert type(caught) is kind, repr(caught)
    assert text in str(caught), str(caught)
    return caught


def test_handles_are_made_lent_and_closed() -> None:
    parent, child = fx.box_new("parent"), fx.box_new("child")
    assert child.get_parent() is None
    assert parent.get_first() is None
    parent.adopt(child)
    lent = child.get_parent()
    assert lent.get_name() == "parent"
    parent.close()
    assert lent.get_name() == "parent"
    assert parent.closed
    assert "closed" in repr(parent)
    raises(fx.ClosedError, "the Box is closed", parent.get_name)
    raises(fx.ClosedError, "the Box is closed", lent.adopt, parent)
    raises(fx.ClosedError, "the Box is closed", parent.__enter__)
    with lent as same:
        assert same is lent
    assert lent.closed
    lent.close()
    raises(TypeError, "child must be a Box, not str", child.adopt, "child")
    raises(TypeError, "cannot create", fx.Box)
    gone = weakref.ref(child)
    del child
    gc.collect()
    assert gone() is None


def test_errors_carry_code_and_message() -> None:
    error = raises(fx.Error, "another one", fx.check, 7)
    assert (error.code, error.domain, error.message) == (7, 42, str(error))
    long = "x" * 700
    assert raises(fx.Error, long, fx.fail, long).message == long
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.domain, copy.message) == (error.code, error.domain, error.message)
    bad = fx.box_new("bad")
    for name in ("dup_name", "get_info", "list_ids", "get_params", "save", "get_uuid"):
        raises(fx.Error, "", getattr(bad, name))


def test_numbers_keep_their_edges() -> None:
    assert fx.largest() == 2**64 - 1
    assert fx.smallest() == -(2**63)
    assert fx.echo(2**64 - 1, -(2**63), 0.1) == (2**64 - 1, -(2**63), 0.1)
    for u in (-1, 2**64):
        raises(OverflowError, "u must be from 0 to 18446744073709551615", fx.echo, u, 0, 0.0)
    raises(OverflowError, "i must be from -9223372036854775808", fx.echo, 0, 2**63, 0.0)
    raises(TypeError, "d must be a float, not str", fx.echo, 0, 0, "1")
    raises(TypeError, "u must be an integer, not float", fx.echo, 1.0, 0, 0.0)

    class Index:
        def __index__(self) -> int:
            return 5

    assert fx.echo(Index(), Index(), 1)[:2] == (5, 5)
    assert fx.hostile(1, 2, "abc", 4) == 10


def test_truth_and_enums() -> None:
    box = fx.box_new("box")
    box.set_open(True)
    assert box.is_open() is True
    assert box.get_open() is True
    box.set_open(0)
    assert box.get_open() is False
    raises(TypeError, "open must be a bool, not str", box.set_open, "yes")
    box.set_state(fx.State.SHUT)
    state, reason = box.get_state()
    assert (state, reason) == (fx.State.SHUT, 11)
    assert state is fx.State.SHUT
    box.set_state()
    assert box.get_state()[0] is fx.State.OPEN
    assert fx.State(77).name == "UNKNOWN_77"


def test_strings() -> None:
    box = fx.box_new("höst")
    assert box.get_name() == box.dup_name() == box.copy_name() == "höst"
    assert box.get_uuid_string() == "00010203-0405-0607-0809-0a0b0c0d0eff"
    assert box.get_label() == "64"
    box.set_note("ä")
    box.set_note(None)
    box.set_note()
    name = "kept" * 10
    box.keep_name(name)
    assert box.get_name() == box.get_text() == name
    assert fx.measure("four") == 4
    assert fx.measure(None) == fx.measure() == 0
    raises(ValueError, "name must not contain a null character", box.keep_name, "a\0b")
    raises(TypeError, "name must be a str, not bytes", box.keep_name, b"a")
    raises(UnicodeEncodeError, "surrogates", box.keep_name, "\udcff")


def test_bytes() -> None:
    box = fx.box_new("box")
    uuid = box.get_uuid()
    assert len(uuid) == 16
    for form in (bytes, bytearray, memoryview):
        assert box.has_uuid(form(uuid))
    raises(ValueError, "uuid must have 16 bytes, not 3", box.has_uuid, b"abc")
    assert box.save() == box.raw() == box.view() == box.read_all() == box.read(100) == b"box"
    assert box.read(2) == b"bo"
    assert box.take(2) == b"bo"
    raises(fx.WouldBlockError, "nothing can be done without waiting", box.take, 10)
    raises(fx.HoleError, "there is a hole", box.take, 6)
    assert issubclass(fx.HoleError, fx.Error)
    assert box.grid(5, 2) == [b"\0\1", b"\2\3", b"\4\5"]
    assert box.grid(5, 0) == [b"", b"", b""]
    assert box.multiply([5, 7], 9) == [[5, 7], [10, 14]]
    assert [list(row) for row in box.row_params(2)] == [["key-4", "key-0"], ["key-4", "key-1"]]
    assert box.row_params(0) == []
    assert box.bitmap() == (11, b"\xff\5")
    assert box.measure_info() == box.get_info()
    assert box.peek(5, 4) == b"\5\5\5\5"
    assert box.peek(5, 0) == b""
    raises(OverflowError, "", box.peek, 5, 2**64 - 1)
    assert fx.checksum(bytearray(b"\1\2\xff")) == 258
    raises(OverflowError, "", fx.checksum_short, bytes(256))
    raises(TypeError, "data must be a bytes-like object, not str", fx.checksum, "abc")


def test_records() -> None:
    box = fx.box_new("box")
    info = fx.Info(2**64 - 1, -(2**63), 255, 0.5)
    box.set_info(info)
    assert box.get_info() == info
    assert box.get_info().tiny == 255
    box.set_info({"largest": 1, "smallest": 2, "tiny": 3, "ratio": 4})
    assert box.get_info() == (1, 2, 3, 4.0)
    box.set_point(fx.Point(x=-(2**31), y=2**31 - 1))
    assert box.get_point() == fx.Point(-(2**31), 2**31 - 1)
    raises(OverflowError, "x must be from", box.set_point, fx.Point(2**31, 0))
    raises(TypeError, "point must be a mapping, not tuple", box.set_point, (1, 2))
    raises(TypeError, "missing 1 required positional argument: 'y'", box.set_point, {"x": 1})
    assert box.get_item() == box.copy_item() == fx.Item("box", 5)
    assert box.own_item() == ("box", 8)
    assert box.read_item() == ("box", 6)
    assert pickle.loads(pickle.dumps(info)) == info


def test_lists() -> None:
    box = fx.box_new("box")
    assert box.list_ids() == [100, 101, 102]
    assert len(box.list_names()) == 3
    assert box.list_tags()[2] == "box"
    assert box.list_keys()[1] == "two"
    assert fx.colours()[2] == "blue"
    assert box.list_points() == [fx.Point(-1, 1), fx.Point(-2, 2)] or box.list_points()[0].x == -1
    assert box.list_items()[1].value == 5
    assert box.list_errors()[2] == fx.Item("box", 2)
    assert box.view_ids() == [1, 2, 3]
    assert box.last_codes()[1] == 5
    assert box.get_corners()[3].y == -4
    assert box.free_cells(1, 100)[2] == 3 << 60
    raises(fx.Error, "", box.broken)
    assert fx.count_words(["one", "two"]) == fx.count_words(("a", "b")) == 2
    assert fx.count_words([]) == 0
    assert fx.join(["one", "two"]) == "onetwo"
    assert fx.join([]) == ""
    assert fx.join(None) == "(null)"
    assert fx.sum([2**64 - 1, 2]) == 1
    assert fx.sum(range(5)) == 10
    assert fx.sum_pairs([2, 3], [10, 1]) == 23
    raises(ValueError, "'values' is not as long as 'weights'", fx.sum_pairs, [2, 3], [10])
    assert fx.area([fx.Point(2, 3), {"x": 4, "y": 5}]) == 26
    raises(TypeError, "words must be a sequence, not str", fx.count_words, "abc")
    raises(TypeError, "words must be a str, not int", fx.count_words, [1])
    raises(OverflowError, "values must be from 0", fx.sum, [-1])


def test_lists_of_handles() -> None:
    parent = fx.box_new("parent")
    for number in range(3):
        parent.adopt(fx.box_new(f"child-{number}"))
    for name in ("list_children", "peek_children", "take_children", "end_children"):
        names = [child.get_name() for child in getattr(parent, name)()]
        assert names == ["child-0", "child-1", "child-2"], name
    children = parent.list_children()
    assert fx.sum_boxes(children) == fx.sum_boxes(tuple(children))
    children[1].close()
    raises(fx.ClosedError, "closed", fx.sum_boxes, children)
    raises(TypeError, "boxes must be a Box, not NoneType", fx.sum_boxes, [None])


def test_dicts() -> None:
    box = fx.box_new("box")
    params = box.get_params()
    assert params == box.all_params() == box.read_params()
    assert 2**64 - 1 in params.values()
    assert "text" in params.values()
    box.set_params({})
    assert box.get_params() == {}
    box.set_params({"a": fx.I32(3), "b": fx.I32(4)})
    assert len(box.list_ids()) == 7
    raises(ValueError, "must have less than 16 bytes", box.set_params, {"k" * 16: 1})
    raises(TypeError, "must be a str, not int", box.set_params, {1: 1})
    raises(TypeError, "a must be a value", box.set_params, {"a": object()})
    raises(OverflowError, "a must be from", box.set_params, {"a": fx.I32(2**31)})
    raises(TypeError, "params must be a mapping, not list", box.set_params, [])


def test_callbacks_that_share_user_data() -> None:
    steps = [(True, 3), (True, 2**40), (False, 0)]
    seen: list[int] = []
    fx.walk(lambda: steps.pop(0), seen.append)
    assert seen == [3, 3 + 2**40]
    raises(TypeError, "the result must be a tuple of 2, not 5", fx.walk, lambda: 5, seen.append)
    raises(OverflowError, "by must be from", fx.walk, lambda: (True, 2**63), seen.append)
    raises(ZeroDivisionError, "", fx.walk, lambda: (True, 1), lambda at: 1 / 0)


def test_callbacks_without_user_data() -> None:
    timers: dict[int, Any] = {}

    def add(every: int, tick: Any) -> int:
        timers[every] = tick
        return every

    fx.use_timer(add, lambda number: timers.pop(number))
    assert fx.timer_start(7) == 7
    tick = timers[7]
    before = fx.timer_ticks()
    assert tick(7) is None
    assert fx.timer_ticks() == before + 1007
    raises(TypeError, "takes 1 arguments (0 given)", tick)
    raises(TypeError, "takes no keyword arguments", tick, 7, id=7)
    raises(OverflowError, "", tick, 2**31)
    fx.timer_stop(7)
    assert timers == {}
    del tick

    caught: list[Any] = []
    sys.unraisablehook, hook = caught.append, sys.unraisablehook
    raises(fx.Error, "no such timer", fx.timer_stop, 7)
    sys.unraisablehook = hook
    assert caught[0].exc_type is KeyError


def test_records_that_hold_a_callback() -> None:
    asked: list[Any] = []

    def answer(questions: Any) -> list[str | None]:
        asked.extend(questions)
        return ["secret", None]

    assert fx.login("me", [2, 4], answer) == "me:secret:"
    assert asked == [fx.Question(2, "what?"), fx.Question(4, None)]
    assert fx.login("me", [], lambda questions: []) == "me"
    raises(ValueError, "the result has 1 texts, but 2", fx.login, "me", [1, 2], lambda q: ["a"])
    raises(TypeError, "", fx.login, "me", [1, 2], lambda q: ["a", 3])
    raises(ZeroDivisionError, "", fx.login, "me", [1], lambda q: 1 / 0)


def test_callbacks() -> None:
    box = fx.box_new("box")
    seen: list[Any] = []

    def opened(of: Any, code: int) -> None:
        seen.append((of.get_name(), code))

    first = box.watch_opened(opened)
    box.watch_params(lambda of, params: seen.append(sorted(params)) or 40)
    assert box.emit() == 42
    assert seen[0] == ("box", 23)
    box.unwatch(first)
    assert sys.getrefcount(opened) == 2
    raises(TypeError, "callback must be callable, not int", box.watch_opened, 3)
    box.hook(opened)
    box.unhook()
    assert sys.getrefcount(opened) == 2
    raises(fx.Error, "no such hook", box.unhook)

    def once(of: Any, code: int) -> None:
        of.unwatch(number)
        seen.append("once")
        raise LookupError

    caught: list[Any] = []
    number = box.watch_opened(once)
    sys.unraisablehook, hook = caught.append, sys.unraisablehook
    box.emit()
    sys.unraisablehook = hook
    assert "once" in seen
    assert caught[0].exc_type is LookupError
    assert caught[0].object is once
    caught.clear()
    assert sys.getrefcount(once) == 2

    sys.unraisablehook, hook = caught.append, sys.unraisablehook
    box.watch_opened(lambda of, code: 1 / 0)
    box.emit()
    sys.unraisablehook = hook
    assert caught[0].exc_type is ZeroDivisionError
    caught.clear()

    parent = fx.box_new("parent")
    for _ in range(3):
        parent.adopt(fx.box_new("child"))
    names: list[str] = []
    assert parent.each(lambda child, name: names.append(name) or 0) == 3
    assert names == ["child"] * 3
    calls: list[int] = []

    def fail(child: Any, name: str) -> int:
        calls.append(1)
        raise LookupError("mine")

    raises(LookupError, "mine", parent.each, fail)
    assert calls == [1]
    raises(TypeError, "the result must be an integer, not str", parent.each, lambda *_: "x")
    raises(OverflowError, "the result must be from", parent.each, lambda *_: 2**31)


def test_callbacks_that_give_bytes() -> None:
    box = fx.box_new("box")
    for call in box.fill, fx.pour:
        pieces = iter([b"\x01\x02", bytearray(b"\x00\x03\x04\x05"), memoryview(b"\x06"), b""])
        assert call(lambda *_, left=pieces: next(left)) == 21
        assert list(pieces) == []
        sizes: list[int] = []
        assert call(lambda *arguments, seen=sizes: seen.append(arguments[-1]) or b"") == 0
        assert sizes == [4]
        long = "the result has 5 bytes, but there is room for 4"
        raises(ValueError, long, call, lambda *_: b"12345")
        raises(TypeError, "the result must be a bytes-like object, not str", call, lambda *_: "x")
        raises(TypeError, "the result must be a bytes-like object, not None", call, lambda *_: None)
        raises(ZeroDivisionError, "zero", call, lambda *_: 1 / 0)


def test_close_waits_for_calls() -> None:
    parent = fx.box_new("parent")
    parent.adopt(fx.box_new("child"))

    def close(child: Any, name: str) -> int:
        parent.close()
        raises(fx.ClosedError, "closed", parent.get_name)
        return 0

    assert parent.each(close) == 1
    assert parent.closed


def test_close_in_another_thread() -> None:
    parent = fx.box_new("parent")
    parent.adopt(fx.box_new("child"))

    def close(child: Any, name: str) -> int:
        thread = threading.Thread(target=parent.close)
        thread.start()
        thread.join()
        return 0

    parent.each(close)
    assert parent.closed


def test_keywords() -> None:
    assert fx.echo(d=1.0, i=2, u=3) == (3, 2, 1.0)
    assert fx.echo(3, d=1.0, i=2) == (3, 2, 1.0)
    assert fx.echo(3, **{"".join(["i"]): 2, "".join(["d"]): 1.0}) == (3, 2, 1.0)
    raises(TypeError, "echo() missing required argument 'd'", fx.echo, 1, 2)
    raises(TypeError, "unexpected keyword argument 'x'", fx.echo, 1, 2, 3, x=4)
    raises(TypeError, "multiple values for argument 'u'", fx.echo, 1, 2, 3, u=4)
    raises(TypeError, "takes 3 positional arguments but 4 were given", fx.echo, 1, 2, 3, 4)
    raises(TypeError, "takes 0 positional arguments but 1", fx.box_new("box").get_params, 0)


def main() -> None:
    """Runs every test three times, so that what a call keeps shows as a leak."""
    for _ in range(3):
        for name, test in list(globals().items()):
            if name.startswith("test_"):
                test()
    gc.collect()
    assert _native.__name__ == "fixture._native"
    print("good")


main()
