"""`graphkb network`: what is around a node, as a picture that opens anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphkb.cli.answering import DayOption, answering, day_of, say
from graphkb.cli.output import StoreOption
from graphkb.languages import Text, both, here, told
from graphkb.network import MOST_LEVELS, MOST_NODES, Network, Node, UnknownNode, find_nodes, neighbourhood
from graphkb.ontology import ONTOLOGY
from graphkb.store import Store
from graphkb.store.open import open_store

app = typer.Typer()


_CODE = both("对象的编码。", "The code of the node.")
_LABEL = both(
    "对象的标签，如 Grid；编码不止一个对象时要给出。", "Its label, such as Grid; needed where several nodes have the code."
)
_DEPTH = both("几步以内。", "Within how many steps.")
_TYPE = both(
    "只沿这种关系，如 COVERS，可重复；默认全部。", "Only along this relationship, such as COVERS; repeatable. All by default."
)
_LIMIT = both("最多多少个对象。", "Nodes at most.")
_OUT = both("写到哪个文件：.html 或 .graphml。", "The file to write: .html or .graphml.")
_ABOUT = both(
    "把一个对象周围的网络画成一个网页文件，断网也能打开。",
    "Draw the network around a node as one page, which opens without any network.",
)
_DRAWN = Text("{nodes} 个对象，{edges} 条关系。", "{nodes:node}, {edges:relationship}.")
_MEANT = Text("{label}（{title}）", "{label} ({title})")
_SEVERAL = Text("编码“{code}”不止一个对象：{meant}；请加 --label。", "Several nodes have the code {code}: {meant}. Add --label.")
_NODE = Text("对象", "node")
_NONE = Text("没有编码为“{code}”的 {label}。", "There is no {label} with the code {code}.")


@app.command("network", help=_ABOUT)
def network_command(
    code: Annotated[str, typer.Argument(help=_CODE)],
    label: Annotated[str | None, typer.Option("--label", help=_LABEL)] = None,
    depth: Annotated[int, typer.Option("--depth", help=_DEPTH, min=1, max=MOST_LEVELS)] = 1,
    kind: Annotated[list[str] | None, typer.Option("--type", help=_TYPE)] = None,
    limit: Annotated[int, typer.Option("--limit", help=_LIMIT, min=1, max=MOST_NODES)] = 1000,
    as_of: DayOption = None,
    store: StoreOption = None,
    out: Annotated[Path, typer.Option("--out", help=_OUT, dir_okay=False)] = Path("网络.html"),
) -> None:
    """A network, drawn or as GraphML."""
    with answering():
        opened = open_store(store)
        try:
            start = _one(opened, code, label)
            found = neighbourhood(opened, start.label, code, depth, kind, limit=limit, as_of=day_of(as_of), language=here())
        finally:
            opened.close()
        out.write_bytes(_drawn(found, start, out.suffix.lower()))
    if found.suggestion:
        say(found.suggestion)
    say(str(_DRAWN(nodes=len(found.nodes), edges=len(found.edges))))
    typer.echo(str(out))


def _one(store: Store, code: str, label: str | None) -> Node:
    """The node meant; a code that stands for several needs a label."""
    nodes = [node for node in find_nodes(store, code) if label in (None, node.label)]
    if len(nodes) != 1:
        meant = [_MEANT(label=node.label, title=told(ONTOLOGY.labels[node.label], "title", here())) for node in nodes]
        raise UnknownNode(_SEVERAL(code=code, meant=meant) if nodes else _NONE(code=code, label=label or _NODE))
    return nodes[0]


def _drawn(network: Network, start: Node, suffix: str) -> bytes:
    # Imported here: pyvis takes longer to import than most commands take.
    if suffix == ".graphml":
        from graphkb.network.graphml import to_graphml

        return to_graphml(network)
    from graphkb.network.drawing import to_html

    return to_html(network, f"{told(ONTOLOGY.labels[start.label], 'title', here())} {start.name}", language=here()).encode(
        "utf-8", errors="replace"
    )
