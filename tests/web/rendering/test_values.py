"""Moments on the clock of this machine, kept with their zone or read off that clock; shares as the command line shows them."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from graphkb.web.rendering.values import moment, share


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


@pytest.mark.usefixtures("in_china")
def test_shares() -> None:
    assert [share(value) for value in (78 / 109, 1999 / 2000, 1.0, 0.0, 1 / 9999, 1 / 16, None)] == [
        *("71.6%", "99.9%", "100.0%", "0.0%", "0.1%", "6.3%", "—")
    ]
