# Each target only calls commands that you can also run yourself. `make` shows this list.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
PYTHON_READY := $(VENV)/.python-ready
DEV_READY := $(VENV)/.dev-ready
CHECKERS_READY := $(VENV)/.checkers-ready
NODE_READY := $(VENV)/.node-ready
ON_BOTH_CORES := -n 2 --dist loadfile --no-loadscope-reorder
# The tests start the command some hundred times: without compiled files each start would compile the builder anew.
unexport PYTHONDONTWRITEBYTECODE

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*##/\t/'

build: $(RUN_READY) ## build the course into dist/
	$(BIN)/taller build

check: $(RUN_READY) ## look for faults in the course
	$(BIN)/taller check --strict

serve: $(RUN_READY) ## show the participant site while you write
	$(BIN)/taller serve

test: ## run every check and test
	$(MAKE) --no-print-directory --jobs 2 static suite

static: $(PYTHON_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy builder tools
	$(BIN)/taller check --strict

suite: $(DEV_READY)
	$(BIN)/pytest $(ON_BOTH_CORES)

coverage: $(DEV_READY) ## run the tests and print which lines of the builder none of them runs
	$(BIN)/pytest $(ON_BOTH_CORES) --cov --cov-report=term

test-fast: $(DEV_READY) ## run the tests that need no browser or full course, in about a minute, and name those that take long
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow" --durations 10 --durations-min 1

docs: $(RUN_READY) ## build the documentation site into .build/docs/
	$(BIN)/mkdocs build --strict --config-file tools/docs/mkdocs.yml

bench: $(DEV_READY) ## time the builder against plain MkDocs and mkdocs-to-pdf, as ratios
	$(BIN)/python tools/bench/bench.py

fuzz: $(DEV_READY) ## damage 20,000 files of every kind and read them all (about twenty minutes)
	FUZZ=20000 $(BIN)/pytest -q -n 0 --timeout 7200 tests/test_fuzz.py tests/test_imports_fuzz.py

accessible: $(DEV_READY) ## build all of the course and read it, with both accessibility checkers on every PDF (about twenty minutes)
	EVERY_FILE=1 $(BIN)/pytest -q -n 0 tests/test_real_course.py tests/test_kit.py

contact-sheet: $(RUN_READY) ## show all pages of a PDF as one picture: BOOK=book.pdf OUT=pages.png
	$(BIN)/python tools/contact_sheet.py "$(BOOK)" "$(OUT)"

golden: $(DEV_READY) ## accept the pages as they look now: check tests/golden/ before you commit
	GOLDEN=accept $(BIN)/pytest -q -n 0 tests/test_golden.py tests/test_golden_plan.py

clean: ## remove what builds left behind
	rm -rf .build dist

# Before all that is put into it: with --jobs, two would make the folder at once.
$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements/run.txt pyproject.toml | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(PYTHON_READY): requirements/dev.txt $(RUN_READY)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements/dev.txt
	touch $@

# An environment without a pip of its own: the other one fills it.
$(CHECKERS_READY): requirements/checkers.txt | $(BIN)/pip
	test -e $(VENV)/checkers/bin/python || $(PYTHON) -m venv --without-pip $(VENV)/checkers
	$(BIN)/pip --python $(VENV)/checkers/bin/python install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: --requirement requirements/checkers.txt
	touch $@

$(NODE_READY): tests/node/package-lock.json | $(BIN)/pip
	if command -v npm > /dev/null; then cd tests/node && npm ci --silent; else echo "no npm: tests that need tests/node are skipped" >&2; fi
	touch $@

# The three side by side with --jobs.
$(DEV_READY): $(PYTHON_READY) $(CHECKERS_READY) $(NODE_READY)
	touch $@

.PHONY: help build check serve test static suite test-fast coverage docs bench fuzz accessible contact-sheet golden clean
