"""What the reasons of gaps are made of, to tell them again: in another language, and to viewers who may not see all of it.

A subject's verdict can rest on organizations and units from elsewhere. A viewer who is limited to an area reads the same
verdict and the same sentence, without the names of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from graphkb.areas.scope import LEVELS, NAMES_AT_ONCE
from graphkb.areas.territory import Within
from graphkb.catalogue import Rule
from graphkb.catalogue.sentences import ABOVE, OUTSIDE, sentence
from graphkb.cypher import filled
from graphkb.languages import Language
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store


def said_of(row: Mapping[str, Any], district: str) -> dict[str, Any]:
    """What the reason of a gap is made of, as JSON holds it: enough to write it again, without some of its names."""
    facts = {key: _plain(value) for key, value in row["facts"].items()}
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
                text = filled("answers/homes-by-name", label=label.name, way=way)
                for row in store.read(text, {"names": asked[start : start + NAMES_AT_ONCE]}, timeout=600):
                    yield row["name"], tuple(row[level] for level in LEVELS)


def elsewhere(store: Store, names: Iterable[str], within: Within | None) -> set[str]:
    """Those of the names that somebody bears and nobody inside the area does."""
    if within is None or within.level is None:
        return set()
    found = list(homes_of(store, names))
    place = LEVELS.index(within.level)
    return {name for name, _ in found} - {name for name, home in found if home[place] == within.code}


def retold(rule: Rule, said: Mapping[str, Any], outside: set[str], within: Within | None, language: Language = "zh") -> str:
    """The reason in this language, for a viewer who does not see these names."""
    hidden = OUTSIDE.told(language)
    facts = {key: _without(_valued(value), outside, hidden) for key, value in said["facts"].items()}
    names = dict(said["names"])
    if within and within.level not in LEVELS[:2]:
        names["district"] = ABOVE.told(language)
    return sentence(rule, said["because"], facts, language, **names)


def _plain(value: Any) -> Any:
    """A value of the store as JSON holds it; days and moments say what they are."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _valued(value: Any) -> Any:
    """The value that `_plain` has written."""
    if isinstance(value, list):
        return [_valued(one) for one in value]
    if isinstance(value, dict):
        return datetime.fromisoformat(value["moment"]) if "moment" in value else date.fromisoformat(value["day"])
    return value


def _names_in(value: Any) -> Sequence[str]:
    texts = value if isinstance(value, list) else [value]
    return texts if texts and all(isinstance(text, str) for text in texts) else ()


def _without(value: Any, outside: set[str], hidden: str) -> Any:
    if isinstance(value, list):
        return [hidden if item in outside else item for item in value]
    return hidden if value in outside else value
