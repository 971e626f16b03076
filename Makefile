# SPDX-License-Identifier: LGPL-2.1-or-later
# Both targets do all of their own set-up; generator/bootstrap.py says what that is.
PYTHON = python3

.PHONY: run test

run:
	@$(PYTHON) generator/bootstrap.py run

test:
	@$(PYTHON) generator/bootstrap.py test
