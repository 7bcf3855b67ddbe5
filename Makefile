# Every target sets up what it needs by itself, in .venv, on a machine with only Python 3.11 and make.
# uv lives in its own small environment inside .venv: `uv sync` removes from an environment whatever the lock
# does not name, and would remove itself.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/uv/bin/uv
SYNCED := $(VENV)/.synced
BENCH_SYNCED := $(VENV)/.synced-bench

export UV_PROJECT_ENVIRONMENT := $(CURDIR)/$(VENV)
# the certificates that the machine trusts: offices often stand behind a proxy with its own
export UV_SYSTEM_CERTS := 1
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport VIRTUAL_ENV PYTHONHOME

# A half-made environment (interrupted, or its Python gone) is made again instead of failing for ever.
ifeq ($(shell $(BIN)/python -c "print('works')" 2>/dev/null),)
$(shell rm -rf $(VENV))
endif
ifeq ($(shell $(UV) --version 2>/dev/null),)
$(shell rm -rf $(VENV)/uv)
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check bench openapi lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

setup: $(SYNCED) ## make .venv with everything locked in uv.lock
	@echo "ready: $(VENV)"

demo: $(SYNCED) ## the whole main job on the seed county, in an embedded database; files in out/
	$(BIN)/jianfu demo

serve: $(SYNCED) ## serve the seed county on http://127.0.0.1:8000
	$(BIN)/jianfu serve --demo

test: $(SYNCED) ## all tests, on SQLite and on a PostgreSQL that they start themselves
	$(BIN)/pytest -n 2 $(ARGS)

check: $(SYNCED) ## format, lint, types, floors, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m app.cli check-migrations

bench: $(BENCH_SYNCED) ## the benchmarks, each beside its peer
	$(BIN)/jianfu bench all

openapi: $(SYNCED) ## write the OpenAPI snapshot anew, for a diff to be reviewed
	$(BIN)/jianfu openapi > docs/openapi.json

lock: $(UV) ## resolve the dependencies of pyproject.toml anew
	$(UV) lock

clean: ## remove .venv and what the demo wrote
	rm -rf $(VENV) out

$(SYNCED): uv.lock pyproject.toml $(UV)
	rm -f $(BENCH_SYNCED)
	$(UV) sync --locked
	@touch $@

$(BENCH_SYNCED): $(SYNCED)
	$(UV) sync --locked --group bench
	@touch $@

$(UV): | $(VENV)/.made
	$(PYTHON) -m venv $(VENV)/uv
	$(VENV)/uv/bin/python -m pip install --quiet uv==$(UV_VERSION)

$(VENV)/.made:
	@"$(PYTHON)" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
		echo "jianfu needs Python 3.11 or newer; found: '$(PYTHON)'. Name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	@touch $@
