"""A page that comes before its numbers says so, says how far they are, and looks again; a program is told when to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graphkb.store.home import exclusive
from tests.conftest import Served
from tests.web.kit import whole


@pytest.fixture
def client(sampled: Served, tmp_path: Path) -> Iterator[FlaskClient]:
    with whole(sampled, tmp_path, page_seconds=0.3, wait_seconds=0.3) as app:
        yield app.test_client()


@pytest.mark.parametrize("path", ["/", "/gaps", "/coverage", "/areas/360203", "/rules"])
def test_a_page_comes_at_once_and_looks_again(client: FlaskClient, tmp_path: Path, path: str) -> None:
    with exclusive(tmp_path / "web" / "runs.judging", timeout=5):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Refresh"], answer.headers["Retry-After"]) == (503, "2", "5")
        assert "正在统计" in answer.text
        assert "<progress" in answer.text
        program = client.get(f"/api/v1{path}" if path != "/" else "/api/v1/coverage")
        assert program.status_code == 503
        assert program.json
        assert (program.json["code"], program.json["progress"]) == ("numbers.unavailable", {"done": 0, "total": 0})
