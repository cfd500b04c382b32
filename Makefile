# Every target sets up what it needs; `make setup` is quick when nothing changed.
# the newest Python that runs and that this works with; else what python3 is, which is then told what is wanted
PYTHON ?= $(shell for each in python3.13 python3.12 python3.11; do $$each -c "" 2> /dev/null && echo $$each && exit; done; echo python3)
PORT ?= 8501
BIN := .venv/bin

# nothing but what a lock file names, by its hash, and nothing that would have to be built
INSTALL := -m pip install --quiet --disable-pip-version-check --only-binary :all:
LOCKED := $(INSTALL) --require-hashes --no-deps

.PHONY: run host restart test bench bench-learning bench-runs bench-hosted calibrate lint format setup screenshots lock audit

# larger files of one's own: MAX_UPLOAD_MB=200 MAX_MEGAPIXELS=16 MAX_SAMPLES=10000000 make run
ifdef MAX_UPLOAD_MB
export STREAMLIT_SERVER_MAX_UPLOAD_SIZE := $(MAX_UPLOAD_MB)
endif

run: .venv/.compiled
	$(BIN)/streamlit run app.py --server.port $(PORT)

# for many people, until Ctrl+C: several servers behind HAProxy and workers that train beside them, as many as the cores
# allow. HOSTS="filters.example.org" names the dashboard, BIND="0.0.0.0" lets others reach the proxy
host: .venv/.compiled .venv/.host
	$(BIN)/python -m deploy.host --port $(PORT)

# replaces what `make host` runs, one process after another, while people go on using it
restart: .venv/.compiled .venv/.host
	$(BIN)/python -m deploy.restart

# on two processes, one of which has the browser
test: setup
	$(BIN)/python -m pytest -n 2 --dist loadscope

# against the libraries that one would pick instead; writes docs/convolution.md's tables and picture
bench: setup .venv/.bench
	$(BIN)/python -m benchmarks.convolution

# the lab against bare torch loops, and what it answers; writes docs/learning.md's figures
# PARTS="described textures" measures these anew and keeps the rest
bench-learning: setup
	$(BIN)/python -m benchmarks.learning $(PARTS)

# what becomes of runs when processes are killed, and what watching costs; writes docs/runs.md's figures.
# PARTS="browser people" measures these anew and keeps the rest
bench-runs: setup
	$(BIN)/python -m benchmarks.runs $(PARTS)

# many people at once, on one server and on several behind HAProxy; writes docs/hosting.md's figures.
# PARTS="fifty class" measures these anew and keeps the rest
bench-hosted: setup
	$(BIN)/python -m benchmarks.hosted $(PARTS)

# measures this machine's costs for the plan
calibrate: setup
	$(BIN)/python -m benchmarks.convolution.calibrate

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pages.parts.lessons lessons/*.md

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# writes docs/screenshot.png from the running dashboard
screenshots: setup
	$(BIN)/python docs/take_screenshots.py

# makes the lock files anew, for every system and every Python from 3.11 on; UPGRADE=--upgrade lets what is not pinned
# in requirements*.txt move. torch differs from index to index, so it and what only its build for graphics cards needs
# are left out
CUDA := cuda-bindings cuda-toolkit nvidia-cudnn-cu13 nvidia-cusparselt-cu13 nvidia-nccl-cu13 nvidia-nvshmem-cu13 triton
LOCK = printf '%s\n' $(CUDA) | $(BIN)/uv pip compile --quiet $(UPGRADE) --universal --python-version 3.11 \
  --fork-strategy fewest --only-binary :all: --generate-hashes --custom-compile-command 'make lock' --annotation-style line \
  --no-emit-package torch --excludes -

lock: .venv/.dev
	$(LOCK) -o requirements.lock requirements.txt > /dev/null
	$(LOCK) -o requirements-host.lock -c requirements.lock requirements-host.txt > /dev/null
	$(LOCK) -o requirements-dev.lock -c requirements.lock requirements-dev.txt > /dev/null
	$(LOCK) -o requirements-bench.lock -c requirements-dev.lock requirements-bench.txt > /dev/null
	$(LOCK) -o requirements-audit.lock requirements-audit.txt > /dev/null

# asks the package index for known weaknesses of all that is installed; a package that it does not know of is a failure.
# An environment of its own: the tool brings another pip
audit: requirements-audit.lock | $(BIN)/python
	$(BIN)/python -m venv .venv/audit
	.venv/audit/bin/python $(LOCKED) -r requirements-audit.lock
	.venv/audit/bin/pip-audit --strict --disable-pip --no-deps -r requirements-dev.lock -r requirements-torch.txt

setup: .venv/.dev .venv/.compiled

$(BIN)/python:
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info[:2] <= (3, 13) or sys.exit("This works with Python 3.11, 3.12 \
	and 3.13. $(PYTHON) is Python %d.%d: install one of the three, or tell where it is, as in make run \
	PYTHON=/usr/local/bin/python3.12." % sys.version_info[:2])'
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# torch comes last: what it needs is there by then, in the locked version, and nothing locked asks for torch.
# Bytecode is compiled here so that the first page does not wait for it
.venv/.run: requirements.lock requirements-torch.txt | $(BIN)/python
	$(BIN)/python $(LOCKED) -r requirements.lock
	$(BIN)/python $(INSTALL) -r requirements-torch.txt
	$(BIN)/python -m compileall -q .venv core pages app.py > /dev/null || true
	touch $@

.venv/.host: requirements-host.lock .venv/.run
	$(BIN)/python $(LOCKED) -r requirements-host.lock
	touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(BIN)/python $(LOCKED) -r requirements-dev.lock
	touch $@

.venv/.bench: requirements-bench.lock .venv/.dev
	$(BIN)/python $(LOCKED) -r requirements-bench.lock
	touch $@

# the engine's loops take most of a minute to compile; the code is saved beside the sources
.venv/.compiled: .venv/.run $(wildcard core/machine/*.py core/convolution/direct/*.py core/convolution/fft/*.py) \
  core/convolution/geometry.py
	$(BIN)/python -m core.convolution
	touch $@
