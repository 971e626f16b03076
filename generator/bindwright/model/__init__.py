# SPDX-License-Identifier: LGPL-2.1-or-later
"""The model: C types, facts, meaning and plain calls; it does nothing and imports nothing but the standard library."""
