"""Every page, in both languages and both widths: no complaint, readable without a mouse, and the numbers of the API."""

from __future__ import annotations

import json
import os
import re
import urllib.request
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.web.browser.conftest import WIDTHS, Watched

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
KEPT = bool(os.environ.get("GRAPHKB_PICTURES"))  # read here: fixtures take such settings away
GRID = "360202001001-W02"
PAGES = [
    "/", "/coverage?limit=20", "/coverage?area=360203&level=street&limit=20", "/gaps?limit=20",
    "/gaps?rule=grid-leader&area=360203", "/gaps?verdict=not_assessable&limit=20", "/areas",
    "/areas?level=community&parent=360202001", "/areas/3602", "/areas/360203", "/areas/360203001",
    "/areas/360202001001", f"/areas/{GRID}", f"/explain?rule=grid-leader&subject={GRID}", f"/subjects/Grid/{GRID}",
    f"/subjects/Post/GW-{GRID}-ZZ", "/subjects/PartnerUnit/11360200XXXX05143X", "/network",
    f"/network/Grid/{GRID}", f"/path?from=Grid:{GRID}&to=City:3602", "/search?q=%E6%A3%AE%E6%9E%97", "/search",
    "/cobuilding/pairs?limit=20", "/cobuilding/expiring", "/cobuilding/communities", "/cobuilding/units?limit=20",
    "/cobuilding/network", "/rules", "/rules/community-in-reach", "/queries", "/queries/areas", "/queries/provenance",
    f"/queries/provenance?code={GRID}", "/console", "/loads?limit=20", "/api", "/sign-in",
    "/waivers", "/compare?limit=20", "/history?rule=grid-leader",
    "/league", "/league?area=360203&rule=grid-leader", "/sources?limit=20", "/conflicts",
]  # fmt: skip
NARROW = ("/", "/gaps?limit=20", "/areas/360203", "/console", "/network", "/loads?limit=20")  # looked at narrow too
SERIOUS = ("serious", "critical")


def axe(page: Page) -> list[str]:
    """The serious findings of axe-core on the page as it stands."""
    # The page's own policy forbids foreign scripts, so this one is run by the debugger.
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in SERIOUS]


LOOKS = [
    ("zh", "wide"),
    ("en", "narrow"),
    *(pytest.param(*one, marks=pytest.mark.campaign) for one in (("zh", "narrow"), ("en", "wide"))),
]


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_every_page_is_quiet_accessible_and_fits(watch: Callable[..., Watched], language: str, width: str) -> None:
    watched = watch(width=WIDTHS[width], locale={"zh": "zh-CN", "en": "en-GB"}[language])
    for path in PAGES if width == "wide" else {*NARROW, *PAGES[::3]}:
        page = watched.open(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= WIDTHS[width], f"{path} is {wide} wide at {WIDTHS[width]}"
        if width == "wide" or path in NARROW:
            assert axe(page) == [], path


def test_tables_show_what_the_api_says(watched: Watched) -> None:
    page = watched.open("/coverage?area=360203&level=street")
    rows = _api(watched.at, "/coverage?area=360203&level=street")["data"]
    shown = page.locator("table.rows tbody tr").all()
    assert len(shown) == len(rows)
    for line, row in zip(shown, rows, strict=True):
        cells = [cell.inner_text() for cell in line.locator("td").all()]
        numbers = [int(re.sub(r"\D", "", cells[place])) for place in (4, 5, 6)]
        assert [cells[1], *numbers] == [row["area"], row["covered"], row["gap"], row["not_assessable"]]


def test_the_overview_adds_up_with_the_api(watched: Watched) -> None:
    page = watched.open("/")
    rows = {(row["rule"], row["area"]): row for row in _api(watched.at, "/coverage?limit=1000")["data"]}
    codes = [str(link.get_attribute("href")).rsplit("/", 1)[-1] for link in page.locator("table.matrix thead a").all()]
    seen = set()
    for line in page.locator("table.matrix tbody tr").all():
        rule = str(line.locator("th a").get_attribute("href")).rsplit("/", 1)[-1]
        for code, cell in zip(codes, line.locator("td").all(), strict=True):
            if cell.locator("a").count():
                row = rows[rule, code]
                judged, unknown = cell.locator("small"), cell.locator(".unknown")
                said = judged.inner_text() if judged.count() else "0/0"
                assert said.replace(",", "") == f"{row['covered']}/{row['covered'] + row['gap']}"
                assert int(re.sub(r"\D", "", unknown.inner_text()) if unknown.count() else 0) == row["not_assessable"]
                seen.add((rule, code))
    assert seen == set(rows)


def test_a_number_leads_to_its_subjects_and_on_to_the_row(watched: Watched) -> None:
    page = watched.open("/")
    cell = page.locator("table.matrix tbody tr", has_text="网格配有网格长").locator("td").nth(2)
    covered, should = map(int, cell.locator("small").inner_text().replace(",", "").split("/"))
    cell.locator("a").first.click()
    assert page.locator(".pager span").first.inner_text() == f"共 {should - covered} 条"
    page.locator(".card .why").first.click()
    assert re.search(r"台账（合成数据）\.xlsx · .+ · 第 \d+ 行", page.locator("main").inner_text())


def test_pages_work_by_keyboard(watched: Watched) -> None:
    page = watched.open("/gaps")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + ':' + (document.activeElement.name || '')"))
    assert {"SELECT:rule", "SELECT:area", "BUTTON:"} <= reached


def test_printed_pages_have_no_chrome(watched: Watched) -> None:
    page = watched.open("/gaps")
    page.emulate_media(media="print")
    for chrome in ("header.top", ".filters", ".exports"):
        assert not page.locator(chrome).first.is_visible()
    assert page.locator(".card").first.is_visible()


def test_pictures_for_the_readme(watched: Watched, tmp_path: Path) -> None:
    """Taken anew by every run; kept where GRAPHKB_PICTURES says so (`make pictures`)."""
    folder = PICTURES if KEPT else tmp_path
    folder.mkdir(exist_ok=True)
    watched.open("/").screenshot(path=folder / "overview.png")
    page = watched.open("/network/Community/360202001001")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    page.screenshot(path=folder / "network.png")
    assert all((folder / f"{name}.png").stat().st_size > 20_000 for name in ("overview", "network"))


def _api(site: str, path: str) -> Any:
    with urllib.request.urlopen(f"{site}/api/v1{path}", timeout=30) as answer:
        return json.load(answer)
