# One command for each thing; a private environment in .venv, nothing else on the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test campaign check docs pictures bench bench-nation clean

$(VENV)/installed: pyproject.toml requirements.txt $(shell find graphkb loaders web cypher -type f -not -path '*/__pycache__/*')
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	rm -rf build/lib
	$(BIN)/pip install -q --upgrade -c requirements.txt .
	touch $@

# Editable: from within the checkout, `python -m` would find its graphkb/ without loaders/, cypher/ and web/.
$(VENV)/tested: $(VENV)/installed
	$(BIN)/pip install -q --upgrade -c requirements.txt -e '.[test]'
	touch $@

demo: $(VENV)/installed  ## 安装、启动嵌入式存储、装载样例市、打印覆盖报告、启动网页
	$(BIN)/graphkb demo

test: $(VENV)/tested check  ## 全部检查和测试，两种引擎
	$(BIN)/python -m pytest --numprocesses 2 --dist loadgroup

campaign: $(VENV)/tested  ## 比 CI 更长的测试：逐点 kill -9、暂停引擎
	$(BIN)/python -m pytest -m "campaign or slow"
	$(BIN)/python -m pytest --engine neo4j-current

check: $(VENV)/tested  ## 格式、类型
	$(BIN)/ruff check . && $(BIN)/ruff format --check graphkb loaders web tests
	rm -rf build/types && $(BIN)/pip install -q --no-deps --target build/types .
	cd build/types && ../../$(BIN)/mypy --strict --config-file ../../pyproject.toml -p graphkb

docs: $(VENV)/tested  ## 重新生成 docs/ 里由代码派生的页面
	$(BIN)/python -m graphkb.reference docs

pictures: $(VENV)/tested  ## 从样例市重新截取 README 的图片
	GRAPHKB_PICTURES=1 $(BIN)/python -m pytest --engine arcadedb tests/web/browser/test_pages.py -k pictures

bench: $(VENV)/tested  ## 装载与规则的速度，写入 docs/benchmarks.md
	$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) build

.PHONY: bench-nation bench-serving
bench-serving: $(VENV)/tested  ## 装载进行时网页和接口的应答时间
	$(BIN)/python -m tests.bench.serving

bench-nation: $(VENV)/tested  ## 全国规模
	$(BIN)/python -m tests.bench nation
	$(BIN)/python -m tests.bench.bulk
