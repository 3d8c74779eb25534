"""`graphkb network`: what is around a node, as a picture that opens anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphkb.cli.answering import DayOption, answering, day_of, say
from graphkb.cli.output import StoreOption
from graphkb.network import MOST_LEVELS, MOST_NODES, Network, Node, UnknownNode, find_nodes, neighbourhood
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.store.open import open_store

app = typer.Typer()


@app.command("network")
def network_command(
    code: Annotated[str, typer.Argument(help="对象的编码。")],
    label: Annotated[str | None, typer.Option("--label", help="对象的标签，如 Grid；编码不止一个对象时要给出。")] = None,
    depth: Annotated[int, typer.Option("--depth", help="几步以内。", min=1, max=MOST_LEVELS)] = 1,
    kind: Annotated[list[str] | None, typer.Option("--type", help="只沿这种关系，如 COVERS，可重复；默认全部。")] = None,
    limit: Annotated[int, typer.Option("--limit", help="最多多少个对象。", min=1, max=MOST_NODES)] = 1000,
    as_of: DayOption = None,
    store: StoreOption = None,
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件：.html 或 .graphml。", dir_okay=False)] = Path("网络.html"),
) -> None:
    """把一个对象周围的网络画成一个网页文件，断网也能打开。"""
    with answering():
        opened = open_store(store)
        try:
            start = _one(opened, code, label)
            found = neighbourhood(opened, start.label, code, depth, kind, limit=limit, as_of=day_of(as_of))
        finally:
            opened.close()
        out.write_bytes(_drawn(found, start, out.suffix.lower()))
    if found.suggestion:
        say(found.suggestion)
    say(f"{len(found.nodes)} 个对象，{len(found.edges)} 条关系。")
    typer.echo(str(out))


def _one(store: Store, code: str, label: str | None) -> Node:
    """The node meant; a code that stands for several needs a label."""
    nodes = [node for node in find_nodes(store, code) if label in (None, node.label)]
    if len(nodes) != 1:
        meant = "、".join(f"{node.label}（{ONTOLOGY.labels[node.label].title}）" for node in nodes)
        raise UnknownNode(f"编码“{code}”不止一个对象：{meant}；请加 --label。" if nodes else f"没有编码为“{code}”的 {label}。")
    return nodes[0]


def _drawn(network: Network, start: Node, suffix: str) -> bytes:
    # Imported here: pyvis takes longer to import than most commands take.
    if suffix == ".graphml":
        from graphkb.network.graphml import to_graphml

        return to_graphml(network)
    from graphkb.network.drawing import to_html

    return to_html(network, f"{ONTOLOGY.labels[start.label].title} {start.name}").encode("utf-8", errors="replace")
