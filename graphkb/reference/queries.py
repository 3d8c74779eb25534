"""docs/queries.md: the library of queries as a page."""

from __future__ import annotations

from graphkb.catalogue import Query, shipped_queries
from graphkb.reference.markdown import page, table

_INTRODUCTION = """`graphkb query NAME [--param K=V]…` runs one of these; each is a file in `cypher/queries/` that can be
pasted into any query window. Files in `queries/` of GRAPHKB_HOME are
[queries of one's own](adding-a-rule.md#own-rules-and-queries)."""


def queries_page() -> str:
    """The page."""
    found = shipped_queries().values()
    return page("Queries", "`cypher/queries/`", _INTRODUCTION, *map(_query, found))


def _query(query: Query) -> str:
    rows = ((f"`{name}`", title, query.columns_en[name]) for name, title in query.columns.items())
    about = f"{query.title}: {query.title_en}. {query.why} {query.why_en}"
    parts = [f"## {query.name}", about, _parameters(query), table(("column", "title", "in English"), rows)]
    parts.append(f"Query: [cypher/queries/{query.name}.cypher](../cypher/queries/{query.name}.cypher)")
    return "\n\n".join(part for part in parts if part)


def _parameters(query: Query) -> str:
    rows = [
        (f"`{p.name}`", p.title, p.title_en, p.type, "must be given" if p.default is None else repr(p.default))
        for p in query.parameters
    ]
    return table(("parameter", "title", "in English", "type", "default"), rows) if rows else ""
