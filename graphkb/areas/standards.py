"""Which standards decide for an area: its own, else the nearest above, there the latest in force (docs/judging.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from graphkb.areas.scope import LEVELS
from graphkb.areas.territory import Within
from graphkb.cypher import part
from graphkb.languages import Language, told
from graphkb.ontology import ONTOLOGY, Indicator
from graphkb.store import Store

Path: TypeAlias = Mapping[str, Any]  # the codes of an area and those above it, by level
TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Threshold:
    """A standard that decides, or may (`certain` false: nobody knows since when).

    `area` is who sets it, None where that may not be seen; `default` where nobody sets one.
    """

    indicator: str
    value: float | str
    unit: str
    area: str | None
    area_name: str | None
    since: date | None
    certain: bool
    default: bool = False


def find_standards(
    store: Store,
    wanted: Mapping[str, Sequence[Path]],
    as_of: date,
    within: Within | None = None,
    language: Language = "zh",
) -> list[Threshold]:
    """What decides for each indicator at each of its places, each once; several where a day is unknown."""
    codes = sorted({path[level] for paths in wanted.values() for path in paths for level in LEVELS if path[level]})
    parameters = {"areas": codes, "within": within and within.code}
    rows = store.read(part("areas/standards"), parameters, timeout=TIMEOUT) if codes else []
    found = (
        threshold
        for name, paths in wanted.items()
        for path in paths
        for threshold in thresholds(ONTOLOGY.indicators[name], path, rows, as_of, language)
    )
    return list(dict.fromkeys(found))


def thresholds(
    indicator: Indicator, path: Path, rows: Iterable[Mapping[str, Any]], as_of: date, language: Language = "zh"
) -> list[Threshold]:
    """What decides at one place, from the standards set there and above; those nearer of which the day is unknown may as well."""
    depth = {path[level]: number for number, level in enumerate(LEVELS) if path[level]}
    near = [row for row in rows if row["indicator"] == indicator.name and row["setter"] in depth]
    near = [row for row in near if row["since"] is None or row["since"] <= as_of]
    near.sort(key=lambda row: (depth[row["setter"]], row["since"] is not None, row["since"] or as_of))
    decisive = next((row for row in reversed(near) if row["certain"]), None)
    least = depth[decisive["setter"]] if decisive else 0
    unit = told(indicator, "unit", language)
    found = [_threshold(indicator, unit, decisive)] if decisive else _default(indicator, unit)
    return found + [_threshold(indicator, unit, row) for row in near if not row["certain"] and depth[row["setter"]] >= least]


def _threshold(indicator: Indicator, unit: str, row: Mapping[str, Any]) -> Threshold:
    return Threshold(indicator.name, row["value"], unit, row["area"], row["area_name"], row["since"], row["certain"])


def _default(indicator: Indicator, unit: str) -> list[Threshold]:
    if indicator.default is None:
        return []
    return [Threshold(indicator.name, indicator.default, unit, None, None, None, certain=True, default=True)]
