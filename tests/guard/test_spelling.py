"""Spelling hides nothing: case, blanks, comments, escapes, prefixes, several statements (C02–C04, C10–C12); no store is asked."""

from __future__ import annotations

import pytest

from graphkb.guard import check
from tests.guard.refusing import code

BLANKS = ["\t", "\n", "\r\n", "\f", "\v", "\u00a0", "\u3000", "\u2003", "\u2028", " \n\t "]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("word", ["CREATE", "create", "CrEaTe", "Delete", "sET"])
def test_c02_case_and_blanks(blank: str, word: str) -> None:
    for text in (f"{blank}{word}{blank}(n)", f"MATCH (n){blank}{word}{blank}n", f"\ufeff{blank}{word} n"):
        assert code(text) == "cypher.write"


@pytest.mark.parametrize(
    "text", ["\u200bCREATE (n)", "CRE\u200bATE (n)", "CREATE\x00 (n)", "MATCH (n) \x85SET n.a = 1", "\ufeff\ufeffCREATE (n)"]
)
def test_c02_invisible_characters(text: str) -> None:
    assert code(text) == "cypher.character"


@pytest.mark.parametrize("word", ["ſet", "ſET", "lıKe", "maKch"])
def test_c02_letters_that_fold_into_ascii(word: str) -> None:
    assert code(f"MATCH (n) RETURN n AS x {word} x.a = 1").startswith("cypher.")
    if not word.isascii() and word not in ("lıKe",):
        assert code(f"RETURN 1 AS {word}") == "cypher.character"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/*c*/ CREATE (n)", "cypher.write"),
        ("//x\nCREATE (n)", "cypher.write"),
        ("//x\rCREATE (n)", "cypher.write"),
        ("//x\r\n/**/CREATE/**/(n)", "cypher.write"),
        ("MATCH (n) /* RETURN n */ DELETE n // RETURN n", "cypher.write"),
        ("CR/**/EATE (n)", "cypher.syntax"),
        ("RETURN 1 /* CREATE (n)", "cypher.syntax"),
        ("RETURN 1 /*/ CREATE (n)", "cypher.syntax"),
        ("RETURN 1 /* /* */ CREATE (n) */", "cypher.write"),
        ("RETURN 1 // \u2028 \nCREATE (n)", "cypher.write"),
    ],
)
def test_c03_comments(text: str, expected: str) -> None:
    assert code(text) == expected


@pytest.mark.parametrize("comment", ["// CREATE (n)", "/* CREATE */", "//\u2028 CREATE (n)", "/* ' */", "// '"])
def test_c03_comments_are_not_sent(comment: str) -> None:
    assert check(f"RETURN{comment}\n1 AS a").text == "RETURN\n1 AS a"


ESCAPES = [
    r"\u0043REATE (n)",
    r"RETURN '\u0027 CREATE (n) //'",
    r"RETURN 1 // \u000aCREATE (n)",
    r"RETURN 1 /* \u002a\u002f CREATE (n) */",
    r"RETURN '\U0001F600'",
    r"RETURN `\u0060`",
    r"RETURN '\\u0027'",
]


@pytest.mark.parametrize("text", ESCAPES)
def test_c04_unicode_escapes(text: str) -> None:
    assert code(text) == "cypher.escape"


@pytest.mark.parametrize("text", [r"RETURN '\x41'", r"RETURN '\0'", r"RETURN '\N'", r"RETURN '\ '"])
def test_c04_unknown_escapes(text: str) -> None:
    assert code(text) == "cypher.escape"


@pytest.mark.parametrize(
    "text", ["RETURN 1; CREATE (n)", "RETURN 1; RETURN 2", "RETURN 1;;", ";RETURN 1", "RETURN 1; /* */ MATCH (n) DELETE n;"]
)
def test_c10_statements(text: str) -> None:
    assert code(text) == "cypher.statements"


@pytest.mark.parametrize("text", ["RETURN 1 AS a;", "RETURN 1 AS a ; \n", "RETURN 1 AS a; // done", "RETURN 1 AS a /* ; */;"])
def test_c10_one_semicolon_is_allowed(text: str) -> None:
    assert check(text).text == "RETURN 1 AS a"


PREFIXES = [
    "EXPLAIN",
    "PROFILE",
    "explain",
    "/*x*/EXPLAIN",
    "\ufeffPROFILE",
    "CYPHER 5",
    "CYPHER runtime=slotted",
    "CYPHER 25 EXPLAIN",
    "USE other",
    "USE graph.byName('x')",
]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    "rest", ["RETURN 1", "CREATE (n)", "CREATE USER a SET PASSWORD 'abcdefgh'", "CREATE INDEX FOR (n:Grid) ON (n.x)"]
)
def test_c11_c12_prefixes(prefix: str, rest: str) -> None:
    assert code(f"{prefix} {rest}") == "cypher.prefix"


def test_c12_use_within() -> None:
    assert code("CALL { USE other MATCH (n) RETURN n } RETURN n") == "cypher.prefix"
