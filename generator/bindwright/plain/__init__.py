# SPDX-License-Identifier: LGPL-2.1-or-later
"""Turns each C function into one plain call: inputs, outputs and a failure.

It does not spell anything and does not know who calls: every language gets the same answer.
"""

from bindwright.plain.call import plain, plain_api
from bindwright.plain.callback import plain_callback

__all__ = ["plain", "plain_api", "plain_callback"]
