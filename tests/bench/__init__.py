# SPDX-License-Identifier: LGPL-2.1-or-later
"""Benchmarks against peers, in ratios; not part of the test suite."""
