"""The driver, NetworkX and py2neo on the running store; the notebook of the documentation runs."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx
import pytest

import graphkb
from tests.conftest import Served, at_home

NOTEBOOK = Path(__file__).parents[1] / "docs" / "analysis.ipynb"
COUNT = "MATCH (g:Grid) RETURN count(g) AS n"


@pytest.fixture
def running(sampled: Served) -> Iterator[None]:
    with at_home(sampled.home):
        yield


@pytest.mark.usefixtures("running")
def test_connect_gives_the_official_driver() -> None:
    with graphkb.connect() as driver, driver.session() as session:
        assert session.run(COUNT).single(strict=True)["n"] == 1021


@pytest.mark.usefixtures("running")
def test_a_result_as_a_graph() -> None:
    text = "MATCH (g:Grid)<-[c:COVERS]-(o:PartyOrganization) WHERE g.district = $district RETURN g, c, o"
    found = graphkb.to_networkx(text, {"district": "360203"})
    assert isinstance(found, networkx.MultiDiGraph)
    assert {label for label, _ in found} == {"Grid", "PartyOrganization"}
    assert all(found.nodes[node]["name"] for node in found)
    assert {key for *_ends, key in found.edges(keys=True)} == {"COVERS"}


@pytest.mark.usefixtures("running")
def test_ends_that_are_not_returned_are_known_by_label_and_code() -> None:
    found = graphkb.to_networkx("MATCH (:City)-[c:CONTAINS]->(:District) RETURN c")
    assert ("City", "3602") in found
    assert found.number_of_edges() == 4


# py2neo leaves its sockets to the garbage collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("running")
def test_py2neo_reads_the_same_graph() -> None:
    graph = graphkb.py2neo_graph()
    assert graph.evaluate(COUNT) == 1021
    del graph
    gc.collect()


@pytest.mark.usefixtures("running")
def test_the_notebook_runs() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), str(NOTEBOOK), "exec"), names)
    assert os.environ["GRAPHKB_HOME"]
    assert names["alone"]
