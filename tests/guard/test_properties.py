"""Spelling changes nothing: what is refused stays refused, and what stands in a string stays allowed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graphkb.guard import Approved, Limits, Refused, check, without_literals
from graphkb.guard.parse import parse
from graphkb.guard.scan import scan
from tests.guard.legal import legal

pytestmark = pytest.mark.slow

REFUSED = [
    ["CREATE", "(", "n", ":", "Grid", ")"],
    ["MATCH", "(", "n", ")", "SET", "n", ".", "a", "=", "1"],
    ["MATCH", "(", "n", ")", "DETACH", "DELETE", "n"],
    ["MATCH", "(", "n", ")", "WITH", "n", "REMOVE", "n", ".", "a", "RETURN", "n"],
    ["MERGE", "(", "n", "{", "a", ":", "1", "}", ")", "RETURN", "n"],
    ["CALL", "{", "CREATE", "(", "n", ")", "RETURN", "n", "}", "RETURN", "n"],
    ["MATCH", "(", "n", ")", "WHERE", "EXISTS", "{", "CREATE", "(", "m", ")", "}", "RETURN", "n"],
    ["FOREACH", "(", "x", "IN", "[", "1", "]", "|", "CREATE", "(", "n", ")", ")"],
    ["LOAD", "CSV", "FROM", "'file:///etc/passwd'", "AS", "row", "RETURN", "row"],
    ["CALL", "apoc", ".", "load", ".", "json", "(", "'x'", ")"],
    ["RETURN", "apoc", ".", "util", ".", "sleep", "(", "1", ")"],
    ["EXPLAIN", "RETURN", "1"],
    ["SHOW", "USERS"],
    ["RETURN", "1", ";", "RETURN", "2"],
    ["CALL", "{", "RETURN", "1", "AS", "x", "}", "IN", "TRANSACTIONS", "RETURN", "x"],
    ["MATCH", "(", "a", ")", "-", "[", "*", "]", "-", "(", "b", ")", "RETURN", "a"],
    ["START", "TRANSACTION"],
    ["USE", "other", "RETURN", "1"],
]
LEGAL = legal()
GAPS = st.sampled_from(
    [" ", "\n", "\t", "\r\n", "\u00a0", "\u3000", "/**/", "/* RETURN 1 */", "// RETURN 1\n", " /*'*/ ", '//"\n']
)
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\\"), max_size=40)
DANGERS = [
    "CREATE (n)",
    "'; DROP",
    "*/ DELETE n /*",
    "// x",
    "${x}",
    "`",
    "LOAD CSV FROM 'file:///x'",
    "apoc.load.json('x')",
    ";",
]


def spelled(draw: st.DrawFn, tokens: list[str]) -> str:
    words = [
        token if token.startswith("'") else "".join(draw(st.sampled_from([c.upper(), c.lower()])) for c in token)
        for token in tokens
    ]
    gaps = draw(st.lists(GAPS, min_size=len(words) + 1, max_size=len(words) + 1))
    return "".join(f"{gap}{word}" for gap, word in zip(gaps, [*words, ""], strict=True))


@st.composite
def refused(draw: st.DrawFn) -> str:
    return spelled(draw, draw(st.sampled_from(REFUSED)))


@given(refused())
@settings(max_examples=200, deadline=None)
def test_refused_whatever_the_spelling(text: str) -> None:
    with pytest.raises(Refused):
        check(text)


@st.composite
def respaced(draw: st.DrawFn) -> tuple[str, str]:
    query = draw(st.sampled_from(LEGAL)).text
    tokens = scan(query, Limits()).tokens
    gaps = draw(st.lists(GAPS, min_size=len(tokens), max_size=len(tokens)))
    return query, "".join(f" {gap}{token.text}" for gap, token in zip(gaps, tokens, strict=True))


@given(respaced())
@settings(max_examples=150, deadline=None)
def test_legal_whatever_the_spacing(pair: tuple[str, str]) -> None:
    def words(text: str) -> list[str]:
        return [token.text for token in scan(check(text).text, Limits()).tokens]

    assert words(pair[0]) == words(pair[1])


@given(TEXT | st.sampled_from(DANGERS), st.sampled_from("'\"`"))
@settings(max_examples=200, deadline=None)
@example("", "'")
def test_any_text_may_stand_in_a_string(text: str, quote: str) -> None:
    inside = text.replace(quote, "``" if quote == "`" else f"\\{quote}")
    if quote == "`":
        if inside:
            check(f"MATCH (n) RETURN n AS `{inside}`")
    else:
        literal = f"{quote}{inside}{quote}"
        assert literal in check(f"MATCH (n {{code: {literal}}}) WHERE n.x = {literal} RETURN {literal} AS x").text


@given(st.text(max_size=200) | st.lists(st.sampled_from(" ".join(map(" ".join, REFUSED)).split()), max_size=30).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_approved_or_refused(text: str) -> None:
    found = judged(text)
    if isinstance(found, Refused):
        assert found.code.startswith("cypher.")
        assert str(found).endswith("。")
    else:
        assert judged(found.text) == found


def judged(text: str) -> Approved | Refused:
    try:
        return check(text)
    except Refused as refused:
        return refused


WORDS = "MATCH WITH RETURN WHERE CALL { } ( ) [ ] n : . , = 1 'x' AS x CREATE SET DELETE MERGE | - > UNION"
WRITING = re.compile(r"(?i)\b(create|merge|set|delete|detach|remove|foreach|load|drop|alter|grant|call\s+apoc)\b")


@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=25,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_clause_that_writes_is_ever_one(words: list[str]) -> None:
    """If a random text parses, its writing words are names: of things, or of functions, which are judged by name."""
    text = " ".join(words)
    try:
        parsed = parse(scan(text, Limits()))
    except Refused:
        return
    for token in parsed.tokens:
        if WRITING.fullmatch(str(token)):
            assert token.type in ("NAME", "FUNCTION", "PROCEDURE")


@given(TEXT, st.sampled_from("'\""), st.integers(min_value=0, max_value=10**12))
@settings(max_examples=200, deadline=None)
def test_c33_no_literal_is_left(text: str, quote: str, number: int) -> None:
    literal = f"{quote}秘{text.replace(quote, '')}密{quote}"
    logged = without_literals(
        f"MATCH (n {{name: {literal}}}) /* 秘 {text} */ WHERE n.id = 99{number} RETURN n AS `秘{text}` // 密"
    )
    assert "秘" not in logged
    assert "密" not in logged
    assert f"99{number}" not in logged


def test_c33_what_is_left() -> None:
    text = "MATCH (n:Grid {code: '36', x: 1.5})\nWHERE n.a2 = $p1 // 注释\nRETURN \"it's\", 'open"
    assert without_literals(text) == "MATCH (n:Grid {code: '…', x: 0}) WHERE n.a2 = $p1 RETURN '…', '…'"
