"""Waivers as they are kept: nodes of the store that they speak of, beside the graph, never deleted.

So they are there for whoever opens the store, go where it goes, and no load, `forget` or `--erase` touches them: a waiver of what
is closed or gone says nothing, and holds again when that is loaded again. Setting and taking back are the only changes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from graphkb.areas.scope import LEVELS
from graphkb.areas.territory import Within, inside
from graphkb.cypher import filled, part, union
from graphkb.languages import Text
from graphkb.ontology import ONTOLOGY
from graphkb.ontology.constraints import key_constraint
from graphkb.store import Store, StoreError
from graphkb.waivers.shapes import FORM, Waiver, Wanted, state_of

_NEWER = Text(
    "库中的豁免是较新版本写的（格式 {form}，本版本最高 {known}）；请更新 graphkb。",
    "The store's waivers were written by a newer version (form {form}, known up to {known}). Update graphkb.",
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """The id of a waiver that is about to be set."""
    return "w" + "".join(secrets.choice(_LETTERS) for _ in range(7))


def put(store: Store, wanted: Wanted, label: str | None, own: str) -> None:
    """Keep the waiver under the id `own`; what was waived for the same subject or area by the same rule is taken back with it.

    `label` is that of the subject, None where an area is waived. Whether there is such a subject is for the caller to know.
    """
    store.alter(key_constraint("Waiver"))
    about = {"rule": wanted.rule, "subject": wanted.subject, "area": wanted.area, "by": wanted.by, "at": _now()}
    given = {**about, "id": own, "form": FORM, "label": label, "reason": wanted.reason.strip(), "until": wanted.until}
    store.write([(part("waivers/replace"), about), (part("waivers/set"), given)])


def take_back(store: Store, ids: Sequence[str], by: str) -> None:
    """These waivers hold no more. They are kept, with who took them back and when."""
    store.write([(part("waivers/take-back"), {"ids": [*ids], "by": by, "at": _now()})])


def find_waivers(
    store: Store,
    as_of: date,
    within: Within | None = None,
    *,
    rules: Sequence[str] = (),
    area: Within | None = None,
    every: bool = False,
) -> list[Waiver]:
    """The waivers that hold on that day, with `every` also those that ended or were taken back; the latest first.

    `rules` and `area` (and what lies below it) narrow the list; of those that belong to nothing inside `within` there are none.
    """
    found = checked(store.read(part("waivers/all")))
    rows = [row for row in found if (not rules or row["rule"] in rules) and (every or state_of(row, as_of) == "in_force")]
    for one in (within, area):
        rows = _inside(store, rows, one)
    subjects = _subjects(store, rows, within)
    return [_waiver(row, subjects.get((row["label"], row["subject"]), {}), as_of) for row in rows]


def checked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows; `StoreError` where a newer version has written one of them."""
    for row in rows:
        if row["form"] > FORM:
            raise StoreError(_NEWER(form=row["form"], known=FORM))
    return rows


def _waiver(row: Mapping[str, Any], subject: Mapping[str, Any], as_of: date) -> Waiver:
    return Waiver(
        id=row["id"],
        rule=row["rule"],
        subject=row["subject"],
        subject_label=row["label"],
        subject_name=subject.get("name"),
        area=subject.get("area") if row["subject"] else row["area"],
        reason=row["reason"],
        until=row["until"],
        state=state_of(row, as_of),
        by=row["by"],
        at=row["at"],
        taken_back=row["taken_back"],
        taken_back_by=row["taken_back_by"],
    )


def _inside(store: Store, rows: list[dict[str, Any]], within: Within | None) -> list[dict[str, Any]]:
    """Those about the area or what belongs to it."""
    if within is None:
        return rows
    subjects, areas = _subjects(store, rows, within), _areas(store, rows, within)
    return [row for row in rows if ((row["label"], row["subject"]) in subjects if row["subject"] else row["area"] in areas)]


def _areas(store: Store, rows: Iterable[Mapping[str, Any]], within: Within) -> set[str]:
    codes = sorted({row["area"] for row in rows if row["area"]})
    text = filled("waivers/areas", inside=inside("home", within, "City"))
    return {row["code"] for row in store.read(text, {"codes": codes, **within.parameters})} if codes else set()


def _subjects(store: Store, rows: Iterable[Mapping[str, Any]], within: Within | None) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Name and area of each subject that is in the graph and may be seen; of several areas the first as the tree is read."""
    codes: dict[str, set[str]] = {}
    for row in rows:
        if row["label"] in ONTOLOGY.labels:
            codes.setdefault(row["label"], set()).add(row["subject"])
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for label, wanted in codes.items():
        asked = {"codes": sorted(wanted), **(within.parameters if within else {})}
        for row in sorted(store.read(_subjects_of(label, within), asked), key=lambda row: [row[level] or "" for level in LEVELS]):
            found.setdefault((label, row["code"]), row)
    return found


def _subjects_of(label: str, within: Within | None) -> str:
    seen = inside("home", within, "City")
    ways = [filled("waivers/subjects", label=label, way=way, inside=seen) for way in ONTOLOGY.labels[label].home]
    return union(ways or [filled("waivers/subject-areas", label=label, inside=seen)])


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
