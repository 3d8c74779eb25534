"""What a verdict rests on besides facts: complete ledgers, and the rows that state things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphkb.answers.explain.shapes import Ledger, Stated
from graphkb.areas.scope import LEVELS
from graphkb.areas.standards import Path
from graphkb.areas.territory import Within, reaches
from graphkb.catalogue import Rule
from graphkb.cypher import filled, part
from graphkb.languages import Language, told
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store

TIMEOUT = 30.0


def find_places(store: Store, rule: Rule, subject: str, home: Path) -> dict[str, Sequence[Path]]:
    """Where each dataset and indicator of the rule is looked for: at home, or where the rule says."""
    indicators = [name for name in ONTOLOGY.indicators if f"'{name}'" in rule.text]
    found: dict[str, Sequence[Path]] = {name: [home] for name in (*rule.needs, *indicators)}
    for name, pattern in rule.places.items():
        question = filled("answers/explain-place", label=rule.subject, pattern=pattern)
        found[name] = store.read(question, {"subject": subject}, timeout=TIMEOUT)
    return found


def find_ledgers(
    store: Store, rule: Rule, places: Mapping[str, Sequence[Path]], within: Within | None, language: Language
) -> list[Ledger]:
    """Each dataset that the rule needs, complete or not where it is looked for."""
    areas = {dataset: next(iter(places[dataset]), None) for dataset in rule.needs}
    codes = sorted({area["code"] for area in areas.values() if area})
    rows = store.read(part("answers/ledgers"), {"areas": codes}, timeout=TIMEOUT) if codes else []
    return [_ledger(dataset, area, rows, within, language) for dataset, area in areas.items()]


def _ledger(
    dataset: str, area: Path | None, rows: Sequence[Mapping[str, Any]], within: Within | None, language: Language
) -> Ledger:
    own = [row for row in rows if area and (row["place"], row["dataset"]) == (area["code"], dataset)]
    seen = area is not None and reaches(within, {level: area[level] for level in LEVELS})
    sources = [Stated(row["source"], dataset, row["area"], row["file"], row["sheet"], None, row["edition"]) for row in own]
    title = told(ONTOLOGY.datasets[dataset], "sheet", language)
    return Ledger(dataset, title, area["code"] if area and seen else None, bool(own), sources if seen else [])


def find_sheets(store: Store, references: Iterable[str], above: Sequence[str], within: Within | None) -> dict[str, Stated]:
    """Where rows are, by reference `<sheet>:<row>`."""
    wanted = {reference: reference.rpartition(":") for reference in references}
    codes = sorted({sheet for sheet, _, _ in wanted.values()})
    parameters = {"sheets": codes, "above": above, "within": within and within.code}
    rows = store.read(part("answers/sheets"), parameters, timeout=TIMEOUT) if codes else []
    sheets = {row["code"]: row for row in rows}
    return {reference: _stated(sheets[sheet], int(row)) for reference, (sheet, _, row) in wanted.items() if sheet in sheets}


def _stated(sheet: Mapping[str, Any], row: int) -> Stated:
    return Stated(sheet["source"], sheet["dataset"], sheet["area"], sheet["file"], sheet["sheet"], row, sheet["edition"])
