# What one does with a checkout. `make help` lists it.
#
# Everything happens in .venv, from the locked versions in requirements/. The files in .venv/.stamps tell make what is
# installed, so that a second run installs nothing.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
HOST ?= 127.0.0.1
PORT ?= 8000
ARTICLES ?= examples

BIN := .venv/bin
STAMPS := .venv/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet
EDITABLE := $(PIP) install --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.PHONY: help install serve load test check format lock upgrade wheel benchmark clean
.DELETE_ON_ERROR:

help:  ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is older than Python 3.11; name another: make PYTHON=/path/to/python" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv

# The lock of the developers' tools holds the runtime's versions too: who has it needs nothing else.
$(STAMPS)/run: requirements/run.txt pyproject.toml | $(BIN)/python
	@mkdir -p $(STAMPS)
	@test -f $(STAMPS)/dev || { echo "Installing into .venv (only this once) ..."; \
		$(PIP) install --require-hashes --requirement requirements/run.txt; }
	@$(EDITABLE)
	@touch $@

$(STAMPS)/dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	@mkdir -p $(STAMPS)
	@echo "Installing into .venv, with the developers' tools (only this once) ..."
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@$(EDITABLE)
	@touch $@ $(STAMPS)/run

install: $(STAMPS)/run  ## Make .venv with kg in it

load: $(STAMPS)/run  ## Read ARTICLES (default: examples) into the store
	@# 3: some of the input was bad, and the rest is loaded.
	@$(BIN)/kg load $(ARTICLES) || test $$? -eq 3

serve: load  ## Load ARTICLES and serve the graph on HOST:PORT (default: http://127.0.0.1:8000)
	@exec $(BIN)/kg serve --host $(HOST) --port $(PORT)

test: $(STAMPS)/dev  ## Run the tests on all cores; at least 85 % of the code's lines must be reached
	@$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=8 --dist=worksteal --cov --cov-report=term:skip-covered --cov-fail-under=85 $(PYTEST_ARGS)

check: $(STAMPS)/dev  ## Lint, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(STAMPS)/dev  ## Format the code
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

lock: $(BIN)/python  ## Write requirements/ from pyproject.toml, keeping the versions that still fit
	@$(PIP) install "$$($(BIN)/python -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["lock"][0])')"
	@$(LOCK) $(LOCK_ARGS) --group build --output-file requirements/run.txt
	@$(LOCK) $(LOCK_ARGS) --group dev --constraints requirements/run.txt --output-file requirements/dev.txt

upgrade:  ## Like lock, with the newest versions
	@$(MAKE) --no-print-directory lock LOCK_ARGS=--upgrade

wheel: $(STAMPS)/run  ## Build the wheel into dist/
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

benchmark: $(STAMPS)/run  ## Measure how fast articles load: make benchmark ARTICLES=FILE
	@$(BIN)/python benchmarks/load.py $(ARTICLES)

clean:  ## Remove the environment, what was built, and the tools' caches; the store in var/ stays
	rm -rf .venv dist build htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
