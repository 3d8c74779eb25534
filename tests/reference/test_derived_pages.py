"""The derived pages of docs/ are what the code gives, whole, and hold together as Markdown."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from graphkb.catalogue import queries, rules
from graphkb.ontology import ONTOLOGY
from graphkb.reference import PAGES, write_pages
from graphkb.reference.markdown import code, codes, page, table

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_derived_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), f"run `make docs`: docs/{name} lags behind the code"


def test_pages_are_written_whole(tmp_path: Path) -> None:
    assert [path.name for path in write_pages(tmp_path)] == [*PAGES]
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        n: made() for n, made in PAGES.items()
    }


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_pages(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("queries.md", [f"\n## {name}\n" for name in queries()]),
        ("rules.md", [f"\n## {name}\n" for name in rules()]),
        ("schema.md", [f"`{name}`" for name in (*ONTOLOGY.labels, *ONTOLOGY.relationships)]),
        ("schema.md", [dataset.sheet for dataset in ONTOLOGY.datasets.values()]),
    ],
)
def test_nothing_declared_is_left_out(name: str, words: list[str]) -> None:
    made = PAGES[name]()
    assert [word for word in words if word not in made] == []


def test_cells_hold_what_would_end_them() -> None:
    assert table(("a",), [("x|y\nz",)]) == "| a |\n| --- |\n| x\\|y z |"
    assert page("T", "`x`", "", "one") == "# T\n\nDerived from `x` by `make docs`; not to be edited by hand.\n\none\n"
    assert (code(""), codes("ab")) == ("", "`a`, `b`")


@pytest.mark.parametrize("name", PAGES)
def test_every_row_of_a_table_has_its_columns(name: str) -> None:
    lines = PAGES[name]().replace(r"\|", "").splitlines()
    rows = [pair for pair in pairwise(lines) if all(line.startswith("|") for line in pair)]
    assert [below for above, below in rows if above.count("|") != below.count("|")] == []
