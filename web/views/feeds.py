"""New, closed and reopened gaps for those who subscribe: as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template, request
from flask_babel import gettext as _

from graphkb.areas.naming import named
from graphkb.formats import as_json
from graphkb.runs.compare import Seen
from graphkb.runs.feed import Entry, entries
from graphkb.web.asking import OneAsk, asked, field
from graphkb.web.kinds import Code, RuleId
from graphkb.web.language import chosen
from graphkb.web.places import know
from graphkb.web.rendering.addresses import node_url, url_of
from graphkb.web.rendering.titles import rule_title, word
from graphkb.web.security import requires
from graphkb.web.services import services
from graphkb.web.views.judged import placed

feeds = Blueprint("feeds", __name__)


class FeedAsk(OneAsk):
    """Of which rules and area."""

    rule: list[RuleId] = field("规则", "rules", default=[])
    area: Code | None = field("区域", "area", default=None)


@feeds.get("/feed.json")
@requires("read")
def json_feed() -> Response:
    """The changes as JSON Feed; `_graphkb` of an item is the row of `compare`, with the run that found it."""
    items = [_item(entry) for entry in _entries()]
    about = {"title": _title(), "home_page_url": _whole(url_of("/")), "feed_url": request.url}
    body = {"version": "https://jsonfeed.org/version/1.1", **about, "language": chosen(), "items": items}
    return _answered(as_json(body), "application/feed+json")


@feeds.get("/feed.atom")
@requires("read")
def atom_feed() -> Response:
    """The changes as Atom."""
    found = _entries()
    updated = max((entry.made for entry in found), default="1970-01-01T00:00:00+00:00")
    items = [_item(entry) for entry in found]
    about = {"title": _title(), "home": _whole(url_of("/")), "own": request.url, "updated": updated}
    return _answered(render_template("feed.xml", items=items, **about), "application/atom+xml")


def _entries() -> list[Entry]:
    ask = asked(FeedAsk)
    return entries(services().runs, services().store, Seen(tuple(ask.rule), placed(ask.area), (), g.within, chosen()))


def _item(entry: Entry) -> dict[str, Any]:
    row = entry.row.as_row()
    subject = row["subject_name"] or row["subject"]
    title = _("%(change)s：%(subject)s · %(rule)s", change=word(row["change"]), subject=subject, rule=rule_title(row["rule"]))
    return {
        "id": f"urn:graphkb:{entry.id}",
        "url": _whole(node_url(row["subject_label"], row["subject"])),
        "title": title,
        "content_text": row["reason"],
        "date_published": entry.made,
        "tags": [row["rule"], row["change"]],
        "_graphkb": named({"run": entry.run, "as_of": entry.as_of, **row}, know),
    }


def _title() -> str:
    return str(_("组织覆盖：缺口的变化"))


def _whole(address: str) -> str:
    return request.host_url.rstrip("/") + address


def _answered(body: str | bytes, kind: str) -> Response:
    response = Response(body, content_type=f"{kind}; charset=utf-8")
    response.add_etag()
    response.make_conditional(request)
    return response
