"""Facts in words, in both languages; a text without its English cannot be declared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from graphkb.catalogue.sentences import in_words
from graphkb.languages import Said, Spoken, Text

DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (None, "未知", "unknown"),
        (2025, "2025", "2025"),
        (150_000, "15万", "150,000"),
        (1234.5, "1234.5", "1234.5"),
        (12_345.678, "12345.68", "12,345.68"),
        (300.0, "300", "300"),
        (DAY, "2026年1月5日", "5 January 2026"),
        (datetime(2026, 12, 31, 4, 5), "2026年12月31日04:05", "31 December 2026 04:05"),
        (["乙", "甲"], "乙、甲", "乙, 甲"),
        ([300, 200], "200、300", "200, 300"),
        ([], "", ""),
        ("a", "一", "one"),
    ],
)
def test_values_are_written_as_the_language_does(value: Any, chinese: str, english: str) -> None:
    assert in_words(value, {"a": "一"}) == chinese
    assert in_words(value, {"a": "one"}, "en") == english


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("没有。", ""),
        ("没有。", " "),
        ("没有。", "没有。"),
        ("没有。", "None（0）"),
        ("没有{what}。", "None."),
        ("没有。", "No {what}."),
    ],
)
def test_a_text_without_its_english_is_refused(chinese: str, english: str) -> None:
    with pytest.raises(ValueError, match="the English"):
        Text(chinese, english)


def test_nouns_follow_their_number() -> None:
    late = Text("{days}天，{people}人", "{days:day}, {people:person|people}")
    assert [late(days=n, people=n).told("en") for n in (0, 1, 2)] == ["0 days, 0 people", "1 day, 1 person", "2 days, 2 people"]
    assert late(days=1, people=1).told() == "1天，1人"


def test_what_is_said_may_hold_what_is_said() -> None:
    where, missing = Text("第 {n} 行", "line {n}"), Text("{where}：没有 {names}。", "{where}: no {names}.")
    said = missing(where=where(n=3), names=["a", where(n=4)])
    assert isinstance(said, Said)
    assert (str(said), said.told("en")) == ("第 3 行：没有 a、第 4 行。", "line 3: no a, line 4.")
    assert str(Spoken(said)) == str(said)
