"""The jars of the private server: fetched from a repository on this machine, cut off, spoiled, missing, twice at once."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graphkb.store import StoreError, StoreUnavailable, fetching, jars
from graphkb.store.fetching import source
from graphkb.store.jars import Jar, Lock, fetched, jars_of

CONTENT = {f"part-{n}": bytes([n]) * (50_000 + n) for n in range(12)}


@dataclass
class Repository:
    """A Maven repository: what it holds by path, what was asked for, and how it misbehaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    cut: set[str] = field(default_factory=set)  # once each
    failing: int = 0  # so many answers of 500 first
    ranges: bool = True


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Repository]:
    found = Repository({f"org/example/{name}/1/{name}-1.jar": content for name, content in CONTENT.items()})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, asked = self.path.lstrip("/"), self.headers.get("Range")
            found.asked.append((path, asked))
            if found.failing:
                found.failing -= 1
                self.send_error(500)
                return
            if path not in found.files:
                self.send_error(404)
                return
            content = found.files[path]
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and found.ranges else 0
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            if path in found.cut:
                found.cut.remove(path)
                self.wfile.write(content[start : start + 20_000])
                return
            self.wfile.write(content[start:])

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GRAPHKB_MAVEN", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.setenv("GRAPHKB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(fetching, "_PAUSE", 0.01)
    yield found
    server.shutdown()
    server.server_close()


def lock() -> Lock:
    made = [Jar(f"org.example:{name}:1", len(c), hashlib.sha256(c).hexdigest()) for name, c in CONTENT.items()]
    return Lock("1", tuple(made))


def whole(folder: Path) -> bool:
    return {path.name: path.read_bytes() for path in folder.iterdir()} == {f"{n}-1.jar": c for n, c in CONTENT.items()}


def test_all_is_fetched_and_told(repository: Repository, tmp_path: Path) -> None:
    told: list[str] = []
    seen: list[tuple[int, int]] = []
    folder = fetched(lock(), tmp_path / "place", told.append, lambda done, total: seen.append((done, total)))
    assert whole(folder)
    assert len(told) == 1
    assert all(word in told[0] for word in ("GPL 3", "127.0.0.1", str(folder)))
    assert seen[-1] == (lock().size, lock().size)
    assert [path.name for path in (tmp_path / "place").iterdir() if path.is_dir()] == ["neo4j-1"]


def test_what_is_there_is_not_fetched_again(repository: Repository, tmp_path: Path) -> None:
    fetched(lock(), tmp_path, print)
    repository.asked.clear()
    assert whole(fetched(lock(), tmp_path, pytest.fail))
    assert repository.asked == []


@pytest.mark.parametrize("ranges", [True, False])
def test_a_file_that_was_cut_off_goes_on(repository: Repository, tmp_path: Path, ranges: bool) -> None:
    repository.ranges = ranges
    cut = "org/example/part-3/1/part-3-1.jar"
    repository.cut = {cut}
    assert whole(fetched(lock(), tmp_path, print))
    assert [asked for path, asked in repository.asked if path == cut] == [None, "bytes=20000-"]


def test_a_repository_that_stumbles_is_asked_again(repository: Repository, tmp_path: Path) -> None:
    repository.failing = 3
    assert whole(fetched(lock(), tmp_path, print))


def test_what_is_not_what_the_lock_says_is_not_used(repository: Repository, tmp_path: Path) -> None:
    path = "org/example/part-5/1/part-5-1.jar"
    for wrong in (b"x" * len(CONTENT["part-5"]), b"x" * 10_000_000):
        repository.files[path] = wrong
        with pytest.raises(StoreUnavailable, match=r"part-5.*与锁定清单不符"):
            fetched(lock(), tmp_path, print)
        assert not (tmp_path / "neo4j-1").exists()
        assert max(p.stat().st_size for p in tmp_path.rglob("part-5*")) < 1_000_000 if [*tmp_path.rglob("part-5*")] else True


def test_what_is_missing_is_named_and_the_rest_is_kept(repository: Repository, tmp_path: Path) -> None:
    gone = repository.files.pop("org/example/part-11/1/part-11-1.jar")
    with pytest.raises(StoreUnavailable, match=r"没有 org/example/part-11.*404.*GRAPHKB_MAVEN"):
        fetched(lock(), tmp_path, print)
    assert not (tmp_path / "neo4j-1").exists()
    repository.files["org/example/part-11/1/part-11-1.jar"] = gone
    before = len(repository.asked)
    assert whole(fetched(lock(), tmp_path, print))
    assert len(repository.asked) - before < len(CONTENT)


def test_a_spoiled_folder_is_mended_file_by_file(repository: Repository, tmp_path: Path) -> None:
    folder = fetched(lock(), tmp_path, print)
    (folder / "part-2-1.jar").write_bytes(b"spoiled")
    kept = (folder / "part-3-1.jar").stat().st_ino
    repository.asked.clear()
    assert whole(fetched(lock(), tmp_path, print))
    assert len(repository.asked) == 1
    assert (folder / "part-3-1.jar").stat().st_ino == kept  # a server may be running from it


def test_two_at_once_fetch_once(repository: Repository, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        folders = [*pool.map(lambda _: fetched(lock(), tmp_path, print), range(2))]
    assert folders[0] == folders[1]
    assert whole(folders[0])
    assert len(repository.asked) == len(CONTENT)


def test_nobody_there(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_MAVEN", "http://127.0.0.1:1")
    with pytest.raises(StoreUnavailable, match=r"没有成功.*graphkb store fetch --to"):
        fetched(lock(), tmp_path, print)


LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from graphkb.store import StoreError
from tests.store.test_fetching import fetched, lock
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    fetched(lock(), Path(sys.argv[1]), print)
except StoreError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are of Unix")
def test_no_room(repository: Repository, tmp_path: Path) -> None:
    """A disk that takes no more is told at once, and what was written until then is gone on from."""
    command = [sys.executable, "-c", LITTLE_ROOM, str(tmp_path / "place")]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=Path(__file__).parents[2]).stdout
    assert re.search(r"StoreNotWritable 无法写入 .*part-\d+-1\.jar", said), said
    assert len(repository.asked) <= len(CONTENT)
    repository.asked.clear()
    assert whole(fetched(lock(), tmp_path / "place", print))
    assert "bytes=20000-" in {asked for _, asked in repository.asked}


def test_where_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKB_MAVEN", "https://mirror.example/maven/")
    assert source() == "https://mirror.example/maven"
    monkeypatch.setenv("GRAPHKB_MAVEN", "")
    assert source().startswith("https://")
    odd = ("http://[::1", "https://mirror.example/中文", "https://a b", "http://a:b", "https://u:secret@mirror.example")
    for wrong in ("mirror.example", "file:///x", "ftp://x", *odd):
        monkeypatch.setenv("GRAPHKB_MAVEN", wrong)
        with pytest.raises(StoreError, match="GRAPHKB_MAVEN") as refused:
            source()
        assert "secret" not in str(refused.value)


def test_a_folder_carried_over(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GRAPHKB_ENGINE: nothing is asked of anybody; what is missing or spoiled is named; an unwritable cache is no hindrance."""
    monkeypatch.setattr(jars, "lock", lambda release: lock())
    fetched(lock(), tmp_path / "carried", print)
    repository.asked.clear()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GRAPHKB_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setenv("GRAPHKB_ENGINE", str(tmp_path / "carried"))
    folder = jars_of("5.26", pytest.fail)
    assert whole(folder)
    (folder / "part-4-1.jar").write_bytes(b"x" * len(CONTENT["part-4"]))
    with pytest.raises(StoreError, match=r"part-4-1\.jar 内容不符.*graphkb store fetch --to"):
        jars_of("5.26", print)
    (folder / "part-4-1.jar").unlink()
    with pytest.raises(StoreError, match=r"缺少 part-4-1\.jar"):
        jars_of("5.26", print)
    assert repository.asked == []


def test_the_locks_are_whole() -> None:
    for release in ("5.26", "current"):
        found = jars.lock(release)
        assert len({jar.name for jar in found.jars}) == len(found.jars) > 100
        assert all(len(jar.sha256) == 64 and jar.size for jar in found.jars)
