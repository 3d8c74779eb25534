"""What a verdict rests on besides facts: complete ledgers, standards in force, and the rows that state things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from graphkb import catalogue
from graphkb.catalogue import Rule
from graphkb.explain.shapes import Ledger, Stated, Threshold
from graphkb.ontology import ONTOLOGY, Indicator
from graphkb.scope import LEVELS
from graphkb.store import Store
from graphkb.territory import Within, reaches

Path: TypeAlias = Mapping[str, Any]  # the codes of an area and those above it by level, and its own as `code`
TIMEOUT = 30.0
_PLACE = """MATCH (subject:{label} {{code: $subject}})
MATCH way = {pattern}
WHERE all(link IN relationships(way) WHERE link.closed_on IS NULL)
RETURN DISTINCT place.code AS code, place.city AS city, place.district AS district, place.street AS street,
       place.community AS community, place.grid AS grid
"""


def find_places(store: Store, rule: Rule, subject: str, home: Path) -> dict[str, Sequence[Path]]:
    """Where each dataset and indicator of the rule is looked for: at home, or where the rule says."""
    indicators = [name for name in ONTOLOGY.indicators if f"'{name}'" in rule.text]
    found: dict[str, Sequence[Path]] = {name: [home] for name in (*rule.needs, *indicators)}
    for name, pattern in rule.places.items():
        found[name] = store.read(_PLACE.format(label=rule.subject, pattern=pattern), {"subject": subject}, timeout=TIMEOUT)
    return found


def find_ledgers(store: Store, rule: Rule, places: Mapping[str, Sequence[Path]], within: Within | None) -> list[Ledger]:
    """Each dataset that the rule needs, complete or not where it is looked for."""
    areas = {dataset: next(iter(places[dataset]), None) for dataset in rule.needs}
    codes = sorted({area["code"] for area in areas.values() if area})
    rows = store.read(catalogue.part("area-ledgers"), {"areas": codes}, timeout=TIMEOUT) if codes else []
    return [_ledger(dataset, area, rows, within) for dataset, area in areas.items()]


def _ledger(dataset: str, area: Path | None, rows: Sequence[Mapping[str, Any]], within: Within | None) -> Ledger:
    own = [row for row in rows if area and (row["place"], row["dataset"]) == (area["code"], dataset)]
    seen = area is not None and reaches(within, {level: area[level] for level in LEVELS})
    sources = [Stated(row["source"], dataset, row["area"], row["file"], row["sheet"], None, row["edition"]) for row in own]
    return Ledger(
        dataset, ONTOLOGY.datasets[dataset].sheet, area["code"] if area and seen else None, bool(own), sources if seen else []
    )


def find_standards(store: Store, places: Mapping[str, Sequence[Path]], as_of: date, within: Within | None) -> list[Threshold]:
    """The standards of the rule's indicators that decide for each of the places, or may; each once."""
    wanted = {name: paths for name, paths in places.items() if name in ONTOLOGY.indicators}
    codes = sorted({path[level] for paths in wanted.values() for path in paths for level in LEVELS if path[level]})
    parameters = {"areas": codes, "within": within and within.code}
    rows = store.read(catalogue.part("area-standards"), parameters, timeout=TIMEOUT) if codes else []
    return list(
        dict.fromkeys(
            threshold
            for name, paths in wanted.items()
            for path in paths
            for threshold in thresholds(ONTOLOGY.indicators[name], path, rows, as_of)
        )
    )


def thresholds(indicator: Indicator, path: Path, rows: Iterable[Mapping[str, Any]], as_of: date) -> list[Threshold]:
    """What decides at a place: the nearest standard upwards, there the latest, and those nearer of which the day is unknown."""
    depth = {path[level]: LEVELS.index(level) for level in LEVELS if path[level]}
    near = [
        row
        for row in rows
        if row["indicator"] == indicator.name and row["setter"] in depth and (row["since"] is None or row["since"] <= as_of)
    ]
    near.sort(key=lambda row: (depth[row["setter"]], row["since"] is not None, row["since"] or as_of))
    decisive = next((row for row in reversed(near) if row["certain"]), None)
    open_ones = [
        row for row in near if not row["certain"] and (decisive is None or depth[row["setter"]] >= depth[decisive["setter"]])
    ]
    found = [_threshold(indicator, row) for row in (*([decisive] if decisive else ()), *open_ones)]
    if decisive is None and indicator.default is not None:
        found.insert(0, Threshold(indicator.name, indicator.default, indicator.unit, None, None, None, True, True))
    return found


def _threshold(indicator: Indicator, row: Mapping[str, Any]) -> Threshold:
    return Threshold(indicator.name, row["value"], indicator.unit, row["area"], row["area_name"], row["since"], row["certain"])


def find_sheets(store: Store, references: Iterable[str], above: Sequence[str], within: Within | None) -> dict[str, Stated]:
    """Where rows are, by reference `<sheet>:<row>`."""
    wanted = {reference: reference.rpartition(":") for reference in references}
    codes = sorted({sheet for sheet, _, _ in wanted.values()})
    parameters = {"sheets": codes, "above": above, "within": within and within.code}
    rows = store.read(catalogue.part("sheets"), parameters, timeout=TIMEOUT) if codes else []
    sheets = {row["code"]: row for row in rows}
    return {reference: _stated(sheets[sheet], int(row)) for reference, (sheet, _, row) in wanted.items() if sheet in sheets}


def _stated(sheet: Mapping[str, Any], row: int) -> Stated:
    return Stated(sheet["source"], sheet["dataset"], sheet["area"], sheet["file"], sheet["sheet"], row, sheet["edition"])
