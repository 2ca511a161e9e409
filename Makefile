# make run: sets everything up and serves the site on http://127.0.0.1:8000
# make test: sets everything up and runs every test, with a real browser, PostgreSQL and LibreOffice
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test check wheel bench clean

run: $(READY)
	$(BIN)/contrat-de-ville serve

test: $(READY)
	.ci/system-packages
	$(BIN)/pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates

wheel: $(READY)
	.ci/wheel

bench: $(READY)
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.word
	$(BIN)/python -m benchmarks.batch
	$(BIN)/python -m benchmarks.web
	$(BIN)/python -m benchmarks.storage

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 ou plus est nécessaire")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf .venv build dist
