"""The door: who comes in, by which token, with which right."""

from __future__ import annotations

import io
import json
import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb.access import ROLES
from graphkb.access.open import open_access
from graphkb.web import security
from graphkb.web.security import Unprotected
from tests.web.kit import AWAY, HOME, RIGHTS, application, bearer, csrf, sign_in, tokens

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def without_ids(text: str) -> Any:
    return {key: value for key, value in json.loads(text).items() if key != "request_id"}


def test_w01_the_same_401_whatever_is_wrong(app: Flask, client: FlaskClient, given: dict[str, str], tmp_path: Path) -> None:
    made = app.extensions["graphkb"].access.tokens
    expired = made.create("admin", expires=datetime.now(UTC) - timedelta(days=1)).text
    revoked = made.create("admin")
    made.revoke(revoked.token.id)
    foreign = open_access(tmp_path / "elsewhere").tokens.create("admin").text
    wrong = [
        *(
            bearer(text)
            for text in (expired, revoked.text, foreign, "gkb_admin_x_y", "", "x" * 5000, "Ж".encode().decode("latin-1"))
        ),
        *(
            {"Authorization": text}
            for text in ("", "Bearer", given["admin"], f"Basic {given['admin']}", f"Token {given['admin']}")
        ),
        {"Authorization": f"Bearer {given['admin']}, Bearer {foreign}"},
        {"X-Api-Key": given["admin"]},
        {"Cookie": f"graphkb={given['admin']}"},
        {},
    ]
    answers = [client.get("/api/v1/rooms/read", headers=headers) for headers in wrong]
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.headers["WWW-Authenticate"] for answer in answers} == {'Bearer realm="graphkb"'}
    assert {answer.content_type for answer in answers} == {"application/problem+json"}
    assert {json.dumps(without_ids(answer.text)) for answer in answers} == {json.dumps(without_ids(answers[0].text))}
    assert client.get("/api/v1/rooms/read", headers=bearer(given["reader"])).status_code == 200


def test_w01_every_route_by_the_map(app: Flask, client: FlaskClient, given: dict[str, str]) -> None:
    """What asks nobody is known by name; everything else, also what is not there, asks everybody in every way."""
    opened = {"/static/<path:filename>", "/sign-in", "/sign-out", "/rooms/open", "/api/v1/rooms/open"}
    assert opened < {rule.rule for rule in app.url_map.iter_rules()}
    asked = [rule.rule for rule in app.url_map.iter_rules() if rule.rule not in opened]
    for path in (*asked, "/nowhere", "/api/v1/nowhere", "/api/v1/rooms/read/", "/api/v1//rooms/read", "/rooms/../rooms/read"):
        for method in METHODS:
            answer = client.open(path, method=method, headers={"Accept": "application/json"})
            assert answer.status_code == 401, (method, path)


def test_w01_pages_lead_to_the_sign_in_page(client: FlaskClient, given: dict[str, str]) -> None:
    answer = client.get("/rooms/read?area=360203&q=社区")
    assert answer.status_code == 303
    there = "/sign-in?next=/rooms/read?area%3D360203%26q%3D%25E7%25A4%25BE%25E5%258C%25BA"
    assert answer.headers["Location"] == there
    assert 'name="next" value="/rooms/read?area=360203&amp;q=%E7%A4%BE%E5%8C%BA"' in client.get(there).text
    assert client.post("/rooms/read").headers["Location"] == "/sign-in"
    assert client.get("/rooms/read?format=json").status_code == 401


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", RIGHTS)
def test_w02_role_by_right(app: Flask, given: dict[str, str], role: str, right: str) -> None:
    expected = 200 if right in ROLES[role] else 403
    api = app.test_client()
    for method in ("GET", "POST"):
        assert api.open(f"/api/v1/rooms/{right}", method=method, headers=bearer(given[role])).status_code == expected
    page = app.test_client()
    sign_in(page, given[role])
    assert page.get(f"/rooms/{right}?format=json").status_code == expected
    posted = page.post(f"/rooms/{right}?format=json", headers={"X-CSRFToken": csrf(page)})
    assert posted.status_code == expected


def test_w02_a_view_without_a_declaration_keeps_the_house_closed(app: Flask, client: FlaskClient, given: dict[str, str]) -> None:
    app.view_functions["rooms.read"] = lambda: "seen"
    with pytest.raises(Unprotected, match=r"rooms\.read"):
        security.refuse_undeclared(app)
    sign_in(client, given["admin"])
    assert client.get("/rooms/read?format=json").status_code == 403
    app.view_functions["rooms.read"].right = "reed"  # type: ignore[attr-defined]
    with pytest.raises(Unprotected, match=r"rooms\.read"):
        security.refuse_undeclared(app)
    assert client.get("/rooms/read?format=json").status_code == 403


def test_w05_only_the_token_says_who_asks(client: FlaskClient, given: dict[str, str]) -> None:
    claims = {"X-Area": "360281", "X-Role": "admin", "X-User": "root", "X-Forwarded-User": "root", "Remote-User": "root"}
    answer = client.get("/api/v1/rooms/read?area=360281&role=admin", headers=bearer(given["reader"]) | claims)
    assert (answer.json["role"], answer.json["area"]) == ("reader", None)  # type: ignore[index]
    assert client.get("/api/v1/rooms/load?role=admin", headers=bearer(given["reader"]) | claims).status_code == 403


def test_w08_no_way_around_by_method(client: FlaskClient, given: dict[str, str]) -> None:
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        headers = bearer(given["reader"]) | {name: "POST"}
        assert client.get("/api/v1/rooms/read?_method=POST", headers=headers).json["method"] == "GET"  # type: ignore[index]
        assert client.get("/api/v1/rooms/load", headers=headers).status_code == 403
    for method in ("HEAD", "OPTIONS"):
        assert client.open("/api/v1/rooms/load", method=method, headers=bearer(given["reader"])).status_code == 403
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        assert client.open("/api/v1/rooms/read", method=method, headers=bearer(given["admin"])).status_code == 405


@pytest.mark.parametrize("query", ["token={}", "access_token={}", "q={}", "a=1&{}=b", "token=x", "access_token=", "a={}%20"])
def test_w26_no_token_in_addresses(client: FlaskClient, given: dict[str, str], query: str) -> None:
    for path in ("/rooms/read", "/api/v1/rooms/read", "/api/v1/rooms/open", "/sign-in", "/nowhere"):
        answer = client.get(f"{path}?{query.format(given['admin'])}", headers=bearer(given["admin"]))
        assert answer.status_code == 400, path
        assert given["admin"] not in answer.text
    assert client.get(f"/nowhere/{given['admin']}").status_code == 400
    assert client.get("/api/v1/rooms/read?q=gkb_admin", headers=bearer(given["admin"])).status_code == 200


def test_w26_no_token_in_logs(given: dict[str, str]) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logging.getLogger().addHandler(handler)
    try:
        security.keep_tokens_out_of_logs()
        logging.getLogger("waitress").warning("GET /x?token=%s 200", given["admin"])
        logging.getLogger("waitress").warning("GET %d", given["reader"])
        try:
            raise ValueError(f"bad header Bearer {given['loader']}")
        except ValueError:
            logging.getLogger("graphkb.web.problems").exception("request %s", "1")
    finally:
        logging.getLogger().removeHandler(handler)
    assert "gkb_…" in out.getvalue()
    assert "bad header" in out.getvalue()
    for text in given.values():
        assert text[-20:] not in out.getvalue()


def test_w26_no_token_for_other_sites(client: FlaskClient) -> None:
    assert client.get("/sign-in").headers["Referrer-Policy"] == "same-origin"


def test_w37_no_record_no_answer(app: Flask, client: FlaskClient, given: dict[str, str], tmp_path: Path) -> None:
    audit = tmp_path / "home" / "access" / "audit.jsonl"
    audit.unlink()
    audit.mkdir()
    assert sign_in(client, given["admin"]).status_code == 503
    assert client.get("/rooms/read").status_code == 303


def test_limits_by_token_and_by_address(tmp_path: Path) -> None:
    with application(tmp_path, requests_a_minute=60, requests_at_once=5) as app:
        given, client = tokens(app), app.test_client()

        def statuses(**more: Any) -> list[int]:
            return [client.get("/api/v1/rooms/read", **more).status_code for _ in range(6)]

        assert statuses(headers=bearer(given["reader"])) == [200] * 5 + [429]
        assert statuses(headers=bearer(given["analyst"]), environ_base=AWAY) == [200] * 5 + [429]
        assert statuses(environ_base=AWAY) == [401] * 5 + [429]
        assert statuses(environ_base=HOME) == [401] * 5 + [429]
        late = client.get("/api/v1/rooms/read", headers=bearer(given["reader"]))
        assert (late.status_code, late.headers["Retry-After"]) == (429, "1")
        late = client.get("/static/style.css")
        assert late.status_code == 200
        late.close()
