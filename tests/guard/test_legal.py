"""Legal queries are not refused, whatever their strings, names and comments look like (C05); no store is asked."""

from __future__ import annotations

from importlib.resources import files
from time import process_time

import pytest

from graphkb.guard import check
from tests.guard.legal import Legal, legal
from tests.quick import within

LEGAL = legal()


def test_there_are_enough() -> None:
    assert len({query.text for query in LEGAL}) == len(LEGAL) >= 200


@pytest.mark.parametrize("query", LEGAL, ids=lambda query: query.text[:60])
def test_c05_legal(query: Legal) -> None:
    approved = check(query.text)
    assert approved.parameters == set(query.parameters)
    assert check(approved.text) == approved


@pytest.mark.parametrize("package", ["queries", "rules"])
def test_c05_what_the_product_itself_asks(package: str) -> None:
    texts = [
        entry.read_text("utf-8")
        for entry in files("graphkb.cypher").joinpath(package).iterdir()
        if entry.name.endswith(".cypher")
    ]
    assert texts
    for text in texts:
        check(text)


def test_it_is_fast() -> None:
    with within(0.02 * len(LEGAL), process_time):
        for query in LEGAL:
            check(query.text)
