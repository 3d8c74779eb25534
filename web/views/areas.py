"""Areas: the tree as a list, and one page for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import g

from graphkb import catalogue
from graphkb.explain import Verdict, satisfied, verdicts, worst_first
from graphkb.languages import told
from graphkb.profile import Profile, profile
from graphkb.runs import Run, Wanted
from graphkb.scope import LEVELS
from graphkb.territory import inside
from graphkb.web.asking import Ask, Code, Dated, Level, field
from graphkb.web.cursors import read_cursor, write_cursor
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.language import chosen
from graphkb.web.services import services
from graphkb.web.views.judged import placed

areas = Subject("areas")
COLUMNS = ("code", "name", "level", "kind", "parent", "longitude", "latitude")
_LIST = """
MATCH {found}
WHERE area.closed_on IS NULL AND area.code > $after AND {inside}
WITH area ORDER BY area.code LIMIT $limit
OPTIONAL MATCH (above:Area)-[contains:CONTAINS]->(area) WHERE contains.closed_on IS NULL
RETURN area.code AS code, area.name AS name, labels(area) AS labels, area.kind AS kind, above.code AS parent,
       area.longitude AS longitude, area.latitude AS latitude
ORDER BY code
"""
_COUNT = "MATCH {found} WHERE area.closed_on IS NULL AND {inside} RETURN count(area) AS total"


class AreasAsk(Ask):
    """Which areas."""

    level: Level | None = field("层级", "level_or_all", default=None)
    parent: Code | None = field("上级编码", default=None)


class AreaAsk(Dated):
    """Judged on which day."""


@areas.list("/areas", title="区域", ask=AreasAsk, columns=COLUMNS, place="code")
def area_list(ask: AreasAsk) -> Listing:
    """The areas of the tree, in the order of their codes."""
    label = (ask.level or "area").capitalize()
    found = f"(:Area {{code: $parent}})-[:CONTAINS]->(area:{label})" if ask.parent else f"(area:{label})"
    texts = {"{found}": found, "{inside}": inside("area", g.within, "City")}
    parameters = {"parent": ask.parent, "after": read_cursor(ask.cursor, ask.filters()) or "", "limit": ask.limit + 1}
    parameters |= g.within.parameters if g.within else {}
    rows = [_row(row) for row in services().store.read(_put(_LIST, texts), parameters)]
    total = services().store.read(_put(_COUNT, texts), parameters)[0]["total"]
    page = rows[: ask.limit]
    following = write_cursor(page[-1]["code"], ask.filters()) if len(rows) > ask.limit else None
    return Listing(page, total, following)


@areas.one("/areas/<path:code>", title="区域", name="area", ask=AreaAsk, row=Profile)
def area(ask: AreaAsk, code: str) -> dict[str, Any]:
    """One area: what the rules say of it, its numbers, what belongs to it and lies below it, the ledgers that describe it."""
    where = placed(code)
    found = profile(services().store, code, ask.day, g.within, chosen())
    run = services().runs.current(services().store, ask.day)
    kept = services().runs.numbers(run, Wanted(area=where, within=g.within, level=found.level), len(catalogue.rules()))
    own = [row for _, row in kept]
    said = _verdicts(run, found, own, ask.day)
    return {**found.as_object(), "verdicts": list(map(asdict, said)), "coverage": own, "run": run.as_object()}


def _verdicts(run: Run, area: Profile, numbers: Sequence[Mapping[str, Any]], day: date) -> list[Verdict]:
    """What each rule about areas of this level says of the area itself: as the run has it, judged now where that keeps less."""
    label = area.level.capitalize()
    if not run.gaps_kept or LEVELS.index(area.level) > LEVELS.index(run.level):
        return verdicts(services().store, label, area.code, day, g.within, chosen())
    wanted = Wanted(subject=(label, area.code), within=g.within)
    listed = services().runs.gaps(run, wanted, len(catalogue.rules()), language=chosen())
    found = {row["rule"]: (row["verdict"], row["reason"]) for _, row in listed}
    # Its own home is the area itself, so its number is of nobody else.
    covered = {row["rule"] for row in numbers if row["covered"]}
    for rule in catalogue.rules().values():
        if rule.subject == label and rule.id not in found:
            fits = rule.id in covered
            found[rule.id] = ("covered", satisfied(rule, area.name, chosen())) if fits else (None, None)
    return worst_first(Verdict(rule, told(catalogue.rules()[rule], "title", chosen()), *said) for rule, said in found.items())


def _row(row: dict[str, Any]) -> dict[str, Any]:
    level = next(label.lower() for label in row["labels"] if label.lower() in LEVELS)
    return {name: level if name == "level" else row[name] for name in COLUMNS}


def _put(text: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        text = text.replace(name, part)
    return text
