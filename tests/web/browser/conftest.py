"""Pages in a real browser: Debian's Chromium, the product's own server, the sample city, and no network but that server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

from tests.conftest import Served, at_home

WIDTHS = {"wide": 1280, "narrow": 390}
_NAMES = ("chromium", "chromium-browser", "google-chrome")
# What the policy of the page refused is told to the console, where `Watched` finds it.
_TELL = "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.blockedURI, e.sample));"


@dataclass
class Watched:
    """A page and everything that it complained about; `at` is the address of the site."""

    page: Page
    at: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """The page at this path, loaded."""
        self.page.goto(self.at + path)
        return self.page

    def refused(self, status: int) -> None:
        """One answer with this status was expected."""
        expected = [one for one in self.complaints if f"status of {status}" in one]
        assert len(expected) == 1, self.complaints
        self.complaints.remove(expected[0])


@pytest.fixture(scope="session")
def site(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `graphkb serve` on the sample city."""
    port = _free_port()
    log = tmp_path_factory.mktemp("site") / "log"
    with at_home(sampled.home), log.open("wb") as out:
        command = [sys.executable, "-m", "graphkb", "serve", "--port", str(port)]
        patient = {**os.environ, "GRAPHKB_WEB_PAGE_SECONDS": "300"}
        server = subprocess.Popen(command, stdout=out, stderr=out, env=patient)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, log)
        # The first page that shows numbers judges the day.
        urllib.request.urlopen(f"{address}/", timeout=120).close()
        yield address
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; where there is none the test is skipped, in CI it fails."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def watch(browser: Browser, site: str) -> Iterator[Callable[..., Watched]]:
    """Opens pages that see nothing but the site: `watch(width=1280, locale="zh-CN")`. What they complain about fails the test."""
    opened: list[Watched] = []

    def make(width: int = WIDTHS["wide"], locale: str = "zh-CN") -> Watched:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale, accept_downloads=True)
        context.add_init_script(_TELL)
        watched = Watched(context.new_page(), site)
        context.route("**/*", lambda route: _only(site, route, watched))
        watched.page.on(
            "console", lambda said: watched.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        watched.page.on("dialog", lambda dialog: watched.complaints.append(f"dialog: {dialog.message}"))
        opened.append(watched)
        return watched

    yield make
    for watched in opened:
        watched.page.context.close()
    assert [complaint for watched in opened for complaint in watched.complaints] == []


@pytest.fixture
def watched(watch: Callable[..., Watched]) -> Watched:
    """A Chinese page 1280 pixels wide."""
    return watch()


def _only(site: str, route: Route, watched: Watched) -> None:
    parts = urlsplit(route.request.url)
    if f"{parts.scheme}://{parts.netloc}" == site:
        # A page that is left while it still fetches something takes its requests with it.
        with suppress(Error):
            route.continue_()
    else:
        watched.complaints.append(f"foreign host: {route.request.url}")
        route.abort()


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text(encoding="utf-8"))
