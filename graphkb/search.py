"""Finding nodes by code or name.

Codes have an index, names have none: an exact code is found at once whatever the size of the graph; names are looked through
label by label, those with few nodes first, for as long as the budget lasts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any

from graphkb.ontology import ONTOLOGY
from graphkb.scope import LEVELS, area_names
from graphkb.store import Store, StoreUnavailable
from graphkb.territory import Within, inside

LIMIT, MOST = 20, 100
SECONDS = 3.0  # for looking through names, all labels together
LEAST = 0.05  # seconds that are worth a question
TIMEOUT = 20.0
# Where a node's name is its code, its kind or its category, looking through names finds nothing that a code would not.
_UNNAMED = ("Standard", "Project", "Agreement", "Budget", "Workforce", "WorkOrder", "Post")
_OPEN = tuple(label.name for label in ONTOLOGY.labels.values() if not label.internal)
# A nation has a million of these; the rest is looked through before them.
_MANY = ("PartyOrganization", "Grid", "OwnersCommittee", "BuildingCommittee", "Resource", "Demand")
LABELS = (*(name for name in _OPEN if name not in (*_MANY, *_UNNAMED)), *_MANY, *_UNNAMED)
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.@_-]*")
_ROW = "RETURN '{label}' AS label, n.code AS code, coalesce(n.name, n.code) AS name, n.kind AS kind, {rank} AS rank"
_RANK = (
    "CASE WHEN n.name IN $texts THEN 1 WHEN n.code STARTS WITH $begins THEN 2 "
    "WHEN any(text IN $texts WHERE n.name STARTS WITH text) THEN 3 ELSE 4 END"
)
_EXACT = "UNWIND $codes AS code\nMATCH (n:{label} {{code: code}})\nWHERE n.closed_on IS NULL AND {inside}\n" + _ROW
_SCAN = (
    "MATCH {node}\nWHERE n:{label} AND n.closed_on IS NULL AND ({held}) AND {inside}\n"
    + _ROW
    + "\nORDER BY rank, code\nLIMIT $limit"
)
_HOME = "UNWIND ${codes} AS code\nMATCH (n:{label} {{code: code}}){way}(home:Area)\nWHERE {inside}\n"
_PATH = "RETURN '{label}' AS label, n.code AS code, home.city AS city, home.district AS district, home.street AS street,\n"
_PATH += "       home.community AS community, home.grid AS grid"


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


def search(
    store: Store, text: str, labels: Sequence[str] | None = None, limit: int = LIMIT, within: Within | None = None
) -> list[Found]:
    """Open nodes whose code begins with the text or whose name holds it, exact matches first, then by label and code.

    Full-width and half-width forms are the same (NFKC). At most `limit` (≤ MOST) in about SECONDS: what is not found by then is
    left out.
    """
    texts, limit = _forms(text), max(1, min(limit, MOST))
    wanted = [label for label in LABELS if labels is None or label in labels]
    if not texts or not wanted or (within and not within.level):
        return []
    parameters: dict[str, Any] = {"codes": sorted({*texts, *map(str.upper, texts)}), "texts": texts, "limit": limit}
    parameters |= {"begins": texts[0]} | (within.parameters if within else {})
    exact = (_EXACT.format(label=label, inside=inside("n", within, label), rank=0) for label in wanted)
    rows = store.read("\nUNION ALL\n".join(exact), parameters, timeout=TIMEOUT)
    rows += _looked_through(store, [_scan(label, texts, within) for label in wanted], parameters)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        found.setdefault((row["label"], row["code"]), row)
    best = sorted(found.values(), key=lambda row: (row["rank"], _OPEN.index(row["label"]), row["code"]))[:limit]
    return _placed(store, best, within)


def _forms(text: str) -> list[str]:
    """The text as people may have written it: half-width, as typed, with the brackets of Chinese typing."""
    plain = unicodedata.normalize("NFKC", text).strip()
    forms = [plain, text.strip(), plain.translate(str.maketrans("(),", "（），"))]
    return [form for form in dict.fromkeys(forms) if form]


def _scan(label: str, texts: Sequence[str], within: Within | None) -> str | None:
    """The question for codes that begin so and names that hold it; None where neither can be."""
    if label in _UNNAMED and not _CODE.fullmatch(texts[0]):
        return None
    # One form of the question whatever is looked for, so that an engine plans it once.
    held = ["n.code STARTS WITH $begins"]
    if label not in _UNNAMED:
        held.append("any(text IN $texts WHERE n.name CONTAINS text)")
    # What narrows areas is an index of all areas.
    indexed = within is not None and within.level != "grid" and ONTOLOGY.labels[label].area
    node = f"(n:Area {{{within.level}: $within}})" if within and indexed else f"(n:{label})"
    return _SCAN.format(node=node, label=label, held=" OR ".join(held), inside=inside("n", within, label), rank=_RANK)


def _looked_through(store: Store, questions: Iterable[str | None], parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of as many questions as there is time for."""
    end = monotonic() + SECONDS
    rows: list[dict[str, Any]] = []
    for question in questions:
        left = end - monotonic()
        if question is None or left < LEAST:
            continue
        try:
            rows += store.read(question, parameters, timeout=left)
        except StoreUnavailable:
            break
    return rows


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
    for row in store.read("\nUNION ALL\n".join(branches), parameters, timeout=TIMEOUT):
        path = [row[level] for level in seen if row[level]]
        key = (row["label"], row["code"])
        found[key] = min(found.get(key, path), path)
    return found


def _homes(label: str, within: Within | None) -> Iterator[str]:
    """The question for the homes of nodes of one label, by each way there; an area is its own."""
    common = {"label": label, "codes": f"codes_{label}"}
    for way in ONTOLOGY.labels[label].home:
        yield _HOME.format(**common, way=way, inside=inside("home", within, "City")) + _PATH.format(label=label)
    if ONTOLOGY.labels[label].area:
        head = f"UNWIND $codes_{label} AS code\nMATCH (n:{label} {{code: code}})\nWITH n, n AS home\n"
        yield head + _PATH.format(label=label)
