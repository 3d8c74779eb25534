"""The application without a store, who asks it, and a token of each kind; modules with a store have an `app` of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.kit import application, tokens


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with application(tmp_path / "home") as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def given(app: Flask) -> dict[str, str]:
    return tokens(app)
