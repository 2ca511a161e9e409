PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# How many tests run at once: each worker has its own PostgreSQL server and browser.
WORKERS ?= auto

.PHONY: help run test check wheel bench clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(READY) ## Set everything up and serve the site on http://127.0.0.1:8000
	$(BIN)/contrat-de-ville serve

test: $(READY) ## Set everything up and run every test, with a real browser, PostgreSQL and LibreOffice
	.ci/system-packages
	$(BIN)/pytest --numprocesses $(WORKERS)

check: $(READY) ## Run the linters, the types and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

wheel: $(READY) ## Build the wheel, install it alone and try it
	.ci/wheel

bench: $(READY) ## Measure what the figures of the documents say
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.word
	$(BIN)/python -m benchmarks.batch
	$(BIN)/python -m benchmarks.web
	$(BIN)/python -m benchmarks.storage
	$(BIN)/python -m benchmarks.growth

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 ou plus est nécessaire")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

clean: ## Remove what the other targets made
	rm -rf .venv build dist
