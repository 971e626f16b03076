# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks the pages beside it: tags close, identifiers are unique, and every link leads somewhere."""

import sys
from html.parser import HTMLParser
from pathlib import Path

VOID = {"link", "meta"}


class Page(HTMLParser):
    """One page: what can be led to, and where its links lead."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.faults: list[str] = []
        self.feed(path.read_text("utf-8"))
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]
        self.faults += [
            f"'{name}' is there twice" for name in set(self.ids) if self.ids.count(name) > 1
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        """Closes the innermost element."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes something else")


def main(folder: Path) -> int:
    """Check all pages and say what is wrong."""
    pages = {path.name: Page(path) for path in sorted(folder.glob("*.html"))}
    files = {path.name for path in folder.iterdir()}
    wrong = [f"{name}: {fault}" for name, page in pages.items() for fault in page.faults]
    for name, page in pages.items():
        for link in page.links:
            file, _, anchor = link.partition("#")
            target = file or name
            if target not in files or (anchor and anchor not in pages[target].ids):
                wrong.append(f"{name}: the link to {link} leads nowhere")
    for fault in wrong:
        print(fault)
    print(
        f"{len(pages)} pages, {sum(len(page.links) for page in pages.values())} links, {len(wrong)} faults"
    )
    return 1 if wrong or not pages else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
