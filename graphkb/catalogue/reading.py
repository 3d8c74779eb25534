"""The catalogue: every rule and query that the product runs, read from the packaged `.cypher` files.

A file begins with its metadata as TOML in `//` lines; the rest is the query, to be pasted into a query window as it is.
Reading the catalogue checks it whole: an unknown key, a parameter that is declared and not used (or used and not
declared), a reason without a sentence, a sentence without a reason or a text without its English is a `CatalogueError`
that names the file and the line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graphkb.catalogue import texts
from graphkb.catalogue.form import NODE_MARKER, TOLD, faults, line_of, split
from graphkb.cypher import filled, union
from graphkb.languages import Said, Spoken
from graphkb.ontology import ONTOLOGY


class CatalogueError(Spoken):
    """Files of the catalogue do not keep to their form; the message names file and line and says what to write."""


class UnknownName(Spoken):
    """No rule or query has this name; the message lists those that there are (wrong usage, exit code 2)."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One `$name` of a query: its type (a key of `TYPES`), its title and its default (None: must be given)."""

    name: str
    type: str
    title: str
    title_en: str
    default: Any = None


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the library: `text` is the Cypher below the header; `columns` gives each column's title."""

    name: str
    title: str
    title_en: str
    why: str
    why_en: str
    columns: Mapping[str, str]
    columns_en: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A coverage rule.

    `text` returns one row for each subject: `subject` and `home` (nodes), `covered` (true, false, null: not
    assessable), `because` (a key of `sentences`, null where covered) and `facts` (what fills the sentence's places;
    texts in it that are keys of `words` are written as those words). `needs` are the datasets whose absence leaves a
    subject not assessable. `// scope` in the text is where the runner binds `home` to the areas asked for.

    `explain` are the patterns of the graph that the query looks at, seen from `(subject)`, each with a WHERE of its own if need
    be; `places` says by a pattern where a needed dataset or an indicator is looked for if not at home.
    """

    id: str
    title: str
    title_en: str
    why: str
    why_en: str
    subject: str
    needs: tuple[str, ...]
    text: str
    sentences: Mapping[str, str]
    sentences_en: Mapping[str, str]
    words: Mapping[str, str]
    words_en: Mapping[str, str]
    explain: tuple[str, ...]
    places: Mapping[str, str]


@cache
def shipped_rules() -> Mapping[str, Rule]:
    """The coverage rules of the product by id, in alphabetical order."""
    return {name: read_rule(name, text) for name, text in _packaged("rules")}


@cache
def shipped_queries() -> Mapping[str, Query]:
    """The queries of the product by name, in alphabetical order."""
    return {name: read_query(name, text) for name, text in _packaged("queries")}


def _packaged(folder: str) -> Iterator[tuple[str, str]]:
    """Name and text of each `.cypher` file of a folder of `cypher/`."""
    found = [entry for entry in files("graphkb.cypher").joinpath(folder).iterdir() if entry.name.endswith(".cypher")]
    for entry in sorted(found, key=lambda entry: entry.name):
        yield entry.name.removesuffix(".cypher"), entry.read_text("utf-8")


def faults_of(folder: str, file: str, text: str, own: bool = False) -> list[Said]:
    """Everything that is wrong with the form of a file of `rules` or `queries`: one sentence each, with file and line."""
    try:
        header, body = split(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        return [texts.AT(file=file, line=line[1] if line else 1, said=texts.NOT_TOML(error=error))]
    found = faults(folder, header, body, own)
    return [texts.AT(file=file, line=line_of(text, sought), said=said) for sought, said in found]


def read_query(name: str, text: str, own: bool = False) -> Query:
    """A query from the text of its file, checked."""
    header, body = _checked("queries", name, text, own)
    parameters = tuple(Parameter(name=key, **_told(table)) for key, table in header.get("parameters", {}).items())
    return Query(name=name, text=_found_by_index(body), **{**header, "parameters": parameters})


def _found_by_index(body: str) -> str:
    """The query; where it begins with the marker, `node` is found by the index of each label."""
    if not body.startswith(f"{NODE_MARKER}\n"):
        return body
    labels = (label.name for label in ONTOLOGY.labels.values() if not label.internal)
    branches = union(filled("catalogue/node", label=label) for label in labels)
    return filled("catalogue/node-of-any-label", branches=branches, query=body.removeprefix(f"{NODE_MARKER}\n"))


def read_rule(name: str, text: str, own: bool = False) -> Rule:
    """A rule from the text of its file, checked."""
    header, body = _checked("rules", name, text, own)
    header.pop("parameters", None)
    explain = tuple(" ".join(pattern.split()) for pattern in header["explain"])
    given = {"places": {}, "words": {}, "words_en": {}, **header, "needs": tuple(header["needs"]), "explain": explain}
    return Rule(id=name, text=body, **given)


def _checked(folder: str, name: str, text: str, own: bool) -> tuple[dict[str, Any], str]:
    for found in faults_of(folder, f"{name}.cypher", text, own):
        raise CatalogueError(found)
    header, body = split(text)
    return _told(header), body


def _told(header: Mapping[str, Any]) -> dict[str, Any]:
    """With the Chinese where the English was left out."""
    chinese = {f"{key}_en": header[key] for key in TOLD if key in header}
    return {**chinese, **header}
