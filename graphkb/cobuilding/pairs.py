"""Who builds with whom: agreements with their lists and projects, on the day asked for (docs/judging.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from graphkb import catalogue
from graphkb.answers.gaps import Gap, gaps_seen
from graphkb.areas.scope import Scope, UnknownArea, find_scope
from graphkb.areas.territory import Within, reaches
from graphkb.cypher import filled
from graphkb.languages import Language, Text
from graphkb.network import CO_BUILDS_WITH, MOST_NODES, Edge, Network, Node
from graphkb.store import Store

EXPIRING_DAYS = 90
TIMEOUT = 120.0
_TOO_MANY = Text(
    "共 {count} 个单位和社区，超过上限；请选择一个县区或街道。",
    "There are {count} units and communities, more than can be drawn; choose a district or street.",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One agreement. `in_force` is None where its expiry is unknown; `demands` are the community's, `resources` the unit's,
    `projects` and `completed` the agreement's own. What lies outside the viewer's area is None."""

    unit: str | None
    unit_name: str | None
    unit_kind: str | None
    community: str
    community_name: str
    agreement: str
    signed: date
    expires: date | None
    in_force: bool | None
    demands: int
    resources: int | None
    projects: int
    completed: int

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


def pairs(store: Store, as_of: date, area: str | None = None, within: Within | None = None) -> list[Pair]:
    """All open agreements of communities below `area` (everywhere if None), by community and agreement.

    UnknownArea if there is no such area, or none that may be seen.
    """
    scope = _scope(store, area, within)
    if within and not within.level:
        return []
    parameters = {**scope.codes, "as_of": as_of, "within": within and within.code}
    return [Pair(**row) for row in store.read(filled("cobuilding/pairs", scope=scope.home), parameters, timeout=TIMEOUT)]


def expiring(
    store: Store, as_of: date, days: int = EXPIRING_DAYS, area: str | None = None, within: Within | None = None
) -> list[Pair]:
    """The agreements in force that end at most `days` days after `as_of`, the next to end first."""
    last = as_of + timedelta(days)
    found = [pair for pair in pairs(store, as_of, area, within) if pair.in_force and pair.expires and pair.expires <= last]
    return sorted(found, key=lambda pair: (pair.expires or last, pair.agreement))


def communities_without_partner(
    store: Store, as_of: date, area: str | None = None, within: Within | None = None, language: Language = "zh"
) -> list[Gap]:
    """Communities of kind 社区 without an agreement in force: those that `community-partner` does not call covered."""
    return _alone(store, "community-partner", as_of, area, within, language)


def units_without_community(
    store: Store, as_of: date, area: str | None = None, within: Within | None = None, language: Language = "zh"
) -> list[Gap]:
    """Partner units without an agreement in force: those that `unit-partner` does not call covered."""
    return _alone(store, "unit-partner", as_of, area, within, language)


def pairs_network(
    store: Store,
    as_of: date,
    area: str | None = None,
    within: Within | None = None,
    limit: int = MOST_NODES,
    language: Language = "zh",
) -> Network:
    """Units and communities with `CO_BUILDS_WITH` of that day between them, and those who stand alone (with their verdicts).

    More than `limit` of them: `truncated`, without nodes.
    """
    nodes: dict[tuple[str, str], Node] = {}
    for gap in (*communities_without_partner(store, as_of, area, within), *units_without_community(store, as_of, area, within)):
        alone = Node(gap.subject_label, gap.subject, gap.subject_name, None, gap.verdict)
        nodes[alone.key] = alone
    edges: dict[tuple[str, str], Edge] = {}
    for pair in pairs(store, as_of, area, within):
        if pair.in_force:
            for node in _ends(pair):
                nodes.setdefault(node.key, node)
            _join(edges, pair)
    if len(nodes) > min(limit, MOST_NODES):
        suggestion = _TOO_MANY(count=len(nodes)).told(language)
        return Network([], [], truncated=True, suggestion=suggestion, total=len(nodes))
    return Network([nodes[key] for key in sorted(nodes)], [edges[key] for key in sorted(edges)], total=len(nodes))


def _ends(pair: Pair) -> Iterable[Node]:
    yield Node("Community", pair.community, pair.community_name)
    if pair.unit:
        yield Node("PartnerUnit", pair.unit, pair.unit_name or pair.unit, pair.unit_kind)


def _join(edges: dict[tuple[str, str], Edge], pair: Pair) -> None:
    """One edge for each unit and community, whatever the number of their agreements."""
    if pair.unit:
        before = edges.get((pair.unit, pair.community))
        agreements = sorted([*(before.properties["agreements"] if before else []), pair.agreement])
        ends = ("PartnerUnit", pair.unit, "Community", pair.community)
        edges[pair.unit, pair.community] = Edge(CO_BUILDS_WITH, *ends, {"agreements": agreements})


def _alone(store: Store, rule_id: str, as_of: date, area: str | None, within: Within | None, language: Language) -> list[Gap]:
    """The subjects of the rule that are not covered: the same query, so that the two cannot disagree."""
    rule, scope = catalogue.rules()[rule_id], _scope(store, area, within)
    if within and not within.level:
        return []
    return gaps_seen(store, [rule], as_of, scope, True, within, language)


def _scope(store: Store, area: str | None, within: Within | None) -> Scope:
    """The area asked for, which must be one that may be seen; by default all that may be seen."""
    scope = find_scope(store, area or (within.code if within and within.level else None))
    if area and not reaches(within, dict(scope.codes)):
        raise UnknownArea(area)
    return scope
