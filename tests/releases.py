"""Other releases of the product: copies of it in which something is declared otherwise, run as programs of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copied(folder: Path) -> Path:
    """A copy of the product in the folder, to be changed and then run; gives the copy's `graphkb/`."""
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "graphkb", folder / "graphkb", ignore=left_out)
    for name in ("loaders", "cypher", "web"):
        shutil.copytree(ROOT / name, folder / "graphkb" / name, ignore=left_out)
    return folder / "graphkb"


def run(release: Path, *words: str, seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """`python -m` with these words, where `graphkb` is the copy below this folder and `tests` are ours."""
    environment = {**os.environ, "PYTHONPATH": f"{release}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-P", "-m", *words]
    return subprocess.run(command, env=environment, cwd=release, capture_output=True, text=True, timeout=seconds, check=False)
