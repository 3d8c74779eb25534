"""The league table as page and route: what the command prints, one click down and up, and nothing of elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from typer.testing import CliRunner

from graphkb.cli import app as commands
from tests.conftest import Served
from tests.web.kit import bearer, whole

OURS, STREET = "360203", "360203001"


@pytest.fixture(scope="module")
def app(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with whole(sampled, tmp_path_factory.mktemp("league")) as made:
        yield made


@pytest.mark.parametrize("asked", ["", "area=360203", "rule=grid-leader&level=street", "area=360203001&level=grid"])
def test_it_is_what_the_command_prints(app: Flask, asked: str) -> None:
    words = [word for pair in asked.split("&") if pair for word in (f"--{pair.partition('=')[0]}", pair.partition("=")[2])]
    printed = json.loads(CliRunner().invoke(commands, ["league", *words, "--format", "json"]).stdout)
    answer = app.test_client().get(f"/api/v1/league?{asked}&limit=1000".replace("?&", "?")).get_json()
    assert answer["total"] == len(printed) > 2
    assert [{**row, "change": None} for row in answer["data"]] == [{**row, "change": None} for row in printed]
    ranks = [row["rank"] for row in printed if row["rank"] is not None]
    assert ranks == sorted(ranks)
    assert ranks[0] == 1


def test_one_click_down_and_up(app: Flask) -> None:
    client = app.test_client()
    top = client.get("/league").text
    assert f"/league?area={OURS}" in top
    below = client.get(f"/league?area={OURS}").text
    assert f"/league?area={STREET}" in below
    assert 'href="/league?area=3602"' in below
    assert "/league" in client.get("/").text


def test_a_limited_viewer_sees_what_is_below(app: Flask) -> None:
    token = app.extensions["graphkb"].access.tokens.create("reader", OURS).text
    client = app.test_client()
    rows = client.get("/api/v1/league", headers=bearer(token)).get_json()["data"]
    assert rows
    assert all(row["area"].startswith(OURS) and row["level"] == "street" for row in rows)
    assert client.get("/api/v1/league?area=3602", headers=bearer(token)).status_code == 404
    assert client.get("/api/v1/league?area=360281", headers=bearer(token)).status_code == 404
