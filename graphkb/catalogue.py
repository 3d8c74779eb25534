"""The catalogue: every rule and query that the product runs, read from the packaged `.cypher` files.

A file begins with its metadata as TOML in `//` lines; the rest is the query, to be pasted into a query window as it is.
Reading the catalogue checks it whole: an unknown key, a parameter that is declared and not used (or used and not
declared), a reason without a sentence, a sentence without a reason or a text without its English is a `CatalogueError`
that names the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from graphkb.languages import fault

SCOPE_MARKER = "// scope"
# Every rule may use $as_of without declaring it; a query that uses it gets today's day unless told otherwise.
AS_OF = "as_of"
TYPES = {"text": str, "integer": int, "number": float, "flag": bool, "day": date}

# Sequences of relationships of one type, followed from the nodes that the other patterns find as far as they go.
FOLLOWED = re.compile(r"\(:(\w+)\)-\[:(\w+)\*\]-\(:\1\)")
FACTS = "facts"
PLACE = "(place:Area)"

_TOLD = ("title", "why", "sentences", "words", "columns")  # what people read; the English is headed `_en`
_RULE_TEXTS = {"title", "title_en", "why", "why_en", "sentences", "sentences_en"}
_RULE_NEEDS = _RULE_TEXTS | {"subject", "needs", "explain"}
_RULE_KEYS = _RULE_NEEDS | {"places", "words", "words_en", "parameters"}
_QUERY_NEEDS = {"title", "title_en", "why", "why_en", "columns", "columns_en"}
_QUERY_KEYS = _QUERY_NEEDS | {"parameters"}
_PARAMETER_KEYS = {"type", "title", "title_en", "default"}
_CODE = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_BECAUSE = re.compile(r"\bcovered,(.*)AS because,.*AS facts\s*$", re.DOTALL)
_REASON = re.compile(r"(?:THEN|ELSE) '(\w+)'")
_NODE = r"\(\w*(?::\w+(?:\|\w+)*)?(?: \{\w+: '[^']*'\})?\)"
_LINK = r"<?-\[:\w+(?:\|\w+)*(?:\*\d\.\.\d)?\]->?"
_PATTERN = re.compile(rf"{_NODE}(?:{_LINK}{_NODE})*")


class CatalogueError(Exception):
    """A file of the catalogue does not keep to its form; the message names the file and says what to write."""


class UnknownName(Exception):
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
def rules() -> Mapping[str, Rule]:
    """All coverage rules by id, in alphabetical order."""
    return {name: read_rule(name, text) for name, text in _packaged("graphkb.cypher.rules")}


@cache
def queries() -> Mapping[str, Query]:
    """All queries of the library by name, in alphabetical order."""
    return {name: read_query(name, text) for name, text in _packaged("graphkb.cypher.queries")}


@cache
def part(name: str) -> str:
    """The Cypher of a part: a text that the product completes or runs for itself (`cypher/<name>.cypher`)."""
    return dict(_packaged("graphkb.cypher"))[name]


def find_rules(ids: list[str]) -> list[Rule]:
    """The rules with these ids, each once and in the order asked for; all of them if none is named."""
    known = rules()
    for name in ids:
        if name not in known:
            raise UnknownName(f"没有规则“{name}”。可用的规则：{'、'.join(known)}")
    return [known[name] for name in dict.fromkeys(ids or known)]


def find_query(name: str) -> Query:
    """The query of this name."""
    known = queries()
    if name not in known:
        raise UnknownName(f"没有查询“{name}”。可用的查询：{'、'.join(known)}")
    return known[name]


def bare(text: str) -> str:
    """The text without its comments, texts in quotes emptied: what is left is code."""
    return _CODE.sub(lambda found: "''" if found[0][0] in "'\"" else " ", text)


def used_parameters(text: str) -> set[str]:
    """The names after `$` in the code of a query."""
    return set(re.findall(r"\$(\w+)", bare(text)))


def _packaged(package: str) -> Iterator[tuple[str, str]]:
    """Name and text of each `.cypher` file of a package."""
    found = [entry for entry in files(package).iterdir() if entry.name.endswith(".cypher")]
    for entry in sorted(found, key=lambda entry: entry.name):
        yield entry.name.removesuffix(".cypher"), entry.read_text("utf-8")


def _split(name: str, text: str) -> tuple[dict[str, Any], str]:
    """The header as a table, and the query below it."""
    lines = text.splitlines()
    end = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))
    try:
        header = tomllib.loads("\n".join(line.removeprefix("//").removeprefix(" ") for line in lines[:end]))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{name}.cypher: the `//` lines at the top are not TOML: {error}") from None
    return header, "\n".join(lines[end:]).strip() + "\n"


def _check_keys(name: str, header: Mapping[str, Any], allowed: set[str], required: set[str]) -> None:
    unknown, missing = set(header) - allowed, required - set(header)
    if unknown:
        raise CatalogueError(f"{name}.cypher: unknown key {_listed(unknown)}; known are {_listed(allowed)}")
    if missing:
        raise CatalogueError(f"{name}.cypher: the header lacks {_listed(missing)}")


def _check_english(where: str, header: Mapping[str, Any]) -> None:
    """Whatever people read stands there in both languages, with the same keys and the same places."""
    for key in _TOLD:
        chinese, english = _texts(header.get(key, {})), _texts(header.get(f"{key}_en", {}))
        if set(chinese) != set(english):
            raise CatalogueError(f"{where}: {key}_en has the keys {_listed(english)}, {key} has {_listed(chinese)}")
        for part, text in chinese.items():
            if found := fault(text, english[part]):
                raise CatalogueError(f"{where}: {key}_en {part}: {found}")


def _texts(value: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"": value} if isinstance(value, str) else value


def _parameters(name: str, header: Mapping[str, Any], text: str) -> tuple[Parameter, ...]:
    """The declared parameters, which must be those that the text uses."""
    declared = header.get("parameters", {})
    used = used_parameters(text) - {AS_OF}
    if set(declared) != used:
        raise CatalogueError(f"{name}.cypher: declared parameters ({_listed(declared)}) are not those used ({_listed(used)})")
    return tuple(_parameter(f"{name}.cypher, parameter {key}", key, table) for key, table in declared.items())


def _parameter(where: str, key: str, table: Mapping[str, Any]) -> Parameter:
    if set(table) - _PARAMETER_KEYS or table.get("type") not in TYPES or not {"title", "title_en"} <= set(table):
        form = f"type (one of {', '.join(TYPES)}), title, title_en"
        raise CatalogueError(f"{where}: write {form} and, if it may be left out, default")
    _check_english(where, table)
    return Parameter(name=key, **table)


def read_query(name: str, text: str) -> Query:
    """A query from the text of its file, checked."""
    header, body = _split(name, text)
    _check_keys(name, header, _QUERY_KEYS, _QUERY_NEEDS)
    _check_english(f"{name}.cypher", header)
    return Query(name=name, text=body, **{**header, "parameters": _parameters(name, header, body)})


def read_rule(name: str, text: str) -> Rule:
    """A rule from the text of its file, checked."""
    header, body = _split(name, text)
    _check_keys(name, header, _RULE_KEYS, _RULE_NEEDS)
    _check_english(f"{name}.cypher", header)
    if _parameters(name, header, body):
        raise CatalogueError(f"{name}.cypher: a rule has no parameter but $as_of")
    _check_text(name, body, header["sentences"])
    explain = tuple(" ".join(pattern.split()) for pattern in header["explain"])
    _check_patterns(name, explain, header.get("places", {}), [*header["needs"], *re.findall(r"indicator: '(.+?)'", body)])
    given = {"places": {}, "words": {}, "words_en": {}, **header, "needs": tuple(header["needs"]), "explain": explain}
    return Rule(id=name, text=body, **given)


def _check_patterns(name: str, explain: Iterable[str], places: Mapping[str, str], asked: Iterable[str]) -> None:
    """What the verdict looks at can be asked for one subject, and nothing but that."""
    for text in explain:
        pattern = text.partition(" WHERE ")[0]
        about_subject = _PATTERN.fullmatch(pattern) and "subject" in bare(text) and used_parameters(text) <= {AS_OF, FACTS}
        if not about_subject and not FOLLOWED.fullmatch(text):
            form = "(subject)-[:TYPE]->(:Label) or (:Label)-[:TYPE*]-(:Label)"
            raise CatalogueError(f"{name}.cypher: explain {text!r} must read like {form}")
    for dataset, text in places.items():
        if dataset not in asked or not _PATTERN.fullmatch(text) or not all(end in text for end in ("(subject)", PLACE)):
            form = f"a needed dataset or an indicator, and a pattern from (subject) to {PLACE}"
            raise CatalogueError(f"{name}.cypher: places {dataset}: {form}")


def _check_text(name: str, text: str, sentences: Mapping[str, str]) -> None:
    """One marker for the scope, and a sentence for each reason the query gives."""
    if [line.strip() for line in text.splitlines()].count(SCOPE_MARKER) != 1:
        raise CatalogueError(f"{name}.cypher: the line `{SCOPE_MARKER}` must stand once before the MATCH that binds `home`")
    found = _BECAUSE.search(text[text.rindex("\nRETURN ") :])
    if found is None:
        raise CatalogueError(f"{name}.cypher: the RETURN must read: subject, home, … AS covered, … AS because, … AS facts")
    keys = set(_REASON.findall(found[1]))
    if keys != set(sentences):
        raise CatalogueError(
            f"{name}.cypher: the reasons given ({_listed(keys)}) are not those with a sentence ({_listed(sentences)})"
        )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
