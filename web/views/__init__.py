"""The view functions: what each page and API route answers, one module for each subject."""

from graphkb.web.views import assets, consoles, health, loads
from graphkb.web.views.areas import areas
from graphkb.web.views.catalogued import catalogued
from graphkb.web.views.cobuilt import cobuilt
from graphkb.web.views.explained import explained
from graphkb.web.views.judged import judged
from graphkb.web.views.networks import networks

SUBJECTS = (judged, explained, areas, networks, cobuilt, catalogued, loads.loads)
BLUEPRINTS = (assets.pages, health.health, loads.pages, consoles.pages, consoles.api)
