"""A query text for the log: what it asks, not whom it names."""

from __future__ import annotations

import re

_LITERAL = re.compile(
    r"""(?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z))
    |(?P<name>`(?:[^`]|``)*(?:`|\Z))
    |(?P<string>'(?:[^'\\]|\\.)*(?:'|\Z)|"(?:[^"\\]|\\.)*(?:"|\Z))
    |(?P<number>(?<![\w$])[0-9][\w.]*)""",
    re.VERBOSE | re.DOTALL,
)
_STANDS_FOR = {"comment": " ", "string": "'…'", "number": "0", "name": "`…`"}


def without_literals(text: str) -> str:
    """The text with its strings, numbers, comments and quoted names emptied, in one line; also for texts that are no Cypher."""
    return " ".join(_LITERAL.sub(lambda found: _STANDS_FOR[str(found.lastgroup)], text).split())
