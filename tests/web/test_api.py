"""The API as programs see it: the rows of the command line, in every form, page by page, described and refused as documented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb import catalogue
from graphkb.answers.coverage import measure
from graphkb.answers.gaps import find_gaps
from graphkb.areas.naming import named_rows
from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.web.kit import bearer, whole

RULES = list(catalogue.rules().values())
DAY = "2026-06-30"
JUDGED = import_module("graphkb.web.views.judged")


@pytest.fixture(scope="module")
def app(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with whole(sampled, tmp_path_factory.mktemp("api")) as made:
        yield made


def with_query(address: str, **more: Any) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode({name: value for name, value in more.items() if value})}"


def every(client: FlaskClient, address: str, limit: int) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    rows: list[dict[str, Any]] = []
    cursor, total = "", None
    while cursor is not None:
        answer = client.get(with_query(address, limit=limit, cursor=cursor)).get_json()
        assert total in (None, answer["total"])
        rows, cursor, total = rows + answer["data"], answer["next"], answer["total"]
        assert answer["data"] or not total
    assert len(rows) == total
    return rows


def test_coverage_is_what_the_command_line_prints(client: FlaskClient, sample_store: BoltStore) -> None:
    rows = every(client, f"/api/v1/coverage?as_of={DAY}&level=street", 333)
    live = measure(sample_store, RULES, date.fromisoformat(DAY), level="street")
    assert rows == [json.loads(json.dumps(row.as_row())) for row in live]


@pytest.mark.few(2)
@pytest.mark.parametrize("area", ["3602", "360203", "360203002", "360203002012", "360203002012010"])
def test_coverage_of_an_area_of_any_level(client: FlaskClient, sample_store: BoltStore, area: str) -> None:
    """The area itself is there even where it lies below the level asked for."""
    rows = every(client, f"/api/v1/coverage?as_of={DAY}&area={area}", 333)
    live = measure(sample_store, RULES, date.fromisoformat(DAY), area)
    assert rows
    assert rows == [json.loads(json.dumps(row.as_row())) for row in live]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("label", ["City", "Street", "Community", "Grid"])
def test_an_area_is_judged_as_its_subject_is(client: FlaskClient, sample_store: BoltStore, label: str, language: str) -> None:
    """The run kept and the explanation, judged now, say the same in the same words."""
    codes = [row["code"] for row in sample_store.read(f"MATCH (n:{label}) RETURN n.code AS code ORDER BY code")]
    for code in codes[:: len(codes) // 3 or 1]:
        area, subject = (
            client.get(f"/api/v1/{path}/{code}?as_of={DAY}&lang={language}") for path in ("areas", f"subjects/{label}")
        )
        assert area.get_json()["verdicts"] == subject.get_json()["verdicts"]


def test_all_areas_unless_a_level_is_asked_for(client: FlaskClient, sample_store: BoltStore) -> None:
    known = sample_store.read("MATCH (n:Area) RETURN n.code AS code, n.district AS district ORDER BY code")
    assert [row["code"] for row in every(client, "/api/v1/areas", 400)] == [row["code"] for row in known]
    below = every(client, "/api/v1/areas?parent=360203002", 400)
    assert {row["level"] for row in below} == {"community"}
    assert "全部" in client.get("/areas?level=").text


def test_an_overview_of_very_many_areas_shows_sums(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(JUDGED, "MOST_AREAS", 4)
    cities = client.get(f"/?as_of={DAY}").text
    assert "珠山区</a></th>" not in cities
    assert "景德镇市</a></th>" in cities
    monkeypatch.setattr(JUDGED, "MOST_AREAS", 0)
    sums = client.get(f"/?as_of={DAY}").text
    assert "</a></th>" not in sums.split("<tbody>")[0]
    assert "合计" in sums


def test_gaps_are_what_the_command_line_prints(client: FlaskClient, sample_store: BoltStore) -> None:
    rows = every(client, f"/api/v1/gaps?as_of={DAY}&area=360203&not_assessable=true", 250)
    live = find_gaps(sample_store, RULES, date.fromisoformat(DAY), "360203", not_assessable=True)
    assert rows == list(named_rows(sample_store, (gap.as_row() for gap in live)))


@pytest.mark.parametrize(
    "path",
    [
        "areas?level=community",
        "rules",
        "cobuilding/pairs",
        "loads",
        "queries",
        "gaps?rule=grid-leader",
        "search?q=%E7%A4%BE%E5%8C%BA",
    ],
)
def test_w22_no_row_twice_and_none_left_out(client: FlaskClient, path: str) -> None:
    rows = every(client, f"/api/v1/{path}", 7 if "search" not in path else 900)
    assert len({json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows}) == len(rows) > 0


@pytest.mark.parametrize("limit", ["-1", "0", "1000000000", "1e3", "٣", "", " 5", "5.0", "None"])
def test_w22_a_limit_that_is_none(client: FlaskClient, limit: str) -> None:
    assert client.get("/api/v1/coverage", query_string={"limit": limit}).status_code == 400


def test_w22_a_cursor_belongs_to_its_question(client: FlaskClient) -> None:
    cursor = client.get("/api/v1/coverage?limit=5").get_json()["next"]
    assert client.get("/api/v1/coverage", query_string={"limit": 5, "cursor": cursor}).status_code == 200
    for address, text in (
        ("/api/v1/gaps", cursor),
        ("/api/v1/coverage?level=street", cursor),
        ("/api/v1/coverage", cursor[:-2] + "xx"),
        ("/api/v1/coverage", "W10.AAAA"),
    ):
        answer = client.get(with_query(address, cursor=text))
        assert (answer.status_code, answer.get_json()["code"]) == (400, "cursor")


def test_an_etag_saves_the_answer(client: FlaskClient) -> None:
    first = client.get("/api/v1/coverage?limit=3")
    again = client.get("/api/v1/coverage?limit=3", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/api/v1/coverage?limit=4").headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/gaps?rule=nothing", 400, "parameter"),
        ("/api/v1/gaps?sort=name", 400, "parameter"),
        ("/api/v1/gaps?area=36", 404, "not_found"),
        ("/api/v1/gaps?area=%25", 404, "not_found"),
        ("/api/v1/gaps?area=%00", 400, "parameter"),
        ("/api/v1/gaps?as_of=2026-02-30", 400, "parameter"),
        ("/api/v1/gaps?limit=1&limit=2", 400, "parameter"),
        ("/api/v1/gaps?format=pdf", 400, "format"),
        ("/api/v1/areas/999999", 404, "not_found"),
        ("/api/v1/network/Grid/none", 404, "not_found"),
        ("/api/v1/network/Nothing/none", 400, "parameter"),
        ("/api/v1/explain?rule=grid-leader&subject=none", 404, "not_found"),
        ("/api/v1/explain?rule=grid-leader", 400, "parameter"),
        ("/api/v1/path?from=Grid&to=x:y", 400, "parameter"),
        ("/api/v1/queries/none", 404, "not_found"),
        ("/api/v1/queries/provenance", 400, "parameter"),
        ("/api/v1/loads/none", 404, "not_found"),
        ("/api/v1/claims", 404, "not_found"),
        ("/api/v1/cobuilding/suggestions", 404, "not_found"),
    ],
)
def test_errors_are_problems_with_a_code_and_a_request_id(client: FlaskClient, address: str, status: int, code: str) -> None:
    answer = client.get(address)
    body = answer.get_json()
    assert (answer.status_code, answer.content_type, body["code"]) == (status, "application/problem+json", code)
    assert body["request_id"] == answer.headers["X-Request-ID"]
    assert not {"path", "trace", "bolt", "Traceback"} & set(answer.text.split())


def test_w16_csv_and_xlsx_hold_the_same_rows(client: FlaskClient) -> None:
    rows = every(client, "/api/v1/gaps?rule=unit-partner", 1000)
    text = client.get("/api/v1/gaps?rule=unit-partner&format=csv")
    assert text.data.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(text.data.decode("utf-8-sig"))))
    assert [row["subject"] for row in read] == [row["subject"] for row in rows]
    assert text.headers["X-Total-Count"] == str(len(rows))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/gaps?rule=unit-partner&format=xlsx").data))
    header, *lines = book.worksheets[0].iter_rows(values_only=True)
    assert [dict(zip(header, line, strict=True))["subject"] for line in lines] == [row["subject"] for row in rows]
    assert all(isinstance(dict(zip(header, line, strict=True))["subject"], str) for line in lines)


def test_geojson_puts_rows_where_their_area_is(client: FlaskClient) -> None:
    answer = client.get("/api/v1/areas?level=community&format=geojson&limit=5")
    found = answer.get_json()
    assert answer.content_type == "application/geo+json"
    points = [one["geometry"] for one in found["features"] if one["geometry"]]
    assert points
    assert all(117 < p["coordinates"][0] < 118 and 28 < p["coordinates"][1] < 30 for p in points)
    assert len(found["features"]) == found["total"]


def test_accept_chooses_the_form(client: FlaskClient) -> None:
    assert client.get("/api/v1/rules", headers={"Accept": "text/csv"}).content_type.startswith("text/csv")
    assert client.get("/rules", headers={"Accept": "application/json"}).content_type == "application/json"
    assert client.get("/rules", headers={"Accept": "text/html,*/*;q=0.1"}).content_type.startswith("text/html")


def test_page_and_api_give_the_same_data(client: FlaskClient) -> None:
    for path in ("/coverage", "/gaps", "/rules", "/areas", "/cobuilding/pairs", "/areas/360203"):
        assert client.get(f"{path}?format=json").data == client.get(f"/api/v1{path}").data


def test_cypher_answers_columns_and_rows(client: FlaskClient) -> None:
    body = {"query": "MATCH (g:Grid {district: $d}) RETURN count(g) AS grids", "parameters": {"d": "360281"}}
    answer = client.post("/api/v1/cypher", json=body)
    assert answer.get_json() == {"columns": ["grids"], "data": [[113]], "truncated": False, "warnings": []}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"query": "RETURN 1", "query": "RETURN 2"}', 400),
        (b'{"query": "RETURN 1", "role": "admin"}', 400),
        (b'{"query": "RETURN 1 AS x", "parameters": {"x": NaN}}', 400),
        (b'{"query": 1}', 400),
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"query": "\xff"}', 400),
        (b'{"query": "' + b"x" * 30_000 + b'"}', 413),
        (b"x" * 2_000_000, 413),
    ],
)
def test_w23_bodies_that_are_none(client: FlaskClient, body: bytes, status: int) -> None:
    assert client.post("/api/v1/cypher", data=body, content_type="application/json").status_code == status


def test_w36_health_says_nothing_of_what_there_is(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_w19_names_of_exports(app: Flask) -> None:
    from flask import Response

    from graphkb.web.answers import attached

    for name in ("a\r\nSet-Cookie: x=1.csv", 'a";b.csv', "../../etc/x.csv", "\u202egnp.csv", "数" * 300 + ".csv", "…", ""):
        header = attached(Response(), name).headers["Content-Disposition"]
        assert header.isascii()
        assert not set("\r\n/\\") & set(header)
        assert header.count('"') == 2
        assert len(header) < 1500


def test_w20_an_export_holds_what_the_list_says(client: FlaskClient) -> None:
    listed = client.get("/api/v1/gaps?limit=10&verdict=not_assessable").get_json()
    exported = client.get("/api/v1/gaps?limit=10&verdict=not_assessable&format=csv").data.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(exported)))) == listed["total"]


def test_answers_say_which_run_they_come_from(client: FlaskClient, sampled: Served) -> None:
    run = client.get("/api/v1/coverage").get_json()["run"]
    assert run["current"] is True
    assert run["as_of"] == str(date.today())
    assert Path(sampled.home).exists()


@pytest.mark.parametrize("within", [None, "360203"])
def test_gaps_that_are_too_many_to_keep_are_judged_when_asked_for(
    sampled: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, within: str | None
) -> None:
    def answers(folder: Path) -> list[Any]:
        with whole(sampled, folder) as made:
            header = bearer(made.extensions["graphkb"].access.tokens.create("reader", within).text)
            client = made.test_client()
            paths = ("area=360203&rule=agreement-lists&limit=1000", "area=360203&rule=unit-partner&verdict=not_assessable")
            return [client.get(f"/api/v1/gaps?{path}", headers=header).get_json()["data"] for path in paths] + [
                client.get("/api/v1/gaps?limit=1", headers=header).status_code
            ]

    *kept, _status = answers(tmp_path / "kept")
    for row in (row for rows in kept for row in rows):
        row["since"] = None  # where gaps are not kept nobody knows
    monkeypatch.setattr("graphkb.runs.making.GAPS_KEPT", 0)
    *live, status = answers(tmp_path / "live")
    assert live == kept
    assert kept[0]
    assert status == (200 if within else 400)
