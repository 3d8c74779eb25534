"""docs/commands.md: the command line as a page, read from the signatures of the commands."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from graphkb.cli import app
from graphkb.languages import retold
from graphkb.reference.markdown import code, page, table

_INTRODUCTION = """Results go to standard output, messages and progress bars to standard error. Settings in the environment
are listed in [stores.md](stores.md)."""
_EXITS = (
    ("0", "done"),
    ("1", "done, but rows were skipped or held (`load`), or there are gaps (`gaps --fail-on-gap`)"),
    ("2", "wrong usage"),
    ("3", "input refused, nothing written"),
    ("4", "store not reachable or not writable"),
    ("5", "another load is running"),
    (
        "129, 130, 143",
        "ended from outside: terminal closed, Ctrl+C, SIGTERM (128 and the number of the signal); `serve` ends so with 0",
    ),
    ("141", "the program that read the results had ended before all were printed (`graphkb gaps | head -1`)"),
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What follows a command: as it is typed (`--rule ID`), what it does, and its default in words."""

    name: str
    typed: str
    help: str
    default: str


def commands_page() -> str:
    """The page."""
    sections = [_section(path, function, about) for path, function, about in described()]
    exits = f"## Exit codes\n\n{table(('code', 'means'), _EXITS)}"
    return page("Commands", "`graphkb/cli/`", _INTRODUCTION, *sections, exits)


def commands(application: typer.Typer = app, path: str = "graphkb") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every command that can be run, with its words (`graphkb store start`) and its function."""
    return ((words, function) for words, function, _ in described(application, path))


def described(application: typer.Typer = app, path: str = "graphkb") -> Iterator[tuple[str, Callable[..., Any], str]]:
    """The same, each with what it does."""
    for command in application.registered_commands:
        if command.callback and not command.hidden:
            name = command.name or command.callback.__name__.replace("_", "-")
            yield f"{path} {name}", command.callback, command.help or ""
    for group in application.registered_groups:
        if group.typer_instance and not group.hidden:
            yield from described(group.typer_instance, f"{path} {group.name}")


def parameters(function: Callable[..., Any]) -> Iterator[Parameter]:
    """The arguments and options of a command."""
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        kind, info, default = hints[name], parameter.default, parameter.default
        if get_origin(kind) is Annotated:
            kind, info = get_args(kind)[:2]
        else:
            default = getattr(info, "default", None)
        if isinstance(info, ArgumentInfo | OptionInfo) and not info.hidden:
            yield _parameter(name, kind, info, default)


def _section(path: str, function: Callable[..., Any], about: str) -> str:
    rows = [(p.typed, *_both(p.help), p.default) for p in parameters(function)]
    listed = table(("", "", "in English", "default"), rows) if rows else ""
    return "\n\n".join(part for part in (f"## {path}", *_both(about), listed) if part)


def _both(text: str) -> tuple[str, str]:
    """A text in Chinese and in English."""
    return retold(text, "zh"), retold(text, "en")


def _parameter(name: str, kind: Any, info: ArgumentInfo | OptionInfo, default: Any) -> Parameter:
    several, kind = _unwrapped(kind)
    written = "" if default in (None, False, inspect.Parameter.empty, ...) else code(str(getattr(default, "value", default)))
    if isinstance(info, ArgumentInfo):
        typed = info.metavar or name.upper()
        return Parameter(typed, code(typed), info.help or "", written)
    # Inside Annotated, Typer takes the first name for a default.
    declared = [d for d in (info.default, *(info.param_decls or ())) if isinstance(d, str) and d.startswith("-")]
    names = declared or [f"--{name.replace('_', '-')}"]
    value = "" if kind is bool else f" {info.metavar or _values(kind)}"
    return Parameter(names[0], code(", ".join(names) + value) + ("…" if several else ""), info.help or "", written)


def _unwrapped(kind: Any) -> tuple[bool, Any]:
    """Whether it can be given several times, and the type of one."""
    kinds = [one for one in get_args(kind) if one is not NoneType]
    if NoneType in get_args(kind) and len(kinds) == 1:
        return _unwrapped(kinds[0])
    return (True, kinds[0]) if get_origin(kind) is list else (False, kind)


def _values(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return "|".join(map(str, get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(one.value) for one in kind)
    known = {str: "TEXT", int: "N", datetime: "DATE", Path: "PATH"}
    return known[kind]
