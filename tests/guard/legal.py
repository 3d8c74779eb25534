"""The legal queries of `legal.cypher`, each with its parameters and, where it is told, its answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("legal.cypher")


@dataclass(frozen=True)
class Legal:
    """One query; `answer` is its rows, where the file has them."""

    text: str
    parameters: dict[str, Any]
    answer: list[list[Any]] | None


def legal() -> list[Legal]:
    """All of them, in the order of the file."""
    blocks = PATH.read_text(encoding="utf-8").split("\n\n")
    return [_legal(block.strip()) for block in blocks if _code(block)]


def _code(block: str) -> str:
    return "\n".join(line for line in block.strip().splitlines() if not line.startswith("//!"))


def _legal(block: str) -> Legal:
    about = [line.removeprefix("//!").strip() for line in block.splitlines() if line.startswith("//!")]
    notes = dict(note.partition(" ")[::2] for note in about)
    return Legal(_code(block), json.loads(notes.get("parameters", "{}")), json.loads(notes.get("answer", "null")))
