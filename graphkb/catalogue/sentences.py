"""Reasons in words: a rule's sentence, filled with the facts of one subject."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from graphkb.catalogue import Rule
from graphkb.languages import SEPARATORS, Language, Placed, Text, told

OUTSIDE = Text("（范围外）", "(outside your area)")  # whom a viewer may not see
ABOVE = Text("上级", "a higher level")  # who may complete a ledger, for viewers below that level
_UNKNOWN = Text("未知", "unknown")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def sentence(rule: Rule, because: str, facts: Mapping[str, Any], language: Language = "zh", **names: str) -> str:
    """Why the subject is judged so; `names` are the subject's, its home's and its district's."""
    words = told(rule, "words", language)
    places = {key: Placed(in_words(value, words, language)) for key, value in facts.items()}
    return str(told(rule, "sentences", language)[because]).format_map({**places, **names})


def in_words(value: Any, words: Mapping[str, str] | None = None, language: Language = "zh") -> str:
    """A value as it stands in a sentence: days, numbers and lists as people write them."""
    if value is None:
        return _UNKNOWN.told(language)
    if isinstance(value, (list, tuple)):
        # Sorted, because a collected list has no order of its own.
        return SEPARATORS[language].join(in_words(item, words, language) for item in sorted(value))
    if isinstance(value, datetime):
        return f"{_day(value, language)}{'' if language == 'zh' else ' '}{value:%H:%M}"
    if isinstance(value, date):
        return _day(value, language)
    if isinstance(value, (int, float)):
        return _number(value) if language == "zh" else _english_number(value)
    return (words or {}).get(value, str(value))


def _day(value: date, language: Language) -> str:
    if language == "en":
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def _number(value: float) -> str:
    """15万 for 150000; never an exponent."""
    if abs(value) >= 10_000 and value % 1000 == 0:
        return f"{value / 10_000:.1f}".removesuffix(".0") + "万"
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _english_number(value: float) -> str:
    """150,000; four digits stand together, since most of these are years."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text if abs(value) >= 10_000 else text.replace(",", "")
