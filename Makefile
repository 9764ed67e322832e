# Hutong: `make` lists what can be made. Needs Python 3.11 or later with venv, git and GNU make; nothing else.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

# Where it is set, every start would compile everything anew: some seconds each, and there are hundreds in the tests.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
export PYTHON

CODE := $(wildcard src tests scripts bench examples/courts/hutong_courts clients/python/src hatch_build.py)
PO := $(wildcard src/hutong/*/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)

##@ Use
.PHONY: help
help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: .venv/.base $(MO) ## Start Hutong with demo data on this machine
	@exec $(BIN)/hutong demo

.PHONY: run
run: .venv/.base $(MO) ## Start Hutong: web, worker and clock (production unless HUTONG_ENV says otherwise)
	@exec $(BIN)/hutong run

##@ Work on it
.PHONY: setup
setup: .venv/.dev $(MO) ## Build .venv with everything that the checks and the tests need

# Two stages, so that a first `make demo` waits for the runtime packages only.
.venv/.base: pyproject.toml hatch_build.py requirements/build.txt requirements/base.txt
	@scripts/setup.sh base
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@scripts/setup.sh dev
	@touch $@

%.mo: %.po | .venv/.base
	@$(BIN)/python hatch_build.py $<

DOCS := NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

.PHONY: check
check: .venv/.dev $(MO) ## Lint, format, types, floors, translations, the project's own rules and the documentation
	@$(MAKE) --no-print-directory --jobs 2 --output-sync check-types check-rules check-rest

# The parts of `make check`, side by side.
.PHONY: check-types check-rules check-rest
check-types:
	$(BIN)/mypy $(CODE)

check-rules:
	$(BIN)/pytest -q -n auto tests/rules

check-rest:
	$(BIN)/ruff check $(CODE) deploy
	$(BIN)/ruff format --check $(CODE) deploy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_messages.py
	$(DOCS)

# Exit code 5: no test carries the marker. QUICK=1 leaves out what `make check` runs, of the walks over all pages every
# second one and their other colours, and the English doubles of some journeys (tests/browser/words.py).
.PHONY: test
test: export HUTONG_TEST_WALKS := $(if $(QUICK),quick)
test: .venv/.dev $(MO) ## Run every test that needs no server
	@$(MAKE) --no-print-directory --jobs 2 --output-sync test-most test-races
	@if HUTONG_TEST_CHROMIUM=$$(scripts/chromium.sh); then \
	  export HUTONG_TEST_CHROMIUM; \
	  scripts/browser_tests.sh -m "browser and not services" tests/browser; \
	else \
	  echo "The browser tests were left out, there is no Chromium. On Debian: apt install chromium fonts-noto-cjk"; \
	fi

# Parts of `make test`, side by side: each waits for processes and providers now and then.
.PHONY: test-most test-races
test-most:
	$(BIN)/pytest -q -n auto -m "not services and not browser and not race and not stack and not cluster and not faults" $(if $(QUICK),--ignore tests/rules)

test-races:
	$(BIN)/pytest -q -m "race and not services and not browser" || [ $$? = 5 ]

.PHONY: test-services
test-services: .venv/.dev $(MO) ## Run all tests on MariaDB and PostgreSQL with Redis, then races and journeys
	@found=$$(scripts/services.sh); eval "$$found"; \
	  $(MAKE) --no-print-directory --jobs 2 --output-sync test-mariadb test-postgres test-faults

# The parts of `make test-services`, side by side.
.PHONY: test-mariadb test-postgres test-faults
test-mariadb test-postgres: test-%:
	@scripts/test_services.sh $*

test-faults:
	HUTONG_FAULTS=small $(BIN)/pytest -q -m faults tests/faults -k "web or MariaDB"

.PHONY: stack-up
stack-up: .venv/.dev $(MO) ## Start the servers of production here: nginx, two gunicorns, Celery, MariaDB, Redis, RabbitMQ
	@$(BIN)/python -m scripts.stack up

.PHONY: cluster-up
cluster-up: .venv/.dev $(MO) ## The same on three Galera nodes and a Redis Cluster of three
	@$(BIN)/python -m scripts.stack cluster

.PHONY: stack-down
stack-down: ## End what stack-up or cluster-up started
	@$(BIN)/python -m scripts.stack down

.PHONY: test-stack
test-stack: stack-up ## What only the servers of production together can show
	@$(BIN)/pytest -q -m stack; code=$$?; $(BIN)/python -m scripts.stack down; exit $$code

.PHONY: test-cluster
test-cluster: cluster-up ## Races and a rush before three Galera nodes and two web hosts
	@$(BIN)/pytest -q -s -m cluster; code=$$?; $(BIN)/python -m scripts.stack down; exit $$code

FAULTS ?= alone small up cluster
.PHONY: faults
faults: .venv/.dev $(MO) ## Break servers while buyers book and pay, and see that nothing is lost (FAULTS="alone up" does fewer)
	@for topology in $(FAULTS); do \
	  echo "--- faults: $$topology"; HUTONG_FAULTS=$$topology $(BIN)/pytest -q -m faults tests/faults; \
	done

.PHONY: smokes
smokes: .venv/.dev $(MO) ## A short run of what has targets of its own: bench, cluster, Lighthouse
	$(BIN)/python -m bench.book --rounds 1 --seconds 0.5 --people 60
	@$(MAKE) --no-print-directory test-cluster
	HUTONG_TEST_CHROMIUM=$$(scripts/chromium.sh) $(BIN)/python -m scripts.lighthouse front --runs 1 --least 80

.PHONY: messages
messages: .venv/.dev ## Bring the translations up to date with the code, and compile them
	@$(BIN)/python scripts/check_messages.py --write
	@$(BIN)/python hatch_build.py

.PHONY: bench
bench: .venv/.dev $(MO) ## Measure everything beside a yardstick, about an hour (BENCH="book search" measures fewer)
	found=$$(scripts/services.sh) && eval "$$found" && $(BIN)/python -m bench $(BENCH)

.PHONY: screenshots
screenshots: .venv/.dev $(MO) ## Pictures of the pages into build/screenshots, to look at (ONLY="front home" takes fewer)
	@HUTONG_TEST_CHROMIUM=$$(scripts/chromium.sh) $(BIN)/python -m scripts.screenshots $(ONLY)

.PHONY: lighthouse
lighthouse: .venv/.dev $(MO) ## Lighthouse on four pages as a phone, reports into build/lighthouse (needs npm and Chromium)
	@HUTONG_TEST_CHROMIUM=$$(scripts/chromium.sh) $(BIN)/python -m scripts.lighthouse $(ONLY)

.PHONY: guide-pictures
guide-pictures: .venv/.dev $(MO) ## The user guide's pictures anew, from the demo (ONLY="seats" takes fewer)
	@HUTONG_TEST_CHROMIUM=$$(scripts/chromium.sh) $(BIN)/python -m scripts.pictures $(ONLY)

LOCK := scripts/uv.sh pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: lock
lock: | .venv/.base ## Pin the dependencies anew; UPGRADE=1 takes the newest of all of them
	$(LOCK) --group dev pyproject.toml --output-file requirements/dev.txt
	$(LOCK) --constraints requirements/dev.txt pyproject.toml --output-file requirements/base.txt
	$(LOCK) --constraints requirements/dev.txt --group build --output-file requirements/build.txt
	@! grep -n "://" requirements/*.txt

.PHONY: audit
audit: .venv/.dev ## Ask whether a locked package has a known hole (needs the network)
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements/base.txt

.PHONY: docs
docs: .venv/.dev ## Build the documentation into build/docs; begin at build/docs/index.html
	$(DOCS)

##@ Ship it
.PHONY: wheel
wheel: .venv/.base ## Build the wheel into dist/
	$(BIN)/hatchling build --target wheel --directory dist

.PHONY: onefile
onefile: .venv/.dev $(MO) ## Build dist/hutong, one executable file that needs no Python, and try it
	$(BIN)/pyinstaller --noconfirm --distpath dist --workpath build/onefile --log-level WARN deploy/hutong.spec
	@scripts/try_onefile.sh dist/hutong

.PHONY: clean
clean: ## Remove what was built and cached, but not .venv
	rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests scripts bench -name '*.mo' -delete -o -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
