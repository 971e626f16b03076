# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls the generated package of the hostile library."""

from __future__ import annotations

import inspect

import hostile
from hostile import Kind, Mood, Object, Record

thing = Object.new(3)
record = thing.get_record()
assert isinstance(record, Record)
assert (record.from_, record.class_, record.count_, record.index_) == (1, 3, 0, 0)
assert thing.give_0() == (0, 1, 2, 3, 4)
assert thing.call(lambda receiver, callback, items, result: callback + result) == 3
for name, method in inspect.getmembers(Object, callable):
    if name.startswith("take_"):
        parameters = list(inspect.signature(method).parameters)[1:]
        values = dict.fromkeys(parameters, 1)
        assert getattr(thing, name)(**values) == len(parameters), name
assert thing.class_() == 0
assert hostile.class_() == 0
assert Kind.CLASS == 5
assert {"CLASS", "DEF", "NONE", "TRUE", "MRO"} <= set(Kind.__members__)
message = ""
try:
    Object.new(-1)
except hostile.NoneError as error:
    message = str(error)
assert message == '"quoted" \\ and more'
documentation = inspect.getdoc(hostile.documented)
for text in (
    'three """ in a row',
    "\\u0022",
    "\\N{BULLET}",
    "?>",
    "=cut",
    "backslash \\",
    "日本語 🐍",
):
    assert text in documentation, text
assert Mood.__doc__.strip().endswith('"""')
assert str(inspect.signature(hostile.documented)) == "(value)"
thing.close()
del record, thing
assert hostile.live_handles() == 0
print("good")
