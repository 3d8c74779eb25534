"""Addresses of pages, below the path that a proxy has put the site under."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import request

from graphkb.ontology import ONTOLOGY
from graphkb.web.codes import in_path


def url_of(path: str, **arguments: Any) -> str:
    """An address with those arguments that are not None."""
    given = {name: value for name, value in arguments.items() if value is not None}
    return f"{request.script_root}{path}{'?' if given else ''}{urlencode(given)}"


def node_url(label: str, code: str, /, **arguments: Any) -> str:
    """The page of a node: an area's profile, else the page of any subject."""
    known = ONTOLOGY.labels.get(label)
    if known and known.area:
        return area_url(code, **arguments)
    return url_of(f"/subjects/{label}/{in_path(code)}", **arguments)


def area_url(code: str, /, **arguments: Any) -> str:
    """The page of an area."""
    return url_of(f"/areas/{in_path(code)}", **arguments)


def network_url(label: str, code: str, /, **arguments: Any) -> str:
    """The network around a node."""
    return url_of(f"/network/{label}/{in_path(code)}", **arguments)


def own_path() -> str:
    """The path of this page as its rule writes it: a code keeps its slashes and signs escaped, which `request.path` does not."""
    built = request.url_rule and request.url_rule.build(request.view_args or {})
    return built[1] if built else quote(request.path)


def with_arguments(**changed: Any) -> str:
    """The address of this page with some arguments changed; None takes one away."""
    arguments = request.args.to_dict(flat=False)
    arguments.update({name: [str(value)] for name, value in changed.items() if value is not None})
    for name, value in changed.items():
        if value is None:
            arguments.pop(name, None)
    text = urlencode([(name, one) for name, values in arguments.items() for one in values if one != ""])
    return f"{request.script_root}{own_path()}{'?' if text else ''}{text}"
