"""What a deployment may set, from the environment (docs/serving.md)."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path

from graphkb.store.home import home


class BadSetting(Exception):
    """An environment variable does not hold what it should; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and places. Every field can be set as GRAPHKB_WEB_<NAME>; sizes in rows, bytes or seconds."""

    folder: Path = field(default_factory=lambda: home() / "web")
    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8020
    hosts: tuple[str, ...] = ()
    https: bool = False
    proxies: int = 0
    export_rows: int = 100_000
    network_nodes: int = 5_000
    query_seconds: float = 20
    upload_bytes: int = 64_000_000
    body_bytes: int = 1_000_000
    parameters: int = 200
    requests_a_minute: int = 1_200
    requests_at_once: int = 300
    sign_ins_a_minute: int = 10
    idle_minutes: int = 60
    session_hours: int = 12
    audit_bytes: int = 20_000_000

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
        raise BadSetting(f"环境变量 {name} 的值“{text}”不对：应为 {kind}") from None
