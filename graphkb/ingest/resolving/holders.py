"""Who holds which posts together: chains of 兼任 rows as groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from graphkb.cypher import part as cypher
from graphkb.ingest.reading.part import Part
from graphkb.ingest.resolving.known import batches
from graphkb.store import Store


@dataclass
class Chains:
    """Posts joined by SAME_HOLDER rows; `open_posts` are those whose other posts are not completely known."""

    _parent: dict[str, str] = field(default_factory=dict)
    open_posts: set[str] = field(default_factory=set)
    _settled: dict[str, dict[str, str]] | None = None

    def join(self, post: str, other: str) -> None:
        """The two posts have one holder."""
        one, two = self._root(post), self._root(other)
        if one != two:
            self._parent[max(one, two)] = min(one, two)

    def _root(self, post: str) -> str:
        while (above := self._parent.setdefault(post, post)) != post:
            self._parent[post] = self._parent[above]
            post = above
        return post

    def __contains__(self, post: str) -> bool:
        return post in self._parent

    def posts(self) -> set[str]:
        """Every post in a chain."""
        return set(self._parent)

    def groups(self) -> dict[str, list[str]]:
        """The posts of each chain by its smallest code."""
        members: dict[str, list[str]] = {}
        for post in self._parent:
            members.setdefault(self._root(post), []).append(post)
        return members

    def properties_of(self, post: str) -> dict[str, str]:
        """`chain`, and `holder` where the whole chain is known, of a post in a chain."""
        if self._settled is None:
            self._settled = self.properties()
        return self._settled[post]

    def properties(self) -> dict[str, dict[str, str]]:
        """The same for every post in a chain."""
        result: dict[str, dict[str, str]] = {}
        for chain, posts in self.groups().items():
            known = self.open_posts.isdisjoint(posts)
            own = {"chain": chain, "holder": chain} if known else {"chain": chain}
            result.update(dict.fromkeys(posts, own))
        return result


def chains_of(parts: Iterable[Part]) -> Chains:
    """The chains that the posts of these tables state."""
    chains = Chains()
    for part in parts:
        if part.dataset.node == "Post":
            _join(part, chains)
    return chains


def _join(part: Part, chains: Chains) -> None:
    missing = part.resolved.missing.get("other_posts", set())
    for start, block in part.blocks():
        stands = part.stands[start : start + len(block.numbers)].tolist()
        codes: list[Any] = block.columns["code"]
        cells: list[Any] = block.columns["other_posts"]
        for code, others in compress(zip(codes, cells, strict=True), stands):
            if others is None or not missing.isdisjoint(others):
                chains.open_posts.add(code)
            for other in others or ():
                if other not in missing and other != code:
                    chains.join(code, part.code_of("other_posts", other))


def single(post: str, *, known: bool) -> dict[str, str]:
    """The holder of a post in no chain."""
    return {"holder": post} if known else {}


def rewrite_holders(store: Store, posts: Iterable[str]) -> None:
    """Derive `holder` and `chain` anew for the posts and for all that are, or were, chained to them."""
    seen: dict[str, bool] = {}
    chains = Chains()
    frontier = sorted(set(posts))
    while frontier:
        found: set[str] = set()
        for batch in batches(frontier):
            for row in store.read(cypher("ingest/resolving/chained-posts"), {"codes": batch}):
                seen[row["code"]] = bool(row["open"])
                if row["other"]:
                    chains.join(row["code"], row["other"])
                found.update(c for c in (row["other"], row["chain"]) if c)
        frontier = sorted(found - seen.keys())
    chains.open_posts = {post for post, is_open in seen.items() if is_open}
    _write(store, seen, chains.properties())


def _write(store: Store, seen: Mapping[str, bool], chained: Mapping[str, Mapping[str, str]]) -> None:
    rows = []
    for post, is_open in sorted(seen.items()):
        derived = chained.get(post) or single(post, known=not is_open)
        rows.append({"code": post, "holder": derived.get("holder"), "chain": derived.get("chain")})
    for batch in batches(rows):
        store.write([(cypher("ingest/resolving/write-holders"), {"rows": batch})])
