"""The network explorer, search, and the way between two nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import date
from typing import Annotated, Any

from flask import g
from pydantic import Field

from graphkb.answers.search import Found, Place, search
from graphkb.network import Network, Node, TooFar, UnknownNode, UnknownType, counts_by_type, find_node, neighbourhood, path
from graphkb.network.drawing import vis_data
from graphkb.network.graphml import to_graphml
from graphkb.web.asking import Ask, Dated, field
from graphkb.web.cursors import read_cursor, write_cursor
from graphkb.web.endpoints import Listing, Subject
from graphkb.web.kinds import DIGITS, Code, Label, Layout, Type
from graphkb.web.kinds import Node as NodeKey
from graphkb.web.language import chosen, said
from graphkb.web.problems import Problem, not_found
from graphkb.web.rendering.titles import label_title
from graphkb.web.services import services
from graphkb.web.views.judged import current_run

networks = Subject("networks")
FOUND_COLUMNS = ("label", "code", "name", "kind", "path")
NODES_AT_FIRST = 300


class Drawn(Dated):
    """How the nodes are placed."""

    layout: Layout = field("布局", default="free")


class NetworkAsk(Drawn):
    """How far, by which relationships, to which labels."""

    depth: Annotated[int, Field(ge=1, le=3), DIGITS] = field("步数", default=1)
    type: list[Type] = field("关系", default=[])
    label: list[Label] = field("类型", "labels", default=[])
    limit: Annotated[int, Field(ge=1, le=5000), DIGITS] = field("最多节点", default=NODES_AT_FIRST)


class SearchAsk(Ask):
    """What to look for."""

    q: Annotated[str, Field(max_length=100)] = field("编码或名称", default="")
    label: list[Label] = field("类型", "labels", default=[])


class PathAsk(Drawn):
    """Two nodes, each as label:code."""

    start: NodeKey = field("从（类型:编码）", alias="from")
    to: NodeKey = field("到（类型:编码）")


@networks.one("/network", title="网络", name="explorer", api=False, template="network.html")
def explorer(ask: Any) -> dict[str, Any]:
    """Where to start: a search for a node."""
    return {**Network((), ()).as_object(), "view": None, "start": None}


def graphml(ask: NetworkAsk, label: Label, code: Code) -> bytes:
    """The same network as GraphML."""
    return to_graphml(around(ask, label, code))


@networks.one("/network/<label>/<code:code>", title="网络", name="network", ask=NetworkAsk, row=Network, template="network.html",
              files={"graphml": graphml})  # fmt: skip
def network(ask: NetworkAsk, label: Label, code: Code) -> dict[str, Any]:
    """What is around a node, and how much there is by each type of relationship."""
    whole = around(ask, label, code)
    start = find_node(services().store, label, code, g.within)
    menu = counts_by_type(services().store, label, code, g.within, ask.day, chosen())
    view = vis_data(whole, ask.layout, chosen())
    return {**whole.as_object(), "start": start.as_object(), "counts": [one.as_row() for one in menu], "view": view}


def around(ask: NetworkAsk, label: str, code: str) -> Network:
    """The neighbourhood asked for, with verdicts; `Problem` 404 for a node that the viewer does not see."""
    most = min(ask.limit, services().settings.network_nodes)
    types, labels = ask.type or None, ask.label or None
    try:
        found = neighbourhood(services().store, label, code, ask.depth, types, labels, most, g.within, ask.day, chosen())
    except UnknownNode:
        raise not_found() from None
    return with_verdicts(found, ask.day)


@networks.list("/search", title="搜索", ask=SearchAsk, row=Found, columns=FOUND_COLUMNS, template="search.html")
def search_list(ask: SearchAsk) -> Listing:
    """Nodes by code or name, what fits exactly first. Not `complete`: there was no time to look through all names."""
    place = read_cursor(ask.cursor, ask.filters())
    found = search(services().store, ask.q, ask.label or None, ask.limit, g.within, Place(*place) if place else None)
    rows = [one.as_row() | {"title": label_title(one.label)} for one in found.found]
    following = write_cursor(astuple(found.next), ask.filters()) if found.next else None
    return Listing(rows, found.total, following, {"complete": found.complete})


@networks.one("/path", title="路径", name="path", ask=PathAsk, row=Network, template="network.html")
def path_between(ask: PathAsk) -> dict[str, Any]:
    """The shortest way between two nodes by open relationships."""
    ends = [_key(text) for text in (ask.start, ask.to)]
    try:
        for label, code in ends:
            find_node(services().store, label, code, g.within)
        found = path(services().store, ends[0], ends[1], within=g.within)
    except UnknownNode:
        raise not_found() from None
    except UnknownType as error:
        raise Problem(400, "parameter", said(error)) from None
    except TooFar as error:
        raise Problem(400, "path.too_far", said(error)) from None
    whole = with_verdicts(found or Network((), ()), ask.day)
    return {**whole.as_object(), "found": found is not None, "start": None, "view": vis_data(whole, ask.layout, chosen())}


def with_verdicts(found: Network, day: date) -> Network:
    """The network with the worst open verdict of each node, from the run kept."""
    run = current_run(day)
    verdicts = services().runs.verdicts(run, [node.key for node in found.nodes])
    nodes: Sequence[Node] = [replace(node, verdict=verdicts.get(node.key)) for node in found.nodes]
    return replace(found, nodes=nodes)


def _key(text: str) -> tuple[str, str]:
    label, _colon, code = text.partition(":")
    return label, code
