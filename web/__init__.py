"""Pages and API: asks the core and renders. `create_app` is the only place where the parts meet."""

from __future__ import annotations

from flask import Flask

from graphkb.web import language, problems, rendering
from graphkb.web.endpoints import register
from graphkb.web.services import make_services
from graphkb.web.settings import Settings, from_environment
from graphkb.web.views import SUBJECTS


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to be served."""
    settings = settings or from_environment()
    app = Flask(__name__)
    app.extensions["graphkb"] = make_services(settings)
    language.speak(app)
    rendering.help_templates(app)
    problems.handle_problems(app)
    _open_door(app)
    register(app, SUBJECTS)
    return app


def _open_door(app: Flask) -> None:
    from flask import g

    from graphkb.access import Viewer

    @app.before_request
    def who() -> None:
        g.request_id, g.viewer, g.within = "x", Viewer.at_home(), None
