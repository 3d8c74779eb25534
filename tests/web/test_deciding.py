"""The queue as a page and a route: who sees it, decisions by form, hostile names as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from graphkb.review.items import COLUMNS
from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.ingest.load_kit import DIVISIONS, loaded, sheet
from tests.web.kit import csrf, header, whole
from tests.web.test_uploads import somebody

HOSTILE = "东一社曲<script>alert(1)</script>"
GRID = "网格编码,网格名称,所属编码,类型"


@pytest.fixture
def app(served: Served, empty_store: BoltStore, tmp_path: Path) -> Iterator[Flask]:
    rows = ["G1,一,360203001001,居民网格", "G2,二,东一社曲,居民网格", "G3,三,北一社曲,居民网格"]
    loaded(empty_store, DIVISIONS)
    loaded(empty_store, sheet("网格", GRID, *rows[:2]), area="360203")
    loaded(empty_store, sheet("网格", GRID, rows[2], "G4,四,360281001001,居民网格").of("b.xlsx"), area="360281")
    units = (f"U1,{HOSTILE}公司,非公企业,360203001", f"U2,{HOSTILE}有限公司,非公企业,360203001")
    loaded(empty_store, sheet("共建单位", "单位代码,名称,类型,所属编码", *units))
    with whole(served, tmp_path) as made:
        yield made


def test_the_queue_as_page_and_route(app: Flask, tmp_path: Path) -> None:
    program, client = app.test_client(), somebody(app)
    assert program.get("/api/v1/review", headers=header(app, "reader")).status_code == 403
    rows = program.get("/api/v1/review", headers=header(app, "loader")).json["data"]  # type: ignore[index]
    assert {name for row in rows for name in row} == {*COLUMNS, "area_name"}
    own = program.get("/api/v1/review", headers=header(app, "loader", "360281")).json["data"]  # type: ignore[index]
    assert {row["found"] for row in own} == {"北一社曲"}
    page = client.get("/review")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
    mine = next(row for row in rows if row["suggestion"].startswith("东一社区"))
    form = {"csrf_token": csrf(client, "/review"), "step": "accept", "id": [mine["id"], own[0]["id"]]}
    assert client.post("/review/decide", data=form).status_code == 303
    decided = program.get("/api/v1/review", headers=header(app, "loader")).json["data"]  # type: ignore[index]
    assert {row["id"] for row in decided if row["state"] == "accepted"} == {mine["id"], own[0]["id"]}
    assert mine["id"] in (tmp_path / "access" / "audit.jsonl").read_text("utf-8")


def test_nobody_decides_about_elsewhere(app: Flask) -> None:
    rows = app.test_client().get("/api/v1/review", headers=header(app, "loader")).json["data"]  # type: ignore[index]
    foreign = next(row for row in rows if row["found"] == "北一社曲")
    client = somebody(app, "loader", "360203")
    form = {"csrf_token": csrf(client, "/review"), "step": "accept", "id": foreign["id"]}
    assert client.post("/review/decide", data=form).status_code == 404
    assert client.post("/review/decide", data=form | {"id": []}).status_code == 400
    reader = somebody(app, "reader")
    assert reader.post("/review/decide", data=form | {"csrf_token": csrf(reader)}).status_code == 403
