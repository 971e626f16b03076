# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rewrites the commands of Doxygen, line by line, into the layout that ``comments`` reads.

It does not touch a comment without them, and does not know what a command means for an API.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bindwright.model.facts import Comment

_DROPPED = (  # with the whole line
    "addtogroup",
    "defgroup",
    "endinternal",
    "endlink",
    "file",
    "ingroup",
    "internal",
    "name",
    "weakgroup",
)
_STARTS = {
    "arg": "- ",
    "attention": "Warning: ",
    "brief": "",
    "code": "|[",
    "deprecated": "Deprecated: ",
    "details": "",
    "endcode": "]|",
    "endverbatim": "]|",
    "li": "- ",
    "note": "Note: ",
    "remark": "",
    "remarks": "",
    "return": "Returns: ",
    "returns": "Returns: ",
    "result": "Returns: ",
    "retval": "Returns: ",
    "sa": "See ",
    "see": "See ",
    "short": "",
    "verbatim": "|[",
    "warning": "Warning: ",
    **dict.fromkeys(_DROPPED, ""),
}
"""What stands in a command's place."""
_COMMAND = re.compile(rf"\s*[@\\]({'|'.join(_STARTS)})(?:\{{[^}}]*\}})?(?:\s+(.*)|$)")
_PARAMETER = re.compile(r"\s*[@\\]param\s*(\[[a-z, ]*\])?\s+(\w+|\.\.\.)\s*(.*)")
_SINCE = re.compile(r"\s*[@\\]since\s+(?:version |release |v(?=\d))?(.*)", re.IGNORECASE)
_SHOWN = re.compile(r"\s*[@\\](end)?(?:code|verbatim)\b")
_GROUP = re.compile(r"\s*[@\\][{}]\s*$")
_NAMED = re.compile(r"(?<![\w@\\])[@\\][ap]\s+(?=\w)")
_MARKED = re.compile(r"(?<![\w@\\])[@\\](?:b|c|e|em|link|ref)\s+(?=\S)")
_ANY = re.compile(r"^(?:\s*[@\\](?:param|since)\b(?!\s*:)|\s*[@\\][{}])", re.MULTILINE)


def rewrite(comment: Comment) -> Comment:
    """Returns a comment without Doxygen's commands; each line of it knows where it was."""
    lines = comment.text.split("\n")
    marked = _NAMED.search(comment.text) or _MARKED.search(comment.text)
    if not (marked or _ANY.search(comment.text) or any(map(_COMMAND.match, lines))):
        return comment
    found: list[tuple[str, int]] = []
    shown = False
    for number, line in enumerate(lines):
        text, ends = (line, False) if shown else _line(line)
        if match := _SHOWN.match(line):
            shown = not match[1]
            text = _STARTS["code"] if shown else _STARTS["endcode"]
        if ends and found and found[-1][0]:
            found.append(("", comment.line(number)))
        found.append((text, comment.line(number)))
    return replace(
        comment,
        text="\n".join(text for text, _ in found),
        lines=tuple(number for _, number in found),
    )


def _line(line: str) -> tuple[str, bool]:
    """Returns a line in the other layout, and whether it ends what an argument's lines say."""
    line = _MARKED.sub("", _NAMED.sub("@", line))
    if match := _PARAMETER.match(line):
        direction, name, text = match.groups()
        return " ".join(part for part in (f"@{name}:", direction, text) if part), False
    if match := _SINCE.match(line):
        return f"Since: {match[1]}", False
    if _GROUP.match(line):
        return "", False
    match = _COMMAND.match(line)
    if match is None:
        return line, False
    if match[1] in _DROPPED:
        return "", False
    return f"{_STARTS[match[1]]}{match[2] or ''}", True
