"""Asks for known vulnerabilities of what is locked: `python -m tests.supply.audit`.

Exit code 0: all packages were asked about and none is known to be vulnerable; 1: one is; 69 (service unavailable):
nothing is known to be, but not all could be asked about. pip-audit itself takes the last for the first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.supply.lock import TESTS

UNKNOWN = os.EX_UNAVAILABLE if hasattr(os, "EX_UNAVAILABLE") else 69
COMMAND = [
    sys.executable,
    "-m",
    "pip_audit",
    "--disable-pip",
    "--require-hashes",
    "--format",
    "json",
    "--progress-spinner",
    "off",
]


def verdict(answer: str, complaint: str) -> tuple[int, list[str]]:
    """The exit code, and the lines that say why, for what pip-audit printed."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        return UNKNOWN, [f"audit: no data reachable, nothing is known about any package: {complaint.strip()[-200:]}"]
    holes = [(one, hole) for one in packages for hole in one.get("vulns", [])]
    unasked = [one["name"] for one in packages if "skip_reason" in one]
    said = [f"audit: {one['name']} {one['version']}: {hole['id']}, mended in {hole['fix_versions']}" for one, hole in holes]
    if unasked or not packages:
        said.append(f"audit: no data reachable for {len(unasked)} of {len(packages)} packages: nothing is known about them")
    if holes:
        return 1, said
    if unasked or not packages:
        return UNKNOWN, said
    return 0, [f"audit: {len(packages)} packages, no known vulnerability"]


def main() -> int:
    """Both locks: the one of the tests holds all of the runtime too."""
    done = subprocess.run([*COMMAND, "-r", str(TESTS)], capture_output=True, text=True, check=False)
    code, said = verdict(done.stdout, done.stderr)
    print("\n".join(said))
    return code


if __name__ == "__main__":
    sys.exit(main())
