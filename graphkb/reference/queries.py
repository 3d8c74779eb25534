"""docs/queries.md: the library of queries as a page."""

from __future__ import annotations

from graphkb.catalogue import Query, queries
from graphkb.reference.markdown import page, table

_INTRODUCTION = """`graphkb query NAME [--param K=V]…` runs one of these; each is a file in `cypher/queries/` that can be
pasted into any query window."""


def queries_page() -> str:
    """The page."""
    found = queries().values()
    return page("Queries", "`cypher/queries/`", _INTRODUCTION, *map(_query, found))


def _query(query: Query) -> str:
    columns = table(("column", "title"), ((f"`{name}`", title) for name, title in query.columns.items()))
    parts = [f"## {query.name}", f"{query.title}: {query.title_en}. {query.why}", _parameters(query), columns]
    parts.append(f"Query: [cypher/queries/{query.name}.cypher](../cypher/queries/{query.name}.cypher)")
    return "\n\n".join(part for part in parts if part)


def _parameters(query: Query) -> str:
    rows = [(f"`{p.name}`", p.title, p.type, "must be given" if p.default is None else repr(p.default)) for p in query.parameters]
    return table(("parameter", "title", "type", "default"), rows) if rows else ""
