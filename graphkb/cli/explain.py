"""`graphkb explain`: why one subject is judged so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text as RichText

from graphkb import catalogue
from graphkb.answers.explain import COLUMNS, Explanation, Fact, Stated, explain
from graphkb.areas.naming import named_rows, with_names
from graphkb.catalogue.sentences import in_words
from graphkb.cli import tables
from graphkb.cli.answering import DayOption, answering, day_of, heed_own_files
from graphkb.cli.output import FormatOption, OutOption, Output, StoreOption, output_of
from graphkb.formats import as_text
from graphkb.languages import Text, both, here, told
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.store.open import open_store

app = typer.Typer()
VERDICTS = {
    "covered": both("已覆盖", "covered"),
    "gap": both("缺口", "gap"),
    "not_assessable": both("无法判断", "not assessable"),
}
_FROM = both("出处", "from")
FACT_TITLES = {"fact": both("事实", "fact"), "what": both("内容", "what"), "from": _FROM}
LEDGER_TITLES = {
    "ledger": both("需要的台账", "ledger needed"),
    "area_name": both("区域", "area"),
    "area": both("编码", "code"),
    "complete": both("完整", "complete"),
    "from": _FROM,
}
STANDARD_TITLES = {
    "indicator": both("标准", "standard"),
    "value": both("数值", "value"),
    "area": both("谁设的", "set by"),
    "since": both("生效日期", "since"),
}
_ABOUT = both(
    "为什么这个对象被判为这样：依据的每个事实，及其来源、文件、表、行。",
    "Why this subject is judged so: each fact behind it with its source, file, sheet and row.",
)
_RULE = both("规则，见 graphkb rules。", "The rule, see graphkb rules.")
_SUBJECT = both("对象的编码，见 graphkb gaps。", "The code of the subject, see graphkb gaps.")
_NAMED = Text("{name}（{code}）", "{name} ({code})")
_JUDGED = Text("{name}（{code}）：{verdict}（{day}）", "{name} ({code}): {verdict} ({day})")
_PROPERTIES = {"zh": "，", "en": ", "}
_PLACES = {"zh": "；", "en": "; "}
_ROW = Text("第 {row} 行", "row {row}")
_WAIVED = Text("已豁免至 {until}：{reason}（{by}）", "Waived until {until}: {reason} ({by})")
_YES, _NO, _UNKNOWN, _DEFAULT = both("是", "yes"), both("否", "no"), both("不明", "unknown"), both("默认", "default")


@app.command("explain", help=_ABOUT)
def explain_command(
    rule: Annotated[str, typer.Argument(help=_RULE)],
    subject: Annotated[str, typer.Argument(help=_SUBJECT)],
    as_of: DayOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """The facts behind one verdict."""
    with answering():
        output = output_of(form, out)
        heed_own_files("rules")
        (found,) = catalogue.find_rules([rule])
        opened = open_store(store)
        try:
            explanation = explain(opened, found, subject, day_of(as_of), language=here())
            _print(output, explanation, opened)
        finally:
            opened.close()


def _print(output: Output, found: Explanation, store: Store) -> None:
    """Whole as one object in JSON; a row for each fact in forms that have rows only; the names of areas beside their codes."""
    if output.form == "table":
        with output.console() as console:
            _show(console, found, store)
    elif output.form in ("json", "jsonl"):
        output.write(named_rows(store, [found.as_object()]), [])
    else:
        output.write(named_rows(store, found.rows()), with_names(COLUMNS))


def _show(console: Console, found: Explanation, store: Store) -> None:
    console.print(RichText(str(_NAMED(name=found.title, code=found.rule)), style="bold"))
    day, verdict = in_words(found.as_of, language=here()), VERDICTS[found.verdict]
    console.print(RichText(str(_JUDGED(name=found.subject_name, code=found.subject, verdict=verdict, day=day))))
    console.print(RichText(found.reason))
    if found.contested:
        console.print(RichText(found.contested))
    for one in found.waivers:
        until = in_words(one.until, language=here())
        console.print(RichText(str(_WAIVED(until=until, reason=one.reason or "", by=one.by or ""))))
    if found.ledgers:
        tables.print_rows(console, named_rows(store, _ledgers(found)), LEDGER_TITLES)
    if found.standards:
        tables.print_rows(console, _standards(found), STANDARD_TITLES)
    tables.print_rows(console, map(_fact, found.facts), FACT_TITLES)


def _ledgers(found: Explanation) -> Iterator[dict[str, str]]:
    for one in found.ledgers:
        yield {
            "ledger": one.title,
            "area": one.area or "",
            "complete": _YES if one.complete else _NO,
            "from": _stated(one.sources),
        }


def _standards(found: Explanation) -> Iterator[dict[str, str]]:
    for one in found.standards:
        since = in_words(one.since, language=here()) if one.since else "" if one.certain else _UNKNOWN
        value = f"{in_words(one.value, language=here())} {one.unit}"
        area = _DEFAULT if one.default else one.area_name or ""
        yield {"indicator": one.indicator, "value": value, "area": area, "since": since}


def _fact(fact: Fact) -> dict[str, str]:
    properties = _PROPERTIES[here()].join(f"{name}={as_text(value)}" for name, value in fact.properties.items())
    if fact.code is not None:
        what = str(_NAMED(name=fact.name or "", code=fact.code))
        title = told(ONTOLOGY.labels[fact.type], "title", here())
    else:
        what = f"{fact.start} → {fact.end}"
        title = told(ONTOLOGY.relationships[fact.type], "title", here())
    return {"fact": title, "what": f"{what} {properties}".strip(), "from": _stated(fact.sources)}


def _stated(sources: Iterable[Stated]) -> str:
    """File, sheet and row, as people look for them."""
    places = ((one.file, one.sheet, str(_ROW(row=one.row)) if one.row else None) for one in sources)
    return _PLACES[here()].join(" ".join(part for part in place if part) for place in places)
