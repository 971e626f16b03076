# SPDX-License-Identifier: LGPL-2.1-or-later
"""Drives the compiler: checks the headers, preprocesses them, and compiles what it is asked.

It never runs what it compiled, and it does not read the C that comes back.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bindwright import tools
from bindwright.diagnostics import BindwrightError, Diagnostic, Location
from bindwright.extract.sources import Files, Sources

_MESSAGE = re.compile(r"^(.+?):(\d+):(?:(\d+):)? (fatal error|error|warning|note): (.*)$")
_PROBE = "<stdin>"
_IDENTIFIER = re.compile(r"[^\W\d]\w*")

_CAUSES = (
    (r"unterminated comment", "BW105", "close the comment with */"),
    (r"No such file or directory", "BW106", "add the folder that holds it to the include folders"),
    (r"^#error", "BW107", "define what the header asks for, or leave the header out"),
    (r"(expected .*(end of|at end|before '[}]')|at end of input|unterminated #if|"
     r"expected (identifier|declaration).*before '[})]')",
     "BW108", "look for a brace or bracket without its partner above this line"),
)  # fmt: skip


class Compiler:
    """The compiler with one translation unit: every header of the sources."""

    def __init__(self, sources: Sources, files: Files) -> None:
        self.files = files
        self.sentinel = sources.sentinel
        folders = [argument for folder in files.include for argument in ("-I", str(folder))]
        defines = [f"-D{define}" for define in sources.defines]
        self._argv = [sources.compiler, *sources.cflags, *folders, *defines, "-w"]
        self._includes = files.includes()

    def check(self) -> None:
        """Raises the compiler's own errors, located, when the headers are not valid C."""
        done = self._run(["-fsyntax-only"], self._includes)
        if done.status:
            raise BindwrightError(self._diagnostics(done.errors))

    def preprocess(self) -> str:
        """Returns the translation unit with its ``#define`` lines."""
        done = self._run(["-E", "-dD"], self._includes)
        if done.status:
            raise BindwrightError(self._diagnostics(done.errors))
        return done.output

    def words_without_sentinel(self) -> frozenset[str]:
        """Returns the identifiers that are left when the sentinel macro is not defined."""
        done = self._run(["-E", "-P"], self._includes, sentinel=False)
        return frozenset(_IDENTIFIER.findall(done.output))

    def machine(self) -> str:
        """Returns the name of the machine the compiler builds for: ``x86_64-linux-gnu``."""
        return tools.run([*self._argv[:1], "-dumpmachine"]).output.strip()

    def build(
        self, lines: list[str], destination: Path, undefine: Sequence[str] = ()
    ) -> frozenset[int]:
        """Compiles lines after the headers to an object; returns the indexes of those in error.

        Macros in ``undefine`` are not expanded in the lines.
        The object is written only when no line is in error.
        """
        head = self._includes + "".join(f"#undef {name}\n" for name in undefine)
        text = head + "\n".join(lines) + "\n"
        arguments = ["-c", "-O0", "-g0", "-fno-lto"]
        done = self._run([*arguments, "-o", str(destination)], text)
        if not done.status:
            return frozenset()
        first = head.count("\n") + 1
        bad = {line - first for line in _probe_lines(done.errors)}
        inside = frozenset(index for index in bad if 0 <= index < len(lines))
        if not inside:
            raise BindwrightError(self._diagnostics(done.errors))
        return inside

    def _run(self, arguments: list[str], text: str, *, sentinel: bool = True) -> tools.Completed:
        define = [f"-D{self.sentinel}"] if sentinel and self.sentinel else []
        plain = ["-fdiagnostics-color=never", "-fno-diagnostics-show-caret"]
        argv = [*self._argv, *define, *plain, *arguments, "-x", "c", "-"]
        return tools.run(argv, input=text, cwd=self.files.root)

    def _errors(self, text: str) -> list[re.Match[str]]:
        matches = (_MESSAGE.match(line) for line in text.splitlines())
        return [m for m in matches if m is not None and m[4] in ("error", "fatal error")]

    def _diagnostics(self, text: str) -> tuple[Diagnostic, ...]:
        found = [self._diagnostic(m) for m in self._errors(text)]
        # What follows a missing bracket only shows its effects.
        first = [diagnostic for diagnostic in found if diagnostic.code == "BW108"]
        if found:
            return tuple(dict.fromkeys(first + found))
        reason = text.strip().splitlines()[-1:] or ["no message"]
        hint = "check the compiler's name and its arguments"
        return (Diagnostic(code="BW104", message=f"the compiler failed: {reason[0]}", hint=hint),)

    def _diagnostic(self, match: re.Match[str]) -> Diagnostic:
        file, line, column, message = match[1], int(match[2]), int(match[3] or 0), match[5]
        if file == _PROBE:
            return self._about_header(line, message)
        code, hint = "BW104", "this is the compiler's message: mend the header"
        for pattern, special, advice in _CAUSES:
            if re.search(pattern, message):
                code, hint = special, advice
                break
        place = Location(file=self.files.name(file), line=line, column=column)
        return Diagnostic(code=code, message=message, location=place, hint=hint)

    def _about_header(self, line: int, message: str) -> Diagnostic:
        """Puts an error in our own list of headers onto the header named there."""
        name, path = self.files.headers[min(line, len(self.files.headers)) - 1]
        place = Location(file=name if path is None else self.files.name(str(path)))
        if "No such file" in message:
            hint = "check its name, or add the folder that holds it to the include folders"
            return Diagnostic(
                code="BW101", message="the header does not exist", location=place, hint=hint
            )
        hint = "look for its partner"
        for _, header in self.files.headers:
            source = None if header is None else self.files.source(str(header))
            bracket = source.unclosed() if source else None
            if bracket:
                place = Location(
                    file=self.files.name(str(header)), line=bracket[0], column=bracket[1]
                )
                message = f"'{bracket[2]}' has no partner"
                return Diagnostic(code="BW108", message=message, location=place, hint=hint)
        return Diagnostic(code="BW108", message=message, location=place, hint=hint)


def _probe_lines(text: str) -> list[int]:
    """Returns the lines of our own text that errors are about.

    Of an error inside a macro, a note behind it says where the macro was used.
    """
    found: list[int] = []
    wanted = False
    for line in text.splitlines():
        match = _MESSAGE.match(line)
        if match is None:
            continue
        if match[4] in ("error", "fatal error"):
            wanted = True
        elif match[4] == "warning":
            wanted = False
        if wanted and match[1] == _PROBE:
            found.append(int(match[2]))
            wanted = False
    return found


def scratch() -> tempfile.TemporaryDirectory[str]:
    """Returns a folder for objects that is removed after use."""
    return tempfile.TemporaryDirectory(prefix="bindwright-")
