# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls the binding of zlib."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import zlib_bw

TEXT = b"To be, or not to be, that is the question. " * 5000


def code_of(call: object, *arguments: object) -> tuple[str, int]:
    """Returns the class and the code of an error."""
    try:
        call(*arguments)  # type: ignore[operator]
    except zlib_bw.Error as error:
        return type(error).__name__, error.code
    raise AssertionError("it went well")


def buffers() -> None:
    packed = zlib_bw.compress(TEXT)
    assert len(packed) < len(TEXT) // 50
    assert zlib.decompress(packed) == TEXT
    assert zlib_bw.uncompress(packed) == TEXT
    assert zlib_bw.uncompress(zlib_bw.compress(b"")) == b""
    assert zlib_bw.uncompress(zlib_bw.compress_at(TEXT, zlib_bw.BEST_SPEED)) == TEXT
    assert code_of(zlib_bw.uncompress, b"not packed at all") == ("DataError", -3)
    assert code_of(zlib_bw.uncompress, packed[:-10]) == ("DataError", -3)
    assert code_of(zlib_bw.compress_at, TEXT, 99) == ("StreamError", -2)


def sums() -> None:
    assert zlib_bw.crc32(0, TEXT) == zlib.crc32(TEXT)
    assert zlib_bw.adler32(1, TEXT) == zlib.adler32(TEXT)
    first, second = zlib_bw.crc32(0, TEXT[:100]), zlib_bw.crc32(0, TEXT[100:])
    assert zlib_bw.crc32_combine(first, second, len(TEXT) - 100) == zlib.crc32(TEXT)


def files(folder: Path) -> None:
    path = folder / "text.gz"
    with zlib_bw.GzFile.open(path, "wb") as file:
        file.setparams(9, zlib_bw.Strategy.DEFAULT_STRATEGY)
        assert file.write(TEXT) == len(TEXT)
        assert file.write(b"") == 0
        file.flush(zlib_bw.Flush.SYNC_FLUSH)
        assert file.tell() == len(TEXT)
    assert file.closed
    with zlib_bw.GzFile.open(path, "rb") as file:
        assert file.read(5) == TEXT[:5]
        assert not file.eof()
        assert file.read(len(TEXT) * 2) == TEXT[5:]
        assert file.eof()
        file.rewind()
        assert file.seek(3, 0) == 3
        assert file.read(2) == TEXT[3:5]
    # What cannot be written is noticed when the file is closed, at the latest.
    full = zlib_bw.GzFile.open("/dev/full", "wb")
    full.write(TEXT)
    assert code_of(full.close) == ("ErrnoError", -1)
    assert full.closed
    full.close()
    path.write_bytes(b"\x1f\x8b\x08\0garbage garbage")
    with zlib_bw.GzFile.open(path, "rb") as file:
        assert code_of(file.read, 100_000) == ("DataError", -3)
    assert code_of(zlib_bw.GzFile.open, folder / "missing" / "file", "rb") == ("Error", 0)


assert zlib_bw.version() == zlib_bw.ZLIB_VERSION
assert zlib_bw.error_text(zlib_bw.Result.DATA_ERROR) == "data error"
buffers()
sums()
files(Path(sys.argv[1]))
print("good")
