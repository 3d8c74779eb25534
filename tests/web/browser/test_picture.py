"""The picture of a network in a browser: names that are attempts, thousands of nodes, and who cannot see or point."""

from __future__ import annotations

import re
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from playwright.sync_api import Page, expect

from graphkb.network import Edge, Network, Node
from graphkb.network.drawing import vis_data
from tests.web.browser.conftest import Watched
from tests.web.browser.test_explorer import COMMUNITY, KNOWN, drawn, listed, sizes
from tests.web.browser.test_pages import axe


def generated(nodes: int) -> dict[str, Any]:
    """A network of so many nodes: a district (one that there is), its communities, their grids."""
    communities = [Node("Community", f"C{n}", f"第{n}社区", "社区") for n in range(nodes // 50)]
    grids = [
        Node("Grid", f"G{n}", f"第{n}网格", None, ("gap", "covered", None)[n % 3]) for n in range(nodes - len(communities) - 1)
    ]
    edges = [Edge("CONTAINS", "District", "360203", "Community", one.code) for one in communities]
    edges += [
        Edge("CONTAINS", "Community", communities[n % len(communities)].code, "Grid", one.code) for n, one in enumerate(grids)
    ]
    whole = Network([Node("District", "360203", "某区"), *communities, *grids], edges, total=nodes)
    return {**whole.as_object(), "view": vis_data(whole), "start": whole.nodes[0].as_object(), "counts": []}


PAN = """async () => {
  const canvas = document.querySelector('#picture canvas'), box = canvas.getBoundingClientRect();
  const mouse = {bubbles: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0, buttons: 1};
  const at = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {...mouse, clientX: x, clientY: y}));
  const [x, y] = [box.left + 20, box.top + 20], gaps = [];
  at('pointerdown', x, y);
  let last = performance.now();
  for (let step = 1; step <= 30; step++) {
    at('pointermove', x + step * 8, y + step * 5);
    await new Promise(requestAnimationFrame);
    const now = performance.now(); gaps.push(now - last); last = now;
  }
  const moved = document.querySelector('#picture .moving')?.style.transform;
  at('pointerup', x + 240, y + 150);
  return {moved, gaps: gaps.sort((a, b) => a - b)};
}"""


def replaced(page: Page, network: dict[str, Any]) -> Page:
    """The page of a community, with another network in it."""
    attribute = htmlsafe_json_dumps(network, default=str)

    def bring(route: Any) -> None:
        answer = route.fetch()
        body = re.sub("data-network='[^']*'", lambda _: f"data-network='{attribute}'", answer.text(), count=1)
        route.fulfill(response=answer, body=body)

    page.route(f"**{COMMUNITY}", bring)
    return page


def test_names_are_text_wherever_they_are_shown(watched: Watched) -> None:
    bad = "<img src=x onerror=alert(1)>'\"&quot;{{7*7}}\u2028"
    network = Network(
        [Node("Community", KNOWN, bad, bad), Node("Grid", bad, bad, bad)], [Edge("CONTAINS", "Community", KNOWN, "Grid", bad)]
    )
    start = network.nodes[0].as_object()
    replaced(watched.page, {**network.as_object(), "view": vis_data(network), "start": start, "counts": []})
    page = drawn(watched.open(COMMUNITY))
    assert listed(page) == [KNOWN, bad]
    page.locator("#tables button").nth(1).click()
    expect(page.locator("#panel h2")).to_have_text(bad)
    page.locator("#picture canvas").hover()
    page.wait_for_timeout(500)
    assert page.locator("#explorer img").count() == 0
    # The code is no code of the store, so its neighbours are not found.
    watched.refused(404)


def test_nothing_serious_for_who_cannot_see_or_point(watched: Watched) -> None:
    page = drawn(watched.open(COMMUNITY))
    listed(page)
    page.locator("#find").fill("360203")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert axe(page) == []


def test_five_thousand_nodes_cost_no_more_than_their_number_and_can_be_dragged(watched: Watched) -> None:
    few, many = measured(watched, 1000), measured(watched, 5000)
    print(f"1000 and 5000 nodes: {few} and {many} (seconds of the processor, milliseconds between frames while dragged)")
    # Five times as many; what grows with their square costs twenty-five times as much. Seconds are a matter of the machine.
    assert many[0] < 10 * few[0]
    assert many[1] < 3 * few[1] + 50


def measured(watched: Watched, nodes: int) -> tuple[float, float]:
    """How long a page with so many nodes works until its picture is there; and how long a frame takes while it is dragged."""
    watched.page.unroute_all()
    replaced(watched.page, generated(nodes))
    meter = watched.page.context.new_cdp_session(watched.page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    page = drawn(watched.open(COMMUNITY))
    assert sizes(page)[0] == nodes
    busy = next(one["value"] for one in meter.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration")
    moved, gaps = page.evaluate(PAN).values()
    assert moved == "translate(240px, 150px)"
    expect(page.locator("#picture .moving")).to_have_count(0)
    return busy, gaps[15]
