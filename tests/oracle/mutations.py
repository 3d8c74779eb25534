"""Mistakes that people make when they write these rules, kept as text in `mutations.txt`.

`## file` names the file of the mistakes below it, `> name` begins one, lines with `- ` are the text that goes, lines
with `+ ` the text that comes instead. The same form serves for rule files.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from .mutating import Mutation

OF_THE_ORACLE = Path(__file__).with_name("mutations.txt")


def mutations(path: Path = OF_THE_ORACLE) -> Iterator[Mutation]:
    """All mistakes in the file, in its order."""
    for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        head, *blocks = re.split(r"^> ", section, flags=re.M)
        for block in blocks:
            name, *lines = block.rstrip("\n").split("\n")
            yield Mutation(name.strip(), head.strip(), _text(lines, "- "), _text(lines, "+ "))


def _text(lines: list[str], sign: str) -> str:
    return "\n".join(line[2:] for line in lines if line.startswith(sign))
