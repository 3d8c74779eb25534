"""What may import what, what is installed, and what every module owes its readers."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from graphkb.reference import PAGES

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS = {"graphkb": "graphkb", "loaders": "graphkb.loaders", "cypher": "graphkb.cypher", "web": "graphkb.web"}

# The one table of which part of the product may import which, in the order in which data flow: a part imports only what
# stands above it. A part is a module of graphkb/, or a package with all below it.
MAY_IMPORT: dict[str, set[str]] = {
    "graphkb": set(),
    "graphkb.languages": set(),
    "graphkb.problems": {"languages"},
    "graphkb.records": {"problems"},
    "graphkb.loaders": {"problems", "records"},
    "graphkb.ontology_types": set(),
    "graphkb.ontology_faults": {"languages", "ontology_types"},
    "graphkb.ontology": {"ontology_faults", "ontology_types"},
    "graphkb.judge": {"ontology", "problems", "records"},
    "graphkb.store": set(),
    "graphkb.schema": {"ontology", "store"},
    "graphkb.ingest": {"judge", "languages", "ontology", "problems", "records", "schema", "store"},
    "graphkb.cypher": set(),
    "graphkb.aggregates": set(),
    "graphkb.catalogue": {"languages"},
    "graphkb.parameters": {"catalogue", "languages"},
    "graphkb.sentences": {"catalogue", "languages"},
    "graphkb.scope": {"catalogue", "store"},
    "graphkb.coverage": {"catalogue", "scope", "store"},
    "graphkb.territory": {"ontology", "scope", "store"},
    "graphkb.mentions": {"catalogue", "languages", "ontology", "scope", "sentences", "store", "territory"},
    "graphkb.gaps": {"catalogue", "coverage", "languages", "mentions", "scope", "sentences", "store", "territory"},
    "graphkb.survey": {"catalogue", "coverage", "scope", "store"},
    "graphkb.formats": set(),
    "graphkb.explain_columns": {"ontology"},
    "graphkb.template": {"explain_columns", "judge", "ontology"},
    "graphkb.sample": {"ontology"},
    "graphkb.guard": {"aggregates", "languages", "ontology", "store"},
    "graphkb.standards": {"catalogue", "languages", "ontology", "scope", "store", "territory"},
    "graphkb.explain": {
        *("catalogue", "coverage", "languages", "ontology", "scope", "sentences", "standards", "store", "territory"),
    },
    "graphkb.network": {"catalogue", "languages", "ontology", "scope", "store", "territory"},
    "graphkb.cobuilding": {
        *("catalogue", "gaps", "languages", "network", "ontology", "scope", "sentences", "store", "territory"),
    },
    "graphkb.search": {"catalogue", "ontology", "scope", "store", "territory"},
    "graphkb.profile": {"catalogue", "languages", "ontology", "scope", "standards", "store", "territory"},
    "graphkb.subjects": {"explain", "languages", "network", "ontology", "scope", "store", "territory"},
    "graphkb.loads": {"store"},
    "graphkb.runs": {"catalogue", "coverage", "gaps", "languages", "loads", "mentions", "scope", "store", "territory"},
    "graphkb.access": {"store", "territory"},
    "graphkb.notebook": {"formats", "guard", "network", "store"},
    "graphkb.web": {
        *("access", "catalogue", "cobuilding", "coverage", "explain", "formats", "gaps", "guard", "ingest", "judge", "loaders"),
        *(
            "languages",
            "loads",
            "network",
            "mentions",
            "notebook",
            "ontology",
            "parameters",
            "problems",
            "profile",
            "runs",
            "scope",
            "search",
            "sentences",
            "store",
        ),
        *("subjects", "template", "territory"),
    },
    "graphkb.cli": {
        *("access", "catalogue", "cobuilding", "coverage", "explain", "formats", "gaps", "guard", "ingest", "judge", "loaders"),
        *(
            "network",
            "ontology",
            "parameters",
            "problems",
            "sample",
            "scope",
            "sentences",
            "store",
            "template",
            "territory",
            "web",
        ),
    },
    "graphkb.__main__": {"cli"},
    "graphkb.reference": {"catalogue", "cli", "coverage", "ontology", "sample", "schema", "store"},
}

# Who may import what is not ours. Formats of files and HTTP stay out of the core; an engine's driver is in one module.
OUTSIDE: dict[str, set[str]] = {
    "arcadedb_embedded": {"graphkb.store.java"},
    "neo4j": {"graphkb.store.bolt"},
    "flask": {"graphkb.web"},
    "lark": {"graphkb.guard"},
    "flask_babel": {"graphkb.web"},
    "babel": {"graphkb.web"},
    "pydantic": {"graphkb.web"},
    "pypinyin": {"graphkb.web"},
    "waitress": {"graphkb.web"},
    "werkzeug": {"graphkb.web"},
    "markupsafe": {"graphkb.web"},
    "itsdangerous": {"graphkb.web"},
    "py2neo": {"graphkb.notebook"},
    "pyvis": {"graphkb.network"},
    "networkx": {"graphkb.network", "graphkb.notebook"},
    "defusedxml": {"graphkb.loaders"},
    "openpyxl": {"graphkb.loaders"},
    "python_calamine": {"graphkb.loaders"},
    "xlsxwriter": {"graphkb.formats", "graphkb.sample", "graphkb.template"},
    "numpy": {"graphkb.ingest"},
    "psutil": {"graphkb.ingest.lock", "graphkb.store"},
    "platformdirs": {"graphkb.store"},
    "rich": {"graphkb.cli", "graphkb.reference"},
    "typer": {"graphkb.cli", "graphkb.reference"},
    # of the standard library
    "csv": {"graphkb.formats", "graphkb.loaders", "graphkb.sample"},
    "sqlite3": {"graphkb.access", "graphkb.loaders", "graphkb.runs"},
    "xml": {"graphkb.loaders"},
    "zipfile": {"graphkb.loaders"},
    "http": {"graphkb.store", "graphkb.web"},
    "socket": {"graphkb.guard.locks", "graphkb.store", "graphkb.web"},
    "urllib.request": {"graphkb.store", "graphkb.web"},
}
# Imported as one name, required as another.
REQUIRED_AS = {"flask_babel": "flask-babel", "python_calamine": "python-calamine", "arcadedb_embedded": "arcadedb-embedded"}
AT_MOST_ONE_MODULE = ("arcadedb_embedded", "neo4j", "py2neo", "pyvis")


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
    return ".".join(name.split(".")[:2])


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
    allowed = {mine, "graphkb", *(f"graphkb.{part}" for part in MAY_IMPORT[mine])}
    ours = {part_of(imported) for imported in imports(name) if imported.split(".")[0] == "graphkb"}
    assert ours - allowed == set()


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


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The distribution, built from a copy so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in FOLDERS:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_wheel_takes_no_name_but_its_own(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    version = PROJECT["project"]["version"]
    assert tops == {"graphkb", f"graphkb-{version}.dist-info"}


def test_wheel_brings_every_file_along(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"{package.replace('.', '/')}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, package in FOLDERS.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - packed == set()
    assert {name for name in packed if name.startswith("graphkb/")} - wanted == set()
    kinds = (".cypher", "ontology.toml", ".csv", "py.typed", "licenses/LICENSE", "entry_points.txt")
    assert [kind for kind in kinds if not any(name.endswith(kind) for name in packed)] == []


def test_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Ontology, catalogue, sample and commands are read from the package: the derived pages come out the same."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    (tmp_path / "docs").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    command = [sys.executable, "-c", "import graphkb; print(graphkb.__file__)"]
    where = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert str(tmp_path) in where.stdout
    pages = [sys.executable, "-m", "graphkb.reference", "docs"]
    subprocess.run(pages, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "docs").iterdir()} == {
        name: page() for name, page in PAGES.items()
    }
    sample = [sys.executable, "-m", "graphkb", "sample", "--out", "city"]
    subprocess.run(sample, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert len(list((tmp_path / "city").glob("*.xlsx"))) == 6
