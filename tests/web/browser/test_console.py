"""The console, as somebody uses it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.browser.conftest import Watched
from tests.web.browser.test_pages import axe


def opened(watched: Watched, path: str = "/console") -> Page:
    page = watched.open(path)
    page.locator("#console[data-ready=true]").wait_for()
    return page


def run(page: Page, query: str, parameters: str = "{}") -> None:
    page.locator("#query").fill(query)
    page.locator("#parameters").fill(parameters)
    page.keyboard.press("Control+Enter")


def test_rows_table_network_and_history(watched: Watched) -> None:
    page = opened(watched)
    query = "MATCH (d:District {code: $code})-[c:CONTAINS]->(s:Street) RETURN d, c, s.name AS street, s ORDER BY street"
    run(page, query, '{"code": "360203"}')
    expect(page.locator("#rows tbody tr").first).to_contain_text("CONTAINS")
    expect(page.locator("#rows thead th")).to_have_text(["d", "c", "street", "s"])
    page.locator("#picture[data-drawn=true]").wait_for()
    expect(page.locator("#sum")).to_contain_text("条关系")
    page.locator("#query").press("Control+Enter")
    page.locator("#picture[data-drawn=true]").wait_for()
    expect(page.locator("#picture canvas")).to_have_count(1)
    assert page.locator("#truncated").is_hidden()

    page.goto("about:blank")
    page = opened(watched)
    page.locator("#past summary").click()
    page.locator("#history button").first.click()
    expect(page.locator("#query")).to_have_value(query)
    expect(page.locator("#parameters")).to_have_value('{"code": "360203"}')
    page.get_by_role("button", name="全部清除").click()
    expect(page.locator("#history li")).to_have_count(0)


def test_a_link_brings_the_query_and_does_not_run_it(watched: Watched) -> None:
    page = opened(watched)
    run(page, "RETURN 1 AS one")
    expect(page.locator("#rows tbody td")).to_have_text("1")
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    page.locator("#console[data-ready=true]").wait_for()
    expect(page.locator("#query")).to_have_value("RETURN 1 AS one")
    assert page.locator("#answer").is_hidden()


def test_a_refusal_shows_the_form_that_works_ready_to_run(watched: Watched) -> None:
    page = opened(watched)
    run(page, "MATCH (a:City)-[*]->(b) RETURN b.code AS code LIMIT 3")
    page.get_by_role("button", name="放入编辑器").click()
    watched.refused(400)
    expect(page.locator("#query")).not_to_have_value("MATCH (a:City)-[*]->(b) RETURN b.code AS code LIMIT 3")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#rows tbody tr")).to_have_count(3)
    expect(page.locator("#problem")).to_be_empty()


def test_writing_is_refused_and_nothing_is_offered(watched: Watched) -> None:
    page = opened(watched)
    run(page, "MATCH (n) DELETE n")
    expect(page.locator("#problem")).to_contain_text("DELETE")
    watched.refused(400)
    expect(page.get_by_role("button", name="放入编辑器")).to_have_count(0)


def test_more_rows_than_allowed_are_said_to_be_cut_off(watched: Watched) -> None:
    page = opened(watched)
    run(page, "UNWIND range(1, 30000) AS n RETURN n")
    expect(page.locator("#truncated")).to_be_visible()
    expect(page.locator("#rows tbody tr")).to_have_count(1000)


def test_files_hold_the_answer_and_no_formula(watched: Watched, tmp_path: Path) -> None:
    page = opened(watched)
    run(page, "RETURN '=1+1' AS text, -5 AS number, '甲,\"乙\"' AS quoted, null AS nothing, [1, 2] AS many")
    expect(page.locator("#rows tbody td").first).to_have_text("=1+1")
    texts = {}
    for name in ("csv", "json"):
        with page.expect_download() as download:
            page.locator(f"#{name}").click()
        download.value.save_as(tmp_path / name)
        texts[name] = (tmp_path / name).read_text(encoding="utf-8")
    assert texts["csv"].startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(texts["csv"][1:])))
    assert rows == [["text", "number", "quoted", "nothing", "many"], ["'=1+1", "-5", '甲,"乙"', "", "[1,2]"]]
    assert json.loads(texts["json"]) == [{"text": "=1+1", "number": -5, "quoted": '甲,"乙"', "nothing": None, "many": [1, 2]}]


def test_names_are_completed_by_the_keyboard(watched: Watched) -> None:
    page = opened(watched)
    page.locator("#query").fill("")
    page.locator("#query").press_sequentially("MATCH (g:Gri")
    expect(page.get_by_role("option", name="Grid", exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(page.locator("#query")).to_have_value("MATCH (g:Grid")
    page.locator("#query").press_sequentially(")-[:CONT")
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_value("MATCH (g:Grid)-[:CONTAINS")
    page.locator("#query").press_sequentially("]-() WHERE g.closed")
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_value("MATCH (g:Grid)-[:CONTAINS]-() WHERE g.closed_on")
    # Elsewhere a piece of a keyword may be a variable: Enter begins a line.
    page.locator("#query").press_sequentially(" RETURN n")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_value(re.compile(" RETURN n\n$"))
    page.locator("#query").press_sequentially("SKI")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_value(re.compile("\nSKIP$"))
    # With no list open, Tab leaves the editor.
    page.keyboard.press("Tab")
    expect(page.locator("#query")).not_to_be_focused()


def test_nothing_serious_for_who_cannot_see_or_point(watched: Watched) -> None:
    page = opened(watched)
    run(page, "MATCH (d:District) RETURN d LIMIT 5")
    page.locator("#picture[data-drawn=true]").wait_for()
    page.locator("#past summary").click()
    page.locator("#query").fill("")
    page.locator("#query").press_sequentially("MATCH (g:Gri")
    page.get_by_role("option").first.wait_for()
    assert axe(page) == []


def test_the_coloured_text_is_the_text(watched: Watched) -> None:
    page = opened(watched)
    query = "MATCH (n:Grid {code: $code}) // 注释\nWHERE n.name <> 'MATCH' AND size(n.name) > 2\nRETURN n.`name` // 尾"
    page.locator("#query").fill(query)
    paper = page.locator(".editor pre")
    assert paper.evaluate("one => one.textContent") == query + "\n"
    assert paper.locator(".t-keyword").all_inner_texts() == ["MATCH", "WHERE", "AND", "RETURN"]
    assert paper.locator(".t-string").all_inner_texts() == ["'MATCH'"]
    assert paper.locator(".t-comment").all_inner_texts() == ["// 注释", "// 尾"]


def test_parameters_that_are_no_object_are_named(watched: Watched) -> None:
    page = opened(watched)
    run(page, "RETURN 1", "[1]")
    expect(page.locator("#problem")).to_contain_text("JSON")
    expect(page.locator("#parameters")).to_be_focused()


def test_a_query_can_be_cancelled(watched: Watched) -> None:
    page = opened(watched)
    page.route("**/console/run", lambda route: None)  # an answer that never comes
    run(page, "RETURN 1")
    page.get_by_role("button", name="取消").click()
    expect(page.locator("#status")).to_have_text("已取消。")
    expect(page.locator("#run")).to_be_enabled()


def test_what_the_store_holds_is_text_and_never_markup(watched: Watched) -> None:
    page = opened(watched)
    run(page, "RETURN '<img src=x onerror=alert(1)>' AS `<b>name</b>`, '{{7*7}}' AS braces")
    expect(page.locator("#rows tbody td").first).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#rows thead th").first).to_have_text("<b>name</b>")
    assert page.locator("#rows img, #rows b").count() == 0


def test_a_query_of_the_library_comes_along(watched: Watched) -> None:
    page = watched.open("/queries/areas?within=360203")
    text = page.locator("main pre").inner_text()
    page.get_by_role("link", name="在控制台打开").click()
    page.locator("#console[data-ready=true]").wait_for()
    assert page.locator("#query").input_value().strip() == text.strip()
    page.keyboard.press("Escape")
    page.locator("#run").click()
    expect(page.locator("#rows table")).to_be_visible()


def test_whole_numbers_of_64_bits_arrive_unchanged(watched: Watched, tmp_path: Path) -> None:
    """In the table, in maps, in a parameter and in both files; 2^53 + 1 is the first that JavaScript rounds."""
    page = opened(watched)
    query = "RETURN 9007199254740993 AS a, -9223372036854775807 AS b, $n + 1 AS c, {x: [9007199254740995], y: 1.5} AS d"
    run(page, f"{query}, '9007199254740993' AS e", '{"n": 9007199254740996}')
    cells = page.locator("#rows tbody td")
    shown = [
        "9007199254740993",
        "-9223372036854775807",
        "9007199254740997",
        '{"x":[9007199254740995],"y":1.5}',
        "9007199254740993",
    ]
    expect(cells).to_have_text(shown)
    with page.expect_download() as kept:
        page.locator("#json").click()
    kept.value.save_as(tmp_path / "result.json")
    row = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))[0]
    whole = {"a": 9007199254740993, "b": -9223372036854775807, "c": 9007199254740997, "d": {"x": [9007199254740995], "y": 1.5}}
    assert row == {**whole, "e": "9007199254740993"}
    with page.expect_download() as kept:
        page.locator("#csv").click()
    kept.value.save_as(tmp_path / "result.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "result.csv").read_text(encoding="utf-8-sig"))))
    assert rows[1] == shown


def test_a_label_that_nobody_declared_is_told(watched: Watched) -> None:
    page = opened(watched)
    run(page, "MATCH (g:Gird) RETURN g")
    expect(page.locator("#warnings li")).to_have_text("图里没有标签 Gird，也没有人定义过它；最接近的是 Grid。")
    run(page, "MATCH (g:Grid) RETURN g.code AS code LIMIT 1")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    expect(page.locator("#warnings")).to_be_hidden()
