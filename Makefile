# Two commands are enough: `make run` opens a demo network, `make test` proves the house.
# Each prepares .venv by itself and is instant when nothing changed.

PYTHON ?= python3
BIN := .venv/bin
PYTEST ?= -n auto
BENCH ?=
SCREENS ?=
# A throw-away folder for commands that need settings but no data of ours.
SCRATCH = scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && export HAVRE_DATA_DIR="$$scratch/data" HAVRE_DATABASE_URL= HAVRE_KEYS_URL= HAVRE_KEYS_DIR=

.DEFAULT_GOAL := help
.PHONY: help setup setup-run run test test-sqlite test-postgres check format bench screens vendor locks messages diagrams

help:
	@echo "make run       set up, build the demo network if there is none, serve on http://127.0.0.1:8000/"
	@echo "make test      the tests on SQLite, and on PostgreSQL where it is found"
	@echo "make check     style, types, order of imports, templates, migrations, translations, diagrams"
	@echo "make format    put the code in our style"
	@echo "make bench     measure speed against a floor (BENCH='--quick --only 7')"
	@echo "make screens   photograph the main pages of a small demo network for docs/screens/ and the guides"
	@echo "make setup     .venv with everything for working on Havre"
	@echo "make messages  collect the texts to translate, and compile the translations"
	@echo "make diagrams  write the diagrams of states in docs/ anew"
	@echo "make locks     renew requirements/ from pyproject.toml (UPGRADE=--upgrade)"
	@echo "make vendor    renew the fonts and the test script we ship (needs Node)"

setup:
	@$(PYTHON) tools/set_up.py dev

setup-run:
	@$(PYTHON) tools/set_up.py run

run: setup-run
	@$(BIN)/havre run

test: test-sqlite test-postgres

test-sqlite: setup
	@echo "== Tests on SQLite"
	@HAVRE_DATABASE_URL= HAVRE_KEYS_URL= $(BIN)/python -m pytest $(PYTEST)

# Of all tests those that touch a database: tests/conftest.py leaves the others out.
test-postgres: setup
	@tools/with_postgres.sh $(BIN)/python -m pytest $(PYTEST)

check: setup
	@$(PYTHON) tools/check.py

format: setup
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

bench: setup
	@env -u HAVRE_DATABASE_URL -u HAVRE_KEYS_URL $(BIN)/havre bench $(BENCH)

screens: setup
	@$(BIN)/python tools/album.py $(SCREENS)

vendor: setup
	@npm ci --no-audit --no-fund
	@$(BIN)/python tools/vendor.py

locks: setup
	@tools/make_locks.sh $(UPGRADE)

messages: setup
	@$(SCRATCH) && cd src/havre && ../../$(BIN)/havre manage makemessages --locale en --no-location --no-wrap
	@$(BIN)/python tools/french_plurals.py
	@$(SCRATCH) && cd src/havre && ../../$(BIN)/havre manage compilemessages

diagrams: setup
	@$(SCRATCH) && $(BIN)/havre check --diagrams --write
