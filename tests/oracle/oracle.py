"""All rules over a set of ledgers: verdicts, home areas and the roll-up."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from . import rules_centre, rules_cobuilding, rules_community, rules_grid, rules_property, rules_work
from .judging import Rule
from .ledgers import Ledger
from .reading import read

Key = tuple[str, str]  # rule id, subject code
Verdicts = dict[Key, bool | None]

RULES: dict[str, Rule] = {
    "grid-party-organization": rules_grid.grid_party_organization,
    "grid-leader": rules_grid.grid_leader,
    "grid-leader-is-secretary": rules_grid.grid_leader_is_secretary,
    "grid-full-time-member": rules_grid.grid_full_time_member,
    "grid-staffing": rules_grid.grid_staffing,
    "grid-in-community": rules_grid.grid_in_community,
    "community-grid": rules_community.community_grid,
    "community-party-organization": rules_community.community_party_organization,
    "community-partner": rules_community.community_partner,
    "agreement-lists": rules_cobuilding.agreement_lists,
    "demand-met": rules_cobuilding.demand_met,
    "resource-used": rules_cobuilding.resource_used,
    "project-on-time": rules_cobuilding.project_on_time,
    "property-party": rules_property.property_party,
    "area-property-service": rules_property.area_property_service,
    "area-management": rules_property.area_management,
    "area-owners-committee": rules_property.area_owners_committee,
    "community-cross-posts": rules_property.community_cross_posts,
    "community-service-centre": rules_centre.community_service_centre,
    "street-service-centre": rules_centre.street_service_centre,
    "centre-area": rules_centre.centre_area,
    "centre-functions": rules_centre.centre_functions,
    "community-in-reach": rules_centre.community_in_reach,
    "community-budget": rules_community.community_budget,
    "community-pay": rules_community.community_pay,
    "social-organization-party": rules_work.social_organization_party,
    "party-superior": rules_work.party_superior,
    "task-on-time": rules_work.task_on_time,
    "task-owner": rules_work.task_owner,
    "order-answered": rules_work.order_answered,
    "unit-partner": rules_cobuilding.unit_partner,
}


class Judgement(NamedTuple):
    """One subject of one rule with everything that the oracle says about it."""

    rule: str
    subject: str
    home: str
    covered: bool | None
    reason: str


def judgements(ledgers: Sequence[Ledger], as_of: date) -> Iterator[Judgement]:
    """Every subject of every rule."""
    facts = read(ledgers)
    for rule, answers in RULES.items():
        for answer in answers(facts, as_of):
            yield Judgement(rule, *answer)


def judge(ledgers: Sequence[Ledger], as_of: date) -> Verdicts:
    """Covered True, gap False, not assessable None for every rule and subject."""
    return {(one.rule, one.subject): one.covered for one in judgements(ledgers, as_of)}


def home(ledgers: Sequence[Ledger], as_of: date) -> dict[Key, str]:
    """The home area of every rule and subject."""
    return {(one.rule, one.subject): one.home for one in judgements(ledgers, as_of)}


def tree(ledgers: Sequence[Ledger]) -> dict[str, str | None]:
    """Every area and what contains it."""
    return {code: area.parent for code, area in read(ledgers).areas.items()}


def roll_up(
    verdicts: Mapping[Key, bool | None], homes: Mapping[Key, str], tree: Mapping[str, str | None]
) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(covered, gap, not assessable) for every rule and every area that has subjects in or below it."""
    counts: dict[tuple[str, str], list[int]] = {}
    for (rule, subject), covered in verdicts.items():
        column = (True, False, None).index(covered)
        at: str | None = homes[rule, subject]
        while at is not None:
            counts.setdefault((rule, at), [0, 0, 0])[column] += 1
            at = tree[at]
    return {key: (covered, gap, unknown) for key, (covered, gap, unknown) in counts.items()}
