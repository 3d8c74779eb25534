"""Legal queries are not refused, whatever their strings, names and comments look like (C05); no store is asked."""

from __future__ import annotations

from importlib.resources import files
from time import process_time

import pytest
from legal import Legal, legal

from graphkb.guard import check

LEGAL = legal()
ENGINES = ("arcadedb", "neo4j")


def test_there_are_enough() -> None:
    assert len({query.text for query in LEGAL}) == len(LEGAL) >= 200


@pytest.mark.parametrize("query", LEGAL, ids=lambda query: query.text[:60])
def test_c05_legal(query: Legal) -> None:
    for one in ENGINES:
        approved = check(query.text, one)
        assert approved.parameters == set(query.parameters)
        assert check(approved.text, one) == approved


@pytest.mark.parametrize("package", ["graphkb.cypher.queries", "graphkb.cypher.rules"])
def test_c05_what_the_product_itself_asks(package: str) -> None:
    texts = [entry.read_text("utf-8") for entry in files(package).iterdir() if entry.name.endswith(".cypher")]
    assert texts
    for text in texts:
        for one in ENGINES:
            check(text, one)


def test_it_is_fast() -> None:
    before = process_time()
    for query in LEGAL:
        check(query.text, "neo4j")
    assert (process_time() - before) / len(LEGAL) < 0.02
