"""`graphkb explain`: why one subject is judged so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from graphkb import catalogue
from graphkb.cli import tables
from graphkb.cli.answering import DayOption, answering, day_of
from graphkb.cli.output import FormatOption, OutOption, Output, StoreOption, output_of
from graphkb.explain import COLUMNS, Explanation, Fact, Stated, explain
from graphkb.formats import as_text
from graphkb.ontology import ONTOLOGY
from graphkb.sentences import in_words
from graphkb.store.open import open_store

app = typer.Typer()
VERDICTS = {"covered": "已覆盖", "gap": "缺口", "not_assessable": "无法判断"}
FACT_TITLES = {"fact": "事实", "what": "内容", "from": "出处"}
LEDGER_TITLES = {"ledger": "需要的台账", "area": "区域", "complete": "完整", "from": "出处"}
STANDARD_TITLES = {"indicator": "标准", "value": "数值", "area": "谁设的", "since": "生效日期"}


@app.command("explain")
def explain_command(
    rule: Annotated[str, typer.Argument(help="规则，见 graphkb rules。")],
    subject: Annotated[str, typer.Argument(help="对象的编码，见 graphkb gaps。")],
    as_of: DayOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """为什么这个对象被判为这样：依据的每个事实，及其来源、文件、表、行。"""
    with answering():
        output = output_of(form, out)
        (found,) = catalogue.find_rules([rule])
        opened = open_store(store)
        try:
            explanation = explain(opened, found, subject, day_of(as_of))
        finally:
            opened.close()
        _print(output, explanation)


def _print(output: Output, found: Explanation) -> None:
    """Whole as one object in JSON; a row for each fact in forms that have rows only."""
    if output.form == "table":
        with output.console() as console:
            _show(console, found)
    elif output.form in ("json", "jsonl"):
        output.write([found.as_object()], [])
    else:
        output.write(found.rows(), COLUMNS)


def _show(console: Console, found: Explanation) -> None:
    console.print(Text(f"{found.title}（{found.rule}）", style="bold"))
    console.print(Text(f"{found.subject_name}（{found.subject}）：{VERDICTS[found.verdict]}（{in_words(found.as_of)}）"))
    console.print(Text(found.reason))
    if found.ledgers:
        tables.print_rows(console, _ledgers(found), LEDGER_TITLES)
    if found.standards:
        tables.print_rows(console, _standards(found), STANDARD_TITLES)
    tables.print_rows(console, map(_fact, found.facts), FACT_TITLES)


def _ledgers(found: Explanation) -> Iterator[dict[str, str]]:
    for one in found.ledgers:
        yield {
            "ledger": one.title,
            "area": one.area or "",
            "complete": "是" if one.complete else "否",
            "from": _stated(one.sources),
        }


def _standards(found: Explanation) -> Iterator[dict[str, str]]:
    for one in found.standards:
        since = in_words(one.since) if one.since else "" if one.certain else "不明"
        value = f"{in_words(one.value)} {one.unit}"
        yield {"indicator": one.indicator, "value": value, "area": "默认" if one.default else one.area_name or "", "since": since}


def _fact(fact: Fact) -> dict[str, str]:
    properties = "，".join(f"{name}={as_text(value)}" for name, value in fact.properties.items())
    if fact.code is not None:
        what = f"{fact.name or ''}（{fact.code}）"
        title = ONTOLOGY.labels[fact.type].title
    else:
        what = f"{fact.start} → {fact.end}"
        title = ONTOLOGY.relationships[fact.type].title
    return {"fact": title, "what": f"{what} {properties}".strip(), "from": _stated(fact.sources)}


def _stated(sources: Iterable[Stated]) -> str:
    """File, sheet and row, as people look for them."""
    places = ((one.file, one.sheet, f"第 {one.row} 行" if one.row else None) for one in sources)
    return "；".join(" ".join(part for part in place if part) for place in places)
