"""What a load said of one table, kept with the sheet so that a reload of the same file, and pages, can say it again."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graphkb.languages import stated
from graphkb.problems import CODES, Problem

_EN = "message_en"  # beside the Chinese one


@dataclass(frozen=True, slots=True)
class Offer:
    """A name in a column of codes that may stand for one of the `candidates` (code and name), for a person to say.

    `exact`: they all bear this very name. `kind` is the type written beside it; `rows` are the rows that hold it, each with
    its number and its key.
    """

    column: str
    kind: str | None
    text: str
    exact: bool
    candidates: Sequence[tuple[str, str]]
    rows: Sequence[tuple[int, str]]


def packed_report(source: dict[str, Any], problems: Sequence[Problem], offers: Iterable[Offer] = ()) -> str:
    """What the sheet has to remember of this load."""
    content: dict[str, Any] = {"source": source, "offers": [asdict(offer) for offer in offers]}
    content["problems"] = [{**p.as_row("zh"), _EN: p.message.said.told("en")} for p in problems]
    text = json.dumps(content, ensure_ascii=False, default=str)
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")


def kept_report(report: str) -> tuple[dict[str, Any], list[Problem]]:
    """What `Sheet.report` remembers of its load: the row of the source, and the problems of the table."""
    content = _content(report)
    return content["source"], [_problem(row) for row in content["problems"]]


def kept_offers(report: str) -> list[Offer]:
    """The names of the table that wait for a person; none of a report of the days before they were kept."""
    return [Offer(**offer) for offer in _content(report).get("offers", ())]


def _content(report: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(report)))
    return content


def _problem(row: dict[str, Any]) -> Problem:
    """The problem; one that was kept before messages had their English is told in English by what its code means."""
    known = {name: value for name, value in row.items() if name != _EN}
    return Problem(**known | {"message": stated(row["message"], row.get(_EN) or CODES[row["code"]].en)})
