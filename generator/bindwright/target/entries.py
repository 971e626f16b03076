# SPDX-License-Identifier: LGPL-2.1-or-later
"""Spells what C code calls for a function: its name, or where the lowering found it when the library may lack it.

It does not decide which functions that are: ``plain`` does.
"""

from __future__ import annotations

from collections.abc import Iterable

from bindwright.model.api import Release
from bindwright.model.versions import Newer
from bindwright.target.view import NewerView, ReleaseView


class Entries:
    """The entries of one library's functions."""

    def __init__(self, newer: Iterable[Newer]) -> None:
        """Takes the functions that the loaded library may lack; all others are called by their names."""
        self._newer = {item.symbol: self._view(item) for item in newer}

    def entry(self, symbol: str) -> str:
        """Returns what C code calls: ``virDomainFree``, or ``bw_at_virDomainFree()``."""
        newer = self._newer.get(symbol)
        return newer.entry if newer else symbol

    def may_lack(self, symbol: str) -> bool:
        """Says whether the loaded library may lack a function."""
        return symbol in self._newer

    def release(self, item: Release | None) -> ReleaseView | None:
        """Returns how something is given back."""
        if item is None:
            return None
        return ReleaseView(function=self.entry(item.function), counted=item.counted, deep=item.deep)

    def views(self, symbols: Iterable[str]) -> tuple[NewerView, ...]:
        """Returns those of the functions that the loaded library may lack."""
        return tuple(self._newer[symbol] for symbol in symbols if symbol in self._newer)

    @staticmethod
    def _view(item: Newer) -> NewerView:
        return NewerView(symbol=item.symbol, needs=item.needs, entry=f"bw_at_{item.symbol}()")
