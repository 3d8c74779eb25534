"""Areas: the tree as a list, and one page for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import g

from graphkb import catalogue
from graphkb.answers.explain import Verdict, satisfied, verdicts, worst_first
from graphkb.answers.profile import Profile, profile
from graphkb.areas.scope import LEVELS
from graphkb.areas.territory import inside
from graphkb.cypher import filled
from graphkb.languages import told
from graphkb.runs import Run, Wanted
from graphkb.web.asking import Ask, Dated, field
from graphkb.web.cursors import read_cursor, write_cursor
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.kinds import Code, Level
from graphkb.web.language import chosen
from graphkb.web.services import services
from graphkb.web.views.judged import current_run, kept_gaps, kept_numbers, placed

areas = Subject("areas")
COLUMNS = ("code", "name", "level", "kind", "parent", "longitude", "latitude")


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
    texts = {"areas": found, "inside": inside("area", g.within, "City")}
    parameters = {"parent": ask.parent, "after": read_cursor(ask.cursor, ask.filters()) or "", "limit": ask.limit + 1}
    parameters |= g.within.parameters if g.within else {}
    rows = [_row(row) for row in services().store.read(filled("web/area-list", **texts), parameters)]
    total = services().store.read(filled("web/area-count", **texts), parameters)[0]["total"]
    page = rows[: ask.limit]
    following = write_cursor(page[-1]["code"], ask.filters()) if len(rows) > ask.limit else None
    return Listing(page, total, following)


@areas.one("/areas/<code:code>", title="区域", name="area", ask=AreaAsk, row=Profile)
def area(ask: AreaAsk, code: Code) -> dict[str, Any]:
    """One area: what the rules say of it, its numbers, what belongs to it and lies below it, the ledgers that describe it."""
    where = placed(code)
    key = ("profile", code, ask.day, g.within, chosen())
    found = services().remembered(key, lambda: profile(services().store, code, ask.day, g.within, chosen()))
    run = current_run(ask.day)
    kept = kept_numbers(run, Wanted(area=where, within=g.within, level=found.level), len(catalogue.rules()))
    own = [row for _, row in kept]
    said = _verdicts(run, found, own, ask.day)
    return {**found.as_object(), "verdicts": list(map(asdict, said)), "coverage": own, "run": run.as_object()}


def _verdicts(run: Run, area: Profile, numbers: Sequence[Mapping[str, Any]], day: date) -> list[Verdict]:
    """What each rule about areas of this level says of the area itself: as the run has it, judged now where that keeps less."""
    label = area.level.capitalize()
    if not run.gaps_kept or LEVELS.index(area.level) > LEVELS.index(run.level):
        return verdicts(services().store, label, area.code, day, g.within, chosen())
    wanted = Wanted(subject=(label, area.code), within=g.within)
    listed = kept_gaps(run, wanted, len(catalogue.rules()))
    found: dict[str, tuple[Any, ...]] = {row["rule"]: _said(row) for _, row in listed}
    # Its own home is the area itself, so its number is of nobody else.
    covered = {row["rule"] for row in numbers if row["covered"]}
    for rule in catalogue.rules().values():
        if rule.subject == label and rule.id not in found and rule.id not in catalogue.failing("rules"):
            fits = rule.id in covered
            found[rule.id] = ("covered", satisfied(rule, area.name, chosen())) if fits else (None, None)
    return worst_first(Verdict(rule, told(catalogue.rules()[rule], "title", chosen()), *said) for rule, said in found.items())


def _said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a verdict says beside its rule and title."""
    return row["verdict"], row["reason"], row["waived_until"] and date.fromisoformat(row["waived_until"])


def _row(row: dict[str, Any]) -> dict[str, Any]:
    level = next(label.lower() for label in row["labels"] if label.lower() in LEVELS)
    return {name: level if name == "level" else row[name] for name in COLUMNS}
