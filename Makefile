# The archive's commands. `make` alone lists them. PYTHON and PORT can be set on the command line.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

VENV = .venv/bin/python
# The lock lists every package, so nothing is resolved: pip 23 asked for `coverage[toml]`, which the
# lock pins as `coverage`, found a newer one than the pinned and refused it for want of a hash.
PIP = $(VENV) -m pip install --quiet --require-hashes --no-deps --disable-pip-version-check
LOCK = $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
       --no-emit-index-url --no-header --no-annotate $(ARGS) pyproject.toml

.PHONY: help demo test lint bench lock psql stop clean python

help: ## list these commands
	@awk -F ' ## ' '/^[a-z]+:.* ## / { sub(/:.*/, "", $$1); printf "make %-6s  %s\n", $$1, $$2 }' Makefile

demo: python ## everything from nothing to a served sample archive (PORT=8000)
	@$(PYTHON) config/port.py "$(PORT)"
	@$(MAKE) --no-print-directory .venv/installed
	@$(VENV) manage.py demo --port "$(PORT)"

test: .venv/installed-dev ## the whole test suite, with coverage (ARGS="-k name" for a part)
	@$(VENV) -m pytest -n 2 --cov=archive --cov=quotes --cov-report=term $(ARGS)

lint: .venv/installed-dev ## ruff and mypy
	@$(VENV) -m ruff check
	@$(VENV) -m ruff format --check
	@$(VENV) -m mypy archive quotes config benchmarks

bench: .venv/installed-dev ## the benchmarks
	@$(VENV) -m benchmarks $(ARGS)

lock: .venv/installed-dev ## write the lock files anew (ARGS=--upgrade for newer versions)
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --group dev --output-file requirements-dev.lock

psql: .venv/installed ## open psql on the local PostgreSQL
	@$(VENV) manage.py localdb psql

stop: .venv/installed ## stop the local PostgreSQL; the next connection starts it again
	@$(VENV) manage.py localdb stop

clean: ## stop it and remove what can be made again; the archive's data stays
	@if [ -e .venv/installed ]; then $(VENV) manage.py localdb stop; fi
	@rm -rf .venv .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache staticfiles

# Debian's python3 comes without ensurepip; the package python3-venv brings it.
python:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "Python 3.11 or newer is needed, and there is no $(PYTHON) here." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; this is $$("$(PYTHON)" -V 2>&1)." \
	    "Another can be named: make demo PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's modules venv and ensurepip are missing (Debian: apt install python3-venv)." >&2; exit 1; }

.venv/made: | python
	@"$(PYTHON)" -m venv .venv
	@touch $@

.venv/installed: requirements.lock .venv/made
	@echo "Installing the locked packages into .venv ..."
	@$(PIP) -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/made
	@echo "Installing the locked packages for development into .venv ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@
