# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the modules of this distribution share; programs import those."""
