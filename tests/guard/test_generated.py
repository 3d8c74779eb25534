"""Random reading queries over the guard's own grammar: the console answers what the store answers (docs/reliability.md)."""

from __future__ import annotations

import random
import re
from importlib.resources import files

import pytest

from graphkb.store.bolt import BoltStore
from tests.guard.generated import ALIKE, Outcome, compared

QUERIES, MORE = 2_000, 50_000
INLINED = {"clause", "step", "body", "single", "start"}  # rules that leave no mark where they hold one part


def asked(reader: BoltStore, count: int, minutes: float) -> Outcome:
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")  # shown where the test fails
    outcome = compared(reader, seed, range(count), minutes)
    assert outcome.faults == [], f"seed {seed}: " + "\n\n".join(outcome.faults[:5])
    return outcome


def test_what_the_store_answers_the_console_answers(reader: BoltStore) -> None:
    outcome = asked(reader, QUERIES, 20)
    assert outcome.kinds.total() == QUERIES
    assert outcome.kinds[ALIKE] > 0.8 * QUERIES
    grammar = files("graphkb.guard").joinpath("reading.lark").read_text("utf-8")
    rules = set(re.findall(r"^\??([a-z]\w*):", grammar, re.MULTILINE)) - INLINED
    terminals = set(" ".join(re.findall(r"%declare (.*)", grammar)).split())
    for _ in range(5):  # what is rare in the grammar may not have come up yet
        if (rules | terminals) - outcome.parts:
            outcome.add(asked(reader, QUERIES // 2, 10))
    assert (rules | terminals) - outcome.parts == set()


@pytest.mark.campaign
def test_many_more(reader: BoltStore) -> None:
    assert asked(reader, MORE, 240).kinds.total() == MORE
