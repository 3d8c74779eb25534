"""Below a path that a proxy has put the site under: every address, cookie and redirect; believed only where a setting says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb.web.settings import BadSetting, Settings
from tests.conftest import Served
from tests.web.kit import whole

PREFIX = "/kb/organisation"
TOLD = {"X-Forwarded-Prefix": PREFIX, "X-Forwarded-Host": "office.example", "X-Forwarded-For": "192.0.2.7"}
PAGES = (
    *("/", "/coverage?limit=5", "/gaps?limit=5", "/areas", "/areas/3602", "/areas/360203", "/search?q=%E6%A3%AE%E6%9E%97"),
    *("/explain?rule=grid-leader&subject=360202001001-W02", "/subjects/Grid/360202001001-W02", "/network"),
    *("/network/Grid/360202001001-W02", "/cobuilding/pairs?limit=5", "/rules", "/rules/community-in-reach", "/queries"),
    *("/queries/areas", "/console", "/loads", "/api", "/nowhere"),
)
ADDRESS = re.compile(r'\b(?:href|src|action)="([^"#]*)')


@pytest.fixture(scope="module")
def app(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings: dict[str, Any] = {"proxies": 1, "prefix": True, "hosts": ("office.example",), "export_rows": 100}
    with whole(sampled, tmp_path_factory.mktemp("prefixed"), **settings) as app:
        yield app


def ask(client: FlaskClient, path: str, **more: Any) -> Any:
    return client.get(path, headers=TOLD, **more)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody who has signed in, behind the proxy."""
    client = app.test_client()
    token = app.extensions["graphkb"].access.tokens.create("admin").text
    page = ask(client, "/sign-in?next=/gaps")
    found = re.search(r'<meta name="csrf-token" content="([0-9a-f]+)">', page.text)
    assert found
    assert f"Path={PREFIX};" in page.headers["Set-Cookie"] + ";"
    # A browser sends the cookie below its path; the client of the tests knows only the path behind the proxy.
    name, _, value = page.headers["Set-Cookie"].partition(";")[0].partition("=")
    client.set_cookie(name, value)
    form = {"token": token, "csrf_token": found.group(1), "next": "/gaps"}
    entered = client.post("/sign-in", data=form, headers={**TOLD, "Origin": "https://office.example"})
    assert (entered.status_code, entered.headers["Location"]) == (303, f"{PREFIX}/gaps")
    assert f"Path={PREFIX};" in entered.headers["Set-Cookie"] + ";"
    name, _, value = entered.headers["Set-Cookie"].partition(";")[0].partition("=")
    client.set_cookie(name, value)
    return client


def test_every_address_of_every_page(visitor: FlaskClient) -> None:
    for path in PAGES:
        page = ask(visitor, path)
        assert page.status_code == (404 if path == "/nowhere" else 200), path
        found = {one for one in ADDRESS.findall(page.text) if one}
        assert len(found) > 10, path
        assert [one for one in found if not one.startswith(f"{PREFIX}/") or one.startswith(PREFIX * 2)] == [], path
        assert f'<meta name="root" content="{PREFIX}">' in page.text


def test_assets_pages_and_redirects(app: Flask, visitor: FlaskClient) -> None:
    described = visitor.get("/api/v1/openapi.json", headers={**TOLD, **_bearer(app)}).get_json()
    assert described["servers"] == [{"url": f"{PREFIX}/api/v1"}]
    rows = visitor.get("/api/v1/coverage?format=csv", headers={**TOLD, **_bearer(app)})
    assert rows.headers["Link"].startswith(f"<{PREFIX}/api/v1/coverage?")
    stranger = ask(app.test_client(), "/gaps?limit=5")
    assert (stranger.status_code, stranger.headers["Location"]) == (303, f"{PREFIX}/sign-in?next=/gaps?limit%3D5")
    chosen = ask(visitor, "/?lang=en")
    assert [one for one in chosen.headers.getlist("Set-Cookie") if f"Path={PREFIX}" in one]


def test_https_keeps_the_cookie_to_https(sampled: Served, tmp_path: Path) -> None:
    with whole(sampled, tmp_path, proxies=1, prefix=True, https=True, hosts=("office.example",)) as app:
        below = ask(app.test_client(), "/sign-in").headers["Set-Cookie"]
        assert below.startswith("__Secure-graphkb=")
        assert "Secure" in below
        told = {name: value for name, value in TOLD.items() if name != "X-Forwarded-Prefix"}
        assert app.test_client().get("/sign-in", headers=told).headers["Set-Cookie"].startswith("__Host-graphkb=")


@pytest.mark.parametrize("prefix", ["//evil.example", "/a b", "/a//b", "https://evil.example", "/é"])
def test_a_prefix_that_is_no_path(app: Flask, prefix: str) -> None:
    answer = app.test_client().get("/sign-in", headers={**TOLD, "X-Forwarded-Prefix": prefix})
    assert (answer.status_code, answer.text) == (400, "prefix not served here\n"), (prefix, answer.status_code, answer.text[:300])


def test_not_believed_unless_said(sampled: Served, tmp_path: Path) -> None:
    for number, settings in enumerate(({}, {"proxies": 1})):
        with whole(sampled, tmp_path / str(number), **settings) as app:
            page = app.test_client().get("/sign-in", headers=TOLD)
            assert page.status_code == 200
            assert PREFIX not in page.text + str(page.headers)
    with pytest.raises(BadSetting, match="GRAPHKB_WEB_PROXIES"):
        Settings(folder=tmp_path, prefix=True)


def test_sign_out(visitor: FlaskClient) -> None:
    token = re.findall(r'csrf-token" content="([0-9a-f]+)"', ask(visitor, "/").text)[0]
    left = visitor.post("/sign-out", data={"csrf_token": token}, headers={**TOLD, "Origin": "https://office.example"})
    assert (left.status_code, left.headers["Location"]) == (303, f"{PREFIX}/sign-in")


def _bearer(app: Flask) -> dict[str, str]:
    return {"Authorization": f"Bearer {app.extensions['graphkb'].access.tokens.create('reader').text}"}
