"""The queue: what waits and what was decided, in one list; accepting, rejecting and taking back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from graphkb.areas.territory import Within, inside
from graphkb.cypher import filled
from graphkb.languages import Spoken, Text
from graphkb.review.contradictions import conflict_items
from graphkb.review.decisions import Judgement, find_decisions, record, standing, take_back
from graphkb.review.groups import Contradiction, contradictions
from graphkb.review.items import Item, remembered
from graphkb.review.merges import merge_items
from graphkb.review.names import name_items
from graphkb.store import Store

Step: TypeAlias = Literal["accept", "reject", "undo"]
STEPS: Mapping[Step, Judgement | None] = {"accept": "same", "reject": "different", "undo": None}
_UNKNOWN = Text(
    "审核队列里没有 {ids}；graphkb review list 列出全部编号，未做任何改动",
    "Nothing in the queue has the id {ids}; graphkb review list names them all. Nothing was changed",
)
_NOT_DECIDED = Text(
    "{ids} 没有可撤回的决定，未做任何改动",
    "There is no decision about {ids} that could be taken back. Nothing was changed",
)


class UnknownItem(Spoken):
    """There is nothing in the queue with one of these ids, or nothing to take back: nothing was recorded at all."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a step was about, as it is in the queue now, and which earlier decisions it contradicts."""

    items: Sequence[Item]
    contradictions: Sequence[Contradiction]


def queue(store: Store, within: Within | None = None, units: Iterable[Item] | None = None) -> list[Item]:
    """Everything that waits, each once, and behind it everything decided, the latest first.

    A viewer with an area sees lines about it whose every node lies in it. `units` are the lines of `merge_items` where these are
    known already.
    """
    decided = {item: one for item, one in standing(find_decisions(store)).items() if one.judgement != "undecided"}
    found: dict[str, Item] = {}
    for item in _waiting(store, within, merge_items(store) if units is None else units):
        found.setdefault(item.id, item)
    waiting = [item for item in found.values() if item.id not in decided]
    done = [found[item].decided(one) if item in found else remembered(one) for item, one in decided.items()]
    return _seen(store, [*waiting, *sorted(done, key=lambda item: item.at or "", reverse=True)], within)


def decide(
    store: Store,
    step: Step,
    ids: Iterable[str],
    *,
    by: str,
    within: Within | None = None,
    units: Sequence[Item] | None = None,
) -> Decided:
    """Accept, reject or take back what has these ids; all or, with `UnknownItem`, nothing."""
    wanted = list(dict.fromkeys(ids))
    if units is None:  # many units take long to compare: only for what is nothing else
        units = [] if {*wanted} <= {item.id for item in queue(store, within, ())} else [*merge_items(store)]
    known = {item.id: item for item in queue(store, within, units)}
    if missing := [item for item in wanted if item not in known]:
        raise UnknownItem(_UNKNOWN(ids=missing))
    judgement = STEPS[step]
    if judgement is None and (missing := [item for item in wanted if known[item].state == "open"]):
        raise UnknownItem(_NOT_DECIDED(ids=missing))
    for item in (known[one] for one in wanted):
        if judgement is None:
            take_back(store, item.id, by=by)
        else:
            record(store, item.kind, item.pair, judgement, by=by, score=item.score, about=item.about())
    now = {item.id: item for item in queue(store, within, units)}
    mine = [now.get(item, replace(known[item], state="open", by=None, at=None)) for item in wanted]
    return Decided(mine, contradicted(store, [item for item in mine if item.state != "open"]))


def contradicted(store: Store, items: Sequence[Item]) -> list[Contradiction]:
    """Where decisions contradict each other and one of these lines has a part in it."""
    return contradictions(find_decisions(store), {item.id for item in items})


def _waiting(store: Store, within: Within | None, units: Iterable[Item]) -> Iterator[Item]:
    condition, parameters = inside("area", within, "City"), within.parameters if within else {}
    yield from name_items(store, condition, parameters)
    yield from units
    yield from conflict_items(store, condition, parameters)


def _seen(store: Store, items: Sequence[Item], within: Within | None) -> list[Item]:
    if within is None:
        return [*items]
    visible = _visible(store, "Area", {item.area for item in items}, within)
    nodes: dict[str, set[str]] = {}
    for label, code in {node for item in items for node in item.nodes}:
        nodes.setdefault(label, set()).add(code)
    there = {(label, code) for label, codes in nodes.items() for code in _visible(store, label, codes, within)}
    return [item for item in items if item.area in visible and _all_seen(item, there)]


def _all_seen(item: Item, there: Set[tuple[str, str]]) -> bool:
    """Whether everything that it names may be seen; a code that a name may mean is of one of several labels."""
    return {code for _, code in item.nodes} == {node[1] for node in item.nodes if node in there}


def _visible(store: Store, label: str, codes: Iterable[str], within: Within) -> set[str]:
    condition = inside("n", within, "City" if label == "Area" else label)
    query = filled("review/seen", label=label, inside=condition)
    return {row["code"] for row in store.read(query, {"codes": sorted(codes), **within.parameters})}
