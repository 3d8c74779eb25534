"""Own files whose query the store does not run: what is wrong shows only there, and is told like the faults of their form.

Such a file stays in the catalogue, for the next load or another store may mend it; nothing is answered by it meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

from graphkb.catalogue import own, texts
from graphkb.catalogue.reading import CatalogueError, Query, Rule, shipped_queries, shipped_rules
from graphkb.guard.failing import refusal
from graphkb.languages import Said
from graphkb.store import StoreError

_QUOTED = re.compile(r'\n"(.*)"\n\s*\^')  # the line of a statement in which the store sees the error
_BEFORE_IT_RUNS = ("SyntaxError", "SemanticError")
_Key: TypeAlias = tuple[str, str, str]  # folder, name and query: a file that is changed is another one
_found = dict[_Key, Said]()


def is_own(one: Rule | Query) -> bool:
    """Whether a rule or query is the user's."""
    return (one.id not in shipped_rules()) if isinstance(one, Rule) else (one.name not in shipped_queries())


def failing(folder: str) -> dict[str, Said]:
    """The own `rules` or `queries` that the store did not run when they were asked last: by name, a sentence each."""
    known = own.rules() if folder == "rules" else own.queries()
    found = {name: _found.get((folder, name, one.text)) for name, one in known.items() if is_own(one)}
    return {name: said for name, said in found.items() if said is not None}


@contextmanager
def heeding(one: Rule | Query) -> Iterator[None]:
    """What the store has against an own rule or query is `CatalogueError` with file and line.

    It is remembered, but for a query that fails while it runs: another parameter may mend that.
    """
    try:
        yield
    except StoreError as error:
        said = refusal(error) if is_own(one) else None
        if said is None:
            raise
        message = str(getattr(error.__cause__, "message", None) or "")
        quoted = _QUOTED.search(message)
        found = _told(one, quoted[1].strip() if quoted else "", said)
        if isinstance(one, Rule) or str(getattr(error.__cause__, "code", "")).endswith(_BEFORE_IT_RUNS):
            _found[_key(one)] = found
        raise CatalogueError(found) from error


def refuse_kind(rule: Rule, kind: str) -> None:
    """`CatalogueError`, and remembered: `covered` of an own rule is of this kind, which is no verdict."""
    sought = next((line.strip() for line in rule.text.splitlines() if re.search(r"\bAS covered\b", line)), "")
    found = _found[_key(rule)] = _told(rule, sought, texts.NO_BOOLEAN(kind=kind))
    raise CatalogueError(found)


def forget(rule: Rule) -> None:
    """It runs now."""
    _found.pop(_key(rule), None)


def _key(one: Rule | Query) -> _Key:
    return ("rules", one.id, one.text) if isinstance(one, Rule) else ("queries", one.name, one.text)


def _told(one: Rule | Query, sought: str, said: Said) -> Said:
    """The sentence with file and line: the line that reads so, else the first of the query."""
    folder, name, query = _key(one)
    lines = [line.strip() for line in own.text_of(folder, name).splitlines()]
    first = (line.strip() for line in query.splitlines() if line.strip() and not line.startswith("//"))
    places = [lines.index(line) + 1 for line in (sought, *first) if line and line in lines]
    return texts.AT(file=f"{folder}/{name}.cypher", line=places[0] if places else 1, said=said)
