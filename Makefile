PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# The exact versions of locks/, each file compared with its hash.
QUIET := --quiet --disable-pip-version-check
TOOLS := build/tools
TOOLS_READY := $(TOOLS)/.ready
COMPILE := $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --custom-compile-command 'make lock' $(OPTIONS)

# Programs that read the Word files in the tests, by the versions and hashes of their lock.
READERS := tests/readers/node_modules/.ready

# How many tests run at once: each worker has its own PostgreSQL server and browser.
WORKERS ?= auto

# What one process compiled, the others read: workers, servers, commands. To compile all anew took half of the
# time of collecting the tests.
unexport PYTHONDONTWRITEBYTECODE

# The port of « make run ».
PORT ?= 8000

.PHONY: help run test check wheel release screenshots bench bench-quick lock sbom audit clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(READY) ## Set everything up and serve the site on http://127.0.0.1:8000; PORT=8001 takes another port
	$(BIN)/contrat-de-ville serve --port $(PORT)

test: $(READY) ## Set everything up and run every test, with a real browser, PostgreSQL and LibreOffice
	.ci/system-packages
	$(MAKE) --no-print-directory $(READERS)
	$(BIN)/pytest --numprocesses $(WORKERS)

check: $(READY) ## Run the linters, the types and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python -m benchmarks.code --check

wheel: $(READY) ## Build the wheel, install it alone and try it
	.ci/wheel

release: $(READY) $(TOOLS_READY) ## Check everything, cut the changelog, fill dist/: make release VERSION=1.1.0 (CONTRIBUTING.md)
	.ci/release $(VERSION)

screenshots: $(READY) ## Make the pictures of the README again, from the contract of demonstration
	.ci/system-packages
	$(BIN)/python docs/images/make.py

bench-quick: $(READY) ## Run the short form of each benchmark, to see that it still runs
	$(BIN)/python -m benchmarks.quick

bench: $(READY) ## Measure what the figures of the documents say
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.word
	$(BIN)/python -m benchmarks.document
	$(BIN)/python -m benchmarks.journeys
	$(BIN)/python -m benchmarks.batch
	$(BIN)/python -m benchmarks.returned
	$(BIN)/python -m benchmarks.redline
	$(BIN)/python -m benchmarks.web
	$(BIN)/python -m benchmarks.storage
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.login

lock: $(TOOLS_READY) ## Write locks/ anew after a change of pyproject.toml; OPTIONS=--upgrade takes the newest versions
	$(COMPILE) --output-file locks/runtime.txt pyproject.toml
	$(COMPILE) --extra oidc --constraint locks/runtime.txt --output-file locks/oidc.txt pyproject.toml
	$(COMPILE) --extra oidc --extra dev --constraint locks/oidc.txt --output-file locks/dev.txt pyproject.toml
	$(COMPILE) --group tools --output-file locks/tools.txt

sbom: $(TOOLS_READY) ## Write dist/sbom.cdx.json, the CycloneDX bill of materials of what is shipped
	$(PYTHON) -m venv --clear --without-pip build/shipped
	$(TOOLS)/bin/pip --python build/shipped/bin/python install $(QUIET) --require-hashes --requirement locks/oidc.txt
	mkdir -p dist
	$(TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-file dist/sbom.cdx.json build/shipped/bin/python

audit: $(TOOLS_READY) ## Ask the database of known vulnerabilities about the locked versions; fails where it cannot be reached
	$(TOOLS)/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
	  $(foreach lock,$(wildcard locks/*.txt),--requirement $(lock))

$(READY): locks/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 ou plus est nécessaire")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install $(QUIET) --require-hashes --requirement locks/dev.txt
	$(BIN)/pip install $(QUIET) --no-deps --no-build-isolation --editable .
	touch $@

# Not « npm ci »: it refuses a lock that lacks the binaries of the systems that this one is not.
$(READERS): tests/readers/package-lock.json
	npm install --no-save --prefix tests/readers --ignore-scripts --no-audit --no-fund --loglevel error
	touch $@

$(TOOLS_READY): locks/tools.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install $(QUIET) --require-hashes --requirement locks/tools.txt
	touch $@

clean: ## Remove what the other targets made
	rm -rf .venv build dist
