"""The catalogue as it is now: what the product brings, and the user's own files in `rules/` and `queries/` of GRAPHKB_HOME.

An own file is noticed when it is put there or changed. It is held to what ours are held to, and to the ontology, and it must
be a reading query. One that is not so is left out of the catalogue and told in `faults()`, all that is wrong with it in one list;
a label that nobody declared is told in `warnings()`, for such a rule finds no subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType

from graphkb.catalogue import texts
from graphkb.catalogue.form import FOLLOWED, Found, line_of, split
from graphkb.catalogue.reading import (
    CatalogueError,
    Query,
    Rule,
    UnknownName,
    faults_of,
    read_query,
    read_rule,
    shipped_queries,
    shipped_rules,
)
from graphkb.guard import Names, Refused, check, undeclared
from graphkb.languages import Said, Text
from graphkb.ontology import ONTOLOGY
from graphkb.store.home import home

MOST_BYTES = 1_000_000  # of one file
Stamp = tuple[tuple[str, int, int], ...]  # path, time of change in nanoseconds, size


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Rules and queries by name, in alphabetical order; what is wrong with files left out, what is odd about others."""

    rules: Mapping[str, Rule]
    queries: Mapping[str, Query]
    faults: Mapping[str, tuple[Said, ...]]
    warnings: Mapping[str, tuple[Said, ...]]


def rules() -> Mapping[str, Rule]:
    """All coverage rules by id, own ones included, in alphabetical order."""
    return _now().rules


def queries() -> Mapping[str, Query]:
    """All queries of the library by name, own ones included, in alphabetical order."""
    return _now().queries


def faults(folder: str) -> tuple[Said, ...]:
    """What is wrong with the own files of `rules` or `queries` that are left out, a sentence each."""
    return _now().faults[folder]


_NO_RULE = Text("没有规则“{name}”。可用的规则：{known}", "There is no rule {name}. There are: {known}")
_NO_QUERY = Text("没有查询“{name}”。可用的查询：{known}", "There is no query {name}. There are: {known}")


def warnings(folder: str) -> tuple[Said, ...]:
    """What is odd about own files of `rules` or `queries` that are in the catalogue, a sentence each."""
    return _now().warnings[folder]


def refuse_faults(folder: str) -> None:
    """`CatalogueError` with all that is wrong with own files, if anything is."""
    if found := faults(folder):
        raise CatalogueError(texts.lines([*found]))


def find_rules(ids: list[str]) -> list[Rule]:
    """The rules with these ids, each once and in the order asked for; all of them if none is named."""
    known = rules()
    for name in ids:
        if name not in known:
            raise UnknownName(_NO_RULE(name=name, known=list(known)))
    return [known[name] for name in dict.fromkeys(ids or known)]


def find_query(name: str) -> Query:
    """The query of this name."""
    known = queries()
    if name not in known:
        raise UnknownName(_NO_QUERY(name=name, known=list(known)))
    return known[name]


def _now() -> Catalogue:
    return _read(_stamp("rules"), _stamp("queries"))


def text_of(folder: str, name: str) -> str:
    """An own file as it is; empty where it cannot be read."""
    try:
        return _text(home() / folder / f"{name}.cypher")
    except (OSError, ValueError):
        return ""


def _stamp(folder: str) -> Stamp:
    """The own files as they are: whatever is changed changes this."""
    found = list[tuple[str, int, int]]()
    for path in sorted((home() / folder).glob("*.cypher")):
        try:
            about = path.stat()
        except OSError:
            found.append((str(path), 0, 0))  # reading it tells why
        else:
            found.append((str(path), about.st_mtime_ns, about.st_size))
    return tuple(found)


@lru_cache(maxsize=4)
def _read(rule_files: Stamp, query_files: Stamp) -> Catalogue:
    own_rules, wrong_rules, odd_rules = dict[str, Rule](), list[Said](), list[Said]()
    for name, text, said in _looked_through("rules", rule_files, shipped_rules(), wrong_rules):
        own_rules[name] = read_rule(name, text, own=True)
        odd_rules += said
    own_queries, wrong_queries, odd_queries = dict[str, Query](), list[Said](), list[Said]()
    for name, text, said in _looked_through("queries", query_files, shipped_queries(), wrong_queries):
        own_queries[name] = read_query(name, text, own=True)
        odd_queries += said
    return Catalogue(
        MappingProxyType(dict(sorted({**shipped_rules(), **own_rules}.items()))),
        MappingProxyType(dict(sorted({**shipped_queries(), **own_queries}.items()))),
        {"rules": tuple(wrong_rules), "queries": tuple(wrong_queries)},
        {"rules": tuple(odd_rules), "queries": tuple(odd_queries)},
    )


def _looked_through(
    folder: str, stamp: Stamp, shipped: Mapping[str, object], wrong: list[Said]
) -> Iterator[tuple[str, str, list[Said]]]:
    """Name, text and warnings of each file that may be used; what is wrong with the others is put into `wrong`."""
    for path in (Path(entry[0]) for entry in stamp):
        file = f"{folder}/{path.name}"  # below GRAPHKB_HOME, whose own place is nobody's business
        try:
            text = _text(path)
        except (OSError, ValueError) as error:
            wrong.append(texts.AT(file=file, line=1, said=texts.UNREADABLE(cause=_cause(error))))
            continue
        if path.stem in shipped:
            wrong.append(texts.AT(file=file, line=1, said=texts.TAKEN(folder=folder, name=path.stem)))
            continue
        found, odd = all_faults(folder, file, text)
        wrong += found
        if not found:
            yield path.stem, text, odd


def _text(path: Path) -> str:
    """The file as text; ValueError where it is no ordinary file (a pipe would never end), too large or no UTF-8."""
    about = path.stat()
    if not S_ISREG(about.st_mode):
        raise ValueError(texts.NO_FILE())
    if about.st_size > MOST_BYTES:
        raise ValueError(texts.TOO_LARGE(most=MOST_BYTES))
    return path.read_text("utf-8-sig")


def _cause(error: OSError | ValueError) -> object:
    if isinstance(error, OSError):
        return error.strerror
    return error.reason if isinstance(error, UnicodeDecodeError) else error.args[0]


def all_faults(folder: str, file: str, text: str) -> tuple[list[Said], list[Said]]:
    """Everything that is wrong with an own file of `rules` or `queries`, and what is only odd: two lists of sentences."""
    found = faults_of(folder, file, text, own=True)
    try:
        header, body = split(text)
    except ValueError:
        return found, []
    wrong, odd = list[Found](), list[Found]()
    if folder == "rules":
        wrong += _of_header(header)
    patterns = [*_each(header.get("explain")), *_each(header.get("places"))] if folder == "rules" else []
    for part in [body, *map(_asked, patterns)]:
        try:
            names = check(part).names
        except Refused as refused:
            wrong.append((_start(part), refused.said))
        else:
            _judge_names(names, wrong, odd)
    return [*found, *_located(file, text, wrong)], _located(file, text, odd)


def _located(file: str, text: str, found: list[Found]) -> list[Said]:
    """Each of these once, with the line that is meant."""
    said = [texts.AT(file=file, line=line_of(text, sought), said=one) for sought, one in found]
    return list({str(one): one for one in said}.values())


def _asked(pattern: str) -> str:
    """A pattern as a query of its own; one that is followed as far as it goes is followed step by step, so it has an end."""
    plain = " ".join(pattern.split())
    return f"MATCH {plain.replace('*]', '*1..2]') if FOLLOWED.fullmatch(plain) else plain} RETURN 1"


def _each(value: object) -> list[str]:
    several = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [one for one in several if isinstance(one, str)]


def _start(part: str) -> str:
    """A piece of the text by which its first line of code is found."""
    code = [line for line in part.splitlines() if line.strip() and not line.startswith("//")]
    return code[0].removeprefix("MATCH ").removesuffix(" RETURN 1") if code else ""


def _of_header(header: Mapping[str, object]) -> Iterator[Found]:
    """What the header names and the ontology does not declare."""
    subjects = [label.name for label in ONTOLOGY.labels.values() if not label.internal]
    subject = header.get("subject")
    if isinstance(subject, str) and subject not in subjects:
        yield "subject", texts.SUBJECT(name=subject, near=_near(subject, subjects))
    for dataset in _each(header.get("needs")):
        if dataset not in ONTOLOGY.datasets:
            yield "needs", texts.NEEDS(name=dataset, near=_near(dataset, list(ONTOLOGY.datasets)))


def _judge_names(names: Names, wrong: list[Found], odd: list[Found]) -> None:
    """A label that nobody declared may be somebody's own and is odd; a type or property is wrong.

    What the product's own records hold (`:Source`, `:Sheet`) is declared nowhere.
    """
    internal = any(name in ONTOLOGY.labels and ONTOLOGY.labels[name].internal for name in names.labels)
    for kind, name, near in undeclared(names):
        if kind == "property" and internal:
            continue
        hint = texts.NEAR(name=near) if near else ""
        if kind == "label":
            odd.append((name, texts.NO_LABEL(name=name, near=hint)))
        else:
            wrong.append((name, texts.UNDECLARED(kind=texts.KINDS[kind], name=name, near=hint)))


def _near(name: str, known: list[str]) -> Said | str:
    close = get_close_matches(name, known, 1, 0.6)
    return texts.NEAR(name=close[0]) if close else ""
