"""Parameters are JSON values within limits (C24, C28); settings are positive whole numbers."""

from __future__ import annotations

from typing import Any

import pytest

from graphkb.guard import Approved, BadLimit, Limits, Refused, limits_from
from graphkb.guard.parameters import checked_parameters

USES_X = Approved("RETURN $x", frozenset(["x"]))


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def test_the_used_ones_are_sent() -> None:
    value = {"a": [1, 2.5, None, True, "文"], "b": {}}
    assert checked_parameters(USES_X, {"x": value, "y": 2}, Limits()) == {"x": value}


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "$x"),
        ({"x": object()}, "object"),
        ({"x": {1, 2}}, "set"),
        ({"x": b"x"}, "bytes"),
        ({"x": float("nan")}, "JSON"),
        ({"x": [float("inf")]}, "JSON"),
        ({"x": 2**63}, "64"),
        ({"x": {"a": [-(2**63) - 1]}}, "64"),
        ({"x": "\ud800"}, "编码"),
        ({"x": {"\udfff": 1}}, "编码"),
        ({"x": {1: 1, "y": object()}}, "object"),
        ({"x": deep(11)}, "10 层"),
        ({"x": deep(100_000)}, "10 层"),
        ({"x": [1] * 100_001}, "100000"),
        ({str(n): n for n in range(101)} | {"x": 1}, "100"),
    ],
)
def test_c28_unfit(given: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused, match=r"。$") as found:
        checked_parameters(USES_X, given, Limits())
    assert found.value.code == "cypher.parameter"
    assert word in str(found.value)


def test_limits_are_settings() -> None:
    assert limits_from({}) == Limits()
    assert limits_from({"GRAPHKB_CYPHER_SECONDS": "5", "GRAPHKB_CYPHER_STEPS": "3"}) == Limits(seconds=5, steps=3)
    for value in ("0", "-1", "x", "", "1.5", "٣"):
        with pytest.raises(BadLimit, match="GRAPHKB_CYPHER_ROWS"):
            limits_from({"GRAPHKB_CYPHER_ROWS": value})
