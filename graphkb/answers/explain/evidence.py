"""What a verdict looks at: the nodes and relationships that a rule's patterns find around one subject.

The patterns become one question for nodes and one for relationships. What lies outside the viewer's area is counted there and
never handed over, but for the names that already stand in the facts of the verdict: those are to be struck out of its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from graphkb.areas.territory import Within, inside
from graphkb.catalogue import FOLLOWED, Rule
from graphkb.cypher import filled, union
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

Row: TypeAlias = Mapping[str, Any]
Way: TypeAlias = tuple[str, Mapping[str, str]]  # a part, and the texts for its marks but `elements`
TIMEOUT = 30.0


@dataclass(slots=True)
class Evidence:
    """Rows of nodes by label and code, rows of relationships by type and ends; what is hidden, and which names to strike out."""

    nodes: dict[tuple[str, str], Row] = field(default_factory=dict)
    links: dict[tuple[str, str, str, str, str], Row] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)

    def add(self, nodes: Iterable[Row], links: Iterable[Row]) -> list[tuple[str, str]]:
        """Take rows in; the nodes that are new."""
        before = set(self.nodes)
        for row in nodes:
            if row["seen"]:
                self.nodes[own_label(row["labels"]), row["properties"]["code"]] = row["properties"]
            else:
                self.hidden.add(row["id"])
                self.struck |= {row["name"]} - {None}
        for row in links:
            ends = (own_label(row["start_labels"]), row["start"], own_label(row["end_labels"]), row["end"])
            self.links[row["type"], *ends] = row["properties"]
        return [key for key in self.nodes if key not in before]


def own_label(labels: Sequence[str]) -> str:
    """The label of a node besides Area."""
    return next(label for label in labels if label != "Area")


def find_evidence(store: Store, rule: Rule, parameters: Mapping[str, Any], within: Within | None) -> Evidence:
    """What the rule's patterns find for the subject `$subject`; `$facts` are the verdict's, `$texts` the texts among them."""
    found = Evidence()
    patterns = [text for text in rule.explain if not FOLLOWED.fullmatch(text)]
    ways = [_way(rule.subject, text) for text in ("(subject)", *patterns)]
    new = found.add(*_asked(store, ways, parameters, within))
    for text in rule.explain:
        if followed := FOLLOWED.fullmatch(text):
            _follow(store, found, new, followed[1], followed[2], parameters, within)
    return found


def _follow(
    store: Store, found: Evidence, new: list[tuple[str, str]], label: str, link: str, parameters: Row, within: Within | None
) -> None:
    """Step by step from the nodes of this label, until there is nothing new."""
    step = ("answers/evidence-step", {"label": label, "type": link})
    while codes := sorted(code for own, code in new if own == label):
        new = found.add(*_asked(store, [step], {**parameters, "codes": codes}, within))


def _way(label: str, text: str) -> Way:
    """The question for one pattern of a rule, which may have a condition."""
    pattern, _, condition = text.partition(" WHERE ")
    return "answers/evidence-way", {"label": label, "pattern": pattern, "condition": condition or "true"}


def _asked(store: Store, ways: Sequence[Way], parameters: Row, within: Within | None) -> tuple[Sequence[Row], Sequence[Row]]:
    """Rows of the nodes on these ways, and of the relationships."""
    nodes = union(filled(name, **texts, elements="nodes") for name, texts in ways)
    links = union(filled(name, **texts, elements="relationships") for name, texts in ways)
    question = filled("answers/evidence-nodes", ways=nodes, inside=inside("node", within, *_labels(ways)))
    rows = store.read(question, parameters, timeout=TIMEOUT)
    seen = [row["id"] for row in rows if row["seen"]]
    return rows, store.read(filled("answers/evidence-links", ways=links), {**parameters, "seen": seen}, timeout=TIMEOUT)


def _labels(ways: Sequence[Way]) -> tuple[str, ...]:
    """The labels that nodes of these patterns can have; none where one may have any."""
    marks = [text for _, texts in ways for text in texts.values()]
    if any("()" in text for text in marks):
        return ()
    words = dict.fromkeys(word for text in marks for word in re.findall(r"\w+", text))
    return ONTOLOGY.concrete(tuple(word for word in words if word == "Area" or word in ONTOLOGY.labels))


def shown(label: str, properties: Row) -> dict[str, Any]:
    """The properties of a node or relationship that matter to a reader, in the order of the ontology."""
    if label in ONTOLOGY.relationships:
        declared: Iterator[str] = iter(ONTOLOGY.relationships[label].properties)
    else:
        declared = (p.name for p in ONTOLOGY.properties_of(label) if not p.derived or label == "Post")
    return {name: properties[name] for name in ("kind", *declared, "unknown") if properties.get(name) is not None}
