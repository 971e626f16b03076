# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything generic about targets: manifests, naming, documentation, types and the view.

It does not know which targets exist.
"""

from bindwright.target.build import build_view
from bindwright.target.literals import filters, literal
from bindwright.target.manifest import Manifest, load_manifest, select
from bindwright.target.profile import Profile, read_profile
from bindwright.target.program import build_program
from bindwright.target.program_view import ProgramView
from bindwright.target.view import View

__all__ = [
    "Manifest",
    "Profile",
    "ProgramView",
    "View",
    "build_program",
    "build_view",
    "filters",
    "literal",
    "load_manifest",
    "read_profile",
    "select",
]
