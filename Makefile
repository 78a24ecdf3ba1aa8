# The one way to start anything here; each target is one command that also works by itself.

PYTHON ?= python
TO ?= ../handout
PAGES ?= ../class-pages

.PHONY: help install test test-all lint format lessons handout class-pages images site bench latency ci

help:  ## List what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

install:  ## Install convlib and all that its tests need, into the environment in use
	$(PYTHON) -m pip install -e ".[test,oracles]"
	npm ci

test:  ## Test without a browser, kernels, lessons, and what lint looks for
	$(PYTHON) -m pytest -m "not (browser or kernel or lessons or lint)" --hypothesis-profile=quick

test-all:  ## Test everything
	$(PYTHON) -m pytest

lint:  ## Look for faults in style and types, in Python and in the browser's scripts
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	npm run check

format:  ## Format the code, and mend what ruff can mend
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format
	npm run format

lessons:  ## Run the lessons and save their outputs; ONLY=06 runs one
	$(PYTHON) notebooks/execute.py $(ONLY)

handout:  ## Copy the lessons without solutions to TO=../handout
	$(PYTHON) notebooks/handout.py $(TO)

class-pages:  ## Write the lessons' explorers as pages for a class to PAGES=../class-pages
	$(PYTHON) -m notebooks.pages $(PAGES)

images:  ## Draw the pictures in images/
	$(PYTHON) images/make.py

site:  ## Build the lessons as pages into build/site/ (needs the docs extra)
	$(PYTHON) -m docs

bench:  ## Time conv2d beside SciPy, PyTorch and OpenCV (needs the bench extra)
	$(PYTHON) -m benchmarks.conv2d

latency:  ## Time the explorer in JupyterLab, from key press to picture
	$(PYTHON) -m benchmarks.latency

ci:  ## Do what CI does: everything, in a fresh environment, with coverage
	.ci/run
