# Hutong: `make` lists what can be made. Needs Python 3.11 or later with venv, git and GNU make; nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := scripts/setup.sh

CODE := $(wildcard src tests scripts bench hatch_build.py)
PO := $(wildcard src/hutong/*/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)

##@ Use
.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: $(VENV)/.base $(MO) ## Start Hutong with demo data on this machine
	@exec $(BIN)/hutong demo

.PHONY: run
run: $(VENV)/.base $(MO) ## Start Hutong: web, worker and clock (production unless HUTONG_ENV says otherwise)
	@exec $(BIN)/hutong run

##@ Work on it
.PHONY: setup
setup: $(VENV)/.dev $(MO) ## Build .venv with everything that the checks and the tests need

# Two stages, so that a first `make demo` waits for the runtime packages only.
$(VENV)/.base: pyproject.toml hatch_build.py requirements/build.txt requirements/base.txt
	@PYTHON="$(PYTHON)" $(SETUP) $(VENV) base
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@PYTHON="$(PYTHON)" $(SETUP) $(VENV) dev
	@touch $@

%.mo: %.po | $(VENV)/.base
	@$(BIN)/python hatch_build.py $<

.PHONY: check
check: $(VENV)/.dev $(MO) ## Lint, format, types, floors, translations and the project's own rules
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_messages.py
	$(if $(wildcard tests/rules),$(BIN)/pytest -q tests/rules)
