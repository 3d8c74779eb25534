"""Finding nodes by code or name.

Codes have an index, names have none: an exact code is found at once whatever the size of the graph; names are looked through
label by label, those with few nodes first, for as long as the budget lasts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from time import monotonic
from typing import Any

from graphkb.areas.scope import LEVELS, area_names
from graphkb.areas.territory import Within, inside
from graphkb.cypher import filled, union
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store, StoreUnavailable

LIMIT = 20
SECONDS = 3.0  # for looking through names, all labels together
LEAST = 0.05  # seconds that are worth a question
TIMEOUT = 20.0
_OPEN = tuple(label.name for label in ONTOLOGY.labels.values() if not label.internal)
# What there are few of is looked through first, what has no name of its own last.
LABELS = tuple(sorted(_OPEN, key=lambda name: (not ONTOLOGY.labels[name].named, ONTOLOGY.labels[name].many)))
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.@_-]*")


@dataclass(frozen=True, slots=True)
class Found:
    """A node found. `title` is its label in Chinese, `path` the names of the areas down to its home that may be seen."""

    label: str
    title: str
    code: str
    name: str
    kind: str | None
    path: Sequence[str]

    def as_row(self) -> dict[str, Any]:
        """The row by column."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Place:
    """Where results go on: behind this node. With what was counted for the first page, so that it is counted once."""

    rank: int
    label: str
    code: str
    total: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Results:
    """Some of the nodes found, how many there are, and where the next ones begin (None: these are the last).

    Not `complete`: the time ended before all names were looked through, and there may be more than `total`.
    """

    found: Sequence[Found]
    total: int
    next: Place | None = None
    complete: bool = True


def search(
    store: Store,
    text: str,
    labels: Sequence[str] | None = None,
    limit: int = LIMIT,
    within: Within | None = None,
    after: Place | None = None,
) -> Results:
    """Open nodes whose code begins with the text or whose name holds it, exact matches first, then by label and code.

    Full-width and half-width forms are the same (NFKC). At most `limit`, behind the place `after`. In about SECONDS: what is not
    found by then is left out.
    """
    texts = _forms(text)
    wanted = [label for label in LABELS if labels is None or label in labels]
    if not texts or not wanted or limit < 1 or (within and not within.level):
        return Results((), 0)
    parameters: dict[str, Any] = {"codes": sorted({*texts, *map(str.upper, texts)}), "texts": texts, "limit": limit + 1}
    parameters |= {"begins": texts[0]} | (within.parameters if within else {})
    exact = _exact(store, wanted, parameters, within, after)
    named = _looked_through(store, {label: _scan(label, texts, within) for label in wanted}, parameters, after)
    # The store's own order of codes within a rank and a label is kept: it is the one that a place goes on in.
    best = sorted([*exact, *named.rows], key=lambda row: (row["rank"], _OPEN.index(row["label"])))
    total, complete = (after.total, after.complete and named.complete) if after else (len(exact) + named.total, named.complete)
    page, last = best[:limit], best[limit - 1 : limit] if len(best) > limit else []
    following = [Place(row["rank"], row["label"], row["code"], total, complete) for row in last]
    return Results(tuple(_placed(store, page, within)), total, next(iter(following), None), complete)


def _forms(text: str) -> list[str]:
    """The text as people may have written it: half-width, as typed, with the brackets of Chinese typing."""
    plain = unicodedata.normalize("NFKC", text).strip()
    forms = [plain, text.strip(), plain.translate(str.maketrans("(),", "（），"))]
    return [form for form in dict.fromkeys(forms) if form]


def _scan(label: str, texts: Sequence[str], within: Within | None) -> str | None:
    """The question for codes that begin so and names that hold it; None where neither can be."""
    named = ONTOLOGY.labels[label].named
    if not named and not _CODE.fullmatch(texts[0]):
        return None
    # One form of the question whatever is looked for, so that an engine plans it once.
    name = "answers/search-name" if named else "answers/search-begins"
    # What narrows areas is an index of all areas.
    indexed = within is not None and within.level != "grid" and ONTOLOGY.labels[label].area
    node = f"(n:Area {{{within.level}: $within}})" if within and indexed else f"(n:{label})"
    return filled(name, node=node, label=label, inside=inside("n", within, label))


@dataclass(slots=True)
class _Named:
    """The rows that the names gave, how many there are of them, and whether there was time for all labels."""

    rows: list[dict[str, Any]]
    total: int = 0
    complete: bool = True


def _exact(
    store: Store, labels: Sequence[str], parameters: dict[str, Any], within: Within | None, after: Place | None
) -> list[dict[str, Any]]:
    """The nodes that have one of the codes, behind the place."""
    if after and after.rank > 0:
        return []
    texts = (filled("answers/search-code", label=label, inside=inside("n", within, label)) for label in labels)
    rows = sorted(store.read(union(texts), parameters, timeout=TIMEOUT), key=_exact_order)
    return [row for row in rows if after is None or _exact_order(row) > (_OPEN.index(after.label), after.code)]


def _exact_order(row: dict[str, Any]) -> tuple[int, str]:
    return _OPEN.index(row["label"]), row["code"]


def _looked_through(store: Store, questions: dict[str, str | None], parameters: dict[str, Any], after: Place | None) -> _Named:
    """The answers to as many questions as there is time for, counted for the first page only."""
    end = monotonic() + SECONDS
    named = _Named([])
    for label, question in questions.items():
        if question is None:
            continue
        if (left := end - monotonic()) < LEAST:
            return replace(named, complete=False)
        try:
            rows = store.read(
                filled("answers/search-page", found=question, label=label), parameters | _behind(after, label), timeout=left
            )
            named.rows += rows
            if after is None:
                named.total += len(rows)
                if len(rows) == parameters["limit"]:
                    more = store.read(
                        filled("answers/search-count", found=question), parameters, timeout=max(end - monotonic(), LEAST)
                    )
                    named.total += more[0]["total"] - len(rows)
        except StoreUnavailable:
            return replace(named, complete=False)
    return named


def _behind(after: Place | None, label: str) -> dict[str, Any]:
    """The place as seen from one label: of the rank it has all codes, some or none left."""
    if after is None or _OPEN.index(label) > _OPEN.index(after.label):
        return {"rank": after.rank if after else 0, "after": ""}
    return {"rank": after.rank, "after": after.code} if label == after.label else {"rank": after.rank + 1, "after": ""}


def _placed(store: Store, rows: Sequence[dict[str, Any]], within: Within | None) -> list[Found]:
    """The rows with the names of the areas they lie in."""
    paths = _paths(store, rows, within)
    names = area_names(store, sorted({code for path in paths.values() for code in path}))
    return [
        Found(
            row["label"],
            ONTOLOGY.labels[row["label"]].title,
            row["code"],
            row["name"],
            row["kind"],
            [names.get(code, code) for code in paths.get((row["label"], row["code"]), [])],
        )
        for row in rows
    ]


def _paths(store: Store, rows: Sequence[dict[str, Any]], within: Within | None) -> dict[tuple[str, str], list[str]]:
    """The codes of the areas from the top down to a node's home, as far as they may be seen; of several homes the first."""
    codes: dict[str, list[str]] = {}
    for row in rows:
        codes.setdefault(row["label"], []).append(row["code"])
    branches = [branch for label in codes for branch in _homes(label, within)]
    if not branches:
        return {}
    parameters = {f"codes_{label}": listed for label, listed in codes.items()} | (within.parameters if within else {})
    seen = LEVELS[LEVELS.index(within.level) :] if within and within.level else LEVELS
    found: dict[tuple[str, str], list[str]] = {}
    for row in store.read(union(branches), parameters, timeout=TIMEOUT):
        path = [row[level] for level in seen if row[level]]
        key = (row["label"], row["code"])
        found[key] = min(found.get(key, path), path)
    return found


def _homes(label: str, within: Within | None) -> Iterator[str]:
    """The question for the homes of nodes of one label, by each way there; an area is its own."""
    common = {"label": label, "codes": f"codes_{label}"}
    for way in ONTOLOGY.labels[label].home:
        yield filled("answers/search-homes", **common, way=way, inside=inside("home", within, "City"))
    if ONTOLOGY.labels[label].area:
        yield filled("answers/search-areas", **common)
