"""Ledgers written down in the test itself, loaded into a real store, and the graph read back in whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from graphkb.ingest.load import Options, load
from graphkb.ingest.report import LoadReport
from graphkb.ontology import ONTOLOGY
from graphkb.raw_tables import Block, Cell, Table
from graphkb.store.bolt import BoltStore

DAY = date(2026, 6, 30)
CREDIT, CREDIT_2, CREDIT_3 = "91350100M000100Y43", "51420000MJH200408C", "52420000MJH23339XT"


@dataclass(frozen=True)
class Sheet:
    """A sheet of a ledger: a header and rows of cells."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    file: str = "台账.xlsx"

    def of(self, file: str) -> Sheet:
        return Sheet(self.name, self.header, self.rows, file)

    def table(self, size: int = 100_000) -> Table:
        """As a loader would deliver it, in blocks of so many rows."""
        lines: list[tuple[Cell, ...]] = [self.header, *self.rows]
        width = max(map(len, lines))
        columns = [[line[c] if c < len(line) else None for line in lines] for c in range(width)]
        starts = range(0, len(lines), size)
        numbers = range(1, len(lines) + 1)
        blocks = [Block(numbers[n : n + size], [column[n : n + size] for column in columns]) for n in starts]
        digest = sha256(repr((self.name, lines)).encode()).hexdigest()
        return Table(self.file, self.name, None, iter(blocks), [], digest)


def sheet(name: str, header: str, *rows: str | Sequence[Cell]) -> Sheet:
    """A sheet out of lines: cells separated by commas, an empty one blank; a sequence gives the cells as they are."""
    cells = [tuple(c or None for c in row.split(",")) if isinstance(row, str) else tuple(row) for row in rows]
    return Sheet(name, tuple(header.split(",")), tuple(cells))


DIVISIONS = sheet(
    "区划",
    "编码,名称,层级,类型,上级编码,经度,纬度",
    "3602,景德镇市,市",
    "360203,珠山区,县区,,3602",
    "360281,乐平市,县区,,3602",
    "360203001,石狮埠街道,街道,街道,360203",
    "360203002,新村街道,街道,街道,360203",
    "360281001,洎阳街道,街道,街道,360281",
    "360203001001,东一社区,社区,社区,360203001,117.2,29.3",
    "360203001002,东二社区,社区,社区,360203001",
    "360203002001,西一社区,社区,社区,360203002",
    "360281001001,北一社区,社区,社区,360281001",
)
GRIDS = sheet(
    "网格",
    "网格编码,网格名称,所属编码,类型,户数,编码方案",
    "G1,第一网格,360203001001,居民网格,300,local",
    "G2,第二网格,360203001001,居民网格,,local",
    "G3,第三网格,360203002001,专属网格,10",
)
ORGANIZATIONS = sheet(
    "党组织",
    "党组织编码,名称,类型,所属编码,上级党组织编码",
    "P0,珠山区委,党委,360203",
    "P1,石狮埠街道党工委,党工委,360203001,P0",
    "P2,第一网格党支部,党支部,G1,P1",
)


def loaded(
    store: BoltStore, *sheets: Sheet, area: str | None = None, edition: date = DAY, dry_run: bool = False, **options: bool
) -> LoadReport:
    """The report of a load, whose counts must balance whatever was loaded."""
    report = load(store, [one.table() for one in sheets], Options(area, None, edition, dry_run, **options))
    for source in report.sources:
        parts = ("created", "changed", "unchanged", "skipped", "held")
        assert source["rows_read"] == sum(source[part] for part in parts), source
        assert all(isinstance(source[part], int) for part in ("rows_read", *parts, "closed", "reopened"))
    return report


def counts(report: LoadReport) -> dict[tuple[str, str | None], tuple[int, int, int, int, int, int]]:
    """By dataset and area: rows read, created, changed, unchanged, skipped, held; tables of one source added up."""
    names = ("rows_read", "created", "changed", "unchanged", "skipped", "held")
    totals: dict[tuple[str, str | None], tuple[int, int, int, int, int, int]] = {}
    for source in report.sources:
        key = (source["dataset"], source["area"])
        before = totals.get(key, (0,) * 6)
        a, b, c, d, e, f = (old + source[name] for old, name in zip(before, names, strict=True))
        totals[key] = (a, b, c, d, e, f)
    return totals


def found(report: LoadReport) -> list[tuple[str | None, int | None, str | None, str, str]]:
    """The problems as sheet, row, column, code and severity, sorted."""
    problems = [(p.sheet, p.row, p.column, p.code, p.severity) for p in report.problems]
    return sorted(problems, key=lambda p: tuple(str(part) for part in p))


def node(store: BoltStore, label: str, code: str) -> dict[str, Any]:
    """The properties of a node; it must be there once."""
    (row,) = store.read(f"MATCH (n:{label} {{code: $code}}) RETURN properties(n) AS p", {"code": code})
    return dict(row["p"])


def codes(store: BoltStore, label: str) -> list[str]:
    return [row["code"] for row in store.read(f"MATCH (n:{label}) RETURN n.code AS code ORDER BY code")]


def ends(store: BoltStore, kind: str) -> list[tuple[str, str]]:
    """The relationships of a type by the codes of their ends."""
    query = f"MATCH (a)-[r:{kind}]->(b) RETURN a.code AS a, b.code AS b"
    return sorted((row["a"], row["b"]) for row in store.read(query))


def edge(store: BoltStore, kind: str, start: str, end: str) -> dict[str, Any]:
    """The properties of a relationship; it must be there once."""
    query = f"MATCH ({{code: $a}})-[r:{kind}]->({{code: $b}}) RETURN properties(r) AS p"
    (row,) = store.read(query, {"a": start, "b": end})
    return dict(row["p"])


INTERNAL = {name for name, label in ONTOLOGY.labels.items() if label.internal}


def graph(store: BoltStore, *, sources: bool = False) -> list[str]:
    """What the ledgers state, node by node and relationship by relationship, ready to be compared."""
    lines = []
    for labels, properties in _nodes(store):
        if not INTERNAL & set(labels):
            lines.append(_line(sorted(labels), properties, sources))
    query = (
        "MATCH (a)-[r]->(b) RETURN labels(a) AS la, a.code AS a, type(r) AS t, labels(b) AS lb, b.code AS b, properties(r) AS p"
    )
    for row in store.read(query):
        ends_of = [sorted(row["la"]), row["a"], row["t"], sorted(row["lb"]), row["b"]]
        lines.append(_line(ends_of, row["p"], sources))
    return sorted(lines)


def still_open(store: BoltStore) -> list[str]:
    """What a graph says now: its open nodes and relationships without where they are from, and which areas are described."""
    shown = "{.*, sources: null, closed_on: null}"
    lines = [
        _line(sorted(row["labels"]), dict(row["p"]), False)
        for row in store.read(f"MATCH (n) WHERE n.closed_on IS NULL RETURN labels(n) AS labels, n {shown} AS p")
        if not INTERNAL & set(row["labels"])
    ]
    query = (
        "MATCH (a)-[r]->(b) WHERE r.closed_on IS NULL AND a.closed_on IS NULL AND b.closed_on IS NULL "
        f"RETURN labels(a) AS la, a.code AS a, type(r) AS t, labels(b) AS lb, b.code AS b, r {shown} AS p"
    )
    for row in store.read(query):
        lines.append(_line([sorted(row["la"]), row["a"], row["t"], sorted(row["lb"]), row["b"]], dict(row["p"]), False))
    return sorted(lines)


def everything(store: BoltStore) -> list[str]:
    """Every node and relationship in the store, internal ones too."""
    rows = [_line(sorted(labels), properties, True) for labels, properties in _nodes(store)]
    return sorted(rows + [line for line in graph(store, sources=True) if line.startswith("[[")])


def _nodes(store: BoltStore) -> Iterator[tuple[list[str], dict[str, Any]]]:
    for row in store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS p"):
        yield row["labels"], dict(row["p"])


def _line(what: Iterable[Any], properties: dict[str, Any], sources: bool) -> str:
    shown = {name: value for name, value in sorted(properties.items()) if sources or name != "sources"}
    if "sources" in shown:
        shown["sources"] = sorted(shown["sources"])
    return json.dumps([list(what), shown], ensure_ascii=False, default=str)


def stated_without_proof(store: BoltStore, rows: dict[tuple[str, str], Iterable[int]]) -> list[str]:
    """References of nodes and relationships that name no known sheet, or no row of `rows` (file and sheet → rows)."""
    sheets = {
        r["code"]: (r["file"], r["sheet"])
        for r in store.read("MATCH (s:Sheet) RETURN s.code AS code, s.file AS file, s.sheet AS sheet")
    }
    bad = []
    stated = [r["s"] for r in store.read("MATCH (n) WHERE n.sources IS NOT NULL RETURN n.sources AS s")]
    stated += [r["s"] for r in store.read("MATCH ()-[r]->() WHERE type(r) <> 'DESCRIBES' RETURN r.sources AS s")]
    for references in stated:
        for reference in references or ["none"]:
            name, _, row = reference.rpartition(":")
            if name not in sheets or int(row) not in set(rows.get(sheets[name], ())):
                bad.append(reference)
    return bad
