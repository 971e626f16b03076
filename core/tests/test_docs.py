# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every public declaration is documented in full, in the one form that core/README.md describes.

usage: test_docs.py HEADER...
"""

import re
import sys
from pathlib import Path

ANNOTATIONS = {
    "array", "closure", "constructor", "default", "destroy", "dict", "element-type", "enum",
    "flags", "get-property", "method", "nonblocking", "not nullable", "nullable", "optional",
    "out", "ref-func", "scope", "set-property", "static", "transfer", "type", "unit",
    "unref-func", "uuid",
}  # fmt: skip
CHOICES = {
    "array": {"capacity", "fixed-size", "length"},
    "element-type": {"uint8", "uint64", "utf8"},
    "scope": {"call", "notified"},
    "transfer": {"container", "full", "none"},
    "type": {"filename", "utf8"},
    "unit": {"KiB", "MHz", "byte", "ms", "ns", "s"},
}

DECLARATION = re.compile(
    r"(?P<function>KEEL_API\s[^;]*?\b(?P<function_name>keel_\w+)\s*\((?P<parameters>[^;]*)\);)"
    r"|(?P<callback>typedef\s[^;{]*?\(\*(?P<callback_name>keel_\w+)\)\((?P<arguments>[^;]*)\);)"
    r"|(?P<opaque>typedef struct \w+ (?P<opaque_name>keel_\w+);)"
    r"|(?P<enum>typedef enum \w+ \{(?P<members>[^}]*)\} (?P<enum_name>keel_\w+);)"
    r"|(?P<record>typedef struct \w+ \{(?P<fields>.*?)\n\} (?P<record_name>keel_\w+);)"
    r"|(?P<macro>^#define (?P<macro_name>KEEL_\w+)(?P<macro_parameters>\([^)]*\))?[ \t]\S)",
    re.DOTALL | re.MULTILINE,
)
UNDOCUMENTED = re.compile(r"KEEL_(API|BEGIN_DECLS|END_DECLS|\w+_H)$")


def names_in(text: str) -> list[str]:
    """Return the names of the parameters in a parameter list."""
    if text.strip() in ("", "void"):
        return []
    return [re.findall(r"\w+", re.sub(r"\[.*?\]", "", part))[-1] for part in text.split(",")]


def expected_entries(match: re.Match[str]) -> tuple[str, list[str], bool]:
    """Return the name, the entries and whether something is returned."""
    kind = match.lastgroup and next(k for k in KINDS if match.group(k))
    if kind == "function":
        returns = re.match(r"KEEL_API\s+void\s+keel", match.group("function")) is None
        return match.group("function_name"), names_in(match.group("parameters")), returns
    if kind == "callback":
        returns = re.match(r"typedef\s+void\s+\(", match.group("callback")) is None
        return match.group("callback_name"), names_in(match.group("arguments")), returns
    if kind == "enum":
        return match.group("enum_name"), re.findall(r"\b(KEEL_\w+) =", match.group("members")), False
    if kind == "record":
        return match.group("record_name"), record_entries(match.group("fields")), False
    if kind == "macro":
        parameters = match.group("macro_parameters")
        return match.group("macro_name"), names_in(parameters[1:-1]) if parameters else [], bool(parameters)
    return match.group("opaque_name"), [], False


KINDS = ("function", "callback", "opaque", "enum", "record", "macro")


def record_entries(text: str) -> list[str]:
    """Return the fields of a record, those of a union with its name before."""
    entries: list[str] = []
    union = re.search(r"union \{(.*?)\} (\w+);", text, re.DOTALL)
    inner = re.findall(r"(\w+)(?:\[\w+\])?;", union.group(1)) if union else []
    outer = re.sub(r"union \{.*?\} (\w+);", r"x \1;", text, flags=re.DOTALL)
    for field in re.findall(r"(\w+)(?:\[\w+\])?;", outer):
        entries.append(field)
        if union and field == union.group(2):
            entries.extend(f"{field}.{name}" for name in inner)
    return entries


def faults(match: re.Match[str], comment: str) -> list[str]:
    """Return what is wrong with the comment of a declaration."""
    name, entries, returns = expected_entries(match)
    lines = [re.sub(r"^ \* ?", "", line) for line in comment.strip("\n").split("\n")]
    found: list[str] = []
    if not re.match(rf"{name}:($| \()", lines[0]):
        found.append(f"the first line is '{lines[0]}'")
    documented = [m.group(1) for line in lines if (m := re.match(r"@([\w.]+):", line))]
    if documented != entries:
        found.append(f"the entries are {documented} and not {entries}")
    if any(re.match(r"Returns:", line) for line in lines) != returns:
        found.append("Returns is lacking or too many")
    if not re.match(r"Since: \d+\.\d+$", lines[-1]):
        found.append("Since is not the last line")
    paragraphs = "\n".join(line for line in lines[1:]).split("\n\n")
    if len(paragraphs) < 2 or not re.match(r"[A-Z].*\.", paragraphs[1], re.DOTALL):
        found.append("there is no summary")
    for line in lines:
        head = re.match(r"(?:@[\w.]+|Returns|\w+): ((?:\([^)]*\) ?)+)", line)
        for words in re.findall(r"\(([^)]*)\)", head.group(1)) if head else []:
            name, *rest = words.split()
            if words not in ANNOTATIONS and name not in ANNOTATIONS:
                found.append(f"({words}) is not an annotation")
            unknown = {word.partition("=")[0] for word in rest} - CHOICES.get(name, set())
            if name in CHOICES and unknown:
                found.append(f"({words}) says what no reader knows: {', '.join(unknown)}")
    return [f"{name}: {fault}" for fault in found]


def check(path: str) -> list[str]:
    """Return what is wrong in a header."""
    text = Path(path).read_text("utf-8")
    comments = {m.end(): m.group(1) for m in re.finditer(r"/\*\*\n(.*?)\n \*/\n", text, re.DOTALL)}
    blank = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.DOTALL)
    found: list[str] = []
    for match in DECLARATION.finditer(blank):
        if match.group("macro") and UNDOCUMENTED.match(match.group("macro_name")):
            continue
        if match.start() in comments:
            found.extend(faults(match, comments[match.start()]))
        else:
            found.append(f"{expected_entries(match)[0]}: there is no comment")
    return found


def main(headers: list[str]) -> int:
    """Check all headers."""
    failed = False
    for header in headers:
        found = check(header)
        for fault in found:
            print(f"# {fault}")
        print("not ok" if found else "ok", "-", Path(header).name)
        failed = failed or bool(found)
    print(f"1..{len(headers)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
