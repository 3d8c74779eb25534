"""The labels, types and property keys that a query names, and those of them that nobody declared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from lark import Token, Tree

from graphkb.guard import texts
from graphkb.guard.parse import Parsed, unquoted
from graphkb.languages import Said, Text
from graphkb.ontology import ONTOLOGY
from graphkb.store.bolt import BoltStore

_LOOPS = ("unwind", "list_comprehension", "quantified", "reduce")
_BRING = frozenset(("nodes", "relationships", "startnode", "endnode"))
_OURS = {"code", "name", "kind", "closed_on", "sources", "unknown", "recorded"}  # what every node or relationship may carry
_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Names:
    """What a query names; `mixed` stands where a label or a type may stand."""

    labels: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    mixed: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Kind:
    text: Text
    declared: frozenset[str]
    procedure: str


def names(parsed: Parsed) -> Names:
    """All of them, wherever they stand in the query."""
    labels, types, mixed = set[str](), set[str](), set[str]()
    for part in parsed.tree.iter_subtrees():
        found = {"node": labels, "relationship": types}.get(str(part.data), mixed)
        for child in part.children:
            if isinstance(child, Tree) and child.data == "label" and part.data not in ("label", "label_name"):
                found |= set(_labels(child))
        if part.data == "hint":
            mixed |= {unquoted(name) for name in _hinted(part)}
    return Names(frozenset(labels), frozenset(types), frozenset(mixed), frozenset(_keys(parsed)))


def unknown(named: Names, reader: BoltStore) -> list[Said]:
    """A sentence for each that neither the ontology nor the store knows, with the nearest one that is known."""
    both = frozenset(named.mixed - _LABELS.declared - _TYPES.declared)
    wanted = [(_LABELS, named.labels | both), (_TYPES, named.types | both), (_KEYS, named.keys)]
    missing = {
        kind.procedure: (kind, found - kind.declared, _there(kind, reader)) for kind, found in wanted if found - kind.declared
    }
    said = list[Said]()
    for kind, found, there in missing.values():
        for name in sorted(found - there):
            if name in both and (kind is _TYPES or name in missing.get(_TYPES.procedure, (None, (), both))[2]):
                continue  # told once, as a label, and only if it is no type either
            said.append(_sentence(kind, name, kind.declared | there))
    return said


def undeclared(named: Names) -> list[tuple[str, str, str | None]]:
    """Kind (`label`, `relationship type`, `property`), name and the nearest declared one of each that the ontology has not."""
    both = named.mixed - _LABELS.declared - _TYPES.declared
    kinds = ("label", _LABELS, named.labels | both), ("relationship type", _TYPES, named.types), ("property", _KEYS, named.keys)
    return [(word, name, _nearest(name, kind.declared)) for word, kind, found in kinds for name in sorted(found - kind.declared)]


def _there(kind: _Kind, reader: BoltStore) -> frozenset[str]:
    """Those of the store, among them what somebody else put there."""
    return frozenset(str(name) for row in reader.read(f"CALL {kind.procedure}()", timeout=_SECONDS) for name in row.values())


def _sentence(kind: _Kind, name: str, known: frozenset[str]) -> Said:
    near = _nearest(name, known)
    if near is None:
        return texts.UNKNOWN(kind=kind.text, name=name)
    return texts.UNKNOWN_NEAR(kind=kind.text, name=name, near=near)


def _nearest(name: str, known: frozenset[str]) -> str | None:
    if (titled := _TITLES.get(name)) in known:
        return titled
    folded = {other.casefold(): other for other in sorted(known)}
    close = get_close_matches(name.casefold(), list(folded), 1, 0.6)
    return folded[close[0]] if close else None


def _labels(label: Tree[Token]) -> Iterator[str]:
    for part in label.children:
        if isinstance(part, Tree):
            inner = [child for child in part.children if isinstance(child, Tree) and child.data == "label"]
            if any(isinstance(child, Token) and child.type == "DYNAMIC" for child in part.children):
                yield from _written_out(part)
            else:
                yield from (unquoted(child) for child in part.children if isinstance(child, Token) and child.type == "NAME")
                for one in inner:
                    yield from _labels(one)


def _written_out(part: Tree[Token]) -> list[str]:
    """The strings of `$('Grid')` and `$any(['Grid', 'Street'])`; none where anything else decides."""
    tokens = [token for token in part.scan_values(lambda found: isinstance(found, Token)) if token.type not in _AROUND]
    return [token[1:-1] for token in tokens] if all(token.type == "STRING" for token in tokens) else []


def _hinted(hint: Tree[Token]) -> Iterator[str]:
    """The label of `USING INDEX n:Label(code)`: the name behind the colon."""
    tokens = [child for child in hint.children if isinstance(child, Token)]
    yield from (after for before, after in pairwise(tokens) if before.type == "COLON")


def _keys(parsed: Parsed) -> Iterator[str]:
    """Keys of nodes and relationships; a map may have any."""
    things, made = _things(parsed), set(_of_maps(parsed))
    for part in parsed.tree.iter_subtrees():
        if part.data in ("node", "relationship"):
            yield from (
                key for child in part.children if isinstance(child, Tree) and child.data == "map" for key in _entries(child)
            )
        if part.data in ("operand", "map_projection") and str(part.children[0]) in things:
            yield from (key for key in _read(part) if key not in made)


def _read(part: Tree[Token]) -> Iterator[str]:
    """The properties that are read of a variable: `n.code`, `n['code']`, `n {.code}`."""
    pieces = list(pairwise(part.children[1:] if part.data == "map_projection" else part.children[1:3]))
    for before, after in pieces:
        if isinstance(before, Token) and before.type == "DOT" and isinstance(after, Token) and after.type == "NAME":
            yield unquoted(after)
        elif isinstance(before, Token) and before.type == "LSQUARE" and isinstance(after, Tree):
            yield from _written_out(after)


def _entries(tree: Tree[Token]) -> Iterator[str]:
    for entry in tree.children:
        if isinstance(entry, Tree) and entry.data == "entry" and isinstance(entry.children[0], Token):
            yield unquoted(entry.children[0])


def _of_maps(parsed: Parsed) -> Iterator[str]:
    for part in parsed.tree.iter_subtrees():
        if part.data in ("node", "relationship"):
            continue
        yield from (key for child in part.children if isinstance(child, Tree) and child.data == "map" for key in _entries(child))
        if part.data == "map_projection":
            yield from _entries(part)


def _things(parsed: Parsed) -> set[str]:
    """Variables that stand for nodes and relationships, or for one after the other of them."""
    bound = {
        str(child) for part in parsed.tree.iter_subtrees() if part.data in ("node", "relationship") for child in _own(part)[:1]
    }
    for _ in range(3):  # WITH n AS m, UNWIND collect(m) AS k
        for part in parsed.tree.iter_subtrees():
            named = _own(part)[-1:] if part.data in ("item", "unwind") else _own(part)[:1] if part.data in _LOOPS else []
            if not named:
                continue
            tokens = {str(token) for token in part.scan_values(lambda found: isinstance(found, Token))} - set(named)
            if tokens & bound or {token.lower() for token in tokens} & _BRING:
                bound |= set(named) if part.data != "item" or _is_thing(part, bound) else set()
    return bound


def _is_thing(item: Tree[Token], bound: set[str]) -> bool:
    """`n AS m`, `collect(n) AS list`."""
    tokens = list(item.scan_values(lambda found: isinstance(found, Token)))
    words = [str(token) for token in tokens[:-2] if token.type not in ("LPAR", "RPAR", "DISTINCT")]
    return bool(words) and words[-1] in bound and all(word.lower() in ("collect", "head", "last") for word in words[:-1])


def _own(part: Tree[Token]) -> list[str]:
    return [str(child) for child in part.children if isinstance(child, Token) and child.type == "NAME"]


_LABELS = _Kind(texts.LABEL, frozenset((*ONTOLOGY.labels, "Area")), "db.labels")
_TYPES = _Kind(texts.TYPE, frozenset(ONTOLOGY.relationships), "db.relationshipTypes")
_PROPERTIES = {one.name for listed in ONTOLOGY.properties.values() for one in listed}
_CARRIED = {key for kind in ONTOLOGY.relationships.values() for key in kind.properties}
_TITLES = {one.title: one.name for listed in ONTOLOGY.properties.values() for one in listed} | {
    label.title: name for name, label in ONTOLOGY.labels.items()
}
_AROUND = frozenset(("DYNAMIC", "LPAR", "RPAR", "LSQUARE", "RSQUARE", "COMMA"))
_KEYS = _Kind(texts.KEY, frozenset(_PROPERTIES | _CARRIED | _OURS), "db.propertyKeys")
