"""The product below a path of another site, behind a real proxy, in a real browser: nothing is asked outside the path."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from graphkb.runs import runs_of_home
from graphkb.web.serving import server
from tests.conftest import Served
from tests.web.browser.conftest import Watched
from tests.web.kit import bearer, whole

PATH = "/kb"
OF_THE_HOP = {"connection", "keep-alive", "transfer-encoding"}
PREFIXED = ("X-Forwarded-Prefix", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host")


@dataclass
class Proxy:
    """A site of which one folder is the product, as docs/serving.md sets up nginx; it remembers what was asked elsewhere."""

    to: int
    outside: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                proxy.forward(self)

            def do_POST(self) -> None:
                proxy.forward(self)

            def log_message(self, *_: object) -> None:
                return

        return Handler

    def forward(self, asked: BaseHTTPRequestHandler) -> None:
        """The request with the path taken off and told; 404 for what is not below it."""
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        if not asked.path.startswith(f"{PATH}/"):
            self.outside.append(asked.path)
            answer(asked, 404, [], b"another site")
            return
        self.inside.append(asked.path)
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in OF_THE_HOP}
        told = (PATH, asked.client_address[0], "http", asked.headers["Host"])
        behind = http.client.HTTPConnection("127.0.0.1", self.to, timeout=60)
        try:
            behind.request(
                asked.command, asked.path.removeprefix(PATH), body, {**headers, **dict(zip(PREFIXED, told, strict=True))}
            )
            got = behind.getresponse()
            answer(asked, got.status, got.getheaders(), got.read())
        finally:
            behind.close()


def answer(asked: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    asked.send_response_only(status)
    for name, value in headers:
        if name.lower() not in OF_THE_HOP | {"content-length"}:
            asked.send_header(name, value)
    asked.send_header("Content-Length", str(len(body)))
    asked.end_headers()
    asked.wfile.write(body)


@pytest.fixture(scope="module")
def proxy(sampled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Proxy, str, str]]:
    """The proxy, its address, and the token of somebody who may ask everything."""
    with whole(sampled, tmp_path_factory.mktemp("below"), port=0, proxies=1, prefix=True, export_rows=500) as app:
        app.extensions["graphkb"].runs = runs_of_home()  # judged once for all that the browser sees of the sample
        token = app.extensions["graphkb"].access.tokens.create("admin").text
        # Judged before anybody clicks: a browser waits half a minute for a page.
        asked = {**bearer(token), "X-Forwarded-For": "127.0.0.1"}
        assert app.test_client().get("/api/v1/coverage?limit=1", headers=asked).status_code == 200
        serving = server(app, app.extensions["graphkb"].settings)
        made = Proxy(serving.effective_port)
        front = ThreadingHTTPServer(("127.0.0.1", 0), made.handler())
        threads = [threading.Thread(target=one, daemon=True) for one in (serving.run, front.serve_forever)]
        for thread in threads:
            thread.start()
        yield made, f"http://127.0.0.1:{front.server_port}", token
        front.shutdown()
        front.server_close()
        serving.close()


@pytest.fixture(scope="module")
def site(proxy: tuple[Proxy, str, str]) -> str:
    """The whole site: the watch tells of requests to any other, the proxy of those outside the path."""
    return proxy[1]


ADDRESSES = """() => [...document.querySelectorAll('[href], [src], form')].map(
    (one) => one.href?.baseVal ?? one.href ?? one.src ?? one.action).filter(Boolean)"""


def within(page: Page, site: str) -> None:
    """Every link, script, style, picture and form of the page as it stands lies below the path, once."""
    found = [one for one in page.evaluate(ADDRESSES) if not one.startswith(("data:", "blob:"))]
    assert len(found) > 10, page.url
    beyond = [one for one in [page.url, *found] if not urlsplit(one).path.startswith(f"{PATH}/") or f"{PATH}{PATH}/" in one]
    assert beyond == [], page.url
    assert {f"{urlsplit(one).scheme}://{urlsplit(one).netloc}" for one in found} == {site}


def test_a_walk_below_the_path(watch: Callable[..., Watched], proxy: tuple[Proxy, str, str], tmp_path: Path) -> None:
    """Sign in, overview, gaps, explanation, picture, a query of one's own, files: only links are followed."""
    seen, site, token = proxy
    watched = watch()
    page = watched.open(f"{PATH}/")
    page.locator("input[name=token]").fill(token)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{site}{PATH}/")
    within(page, site)

    page.locator(f"main a[href^='{PATH}/gaps']").first.click()
    page.wait_for_url(f"{site}{PATH}/gaps**")
    within(page, site)
    with page.expect_download() as download:
        page.locator(".exports a", has_text=re.compile("xlsx", re.IGNORECASE)).click()
    download.value.save_as(tmp_path / "gaps.xlsx")
    assert load_workbook(tmp_path / "gaps.xlsx").worksheets[0].max_row > 10

    page.locator(f"main a.why[href^='{PATH}/explain']").first.click()
    page.wait_for_url(f"{site}{PATH}/explain**")
    within(page, site)
    page.locator(f"main a[href^='{PATH}/network/']").first.click()
    page.locator("#picture[data-drawn=true]").wait_for()
    within(page, site)

    page.locator(f"nav a[href='{PATH}/console']").first.click()
    page.locator("#console[data-ready=true]").wait_for()
    page.locator("#query").fill("MATCH (d:District)-[c:CONTAINS]->(s:Street) RETURN d, c, s LIMIT 5")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#rows tbody tr")).to_have_count(5)
    page.locator("#picture[data-drawn=true]").wait_for()
    within(page, site)
    with page.expect_download() as download:
        page.locator("#csv").click()
    download.value.save_as(tmp_path / "answer.csv")
    assert len((tmp_path / "answer.csv").read_text(encoding="utf-8-sig").splitlines()) == 6

    cookies = page.context.cookies()
    assert [cookie["path"] for cookie in cookies] == [PATH] * len(cookies)
    assert cookies
    assert {path.partition("?")[0] for path in seen.inside} > {f"{PATH}/", f"{PATH}/gaps", f"{PATH}/console/run"}
    assert seen.outside == []
