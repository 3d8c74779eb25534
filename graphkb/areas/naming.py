"""Names of areas beside their codes, in all that people and programs are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias

from graphkb.areas.scope import area_names
from graphkb.store import Store

Names: TypeAlias = Callable[[Iterable[str]], Mapping[str, str]]
AT_ONCE = 1_000


def named(value: Any, names: Names) -> Any:
    """The same, with `area_name` behind each `area` in it, however deep, and `path_names` behind the `path` of such an object.

    What is named already stays; an area that has no name is called by its code.
    """
    codes = set(_codes(value))
    return _beside(value, names(codes) if codes else {})


def named_rows(store: Store, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows, as they come, with the names that the store has."""
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield from named(some, lambda codes: area_names(store, sorted(codes)))


def with_names(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that rows have then."""
    beside = {"area": ("area_name",), "path": ("path_names",)} if "area" in columns else {}
    return tuple(one for name in columns for one in (name, *beside.get(name, ())) if one == name or one not in columns)


def _codes(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("area"):
            yield value["area"]
            yield from value.get("path") or ()
        for one in value.values():
            yield from _codes(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _codes(one)


def _beside(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for name, one in value.items():
            found[name] = _beside(one, known)
            if name == "area" and "area_name" not in value:
                found["area_name"] = known.get(one, one)
            elif name == "path" and "area" in value and "path_names" not in value:
                found["path_names"] = [known.get(code, code) for code in one]
        return found
    return [_beside(one, known) for one in value] if isinstance(value, (list, tuple)) else value
