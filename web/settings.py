"""What a deployment may set, from the environment (docs/serving.md)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path

from graphkb.languages import Spoken, Text
from graphkb.runs import runs_folder

HIGHEST_PORT = 65_535
_BAD = Text("环境变量 {name} 的值“{text}”不对：应为 {kind}", "{name} is {text}, which is wrong: it has to be of the kind {kind}")
_NO_PORT = Text(
    "端口应为 0 到 {highest} 的整数（0：由系统选一个空闲的），给的是 {port}。",
    "A port is a number from 0 to {highest} (0: the system chooses a free one); given is {port}.",
)
_NO_PROXY = Text(
    "GRAPHKB_WEB_PREFIX 是代理说的路径；没有代理（GRAPHKB_WEB_PROXIES 为 0）时谁都能说。请先写明有几个代理。",
    "GRAPHKB_WEB_PREFIX believes the path that a proxy tells; without one (GRAPHKB_WEB_PROXIES is 0) anybody could tell it. "
    "Say first how many proxies there are.",
)


class BadSetting(Spoken):
    """A setting is not what it should be; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and places. Every field can be set as GRAPHKB_WEB_<NAME>; sizes in rows, bytes or seconds."""

    folder: Path = field(default_factory=runs_folder)
    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8020
    hosts: tuple[str, ...] = ()
    https: bool = False
    proxies: int = 0
    prefix: bool = False
    export_rows: int = 100_000
    network_nodes: int = 5_000
    query_seconds: float = 20
    page_seconds: float = 3
    wait_seconds: float = 60
    upload_bytes: int = 64_000_000
    body_bytes: int = 1_000_000
    parameters: int = 200
    requests_a_minute: int = 1_200
    requests_at_once: int = 300
    sign_ins_a_minute: int = 10
    idle_minutes: int = 60
    session_hours: int = 12
    audit_bytes: int = 20_000_000

    def __post_init__(self) -> None:
        if self.prefix and not self.proxies:
            raise BadSetting(_NO_PROXY())
        if not 0 <= self.port <= HIGHEST_PORT:
            raise BadSetting(_NO_PORT(highest=HIGHEST_PORT, port=self.port))

    @property
    def loopback(self) -> bool:
        """Whether the server listens to this machine only."""
        return self.host in ("127.0.0.1", "localhost", "::1")


def from_environment(**given: object) -> Settings:
    """The settings of the environment, what is given first. `BadSetting` names the variable that is wrong."""
    values: dict[str, object] = {}
    for one in fields(Settings):
        name = f"GRAPHKB_WEB_{one.name.upper()}"
        if (text := os.environ.get(name)) is not None and one.name != "store":
            values[one.name] = _read(name, text, str(one.type))
    return Settings(**{**values, **{key: value for key, value in given.items() if value is not None}})  # type: ignore[arg-type]


def _read(name: str, text: str, kind: str) -> object:
    try:
        if kind == "bool":
            return {"1": True, "true": True, "0": False, "false": False}[text.lower()]
        if kind.startswith("tuple"):
            return tuple(part.strip() for part in text.split(",") if part.strip())
        return {"int": int, "float": float, "Path": Path}.get(kind, str)(text)
    except (ValueError, KeyError):
        raise BadSetting(_BAD(name=name, text=text, kind=kind)) from None
