"""What a verdict looks at: the nodes and relationships that a rule's patterns find around one subject.

The patterns become one question for nodes and one for relationships. What lies outside the viewer's area is counted there and
never handed over, but for the names that already stand in the facts of the verdict: those are to be struck out of its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from graphkb.catalogue import FOLLOWED, Rule
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.territory import Within, inside

Row: TypeAlias = Mapping[str, Any]
TIMEOUT = 30.0
_OPEN = "all(link IN relationships(way) WHERE link.closed_on IS NULL) AND all(node IN nodes(way) WHERE node.closed_on IS NULL)"
# The condition of the area stands once behind all patterns, and relationships are seen where both ends are: a query with the
# condition for each takes Neo4j seconds to plan.
_NODES = """CALL () {{
{ways}
}}
WITH DISTINCT node
WITH node, coalesce({inside}, false) AS seen
RETURN CASE WHEN seen THEN labels(node) END AS labels, CASE WHEN seen THEN properties(node) END AS properties,
       elementId(node) AS id, seen,
       CASE WHEN NOT seen AND node.name IN $texts THEN node.name END AS name
"""
_LINKS = """CALL () {{
{ways}
}}
WITH DISTINCT link
WITH link, startNode(link) AS start, endNode(link) AS end
WHERE elementId(start) IN $seen AND elementId(end) IN $seen
RETURN type(link) AS type, labels(start) AS start_labels, start.code AS start, labels(end) AS end_labels, end.code AS end,
       properties(link) AS properties
"""


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
    start = f"MATCH (subject:{rule.subject} {{code: $subject}})"
    heads = [f"{start}\nMATCH way = {_condition(text)}" for text in ("(subject)", *patterns)]
    new = found.add(*_asked(store, heads, parameters, within))
    for text in rule.explain:
        if followed := FOLLOWED.fullmatch(text):
            _follow(store, found, new, followed[1], followed[2], parameters, within)
    return found


def _follow(
    store: Store, found: Evidence, new: list[tuple[str, str]], label: str, link: str, parameters: Row, within: Within | None
) -> None:
    """Step by step from the nodes of this label, until there is nothing new."""
    head = f"UNWIND $codes AS code\nMATCH way = (:{label} {{code: code}})-[:{link}]-(:{label})\nWHERE {_OPEN}"
    while codes := sorted(code for own, code in new if own == label):
        new = found.add(*_asked(store, [head], {**parameters, "codes": codes}, within))


def _condition(text: str) -> str:
    pattern, _, condition = text.partition(" WHERE ")
    return f"{pattern}\nWHERE {_OPEN}" + (f" AND ({condition})" if condition else "")


def _asked(store: Store, heads: Sequence[str], parameters: Row, within: Within | None) -> tuple[Sequence[Row], Sequence[Row]]:
    """Rows of the nodes on these ways, and of the relationships."""
    nodes = "\nUNION ALL\n".join(f"{head}\nUNWIND nodes(way) AS node\nRETURN node" for head in heads)
    links = "\nUNION ALL\n".join(f"{head}\nUNWIND relationships(way) AS link\nRETURN link" for head in heads)
    rows = store.read(_NODES.format(ways=nodes, inside=inside("node", within, *_labels(heads))), parameters, timeout=TIMEOUT)
    seen = [row["id"] for row in rows if row["seen"]]
    return rows, store.read(_LINKS.format(ways=links), {**parameters, "seen": seen}, timeout=TIMEOUT)


def _labels(heads: Sequence[str]) -> tuple[str, ...]:
    """The labels that nodes of these patterns can have; none where one may have any."""
    if any("()" in head for head in heads):
        return ()
    words = dict.fromkeys(word for head in heads for word in re.findall(r"\w+", head))
    return ONTOLOGY.concrete(tuple(word for word in words if word == "Area" or word in ONTOLOGY.labels))


def shown(label: str, properties: Row) -> dict[str, Any]:
    """The properties of a node or relationship that matter to a reader, in the order of the ontology."""
    if label in ONTOLOGY.relationships:
        declared: Iterator[str] = iter(ONTOLOGY.relationships[label].properties)
    else:
        declared = (p.name for p in ONTOLOGY.properties_of(label) if not p.derived or label == "Post")
    return {name: properties[name] for name in ("kind", *declared, "unknown") if properties.get(name) is not None}
