"""A ledger by the browser: checked without writing, loaded when confirmed, and only by who may (W32, S28)."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.ingest.load_kit import DIVISIONS, loaded
from tests.web.kit import csrf, sign_in, whole

COUNT = "MATCH (g:Grid) RETURN count(g) AS n"


@pytest.fixture
def app(served: Served, empty_store: BoltStore, tmp_path: Path) -> Iterator[Flask]:
    loaded(empty_store, DIVISIONS)
    with whole(served, tmp_path, upload_bytes=200_000) as made:
        yield made


def somebody(app: Flask, role: str = "loader", area: str | None = None) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, app.extensions["graphkb"].access.tokens.create(role, area).text).status_code == 303
    return client


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "网格"
    for row in (("网格编码", "网格名称", "所属编码", "类型"), *rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = workbook(("G1", "第一网格", "360203001001", "居民网格"), ("G2", "第二网格", "360203001001", "居民网格"))
BAD = workbook(("G1", "第一网格", "360203001001", "居民网格"), ("G2", "第二网格", "999999001001", "居民网格"))


def check(client: FlaskClient, content: bytes, name: str = "珠山区网格.xlsx", **fields: str) -> TestResponse:
    form = {"file": (io.BytesIO(content), name), "csrf_token": csrf(client, "/loads"), **fields}
    return client.post("/loads/check", data=form, content_type="multipart/form-data")


def upload_of(page: TestResponse) -> str:
    found = re.search(r'action="/loads/confirm/([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def confirm(client: FlaskClient, upload: str) -> TestResponse:
    return client.post(f"/loads/confirm/{upload}", data={"csrf_token": csrf(client, "/loads")})


def waiting(app: Flask) -> list[Path]:
    folder = app.extensions["graphkb"].settings.folder / "uploads"
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_checked_then_confirmed(app: Flask, empty_store: BoltStore) -> None:
    client = somebody(app)
    page = check(client, GOOD)
    assert page.status_code == 200
    assert empty_store.read(COUNT) == [{"n": 0}]
    assert all(path.stat().st_mode & 0o077 == 0 for path in waiting(app) if path.suffix == ".json")
    done = confirm(client, upload_of(page))
    assert done.status_code == 303
    assert empty_store.read(COUNT) == [{"n": 2}]
    assert waiting(app) == []
    report = client.get(f"{done.headers['Location']}?format=json").get_json()
    assert [(source["dataset"], source["created"]) for source in report["sources"]] == [("grids", 2)]
    assert report["sources"][0]["file"] == "珠山区网格.xlsx"


def test_what_a_newer_edition_closes_is_said_before(app: Flask, empty_store: BoltStore) -> None:
    client = somebody(app)
    confirm(client, upload_of(check(client, GOOD, area="360203")))
    less = workbook(("G1", "第一网格", "360203001001", "居民网格"))
    refused = check(client, less, area="360203")
    assert "--accept-shrink" in refused.text
    assert "/loads/confirm/" not in refused.text
    page = check(client, less, area="360203", accept_shrink="1")
    assert re.search(r"<b>1</b><span>关闭</span>", page.text)
    assert empty_store.read("MATCH (g:Grid) WHERE g.closed_on IS NOT NULL RETURN g") == []
    assert confirm(client, upload_of(page)).status_code == 303
    assert [row["g.code"] for row in empty_store.read("MATCH (g:Grid) WHERE g.closed_on IS NOT NULL RETURN g.code")] == ["G2"]
    (grids,) = (row for row in client.get("/sources?format=json").get_json()["data"] if row["dataset"] == "grids")
    assert (grids["source"], grids["area_name"], grids["open"], grids["closed"]) == ("grids@360203", "珠山区", 1, 1)


def test_a_part_of_a_ledger_closes_nothing(app: Flask, empty_store: BoltStore) -> None:
    client = somebody(app)
    confirm(client, upload_of(check(client, GOOD, area="360203")))
    part = workbook(("G3", "第三网格", "360203001001", "居民网格"))
    assert confirm(client, upload_of(check(client, part, area="360203", partial="1"))).status_code == 303
    assert empty_store.read("MATCH (g:Grid) WHERE g.closed_on IS NULL RETURN count(g) AS n") == [{"n": 3}]


def test_problems_name_the_row_and_can_be_taken_along(app: Flask) -> None:
    client = somebody(app)
    page = check(client, BAD)
    assert "reference.unknown" in page.text
    done = confirm(client, upload_of(page))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{done.headers['Location']}/problems").data))
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert [dict(zip(header, row, strict=True))["row"] for row in rows] == [3]


@pytest.mark.parametrize("area", ["360281", "360203002"])
def test_a_loader_of_another_area_loads_nothing(app: Flask, empty_store: BoltStore, area: str) -> None:
    page = check(somebody(app, area=area), GOOD)
    assert "/loads/confirm/" not in page.text
    assert empty_store.read(COUNT) == [{"n": 0}]


def test_a_loader_of_this_area_does(app: Flask, empty_store: BoltStore) -> None:
    client = somebody(app, area="360203")
    assert confirm(client, upload_of(check(client, GOOD))).status_code == 303
    assert empty_store.read(COUNT) == [{"n": 2}]


def test_an_upload_is_its_senders(app: Flask, empty_store: BoltStore) -> None:
    upload = upload_of(check(somebody(app), GOOD))
    assert confirm(somebody(app), upload).status_code == 404
    assert confirm(somebody(app, role="admin"), "../" + upload).status_code == 404
    assert empty_store.read(COUNT) == [{"n": 0}]


def test_s28_what_was_not_checked_is_not_loaded(app: Flask, empty_store: BoltStore) -> None:
    client = somebody(app)
    upload = upload_of(check(client, GOOD))
    next(path for path in waiting(app) if path.suffix == ".xlsx").write_bytes(BAD)
    assert confirm(client, upload).status_code == 404
    assert empty_store.read(COUNT) == [{"n": 0}]


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"x" * 300_000, "a.xlsx", 413), (b"no workbook", "a.xlsx", 200), (b"MZ", "a.exe", 200), (GOOD, "", 400)],
)
def test_w32_what_is_no_ledger(app: Flask, empty_store: BoltStore, content: bytes, name: str, status: int) -> None:
    page = check(somebody(app), content, name)
    assert page.status_code == status
    assert "/loads/confirm/" not in page.text
    assert empty_store.read(COUNT) == [{"n": 0}]


@pytest.mark.parametrize(
    "name", ["../../evil.xlsx", "..\\..\\evil.xlsx", "/etc/evil.xlsx", "a\u202exslx.xlsx", "长" * 300 + ".xlsx"]
)
def test_w32_a_name_is_no_path(app: Flask, name: str) -> None:
    check(somebody(app), GOOD, name)
    (kept,) = [path for path in waiting(app) if path.suffix == ".xlsx"]
    assert kept.parent.parent == app.extensions["graphkb"].settings.folder / "uploads"
    assert len(kept.name) < 120
    assert "\u202e" not in kept.name


@pytest.mark.parametrize("role", ["reader", "analyst"])
def test_who_may_not_load(app: Flask, role: str) -> None:
    assert check(somebody(app, role=role), GOOD).status_code == 403


def test_w32_room_for_some_and_for_an_hour(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder has a quota, is nobody else's, and empties itself; what was too large leaves nothing."""
    client = somebody(app)
    folder = app.extensions["graphkb"].settings.folder / "uploads"
    assert check(client, b"x" * 250_000).status_code == 413
    assert waiting(app) == []
    monkeypatch.setattr("graphkb.web.uploads.KEPT_FILES", 3)
    assert [check(client, GOOD).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert folder.stat().st_mode & 0o777 == 0o700
    names = [one.name for one in folder.iterdir()]
    assert all(len(name) > 20 and one.stat().st_mode & 0o777 == 0o700 for name, one in zip(names, folder.iterdir(), strict=True))
    hours_ago = time.time() - 3700
    for one in folder.iterdir():
        os.utime(one, (hours_ago, hours_ago))
    assert check(client, GOOD).status_code == 200
    assert len([*folder.iterdir()]) == 1
