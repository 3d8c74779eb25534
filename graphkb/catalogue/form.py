"""The form of a file of the catalogue: everything that is wrong with its header and its query, not only the first thing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from string import Formatter
from typing import Any, TypeAlias

from graphkb.catalogue import texts
from graphkb.languages import Said, Text, fault

SCOPE_MARKER = "// scope"
# Where a query begins with this line, `node` is what has `$code`, of the label `$label` if that is not empty, found by indexes.
NODE_MARKER = "// node"
# Every rule may use $as_of without declaring it; a query that uses it gets today's day unless told otherwise.
AS_OF = "as_of"
TYPES = {"text": str, "integer": int, "number": float, "flag": bool, "day": date}
FOLLOWED = re.compile(r"\(:(\w+)\)-\[:(\w+)\*\]-\(:\1\)")
FACTS = "facts"
PLACE = "(place:Area)"
TOLD = ("title", "why", "sentences", "words", "columns")  # what people read; the English is headed `_en`

Found: TypeAlias = tuple[str, Said]  # what stands in the line that is meant, and what is wrong there
_RULE_NEEDS = {"title", "title_en", "why", "why_en", "sentences", "sentences_en", "subject", "needs", "explain"}
_QUERY_NEEDS = {"title", "title_en", "why", "why_en", "columns", "columns_en"}
NEEDS = {"rules": _RULE_NEEDS, "queries": _QUERY_NEEDS}
_MAY = {"rules": {"places", "words", "words_en", "parameters"}, "queries": {"parameters"}}
_TABLES = {"sentences", "sentences_en", "words", "words_en", "columns", "columns_en", "places"}
_PARAMETER_KEYS = {"type", "title", "title_en", "default"}
_NAMES = {"name", "home", "district"}  # what a sentence may name besides the facts
_CODE = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_BECAUSE = re.compile(r"\bcovered,(.*)AS because,(.*)AS facts\s*$", re.DOTALL)
_REASON = re.compile(r"(?:THEN|ELSE) '(\w+)'")
_NODE = r"\(\w*(?::\w+(?:\|\w+)*)?(?: \{\w+: '[^']*'\})?\)"
_LINK = r"<?-\[:\w+(?:\|\w+)*(?:\*\d\.\.\d)?\]->?"
_PATTERN = re.compile(rf"{_NODE}(?:{_LINK}{_NODE})*")


def split(text: str) -> tuple[dict[str, Any], str]:
    """The header as a table, and the query below it; `tomllib.TOMLDecodeError` where the header is no TOML."""
    lines = text.splitlines()
    end = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))
    try:
        header = tomllib.loads("\n".join(line.removeprefix("//").removeprefix(" ") for line in lines[:end]))
    except RecursionError:
        raise tomllib.TOMLDecodeError("nested too deeply") from None
    return header, "\n".join(lines[end:]).strip() + "\n"


def bare(text: str) -> str:
    """The text without its comments, texts in quotes emptied: what is left is code."""
    return _CODE.sub(lambda found: "''" if found[0][0] in "'\"" else " ", text)


def used_parameters(text: str) -> set[str]:
    """The names after `$` in the code of a query."""
    return set(re.findall(r"\$(\w+)", bare(text)))


def line_of(text: str, sought: str) -> int:
    """The number of the first line in which this stands, not as part of a longer word; 1 where it stands in none."""
    whole = re.compile(rf"(?<!\w){re.escape(sought)}(?!\w)" if re.fullmatch(r"\w+", sought) else re.escape(sought))
    return next((number for number, line in enumerate(text.splitlines(), 1) if sought and whole.search(line)), 1)


def faults(folder: str, header: Mapping[str, Any], body: str, own: bool) -> Iterator[Found]:
    """Everything wrong with a file of `rules` or `queries`; in one of the user's `own` the English may be left out."""
    needed = {key for key in NEEDS[folder] if not (own and key.endswith("_en"))}
    yield from _keys(header, NEEDS[folder] | _MAY[folder], needed)
    shaped = {key: value for key, value in header.items() if _is_shaped(key, value)}
    yield from ((key, texts.NO_SHAPE(key=key, shape=_shape(key))) for key in header if key not in shaped)
    yield from _english(shaped, own, needed)
    yield from _parameters(shaped.get("parameters", {}), body, own)
    if folder == "rules":
        if header.get("parameters"):
            yield "parameters", texts.NO_PARAMETERS()
        yield from _text(body, shaped.get("sentences", {}))
        asked = [*shaped.get("needs", ()), *re.findall(r"indicator: '(.+?)'", body)]
        yield from _patterns(shaped.get("explain", ()), shaped.get("places", {}), asked)


def _shape(key: str) -> Text:
    if key in ("needs", "explain"):
        return texts.LIST
    return texts.TABLE if key in _TABLES or key == "parameters" else texts.TEXT


def _is_shaped(key: str, value: Any) -> bool:
    if key == "parameters":
        return isinstance(value, dict) and all(isinstance(one, dict) for one in value.values())
    kind = _shape(key)
    inner = list(value.values()) if isinstance(value, dict) else value
    if kind is texts.TEXT:
        return isinstance(value, str)
    return isinstance(value, dict if kind is texts.TABLE else list) and all(isinstance(one, str) for one in inner)


def _keys(header: Mapping[str, Any], allowed: set[str], required: set[str]) -> Iterator[Found]:
    for key in sorted(set(header) - allowed):
        yield key, texts.UNKNOWN_KEY(key=key, known=sorted(allowed))
    if missing := required - set(header):
        yield "", texts.LACKS(keys=sorted(missing))


def _english(header: Mapping[str, Any], own: bool, needed: set[str]) -> Iterator[Found]:
    """Whatever people read stands there in both languages, with the same keys and the same places."""
    for key in TOLD:
        english_key = f"{key}_en"
        if english_key not in header and (own or english_key in needed):
            continue  # may be left out, or is told as lacking
        chinese, english = _texts(header.get(key, {})), _texts(header.get(english_key, {}))
        if set(chinese) != set(english):
            keys = {"others": sorted(english), "chinese": sorted(chinese)}
            yield english_key, texts.KEYS_DIFFER(other=english_key, key=key, **keys)
        for part in sorted(set(chinese) & set(english)):
            if found := fault(chinese[part], english[part]):
                yield english_key, texts.ENGLISH(key=english_key, part=part, found=found)


def _texts(value: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"": value} if isinstance(value, str) else value


def _parameters(declared: Mapping[str, Mapping[str, Any]], body: str, own: bool) -> Iterator[Found]:
    """The declared parameters must be those that the text uses."""
    used = used_parameters(body) - {AS_OF}
    if set(declared) != used:
        sought = f"${min(used - set(declared))}" if used - set(declared) else min(set(declared) - used)
        yield sought, texts.PARAMETERS_DIFFER(declared=sorted(declared), used=sorted(used))
    needed = {"title"} if own else {"title", "title_en"}
    for key, table in declared.items():
        if set(table) - _PARAMETER_KEYS or table.get("type") not in TYPES or not needed <= set(table):
            yield key, texts.PARAMETER(key=key, said=texts.PARAMETER_FORM(types=[*TYPES], titles=sorted(needed)))
        elif not all(isinstance(table.get(name, ""), str) for name in ("title", "title_en")):
            yield key, texts.PARAMETER(key=key, said=texts.TITLES)
        else:
            yield from ((key, texts.PARAMETER(key=key, said=said)) for _, said in _english(table, own, needed))


def _patterns(explain: Iterable[str], places: Mapping[str, str], asked: Iterable[str]) -> Iterator[Found]:
    """What the verdict looks at can be asked for one subject, and nothing but that."""
    for text in (" ".join(pattern.split()) for pattern in explain):
        pattern = text.partition(" WHERE ")[0]
        about_subject = _PATTERN.fullmatch(pattern) and "subject" in bare(text) and used_parameters(text) <= {AS_OF, FACTS}
        if not about_subject and not FOLLOWED.fullmatch(text):
            yield text, texts.EXPLAIN(text=repr(text))
    for dataset, text in places.items():
        if dataset not in asked or not _PATTERN.fullmatch(text) or not all(end in text for end in ("(subject)", PLACE)):
            yield text, texts.PLACES(dataset=dataset)


def _text(text: str, sentences: Mapping[str, str]) -> Iterator[Found]:
    """One marker for the scope, a sentence for each reason the query gives, and facts for what a sentence says."""
    if [line.strip() for line in text.splitlines()].count(SCOPE_MARKER) != 1:
        yield SCOPE_MARKER, texts.SCOPE()
    found = _BECAUSE.search(text[max(text.rfind("\nRETURN "), 0) :])
    if found is None:
        yield "RETURN ", texts.RETURN()
        return
    keys = set(_REASON.findall(found[1]))
    if keys != set(sentences):
        yield "AS because", texts.REASONS(given=sorted(keys), told=sorted(sentences))
    facts = set(re.findall(r"(\w+):", found[2])) | _NAMES
    for key, sentence in sentences.items():
        if missing := _places(sentence) - facts:
            yield sentence, texts.FACTS(key=key, missing=sorted(missing), names=sorted(_NAMES))


def _places(sentence: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError:
        return {sentence}
