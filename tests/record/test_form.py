"""The record of earlier releases is read rightly, brought into today's form, and never touched if it is of a later one."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graphkb.cli import app
from graphkb.cli.store import app as store_app
from graphkb.ontology import ONTOLOGY
from graphkb.record.between import put_between
from graphkb.record.conflicts import find_conflicts
from graphkb.record.form import FORM, NewerRecord, checked, form_of
from graphkb.record.loads import last_load
from graphkb.record.sources import find_sources
from graphkb.record.statements import closed_keys, stated_at, stated_by
from graphkb.store.bolt import BoltStore
from tests import releases
from tests.conftest import Served, empty
from tests.ingest.load_kit import GRIDS, Sheet, codes, counts, graph, loaded, node, sheet
from tests.record.stores import HERE, LEDGERS, restore
from tests.record.without_tasks import COMMANDS
from tests.web.kit import header, whole

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


PAGES = ("sources", "coverage", "gaps")
NEWER = f"第 {FORM + 1} 种"
LATER = [("MATCH (f:Form) SET f.form = $form", {"form": FORM + 1})]
FEWER = Sheet(GRIDS.name, GRIDS.header, GRIDS.rows[:2], GRIDS.file)


def test_a_store_of_a_later_form_is_left_alone(empty_store: BoltStore) -> None:
    loaded(empty_store, *LEDGERS)
    empty_store.write(LATER)
    for dry_run in (True, False):
        with pytest.raises(NewerRecord, match=NEWER):
            loaded(empty_store, MORE, dry_run=dry_run)
    assert empty_store.read("MATCH (g:Grid {code: 'G9'}) RETURN count(g) AS n") == [{"n": 0}]


def test_a_store_of_a_later_form_is_not_read(served_home: Served, empty_store: BoltStore, tmp_path: Path) -> None:
    """Whoever opens it is refused, and whoever had it open before: by the next batch read, by the next question for loads."""
    loaded(empty_store, *LEDGERS, area="3602")
    loaded(empty_store, FEWER, area="3602", edition=date(2026, 7, 31), accept_shrink=True)
    reads: list[Callable[[], object]] = [
        lambda: find_sources(empty_store),
        lambda: stated_at(empty_store, {"grids@3602#1": {2}}),
        lambda: [*put_between(empty_store, "", load)],
        lambda: closed_keys(empty_store, ONTOLOGY.datasets["grids"]),
        lambda: last_load(empty_store),
    ]
    load = last_load(empty_store).code
    with whole(served_home, tmp_path / "web") as site:
        client, asker = site.test_client(), header(site)
        assert client.get("/api/v1/sources", headers=asker).status_code == 200
        assert [n for n, read in enumerate(reads) if not read()] == []
        empty_store.write(LATER)
        for read in reads:
            with pytest.raises(NewerRecord, match=NEWER):
                read()
        for page in PAGES:
            answer = client.get(f"/api/v1/{page}", headers=asker)
            assert answer.status_code == 503
            assert NEWER in answer.get_json()["detail"]
    (tmp_path / "grids.csv").write_text("网格编码\n", encoding="utf-8")
    asked = (["sources"], ["conflicts"], ["explain", "grid-leader", "G1"], ["coverage"], ["gaps"])
    for words in (*asked, ["store", "check"], ["review", "list"], ["load", str(tmp_path / "grids.csv")]):
        found = CliRunner().invoke(app, words)
        assert (found.exit_code, NEWER in found.stderr) == (4, True), words


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


def test_a_ledger_that_is_no_longer_declared(served_home: Served, empty_store: BoltStore, other_release: Path) -> None:
    """Its sources are listed with what is known of them, nothing is judged by them, and they cannot be taken back."""
    loaded(empty_store, *LEDGERS, TASKS, area="3602")
    loaded(empty_store, sheet("责任事项", ",".join(TASKS.header), "T1,建驿站,360203,区委宣传部,进行中"), area="360203")
    assert [one.dataset for one in find_conflicts(empty_store)] == ["tasks"]
    done = releases.run(other_release, "tests.record.without_tasks")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert {name: said[name]["trouble"] for name in COMMANDS} == dict.fromkeys(COMMANDS)
    assert {name: said[name]["code"] for name in COMMANDS} == dict.fromkeys(COMMANDS, 0) | {"dry": 4, "forget": 4}
    for refused in ("dry", "forget"):
        assert re.search(r"tasks@360203 .*\[datasets\.tasks\]", said[refused]["err"])
    listed = {one["source"]: one for one in json.loads(said["sources"]["out"])}
    assert {key: listed["tasks@360203"][key] for key in ("dataset", "rows", "open", "closed")} == (
        {"dataset": "tasks", "rows": 1, "open": None, "closed": None}
    )
    assert said["listed"]["tasks@3602"] == ["tasks", 1, None, None]
    assert said["listed"]["grids@3602"] == ["grids", 3, 3, 0]
    assert "tasks@3602" in said["table"]["out"]
    assert "grids@3602" in said["put"]
    assert not [source for source in said["put"] if source.startswith("tasks@")]
    assert (said["contested"], said["names"]) == ([0, 0], 0)
    assert [one.source for one in find_sources(empty_store) if one.dataset == "tasks" and one.open] == [
        "tasks@3602",
        "tasks@360203",
    ]
