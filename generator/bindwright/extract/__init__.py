# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads what C says from headers, sources and a built library: the facts of an API.

It does not give them any meaning: ``describe`` does.

Codes of its diagnostics:

===== ==========================================================================
BW101 a header does not exist, or none is named
BW102 a header is a folder or cannot be read
BW103 a header is a binary file
BW104 the compiler rejects a header for another reason, or fails itself
BW105 a comment is not closed
BW106 a header includes one that does not exist
BW107 a header says ``#error``
BW108 a brace or bracket has no partner
BW109 the compiler never accepts the probe that measures values: a fault of ours
BW120 a declaration that the compiler accepts cannot be parsed (the rest is kept)
BW121 a declaration has no description: an exotic type (the rest is kept)
BW122 our value of an enumerator is not the compiler's, which is kept (a warning)
BW123 the headers declare nothing themselves, only what they include does (a warning)
BW130 a library cannot be read as ELF
BW131 a source to read doc comments from cannot be read
BW190 a program is not installed or cannot be started
BW191 a program takes too long
===== ==========================================================================
"""

from __future__ import annotations

from bindwright.extract.facts import extract
from bindwright.extract.sources import Sources
from bindwright.extract.symbols import exports, soname

__all__ = ["Sources", "exports", "extract", "soname"]
