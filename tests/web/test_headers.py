"""Hosts, proxies, and the headers that every answer carries."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphkb.web.security import Unprotected
from tests.web.kit import application, bearer


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
