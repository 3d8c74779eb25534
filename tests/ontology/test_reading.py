"""The declaration fits together, and one that does not is refused with the entry's name."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from graphkb.ontology import LEVELS, ONTOLOGY, OntologyError, parse
from graphkb.ontology.constraints import schema_statements

Raw = dict[str, Any]
DECLARATION: Raw = tomllib.loads(files("graphkb.ontology").joinpath("ontology.toml").read_text(encoding="utf-8"))


def column(raw: Raw, dataset: str, column_id: str) -> Raw:
    found: Raw = next(c for c in raw["datasets"][dataset]["columns"] if c["id"] == column_id)
    return found


def put(*path: str, value: Any) -> Callable[[Raw], None]:
    """A spoiling: the value at the path."""

    def spoil(raw: Raw) -> None:
        for key in path[:-1]:
            raw = raw[key]
        raw[path[-1]] = value

    return spoil


def drop(*path: str) -> Callable[[Raw], None]:
    def spoil(raw: Raw) -> None:
        for key in path[:-1]:
            raw = raw[key]
        del raw[path[-1]]

    return spoil


def in_column(dataset: str, column_id: str, **values: Any) -> Callable[[Raw], None]:
    return lambda raw: column(raw, dataset, column_id).update(values)


def without(dataset: str, column_id: str, key: str) -> Callable[[Raw], None]:
    return lambda raw: column(raw, dataset, column_id).pop(key)


def in_link(dataset: str, column_id: str, **values: Any) -> Callable[[Raw], None]:
    return lambda raw: column(raw, dataset, column_id)["link"].update(values)


def twice(dataset: str, column_id: str) -> Callable[[Raw], None]:
    def spoil(raw: Raw) -> None:
        again = {**column(raw, dataset, column_id), "name": "另一列", "synonyms": []}
        raw["datasets"][dataset]["columns"].append(again)

    return spoil


# What is wrong, and what the message must name.
FAULTS: dict[str, tuple[Callable[[Raw], None], str]] = {
    "section": (put("extras", value={}), "ontology: 未知的键 extras"),
    "section missing": (drop("indicators"), "ontology: 缺少 indicators"),
    "label key": (put("labels", "Grid", "titel", value="网格"), "labels.Grid: 未知的键 titel"),
    "label title missing": (drop("labels", "Grid", "title"), "labels.Grid: 缺少 title"),
    "label English missing": (drop("labels", "Grid", "title_en"), "labels.Grid: 缺少 title_en"),
    "label English empty": (put("labels", "Grid", "title_en", value=" "), "labels.Grid: title_en: the English is missing"),
    "unit English missing": (drop("properties", "Grid", "households", "unit_en"), "properties.Grid.households.unit: unit_en"),
    "unit in Chinese": (put("indicators", "服务圈半径", "unit_en", value="米"), "indicators.服务圈半径.unit: unit_en"),
    "label kinds": (put("labels", "Grid", "kinds", value="grid_kind"), "labels.Grid: 没有列表 grid_kind"),
    "property key": (put("properties", "Grid", "households", "units", value="户"), "properties.Grid.households: 未知的键 units"),
    "property type": (put("properties", "Grid", "households", "type", value="int"), "properties.Grid.households: 类型 int"),
    "property of no label": (put("properties", "Gird", value={}), "properties.Gird: 没有标签 Gird"),
    "property every node has": (
        put("properties", "Grid", "name", value={"type": "text", "title": "名称", "title_en": "Name"}),
        "properties.Grid.name: 每个节点都有",
    ),
    "relationship key": (put("relationships", "COVERS", "property", value=[]), "relationships.COVERS: 未知的键 property"),
    "relationship end missing": (drop("relationships", "COVERS", "to"), "relationships.COVERS: 缺少 to"),
    "relationship end": (put("relationships", "COVERS", "to", value=["Gird"]), "relationships.COVERS: 没有标签 Gird"),
    "indicator key": (put("indicators", "报酬比例", "standard", value=80), "indicators.报酬比例: 未知的键 standard"),
    "type of no label": (put("types", "covered", "网格", value="Gird"), "types.covered: 没有标签 Gird"),
    "dataset key": (put("datasets", "grids", "sheets", value="网格"), "datasets.grids: 未知的键 sheets"),
    "dataset place missing": (drop("datasets", "grids", "place"), "datasets.grids: 缺少 place"),
    "dataset node": (put("datasets", "grids", "node", value="Gird"), "datasets.grids: 没有标签 Gird"),
    "dataset makes nothing": (drop("datasets", "grids", "node"), "datasets.grids: 行应恰好造出一种节点或一条关系"),
    "dataset key column": (put("datasets", "grids", "key", value=["id"]), "datasets.grids: 没有列 id"),
    "dataset place column": (put("datasets", "grids", "place", value="parent"), "datasets.grids: 没有列 parent"),
    "dataset name column": (put("datasets", "grids", "name", value="title"), "datasets.grids: 没有列 title"),
    "node by a column without types": (
        put("datasets", "divisions", "node_by", value="kind"),
        "datasets.divisions: node_by 列 kind 没有类型",
    ),
    "sheet of two datasets": (put("datasets", "grids", "synonyms", value=[" 党组织"]), "表名 党组织 重复"),
    "column twice": (twice("grids", "households"), "datasets.grids: 列 households 重复"),
    "heading twice": (in_column("grids", "households", synonyms=["类型"]), "datasets.grids: 表头 类型 重复"),
    "heading twice but for its width": (
        in_column("service-centres", "kind", synonyms=["面积（平方米）"]),
        "datasets.service-centres: 表头 面积(平方米) 重复",
    ),
    "column key": (in_column("grids", "households", min=0), "datasets.grids.households: 未知的键 min"),
    "column without a name": (without("grids", "households", "name"), "datasets.grids.households: 缺少 name"),
    "column type": (in_column("grids", "households", type="int"), "datasets.grids: households: 类型 int"),
    "column format": (in_column("grids", "code", format="gb"), "datasets.grids: code: 类型 code gb"),
    "blank": (in_column("grids", "households", blank="nothing"), "datasets.grids: households: 空白含义 nothing"),
    "absent": (in_column("grids", "households", absent="nothing"), "datasets.grids: households: 空白含义 unknown nothing"),
    "list": (in_column("grids", "kind", list="grid_kind"), "datasets.grids.kind: lists 中没有 grid_kind"),
    "usual": (in_column("service-centres", "functions", usual="functions"), "functions: lists 中没有 functions"),
    "types": (in_column("posts", "place_type", types="place"), "datasets.posts.place_type: types 中没有 place"),
    "choices from": (in_column("standards", "indicator", choices_from="indicator"), "indicator: ontology 中没有 indicator"),
    "choice without choices": (without("grids", "kind", "list"), "datasets.grids: kind: 类型 choice 与可选值不相配"),
    "choices that are not checked": (in_column("grids", "kind", type="text"), "kind: 类型 text 与可选值不相配"),
    "states": (in_column("grids", "households", states="household"), "datasets.grids: households: 未声明的属性 household"),
    "states what is derived": (in_column("grids", "households", states="ledgers"), "households: 未声明的属性 ledgers"),
    "states what the relationship has not": (in_column("party-coverage", "mode", states="way"), "mode: 未声明的属性 way"),
    "bounds": (in_column("grids", "households", minimum=2_000_000), "households: 最小值 2000000 大于最大值 1000000"),
    "optional for": (in_column("divisions", "parent", optional_for=["省"]), "divisions: parent: optional_for 省 不是 level 的值"),
    "link key": (in_link("grids", "area", labels=["Community"]), "datasets.grids.area.link: 未知的键 labels"),
    "link type": (in_link("grids", "area", type="HOLDS"), "datasets.grids.area: 关系 HOLDS in"),
    "link direction": (in_link("grids", "area", direction="up"), "datasets.grids.area: 关系 CONTAINS up"),
    "link target": (in_link("grids", "area", target=["Comunity"]), "datasets.grids.area: link: 没有标签 Comunity"),
    "link by no column": (in_link("posts", "place", target_by="type"), "datasets.posts.place: target_by 没有类型列 type"),
    "link makes": (in_link("tasks", "leads", makes="Office"), "datasets.tasks.leads: link: 没有标签 Office"),
    "link with two targets": (in_link("tasks", "leads", target=["Grid"]), "target、target_by、makes 应恰有一个"),
    "link to a wrong end": (in_link("agreements", "unit", target=["Grid"]), "unit: PARTY_TO 的端点不含 Grid"),
    "link the wrong way": (in_link("projects", "demand", direction="in"), "demand: MEETS 的端点不含 Demand"),
    "link from a wrong row": (in_link("grids", "area", type="RAISES"), "area: RAISES 的端点不含"),
    "link of a typed end": (put("types", "covered", "网格", value="Post"), "target: COVERS 的端点不含 Post"),
    "references in a circle": (
        in_column("partner-units", "area", link={"type": "PARTY_TO", "direction": "out", "target": ["Agreement"]}),
        "引用成环",
    ),
}


@pytest.mark.parametrize(("spoil", "message"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_fit_is_refused(spoil: Callable[[Raw], None], message: str) -> None:
    raw = copy.deepcopy(DECLARATION)
    parse(raw)
    spoil(raw)
    with pytest.raises(OntologyError, match=re.escape(message)):
        parse(raw)


@pytest.mark.parametrize(
    ("home", "message"),
    [([], "labels.Task: 缺少 home"), (["-[:LEADS_TO]->"], "labels.Task.home: 没有关系 LEADS_TO")],
)
def test_every_label_says_where_its_nodes_belong(home: list[str], message: str) -> None:
    raw = copy.deepcopy(DECLARATION)
    raw["labels"]["Task"]["home"] = home
    with pytest.raises(OntologyError, match=message):
        parse(raw)


def test_a_reference_to_what_no_ledger_makes_is_refused() -> None:
    raw = copy.deepcopy(DECLARATION)
    raw["labels"]["Crew"] = {"title": "班组", "title_en": "Crew", "home": ["-[:LIES_IN]->"]}
    raw["relationships"]["ASSIGNED_TO"]["to"].append("Crew")
    column(raw, "work-orders", "department")["link"] = {"type": "ASSIGNED_TO", "direction": "out", "target": ["Crew"]}
    with pytest.raises(OntologyError, match="没有台账造出 Crew"):
        parse(raw)


def test_references_point_backwards_in_load_order() -> None:
    done: set[str] = set()
    for dataset in ONTOLOGY.load_order:
        done.update(dataset.node_labels)
        done.update(c.link.makes for c in dataset.columns if c.link and c.link.makes)
        for c in dataset.columns:
            assert not c.is_reference or set(ONTOLOGY.concrete(dataset.labels_of(c))) <= done, f"{dataset.id}.{c.id}"
    assert {d.id for d in ONTOLOGY.load_order} == set(ONTOLOGY.datasets)


def test_every_list_and_every_table_of_types_is_used() -> None:
    text = str([DECLARATION["labels"], DECLARATION["datasets"]])
    assert [name for name in (*DECLARATION["lists"], *DECLARATION["types"]) if f"'{name}'" not in text] == []


def test_kinds_of_divisions_are_those_of_the_labels_that_its_rows_make() -> None:
    kinds = [
        k
        for label in ONTOLOGY.datasets["divisions"].node_labels
        for k in ONTOLOGY.lists.get(ONTOLOGY.labels[label].kinds or "", ())
    ]
    assert list(ONTOLOGY.datasets["divisions"].column("kind").choices) == kinds


def test_every_label_is_made_by_a_ledger_or_by_the_load() -> None:
    made = set(ONTOLOGY.node_datasets)
    assert {label.name for label in ONTOLOGY.labels.values() if not label.internal} == made


def test_every_property_is_stated_by_a_column_or_derived() -> None:
    for label in ONTOLOGY.labels.values():
        datasets = [d for d in ONTOLOGY.datasets.values() if label.name in d.node_labels]
        stated = {c.states for d in datasets for c in d.columns}
        own = [p.name for p in ONTOLOGY.properties.get(label.name, ()) if not p.derived]
        assert [name for name in own if name not in stated] == [], label.name


def test_every_relationship_is_stated_by_a_column_or_by_the_load() -> None:
    stated = {c.link.type for d in ONTOLOGY.datasets.values() for c in d.columns if c.link}
    assert set(ONTOLOGY.relationships) - stated == {"DESCRIBES"}


def test_every_key_has_a_constraint_and_every_indexed_property_an_index() -> None:
    statements = list(schema_statements())
    assert len(set(statements)) == len(statements)
    names = re.findall(r"(?:CONSTRAINT|INDEX) (\w+) ", "\n".join(statements))
    assert len(set(names)) == len(names) == len(statements)
    unique = {s.split("(n:")[1].split(")")[0] for s in statements if s.endswith("REQUIRE n.code IS UNIQUE")}
    assert unique == {"Area", *ONTOLOGY.labels}
    for label, properties in ONTOLOGY.properties.items():
        for p in properties:
            assert p.indexed == any(s.endswith(f"FOR (n:{label}) ON (n.{p.name})") for s in statements), p.name
    assert all(" IF NOT EXISTS " in s for s in statements)


def test_levels_of_the_tree_are_the_labels_of_areas_from_the_top() -> None:
    assert [label.name for label in ONTOLOGY.labels.values() if label.area] == list(LEVELS)


def test_what_may_be_asked_of_a_dataset() -> None:
    coverage, posts = ONTOLOGY.datasets["party-coverage"], ONTOLOGY.datasets["posts"]
    assert coverage.relationship == "COVERS"
    assert coverage.node_labels == ()
    assert posts.labels_of(posts.column("place"))[:2] == ("Grid", "Community")
    assert posts.column("other_posts").keeps_unknown
    assert not posts.column("party_member").keeps_unknown
    with pytest.raises(KeyError, match=r"posts\.holder"):
        posts.column("holder")
