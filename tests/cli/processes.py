"""Commands as processes of their own: what they print and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it said on standard error."""

    code: int
    said: list[str]


def heeding() -> None:
    """Every signal as a terminal leaves it: what starts the tests may have told them to ignore some (nohup, a job behind `&`)."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def begin(*words: str, module: str = "graphkb", **more: Any) -> subprocess.Popen[str]:
    """The command, running; its standard error can be read."""
    command = [sys.executable, "-m", module, *words]
    given = {"preexec_fn": heeding, **more}
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, encoding="utf-8", **given)


def outcome(child: subprocess.Popen[str]) -> Outcome:
    """How it ends, waited for."""
    said = child.communicate(timeout=120)[1]
    return Outcome(child.returncode, said.splitlines())


def unread(*words: str) -> subprocess.Popen[str]:
    """The command with a reader of its results that has gone before the first of them comes."""
    read, write = os.pipe()
    try:
        os.close(read)
        return begin(*words, stdout=write)
    finally:
        os.close(write)
