"""Own rules are tried before they are asked for numbers: one that fails must not take those of the others away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graphkb.areas.scope import Scope, around
from graphkb.catalogue import CatalogueError, Rule, heeding, is_own
from graphkb.catalogue.refused import forget, refuse_kind
from graphkb.store import Store

_SECONDS = 600.0


def sound(store: Store, rules: Iterable[Rule], as_of: date, scope: Scope) -> list[Rule]:
    """The rules without own ones that fail, which are remembered in `catalogue.failing`. Ours are not tried."""
    return [rule for rule in rules if not is_own(rule) or _runs(store, rule, as_of, scope)]


def _runs(store: Store, rule: Rule, as_of: date, scope: Scope) -> bool:
    try:
        with heeding(rule):
            (row,) = store.read(around("answers/trial", rule, scope), {**scope.codes, "as_of": as_of}, timeout=_SECONDS)
        for kind in row["kinds"]:
            refuse_kind(rule, kind.removesuffix(" NOT NULL"))
    except CatalogueError:
        return False
    if not scope.codes:  # in a part of the tree it may run all the same
        forget(rule)
    return True
