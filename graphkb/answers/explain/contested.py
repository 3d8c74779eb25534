"""Which facts of a verdict two sources state differently, and what that is in a sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphkb.answers.explain.shapes import Contested, Fact, Said, Stated
from graphkb.catalogue import Rule
from graphkb.catalogue.sentences import in_words
from graphkb.languages import SEPARATORS, Language, Text, told
from graphkb.ontology import ONTOLOGY
from graphkb.record.conflicts import Conflict, Statement, conflicts_among
from graphkb.store import Store

_SENTENCE = Text(
    "这个判断依据的事实，各来源说法不一：{things}；按信任次序采用前一说法。",
    "Sources contradict each other on what this verdict rests on: {things}. The most trusted, named first, counts.",
)
_ONE = Text("{code} 的{property}（{values}）", "{property} of {code} ({values})")
_AGAINST = {"zh": " / ", "en": " / "}
_HIDDEN = Text("（范围外）", "(outside)")
_KIND = Text("类型", "kind")


def with_conflicts(store: Store, rule: Rule, facts: Sequence[Fact], references: Iterable[str]) -> list[Fact]:
    """The facts, each with what sources say differently of it; `references` are those of the rows that state them."""
    found: dict[tuple[str, str], list[Conflict]] = defaultdict(list)
    for conflict in conflicts_among(store, references):
        found[conflict.label, conflict.code].append(conflict)
    if not found:
        return [*facts]
    visible = {one.source: one for fact in facts for one in fact.sources if one.source}
    return [replace(fact, conflicts=[*_of(fact, found, rule, visible)]) for fact in facts]


def contested(facts: Iterable[Fact], language: Language) -> str | None:
    """The sentence about what the rule reads and sources state differently; None where there is nothing."""
    things = [
        _ONE(code=_code(fact), property=_title(one.property, language), values=_values(one, language)).told(language)
        for fact in facts
        for one in fact.conflicts
        if one.read
    ]
    return _SENTENCE(things=SEPARATORS[language].join(things)).told(language) if things else None


def _of(
    fact: Fact, found: Mapping[tuple[str, str], Sequence[Conflict]], rule: Rule, visible: Mapping[str, Stated]
) -> Iterator[Contested]:
    for one in found.get((fact.type, _code(fact)), ()):
        read = one.property != "name" and re.search(rf"[.:|]{re.escape(one.property)}\b", rule.text) is not None
        yield Contested(one.property, read, [_said(statement, visible) for statement in one.stated])


def _said(statement: Statement, visible: Mapping[str, Stated]) -> Said:
    if statement.source not in visible:
        return Said(None, Stated(None, None, None, None, None, None, None))
    dataset, _, area = statement.source.partition("@")
    place = (statement.file, statement.sheet, statement.row, statement.edition)
    return Said(statement.value, Stated(statement.source, dataset, area.partition("~")[0], *place))


def _code(fact: Fact) -> str:
    return fact.code if fact.code is not None else f"{fact.start} {fact.end}"


def _title(name: str, language: Language) -> str:
    known: Any = ONTOLOGY.relationships.get(name) or _PROPERTIES.get(name)
    return told(known, "title", language) if known else _KIND.told(language) if name == "kind" else name


def _values(one: Contested, language: Language) -> str:
    hidden = _HIDDEN.told(language)
    values = (hidden if said.stated.source is None else in_words(said.value, None, language) for said in one.said)
    return _AGAINST[language].join(values)


_PROPERTIES = {one.name: one for properties in ONTOLOGY.properties.values() for one in properties}
