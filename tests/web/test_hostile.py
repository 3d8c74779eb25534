"""Names that are markup, formulas or broken text: shown as they are, on every page and in every file (W11, W12, W16–W18)."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import networkx
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb.store.bolt import BoltStore
from tests.conftest import Served
from tests.ingest.load_kit import loaded, sheet
from tests.web.kit import whole

NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}${7*7}",
    "=cmd|' /C calc'!A0",
    "</script><!--",
    "javascript:alert(1)",
    "a & b ]]> c",
    "＝1+1",
]
CODES = {name: f"Z{number}" for number, name in enumerate(NAMES)}
ODD = "甲/乙#1?b=%41&c"  # a code as ledgers have them, with all that addresses are made of


@pytest.fixture(scope="module")
def app(served: Served, store: BoltStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    from tests.conftest import empty

    empty(store)
    header = "编码,名称,层级,类型,上级编码,经度,纬度"
    areas = sheet("区划", header, "9901,市&<b>,市,,", "990101,<i>区,县区,,9901", "990101001,街,街道,街道,990101")
    homes = sheet("区划", header, *_community_rows())
    units = sheet("共建单位", "单位代码,名称,类型,所属编码", *[(code, name, "机关", "990101") for name, code in CODES.items()])
    grids = sheet("网格", "网格编码,网格名称,所属编码,类型", (ODD, "怪编码网格", "990101001000", "居民网格"))
    odd = sheet("社会组织", "组织代码,名称,所属编码", (ODD, "怪编码组织", "990101"))
    signed = [(f"X{code}", code, _community(code), "2026-01-05") for code in CODES.values()]
    agreements = sheet("共建协议", "协议编号,单位代码,社区编码,签订日期", *signed)
    loaded(store, areas, homes.of("社区.xlsx"), units, agreements, grids, odd)
    with whole(served, tmp_path_factory.mktemp("hostile")) as made:
        yield made


def _community(code: str) -> str:
    return f"99010100100{code[1:]}"


def _community_rows() -> list[tuple[str, ...]]:
    return [(_community(code), name, "社区", "社区", "990101001", "117.2", "29.3") for name, code in CODES.items()]


PAGES = [
    "/", "/coverage?level=community", "/gaps", "/areas?level=community", "/areas/990101", "/areas/990101001000",
    "/cobuilding/pairs", "/cobuilding/units", "/network/PartnerUnit/Z0", "/network/Community/990101001001", "/loads",
    "/search?q=alert", "/explain?rule=unit-partner&subject=Z0", "/explain?rule=community-grid&subject=990101001000",
    "/queries/areas",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_w11_names_are_text_on_every_page(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert not re.search(r"<script>alert|<img src=x|<i>区|<!--\s*</|href=.javascript:", page.text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert " style=" not in page.text
    assert "49" not in re.findall(r">([^<]*)\$", page.text)


def test_every_link_to_a_node_leads_to_it(client: FlaskClient) -> None:
    """Whatever its code is made of."""
    shown = ["/gaps?limit=1000", "/areas?level=grid", "/areas/990101001000", "/search?q=怪编码", "/cobuilding/pairs"]
    shown += [f"/explain?rule=social-organization-party&subject={quote(ODD, safe='')}"]
    links = {link for path in shown for link in re.findall(r'href="(/(?:areas|subjects|network)/[^"]+)"', client.get(path).text)}
    addresses = {html.unescape(link) for link in links}
    odd = quote(ODD, safe="")
    assert {f"/areas/{odd}", f"/subjects/SocialOrganization/{odd}", f"/network/SocialOrganization/{odd}"} <= {
        address.partition("?")[0] for address in addresses
    }
    assert {address: status for address in addresses if (status := client.get(address).status_code) != 200} == {}


def test_w11_a_search_is_text(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": NAMES[1]})
    assert "<img src=x" not in page.text


def test_w16_files_hold_names_that_run_nothing(client: FlaskClient) -> None:
    text = client.get("/api/v1/cobuilding/pairs?format=csv").data.decode("utf-8-sig")
    names = {row["unit"]: row["unit_name"] for row in csv.DictReader(io.StringIO(text))}
    assert names[CODES["=cmd|' /C calc'!A0"]] == "'=cmd|' /C calc'!A0"
    assert names[CODES["＝1+1"]].startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/cobuilding/pairs?format=xlsx").data))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value in NAMES} == {"s"}
    assert {name for name in NAMES if name in {cell.value for cell in cells}} == set(NAMES)


@pytest.mark.parametrize("code", list(CODES.values()))
def test_w12_data_in_a_page_end_no_script_and_come_back_whole(client: FlaskClient, code: str) -> None:
    """Data stand in attributes only, and there as `tojson` writes them: nothing that ends an element or begins a comment."""
    page = client.get(f"/network/PartnerUnit/{code}").text
    (given,) = re.findall(r"data-network='([^']*)'", page)
    assert not set("<>&\u2028\u2029") & set(given)
    names = {node["code"]: node["name"] for node in json.loads(given)["nodes"]}
    assert names[code] == next(name for name, own in CODES.items() if own == code)


def test_w12_line_separators_in_data(app: Flask) -> None:
    with app.test_request_context():
        written = app.jinja_env.from_string("{{ one|tojson }}").render(one="a\u2028b\u2029</script><!--'\"&")
    assert not set("<>&'\u2028\u2029") & set(written)
    assert json.loads(written) == "a\u2028b\u2029</script><!--'\"&"


@pytest.mark.parametrize("code", list(CODES.values()))
def test_w13_a_picture_runs_no_name(client: FlaskClient, code: str) -> None:
    """vis-network takes titles that are texts for texts; nothing of a node is a link, an image or an option of the picture."""
    view = client.get(f"/api/v1/network/PartnerUnit/{code}").get_json()["view"]
    plain = {"id", "label", "title", "color", "borderWidth", "size", "x", "y", "shape", "font", "graphkb"}
    assert {key for node in view["nodes"] for key in node} <= plain
    assert {node["shape"] for node in view["nodes"]} == {"dot"}
    assert not [name for name in NAMES if name in json.dumps(view["options"], ensure_ascii=False)]
    other = client.get(f"/api/v1/network/Community/{_community('Z0')}").get_json()["view"]["options"]
    assert view["options"] == other


@pytest.mark.parametrize("code", list(CODES.values()))
def test_w18_graphml_is_read_back(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/api/v1/network/PartnerUnit/{code}?depth=2&format=graphml")
    assert answer.content_type == "application/graphml+xml"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    found = networkx.parse_graphml(answer.text)
    names = {data["code"]: data["name"] for _, data in found.nodes(data=True) if data["label"] == "PartnerUnit"}
    assert names[code] == next(name for name, own in CODES.items() if own == code)
