# Everything a person does with this tree. Wants Python 3.11 or newer and make; uv is used where it is installed.
#   make demo     the bot with a sample city and phones to play it on, http://127.0.0.1:8080/
#   make test     all tests            make check    what CI runs: lint, types, import contracts, tests
#   make install  what the bot needs   make setup    what the tests need, too
#   make bench    benchmarks           make lock     fix the newest allowed versions in the lock files

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)
WORKERS := -n auto --maxprocesses 4 --dist worksteal
BROWSER := $(firstword $(wildcard /usr/bin/chromium))
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo install setup test check bench lock clean browser
.NOTPARALLEL:

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

demo: .venv/.runtime
	@$(BIN)/python -m bot demo $(ARGS)

install: .venv/.runtime

setup: .venv/.tests

test: .venv/.tests browser
	$(BIN)/python -m pytest $(WORKERS) $(ARGS)

check: .venv/.tests browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(WORKERS)

bench: .venv/.tests
	$(BIN)/python -m tests.benchmarks $(ARGS)

# The lock names everything, so nothing is resolved; bytecode is made when first wanted: half the time of a plain install.
pip := $(BIN)/pip install -q --progress-bar off --no-deps --no-compile
install = $(if $(UV),$(UV) pip install -q --no-deps --python $(BIN)/python -r $(1) 2>/dev/null ||) $(pip) -r $(1)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer found; install one, or say make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) has no venv; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "setting up .venv ($$($(PYTHON) --version)) …"
	@$(PYTHON) -m venv .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@echo "installing what the bot needs (about 45 packages, once) …"
	@$(call install,requirements.lock)
	@$(pip) -e .
	@touch $@

.venv/.tests: tests/requirements.lock .venv/.runtime
	@echo "installing what the tests need …"
	@$(call install,tests/requirements.lock)
	@touch $@

browser:
ifeq ($(BROWSER),)
	@echo "the tests want Debian's chromium …"
	@if [ "$$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi; \
	$$as_root apt-get update -qq </dev/null && \
	DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends chromium </dev/null >/dev/null || \
	echo "make: Chromium is missing and could not be installed; the page tests will fail. As root: apt-get install chromium" >&2
endif

lock: .venv/.tests
	$(BIN)/uv pip compile pyproject.toml --extra postgres --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" --upgrade -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
		--custom-compile-command "make lock" --upgrade -q -c requirements.lock -o tests/requirements.lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	find bot handlers models schedules tests -name __pycache__ -type d -prune -exec rm -rf {} +
