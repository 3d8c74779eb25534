"""What README.md shows of the sample city is what the product answers."""

from __future__ import annotations

import re
from ast import literal_eval
from html import unescape
from pathlib import Path

import pytest

from graphkb.formats import as_text
from graphkb.ingest.load import Options, load
from graphkb.loaders import open_paths
from graphkb.reference.picture import coverage_picture
from graphkb.sample.plan import EDITION
from graphkb.store.bolt import BoltStore
from tests.conftest import Served, empty

ROOT = Path(__file__).parents[2]
EXAMPLE = re.compile(r"```cypher\n(.+?)```\n\n((?:\|[^\n]+\n)+)", re.DOTALL)
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = EXAMPLE.findall(README)
CELL = re.compile(r"<text [^>]*>([^<]*)</text>")


@pytest.fixture(scope="module")
def city(store: BoltStore, written: list[Path]) -> BoltStore:
    """The sample in the store; another test may have left it there."""
    files = {row["file"] for row in store.read("MATCH (s:Sheet {state: 'done'}) RETURN DISTINCT s.file AS file")}
    if files != {path.name for path in written}:
        empty(store)
        load(store, open_paths([written[0].parent]), Options(edition=EDITION))
    return store


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize(("query", "table"), EXAMPLES)
def test_query_gives_the_rows_shown(city: BoltStore, query: str, table: str) -> None:
    heading, _, *shown = table.splitlines()
    rows = city.read(query)
    assert [list(row) for row in rows] == [cells(heading)] * len(rows)
    assert [[as_text(value) for value in row.values()] for row in rows] == [cells(line) for line in shown]
    assert rows


def test_python_runs(city: BoltStore, served_home: Served, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    *rows, size = capsys.readouterr().out.splitlines()
    assert {row["kind"] for row in map(literal_eval, rows)} == {"居民网格", "专属网格"}
    assert all(int(number) > 0 for number in size.split())


def test_picture_shows_the_numbers_of_today(city: BoltStore) -> None:
    made = coverage_picture(city, EDITION)
    assert texts(made) == texts((ROOT / "docs" / "report.svg").read_text(encoding="utf-8"))


def texts(picture: str) -> str:
    """What stands in the picture, without blanks: how words are cut into pieces is Rich's affair."""
    return "".join(unescape("".join(CELL.findall(picture))).split())
