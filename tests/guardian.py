"""Ends what a test run leaves behind, however the run ended: `python -m tests.guardian PID FOLDER`.

Servers outlive on purpose whoever starts them, so a killed run would leave them for ever. This waits for the run's process to
be gone, ends every process that works in the run's folder, and removes the folder.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil


def watch(pid: int, folder: Path) -> None:
    """Start the guardian of a run, out of reach of what ends the run."""
    command = [sys.executable, "-m", "tests.guardian", str(pid), str(folder)]
    root = Path(__file__).parents[1]
    child = subprocess.Popen(command, cwd=root, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    child.returncode = 0  # It outlives this process on purpose.


def lives_in(process: psutil.Process, folder: str) -> bool:
    """Whether the folder is in the process's command line or environment."""
    with suppress(psutil.Error, OSError):
        return any(folder in word for word in [*process.cmdline(), *process.environ().values()])
    return False


def main(pid: int, folder: Path) -> None:
    """Wait for the run, then clear up after it."""
    with suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait()
    mine = psutil.Process().pid
    for _ in range(3):  # What is being started just now is there the next time.
        for process in psutil.process_iter():
            if process.pid != mine and lives_in(process, str(folder)):
                with suppress(psutil.Error):
                    process.kill()
        time.sleep(0.3)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
