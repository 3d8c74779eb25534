"""What templates can do: titles of columns, numbers and days in the visitor's language, links by column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request
from flask_babel import format_date, format_datetime, format_decimal, format_percent, gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from pydantic import BaseModel

from graphkb import catalogue, languages
from graphkb.network import MOST_NODES, TITLES
from graphkb.ontology import ONTOLOGY
from graphkb.problems import CODES
from graphkb.web import places
from graphkb.web.language import LANGUAGES, by_pinyin, chosen
from graphkb.web.maps import area_map
from graphkb.web.services import services

COLUMN_TITLES = {
    "rule": _("规则"), "area": _("区域编码"), "area_name": _("区域"), "level": _("层级"), "covered": _("已覆盖"),
    "gap": _("缺口"), "not_assessable": _("无法判断"), "waived": _("已豁免"), "coverage": _("覆盖率"),
    "subject": _("对象编码"), "subject_label": _("类型"), "subject_name": _("对象"), "verdict": _("判断"),
    "reason": _("原因"), "path": _("所在"), "since": _("自"), "waived_until": _("豁免至"),
    "unit": _("单位代码"), "unit_name": _("共建单位"), "unit_kind": _("单位类型"), "community": _("社区编码"),
    "community_name": _("社区"), "agreement": _("协议"), "signed": _("签订"), "expires": _("到期"), "in_force": _("有效"),
    "demands": _("需求"), "resources": _("资源"), "projects": _("项目"), "completed": _("已完成"),
    "code": _("编码"), "name": _("名称"), "kind": _("类型"), "label": _("类型"), "dataset": _("台账"), "file": _("文件"),
    "sheet": _("工作表"), "row": _("行"), "edition": _("版本"), "source": _("来源"), "title": _("名称"), "why": _("说明"),
    "query": _("查询"), "parameters": _("参数"), "parent": _("上级"), "rows_read": _("读入"), "created": _("新增"),
    "changed": _("变更"), "unchanged": _("未变"), "skipped": _("跳过"), "held": _("待审"), "closed": _("关闭"),
    "reopened": _("重开"), "load": _("装载"), "started": _("开始"), "finished": _("结束"), "state": _("状态"),
    "longitude": _("经度"), "latitude": _("纬度"), "title_en": _("名称"), "column": _("列"), "severity": _("程度"),
    "message": _("说明"), "suggestion": _("建议"), "problems": _("问题"),
}  # fmt: skip
WORDS = {
    "gap": _("缺口"), "not_assessable": _("无法判断"), "covered": _("已覆盖"),
    "city": _("市"), "district": _("县区"), "street": _("街道"), "community": _("社区"), "grid": _("网格"),
    "true": _("是"), "false": _("否"), "无": _("无"), "done": _("完成"), "running": _("进行中"),
    "error": _("错误"), "warning": _("警告"), "notice": _("提示"),
}  # fmt: skip


_PROPERTIES = {one.name: one for properties in ONTOLOGY.properties.values() for one in properties}
_GIVEN = {"kind": _("类型"), "closed_on": _("关闭于"), "mode": _("方式"), "unknown": _("不明")}
# Signs between texts, for the filter `listed` and for templates.
SIGNS = (_("、"), _("；"), _("："), _("，"), _("（"), _("）"))
NUMERIC = frozenset(
    ("covered", "gap", "not_assessable", "waived", "coverage", "demands", "resources", "projects", "completed", "rows_read")
) | {"created", "changed", "unchanged", "skipped", "held", "closed", "reopened", "row"}


def help_templates(app: Flask) -> None:
    """Filters and functions for all templates."""
    app.jinja_env.filters.update(
        share=share, number=number, day=day, moment=moment, word=word, blanks=blanks, rule_title=rule_title,
        listed=listed, dataset_title=dataset_title, by_pinyin=by_name, worst_first=worst_first,
    )  # fmt: skip
    app.jinja_env.globals.update(
        column_title=lambda name: COLUMN_TITLES.get(name, name),
        rules=catalogue.rules, ontology=ONTOLOGY, rule_title=rule_title, label_title=label_title,
        with_arguments=with_arguments, language=chosen, languages=LANGUAGES, gettext=gettext, url_of=url_of,
        node_url=node_url, network_url=network_url, fact_text=fact_text,
        fields=fields, navigation=navigation, run_note=run_note, numeric=NUMERIC, area_choices=places.choices,
        area_name=places.name, know_areas=places.know, synthetic=places.synthetic, property_title=property_title,
        relationship_title=relationship_title, dataset_title=dataset_title, indicator_title=indicator_title,
        problem_title=problem_title, told=told, area_map=area_map, most_nodes=most_nodes,
    )  # fmt: skip
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True


def share(value: float | None) -> str:
    """A share between 0 and 1 as per cent, cut off (not rounded) to one place: 0.71559 → 71.5%."""
    return "—" if value is None else _percent(int(value * 1000 + 1e-9), chosen())


def number(value: float | int | None) -> str:
    """A number as the language writes it."""
    return "—" if value is None else _decimal(value, chosen())


# A page of numbers has hundreds of them, most often the same, and each takes longer to write than to read from the store.
@lru_cache(maxsize=10_000)
def _decimal(value: float | int, language: str) -> str:
    return str(format_decimal(value))


@lru_cache(maxsize=2_000)
def _percent(thousandths: int, language: str) -> str:
    return str(format_percent(thousandths / 1000, "#,##0.0%"))


def day(value: date | datetime | str | None) -> str:
    """A day as the language writes it."""
    if not value:
        return "—"
    return str(format_date(date.fromisoformat(str(value)[:10]), "medium"))


def moment(value: datetime | str | None) -> str:
    """A moment of the record (UTC) on the clock of this machine, to the minute."""
    if not value:
        return "—"
    when = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    here = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone()
    return f"{day(here)} {here:%H:%M}"


def blanks(text: str) -> str:
    """A sentence with its places left open: …"""
    return re.sub(r"\{\w+\}", "…", text)


def word(value: Any) -> str:
    """A value of the interface in words."""
    key = str(value).lower() if isinstance(value, bool) else str(value)
    return str(WORDS.get(key, value))


def listed(values: Iterable[Any], sign: str = "、") -> str:
    """The values one after the other, with the sign of the language between them."""
    return str(gettext(sign).join(map(str, values)))


def told(entry: Any, name: str = "title") -> Any:
    """What an entry of a declaration carries under this name, in the visitor's language."""
    return languages.told(entry, name, chosen())


def fact_text(label: str, name: str, value: Any) -> str:
    """The value of a node's or relationship's property as people write it, with its unit."""
    if isinstance(value, (list, tuple)):
        # What is not known is listed by the names of its properties.
        return listed((property_title(str(one)) if name == "unknown" else one for one in value), "；")
    if isinstance(value, datetime):
        return str(format_datetime(value, "medium", rebase=False))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return word(value)
    unit = _units(label).get(name, "")
    if unit == "°" or name == "year":
        return f"{value}{unit}"
    return f"{number(value)} {unit}".strip()


def _units(label: str) -> dict[str, str]:
    known = ONTOLOGY.properties_of(label) if label in ONTOLOGY.labels else ()
    return {one.name: told(one, "unit") for one in known if one.unit}


def rule_title(rule: str) -> str:
    """The rule's title in the visitor's language; like the following, of an unknown one what it was asked for."""
    known = catalogue.rules().get(rule)
    return str(told(known)) if known else rule


def label_title(label: str) -> str:
    """A label in the visitor's language."""
    known = ONTOLOGY.labels.get(label)
    return str(told(known)) if known else label


def property_title(name: str) -> str:
    """A property in the visitor's language."""
    known = _PROPERTIES.get(name)
    return str(told(known)) if known else str(_GIVEN.get(name, name))


def relationship_title(name: str) -> str:
    """A type of relationship in the visitor's language, `CO_BUILDS_WITH` included."""
    return TITLES[name].told(chosen()) if name in TITLES else name


def dataset_title(name: str) -> str:
    """A ledger in the visitor's language."""
    known = ONTOLOGY.datasets.get(name)
    return str(told(known, "sheet")) if known else name


def indicator_title(name: str) -> str:
    """An indicator in the visitor's language."""
    known = ONTOLOGY.indicators.get(name)
    return str(told(known)) if known else name


def problem_title(code: str) -> str:
    """What a code of a problem means, in the visitor's language."""
    return CODES[code].told(chosen()) if code in CODES else code


def url_of(path: str, **arguments: Any) -> str:
    """An address with those arguments that are not None."""
    given = {name: value for name, value in arguments.items() if value is not None}
    return f"{path}?{urlencode(given)}" if given else path


def node_url(label: str, code: str) -> str:
    """The page of a node: an area's profile, else the page of any subject."""
    known = ONTOLOGY.labels.get(label)
    return f"/areas/{quote(code, safe='')}" if known and known.area else f"/subjects/{label}/{quote(code, safe='')}"


def network_url(label: str, code: str, /, **arguments: Any) -> str:
    """The network around a node."""
    return url_of(f"/network/{label}/{quote(code, safe='')}", **arguments)


def most_nodes() -> int:
    """How many nodes a picture may have."""
    return min(services().settings.network_nodes, MOST_NODES)


def fields(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """The parameters of a question as fields of a form."""
    return {
        name: {"title": one.title or name, **(one.json_schema_extra if isinstance(one.json_schema_extra, dict) else {})}
        for name, one in model.model_fields.items()
    }


def navigation() -> list[tuple[str, str]]:
    """Where the visitor may go."""
    places = [
        ("/", gettext("总览"), "read"), ("/gaps", gettext("缺口"), "read"), ("/areas?level=district", gettext("区域"), "read"),
        ("/network", gettext("网络"), "read"), ("/cobuilding/pairs", gettext("共建"), "read"),
        ("/rules", gettext("规则"), "read"),
        ("/queries", gettext("查询"), "cypher"), ("/console", gettext("控制台"), "cypher"), ("/loads", gettext("装载"), "read"),
    ]  # fmt: skip
    viewer = g.get("viewer")
    return [(path, title) for path, title, right in places if viewer is not None and viewer.may(right)]


def run_note(run: Mapping[str, Any]) -> Markup:
    """Which run the numbers on the page come from."""
    if not run["current"]:
        text = gettext("正在装载，以下仍是上一次的数字。")
        return Markup('<p class="notice stale">{}</p>').format(text)
    text = gettext("数字按 %(day)s 判断，计算于 %(made)s。", day=day(run["as_of"]), made=moment(run["made"]))
    link = Markup(' <a href="/loads/{}">{}</a>').format(run["load"], gettext("所用的装载")) if run["load"] else ""
    return Markup('<p class="run-note">{}{}</p>').format(text, link)


def with_arguments(**changed: Any) -> str:
    """The address of this page with some arguments changed; None takes one away."""
    arguments = request.args.to_dict(flat=False)
    arguments.update({name: [str(value)] for name, value in changed.items() if value is not None})
    for name, value in changed.items():
        if value is None:
            arguments.pop(name, None)
    text = urlencode([(name, one) for name, values in arguments.items() for one in values if one != ""])
    return f"{request.path}?{text}" if text else request.path


def by_name(rows: Iterable[Any]) -> list[Any]:
    """Rows in the order in which people look names up."""
    return sorted(rows, key=lambda row: by_pinyin(row["name"]))


def worst_first(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Numbers from the lowest share up; those without a share stand last."""
    return sorted(rows, key=lambda row: (row["coverage"] is None, row["coverage"] or 0, row["rule"]))
