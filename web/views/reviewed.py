"""What waits for a person: suggestions with their reasons, accepted, rejected and taken back, several at once."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, g, redirect, request
from flask_babel import gettext as _

from graphkb.review.items import COLUMNS, Item
from graphkb.review.merges import merge_items
from graphkb.review.queue import STEPS, Step, UnknownItem, contradicted, decide, queue
from graphkb.web.asking import Ask
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.language import chosen, said
from graphkb.web.lists import paged
from graphkb.web.problems import Problem
from graphkb.web.rendering.addresses import url_of
from graphkb.web.security import record, requires
from graphkb.web.services import services

reviewed = Subject("reviewed")
pages = Blueprint("deciding", __name__)


class ReviewAsk(Ask):
    """All of them."""


@reviewed.list("/review", title="审核", name="review", ask=ReviewAsk, columns=COLUMNS, right="load", template="review.html")
def review_list(ask: ReviewAsk) -> Listing:
    """What waits within the viewer's area, then what was decided: each with its reasons and what a decision will change."""
    found = queue(services().store, g.within, _units())
    rows = [item.as_row(chosen()) for item in found]
    return paged(rows, ask, lambda row: row["id"], warnings=_warnings(found))


@pages.post("/review/decide")
@requires("load", form=("step", "id"))
def decide_step() -> Response:
    """The lines that were chosen, accepted, rejected or taken back."""
    step, ids = request.form.get("step", ""), request.form.getlist("id")
    if step not in STEPS or not ids:
        raise Problem(400, "review", _("请先勾选，再点接受、拒绝或撤回。"))
    record("review", outcome=step, subject=" ".join(ids))
    try:
        decide(services().store, cast(Step, step), ids, by=g.viewer.token or "", within=g.within, units=_units())
    except UnknownItem as error:
        raise Problem(404, "review", said(error)) from None
    return redirect(url_of("/review"), 303)  # type: ignore[return-value]


def _units() -> list[Item]:
    """Units that may be one: looked for once after each load."""
    store = services().store
    return services().remembered("units that may be one", lambda: [*merge_items(store)])


def _warnings(found: list[Item]) -> list[str]:
    """Decisions that contradict each other, as far as the viewer sees all that they are about."""
    seen = {f"{label}:{code}" for item in found for label, code in item.nodes}
    listed = contradicted(services().store, found)
    return [one.told.said.told(chosen()) for one in listed if {one.one, one.other, one.third} <= seen]
