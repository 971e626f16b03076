# SPDX-License-Identifier: LGPL-2.1-or-later
"""Writes a table with a call of every function of an object, made from the headers.

usage: calls.py OUTPUT HEADER...

Each entry says what the comment in the header promises, so a test that walks the table holds every
function to its comment, those that are added later too.
"""

import re
import sys
from pathlib import Path

FUNCTION = re.compile(
    r"/\*\*\n(?P<comment>(?: \*(?!/)[^\n]*\n)+) \*/\nKEEL_API (?P<result>[^;(]*?)(?P<name>keel_\w+)\((?P<parameters>[^;]*)\);"
)

# What does not change a host, by the first word after the object. Anything else has to say that a
# read-only connection refuses it.
HARMLESS = {
    "abort", "add", "close", "count", "finish", "foreach", "get", "has", "is", "list", "lookup",
    "open", "receive", "ref", "remove", "send", "unref", "update",
}  # fmt: skip

# These look harmless and are refused all the same.
REFUSED = {"keel_domain_abort_job", "keel_domain_read_memory", "keel_secret_get_value"}

# The words of these begin as harmless ones do.
CHANGES = re.compile(r"keel_domain_(?:send_keys|update_device)$")

# Arguments that have to be good for the call to come as far as the check that is tested.
TEXTS = {"uuid": '"7f3c0f5e-0000-4000-8000-000000000000"', "capability": "NULL"}
CALLBACKS = {"keel_free_func": "NULL", "keel_domain_visitor": "visit"}


def objects(headers: str) -> list[str]:
    """Return the handles, longest name first."""
    names = re.findall(r"^ \* keel_(\w+): \(ref-func", headers, re.MULTILINE)
    return sorted(names, key=len, reverse=True)


def argument(kind: str, name: str, handles: list[str]) -> str:
    """Return an argument that is good enough, in C."""
    handle = re.fullmatch(r"(?:const )?keel_(\w+) \*", kind)
    if handle and handle.group(1) in handles:
        return "with->other" if handle.group(1) == "connection" else f"with->{handle.group(1)}"
    if kind in CALLBACKS or kind.endswith("_func"):
        return CALLBACKS.get(kind, f"({kind})ignore")
    if kind == "const char *":
        return TEXTS.get(name, '"x"')
    if kind in ("const char *const *", "const keel_param *"):
        return "NULL"
    if kind.endswith(("*", "]")):
        return "(void *)with->room"
    return "1" if name == "n_keys" else "0"


def entry(match: re.Match[str], handles: list[str]) -> tuple[str, str] | None:
    """Return the function and the entry of a call, None when it is of no object."""
    name = match.group("name")
    parameters = [re.sub(r"\s+", " ", text).strip() for text in match.group("parameters").split(",")]
    split = [m for text in parameters if (m := re.match(r"(.*?)(\w+)((?:\[\w+\])?)$", text))]
    pairs = [(m.group(1).strip() + m.group(3), m.group(2)) for m in split]
    if not pairs or pairs[0][1] != "self":
        return None
    handle = next(h for h in handles if re.fullmatch(rf"(?:const )?keel_{h} \*", pairs[0][0]))
    verb = name.removeprefix(f"keel_{handle}_").split("_")[0]
    if verb in ("ref", "unref") or name == "keel_connection_close":
        return None
    comment = " ".join(line[3:] for line in match.group("comment").splitlines())
    returns = comment.partition("Returns: ")[2]
    status = match.group("result").strip() == "keel_status"
    refused = "PERMISSION" in returns
    changes = verb not in HARMLESS or name in REFUSED or CHANGES.match(name) is not None
    if status and changes != refused:
        raise SystemExit(f"{name}: its name and its comment differ about read-only connections")
    arguments = ["(void *)with->self", *(argument(kind, arg, handles) for kind, arg in pairs[1:])]
    call = f"{name}({', '.join(arguments)})"
    body = f"\treturn {call};\n" if status else f"\t(void){call};\n\treturn KEEL_OK;\n"
    flags = [status, refused, "KEEL_STATUS_CLOSED" in returns]
    return (
        f"static keel_status call_{name}(struct with *with)\n{{\n\t(void)with;\n{body}}}\n",
        f'\t{{"{name}", HANDLE_{handle.upper()}, call_{name}, {str(flags)[1:-1].lower()}}},\n',
    )


def main(output: str, headers: list[str]) -> None:
    """Write the table."""
    text = "".join(Path(header).read_text("utf-8") for header in headers)
    handles = objects(text)
    entries = [e for match in FUNCTION.finditer(text) if (e := entry(match, handles))]
    kinds = "".join(f"\tHANDLE_{handle.upper()},\n" for handle in sorted(handles))
    Path(output).write_text(
        f"enum handle {{\n{kinds}\tN_HANDLES\n}};\n\n"
        + "".join(e[0] for e in entries)
        + "\nstatic const struct call calls[] = {\n"
        + "".join(e[1] for e in entries)
        + "};\n",
        "utf-8",
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
