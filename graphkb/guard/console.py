"""Runs what a person typed: judged, by credentials that can only read, within limits, and never again by itself."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as time_of_day
from threading import Lock
from typing import Any

from graphkb.guard import texts
from graphkb.guard.check import check
from graphkb.guard.limits import Limits, limits_from
from graphkb.guard.parameters import checked_parameters
from graphkb.languages import Said, Spoken
from graphkb.store import StoreError
from graphkb.store.bolt import BoltStore

_SLACK = 0.1  # seconds by which the engine may be before our own clock
_MEMORY = re.compile(r"OutOfMemory|MemoryPool|StackOverflow", re.IGNORECASE)
_TIME = re.compile(r"TimedOut|Terminated|Timeout", re.IGNORECASE)


class ConsoleError(Spoken):
    """The query was sent and has no answer. What is said is for people; `code` is ours, `engine_code` the engine's."""

    code = "cypher.failed"

    def __init__(self, said: Said, engine_code: str = "") -> None:
        super().__init__(said)
        self.engine_code = engine_code


class Invalid(ConsoleError):
    """The store does not take the query: unknown variable, wrong type, division by zero."""

    code = "cypher.invalid"


class Busy(ConsoleError):
    """Another query of the same user is running."""

    code = "cypher.busy"


class OutOfTime(ConsoleError):
    """The query did not end within the time limit and was stopped."""

    code = "cypher.timeout"


class OutOfMemory(ConsoleError):
    """The query wanted more memory than the store gives to one and was stopped."""

    code = "cypher.memory"


class Unavailable(ConsoleError):
    """The store cannot be reached or did not answer."""

    code = "cypher.unavailable"


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows, values as JSON has them. `truncated`: there are more rows than the limits let through."""

    columns: list[str]
    rows: list[list[Any]]
    truncated: bool


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
    approved = check(text, reader.engine, limits)
    values = checked_parameters(approved, parameters or {}, limits)
    with _alone(user), _explaining(limits):
        filling = _Filling(limits)
        columns, truncated = reader.answer(approved.text, values, take=filling.add, timeout=limits.seconds, gone=gone)
        return Answer(columns or list(approved.columns), filling.rows, truncated)


def json_value(value: Any) -> Any:
    """A value of the store as JSON has it: days and moments as ISO 8601 text, what is no number as null."""
    if isinstance(value, (date, datetime, time_of_day)):
        return value.isoformat()
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


@contextmanager
def _explaining(limits: Limits) -> Iterator[None]:
    """The store's errors without host, path and inner life."""
    until = time.monotonic() + limits.seconds - _SLACK
    try:
        yield
    except StoreError as error:
        code = str(getattr(error.__cause__, "code", None) or "")
        raise _explained(code, limits, late=time.monotonic() >= until) from error


def _explained(code: str, limits: Limits, *, late: bool) -> ConsoleError:
    if _MEMORY.search(code):
        return OutOfMemory(texts.OUT_OF_MEMORY(), code)
    if late or _TIME.search(code):
        return OutOfTime(texts.OUT_OF_TIME(seconds=limits.seconds), code)
    if code.startswith("Neo.ClientError."):
        hint = next((hint for word, hint in texts.HINTS.items() if code.endswith(word)), texts.HINT)
        return Invalid(texts.INVALID(code=code, hint=hint), code)
    return Unavailable(texts.UNAVAILABLE_CODE(code=code) if code else texts.UNAVAILABLE(), code)
