# Every target sets up what it needs; nothing but Python >= 3.11, git and make has to be there.
PYTHON ?= python3
BIN := .venv/bin
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
# Expanded where Python is needed: one line, before anything is made.
NEW_ENOUGH = $(if $(shell { $(PYTHON) -c 'import sys; sys.version_info >= (3, 11) and print("yes")'; } 2>/dev/null),, \
  $(error Python 3.11 or newer is needed, $(PYTHON) says: $(shell { $(PYTHON) --version || true; } 2>&1); name one: make PYTHON=/path/to/python3.12))

.DEFAULT_GOAL := help
.PHONY: help setup demo serve bench chaos rehearse test by-hand check lock clean

help:  ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: .venv/ready  ## Make .venv with exactly what requirements.lock names

demo: setup  ## Set everything up, start Halland's 2027 and serve on port 8000 (ARSHJUL_PORT)
	@exec $(BIN)/arshjul serve --demo

serve: setup  ## Serve this folder's data without demo sign-in
	@exec $(BIN)/arshjul serve

rehearse: setup  ## Play Halland's 2027 from its start to its end, with time skipped
	@exec $(BIN)/arshjul rehearse --county 13 --year 2027

bench: setup  ## Time the engine against its floors, on this machine, in one run
	@$(BIN)/python -m bench

chaos: setup  ## Kill servers at random under 16 callers for five minutes, then hold every answer against the log
	@$(BIN)/python -m bench.chaos $(or $(FOR),300) $(or $(SEED),1)

test: setup  ## Run every test, in three processes with servers of their own, since much of the time they wait
	@$(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

by-hand: setup  ## Play a county's year through its pages alone, once by mouse and once by keyboard: a quarter of an hour
	@ARSHJUL_BY_HAND=all $(BIN)/pytest tests/pages/test_county_year_by_hand.py

check: setup  ## Format, lint, layers, types: strict
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/basedpyright

lock: $(UV)  ## Lock the newest allowed versions, with hashes and without index addresses
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements.lock

clean:  ## Remove what setup made; data in .arshjul stays
	rm -rf .venv .tools

.venv/ready: requirements.lock pyproject.toml | $(UV)
	@$(NEW_ENOUGH)test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/arshjul --help >/dev/null  # compiled once, whoever starts it afterwards
	@touch $@

# uv itself comes by pip, with the hashes that requirements.lock holds for it.
.tools/bin/uv: requirements.lock
	@$(NEW_ENOUGH)$(PYTHON) -m venv .tools
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .tools/uv.txt
	@.tools/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .tools/uv.txt
	@touch $@
