"""Rules about residential areas, their companies and committees."""

from collections.abc import Iterator
from datetime import date

from .facts import Area, Estate, Facts, Post
from .holders import same_holder
from .judging import Answer, existence
from .kleene import all_of, any_of
from .values import UNKNOWN

OWNERS_SIDE = ("业委会主任", "业委会委员", "物业项目负责人")
STATED = {True: "yes", False: "no", None: "unknown"}


def property_party(facts: Facts, as_of: date) -> Iterator[Answer]:
    """An organization covers a company that manages a residential area."""
    managing = {estate.company for estate in facts.estates.values()}
    for company, area in facts.companies.items():
        if company in managing:
            found = ("物业企业", company) in facts.coverage
            yield Answer(company, area, *existence(found, facts, "party-coverage", area))


def area_property_service(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A company manages the residential area."""
    for estate in facts.estates.values():
        covered = None if estate.company is UNKNOWN else estate.company is not None
        yield Answer(estate.code, estate.area, covered, STATED[covered])


def area_management(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A building committee where there is no company."""
    for estate in facts.estates.values():
        if estate.company is None:
            yield Answer(estate.code, estate.area, estate.building_committee, STATED[estate.building_committee])


def area_owners_committee(facts: Facts, as_of: date) -> Iterator[Answer]:
    """An owners' committee where there is a company."""
    for estate in facts.estates.values():
        if isinstance(estate.company, str):
            yield Answer(estate.code, estate.area, estate.owners_committee, STATED[estate.owners_committee])


def community_cross_posts(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A 兼职委员 of the community's organization is a Party member on the owners' or the company's side."""
    estates: dict[str, list[Estate]] = {}
    for estate in facts.estates.values():
        area = facts.areas[estate.area]
        home = area if area.level == "community" else facts.areas[area.parent or ""]
        if home.level == "community":
            estates.setdefault(home.code, []).append(estate)
    for code, own in estates.items():
        yield Answer(code, code, *_cross(facts, facts.areas[code], own))


def _cross(facts: Facts, community: Area, estates: list[Estate]) -> tuple[bool | None, str]:
    """Two sets of posts and a pair between them; each set may be open, that is hold more than is loaded.

    A closed empty side decides a gap even where the other side's ledger is missing: known either way decides.
    """
    organizations = facts.coverage.get(("社区", community.code), [])
    posts_missing = not facts.complete("posts", community.code)
    chairs = [post for unit in organizations for post in facts.posts_at.get(("党组织", unit.code), ())]
    members = [post for post in chairs if post.kind == "兼职委员"]
    members_open = not facts.complete("party-coverage", community.code) or bool(organizations and posts_missing)
    owners = [post for post in _owners_side(facts, estates) if post.party_member is not False]
    owners_open = posts_missing or any(estate.company is UNKNOWN for estate in estates)
    pair = any_of(all_of((owner.party_member, same_holder(facts, member, owner))) for member in members for owner in owners)
    if pair:
        return True, "same holder"
    if not (members or members_open):
        return False, "no member post"
    if not (owners or owners_open):
        return False, "no owners' side"
    if posts_missing or not facts.complete("party-coverage", community.code):
        return None, "no ledger"
    if owners_open:
        return None, "company unknown"
    return pair, "different holders" if pair is False else "holder or membership unknown"


def _owners_side(facts: Facts, estates: list[Estate]) -> Iterator[Post]:
    places = {(kind, estate.code) for estate in estates for kind in ("小区", "业委会")}
    places |= {("物业企业", estate.company) for estate in estates if isinstance(estate.company, str)}
    for place in sorted(places):
        yield from (post for post in facts.posts_at.get(place, ()) if post.kind in OWNERS_SIDE)
