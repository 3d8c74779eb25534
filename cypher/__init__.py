"""Every query the product runs, one per file: `rules/` and `queries/` are the catalogue, the other folders hold parts,
texts that one room of the product completes or runs for itself, under the name of that room.

A part that is completed is a template with marks. `example/* mark */` stands for a label, a type, a property, a pattern or a
condition, and the example before the mark makes the file one that can be pasted into a query window; a line that is nothing but
`// mark` stands for clauses.
"""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_EXAMPLE = r"(?:[\w|]+|\(\w*\)|<?-\[:\w+\]->?)"
_MARK = re.compile(rf"(?m)^// (?P<clauses>\w+)$|(?P<quote>'?){_EXAMPLE}(?P=quote)/\* (?P<word>\w+) \*/")


def part(name: str) -> str:
    """The Cypher of a part: the text of `cypher/<name>.cypher`, as in `part("areas/names")`. ValueError where it has marks."""
    return filled(name)


def filled(name: str, **texts: str) -> str:
    """The Cypher of a template with a text for each of its marks; what is put in is not looked through for further marks.

    ValueError where the marks of the file are not those that texts are given for.
    """
    used = set()

    def text(mark: re.Match[str]) -> str:
        word = mark["clauses"] or mark["word"]
        used.add(word)
        return "".join((mark["quote"] or "", texts.get(word, ""), mark["quote"] or ""))

    whole = _MARK.sub(text, _written(name))
    if used != set(texts):
        raise ValueError(f"cypher/{name}.cypher has the marks {sorted(used)}, texts are given for {sorted(texts)}.")
    return whole


@cache
def _written(name: str) -> str:
    return files(__name__).joinpath(f"{name}.cypher").read_text("utf-8")


def union(branches: Iterable[str]) -> str:
    """The rows of all these questions, one after the other, with repetitions."""
    return "\nUNION ALL\n".join(branches)
