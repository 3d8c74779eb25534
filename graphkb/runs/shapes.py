"""What a run is, and which of its rows are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graphkb.areas.scope import LEVELS
from graphkb.areas.territory import Within
from graphkb.languages import Text
from graphkb.store import StoreError

_UNUSABLE = Text(
    "读写 {path}（保存判断结果的文件）失败：{cause}。请检查磁盘空间和权限；文件损坏时把它移走，结果会重新判断。",
    "{path}, which keeps what was judged, cannot be read or written: {cause}. Check the disk's space and the permissions; if "
    "the file is damaged, move it away, and everything is judged anew.",
)


class RunLost(Exception):
    """The run is no longer kept: a newer one has taken its place."""


class RunBusy(Exception):
    """The numbers are being judged: `done` steps of `total` (0 where that is not known). Ask again in a moment."""

    def __init__(self, done: int = 0, total: int = 0) -> None:
        super().__init__(f"{done}/{total}")
        self.done, self.total = done, total


class RunsUnusable(StoreError):
    """The file of the runs can be neither read nor written; the message names it and says what to do."""

    def __init__(self, path: Path, cause: Exception) -> None:
        super().__init__(_UNUSABLE(path=path, cause=cause))


@dataclass(frozen=True, slots=True)
class Run:
    """One outcome of all rules: the load it was made from ("" for none), its day, when it was made (UTC).

    Numbers are kept down to `level`; `gaps_kept` is False where there were too many gaps to keep. `current` is False
    while a load is under way that it does not know, or knows in part.
    """

    id: int
    load: str
    as_of: date
    made: str
    level: str
    gaps_kept: bool
    current: bool = True

    def as_object(self) -> dict[str, Any]:
        """What an answer says of the run it comes from."""
        return {"id": self.id, "load": self.load or None, "as_of": str(self.as_of), "made": self.made, "current": self.current}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; None and empty mean all. `area` and `within` are (level, code).

    Numbers are asked for down to `level`, and in any case for the area that all of it is about.
    """

    rules: tuple[str, ...] = ()
    area: tuple[str, str] | None = None
    within: Within | None = None
    level: str | None = None
    verdicts: tuple[str, ...] = ()
    subject: tuple[str, str] | None = None

    @property
    def finest(self) -> str | None:
        """The level down to which numbers are asked for; None for all."""
        own = self.area[0] if self.area else self.within.level if self.within else None
        return max(self.level, own or self.level, key=LEVELS.index) if self.level else None

    def where(self, run: int) -> tuple[str, list[Any]]:
        """The condition in SQL and its values."""
        parts: list[tuple[str, list[Any]]] = [("run = ?", [run])]
        parts += [(_in("rule", self.rules), [*self.rules])] if self.rules else []
        parts += [(f"{self.area[0]} = ?", [self.area[1]])] if self.area else []
        parts += [("depth <= ?", [LEVELS.index(self.finest)])] if self.finest else []
        parts += [(_in("verdict", self.verdicts), [*self.verdicts])] if self.verdicts else []
        parts += [("label = ? AND subject = ?", [*self.subject])] if self.subject else []
        if self.within:
            parts += [(f"{self.within.level} = ?", [self.within.code])] if self.within.level else [("0", [])]
        return " AND ".join(text for text, _ in parts), [value for _, values in parts for value in values]


def _in(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join('?' * len(values))})"
