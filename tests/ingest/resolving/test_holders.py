"""Who holds which posts together: chains of second posts, known, open, and across loads."""

from __future__ import annotations

from itertools import permutations

import pytest

from graphkb.store.bolt import BoltStore
from tests.ingest.load_kit import DIVISIONS, Sheet, ends, graph, loaded, node, sheet
from tests.ingest.writing.test_revise import LATER, empty

HEADER = "岗位编码,岗位类型,所在类型,所在编码,兼任岗位编码"
PLACE = "网格长,社区,360203001001"


def posts(*rows: tuple[str, str | None], file: str = "岗位.xlsx", column: bool = True) -> Sheet:
    """Posts with the others that each names."""
    header = HEADER if column else HEADER.rpartition(",")[0]
    return sheet("岗位", header, *[[code, *PLACE.split(","), other] for code, other in rows]).of(file)


def holders(store: BoltStore) -> dict[str, tuple[str | None, str | None]]:
    return {r["c"]: (r["h"], r["k"]) for r in store.read("MATCH (p:Post) RETURN p.code AS c, p.holder AS h, p.chain AS k")}


def test_a_chain_has_one_holder(empty_store: BoltStore) -> None:
    loaded(
        empty_store, DIVISIONS, posts(("A", "B"), ("B", None), ("C", "B"), ("D", "E;F"), ("E", None), ("F", None), ("G", None))
    )
    assert holders(empty_store) == {
        "A": ("A", "A"), "B": ("A", "A"), "C": ("A", "A"), "D": ("D", "D"), "E": ("D", "D"), "F": ("D", "D"), "G": ("G", None),
    }  # fmt: skip


@pytest.mark.parametrize("side", ["first", "second", "both"])
def test_either_side_may_write_it(empty_store: BoltStore, side: str) -> None:
    loaded(empty_store, DIVISIONS, posts(("A", "B" if side != "second" else None), ("B", "A" if side != "first" else None)))
    assert holders(empty_store) == {"A": ("A", "A"), "B": ("A", "A")}


def test_an_open_link_opens_its_whole_chain_and_nothing_else(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, posts(("A", "B"), ("B", "X"), ("C", None), ("D", "A")))
    assert holders(empty_store) == {"A": (None, "A"), "B": (None, "A"), "C": ("C", None), "D": (None, "A")}
    assert node(empty_store, "Post", "B")["unknown"] == ["other_posts"]


def test_without_the_column_every_holder_is_open(empty_store: BoltStore) -> None:
    loaded(
        empty_store,
        DIVISIONS,
        posts(("A", None), ("B", None), column=False),
        posts(("C", "A"), ("D", None), file="b.xlsx"),
        area="360203",
    )
    assert holders(empty_store) == {"A": (None, "A"), "B": (None, None), "C": (None, "A"), "D": ("D", None)}


def test_a_post_that_names_itself_holds_no_other(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, posts(("A", "A"), ("B", "B;C"), ("C", None)))
    assert holders(empty_store) == {"A": ("A", None), "B": ("B", "B"), "C": ("B", "B")}
    assert ends(empty_store, "SAME_HOLDER") == [("B", "C")]


PARTS = [
    posts(("A", "B"), ("B", None), file="1.xlsx"),
    posts(("C", "B"), ("D", None), file="2.xlsx"),
    posts(("E", "D;C"), file="3.xlsx"),
]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_chains_join_over_loads_in_any_order(empty_store: BoltStore, order: tuple[int, ...]) -> None:
    """A file that named a post before it was there is loaded again at the end. Each is a part of its ledger."""
    loaded(empty_store, DIVISIONS)
    for n in (*order, *order):
        loaded(empty_store, PARTS[n], partial=True)
    assert holders(empty_store) == dict.fromkeys("ABCDE", ("A", "A"))
    later = graph(empty_store)
    empty(empty_store)
    loaded(empty_store, DIVISIONS)
    loaded(empty_store, *PARTS, partial=True)
    assert graph(empty_store) == later


def test_a_chain_comes_apart(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, posts(("A", "B"), ("B", "C"), ("C", None)))
    loaded(empty_store, posts(("A", None), ("B", "C"), ("C", None)), edition=LATER)
    assert holders(empty_store) == {"A": ("A", None), "B": ("B", "B"), "C": ("B", "B")}


def test_an_open_end_that_is_closed_later(empty_store: BoltStore) -> None:
    loaded(empty_store, DIVISIONS, posts(("A", "B"), ("B", None), column=False))
    loaded(empty_store, posts(("A", "B"), ("B", None)), edition=LATER)
    assert holders(empty_store) == {"A": ("A", "A"), "B": ("A", "A")}
    loaded(empty_store, posts(("A", "B"), ("B", "Z")), edition=LATER)
    assert holders(empty_store) == {"A": (None, "A"), "B": (None, "A")}
