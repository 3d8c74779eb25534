"""A line of the queue: what waits for a person, or what one said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graphkb.languages import Language, Sentence, stated
from graphkb.review.decisions import Decision, Judgement, Kind, Pair, item_of

COLUMNS = (
    *("id", "kind", "area", "found", "suggestion", "score", "reasons", "state", "by", "at", "file", "sheet", "row", "column"),
)
STATES: Mapping[Judgement, str] = {"same": "accepted", "different": "rejected", "undecided": "open"}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of `graphkb review list`. `reasons` say why it is suggested, and last what accepting and rejecting it will change.

    `pair` is what is decided, `nodes` (label or None, code) what it names, `keeps` what the decision needs besides.
    """

    kind: Kind
    pair: Pair
    area: str
    found: str
    suggestion: str
    score: float | None
    reasons: Sequence[Sentence]
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    nodes: Sequence[tuple[str, str]] = ()
    keeps: Mapping[str, Any] = field(default_factory=dict)
    state: str = "open"
    by: str | None = None
    at: str | None = None

    @property
    def id(self) -> str:
        """The same for the same pair for ever."""
        return item_of(self.kind, self.pair)

    def as_row(self, language: Language | None = None) -> dict[str, Any]:
        """The row by column, its sentences in this language (None: the process's)."""
        told = {"id": self.id, "reasons": [reason.said.told(language) for reason in self.reasons]}
        return {name: told[name] if name in told else getattr(self, name) for name in COLUMNS}

    def about(self) -> dict[str, Any]:
        """What a decision keeps of the line, so that it can be shown when nothing waits any more."""
        shown = {name: getattr(self, name) for name in ("area", "found", "suggestion", "file", "sheet", "row", "column")}
        reasons = [[reason.said.told("zh"), reason.said.told("en")] for reason in self.reasons]
        return {**self.keeps, **shown, "reasons": reasons, "nodes": [*map(list, self.nodes)]}

    def decided(self, decision: Decision) -> Item:
        """The line with who said what of it, and when."""
        return replace(self, state=STATES[decision.judgement], by=decision.by, at=decision.at)


def remembered(decision: Decision) -> Item:
    """The line of a decision, as it was when it was taken."""
    about = decision.about
    reasons = [stated(zh, en) for zh, en in about["reasons"]]
    nodes = [(str(label), str(code)) for label, code in about["nodes"]]
    shown = {name: about[name] for name in ("area", "found", "suggestion", "file", "sheet", "row", "column")}
    pair = (decision.one, decision.other)
    item = Item(decision.kind, pair, score=decision.score, reasons=reasons, nodes=nodes, keeps=_kept(about), **shown)
    return item.decided(decision)


def _kept(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: about[name] for name in ("term", "code", "keys") if name in about}
