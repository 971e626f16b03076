# SPDX-License-Identifier: LGPL-2.1-or-later
"""The stages in order; the only place where they meet, and it does not print.

    describing   headers -> extract -> describe -> the description
    making       the description -> check -> plain -> view -> render -> polish -> files
    generating   files -> out/, written whole or compared
    reporting    one thing, how much, what is there
    tooling      a target's own tools, run on its package

A stage is loaded when it runs: a look at whether anything changed loads none.
"""
