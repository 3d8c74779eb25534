"""Reasons in words: a rule's sentence, filled with the facts of one subject."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from graphkb.catalogue import Rule


def sentence(rule: Rule, because: str, facts: Mapping[str, Any], **names: str) -> str:
    """Why the subject is judged so, in Chinese; `names` are the subject's, its home's and its district's."""
    places = {key: in_words(value, rule.words) for key, value in facts.items()}
    return rule.sentences[because].format_map({**places, **names})


def in_words(value: Any, words: Mapping[str, str] | None = None) -> str:
    """A value as it stands in a sentence: days and numbers as people write them, lists joined by 、."""
    if value is None:
        return "未知"
    if isinstance(value, (list, tuple)):
        # Sorted, because the order of a collected list is each engine's own.
        return "、".join(in_words(item, words) for item in sorted(value))
    if isinstance(value, datetime):
        return f"{_day(value)}{value:%H:%M}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, (int, float)):
        return _number(value)
    return (words or {}).get(value, str(value))


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _number(value: float) -> str:
    """15万 for 150000; never an exponent."""
    if abs(value) >= 10_000 and value % 1000 == 0:
        return f"{value / 10_000:.1f}".removesuffix(".0") + "万"
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
