"""Every locked package of the runtime has a wheel for each platform that the README names. Asks the index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.supply.lock import RUNTIME

pytestmark = pytest.mark.slow

PLATFORMS = {
    "Linux x86_64": ["manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux_2_12_x86_64"],
    "Linux aarch64": ["manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"],
    "Windows": ["win_amd64"],
    "macOS x86_64": [*(f"macosx_{n}_0_x86_64" for n in range(11, 15)), *(f"macosx_10_{n}_x86_64" for n in range(9, 17))],
    "macOS arm64": [f"macosx_{n}_0_arm64" for n in range(11, 15)],
}
NO_NETWORK = (
    *("NewConnectionError", "Temporary failure", "ConnectTimeout", "Connection refused", "Read timed out"),
    "No address associated",
)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_package_has_a_wheel(platform: str, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--dry-run",
        "--ignore-installed",
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    command += ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "abi3", "--abi", "none"]
    command += [word for tag in PLATFORMS[platform] for word in ("--platform", tag)]
    done = subprocess.run([*command, "--target", str(tmp_path), "-r", str(RUNTIME)], capture_output=True, text=True, check=False)
    if done.returncode and any(sign in done.stderr for sign in NO_NETWORK):
        pytest.skip("no network: nobody could be asked for wheels")
    assert done.returncode == 0, done.stderr[-2000:]
