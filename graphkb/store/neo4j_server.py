"""A private Neo4j Community in GRAPHKB_HOME, on the loopback interface.

Its jars are fetched by Maven into a cache; they are GPL: fetched by who runs it, never shipped.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import platformdirs

from graphkb.store import StoreError, StoreUnavailable
from graphkb.store.bolt import BoltStore
from graphkb.store.failures import ended
from graphkb.store.home import exclusive, private_directory, read_json, write_json, write_private
from graphkb.store.java import find_java, heap, write_arguments
from graphkb.store.process import Plan, listens


@dataclass(frozen=True)
class Release:
    """One release line: its `pom` (package data), the oldest Java it runs on, its main class."""

    pom: str
    java: int
    main: str


RELEASES = {
    "5.26": Release("neo4j-5.26.xml", 17, "org.neo4j.server.CommunityEntryPoint"),
    "current": Release("neo4j-current.xml", 21, "org.neo4j.server.Neo4jCommunity"),
}
_FETCH_SECONDS = 1800
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")


def plan(directory: Path, name: str) -> Plan:
    """How to run this release in this directory; fetches its jars and sets its password if need be."""
    release = RELEASES[name]
    java = find_java(release.java)
    jars = _jars(name)
    private_directory(directory)
    with exclusive(directory / "prepare.lock", timeout=120):
        _set_password(directory, java, jars)
    return Plan(
        title=f"Neo4j {name}",
        directory=directory,
        story=directory / "logs" / "debug.log",
        java=java,
        arguments=lambda ports: _arguments(release, directory, jars, ports),
        online=lambda ports: listens(ports["bolt"]),
        connect=lambda ports: connect(directory, ports),
    )


def check_requirements(name: str) -> None:
    """`StoreError` says what this machine lacks to run the release: Java, or Maven while there are no jars."""
    find_java(RELEASES[name].java)
    if not _folder(name).is_dir():
        _maven()


def connect(directory: Path, ports: Mapping[str, int], *, reader: bool = False) -> BoltStore:
    """A store on the running server. `neo4j://`, so that the code path of a cluster is the one in use."""
    found = read_json(directory / "secrets.json")
    if found is None:
        raise StoreError("这里的 Neo4j 还没有启动过；请先运行 graphkb store start --engine neo4j。")
    uri = f"neo4j://127.0.0.1:{ports['bolt']}"
    log = str(directory / "logs" / "neo4j.log")
    return BoltStore(uri, "neo4j", found["neo4j"], database="neo4j", reader=reader, log=log)


def cache() -> Path:
    """Where fetched jars are kept, shared by all homes: GRAPHKB_CACHE, else the platform's user-cache folder."""
    named = os.environ.get("GRAPHKB_CACHE")
    return Path(named).expanduser().absolute() if named else Path(platformdirs.user_cache_dir("graphkb", appauthor=False))


def _jars(name: str) -> Path:
    """The folder with the server's jars; complete, or not there: Maven writes next to it."""
    jars = _folder(name)
    private_directory(jars.parent)
    if not jars.is_dir():
        with exclusive(jars.parent / f"neo4j-{name}.lock", timeout=_FETCH_SECONDS):
            if not jars.is_dir():
                _fetch(_pom(name), jars)
    return jars


def _pom(name: str) -> str:
    return files("graphkb.store").joinpath(RELEASES[name].pom).read_text("utf-8")


def _folder(name: str) -> Path:
    return cache() / f"neo4j-{_version(_pom(name))}"


def _version(pom: str) -> str:
    found = re.search(r"<neo4j\.version>([^<]+)</neo4j\.version>", pom)
    if found is None:
        raise StoreError("安装包中的 Neo4j 依赖清单不完整；请重新安装 graphkb。")
    return found[1]


def _fetch(pom: str, jars: Path) -> None:
    maven = _maven()
    draft = jars.with_name(f".{jars.name}.{secrets.token_hex(4)}")
    private_directory(draft)
    write_private(draft / "pom.xml", pom)
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={draft / 'lib'}"]
    try:
        done = subprocess.run(
            [maven, "-q", "-B", "-f", str(draft / "pom.xml"), *goal],
            capture_output=True, text=True, errors="replace", timeout=_FETCH_SECONDS, check=False,
        )  # fmt: skip
        if done.returncode or not any((draft / "lib").glob("neo4j-server-*.jar")):
            said = " ".join((done.stdout + done.stderr).split())[-300:]
            raise StoreUnavailable(f"Maven 没有取到 Neo4j；请检查网络和 Maven 设置后重试。它说：{said}")
        (draft / "lib").rename(jars)
    except subprocess.TimeoutExpired as error:
        raise StoreUnavailable(f"Maven 在 {_FETCH_SECONDS} 秒内没有取完 Neo4j；请检查网络后重试。") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _maven() -> str:
    found = shutil.which("mvn")
    if found is None:
        raise StoreError("启动 Neo4j 需要 Maven（命令 mvn），这台机器上没有找到；请先安装 Maven，或改用内置引擎。")
    return found


def _set_password(directory: Path, java: Path, jars: Path) -> None:
    """Chooses the password before the first start; a random one, known to the owner's private file only."""
    if read_json(directory / "secrets.json") is not None:
        return
    password = secrets.token_urlsafe(32)
    private_directory(directory / "conf")
    write_private(directory / "conf" / "neo4j.conf", "")
    program = ["-cp", str(jars / "*"), "-Dapp.name=neo4j", "org.neo4j.server.startup.Neo4jAdminCommand"]
    write_arguments(directory / "admin.args", [*program, "dbms", "set-initial-password", password])
    environment = os.environ | {"NEO4J_HOME": str(directory), "NEO4J_CONF": str(directory / "conf")}
    done = subprocess.run(
        [str(java), f"@{directory / 'admin.args'}"],
        env=environment, capture_output=True, text=True, errors="replace", timeout=120, check=False,
    )  # fmt: skip
    (directory / "admin.args").unlink()
    if done.returncode:
        raise ended(done.stderr, directory) or StoreError(f"无法设置 Neo4j 的密码：{done.stderr.strip()[-300:]}")
    write_json(directory / "secrets.json", {"neo4j": password})


def _arguments(release: Release, directory: Path, jars: Path, ports: Mapping[str, int]) -> list[str]:
    write_private(directory / "conf" / "neo4j.conf", _configuration(ports["bolt"]))
    vector = ["--add-modules=jdk.incubator.vector"] if release.java >= 21 else []
    return [
        f"-Xmx{heap()}",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dfile.encoding=UTF-8",
        *vector,
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        "-cp",
        str(jars / "*"),
        release.main,
        f"--home-dir={directory}",
        f"--config-dir={directory / 'conf'}",
    ]


def _configuration(port: int) -> str:
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": os.environ.get("GRAPHKB_PAGECACHE", "512m"),
        "dbms.usage_report.enabled": "false",
        # The files and the network of the machine are no data of the graph.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        "db.memory.transaction.max": _share(0.5),
        "dbms.memory.transaction.total.max": _share(0.7),
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _share(part: float) -> str:
    """This part of the heap: a statement that wants more ends, and the server lives."""
    size = heap().lower()
    return f"{int(int(size[:-1]) * (1024 if size[-1] == 'g' else 1) * part)}m"
