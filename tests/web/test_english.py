"""Asked in English, no page and no answer holds Chinese but data: what stands in ledgers."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkb import catalogue
from graphkb.languages import CHINESE
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from tests.conftest import Served
from tests.web.kit import bearer, csrf, sign_in, whole
from tests.web.test_who_sees_what import House, addresses, first_of_each, routes

ARCHIVES = ("report", "data", "tables", "pending")  # properties that hold rows and problems of loads as JSON
IN_CHINESE = ("suggestion",)  # what may be written into a ledger
SHOWN = ("title", "aria-label", "placeholder", "value", "alt", "content", "data-title")
CUT = 13  # characters of a long name in a picture
REFUSED = (
    "CREATE (n)", "LOAD CSV FROM 'x' AS row RETURN row", "SHOW USERS", "EXPLAIN RETURN 1", "MATCH (n", "hello", "",
    "RETURN 1; RETURN 2", "MATCH (a)-[*]->(b) RETURN a", "CALL dbms.components()", "RETURN apoc.date.format(1)",
    "RETURN $missing", "RETURN x", "RETURN '\\u0041'",
)  # fmt: skip
ENGINES_DIFFER = ("RETURN 1/0", "MATCH (n) RETURN count(n) > 1 AND true AS x")


@dataclass(frozen=True)
class English:
    """The product asked in English, and what is data in it."""

    house: House
    client: FlaskClient
    header: dict[str, str]
    data: frozenset[str]
    begins: dict[str, list[str]] = field(default_factory=dict)

    def get(self, address: str) -> TestResponse:
        header = self.header if address.startswith("/api/v1") else {}
        return self.client.get(f"{address}{'&' if '?' in address else '?'}lang=en", headers=header)

    def left(self, answer: TestResponse) -> list[str]:
        """The texts of an answer that hold Chinese that is not data."""
        given = answer.json if "json" in (answer.content_type or "") else None
        texts = strings(given) if given is not None else shown(answer.text)
        pieces = {piece.strip() for text in texts if CHINESE.search(text) for piece in re.split("\n| · ", text)}
        return sorted(piece[:200] for piece in pieces if not self._is_data(piece))

    def _is_data(self, piece: str) -> bool:
        """Whether nothing Chinese is left of it without the data in it, the longest first."""
        place = 0
        while piece not in self.data and place < len(piece):
            found = next((text for text in self.begins.get(piece[place : place + 2], ()) if piece.startswith(text, place)), None)
            if found is None and CHINESE.match(piece[place]):
                return False
            place += len(found) if found else 1
        return True


class Shown(HTMLParser):
    """The texts that a page shows, or carries for its scripts, but for elements marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._chinese: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("lang", "en").startswith("zh") or (self._chinese and tag == self._chinese[-1]):
            self._chinese.append(tag)
        for name, value in given.items():
            if name in SHOWN:
                self.pieces.append(value)
            elif name.startswith("data-") and value[:1] in ("{", "["):
                self.pieces += strings(json.loads(value))

    def handle_endtag(self, tag: str) -> None:
        if self._chinese and tag == self._chinese[-1]:
            self._chinese.pop()

    def handle_data(self, data: str) -> None:
        if not self._chinese:
            self.pieces.append(data)


def shown(page: str) -> list[str]:
    parser = Shown()
    parser.feed(page)
    return parser.pieces


def strings(value: Any, but: Iterable[str] = IN_CHINESE) -> Iterator[str]:
    """Every text in a JSON value, keys included; but for these of a problem of a ledger."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one, but)
    elif isinstance(value, dict):
        yield from value
        left_out = but if "severity" in value or "problems" in value else ()
        for name, one in value.items():
            yield from () if name in left_out else strings(one, but)


def data_of(store: Store) -> set[str]:
    """Names, kinds and other values of the store, and what the ledger format says may stand in a ledger."""
    found: set[str] = set()
    for query in ("MATCH (n) RETURN properties(n) AS p", "MATCH ()-[r]->() RETURN properties(r) AS p"):
        for row in store.read(query, timeout=60):
            found.update(strings([value for name, value in row["p"].items() if name not in ARCHIVES]))
    listed = [*ONTOLOGY.lists.values(), *(column.choices for d in ONTOLOGY.datasets.values() for column in d.columns)]
    found.update(text for values in listed for text in values)
    found.update(column.name for d in ONTOLOGY.datasets.values() for column in d.columns)
    found.update([*ONTOLOGY.indicators, "无"])  # the last from a query
    return {text.strip() for text in found if CHINESE.search(text)}


@pytest.fixture(scope="module")
def english(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[English]:
    with whole(sampled, tmp_path_factory.mktemp("english")) as app:
        store = app.extensions["graphkb"].store
        rows = [
            {"label": label, "code": row["code"]}
            for label, known in ONTOLOGY.labels.items()
            if not known.internal
            for row in store.read(f"MATCH (n:{label}) RETURN n.code AS code ORDER BY code LIMIT 1")
        ]
        nodes = [(row["label"], row["code"]) for row in first_of_each(rows)]
        data = data_of(store)
        data |= {f"{text[:CUT]}…" for text in data if len(text) > CUT}
        begins: dict[str, list[str]] = {}
        for text in sorted((text for text in data if len(text) > 1), key=len, reverse=True):
            begins.setdefault(text[:2], []).append(text)
        token = app.extensions["graphkb"].access.tokens.create("admin").text
        client = app.test_client()
        assert sign_in(client, token).status_code == 303
        house = House(app, store, {"in": nodes}, frozenset(), ())
        yield English(house, client, bearer(token), frozenset(data), begins)


def questions(english: English) -> Iterator[str]:
    """Every reading route, about a node of each label, every rule, query and verdict; and what is asked wrongly."""
    nodes = english.house.nodes["in"]
    for rule in routes(english.house.app, "GET"):
        if rule.endpoint not in ("assets.vis", "uploads.problem_file"):
            yield from addresses(english.house, rule, nodes)
    ends = "&".join(f"{name}={label}:{code}" for name, (label, code) in zip(("from", "to"), nodes, strict=False))
    for start in ("", "/api/v1"):
        yield from (f"{start}/gaps?rule={rule}&verdict=gap&verdict=not_assessable&limit=1000" for rule in catalogue.rules())
        yield from (f"{start}/queries/{query}?code={nodes[0][1]}" for query in catalogue.queries())
        yield from (f"{start}/path?{ends}", f"{start}/search?q=3602", f"{start}/coverage?level=grid&area=360203")
        label, code = nodes[0]
        yield from (f"{start}/network/{label}/{code}?depth=3&limit=50", f"{start}/network/{label}/{code}?type=X")
        yield from (f"{start}/network/{label}/none", f"{start}/gaps?area=none", f"{start}/gaps?limit=x", f"{start}/none")
        yield from (f"{start}/gaps?cursor=x", f"{start}/path?from=x&to=y", f"{start}/queries/areas?level=X&other=1")
        yield from (f"{start}/gaps?format=xml", f"{start}/search?label=X&q=1", f"{start}/gaps?area=360203&area=360203")
    yield from explanations(english)


def explanations(english: English) -> Iterator[str]:
    """A subject of each verdict for every rule."""
    for rule in catalogue.rules().values():
        text = f"CALL () {{\n{rule.text}\n}} RETURN covered, min(subject.code) AS subject"
        for row in english.house.store.read(text, {"as_of": catalogue.TYPES["day"].today()}, timeout=60):
            yield from (f"{start}/explain?rule={rule.id}&subject={row['subject']}" for start in ("", "/api/v1"))


@pytest.mark.few(1)
@pytest.mark.parametrize("part", [0, 1, 2])
def test_nothing_is_chinese_but_data(english: English, part: int) -> None:
    """A third of the questions each."""
    found, asked = {}, 0
    for address in itertools.islice(questions(english), part, None, 3):
        answer = english.get(address)
        asked += 1
        assert answer.status_code < 500, address
        if left := english.left(answer):
            found[address] = left[:5]
    assert found == {}
    assert asked > 80


@pytest.mark.parametrize("query", [*REFUSED, *ENGINES_DIFFER])
def test_no_refusal_of_a_query_is_chinese(english: English, query: str) -> None:
    answer = english.client.post("/api/v1/cypher?lang=en", json={"query": query}, headers=english.header)
    assert answer.status_code >= 400 or query in ENGINES_DIFFER
    assert english.left(answer) == []


def test_no_report_of_a_load_is_chinese_but_for_its_messages(english: English) -> None:
    ledger = "编码,名称,层级,类型,上级编码\n12,错,县区,,99\n360203999,新街,街道,路,360203\n"
    fields = {"csrf_token": csrf(english.client, "/loads"), "file": (io.BytesIO(ledger.encode()), "区划.csv"), "area": "3602"}
    answer = english.client.post("/loads/check?lang=en", data=fields)
    assert answer.status_code == 200
    assert "The value is not one of the choices" in answer.text
    names = {"区划.csv", "路", "新街", "错"}
    left = {
        text: re.sub("|".join(ONTOLOGY.datasets["divisions"].column("kind").choices), "", text) for text in english.left(answer)
    }
    assert [text for text, rest in left.items() if text not in names and CHINESE.search(rest)] == []


def test_chinese_is_found_where_it_is(english: English) -> None:
    """The same pages in Chinese are not taken for data."""
    for address in ("/", "/rules", "/gaps", "/console", "/api", "/api/v1/gaps", "/areas/360203"):
        assert english.left(english.client.get(f"{address}?lang=zh", headers=english.header)), address
    assert "Party coverage" in english.get("/rules").text
