"""Moments are shown on the clock of this machine, whether kept with their zone or read off that clock."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from graphkb.web.rendering.values import moment


@pytest.fixture
def in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        app = Flask(__name__)
        Babel(app)
        with app.test_request_context():
            yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
@pytest.mark.usefixtures("in_china")
@pytest.mark.parametrize("kept", ["2026-06-30T09:05:00", "2026-06-30T01:05:00+00:00"])
def test_the_clock_of_this_machine(kept: str) -> None:
    assert moment(kept).endswith(" 09:05")
