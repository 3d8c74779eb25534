"""The distribution: all files of the product, no name but its own, and it works without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from graphkb.reference import PAGES
from tests.test_layout import FOLDERS, PROJECT, ROOT

pytestmark = pytest.mark.slow


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
