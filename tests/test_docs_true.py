"""What the documentation says about the code by name is there: files, modules, commands, make targets, settings."""

from __future__ import annotations

import importlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkb.reference.commands import commands, parameters

ROOT = Path(__file__).parents[1]
PATHS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in PATHS}
FILE = re.compile(r"(?<![\w/.])(?:graphkb|loaders|cypher|web|tests|docs|\.ci)/[\w./<-]*")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
OPTIONS = {path: {word for p in parameters(function) for word in p.name.split("/")} for path, function in commands()}
pages = pytest.mark.parametrize("page", PAGES)


def marked(page: str) -> Iterator[str]:
    """What stands in backticks, and every line of a block of shell commands."""
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", PAGES[page])
    for block in re.findall(r"^```sh\n(.+?)^```", PAGES[page], re.DOTALL | re.MULTILINE):
        yield from (re.sub(r"\s+#.*", "", line) for line in block.splitlines())


@pages
def test_every_file_that_is_named_is_there(page: str) -> None:
    named = {word for text in marked(page) for word in FILE.findall(text) if "<" not in word}
    assert [name for name in sorted(named) if not (ROOT / name.rstrip("./")).exists()] == []


@pages
def test_every_module_that_is_named_is_there(page: str) -> None:
    named = {word for text in marked(page) for word in re.findall(r"(?<![\w/.-])(?:graphkb|tests)(?:\.\w+)+", text)}
    assert [name for name in sorted(named) if not is_there(name)] == []


def is_there(name: str) -> bool:
    """Whether this is a module, or a name in one."""
    for cut in range(len(name.split(".")), 0, -1):
        module, rest = ".".join(name.split(".")[:cut]), name.split(".")[cut:]
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            continue
        return len(rest) <= 1 and all(hasattr(found, one) for one in rest)
    return False


@pages
def test_every_command_that_is_shown_works_so(page: str) -> None:
    assert [fault for text in marked(page) if re.match(r"(\S*/)?graphkb [a-z]", text) for fault in command_faults(text)] == []


def command_faults(text: str) -> Iterator[str]:
    """What is wrong with a command as the documentation writes it: no such command, no such option."""
    for one in re.split(r"[|;&]+ *", text):
        words = one.split()
        if not words or not re.fullmatch(r"(\S*/)?graphkb", words[0]):
            continue
        names = [word for word in re.split(r"[\s,]+", " ".join(words[1:])) if re.fullmatch(r"[a-z][a-z-]*", word)]
        path = next((p for p in (f"graphkb {' '.join(names[:n])}" for n in (2, 1)) if p in OPTIONS), None)
        group = any(p.startswith(f"graphkb {names[0]} ") for p in OPTIONS) if names else False
        if path is None:
            if not (group and len(names) <= 1):
                yield f"{text}: no such command"
            continue
        wanted = {word.partition("=")[0] for word in words if word.startswith("--")}
        yield from (f"{text}: no option {word}" for word in wanted - OPTIONS[path] - {"--help"})


@pages
def test_every_target_of_make_is_there(page: str) -> None:
    named = {word for text in marked(page) for word in re.findall(r"\bmake ([a-z-]+)", text)}
    assert [name for name in sorted(named) if not re.search(rf"^{name}:", MAKEFILE, re.MULTILINE)] == []


@pages
def test_every_setting_that_is_named_is_read(page: str) -> None:
    product = subprocess.run(
        ["git", "grep", "-hoE", "GRAPHKB_[A-Z0-9_]+"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    read = set(product.split())
    prefixes = tuple(name for name in read if name.endswith("_"))
    named = set(re.findall(r"GRAPHKB_[A-Z0-9_]+[A-Z0-9]", PAGES[page]))
    assert [name for name in sorted(named) if name not in read and not name.startswith(prefixes)] == []


def test_every_room_is_described() -> None:
    folders = {path.parent.relative_to(ROOT).parts[:2] for path in (ROOT / "graphkb").rglob("*.py")}
    rooms = sorted(f"`{'/'.join(parts)}/`" for parts in folders if len(parts) == 2)
    assert [room for room in rooms if room not in PAGES["CONTRIBUTING.md"]] == []


@pages
def test_every_name_said_to_be_in_a_file_is_in_it(page: str) -> None:
    """`name` in `path`: the documentation's way to say where something is."""
    said = re.findall(r"`(\w+)(?:\(\))?` (?:in|of) `((?:graphkb|loaders|web|tests)/[\w/]+\.py)`", PAGES[page])
    assert [pair for pair in said if not re.search(rf"\b{pair[0]}\b", (ROOT / pair[1]).read_text(encoding="utf-8"))] == []
