"""Every route of the product, asked for what it must not give: by the ids of the hardening list."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkb import catalogue
from graphkb.web.endpoints import Endpoint
from tests.conftest import Served
from tests.web.kit import OWN, browser, csrf, header, sign_in, whole

CLAIMS = ("role", "scope", "area", "owner", "is_admin", "token", "__proto__")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("routes")


@pytest.fixture(scope="module")
def app(sampled: Served, folder: Path) -> Iterator[Flask]:
    with whole(sampled, folder) as made:
        yield made


def lists(app: Flask) -> list[Endpoint]:
    """The lists whose address has no variable parts."""
    return [one for one in app.extensions["graphkb_endpoints"] if one.many and "<" not in one.path]


def posts(app: Flask) -> dict[str, Any]:
    """The routes that take a body, each with its view."""
    rules = [rule for rule in app.url_map.iter_rules() if {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())]
    return {rule.rule: app.view_functions[rule.endpoint] for rule in rules}


def test_w07_no_form_and_no_body_takes_what_it_does_not_know(app: Flask) -> None:
    program, person = app.test_client(), browser(app)
    key = header(app)
    for rule, view in posts(app).items():
        path = rule.replace("<upload>", "nothing")
        for claim in (one for one in CLAIMS if view.form is None or one not in view.form):
            if view.form is None:
                body = {"query": "RETURN 1 AS x", claim: "admin"}
                token = key if path.startswith("/api/") else {"X-CSRFToken": csrf(person)}
                asker = program if path.startswith("/api/") else person
                answer = asker.post(path, json=body, headers=token)
            else:
                form = {"csrf_token": csrf(person), claim: "admin"}
                answer = person.post(path, data=form, headers={"Accept": "application/json"})
            assert (answer.status_code, answer.get_json()["code"] in ("body", "parameter")) == (400, True), (path, claim)


def test_w07_no_json_where_a_form_is_taken_and_no_form_where_json(app: Flask) -> None:
    person = browser(app)
    for rule, view in posts(app).items():
        if not rule.startswith("/api/"):
            token = {"X-CSRFToken": csrf(person)}
            wrong: dict[str, Any] = {"data": {"role": "admin"}} if view.form is None else {"json": {"role": "admin"}}
            assert person.post(rule.replace("<upload>", "x"), headers=token, **wrong).status_code == 415, rule


def test_w07_no_address_takes_what_it_does_not_know(app: Flask, client: FlaskClient) -> None:
    for endpoint in lists(app):
        for claim in CLAIMS[:1] + CLAIMS[3:]:
            path = f"/api/v1{endpoint.path}" if endpoint.api else f"{endpoint.path}"
            answer = client.get(path, query_string={claim: "admin"}, headers=header(app) | {"Accept": "application/json"})
            assert answer.status_code in ((400,) if endpoint.api else (400, 401)), (path, claim)


NAMES = ["name", "code DESC", "n.name", "1; MATCH (n) DELETE n", "`x`", "Grid) DETACH DELETE n //", "", "__class__", "名称"]


@pytest.mark.parametrize("name", NAMES)
def test_c29_no_name_of_a_request_becomes_one_of_a_query(app: Flask, client: FlaskClient, name: str) -> None:
    """Order and columns cannot be asked for at all; labels, types, levels, rules and layouts are of fixed lists."""
    key = header(app)
    for endpoint in (one for one in lists(app) if one.api):
        for parameter in ("sort", "order", "order_by", "sort_by", "fields", "columns", "group", "property"):
            answer = client.get(f"/api/v1{endpoint.path}", query_string={parameter: name}, headers=key)
            assert (answer.status_code, answer.get_json()["code"]) == (400, "parameter"), (endpoint.path, parameter)
    fixed = [
        "coverage?level=",
        "gaps?rule=",
        "gaps?verdict=",
        "areas?level=",
        "search?q=a&label=",
        "path?from=Grid:1&to=City:2&layout=",
    ]
    fixed += [f"network/City/3602?{parameter}=" for parameter in ("type", "label", "layout")]
    for path in fixed:
        assert client.get(f"/api/v1/{path}{quote(name)}", headers=key).status_code == 400, path
    for path in (f"network/{quote(name, safe='')}/3602", f"path?from={quote(name)}:3602&to=City:3602"):
        assert client.get(f"/api/v1/{path}", headers=key).status_code in (308, 400, 404), path


def free_cypher(client: FlaskClient, key: dict[str, str], query: str) -> TestResponse:
    return client.post("/api/v1/cypher", json={"query": query}, headers=key)


@pytest.mark.parametrize("role", ["reader", "analyst", "loader", "admin"])
def test_c31_no_cypher_for_who_has_an_area(app: Flask, client: FlaskClient, role: str) -> None:
    """Whatever it asks, and before it is looked at: the answers are one, so nothing can be told from them."""
    key = header(app, role, OWN)
    queries = [
        "MATCH (n:Area {code: '360281'}) RETURN count(n)",
        "RETURN EXISTS { (:Area {code: '360281'}) } AS x",
        "no query",
        "CREATE (n)",
    ]
    queries.append("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)")
    answers = [free_cypher(client, key, query) for query in queries]
    assert {answer.status_code for answer in answers} == {403}
    assert len({re.sub(r'"request_id": "\w+"', "", answer.text) for answer in answers}) == 1
    for path in ("/api/v1/queries", "/api/v1/queries/areas"):
        assert client.get(path, headers=key).status_code == 403
    person = app.test_client()
    sign_in(person, app.extensions["graphkb"].access.tokens.create(role, OWN).text)
    for path in ("/console", "/console/words", "/queries", "/queries/areas"):
        assert person.get(path).status_code == 403
    assert person.post("/console/run", json={"query": "RETURN 1"}, headers={"X-CSRFToken": csrf(person)}).status_code == 403


def test_c32_a_query_of_the_library_is_judged_at_each_run(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the rights of who runs it; a text that was changed after it was accepted is refused like any other."""
    assert client.get("/api/v1/queries/areas", headers=header(app, "analyst")).status_code == 200
    for role, area in (("reader", None), ("loader", None), ("analyst", OWN), ("admin", OWN)):
        assert client.get("/api/v1/queries/areas", headers=header(app, role, area)).status_code == 403
    whole_library = dict(catalogue.queries())
    whole_library["areas"] = replace(whole_library["areas"], text="MATCH (n:Area) SET n.name = 'x' RETURN n.name AS name")
    monkeypatch.setattr(catalogue, "queries", lambda: whole_library)
    answer = client.get("/api/v1/queries/areas", headers=header(app, "analyst"))
    assert (answer.status_code, answer.get_json()["code"]) == (400, "cypher.write")


@pytest.mark.parametrize(
    "value", ["-1", "0", "1001", "1000000000", "1e3", "٣", "१", "３", "", " 5", "+5", "5.0", "0x5", "5_0", "None", "5\x00"]
)
def test_w22_no_other_numbers(app: Flask, client: FlaskClient, value: str) -> None:
    key = header(app)
    for path in ("areas", "search", "gaps", "loads"):
        assert client.get(f"/api/v1/{path}", query_string={"limit": value}, headers=key).status_code == 400
    for parameter in ("offset", "page", "start", "skip"):
        assert client.get("/api/v1/areas", query_string={parameter: value}, headers=key).status_code == 400


def test_w23_numbers_that_are_none(app: Flask, client: FlaskClient) -> None:
    key = header(app)
    for text in ("Infinity", "-Infinity", "1e999", "9" * 5_000, "9223372036854775808", '"\\ud800"', "[" * 50_000):
        body = f'{{"query": "RETURN $x AS x", "parameters": {{"x": {text}}}}}'.encode()
        answer = client.post("/api/v1/cypher", data=body, content_type="application/json", headers=key)
        assert answer.status_code == 400, text[:20]
    for charset in ("utf-16", "utf-32", "utf-16-le", "gbk"):
        body = '{"query": "RETURN \'网格\' AS x"}'.encode(charset)
        kind = f"application/json; charset={charset}"
        assert client.post("/api/v1/cypher", data=body, content_type=kind, headers=key).status_code == 400, charset


def test_w30_nothing_that_a_person_made_up_is_kept_as_a_view(app: Flask) -> None:
    """There are no saved views: these are all routes that keep anything, and what stands for a view is its address."""
    assert set(posts(app)) == {
        "/sign-in",
        "/sign-out",
        "/console/run",
        "/api/v1/cypher",
        "/loads/check",
        "/loads/confirm/<upload>",
        "/review/decide",
        "/waivers/set",
        "/waivers/<waiver>/take-back",
    }


@pytest.mark.parametrize(
    "name", ["../../x", "con", ".", "x" * 300, "ａｄｍｉｎ", "MATCH (n) RETURN n", "<b>x</b>", "C:\\x", "%2e%2e%2f"]
)
def test_w30_an_address_that_is_followed_is_judged_anew(app: Flask, client: FlaskClient, folder: Path, name: str) -> None:
    key = header(app)
    before = sorted(path.relative_to(folder) for path in folder.rglob("*"))
    for path in (
        "gaps?rule={}",
        "cobuilding/pairs?area={}",
        "areas/{}",
        "queries/{}",
        "network/Grid/{}",
        "explain?rule=grid-leader&subject={}",
        "loads/{}",
    ):
        assert client.get(f"/api/v1/{path.format(quote(name, safe=''))}", headers=key).status_code in (400, 404), path
    assert sorted(path.relative_to(folder) for path in folder.rglob("*")) == before


def test_w30_a_link_shows_the_same_again(app: Flask, client: FlaskClient) -> None:
    link = "/api/v1/cobuilding/pairs?area=360203&as_of=2026-06-30"
    key = header(app)
    first, again = (client.get(link, headers=key) for _ in range(2))
    assert first.get_json()["data"]
    assert first.data == again.data
    assert client.get(link, headers=header(app, "reader", "360281")).status_code == 404


def test_w36_health_needs_no_token_and_tells_nothing(app: Flask, client: FlaskClient) -> None:
    header(app)
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert (answer.status_code, set(answer.get_json())) == (200, {"status"})
    for path in ("/metrics", "/debug", "/status", "/api/v1/metrics"):
        assert client.get(path, headers={"Accept": "application/json"}).status_code == 401


def test_w37_no_record_no_rows(app: Flask, client: FlaskClient, folder: Path) -> None:
    key, person, audit = header(app), browser(app), folder / "access" / "audit.jsonl"
    kept = audit.read_bytes()
    file = {"file": (io.BytesIO(b"x"), "a.csv"), "csrf_token": csrf(person)}
    audit.unlink()
    audit.mkdir()
    try:
        assert free_cypher(client, key, "RETURN 1 AS x").status_code == 503
        assert client.get("/api/v1/areas?format=csv", headers=key).status_code == 503
        assert person.post("/loads/check", data=file).status_code == 503
        assert client.get("/api/v1/areas", headers=key).status_code == 200
    finally:
        audit.rmdir()
        audit.write_bytes(kept)
        audit.chmod(0o600)
    assert free_cypher(client, key, "RETURN 1 AS x").status_code == 200
    assert json.loads(audit.read_text("ascii").splitlines()[-1])["event"] == "query"
