"""The record of earlier releases is read rightly, brought into today's form, and never touched if it is of a later one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graphkb.cli.store import app as store_app
from graphkb.ontology import ONTOLOGY
from graphkb.record.form import FORM, NewerRecord, checked, form_of
from graphkb.record.statements import stated_by
from graphkb.store.bolt import BoltStore
from tests import releases
from tests.conftest import Served, empty
from tests.ingest.load_kit import GRIDS, Sheet, codes, counts, graph, loaded, node, sheet
from tests.record.stores import HERE, LEDGERS, restore

FILES = sorted(HERE.glob("form-*.json"))
TASKS = sheet("责任事项", "事项编号,名称,区域编码,牵头单位,状态", "T1,建驿站,360203,区委组织部,进行中")
MORE = sheet("网格", "网格编码,网格名称,所属编码,类型", "G9,第九网格,360203002001,居民网格")


def recorded(store: BoltStore) -> dict[str, list[tuple[object, ...]]]:
    """What every source of the store states."""
    sources = store.read("MATCH (s:Source) RETURN s.code AS code, s.dataset AS dataset")
    rows = {s["code"]: stated_by(store, ONTOLOGY.datasets[s["dataset"]], s["code"]).values() for s in sources}
    return {code: sorted((stated.number, *map(str, stated.row)) for stated in found) for code, found in rows.items()}


@pytest.fixture
def today(empty_store: BoltStore) -> tuple[list[str], dict[str, list[tuple[object, ...]]]]:
    """What this release makes of the same ledgers; the store is empty again."""
    loaded(empty_store, *LEDGERS)
    found = graph(empty_store), recorded(empty_store)
    empty(empty_store)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_store_of_an_earlier_release(
    served_home: Served, empty_store: BoltStore, today: tuple[list[str], dict[str, list[tuple[object, ...]]]], file: Path
) -> None:
    restore(empty_store, file)
    before = form_of(empty_store)
    assert before is not None
    assert before < FORM
    assert (graph(empty_store), recorded(empty_store)) == today  # before anything is upgraded
    found = CliRunner().invoke(store_app, ["check", "--format", "json"])
    (form,) = [finding for finding in json.loads(found.stdout) if finding["check"] == "form"]
    assert (form["count"], form["ok"]) == (before, True)
    assert "graphkb load" in form["message"]  # the step that upgrades it
    assert form_of(empty_store) == before
    report = loaded(empty_store, MORE)
    assert (form_of(empty_store), checked(empty_store).count) == (FORM, FORM)
    assert "graphkb load" not in checked(empty_store).message
    assert empty_store.read("MATCH (s:Statements) WHERE s.columns IS NULL OR s.form IS NULL RETURN count(s) AS n") == [{"n": 0}]
    assert {code: rows for code, rows in recorded(empty_store).items() if code in today[1]} == today[1]
    assert report.exit_code == 0
    again = counts(loaded(empty_store, *LEDGERS))
    assert {name: (read, unchanged) for name, (read, _, _, unchanged, _, _) in again.items() if read != unchanged} == {}


def test_there_is_a_store_of_every_earlier_form() -> None:
    assert [file.stem for file in FILES] == [f"form-{number}" for number in range(1, FORM)]


def test_a_store_of_a_later_form_is_left_alone(empty_store: BoltStore) -> None:
    loaded(empty_store, *LEDGERS)
    empty_store.write([("MATCH (f:Form) SET f.form = $form", {"form": FORM + 1})])
    for dry_run in (True, False):
        with pytest.raises(NewerRecord, match=f"第 {FORM + 1} 种"):
            loaded(empty_store, MORE, dry_run=dry_run)
    assert empty_store.read("MATCH (g:Grid {code: 'G9'}) RETURN count(g) AS n") == [{"n": 0}]


@pytest.fixture(scope="module")
def other_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product with another declaration: two columns swapped, one added, a ledger gone. To be put on PYTHONPATH."""
    folder = tmp_path_factory.mktemp("release")
    declaration = releases.copied(folder) / "ontology" / "ontology.toml"
    text = declaration.read_text(encoding="utf-8")
    declared = text[text.index("[datasets.grids]") :]
    declared = declared[: declared.index("\n[", 1)]
    lines = declared.splitlines()
    a, b = (next(n for n, line in enumerate(lines) if f'id = "{name}"' in line) for name in ("households", "code_scheme"))
    lines[a], lines[b] = lines[b], lines[a]
    lines.insert(a, '  { id = "opened", name = "启用日期", type = "day" },')
    text = text.replace(declared, "\n".join(lines))
    gone = text[text.index("[datasets.tasks]") :]
    text = text.replace(gone[: gone.index("\n[", 1)], "")
    declaration.write_text(text, encoding="utf-8")
    return folder


def load_with(release: Path, folder: Path, *sheets: Sheet) -> subprocess.CompletedProcess[str]:
    """`graphkb load` of that release on these ledgers."""
    folder.mkdir()
    for one in sheets:
        lines = [",".join("" if cell is None else str(cell) for cell in line) for line in (one.header, *one.rows)]
        (folder / f"{one.name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return releases.run(release, "graphkb", "load", str(folder), "--edition", "2026-07-01", "--format", "json")


def test_another_declaration_on_the_same_store(
    served_home: Served, empty_store: BoltStore, other_release: Path, tmp_path: Path
) -> None:
    """A second source of the district states one of the city's grids: what the city said of it is put together with that."""
    loaded(empty_store, *LEDGERS, TASKS)
    second = sheet("网格", "网格编码,网格名称,所属编码,类型", "G1,第一网格,360203001001,居民网格")
    done = load_with(other_release, tmp_path / "second", second)
    assert done.returncode == 0, done.stderr
    grid = node(empty_store, "Grid", "G1")
    assert (grid["households"], grid["code_scheme"]) == (300, "local")
    rows = [list(row) for row in GRIDS.rows]
    rows[1][4] = 77
    third = load_with(other_release, tmp_path / "third", Sheet(GRIDS.name, GRIDS.header, tuple(map(tuple, rows)), GRIDS.file))
    assert third.returncode == 0, third.stderr
    assert codes(empty_store, "Task") == ["T1"]  # its ledger is no longer known; what it stated stays
    assert '"changed": 1' in third.stdout
    assert '"unchanged": 2' in third.stdout
    assert node(empty_store, "Grid", "G2")["households"] == 77
