# `make demo` and `make test` set up everything that they need; see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(shell find engine passwright -name '*.cpp' -o -name '*.h' -o -name '*.py' -o -name '*.json') CMakeLists.txt pyproject.toml scripts/setup.sh
CPP := $(wildcard engine/*.cpp engine/*.h runs/*.cpp passwright/data/*.c passwright/verify/*/*.c passwright/verify/*/*.cpp passwright/verify/*/*.h tests/data/suite/*)

.PHONY: demo test check format clean

demo: $(VENV)/.ready
	$(BIN)/python -m runs.demo $(ARGS)

test: $(VENV)/.ready-test
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: $(VENV)/.ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/clang-format --dry-run --Werror $(CPP)
	$(MAKE) test

format: $(VENV)/.ready-test
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/clang-format -i $(CPP)

$(VENV)/.ready: $(SOURCES)
	PYTHON=$(PYTHON) scripts/setup.sh demo
	touch $@

$(VENV)/.ready-test: $(SOURCES)
	PYTHON=$(PYTHON) scripts/setup.sh test
	touch $@ $(VENV)/.ready

clean:
	rm -rf $(VENV) build .cache
