# SPDX-License-Identifier: LGPL-2.1-or-later
"""One scenario, every language: cases over an API, and what each target made of them.

It does not render programs: ``target`` spells them.
"""

from bindwright.conform.cases import Case, load_cases
from bindwright.conform.resolve import resolve

__all__ = ["Case", "load_cases", "resolve"]
