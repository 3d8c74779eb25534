"""Whom the reasons of gaps name, and the same reasons for viewers who may not see all of them.

A subject's verdict can rest on organizations and units from elsewhere. A viewer who is limited to an area reads the same
verdict and the same sentence, without the names of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graphkb.catalogue import Rule
from graphkb.ontology import ONTOLOGY
from graphkb.scope import LEVELS, NAMES_AT_ONCE
from graphkb.sentences import in_words, sentence
from graphkb.store import Store
from graphkb.territory import Within

OUTSIDE = "（范围外）"
ABOVE = "上级"  # who may complete a ledger, for viewers below that level
_HOMES = """
MATCH (node:{label})
WHERE node.name IN $names
MATCH (node){way}(home:Area)
RETURN DISTINCT node.name AS name, home.city AS city, home.district AS district, home.street AS street,
       home.community AS community, home.grid AS grid
"""


def said_of(rule: Rule, row: Mapping[str, Any], district: str) -> dict[str, Any]:
    """What the reason of a gap is made of, as plain values: enough to write it again without some of its names."""
    facts = {key: value if _names_in(value) else in_words(value, rule.words) for key, value in row["facts"].items()}
    names = {"name": row["name"], "home": row["area_name"], "district": district}
    return {"because": row["because"], "facts": facts, "names": names}


def named(said: Mapping[str, Any]) -> Iterator[str]:
    """The texts in it that may be names."""
    for value in said["facts"].values():
        yield from _names_in(value)


def homes_of(store: Store, names: Iterable[str]) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """Each of these names that a node bears, with the codes by level of the area it belongs to; one for each such area."""
    asked = sorted(set(names))
    for label in ONTOLOGY.labels.values():
        for way in label.home:
            for start in range(0, len(asked), NAMES_AT_ONCE):
                text = _HOMES.replace("{label}", label.name).replace("{way}", way)
                for row in store.read(text, {"names": asked[start : start + NAMES_AT_ONCE]}, timeout=600):
                    yield row["name"], tuple(row[level] for level in LEVELS)


def elsewhere(store: Store, names: Iterable[str], within: Within | None) -> set[str]:
    """Those of the names that somebody bears and nobody inside the area does."""
    if within is None or within.level is None:
        return set()
    found = list(homes_of(store, names))
    place = LEVELS.index(within.level)
    return {name for name, _ in found} - {name for name, home in found if home[place] == within.code}


def retold(rule: Rule, said: Mapping[str, Any], outside: set[str], within: Within) -> str:
    """The reason for a viewer who does not see these names."""
    facts = {key: _without(value, outside) for key, value in said["facts"].items()}
    names = dict(said["names"])
    if within.level not in LEVELS[:2]:
        names["district"] = ABOVE
    return sentence(rule, said["because"], facts, **names)


def _names_in(value: Any) -> Sequence[str]:
    texts = value if isinstance(value, list) else [value]
    return texts if texts and all(isinstance(text, str) for text in texts) else ()


def _without(value: Any, outside: set[str]) -> Any:
    if isinstance(value, list):
        return [OUTSIDE if item in outside else item for item in value]
    return OUTSIDE if value in outside else value
