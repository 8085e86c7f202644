# One command per wish, on a fresh Debian 12 or Ubuntu 24.04 with git, make and Python:
#   make demo   make test   make test-vendure   make check   make soak   make bench   make lock   make clean
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The Python the environment is made with; 3.11, 3.12 or 3.13.
PYTHON ?= python3
JOBS ?= 2

BIN := .venv/bin
READY := .venv/.ready
PYTEST := $(BIN)/python -m pytest
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup system static check test test-vendure demo soak bench screens help-pictures lock format clean

help:
	@echo 'make demo    the program with the sample chain Corsaviva, in its window or as a tour with pictures'
	@echo 'make demo SHOP=vendure  the same with a real Vendure as its web shop; minutes more the first time'
	@echo 'make test    every check and every test, up to 40 minutes on two cores'
	@echo 'make test-vendure  the connector to Vendure against a real one, up to 10 minutes; Node and Vendure come as packages'
	@echo 'make check   the fast part of it: style, types, layers, structure, unit tests'
	@echo 'make soak    the tests with their full figures; hours'
	@echo 'make bench   the measured figures'
	@echo 'make screens every screen as a picture, in build/screens'
	@echo 'make help-pictures  the pictures of help and README again, in resources/help/pictures'
	@echo 'make lock    requirements.lock again, from pyproject.toml'
	@echo 'make clean   removes the environment and what tools left behind'

setup: $(READY)

# Made again only when a dependency changed. uv itself is taken from the lock, with its hashes, before it
# is allowed to install the rest; the project's own build backend is in the lock too.
$(READY): requirements.lock pyproject.toml
	@PYTHON='$(PYTHON)' packaging/system-packages.sh venv
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	@sed -n '/^uv==/,/^[^ ]/{/^uv==/p;/--hash/p}' requirements.lock > .venv/uv.txt
	@$(BIN)/python -c 'import importlib.metadata as m; print("uv==" + m.version("uv"))' 2>/dev/null \
	  | grep -qxF "$$(sed -n '1s/ .*//p' .venv/uv.txt)" \
	  || $(BIN)/pip install --quiet --require-hashes --no-deps --only-binary :all: -r .venv/uv.txt
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# What the tests need of the system: the PostgreSQL server, what Qt is linked with, a simulated reader of cards, a
# browser, and a screen of X with a keyboard and a bus of readers. Where the system has no package of the browser
# (Ubuntu's is none) or of those, the tests that need them are not collected, and say so.
system:
	@packaging/system-packages.sh postgresql windows cards
	@packaging/system-packages.sh browser || echo 'Without a browser: tests/e2e/pages/test_browser.py is left out.'
	@packaging/system-packages.sh keys readers || echo 'Without those, tests of the real keyboard and of screen readers are left out.'

static: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/mypy

check: static
	$(PYTEST) tests/unit -n $(JOBS)

test: system static
	$(PYTEST) -n $(JOBS)

# Vendure's packages and its filled database are kept in build/vendure for the next time.
test-vendure: system $(READY)
	$(PYTEST) tests/e2e/vendure -m 'vendure and not soak'

# SHOP=vendure: the same with a real Vendure as the web shop.
demo: $(READY)
	@packaging/system-packages.sh windows $(if $(filter vendure,$(SHOP)),postgresql)
	$(BIN)/bancone demo $(if $(SHOP),--shop $(SHOP))

soak: system $(READY)
	HYPOTHESIS_PROFILE=soak $(PYTEST) -m soak --timeout 14400

screens: $(READY)
	@packaging/system-packages.sh windows
	$(BIN)/bancone screens

help-pictures: $(READY)
	@packaging/system-packages.sh windows
	$(BIN)/bancone help-pictures

# SHOP=vendure: a real Vendure behind head office as well.
bench: $(READY)
	@packaging/system-packages.sh windows $(if $(filter vendure,$(SHOP)),postgresql)
	$(BIN)/bancone bench $(if $(SHOP),--shop $(SHOP))

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY)
	$(BIN)/uv pip compile --quiet pyproject.toml --all-extras --group dev --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url -o requirements.lock

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
