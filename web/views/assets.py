"""The files of vis-network, as pyvis's wheel carries them: no copy in this repository, no foreign host."""

from __future__ import annotations

from functools import cache
from importlib.metadata import distribution

from flask import Blueprint, Response

from graphkb.web.problems import not_found
from graphkb.web.security import OPEN, requires

pages = Blueprint("assets", __name__)
VIS = "pyvis/templates/lib/vis-9.1.2"
TYPES = {"vis-network.min.js": "text/javascript; charset=utf-8", "vis-network.css": "text/css; charset=utf-8"}
_WEEK = 7 * 86400


@pages.get("/vis/<name>")
@requires(OPEN)
def vis(name: str) -> Response:
    """One of the two files; kept by browsers for a week."""
    if name not in TYPES:
        raise not_found()
    response = Response(_content(name), content_type=TYPES[name])
    response.cache_control.public = True
    response.cache_control.max_age = _WEEK
    return response


@cache
def _content(name: str) -> bytes:
    # Not by importing pyvis, which is done in one place only.
    lines = distribution("pyvis").locate_file(f"{VIS}/{name}").read_bytes().splitlines(keepends=True)  # type: ignore[attr-defined]
    return b"".join(line for line in lines if not line.startswith((b"//# sourceMappingURL", b"/*# sourceMappingURL")))
