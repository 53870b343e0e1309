# Two commands for a fresh machine with Python 3.11, git and make:
#   make serve    sets everything up and serves the graph on http://127.0.0.1:8000
#   make test     sets everything up and runs every check and test
# and two that compare:
#   make bench    measures Cityweave beside other servers, and writes docs/benchmarks.md
#   make bench-validation   the same for validators, into docs/benchmarks-validation.md
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
SIZE ?= 343k
SYSTEMS ?=
WORKERS ?= 2
QUICK ?=

.PHONY: help serve test lint types layers pytest content bench bench-validation format lock wheel clean

help: ## Says what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1|/' | column -t -s '|'

serve: ## Serves the shipped graph (HOST=, PORT=)
	@PYTHON="$(PYTHON)" .ci/environment run
	@$(BIN)/cityweave serve --host $(HOST) --port $(PORT)

test: lint types layers pytest ## Runs every check and test

lint: dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: dev
	$(BIN)/mypy

layers: dev
	$(BIN)/lint-imports --no-cache

pytest: dev ## Runs the tests and measures what they cover (WORKERS=)
	@status=0; \
	$(BIN)/pytest -m 'not alone' --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report= || status=$$?; \
	$(BIN)/pytest -m alone --cov --cov-append --cov-report=term || status=$$?; \
	exit $$status

content: dev ## Checks ontology, data and queries against the shapes
	$(BIN)/cityweave check

bench: ## Measures Cityweave beside its peers (SIZE=343k, SYSTEMS=, QUICK=1)
	@PYTHON="$(PYTHON)" .ci/environment bench
	$(BIN)/python -m bench --size $(SIZE) $(if $(SYSTEMS),--systems "$(SYSTEMS)") $(if $(QUICK),--quick)

bench-validation: ## Measures the validator beside its peers (SIZE=343k, SYSTEMS=)
	@PYTHON="$(PYTHON)" .ci/environment bench
	$(BIN)/python -m bench.validation --size $(SIZE) $(if $(SYSTEMS),--systems "$(SYSTEMS)")

format: dev ## Formats code and content
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/cityweave format

lock: ## Renews the lock files from pyproject.toml
	rm -rf build/lock && python3 -m venv build/lock
	build/lock/bin/pip install --quiet .
	build/lock/bin/pip freeze --exclude cityweave --exclude pip --exclude setuptools > requirements.lock
	build/lock/bin/pip install --quiet --constraint requirements.lock --prefer-binary '.[dev]'
	build/lock/bin/pip freeze --exclude cityweave --exclude pip --exclude setuptools > requirements-dev.lock
	build/lock/bin/pip install --quiet --constraint requirements-dev.lock --prefer-binary '.[bench]'
	build/lock/bin/pip freeze --exclude cityweave --exclude pip --exclude setuptools > requirements-bench.lock
	rm -rf build/lock

wheel: dev ## Builds the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

clean: ## Removes what was built, the environment too
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*

.PHONY: dev
dev:
	@PYTHON="$(PYTHON)" .ci/environment dev
