# The commands of the course. `make help` lists them; CONTRIBUTING.md explains them.
# They need make and Python 3.11, 3.12 or 3.13: with another name, `make book PYTHON=python3.12`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
JOBS ?= 2
NOTEBOOKS = $(wildcard book/*.ipynb)

# One thread a process keeps runs steady: the networks are small and the machine may be shared.
book test pytest pages notebooks results bench bench-pages coverage: export OPENBLAS_NUM_THREADS := 1
book test pytest pages notebooks results bench bench-pages coverage: export OMP_NUM_THREADS := 1

# Runs of the chapters that are not a reader's leave the reader's progress alone.
book: export NNCOURSE_HOME := $(CURDIR)/_build/progress

.PHONY: help book serve test lab bench bench-pages lint types pytest pages coverage notebooks slides results install classroom clean
.DEFAULT_GOAL := help

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

book: $(VENV)/course.stamp node  ## install, run the chapters and build the book into _build/html
	@rm -rf _build/progress
	$(BIN)/jupyter-book build . --all -W -n --keep-going
	@echo
	@echo "The book is ready. To read it and to run its exercises in a browser:"
	@echo "    make serve"
	@$(BIN)/python -c "import pathlib; print('To read it only, open\n   ', \
	    pathlib.Path('_build/html/index.html').resolve().as_uri())"

serve:  ## open the built book in a browser, from a server on this computer
	@$(BIN)/python tools/serve.py

test: lint types pages pytest  ## everything that is checked: code, tests, notebooks, the book

# Jupyter refuses to serve root, and in a container there may be nobody else.
ALLOW_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)

# In JupyterLab's terminal and cells, the command nncourse is found by its name.
lab: export PATH := $(CURDIR)/$(BIN)$(if $(filter Windows_NT,$(OS)),;,:)$(PATH)
lab: $(VENV)/course.stamp  ## open your copies of the chapters in JupyterLab
	@$(BIN)/python tools/my_copies.py $(if $(NEW),--new)
	$(BIN)/jupyter lab --notebook-dir=my $(ALLOW_ROOT)

bench: $(VENV)/bench.stamp  ## time the package beside PyTorch and scikit-learn (long)
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.checks

bench-pages: book $(VENV)/test.stamp  ## time the pages of the book in Chromium
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.python_in_page

lint: $(VENV)/test.stamp  ## style of the code and the notebooks
	$(BIN)/ruff check .

types: $(VENV)/test.stamp  ## types of the package
	$(BIN)/mypy

pytest: $(VENV)/test.stamp  ## tests, the docstrings' examples, and every notebook cell for cell
	$(BIN)/pytest -n $(JOBS) --dist loadfile --ignore=tests/browser

pages: book $(VENV)/test.stamp  ## build the book, look through its pages and use them in a browser
	$(BIN)/python tools/check_pages.py _build/html
	$(BIN)/pytest -n $(JOBS) --dist loadfile tests/browser

coverage: $(VENV)/test.stamp  ## which lines of the package no test reaches
	$(BIN)/coverage run -m pytest tests nncourse
	$(BIN)/coverage report

notebooks: $(VENV)/test.stamp  ## run the notebooks and store their text outputs in them
	$(BIN)/python tools/store_outputs.py $(NOTEBOOKS)

slides: book  ## make slides of the chapters, for lectures, into _build/slides
	$(BIN)/python tools/slides.py _build/jupyter_execute/book/[0-9]*_*.ipynb

results: $(VENV)/course.stamp  ## measure again what the chapters report from data/results (long)
	$(BIN)/python -m nncourse.results

install: $(VENV)/course.stamp  ## only make .venv and install the course in it

classroom: $(VENV)/course.stamp  ## install what instructors need, too: nncourse classroom --help
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[classroom]"

clean:  ## remove what was built; .venv and my stay
	rm -rf _build build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf .coverage htmlcov __pycache__
	find benchmarks book nncourse tests tools -name __pycache__ -prune -exec rm -rf {} +

# The environment. A stamp remembers the installation until the list of requirements changes.
$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
	    echo "The course needs Python 3.11 or newer, and $(PYTHON) is older: name another," \
	        "for example make book PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/course.stamp: requirements.txt pyproject.toml | $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# Node makes the scripts of the pages. Where it cannot be had, the book is built without them.
.PHONY: node
node: $(VENV)/course.stamp
	@test -e $(VENV)/node.stamp -a ! book/pages/requirements.txt -nt $(VENV)/node.stamp \
	    || { $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	        -r book/pages/requirements.txt && touch $(VENV)/node.stamp; } \
	    || echo "Node could not be installed: the book will be one to read, not to work in."

$(VENV)/test.stamp: requirements-test.txt $(VENV)/course.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    -r requirements.txt -r requirements-test.txt
	@touch $@

$(VENV)/bench.stamp: benchmarks/requirements.txt $(VENV)/course.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    -r requirements.txt -r benchmarks/requirements.txt
	@touch $@
