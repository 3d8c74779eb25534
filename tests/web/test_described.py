"""The description of the API is true: every route is in it, and whatever it allows is answered as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings

from graphkb.web.openapi import describe
from tests.conftest import Served
from tests.web.kit import bearer, whole

EXAMPLES = 6


@pytest.fixture(scope="module")
def app(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with whole(sampled, tmp_path_factory.mktemp("described")) as made:
        yield made


@pytest.fixture(scope="module")
def header(app: Flask) -> dict[str, str]:
    return bearer(app.extensions["graphkb"].access.tokens.create("analyst").text)


@pytest.fixture
def described(app: Flask, header: dict[str, str]) -> schemathesis.schemas.BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, headers=header)


# What is well formed may still name nothing that is there (404), or a rule without that subject.
LEFT_OUT = [schemathesis.checks.positive_data_acceptance]


def test_every_route_answers_as_described(described: schemathesis.schemas.BaseSchema, header: dict[str, str]) -> None:
    tried, failures = 0, []
    for result in described.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=header, excluded_checks=LEFT_OUT)

        try:
            ask()
        except schemathesis.core.failures.FailureGroup as group:
            failures += [f"{operation.label}: {failure}" for failure in group.exceptions]
        tried += 1
    assert failures == []
    assert tried == len(described.raw_schema["paths"])


def test_every_route_of_the_api_is_described(app: Flask) -> None:
    routes = {str(rule).removeprefix("/api/v1") for rule in app.url_map.iter_rules() if str(rule).startswith("/api/v1/")}
    endpoints = app.extensions["graphkb_endpoints"]
    with app.test_request_context():
        paths = set(describe(endpoints)["paths"])
        # What depends on a part of the path is described for each value that there is.
        each = {one.path: {re.sub(r"<.*>", value, one.path) for value in one.each()} for one in endpoints if one.each}
    expected = {path for route in routes - {"/openapi.json"} for path in each.get(route, {route})}
    assert {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path) for path in expected} == paths


def test_the_description_is_one(app: Flask, header: dict[str, str]) -> None:
    document = app.test_client().get("/api/v1/openapi.json", headers=header).get_json()
    assert document["openapi"].startswith("3.1")
    names = [one["get"]["operationId"] for one in document["paths"].values() if "get" in one]
    assert len(set(names)) == len(names)
