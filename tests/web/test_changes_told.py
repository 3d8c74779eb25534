"""History, what changed and the feed, as pages and for programs, over runs of four days; a limited viewer sees the own area."""

from __future__ import annotations

import xml.etree.ElementTree as Tree
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb.runs import Runs
from tests.conftest import Served, empty
from tests.ingest.editions_kit import ALL, POSTS, loaded, without
from tests.runs.days import Days
from tests.web.kit import browser, header, whole

ATOM = "{http://www.w3.org/2005/Atom}"
EDITIONS = (None, without(POSTS, "W2"), POSTS, without(POSTS, "W2", "W5"))  # of the posts, one a day


@pytest.fixture(scope="module")
def app(served: Served, store: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("past")
    days = Days(date.today() - timedelta(days=len(EDITIONS) - 1))
    with whole(served, folder) as made:
        services = made.extensions["graphkb"]
        services.runs = Runs(folder / "runs.sqlite", days)
        empty(services.store)
        loaded(services.store, *ALL, edition=days.day)
        for posts in EDITIONS:
            if posts:
                loaded(services.store, posts, edition=days.day, accept_shrink=True)
            services.runs.current(services.store, days.day)
            days.pass_by()
        days.pass_by(-1)
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def asked(client: FlaskClient, app: Flask, address: str, area: str | None = None) -> dict[str, object]:
    answer = client.get(address, headers=header(app, "reader", area))
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_history(app: Flask, client: FlaskClient) -> None:
    found = asked(client, app, "/api/v1/history?rule=grid-leader&area=360203")
    assert [(row["covered"], row["gap"]) for row in found["data"]] == [(1, 2), (3, 0), (2, 1), (3, 0)]
    assert found["data"][0]["as_of"] == str(date.today())
    page = browser(app).get("/history?rule=grid-leader&area=360203").text
    assert page.count("<circle") == 4
    assert "<title>珠山区" in page
    assert "<script" not in page.split("<main")[1]
    limited = client.get("/api/v1/history?rule=grid-leader&area=360203", headers=header(app, "reader", "360281"))
    assert limited.status_code == 404


def test_compare(app: Flask, client: FlaskClient) -> None:
    rows = asked(client, app, "/api/v1/compare?rule=grid-leader&change=new&change=reopened")["data"]
    told = [(row["change"], row["why"], row["subject"], row["since"], row["cause"][0]["file"]) for row in rows]
    today = str(date.today())
    assert told == [("new", "fact", "G3", today, "台账.xlsx"), ("reopened", "fact", "G2", today, "台账.xlsx")]
    first = asked(client, app, f"/api/v1/compare?since={date.today() - timedelta(days=3)}&rule=grid-leader")["data"]
    assert {(row["change"], row["subject"]) for row in first} >= {("new", "G2"), ("new", "G3")}
    assert "再现" in browser(app).get("/compare").text
    limited = asked(client, app, "/api/v1/compare", "360281")["data"]
    assert limited
    assert all("360281" in row["path"] and not row["cause"] for row in limited)
    assert client.get("/api/v1/compare?before=1", headers=header(app)).status_code == 400
    assert client.get("/api/v1/compare?before=1&after=77", headers=header(app)).status_code == 400


def test_gaps_say_since_when(app: Flask, client: FlaskClient) -> None:
    rows = asked(client, app, "/api/v1/gaps?rule=grid-leader&rule=grid-party-organization")["data"]
    since = {(row["rule"], row["subject"]): row["since"] for row in rows}
    today = date.today()
    assert since["grid-leader", "G2"] == str(today)
    assert since["grid-party-organization", "G3"] == str(today - timedelta(days=len(EDITIONS) - 1))


def test_the_feed_tells_each_change_once(app: Flask, client: FlaskClient) -> None:
    items = asked(client, app, "/feed.json?rule=grid-leader")["items"]
    told = [(item["_graphkb"]["change"], item["_graphkb"]["subject"]) for item in items]
    assert sorted(told[:2]) == [("new", "G3"), ("reopened", "G2")]
    assert told[2:] == [("closed", "G2"), ("new", "G2")]
    assert len({item["id"] for item in items}) == 4
    tree = Tree.fromstring(client.get("/feed.atom?rule=grid-leader", headers=header(app)).data)
    assert [entry.findtext(f"{ATOM}id") for entry in tree.iter(f"{ATOM}entry")] == [item["id"] for item in items]
    assert asked(client, app, "/feed.json", "360281")["items"] == []
    assert client.get("/feed.json?area=360203", headers=header(app, "reader", "360281")).status_code == 404
    with app.extensions["graphkb"].runs.open() as base:
        base.execute("INSERT INTO catalogue VALUES ('old', '0', '{}')")
        before = base.execute("SELECT id, catalogue FROM run ORDER BY id").fetchall()
        base.execute("UPDATE run SET catalogue = 'old' WHERE id < ?", (before[2][0],))
    silent = asked(client, app, "/feed.json?rule=grid-leader")["items"]
    assert [(item["_graphkb"]["change"], item["_graphkb"]["subject"]) for item in silent] == [*told[:2], told[3]]
