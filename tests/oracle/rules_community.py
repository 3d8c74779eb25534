"""Rules about communities: grids, organizations, partners, money."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeVar

from .facts import Area, Facts
from .judging import Answer, existence, threshold
from .kleene import any_of
from .rules_cobuilding import in_force

T = TypeVar("T")


def community_grid(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A community of kind 社区 contains a grid."""
    divided = {area.parent for area in facts.at_level("grid")}
    for community in facts.at_level("community", "社区"):
        yield Answer(community.code, community.code, *existence(community.code in divided, facts, "grids", community.code))


def community_party_organization(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A committee, general branch or branch covers the community, of whatever kind it is."""
    for community in facts.at_level("community"):
        covering = facts.coverage.get(("社区", community.code), ())
        found = any(organization.kind in ("党委", "党总支", "党支部") for organization in covering)
        yield Answer(community.code, community.code, *existence(found, facts, "party-coverage", community.code))


def community_partner(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A community of kind 社区 has an agreement in force."""
    for community in facts.at_level("community", "社区"):
        yield Answer(community.code, community.code, *_partner(facts, community, as_of))


def _partner(facts: Facts, community: Area, as_of: date) -> tuple[bool | None, str]:
    own = (agreement for agreement in facts.agreements.values() if agreement.community == community.code)
    partnered = any_of(in_force(agreement, as_of) for agreement in own)
    if partnered is None:
        return None, "expiry unknown"
    return existence(partnered, facts, "agreements", community.code)


def _latest(rows: Mapping[int, T], as_of: date) -> T | None:
    years = [year for year in rows if year <= as_of.year]
    return rows[max(years)] if years else None


def community_budget(facts: Facts, as_of: date) -> Iterator[Answer]:
    """The latest budget up to the year asked for reaches the standard."""
    for community in facts.at_level("community", "社区"):
        yuan = _latest(facts.budgets.get(community.code, {}), as_of)
        if yuan is None:
            yield Answer(community.code, community.code, None, "no row")
        else:
            enough = yuan >= threshold(facts, community.code, "社区经费", as_of)
            yield Answer(community.code, community.code, enough, "enough" if enough else "too little")


def community_pay(facts: Facts, as_of: date) -> Iterator[Answer]:
    """In the latest such year the others' mean reaches the share of the secretary's pay."""
    for community in facts.at_level("community", "社区"):
        yield Answer(community.code, community.code, *_pay(facts, community, as_of))


def _pay(facts: Facts, community: Area, as_of: date) -> tuple[bool | None, str]:
    pay = _latest(facts.pay.get(community.code, {}), as_of)
    if pay is None:
        return None, "no row"
    secretary, others = pay
    if secretary is None or others is None:
        return None, "a figure is missing"
    enough = others * 100 >= threshold(facts, community.code, "报酬比例", as_of) * secretary
    return enough, "enough" if enough else "too little"
