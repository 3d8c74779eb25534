"""A client that openapi-python-client makes of the document reads every list, each query and `POST /cypher`."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from flask import Flask

from graphkb import catalogue
from tests.conftest import Served
from tests.web.kit import header, whole

NAME = "graphkb_made_client"
CLI = "import openapi_python_client.cli as cli; cli.app()"
LISTS = ("area_list", "coverage", "gaps", "loads", "pairs", "queries", "rules", "search_list")
QUERIES = [f"query_{name.replace('-', '_')}" for name in catalogue.shipped_queries()]


@pytest.fixture(scope="module")
def app(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with whole(sampled, tmp_path_factory.mktemp("client")) as made:
        yield made


@pytest.fixture(scope="module")
def made(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The client, made without a single warning."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "openapi.json").write_text(app.test_client().get("/api/v1/openapi.json", headers=header(app)).text, "utf-8")
    (folder / "settings.json").write_text(json.dumps({"post_hooks": []}), "utf-8")
    words = ["generate", "--path", "openapi.json", "--config", "settings.json", "--meta", "none", "--output-path", NAME]
    run = subprocess.run([sys.executable, "-c", CLI, *words, "--fail-on-warning"], cwd=folder, capture_output=True, text=True)
    assert (run.returncode, "warning" in (run.stdout + run.stderr).lower()) == (0, False), run.stdout + run.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module(NAME)
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def client(app: Flask, made: ModuleType) -> Any:
    served = {"transport": httpx.WSGITransport(app=app)}
    token = header(app, "analyst")["Authorization"].removeprefix("Bearer ")
    return made.AuthenticatedClient("http://127.0.0.1/api/v1", token, httpx_args=served, raise_on_unexpected_status=True)


def call(name: str, client: Any, **more: Any) -> Any:
    return importlib.import_module(f"{NAME}.api.default.{name}").sync(client=client, **more)


def model(name: str) -> Any:
    return getattr(importlib.import_module(f"{NAME}.models"), name)


def every(name: str, client: Any, **more: Any) -> list[Any]:
    """All rows of a list by the cursors that the client was given."""
    rows: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = call(name, client, **more, **cursor)
        rows += page.data
        if page.next_ is None:
            assert len(rows) == page.total
            return rows
        cursor = {"cursor": page.next_}


def test_it_has_all_that_the_document_says(made: ModuleType) -> None:
    described = json.loads((Path(str(made.__file__)).parents[1] / "openapi.json").read_text("utf-8"))
    names = {one["operationId"] for path in described["paths"].values() for one in path.values()}
    assert {path.stem for path in (Path(str(made.__file__)).parent / "api" / "default").glob("[a-z]*.py")} == names
    assert set(LISTS) | set(QUERIES) <= names


@pytest.mark.parametrize("name", LISTS)
def test_it_reads_every_list(client: Any, name: str) -> None:
    given = {"search_list": {"q": "珠山", "limit": 40}, "area_list": {"level": model("AreaListLevel").STREET, "limit": 40}}
    given["coverage"] = {"rule": [model("CoverageRuleItem")("grid-leader")], "level": model("CoverageLevel").STREET}
    given["gaps"] = {"rule": [model("GapsRuleItem")("unit-partner")], "verdict": [model("GapsVerdictItem").GAP], "limit": 100}
    rows = every(name, client, **given.get(name, {}))
    assert rows
    assert all(row.to_dict() for row in rows)


def test_it_knows_what_may_be_asked(client: Any) -> None:
    assert {one.value for one in model("CoverageRuleItem")} == set(catalogue.rules())
    assert {one.value for one in model("CoverageLevel")} == {"city", "district", "street", "community", "grid"}
    assert {one.value for one in model("GapsVerdictItem")} == {"gap", "not_assessable"}
    assert "Grid" in {one.value for one in model("SearchListLabelItem")} & {one.value for one in model("SubjectLabel")}
    refused = call("gaps", client, limit=5000)
    assert (type(refused).__name__, refused.status, refused.parameters[0].parameter) == ("Problem", 400, "limit")


@pytest.mark.parametrize("name", QUERIES)
def test_it_asks_each_query_with_its_parameters(client: Any, name: str) -> None:
    given = {"query_provenance": {"code": "360203001", "label": "Street"}, "query_areas": {"level": "Street", "within": "360203"}}
    rows = every(name, client, **given.get(name, {}))
    query = catalogue.queries()[name.removeprefix("query_").replace("_", "-")]
    assert all(set(row.to_dict()) == set(query.columns) for row in rows)
    assert rows or name not in given


def test_it_asks_cypher(client: Any) -> None:
    given = model("CypherBodyParameters").from_dict({"street": "360203001"})
    asked = model("CypherBody")("MATCH (n:Street {code: $street}) RETURN n.code AS code, [n.code, 1] AS list", given)
    found = call("cypher", client, body=asked)
    assert (found.columns, found.data, found.truncated) == (["code", "list"], [["360203001", ["360203001", 1]]], False)
