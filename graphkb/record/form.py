"""The form in which the record is kept, and the numbered steps from one to the next.

The store carries the number of its form in one node (`:Form`). A step is a module of `graphkb/record/upgrades/` named after
the form it leads to, with `upgrade(store)`; it may be cut short and run again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files

from graphkb.cypher import part
from graphkb.languages import Text, sentence
from graphkb.store import CypherStatement, Store, StoreNotWritable
from graphkb.store.check import Finding

FORM = 3


_NEWER = Text(
    "存储中的记录是第 {form} 种格式，由更新的版本写成，本版只认到第 {known} 种；请升级 graphkb 后再用。",
    "The store's record is of form {form}, written by a later version; this one knows forms up to {known}. Upgrade graphkb.",
)
_NO_RECORD = Text("还没有存档", "There is no record yet")
_OF_TODAY = Text("存档格式是现在的", "The record is of today's form")
_EARLIER = Text(
    "存档是第 {form} 种格式，照常可读；下一次 graphkb load（任何台账）会先把它升到第 {today} 种",
    "The record is of form {form} and read rightly; the next graphkb load, of any ledger, first brings it to form {today}",
)


class NewerRecord(StoreNotWritable):
    """The record was written by a newer version, which alone knows how to read it."""


def form_of(store: Store) -> int | None:
    """The form of a store's record; None where it has none yet."""
    row = store.read(part("record/form"))[0]
    return int(row["form"]) if row["form"] is not None else 1 if row["recorded"] else None


def refuse_newer(store: Store) -> int | None:
    """The form; `NewerRecord` if this version does not know it."""
    form = form_of(store)
    refuse_form(form)
    return form


def refuse_form(form: int | None) -> None:
    """`NewerRecord` if this version does not know the form; for whoever has asked for it together with something else."""
    if form is not None and form > FORM:
        raise NewerRecord(_NEWER(form=form, known=FORM))


def checked(store: Store) -> Finding:
    """What `graphkb store check` says of the record's form: an earlier one is in order, and the next load upgrades it."""
    form = refuse_newer(store)
    if form is None:
        return Finding("form", "", 0, True, sentence(_NO_RECORD))
    said = sentence(_OF_TODAY) if form == FORM else sentence(_EARLIER, form=form, today=FORM)
    return Finding("form", "", form, True, said)


def upgrade(store: Store) -> list[int]:
    """Bring the record into today's form, step by step; the forms reached. Whoever calls holds the store for writing."""
    form = refuse_newer(store)
    steps = range((form or FORM) + 1, FORM + 1)
    for step in steps:
        import_module(f"graphkb.record.upgrades.form_{step}").upgrade(store)
        store.write([(part("record/set-form"), {"form": step})])
    return [*steps]


def stamp() -> CypherStatement:
    """The statement that says in which form the record is kept from now on; it belongs into the first transaction of a load."""
    return part("record/set-form"), {"form": FORM}


@cache
def first_columns() -> dict[str, list[list[str]]]:
    """For each ledger of the first form ids and kinds of its columns, in the order in which batches held their values."""
    text = files("graphkb.record").joinpath("upgrades").joinpath("columns_of_form_1.json").read_text("utf-8")
    found: dict[str, list[list[str]]] = json.loads(text)
    return found


def columns_before_they_were_kept(dataset: str) -> tuple[Sequence[str], Sequence[str]]:
    """Ids and kinds of the columns of a batch of the first form, which does not say them; none for a ledger of later days."""
    pairs = first_columns().get(dataset, [])
    return [name for name, _ in pairs], [kind for _, kind in pairs]
