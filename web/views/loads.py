"""What was loaded, with its problems; uploads are checked first and loaded when confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request
from flask_babel import gettext as _

from graphkb.areas.territory import inside
from graphkb.cypher import filled
from graphkb.ingest.load import Options
from graphkb.ingest.report import LoadReport
from graphkb.record.conflicts import Conflict, find_conflicts
from graphkb.record.reports import kept_report
from graphkb.record.sources import SourceRow, find_sources
from graphkb.web import uploads
from graphkb.web.answers import as_download
from graphkb.web.asking import Ask, OneAsk
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.language import chosen
from graphkb.web.lists import paged
from graphkb.web.problems import Problem, not_found
from graphkb.web.rendering.addresses import url_of
from graphkb.web.security import record, requires
from graphkb.web.services import services

loads = Subject("loads")
pages = Blueprint("uploads", __name__)
COLUMNS = (
    *("load", "started", "state", "dataset", "area", "file", "sheet", "edition", "rows_read", "created", "changed"),
    *("unchanged", "skipped", "held", "closed", "reopened", "problems"),
)
SOURCE_COLUMNS = (
    *("source", "dataset", "area", "area_name", "complete", "edition", "file", "load", "loaded", "rows", "open", "closed"),
    *("problems", "held"),
)
CONFLICT_COLUMNS = ("dataset", "label", "code", "property", "stated", "area", "area_name")
PROBLEM_COLUMNS = ("file", "sheet", "row", "column", "code", "severity", "message", "suggestion")


class LoadsAsk(Ask):
    """All of them."""


@loads.list("/loads", title="装载", name="loads", ask=LoadsAsk, columns=COLUMNS, template="loads.html")  # fmt: skip
def load_list(ask: LoadsAsk) -> Listing:
    """Every ledger that the graph was loaded from, with the counts of its load; before them loads that came to no end."""
    rows = [{name: one.get(name) for name in COLUMNS} for one in _read("web/unfinished-loads")] + [*map(_row, _sheets())]
    return paged(rows, ask, lambda row: [row["load"], row["dataset"], row["area"], row["file"]])


class SourcesAsk(Ask):
    """All of them."""


class ConflictsAsk(Ask):
    """All of them."""


@loads.list("/sources", title="已装载的来源", name="sources", ask=SourcesAsk, row=SourceRow, columns=SOURCE_COLUMNS,
            template="sources.html")  # fmt: skip
def source_list(ask: SourcesAsk) -> Listing:
    """Every source within the viewer's area: its last edition, and how many rows it states and does not list any more."""
    parameters = g.within.parameters if g.within else {}
    where = inside("area", g.within, "City")
    found = services().remembered(("sources", g.within), lambda: find_sources(services().store, where, parameters))
    return paged([source.as_row() for source in found], ask, lambda row: row["source"])


@loads.list("/conflicts", title="来源之间的矛盾", name="conflicts", ask=ConflictsAsk, row=Conflict, columns=CONFLICT_COLUMNS,
            template="conflicts.html")  # fmt: skip
def conflict_list(ask: ConflictsAsk) -> Listing:
    """What sources within the viewer's area state differently of the same thing, what counts first."""
    parameters = g.within.parameters if g.within else {}
    where, key = inside("area", g.within, "City"), ("conflicts", g.within, date.today())
    found = services().remembered(key, lambda: find_conflicts(services().store, where, parameters))
    return paged([one.as_row() for one in found], ask, lambda row: [row["dataset"], row["label"], row["code"], row["property"]])


@loads.one("/loads/<load>", title="装载报告", name="load", ask=OneAsk)
def load_report(ask: OneAsk, load: str) -> dict[str, Any]:
    """One load as `graphkb load` reported it."""
    found = [one for one in _sheets() if one["load"] == load]
    if not found and all(one["load"] != load for one in _read("web/unfinished-loads")):
        raise not_found()
    reports = [kept_report(one["report"]) for one in found]
    problems = [problem.as_row(chosen()) for _source, listed in reports for problem in listed]
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
@requires("load", form=("file", "area", "edition", "partial", "accept_shrink"), uploads=True)
def check() -> str:
    """A ledger kept aside and read without writing anything: its report, and a button to load it."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Problem(400, "file", _("请选择一个台账文件。"))
    upload = uploads.keep(services().settings, file.filename, file.stream, _options(), g.viewer.token)
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
    return redirect(url_of(f"/loads/{report.load}"), 303) if report.refused is None else Response(_shown(report))  # type: ignore[return-value]


def _shown(report: LoadReport, **more: Any) -> str:
    data = {**report.as_object(chosen()), "dry_run": report.dry_run}
    about = {"doubts": [doubt.said.told(chosen()) for doubt in report.doubts], "upload": None, "outside": []}
    return render_template("load.html", data=data, parts={"load": report.load}, **about | more)


def _options() -> Options:
    """How the form says that the ledger is to be loaded."""
    partial, shrink = (request.form.get(name) == "1" for name in ("partial", "accept_shrink"))
    return Options(_area(), None, _edition(), partial=partial, accept_shrink=shrink)


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
    return _read("web/sheets")


def _read(name: str) -> list[dict[str, Any]]:
    """What a part of ours finds within the viewer's area."""
    parameters = g.within.parameters if g.within else {}
    return services().store.read(filled(name, inside=inside("area", g.within, "City")), parameters)


def _row(one: Mapping[str, Any]) -> dict[str, Any]:
    source, problems = kept_report(one["report"])
    about = {name: one[name] for name in ("load", "started", "state", "sheet")}
    return {name: {**source, **about, "problems": len(problems)}.get(name) for name in COLUMNS}
