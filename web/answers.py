"""Data as a response: JSON, CSV, XLSX, GeoJSON. The same rows in each."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, request

from graphkb import formats
from graphkb.web.places import coordinates
from graphkb.web.rendering.addresses import with_arguments

if TYPE_CHECKING:
    from graphkb.web.endpoints import Listing

TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "graphml": "application/graphml+xml",
    "html": "text/html",
}
_MARK = "\ufeff"  # spreadsheet programs take a file for UTF-8 only with it
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def chosen_format(named: str | None, possible: Sequence[str], usual: str) -> str:
    """The form asked for by `?format=`, else by Accept, else the usual one."""
    if named:
        return named
    accepted = request.accept_mimetypes
    if not accepted or (accepted.accept_html and usual == "html"):
        return usual
    best = accepted.best_match([TYPES[form] for form in (usual, *possible)], TYPES[usual])
    return next(form for form in (usual, *possible) if TYPES[form] == best)


def as_json(data: Any) -> Response:
    """A list as `{"data", "next", "total", …}`, one thing as itself."""
    if not isinstance(data, Mapping):
        data = {"data": list(data.rows), "next": data.next, "total": data.total, **data.more}
    return Response(formats.as_json(data), content_type=TYPES["json"])


def as_download(name: str, form: str, listing: Listing, columns: Sequence[str], place: str | None) -> Response:
    """All rows as a file. What does not fit is said in `X-Truncated`, where it goes on in `Link` (RFC 8288)."""
    if form == "csv":
        text = io.StringIO()
        formats.write_text(listing.rows, columns, "csv", text)
        body: bytes = (_MARK + text.getvalue()).encode()
    elif form == "xlsx":
        body = formats.xlsx_bytes(listing.rows, columns)
    else:
        body = formats.as_json(as_features(listing, place)).encode()
    response = Response(body, content_type=TYPES[form] + ("; charset=utf-8" if form == "csv" else ""))
    response.headers["X-Total-Count"] = str(listing.total)
    response.headers["X-Truncated"] = "true" if listing.next or not listing.more.get("complete", True) else "false"
    if listing.next:
        response.headers["Link"] = f'<{with_arguments(cursor=listing.next)}>; rel="next"'
    return attached(response, f"{name}.{form}")


def attached(response: Response, name: str) -> Response:
    """The response as a file to keep: a plain name for old programs, the whole one for the others (RFC 5987)."""
    kept = (c for c in _BIDI.sub("", name) if unicodedata.category(c)[0] != "C" and c not in '/\\"<>|:*?;')
    clean = "".join(kept)[:150].strip(". ") or "download"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", clean.encode("ascii", "ignore").decode()) or "download"
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"
    return response


def as_features(listing: Listing, place: str | None) -> dict[str, Any]:
    """GeoJSON (RFC 7946): each row at its area, or without a place where that is unknown."""
    codes = sorted({row[place] for row in listing.rows if place and row.get(place)}) if place else []
    where = coordinates(codes)
    features = [
        {"type": "Feature", "geometry": _point(where.get(row.get(place or ""))), "properties": dict(row)} for row in listing.rows
    ]
    return {"type": "FeatureCollection", "features": features, "total": listing.total}


def _point(place: tuple[float, float] | None) -> dict[str, Any] | None:
    return {"type": "Point", "coordinates": list(place)} if place else None
