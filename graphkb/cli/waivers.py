"""`graphkb waive`, `waivers` and `unwaive`: gaps taken off the to-do list for a time, which stay gaps in every number."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from graphkb import catalogue
from graphkb.access.open import open_access
from graphkb.answers.waiving import check_waivable, waive
from graphkb.areas.naming import named_rows, with_names
from graphkb.areas.scope import find_scope
from graphkb.areas.territory import find_within
from graphkb.cli import tables
from graphkb.cli.answering import AreaOption, DayOption, answering, day_of, heed_own_files, print_answer, say
from graphkb.cli.coverage import RuleOption
from graphkb.cli.explain import VERDICTS
from graphkb.cli.output import FormatOption, OutOption, StoreOption, output_of
from graphkb.languages import Text, both, here, told
from graphkb.store import Store
from graphkb.store.open import open_store
from graphkb.waivers.kept import find_waivers, new_id, take_back
from graphkb.waivers.shapes import BadWaiver, Waiver, Wanted

app = typer.Typer()
USAGE = 2
COLUMNS = with_names(tuple(field.name for field in fields(Waiver)))
TITLES = {
    "id": both("编号", "id"),
    "rule": both("规则", "rule"),
    "about": both("豁免什么", "what"),
    "reason": both("理由", "reason"),
    "until": both("至", "until"),
    "by": both("谁", "who"),
    "state": both("状态", "state"),
}
STATES = {
    "in_force": both("有效", "in force"),
    "expired": both("已到期", "expired"),
    "taken_back": both("已撤销", "taken back"),
}
_RULE = both("规则，见 graphkb rules。", "The rule, see graphkb rules.")
_SUBJECT = both(
    "对象的编码，见 graphkb gaps；豁免整个区域时不写。",
    "The code of the subject, see graphkb gaps; none where an area is waived.",
)
_AREA = both("豁免这个区域及其下级的全部对象。", "Waive all subjects of this area and of those below it.")
_REASON = both("为什么不催办，一行文字；不要写个人信息。", "Why nobody is to act, one line; no personal data.")
_UNTIL = both("最后一天，过后自动失效。", "The last day; it ends by itself.")
_NO_DAY = both("请写明豁免的最后一天，如 --until 2027-03-31。", "Give the waiver's last day, such as --until 2027-03-31.")
_EVERY = both("也列出已到期和已撤销的。", "List those that ended or were taken back too.")
_ID = both("豁免的编号，见 graphkb waivers。", "The id of the waiver, see graphkb waivers.")
_SET = Text("已豁免（{id}），至 {until}。缺口仍计入数字。", "Waived ({id}) until {until}. The gap stays in the numbers.")
_NO_GAP = Text(
    "这个对象目前不是缺口（{verdict}），豁免等它成为缺口时才起作用。",
    "The subject is no gap at present ({verdict}): the waiver does something only once it is one.",
)
_TAKEN_BACK = Text("已撤销 {count} 个豁免。", "{count:waiver} taken back.")
_UNKNOWN = Text(
    "没有有效的豁免 {ids}；请用 graphkb waivers 核对编号。", "No waiver in force has the id {ids}; see graphkb waivers."
)
_WHOLE_AREA = Text("{area} 全部对象", "all subjects of {area}")


@app.command(
    "waive",
    help=both(
        "豁免一个缺口：在到期前不列为待办，仍是缺口，数字不变。",
        "Waive a gap: off the to-do list for a time, still a gap, the numbers stay.",
    ),
)
def waive_command(
    rule: Annotated[str, typer.Argument(help=_RULE)],
    subject: Annotated[str | None, typer.Argument(help=_SUBJECT)] = None,
    reason: Annotated[str, typer.Option("--reason", help=_REASON)] = "",
    until: Annotated[datetime | None, typer.Option("--until", help=_UNTIL, formats=["%Y-%m-%d"], metavar="DATE")] = None,
    area: Annotated[str | None, typer.Option("--area", help=_AREA, metavar="CODE")] = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """A waiver, set from the command line."""
    if until is None:
        raise typer.BadParameter(_NO_DAY, param_hint="--until")
    with _answering():
        output = output_of(form, out)
        heed_own_files("rules")
        (found,) = catalogue.find_rules([rule])
        wanted = Wanted(rule, subject, area, reason, until.date(), getpass.getuser())
        with open_store(store) as opened:
            verdict = check_waivable(opened, found, wanted)
            own = new_id()
            said: dict[str, Any] = {"subject_code": subject, "subject_area": area, "reason": reason, "until": wanted.until}
            open_access().audit.write("waive", outcome="set", subject=own, user=wanted.by, rule=rule, **said)
            waive(opened, found, wanted, own)
            rows = _rows(opened, [one for one in find_waivers(opened, date.today()) if one.id == own])
        say(str(_SET(id=own, until=wanted.until)))
        if verdict and verdict != "gap":
            say(str(_NO_GAP(verdict=VERDICTS[verdict])))
        print_answer(output, rows, COLUMNS, lambda console: _show(console, rows))


@app.command(
    "waivers", help=both("列出豁免：规则、对象、理由、谁、至何时。", "List waivers: rule, subject, reason, who, until when.")
)
def waivers_command(
    rule: RuleOption = None,
    area: AreaOption = None,
    every: Annotated[bool, typer.Option("--all", help=_EVERY)] = False,
    as_of: DayOption = None,
    store: StoreOption = None,
    form: FormatOption = None,
    out: OutOption = None,
) -> None:
    """The waivers in force."""
    with _answering():
        output = output_of(form, out)
        heed_own_files("rules")
        rules = [one.id for one in catalogue.find_rules(rule or [])] if rule else []
        with open_store(store) as opened:
            find_scope(opened, area)
            below = find_within(opened, area)
            rows = _rows(opened, find_waivers(opened, day_of(as_of), rules=rules, area=below, every=every))
        print_answer(output, rows, COLUMNS, lambda console: _show(console, rows))


@app.command("unwaive", help=both("撤销豁免；记录保留。", "Take waivers back; they are kept on record."))
def unwaive_command(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help=_ID)],
    store: StoreOption = None,
) -> None:
    """Waivers, taken back."""
    with _answering(), open_store(store) as opened:
        known = {one.id for one in find_waivers(opened, date.min)}
        if unknown := [one for one in ids if one not in known]:
            say(str(_UNKNOWN(ids=unknown)))
            raise typer.Exit(USAGE)
        user, access = getpass.getuser(), open_access()
        for own in ids:
            access.audit.write("waive", outcome="taken_back", subject=own, user=user)
        take_back(opened, ids, user)
        say(str(_TAKEN_BACK(count=len(ids))))


@contextmanager
def _answering() -> Iterator[None]:
    """What `answering` says, and what is wrong with a waiver."""
    with answering():
        try:
            yield
        except BadWaiver as error:
            say(str(error))
            raise typer.Exit(USAGE) from error


def _rows(store: Store, found: list[Waiver]) -> list[dict[str, Any]]:
    return list(named_rows(store, (one.as_row() for one in found)))


def _show(console: Console, rows: list[dict[str, Any]]) -> None:
    tables.print_rows(console, map(_shown, rows), TITLES)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    known = catalogue.rules().get(row["rule"])
    about = f"{row['subject_name'] or ''} {row['subject']}".strip()
    whole = _WHOLE_AREA(area=row.get("area_name") or row["area"]).told(here())
    rule = told(known, "title", here()) if known else row["rule"]
    return {**row, "rule": rule, "about": about if row["subject"] else whole, "state": STATES[row["state"]]}
