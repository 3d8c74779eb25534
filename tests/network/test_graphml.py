"""GraphML: read back equal, and XML whatever a name holds."""

from __future__ import annotations

import io

import networkx
import pytest

from graphkb.network import (
    CO_BUILDS_WITH,
    Edge,
    Network,
    Node,
    neighbourhood,
)
from graphkb.network.drawing import to_html
from graphkb.network.graphml import to_graphml
from graphkb.store.bolt import BoltStore
from tests.areas.borders import AS_OF, OURS
from tests.network.kit import EAST, Key


def test_w18_graphml_is_read_back_equal() -> None:
    """W18: well-formed whatever the texts contain."""
    nodes = [Node("Community", "c", "甲&乙<]]>\"'", "社区", "gap"), Node("PartyOrganization", "p:1", "换\n行\t格", None)]
    edges = [
        Edge("COVERS", "PartyOrganization", "p:1", "Community", "c", {"mode": "单建"}),
        Edge("LIES_IN", "PartyOrganization", "p:1", "Community", "c"),
        Edge(CO_BUILDS_WITH, "PartyOrganization", "p:1", "Community", "c", {"agreements": ["A1", "A2"]}),
    ]
    back = networkx.read_graphml(io.BytesIO(to_graphml(Network(nodes, edges))))
    assert dict(back.nodes(data=True)) == {
        "Community:c": {"label": "Community", "code": "c", "name": "甲&乙<]]>\"'", "kind": "社区", "verdict": "gap"},
        "PartyOrganization:p:1": {"label": "PartyOrganization", "code": "p:1", "name": "换\n行\t格"},
    }
    assert {(a, b) for a, b in back.edges()} == {("PartyOrganization:p:1", "Community:c")}
    assert sorted((data for _, _, data in back.edges(data=True)), key=lambda data: data["type"]) == [
        {"type": "COVERS", "mode": "单建"},
        {"type": CO_BUILDS_WITH, "agreements": "A1;A2"},
        {"type": "LIES_IN"},
    ]
    assert sorted(key for _, _, key in back.edges(keys=True)) == ["e0", "e1", "e2"]


@pytest.mark.parametrize("start", [("Community", EAST), ("District", OURS)])
def test_each_edge_has_an_id_of_its_own(two_districts: BoltStore, start: Key) -> None:
    """Gephi keeps one edge of each id, networkx too where they join the same nodes."""
    network = neighbourhood(two_districts, *start, depth=3, as_of=AS_OF)
    back = networkx.read_graphml(io.BytesIO(to_graphml(network)), force_multigraph=True)
    kept = [(key, (a, data["type"], b)) for a, b, key, data in back.edges(keys=True, data=True)]
    assert len({number for number, _ in kept}) == len(kept) == len(network.edges) > 20
    named = [(":".join(edge.ends[0]), edge.type, ":".join(edge.ends[1])) for edge in network.edges]
    assert sorted(ends for _, ends in kept) == sorted(named)


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff", "\r"])
def test_w18_what_xml_cannot_hold_is_replaced(bad: str) -> None:
    network = Network(
        [Node("Grid", f"g{bad}1", f"名{bad}称"), Node("Grid", "g2", "乙")], [Edge("CONTAINS", "Grid", f"g{bad}1", "Grid", "g2")]
    )
    back = networkx.read_graphml(io.BytesIO(to_graphml(network)))
    assert dict(back.nodes(data="name")) == {"Grid:g\ufffd1": "名\ufffd称", "Grid:g2": "乙"}
    assert list(back.edges()) == [("Grid:g\ufffd1", "Grid:g2")]
    to_html(network, bad).encode("utf-8", errors="replace")
