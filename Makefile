# `make` lists the targets. Two are enough: `make book` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
TORCH := $(shell sed -n 's/^torch==/torch==/p' requirements.lock)
TORCH_CPU := https://download.pytorch.org/whl/cpu
SEEDS ?= 1 2 3 4 5
SCALES ?= 4 16
CHAPTER ?=
SOLUTIONS ?= button
PRIVATE ?=
SUBMISSIONS ?= submissions
GRADES ?= _build/grades

.PHONY: help book test test-browser test-seeds more test-portable test-slow test-binder audit new-chapter run sync lab serve assignments grade lighthouse bench lint lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The environment: exact versions, a CPU build of torch where PyTorch's index can be reached.
$(VENV)/.installed: requirements.lock requirements-instructor.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	if $(BIN)/python -m tools.supply.reachable $(TORCH_CPU)/torch/; \
	then $(BIN)/pip install --quiet --no-deps $(TORCH) --index-url $(TORCH_CPU); \
	else $(BIN)/pip install --quiet --no-deps $(TORCH); fi
	$(BIN)/pip install --quiet -r requirements.lock -r requirements-instructor.lock
	$(BIN)/pip install --quiet --no-deps -e .
	touch $@

book: $(VENV)/.installed ## build the HTML book into _build/html; SOLUTIONS=none leaves them out
	$(BIN)/python -m tools.supply.assets
	SOLUTIONS=$(SOLUTIONS) $(BIN)/python -m tools.reading.book
	@echo "Open _build/html/index.html, or type: make serve"

test: $(VENV)/.installed ## every test: units, chapters, book
	$(BIN)/lint-imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest --nbval -q -m "not slow and not browser"

test-browser: book ## the built page in a real browser (needs chromium)
	$(BIN)/python -m pytest -q -m browser tests/browser

lighthouse: book ## measure speed, accessibility, practice and findability: reports/lighthouse.md
	$(BIN)/python -m tools.reading.lighthouse

# Long runs. Each leaves a dated report in reports/ and renews the table in the README; CHAPTER=01
# runs one chapter, MISSING=1 only what the reports lack for the chapters' present texts.
test-seeds: $(VENV)/.installed ## every chapter with shifted seeds: make test-seeds SEEDS="1 2 3 4 5"
	$(BIN)/python -m tools.trust.seeds $(if $(MISSING),--missing) --seeds $(SEEDS) -- $(CHAPTER)

more: $(VENV)/.installed ## every verdict with more training or data: make more CHAPTER=07 SCALES="4 16"
	$(BIN)/python -m tools.trust.more $(if $(MISSING),--missing) $(if $(FORCE),--force) --scales $(SCALES) -- $(CHAPTER)

test-portable: $(VENV)/.installed ## every chapter without the pins: outputs must hold
	$(BIN)/python -m tools.trust.portable $(if $(MISSING),--missing) $(CHAPTER)

test-slow: $(VENV)/.installed ## sabotage of every measured claim, chapters without a network, kills
	$(BIN)/python -m pytest -q -m "slow and not browser" tests

audit: $(VENV)/.installed ## known weaknesses of the locked packages, where the data can be had
	$(BIN)/python -m tools.supply.audit

new-chapter: $(VENV)/.installed ## begin a chapter: make new-chapter SLUG=my_topic
	$(BIN)/python -m tools.chapters.new $(SLUG)

test-binder: ## what Binder installs, in a fresh environment, every chapter
	$(PYTHON) -m tools.supply.binder

run: $(VENV)/.installed ## execute chapters and store their outputs: make run CHAPTER=01
	$(BIN)/python -m tools.chapters.run $(CHAPTER)

sync: $(VENV)/.installed ## carry edits of a notebook back to its .md, and the reverse
	$(BIN)/jupytext --sync chapters/*.md

lab: $(VENV)/.installed ## open JupyterLab
	$(BIN)/jupyter lab --port 8888

serve: book ## build, then serve the book at http://localhost:8000
	$(BIN)/python -m http.server 8000 --directory _build/html

assignments: $(VENV)/.installed ## student and instructor versions, and what the grader needs: PRIVATE=folder
	$(BIN)/python -m tools.teaching.assign $(if $(PRIVATE),--private $(PRIVATE))

grade: $(VENV)/.installed ## scores and feedback for a folder of notebooks: make grade SUBMISSIONS=folder
	$(BIN)/python -m tools.teaching.grade $(SUBMISSIONS) --grades $(GRADES)

bench: $(VENV)/.installed ## measure the training engine and write the README's table
	$(BIN)/python -m benchmarks.replicas

lock: ## write the lock files anew from pyproject.toml
	$(PYTHON) -m tools.supply.lock

clean: ## remove what was built (the environment stays)
	rm -rf _build book/ledger.md book/_static/vendor .ruff_cache
