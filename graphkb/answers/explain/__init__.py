"""Why one subject is judged so: the verdict, every fact it rests on, and the row of the ledger that states each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from graphkb import catalogue
from graphkb.answers.coverage import RULE_TIMEOUT
from graphkb.answers.explain.contested import contested, with_conflicts
from graphkb.answers.explain.evidence import TIMEOUT, Evidence, find_evidence, shown
from graphkb.answers.explain.grounds import find_ledgers, find_places, find_sheets
from graphkb.answers.explain.shapes import COLUMNS, Explanation, Fact, Ledger, Stated, Verdict
from graphkb.areas.scope import LEVELS, at_home
from graphkb.areas.standards import Path, Threshold, find_standards
from graphkb.areas.territory import Within, inside
from graphkb.catalogue import Rule, failing, heeding
from graphkb.catalogue.refused import refuse_kind
from graphkb.catalogue.sentences import ABOVE, OUTSIDE, sentence
from graphkb.cypher import filled, union
from graphkb.languages import Language, Spoken, Text, told
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.waivers.holding import Holding, holding, seen

__all__ = [
    "COLUMNS",
    "Explanation",
    "Fact",
    "Ledger",
    "Stated",
    "Threshold",
    "UnknownSubject",
    "Verdict",
    "explain",
    "find_homes",
    "satisfied",
    "seen_levels",
    "verdicts",
    "worst_first",
]

VERDICTS = {True: "covered", False: "gap", None: "not_assessable"}
_UNKNOWN = Text(
    "规则“{rule}”没有编码为“{subject}”的对象：库中没有它，或它不在这条规则的范围内；请核对编码。",
    "The rule {rule} has no subject with the code {subject}: the store has none, or the rule is not about it. Check the code.",
)
_SATISFIED = Text("“{name}”符合“{rule}”。", "“{name}” satisfies the rule “{rule}”.")


class UnknownSubject(Spoken):
    """The rule has no subject of this code (wrong usage, exit code 2; 404), or none that may be seen."""


def explain(
    store: Store, rule: Rule, subject: str, as_of: date, within: Within | None = None, language: Language = "zh"
) -> Explanation:
    """The verdict of the rule on the subject with this code, and all it rests on. UnknownSubject."""
    row = _judged(store, rule, subject, find_homes(store, rule.subject, subject, within), as_of, within)
    if row is None:
        raise UnknownSubject(_UNKNOWN(rule=rule.id, subject=subject))
    found = _evidence(store, rule, subject, row, as_of, within)
    home = {"code": row["area"], **{level: row[level] for level in LEVELS}}
    above = [home[level] for level in LEVELS if home[level]]
    places = find_places(store, rule, subject, home)
    indicators = {name: paths for name, paths in places.items() if name in ONTOLOGY.indicators}
    waivers = holding(store, as_of).of(rule.id, subject, above) if row["covered"] is False else []
    facts = _facts(store, rule, found, above, within)
    return Explanation(
        rule=rule.id,
        title=told(rule, "title", language),
        subject=subject,
        subject_label=rule.subject,
        subject_name=row["name"],
        verdict=VERDICTS[row["covered"]],
        reason=_reason(rule, row, found.struck, language),
        area=row["area"],
        area_name=row["area_name"],
        path=[home[level] for level in seen_levels(within) if home[level]],
        as_of=as_of,
        ledgers=find_ledgers(store, rule, places, within, language),
        standards=find_standards(store, indicators, as_of, within, language),
        facts=facts,
        hidden=len(found.hidden),
        contested=contested(facts, language),
        waivers=seen(waivers, home, within),
        waived_until=next((one.until for one in waivers), None),
    )


def verdicts(
    store: Store, label: str, code: str, as_of: date, within: Within | None = None, language: Language = "zh"
) -> list[Verdict]:
    """What each rule about this label says of this node, the worst first; rules that do not apply to it stand last.

    The same query and the same sentences as `explain`, without the facts.
    """
    homes, waivers = find_homes(store, label, code, within), holding(store, as_of)
    found = []
    for rule in catalogue.rules().values():
        if rule.subject == label and rule.id not in failing("rules"):
            row = _judged(store, rule, code, homes, as_of, within)
            found.append(_waived(_verdict(store, rule, code, row, as_of, within, language), row, waivers, code))
    return worst_first(found)


def worst_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Gaps, what cannot be judged, what is covered, what a rule is not about."""
    order = ("gap", "not_assessable", "covered", None)
    return sorted(verdicts, key=lambda one: order.index(one.verdict))


def satisfied(rule: Rule, name: str, language: Language = "zh") -> str:
    """The sentence about a subject that is covered."""
    return _SATISFIED(name=name, rule=told(rule, "title", language)).told(language)


def _verdict(
    store: Store,
    rule: Rule,
    code: str,
    row: Mapping[str, Any] | None,
    as_of: date,
    within: Within | None,
    language: Language,
) -> Verdict:
    title = str(told(rule, "title", language))
    if row is None:
        return Verdict(rule.id, title, None, None)
    struck: set[str] = set()
    if within and not row["covered"] and any(any(_texts(value)) for value in row["facts"].values()):
        struck = _evidence(store, rule, code, row, as_of, within).struck
    return Verdict(rule.id, title, VERDICTS[row["covered"]], _reason(rule, row, struck, language))


def _waived(verdict: Verdict, row: Mapping[str, Any] | None, waivers: Holding, code: str) -> Verdict:
    """The verdict, a gap with the day up to which it is waived."""
    if row is None or verdict.verdict != "gap":
        return verdict
    return replace(verdict, waived_until=waivers.until(verdict.rule, code, [row[level] for level in LEVELS]))


def _evidence(store: Store, rule: Rule, subject: str, row: Mapping[str, Any], as_of: date, within: Within | None) -> Evidence:
    texts = sorted({text for value in row["facts"].values() for text in _texts(value)})
    asked = {"subject": subject, "as_of": as_of, "facts": row["facts"], "texts": texts, **(within.parameters if within else {})}
    return find_evidence(store, rule, asked, within)


def _judged(
    store: Store, rule: Rule, subject: str, homes: Iterable[Path], as_of: date, within: Within | None
) -> Mapping[str, Any] | None:
    """The rule's row for the subject, None without one: the rule is bound to the subject's home, nothing else is judged."""
    text = at_home("answers/explain", rule)
    for home in homes:
        asked = {"home": home["code"], "subject": subject, "as_of": as_of, "within": within and within.code}
        with heeding(rule):
            rows = store.read(text, asked, timeout=RULE_TIMEOUT)
        for row in rows:
            if not isinstance(row["covered"], bool | None):
                refuse_kind(rule, repr(row["covered"]))
            return row
    return None


def find_homes(store: Store, label: str, code: str, within: Within | None) -> list[Path]:
    """The areas that the node may be counted in, those that may be seen: `code` and the codes by level, sorted by these."""
    seen = inside("home", within, "City")
    ways = [filled("answers/homes", label=label, way=way, inside=seen) for way in ONTOLOGY.labels[label].home]
    question = union(ways or [filled("answers/home-of-area", label=label, inside=seen)])
    rows = store.read(question, {"subject": code, **(within.parameters if within else {})}, timeout=TIMEOUT)
    homes: dict[str, Path] = {row["code"]: row for row in rows}
    return sorted(homes.values(), key=lambda row: [row[level] or "" for level in LEVELS])


def seen_levels(within: Within | None) -> tuple[str, ...]:
    """The levels of a path that this viewer may see: from their own area down."""
    return LEVELS[LEVELS.index(within.level) :] if within and within.level else LEVELS


def _reason(rule: Rule, row: Mapping[str, Any], struck: set[str], language: Language) -> str:
    """The sentence of the gap list; who lies outside the viewer's area is not named."""
    if row["covered"]:
        return satisfied(rule, row["name"], language)
    facts = {key: _without(value, struck, OUTSIDE.told(language)) for key, value in row["facts"].items()}
    names = {"name": row["name"], "home": row["area_name"], "district": row["district_name"] or ABOVE.told(language)}
    return sentence(rule, row["because"], facts, language, **names)


def _texts(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _without(value: Any, struck: set[str], hidden: str) -> Any:
    if isinstance(value, list):
        return [hidden if item in struck else item for item in value]
    return hidden if value in struck else value


def _facts(store: Store, rule: Rule, found: Evidence, above: list[str], within: Within | None) -> list[Fact]:
    """Nodes, then relationships, each in the order in which it was found, with the rows that state it."""
    everything = [*found.nodes.values(), *found.links.values()]
    references = {reference for properties in everything for reference in properties.get("sources") or ()}
    sheets = find_sheets(store, references, above, within)

    def stated(properties: Mapping[str, Any]) -> list[Stated]:
        return [sheets[reference] for reference in sorted(properties.get("sources") or ()) if reference in sheets]

    nodes = [
        Fact(label, code, p.get("name"), None, None, None, None, shown(label, p), stated(p))
        for (label, code), p in found.nodes.items()
    ]
    links = [
        Fact(kind, None, None, start_label, start, end_label, end, shown(kind, p), stated(p))
        for (kind, start_label, start, end_label, end), p in found.links.items()
    ]
    return with_conflicts(store, rule, [*nodes, *links], references)
