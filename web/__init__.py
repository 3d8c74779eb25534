"""Pages and API: asks the core and renders. `create_app` is the only place where the parts meet."""

from __future__ import annotations

from flask import Flask

from graphkb.web import language, problems, rendering, security, signing_in
from graphkb.web.codes import CodeConverter
from graphkb.web.endpoints import register
from graphkb.web.services import make_services
from graphkb.web.settings import Settings, from_environment
from graphkb.web.views import BLUEPRINTS, SUBJECTS


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to be served. `Unprotected` where it would be open to whom it should not be."""
    settings = settings or from_environment()
    app = Flask(__name__)
    app.extensions["graphkb"] = make_services(settings)
    app.url_map.converters["code"] = CodeConverter
    security.secure(app, settings)
    language.speak(app)
    rendering.help_templates(app)
    problems.handle_problems(app)
    register(app, SUBJECTS)
    for blueprint in (signing_in.pages, *BLUEPRINTS):
        app.register_blueprint(blueprint)
    security.refuse_undeclared(app)
    return app
