"""A test run that was killed leaves no server behind: the guardian ends what works in its folder, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests import guardian

STANDING = [sys.executable, "-c", "import time; print(flush=True); time.sleep(300)"]


def test_what_works_in_the_folder_ends_with_the_run(tmp_path: Path) -> None:
    run = subprocess.Popen([sys.executable, "-c", ""])
    folder = tmp_path / "run"
    folder.mkdir()
    left = subprocess.Popen([*STANDING, str(folder / "home")], stdout=subprocess.PIPE)
    other = subprocess.Popen([*STANDING, str(tmp_path / "elsewhere")], stdout=subprocess.PIPE)
    with left, other:
        try:
            for process in (left, other):
                assert process.stdout
                assert process.stdout.readline()
            run.wait(30)
            guardian.main(run.pid, folder)
            assert left.wait(30) != 0
            assert other.poll() is None
        finally:
            left.kill()
            other.kill()
    assert not folder.exists()
