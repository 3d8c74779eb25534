"""The network explorer, as somebody walks through it."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Watched

KNOWN = "360203002004"


COMMUNITY = f"/network/Community/{KNOWN}"


def drawn(page: Page) -> Page:
    page.locator("#picture[data-drawn=true]").wait_for()
    return page


def sizes(page: Page) -> tuple[int, int]:
    """How many nodes and relationships the picture shows, as the page says."""
    nodes, edges = re.findall(r"\d+", page.locator("#sum").inner_text().replace(",", ""))
    return int(nodes), int(edges)


def listed(page: Page) -> list[str]:
    """The codes in the table of nodes."""
    if page.locator("#twin").get_attribute("open") is None:
        page.locator("#twin summary").click()
    return page.locator("#tables table").first.locator("td:nth-child(3)").all_inner_texts()


def graphml(page: Page, folder: Path) -> Any:
    """What the button gives, as networkx reads it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="GraphML").click()
    download.value.save_as(folder / "network.graphml")
    return networkx.read_graphml(folder / "network.graphml", force_multigraph=True)


def test_from_search_to_a_link_that_shows_the_same(watched: Watched, tmp_path: Path) -> None:
    page = watched.open("/network")
    page.locator("#find").fill(COMMUNITY.rpartition("/")[2])
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{COMMUNITY}")
    drawn(page)
    before, codes = sizes(page), listed(page)
    assert len(codes) == before[0] > 10

    grid = next(code for code in codes if re.fullmatch("360203002004[0-9]{3}", code))
    page.locator("#tables tr", has=page.get_by_text(grid, exact=True)).get_by_role("button").click()
    expect(page.locator("#panel h2")).to_be_focused()
    page.locator("#panel .menu button[aria-label^=展开]").first.click()
    expect(page.locator("#status")).to_have_text(re.compile(r"\d"))
    opened = sizes(page)
    assert opened[1] > before[1]
    link = page.url
    assert {"open", "at"} <= {part.partition("=")[0] for part in link.partition("#")[2].split("&")}

    with page.expect_download() as download:
        page.get_by_role("button", name="存为图片").click()
    download.value.save_as(tmp_path / "network.png")
    assert (tmp_path / "network.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"

    kept = graphml(page, tmp_path)
    assert (kept.number_of_nodes(), kept.number_of_edges()) == opened
    assert set(codes) <= {data["code"] for _, data in kept.nodes(data=True)}

    page.goto("about:blank")
    page.goto(link)
    drawn(page)
    expect(page.locator("#panel .code").first).to_have_text(grid)
    assert sizes(page) == opened
    assert page.url == link

    page.locator("#panel .menu button[aria-label^=收起]").first.click()
    assert sizes(page) == before
    assert sorted(listed(page)) == sorted(codes)


def test_what_the_page_came_with_can_be_closed_too(watched: Watched) -> None:
    page = drawn(watched.open(COMMUNITY))
    before = sizes(page)
    page.get_by_role("button", name="收起 包含 → 网格").click()
    nodes, edges = sizes(page)
    assert nodes < before[0]
    page.reload()
    drawn(page)
    assert sizes(page) == (nodes, edges)
    page.get_by_role("button", name="展开 包含 → 网格").click()
    expect(page.get_by_role("button", name="收起 包含 → 网格")).to_be_focused()
    assert sizes(page)[0] == before[0]


def test_back_brings_the_view_before(watched: Watched) -> None:
    page = drawn(watched.open(COMMUNITY))
    first = sizes(page)
    start = page.url
    page.get_by_role("button", name="收起 包含 → 网格").click()
    closed = sizes(page)
    page.get_by_role("checkbox", name="社区", exact=True).uncheck()
    hidden = sizes(page)
    assert len({first, closed, hidden}) == 3
    page.go_back()
    expect(page.get_by_role("checkbox", name="社区", exact=True)).to_be_checked()
    assert sizes(page) == closed
    page.go_back()
    expect(page.get_by_role("button", name="收起 包含 → 网格")).to_be_visible()
    assert (sizes(page), page.url) == (first, start)
    page.go_forward()
    expect(page.get_by_role("button", name="展开 包含 → 网格")).to_be_visible()
    assert sizes(page) == closed
    page.go_back()
    page.go_back()
    assert not page.url.endswith(COMMUNITY)


def test_labels_can_be_hidden_and_the_address_says_so(watched: Watched) -> None:
    page = drawn(watched.open(COMMUNITY))
    before = sizes(page)
    page.get_by_role("checkbox", name="网格", exact=True).uncheck()
    nodes, edges = sizes(page)
    assert nodes < before[0]
    assert edges < before[1]
    page.reload()
    drawn(page)
    assert sizes(page) == (nodes, edges)
    expect(page.get_by_role("checkbox", name="网格", exact=True)).not_to_be_checked()


def test_a_path_is_found_and_marked(watched: Watched) -> None:
    page = watched.open("/network")
    page.locator("#path-from").fill("Community:360203002004")
    page.locator("#path-to").fill("District:360203")
    page.get_by_role("button", name="找路径").click()
    drawn(page)
    expect(page.locator("#status")).to_have_text(re.compile(r"路径共 [1-9]"))
    assert {"360203002004", "360203"} <= set(listed(page))
    link, shown = page.url, sizes(page)
    page.goto("about:blank")
    page.goto(link)
    drawn(page)
    assert sizes(page) == shown


def test_the_file_holds_what_is_shown_as_the_export_of_the_server_does(watched: Watched, tmp_path: Path) -> None:
    page = drawn(watched.open(COMMUNITY))
    shown = graphml(page, tmp_path)
    with urllib.request.urlopen(f"{watched.at}/api/v1{COMMUNITY}?format=graphml", timeout=30) as answer:
        served = networkx.read_graphml(answer, force_multigraph=True)
    assert dict(shown.nodes(data=True)) == dict(served.nodes(data=True))
    edges = [list(one.edges(data=True)) for one in (shown, served)]
    assert all(len({key for _, _, key in one.edges(keys=True)}) == len(one.edges) for one in (shown, served))
    ends = [sorted((start, end, *data.items()) for start, end, data in one) for one in edges]
    assert ends[0] == ends[1]
    page.get_by_role("checkbox", name="网格", exact=True).uncheck()
    assert {data["label"] for _, data in graphml(page, tmp_path).nodes(data=True)} == {
        data["label"] for _, data in served.nodes(data=True)
    } - {"Grid"}


def test_a_node_says_which_rule_and_leads_to_its_page(watched: Watched) -> None:
    page = drawn(watched.open(f"{COMMUNITY}?as_of=2026-06-30"))
    listed(page)
    page.locator("#tables tr", has_text="共建单位").get_by_role("button").first.click()
    name = page.locator("#panel h2").inner_text()
    page.locator("#panel h3", has_text="各条规则的判断").wait_for()
    page.get_by_role("link", name="对象页面").click()
    assert name in page.locator("h1").inner_text()
    assert "as_of=2026-06-30" in page.url
    page.go_back()
    listed(drawn(page))
    code = page.locator("#tables tr", has=page.locator("td", has_text="缺口")).locator("td:nth-child(3)").first.inner_text()
    page.locator("#tables tr", has=page.get_by_text(code, exact=True)).get_by_role("button").click()
    page.locator("#panel .said a").first.click()
    expect(page.locator("h1 .badge")).to_have_text("缺口")
    assert code in page.locator("main").inner_text()


def test_the_most_nodes_are_the_ones_of_the_setting(watched: Watched) -> None:
    page = watched.open("/network")
    assert page.locator("#explorer").get_attribute("data-most") == "5000"


def test_layers_keep_what_was_opened(watched: Watched) -> None:
    page = drawn(watched.open(COMMUNITY))
    page.locator("#panel h2").wait_for()
    page.get_by_role("checkbox", name="岗位", exact=True).or_(
        page.get_by_role("checkbox", name="党组织", exact=True)
    ).first.uncheck()
    before = sizes(page)
    page.get_by_role("link", name="分层").click()
    page.wait_for_url("**layout=hierarchical**")
    drawn(page)
    assert sizes(page) == before


def test_too_much_is_refused_with_a_narrower_way(watched: Watched) -> None:
    page = watched.open("/network/City/3602?depth=3&limit=200")
    page.locator(".narrower li a").first.click()
    page.wait_for_url("**type=**")
    assert sizes(drawn(page))[0] > 1


def test_keys_alone_are_enough(watched: Watched) -> None:
    page = drawn(watched.open(COMMUNITY))
    page.locator("#twin summary").focus()
    page.keyboard.press("Enter")
    page.locator("#tables button").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    page.locator("#panel .menu button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#status")).not_to_be_empty()
    page.locator("#picture .vis-network").focus()
    page.keyboard.press("ArrowLeft")


def test_english_has_no_chinese_of_ours(watch: Callable[..., Watched]) -> None:
    page = drawn(watch(locale="en").open(COMMUNITY + "?lang=en"))
    expect(page.get_by_role("checkbox", name="Grid", exact=True)).to_be_checked()
    ours = page.locator(".tools, #panel dt, #panel h3, #panel button, #panel a, #path, #tables thead, #twin summary")
    texts = " ".join(ours.all_inner_texts())
    assert not re.search("[一-鿿]", texts), texts


def test_the_two_sides_of_co_building(watched: Watched) -> None:
    page = drawn(watched.open("/cobuilding/network?area=360203"))
    assert sizes(page)[1] > 0
