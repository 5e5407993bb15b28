# The user's doors: demo, test, test-neo4j, serve; the developer's: check, reference. Everything runs in .venv, made on demand.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test test-neo4j serve bench check reference clean

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
DEMO_DATA ?= demo-data

help:
	@echo "make demo        演示:用合成的街道名册走一遍 | a synthetic subdistrict, end to end"
	@echo "make test        全部测试(内嵌引擎) | the whole suite on the embedded engine"
	@echo "make test-neo4j  全部测试(Neo4j) | the same suite on Neo4j"
	@echo "make serve       启动服务 | start the API"
	@echo "make bench       性能测试(几分钟;SCALE=1 为一个区)| benchmarks: minutes; SCALE=1 is a district"
	@echo "make check       代码检查 | lint, types, import contracts"

.venv/ready: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本 | Python 3.11 or newer is needed" >&2; exit 1; }
	@echo "准备运行环境(首次约一分钟) | making the environment (about a minute, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/ready-dev: .venv/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: .venv/ready
	@$(BIN)/gongjian demo --data $(DEMO_DATA)

test: .venv/ready-dev
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-neo4j: .venv/ready-dev
	$(BIN)/python tests/neo4j_server.py run -- $(BIN)/python -m pytest

# the office's own data where there are any, else those of the demo
serve: .venv/ready
	@GONGJIAN_DATA=$${GONGJIAN_DATA:-$(if $(wildcard data/ledger.sqlite),data,$(DEMO_DATA))} $(BIN)/gongjian serve

# values are compared before any time is told; benchmarks/README.md says what is measured beside what
bench: .venv/ready-dev
	$(BIN)/python -m benchmarks $(SCALE)

check: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

reference: .venv/ready
	$(BIN)/python -m api.reference docs/reference

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
