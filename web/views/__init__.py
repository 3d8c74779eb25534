"""The view functions: what each page and API route answers, one module for each subject."""

from graphkb.web.views import assets, consoles, feeds, health, loads, reviewed, waived
from graphkb.web.views.areas import areas
from graphkb.web.views.catalogued import catalogued
from graphkb.web.views.cobuilt import cobuilt
from graphkb.web.views.explained import explained
from graphkb.web.views.judged import judged
from graphkb.web.views.networks import networks
from graphkb.web.views.past import past
from graphkb.web.views.ranked import league_subject

SUBJECTS = (
    judged,
    league_subject,
    past,
    explained,
    areas,
    networks,
    cobuilt,
    catalogued,
    loads.loads,
    reviewed.reviewed,
    waived.waived,
)
BLUEPRINTS = (assets.pages, feeds.feeds, health.health, loads.pages, reviewed.pages, waived.pages, consoles.pages, consoles.api)
