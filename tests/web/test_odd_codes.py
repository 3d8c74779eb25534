"""Codes of all that a ledger may hold as one: each link of each page leads to its node, each route answers, exports keep them."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb.store.bolt import BoltStore
from graphkb.web.codes import CodeConverter, in_path
from tests.conftest import Served, empty
from tests.ingest.load_kit import loaded, sheet
from tests.web.kit import whole

# What a path, a query string, a fragment, an escape or a template is made of. Signs alone say nothing in a ledger.
CODES = [
    "../a", "a/../b", "/a", "a/", "a//b", "a*", "%", "%25", "%2F", "%2e%2e", "?q=1", "#", "a#b", "+", "&a=b", "=", ";", ":",
    "a:b", "|", "a\\b", '"a"', "<b>", "{{7*7}}", "甲/乙", "甲+乙", "第1号", "~甲", "a.csv", "$x", "@",
]  # fmt: skip
STREET = "990101001"
# As browsers resolve paths (WHATWG URL): these are `.` and `..` too.
DOTS = re.compile(r"\.|%2e", re.IGNORECASE)


@pytest.fixture(scope="module")
def app(served: Served, store: BoltStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    empty(store)
    header = "编码,名称,层级,类型,上级编码,经度,纬度"
    areas = sheet(
        "区划",
        header,
        "9901,市,市,,",
        "990101,区,县区,,9901",
        f"{STREET},街,街道,街道,990101",
        f"{STREET}001,社区,社区,社区,{STREET}",
    )
    grids = sheet(
        "网格",
        "网格编码,网格名称,所属编码,类型",
        *[(code, f"网格{n}", f"{STREET}001", "居民网格") for n, code in enumerate(CODES)],
    )
    units = sheet(
        "共建单位", "单位代码,名称,类型,所属编码", *[(code, f"单位{n}", "机关", "990101") for n, code in enumerate(CODES)]
    )
    signed = [(code, code, f"{STREET}001", "2026-01-05") for code in CODES]
    agreements = sheet("共建协议", "协议编号,单位代码,社区编码,签订日期", *signed)
    loaded(store, areas, grids, units, agreements)
    with whole(served, tmp_path_factory.mktemp("odd")) as made:
        yield made


def kept(store: BoltStore, label: str) -> set[str]:
    return {row["code"] for row in store.read(f"MATCH (n:{label}) RETURN n.code AS code")}


def resolved(link: str) -> str:
    """The address that a browser makes of a link: without its fragment, segments of dots taken out."""
    parts, segments = urlsplit(link), []
    for segment in parts.path.split("/")[1:]:
        plain = DOTS.sub(".", segment)
        if plain == "..":
            segments = segments[:-1]
        elif plain != ".":
            segments.append(segment)
    return "/" + "/".join(segments) + (f"?{parts.query}" if parts.query else "")


def links(text: str) -> set[str]:
    return {html.unescape(link) for link in re.findall(r'(?:href|action)="(/[^"]*)"', text)}


def test_the_ledgers_gave_these_codes(app: Flask, store: BoltStore) -> None:
    assert kept(store, "Grid") == kept(store, "PartnerUnit") == kept(store, "Agreement") == set(CODES)


@pytest.mark.parametrize("code", [*CODES, ".", "..", "~.", "~..", "~", "../.."])
def test_a_code_comes_back_from_a_path(app: Flask, code: str) -> None:
    assert resolved(f"/x/{in_path(code)}") == f"/x/{in_path(code)}"
    with app.test_request_context(f"/subjects/Grid/{in_path(code)}") as context:
        assert context.request.view_args == {"label": "Grid", "code": code}
    assert CodeConverter(app.url_map).to_url(code) == in_path(code)


@pytest.mark.few(2)
@pytest.mark.parametrize("code", ["../a", "/a", "a//b", "%2F", "%2e%2e", "?q=1", "a#b", "甲+乙", '"a"'])
def test_every_route_takes_it(client: FlaskClient, code: str) -> None:
    own, query = in_path(code), quote(code, safe="")
    for path in (f"areas/{own}", f"subjects/Grid/{own}", f"subjects/PartnerUnit/{own}", f"network/Agreement/{own}"):
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, path
        assert (answer.get_json().get("start") or answer.get_json())["code"] == code
    found = client.get(f"/api/v1/network/PartnerUnit/{own}?format=graphml")
    assert f"PartnerUnit:{html.escape(code, quote=False)}" in html.unescape(found.text).replace("&", "&amp;") or "<" in code
    for path, count in (
        (f"search?q={query}&limit=1000", 1),
        (f"coverage?area={query}", 1),
        (f"gaps?area={query}&not_assessable=true", 0),
    ):
        answer = client.get(f"/api/v1/{path}").get_json()
        assert answer["total"] >= count, path
    assert client.get(f"/api/v1/explain?rule=unit-partner&subject={query}").get_json()["subject"] == code
    assert client.get(f"/api/v1/path?from=PartnerUnit:{query}&to=Agreement:{query}").get_json()["found"] is True
    assert client.get(f"/api/v1/cobuilding/pairs?area={query}").status_code == 200
    assert client.get(f"/api/v1/queries/provenance?code={query}&label=Grid").get_json()["total"] > 0


STARTS = [
    "/", "/gaps?limit=1000&not_assessable=true", "/gaps?limit=1000&verdict=not_assessable", "/areas?level=grid&limit=1000",
    f"/areas/{STREET}001", "/search?q=网格&limit=1000", "/search?q=单位&limit=1000", "/cobuilding/pairs?limit=1000",
    "/cobuilding/units?limit=1000", "/coverage?level=grid&limit=1000", f"/network/Community/{STREET}001", "/loads", "/rules",
]  # fmt: skip


@pytest.mark.few(1)
@pytest.mark.parametrize("part", [0, 1, 2])
def test_every_link_of_every_page_leads_somewhere(app: Flask, client: FlaskClient, part: int) -> None:
    """Two steps from each page, as a browser goes; a link to a node leads to that node and no other. A third of them each."""
    first = {link for path in STARTS for link in links(client.get(path).text)}
    nodes = {link for link in first if re.match(r"/(areas|subjects|network)/", link)}
    second = {link for path in sorted(nodes)[:: max(len(nodes) // 10, 1)] for link in links(client.get(resolved(path)).text)}
    shown = {link.partition("?")[0] for link in first | second}
    assert {f"/areas/{in_path(code)}" for code in CODES} <= shown
    assert {f"/subjects/PartnerUnit/{in_path(code)}" for code in CODES} <= shown
    lost = {}
    linked = {link for link in first | second if "/vis/" not in link and "/static/" not in link and "format=" not in link}
    for link in sorted(linked)[part::3]:
        method = client.post if link in ("/sign-out", "/loads/check") else client.get
        if (status := method(resolved(link)).status_code) >= 404:
            lost[link] = status
    assert lost == {}
    for code in CODES[part::3]:
        page = client.get(resolved(f"/subjects/PartnerUnit/{in_path(code)}")).text
        assert f"单位{CODES.index(code)}</" in page.replace(" <span", "</") or f"<h1>单位{CODES.index(code)}" in page


def test_exports_keep_them(client: FlaskClient) -> None:
    text = client.get("/api/v1/areas?level=grid&format=csv").data.decode("utf-8-sig")
    rows = {row["code"].removeprefix("'") for row in csv.DictReader(io.StringIO(text))}
    assert {code.removeprefix("'") for code in CODES} <= rows


def test_the_way_back_after_signing_in(app: Flask) -> None:
    services = app.extensions["graphkb"]
    services.access.tokens.create("reader", None)
    for code in (".", "a/../b", "a//b", "%", "?q=1"):
        answer = app.test_client().get(f"/subjects/Grid/{in_path(code)}")
        assert answer.status_code == 303
        assert quote(f"/subjects/Grid/{in_path(code)}", safe="/") in answer.location or in_path(code) in answer.location
