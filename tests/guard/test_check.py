"""What is no reading query at all, and what an approved one says of itself; no store is asked."""

from __future__ import annotations

import pytest

from graphkb.guard import check
from tests.guard.refusing import code, refusal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        ";",
        "// x",
        "MATCH (n)",
        "MATCH (n) WHERE n.x RETURN",
        "RETURN",
        "RETURN 1 2",
        "RETURN (1",
        "RETURN 'a",
        "RETURN `a",
        "SELECT 1",
        "RETURN 1 RETURN 2",
        "hello",
        "RETURN $",
        "MATCH (n) RETURN n.",
        "RETURN [1, 2",
        "1",
    ],
)
def test_no_query_at_all(text: str) -> None:
    assert code(text) in ("cypher.syntax", "cypher.character", "cypher.statements")


def test_a_refusal_says_where() -> None:
    assert "第 2 行第 8 列" in str(refusal("MATCH (n)\nRETURN !n"))


def test_parameters_are_named() -> None:
    found = check("MATCH (n {code: $code}) WHERE n.x = $`a b` RETURN $1, '$no'")
    assert found.parameters == {"code", "a b", "1"}


WORDS = "is finish using from both leading trailing seek scan index join on text range point nfc normalized all any paths path"


@pytest.mark.parametrize("word", WORDS.split())
def test_words_of_newer_forms_may_be_names(word: str) -> None:
    """A variable, a property, a label, a column, the argument of a function, the operand of a CASE."""
    check(f"MATCH ({word}:{word} {{{word}: 1}})-[:{word}]->({word}2) RETURN {word}.{word} AS {word}, trim({word}) AS x")
    check(f"UNWIND [1] AS {word} WITH {word} WHERE {word} > 0 AND {word} IS NOT NULL RETURN [{word}, {word} + 1] AS list")
    check(
        f"MATCH ({word}) WHERE {word} IS {word} OR {word}:{word}|{word} RETURN CASE {word}.x WHEN {word} THEN 1 ELSE {word} END"
    )
    check(f"MATCH ({word} IS {word}&!{word})--({word}2 WHERE {word}2.x = 1) RETURN count(DISTINCT {word}), size({word}.x)")
