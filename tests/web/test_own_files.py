"""Own rules and queries on pages and in the API; one that is wrong is left out and told, the rest works."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb.catalogue import own as catalogued
from tests.catalogue.own_files import FAILING, QUERY, RULE, SAID, put
from tests.conftest import Served
from tests.web.kit import whole


@pytest.fixture(scope="module")
def app(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with whole(sampled, tmp_path_factory.mktemp("own")) as made:
        yield made


@pytest.fixture
def own(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogued, "home", lambda: tmp_path)  # all workers share the home of the sample
    put(tmp_path, "rules", "own-rule", RULE)
    put(tmp_path, "queries", "own-query", QUERY)
    put(tmp_path, "rules", "own-wrong", RULE.replace("raises:RAISES", "raises:RISES"))
    put(tmp_path, "queries", "own-wrong", QUERY.replace("MATCH", "CREATE"))


@pytest.mark.usefixtures("own")
def test_own_files_are_served(client: FlaskClient) -> None:
    names = {row["rule"] for row in client.get("/api/v1/rules?limit=1000").get_json()["data"]}
    assert "own-rule" in names
    assert "own-wrong" not in names
    for path in ("/", "/rules", "/rules/own-rule?lang=en", "/gaps?rule=own-rule", "/queries", "/queries/own-query"):
        assert client.get(path, follow_redirects=True).status_code == 200, path
    gaps = client.get("/api/v1/gaps?rule=own-rule").get_json()
    assert gaps["total"] > 0
    first = gaps["data"][0]
    for area in first["path"]:  # from the city down to the community that the gap is of
        told = client.get(f"/api/v1/areas/{area}").get_json()
        assert "own-rule" in {row["rule"] for row in told["coverage"]}
        assert ("own-rule" in {one["rule"] for one in told["verdicts"] if one["verdict"] == "gap"}) == (area == first["subject"])
        assert "社区有需求" in client.get(f"/areas/{area}?lang=en").text  # in Chinese where the English was left out
    assert client.get("/api/v1/queries/own-query").get_json()["data"][0]["grids"] > 0
    assert "rules/own-wrong.cypher:11: no relationship type RISES is declared" in client.get("/rules?lang=en").text
    assert "rules/own-wrong.cypher:11: 没有声明关系类型 RISES" in client.get("/rules?lang=zh").text
    assert "queries/own-wrong.cypher:5: " in client.get("/queries").text


def test_nothing_is_told_where_nothing_is_wrong(client: FlaskClient) -> None:
    for path in ("/rules", "/queries"):
        assert 'role="alert"' not in client.get(path).text


def test_own_files_that_fail_in_the_store_take_nothing_else_away(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogued, "home", lambda: tmp_path)
    for name, text in FAILING.items():
        put(tmp_path, "rules", name, text)
    put(tmp_path, "queries", "own-undefined", QUERY.replace("count(g)", "count(h)"))
    assert client.get("/api/v1/gaps?rule=grid-leader").get_json()["total"] > 0
    opened = app.extensions["graphkb"].opened_store()
    for path in ("/", "/areas/360203001002", "/api/v1/coverage", "/rules/own-undefined", "/gaps?rule=own-dividing"):
        assert client.get(path, follow_redirects=True).status_code == 200, path
    assert client.get("/api/v1/coverage?rule=own-textual").get_json()["total"] == 0
    told = html.unescape(client.get("/rules?lang=en").text)
    assert [said for said in SAID["en"] if said not in told] == []
    refused = client.get("/api/v1/queries/own-undefined", headers={"Accept-Language": "en"})
    said = "queries/own-undefined.cypher:5: the store cannot run this query: the variable h is not defined"
    assert (refused.status_code, refused.get_json()["code"], refused.get_json()["detail"]) == (400, "cypher.invalid", said)
    assert said in html.unescape(client.get("/queries?lang=en").text)
    assert app.extensions["graphkb"].opened_store() is opened  # the store answers: its connections are kept
