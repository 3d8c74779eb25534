"""The map of an area in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.browser.conftest import Watched


def test_centres_have_circles_and_names(watched: Watched) -> None:
    page = watched.open("/areas/360203")
    centres = page.locator(".map .servicecentre")
    assert page.locator(".map .reach").count() == centres.count() > 0
    assert page.locator(".map .community").count() > 0
    expect(centres.first.locator("title")).to_contain_text("中心")
    first = page.locator(".map .reach").first
    assert first.evaluate("one => getComputedStyle(one).fill") == "rgb(107, 79, 160)"


def test_the_scale_bar_and_the_circles_agree(watched: Watched) -> None:
    """A circle of 1 200 metres and the bar's length are drawn to one scale."""
    page = watched.open("/areas/360203")
    metres = {"公里": 1000, "米": 1}
    number, unit = (page.locator(".map .scale text").text_content() or "").split()
    bar = page.locator(".map .scale path").evaluate("one => one.getBBox().width")
    radius = float(page.locator(".map .reach").first.get_attribute("r") or "")
    assert radius / 1200 == pytest.approx(bar / (float(number) * metres[unit]), rel=0.01)
