"""The plan of the sample city: how much of what lies in which district, read once from `plan.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class District:
    """How much a district's ledgers hold. Names of fields are the keys of `plan.toml`."""

    code: str
    name: str
    short: str
    centre: tuple[float, float]
    far: Mapping[str, int]
    no_location: int
    far_centre_unlocated: int
    scheme: str
    grids: int
    grids_under_street: int
    communities_without_grid: int
    leaders: int
    full_time: int
    part_time: int
    linked_percent: int
    companies: int
    areas: int
    areas_serviced: int
    cross_posts: int
    societies: int
    units: int
    idle_units: int
    city_units: int
    agreements: int
    expired: int
    resources: int
    centres: Mapping[str, int]
    streets_without_centre: tuple[str, ...]
    about_1000_other: int
    about_1000_community: int
    open_community: int
    people: int
    budget: tuple[int, int]
    work_orders: int


def _district(code: str, raw: Mapping[str, Any]) -> District:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
    return District(code=code, **values)


def read_plan() -> dict[str, Any]:
    """The plan as plain values."""
    return tomllib.loads(files("graphkb.sample").joinpath("plan.toml").read_text(encoding="utf-8"))


PLAN = read_plan()
CITY: str = PLAN["city"]
EDITION: date = PLAN["edition"]
DISTRICTS = tuple(_district(code, raw) for code, raw in PLAN["districts"].items())
CHANGJIANG, ZHUSHAN, FULIANG, LEPING = DISTRICTS
COMMITTEE: Mapping[str, Any] = PLAN["committee"]
PARK: Mapping[str, Any] = PLAN["park"]
