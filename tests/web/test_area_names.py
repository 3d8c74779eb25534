"""The names of areas stand beside their codes in whatever the pages, the API, their files and the commands give."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from typer.testing import CliRunner

from graphkb.cli import app as commands
from graphkb.store.bolt import BoltStore
from tests.conftest import Served, at_home
from tests.web.kit import whole

GRID = "360203002012010"
DAY = "2026-06-30"
LISTS = (
    "coverage",
    "gaps?not_assessable=true",
    "loads",
    "queries/sources",
    "queries/standards",
    f"queries/provenance?code={GRID}",
)
THINGS = (f"explain?rule=grid-leader&subject={GRID}", "areas/360203002012", f"subjects/Grid/{GRID}")
COMMANDS = (
    ["gaps", "--not-assessable"],
    ["coverage"],
    ["explain", "grid-leader", GRID],
    ["query", "sources"],
    ["query", "standards"],
)


@pytest.fixture(scope="module")
def app(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with whole(sampled, tmp_path_factory.mktemp("names")) as made:
        yield made


@pytest.fixture(scope="module")
def names(sample_store: BoltStore) -> dict[str, str]:
    return {row["code"]: row["name"] for row in sample_store.read("MATCH (a:Area) RETURN a.code AS code, a.name AS name")}


def placed(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object with an area, however deep."""
    if isinstance(value, dict):
        if "area" in value:
            yield value
        for one in value.values():
            yield from placed(one)
    elif isinstance(value, list):
        for one in value:
            yield from placed(one)


def check(value: Any, names: Mapping[str, str]) -> int:
    found = list(placed(value))
    for one in found:
        assert one["area_name"] == (names[one["area"]] if one["area"] else None), one
        if "path" in one:
            assert one["path_names"] == [names[code] for code in one["path"]]
    return len(found)


@pytest.mark.parametrize("path", [*LISTS, *THINGS])
def test_the_api_names_areas(client: FlaskClient, names: dict[str, str], path: str) -> None:
    answer = client.get(f"/api/v1/{path}").get_json()
    assert check(answer, names) > 0
    assert client.get(f"/{path}{'&' if '?' in path else '?'}format=json").get_json() == answer


def test_a_report_of_a_load_names_areas(client: FlaskClient, names: dict[str, str]) -> None:
    load = client.get("/api/v1/loads?limit=1").get_json()["data"][0]["load"]
    assert check(client.get(f"/api/v1/loads/{load}").get_json(), names) > 0


def test_files_have_the_same_columns(client: FlaskClient, names: dict[str, str]) -> None:
    text = client.get("/api/v1/gaps?rule=unit-partner&format=csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert all(row["area_name"] == names[row["area"]] for row in rows)
    assert all(row["path_names"] == ";".join(names[code] for code in row["path"].split(";")) for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/gaps?rule=unit-partner&format=xlsx").data))
    header, first, *_ = book.worksheets[0].iter_rows(values_only=True)
    assert list(header) == list(rows[0])
    assert dict(zip(header, first, strict=True))["path_names"] == rows[0]["path_names"]
    assert list(header)[6:10] == ["area", "area_name", "path", "path_names"]


def test_the_document_says_so(client: FlaskClient) -> None:
    known = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    assert {"area_name", "path_names"} <= set(known["Gap"]["properties"]) & set(known["Explanation"]["properties"])
    row = client.get("/api/v1/gaps?limit=1").get_json()["data"][0]
    assert list(known["Gap"]["properties"]) == list(row)
    assert [
        name for name, one in known.items() if "area" in one.get("properties", {}) and "area_name" not in one["properties"]
    ] == []


@pytest.mark.parametrize("words", COMMANDS)
def test_commands_name_areas(sampled: Served, names: dict[str, str], words: list[str]) -> None:
    dated = [] if words[0] == "query" else ["--as-of", DAY]
    with at_home(sampled.home):
        found = CliRunner().invoke(commands, [*words, *dated, "--format", "json"])
        lines = CliRunner().invoke(commands, [*words, *dated, "--format", "csv"])
    assert check(json.loads(found.stdout), names) > 0
    rows = list(csv.DictReader(io.StringIO(lines.stdout)))
    assert all(row["area_name"] == (names[row["area"]] if row["area"] else "") for row in rows)


def test_tables_name_areas(sampled: Served) -> None:
    with at_home(sampled.home):
        found = CliRunner().invoke(commands, ["gaps", "--rule", "grid-leader", "--as-of", DAY, "--format", "table"])
    assert "社区" in found.stdout.split("区域")[1]
