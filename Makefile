# `make` lists the targets. Two are enough: `make book` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3.11 python3.12 python3.13 python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet
TORCH := $(shell sed -n 's/^torch==/torch==/p' requirements.lock)
TORCH_CPU := https://download.pytorch.org/whl/cpu
SEEDS ?= 1 2 3 4 5
SCALES ?= 4 16
CHAPTER ?=
KEEP ?=
SLOW ?=
SOLUTIONS ?= button
PRIVATE ?=
SUBMISSIONS ?= submissions
GRADES ?= _build/grades
TAG ?=
ROSTER ?=
REGRADE ?=
LOOK ?=
SECONDS ?=
CONTAINER ?=
IMAGE := moreisdifferent-grader

.PHONY: help book test test-browser test-seeds more test-portable test-slow test-binder test-lowest audit new-chapter run sync lab serve assignments grade lighthouse reading bench changes edition pdf epub book-sphinx canary spelling hooks lint lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The environment: exact versions, a CPU build of torch where PyTorch's index can be reached.
$(VENV)/.installed: requirements.lock requirements-instructor.lock pyproject.toml
	@tools/supply/venv.sh $(VENV) $(PYTHON)
	if $(BIN)/python -m tools.supply.reachable $(TORCH_CPU)/torch/; \
	then $(PIP) --no-deps $(TORCH) --index-url $(TORCH_CPU); \
	else $(PIP) --no-deps $(TORCH); fi
	$(PIP) -r requirements.lock -r requirements-instructor.lock
	$(PIP) --no-deps -e .
	touch $@

book: $(VENV)/.installed ## build the HTML book into _build/html; SOLUTIONS=none leaves them out
	$(BIN)/python -m tools.supply.assets
	SOLUTIONS=$(SOLUTIONS) $(BIN)/python -m tools.reading.book
	@echo "The book is in _build/html: open _build/html/index.html, or type make serve"

lint: $(VENV)/.installed ## the first minute of make test: imports, style, layout
	$(BIN)/lint-imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

spelling: $(VENV)/.habits ## misspelt words; ours are in tools/words.txt
	$(BIN)/codespell

hooks: $(VENV)/.habits ## the same checks before each commit
	$(BIN)/pre-commit install

# What habits need besides: not in the locks, since no reader needs it.
$(VENV)/.habits: $(VENV)/.installed
	$(PIP) --no-build-isolation -e ".[habits]"
	touch $@

test: lint ## every test: units, chapters, book, side by side on the cores there are
	$(BIN)/python -m pytest --nbval -q -n auto --dist loadfile -m "not slow and not browser"

test-browser: book ## the built page in a real browser (needs chromium)
	$(BIN)/python -m pytest -q -n auto -m browser tests/browser

# What paper needs besides: not in the locks, since no reader needs it.
$(VENV)/.paper: $(VENV)/.installed
	$(PIP) --no-build-isolation -e ".[paper]"
	touch $@

pdf: book $(VENV)/.paper ## the whole book as one PDF, in _build/paper (needs chromium)
	$(BIN)/python -m tools.reading.pdf

epub: $(VENV)/.paper ## the whole book as an EPUB, in _build/paper
	$(BIN)/python -m tools.supply.assets
	$(BIN)/python -m tools.reading.epub

book-sphinx: book ## the same pages with plain Sphinx, compared with those of make book
	$(BIN)/python -m tools.reading.plain --compare

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

test-lowest: ## the oldest versions that are allowed, in a fresh environment, every chapter
	$(firstword $(PYTHON)) -m tools.supply.lowest $(CHAPTER)

canary: ## the newest versions that are allowed, in a fresh environment: make canary CHAPTER="01 14"
	$(firstword $(PYTHON)) -m tools.supply.canary $(CHAPTER)

audit: $(VENV)/.installed ## known weaknesses of the locked packages, where the data can be had
	$(BIN)/python -m tools.supply.audit

new-chapter: $(VENV)/.installed ## begin a chapter: make new-chapter SLUG=my_topic
	$(BIN)/python -m tools.chapters.new $(SLUG)

test-binder: ## what Binder installs, in a fresh environment, every chapter
	$(firstword $(PYTHON)) -m tools.supply.binder

run: $(VENV)/.installed ## execute chapters and store their outputs: make run CHAPTER=01
	$(BIN)/python -m tools.chapters.run $(if $(SLOW),--slow) $(CHAPTER)

sync: $(VENV)/.installed ## carry an edit of a notebook to its .md, or the reverse: CHAPTER=01 KEEP=md chooses
	$(BIN)/python -m tools.chapters.sync $(if $(KEEP),--keep $(KEEP)) $(CHAPTER)

lab: $(VENV)/.installed ## open JupyterLab
	$(BIN)/python -m tools.reading.lab

serve: book ## build, then serve the book on this computer
	$(BIN)/python -m tools.reading.serve

assignments: $(VENV)/.installed ## student and instructor versions, and what the grader needs: PRIVATE=folder
	$(BIN)/python -m tools.teaching.assign $(if $(PRIVATE),--private "$(PRIVATE)")

GRADING = $(if $(ROSTER),--roster "$(ROSTER)") $(if $(REGRADE),--regrade "$(REGRADE)") \
  $(if $(CHAPTER),--chapter "$(CHAPTER)") $(if $(SECONDS),--seconds $(SECONDS)) $(if $(LOOK),--look)

# In a container the submissions cannot be written to, there is no network, and the grader is root of
# the container alone, so that it can give each answer a user of its own where it may not shut it in.
grade: $(if $(CONTAINER),,$(VENV)/.installed) ## scores and feedback for a class: make grade SUBMISSIONS=folder ROSTER=class.csv
ifeq ($(CONTAINER),)
	$(BIN)/python -m tools.teaching.grade "$(SUBMISSIONS)" --grades "$(GRADES)" $(GRADING)
else
	$(CONTAINER) build --tag $(IMAGE) --file tools/teaching/Containerfile .
	mkdir -p "$(GRADES)"
	$(CONTAINER) run --rm --network none --security-opt no-new-privileges \
	  --volume "$$PWD/_build/assignments":/private/assignments:ro \
	  --volume "$$(realpath "$(SUBMISSIONS)")":/private/submissions:ro \
	  --volume "$$(realpath "$(GRADES)")":/private/grades \
	  $(if $(ROSTER),--volume "$$(realpath "$(ROSTER)")":/private/class.csv:ro) $(IMAGE) \
	  /private/submissions --assignments /private/assignments --grades /private/grades \
	  $(subst "$(ROSTER)",/private/class.csv,$(GRADING))
endif

reading: $(VENV)/.installed ## how every chapter reads, in numbers: reports/reading.md
	$(BIN)/python -m tools.reading.reading

bench: $(VENV)/.installed ## measure the training engine and write the README's table
	$(BIN)/python -m benchmarks.replicas

changes: $(VENV)/.installed ## which verdicts changed since the last edition, into CHANGELOG.md
	$(BIN)/python -m tools.releases.changes --write

edition: $(VENV)/.installed ## the archive of an edition from its tag alone: make edition TAG=v0.2.0
	$(BIN)/python -m tools.releases.archive $(TAG)

lock: ## write the lock files anew from pyproject.toml
	$(firstword $(PYTHON)) -m tools.supply.lock

clean: ## remove what was built (the environment stays)
	rm -rf _build book/ledger.md book/_static/vendor .ruff_cache
