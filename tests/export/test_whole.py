"""What others read of a store: the script makes the same graph, GraphML and tables hold every row, always in one order."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import networkx
import pytest

from graphkb.backup.proof import prove
from graphkb.export.whole import Exported, Form, export
from graphkb.store.bolt import BoltStore
from graphkb.store.drafts import TargetThere
from tests.backup.kit import STRANGE, fill
from tests.conftest import empty


@pytest.fixture(scope="module")
def filled(store: BoltStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export of each form of a store with values of every kind."""
    empty(store)
    fill(store)
    folder = tmp_path_factory.mktemp("exports")
    for form in Form:
        assert export(store, form, folder / form.value) == Exported(
            *(str(folder / form.value), form.value, 5, 4),
            files=len([*(folder / form.value).iterdir()]) if (folder / form.value).is_dir() else 1,
            bytes=sum(one.stat().st_size for one in folder.rglob(f"{form.value}/*")) or (folder / form.value).stat().st_size,
        )
    return folder


def run(store: BoltStore, script: Path) -> None:
    """Statement by statement, as a shell runs it."""
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement.startswith(("CREATE CONSTRAINT", "CREATE INDEX")):
            store.alter(statement)
        elif statement:
            store.write([(statement, {})])


def test_the_script_makes_the_same_graph(filled: Path, empty_store: BoltStore) -> None:
    fill(empty_store)
    wanted = prove(empty_store).as_object()
    empty(empty_store)
    run(empty_store, filled / "cypher")
    assert prove(empty_store).as_object() == wanted


def test_the_same_store_gives_the_same_files(filled: Path, empty_store: BoltStore, tmp_path: Path) -> None:
    fill(empty_store)
    for form in (Form.cypher, Form.neo4j_admin):
        export(empty_store, form, tmp_path / form.value)
        assert contents(tmp_path / form.value) == contents(filled / form.value)
    with pytest.raises(TargetThere):
        export(empty_store, Form.cypher, tmp_path / "cypher")
    export(empty_store, Form.cypher, tmp_path / "cypher", replace=True)


def contents(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in (path.iterdir() if path.is_dir() else (path,))}


def test_graphml_holds_every_row(filled: Path) -> None:
    graph = networkx.read_graphml(filled / "graphml", force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (5, 4)
    district = graph.nodes["District:1"]
    assert (district["labels"], district["whole"], district["number"]) == (":Area:District", 2**53 + 1, 0.1)
    assert (district["text"], district["day"], district["flag"]) == (STRANGE, "2026-06-30", True)
    assert sorted(data["type"] for _, _, data in graph.edges(data=True)) == ["CONTAINS", "CONTAINS", "POST_OF", "odd type"]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def test_tables_are_described(filled: Path) -> None:
    package: Any = json.loads((filled / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    tables = {one["path"]: one for one in package["resources"]}
    assert set(tables) == {path.name for path in (filled / "csv").glob("*.csv")}
    for path, table in tables.items():
        named = [one["name"] for one in table["schema"]["fields"]]
        assert all([*row] == named for row in rows(filled / "csv" / path)), path
    kinds = {one["name"]: one["type"] for one in tables["District.csv"]["schema"]["fields"]}
    assert (kinds["code"], kinds["location"], kinds["ledgers"]) == ("string", "geopoint", "array")
    assert tables["District.csv"]["title_en"] == "District"
    district = rows(filled / "csv" / "District.csv")[0]
    assert (district["location"], json.loads(district["texts"])) == ("117.2, 29.3", ["a;b", STRANGE])
    assert len(rows(filled / "csv" / "CONTAINS.csv")) == 2


def test_tables_of_neo4j_admin_say_labels_ids_and_types(filled: Path) -> None:
    folder = filled / "neo4j-admin"
    heads = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in folder.glob("*.csv")}
    assert heads["CONTAINS-District-Street.csv"] == (
        ':START_ID(District),:END_ID(Street),:TYPE,"closed_on:date","sources:string[]"'
    )
    columns = set(heads["nodes-District.csv"].split(","))
    assert {"code:ID(District)", '"location:point{crs:WGS-84}"', '"whole:long"', '"texts:string[]"', ":LABEL"} <= columns
    assert "`nothing`: []" in (folder / "after.cypher").read_text(encoding="utf-8")
    options = (folder / "import.args").read_text(encoding="utf-8").splitlines()
    assert {f"--nodes={name}" for name in heads if name.startswith("nodes-")} <= set(options)
    assert len(options) == 2 + len(heads)
