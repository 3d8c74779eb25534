"""A store as a file: everything in it, to be put into another one. `python -m tests.record.stores FILE` makes one.

The files beside this module were made so by earlier releases, each from the ledgers of `LEDGERS`; they are what upgrades are
tested on.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from neo4j.spatial import WGS84Point

from graphkb.store import Store
from tests.ingest.load_kit import DIVISIONS, GRIDS, ORGANIZATIONS, sheet

HERE = Path(__file__).parent
WORKFORCE = sheet("社区队伍", "社区编码,年度,人数,35岁以下", "360203001001,2026,9,4", "360203001002,2026,7,")
AGREEMENTS = sheet(
    "共建协议",
    "协议编号,单位代码,社区编码,签订日期,到期日期",
    "A1,U1,360203001001,2026-01-05,2027-01-04",
    "A2,U1,360203001002,2026-02-01,",
)
UNITS = sheet("共建单位", "单位代码,名称,类型,所属编码", "U1,第一小学,学校,360203001001")
POSTS = sheet(
    "岗位",
    "岗位编码,岗位类型,所在类型,所在编码,党员,兼任岗位编码",
    "W1,网格长,网格,G1,是,W2；W3",
    "W2,党组织书记,党组织,P1,是,",
    "W3,专职网格员,网格,G2,否,",
)
LEDGERS = (DIVISIONS, GRIDS, ORGANIZATIONS, POSTS, UNITS, AGREEMENTS, WORKFORCE)


def dump(store: Store) -> dict[str, Any]:
    """Every node with a number, and every relationship between two of them."""
    nodes = store.read(
        "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties ORDER BY labels, n.code"
    )
    numbers = {node["id"]: number for number, node in enumerate(nodes)}
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN elementId(a) AS a, type(r) AS type, elementId(b) AS b, properties(r) AS properties"
    )
    return {
        "nodes": [[sorted(node["labels"]), written(node["properties"])] for node in nodes],
        "relationships": sorted([numbers[e["a"]], e["type"], numbers[e["b"]], written(e["properties"])] for e in edges),
    }


def restore(store: Store, file: Path) -> None:
    """What the file holds, into an empty store."""
    content = json.loads(file.read_text(encoding="utf-8"))
    statements: list[tuple[str, dict[str, Any]]] = []
    for number, (labels, properties) in enumerate(content["nodes"]):
        statements.append((f"CREATE (n:{':'.join(labels)}) SET n = $p, n.number = {number}", {"p": read(properties)}))
    for start, kind, end, properties in content["relationships"]:
        match = f"MATCH (a {{number: {start}}}) MATCH (b {{number: {end}}}) CREATE (a)-[r:{kind}]->(b) SET r = $p"
        statements.append((match, {"p": read(properties)}))
    store.write([*statements, ("MATCH (n) REMOVE n.number", {})])


def written(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"is": type(v).__name__, "value": v.isoformat()} if isinstance(v, date) else v for name, v in properties.items()
    }


def read(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value_of(value) if isinstance(value, dict) else value for name, value in properties.items()}


def value_of(written: dict[str, Any]) -> Any:
    if "srid" in written:
        return WGS84Point((written["longitude"], written["latitude"]))
    return {"date": date, "datetime": datetime}[written["is"]].fromisoformat(written["value"])
