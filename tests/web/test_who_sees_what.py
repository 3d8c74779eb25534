"""Every route of the product, from its own map, asked by every role, with and without an area."""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from graphkb import catalogue
from graphkb.access import ROLES, Viewer
from graphkb.areas.territory import Within, find_within, inside
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.web.security import OPEN
from tests.conftest import Served
from tests.web.kit import bearer, csrf, sign_in, whole

OWN, OTHER = "360203", "360281"
NOT_ANY = ("36020", "36", "%", "*", "", "360203%", "null")  # parts of codes and signs for anything, as areas of tokens
LONG = 9  # Codes shorter than this (districts, kinds) stand in sources and texts that are not about their area.


@dataclass(frozen=True)
class House:
    """The product, and what a viewer in OWN must never see of it."""

    app: Flask
    store: Store
    nodes: Mapping[str, list[tuple[str, str]]]  # "in" and "out": label and code
    codes: frozenset[str]
    names: tuple[str, ...]

    def client(self, role: str, area: str | None) -> Asker:
        """Somebody with a token, as program and as browser."""
        text = self.app.extensions["graphkb"].access.tokens.create(role, area).text
        browser = self.app.test_client()
        assert sign_in(browser, text).status_code == 303
        return Asker(self.app.test_client(), browser, bearer(text))


@dataclass(frozen=True)
class Asker:
    program: FlaskClient
    browser: FlaskClient
    header: dict[str, str]

    def ask(self, address: str, method: str = "GET") -> TestResponse:
        if address.startswith("/api/"):
            return self.program.open(address, method=method, headers=self.header, json={} if method == "POST" else None)
        token = {"X-CSRFToken": csrf(self.browser)} if method == "POST" else {}
        return self.browser.open(address, method=method, headers={"Accept": "application/json", **token})


@pytest.fixture(scope="module")
def house(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with whole(sampled, tmp_path_factory.mktemp("house")) as app:
        store = app.extensions["graphkb"].store
        yield House(app, store, *outside(store))


def outside(store: Store) -> tuple[dict[str, list[tuple[str, str]]], frozenset[str], tuple[str, ...]]:
    """Some nodes of both sides, and the codes and names that are on the other side only."""
    within = find_within(store, OWN)
    inner, outer = (list(side(store, within, keep)) for keep in ("", "NOT "))
    known = {text for row in inner for text in (row["code"], row["name"])}
    codes = {str(row["code"]) for row in outer if len(str(row["code"])) >= LONG} - known
    everybodys = [f"{rule.title} {rule.why}" for rule in catalogue.rules().values()]
    whole_text = "\n".join([*map(str, known), *everybodys])
    names = {str(row["name"]) for row in outer if len(str(row["name"])) >= 5}
    canaries = tuple(sorted(name for name in names if name not in whole_text))
    some = {
        "in": [(row["label"], row["code"]) for row in first_of_each(inner)],
        "out": [(row["label"], row["code"]) for row in first_of_each(outer)],
    }
    return some, frozenset(codes), canaries


def side(store: Store, within: Within | None, sign: str) -> Iterator[dict[str, Any]]:
    assert within
    for label, known in ONTOLOGY.labels.items():
        if label == "Standard" or not (known.home or known.area):
            continue
        query = f"MATCH (n:{label}) WHERE {sign}{inside('n', within, label)} RETURN n.code AS code, n.name AS name"
        yield from ({"label": label, **row} for row in store.read(query, within.parameters))


def first_of_each(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for _label, group in itertools.groupby(rows, key=lambda row: row["label"]):
        yield next(group)


def routes(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint != "static"]


def right_of(app: Flask, rule: Rule) -> str:
    return str(app.view_functions[rule.endpoint].right)  # type: ignore[attr-defined]


def addresses(house: House, rule: Rule, nodes: list[tuple[str, str]]) -> Iterator[str]:
    """The route with its variables filled; a variable that nobody thought of here fails the test."""
    values: dict[str, Callable[[], list[str]]] = {
        "code": lambda: [code for _label, code in nodes],
        "subject": lambda: [code for _label, code in nodes],
        "rule": lambda: list(catalogue.rules()),
        "query": lambda: list(catalogue.queries())[:3],
        "load": lambda: [row["code"] for row in house.store.read("MATCH (l:Load) RETURN l.code AS code")],
        "upload": lambda: ["nothing"],
        "waiver": lambda: ["nothing"],
    }
    arguments = set(rule.arguments)
    chosen: list[dict[str, str]] = [{}]
    if {"label", "code"} <= arguments:
        chosen = [{"label": label, "code": code} for label, code in nodes]
        arguments -= {"label", "code"}
    for name in sorted(arguments):
        assert name in values, f"{rule.rule}: say here what stands for <{name}>"
        chosen = [{**one, name: value} for one in chosen for value in values[name]()]
    with house.app.test_request_context():
        yield from (house.app.url_for(rule.endpoint, **one) for one in chosen)


def seen(house: House, answer: TestResponse, asked: str) -> list[str]:
    """What of the other side is in the answer and was not in the question."""
    text = readable(answer)
    found = {code for code in re.findall(rf"[0-9A-Za-z-]{{{LONG},}}", text) if code in house.codes and code not in asked}
    return sorted(found) + [name for name in house.names if name in text]


def readable(answer: TestResponse) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return headers + "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if "json" in (answer.content_type or "") and answer.data:
        return headers + json.dumps(answer.json, ensure_ascii=False)
    return headers + answer.text


def test_the_sides_are_told_apart(house: House) -> None:
    assert len(house.codes) > 100
    assert len(house.names) > 20
    assert {label for label, _code in house.nodes["out"]} >= {"Community", "Grid", "PartnerUnit"}
    free = house.client("reader", None)
    assert seen(house, free.ask("/api/v1/gaps?limit=1000"), "")


def test_w01_nobody_without_a_token(house: House) -> None:
    client = house.app.test_client()
    house.client("reader", None)
    for rule in routes(house.app, "GET"):
        if right_of(house.app, rule) != OPEN:
            for address in itertools.islice(addresses(house, rule, house.nodes["in"]), 1):
                assert client.get(address, headers={"Accept": "application/json"}).status_code == 401, address


@pytest.mark.few(4)
@pytest.mark.parametrize("area", [None, OWN, "36020"])
@pytest.mark.parametrize("role", ROLES)
def test_w02_route_by_role_by_area(house: House, role: str, area: str | None) -> None:
    asker, viewer = house.client(role, area), Viewer(role, area, "x")
    wrong = []
    for method in ("GET", "POST"):
        for rule in routes(house.app, method):
            right = right_of(house.app, rule)
            if right == OPEN:
                continue
            for address in itertools.islice(addresses(house, rule, house.nodes["in"]), 1):
                status = asker.ask(address, method).status_code
                allowed = status < 500 and status not in (401, 403)
                if allowed != viewer.may(right):  # type: ignore[arg-type]
                    wrong.append((method, address, status))
    assert wrong == []


@pytest.mark.few(1)
@pytest.mark.parametrize("share", range(6))
def test_w03_w04_nothing_of_elsewhere_in_any_byte(house: House, share: int) -> None:
    """A sixth of the questions each."""
    asker = house.client("reader", OWN)
    leaks = {}
    for address in itertools.islice(questions(house), share, None, 6):
        answer = asker.ask(address)
        if (found := seen(house, answer, address)) or answer.status_code >= 500:
            leaks[address] = (answer.status_code, *found[:3])
    assert leaks == {}


def questions(house: House) -> Iterator[str]:
    """Every reading route about nodes of both sides, in every form, with filters that ask for the other side."""
    some = house.nodes["in"][:4] + house.nodes["out"]
    foreign = dict(house.nodes["out"])
    arguments = ["", f"area={OTHER}", f"area={foreign['Community']}", f"q={house.names[0][:3]}", "depth=3&limit=500"]
    judged = [f"rule={rule.id}&subject={foreign[rule.subject]}" for rule in catalogue.rules().values() if rule.subject in foreign]
    arguments += [f"from=Community:{dict(house.nodes['in'])['Community']}&to=Community:{foreign['Community']}"]
    forms = ["", "format=json", "format=csv", "format=xlsx", "format=geojson"]
    for rule in routes(house.app, "GET"):
        if right_of(house.app, rule) == "read":
            for address in addresses(house, rule, some):
                if address.endswith("/explain"):
                    several = itertools.product(judged, forms[:2])
                else:
                    several = itertools.product(arguments, forms) if not rule.arguments else itertools.product([""], forms[:2])
                yield from (f"{address}?{'&'.join(filter(None, pair))}" for pair in several)


@pytest.mark.parametrize("area", NOT_ANY)
def test_w06_no_area_by_part_or_sign(house: House, area: str) -> None:
    asker = house.client("reader", area)
    for path in ("/api/v1/areas", "/api/v1/coverage", "/api/v1/gaps", "/api/v1/cobuilding/pairs", "/api/v1/search?q=360203"):
        answer = asker.ask(path)
        assert answer.status_code == 404 or answer.json["total"] == 0, path  # type: ignore[index]
    for label, code in house.nodes["in"] + house.nodes["out"]:
        assert asker.ask(f"/api/v1/network/{label}/{code}").status_code == 404


def test_w05_the_token_wins(house: House) -> None:
    asker = house.client("reader", OWN)
    for path in ("/api/v1/coverage", "/api/v1/gaps", "/api/v1/areas"):
        own = asker.ask(path).json
        assert own["data"]  # type: ignore[index]
        other = asker.ask(f"{path}?area={OTHER}")
        assert other.status_code in (400, 404) or other.json["total"] == 0, path  # type: ignore[index]


@pytest.mark.parametrize("area", ["360203", "360203002", "360203002012", "360203002012010"])
def test_w06_a_viewer_of_any_level_has_numbers(house: House, area: str) -> None:
    """A token for a street, a community or a grid: the same numbers as everybody's for that area, page and API."""
    own, everybody = house.client("reader", area), house.client("reader", None)
    numbers = own.ask("/api/v1/coverage").json["data"]  # type: ignore[index]
    assert numbers
    assert numbers == everybody.ask(f"/api/v1/coverage?area={area}").json["data"]  # type: ignore[index]
    page = own.browser.get("/").text
    for row in numbers:
        if row["area"] == area and row["covered"]:
            assert f"{row['covered']:,}/{row['covered'] + row['gap']:,}" in page
