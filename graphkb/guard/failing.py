"""A query that was sent and has no answer: whose fault it is, and why, in words."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from graphkb.guard import texts
from graphkb.guard.grouping import EXAMPLE, grouped
from graphkb.guard.limits import Limits
from graphkb.guard.parse import parse
from graphkb.guard.reasons import beside_an_aggregate, reason
from graphkb.guard.scan import scan
from graphkb.languages import Said, Spoken
from graphkb.store import StoreError

_SLACK = 0.1  # seconds by which the store may be before our own clock
_MEMORY = re.compile(r"OutOfMemory|MemoryPool|StackOverflow", re.IGNORECASE)
_TIME = re.compile(r"TimedOut|Terminated|Timeout", re.IGNORECASE)
# What fails while it runs has the code of a fault of the store (`substring('a', -1)`).
_OF_THE_QUERY = re.compile(r"Neo\.(?:ClientError\.(?!Security|Database\.|Cluster|Transaction)|DatabaseError\.Statement\.)")
_UNTELLABLE = ("BrokenRecordError", "ValueError", "OverflowError")  # the driver has no day before the year 1
_ROUNDS = 5


class ConsoleError(Spoken):
    """The query was sent and has no answer. What is said is for people; `code` is ours, `engine_code` the store's.

    `suggestion` is a text that can be run instead, where there is one.
    """

    code = "cypher.failed"

    def __init__(self, said: Said, engine_code: str = "", suggestion: str | None = None) -> None:
        super().__init__(said)
        self.engine_code = engine_code
        self.suggestion = suggestion


class Invalid(ConsoleError):
    """The store does not take the query, or it fails while it runs: unknown variable, wrong type, division by zero."""

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


@contextmanager
def explaining(text: str, limits: Limits) -> Iterator[None]:
    """The store's errors in words, without host, path and inner life."""
    until = time.monotonic() + limits.seconds - _SLACK
    try:
        yield
    except StoreError as error:
        cause, late = error.__cause__, time.monotonic() >= until
        code = str(getattr(cause, "code", None) or "")
        if type(cause).__name__ in _UNTELLABLE:
            raise Invalid(texts.UNTELLABLE()) from error
        raise _explained(code, str(getattr(cause, "message", None) or ""), text, limits, late=late) from error


def refusal(error: StoreError) -> Said | None:
    """What the store has against the query itself, in words; None where something else has failed."""
    code, message = (str(getattr(error.__cause__, name, None) or "") for name in ("code", "message"))
    if _MEMORY.search(code) or _MEMORY.search(message):
        return texts.OUT_OF_MEMORY()
    if _TIME.search(code) or not _OF_THE_QUERY.match(code):
        return None
    return texts.REFUSED(reason=beside_an_aggregate(message) or reason(message) or code)


def _explained(code: str, message: str, text: str, limits: Limits, *, late: bool) -> ConsoleError:
    if _MEMORY.search(code) or _MEMORY.search(message):
        return OutOfMemory(texts.OUT_OF_MEMORY(), code)
    if late or _TIME.search(code):
        return OutOfTime(texts.OUT_OF_TIME(seconds=limits.seconds), code)
    if _OF_THE_QUERY.match(code):
        return _invalid(code, message, text, limits)
    return Unavailable(texts.UNAVAILABLE_CODE(code=code) if code else texts.UNAVAILABLE(), code)


def _invalid(code: str, message: str, text: str, limits: Limits) -> Invalid:
    if said := beside_an_aggregate(message):
        instead = _grouped(text, limits)
        mend = texts.BESIDE_HINT(how=texts.REWRITTEN() if instead else texts.EXAMPLE(query=EXAMPLE))
        return Invalid(texts.INVALID_BECAUSE(reason=said, code=code, hint=mend), code, instead)
    hint = next((hint for word, hint in texts.HINTS.items() if code.endswith(word)), texts.HINT)
    if said := reason(message):
        known = texts.MEND if code.endswith(("SyntaxError", "ExecutionFailed")) else hint
        return Invalid(texts.INVALID_BECAUSE(reason=said, code=code, hint=known), code)
    return Invalid(texts.INVALID(code=code, hint=hint), code)


def _grouped(text: str, limits: Limits) -> str | None:
    """The text with every such value in a WITH."""
    found: str | None = None
    for _ in range(_ROUNDS):
        more = grouped(parse(scan(found or text, limits)))
        if more is None:
            return found
        found = more
    return None
