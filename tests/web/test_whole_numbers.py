"""Whole numbers of 64 bits through a query of the library: as a parameter, on its page, and in every file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from openpyxl import load_workbook

from graphkb.catalogue import own
from tests.catalogue.own_files import put
from tests.conftest import Served
from tests.web.kit import browser, csrf, header, whole

EDGE = 2**53  # the last whole number up to which JavaScript holds each
QUERY = """\
// title = "大数"
// why = "位数很多的整数。"
// columns = { n = "数", below = "小一", many = "列表", held = "对象", far = "最大" }
// [parameters]
// n = { type = "integer", title = "数" }

RETURN $n AS n, $n - 1 AS below, [$n + 1, -$n - 1, 1] AS many, {x: [$n - 1]} AS held, 9223372036854775807 AS far
"""


@pytest.fixture(scope="module")
def app(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("whole")
    put(folder, "queries", "large", QUERY)
    with whole(sampled, folder) as app, pytest.MonkeyPatch.context() as patch:
        patch.setattr(own, "home", lambda: folder)
        yield app


@pytest.fixture(scope="module")
def programs(app: Flask) -> dict[str, str]:
    return header(app)


@pytest.mark.parametrize("n", [EDGE, -EDGE])
def test_every_form_has_every_digit(app: Flask, programs: dict[str, str], n: int) -> None:
    many, held = [n + 1, -n - 1, 1], {"x": [n - 1]}
    row = {"n": n, "below": n - 1, "many": many, "held": held, "far": 2**63 - 1}
    client, address = app.test_client(), f"/api/v1/queries/large?n={n}"
    assert json.loads(client.get(address, headers=programs).text)["data"] == [row]
    cells = [str(n), str(n - 1), ";".join(map(str, many)), json.dumps(held), str(2**63 - 1)]
    rows = list(csv.reader(io.StringIO(client.get(f"{address}&format=csv", headers=programs).text.removeprefix("\ufeff"))))
    assert [cell.removeprefix("'") for cell in rows[1]] == cells
    book = load_workbook(io.BytesIO(client.get(f"{address}&format=xlsx", headers=programs).data))
    _, written = book.worksheets[0].iter_rows()
    assert [(cell.data_type, cell.value) for cell in written] == [("s", cell) for cell in cells]


@pytest.mark.parametrize("n", [EDGE, -EDGE])
def test_the_page_shows_every_digit(app: Flask, n: int) -> None:
    page = unescape(browser(app).get(f"/queries/large?n={n}").text)
    assert f'value="{n}"' in page  # the field of the form
    shown = page.partition("<tbody")[2].partition("</tbody>")[0].replace(",", "").replace("\u202f", "")
    for value in (n, n - 1, n + 1, -n - 1, 2**63 - 1):
        assert str(value).lstrip("-") in shown, (value, shown)


@pytest.mark.parametrize("written", [EDGE + 1, -EDGE - 1, 2**63, "1_000", "٣", "1e3"])
def test_what_programs_would_round_is_refused_and_the_bounds_are_named(
    app: Flask, programs: dict[str, str], written: object
) -> None:
    answer = app.test_client().get("/api/v1/queries/large", query_string={"n": written}, headers=programs)
    assert answer.status_code == 400
    assert str(EDGE) in answer.text
    page = browser(app).get("/queries/large", query_string={"n": written})
    assert page.status_code == 400
    assert str(EDGE) in page.text


@pytest.mark.parametrize("parameters", [
    {"n": [-EDGE - 1, EDGE + 1]}, {"n": {"a": [-(2**63), {"b": 2**63 - 1}]}}, {"n": -EDGE - 1}, {"n": [[EDGE + 3], []]},
])  # fmt: skip
@pytest.mark.parametrize("as_page", [False, True])
def test_parameters_of_the_console(app: Flask, programs: dict[str, str], parameters: dict[str, object], as_page: bool) -> None:
    body = {"query": "RETURN $n AS n", "parameters": parameters}
    if as_page:
        client = browser(app)
        answer = client.post("/console/run", json=body, headers={"X-CSRFToken": csrf(client, "/console")})
    else:
        answer = app.test_client().post("/api/v1/cypher", json=body, headers=programs)
    assert answer.status_code == 200, answer.text
    assert json.loads(answer.text)["data"] == [[parameters["n"]]]
