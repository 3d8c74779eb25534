"""At home, for others, without a token, in debug mode: how the application may start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb.web import security
from graphkb.web.security import Unprotected
from tests.web.kit import RIGHTS, application, csrf


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
