"""Search: codes and names, what fits exactly first, in bounded time, nothing outside the viewer's area."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graphkb.answers import search as module
from graphkb.answers.search import Place, Results, search
from graphkb.areas.territory import find_within
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store, StoreUnavailable
from graphkb.store.bolt import BoltStore
from tests import quick
from tests.areas.borders import CANARY, OURS
from tests.ingest.load_kit import CREDIT


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SECONDS", "TIMEOUT"):
        monkeypatch.setattr(module, name, 60.0)


def codes(results: Results) -> list[str]:
    return [one.code for one in results.found]


def every(store: Store, text: str, limit: int, **more: Any) -> tuple[list[tuple[str, str]], set[int]]:
    """Labels and codes of all pages, and the totals that they say."""
    found, totals, place = [], set(), None
    while True:
        page = search(store, text, limit=limit, after=place, **more)
        assert page.complete
        assert len(page.found) == limit or page.next is None
        found += [(one.label, one.code) for one in page.found]
        totals.add(page.total)
        if (place := page.next) is None:
            return found, totals


@pytest.mark.parametrize("text", ["360203001001", "３６０２０３００１００１", " 360203001001\u3000"])
def test_an_exact_code_comes_first(two_districts: BoltStore, text: str) -> None:
    found = search(two_districts, text).found
    assert (found[0].label, found[0].title, found[0].code, found[0].name, found[0].kind) == (
        *("Community", "社区", "360203001001", "东一社区", "社区"),
    )
    assert found[0].path == ["景德镇市", "珠山区", "石狮埠街道", "东一社区"]


def test_codes_begin_so_and_names_hold_it(two_districts: BoltStore) -> None:
    assert codes(search(two_districts, "360203", ["District", "Street", "Community"])) == [
        *("360203", "360203001", "360203001001", "360203001002", "360203001003"),
    ]
    assert codes(search(two_districts, CREDIT.lower())) == [CREDIT]
    assert codes(search(two_districts, "东一社区"))[:2] == ["360203001001", "P1"]
    assert set(codes(search(two_districts, "东一"))) == {"360203001001", "P1", "Q1", "Q1-业委会"}
    assert search(two_districts, "第一网格").found[0].path[-1] == "第一网格"
    assert codes(search(two_districts, "G1")) == ["G1"]
    assert codes(search(two_districts, "L1")) == ["L1"]
    assert [search(two_districts, text) for text in ("没有这个名字", "", " \u3000")] == [Results((), 0)] * 3


def test_exact_names_before_beginnings_before_the_rest(two_districts: BoltStore) -> None:
    two_districts.write(
        [
            (f"CREATE (:PartnerUnit {{code: '{code}', name: '{name}'}})", {})
            for code, name in (("a", "市图书馆"), ("b", "图书馆分馆"), ("c", "图书馆"))
        ]
    )
    assert codes(search(two_districts, "图书馆")) == ["c", "b", "a"]


def test_brackets_of_either_width(two_districts: BoltStore) -> None:
    two_districts.write(
        [("CREATE (:PartnerUnit {code: 'x', name: '示例（集团）公司'}), (:PartnerUnit {code: 'y', name: '示例(集团)工厂'})", {})]
    )
    for text in ("示例（集团）", "示例(集团)"):
        assert codes(search(two_districts, text)) == ["x", "y"]


@pytest.mark.parametrize(
    "text", ["'", '"', "\\", "`", "$texts", "}) DETACH DELETE n //", "%", "_", "*", ".*", "{{7*7}}", "\u0000", "a" * 5000]
)
def test_text_is_only_ever_text(two_districts: BoltStore, text: str) -> None:
    assert search(two_districts, text) == Results((), 0)


def test_names_are_returned_as_they_are(two_districts: BoltStore) -> None:
    assert search(two_districts, "<b>").found[0].name == "<b>东三</b>社区"


def test_closed_and_internal_nodes_are_not_found(two_districts: BoltStore) -> None:
    assert search(two_districts, "grids@360203").found == ()
    assert search(two_districts, "网格 360203").found == ()
    two_districts.write([("MATCH (n:Community {code: '360203001002'}) SET n.closed_on = date('2026-01-01')", {})])
    assert "360203001002" not in codes(search(two_districts, "360203001002")) + codes(search(two_districts, "东二社区"))


@pytest.mark.few(7)
@pytest.mark.parametrize("text", [CANARY, "P9", "P", "G", "U", "360281", "3602", "社区", "党", "中心", "S9", "公司", "县"])
def test_nothing_of_the_other_district(two_districts: BoltStore, text: str) -> None:
    results = search(two_districts, text, limit=100, within=find_within(two_districts, OURS))
    assert CANARY not in json.dumps([one.as_row() for one in results.found], ensure_ascii=False)
    assert all(one.path and one.path[0] == "珠山区" for one in results.found)
    free = search(two_districts, text, limit=100)
    assert len(results.found) == results.total < free.total == len(free.found)
    assert search(two_districts, text, within=find_within(two_districts, "36020")) == Results((), 0)


def test_limits(sample_store: Store) -> None:
    assert len(search(sample_store, "网格", limit=7).found) == 7
    assert search(sample_store, "网格", limit=-1) == Results((), 0)
    some = search(sample_store, "36020", ["Grid"], 50)
    assert codes(some) == sorted(codes(some))
    assert {one.label for one in some.found} == {"Grid"}


@pytest.mark.few(3)
@pytest.mark.parametrize("text", ["36020", "网格", "珠山", "360203002012", "党"])
def test_the_total_is_true_and_pages_go_on(sample_store: Store, text: str) -> None:
    whole = search(sample_store, text, limit=100_000)
    counted = (
        "MATCH (n) WHERE n.closed_on IS NULL AND any(label IN labels(n) WHERE label IN $labels) AND (n.code STARTS WITH $text"
    )
    counted += " OR n.name CONTAINS $text AND none(label IN labels(n) WHERE label IN $unnamed)) RETURN count(n) AS n"
    asked = {
        "labels": module.LABELS,
        "unnamed": [name for name, label in ONTOLOGY.labels.items() if not label.named],
        "text": text,
    }
    assert whole.total == len(whole.found) == sample_store.read(counted, asked)[0]["n"] > 0
    for limit in (1 + whole.total // 3, max(whole.total - 1, 1), whole.total):
        assert every(sample_store, text, limit) == ([(one.label, one.code) for one in whole.found], {whole.total})


def test_pages_of_one_row_each(two_districts: BoltStore) -> None:
    """Borders of ranks, labels and codes, the exact ones among them."""
    two_districts.write([("CREATE (:PartnerUnit {code: '东一', name: '甲'}), (:PropertyCompany {code: '东一', name: '乙'})", {})])
    for text, within in (("东一", None), ("东一", find_within(two_districts, OURS)), ("3602", None)):
        whole = search(two_districts, text, limit=100, within=within)
        expected = [(one.label, one.code) for one in whole.found]
        assert every(two_districts, text, 1, within=within) == (expected, {len(expected)})
        assert len(set(expected)) == len(expected) > 3


def test_a_place_whose_node_is_gone_goes_on_behind_it(two_districts: BoltStore) -> None:
    whole = codes(search(two_districts, "3602", ["Street", "Community"], limit=100))
    after = Place(2, "Street", whole[0] + "!", len(whole), True)
    assert codes(search(two_districts, "3602", ["Street", "Community"], after=after)) == whole[1:]


def test_time_is_bounded(sample_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not found in time is left out; what an index finds is there all the same."""
    monkeypatch.setattr(module, "SECONDS", 0.0)
    hurried = search(sample_store, "360203")
    assert (codes(hurried), hurried.total, hurried.complete) == (["360203"], 1, False)
    monkeypatch.setattr(module, "SECONDS", 0.2)
    asked = sample_store.read

    def slowly(query: str, parameters: dict[str, object] | None = None, *, timeout: float = 60) -> list[dict[str, object]]:
        if "n.name CONTAINS" in query and "(n:Street)" in query:
            raise StoreUnavailable("out of time")
        return asked(query, parameters, timeout=timeout)

    monkeypatch.setattr(sample_store, "read", slowly)
    with quick.within(5):
        assert {one.label for one in search(sample_store, "珠山").found} <= {"City", "District"}


def test_a_store_out_of_reach_is_told(sample_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(sample_store, "read", gone)
    with pytest.raises(StoreUnavailable):
        search(sample_store, "珠山")
