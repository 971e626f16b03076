# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lets these tests build packages as those in ``render`` do."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "render"))
