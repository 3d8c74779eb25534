"""Posts of communities, committees and companies: who of the owners' side sits in the community's organization."""

from __future__ import annotations

from collections.abc import Sequence

from graphkb.sample.chance import chosen, draw, percent
from graphkb.sample.housing import Area, Company
from graphkb.sample.party import companies_by_mode
from graphkb.sample.places import Community, communities
from graphkb.sample.plan import LEPING, District
from graphkb.sample.posts import Post, link

OWNERS = {"业委会主任": "YZ", "业委会委员": "YW"}


def community_posts(district: District, areas: Sequence[Area], companies: Sequence[Company]) -> list[Post]:
    """The posts of a district beside its grids'."""
    here = communities(district)
    crossed = chosen(len(here), district.cross_posts, f"cross/{district.code}")
    posts, pairs = [], []
    for i, community in enumerate(here):
        own = [a for a in areas if a.community == community.code]
        seats, owners = _seats(community, i in crossed), _owners_side(own, i in crossed)
        posts += [_secretary(community), *seats, *owners]
        if i in crossed or _outside_party(community, seats, owners):
            pairs.append((seats[0].code, owners[0].code))
    return [*link(posts, pairs, district.code), *_instructors(district, companies), *_workers(district)]


def _outside_party(community: Community, seats: Sequence[Post], owners: Sequence[Post]) -> bool:
    """Whether the seat is held by somebody of the owners' side who is no Party member: a gap all the same."""
    return bool(seats) and not owners[0].member and percent(50, f"outside/{community.code}")


def _secretary(community: Community) -> Post:
    return Post(f"GW-{community.code}-SJ", "党组织书记", "党组织", f"DZ{community.code}", member=True)


def _seats(community: Community, crossed: bool) -> list[Post]:
    """The part-time members of the community's organization; without cross posts sometimes none."""
    count = 2 if crossed else draw(f"seats/{community.code}") % 3
    place = f"DZ{community.code}"
    return [Post(f"GW-{community.code}-JW{n + 1}", "兼职委员", "党组织", place, member=True) for n in range(count)]


def _owners_side(areas: Sequence[Area], crossed: bool) -> list[Post]:
    """Posts of the areas' committees and companies; the first of a crossed community is a Party member's."""
    posts = [post for area in areas for post in _of_area(area)]
    if crossed:
        first = posts[0]
        posts[0] = Post(first.code, first.kind, first.place_type, first.place, member=True)
    return posts


def _of_area(area: Area) -> list[Post]:
    """Chair and member of a committee known to exist, the company's manager on the spot."""
    posts = []
    if area.owners:
        posts.append(_owner(area, "业委会主任", 55))
        if percent(40, f"second/{area.code}"):
            posts.append(_owner(area, "业委会委员", 35))
    if area.company:
        posts.append(_manager(area))
    return posts


def _owner(area: Area, kind: str, share: int) -> Post:
    return Post(f"GW-{area.code}-{OWNERS[kind]}", kind, "业委会", area.code, percent(share, f"{kind}/{area.code}"))


def _manager(area: Area) -> Post:
    kind = "物业项目负责人"
    return Post(f"GW-{area.code}-WY", kind, "小区", area.code, percent(40, f"{kind}/{area.code}"))


def _instructors(district: District, companies: Sequence[Company]) -> list[Post]:
    """The instructors' posts at the companies they are sent to."""
    sent = companies_by_mode(district, companies)[2]
    return [Post(f"GW-{c.code}-ZDY", "党建指导员", "物业企业", c.code, member=True) for c in sent]


def _workers(district: District) -> list[Post]:
    """Leping lists one social work post for each community."""
    here = communities(district) if district is LEPING else ()
    return [Post(f"GW-{c.code}-SG", "社区工作者", "社区", c.code) for c in here]
