# Payback. `make run` and `make test` need Python 3.11 or later, and set up the rest themselves.
#   make run [PORT=8501] [HOST=127.0.0.1]     make test     make PYTHON=/path/to/python3 run

.PHONY: help run test test-long lint bench docs messages pins clean
.DEFAULT_GOAL := help

PY := .venv/bin/python
export PYTHON PORT HOST BROWSER_PATH OFFICE_PATH
export OPENBLAS_NUM_THREADS := 1

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: ## the app in a browser, with the sample company when nothing else is loaded
	@.ci/venv requirements.txt
	@.ci/start

RUN = BROWSER_PATH=$$(.ci/browser || true) OFFICE_PATH=$$(.ci/office || true) $(PY) -m pytest -q -n 2 --dist loadfile

test: lint ## everything that must pass before a change is kept
	@$(RUN) -m "not long"

test-long: develop ## what repeats it: other seeds and sizes, and every property with all its examples
	@$(RUN) -m "long or hypothesis" --hypothesis-profile=long

lint: develop ## style and types
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy

bench: develop ## what is measured: times, bytes, memory
	@BROWSER_PATH=$$(.ci/browser || true) $(PY) -m bench

docs: develop ## docs/data.md and docs/definitions.md, written from the code
	@$(PY) -m data docs > docs/data.md
	@$(PY) -m metrics.definitions > docs/definitions.md

messages: develop ## new texts into locale/, for translation
	@$(PY) locale/update.py

pins: develop ## requirements.txt and requirements-dev.txt, from pyproject.toml
	@$(PY) .ci/pins

clean: ## remove what can be made again; published data stays
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis build
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

.PHONY: develop
develop:
	@.ci/venv requirements-dev.txt
