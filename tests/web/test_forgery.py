"""What other sites, other kinds of body and too large ones come to."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.kit import application, bearer, csrf, sign_in, tokens


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
