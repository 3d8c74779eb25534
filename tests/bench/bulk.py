"""`python -m tests.bench.bulk [--grids N]`: the nation by `neo4j-admin database import`, beside the load through the product.

The same nodes and relationships with their `sources`, written as CSV first. It judges nothing, keeps no record of facts,
derives nothing and builds no index: a floor of floors.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from graphkb.judge import judge
from graphkb.loaders import open_paths
from graphkb.ontology import ONTOLOGY
from graphkb.record.facts import facts_of
from graphkb.store.jars import jars_of
from graphkb.store.java import find_java
from tests.bench.nation import write_nation

MEMORY = "4g"


class Files:
    """One CSV file for each label and set of properties, and for each kind of relationship."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.nodes: dict[tuple[str, tuple[str, ...]], tuple[Path, Any]] = {}
        self.edges: dict[tuple[str, str, str], tuple[Path, Any]] = {}
        self._open: list[IO[str]] = []

    def node(self, label: str, properties: dict[str, Any], source: str) -> None:
        key = (label, tuple(properties))
        if key not in self.nodes:
            names = [f"code:ID({_space(label)})" if name == "code" else name for name in properties]
            self.nodes[key] = self._new(f"node{len(self.nodes)}", [*names, "sources:string[]"])
        self.nodes[key][1].writerow([*properties.values(), source])

    def edge(self, kind: str, start: tuple[str, str], end: tuple[str, str], source: str) -> None:
        key = (kind, _space(start[0]), _space(end[0]))
        if key not in self.edges:
            header = [f":START_ID({key[1]})", f":END_ID({key[2]})", "sources:string[]"]
            self.edges[key] = self._new(f"edge{len(self.edges)}", header)
        self.edges[key][1].writerow([start[1], end[1], source])

    def _new(self, name: str, header: list[str]) -> tuple[Path, Any]:
        path = self.folder / f"{name}.csv"
        file = path.open("w", encoding="utf-8", newline="")
        self._open.append(file)
        writer = csv.writer(file)
        writer.writerow(header)
        return path, writer

    def close(self) -> None:
        for file in self._open:
            file.close()


def _space(label: str) -> str:
    return "Area" if label == "Area" or ONTOLOGY.labels[label].area else label


def main() -> None:
    """Write, import, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--grids", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="graphkb-bulk-") as folder:
        root = Path(folder)
        write_nation(root / "nation", given.grids)
        files = Files(root)
        start = time.perf_counter()
        nodes, edges = convert(root / "nation", files)
        files.close()
        print(f"| written as CSV: {nodes:,} nodes, {edges:,} relationships | {time.perf_counter() - start:.0f} s |")
        start = time.perf_counter()
        bulk_import(root, files)
        print(f"| `neo4j-admin database import` of them | {time.perf_counter() - start:.0f} s |")


def convert(folder: Path, files: Files) -> tuple[int, int]:
    """All facts of the ledgers in a folder as CSV; how many nodes and relationships."""
    nodes = edges = 0
    for table in open_paths([folder]):
        judgement = judge(table)
        if judgement is None:
            continue
        dataset = judgement.dataset
        facts = facts_of(dataset.id)
        for block in judgement.blocks():
            columns = [block.columns[column.id] for column in dataset.columns]
            for number, row in enumerate(zip(*columns, strict=True)):
                source = f"{dataset.id}#1:{number}"
                if node := facts.node(row):
                    files.node(node.label, node.properties, source)
                    nodes += 1
                for edge in facts.edges(row):
                    files.edge(edge.type, (edge.start_label, edge.start), (edge.end_label, edge.end), source)
                    edges += 1
    return nodes, edges


def bulk_import(root: Path, files: Files) -> None:
    """One run of the tool that comes with the server's jars, into an empty home."""
    home = root / "home"
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text("")
    jars = jars_of("5.26", print)
    nodes = [f"--nodes={':'.join(ONTOLOGY.labels[label].labels)}={path}" for (label, _), (path, _) in files.nodes.items()]
    edges = [f"--relationships={kind}={path}" for (kind, _, _), (path, _) in files.edges.items()]
    command = [str(find_java(17)), f"-Xmx{MEMORY}", "-cp", f"{jars}/*", "-Dapp.name=neo4j"]
    command += ["org.neo4j.server.startup.Neo4jAdminCommand", "database", "import", "full", "neo4j"]
    command += [
        "--overwrite-destination",
        "--id-type=string",
        "--skip-bad-relationships",
        "--bad-tolerance=1000000",
        *nodes,
        *edges,
    ]
    environment = os.environ | {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    subprocess.run(command, env=environment, cwd=root, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
