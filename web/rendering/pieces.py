"""Pieces that many pages have: the way around, forms, the run that numbers come from, the order of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import g
from flask_babel import gettext
from markupsafe import Markup
from pydantic import BaseModel

from graphkb.network import MOST_NODES
from graphkb.web.language import by_pinyin
from graphkb.web.rendering.addresses import url_of
from graphkb.web.rendering.values import day, moment
from graphkb.web.services import services

NUMERIC = frozenset(
    ("covered", "gap", "not_assessable", "waived", "coverage", "demands", "resources", "projects", "completed", "rows_read")
) | {"created", "changed", "unchanged", "skipped", "held", "closed", "reopened", "row"}


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
        ("/", gettext("总览"), "read"), ("/gaps", gettext("缺口"), "read"), ("/league", gettext("排名"), "read"),
        ("/areas?level=district", gettext("区域"), "read"),
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
    link = Markup(' <a href="{}">{}</a>').format(url_of(f"/loads/{run['load']}"), gettext("所用的装载")) if run["load"] else ""
    return Markup('<p class="run-note">{}{}</p>').format(text, link)


def by_name(rows: Iterable[Any]) -> list[Any]:
    """Rows in the order in which people look names up."""
    return sorted(rows, key=lambda row: by_pinyin(row["name"]))


def worst_first(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Numbers from the lowest share up; those without a share stand last."""
    return sorted(rows, key=lambda row: (row["coverage"] is None, row["coverage"] or 0, row["rule"]))
