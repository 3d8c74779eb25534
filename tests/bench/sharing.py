"""`python -m tests.bench.sharing`: would the rules be planned sooner if those of one subject shared a statement?

Plans every rule's statement and the shared ones, alternately, in the store in use, which may be empty: a plan is made from
the text. Prints a row for docs/benchmarks.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from graphkb.areas.scope import LEVELS, around, find_scope
from graphkb.catalogue import SCOPE_MARKER, Rule, shipped_rules
from graphkb.cypher import filled, union
from graphkb.store import Store
from graphkb.store.open import open_store
from tests.bench.figures import say, seconds, spread

ROUNDS = 5
_HOLE = "RULES"


def main() -> None:
    """Measure and print."""
    rules = sorted(shipped_rules().values(), key=lambda rule: rule.subject)
    groups = [list(found) for _, found in groupby(rules, key=lambda rule: rule.subject)]
    with open_store() as store:
        whole = find_scope(store, None)
        apart, shared = [around("answers/roll-up", rule, whole) for rule in rules], [_shared(group) for group in groups]
        for texts in (apart, shared):
            _plan(store, texts)  # the planner's own code is warm from here on
        ratios = [1 / _timed(store, apart) * _timed(store, shared) for _ in range(ROUNDS)]
    say(f"planning {len(rules)} rules in {len(groups)} statements, one for each subject / in one for each rule", spread(ratios))


def _shared(group: Sequence[Rule]) -> str:
    """One statement for several rules: their rows one after the other, counted by rule too."""
    each = (
        f"CALL () {{\n{rule.text.replace(SCOPE_MARKER, '', 1)}\n}}\nRETURN subject, home, covered, because, '{rule.id}' AS rule"
        for rule in group
    )
    around_them = filled("answers/roll-up", rule=_HOLE).replace("WITH home.city", "WITH rule, home.city")
    return around_them.replace("RETURN city", "RETURN rule, city").replace(_HOLE, union(each), 1)


def _timed(store: Store, texts: Iterable[str]) -> float:
    store.alter("CALL db.clearQueryCaches()")
    return seconds(lambda: _plan(store, texts))


def _plan(store: Store, texts: Iterable[str]) -> None:
    parameters = {"as_of": date.today(), "levels": [*LEVELS], "gaps": False}
    for text in texts:
        store.read(f"EXPLAIN {text}", parameters, timeout=600)


if __name__ == "__main__":
    main()
