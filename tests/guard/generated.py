"""Random reading queries: what the store accepts by the driver, the guard lets through and the console answers alike.

`python -m tests.guard.generated --queries 50000` asks the store in use (`GRAPHKB_HOME` with the sample city in it) and writes the
figures into docs/reliability.md.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from neo4j.exceptions import Neo4jError

from graphkb.formats import as_json
from graphkb.guard import Limits, Refused, check, refusals
from graphkb.guard.console import run
from graphkb.guard.failing import ConsoleError, Invalid, OutOfTime
from graphkb.guard.parse import parse
from graphkb.guard.scan import scan
from graphkb.store.bolt import BoltStore
from graphkb.store.open import open_reader
from tests.figures import made, put
from tests.guard.generator.queries import Queries
from tests.guard.generator.values import LABELS
from tests.guard.telling import Codes, codes, told

HEADING = "Random reading queries"
# What docs/read-only-cypher.md says is refused though the store would take it.
DOCUMENTED = {refusals.PATH, refusals.REGEX, refusals.GROWTH}
ALIKE, BOTH, LATE = "answered alike", "refused by both", "out of time on both"
MOST_SECONDS = 10
Told: TypeAlias = tuple[list[str], list[list[Any]]]


@dataclass
class Outcome:
    """What became of the queries, by kind; what went wrong; which parts of the grammar the answered ones have."""

    kinds: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)

    def add(self, other: Outcome) -> None:
        """Both together."""
        self.kinds += other.kinds
        self.faults += other.faults
        self.parts |= other.parts


Tell: TypeAlias = Callable[[Outcome], None]


def compared(reader: BoltStore, seed: int, numbers: Iterable[int], minutes: float = 60, tell: Tell | None = None) -> Outcome:
    """The queries of these numbers, each asked twice: by the driver, and through the guard; as many as this time allows."""
    until = time.monotonic() + 60 * minutes
    vocabulary = {
        label: [row["code"] for row in reader.read(f"MATCH (n:{label}) RETURN n.code AS code ORDER BY code LIMIT 5")]
        for label in LABELS
    }
    known, whole = codes(reader), Outcome()

    def one(number: int) -> Outcome:
        if time.monotonic() > until:
            return Outcome()
        made = Queries(f"{seed}-{number}", vocabulary)
        return _asked(reader, known, made.query(), made.parameters, f"{seed}-{number}")

    with ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(one, numbers):
            whole.add(outcome)
            if tell and outcome.kinds and whole.kinds.total() % 1000 == 0:
                tell(whole)
    return whole


def _asked(reader: BoltStore, known: Codes, text: str, parameters: dict[str, object], name: str) -> Outcome:
    found = Outcome()
    try:
        expected = told(reader, known, text, parameters, seconds=MOST_SECONDS)
    except Neo4jError as error:
        late = "TimedOut" in str(error.code) or "Terminated" in str(error.code)
        kind = _refused(reader, text, parameters, name, LATE if late else BOTH)
    else:
        kind = _alike(reader, text, parameters, name, expected)
    found.kinds[kind if kind.startswith(("refused", "answered", "out of")) else "fault"] += 1
    if kind == ALIKE:
        parsed = parse(scan(text, Limits()))
        found.parts = {str(part.data) for part in parsed.tree.iter_subtrees()} | {token.type for token in parsed.tokens}
    elif found.kinds["fault"]:
        found.faults.append(f"{name}: {kind}\n{text}\n{parameters}")
    return found


def _refused(reader: BoltStore, text: str, parameters: dict[str, object], name: str, kind: str) -> str:
    """The store refuses: the guard does, or the console says so of the query, and not of the store."""
    if kind == LATE:
        return kind
    try:
        run(text, parameters, reader=reader, user=name)
    except (Refused, Invalid, OutOfTime):
        return kind
    except ConsoleError as error:
        return f"{type(error).__name__}: {error}"
    return "the console answers what the store refuses"


def _alike(
    reader: BoltStore, text: str, parameters: dict[str, object], name: str, expected: tuple[list[str], list[list[object]]]
) -> str:
    columns, rows = expected
    try:
        check(text)
    except Refused as error:
        return f"refused as documented: {error.code}" if error.code in DOCUMENTED else f"{error.code}: {error}"
    try:
        answer = run(text, parameters, reader=reader, user=name)
    except (Refused, ConsoleError) as error:
        return f"{type(error).__name__}: {error}"
    same = [_name(column) for column in answer.columns] == [_name(column) for column in columns] and Counter(
        map(as_json, answer.rows)
    ) == Counter(map(as_json, rows))
    return ALIKE if same and not answer.truncated else f"differs: {as_json(answer.rows)[:300]} for {as_json(rows)[:300]}"


def _name(column: str) -> str:
    """Of a column that is called as its expression is written: comments are not sent."""
    return " ".join(re.sub(r"/\*.*?\*/|//[^\n]*", " ", column).split())


def section(outcome: Outcome, seed: int, where: str) -> str:
    """The figures as they stand in the page."""
    total = outcome.kinds.total()
    rows = "\n".join(f"| {kind} | {count} |" for kind, count in sorted(outcome.kinds.items(), key=lambda one: -one[1]))
    return f"""{total} queries made over the grammar of the guard, the ontology and the sample city, each asked twice: by
the driver alone, and through the guard and the console; columns and rows compared
(`python -m tests.guard.generated --queries {total} --seed {seed}`). {where}.

| outcome | queries |
|---|---|
{rows}
| **faults** | **{len(outcome.faults)}** |
"""


def main() -> None:
    """Asks, prints the faults, writes the figures: after each thousand, so that a run that is stopped leaves its own."""
    options = argparse.ArgumentParser()
    options.add_argument("--queries", type=int, default=50_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--minutes", type=float, default=120)
    given, began = options.parse_args(), time.monotonic()

    def tell(outcome: Outcome) -> None:
        print(outcome.kinds.total(), dict(outcome.kinds), *outcome.faults[-5:], sep="\n", flush=True)
        where = f"{made((time.monotonic() - began) / 60)}, Neo4j {reader.version}"
        put(HEADING, section(outcome, given.seed, where))

    with open_reader() as reader:
        tell(compared(reader, given.seed, range(given.queries), given.minutes, tell))


if __name__ == "__main__":
    main()
