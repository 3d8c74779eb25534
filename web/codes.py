"""Codes in addresses: whatever a ledger has for a code stands in a path whole, and comes back as it was.

Browsers, proxies and servers take the segments `.` and `..` out of a path, however they are escaped. So a code that is nothing
but these is written with `~` in front, and one that looks so already with one more.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from werkzeug.routing import BaseConverter

_DOTS = re.compile(r"~*\.{1,2}")


def in_path(code: str) -> str:
    """The code as the last segment of a path. `web/static/dom.js` has the same for scripts."""
    return quote(f"~{code}" if _DOTS.fullmatch(code) else code, safe="")


class CodeConverter(BaseConverter):
    """`<code:name>` in a path: all that is left of it, slashes included, wherever they stand."""

    regex = ".+"
    weight = 200
    part_isolating = False

    def to_python(self, value: str) -> str:
        """The code that a path has."""
        return value[1:] if value.startswith("~") and _DOTS.fullmatch(value) else value

    def to_url(self, value: str) -> str:
        """The code as a path has it."""
        return in_path(value)
