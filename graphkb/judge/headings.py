"""Headings as they are compared: without blanks, marks, numbering, and remarks in brackets."""

from __future__ import annotations

import re

from graphkb.judge.values import folded

MARKS = "*★☆※●○◆◇▲△■□•·✱✳＊#:"
REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|\{[^{}]*\}|<[^<>]*>|[/:][^/:]{1,8}$")
NUMBERING = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)](?=\D)")


def heading_key(heading: str) -> str:
    """A heading as compared: NFKC, without blanks and the marks of required columns, whatever the case."""
    return "".join(folded(heading).split()).strip(MARKS).casefold()


def bare_key(heading: str) -> str:
    """The same without numbering in front and without remarks and units in brackets or behind a stroke."""
    return NUMBERING.sub("", REMARK.sub("", heading_key(heading)).strip(MARKS))
