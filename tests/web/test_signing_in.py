"""Signing in and out, and where that leads."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given as having
from hypothesis import strategies as st

from graphkb.web.forgery import token_for
from graphkb.web.signing_in import same_site
from tests.web.kit import AWAY, csrf, sign_in


@pytest.fixture
def client(app: Flask, given: dict[str, str]) -> FlaskClient:
    """A browser, in front of a house with a lock."""
    return app.test_client()


def name(client: FlaskClient) -> str | None:
    cookie = client.get_cookie("graphkb")
    return cookie.value if cookie else None


def events(folder: Path) -> list[dict[str, Any]]:
    lines = (folder / "home" / "access" / "audit.jsonl").read_text(encoding="ascii").splitlines()
    return [event for event in map(json.loads, lines) if event["event"] != "token"]


def test_in_and_out(client: FlaskClient, given: dict[str, str], tmp_path: Path) -> None:
    assert client.get("/rooms/read").status_code == 303
    answer = sign_in(client, f" {given['analyst']}\n", next="/rooms/cypher?a=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/rooms/cypher?a=1")
    assert client.get("/rooms/cypher").json["role"] == "analyst"  # type: ignore[index]
    left = client.post("/sign-out", data={"csrf_token": csrf(client)})
    assert (left.status_code, left.headers["Location"]) == (303, "/sign-in")
    assert client.get("/rooms/read").status_code == 303
    first, last = events(tmp_path)
    assert (first["event"], first["outcome"], first["role"], first["address"]) == ("sign_in", "ok", "analyst", "127.0.0.1")
    assert (last["event"], last["token"]) == ("sign_out", first["token"])
    assert answer.headers["X-Request-ID"] == first["request"]


def test_the_cookie_is_for_the_browser_only(client: FlaskClient, given: dict[str, str]) -> None:
    cookie = sign_in(client, given["reader"]).headers["Set-Cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {*cookie.split("; ")}
    assert not any(word in cookie for word in ("Expires", "Max-Age", "Domain", "gkb_"))


def test_w01_the_same_page_whatever_is_wrong(app: Flask, client: FlaskClient, given: dict[str, str]) -> None:
    made = app.extensions["graphkb"].access.tokens
    expired = made.create("reader", expires=datetime.now(UTC) - timedelta(days=1)).text
    revoked = made.create("reader")
    made.revoke(revoked.token.id)
    answers = [sign_in(client, text) for text in (expired, revoked.text, "nonsense", "", "\x00", "x" * 5_000)]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert not any(text in answers[0].text for text in (expired, revoked.text))
    assert client.get("/rooms/read").status_code == 303


def test_w24_strangers_send_little(client: FlaskClient) -> None:
    assert sign_in(client, "x" * 20_000).status_code == 413


def test_w10_nobody_is_signed_in_or_out_by_another_site(client: FlaskClient, given: dict[str, str]) -> None:
    assert client.post("/sign-in", data={"token": given["reader"]}).status_code == 403
    token = csrf(client)
    stranger = client.application.test_client()  # no cookie: the token of no name at all, which anybody can compute
    assert stranger.post("/sign-in", data={"token": given["reader"], "csrf_token": token_for("")}).status_code == 403
    evil = {"Origin": "https://evil.example"}
    assert client.post("/sign-in", data={"token": given["reader"], "csrf_token": token}, headers=evil).status_code == 403
    sign_in(client, given["reader"])
    assert client.post("/sign-out").status_code == 403
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 403  # the one from before signing in
    assert client.get("/sign-out").status_code == 405
    assert client.get("/rooms/read").status_code == 200


NOT_OURS = [
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example", "///evil.example"),
    *("javascript:alert(1)", "data:text/html,x", "evil.example", "?a", "#a", " /", "/ a", "/\t/evil.example", "/\n/evil.example"),
    *(
        "/a\r\nSet-Cookie: x=1",
        "%0d%0aSet-Cookie:x",
        "/%0d%0aSet-Cookie:x",
        "/%0A",
        "/%00",
        "/%5cevil.example",
        "/a\\b",
        "",
        "\x00",
    ),
    *("/é", "/\u2028", "/" + "a" * 5000, "/\u3002evil.example", "/x\x7f", "@evil.example", "http:///evil.example"),
]


@pytest.mark.parametrize("path", NOT_OURS)
def test_w21_leads_nowhere_else(client: FlaskClient, given: dict[str, str], path: str) -> None:
    assert same_site(path) == "/"
    shown = client.get(f"/sign-in?next={quote(path, safe='%')}").text
    assert 'name="next" value="/"' in shown
    assert sign_in(client, given["reader"], next=path).headers["Location"] == "/"


@pytest.mark.parametrize(
    "path", ["/", "/gaps?rule=a&area=360203", "/areas/360203#map", "/search?q=%E7%A4%BE", "/a//b", "/a?next=//x"]
)
def test_w21_leads_back(path: str) -> None:
    assert same_site(path) == path


@having(
    path=st.one_of(
        st.text(), st.text(alphabet="/\\:.%@?#0adx\t\r\n e"), st.from_regex(r"[/\\]{1,3}[\w.%:@\\/-]*", fullmatch=True)
    )
)
def test_w21_always_this_site(path: str) -> None:
    led = same_site(path)
    assert led.startswith("/")
    assert led[1:2] not in ("/", "\\")
    assert all("!" <= letter <= "~" and letter != "\\" for letter in led)
    there = urlsplit(urljoin("https://kb.example/sign-in", led))
    assert (there.scheme, there.netloc) == ("https", "kb.example")


def test_w27_wrong_tokens_are_slowed_down(client: FlaskClient, given: dict[str, str], tmp_path: Path) -> None:
    statuses = [sign_in(client, f"guess {number}").status_code for number in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    late = sign_in(client, given["reader"])
    assert late.status_code == 429
    assert 1 <= int(late.headers["Retry-After"]) <= 6
    assert [event["outcome"] for event in events(tmp_path)] == ["failed"] * 10


def test_w27_nobody_is_locked_out_by_others(app: Flask, client: FlaskClient, given: dict[str, str]) -> None:
    wrong = given["reader"][:-1] + ("a" if given["reader"][-1] != "a" else "b")
    outsider = app.test_client()
    token = csrf(outsider)
    for _ in range(15):
        outsider.post("/sign-in", data={"token": wrong, "csrf_token": token}, environ_base=AWAY)
    assert sign_in(client, given["reader"]).status_code == 303


def test_w27_right_tokens_are_not(client: FlaskClient, given: dict[str, str]) -> None:
    assert {sign_in(client, given["reader"]).status_code for _ in range(15)} == {303}


def test_failed_sign_ins_are_recorded_without_the_secret(client: FlaskClient, given: dict[str, str], tmp_path: Path) -> None:
    wrong = given["reader"][:-1] + ("a" if given["reader"][-1] != "a" else "b")
    sign_in(client, wrong)
    sign_in(client, 'x"}\n{"event":"sign_in","outcome":"ok"}')
    first, second = events(tmp_path)
    assert (first["outcome"], first["subject"]) == ("failed", wrong.split("_")[2])
    assert (second["outcome"], second["subject"]) == ("failed", None)
    assert wrong[-20:] not in json.dumps(first)


def test_w28_a_new_name_at_signing_in(app: Flask, client: FlaskClient, given: dict[str, str]) -> None:
    client.get("/sign-in")
    before = name(client)
    sign_in(client, given["reader"])
    after = name(client)
    sign_in(client, given["admin"])
    again = name(client)
    assert before
    assert len({before, after, again}) == 3
    for old in (before, after):
        thief = app.test_client()
        thief.set_cookie("graphkb", old or "")
        assert thief.get("/rooms/read").status_code == 303


def test_w28_out_is_out_on_the_server(app: Flask, client: FlaskClient, given: dict[str, str]) -> None:
    sign_in(client, given["reader"])
    kept = name(client) or ""
    client.post("/sign-out", data={"csrf_token": csrf(client)})
    thief = app.test_client()
    thief.set_cookie("graphkb", kept)
    assert thief.get("/rooms/read").status_code == 303
    assert name(client) != kept


def test_w28_the_token_decides_each_time(app: Flask, client: FlaskClient, given: dict[str, str]) -> None:
    sign_in(client, given["admin"])
    access = app.extensions["graphkb"].access
    access.tokens._database.run("UPDATE tokens SET role = 'reader' WHERE role = 'admin'")
    assert client.get("/rooms/admin?format=json").status_code == 403
    access.tokens.revoke(given["admin"].split("_")[2])
    assert client.get("/rooms/read").status_code == 303


def test_w11_what_was_typed_is_not_shown_as_markup(client: FlaskClient) -> None:
    page = client.get('/sign-in?next=/"><script>alert(1)</script>').text
    assert "<script>alert" not in page
