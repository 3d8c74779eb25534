"""Who holds which posts: chains of rows, and when two holders are known to differ."""

from .facts import Facts, Post


def join_holders(facts: Facts) -> None:
    """Give every post its holder: the first code of its chain; known where every row of the chain is known."""
    parent = {code: code for code in facts.posts}
    for post in facts.posts.values():
        for other in post.also:
            parent[_root(parent, other)] = _root(parent, post.code)
    facts.holder = {code: _root(parent, code) for code in parent}
    for post in facts.posts.values():
        holder = facts.holder[post.code]
        facts.holder_known[holder] = facts.holder_known.get(holder, True) and post.also_known


def _root(parent: dict[str, str], code: str) -> str:
    while parent[code] != code:
        parent[code] = parent[parent[code]]
        code = parent[code]
    return code


def same_holder(facts: Facts, one: Post, other: Post) -> bool | None:
    """True along a chain; False only where all rows chained to both are known; else open."""
    first, second = facts.holder[one.code], facts.holder[other.code]
    if first == second:
        return True
    return False if facts.holder_known[first] and facts.holder_known[second] else None
