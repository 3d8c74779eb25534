"""Runs what a person typed: judged, by credentials that can only read, within limits, and never again by itself."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as time_of_day
from threading import Lock
from typing import Any

from graphkb.guard import texts
from graphkb.guard.check import check
from graphkb.guard.failing import Busy, explaining
from graphkb.guard.limits import Limits, limits_from
from graphkb.guard.names import unknown
from graphkb.guard.parameters import checked_parameters
from graphkb.languages import Said
from graphkb.store.bolt import BoltStore

_FRACTION = re.compile(r"(\.\d*?)0+(?!\d)")  # the store writes half a second as .5


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows, values as JSON has them. `truncated`: there are more rows than the limits let through.

    `warnings`: labels, types and keys in the query that nobody declared, so that nothing can be found by them.
    """

    columns: list[str]
    rows: list[list[Any]]
    truncated: bool
    warnings: tuple[Said, ...] = ()


@dataclass
class _Filling:
    """Takes rows until a limit is reached."""

    limits: Limits
    rows: list[list[Any]] = field(default_factory=list)
    size: int = 0

    def add(self, row: Mapping[str, Any]) -> bool:
        """Whether there was room for this row."""
        values = [json_value(value) for value in row.values()]
        self.size += len(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        if len(self.rows) == self.limits.rows or self.size > self.limits.size:
            return False
        self.rows.append(values)
        return True


def run(
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    reader: BoltStore,
    user: str = "",
    limits: Limits | None = None,
    gone: Callable[[], bool] | None = None,
) -> Answer:
    """The answer to a text. `reader` comes from `graphkb.store.open.open_reader`; `gone` says that nobody waits any more.

    Raises `Refused` before anything is sent, `Busy` while another query of the user runs, else a `ConsoleError`.
    """
    limits = limits or limits_from()
    approved = check(text, limits)
    values = checked_parameters(approved, parameters or {}, limits)
    with _alone(user), explaining(approved.text, limits):
        filling = _Filling(limits)
        columns, truncated = reader.answer(approved.text, values, take=filling.add, timeout=limits.seconds, gone=gone)
        return Answer(columns, filling.rows, truncated, tuple(unknown(approved.names, reader)))


def json_value(value: Any) -> Any:
    """A value of the store as JSON has it: days and moments as ISO 8601 text, what is no number as null."""
    if isinstance(value, (date, datetime, time_of_day)):
        return _FRACTION.sub(r"\1", value.isoformat())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [json_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    return value.hex() if isinstance(value, bytes) else value


_running: set[str] = set()
_running_lock = Lock()


@contextmanager
def _alone(user: str) -> Iterator[None]:
    """One query of a user at a time; nobody waits for his own."""
    with _running_lock:
        if user in _running:
            raise Busy(texts.BUSY())
        _running.add(user)
    try:
        yield
    finally:
        with _running_lock:
            _running.discard(user)
