"""Waivers on pages: set and taken back by who may load and inside their area only, shown where the gap is, always as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.ingest.editions_kit import loaded
from tests.ingest.load_kit import DIVISIONS, GRIDS
from tests.web.kit import bearer, csrf, sign_in, whole

RULE, GAP, STREET, DISTRICT = "community-grid", "360281001001", "360281001", "360281"
UNTIL = str(date.today() + timedelta(days=30))
HOSTILE = "<script>alert(1)</script> & “明年”"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “明年”"


@pytest.fixture
def app(served: Served, empty_store: BoltStore, tmp_path: Path) -> Iterator[Flask]:
    loaded(empty_store, DIVISIONS, GRIDS, area="3602", edition=date(2026, 6, 30))
    with whole(served, tmp_path) as made:
        yield made


def somebody(app: Flask, role: str, area: str | None = None) -> FlaskClient:
    client = app.test_client()
    client.header = bearer(app.extensions["graphkb"].access.tokens.create(role, area).text)  # type: ignore[attr-defined]
    assert sign_in(client, client.header["Authorization"].partition(" ")[2]).status_code == 303  # type: ignore[attr-defined]
    return client


def waive(client: FlaskClient, **given: str) -> int:
    form = {"rule": RULE, "reason": HOSTILE, "until": UNTIL, "csrf_token": csrf(client, "/waivers"), **given}
    return client.post("/waivers/set", data=form).status_code


def rows(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/v1{path}", headers=client.header).get_json()["data"]  # type: ignore[attr-defined]
    return found


def test_set_shown_and_taken_back(app: Flask) -> None:
    loader = somebody(app, "loader", DISTRICT)
    reader, elsewhere, below = somebody(app, "reader"), somebody(app, "loader", "360203"), somebody(app, "loader", STREET)
    numbers = rows(reader, f"/coverage?rule={RULE}")
    assert [waive(one, subject=GAP) for one in (reader, elsewhere)] == [403, 404]
    assert [waive(elsewhere, area=area) for area in (DISTRICT, "3602", "9")] == [404] * 3
    assert waive(loader, subject=GAP, csrf_token="") == 403
    assert [waive(loader, **wrong) for wrong in ({}, {"subject": GAP, "until": "bald"}, {"area": DISTRICT, "rule": "x"})] == [
        400
    ] * 3
    assert rows(reader, "/waivers") == []

    assert waive(loader, area=DISTRICT) == 303
    (one,) = rows(reader, "/waivers")
    assert (one["area"], one["reason"], one["until"]) == (DISTRICT, HOSTILE, UNTIL)
    assert rows(elsewhere, "/waivers") == rows(below, "/waivers") == []
    after = rows(reader, f"/coverage?rule={RULE}")
    assert {row["area"]: row["waived"] for row in after if row["waived"]} == {"3602": 1, DISTRICT: 1}
    assert [{**row, "waived": 0} for row in after] == numbers
    assert [row["waived_until"] for row in rows(below, f"/gaps?rule={RULE}")] == [UNTIL]
    for path in ("/waivers", f"/explain?rule={RULE}&subject={GAP}"):
        page = reader.get(path).text
        assert SHOWN in page
        assert "<script>alert" not in page
    for path in (f"/gaps?rule={RULE}", f"/areas/{GAP}", f"/subjects/Community/{GAP}"):
        assert "已豁免至" in reader.get(path).text, path
    assert "其中已豁免" in reader.get("/").text
    hidden = below.get(f"/explain?rule={RULE}&subject={GAP}").text
    assert "由上级区域设定" in hidden
    assert SHOWN not in hidden

    def take_back(client: FlaskClient) -> int:
        return client.post(f"/waivers/{one['id']}/take-back", data={"csrf_token": csrf(client, "/waivers")}).status_code

    assert [take_back(client) for client in (reader, elsewhere, below, loader, loader)] == [403, 404, 404, 303, 404]
    assert rows(reader, "/waivers") == []
    assert rows(reader, f"/coverage?rule={RULE}") == numbers
    assert [row["state"] for row in rows(reader, "/waivers?every=true")] == ["taken_back"]
