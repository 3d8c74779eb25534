"""What templates can do: titles, values in the visitor's language, addresses, pieces of pages."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext

from graphkb import catalogue, loaders
from graphkb.ontology import ONTOLOGY
from graphkb.web import places
from graphkb.web.language import LANGUAGES, chosen
from graphkb.web.maps import area_map
from graphkb.web.rendering.addresses import area_url, network_url, node_url, url_of, with_arguments
from graphkb.web.rendering.pieces import NUMERIC, by_name, fields, most_nodes, navigation, run_note, worst_first
from graphkb.web.rendering.titles import (
    COLUMN_TITLES,
    dataset_title,
    indicator_title,
    label_title,
    problem_title,
    property_title,
    relationship_title,
    rule_title,
    told,
    word,
)
from graphkb.web.rendering.values import blanks, day, fact_text, listed, moment, number, points, share

__all__ = ["help_templates"]


def help_templates(app: Flask) -> None:
    """Filters and functions for all templates."""
    app.jinja_env.filters.update(
        share=share, points=points, number=number, day=day, moment=moment, word=word, blanks=blanks, rule_title=rule_title,
        listed=listed, dataset_title=dataset_title, by_pinyin=by_name, worst_first=worst_first,
    )  # fmt: skip
    app.jinja_env.globals.update(
        column_title=lambda name: COLUMN_TITLES.get(name, name),
        rules=catalogue.rules, ontology=ONTOLOGY, rule_title=rule_title, label_title=label_title,
        with_arguments=with_arguments, language=chosen, languages=LANGUAGES, gettext=gettext, url_of=url_of,
        node_url=node_url, area_url=area_url, network_url=network_url, fact_text=fact_text,
        fields=fields, navigation=navigation, run_note=run_note, numeric=NUMERIC, area_choices=places.choices,
        area_name=places.name, know_areas=places.know, synthetic=places.synthetic, property_title=property_title,
        relationship_title=relationship_title, dataset_title=dataset_title, indicator_title=indicator_title,
        problem_title=problem_title, told=told, area_map=area_map, most_nodes=most_nodes,
        ledger_suffixes=loaders.suffixes,
    )  # fmt: skip
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
