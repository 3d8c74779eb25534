"""docs/rules.md: the catalogue of coverage rules as a page."""

from __future__ import annotations

from graphkb.catalogue import Rule, shipped_rules
from graphkb.ontology import ONTOLOGY, Indicator
from graphkb.reference.markdown import code, page, table

_INTRODUCTION = """Each subject of a rule is **covered**, **a gap**, or **not assessable** (a needed fact is missing:
unknown is never counted as a gap, and never as covered). Coverage = covered / (covered + gap); it
is shown rounded half up to one place, as 100 % and 0 % only where it is exact. Every rule is one query in
`cypher/rules/` that returns a row for each subject; totals, gaps, roll-ups and reasons derive from those
rows. [judging.md](judging.md) says when exactly a subject is covered,
[adding-a-rule.md](adding-a-rule.md) how to write a rule."""
_NEEDS = """*Needs* names the ledgers without which absence is not known: where none of them is complete for the
subject's home area, a subject that the loaded facts do not cover is not assessable. *Reasons* are the
sentences that `graphkb gaps` and `graphkb explain` give; what stands in braces is filled in. *Looks at*
names the patterns of the graph that decide: `graphkb explain` lists what they find, with its sources."""


def rules_page() -> str:
    """The page."""
    found = shipped_rules().values()
    rows = ((f"[`{rule.id}`](#{rule.id})", rule.title, rule.title_en) for rule in found)
    overview = table(("rule", "title", "in English"), rows)
    return page("Coverage rules", "`cypher/rules/`", _INTRODUCTION, overview, _NEEDS, *map(_rule, found))


def _rule(rule: Rule) -> str:
    facts = table(("", ""), _facts(rule))
    sentences = ((f"`{key}`", sentence, rule.sentences_en[key]) for key, sentence in rule.sentences.items())
    reasons = table(("reason", "sentence", "in English"), sentences)
    return f"## {rule.id}\n\n{rule.title}: {rule.title_en}.\n\n{facts}\n\n{reasons}"


def _facts(rule: Rule) -> list[tuple[str, str]]:
    facts = [
        ("why", f"{rule.why} {rule.why_en}"),
        ("subject", f"{ONTOLOGY.labels[rule.subject].title} `{rule.subject}`"),
        ("home area", _home(rule.subject)),
        ("needs", "、".join(ONTOLOGY.datasets[dataset].sheet for dataset in rule.needs) or "–"),
    ]
    if standards := _standards(rule):
        facts.append(("standard", "、".join(map(_standard, standards))))
    facts.append(("looks at", "<br>".join(map(code, rule.explain))))
    return [*facts, ("query", f"[cypher/rules/{rule.id}.cypher](../cypher/rules/{rule.id}.cypher)")]


def _home(subject: str) -> str:
    if ONTOLOGY.labels[subject].area:
        return "itself"
    if subject in ONTOLOGY.relationships["LIES_IN"].start:
        return "where it lies"
    return "see [graph.md](graph.md#home-areas)"


def _standards(rule: Rule) -> list[Indicator]:
    return [indicator for indicator in ONTOLOGY.indicators.values() if f"'{indicator.name}'" in rule.text]


def _standard(indicator: Indicator) -> str:
    default = "no default" if indicator.default is None else f"default {indicator.default:g}"
    return f"{indicator.name} ({indicator.unit}, {default})"
