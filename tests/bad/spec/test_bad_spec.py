# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whatever a description's file holds, reading it ends with a message that names the place, and reads nothing else."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from bindwright import spec
from bindwright.diagnostics import BindwrightError

HERE = Path(__file__).parent
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<api format="1">\n'
LIBRARY = '<library name="keel" version="1" licence="MIT" headers="keel.h"/>\n'

CASES = {
    # Files that want something read, or a lot of room
    "billion_laughs": ("BW304", 3, "a document type is not allowed"),
    "laughs_in_attribute": ("BW304", 3, "a document type is not allowed"),
    "external_entity": ("BW304", 3, "a document type is not allowed"),
    "external_dtd": ("BW304", 3, "a document type is not allowed"),
    "undeclared_entity": ("BW303", 6, "Entity 'i32' not defined"),
    "xinclude": ("BW306", 5, "unknown element <{http://www.w3.org/2001/XInclude}include>"),
    # Files that are no text, or no XML
    "binary": ("BW302", 1, "not text: it holds a zero byte"),
    "not_utf_8": ("BW302", 6, "not UTF-8 text"),
    "latin_1_declared": ("BW302", 1, "encoded as 'ISO-8859-1', not UTF-8"),
    "truncated": ("BW303", 8, "not well-formed XML"),
    "wrong_end_tag": ("BW303", 6, "Opening and ending tag mismatch: parameter line 6"),
    # Documents that do not follow the schema
    "not_a_description": ("BW306", 3, "the outermost element is <protocol>, not <api>"),
    "other_format": ("BW309", 3, "attribute 'format' of <api>: '2' is not one of 1"),
    "unknown_element": ("BW306", 6, "unknown element <paramter> in <function>"),
    "element_out_of_place": ("BW306", 8, "<parameter> stands behind <failure> in <function>"),
    "second_result": ("BW306", 7, "second <result> in <function>"),
    "text_in_function": ("BW306", 5, "text in <function>: 'void keel_go(void);'"),
    "unknown_attribute": ("BW307", 6, "unknown attribute 'rol' of <parameter>"),
    "missing_attribute": ("BW308", 5, "<function> has no attribute 'words'"),
    "missing_failure": ("BW308", 5, "<function> has no <failure>"),
    "wrong_word": ("BW309", 6, "attribute 'kind' of <type>: 'i23' is not one of void, bool"),
    "wrong_truth": ("BW309", 5, "'yes' is not one of true, false"),
    # Code where a word has to be
    "code_in_name": ("BW309", 5, "'keel_go(); system' is not a C identifier"),
    "code_in_type": ("BW309", 6, "'int; int evil(void)' is not the name of a C type"),
    "code_in_header": ("BW309", 4, "'keel.h> #error' is not file names"),
    "code_in_words": ("BW309", 5, "'go): pass #' is not words"),
    "code_in_licence": ("BW309", 4, "'MIT -->' is not an SPDX expression"),
    # Values that make no sense
    "number_too_large": ("BW309", 6, "'18446744073709551616' is not an integer of at most 64 bits"),
    "constant_of_another_kind": ("BW309", 5, "the value of 'A' is no i64"),
    "hex_that_is_no_text": ("BW309", 5, "the value of 'A' is no string"),
    "pointer_to_nothing": ("BW306", 6, "Expecting an element c, got nothing"),
    "type_without_c": ("BW308", 7, "<type> needs a <c>"),
    # Names
    "two_functions": ("BW310", 9, "a second function 'keel_go'"),
    "two_parameters": ("BW310", 7, "a second parameter 'of'"),
    "dangling_type": ("BW311", 6, "its type 'keel_domain' is no object of the API"),
    "dangling_owner": ("BW311", 5, "its owner 'keel_domain' is no object of the API"),
    "dangling_length": ("BW311", 6, "it belongs to 'domains', which is no parameter"),
    "dangling_element": ("BW311", 6, "its type 'e' is no enum of the API"),
    "dangling_stream": ("BW311", 11, "'keel_send' to send is no function of the API"),
    "dangling_unref": ("BW311", 5, "its unref 'keel_unref' is no function of the API"),
}


def refused(path: Path) -> str:
    """Returns the message with which a description is refused."""
    with pytest.raises(BindwrightError) as caught:
        spec.load(path, path.name)
    return str(caught.value)


@pytest.mark.parametrize("case", CASES)
def test_bad_description_is_refused_with_its_line(case: str) -> None:
    """Each fault has its code, its line and words that say what to mend, and is the only one shown."""
    code, line, words = CASES[case]

    message = refused(HERE / f"{case}.xml")

    assert re.match(rf"{case}\.xml:{line}(:\d+)?: error: ", message)
    assert words in message
    assert message.endswith(f" [{code}]")
    assert "\n" not in message


def test_every_bad_description_is_expected() -> None:
    """No case lies here that no test looks at."""
    assert sorted(path.stem for path in HERE.glob("*.xml")) == sorted(CASES)


def deep(levels: int) -> str:
    return "<c shape='pointer'>" * levels + "<c name='int'/>" + "</c>" * levels


MADE: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "BW302", "empty"),
    "white space": (b" \n\n", "BW302", "empty"),
    "utf-16": ((HEAD + LIBRARY + "</api>").encode("utf-16"), "BW302", "zero byte"),
    "utf-7": (b'<?xml version="1.0" encoding="UTF-7"?>\n<api/>', "BW302", "encoded as 'UTF-7'"),
    "json": (b'{"api": 1}', "BW303", "Start tag expected"),
    "only a comment": (b"<!-- SPDX -->\n", "BW303", "not well-formed"),
    "deep type": (
        f'{HEAD}{LIBRARY}<alias name="a">{deep(64)}</alias></api>'.encode(),
        "BW305",
        "more than 64 levels",
    ),
    "very deep type": (
        f'{HEAD}{LIBRARY}<alias name="a">{deep(5000)}</alias></api>'.encode(),
        "BW305",
        "nested too deep",
    ),
    "many pointers": (
        f'{HEAD}{LIBRARY}<alias name="a"><c name="int" pointer="999999999"/></alias></api>'.encode(),
        "BW309",
        "is not a number from 1 to 9",
    ),
    "long number": (
        f'{HEAD}{LIBRARY}<constant name="A" words="a" kind="i64" value="{"9" * 5000}"/></api>'.encode(),
        "BW309",
        "the value of 'A' is no i64",
    ),
    "huge text": (
        f"{HEAD}{LIBRARY.replace('/>', ' summary=')}'{'x' * 11_000_000}'/></api>".encode(),
        "BW303",
        "not well-formed",
    ),
}


@pytest.mark.parametrize("case", MADE)
def test_hostile_description_is_refused_quickly(case: str, tmp_path: Path) -> None:
    """No file takes long, nor more room than its own size asks for."""
    content, code, words = MADE[case]
    path = tmp_path / "bad.xml"
    path.write_bytes(content)

    start = time.process_time()
    message = refused(path)

    assert message.startswith("bad.xml")
    assert words in message
    assert message.endswith(f" [{code}]")
    assert len(message) < 400
    assert time.process_time() - start < 2


def test_deepest_element_types_are_refused(tmp_path: Path) -> None:
    """Lists of lists are counted like pointers to pointers."""
    inner = "<element kind='list'>" * 80 + "</element>" * 80
    path = tmp_path / "bad.xml"
    path.write_text(
        f'{HEAD}{LIBRARY}<record name="r" words="r"><field name="f" words="f">'
        f"{deep(50)}<type kind='list'>{inner}</type></field></record></api>"
    )

    assert "BW30" in refused(path)


def _directory(path: Path) -> None:
    path.mkdir()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(65 * 2**20)


FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (lambda path: None, "cannot read it: No such file or directory"),
    "directory": (_directory, "not a regular file"),
    "pipe": (_pipe, "not a regular file"),
    "device": (_device, "not a regular file"),
    "large": (_large, "larger than 64 MiB"),
}


@pytest.mark.parametrize("case", FILES)
def test_file_that_is_no_description_is_refused(case: str, tmp_path: Path) -> None:
    """What is no file of a reasonable size is not read, and nothing waits for it."""
    make, words = FILES[case]
    make(tmp_path / "bad.xml")

    message = refused(tmp_path / "bad.xml")

    assert message == f"bad.xml: error: {words} [BW301]"


def test_damaged_description_never_ends_in_a_traceback() -> None:
    """Whichever bytes of a description are changed, it is read, or refused with a place."""
    chance = random.Random(3)
    whole = (HERE / "dangling_element.xml").read_bytes().replace(b'"enum" name="e"', b'"i32"')
    spec.loads(whole)
    pieces = [b"<", b">", b'"', b"&", b"]]>", b"<!--", b"\xff", b"c", b"</", b"/>", b" ", b"<?x"]
    for _ in range(2000):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    del data[at : at + chance.randint(1, 20)]
                case 1:
                    data[at:at] = chance.choice(pieces)
                case _:
                    to = chance.randrange(len(data))
                    data[at:at] = data[to : to + chance.randint(1, 60)]
        try:
            spec.loads(bytes(data), "bad.xml")
        except BindwrightError as error:
            for diagnostic in error.diagnostics:
                assert diagnostic.location is not None
                assert diagnostic.location.file == "bad.xml"
                assert re.fullmatch(r"BW3\d\d", diagnostic.code)
