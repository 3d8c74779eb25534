"""What a query that parses may still not do: call other procedures and functions, walk without end, grow without end."""

from __future__ import annotations

from collections.abc import Iterator

from lark import Token, Tree

from graphkb.guard import refusals, texts
from graphkb.guard.functions import FUNCTIONS, PROCEDURES
from graphkb.guard.limits import Limits
from graphkb.guard.parse import Parsed
from graphkb.guard.refusals import Refused
from graphkb.guard.scan import Scan, written
from graphkb.ontology import ONTOLOGY

_CLAUSES = ("match", "unwind", "with", "return", "finish", "paging", "call_query", "call_procedure")
_DOUBLINGS = 8
ACYCLIC = frozenset(name for name, known in ONTOLOGY.relationships.items() if known.acyclic)


def judge(parsed: Parsed, limits: Limits) -> None:
    """`Refused` for the first thing that is not allowed."""
    _check_calls(parsed)
    _check_paths(parsed, limits)
    _check_size(parsed, limits)
    _check_growth(parsed)


def _check_calls(parsed: Parsed) -> None:
    for token in parsed.tokens:
        if token.type == "PROCEDURE" and token.lower() not in PROCEDURES:
            raise Refused(texts.PROCEDURE(name=token), refusals.PROCEDURE)
        if token.type == "FUNCTION" and token.lower() not in FUNCTIONS:
            raise Refused(texts.FUNCTION(name=token), refusals.FUNCTION)


def _check_paths(parsed: Parsed, limits: Limits) -> None:
    if endless := list(_endless(parsed.tree, limits.steps)):
        place = min(endless)[0]
        raise Refused(
            texts.ENDLESS(where=parsed.scan.where(place), most=limits.steps),
            refusals.PATH,
            _bounded(parsed.scan, endless) if all(least <= limits.steps for _, _, least, _ in endless) else None,
        )


def _check_size(parsed: Parsed, limits: Limits) -> None:
    """What takes an engine long before it runs: planning cannot be interrupted."""
    kinds = [part.data for part in parsed.tree.iter_subtrees()]
    clauses, relationships = sum(map(kinds.count, _CLAUSES)), kinds.count("relationship")
    if clauses > limits.clauses:
        raise Refused(texts.CLAUSES(count=clauses, most=limits.clauses), refusals.LENGTH)
    if relationships > limits.relationships:
        raise Refused(texts.RELATIONSHIPS(count=relationships, most=limits.relationships), refusals.LENGTH)


def _check_growth(parsed: Parsed) -> None:
    """`s + s` again and again: after thirty times it fills any memory, and the store counts no texts."""
    doubled = [name for part in parsed.tree.find_data("expression") if (name := _doubled(part))]
    inside = [reduce for reduce in parsed.tree.find_data("reduce") if _doubles_itself(reduce)]
    if inside or len(doubled) > _DOUBLINGS:
        name = str(inside[0].children[2]) if inside else doubled[0]
        raise Refused(texts.GROWTH(name=name), refusals.GROWTH)


def _doubled(expression: Tree[Token]) -> str | None:
    """The variable that is added to itself."""
    parts = expression.children
    added = [
        str(part.children[0])
        for place, part in enumerate(parts)
        if isinstance(part, Tree) and _is_name(part) and {"PLUS", "JOIN"} & set(map(_type, parts[max(place - 1, 0) : place + 2]))
    ]
    return next((name for name in added if added.count(name) > 1), None)


def _doubles_itself(reduce: Tree[Token]) -> bool:
    accumulator = str(reduce.children[2])
    return any(_doubled(part) == accumulator for part in reduce.find_data("expression"))


def _is_name(operand: Tree[Token]) -> bool:
    return operand.data == "operand" and list(map(_type, operand.children)) == ["NAME"]


def _type(part: Tree[Token] | Token) -> str:
    return part.type if isinstance(part, Token) else ""


def _endless(tree: Tree[Token], steps: int) -> Iterator[tuple[int, int, int, str]]:
    """The lengths and quantifiers that go too far: from, to (places of tokens), least, what may stand there."""
    for part, along in _lengths(tree):
        tokens = [token for token in part.children if isinstance(token, Token)]
        least, most = bounds(part)
        ends_itself = along and along <= ACYCLIC
        if not ends_itself and (most is None or most > steps):
            start, end = tokens[0].start_pos or 0, tokens[-1].end_pos or 0
            yield start, end, least, f"*{least}..{steps}" if part.data == "range" else f"{{{least},{steps}}}"


def _lengths(tree: Tree[Token]) -> Iterator[tuple[Tree[Token], frozenset[str]]]:
    """Each length and quantifier, with the types it goes along where these are plainly listed."""
    for part in tree.iter_subtrees():
        own = [child for child in part.children if isinstance(child, Tree)]
        gone = (
            list(part.find_data("relationship"))
            if part.data == "group"
            else [c for c in own if c.data == "relationship"] or [part]
        )
        types = [_types(relationship) for relationship in gone]
        along = frozenset[str]().union(*types) if all(types) else frozenset[str]()
        yield from ((child, along) for child in own if child.data in ("range", "quantifier"))


def _types(relationship: Tree[Token]) -> frozenset[str]:
    """The types of a relationship written as names with | between them; none where they are written otherwise."""
    label = next((part for part in relationship.children if isinstance(part, Tree) and part.data == "label"), None)
    if relationship.data != "relationship" or label is None:
        return frozenset()
    names = [part.children for part in label.children if isinstance(part, Tree)]
    plain = all(_type(part) in ("PIPE", "COLON", "") for part in label.children)
    plain = plain and all(list(map(_type, name)) == ["NAME"] for name in names)
    return frozenset(str(name[0]).strip("`") for name in names) if plain else frozenset()


def bounds(part: Tree[Token]) -> tuple[int, int | None]:
    """Least and most of a length or quantifier: `*`, `*2`, `*1..3`, `*..`, `+`, `{2}`, `{,3}`; no most: without end."""
    signs, is_range = [str(token) for token in part.children if isinstance(token, Token)], part.data == "range"
    if signs in (["*"], ["+"]):
        return int(is_range or signs == ["+"]), None
    inner = [sign for sign in signs if sign not in "*{}"]
    between = next((place for place, sign in enumerate(inner) if sign in ("..", ",")), None)
    if between is None:
        return whole_number(inner[0]), whole_number(inner[0])
    least, most = inner[:between], inner[between + 1 :]
    return whole_number(least[0]) if least else int(is_range), whole_number(most[0]) if most else None


def whole_number(text: str) -> int:
    """An integer as Cypher writes it."""
    return int(text.replace("_", ""), 0) if text[:2].lower() in ("0x", "0o") else int(text.replace("_", ""))


def _bounded(scan: Scan, endless: list[tuple[int, int, int, str]]) -> str:
    """The text with each of these replaced."""
    tokens = list(scan.tokens)
    for start, end, _, bounded in sorted(endless, reverse=True):
        tokens[start:end] = [tokens[start]._replace(text=bounded)]
    return written(tokens)
