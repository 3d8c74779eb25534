"""A small application behind the door of the product: one view for each right, no store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, g, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphkb.access import ROLES
from graphkb.access.open import open_access
from graphkb.web import create_app, language, problems, rendering, security, signing_in
from graphkb.web.services import make_services
from graphkb.web.settings import Settings
from tests.conftest import Served, at_home

HOME = {"REMOTE_ADDR": "127.0.0.1"}
AWAY = {"REMOTE_ADDR": "192.0.2.7"}
OWN = "360203"
RIGHTS = ("read", "cypher", "load", "admin")


@contextmanager
def application(folder: Path, **changed: Any) -> Iterator[Flask]:
    """The door with a house of one room for each right, as page (`/rooms/read`) and API (`/api/v1/rooms/read`)."""
    with at_home(folder):
        settings = Settings(folder=folder / "web", **changed)
        app = Flask("graphkb.web")
        app.extensions["graphkb"] = make_services(settings)
        security.secure(app, settings)
        language.speak(app)
        rendering.help_templates(app)
        problems.handle_problems(app)
        app.register_blueprint(signing_in.pages)
        for prefix in ("", "/api/v1"):
            app.register_blueprint(rooms(prefix))
        security.refuse_undeclared(app)
        yield app


def rooms(prefix: str) -> Blueprint:
    rooms = Blueprint("rooms_api" if prefix else "rooms", __name__, url_prefix=f"{prefix}/rooms")
    for right in ("read", "cypher", "load", "admin", security.OPEN):
        rooms.add_url_rule(f"/{right}", right, room(right, prefix), methods=["GET", "POST"])
    return rooms


def room(right: str, prefix: str) -> Any:
    @security.requires(right, form=None if prefix else ("a", "file"), uploads=right == "load")
    def view() -> dict[str, Any]:
        viewer = g.viewer
        return {
            "role": viewer and viewer.role,
            "area": viewer and viewer.area,
            "method": request.method,
            "form": request.form.to_dict(),
            "size": len(request.get_data()),
            "address": request.remote_addr,
        }

    return view


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def tokens(app: Flask, area: str | None = None) -> dict[str, str]:
    """A token of each role."""
    return {role: app.extensions["graphkb"].access.tokens.create(role, area).text for role in ROLES}


def csrf(client: FlaskClient, path: str = "/sign-in") -> str:
    """The token that a page has for its forms."""
    found = re.search(r'<meta name="csrf-token" content="([0-9a-f]+)">', client.get(path).text)
    assert found
    return found.group(1)


def sign_in(client: FlaskClient, text: str, **more: Any) -> TestResponse:
    return client.post("/sign-in", data={"token": text, "csrf_token": csrf(client), **more})


@contextmanager
def whole(served: Served, folder: Path, **changed: Any) -> Iterator[Flask]:
    """The product itself on the store of a fixture, with files of its own in the folder."""
    with at_home(served.home), pytest.MonkeyPatch.context() as patch:
        # What is left out for want of time changes the totals.
        patch.setattr("graphkb.answers.search.SECONDS", 60.0)
        # Numbers are made by whoever asks first: the others wait for them, on a slow machine too.
        patient = {"page_seconds": 300.0, "wait_seconds": 300.0} | changed
        app = create_app(Settings(folder=folder / "web", requests_at_once=100_000, **patient))
        services = app.extensions["graphkb"]
        services.access = open_access(folder / "access")
        yield app
        services.drop_store()


def header(app: Flask, role: str = "admin", area: str | None = None) -> dict[str, str]:
    """What a program sends with a new token."""
    return bearer(app.extensions["graphkb"].access.tokens.create(role, area).text)


def browser(app: Flask, role: str = "admin") -> FlaskClient:
    """A browser that has signed in."""
    client = app.test_client()
    assert sign_in(client, app.extensions["graphkb"].access.tokens.create(role).text).status_code == 303
    return client
