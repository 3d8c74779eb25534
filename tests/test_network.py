"""Networks: against the graph itself, bounded, within a viewer's area, and harmless whatever a name holds."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx
import pytest
from typer.testing import CliRunner

from graphkb.cli import network as command
from graphkb.network import (
    CO_BUILDS_WITH,
    LABELS,
    MOST_NODES,
    TYPES,
    Edge,
    Network,
    Node,
    UnknownNode,
    UnknownType,
    counts_by_type,
    find_node,
    find_nodes,
    neighbourhood,
    path,
)
from graphkb.network.drawing import COLOURS, RINGS, to_html, vis_data
from graphkb.network.graphml import to_graphml
from graphkb.network.paths import TooFar
from graphkb.network.places import LAYOUTS, places
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.store.bolt import BoltStore
from graphkb.territory import find_within, inside

from . import borders
from .borders import AS_OF, CANARY, OURS, THEIRS

EAST = "360203001001"
Key = tuple[str, str]
Link = tuple[str, Key, Key]


@pytest.fixture
def two_districts(empty_store: BoltStore) -> BoltStore:
    borders.load_borders(empty_store)
    return empty_store


def open_links(store: Store) -> set[Link]:
    """Every open relationship between nodes of the ledgers, read in one go."""
    text = (
        "MATCH (a)-[r]->(b) WHERE r.closed_on IS NULL AND type(r) <> 'DESCRIBES' "
        "RETURN type(r) AS type, labels(a) AS la, a.code AS a, labels(b) AS lb, b.code AS b"
    )
    return {(row["type"], (label(row["la"]), row["a"]), (label(row["lb"]), row["b"])) for row in store.read(text)}


def label(labels: Iterable[str]) -> str:
    return next(name for name in labels if name != "Area")


def levels(links: set[Link], start: Key) -> list[set[Key]]:
    """The nodes at each distance from the start."""
    around: dict[Key, set[Key]] = {}
    for _, a, b in links:
        around.setdefault(a, set()).add(b)
        around.setdefault(b, set()).add(a)
    found = [{start}]
    while following := {other for key in found[-1] for other in around.get(key, ())} - set().union(*found):
        found.append(following)
    return found


def keys(network: Network) -> set[Key]:
    assert len({node.key for node in network.nodes}) == len(network.nodes)
    return {node.key for node in network.nodes}


def drawn_links(network: Network) -> set[Link]:
    found = [(edge.type, *edge.ends) for edge in network.edges]
    assert len(set(found)) == len(found)
    return set(found)


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("start", [("Community", EAST), ("Grid", "G1"), ("Post", "S8"), ("Agreement", "A1"), ("City", "3602")])
def test_levels_are_those_of_the_graph(two_districts: BoltStore, start: Key, depth: int) -> None:
    links = open_links(two_districts)
    expected = set().union(*levels(links, start)[: depth + 1])
    inner = set().union(*levels(links, start)[:depth])
    found = neighbourhood(two_districts, *start, depth)
    assert keys(found) == expected
    assert drawn_links(found) == {link for link in links if inner & {link[1], link[2]}}
    assert (found.nodes[0].key, found.total, found.truncated) == (start, len(expected), False)


def test_nodes_and_edges_carry_what_matters(two_districts: BoltStore) -> None:
    found = neighbourhood(two_districts, "Community", EAST, types=["COVERS"])
    assert found.as_object()["nodes"] == [
        {"label": "Community", "code": EAST, "name": "东一社区", "kind": "社区"},
        {"label": "PartyOrganization", "code": "P1", "name": "东一社区党委", "kind": "党委"},
    ]
    assert found.as_object()["edges"] == [
        {"type": "COVERS", "start": "P1", "end": EAST, "start_label": "PartyOrganization", "end_label": "Community"}
        | {"mode": "单建", "closed_on": None}
    ]


def test_types_and_labels_narrow(two_districts: BoltStore) -> None:
    found = neighbourhood(two_districts, "Community", EAST, 2, types=["PARTY_TO"])
    assert {node.label for node in found.nodes} == {"Community", "Agreement", "PartnerUnit"}
    only = neighbourhood(two_districts, "Community", EAST, 2, labels=["Agreement", "Grid"])
    assert {node.label for node in only.nodes} == {"Community", "Agreement", "Grid"}
    assert {node.label for node in neighbourhood(two_districts, "Community", EAST, labels=[]).nodes} == {"Community"}


@pytest.mark.parametrize(
    "words", [{"types": ["COVER"]}, {"types": ["DESCRIBES"]}, {"labels": ["Sheet"]}, {"types": ["COVERS]->() DELETE"]}]
)
def test_unknown_types_are_refused(two_districts: BoltStore, words: dict[str, Any]) -> None:
    with pytest.raises(UnknownType):
        neighbourhood(two_districts, "Community", EAST, **words)
    with pytest.raises(UnknownType):
        find_node(two_districts, "Sheet", f"grids@{OURS}#1")


def test_internal_labels_never_appear(two_districts: BoltStore) -> None:
    assert {name for name, one in ONTOLOGY.labels.items() if one.internal}.isdisjoint(LABELS)
    assert "DESCRIBES" not in TYPES
    assert {node.label for node in neighbourhood(two_districts, "City", "3602", 3, limit=5000).nodes} <= set(LABELS)


def test_codes_are_unique_within_a_label_only(two_districts: BoltStore) -> None:
    two_districts.write(
        [("MATCH (g:Grid {code: 'G1'}) CREATE (:Post {code: 'G1', name: '同码岗位', kind: '志愿者'})-[:POST_OF]->(g)", {})]
    )
    assert [node.key for node in find_nodes(two_districts, "G1")] == [("Grid", "G1"), ("Post", "G1")]
    found = neighbourhood(two_districts, "Post", "G1")
    assert keys(found) == {("Post", "G1"), ("Grid", "G1")}
    assert find_node(two_districts, "Post", "G1").name == "同码岗位"
    assert to_graphml(found).count(b"<node id=") == 2
    assert len({node["id"] for node in vis_data(found)["nodes"]}) == 2


def test_closed_relationships_are_not_followed(two_districts: BoltStore) -> None:
    before = keys(neighbourhood(two_districts, "Grid", "G1"))
    two_districts.write([("MATCH (:Grid {code: 'G1'})<-[r:COVERS]-() SET r.closed_on = $day", {"day": AS_OF})])
    assert before - keys(neighbourhood(two_districts, "Grid", "G1")) == {("PartyOrganization", "P9")}
    assert "COVERS" not in {count.type for count in counts_by_type(two_districts, "Grid", "G1")}


def test_co_building_is_a_type_of_the_day(two_districts: BoltStore) -> None:
    found = neighbourhood(two_districts, "Community", EAST, types=[CO_BUILDS_WITH], as_of=AS_OF)
    assert [(edge.start, edge.end, edge.properties) for edge in found.edges] == [
        ("U1", EAST, {"agreements": ["A1"]}),
        ("U9", EAST, {"agreements": ["A2"]}),
    ]
    later = neighbourhood(two_districts, "PartnerUnit", "U1", types=[CO_BUILDS_WITH], as_of=date(2026, 7, 15))
    assert {(edge.end, tuple(edge.properties["agreements"])) for edge in later.edges} == {
        (EAST, ("A1", "A4")),
        ("360281001001", ("A9",)),
    }
    counted = {(one.type, one.count) for one in counts_by_type(two_districts, "Community", EAST, as_of=AS_OF)}
    assert (CO_BUILDS_WITH, 2) in counted
    with pytest.raises(UnknownType):
        neighbourhood(two_districts, "Community", EAST, types=[CO_BUILDS_WITH])
    assert CO_BUILDS_WITH not in {edge.type for edge in neighbourhood(two_districts, "Community", EAST).edges}


@pytest.mark.parametrize("start", [("Community", EAST), ("District", OURS), ("PartyOrganization", "P9"), ("City", "3602")])
def test_counts_by_type_are_the_neighbours(two_districts: BoltStore, start: Key) -> None:
    found = neighbourhood(two_districts, *start)
    expected = Counter(
        (edge.type, edge.ends[0] == start, next(end for end in edge.ends if end != start)[0]) for edge in found.edges
    )
    assert {(one.type, one.outgoing, one.label): one.count for one in counts_by_type(two_districts, *start)} == expected
    assert all(one.title for one in counts_by_type(two_districts, *start))


def test_too_many_are_refused_with_something_narrower(sample_store: Store) -> None:
    whole = neighbourhood(sample_store, "District", OURS, 2, limit=MOST_NODES)
    assert not whole.truncated
    found = neighbourhood(sample_store, "District", OURS, 2, limit=100)
    first = neighbourhood(sample_store, "District", OURS, 1)
    assert found.truncated
    assert keys(found) == keys(first)
    assert found.total == whole.total > 100
    assert sum(one.count for one in found.counts) >= whole.total - len(first.nodes)
    assert "COVERS" not in (found.suggestion or "")
    assert "设于" in (found.suggestion or "")
    none = neighbourhood(sample_store, "District", OURS, 1, limit=1)
    assert (len(none.nodes), none.truncated, none.total) == (1, True, len(first.nodes))
    assert len(neighbourhood(sample_store, "City", "3602", 3, limit=10**9).nodes) <= MOST_NODES


# Borders.


def test_nothing_of_the_other_district(two_districts: BoltStore) -> None:
    within = find_within(two_districts, OURS)
    seen = {node.key for node in neighbourhood(two_districts, "District", OURS, 3, limit=5000, within=within).nodes}
    assert len(seen) > 15
    for start in sorted(seen):
        found = neighbourhood(two_districts, *start, 3, limit=5000, within=within, as_of=AS_OF)
        assert CANARY not in json.dumps(found.as_object(), ensure_ascii=False, default=str)
        assert keys(found) <= {key for key in keys(found) if belongs(two_districts, key)}
        assert {end for edge in found.edges for end in edge.ends} <= keys(found)
        counts = counts_by_type(two_districts, *start, within, AS_OF)
        assert sum(one.count for one in counts) == len(neighbourhood(two_districts, *start, within=within, as_of=AS_OF).edges)


def belongs(store: Store, key: Key) -> bool:
    within = find_within(store, OURS)
    assert within
    text = f"MATCH (n:{key[0]} {{code: $code}}) WHERE {inside('n', within, key[0])} RETURN n.code AS code"
    return bool(store.read(text, {"code": key[1], **within.parameters}))


@pytest.mark.parametrize(
    "key", [("Community", "360281001001"), ("PartnerUnit", "U9"), ("City", "3602"), ("Grid", "G0"), ("District", THEIRS)]
)
def test_a_node_outside_is_unknown(two_districts: BoltStore, key: Key) -> None:
    within = find_within(two_districts, OURS)
    for ask in (find_node, neighbourhood, counts_by_type):
        with pytest.raises(UnknownNode) as refused:
            ask(two_districts, *key, within=within)
        assert CANARY not in str(refused.value)
    with pytest.raises(UnknownNode):
        find_nodes(two_districts, key[1], within)
    for ends in ((key, ("Grid", "G1")), (("Grid", "G1"), key)):
        with pytest.raises(UnknownNode):
            path(two_districts, *ends, within=within)


@pytest.mark.parametrize("nowhere", ["", "36020", "3602%"])
def test_an_area_that_is_not_there_sees_nothing(two_districts: BoltStore, nowhere: str) -> None:
    with pytest.raises(UnknownNode):
        neighbourhood(two_districts, "Grid", "G1", within=find_within(two_districts, nowhere))


# Paths.


def test_shortest_paths_are_as_long_as_the_graph_says(two_districts: BoltStore) -> None:
    links = open_links(two_districts)
    graph = networkx.Graph([(a, b) for _, a, b in links])
    ends = [
        ("Grid", "G1"),
        ("Grid", "G9"),
        ("Post", "S8"),
        ("Resource", "R9"),
        ("ResidentialArea", "Q1"),
        ("Budget", f"{EAST}-2026"),
    ]
    for start in ends:
        for end in ends:
            found = path(two_districts, start, end)
            assert found is not None
            assert len(found.edges) == networkx.shortest_path_length(graph, start, end)
            assert (found.nodes[0].key, found.nodes[-1].key) == (start, end)
            assert drawn_links(found) <= links
            for edge, one, other in zip(found.edges, found.nodes, list(found.nodes)[1:], strict=False):
                assert set(edge.ends) == {one.key, other.key}
            length = len(found.edges)
            assert path(two_districts, start, end, length) == found
            if length:
                assert path(two_districts, start, end, length - 1) is None


def test_paths_stay_within_the_area(two_districts: BoltStore) -> None:
    """G1 and G2 are nearest by way of the other district's branch; the way within is another."""
    within = find_within(two_districts, OURS)
    free = path(two_districts, ("Post", "L1"), ("Post", "L2"))
    found = path(two_districts, ("Post", "L1"), ("Post", "L2"), within=within)
    assert free is not None
    assert found is not None
    assert {("Post", "S9"), ("Post", "S8")} <= keys(free)
    assert len(found.edges) > len(free.edges)
    assert all(belongs(two_districts, key) for key in keys(found))
    assert path(two_districts, ("PartnerUnit", "U2"), ("Grid", "G1"), within=find_within(two_districts, "360203001"))


def test_closed_relationships_are_no_way(two_districts: BoltStore) -> None:
    two_districts.write([("MATCH (:Grid {code: 'G2'})-[r]-() SET r.closed_on = $day", {"day": AS_OF})])
    assert path(two_districts, ("Grid", "G1"), ("Grid", "G2")) is None


def test_a_search_too_wide_is_given_up(sample_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphkb.network.paths.MOST_VISITED", 50)
    with pytest.raises(TooFar, match="太远"):
        path(sample_store, ("PartnerUnit", far(sample_store, "PartnerUnit")), ("WorkOrder", far(sample_store, "WorkOrder")))


def far(store: Store, kind: str) -> str:
    return str(store.read(f"MATCH (n:{kind}) RETURN min(n.code) AS code")[0]["code"])


# Pictures and files; these need no store.

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "${7*7}",
    "</script><!--",
    "a\u2028b\u2029c",
    "]]>&amp;",
    "\u202eabc",
]


def nasty() -> Network:
    nodes = [Node("Community", text, text, text, "gap") for text in NASTY]
    edges = [Edge("COVERS", "Community", a, "Community", b, {"mode": a}) for a, b in pairwise(NASTY)]
    return Network(nodes, edges, total=len(nodes), suggestion=NASTY[0])


class Page(HTMLParser):
    """The elements of a page, and the text of each script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += attrs
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.text += data


@pytest.mark.parametrize("layout", LAYOUTS)
def test_w13_texts_do_nothing_in_the_page(layout: str) -> None:
    """W11–W13: no text becomes markup or script, in the page or in its data."""
    harmless = Page(to_html(Network([Node("Community", str(n), "x") for n in range(len(NASTY))], []), "x", layout))
    page = Page(to_html(nasty(), NASTY[1], layout))
    assert page.elements == harmless.elements
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    data = json.loads(page.scripts[0])
    assert [node["graphkb"]["code"] for node in data["nodes"]] == NASTY
    assert not set("<>&\u2028\u2029") & set(page.scripts[0])
    assert page.scripts[1:] == harmless.scripts[1:]
    assert all(text in page.text for text in NASTY)


def test_the_page_asks_for_nothing() -> None:
    html = to_html(nasty(), "x")
    page = Page(html)
    assert not {name for name, _ in page.attributes} & {"src", "href", "action"}
    assert not [text for text in page.scripts if "sourceMappingURL" in text]
    assert "default-src 'none'" in html
    assert len(html) < 2_000_000


def test_colours_and_rings() -> None:
    assert set(COLOURS) == set(LABELS)
    assert len(set(COLOURS.values())) == len(LABELS)
    for verdict in ("covered", "gap", "not_assessable", None):
        (node,) = vis_data(Network([Node("Grid", "g", "一", "居民网格", verdict)], []))["nodes"]
        assert node["color"]["background"] == COLOURS["Grid"]
        assert node["color"]["border"] == (RINGS[verdict] if verdict else COLOURS["Grid"])
        assert node["title"].startswith("网格：一\n编码：g\n居民网格")
        assert node["id"] == "Grid:g"


def test_data_are_plain_json() -> None:
    data = vis_data(nasty())
    assert json.loads(json.dumps(data)) == data
    assert set(data) == {"nodes", "edges", "options"}
    assert {edge["from"] for edge in data["edges"]} <= {node["id"] for node in data["nodes"]}
    assert "configure" not in data["options"]


def big(number: int) -> Network:
    nodes = [Node("District", "d", "区"), *(Node("Grid", f"g{n:05}", f"网格{n}") for n in range(number - 1))]
    return Network(nodes, [Edge("CONTAINS", "District", "d", "Grid", node.code) for node in nodes[1:]], total=number)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_node_has_a_place_of_its_own(layout: str) -> None:
    found = places(big(3000), layout)
    assert len(set(found.values())) == len(found) == 3000
    assert places(big(3000), layout) == found
    assert places(Network([], []), layout) == {}
    assert len(places(nasty(), layout)) == len(NASTY)


def test_large_networks_stand_still() -> None:
    """A browser needs minutes to find places for thousands of nodes."""
    assert vis_data(big(5000))["options"]["physics"]["enabled"] is False
    assert vis_data(big(100))["options"]["physics"]["enabled"] is True
    assert vis_data(big(100), "hierarchical")["options"]["physics"]["enabled"] is False


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
    assert sorted((without_id(data) for _, _, data in back.edges(data=True)), key=lambda data: data["type"]) == [
        {"type": "COVERS", "mode": "单建"},
        {"type": CO_BUILDS_WITH, "agreements": "A1;A2"},
        {"type": "LIES_IN"},
    ]


def without_id(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "id"}


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff", "\r"])
def test_w18_what_xml_cannot_hold_is_replaced(bad: str) -> None:
    network = Network(
        [Node("Grid", f"g{bad}1", f"名{bad}称"), Node("Grid", "g2", "乙")], [Edge("CONTAINS", "Grid", f"g{bad}1", "Grid", "g2")]
    )
    back = networkx.read_graphml(io.BytesIO(to_graphml(network)))
    assert dict(back.nodes(data="name")) == {"Grid:g\ufffd1": "名\ufffd称", "Grid:g2": "乙"}
    assert list(back.edges()) == [("Grid:g\ufffd1", "Grid:g2")]
    to_html(network, bad).encode("utf-8", errors="replace")


# The command.


@pytest.fixture
def run(two_districts: BoltStore, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(command, "open_store", lambda named: two_districts)
    monkeypatch.setattr(two_districts, "close", lambda: None)
    return lambda *words: CliRunner().invoke(command.app, words)


def test_command(run: Any, tmp_path: Path) -> None:
    result = run(EAST, "--depth", "2", "--out", str(tmp_path / "a.html"))
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'a.html'}\n")
    page = Page((tmp_path / "a.html").read_text("utf-8"))
    assert "东一社区" in page.text
    assert re.search(r"\d+ 个对象，\d+ 条关系", result.stderr)
    assert run("360203001003", "--out", str(tmp_path / "b.graphml")).exit_code == 0
    assert "<b>东三</b>社区" in dict(networkx.read_graphml(tmp_path / "b.graphml").nodes(data="name")).values()
    assert "请只展开" in run(OURS, "--limit", "2", "--out", str(tmp_path / "c.html")).stderr


@pytest.mark.parametrize(
    "words",
    [
        ["0"],
        [EAST, "--depth", "4"],
        [EAST, "--type", "COVER"],
        [EAST, "--label", "Grid"],
        [EAST, "--limit", "5001"],
        [EAST, "--out", "/no/x.html"],
    ],
)
def test_wrong_usage(run: Any, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_code_of_several_needs_a_label(run: Any, two_districts: BoltStore, tmp_path: Path) -> None:
    two_districts.write([("CREATE (:Post {code: 'G1', name: '岗'})", {})])
    assert "Grid（网格）、Post（岗位）" in run("G1", "--out", str(tmp_path / "a.html")).stderr
    assert run("G1", "--label", "Post", "--out", str(tmp_path / "a.html")).exit_code == 0
