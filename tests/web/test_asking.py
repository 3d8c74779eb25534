"""What the document of the API forbids is 400, on pages as in the API, and the answer says what is allowed. No store is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graphkb import catalogue
from graphkb.areas.scope import LEVELS
from graphkb.network import LABELS
from graphkb.web.endpoints import Endpoint
from graphkb.web.openapi import describe
from tests.conftest import Served
from tests.web.kit import whole

JSON = {"Accept": "application/json"}
# What stands for a part of a path, or for a parameter that must be there.
GIVEN = {"label": "Grid", "code": "1", "rule": "grid-leader", "subject": "1", "from": "Grid:1", "to": "City:1", "load": "1"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("asking")
    with whole(Served(folder / "home"), folder) as made:
        yield made


def described(app: Flask) -> dict[str, Any]:
    with app.test_request_context("/api/v1/openapi.json"):
        return describe(app.extensions["graphkb_endpoints"])


def schemas(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of the document that is a schema of an array or a number."""
    if isinstance(node, dict):
        if node.get("type") in ("array", "integer", "number"):
            yield place, node
        for name, one in node.items():
            yield from schemas(one, f"{place}/{name}")
    elif isinstance(node, list):
        for number, one in enumerate(node):
            yield from schemas(one, f"{place}/{number}")


def forbidden(schema: dict[str, Any]) -> Iterator[str]:
    """Values that the schema of a parameter forbids."""
    kind = schema.get("items", schema)
    if "enum" in kind:
        yield from ("nothing", kind["enum"][0] + "x", kind["enum"][0].swapcase())
    elif kind["type"] == "integer":
        yield from ("x", "1.5", "", str(kind["minimum"] - 1), str(kind["maximum"] + 1))
    elif kind["type"] == "boolean":
        yield from ("yes", "1", "True", "")
    elif kind.get("format") == "date":
        yield from ("2026-02-30", "2026-06-30T00:00:00", "1700000000", "20260630", "30.6.2026", "")
    else:
        yield "x" * (kind["maxLength"] + 1)
        yield from ("\x00",) if "pattern" in kind else ()


def questions(app: Flask) -> Iterator[tuple[str, dict[str, Any], dict[str, dict[str, Any]]]]:
    """Each address of the API, what must be given there, and the schema of each parameter of it."""
    for path, one in described(app)["paths"].items():
        if "get" in one and path != "/review":  # which asks for the right to load before anything else
            listed = one["get"]["parameters"]
            address = path.format(**GIVEN)
            needed = {p["name"]: GIVEN[p["name"]] for p in listed if p["in"] == "query" and p["required"]}
            yield address, needed, {p["name"]: p["schema"] for p in listed if p["in"] == "query"}


def pages(app: Flask) -> set[str]:
    endpoints: list[Endpoint] = app.extensions["graphkb_endpoints"]
    return {one.path.split("<")[0] for one in endpoints if one.page and one.api}


def test_what_the_document_forbids_is_400_and_says_what_is_allowed(app: Flask, client: FlaskClient) -> None:
    tried, wrong = 0, []
    for address, needed, parameters in questions(app):
        for name, schema in parameters.items():
            for value in forbidden(schema):
                for prefix in ("/api/v1", *([""] if value and any(address.startswith(page) for page in pages(app)) else [])):
                    answer = client.get(prefix + address, query_string=needed | {name: value}, headers=JSON)
                    (about,) = answer.get_json().get("parameters", [{}])
                    enum = schema.get("items", schema).get("enum", [])
                    said = set(enum) <= set(about.get("allowed", ())) and all(one in about["message"] for one in enum)
                    if answer.status_code != 400 or about.get("parameter") != name or not said:
                        wrong.append((prefix + address, name, value, answer.status_code, answer.text))
                    tried += 1
    assert wrong == []
    assert tried > 500


def test_an_unknown_parameter_is_400_and_the_known_ones_are_named(app: Flask, client: FlaskClient) -> None:
    for address, needed, parameters in questions(app):
        answer = client.get(f"/api/v1{address}", query_string=needed | {"limits": "5"}, headers=JSON)
        (about,) = answer.get_json()["parameters"]
        assert (answer.status_code, about["parameter"], set(about["allowed"])) == (400, "limits", set(parameters)), address


def test_each_missing_parameter_is_named(client: FlaskClient) -> None:
    for address, names in (("explain", ["rule", "subject"]), ("path?from=Grid:1", ["to"]), ("queries/provenance", ["code"])):
        answer = client.get(f"/api/v1/{address}")
        assert (answer.status_code, [one["parameter"] for one in answer.get_json()["parameters"]]) == (400, names)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/areas?level=town", LEVELS),
        ("/gaps?rule=grid-leaders", tuple(catalogue.rules())),
        ("/gaps?verdict=covered", ("gap", "not_assessable")),
        ("/search?q=a&label=Nothing", LABELS),
        ("/subjects/Nothing/1", LABELS),
        ("/network/Nothing/1", LABELS),
        ("/gaps?format=pdf", ("json", "csv", "xlsx", "geojson")),
        ("/areas?lang=fr", ("zh", "en")),
        ("/areas?limit=1001", ("1", "1000")),
    ],
)
@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_people_read_what_is_allowed(client: FlaskClient, path: str, allowed: tuple[str, ...], prefix: str) -> None:
    """In the sentence itself, in both languages."""
    for language in ("zh", "en"):
        answer = client.get(prefix + path, headers={"Accept-Language": language})
        assert answer.status_code == 400
        assert all(name in answer.text for name in allowed)
        assert ("one of" in answer.text or "from" in answer.text) is (language == "en")


def test_the_path_of_a_query_says_its_own_parameters(app: Flask) -> None:
    paths = described(app)["paths"]
    assert {path for path in paths if path.startswith("/queries/")} == {f"/queries/{name}" for name in catalogue.queries()}
    for name, query in catalogue.queries().items():
        listed = {p["name"]: p for p in paths[f"/queries/{name}"]["get"]["parameters"]}
        assert {one.name: one.default is None for one in query.parameters}.items() <= {
            (given, p["required"]) for given, p in listed.items()
        }


def test_own_rules_are_allowed_as_soon_as_they_are_there(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(catalogue.rules())
    monkeypatch.setattr("graphkb.web.kinds.rules", lambda: known | {"own-rule": known["grid-leader"]})
    allowed = next(
        p["schema"]["items"]["enum"] for p in described(app)["paths"]["/gaps"]["get"]["parameters"] if p["name"] == "rule"
    )
    assert allowed == [*known, "own-rule"]


def test_json_comes_first_and_every_array_has_items(app: Flask, client: FlaskClient) -> None:
    document = client.get("/api/v1/openapi.json").get_json()
    assert document == described(app)
    # As text: a reader of JSON keeps the order of what it reads, a comparison of dictionaries does not see it.
    for path, one in document["paths"].items():
        for answer in one.get("get", one.get("post"))["responses"].values():
            assert next(iter(answer.get("content", {"application/json": {}}))) in (
                "application/json",
                "application/problem+json",
            ), path
    assert [place for place, one in schemas(document) if one["type"] == "array" and "items" not in one] == []
    asked = [p for one in document["paths"].values() for p in one.get("get", {}).get("parameters", ())]
    numbers = [p["schema"] for p in asked if p["schema"].get("type") == "integer"]
    assert numbers
    assert all({"minimum", "maximum"} <= set(one) for one in numbers)
