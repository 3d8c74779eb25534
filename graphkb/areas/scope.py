"""Which part of the division tree a question is about, and how a rule's text is bound to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphkb import ontology
from graphkb.catalogue import SCOPE_MARKER, Rule
from graphkb.cypher import filled, part
from graphkb.languages import Spoken, Text
from graphkb.store import Store

LEVELS = tuple(level.lower() for level in ontology.LEVELS)  # as properties of areas are called
NAMES_AT_ONCE = 10_000


_UNKNOWN = Text(
    "库中没有编码为“{code}”的区域；请核对编码，或先装载含该区域的《区划》《网格》台账。",
    "No area in the store has the code {code}. Check it, or load the ledger of divisions or grids that holds it first.",
)


class UnknownArea(Spoken):
    """No area in the store has this code (wrong usage, exit code 2)."""

    def __init__(self, code: str) -> None:
        super().__init__(_UNKNOWN(code=code))


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the tree. `codes` are the codes from its city down to its own, by level; empty for the whole store."""

    codes: Mapping[str, str]

    @property
    def level(self) -> str:
        """The level of the area at the top; `city` for the whole store."""
        return next((level for level in reversed(LEVELS) if level in self.codes), "city")

    def levels_down_to(self, level: str) -> tuple[str, ...]:
        """The levels that rows are asked for: from its own down to `level`, and its own in any case."""
        top, bottom = LEVELS.index(self.level), LEVELS.index(level)
        return LEVELS[top : max(top, bottom) + 1]

    def bind(self, rule: Rule) -> str:
        """The rule's text with `home` bound to the areas of the scope."""
        return rule.text.replace(SCOPE_MARKER, self.home or SCOPE_MARKER, 1)

    @property
    def home(self) -> str:
        """The clause that binds `home` to the areas of the scope; empty for the whole store.

        The codes above the area are conditions too: the index on the district is what makes one out of a nation fast.
        """
        conditions = ", ".join(f"{level}: ${level}" for level in self.codes)
        return f"MATCH (home:Area {{{conditions}}})" if conditions else ""


def find_scope(store: Store, area: str | None) -> Scope:
    """The scope of `--area`: an area of any level by its code, or everything."""
    if area is None:
        return Scope({})
    found = store.read(part("areas/area"), {"code": area})
    if not found:
        raise UnknownArea(area)
    return Scope({level: code for level, code in found[0].items() if code is not None})


def around(name: str, rule: Rule, scope: Scope) -> str:
    """The text of a part with the rule in it."""
    return filled(name, rule=scope.bind(rule))


def at_home(name: str, rule: Rule) -> str:
    """The text of a part with the rule in it, bound to the area `$home` alone and nothing below it."""
    return filled(name, rule=rule.text.replace(SCOPE_MARKER, "MATCH (home:Area {code: $home})", 1))


def area_names(store: Store, codes: Sequence[str]) -> dict[str, str]:
    """The names of these areas by code."""
    names: dict[str, str] = {}
    for start in range(0, len(codes), NAMES_AT_ONCE):
        names |= _names(store.read(part("areas/names"), {"codes": codes[start : start + NAMES_AT_ONCE]}))
    return names


def district_names(store: Store, scope: Scope) -> dict[str, str]:
    """The names of the cities and districts of the scope by code."""
    within = {level: scope.codes.get(level) for level in ("city", "district")}
    return _names(store.read(part("areas/district-names"), within))


def _names(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows}
