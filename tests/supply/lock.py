"""The two lock files, read: which packages at which versions, for which machines, with which hashes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = ROOT / "requirements.txt"
TESTS = ROOT / "requirements-test.txt"


@dataclass(frozen=True)
class Locked:
    """One version of a package and the SHA-256 of every file that it is distributed as."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def lines(path: Path) -> list[str]:
    """The lines of a requirements file, those that go on joined, without comments."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return text.replace("\\\n", "").splitlines()


def entry(line: str) -> Locked:
    """A line of a lock. ValueError where it is anything but `name==version ; marker --hash=sha256:…`."""
    said, *hashes = re.split(r"\s+--hash=", line.strip())
    requirement = Requirement(said)
    pin = re.fullmatch(r"==([\w.!+]+)", str(requirement.specifier))
    if not pin or requirement.url or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes):
        raise ValueError(f"no line of a lock: {line}")
    return Locked(canonicalize_name(requirement.name), pin[1], str(requirement.marker or ""), tuple(hashes))


def read(path: Path) -> list[Locked]:
    """What a lock holds, in its order."""
    return [entry(line) for line in lines(path)]


def direct(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for by name: the runtime, what builds the project, and these extras."""
    project = PROJECT["project"]
    asked = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    return [Requirement(one) for one in asked + [more for extra in extras for more in project["optional-dependencies"][extra]]]


def summary() -> str:
    """A table: packages of each lock that pyproject.toml names, those that come with them, and hashes."""
    rows = ["| lock | direct | indirect | hashes |", "|---|---|---|---|"]
    for path, extras in ((RUNTIME, ()), (TESTS, ("test",))):
        named = {canonicalize_name(one.name) for one in direct(*extras)}
        locked = read(path)
        indirect = {one.name for one in locked} - named
        rows.append(f"| `{path.name}` | {len(named)} | {len(indirect)} | {sum(len(one.hashes) for one in locked)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(summary())
