"""Files, totals and cursors: nobody gets more than they may see, and nothing that a browser would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb import formats
from graphkb.web.answers import attached
from tests.conftest import Served
from tests.web.kit import OWN, header, whole

LINK = re.compile(r'<(.+)>; rel="next"')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("routes")


@pytest.fixture(scope="module")
def app(sampled: Served, folder: Path) -> Iterator[Flask]:
    with whole(sampled, folder) as made:
        yield made


def every(client: FlaskClient, key: dict[str, str], path: str) -> tuple[int, int]:
    """How many rows a list says it has, and how many its pages hold."""
    rows, cursor = 0, ""
    while True:
        answer = client.get(f"/api/v1/{path}{cursor}", headers=key).get_json()
        rows += len(answer["data"])
        if not answer["next"]:
            return answer["total"], rows
        cursor = f"&cursor={answer['next']}"


@pytest.mark.parametrize(
    "path", ["areas?level=community&limit=40", "cobuilding/pairs?limit=40", "loads?limit=40", "search?q=36020&limit=900"]
)
def test_w04_w20_totals_and_exports_are_of_what_is_visible(app: Flask, client: FlaskClient, path: str) -> None:
    everybody, own = header(app), header(app, "reader", OWN)
    total, rows = every(client, own, path)
    assert 0 < total == rows < every(client, everybody, path)[0]
    exported = client.get(f"/api/v1/{path}&format=csv", headers=own)
    assert exported.headers["X-Total-Count"] == str(total)
    assert exported.headers["X-Truncated"] == "false"


def test_a_file_that_is_cut_says_where_it_goes_on(sampled: Served, tmp_path: Path) -> None:
    with whole(sampled, tmp_path, export_rows=900) as app:
        client, key, rows = app.test_client(), header(app), []
        total = client.get("/api/v1/search?q=36020&limit=7", headers=key).get_json()["total"]
        address = "/api/v1/search?q=36020&format=csv"
        while address:
            answer = client.get(address, headers=key)
            assert answer.headers["X-Total-Count"] == str(total)
            rows += list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
            address = LINK.match(answer.headers.get("Link", ""))
            assert answer.headers["X-Truncated"] == ("true" if address else "false")
            address = address and address[1]
        assert len(rows) == len({(row["label"], row["code"]) for row in rows}) == total > 900


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "json"])
def test_w20_no_export_without_rights(app: Flask, client: FlaskClient, form: str) -> None:
    key = header(app, "reader")
    assert client.get(f"/api/v1/areas?format={form}").status_code == 401
    assert client.get(f"/api/v1/queries/areas?format={form}", headers=key).status_code == 403
    assert client.get(f"/api/v1/areas?format={form}", headers=key).status_code == 200


FILES = {
    "/api/v1/areas?format=csv": "text/csv",
    "/api/v1/areas?format=xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "/api/v1/areas?format=geojson": "application/geo+json",
}


def test_w15_files_keep_their_type_and_are_not_shown(app: Flask, client: FlaskClient) -> None:
    key = header(app)
    for path, kind in FILES.items():
        answer = client.get(path, headers=key)
        assert answer.content_type.partition(";")[0] == kind
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    for path, kind in (
        ("/vis/vis-network.min.js", "text/javascript"),
        ("/vis/vis-network.css", "text/css"),
        ("/static/style.css", "text/css"),
    ):
        answer = client.get(path)
        assert (answer.content_type.partition(";")[0], answer.headers["X-Content-Type-Options"]) == (kind, "nosniff")
        answer.close()


def test_w15_what_is_uploaded_is_never_handed_out(app: Flask) -> None:
    readable = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    assert [rule for rule in readable if "upload" in rule or "<path:filename>" in rule] == ["/static/<path:filename>"]


def test_w17_too_many_rows_for_a_sheet_are_told(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "_XLSX_ROWS", 3)
    answer = client.get("/api/v1/areas?format=xlsx", headers=header(app))
    assert (answer.status_code, answer.get_json()["code"]) == (400, "too_many_rows")
    assert "csv" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("网格（珠山区）.csv", "网格（珠山区）.csv"),
        ("\u202egnp\u2066.csv", "gnp.csv"),
        ("a\r\nSet-Cookie: x=1.csv", "aSet-Cookie x=1.csv"),
        ('a";filename=b.csv', "afilename=b.csv"),
        ("../../x.csv", "x.csv"),
    ],
)
def test_w19_the_name_arrives_and_brings_nothing_along(app: Flask, name: str, kept: str) -> None:
    with app.test_request_context():
        sent = attached(app.response_class(), name).headers["Content-Disposition"]
    assert sent.partition("filename*=UTF-8''")[2] == quote(kept, safe="")
    assert re.fullmatch(r"attachment; filename=\"[\w.-]+\"; filename\*=UTF-8''[\w.%~-]+", sent, re.ASCII)


def test_w22_a_cursor_is_its_askers(app: Flask, client: FlaskClient) -> None:
    first, second, scoped = header(app), header(app), header(app, "reader", OWN)
    cursor = client.get("/api/v1/areas?level=community&limit=5", headers=first).get_json()["next"]
    assert client.get(f"/api/v1/areas?level=community&limit=5&cursor={cursor}", headers=first).status_code == 200
    forged = ["", "x", cursor[::-1], cursor + "a", "a" * 3000, "%00", "../x"]
    for key, text in ((second, cursor), (scoped, cursor), *((first, text) for text in forged)):
        answer = client.get("/api/v1/areas", query_string={"level": "community", "limit": 5, "cursor": text}, headers=key)
        assert answer.status_code == 400, text
