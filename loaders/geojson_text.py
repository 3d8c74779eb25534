"""The text of a GeoJSON file, feature by feature: strict JSON, duplicate names and deep nesting refused."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from typing import Any

from graphkb.languages import Spoken
from graphkb.loaders import messages

_BLANK = re.compile(r"[ \t\r\n]*")


class Broken(Spoken):
    """The text is no correct JSON object; says where."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Broken(messages.SAME_NAMES())
    return found


# NaN and Infinity are no JSON but common tools write them: the cell that holds one is bad, not the whole file.
_DECODER = json.JSONDecoder(object_pairs_hook=_unique)


def items(text: str) -> Iterator[tuple[str, Any]]:
    """The members of the outermost object in their order; `features` once for each feature. Raises `Broken`."""
    seen: set[str] = set()
    position = _after(text, 0, "{")
    while not _at(text, position, "}"):
        name, position = _value(text, position)
        if not isinstance(name, str) or name in seen:
            raise Broken(messages.BAD_NAME(line=_line(text, position)))
        seen.add(name)
        position = _after(text, position, ":")
        if name == "features":
            position = yield from _features(text, position)
        else:
            value, position = _value(text, position)
            yield name, value
        position = _comma(text, position, "}")
    if _blank(text, _after(text, position, "}")) < len(text):
        raise Broken(messages.MORE())


def _features(text: str, position: int) -> Generator[tuple[str, Any], None, int]:
    position = _after(text, position, "[")
    while not _at(text, position, "]"):
        feature, position = _value(text, position)
        yield "features", feature
        position = _comma(text, position, "]")
    return _after(text, position, "]")


def _value(text: str, position: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, _blank(text, position))
    except RecursionError:
        raise Broken(messages.DEEP(line=_line(text, position))) from None
    except json.JSONDecodeError as error:
        raise Broken(messages.BAD_WRITING(line=error.lineno, column=error.colno)) from None
    except ValueError:
        raise Broken(messages.LONG_NUMBER(line=_line(text, position))) from None


def _comma(text: str, position: int, closing: str) -> int:
    """The position after a comma that another value follows, or at the closing sign."""
    if _at(text, position, closing):
        return position
    position = _after(text, position, ",")
    if _at(text, position, closing):
        raise Broken(messages.COMMA(line=_line(text, position)))
    return position


def _blank(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _at(text: str, position: int, sign: str) -> bool:
    return text.startswith(sign, _blank(text, position))


def _after(text: str, position: int, sign: str) -> int:
    if not _at(text, position, sign):
        raise Broken(messages.EXPECTED(line=_line(text, position), sign=sign))
    return _blank(text, position) + 1


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
