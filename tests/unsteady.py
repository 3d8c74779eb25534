"""Runs pytest with the arguments given, and what failed a second time, alone.

On a slow and busy machine one of 8 000 tests in a real server and a real browser may miss its moment. A test that fails
twice fails the run; one that passes alone is named, so that somebody mends it. More than `MOST` failures are no accident:
nothing is tried again then.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

MOST = 5
_FAILED = Path(".pytest_cache/v/cache/lastfailed")


def main(arguments: list[str]) -> int:
    """Exit code: that of pytest, or of the second try of the few that failed."""
    _FAILED.unlink(missing_ok=True)
    code = _pytest(arguments)
    failed = json.loads(_FAILED.read_text("utf-8")) if code == 1 and _FAILED.exists() else {}
    if not 0 < len(failed) <= MOST:
        return code
    again = _pytest(["--last-failed", "--last-failed-no-failures", "none"])
    if again == 0:
        print("unsteady, failed once and passed alone:", *failed, sep="\n  ", flush=True)
    return again


def _pytest(arguments: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
