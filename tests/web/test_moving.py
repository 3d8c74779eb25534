"""What moves to another district is at once seen there, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.web.kit import bearer, sign_in, whole

TWO_DISTRICTS = """
CREATE (:Area:City {code: '3602', name: '市', city: '3602'})
CREATE (:Area:District {code: '360202', name: '东区', city: '3602', district: '360202'})
CREATE (:Area:District {code: '360203', name: '西区', city: '3602', district: '360203'})
CREATE (x:Area:Community {code: '360203001', name: '河边社区', city: '3602', district: '360203', community: '360203001'})
CREATE (p:PartyOrganization {code: 'p', name: '河边社区党支部'}) CREATE (p)-[:LIES_IN]->(x)
"""
MOVED = "MATCH (x:Area {code: '360203001'}) SET x.district = '360202'"
NODES = (("areas", "360203001"), ("network/Community", "360203001"), ("network/PartyOrganization", "p"))


@pytest.fixture
def app(served: Served, empty_store: BoltStore, tmp_path: Path) -> Iterator[Flask]:
    empty_store.write([(TWO_DISTRICTS, {})])
    with whole(served, tmp_path) as app:
        yield app


def test_w09_views_and_tokens_follow(app: Flask, empty_store: BoltStore) -> None:
    made = app.extensions["graphkb"].access.tokens
    texts = {area: made.create("reader", area).text for area in ("360202", "360203")}
    program, browser = app.test_client(), app.test_client()
    sign_in(browser, texts["360203"])

    def seen(area: str) -> list[int]:
        return [program.get(f"/api/v1/{path}/{code}", headers=bearer(texts[area])).status_code for path, code in NODES]

    page = f"/network/{NODES[1][0].partition('/')[2]}/{NODES[1][1]}?format=json"
    before = browser.get(page)
    assert (seen("360203"), seen("360202"), before.status_code) == ([200] * 3, [404] * 3, 200)
    empty_store.write([(MOVED, {})])
    assert (seen("360203"), seen("360202")) == ([404] * 3, [200] * 3)
    assert browser.get(page, headers={"If-None-Match": before.headers["ETag"]}).status_code == 404
    assert program.get("/api/v1/search?q=河边", headers=bearer(texts["360203"])).json["total"] == 0  # type: ignore[index]
