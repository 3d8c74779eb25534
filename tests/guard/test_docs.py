"""The page about read-only Cypher names every function, refusal and setting there is."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from graphkb.guard import Limits, refusals
from graphkb.guard.functions import NAMES

PAGE = (Path(__file__).parents[2] / "docs" / "read-only-cypher.md").read_text(encoding="utf-8")


def test_functions() -> None:
    words = set(PAGE.replace("`", " ").replace(",", " ").split())
    assert [name for name in NAMES if name not in words and f".{name.rpartition('.')[2]}" not in words] == []


def test_codes() -> None:
    codes = {value for name, value in vars(refusals).items() if name.isupper() and str(value).startswith("cypher.")}
    assert len(codes) > 15
    assert [code for code in sorted(codes) if f"`{code}`" not in PAGE] == []


def test_settings() -> None:
    assert [name for name in asdict(Limits()) if f"`GRAPHKB_CYPHER_{name.upper()}`" not in PAGE] == []
    shown = f"{Limits().size:_}".replace("_", " ")
    assert f"| {Limits().rows:,}, {shown} |".replace(",", " ", 1) in PAGE
