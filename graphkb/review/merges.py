"""Units that may be one: a line of the queue for each pair, with its score in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graphkb.cypher import filled, part
from graphkb.languages import Sentence, Text, sentence
from graphkb.review.candidates import Candidate, find_candidates
from graphkb.review.items import Item
from graphkb.review.scoring import BOTH_LISTED, Parts, Unit
from graphkb.store import Store

LABELS = ("PartnerUnit", "PropertyCompany", "SocialOrganization")
"""The kinds of units of which an office may not know the credit code. Units of two kinds are two nodes and stay so."""
_PARTS = Text(
    "得分 {score} = 名称 {name}，区域 {area}，类型 {kind}，代码 {code}，台账 {ledger}",
    "Score {score} = name {name}, area {area}, kind {kind}, code {code}, ledger {ledger}",
)
_TOP = Text("双方都没有其他相近的单位", "Neither has another that comes near")
_NEAR = Text("另有相近的单位，或依据不足，请逐一核对", "Others come near, or too little speaks for it: look at each")
_LISTED = Text("同一份台账把二者都列出：填报的单位当作两个", "One ledger lists both: whoever keeps it takes them for two")
_EFFECT = Text(
    "接受或拒绝都只作记录：同一单位的认定目前不改变图和数字，{one} 与 {other} 仍是两个",
    "Either way it is remembered only: that two units are one changes neither graph nor numbers yet; {one} and {other} stay two",
)


def merge_items(store: Store) -> Iterator[Item]:
    """The pairs of open units that may be one, likeliest first, kind by kind."""
    for label in LABELS:
        for candidate in find_candidates(units_of(store, label)):
            yield _item(label, candidate)


def units_of(store: Store, label: str) -> list[Unit]:
    """The open units with this label."""
    rows = store.read(filled("review/units", label=label))
    codes = sorted({code for row in rows for code in row["path"]})
    names = {row["code"]: row["name"] for row in store.read(part("review/names"), {"codes": codes})}
    return [_unit(row, names) for row in rows]


def _unit(row: dict[str, Any], names: dict[str, str]) -> Unit:
    ledgers = frozenset(reference.partition("#")[0] for reference in row["sources"] or ())
    places = tuple(names[code] for code in row["path"] if code in names)
    return Unit(row["code"], row["name"], row["kind"], tuple(row["path"]), places, ledgers)


def _item(label: str, candidate: Candidate) -> Item:
    one, other = candidate.one, candidate.other
    return Item(
        kind="merge",
        pair=(f"{label}:{one.code}", f"{label}:{other.code}"),
        area=_common(one.path, other.path),
        found=f"{one.name} ({one.code})",
        suggestion=f"{other.name} ({other.code})",
        score=candidate.parts.score,
        reasons=_reasons(candidate),
        nodes=[(label, one.code), (label, other.code)],
    )


def _common(one: Sequence[str], other: Sequence[str]) -> str:
    """The lowest area that both lie in; empty where there is none."""
    same = [a for a, b in zip(one, other, strict=False) if a == b]
    return same[-1] if same else ""


def _reasons(candidate: Candidate) -> list[Sentence]:
    parts = candidate.parts
    told = [_PARTS(score=f"{parts.score:.2f}", **_signed(parts)), _TOP() if candidate.top else _NEAR()]
    if parts.ledger == BOTH_LISTED:
        told.append(_LISTED())
    return [sentence(one) for one in (*told, _EFFECT(one=candidate.one.code, other=candidate.other.code))]


def _signed(parts: Parts) -> dict[str, str]:
    return {name: f"{getattr(parts, name):+.2f}" for name in ("name", "area", "kind", "code", "ledger")}
