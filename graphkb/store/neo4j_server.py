"""A private Neo4j Community in a folder of GRAPHKB_HOME, on the loopback interface."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graphkb.store import StoreError, messages
from graphkb.store.bolt import BoltStore
from graphkb.store.class_archive import sharing
from graphkb.store.fetching import Progress
from graphkb.store.home import exclusive, private_directory, read_json, write_json, write_private
from graphkb.store.jars import Announce, jars_of
from graphkb.store.java import find_java, heap, modules_of, page_cache
from graphkb.store.process import Plan, listens
from graphkb.store.versioned import FORM, checked


@dataclass(frozen=True)
class Release:
    """One release line: the oldest Java it runs on, its main class, and modules that the Java of the wheel lacks."""

    java: int
    main: str
    modules: tuple[str, ...] = ()


RELEASES = {
    "5.26": Release(17, "org.neo4j.server.CommunityEntryPoint"),
    "current": Release(21, "org.neo4j.server.Neo4jCommunity", ("jdk.incubator.vector",)),
}
SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.usage_report.enabled": "false",
    # Texts of queries and their parameters are nobody else's business.
    "db.logs.query.enabled": "OFF",
    # The files and the network of the machine are no data of the graph.
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
}
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
_ROUNDS = 1024
_FORM = 1  # of secrets.json


def plan(directory: Path, name: str, announce: Announce, progress: Progress | None = None) -> Plan:
    """How to run this release in this directory; fetches its jars and sets its password if need be."""
    release = RELEASES[name]
    java = java_for(name)
    jars = jars_of(name, announce, progress)
    private_directory(directory)
    with exclusive(directory / "prepare.lock", timeout=120):
        _set_password(directory)
    return Plan(
        title=f"Neo4j {name}",
        directory=directory,
        story=directory / "logs" / "debug.log",
        java=java,
        arguments=lambda ports: [*sharing(java, jars, directory), *_arguments(release, directory, jars, ports)],
        online=lambda ports: listens(ports["bolt"]),
        connect=lambda ports: connect(directory, ports),
    )


def java_for(name: str) -> Path:
    """The Java that runs this release; `StoreError` if it needs one of one's own and none is named."""
    release = RELEASES[name]
    if release.modules and not os.environ.get("GRAPHKB_JAVA"):
        raise StoreError(messages.OWN_JAVA(name=name, java=release.java))
    java = find_java(release.java)
    if release.modules and not set(release.modules) <= modules_of(java):
        raise StoreError(messages.NO_MODULES(java=java, name=name, modules=release.modules))
    return java


def connect(directory: Path, ports: Mapping[str, int], *, reader: bool = False) -> BoltStore:
    """A store on the running server. `neo4j://`, so that the code path of a cluster is the one in use."""
    path = directory / "secrets.json"
    found = read_json(path)
    if found is None:
        raise StoreError(messages.NEVER_STARTED())
    uri = f"neo4j://127.0.0.1:{ports['bolt']}"
    log = str(directory / "logs" / "neo4j.log")
    password = checked(path, found, _FORM).get("neo4j")
    if not isinstance(password, str):
        raise StoreError(messages.NOT_OURS(path=path))
    return BoltStore(uri, "neo4j", password, database="neo4j", reader=reader, log=log, local=True)


def _set_password(directory: Path) -> None:
    """Chooses the password before the first start; a random one, known to the owner's private files only.

    It is written as `neo4j-admin dbms set-initial-password` writes it, which would cost two seconds of another Java: SHA-256
    over salt and password, then over itself.
    """
    path = directory / "secrets.json"
    if read_json(path) is not None:
        return
    if (directory / "data" / "databases" / "system").exists():  # which the first start makes, later than the password
        raise StoreError(messages.NO_SECRETS(path=path))
    password, salt = secrets.token_urlsafe(32), secrets.token_bytes(32)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(_ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    private_directory(directory / "data" / "dbms")
    write_private(directory / "data" / "dbms" / "auth.ini", f"neo4j:SHA-256,{digest.hex()},{salt.hex()},{_ROUNDS}:\n")
    write_json(path, {FORM: _FORM, "neo4j": password})


def _arguments(release: Release, directory: Path, jars: Path, ports: Mapping[str, int]) -> list[str]:
    private_directory(directory / "conf")
    write_private(directory / "conf" / "neo4j.conf", _configuration(ports["bolt"]))
    return [
        f"-Xmx{heap()}m",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dfile.encoding=UTF-8",
        *(f"--add-modules={module}" for module in release.modules),
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        "-cp",
        # Each by its name: Java expands `*` in the order of the folder, and an archive of classes holds for one order.
        os.pathsep.join(map(str, sorted(jars.glob("*.jar")))),
        release.main,
        f"--home-dir={directory}",
        f"--config-dir={directory / 'conf'}",
    ]


def _configuration(port: int) -> str:
    settings = SETTINGS | {
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.memory.pagecache.size": f"{page_cache()}m",
        # A statement that wants more ends, and the server lives.
        "db.memory.transaction.max": f"{heap() // 2}m",
        "dbms.memory.transaction.total.max": f"{heap() * 7 // 10}m",
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())
