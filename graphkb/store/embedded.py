"""The embedded engine: ArcadeDB from its wheel, run by the Java runtime that the wheel brings, as one child process."""

from __future__ import annotations

import base64
import hashlib
import http.client
import importlib.util
import json
import os
import re
import secrets
from collections.abc import Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path

from graphkb.store import StoreError, StoreNotWritable
from graphkb.store.bolt import BoltStore
from graphkb.store.ending import end_query
from graphkb.store.home import private_directory, read_json, write_json, write_private
from graphkb.store.java import heap
from graphkb.store.process import Plan

DATABASE = "graphkb"
_ITERATIONS = 1000  # The passwords are 256 random bits: stretching them would only slow every connection.
_SETTINGS = {
    "server.mode": "production",
    "server.httpIncomingHost": "127.0.0.1",
    "server.httpWorkerThreads": "16",
    "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "server.defaultDatabases": f"{DATABASE}[root]",
    "serverMetrics": "false",
    "support.autoRegister": "false",
    "bolt.host": "127.0.0.1",
    "bolt.defaultDatabase": DATABASE,
    # One message holds one batch of rows; 16 MB would be the default.
    "bolt.maxMessageSize": str(128 * 1024 * 1024),
    "txWalFlush": "2",
    # Grouping and DISTINCT over a million grids; half a million would be the default.
    "queryMaxHeapElementsAllowedPerOp": "20000000",
    "opencypher.loadCsv.allowRemoteUrls": "false",
    "opencypher.loadCsv.allowFileUrls": "false",
}
_WRITE = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_GROUPS = {
    "admin": {
        "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
        "types": {"*": {"access": _WRITE}},
    },
    "loader": {"access": ["updateSchema"], "types": {"*": {"access": _WRITE}}},
    "reader": {"access": [], "types": {"*": {"access": ["readRecord"]}}},
    "*": {"access": [], "types": {"*": {"access": []}}},
}


def plan(directory: Path) -> Plan:
    """How to run the embedded engine in this directory; makes its users and passwords where there are none."""
    package = _package()
    _refuse_newer(directory)
    _make_users(directory)
    return Plan(
        title="内置存储",
        directory=directory,
        story=directory / "engine.log",
        java=_java(package),
        arguments=lambda ports: _arguments(package, directory, ports),
        online=lambda ports: _online(ports["http"]),
        connect=lambda ports: connect(directory, ports),
    )


def connect(directory: Path, ports: Mapping[str, int], *, reader: bool = False) -> BoltStore:
    """A store on the running engine, as the user that loads or as the one that can only read."""
    user = "reader" if reader else "loader"
    uri, log = f"bolt://127.0.0.1:{ports['bolt']}", str(directory / "engine.log")
    password = passwords(directory)[user]
    end = partial(end_query, ports["http"], user, password) if reader else None
    return BoltStore(uri, user, password, database=DATABASE, reader=reader, log=log, end=end)


def passwords(directory: Path) -> dict[str, str]:
    """The passwords of `root`, `loader` and `reader`; `StoreError` before the first start."""
    found = read_json(directory / "secrets.json")
    if found is None:
        raise StoreError("内置存储还没有启动过；请先运行 graphkb store start。")
    return {str(user): str(password) for user, password in found.items()}


def _package() -> Path:
    spec = importlib.util.find_spec("arcadedb_embedded")
    if spec is None or not spec.submodule_search_locations:
        raise StoreError(
            "这台机器上没有内置引擎 arcadedb-embedded（它支持 glibc 2.34 以上的 Linux、Windows x64、macOS arm64）；"
            "请安装它，或用环境变量 GRAPHKB_STORE 指定一个 Neo4j。"
        )
    return Path(spec.submodule_search_locations[0])


def _java(package: Path) -> Path:
    java = package / "jre" / "bin" / ("java.exe" if os.name == "nt" else "java")
    if not java.is_file():
        raise StoreError(f"内置引擎不完整，缺少 {java}；请重新安装 arcadedb-embedded。")
    return java


def _arguments(package: Path, directory: Path, ports: Mapping[str, int]) -> list[str]:
    settings = _SETTINGS | {
        "server.rootPath": str(directory / "data"),
        "server.httpIncomingPort": str(ports["http"]),
        "bolt.port": str(ports["bolt"]),
        "command.timeout": str(1000 * _seconds("GRAPHKB_QUERY_TIMEOUT", 900)),
    }
    return [
        f"-Xmx{heap()}",
        "-XX:+UseCompactObjectHeaders",
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-Dpolyglot.engine.WarnInterpreterOnly=false",
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
        "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        *(f"-Darcadedb.{key}={value}" for key, value in settings.items()),
        "-cp",
        str(package / "jars" / "*"),
        "com.arcadedb.server.ArcadeDBServer",
    ]


def _seconds(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise StoreError(f"环境变量 {name} 的值“{value}”不是秒数；请写成 60 这样的正整数。")
    return int(value)


def _refuse_newer(directory: Path) -> None:
    """Notes which engine writes the data; an older engine is not let near what a newer one has written."""
    note = private_directory(directory) / "version.json"
    written, installed = (read_json(note) or {}).get("engine", ""), version("arcadedb-embedded")
    if _numbers(written) > _numbers(installed):
        raise StoreNotWritable(f"{directory} 由引擎 {written} 写成，装的是 {installed}；请升级 arcadedb-embedded。")
    if written != installed:
        write_json(note, {"engine": installed})


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall("[0-9]+", text)]


def _online(port: int) -> bool:
    # Bolt listens before the database is there; this path answers 204 when all is.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/v1/ready")
        return connection.getresponse().status == http.client.NO_CONTENT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _make_users(directory: Path) -> None:
    if read_json(directory / "secrets.json") is None:
        made = {user: secrets.token_urlsafe(32) for user in ("root", "loader", "reader")}
        write_json(directory / "secrets.json", made)
    _write_users(private_directory(directory / "data" / "config"), passwords(directory))


def _write_users(config: Path, known: dict[str, str]) -> None:
    if (config / "server-users.jsonl").exists():
        return
    groups = {name: {"resultSetLimit": -1, "readTimeout": -1, **group} for name, group in _GROUPS.items()}
    write_json(config / "server-groups.json", {"databases": {"*": {"groups": groups}}, "version": 2})
    users = [
        {"name": "root", "databases": {"*": ["admin"]}, "password": _hashed(known["root"])},
        {"name": "loader", "databases": {DATABASE: ["loader"]}, "password": _hashed(known["loader"])},
        {"name": "reader", "databases": {DATABASE: ["reader"]}, "password": _hashed(known["reader"])},
    ]
    write_private(config / "server-users.jsonl", "".join(json.dumps(user) + "\n" for user in users))


def _hashed(password: str) -> str:
    salt = secrets.token_bytes(32)
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64encode(salt), _ITERATIONS, 32)
    return f"PBKDF2WithHmacSHA256${_ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"
