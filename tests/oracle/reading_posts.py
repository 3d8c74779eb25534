"""Residential areas, coverage by Party organizations and posts."""

from collections.abc import Container, Iterable

from .facts import Estate, Facts, Place, Post
from .values import Record, entries, known, required, stated, tidy, yes

LEVELS = {"网格": "grid", "社区": "community", "街道": "street"}


def read_estate(facts: Facts, record: Record) -> None:
    """A residential area in a grid or a community; a company that is not found is unknown."""
    code, area = required(record, "小区编码"), facts.areas.get(required(record, "所属编码") or "")
    if code is None or area is None or area.level not in ("grid", "community"):
        return
    company = stated(record, "物业企业代码", lambda text: text if text in facts.companies else None)
    owners, building = known(record, "业委会", yes), known(record, "楼宇管理委员会", yes)
    facts.estates[code] = Estate(code, area.code, company, owners, building)


def read_coverage(facts: Facts, record: Record) -> None:
    """An organization and what it covers, both of which must be there."""
    organization = facts.organizations.get(required(record, "党组织编码") or "")
    kind, code = required(record, "对象类型"), required(record, "对象编码")
    if organization is not None and kind is not None and code is not None and _is_there(facts, kind, code):
        facts.coverage.setdefault((kind, code), []).append(organization)


def _is_there(facts: Facts, kind: str, code: str) -> bool:
    if kind in LEVELS:
        return code in facts.areas and facts.areas[code].level == LEVELS[kind]
    return code in _tables(facts).get(kind, ())


def _tables(facts: Facts) -> dict[str, Container[str]]:
    return {
        "物业企业": facts.companies,
        "社会组织": facts.social,
        "共建单位": facts.units,
        "小区": facts.estates,
        "党组织": facts.organizations,
    }


def read_post(facts: Facts, record: Record) -> None:
    """A post at a place that is there."""
    code, kind, place = required(record, "岗位编码"), required(record, "岗位类型"), _place(facts, record)
    if code is None or kind is None or place is None:
        return
    post = Post(code, kind, place, known(record, "党员", yes), (), False)
    facts.posts[code] = post
    facts.posts_at.setdefault(place, []).append(post)


def _place(facts: Facts, record: Record) -> Place | None:
    """业委会 names its residential area; without a committee it finds nothing, unknown it is stored at the area."""
    kind, code = required(record, "所在类型"), required(record, "所在编码")
    if kind is None or code is None:
        return None
    if kind != "业委会":
        return (kind, code) if _is_there(facts, kind, code) else None
    estate = facts.estates.get(code)
    if estate is None or estate.owners_committee is False:
        return None
    return ("业委会" if estate.owners_committee else "小区", code)


def link_posts(facts: Facts, records: Iterable[Record]) -> None:
    """The other posts of each holder; the found ones are kept, but one not found leaves the list unknown."""
    for record in records:
        post = facts.posts.get(required(record, "岗位编码") or "")
        if post is not None:
            named = entries(tidy(record.get("兼任岗位编码")) or "")
            post.also = tuple(code for code in named if code in facts.posts)
            post.also_known = "兼任岗位编码" in record and len(post.also) == len(named)
