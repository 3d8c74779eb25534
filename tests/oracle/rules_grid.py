"""Rules about grids."""

from collections.abc import Iterator
from datetime import date

from .facts import Area, Facts, Post
from .holders import same_holder
from .judging import Answer, existence, standard, threshold
from .kleene import all_of, any_of

BRANCH_KINDS = ("党支部", "党小组", "党总支", "党委")
SECRETARIES = ("党组织书记", "党小组长")
STAFF = ("专职网格员", "城管队员", "志愿者")


def _has_branch(facts: Facts, grid: Area) -> bool:
    return any(organization.kind in BRANCH_KINDS for organization in facts.coverage.get(("网格", grid.code), ()))


def _posts(facts: Facts, grid: Area, kind: str) -> list[Post]:
    return [post for post in facts.posts_at.get(("网格", grid.code), ()) if post.kind == kind]


def grid_party_organization(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A branch, group, general branch or committee covers the grid."""
    for grid in facts.at_level("grid"):
        covered = existence(_has_branch(facts, grid), facts, "party-coverage", grid.code)
        yield Answer(grid.code, grid.code, *covered)


def grid_leader(facts: Facts, as_of: date) -> Iterator[Answer]:
    """The grid has a 网格长 post."""
    for grid in facts.at_level("grid"):
        covered = existence(bool(_posts(facts, grid, "网格长")), facts, "posts", grid.code)
        yield Answer(grid.code, grid.code, *covered)


def grid_leader_is_secretary(facts: Facts, as_of: date) -> Iterator[Answer]:
    """A 网格长 of the grid is secretary or group leader of an organization, of any kind, that covers it."""
    for grid in facts.at_level("grid"):
        leaders = _posts(facts, grid, "网格长")
        if leaders and _has_branch(facts, grid):
            yield Answer(grid.code, grid.code, *_leads_both(facts, grid, leaders))


def _leads_both(facts: Facts, grid: Area, leaders: list[Post]) -> tuple[bool | None, str]:
    covering = facts.coverage[("网格", grid.code)]
    chairs = [post for organization in covering for post in facts.posts_at.get(("党组织", organization.code), ())]
    secretaries = [post for post in chairs if post.kind in SECRETARIES]
    same = any_of(same_holder(facts, leader, secretary) for leader in leaders for secretary in secretaries)
    if same:
        return True, "same holder"
    if not facts.complete("posts", grid.code):
        return None, "no ledger"
    if same is None:
        return None, "holder unknown"
    return False, "different holders" if secretaries else "nothing to compare"


def grid_full_time_member(facts: Facts, as_of: date) -> Iterator[Answer]:
    """As many 专职网格员 as the standard asks for."""
    for grid in facts.at_level("grid"):
        wanted = threshold(facts, grid.code, "专职网格员人数", as_of)
        enough = len(_posts(facts, grid, "专职网格员")) >= wanted
        yield Answer(grid.code, grid.code, *existence(enough, facts, "posts", grid.code))


def grid_staffing(facts: Facts, as_of: date) -> Iterator[Answer]:
    """Each of the three kinds as the 网格标配 asks for; grids without one are outside."""
    for grid in facts.at_level("grid"):
        wanted = standard(facts, grid.code, "网格标配", as_of)
        if wanted is not None:
            enough = all_of(len(_posts(facts, grid, kind)) >= count for kind, count in zip(STAFF, wanted, strict=True))
            yield Answer(grid.code, grid.code, *existence(bool(enough), facts, "posts", grid.code))


def grid_in_community(facts: Facts, as_of: date) -> Iterator[Answer]:
    """The parent of a residents' grid is a community."""
    for grid in facts.at_level("grid", "居民网格"):
        parent = facts.areas[grid.parent or ""]
        covered = parent.level == "community"
        yield Answer(grid.code, grid.code, covered, parent.level)
