"""Names that are markup, in a real browser; and the policy of the pages, which must be seen to refuse (W11, W13, W14)."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests.web.browser.conftest import Watched
from tests.web.test_hostile import CODES, PAGES, app

__all__ = ["app"]


@pytest.fixture(scope="module")
def site(app: Flask) -> Iterator[str]:
    """The product on a store whose every name is an attack."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def test_w11_w14_hostile_names_are_shown_and_nothing_else_happens(watched: Watched) -> None:
    """No dialog, no error, no report of the policy, no other host: `watched` fails for any of them."""
    for path in PAGES:
        page = watched.open(path)
        assert page.locator("h1").count() == 1, path
    text = watched.open("/cobuilding/pairs").locator("main").inner_text()
    assert [name for name in CODES if " ".join(name.split()) not in " ".join(text.split())] == []


def test_w13_the_explorer_draws_and_names_them(watched: Watched) -> None:
    for name, code in CODES.items():
        page = watched.open(f"/network/PartnerUnit/{code}")
        page.wait_for_selector("#picture canvas")
        page.locator("#twin summary").click()
        page.locator("#tables td").first.wait_for()
        assert name.strip() in page.locator("#tables").inner_text()
        links = page.locator("main a").evaluate_all("links => links.map((link) => link.protocol)")
        assert set(links) <= {"http:", "https:"}


def test_w14_what_the_policy_forbids_is_refused_and_reported(watched: Watched) -> None:
    """The watch would notice: inline script and style, a foreign script, a frame, an address of data."""
    page = watched.open("/rules")
    tries = {
        "script-src-elem": "s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)",
        "script-src-attr": "document.body.setAttribute('onclick', 'window.ran = 1'); document.body.click()",
        "style-src-elem": "s = document.createElement('style'); s.textContent = '*{color:red}'; document.body.append(s)",
        "default-src": "s = document.createElement('iframe'); s.src = 'http://elsewhere.invalid/'; document.body.append(s)",
        "connect-src": "fetch('http://elsewhere.invalid/').catch(() => 0)",
    }
    for directive, statement in tries.items():
        watched.complaints.clear()
        page.evaluate(f"() => {{ let s; {statement}; return new Promise((done) => setTimeout(done, 100)); }}")
        told = [one for one in watched.complaints if one.startswith("CSP")]
        assert len(told) == 1, (directive, watched.complaints)
        assert directive in told[0] or "frame-src" in told[0]
    watched.complaints.clear()
    assert page.evaluate("window.ran") is None
