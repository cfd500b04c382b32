# Every target sets up what it needs; `make setup` is quick when nothing changed.
PYTHON ?= python3.11
PORT ?= 8501
BIN := .venv/bin

.PHONY: run test bench bench-learning bench-runs calibrate lint format setup screenshots

run: setup
	$(BIN)/streamlit run app.py --server.port $(PORT)

# on two processes, one of which has the browser
test: setup
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# against the libraries that one would pick instead; writes docs/convolution.md's tables and picture
bench: setup .venv/.bench
	$(BIN)/python -m benchmarks.convolution

# the lab against bare torch loops, and what it answers; writes docs/learning.md's figures
bench-learning: setup
	$(BIN)/python -m benchmarks.learning

# what becomes of runs when processes are killed, and what watching costs; writes docs/runs.md's figures.
# PARTS="browser people" measures these anew and keeps the rest
bench-runs: setup
	$(BIN)/python -m benchmarks.runs $(PARTS)

# measures this machine's costs for the plan
calibrate: setup
	$(BIN)/python -m benchmarks.calibrate

.venv/.bench: requirements-bench.txt .venv/.complete
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# writes docs/screenshot.png from the running dashboard
screenshots: setup
	$(BIN)/python docs/take_screenshots.py

setup: .venv/.compiled

# torch's CPU build is pinned in requirements.txt; bytecode is compiled here so that the first page does not wait for it
.venv/.complete: requirements.txt requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv || python3 -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m compileall -q .venv core pages app.py > /dev/null || true
	touch $@

# the engine's loops take most of a minute to compile; the code is kept beside the sources
.venv/.compiled: .venv/.complete $(wildcard core/convolution/compiled/*.py) core/convolution/layout.py
	$(BIN)/python -m core.convolution.compiled
	touch $@
