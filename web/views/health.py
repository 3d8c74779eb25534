"""Alive, ready, and the description of the API."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from graphkb.cypher import part
from graphkb.formats import as_json
from graphkb.store import StoreError
from graphkb.web.openapi import describe
from graphkb.web.security import OPEN, requires
from graphkb.web.services import services

health = Blueprint("health", __name__)


@health.get("/healthz")
@requires(OPEN)
def alive() -> Response:
    """The application runs."""
    return _said(200, {"status": "alive"})


@health.get("/readyz")
@requires(OPEN)
def ready() -> Response:
    """The store answers."""
    try:
        services().store.read(part("web/ready"), timeout=5)
    except StoreError:
        services().drop_store()
        return _said(503, {"status": "unavailable"})
    return _said(200, {"status": "ready"})


@health.get("/api/v1/openapi.json")
@requires("read")
def openapi() -> Response:
    """The OpenAPI description of every route under /api/v1."""
    return _said(200, describe(current_app.extensions["graphkb_endpoints"], request.script_root))


@health.get("/api")
@requires("read")
def reference() -> str:
    """The same for reading, without any script."""
    return render_template("api.html", api=describe(current_app.extensions["graphkb_endpoints"], request.script_root))


def _said(status: int, body: dict[str, Any]) -> Response:
    # In its own order: who reads the description takes the first form of an answer, which is JSON.
    return Response(as_json(body), status, content_type="application/json")
