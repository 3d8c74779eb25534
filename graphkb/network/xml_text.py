"""What a text may hold in XML."""

from __future__ import annotations

import re

# What XML 1.0 cannot hold, even escaped: control characters, lone surrogates, two that are no characters. And the carriage
# return, which every parser reads as a line feed.
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit_for_xml(text: str) -> str:
    """The text with U+FFFD for every character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
