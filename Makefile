# One command for each thing; a private environment in .venv, nothing else on the machine is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Nothing that the lock does not hold is installed, and the project itself is built with what the lock holds.
LOCKED := $(BIN)/python -m pip install -q --require-hashes --only-binary :all: -r
ITSELF := $(BIN)/python -m pip install -q --no-deps --no-build-isolation
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo quick test campaign check audit lock docs pictures bench bench-nation clean

$(VENV)/installed: pyproject.toml requirements.txt $(shell find graphkb loaders web cypher -type f -not -path '*/__pycache__/*')
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	rm -rf build/lib
	$(LOCKED) requirements.txt
	$(ITSELF) --upgrade .
	touch $@

# Editable: from within the checkout, `python -m` would find its graphkb/ without loaders/, cypher/ and web/.
$(VENV)/tested: $(VENV)/installed requirements-test.txt
	$(LOCKED) requirements-test.txt
	$(ITSELF) -e .
	touch $@

demo: $(VENV)/installed  ## 安装、启动专用的 Neo4j、装载样例市、打印覆盖报告、启动网页
	$(BIN)/graphkb demo

quick: $(VENV)/tested  ## 不需要存储和浏览器的测试
	$(BIN)/python -m pytest -q -m "not engine and not campaign and not slow" --numprocesses 2

test: $(VENV)/tested check  ## 全部检查和测试
	$(BIN)/python -m tests.unsteady --numprocesses 2 --dist loadscope

campaign: $(VENV)/tested  ## 比 CI 更长的测试：逐点 kill -9、暂停引擎、五千份工作簿、五万条查询
	$(BIN)/python -m pytest -m "campaign or slow"
	$(BIN)/python -m tests.loaders.xlsx.comparing 5000  # LibreOffice's where it is installed; figures into docs/reliability.md
	$(BIN)/python -m pytest --release current  # needs GRAPHKB_JAVA, a Java >= 21

check: $(VENV)/tested  ## 格式、类型
	$(BIN)/ruff check . && $(BIN)/ruff format --check graphkb loaders web tests
	rm -rf build/types && $(ITSELF) --target build/types .
	cd build/types && ../../$(BIN)/mypy --strict --config-file ../../pyproject.toml -p graphkb

audit: $(VENV)/tested  ## 锁定的版本有没有已知漏洞；问不到时也算失败
	$(BIN)/python -m tests.supply.audit

# Locked versions stay as they are as long as pyproject.toml allows: `make lock UPGRADE=--upgrade` takes the newest.
COMPILE = build/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --only-binary :all: pyproject.toml
lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock:  ## 从 pyproject.toml 重新生成两份锁定文件
	test -x build/lock/bin/uv || { $(PYTHON) -m venv build/lock && build/lock/bin/pip install -q uv; }
	$(COMPILE) $(UPGRADE) --group build --extra test -o requirements-test.txt
	$(COMPILE) $(UPGRADE) --group build -c requirements-test.txt -o requirements.txt  # what the tests run with, and no more
	$(PYTHON) -m tests.supply.jars  # asks Maven (mvn)

docs: $(VENV)/tested  ## 重新生成 docs/ 里由代码派生的页面
	$(BIN)/python -m graphkb.reference docs

pictures: $(VENV)/tested  ## 从样例市重新截取 README 的图片
	GRAPHKB_PICTURES=1 $(BIN)/python -m pytest tests/web/browser/test_pages.py -k pictures

bench: $(VENV)/tested  ## 装载与规则的速度，写入 docs/benchmarks.md
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.sharing

clean:
	rm -rf $(VENV) build

.PHONY: bench-editions bench-nation bench-serving bench-start bench-xlsx
bench-editions: $(VENV)/tested  ## 下个月的版本与首次装载相比
	$(BIN)/python -m tests.bench.editions

bench-xlsx: $(VENV)/tested  ## 读一张写满的工作表：时间和内存，与 openpyxl 相比
	$(BIN)/python -m tests.bench.xlsx

bench-serving: $(VENV)/tested  ## 装载进行时网页和接口的应答时间
	$(BIN)/python -m tests.bench.serving

bench-start: $(VENV)/tested  ## 空机器上、重新启动后，多久能看到数字
	$(BIN)/python -m tests.bench.start

bench-nation: $(VENV)/tested  ## 全国规模
	$(BIN)/python -m tests.bench nation
	$(BIN)/python -m tests.bench.bulk
