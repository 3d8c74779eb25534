"""What was loaded, with its problems; uploads are checked first and loaded when confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request
from flask_babel import gettext as _

from graphkb.ingest.report import LoadReport
from graphkb.ingest.unchanged import kept_report
from graphkb.territory import inside
from graphkb.web import uploads
from graphkb.web.answers import as_download
from graphkb.web.asking import Ask, OneAsk
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.lists import paged
from graphkb.web.problems import Problem, not_found
from graphkb.web.security import record, requires
from graphkb.web.services import services

loads = Subject("loads")
pages = Blueprint("uploads", __name__)
COLUMNS = (
    *("load", "started", "state", "dataset", "area", "file", "sheet", "edition", "rows_read", "created", "changed"),
    *("unchanged", "skipped", "held", "closed", "reopened", "problems"),
)
PROBLEM_COLUMNS = ("file", "sheet", "row", "column", "code", "severity", "message", "suggestion")
_SHEETS = """
MATCH (sheet:Sheet)
MATCH (source:Source {code: sheet.source})
MATCH (area:Area {code: source.area})
WHERE sheet.report IS NOT NULL AND {inside}
OPTIONAL MATCH (load:Load {code: sheet.load})
RETURN sheet.load AS load, load.started AS started, load.state AS state, sheet.sheet AS sheet, sheet.report AS report,
       sheet.code AS code
ORDER BY started DESC, load DESC, code
"""


class LoadsAsk(Ask):
    """All of them."""


@loads.list("/loads", title="装载", name="loads", ask=LoadsAsk, columns=COLUMNS, template="loads.html")  # fmt: skip
def load_list(ask: LoadsAsk) -> Listing:
    """Every ledger that the graph was loaded from, with the counts of its load."""
    return paged([_row(one) for one in _sheets()], ask, lambda row: [row["load"], row["dataset"], row["area"], row["file"]])


@loads.one("/loads/<load>", title="装载报告", name="load", ask=OneAsk)
def load_report(ask: OneAsk, load: str) -> dict[str, Any]:
    """One load as `graphkb load` reported it."""
    found = [one for one in _sheets() if one["load"] == load]
    if not found:
        raise not_found()
    reports = [kept_report(one["report"]) for one in found]
    problems = [problem for _source, listed in reports for problem in listed]
    return {"load": load, "sources": [source for source, _listed in reports], "problems": problems, "refused": None}


@pages.get("/loads/<load>/problems")
@requires("read")
def problem_file(load: str) -> Response:
    """The problems of a load as a workbook: each with its file, sheet, row and column."""
    found = load_report(OneAsk(), load)["problems"]
    record("export", path=request.path, form="xlsx", count=len(found))
    title = _("装载问题")
    return as_download(f"{title}-{load}", "xlsx", Listing(found, len(found)), PROBLEM_COLUMNS, None)


@pages.post("/loads/check")
@requires("load", form=("file", "area", "edition"), uploads=True)
def check() -> str:
    """A ledger kept aside and read without writing anything: its report, and a button to load it."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Problem(400, "file", _("请选择一个台账文件。"))
    upload = uploads.keep(services().settings, file.filename, file.stream, _area(), _edition(), g.viewer.token)
    report = uploads.run(services().store, upload, dry_run=True)
    outside = uploads.outside(services().store, report, g.within)
    record("load", outcome="checked", subject=upload.id, file=upload.name, count=len(report.problems))
    return _shown(report, upload=None if outside or report.refused else upload, outside=outside)


@pages.post("/loads/confirm/<upload>")
@requires("load", form=())
def confirm(upload: str) -> Response:
    """The ledger that was checked, loaded."""
    found = uploads.find(services().settings, upload, g.viewer.token)
    if found is None:
        raise not_found()
    if uploads.outside(services().store, uploads.run(services().store, found, dry_run=True), g.within):
        raise Problem(403, "area", _("台账涉及您的区域以外，未装载。"))
    record("load", subject=found.id, file=found.name)
    report = uploads.run(services().store, found, dry_run=False)
    uploads.remove(found)
    return redirect(f"/loads/{report.load}", 303) if report.refused is None else Response(_shown(report))  # type: ignore[return-value]


def _shown(report: LoadReport, **more: Any) -> str:
    data = {**report.as_object(), "dry_run": report.dry_run}
    return render_template("load.html", data=data, parts={"load": report.load}, **{"upload": None, "outside": [], **more})


def _area() -> str | None:
    """The source's area: what the form says; a loader with an area can give none but one inside it."""
    given = request.form.get("area", "").strip() or None
    return given or (g.within.code if g.within else None)


def _edition() -> date:
    text = request.form.get("edition", "").strip()
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise Problem(400, "parameter", _("版本日期写成 2026-01-31。")) from None


def _sheets() -> list[dict[str, Any]]:
    parameters = g.within.parameters if g.within else {}
    return services().store.read(_SHEETS.replace("{inside}", inside("area", g.within, "City")), parameters)


def _row(one: Mapping[str, Any]) -> dict[str, Any]:
    source, problems = kept_report(one["report"])
    about = {name: one[name] for name in ("load", "started", "state", "sheet")}
    return {name: {**source, **about, "problems": len(problems)}.get(name) for name in COLUMNS}
