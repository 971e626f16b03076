# SPDX-License-Identifier: LGPL-2.1-or-later
"""Generates bindings in every language from one described C API."""

__version__ = "0.1.0"
