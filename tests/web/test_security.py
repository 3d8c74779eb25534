"""The door: who comes in, what is turned away, what every answer carries."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
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
from tests.web.kit import AWAY, HOME, application, bearer, csrf, sign_in, tokens

RIGHTS = ("read", "cypher", "load", "admin")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with application(tmp_path / "home") as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def given(app: Flask) -> dict[str, str]:
    return tokens(app)


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


def test_w10_the_api_knows_no_cookies(client: FlaskClient, given: dict[str, str]) -> None:
    sign_in(client, given["admin"])
    assert client.get("/rooms/read").status_code == 200
    assert client.get("/api/v1/rooms/read").status_code == 401
    assert client.post("/api/v1/rooms/read", headers={"X-CSRFToken": csrf(client)}).status_code == 401


def test_w10_pages_know_no_bearer(client: FlaskClient, given: dict[str, str]) -> None:
    assert client.get("/rooms/read", headers=bearer(given["admin"])).status_code == 303


def test_w10_posts_of_pages_carry_the_token(app: Flask, client: FlaskClient, given: dict[str, str]) -> None:
    sign_in(client, given["admin"])
    token, other = csrf(client), app.test_client()
    sign_in(other, given["admin"])
    for wrong in ({}, {"csrf_token": ""}, {"csrf_token": csrf(other)}, {"csrf_token": "é"}):
        assert client.post("/rooms/read", data={"a": "1", **wrong}).status_code == 403
    assert client.post("/rooms/read", headers={"X-CSRFToken": csrf(other)}).status_code == 403
    assert client.post(f"/rooms/read?csrf_token={token}").status_code == 403
    assert client.post("/rooms/read", data={"csrf_token": token}).status_code == 200
    assert client.post("/rooms/read", headers={"X-CSRFToken": token}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost:99"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_w10_not_for_other_sites(client: FlaskClient, given: dict[str, str], headers: dict[str, str]) -> None:
    sign_in(client, given["admin"])
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    token = {"X-CSRFToken": csrf(client)}
    assert client.post("/rooms/read", headers=ours | token).status_code == 200
    assert client.post("/rooms/read", headers=ours | token | headers).status_code == 403
    assert client.post("/api/v1/rooms/read", headers=bearer(given["admin"]) | headers).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", "", "application/xml", "text/json"])
def test_w10_no_json_in_disguise(client: FlaskClient, given: dict[str, str], kind: str) -> None:
    sign_in(client, given["admin"])
    body: dict[str, Any] = {"data": b'{"query": "RETURN 1"}', "content_type": kind}
    assert client.post("/api/v1/rooms/read", headers=bearer(given["admin"]), **body).status_code == 415
    assert client.post("/rooms/read", headers={"X-CSRFToken": csrf(client)}, **body).status_code == 415


def test_w10_forms_are_not_for_the_api(client: FlaskClient, given: dict[str, str]) -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        body: dict[str, Any] = {"data": b"a=1", "content_type": kind}
        assert client.post("/api/v1/rooms/read", headers=bearer(given["admin"]), **body).status_code == 415


def test_w23_compressed_bodies_are_refused(client: FlaskClient, given: dict[str, str]) -> None:
    headers = bearer(given["admin"]) | {"Content-Encoding": "gzip"}
    assert client.post("/api/v1/rooms/read", json={}, headers=headers).status_code == 415


def test_w23_w24_sizes(client: FlaskClient, given: dict[str, str]) -> None:
    headers = bearer(given["admin"])
    assert client.post("/api/v1/rooms/read", json="x" * 900_000, headers=headers).status_code == 200
    assert client.post("/api/v1/rooms/read", json="x" * 1_000_001, headers=headers).status_code == 413
    assert client.get("/api/v1/rooms/read?" + "&".join("a=1" for _ in range(200)), headers=headers).status_code == 200
    assert client.get("/api/v1/rooms/read?" + "a&" * 10_000, headers=headers).status_code == 414
    assert client.get("/api/v1/rooms/read?" + "a&" * 200, headers=headers).status_code == 400
    assert client.get("/api/v1/rooms/read?q=" + "x" * 20_000, headers=headers).status_code == 414


def test_w24_uploads_are_for_those_who_may(tmp_path: Path) -> None:
    with application(tmp_path, body_bytes=2_000, upload_bytes=20_000) as app:
        client, loader = app.test_client(), tokens(app)["loader"]

        def send(path: str, size: int) -> int:
            data = {"file": (io.BytesIO(b"x" * size), "a.xlsx"), "csrf_token": csrf(client)}
            return client.post(path, data=data).status_code

        assert send("/rooms/load", 10_000) == 303
        sign_in(client, loader)
        assert send("/rooms/load", 10_000) == 200
        assert send("/rooms/load", 30_000) == 413
        assert send("/rooms/read", 10_000) == 413


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


def test_w29_only_our_hosts(client: FlaskClient) -> None:
    for host in ("localhost", "localhost:8020", "127.0.0.1", "127.0.0.1:8020"):
        assert client.get("/sign-in", headers={"Host": host}).status_code == 200
    for host in (
        "evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "127.0.0.1.nip.io",
        "",
        "a b",
        "LOCALHOST:0",
    ):
        answer = client.get("/sign-in", headers={"Host": host})
        assert answer.status_code == 400, host
        assert "evil" not in answer.text
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_w29_hosts_by_setting(tmp_path: Path) -> None:
    with application(tmp_path, host="0.0.0.0", hosts=("kb.example",)) as app:
        client = app.test_client()
        assert client.get("/sign-in", headers={"Host": "kb.example"}).status_code == 200
        assert client.get("/sign-in", headers={"Host": "other.example"}).status_code == 400
    with pytest.raises(Unprotected, match="GRAPHKB_WEB_HOSTS"), application(tmp_path, host="0.0.0.0"):
        pass


def test_w29_forwarded_headers_count_only_behind_as_many_proxies(tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    for proxies, address in ((0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.1")):
        with application(tmp_path / str(proxies), proxies=proxies) as app:
            answer = app.test_client().get("/api/v1/rooms/open", headers=forwarded)
            assert (answer.status_code, answer.json["address"]) == (200, address)  # type: ignore[index]


def test_at_home_reading_is_open_and_loading_is_not(client: FlaskClient) -> None:
    found = {right: client.get(f"/api/v1/rooms/{right}").status_code for right in RIGHTS}
    assert found == {"read": 200, "cypher": 200, "load": 403, "admin": 403}
    assert {right: client.get(f"/rooms/{right}?format=json").status_code for right in RIGHTS} == found
    assert client.post("/rooms/read").status_code == 403
    with client:
        assert client.post("/rooms/read", headers={"X-CSRFToken": csrf(client)}).status_code == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_at_home_is_this_machine(client: FlaskClient, address: str) -> None:
    assert client.get("/api/v1/rooms/read", environ_base={"REMOTE_ADDR": address}).status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "::ffff:192.0.2.7", "fe80::1", "", "localhost", "0.0.0.0"])
def test_at_home_is_no_other_machine(client: FlaskClient, address: str) -> None:
    assert client.get("/api/v1/rooms/read", environ_base={"REMOTE_ADDR": address}).status_code == 401


def test_at_home_is_nobody_behind_a_proxy(client: FlaskClient, tmp_path: Path) -> None:
    for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
        assert client.get("/api/v1/rooms/read", headers={name: "127.0.0.1"}).status_code == 401
    with application(tmp_path / "proxied", proxies=1) as app:
        for headers in ({}, {"X-Forwarded-For": "127.0.0.1"}):
            assert app.test_client().get("/api/v1/rooms/read", headers=headers).status_code == 401


def test_at_home_ends_with_the_first_token(app: Flask, client: FlaskClient) -> None:
    made = app.extensions["graphkb"].access.tokens
    assert client.get("/api/v1/rooms/read").status_code == 200
    issued = made.create("reader")
    assert client.get("/api/v1/rooms/read").status_code == 401
    made.revoke(issued.token.id)
    assert client.get("/api/v1/rooms/read").status_code == 401


def test_a_server_for_others_is_no_home(tmp_path: Path) -> None:
    with application(tmp_path, host="0.0.0.0", hosts=("localhost",)) as app:
        assert app.test_client().get("/api/v1/rooms/read").status_code == 401


def test_w33_not_for_others_without_a_token(tmp_path: Path) -> None:
    servers: list[dict[str, Any]] = [{"host": "0.0.0.0", "hosts": ("kb.example",)}, {"host": "10.0.0.5"}, {"proxies": 1}]
    for number, changed in enumerate(servers):
        with application(tmp_path / str(number), **changed) as app:
            services = app.extensions["graphkb"]
            with pytest.raises(Unprotected, match="graphkb token create"):
                security.refuse_unprotected(services.settings, services.access.tokens)
            issued = services.access.tokens.create("reader")
            security.refuse_unprotected(services.settings, services.access.tokens)
            services.access.tokens.revoke(issued.token.id)
            with pytest.raises(Unprotected):
                security.refuse_unprotected(services.settings, services.access.tokens)


def test_w33_at_home_without_a_token(app: Flask) -> None:
    services = app.extensions["graphkb"]
    security.refuse_unprotected(services.settings, services.access.tokens)


def test_w34_no_debug_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(Unprotected, match="FLASK_DEBUG"), application(tmp_path):
        pass


def test_w34_no_key_and_no_inside(app: Flask, client: FlaskClient) -> None:
    assert app.secret_key is None

    def broken() -> str:
        raise RuntimeError("secret of the inside")

    app.view_functions["rooms_api.open"] = security.requires(security.OPEN)(broken)
    answer = client.get("/api/v1/rooms/open")
    assert answer.status_code == 500
    assert "inside" not in answer.text
    assert "Traceback" not in answer.text


def test_w37_no_record_no_answer(app: Flask, client: FlaskClient, given: dict[str, str], tmp_path: Path) -> None:
    audit = tmp_path / "home" / "access" / "audit.jsonl"
    audit.unlink()
    audit.mkdir()
    assert sign_in(client, given["admin"]).status_code == 503
    assert client.get("/rooms/read").status_code == 303


def test_every_answer_has_the_headers(client: FlaskClient, given: dict[str, str]) -> None:
    answers = [
        client.get("/sign-in"),
        client.get("/static/style.css"),
        client.get("/static/nothing"),
        client.get("/rooms/read"),
        client.get("/api/v1/rooms/read"),
        client.get("/api/v1/rooms/read", headers=bearer(given["reader"])),
        client.post("/sign-in"),
        client.get("/nowhere", headers={"Host": "evil.example"}),
    ]
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == len(answers)
    for answer in answers:
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
        assert not any(word in answer.headers["Content-Security-Policy"] for word in ("unsafe", "http", "*", "nonce"))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Opener-Policy"] == answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers
        answer.close()


def test_the_request_number_is_ours(client: FlaskClient) -> None:
    assert client.get("/sign-in", headers={"X-Request-ID": "mine\u0085"}).headers["X-Request-ID"].isalnum()


def test_nothing_is_kept_for_others(client: FlaskClient, given: dict[str, str]) -> None:
    good = client.get("/api/v1/rooms/read", headers=bearer(given["reader"]))
    assert good.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= {*good.vary}
    assert client.get("/api/v1/rooms/read").headers["Cache-Control"] == "no-store"
    assert client.get("/sign-in").headers["Cache-Control"] == "no-store"


def test_https_only_where_it_is(tmp_path: Path) -> None:
    with application(tmp_path, https=True) as app:
        client = app.test_client()
        answer = client.get("/sign-in", base_url="https://localhost")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-graphkb=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {*cookie.split("; ")}
        assert "Domain" not in cookie


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
